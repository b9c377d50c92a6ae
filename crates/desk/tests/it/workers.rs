//! Who comes to work here, and who goes.

use jiff::civil::date;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    Absence, CertifyTraining, ConfirmWorker, EndWorker, InviteWorker, OpenClient, ReadLog, ReadWorkers, RegisterKey,
    RestoreWorker, SetRoles, Supervise, SuspendWorker, found,
};
use tacenda_desk::{Effect, Refusal, Role, Worker, WorkerKind, WorkerState};

use crate::agency::Agency;

const DUTY: Reason = Reason::OwnDuty;

#[test]
fn somebody_is_asked_in_by_one_confirmed_by_another_trained_and_then_works() {
    let mut agency = Agency::new();
    let (max, dan) = (agency.worker("Max", Role::Administrator), agency.worker("Dan", Role::Director));
    let (worker, programs) = (agency.id(), vec![agency.clinic]);
    let ask =
        InviteWorker { id: worker, name: "Ines".into(), kind: WorkerKind::Volunteer, roles: vec![Role::Volunteer], programs };
    agency.act(max, ask, DUTY).unwrap();
    let due = date(2027, 3, 2);
    let trained = CertifyTraining { worker, done: true, due };
    assert_eq!(agency.act(dan, trained, DUTY), Err(Refusal::WrongState), "first confirmed");
    assert_eq!(agency.act(max, ConfirmWorker { worker }, DUTY), Err(Refusal::NeedsSecondPerson));
    agency.act(dan, ConfirmWorker { worker }, DUTY).unwrap();
    assert_eq!(agency.act(worker, ReadWorkers, DUTY), Err(Refusal::NotAtWork));
    agency.act(dan, trained, DUTY).unwrap();
    assert!(agency.act(worker, ReadWorkers, DUTY).is_ok());
    let known: Worker = agency.get(worker);
    assert_eq!((known.invited_by, known.confirmed_by), (Some(max), Some(dan)));
}

#[test]
fn who_leaves_is_out_at_once_with_sessions_and_keys_and_never_comes_back() {
    let mut agency = Agency::new();
    let (max, ana, rosa) =
        (agency.worker("Max", Role::Administrator), agency.worker("Ana", Role::Clinician), agency.client("Rosa"));
    agency.assign(ana, rosa);
    let step = agency.step(max, EndWorker { worker: ana }, DUTY).unwrap();
    assert!(step.effects.contains(&Effect::EndSessions(ana)) && step.effects.contains(&Effect::UnwrapAll(ana)));
    agency.apply(step);
    assert_eq!(agency.act(ana, OpenClient { client: rosa }, Reason::CareTeam), Err(Refusal::NotAtWork));
    assert_eq!(agency.act(max, RestoreWorker { worker: ana }, DUTY), Err(Refusal::WrongState));
    assert_eq!(agency.act(max, EndWorker { worker: ana }, DUTY), Err(Refusal::WrongState));
}

#[test]
fn suspended_away_or_locked_is_out_until_let_back() {
    let mut agency = Agency::new();
    let (max, ana) = (agency.worker("Max", Role::Administrator), agency.worker("Ana", Role::Clinician));
    for absence in Absence::ALL {
        agency.act(max, SuspendWorker { worker: ana, absence: *absence }, DUTY).unwrap();
        assert_eq!(agency.act(ana, ReadWorkers, DUTY), Err(Refusal::NotAtWork));
    }
    agency.act(max, RestoreWorker { worker: ana }, DUTY).unwrap();
    assert!(agency.act(ana, ReadWorkers, DUTY).is_ok());
}

#[test]
fn nobody_changes_their_own_standing() {
    let mut agency = Agency::new();
    let (max, dan) = (agency.worker("Max", Role::Administrator), agency.worker("Dan", Role::Director));
    let ana = agency.worker("Ana", Role::Clinician);
    let roles = vec![Role::Clinician, Role::Administrator];
    let own = SetRoles { worker: max, roles, programs: Vec::new() };
    assert_eq!(agency.act(max, own, DUTY), Err(Refusal::NeedsSecondPerson));
    assert_eq!(agency.act(max, EndWorker { worker: max }, DUTY), Err(Refusal::NeedsSecondPerson));
    let line = Supervise { id: agency.id(), supervisor: dan, supervisee: ana, until: None };
    assert_eq!(agency.act(dan, line, DUTY), Err(Refusal::NeedsSecondPerson));
    assert_eq!(agency.act(max, line, DUTY), Err(Refusal::NotYourWork), "a line opens files; the administrator draws none");
    let key = RegisterKey { worker: ana, public_key: vec![1; 32] };
    assert_eq!(agency.act(max, key.clone(), DUTY), Err(Refusal::NotYourWork));
    assert!(agency.act(ana, key, DUTY).is_ok());
}

#[test]
fn the_administrator_reads_neither_files_nor_the_log() {
    let mut agency = Agency::new();
    let (max, rosa) = (agency.worker("Max", Role::Administrator), agency.client("Rosa"));
    agency.assign(max, rosa);
    assert_eq!(agency.act(max, OpenClient { client: rosa }, Reason::CareTeam), Err(Refusal::NotFoundOrNotYours));
    assert_eq!(agency.act(max, ReadLog, DUTY), Err(Refusal::NotYourWork));
}

#[test]
fn the_desk_is_set_up_by_founders_of_whom_one_keeps_people() {
    let mut agency = Agency::new();
    let id = agency.id();
    let clinician = Worker::founder(id, "Ana", &[Role::Clinician], agency.now);
    assert_eq!(found(vec![clinician.clone()], Vec::new()).map(|_| ()), Err(Refusal::BadValue));
    let both = clinician.with_roles(&[Role::Clinician, Role::Director]);
    let step = found(vec![both.clone()], Vec::new()).unwrap();
    assert_eq!((step.effects.len(), both.state), (1, WorkerState::Active));
}
