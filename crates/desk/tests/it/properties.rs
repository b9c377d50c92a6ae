//! What holds for every worker, client, tie and reason, and over every sequence of acts.

use proptest::prelude::*;
use tacenda_desk::access::{Reason, Right, RightKind, Target, Ties, may, table};
use tacenda_desk::acts::{
    Act, Assign, AssignTask, BreakGlass, CloseTask, OpenClient, RaiseWall, ReadRecord, ReviewGrant, SuspendWorker, TakeWallDown,
};
use tacenda_desk::{
    Against, Appointment, AppointmentKind, AppointmentState, Assignment, Class, Client, Enrolment, Function, Grant, GrantReason,
    Id, Nature, Now, Program, Restriction, Role, Share, Span, Supervision, Task, TaskKind, TaskState, Time, Wall, WallReason,
    Worker,
};

use crate::agency::{Agency, monday};

fn id<K>(n: u8) -> Id<K> {
    Id::new(monday(), [n; 10])
}

/// A worker, a client and their ties, made from bits: every combination of them is some number.
#[derive(Debug, Clone)]
struct World {
    asker: Worker,
    client: Client,
    ties: Ties,
}

fn world() -> impl Strategy<Value = World> {
    (proptest::sample::subsequence(Role::ALL, 1..=4), any::<[bool; 16]>(), 0..Class::ALL.len()).prop_map(
        |(roles, bits, class)| {
            let since = Span::since(Time(0));
            let natures = [&[Nature::CoveredEntity][..], &[Nature::Part2], &[Nature::VictimServiceFunds]];
            let programs: Vec<Program> = (1..=3).map(|n| Program::new(id(n), "p", natures[usize::from(n) - 1], "nm")).collect();
            let of = |from: usize| (0..3).filter(|n| bits[from + n]).map(|n| programs[n].id).collect::<Vec<_>>();
            let asker = Worker::founder(id(5), "Asker", &roles, monday()).in_programs(&of(0));
            let mut client = Client::new(id(6), "Client");
            client.enrolments = of(3).into_iter().map(|p| Enrolment::open(p, Time(0))).collect();
            client.colleague = bits[6].then(|| id(7));
            let mut ties = Ties { programs, ..Ties::default() };
            let on_team =
                |worker, n| Assignment { id: id(n), client: id(6), worker, function: Function::Care, span: since, by: id(9) };
            if bits[7] {
                ties.assignments.push(on_team(asker.id, 20));
            }
            if bits[8] {
                ties.assignments.push(on_team(id(8), 21));
                ties.supervisions.push(Supervision {
                    id: id(22),
                    supervisor: asker.id,
                    supervisee: id(8),
                    span: since,
                    by: id(9),
                });
            }
            if bits[9] {
                ties.tasks.push(task(TaskKind::Request, asker.id));
            }
            if bits[10] {
                ties.grants.push(grant(Class::ALL[class], asker.id));
            }
            if bits[11] {
                ties.appointments.push(appointment(asker.id));
            }
            if bits[12] {
                ties.shares.push(Share {
                    id: id(26),
                    client: id(6),
                    class: Class::ALL[class],
                    author: id(8),
                    to: asker.id,
                    span: since,
                });
            }
            World { asker, client, ties }
        },
    )
}

fn task(kind: TaskKind, worker: Id<Worker>) -> Task {
    let (classes, due) = (Class::of_clients().collect(), monday().time.plus_days(1));
    let (id, client, by, state) = (id(23), id(6), id(9), TaskState::Open);
    Task {
        id,
        kind,
        client,
        worker: Some(worker),
        by,
        classes,
        grant: None,
        matter: None,
        duty: None,
        portal: None,
        waived: None,
        made: Time(0),
        due,
        state,
        outcome: None,
    }
}

fn grant(class: Class, worker: Id<Worker>) -> Grant {
    let from = monday().time.plus_minutes(-1);
    Grant {
        id: id(24),
        worker,
        client: id(6),
        class,
        from,
        minutes: 60,
        reason: GrantReason::MedicalEmergency,
        words: String::new(),
    }
}

fn appointment(worker: Id<Worker>) -> Appointment {
    Appointment {
        id: id(25),
        client: id(6),
        session: None,
        workers: vec![worker],
        program: id(1),
        at: monday().time,
        minutes: 50,
        kind: AppointmentKind::Crisis,
        state: AppointmentState::Booked,
        made: Time(0),
        made_by: id(9),
        walk_in: false,
    }
}

