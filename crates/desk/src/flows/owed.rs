//! What is owed, as tasks with a time: the ruling's duties, and that the privacy officer is told.

use jiff::tz::TimeZone;

use crate::class::Class;
use crate::client::ClientId;
use crate::flows::{Around, FlowKind, Matter, OwedByLaw, Report, Warning, clock, warning};
use crate::id::Id;
use crate::task::{Lawful, Task, TaskKind, TaskState};
use crate::time::{Now, Time};
use crate::worker::WorkerId;

/// The one duty that is the house's and not a pack's: who answers for privacy knows of every legal paper (45 CFR 164.530(a)).
pub const TELL_OFFICER: &str = "tell_officer";

/// Telling the client, in the words of the packs. Where it has to be safe first, that is the one duty.
const TELLS_CLIENT: [&str; 4] = ["inform_client", "inform_client_before", "inform_client_when_safe", "notify_survivor"];
const WHEN_SAFE: &str = "inform_client_when_safe";
const COUNSEL: &str = "consult_counsel";

/// The tasks that are new or changed, now that the law has answered (again).
pub(super) fn tasks(matter: &Matter, around: &Around<'_>) -> Vec<Task> {
    let Some(client) = matter.client else { return Vec::new() };
    let wanted = wanted(matter);
    let mut changed = Vec::new();
    for owed in &wanted {
        let there = around.tasks.iter().find(|task| task.duty.as_deref() == Some(owed.duty.as_str()));
        match there {
            None => changed.push(new(matter, client, owed, around)),
            // Nobody waived it but a ruling that no longer stands.
            Some(task) if task.waived == Some(Lawful::NotOwed) => {
                changed.push(Task { state: TaskState::Open, waived: None, outcome: None, ..task.clone() });
            }
            Some(_) => {}
        }
    }
    let is_wanted = |task: &Task| wanted.iter().any(|owed| task.duty.as_deref() == Some(owed.duty.as_str()));
    let gone = around.tasks.iter().filter(|task| task.state == TaskState::Open && !is_wanted(task));
    changed.extend(gone.map(|task| Task { state: TaskState::Done, waived: Some(Lawful::NotOwed), ..task.clone() }));
    changed
}

/// What is owed now: before anything goes at once, after it once it is decided how to answer, unless the clock runs from the first day on.
/// Of a report or a warning the office hears when it was made, not before.
pub(super) fn wanted(matter: &Matter) -> Vec<OwedByLaw> {
    let at_once = matter.kind.runs_from_receipt();
    let told = matter.report.as_ref().is_some_and(Report::was_made) || matter.warning.as_deref().is_some_and(Warning::was_told);
    let tells = matter.kind.keeps_file() || told;
    let officer = tells.then(|| OwedByLaw {
        duty: TELL_OFFICER.into(),
        before: true,
        due: None,
        cite: "45 CFR 164.530(a)".into(),
        pack: String::new(),
        perhaps: false,
    });
    // What may turn out to be owed is no task yet: the fact that it hangs on is asked.
    let owed = matter.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| !owed.perhaps);
    let when_safe = owed.clone().any(|owed| owed.duty == WHEN_SAFE);
    let other_way = |owed: &&OwedByLaw| when_safe && owed.duty != WHEN_SAFE && TELLS_CLIENT.contains(&owed.duty.as_str());
    let now = owed
        .filter(|owed| owed.before || at_once || matter.response.is_some() || !matter.taken.is_empty())
        .filter(|owed| !other_way(owed));
    let mut wanted: Vec<OwedByLaw> = officer.into_iter().chain(now.cloned()).collect();
    let mut seen = std::collections::BTreeSet::new();
    wanted.retain(|owed| seen.insert(owed.duty.clone()));
    wanted
}

fn new(matter: &Matter, client: ClientId, owed: &OwedByLaw, around: &Around<'_>) -> Task {
    let (worker, classes) = whose(matter, &owed.duty, around);
    Task {
        id: id(matter.id, &owed.duty, around.now),
        kind: if matter.kind.is_personal() { TaskKind::Report } else { TaskKind::Paper },
        client,
        worker,
        by: around.by,
        classes,
        grant: None,
        matter: Some(matter.id),
        duty: Some(owed.duty.clone()),
        portal: None,
        waived: None,
        made: around.now.time,
        due: due(matter, owed, around.law.zone()),
        state: TaskState::Open,
        outcome: None,
    }
}

/// Who does it, and what of the file they need for it.
fn whose(matter: &Matter, duty: &str, around: &Around<'_>) -> (Option<WorkerId>, Vec<Class>) {
    let people = around.people;
    match duty {
        TELL_OFFICER => (people.officer.or(matter.owner), vec![Class::Legal]),
        COUNSEL => (people.counsel.or(matter.owner), vec![Class::Legal]),
        duty if TELLS_CLIENT.contains(&duty) && !matter.kind.is_personal() => (people.carer.or(matter.owner), Vec::new()),
        _ => (matter.owner, Vec::new()),
    }
}

/// The law's own clock; else the day by which they want an answer. For a report, a warning, and the officer, the day after it came; that
/// somebody is told of a danger is never later than at once.
pub(super) fn due(matter: &Matter, owed: &OwedByLaw, zone: &TimeZone) -> Time {
    let at_once = matter.kind == FlowKind::Warning && warning::is_telling(&owed.duty);
    let soon = if at_once { matter.received } else { matter.received.plus_days(1) };
    let is_soon = owed.duty == TELL_OFFICER || matter.kind.is_personal();
    clock::by_law(matter, owed, zone).unwrap_or_else(|| matter.answer_by.filter(|_| !is_soon).unwrap_or(soon))
}

/// An id that belongs to this and nothing else of this matter: the matter's own id is random, and is what nobody guesses.
pub(super) fn id<K>(matter: Id<Matter>, what: &str, now: Now) -> Id<K> {
    Id::derived(now, &format!("{matter}\n{what}"))
}
