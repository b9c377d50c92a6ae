//! Walls, colleagues as clients, restrictions, and the breaking of the glass.

use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    AddRestriction, BreakGlass, CloseTask, OpenClient, RaiseWall, ReadGrant, ReadRecord, ReadTasks, ReviewGrant, TakeWallDown,
};
use tacenda_desk::{
    Against, Class, Client, ClientId, Grant, GrantReason, Refusal, Restriction, Role, Seen, Span, Task, TaskKind, WallReason,
};

use crate::agency::Agency;

const NOT_THERE: Refusal = Refusal::NotFoundOrNotYours;

fn glass(agency: &mut Agency, client: ClientId, class: Class, reason: GrantReason) -> BreakGlass {
    let (id, review, receipt) = (agency.id(), agency.id(), agency.id());
    BreakGlass { id, client, class, minutes: 60, reason, words: "nobody of the team answers".into(), review, receipt }
}

#[test]
fn the_glass_opens_one_level_for_an_hour_and_leaves_a_review_and_a_receipt() {
    let mut agency = Agency::new();
    let (ana, ben, rosa) = (agency.worker("Ana", Role::Clinician), agency.worker("Ben", Role::Clinician), agency.client("Rosa"));
    let note = agency.record(rosa, ben, "progress_notes", agency.clinic);
    let read = ReadRecord { client: rosa, record: note };
    assert_eq!(agency.act(ana, read, Reason::CareTeam), Err(NOT_THERE));
    let broken = glass(&mut agency, rosa, Class::General, GrantReason::TeamAbsent);
    agency.act(ana, broken.clone(), Reason::OwnDuty).unwrap();
    assert!(agency.act(ana, read, Reason::Grant(broken.id)).is_ok());
    assert_eq!(agency.act(ben, read, Reason::Grant(broken.id)), Err(NOT_THERE), "it is Ana's grant");
    let billing = agency.record(rosa, ben, "billing_codes", agency.clinic);
    assert_eq!(agency.act(ana, ReadRecord { client: rosa, record: billing }, Reason::Grant(broken.id)), Err(NOT_THERE));

    let kinds: Vec<TaskKind> = agency.all::<Task>().iter().map(|t| t.kind).collect();
    assert_eq!(kinds, [TaskKind::GrantReview, TaskKind::GrantReceipt]);
    let ola = agency.worker("Ola", Role::PrivacyOfficer);
    let seen = agency.act(ola, ReadTasks { worker: ola }, Reason::OwnDuty).unwrap();
    assert!(matches!(seen, Seen::Tasks(tasks) if tasks.len() == 2));
    let receipt = CloseTask { client: rosa, task: broken.receipt, outcome: "told her on Tuesday".into() };
    assert_eq!(agency.act(ana, receipt.clone(), Reason::OwnDuty), Err(NOT_THERE), "not by the one who broke it");
    assert!(agency.act(ola, receipt, Reason::OwnDuty).is_ok());
    agency.later(60);
    assert_eq!(agency.act(ana, read, Reason::Grant(broken.id)), Err(NOT_THERE), "an hour is an hour");
}

#[test]
fn a_breaking_of_the_glass_is_reviewed_by_somebody_else_and_stays_as_it_was() {
    let mut agency = Agency::new();
    let (ola, dan, rosa) =
        (agency.worker("Ola", Role::PrivacyOfficer), agency.worker("Dan", Role::Director), agency.client("Rosa"));
    let ana = agency.worker("Ana", Role::Clinician);
    let broken = glass(&mut agency, rosa, Class::General, GrantReason::Incident);
    agency.act(ola, broken.clone(), Reason::OwnDuty).unwrap();
    let before: Grant = agency.get(broken.id);
    let words = "looked at what the report names".to_owned();
    let review = ReviewGrant { client: rosa, grant: broken.id, task: broken.review, proper: true, words };
    let look = ReadGrant { client: rosa, grant: broken.id };
    assert_eq!(agency.act(dan, look, Reason::OwnDuty), Ok(Seen::Looks(rosa)), "whoever reviews sees what there is to review");
    assert!(agency.act(ana, look, Reason::OwnDuty).is_err(), "and nobody else");
    assert_eq!(agency.act(ola, review.clone(), Reason::OwnDuty), Err(Refusal::NeedsSecondPerson));
    agency.act(dan, review.clone(), Reason::OwnDuty).unwrap();
    assert_eq!(agency.act(dan, review, Reason::OwnDuty), Err(Refusal::WrongState), "once");
    assert_eq!(agency.get(broken.id), before);
}

#[test]
fn the_glass_never_opens_what_is_sealed_to_people_and_a_part_2_record_only_in_a_medical_emergency() {
    let mut agency = Agency::new();
    let (ana, rosa) = (agency.worker("Ana", Role::Clinician), agency.client("Rosa"));
    for class in [Class::PsychotherapyNotes, Class::SudCounselingNotes, Class::Privileged] {
        let act = glass(&mut agency, rosa, class, GrantReason::MedicalEmergency);
        assert_eq!(agency.act(ana, act, Reason::OwnDuty), Err(Refusal::NeverByGlass));
    }
    let danger = glass(&mut agency, rosa, Class::Sud, GrantReason::Danger);
    assert_eq!(agency.act(ana, danger, Reason::OwnDuty), Err(Refusal::NeverByGlass));
    let emergency = glass(&mut agency, rosa, Class::Sud, GrantReason::MedicalEmergency);
    assert!(agency.act(ana, emergency, Reason::OwnDuty).is_ok());
    agency.now.trusted = false;
    let late = glass(&mut agency, rosa, Class::General, GrantReason::Danger);
    assert_eq!(agency.act(ana, late, Reason::OwnDuty), Err(Refusal::ClockUntrusted));
}

