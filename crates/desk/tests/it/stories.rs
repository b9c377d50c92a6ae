//! Days at a small agency.

use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    AddClient, AddHold, AddRecord, AddRepresentative, AmendCard, AmendSafety, Assign, AssignTask, DecideDestruction, ListClients,
    ListRecords, MakeAppointment, MatchClient, OpenClient, ProposeDestruction, ReadLooks, ReadRecord, ReleaseHold, ShareNotes,
};
use tacenda_desk::{
    AppointmentKind, Authority, Category, Class, Client, Enrolment, Function, Program, Record, Refusal, Representative, Role,
    Seen, Span, Supervision, TaskKind,
};

use crate::agency::Agency;

const NOT_THERE: Refusal = Refusal::NotFoundOrNotYours;

#[test]
fn a_clinician_takes_a_client_in_writes_a_note_and_reads_it() {
    let mut agency = Agency::new();
    let ana = agency.worker("Ana", Role::Clinician);
    let mut card = Client::new(agency.id(), "Rosa");
    card.enrolments.push(Enrolment::open(agency.clinic, agency.now.time));
    let (client, onto_team) = (card.id, Some(agency.id()));
    agency.act(ana, AddClient { card: Box::new(card), onto_team }, Reason::OwnDuty).unwrap();

    let clinic: Program = agency.get(agency.clinic);
    let notes = Category::from_word("progress_notes").unwrap();
    let mut note = AddRecord::of(agency.id(), client, notes, &clinic, agency.now.time);
    note.text = "We talked about sleep.".into();
    agency.act(ana, note.clone(), Reason::CareTeam).unwrap();

    let Seen::Record(read) = agency.act(ana, ReadRecord { client, record: note.id }, Reason::CareTeam).unwrap() else { panic!() };
    assert_eq!(read.text, "We talked about sleep.");
    let entry = agency.entries.last().unwrap();
    assert_eq!(entry.act, "record.read");
    let codes: Vec<_> = entry.codes().collect();
    assert_eq!(codes, [("category", "progress_notes"), ("class", "general"), ("reason", "care_team"), ("way", "own")]);
}

#[test]
fn a_record_is_never_overwritten_and_a_correction_is_an_addendum_that_says_it_is_late() {
    let mut agency = Agency::new();
    let (ana, rosa) = (agency.worker("Ana", Role::Clinician), agency.client("Rosa"));
    agency.assign(ana, rosa);
    let clinic: Program = agency.get(agency.clinic);
    let first = agency.record(rosa, ana, "progress_notes", clinic.id);
    let notes = Category::from_word("progress_notes").unwrap();
    let mut again = AddRecord::of(first, rosa, notes, &clinic, agency.now.time);
    again.text = "other words".into();
    assert_eq!(agency.act(ana, again.clone(), Reason::CareTeam), Err(Refusal::AlreadyThere));

    again.id = agency.id();
    again.amends = Some(first);
    again.happened = agency.now.time.plus_days(-5);
    agency.act(ana, again.clone(), Reason::CareTeam).unwrap();
    let kept: Record = agency.get(again.id);
    assert!(kept.late);
    assert_eq!(kept.amends, Some(first));
    assert_eq!(agency.get(first).text, "what was said");
}

#[test]
fn a_note_goes_to_no_level_below_what_its_category_and_program_ask_for() {
    let mut agency = Agency::new();
    let sud = agency.sud;
    let (ana, rosa) = (agency.worker_in("Ana", Role::SudCounselor, &[sud]), agency.client_in("Rosa", &[sud]));
    agency.assign(ana, rosa);
    let recovery: Program = agency.get(sud);
    let mut note = AddRecord::of(agency.id(), rosa, Category::from_word("progress_notes").unwrap(), &recovery, agency.now.time);
    note.text = "group went well".into();
    assert_eq!(note.class, Class::Sud);
    note.class = Class::General;
    assert_eq!(agency.act(ana, note.clone(), Reason::CareTeam), Err(Refusal::WrongLevel));
    note.class = Class::PsychotherapyNotes;
    assert_eq!(agency.act(ana, note.clone(), Reason::CareTeam), Err(Refusal::WrongLevel));
    note.class = Class::Sud;
    assert!(agency.act(ana, note, Reason::CareTeam).is_ok());
}

