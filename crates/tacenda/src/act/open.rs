//! Opens what an act needs. What is not there, or not open to this session, is left out, and the desk then refuses; what is damaged
//! stops the act: a wall that cannot be read might stand.

use tacenda_desk::access::Ties;
use tacenda_desk::acts::Act;
use tacenda_desk::{Class, ClientId, Gates, Id, Kept, Kind, Need, Now, Opened, Readiness, TaskState, Thing, Worker, WorkerId};
use tacenda_store::Tx;
use tacenda_store::keys::{Keys, is_destroyed, people};
use tacenda_store::sealed::{self, Line};
use tacenda_vault::Purpose;

use super::Asked;
use crate::problem::Problem;

/// Kinds of the things that tie workers to a client or keep them apart.
const TIES: [Kind; 6] = [Kind::Assignment, Kind::Wall, Kind::Share, Kind::Grant, Kind::Task, Kind::Appointment];
/// A meeting explains a look a day or less away from it; it lasts no longer than another. In microseconds.
const NEAR: i64 = 3 * 24 * 60 * 60 * 1_000_000;
/// More than an agency has of any kind of its own things.
const MANY: u32 = 100_000;

/// The worker as they stand now.
pub(crate) fn worker(tx: &mut Tx<'_>, keys: &mut Keys<'_>, id: WorkerId) -> Result<Option<Worker>, Problem> {
    Ok(latest(tx, keys, id)?.map(|(worker, _)| worker))
}

/// A thing as it stands now, and its version.
pub(crate) fn latest<T: Kept + Clone>(tx: &mut Tx<'_>, keys: &mut Keys<'_>, id: Id<T>) -> Result<Option<(T, i64)>, Problem> {
    let Some(line) = sealed::latest(tx, T::KIND.word(), &id.to_string())? else { return Ok(None) };
    let opened = thing(tx, keys, T::KIND, &line)?;
    Ok(opened.as_ref().and_then(T::of).map(|it| (it.clone(), line.columns.version)))
}

/// Everything that the act asks for.
pub(super) fn all(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: &Worker, asked: &Asked) -> Result<Opened, Problem> {
    let mut opened = Opened::new();
    let weighs = |kind| asked.act.weighs(kind, asked.reason);
    asked.law.iter().for_each(|law| opened.put_law(law.clone()));
    let mut is_first = true;
    for need in asked.act.needs() {
        match need {
            Need::Ties(client) => put_ties_of(tx, keys, client, weighs, &mut opened)?,
            Need::Gates => {
                gates(tx, keys, asker.id, &mut opened)?;
                continue;
            }
            need => {
                one(tx, keys, &need, &mut opened)?;
                continue;
            }
        }
        // What ties of every client share is looked up once.
        if std::mem::take(&mut is_first) {
            put_shared(tx, keys, asker.id, &mut opened)?;
        }
    }
    Ok(opened)
}

/// What ties workers to a client, as an act of that worker opens it.
pub(super) fn ties_of_file(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    (client, worker): (ClientId, WorkerId),
    opened: &mut Opened,
) -> Result<(), Problem> {
    put_ties_of(tx, keys, client, |_| true, opened)?;
    put_shared(tx, keys, worker, opened)
}

