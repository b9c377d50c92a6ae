//! Who may do what, to whose file, for which reason. One function decides: [`may`]; one table says what it decides by: [`table`].
//!
//! In this order, and each step only closes:
//!
//! 1. **State and gates.** Only who is at work does anything, and only who did what the agency asks before a file opens: agreements, and
//!    courses. Before that there is only what is asked. Once training has run out, only reading goes on, and only own clients' files.
//! 2. **Walls.** A wall, or being the client, closes everything. It beats the breaking of the glass.
//! 3. **A colleague's file** is closed to all but the assigned team; office work that shows no content goes on.
//! 4. **Programs kept apart** by law open to their own people, to those the client consented to, and in a medical emergency.
//! 5. **Restrictions** that the client was promised close content, but for emergency treatment.
//! 6. **The reason** is held against the ties; one that does not hold is none.
//! 7. **The table** opens by role, right, level and relation. What it does not say is refused.
//! 8. **Notes of one person's own** open to their author and to those with whom the author shared them.
//!
//! Who is refused learns nothing about the target: the refusal depends on the asker alone.

mod field;
mod page;
mod reason;
mod right;
mod table;

pub use field::{Field, fields_of};
pub use page::reference_page;
pub use right::{Reason, ReasonKind, Right, RightKind, Way};
pub use table::{Cell, Row, reasons_of, row, table};

use crate::appointment::Appointment;
use crate::class::Class;
use crate::client::{Against, Client, ClientId};
use crate::gates::is_shut;
use crate::grant::{Grant, GrantReason};
use crate::policy::{Gates, Readiness};
use crate::program::{Program, ProgramId};
use crate::refusal::Refusal;
use crate::task::Task;
use crate::thing::Thing;
use crate::ties::{Assignment, Share, Supervision, Wall};
use crate::time::{Now, Span};
use crate::worker::{Role, Worker, WorkerId, WorkerState};

/// What an act is about.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// No client.
    Agency,
    /// A client, or the card.
    Client(&'a Client),
    /// A record of a client: one that is there, or one about to be written by the asker.
    Record {
        /// Whose file.
        client: &'a Client,
        /// At which level.
        class: Class,
        /// In the work of which program.
        program: ProgramId,
        /// Who wrote it.
        author: WorkerId,
    },
    /// A client whose keys are gone.
    Destroyed(ClientId),
    /// It is not there.
    Nothing,
}

impl<'a> Target<'a> {
    const fn client(self) -> Option<&'a Client> {
        match self {
            Self::Client(client) | Self::Record { client, .. } => Some(client),
            Self::Agency | Self::Destroyed(_) | Self::Nothing => None,
        }
    }

    const fn class(self) -> Option<Class> {
        match self {
            Self::Record { class, .. } => Some(class),
            _ => None,
        }
    }
}

/// All that ties workers to a client or keeps them apart. The caller opens every one there is: a wall that is not given cannot stand.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    /// Who is, or was, on the client's team.
    pub assignments: Vec<Assignment>,
    /// Lines in which the asker supervises.
    pub supervisions: Vec<Supervision>,
    /// Walls around the client.
    pub walls: Vec<Wall>,
    /// Grants on the client.
    pub grants: Vec<Grant>,
    /// Appointments of the client.
    pub appointments: Vec<Appointment>,
    /// Tasks about the client.
    pub tasks: Vec<Task>,
    /// Notes of the client's that their author shared.
    pub shares: Vec<Share>,
    /// The agency's programs. One that is not given counts as kept apart.
    pub programs: Vec<Program>,
    /// What the agency asks of everybody before a file opens, if it asks for anything.
    pub gates: Option<Gates>,
    /// What the asker did of it. Not given: nothing.
    pub readiness: Option<Readiness>,
}

impl Ties {
    /// Picks the ties out of what was opened.
    pub fn gather<'a>(things: impl IntoIterator<Item = &'a Thing>) -> Self {
        let mut ties = Self::default();
        for thing in things {
            match thing {
                Thing::Assignment(tie) => ties.assignments.push(*tie),
                Thing::Supervision(tie) => ties.supervisions.push(*tie),
                Thing::Wall(tie) => ties.walls.push(*tie),
                Thing::Grant(tie) => ties.grants.push(tie.clone()),
                Thing::Appointment(tie) => ties.appointments.push(tie.clone()),
                Thing::Task(tie) => ties.tasks.push(tie.clone()),
                Thing::Share(tie) => ties.shares.push(*tie),
                Thing::Program(program) => ties.programs.push(program.clone()),
                Thing::Gates(gates) => ties.gates = Some(gates.clone()),
                _ => {}
            }
        }
        ties
    }

    /// With what was opened of that worker's readiness. That of others ties nobody.
    #[must_use]
    pub fn of(mut self, asker: WorkerId, readinesses: impl IntoIterator<Item = Readiness>) -> Self {
        self.readiness = readinesses.into_iter().find(|readiness| readiness.worker == asker);
        self
    }

    /// Whether a worker is on the client's team.
    pub fn on_team(&self, worker: WorkerId, client: ClientId, now: Now) -> bool {
        self.assignments.iter().any(|a| a.worker == worker && a.client == client && a.span.holds(now))
    }

    /// Whether the law keeps a program's clients apart from the rest of the agency.
    pub fn is_apart(&self, program: ProgramId) -> bool {
        self.programs.iter().find(|p| p.id == program).is_none_or(Program::is_apart)
    }

    /// Whether a wall keeps a worker from a client.
    pub fn walled(&self, worker: WorkerId, client: ClientId, now: Now) -> bool {
        self.walls.iter().any(|w| w.worker == worker && w.client == client && stands(w.span, now))
    }
}

