//! Why somebody looks: the reasons that their work gives, the one that goes without saying, and the ties that a reason names. What is
//! chosen here gives no leave: the desk holds every reason against the ties itself.

use tacenda_desk::access::{Reason, ReasonKind, Right, RightKind, Ties, reasons_of, row};
use tacenda_desk::{AppointmentState, ClientId, Id, Now, Task, TaskKind, TaskState, Worker};

use crate::agency::Agency;
use crate::problem::Problem;

/// Whose reasons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Why<'a> {
    pub(crate) agency: &'a Agency,
    pub(crate) worker: &'a Worker,
}

impl Why<'_> {
    /// Whether any of the worker's roles gives this kind of reason.
    pub(crate) fn gives(&self, kind: ReasonKind) -> bool {
        self.worker.roles.iter().any(|role| reasons_of(*role).contains(&kind))
    }

    /// Every kind that the worker's roles give, by word.
    pub(crate) fn kinds(&self) -> Vec<ReasonKind> {
        let mut kinds: Vec<ReasonKind> = self.worker.roles.iter().flat_map(|role| reasons_of(*role)).copied().collect();
        kinds.sort_unstable_by_key(|kind| kind.word());
        kinds.dedup();
        kinds
    }

    /// The reason that a role's work alone gives: what finding clients is held against.
    pub(crate) fn of_role(&self) -> Reason {
        if self.gives(ReasonKind::CareTeam) {
            Reason::CareTeam
        } else if self.gives(ReasonKind::Reception) {
            Reason::Reception
        } else {
            Reason::OwnDuty
        }
    }

    /// Whether the office's own duty is reason enough for this right.
    pub(crate) fn is_duty(&self, right: Right) -> bool {
        let opens = |role| row(right, None).is_some_and(|row| row.ways(role).next().is_some());
        let by_duty = || self.worker.roles.iter().any(|role| opens(*role) && reasons_of(*role).contains(&ReasonKind::OwnDuty));
        match right.kind() {
            RightKind::Agency | RightKind::Free => true,
            RightKind::Office => by_duty(),
            RightKind::Content => false,
        }
    }

    /// The reason that goes without saying: on the team, at the front desk, the office's own duty. None where it is to be asked for.
    pub(crate) fn plain(&self, right: Right, client: ClientId) -> Result<Option<Reason>, Problem> {
        if self.is_duty(right) {
            return Ok(Some(Reason::OwnDuty));
        }
        let ties = self.agency.ties(client, self.worker.id)?;
        Ok(self.by_ties(&ties, client, self.agency.moment()?))
    }

    /// The same for content, from ties that were looked up already.
    pub(crate) fn by_ties(&self, ties: &Ties, client: ClientId, now: Now) -> Option<Reason> {
        if ties.on_team(self.worker.id, client, now) && self.gives(ReasonKind::CareTeam) {
            return Some(Reason::CareTeam);
        }
        self.gives(ReasonKind::Reception).then_some(Reason::Reception)
    }

    /// The ties that this kind of reason may name, oldest first.
    pub(crate) fn ties_for(&self, kind: ReasonKind, ties: &Ties) -> Vec<Reason> {
        let tasks = |of: fn(Id<Task>) -> Reason| -> Vec<Reason> {
            ties.tasks.iter().filter(|t| t.worker == Some(self.worker.id)).map(|t| of(t.id)).collect()
        };
        let mut found: Vec<Reason> = match kind {
            ReasonKind::CareTeam => vec![Reason::CareTeam],
            ReasonKind::Reception => vec![Reason::Reception],
            ReasonKind::OwnDuty => vec![Reason::OwnDuty],
            ReasonKind::Appointment => ties.appointments.iter().map(|a| Reason::Appointment(a.id)).collect(),
            ReasonKind::Supervision => ties.supervisions.iter().map(|s| Reason::Supervision(s.id)).collect(),
            ReasonKind::Grant => ties.grants.iter().filter(|g| g.worker == self.worker.id).map(|g| Reason::Grant(g.id)).collect(),
            ReasonKind::Task => tasks(Reason::Task),
            ReasonKind::BillingRun => tasks(Reason::BillingRun),
            ReasonKind::SecondCheck => tasks(Reason::SecondCheck),
        };
        found.sort_unstable_by_key(|reason| text(*reason));
        found
    }

    /// Reasons worth offering: those whose tie is near, open and the worker's own. The desk decides whether they hold.
    pub(crate) fn near(&self, ties: &Ties, client: ClientId, now: Now) -> Vec<Reason> {
        let kinds = self
            .kinds()
            .into_iter()
            .filter(|kind| !matches!(kind, ReasonKind::OwnDuty | ReasonKind::CareTeam | ReasonKind::Reception));
        let all = kinds.flat_map(|kind| self.ties_for(kind, ties));
        let here = self.by_ties(ties, client, now).into_iter();
        here.chain(all.filter(|reason| is_near(*reason, self.worker, ties, client, now))).collect()
    }
}

