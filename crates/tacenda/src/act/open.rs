//! Opens what an act needs. What is not there, or not open to this session, is left out, and the desk then refuses; what is damaged
//! stops the act: a wall that cannot be read might stand.

use tacenda_desk::acts::Act;
use tacenda_desk::{ClientId, Kind, Need, Opened, Thing, Worker, WorkerId};
use tacenda_store::keys::Keys;
use tacenda_store::sealed::{self, Line};
use tacenda_store::Tx;
use tacenda_vault::Purpose;

use crate::problem::Problem;

/// Kinds of the things that tie workers to a client or keep them apart.
const TIES: [Kind; 6] = [Kind::Assignment, Kind::Wall, Kind::Share, Kind::Grant, Kind::Task, Kind::Appointment];
/// More than an agency has of any kind of its own things.
const MANY: u32 = 100_000;

/// The worker as they stand now.
pub(crate) fn worker(tx: &mut Tx<'_>, keys: &mut Keys<'_>, id: WorkerId) -> Result<Option<Worker>, Problem> {
    let Some(line) = sealed::latest(tx, Kind::Worker.word(), &id.to_string())? else { return Ok(None) };
    Ok(thing(tx, keys, Kind::Worker, &line)?.and_then(|t| if let Thing::Worker(worker) = t { Some(worker) } else { None }))
}

/// Everything that the act asks for.
pub(super) fn all(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: &Worker, act: &Act) -> Result<Opened, Problem> {
    let mut opened = Opened::new();
    for need in act.needs() {
        one(tx, keys, asker, &need, &mut opened)?;
    }
    Ok(opened)
}

fn one(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: &Worker, need: &Need, opened: &mut Opened) -> Result<(), Problem> {
    let asker = asker.id.to_string();
    match need {
        Need::One { kind, id } => {
            let line = sealed::latest(tx, kind.word(), id)?;
            put(tx, keys, *kind, line.into_iter().collect(), opened)
        }
        Need::Ties(client) => {
            for kind in TIES {
                of_client(tx, keys, *client, kind, opened)?;
            }
            let lines = sealed::of_worker(tx, &asker, Kind::Supervision.word())?;
            put(tx, keys, Kind::Supervision, lines, opened)?;
            of_kind(tx, keys, Kind::Program, opened)
        }
        Need::OfClient(client, kind) => of_client(tx, keys, *client, *kind, opened),
        Need::OfWorker(worker, kind) => {
            let lines = sealed::of_worker(tx, &worker.to_string(), kind.word())?;
            put(tx, keys, *kind, lines, opened)
        }
        Need::OfNobody(kind) => {
            let open = sealed::due_before(tx, kind.word(), "open", i64::MAX, MANY)?;
            put(tx, keys, *kind, open.into_iter().filter(|line| line.columns.worker.is_none()).collect(), opened)
        }
        Need::All(kind) => of_kind(tx, keys, *kind, opened),
    }
}

fn of_client(tx: &mut Tx<'_>, keys: &mut Keys<'_>, client: ClientId, kind: Kind, opened: &mut Opened) -> Result<(), Problem> {
    let lines = sealed::of_client(tx, &client.to_string(), kind.word())?;
    put(tx, keys, kind, lines, opened)
}

fn of_kind(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind, opened: &mut Opened) -> Result<(), Problem> {
    let lines = sealed::of_kind(tx, kind.word(), "", MANY)?;
    put(tx, keys, kind, lines, opened)
}

fn put(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind, lines: Vec<Line>, opened: &mut Opened) -> Result<(), Problem> {
    for line in lines {
        match thing(tx, keys, kind, &line)? {
            Some(thing) => opened.put(thing, line.columns.version),
            None if kind == Kind::Client => line.columns.id.parse().into_iter().for_each(|id| opened.put_destroyed(id)),
            None => {}
        }
    }
    Ok(())
}

/// The latest version of all things of a kind, for lists and checks that are no act.
pub(crate) fn things_of(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind) -> Result<Vec<Thing>, Problem> {
    let mut opened = Opened::new();
    of_kind(tx, keys, kind, &mut opened)?;
    Ok(opened.things().cloned().collect())
}

/// What the line holds; none if no key of this session opens it.
pub(crate) fn thing(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind, line: &Line) -> Result<Option<Thing>, Problem> {
    let damaged = || Problem::Damaged { kind: kind.word(), id: line.columns.id.clone(), version: line.columns.version };
    match line.open(tx, keys) {
        Ok(bytes) => Thing::from_blob(kind, bytes.expose(Purpose::Decide)).map(Some).map_err(|_| damaged()),
        Err(error) if error.is_no_key() => Ok(None),
        Err(error) if error.is_damaged() => Err(damaged()),
        Err(error) => Err(error.into()),
    }
}