fn reasons() -> [Reason; 9] {
    let task = id(23);
    [
        Reason::CareTeam,
        Reason::Appointment(id(25)),
        Reason::Supervision(id(22)),
        Reason::Task(task),
        Reason::BillingRun(task),
        Reason::SecondCheck(task),
        Reason::Reception,
        Reason::Grant(id(24)),
        Reason::OwnDuty,
    ]
}

/// Everything that somebody could ask about the client of a world, and whether it opens.
fn asked(world: &World, mut each: impl FnMut(Right, Option<Class>, bool)) {
    for row in table().iter().filter(|r| r.right.kind() != RightKind::Agency) {
        for author in [id(5), id(8)] {
            for program in [id(1), id(2)] {
                let target = row.class.map_or(Target::Client(&world.client), |class| Target::Record {
                    client: &world.client,
                    class,
                    program,
                    author,
                });
                for reason in reasons() {
                    each(row.right, row.class, may(&world.asker, row.right, target, &world.ties, reason, monday()).is_ok());
                }
            }
        }
    }
}

fn opened(world: &World) -> Vec<bool> {
    let mut all = Vec::new();
    asked(world, |_, _, open| all.push(open));
    all
}

fn closes_only(before: &World, after: &World) -> Result<(), TestCaseError> {
    for (before, after) in opened(before).into_iter().zip(opened(after)) {
        prop_assert!(before || !after, "it opened something");
    }
    Ok(())
}

fn wall(world: &World) -> Wall {
    let span = Span::since(Time(0));
    Wall { id: id(30), client: world.client.id, worker: world.asker.id, why: WallReason::Conflict, span, by: id(9) }
}

fn restriction(against: Against) -> Restriction {
    Restriction { id: id(31), against, classes: Vec::new(), words: "no".into(), agreed_by: id(9), span: Span::since(Time(0)) }
}

proptest! {
    #[test]
    fn a_wall_always_wins(mut world in world()) {
        world.ties.walls.push(wall(&world));
        prop_assert!(opened(&world).iter().all(|open| !open));
    }

    #[test]
    fn a_client_who_works_here_opens_nothing_of_their_own(mut world in world()) {
        world.client.colleague = Some(world.asker.id);
        prop_assert!(opened(&world).iter().all(|open| !open));
    }

    #[test]
    fn a_wall_that_ended_by_a_clock_in_doubt_still_stands(mut world in world()) {
        let mut wall = wall(&world);
        wall.span.until = Some(Time(1));
        world.ties.walls.push(wall);
        let doubted = Now { trusted: false, ..monday() };
        for row in table().iter().filter(|r| r.right.kind() != RightKind::Agency && r.class.is_none()) {
            for reason in reasons() {
                prop_assert!(may(&world.asker, row.right, Target::Client(&world.client), &world.ties, reason, doubted).is_err());
            }
        }
    }

    #[test]
    fn a_grant_opens_nothing_by_a_clock_in_doubt_nor_a_part_2_record_for_less_than_a_medical_emergency(mut world in world()) {
        let read = |world: &World, class, now| {
            let target = Target::Record { client: &world.client, class, program: id(2), author: id(8) };
            may(&world.asker, Right::ReadRecord, target, &world.ties, Reason::Grant(id(24)), now)
        };
        for class in Class::of_clients() {
            world.ties.grants = vec![grant(class, world.asker.id)];
            let doubted = Now { trusted: false, ..monday() };
            prop_assert!(read(&world, class, doubted).is_err());
        }
        world.ties.grants = vec![Grant { reason: GrantReason::Danger, ..grant(Class::Sud, world.asker.id) }];
        prop_assert!(read(&world, Class::Sud, monday()).is_err());
    }

    #[test]
    fn what_one_author_shares_opens_no_other_authors_notes(world in world()) {
        for class in Class::of_clients().filter(|c| c.is_person_wrapped()) {
            let target = Target::Record { client: &world.client, class, program: id(1), author: id(10) };
            for reason in reasons() {
                prop_assert!(may(&world.asker, Right::ReadRecord, target, &world.ties, reason, monday()).is_err());
            }
        }
    }

    #[test]
    fn a_restriction_or_a_wall_around_another_never_opens_anything(world in world(), role in proptest::sample::select(Role::ALL), which in 0..3) {
        let mut after = world.clone();
        after.client.restrictions.push(restriction(match which {
            0 => Against::OutsideTeam,
            1 => Against::Program(id(1)),
            _ => Against::Role(role),
        }));
        closes_only(&world, &after)?;
        let mut after = world.clone();
        after.ties.walls.push(Wall { worker: id(8), ..wall(&world) });
        closes_only(&world, &after)?;
    }

    #[test]
    fn a_tie_that_is_lost_never_opens_anything(world in world()) {
        for lose in [
            (|w: &mut World| w.ties.assignments.clear()) as fn(&mut World),
            |w| w.ties.shares.clear(),
            |w| w.ties.grants.clear(),
            |w| w.ties.programs.clear(),
            |w| w.asker.programs.clear(),
            |w| w.asker.roles.truncate(1),
            |w| w.client.colleague = Some(id(7)),
        ] {
            let mut after = world.clone();
            lose(&mut after);
            closes_only(&world, &after)?;
        }
    }

    #[test]
    fn who_has_nothing_to_do_with_a_client_reads_nothing(mut world in world()) {
        world.asker.programs.clear();
        world.ties = Ties { programs: world.ties.programs, ..Ties::default() };
        asked(&world, |right, _, open| assert!(!open || right.kind() != RightKind::Content));
    }

    #[test]
    fn a_helper_never_reads_a_record_and_who_keeps_the_machines_no_content(mut world in world()) {
        world.asker.roles = vec![Role::Volunteer];
        asked(&world, |right, _, open| assert!(!open || right != Right::ReadRecord));
        world.asker.roles = vec![Role::Administrator, Role::Director, Role::Auditor];
        asked(&world, |right, _, open| assert!(!open || right.kind() != RightKind::Content));
    }

    #[test]
    fn what_one_person_keeps_opens_to_its_author_or_by_the_authors_leave(mut world in world()) {
        world.ties.shares.clear();
        for class in Class::of_clients().filter(|c| c.is_person_wrapped()) {
            for reason in reasons() {
                let target = Target::Record { client: &world.client, class, program: id(1), author: id(8) };
                prop_assert!(may(&world.asker, Right::ReadRecord, target, &world.ties, reason, monday()).is_err());
            }
        }
    }

    #[test]
    fn no_sequence_of_acts_changes_a_grant(steps in proptest::collection::vec((0..9u8, 0..4usize, any::<bool>()), 1..40)) {
        let mut agency = Agency::new();
        let roles = [Role::Clinician, Role::PrivacyOfficer, Role::Director, Role::Supervisor];
        let staff: Vec<_> = roles.iter().map(|r| agency.worker(r.word(), *r)).collect();
        let rosa = agency.client("Rosa");
        let mut known: Vec<Grant> = Vec::new();
        for (what, who, flag) in steps {
            let act = some_act(&mut agency, what, staff[(who + 1) % 4], rosa, flag);
            let reason = known.last().filter(|_| flag).map_or(Reason::OwnDuty, |g| Reason::Grant(g.id));
            let _ = agency.act(staff[who], act, reason);
            let now: Vec<Grant> = agency.all();
            prop_assert!(known.iter().all(|k| now.contains(k)), "each grant stands as it was made");
            known = now;
            agency.later(7);
        }
    }
}