#[test]
fn psychotherapy_notes_open_to_their_author_and_to_the_supervisor_with_whom_they_are_shared() {
    let mut agency = Agency::new();
    let (ana, ben, sue) =
        (agency.worker("Ana", Role::Clinician), agency.worker("Ben", Role::Clinician), agency.worker("Sue", Role::Supervisor));
    let rosa = agency.client("Rosa");
    agency.assign(ana, rosa);
    agency.assign(ben, rosa);
    let note = agency.record(rosa, ana, "psychotherapy_notes", agency.clinic);
    let read = ReadRecord { client: rosa, record: note };
    assert!(agency.act(ana, read, Reason::CareTeam).is_ok());
    assert_eq!(agency.act(ben, read, Reason::CareTeam), Err(NOT_THERE), "on the team, and still not the author");

    let line = agency.id();
    let by = agency.id();
    agency.keep(Supervision { id: line, supervisor: sue, supervisee: ana, span: Span::since(agency.now.time), by });
    assert_eq!(agency.act(sue, read, Reason::Supervision(line)), Err(NOT_THERE));
    let share = ShareNotes { id: agency.id(), client: rosa, class: Class::PsychotherapyNotes, program: agency.clinic, to: sue };
    agency.act(ana, share, Reason::CareTeam).unwrap();
    assert!(agency.act(sue, read, Reason::Supervision(line)).is_ok());
    assert_eq!(agency.act(ben, read, Reason::CareTeam), Err(NOT_THERE));
}

#[test]
fn an_appointment_made_just_before_the_look_explains_nothing_unless_the_client_walked_in() {
    let mut agency = Agency::new();
    let (ana, rosa) = (agency.worker("Ana", Role::Clinician), agency.client("Rosa"));
    let program = agency.clinic;
    let make = |agency: &mut Agency, walk_in| MakeAppointment {
        id: agency.id(),
        client: rosa,
        session: None,
        workers: vec![ana],
        program,
        at: agency.now.time.plus_minutes(5),
        minutes: 50,
        kind: AppointmentKind::Individual,
        walk_in,
    };
    let desk = agency.worker("Dee", Role::FrontDesk);
    let own = make(&mut agency, false);
    assert_eq!(agency.act(ana, own, Reason::CareTeam), Err(NOT_THERE), "not on the team: she cannot even book");
    let booked = make(&mut agency, false);
    let id = booked.id;
    agency.act(desk, booked, Reason::Reception).unwrap();
    let look = OpenClient { client: rosa };
    assert_eq!(agency.act(ana, look, Reason::Appointment(id)), Err(NOT_THERE), "not in the same moment");
    agency.later(1);
    assert!(agency.act(ana, look, Reason::Appointment(id)).is_ok());
    agency.mend(id, |a| a.made_by = ana);
    assert_eq!(agency.act(ana, look, Reason::Appointment(id)), Err(NOT_THERE), "made by herself, for this look");
    agency.mend(id, |a| a.walk_in = true);
    assert!(agency.act(ana, look, Reason::Appointment(id)).is_ok());
    agency.now.trusted = false;
    assert_eq!(agency.act(ana, look, Reason::Appointment(id)), Err(NOT_THERE), "by a clock in doubt no term is honoured");
    agency.now.trusted = true;
    agency.later(3 * 24 * 60);
    assert_eq!(agency.act(ana, look, Reason::Appointment(id)), Err(NOT_THERE), "long over");
}

#[test]
fn the_front_desk_sees_whom_to_greet_and_never_where_a_survivor_lives() {
    let mut agency = Agency::new();
    let (dee, ana, rosa) = (agency.worker("Dee", Role::FrontDesk), agency.worker("Ana", Role::Advocate), agency.client("Rosa"));
    agency.assign(ana, rosa);
    agency.mend(rosa, |c| {
        c.address = Some("12 Elm Street".into());
        c.address_protected = true;
        c.survivor = true;
        c.reach.code_word = Some("bluebird".into());
    });
    let Seen::Card(card) = agency.act(dee, OpenClient { client: rosa }, Reason::Reception).unwrap() else { panic!() };
    assert_eq!(card.chosen_name.as_deref(), Some("Rosa"));
    assert_eq!((&card.address, card.survivor, card.address_protected), (&None, None, None));
    assert_eq!(card.reach.as_ref().unwrap().code_word, None);
    let Seen::Card(full) = agency.act(ana, OpenClient { client: rosa }, Reason::CareTeam).unwrap() else { panic!() };
    assert_eq!(full.address.as_deref(), Some("12 Elm Street"));

    let mut change = AmendCard::of(rosa, full.version);
    change.address = Some("1 Known Lane".into());
    assert_eq!(
        agency.act(dee, change, Reason::Reception),
        Err(Refusal::NotYourWork),
        "what she does not see she does not change"
    );
    let mut change = AmendCard::of(rosa, full.version);
    change.chosen_name = Some("Rosita".into());
    agency.act(dee, change.clone(), Reason::Reception).unwrap();
    assert_eq!(agency.act(ana, change, Reason::CareTeam), Err(Refusal::StaleVersion));
}

