//! Mail without secrets: what waits in the outbox goes when its time has come, in fixed words, by the mail server of the configuration.
//! Nothing of a record, no code and no name is in it: `docs/decisions/0028-mail-without-secrets.md`.

mod message;
mod relay;

use tacenda_desk::acts::Outgoing;
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
    /// None: nothing goes, and what cannot go any more is over.
    pub(crate) relay: Option<&'a Relay>,
    pub(crate) origin: Option<&'a str>,
    /// At a time that is told: of a fictional agency alone.
    pub(crate) at: Option<Time>,
}

impl Outbox<'_> {
    /// Sends what is due, one after another. How many went.
    ///
    /// # Errors
    /// Where the database does not answer; what was begun is taken up again by a later round.
    pub(crate) fn round(&self) -> Result<usize, Problem> {
        let mut went = 0;
        for id in self.agency.mails_due(self.now()?)? {
            went += usize::from(self.one(id)?);
        }
        Ok(went)
    }

    fn now(&self) -> Result<Now, Problem> {
        self.at.map_or_else(|| self.agency.moment(), |at| Ok(Now::trusted(at)))
    }

    fn when(&self) -> Result<When, Problem> {
        self.at.map_or_else(|| Ok(When::Read(self.agency.reading()?)), |at| Ok(When::Told(at)))
    }

    /// One of them. Whether it went.
    fn one(&self, id: Id<Mail>) -> Result<bool, Problem> {
        let Some(turn) = self.agency.mail_turn(id, self.now()?)? else { return Ok(false) };
        let over = match &turn.outgoing {
            Outgoing::Over(state) => Some(*state),
            Outgoing::Goes { to, secret, ends } => self.goes(&turn, to, (secret, *ends)),
        };
        match over {
            Some(state) => self.agency.mail_ends(&turn, state, self.when()?)?,
            None => self.agency.mail_later(&turn, self.now()?)?,
        }
        Ok(over == Some(MailState::Went))
    }

    /// Gives it to the mail server. In which way it is over; none where it is tried again.
    fn goes(&self, turn: &Turn, to: &str, (secret, ends): (&str, Time)) -> Option<MailState> {
        let (relay, origin) = (self.relay?, self.origin?);
        let mail = &turn.mail;
        let language = Language::from_code(&mail.language).unwrap_or(Language::En);
        let mark = (mail.id.to_string(), mail.due);
        let message = Message::of_link(mail.letter, language, (&mark.0, mark.1), (&format!("{origin}/f/{secret}"), ends));
        match relay.send(to, &message) {
            Ok(()) => Some(MailState::Went),
            Err(Fault::Refused | Fault::Address) => Some(MailState::Refused),
            Err(Fault::Unreachable | Fault::Tls | Fault::SignIn | Fault::Later) => None,
        }
    }
}
