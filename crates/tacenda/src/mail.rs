//! Mail without secrets: what waits in the outbox goes when its time has come, in fixed words, by the mail server of the configuration.
//! Nothing of a record, no code and no name is in it: `docs/decisions/0028-mail-without-secrets.md`.

mod message;
mod relay;

use std::sync::Arc;

use tacenda_desk::acts::Outgoing;
use tacenda_desk::flows::Law;
use tacenda_desk::{Id, Mail, MailState, Now, Time};

pub(crate) use message::Message;
pub(crate) use relay::Fault;
pub use relay::Relay;

use crate::act::{Turn, When};
use crate::agency::Agency;
use crate::language::Language;
use crate::problem::Problem;

/// The outbox of a server: by which mail server what waits goes, and under which address links stand.
#[derive(Debug)]
pub(crate) struct Outbox<'a> {
    pub(crate) agency: &'a Agency,
    pub(crate) law: Arc<Law>,
    /// None: nothing goes, and what cannot go any more is over.
    pub(crate) relay: Option<&'a Relay>,
    pub(crate) origin: Option<&'a str>,
    /// At a time that is told: of a fictional agency alone.
    pub(crate) at: Option<Time>,
}

impl Outbox<'_> {
    /// Sends what is due, one after another, until the mail server does not answer. How many went.
    ///
    /// # Errors
    /// Where the database does not answer, or a row is damaged: what was begun is taken up again by a later round, and one that cannot go
    /// keeps no other from going.
    pub(crate) fn round(&self) -> Result<usize, Problem> {
        let (mut went, mut fault) = (0, None);
        for id in self.agency.mails_due(self.now()?)? {
            match self.one(id) {
                Ok(Came::Went) => went += 1,
                Ok(Came::Nothing) => {}
                Ok(Came::NoAnswer) => break,
                Err(problem) => fault = Some(problem),
            }
        }
        fault.map_or(Ok(went), Err)
    }

    fn now(&self) -> Result<Now, Problem> {
        self.at.map_or_else(|| self.agency.moment(), |at| Ok(Now::trusted(at)))
    }

    fn when(&self) -> Result<When, Problem> {
        self.at.map_or_else(|| Ok(When::Read(self.agency.reading()?)), |at| Ok(When::Told(at)))
    }

    /// One of them.
    fn one(&self, id: Id<Mail>) -> Result<Came, Problem> {
        let Some(turn) = self.agency.mail_turn(id, &self.law, self.now()?)? else { return Ok(Came::Nothing) };
        let over = match &turn.outgoing {
            Outgoing::Over(state) => Ok(*state),
            Outgoing::Goes { to, secret, ends } => self.goes(&turn, to, (secret, *ends)),
        };
        match over {
            Ok(state) => {
                self.agency.mail_ends(&turn, state, self.when()?)?;
                Ok(if state == MailState::Went { Came::Went } else { Came::Nothing })
            }
            Err(fault) => {
                self.agency.mail_later(&turn, self.now()?)?;
                // It asks to come again for this one alone; else it answers to nobody now.
                Ok(if fault == Fault::Later { Came::Nothing } else { Came::NoAnswer })
            }
        }
    }

    /// Gives it to the mail server: in which way it is over, or why it is tried again.
    fn goes(&self, turn: &Turn, to: &str, (secret, ends): (&str, Time)) -> Result<MailState, Fault> {
        let (Some(relay), Some(origin)) = (self.relay, self.origin) else { return Err(Fault::Later) };
        let mail = &turn.mail;
        let language = Language::from_code(&mail.language).unwrap_or(Language::En);
        let (mark, address) = (mail.id.to_string(), format!("{origin}/f/{secret}"));
        let message = Message::of_link(mail.letter, language, (&mark, mail.due), (&address, ends));
        match relay.send(to, &message) {
            Ok(()) => Ok(MailState::Went),
            Err(Fault::Refused | Fault::Address) => Ok(MailState::Refused),
            Err(fault) => Err(fault),
        }
    }
}

/// What came of one mail's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// It went.
    Went,
    /// It did not, or somebody else has its turn.
    Nothing,
    /// Nor would another.
    NoAnswer,
}