/// What closes stands unless it surely ended: a clock in doubt ends nothing.
fn stands(span: Span, now: Now) -> bool {
    span.until.is_none_or(|end| !now.trusted || now.time < end)
}

/// Leave to do one thing. Only [`may`] gives it, and no act runs without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    right: Right,
    way: Way,
    reason: ReasonKind,
    fields: Vec<Field>,
}

impl Leave {
    /// Of whoever holds a sealed link: no row of the table gives it, and it opens nothing but what stands behind that link.
    pub(crate) const fn of_link() -> Self {
        Self { right: Right::HandleMatter, way: Way::Other, reason: ReasonKind::OwnDuty, fields: Vec::new() }
    }

    /// For which right.
    pub const fn right(&self) -> Right {
        self.right
    }

    /// By which way the table opened.
    pub const fn way(&self) -> Way {
        self.way
    }

    /// For which reason.
    pub const fn reason(&self) -> ReasonKind {
        self.reason
    }

    /// The parts of a card that the roles which got leave may see.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Whether it shows that part of a card.
    pub fn shows(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }
}

/// Whether a worker may do this, to this, for this reason, now.
pub fn may(asker: &Worker, right: Right, target: Target<'_>, ties: &Ties, reason: Reason, now: Now) -> Result<Leave, Refusal> {
    let overdue = match asker.state {
        WorkerState::Active | WorkerState::TrainingDue => asker.training_is_overdue(now),
        WorkerState::Invited | WorkerState::Confirmed if right.comes_before_work() => false,
        _ => return Err(Refusal::NotAtWork),
    };
    if !right.comes_before_gates() && is_shut(asker, ties.gates.as_ref(), ties.readiness.as_ref(), now) {
        return Err(Refusal::ShortOfGate);
    }
    let leave = if right.kind() == RightKind::Agency {
        by_table(asker, right, None, Way::Yes, None)
    } else {
        Question { asker, right, target, ties, reason, now }.leave()
    };
    let refusal = match (overdue, right.kind()) {
        (true, _) => Refusal::TrainingOverdue,
        (false, RightKind::Agency) => Refusal::NotYourWork,
        (false, _) => Refusal::NotFoundOrNotYours,
    };
    leave.filter(|l| !overdue || (right.survives_overdue_training() && matches!(l.way, Way::Own | Way::Yes))).ok_or(refusal)
}

/// The relation of a worker to a client, by assignment, program and supervision alone.
pub fn relation(asker: &Worker, client: &Client, ties: &Ties, now: Now) -> Way {
    if ties.on_team(asker.id, client.id, now) {
        return Way::Own;
    }
    let shares_program = client.programs(now).any(|e| asker.programs.contains(&e.program));
    let supervises = ties.supervisions.iter().any(|line| reason::supervises(line, asker.id, client.id, ties, now));
    if shares_program || supervises { Way::Team } else { Way::Other }
}

/// Leave by the asker's roles, those that the table opens this way to, and whose work gives this reason.
fn by_table(asker: &Worker, right: Right, class: Option<Class>, way: Way, reason: Option<ReasonKind>) -> Option<Leave> {
    let row = row(right, class)?;
    let gives = |role: Role| reason.is_none_or(|r| reasons_of(role).contains(&r));
    let roles: Vec<Role> = asker.roles.iter().copied().filter(|r| gives(*r) && row.ways(*r).any(|w| w == way)).collect();
    if roles.is_empty() {
        return None;
    }
    let mut fields: Vec<Field> = roles.iter().flat_map(|r| fields_of(*r)).copied().collect();
    fields.sort_unstable();
    fields.dedup();
    Some(Leave { right, way, reason: reason.unwrap_or(ReasonKind::OwnDuty), fields })
}

/// One question about one client.
struct Question<'a> {
    asker: &'a Worker,
    right: Right,
    target: Target<'a>,
    ties: &'a Ties,
    reason: Reason,
    now: Now,
}

