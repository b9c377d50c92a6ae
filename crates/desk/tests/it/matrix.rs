//! The whole access table, walked: roles × states × rows × relations, each cell held against `tests/access.csv`, which a privacy officer
//! reviews and nobody generates.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::date;
use tacenda_desk::access::{Reason, Right, RightKind, Target, Ties, Way, may, reference_page, table};
use tacenda_desk::{
    Appointment, AppointmentKind, AppointmentState, Assignment, Class, Client, Enrolment, Function, Grant, GrantReason, Id,
    Nature, Now, Program, Refusal, Role, Share, Span, Supervision, Task, TaskKind, TaskState, Time, Wall, WallReason, Worker,
    WorkerState,
};

use crate::agency::monday;

type Key = (String, String);

/// Right and level → role → what the reviewed table says.
fn reviewed() -> BTreeMap<Key, BTreeMap<Role, Vec<Way>>> {
    let csv = include_str!("../access.csv");
    let mut lines = csv.lines().map(|l| l.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let roles: Vec<Role> = head[2..].iter().map(|w| Role::from_word(w).unwrap()).collect();
    assert_eq!(roles.len(), 18);
    lines
        .map(|cells| {
            let ways = |cell: &str| match cell {
                "-" => Vec::new(),
                words => words.split(' ').map(|w| Way::from_word(w).unwrap()).collect(),
            };
            let row = roles.iter().copied().zip(cells[2..].iter().map(|c| ways(c))).collect();
            ((cells[0].to_owned(), cells[1].to_owned()), row)
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Relation {
    Own,
    TeamOther,
    Other,
    Restricted,
    Destroyed,
}

const RELATIONS: [Relation; 5] = [Relation::Own, Relation::TeamOther, Relation::Other, Relation::Restricted, Relation::Destroyed];

/// One cell of the walk: somebody, a client, and every tie that this relation can truly have.
struct Cell {
    asker: Worker,
    client: Client,
    ties: Ties,
    program: Program,
    part2: Program,
    now: Now,
}

fn id<K>(n: u8) -> Id<K> {
    Id::new(monday(), [n; 10])
}

impl Cell {
    fn new(role: Role, state: WorkerState, relation: Relation) -> Self {
        let now = monday();
        let program = Program::new(id(1), "Clinic", &[Nature::CoveredEntity], "nm");
        let part2 = Program::new(id(2), "Recovery", &[Nature::Part2], "nm");
        let mut asker = Worker::founder(id(3), "Asker", &[role], now);
        asker.state = state;
        let mut client = Client::new(id(4), "Client");
        client.enrolments = vec![Enrolment::open(program.id, Time(0)), Enrolment::open(part2.id, Time(0))];
        let mut cell = Self { asker, client, ties: Ties::default(), program, part2, now };
        cell.ties.programs = vec![cell.program.clone(), cell.part2.clone()];
        cell.tie(relation);
        cell
    }

    fn tie(&mut self, relation: Relation) {
        let near = !matches!(relation, Relation::Other | Relation::Destroyed);
        if near {
            self.asker.programs = vec![self.program.id, self.part2.id];
            self.on_team(id(8));
            let (supervisor, by) = (self.asker.id, id(9));
            let line = Supervision { id: id(20), supervisor, supervisee: id(8), span: Span::since(Time(0)), by };
            self.ties.supervisions.push(line);
        }
        if matches!(relation, Relation::Own | Relation::Restricted) {
            self.on_team(self.asker.id);
        }
        if relation == Relation::Restricted {
            let (client, worker, by) = (self.client.id, self.asker.id, id(9));
            let wall = Wall { id: id(21), client, worker, why: WallReason::Conflict, span: Span::since(Time(0)), by };
            self.ties.walls.push(wall);
        }
        self.ties.tasks =
            vec![self.task(22, TaskKind::Request), self.task(23, TaskKind::BillingRun), self.task(24, TaskKind::SecondCheck)];
        self.ties.appointments.push(Appointment {
            id: id(25),
            client: self.client.id,
            session: None,
            workers: vec![self.asker.id],
            program: self.program.id,
            at: self.now.time.plus_minutes(30),
            minutes: 50,
            kind: AppointmentKind::Individual,
            state: AppointmentState::Booked,
            made: self.now.time.plus_days(-7),
            made_by: id(9),
            walk_in: false,
        });
        for class in Class::of_clients().filter(|c| c.is_person_wrapped()) {
            let (client, to) = (self.client.id, self.asker.id);
            self.ties.shares.push(Share { id: id(26), client, class, author: id(8), to, span: Span::since(Time(0)) });
        }
    }

    fn on_team(&mut self, worker: Id<Worker>) {
        let (client, span, by) = (self.client.id, Span::since(Time(0)), id(9));
        self.ties.assignments.push(Assignment { id: id(27), client, worker, function: Function::Care, span, by });
    }

    fn task(&self, n: u8, kind: TaskKind) -> Task {
        Task {
            id: id(n),
            kind,
            client: self.client.id,
            worker: Some(self.asker.id),
            by: id(9),
            classes: Class::of_clients().collect(),
            grant: None,
            matter: None,
            duty: None,
            portal: None,
            waived: None,
            made: Time(0),
            due: self.now.time.plus_days(9),
            state: TaskState::Open,
            outcome: None,
        }
    }

    fn grant(&mut self, class: Class) {
        self.ties.grants = vec![Grant {
            id: id(28),
            worker: self.asker.id,
            client: self.client.id,
            class,
            from: self.now.time.plus_minutes(-5),
            minutes: 60,
            reason: GrantReason::MedicalEmergency,
            words: "collapsed in the hall".into(),
        }];
    }

    fn target(&self, right: Right, class: Option<Class>, relation: Relation) -> Target<'_> {
        if right.kind() == RightKind::Agency {
            return Target::Agency;
        }
        if relation == Relation::Destroyed {
            return Target::Destroyed(self.client.id);
        }
        let Some(class) = class else { return Target::Client(&self.client) };
        let is_sud = matches!(class, Class::Sud | Class::SudCounselingNotes);
        let program = if is_sud { self.part2.id } else { self.program.id };
        let is_readers = right == Right::ReadRecord && relation == Relation::TeamOther;
        let author = if is_readers { id(8) } else { self.asker.id };
        Target::Record { client: &self.client, class, program, author }
    }

    /// Whether any of these reasons opens it.
    fn opens(&self, right: Right, class: Option<Class>, relation: Relation, reasons: &[Reason]) -> bool {
        let target = self.target(right, class, relation);
        reasons.iter().any(|r| may(&self.asker, right, target, &self.ties, *r, self.now).is_ok())
    }
}

fn every_reason() -> [Reason; 8] {
    [
        Reason::CareTeam,
        Reason::Appointment(id(25)),
        Reason::Supervision(id(20)),
        Reason::Task(id(22)),
        Reason::BillingRun(id(23)),
        Reason::SecondCheck(id(24)),
        Reason::Reception,
        Reason::OwnDuty,
    ]
}

/// Whether somebody in that state does it at all: what opens the gates comes before work.
const fn works(state: WorkerState, right: Right) -> bool {
    match state {
        WorkerState::Active | WorkerState::TrainingDue => true,
        WorkerState::Invited | WorkerState::Confirmed => matches!(right, Right::Learn),
        _ => false,
    }
}

fn says(ways: &[Way], right: Right, relation: Relation) -> bool {
    if right.kind() == RightKind::Agency {
        return ways.contains(&Way::Yes);
    }
    match relation {
        Relation::Own => ways.contains(&Way::Own),
        Relation::TeamOther => ways.contains(&Way::Team),
        Relation::Other => ways.contains(&Way::Other),
        Relation::Restricted => false,
        Relation::Destroyed => ways.contains(&Way::Destroyed),
    }
}

#[test]
fn every_cell_is_as_the_reviewed_table_says() {
    let reviewed = reviewed();
    let (mut cells, mut open, mut wrong) = (0u32, 0u32, String::new());
    for role in Role::ALL {
        for state in WorkerState::ALL {
            for relation in RELATIONS {
                let cell = Cell::new(*role, *state, relation);
                for row in table() {
                    let key = (row.right.word().to_owned(), row.class.map_or(String::new(), |c| c.word().to_owned()));
                    let expected = works(*state, row.right) && says(&reviewed[&key][role], row.right, relation);
                    let found = cell.opens(row.right, row.class, relation, &every_reason());
                    cells += 1;
                    open += u32::from(found);
                    if found != expected {
                        writeln!(
                            wrong,
                            "{key:?} {} {} {relation:?}: reviewed {expected}, found {found}",
                            role.word(),
                            state.word()
                        )
                        .unwrap();
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(cells, 18 * 8 * 87 * 5);
    println!("{cells} cells, {open} open, every one as reviewed");
}

#[test]
fn the_glass_opens_what_the_reviewed_table_says_and_nothing_else() {
    let reviewed = reviewed();
    let mut cells = 0u32;
    for role in Role::ALL {
        for state in WorkerState::ALL {
            for relation in RELATIONS {
                for row in table() {
                    for class in row.class.map_or(Class::of_clients().collect(), |c| vec![c]) {
                        let mut cell = Cell::new(*role, *state, relation);
                        cell.grant(class);
                        let key = (row.right.word().to_owned(), row.class.map_or(String::new(), |c| c.word().to_owned()));
                        let works = works(*state, row.right);
                        let near = !matches!(relation, Relation::Restricted | Relation::Destroyed);
                        let by_glass = works && near && reviewed[&key][role].contains(&Way::Glass);
                        let agency = row.right.kind() == RightKind::Agency;
                        let free = row.right.kind() == RightKind::Free;
                        let plainly = works && (agency || free) && says(&reviewed[&key][role], row.right, relation);
                        let found = cell.opens(row.right, row.class, relation, &[Reason::Grant(id(28))]);
                        assert_eq!(found, by_glass || plainly, "{key:?} {class:?} {} {} {relation:?}", role.word(), state.word());
                        cells += 1;
                    }
                }
            }
        }
    }
    assert!(cells > 60_000, "{cells}");
}

#[test]
fn the_reviewed_table_has_every_row_of_the_code_and_no_other() {
    let keys: Vec<Key> = reviewed().into_keys().collect();
    let mut rows: Vec<Key> =
        table().iter().map(|r| (r.right.word().to_owned(), r.class.map_or(String::new(), |c| c.word().to_owned()))).collect();
    rows.sort();
    assert_eq!(keys, rows);
    for right in Right::ALL {
        assert!(table().iter().any(|r| r.right == *right), "{} has no row", right.word());
    }
}

#[test]
fn once_training_has_run_out_only_own_files_are_read() {
    for role in Role::ALL {
        for relation in RELATIONS {
            for row in table() {
                let mut cell = Cell::new(*role, WorkerState::TrainingDue, relation);
                let before = cell.opens(row.right, row.class, relation, &every_reason());
                cell.asker.training_due = Some(date(2026, 3, 1));
                let after = cell.opens(row.right, row.class, relation, &every_reason());
                let own = relation == Relation::Own || row.right.kind() == RightKind::Agency;
                assert_eq!(after, before && own && row.right.survives_overdue_training(), "{} {}", role.word(), row.right.word());
                cell.asker.training_due = Some(date(2026, 3, 2));
                assert_eq!(cell.opens(row.right, row.class, relation, &every_reason()), before, "the last day still counts");
            }
        }
    }
}

#[test]
fn a_refusal_tells_nothing_about_the_client() {
    for role in Role::ALL {
        for state in WorkerState::ALL {
            for row in table().iter().filter(|r| r.right.kind() != RightKind::Agency) {
                let mut answers: Vec<Refusal> = Vec::new();
                for relation in RELATIONS {
                    let cell = Cell::new(*role, *state, relation);
                    for reason in every_reason() {
                        for target in [cell.target(row.right, row.class, relation), Target::Nothing] {
                            answers.extend(may(&cell.asker, row.right, target, &cell.ties, reason, cell.now).err());
                        }
                    }
                }
                answers.dedup();
                assert_eq!(answers.len(), 1, "{} {}: {answers:?}", role.word(), row.right.word());
            }
        }
    }
}

#[test]
fn the_page_of_the_reference_is_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/access.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    if written != reference_page() {
        let fresh = concat!(env!("CARGO_TARGET_TMPDIR"), "/access.md");
        std::fs::write(fresh, reference_page()).unwrap();
        panic!("docs/reference/access.md is out of date; the page as it should be is {fresh}");
    }
}
