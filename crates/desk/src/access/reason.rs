//! Whether a reason to look holds: it is held against ties that others made, before the look.

use crate::access::right::{Reason, Right, Way};
use crate::access::{Question, Target, Ties};
use crate::appointment::{Appointment, AppointmentState};
use crate::client::{Client, ClientId};
use crate::id::Id;
use crate::task::{Task, TaskKind, TaskState};
use crate::ties::Supervision;
use crate::time::Now;
use crate::worker::{Role, WorkerId};

/// Whether the reason given holds for this client.
pub(super) fn holds(ask: &Question<'_>, client: &Client, relation: Way) -> bool {
    let (ties, asker, now) = (ask.ties, ask.asker.id, ask.now);
    match ask.reason {
        Reason::CareTeam => relation == Way::Own,
        Reason::Appointment(id) => {
            ties.appointments.iter().any(|a| a.id == id && a.client == client.id && explains(a, asker, now))
        }
        Reason::Supervision(id) => {
            ties.supervisions.iter().any(|line| line.id == id && supervises(line, asker, client.id, ties, now))
        }
        Reason::Task(id) => given(ask, client, id, &[TaskKind::Request, TaskKind::Paper, TaskKind::Report]),
        Reason::BillingRun(id) => given(ask, client, id, &[TaskKind::BillingRun]),
        Reason::SecondCheck(id) => given(ask, client, id, &[TaskKind::SecondCheck]),
        Reason::Reception => ask.asker.is(Role::FrontDesk) && relation != Way::Other,
        Reason::Grant(_) | Reason::OwnDuty => false,
    }
}

/// An appointment explains a look a day or less away from it, if it was made before: by somebody else, by the asker a day before, or
/// for somebody who walked in, which the privacy officer sees.
fn explains(appointment: &Appointment, asker: WorkerId, now: Now) -> bool {
    let (from, to) = (appointment.at.plus_days(-1), appointment.at.plus_minutes(appointment.minutes.into()).plus_days(1));
    let near = from <= now.time && now.time < to;
    let made_before = appointment.made < now.time;
    let not_for_this = appointment.made_by != asker || appointment.walk_in || appointment.made.plus_days(1) <= now.time;
    let stands = appointment.state != AppointmentState::CalledOff;
    now.trusted && near && made_before && not_for_this && stands && appointment.workers.contains(&asker)
}

/// Whether by this line a worker answers for somebody on the client's team.
pub(super) fn supervises(line: &Supervision, supervisor: WorkerId, client: ClientId, ties: &Ties, now: Now) -> bool {
    line.supervisor == supervisor && line.span.holds(now) && ties.on_team(line.supervisee, client, now)
}

/// Whether that task of one of these kinds is open, the asker's, given by somebody else, and needs this level.
fn given(ask: &Question<'_>, client: &Client, id: Id<Task>, kinds: &[TaskKind]) -> bool {
    let needs = |task: &Task| match ask.target {
        Target::Record { class, .. } => task.classes.contains(&class) || ask.right == Right::AddRecord,
        _ => true,
    };
    ask.ties.tasks.iter().any(|t| {
        t.id == id
            && t.client == client.id
            && kinds.contains(&t.kind)
            && t.worker == Some(ask.asker.id)
            && t.by != ask.asker.id
            && t.state == TaskState::Open
            && needs(t)
    })
}