impl Question<'_> {
    fn leave(&self) -> Option<Leave> {
        let Some(client) = self.target.client() else {
            return matches!(self.target, Target::Destroyed(_)).then(|| self.of_destroyed()).flatten();
        };
        if self.ties.walled(self.asker.id, client.id, self.now) || client.colleague == Some(self.asker.id) {
            return None;
        }
        let relation = relation(self.asker, client, self.ties, self.now);
        if relation != Way::Own && self.is_hidden(client) {
            return None;
        }
        let glass = self.glass(client);
        let emergency = glass.is_some_and(|g| g.reason == GrantReason::MedicalEmergency);
        let kept_apart =
            self.right.is_closed_by_promises() && !emergency && (self.is_apart(client) || self.is_restricted(client, relation));
        if kept_apart || !self.is_authors_own() {
            return None;
        }
        let (way, reason) = self.way(client, relation, glass)?;
        by_table(self.asker, self.right, self.target.class(), way, reason)
    }

    /// Of a destroyed file nothing is left but who looked.
    fn of_destroyed(&self) -> Option<Leave> {
        if self.reason != Reason::OwnDuty {
            return None;
        }
        by_table(self.asker, self.right, None, Way::Destroyed, Some(ReasonKind::OwnDuty))
    }

    /// The file of a client who works here is hidden from all but the team; the office may build walls and teams around it.
    fn is_hidden(&self, client: &Client) -> bool {
        client.colleague.is_some() && (self.right.is_closed_by_promises() || self.right == Right::BreakGlass)
    }

    /// The grant that is given as reason, if it holds for this client, this level and this worker.
    fn glass(&self, client: &Client) -> Option<&Grant> {
        let Reason::Grant(id) = self.reason else { return None };
        let opens = |g: &&Grant| match self.right {
            Right::ReadCard => true,
            Right::ReadRecord | Right::AddRecord => self.target.class() == Some(g.class) && !g.class.is_person_wrapped(),
            _ => false,
        };
        let named = self.ties.grants.iter().find(|g| g.id == id && g.worker == self.asker.id && g.client == client.id)?;
        // A Part 2 record opens to nothing less than a medical emergency (42 CFR 2.51).
        let enough = named.class != Class::Sud || named.reason == GrantReason::MedicalEmergency;
        Some(named).filter(opens).filter(|g| enough && g.holds(self.now))
    }

    /// Whether the law keeps this from the asker's programs: a Part 2 record from all but its program, and the whole of a client who is
    /// in none but programs kept apart.
    fn is_apart(&self, client: &Client) -> bool {
        let reaches = |from: ProgramId| {
            self.asker.programs.contains(&from)
                || client
                    .inside_consents
                    .iter()
                    .any(|c| c.from == from && c.span.holds(self.now) && self.asker.programs.contains(&c.to))
        };
        if let Target::Record { class: Class::Sud | Class::SudCounselingNotes, program, .. } = self.target {
            return !reaches(program);
        }
        let mut programs = client.programs(self.now).peekable();
        programs.peek().is_some() && programs.all(|e| self.ties.is_apart(e.program) && !reaches(e.program))
    }

    /// Whether a restriction that the client was promised keeps this from the asker (45 CFR 164.522(a)).
    fn is_restricted(&self, client: &Client, relation: Way) -> bool {
        let class = self.target.class().unwrap_or(Class::General);
        client.restrictions.iter().filter(|r| r.stands(class, self.now)).any(|r| match &r.against {
            Against::OutsideTeam => relation != Way::Own,
            Against::Program(program) => self.asker.programs.contains(program),
            Against::Role(role) => self.asker.is(*role),
            Against::Payer(_) | Against::Outsider(_) => false,
        })
    }

    /// Notes that one person keeps are that person's, and those to whom they are shared may read them.
    fn is_authors_own(&self) -> bool {
        let Target::Record { client, class, author, .. } = self.target else { return true };
        let shared = || {
            matches!(self.right, Right::ReadRecord | Right::PreparePacket)
                && self.ties.shares.iter().any(|s| {
                    s.to == self.asker.id
                        && s.author == author
                        && s.client == client.id
                        && s.class == class
                        && s.span.holds(self.now)
                })
        };
        !class.is_person_wrapped() || author == self.asker.id || shared()
    }

    /// By which way, and for which reason, the table is asked; none if the reason does not hold.
    fn way(&self, client: &Client, relation: Way, glass: Option<&Grant>) -> Option<(Way, Option<ReasonKind>)> {
        if self.right.kind() == RightKind::Free {
            return Some((relation, None));
        }
        let kind = self.reason.kind();
        match self.reason {
            Reason::Grant(_) => glass.map(|_| (Way::Glass, Some(kind))),
            Reason::OwnDuty => (self.right.kind() == RightKind::Office).then_some((relation, Some(kind))),
            _ => reason::holds(self, client, relation).then_some((relation, Some(kind))),
        }
    }
}
