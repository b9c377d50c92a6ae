//! What somebody outside does, whom no session names: they hold a sealed link, and come with a code. It is one unit of work like any act.

use std::sync::Arc;

use tacenda_desk::acts::TakePacket;
use tacenda_desk::flows::Law;
use tacenda_desk::{Attachment, Delivery, Kind, Opened, Packet, Purpose, Refusal, Seen, Thing};
use tacenda_store::Tx;
use tacenda_store::keys::Keys;
use tacenda_store::ledger;
use tacenda_store::sealed;

use super::append::{Event, SYSTEM, append};
use super::{When, apply, open};
use crate::agency::Agency;
use crate::problem::Problem;

impl Agency {
    /// The link that the secret is of, if there is one.
    pub(crate) fn link(&self, secret: &str) -> Result<Option<Delivery>, Problem> {
        self.db().read(|tx| link(tx, &mut self.keys(None), secret))
    }

    /// Takes what stands behind a link: the file, where it was the code; none where it was not, or the law does not let it go any more, and
    /// then that stands in the ledger.
    pub(crate) fn take_packet(&self, secret: &str, who: (String, String), law: Law) -> Result<Option<Attachment>, Problem> {
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
    let link = link(tx, &mut keys, secret)?.ok_or_else(gone)?;
    let take = TakePacket::of(&link, name, code);
    let packet = packet(tx, &mut keys, &link)?.ok_or_else(gone)?;
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

fn link(tx: &mut Tx<'_>, keys: &mut Keys<'_>, secret: &str) -> Result<Option<Delivery>, Problem> {
    let Some(line) = sealed::latest(tx, Kind::Delivery.word(), &Delivery::behind(secret).to_string())? else { return Ok(None) };
    Ok(match open::thing(tx, keys, Kind::Delivery, &line)? {
        Some(Thing::Delivery(link)) => Some(link),
        _ => None,
    })
}

fn packet(tx: &mut Tx<'_>, keys: &mut Keys<'_>, link: &Delivery) -> Result<Option<Packet>, Problem> {
    let Some(line) = sealed::latest(tx, Kind::Packet.word(), &link.packet.to_string())? else { return Ok(None) };
    Ok(match open::thing(tx, keys, Kind::Packet, &line)? {
        Some(Thing::Packet(packet)) => Some(packet),
        _ => None,
    })
}
