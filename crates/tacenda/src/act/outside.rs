//! What somebody outside does, whom no session names: they hold a sealed link, and come with a code. It is one unit of work like any act.

use std::sync::Arc;

use tacenda_desk::acts::TakePacket;
use tacenda_desk::flows::Law;
use tacenda_desk::{Attachment, Delivery, Opened, Purpose, Refusal, Seen};
use tacenda_store::Tx;
use tacenda_store::ledger;

use super::append::{Event, SYSTEM, append};
use super::{When, apply, open};
use crate::agency::Agency;
use crate::problem::Problem;

impl Agency {
    /// The link that the secret is of, if there is one.
    pub(crate) fn link(&self, secret: &str) -> Result<Option<Delivery>, Problem> {
        Ok(self.own_of(Delivery::behind(secret))?.map(|(link, _)| link))
    }

    /// Takes what stands behind a link: the file, where it was the code; none where it was not, or the law does not let it go any more, and
    /// then that stands in the ledger.
    ///
    /// # Errors
    /// [`Refusal::NotFoundOrNotYours`] whatever the reason is: a stranger learns none.
    pub fn take_packet(&self, secret: &str, who: (String, String), law: Law) -> Result<Option<Attachment>, Problem> {
        // Whoever knocks where nothing stands keeps nobody waiting.
        let now = self.moment()?.time;
        self.link(secret)?.filter(|link| link.is_open(now)).ok_or_else(|| Problem::from(Refusal::NotFoundOrNotYours))?;
        let when = When::Read(self.reading()?);
        let (agency, secret, law) = (self.clone(), secret.to_owned(), Arc::new(law));
        self.db().write(move |tx| take(tx, &agency, (&secret, who.clone()), &law, &when))
    }
}

fn take(
    tx: &mut Tx<'_>,
    agency: &Agency,
    (secret, (name, code)): (&str, (String, String)),
    law: &Arc<Law>,
    when: &When,
) -> Result<Option<Attachment>, Problem> {
    let mut end = ledger::lock(tx)?;
    let now = when.now(tx, agency, &end)?;
    let mut keys = agency.keys(None);
    let gone = || Problem::from(Refusal::NotFoundOrNotYours);
    let (link, _) = open::latest(tx, &mut keys, Delivery::behind(secret))?.ok_or_else(gone)?;
    let take = TakePacket::of(&link, name, code);
    let (packet, _) = open::latest(tx, &mut keys, link.packet)?.ok_or_else(gone)?;
    let mut opened = Opened::new();
    opened.put_law(Arc::clone(law));
    for need in take.needs(&packet) {
        open::one(tx, &mut keys, &need, &mut opened)?;
    }
    open::ties_of_file(tx, &mut keys, (take.client, take.by), &mut opened)?;
    let step = take.take(&opened, now)?;
    let rows = apply::all(tx, agency, &mut keys, &step.effects, &[], end.frontier.size())?;
    let event = Event { actor: SYSTEM.to_owned(), ..Event::of(&step.entry, rows, now) };
    append(tx, agency, &mut keys, &mut end, &event)?;
    Ok(match step.seen.into_exposed(Purpose::Release) {
        Seen::Attachment(file) => Some(*file),
        _ => None,
    })
}