/// Whether it is about a note of the most private levels that is this worker's to open, or to write.
pub(super) fn is_shut(tx: &mut Tx<'_>, asker: &Worker, act: &Act) -> Result<bool, Problem> {
    let class = match act {
        Act::AddRecord(add) => Some(add.class),
        Act::OpenPacket(open) => Some(open.level),
        _ => None,
    };
    if class.is_some_and(Class::is_person_wrapped) {
        return Ok(true);
    }
    for need in act.needs() {
        let Need::One { kind: kind @ (Kind::Record | Kind::Packet), id } = need else { continue };
        let Some(line) = sealed::latest(tx, kind.word(), &id)? else { continue };
        let (client, class) = (&line.columns.client, line.columns.class);
        if class.is_person_wrapped() && people::holders(tx, client, class)?.contains(&asker.id.to_string()) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn one(tx: &mut Tx<'_>, keys: &mut Keys<'_>, need: &Need, opened: &mut Opened) -> Result<(), Problem> {
    match need {
        Need::One { kind, id } => {
            let line = sealed::latest(tx, kind.word(), id)?;
            put(tx, keys, *kind, line.into_iter().collect(), opened)
        }
        Need::Ties(client) => put_ties_of(tx, keys, *client, |_| true, opened),
        Need::OfClient(client, kind) => of_client(tx, keys, *client, *kind, opened),
        Need::OfWorker(worker, kind) => {
            let lines = sealed::of_worker(tx, &worker.to_string(), kind.word())?;
            put(tx, keys, *kind, lines.into_iter().filter(|line| line.columns.state == "open").collect(), opened)
        }
        Need::OfNobody(kind) => {
            let open = sealed::due_before(tx, kind.word(), "open", i64::MAX, MANY)?;
            put(tx, keys, *kind, open.into_iter().filter(|line| line.columns.worker.is_none()).collect(), opened)
        }
        Need::All(kind) => of_kind(tx, keys, *kind, opened),
        // Whoever acts by a sealed link, or as the program itself, passes no gate of the house's workers.
        Need::Gates => Ok(()),
    }
}

/// What is asked of everybody before a file opens, and what of it this worker did. Where nothing is asked, nothing more is read.
pub(crate) fn gates(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: WorkerId, opened: &mut Opened) -> Result<(), Problem> {
    let needs = [Need::one(Gates::the_id()), Need::one(Readiness::id_of(asker))];
    needs.iter().try_for_each(|need| one(tx, keys, need, opened))
}

/// The same, as what holds one who asks for something that is about no client.
pub(crate) fn gates_of(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: WorkerId) -> Result<Ties, Problem> {
    let mut opened = Opened::new();
    gates(tx, keys, asker, &mut opened)?;
    Ok(Ties::gather(opened.things()).of(asker, opened.all::<Readiness>().cloned()))
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
        if opened.has(kind, &line.columns.id) {
            continue; // the ties of many clients name the same programs
        }
        match thing(tx, keys, kind, &line)? {
            Some(thing) => opened.put(thing, line.columns.version),
            None if kind == Kind::Client => line.columns.id.parse().into_iter().for_each(|id| opened.put_destroyed(id)),
            None => {}
        }
    }
    Ok(())
}

/// What ties a worker to a client; `shared`: [`shared_ties`] of that worker.
pub(crate) fn ties(tx: &mut Tx<'_>, keys: &mut Keys<'_>, client: ClientId, shared: &Opened) -> Result<Ties, Problem> {
    let mut opened = Opened::new();
    put_ties_of(tx, keys, client, |_| true, &mut opened)?;
    Ok(Ties::gather(shared.things().chain(opened.things())))
}

/// The same of what may tie them now: a meeting of last month and what is done and over are not opened. A wall always is.
pub(crate) fn ties_now(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    client: ClientId,
    (shared, now): (&Opened, Now),
) -> Result<Ties, Problem> {
    let mut opened = Opened::new();
    let lines = tie_lines(tx, client, |_| true)?.into_iter().filter(|(kind, line)| !now.trusted || may_tie(*kind, line, now));
    for (kind, line) in lines {
        put(tx, keys, kind, vec![line], &mut opened)?;
    }
    Ok(Ties::gather(shared.things().chain(opened.things())))
}

/// Whether it may tie somebody now, by what stands beside its box.
fn may_tie(kind: Kind, line: &Line, now: Now) -> bool {
    let ahead = line.columns.due.map_or(0, |due| due - now.time.0);
    match kind {
        Kind::Appointment => ahead.abs() <= NEAR,
        Kind::Task => line.columns.state == TaskState::Open.word(),
        Kind::Assignment | Kind::Grant => ahead >= 0,
        Kind::Share => false,
        _ => true,
    }
}

/// What the ties of a worker to every client share: the lines of supervision, and the programs.
pub(crate) fn shared_ties(tx: &mut Tx<'_>, keys: &mut Keys<'_>, worker: WorkerId) -> Result<Opened, Problem> {
    let mut opened = Opened::new();
    put_shared(tx, keys, worker, &mut opened)?;
    Ok(opened)
}

fn put_ties_of(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    client: ClientId,
    weighs: impl Fn(Kind) -> bool,
    opened: &mut Opened,
) -> Result<(), Problem> {
    tie_lines(tx, client, weighs)?.into_iter().try_for_each(|(kind, line)| put(tx, keys, kind, vec![line], opened))
}

/// What ties workers to a client or keeps them apart, closed as it lies there. What does not weigh is not read.
fn tie_lines(tx: &mut Tx<'_>, client: ClientId, weighs: impl Fn(Kind) -> bool) -> Result<Vec<(Kind, Line)>, Problem> {
    let Some(first) = TIES.into_iter().find(|kind| weighs(*kind)) else { return Ok(Vec::new()) };
    // The statement asks for six kinds, of which some may be the same.
    let kinds = TIES.map(|kind| if weighs(kind) { kind } else { first });
    let lines = sealed::of_client_kinds(tx, &client.to_string(), kinds.map(Kind::word))?;
    Ok(lines.into_iter().filter_map(|line| Some((Kind::from_word(&line.columns.kind)?, line))).collect())
}

/// What the ties to every client share: the asker's lines of supervision, and the programs.
fn put_shared(tx: &mut Tx<'_>, keys: &mut Keys<'_>, asker: WorkerId, opened: &mut Opened) -> Result<(), Problem> {
    let lines = sealed::of_worker(tx, &asker.to_string(), Kind::Supervision.word())?;
    put(tx, keys, Kind::Supervision, lines, opened)?;
    of_kind(tx, keys, Kind::Program, opened)
}

/// The latest version of all things of a kind, for lists and checks that are no act.
pub(crate) fn things_of(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind) -> Result<Vec<Thing>, Problem> {
    let mut opened = Opened::new();
    of_kind(tx, keys, kind, &mut opened)?;
    Ok(opened.things().cloned().collect())
}

/// What the line holds; none if it is a note that only others open, or was destroyed. Anything else that no key opens is damage: a wall
/// must not fall because somebody moved it to another level.
pub(crate) fn thing(tx: &mut Tx<'_>, keys: &mut Keys<'_>, kind: Kind, line: &Line) -> Result<Option<Thing>, Problem> {
    let damaged = || Problem::Damaged { kind: kind.word(), id: line.columns.id.clone(), version: line.columns.version };
    match line.open(tx, keys) {
        Ok(bytes) => Thing::from_blob(kind, bytes.expose(Purpose::Decide)).map(Some).map_err(|_| damaged()),
        Err(error) if error.is_no_key() => {
            let (client, class) = (&line.columns.client, line.columns.class);
            let others = matches!(kind, Kind::Record | Kind::Packet) && class.is_person_wrapped();
            if others || is_destroyed(tx, client, class)? { Ok(None) } else { Err(damaged()) }
        }
        Err(error) if error.is_damaged() => Err(damaged()),
        Err(error) => Err(error.into()),
    }
}