#[test]
fn a_wall_beats_the_team_and_the_glass_and_only_the_privacy_officer_takes_it_down() {
    let mut agency = Agency::new();
    let (ana, ola, rosa) =
        (agency.worker("Ana", Role::Clinician), agency.worker("Ola", Role::PrivacyOfficer), agency.client("Rosa"));
    agency.assign(ana, rosa);
    let broken = glass(&mut agency, rosa, Class::General, GrantReason::MedicalEmergency);
    agency.act(ana, broken.clone(), Reason::OwnDuty).unwrap();
    let wall = RaiseWall { id: agency.id(), client: rosa, worker: ana, why: WallReason::ClientRequest };
    agency.act(ola, wall, Reason::OwnDuty).unwrap();

    let look = OpenClient { client: rosa };
    assert_eq!(agency.act(ana, look, Reason::CareTeam), Err(NOT_THERE));
    assert_eq!(agency.act(ana, look, Reason::Grant(broken.id)), Err(NOT_THERE));
    let again = glass(&mut agency, rosa, Class::General, GrantReason::MedicalEmergency);
    assert_eq!(agency.act(ana, again, Reason::OwnDuty), Err(NOT_THERE));
    let down = TakeWallDown { client: rosa, wall: wall.id };
    assert_eq!(agency.act(ana, down, Reason::OwnDuty), Err(NOT_THERE));
    agency.act(ola, down, Reason::OwnDuty).unwrap();
    assert!(agency.act(ana, look, Reason::CareTeam).is_ok());
}

#[test]
fn the_privacy_officer_behind_a_wall_cannot_take_it_down() {
    let mut agency = Agency::new();
    let (ola, dan, rosa) =
        (agency.worker("Ola", Role::PrivacyOfficer), agency.worker("Dan", Role::Director), agency.client("Rosa"));
    let wall = RaiseWall { id: agency.id(), client: rosa, worker: ola, why: WallReason::Relative };
    agency.act(dan, wall, Reason::OwnDuty).unwrap();
    assert_eq!(agency.act(ola, TakeWallDown { client: rosa, wall: wall.id }, Reason::OwnDuty), Err(NOT_THERE));
}

#[test]
fn the_file_of_a_colleague_is_open_to_the_team_alone_and_not_to_the_colleague() {
    let mut agency = Agency::new();
    let (ana, ben, cai) =
        (agency.worker("Ana", Role::Clinician), agency.worker("Ben", Role::Clinician), agency.worker("Cai", Role::FrontDesk));
    let rosa = agency.client("Rosa");
    agency.assign(ana, rosa);
    agency.mend(rosa, |c: &mut Client| c.colleague = Some(cai));
    let look = OpenClient { client: rosa };
    assert!(agency.act(ana, look, Reason::CareTeam).is_ok());
    assert_eq!(agency.act(cai, look, Reason::Reception), Err(NOT_THERE));
    let other = agency.worker("Dee", Role::FrontDesk);
    assert_eq!(agency.act(other, look, Reason::Reception), Err(NOT_THERE));
    let broken = glass(&mut agency, rosa, Class::General, GrantReason::MedicalEmergency);
    assert_eq!(agency.act(ben, broken, Reason::OwnDuty), Err(NOT_THERE), "not by the glass either");
}

#[test]
fn a_restriction_closes_content_but_for_emergency_treatment() {
    let mut agency = Agency::new();
    let (ana, ben, rosa) = (agency.worker("Ana", Role::Clinician), agency.worker("Sue", Role::Supervisor), agency.client("Rosa"));
    agency.assign(ana, rosa);
    let (id, words, span) = (agency.id(), "only my therapist".to_owned(), Span::since(agency.now.time));
    let restriction = Restriction { id, against: Against::OutsideTeam, classes: Vec::new(), words, agreed_by: ana, span };
    agency.act(ana, AddRestriction { client: rosa, restriction }, Reason::CareTeam).unwrap();
    let note = agency.record(rosa, ana, "progress_notes", agency.clinic);
    let read = ReadRecord { client: rosa, record: note };
    assert!(agency.act(ana, read, Reason::CareTeam).is_ok());
    let curious = glass(&mut agency, rosa, Class::General, GrantReason::TeamAbsent);
    agency.act(ben, curious.clone(), Reason::OwnDuty).unwrap();
    assert_eq!(agency.act(ben, read, Reason::Grant(curious.id)), Err(NOT_THERE));
    let emergency = glass(&mut agency, rosa, Class::General, GrantReason::MedicalEmergency);
    agency.act(ben, emergency.clone(), Reason::OwnDuty).unwrap();
    assert!(agency.act(ben, read, Reason::Grant(emergency.id)).is_ok(), "45 CFR 164.522(a)(1)(iii)");
}