#[test]
fn who_hurt_the_client_never_acts_for_the_client() {
    let mut agency = Agency::new();
    let (ana, rosa) = (agency.worker("Ana", Role::Clinician), agency.client("Rosa"));
    agency.assign(ana, rosa);
    let span = Span::since(agency.now.time);
    let (id, name, proof) = (agency.id(), "José  Pérez".to_owned(), "birth certificate".to_owned());
    let father = Representative { id, name, authority: Authority::Parent, proof, never: Vec::new(), limits: None, span };
    agency.act(ana, AddRepresentative { client: rosa, representative: father.clone() }, Reason::CareTeam).unwrap();

    let unsafe_people = Some(vec!["jose perez".to_owned()]);
    let safety = AmendSafety { client: rosa, over: 2, reach: None, address_protected: None, survivor: Some(true), unsafe_people };
    agency.act(ana, safety, Reason::CareTeam).unwrap();
    let card: Client = agency.get(rosa);
    assert!(!card.representatives[0].span.holds(agency.now), "whoever turns out to be unsafe stops, at once");
    let again = Representative { id: agency.id(), ..father };
    let again = AddRepresentative { client: rosa, representative: again };
    assert_eq!(agency.act(ana, again, Reason::CareTeam), Err(Refusal::UnsafePerson));
}

#[test]
fn a_clerk_matches_a_request_gets_the_task_from_another_and_then_may_look() {
    let mut agency = Agency::new();
    let (cleo, ola, rosa) =
        (agency.worker("Cleo", Role::RecordsClerk), agency.worker("Ola", Role::PrivacyOfficer), agency.client("Rosa"));
    let ana = agency.worker("Ana", Role::Clinician);
    let note = agency.record(rosa, ana, "progress_notes", agency.clinic);
    let billing = agency.record(rosa, ana, "billing_codes", agency.clinic);
    let matched = agency.act(cleo, MatchClient { clients: vec![rosa] }, Reason::OwnDuty).unwrap();
    assert_eq!(matched, Seen::Matched(Some(rosa)));

    let (client, kind, due) = (rosa, TaskKind::Request, agency.now.time.plus_days(30));
    let own = AssignTask { id: agency.id(), client, kind, worker: cleo, classes: vec![Class::General], due };
    agency.act(cleo, own.clone(), Reason::OwnDuty).unwrap();
    let read = ReadRecord { client: rosa, record: note };
    assert_eq!(agency.act(cleo, read, Reason::Task(own.id)), Err(NOT_THERE), "a task she gave herself is no reason");
    let given = AssignTask { id: agency.id(), ..own };
    agency.act(ola, given.clone(), Reason::OwnDuty).unwrap();
    assert!(agency.act(cleo, read, Reason::Task(given.id)).is_ok());
    let other = ReadRecord { client: rosa, record: billing };
    assert_eq!(agency.act(cleo, other, Reason::Task(given.id)), Err(NOT_THERE), "the task does not need that level");
    assert_eq!(agency.act(ola, read, Reason::OwnDuty), Err(NOT_THERE), "the officer sees who looked, not what");
    assert_eq!(agency.act(ola, ReadLooks { client: rosa }, Reason::OwnDuty), Ok(Seen::Looks(rosa)));
}

#[test]
fn lists_show_what_may_be_opened_and_no_trace_of_the_rest() {
    let mut agency = Agency::new();
    let (ana, rosa, tom) = (agency.worker("Ana", Role::Clinician), agency.client("Rosa"), agency.client("Tom"));
    agency.assign(ana, rosa);
    let ben = agency.worker("Ben", Role::Clinician);
    let open = agency.record(rosa, ben, "progress_notes", agency.clinic);
    agency.record(rosa, ben, "psychotherapy_notes", agency.clinic);
    let Seen::Records(list) = agency.act(ana, ListRecords { client: rosa }, Reason::CareTeam).unwrap() else { panic!() };
    assert_eq!(list.iter().map(|h| h.id).collect::<Vec<_>>(), [open]);
    let Seen::Names(names) = agency.act(ana, ListClients { clients: vec![rosa, tom] }, Reason::CareTeam).unwrap() else {
        panic!()
    };
    assert_eq!(names.iter().map(|n| n.id).collect::<Vec<_>>(), [rosa]);
}

