//! What is kept about one client, counted from the rows themselves: nothing is opened but the holds.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tacenda_desk::{Class, ClientId, Destruction, DestructionState, Hold, Kind, Thing, WorkerId};
use tacenda_store::keys::people;
use tacenda_store::{chunk, ledger, sealed};

use super::Agency;
use crate::act::{sealing, thing};
use crate::problem::Problem;

/// What is kept about one client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Level, and year in which it happened, of every record and addendum.
    pub records: Vec<(Class, i16)>,
    /// Attached files, by level.
    pub files: Vec<(Class, u64)>,
    /// Who holds the key of a level that is sealed to people alone.
    pub holders: Vec<(Class, WorkerId)>,
    /// Appointments.
    pub appointments: u64,
    /// Versions of the card.
    pub versions: u64,
    /// Lines of the ledger about the client.
    pub looks: u64,
    /// Holds, those that were released too.
    pub holds: Vec<Hold>,
    /// What somebody asked to destroy, and nobody has decided on.
    pub asked: Vec<Destruction>,
}

fn year(micros: i64) -> i16 {
    let moment = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(moment).year()
}

impl Agency {
    /// What is kept about a client. Whoever asks got leave by an act.
    pub(crate) fn kept_of(&self, client: ClientId) -> Result<Kept, Problem> {
        let (id, slot) = (client.to_string(), self.slot(Some(client))?);
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let records = sealed::levels_of(tx, &id, Kind::Record.word())?;
            let mut kept = Kept {
                appointments: sealed::levels_of(tx, &id, Kind::Appointment.word())?.len() as u64,
                versions: sealed::versions(tx, Kind::Client.word(), &id)?.len() as u64,
                looks: ledger::chain(tx, slot)?.length,
                ..Kept::default()
            };
            for class in Class::of_clients() {
                let of_class = records.iter().filter(|(of, _)| *of == sealing(class));
                kept.records.extend(of_class.map(|(_, happened)| (class, year(happened.unwrap_or_default()))));
                kept.files.push((class, chunk::files_of(tx, &id, sealing(class))?));
                if class.is_person_wrapped() {
                    let holders = people::holders(tx, &id, sealing(class))?;
                    kept.holders.extend(holders.iter().filter_map(|holder| holder.parse().ok()).map(|worker| (class, worker)));
                }
            }
            for line in sealed::of_client(tx, &id, Kind::Hold.word())? {
                if let Some(Thing::Hold(hold)) = thing(tx, &mut keys, Kind::Hold, &line)? {
                    kept.holds.push(hold);
                }
            }
            for line in sealed::of_client(tx, &id, Kind::Destruction.word())? {
                if let Some(Thing::Destruction(asked)) = thing(tx, &mut keys, Kind::Destruction, &line)? {
                    kept.asked.extend((asked.state == DestructionState::Proposed).then_some(asked));
                }
            }
            Ok(kept)
        })
    }

    /// Clients with an appointment that is booked and starts between two times, of the first `most` such appointments; with `worker`,
    /// those of that worker or of the caseload.
    pub(crate) fn expected(
        &self,
        worker: Option<WorkerId>,
        (from, until): (i64, i64),
        most: usize,
    ) -> Result<Vec<ClientId>, Problem> {
        let own = worker.map(|worker| self.caseload(worker)).transpose()?;
        let lines = self.db().read(|tx| sealed::due_before(tx, Kind::Appointment.word(), "booked", until, 100_000))?;
        let near = lines.iter().map(|line| &line.columns).filter(|columns| columns.due.is_some_and(|due| from <= due));
        let mine = near.filter(|columns| match (&own, worker) {
            (Some(own), Some(worker)) => {
                columns.worker.as_deref() == Some(&worker.to_string()) || own.iter().any(|id| id.to_string() == columns.client)
            }
            _ => true,
        });
        let mut clients: Vec<ClientId> = mine.take(most).filter_map(|columns| columns.client.parse().ok()).collect();
        clients.sort_unstable();
        clients.dedup();
        Ok(clients)
    }
}
