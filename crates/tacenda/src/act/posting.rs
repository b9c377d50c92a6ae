//! What the outbox does, whom no session names: it takes its turn for a mail, looks whether it is still to go, and enters what came of it. The
//! mail server is spoken to between two units of work, by whoever has the turn; killed in between, it is taken up again when the turn ends.

use std::sync::Arc;

use tacenda_desk::acts::{Outgoing, PostMail};
use tacenda_desk::flows::Law;
use tacenda_desk::{Id, Kind, Mail, MailState, Now, Opened};
use tacenda_store::keys::Keys;
use tacenda_store::ledger::{self, End};
use tacenda_store::{Tx, outbox, sealed};

use super::append::{Event, SYSTEM, append};
use super::{When, apply, open};
use crate::agency::Agency;
use crate::problem::Problem;

/// So many minutes somebody has the turn: longer than a mail server may take.
const TURN: i64 = 10;
/// So many are looked at in one round: those that wait for another try stand among them.
const ROUND: u32 = 10_000;
/// After the first try it is tried again in so many minutes, after the second in so many more, and so on; then every four hours.
const PAUSES: [i64; 5] = [1, 5, 15, 60, 120];
const LAST_PAUSE: i64 = 240;

/// A mail whose turn somebody has.
pub(crate) struct Turn {
    pub(crate) mail: Mail,
    pub(crate) outgoing: Outgoing,
    tries: u32,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Turn")
    }
}

impl Agency {
    /// The mails whose time has come, by their ids.
    pub(crate) fn mails_due(&self, now: Now) -> Result<Vec<Id<Mail>>, Problem> {
        let state = MailState::Waiting.word();
        let lines = self.db().read(|tx| sealed::due_before(tx, Kind::Mail.word(), state, now.time.0.saturating_add(1), ROUND))?;
        Ok(lines.iter().filter_map(|line| line.columns.id.parse().ok()).collect())
    }

    /// Takes the turn for one of them, with what is to be done; none where another server has it, or it is over.
    pub(crate) fn mail_turn(&self, id: Id<Mail>, law: &Arc<Law>, now: Now) -> Result<Option<Turn>, Problem> {
        let (agency, law) = (self.clone(), Arc::clone(law));
        self.db().write(move |tx| turn(tx, &agency, (id, &law), now))
    }

    /// It did not go this time: the turn ends, and it is tried again after a while.
    pub(crate) fn mail_later(&self, turn: &Turn, now: Now) -> Result<(), Problem> {
        let place = usize::try_from(turn.tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let pause = PAUSES.get(place).copied().unwrap_or(LAST_PAUSE);
        let (id, next) = (turn.mail.id.to_string(), now.time.plus_minutes(pause).0);
        Ok(self.db().write(move |tx| outbox::later(tx, &id, next))?)
    }

    /// It is over, in that way. It stands in the ledger, on the chain of the client whom it was about.
    pub(crate) fn mail_ends(&self, turn: &Turn, state: MailState, when: When) -> Result<(), Problem> {
        let (agency, post) = (self.clone(), PostMail::of(&turn.mail));
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = when.now(tx, &agency, &end)?;
            ends(tx, &agency, (post, state), (&mut end, now))
        })
    }
}

fn opened(tx: &mut Tx<'_>, keys: &mut Keys<'_>, post: PostMail) -> Result<Opened, Problem> {
    let mut opened = Opened::new();
    let Some((packet, _)) = open::latest(tx, keys, post.packet)? else { return Ok(opened) };
    for need in post.needs(&packet) {
        open::one(tx, keys, &need, &mut opened)?;
    }
    Ok(opened)
}

fn turn(tx: &mut Tx<'_>, agency: &Agency, (id, law): (Id<Mail>, &Arc<Law>), now: Now) -> Result<Option<Turn>, Problem> {
    let mut keys = agency.keys(None);
    let Some((mail, _)) = open::latest(tx, &mut keys, id)? else { return Ok(None) };
    let Some(tries) = outbox::claim(tx, &id.to_string(), now.time.plus_minutes(TURN).0, now.time.0)? else { return Ok(None) };
    let post = PostMail::of(&mail);
    let mut opened = opened(tx, &mut keys, post)?;
    opened.put_law(Arc::clone(law));
    open::ties_of_file(tx, &mut keys, (post.client, post.by), &mut opened)?;
    Ok(post.look(&opened, now).map(|outgoing| Turn { mail, outgoing, tries }))
}

fn ends(
    tx: &mut Tx<'_>,
    agency: &Agency,
    (post, state): (PostMail, MailState),
    (end, now): (&mut End, Now),
) -> Result<(), Problem> {
    let mut keys = agency.keys(None);
    outbox::end(tx, &post.id.to_string())?;
    let opened = opened(tx, &mut keys, post)?;
    // Over already, by a turn that took longer than it should: it went twice, by one name.
    let Ok(step) = post.ends(&opened, state, now) else { return Ok(()) };
    let rows = apply::all(tx, agency, &mut keys, &step.effects, &[], end.frontier.size())?;
    let event = Event { actor: SYSTEM.to_owned(), ..Event::of(&step.entry, rows, now) };
    append(tx, agency, &mut keys, end, &event)?;
    Ok(())
}