#[test]
fn part_2_records_open_in_their_program_by_consent_or_in_a_medical_emergency() {
    let mut agency = Agency::new();
    let (clinic, sud) = (agency.clinic, agency.sud);
    let rosa = agency.client_in("Rosa", &[clinic, sud]);
    let (ana, kit) = (agency.worker_in("Ana", Role::Clinician, &[clinic]), agency.worker_in("Kit", Role::SudCounselor, &[sud]));
    agency.assign(ana, rosa);
    agency.assign(kit, rosa);
    let note = agency.record(rosa, kit, "progress_notes", sud);
    let read = ReadRecord { client: rosa, record: note };
    assert!(agency.act(kit, read, Reason::CareTeam).is_ok());
    assert_eq!(agency.act(ana, read, Reason::CareTeam), Err(NOT_THERE), "on the team, not of the program");

    let id = agency.id();
    let span = Span { from: agency.now.time, until: Some(agency.now.time.plus_days(30)) };
    agency.mend(rosa, |c| c.inside_consents.push(tacenda_desk::InsideConsent { id, from: sud, to: clinic, span }));
    assert!(agency.act(ana, read, Reason::CareTeam).is_ok());
    let stopped = Some(agency.now.time);
    agency.mend(rosa, |c| c.inside_consents[0].span.until = stopped);
    assert_eq!(agency.act(ana, read, Reason::CareTeam), Err(NOT_THERE), "stopped is stopped at once");
}

#[test]
fn a_client_of_programs_kept_apart_only_is_unknown_to_everybody_else() {
    let mut agency = Agency::new();
    let (clinic, shelter) = (agency.clinic, agency.shelter);
    let rosa = agency.client_in("Rosa", &[shelter]);
    let (bill, ola) = (agency.worker_in("Bill", Role::Biller, &[clinic]), agency.worker("Ola", Role::PrivacyOfficer));
    let (client, kind, due) = (rosa, TaskKind::BillingRun, agency.now.time.plus_days(3));
    let task = AssignTask { id: agency.id(), client, kind, worker: bill, classes: vec![Class::Billing], due };
    agency.act(ola, task.clone(), Reason::OwnDuty).unwrap();
    let look = OpenClient { client: rosa };
    assert_eq!(agency.act(bill, look, Reason::BillingRun(task.id)), Err(NOT_THERE));
    agency.mend(bill, |w| w.programs.push(shelter));
    assert!(agency.act(bill, look, Reason::BillingRun(task.id)).is_ok());
    let own = Assign { id: agency.id(), client, worker: ola, function: Function::Care, until: None };
    assert_eq!(agency.act(ola, own, Reason::OwnDuty), Err(Refusal::NeedsSecondPerson), "nobody puts themselves on a team");
}

#[test]
fn a_file_is_destroyed_by_two_people_never_under_a_hold_and_its_ledger_stands() {
    let mut agency = Agency::new();
    let (cleo, ola, dan) = (
        agency.worker("Cleo", Role::RecordsClerk),
        agency.worker("Ola", Role::PrivacyOfficer),
        agency.worker("Dan", Role::Director),
    );
    let rosa = agency.client("Rosa");
    let why = "subpoena of 1 March".to_owned();
    let hold = AddHold { id: agency.id(), client: rosa, why };
    let duty = Reason::OwnDuty;
    agency.act(cleo, hold.clone(), duty).unwrap();
    let ask = ProposeDestruction { id: agency.id(), client: rosa, class: None, rule: "adult-10y".into() };
    assert_eq!(agency.act(ola, ask.clone(), duty), Err(Refusal::Held));
    assert_eq!(agency.act(dan, ReleaseHold { client: rosa, hold: hold.id }, duty), Err(NOT_THERE));
    agency.act(ola, ReleaseHold { client: rosa, hold: hold.id }, duty).unwrap();
    let general = ProposeDestruction { class: Some(Class::General), ..ask.clone() };
    assert_eq!(agency.act(ola, general, duty), Err(Refusal::WholeFileOnly));
    agency.act(ola, ask.clone(), duty).unwrap();
    let decide = DecideDestruction { client: rosa, destruction: ask.id, approve: true };
    assert_eq!(agency.act(ola, decide, duty), Err(Refusal::NeedsSecondPerson));
    agency.act(dan, decide, duty).unwrap();

    assert_eq!(agency.act(dan, decide, duty), Err(NOT_THERE), "it is gone");
    assert!(agency.act(ola, ReadLooks { client: rosa }, duty).is_ok());
    assert_eq!(agency.act(cleo, OpenClient { client: rosa }, duty), Err(NOT_THERE));
}