fn some_act(agency: &mut Agency, what: u8, worker: Id<Worker>, client: Id<Client>, flag: bool) -> Act {
    let grants: Vec<Grant> = agency.all();
    let tasks: Vec<Task> = agency.all();
    let walls: Vec<Wall> = agency.all();
    let grant = grants.first().map_or_else(|| agency.id(), |g| g.id);
    let task = tasks.first().map_or_else(|| agency.id(), |t| t.id);
    let words = "because".to_owned();
    match what {
        0 | 1 => {
            // Now and then under an id that is taken.
            let id = if flag { grant } else { agency.id() };
            let (review, receipt) = (agency.id(), agency.id());
            let (class, reason) = (Class::General, GrantReason::Danger);
            BreakGlass { id, client, class, minutes: if flag { 5 } else { 60 }, reason, words, review, receipt }.into()
        }
        2 => ReviewGrant { client, grant, task, proper: flag, words }.into(),
        3 => RaiseWall { id: agency.id(), client, worker, why: WallReason::Conflict }.into(),
        4 => TakeWallDown { client, wall: walls.first().map_or_else(|| agency.id(), |w| w.id) }.into(),
        5 => Assign { id: agency.id(), client, worker, function: Function::Care, until: None }.into(),
        6 => CloseTask { client, task, outcome: words }.into(),
        7 => {
            let due = agency.now.time.plus_days(3);
            AssignTask { id: agency.id(), client, kind: TaskKind::Paper, worker, classes: vec![Class::Legal], due }.into()
        }
        8 if flag => SuspendWorker { worker, absence: tacenda_desk::acts::Absence::OnLeave }.into(),
        _ if flag => ReadRecord { client, record: agency.id() }.into(),
        _ => OpenClient { client }.into(),
    }
}