/// Whether the tie that a reason names is about now.
fn is_near(reason: Reason, worker: &Worker, ties: &Ties, client: ClientId, now: Now) -> bool {
    let open = |id: Id<Task>, kinds: &[TaskKind]| {
        ties.tasks.iter().any(|t| t.id == id && t.state == TaskState::Open && t.by != worker.id && kinds.contains(&t.kind))
    };
    match reason {
        Reason::Appointment(id) => ties.appointments.iter().any(|a| {
            let (from, to) = (a.at.plus_days(-1), a.at.plus_minutes(a.minutes.into()).plus_days(1));
            let near = from <= now.time && now.time < to && a.state != AppointmentState::CalledOff;
            a.id == id && near && a.workers.contains(&worker.id)
        }),
        Reason::Supervision(id) => ties
            .supervisions
            .iter()
            .any(|s| s.id == id && s.supervisor == worker.id && s.span.holds(now) && ties.on_team(s.supervisee, client, now)),
        Reason::Grant(id) => ties.grants.iter().any(|g| g.id == id && g.worker == worker.id && g.holds(now)),
        Reason::Task(id) => open(id, &[TaskKind::Request, TaskKind::Paper, TaskKind::Report]),
        Reason::BillingRun(id) => open(id, &[TaskKind::BillingRun]),
        Reason::SecondCheck(id) => open(id, &[TaskKind::SecondCheck]),
        Reason::CareTeam | Reason::Reception | Reason::OwnDuty => true,
    }
}

/// A reason as it is typed: `care_team`, `task:ID`.
pub(crate) fn text(reason: Reason) -> String {
    let word = reason.kind().word();
    match reason {
        Reason::Appointment(id) => format!("{word}:{id}"),
        Reason::Supervision(id) => format!("{word}:{id}"),
        Reason::Grant(id) => format!("{word}:{id}"),
        Reason::Task(id) | Reason::BillingRun(id) | Reason::SecondCheck(id) => format!("{word}:{id}"),
        Reason::CareTeam | Reason::Reception | Reason::OwnDuty => word.to_owned(),
    }
}

/// The reason of that kind that names this tie; none if it is no id.
pub(crate) fn named(kind: ReasonKind, id: &str) -> Option<Reason> {
    Some(match kind {
        ReasonKind::CareTeam => Reason::CareTeam,
        ReasonKind::Reception => Reason::Reception,
        ReasonKind::OwnDuty => Reason::OwnDuty,
        ReasonKind::Appointment => Reason::Appointment(id.parse().ok()?),
        ReasonKind::Supervision => Reason::Supervision(id.parse().ok()?),
        ReasonKind::Grant => Reason::Grant(id.parse().ok()?),
        ReasonKind::Task => Reason::Task(id.parse().ok()?),
        ReasonKind::BillingRun => Reason::BillingRun(id.parse().ok()?),
        ReasonKind::SecondCheck => Reason::SecondCheck(id.parse().ok()?),
    })
}
