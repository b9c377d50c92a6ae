//! Before anybody opens a file: agreements, courses, a second person's word; and what follows when somebody breaks a rule.

use std::collections::BTreeMap;

use jiff::civil::date;
use tacenda_desk::access::{Reason, Right, Target, Ties, may, table};
use tacenda_desk::acts::*;
use tacenda_desk::*;

use crate::agency::Agency;

const DUTY: Reason = Reason::OwnDuty;
const DAY: i64 = 24 * 60;

/// An agency with a privacy officer, a clinician and her client.
struct House {
    agency: Agency,
    olga: WorkerId,
    ana: WorkerId,
    rosa: ClientId,
}

fn house() -> House {
    let mut agency = Agency::new();
    let (olga, ana) = (agency.worker("Olga", Role::PrivacyOfficer), agency.worker("Ana", Role::Clinician));
    let rosa = agency.client("Rosa");
    agency.assign(ana, rosa);
    House { agency, olga, ana, rosa }
}

fn texts(body: &str) -> BTreeMap<String, PolicyText> {
    let text = |language: &str| (language.to_owned(), PolicyText { title: "Our promise".into(), body: body.into() });
    [text("en"), text("es")].into_iter().collect()
}

impl House {
    fn policy(&mut self, grace_days: u32, months: Option<u32>) -> Id<Policy> {
        let id = self.agency.id();
        let edition = Some(NewEdition { texts: texts("I tell nobody."), grace_days });
        let keep = KeepPolicy {
            id,
            kind: PolicyKind::Agreement,
            established: date(2007, 6, 1),
            who: WorkerKind::ALL.to_vec(),
            gate: true,
            months,
            edition,
            over: None,
        };
        self.agency.act(self.olga, keep, DUTY).unwrap();
        id
    }

    fn again(&mut self, id: Id<Policy>, body: &str, grace_days: u32) {
        let policy = self.agency.get(id);
        let over = i64::try_from(policy.editions.len()).unwrap();
        let keep = KeepPolicy {
            id,
            kind: policy.kind,
            established: policy.established,
            who: policy.who,
            gate: true,
            months: policy.months,
            edition: Some(NewEdition { texts: texts(body), grace_days }),
            over: Some(over),
        };
        self.agency.act(self.olga, keep, DUTY).unwrap();
    }

    fn agree(&mut self, worker: WorkerId, policy: Id<Policy>, edition: u32) -> Result<Seen, Refusal> {
        let agree = Agree { worker, policy, edition, language: "es".into(), words: "Lo cumpliré.".into() };
        self.agency.act(worker, agree, DUTY)
    }

    fn course(&mut self, grace_days: u32) {
        let set =
            SetCourse { course: "first-day".into(), who: WorkerKind::ALL.to_vec(), gate: true, months: Some(12), grace_days };
        self.agency.act(self.olga, set, DUTY).unwrap();
    }

    fn quiz(&mut self, worker: WorkerId, number: usize, right: usize) -> Result<Seen, Refusal> {
        let answers = (0..3).map(|n| Answered { case: format!("us-nm/case-{n}"), right: n < right }).collect();
        self.agency.act(worker, TakeQuiz { worker, course: "first-day".into(), number, answers, enough: 2 }, DUTY)
    }

    fn opens(&mut self) -> Result<(), Refusal> {
        self.agency.act(self.ana, OpenClient { client: self.rosa }, Reason::CareTeam).map(drop)
    }

    fn later(&mut self, days: i64) {
        self.agency.later(days * DAY);
    }
}

#[test]
fn where_nothing_is_asked_nothing_stands_before_a_file() {
    let mut house = house();
    assert_eq!(house.opens(), Ok(()));
}

#[test]
fn whoever_has_not_agreed_opens_nothing_and_whoever_agrees_does() {
    let mut house = house();
    let policy = house.policy(0, None);
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate));
    let (ana, olga) = (house.ana, house.olga);
    assert_eq!(house.agency.act(olga, ReadWorkers, DUTY).err(), Some(Refusal::ShortOfGate), "nor does who wrote it");
    house.agree(ana, policy, 1).unwrap();
    assert_eq!(house.opens(), Ok(()));
    let kept = house.agency.get(Readiness::id_of(ana));
    assert_eq!((kept.agreed[0].language.as_str(), kept.agreed[0].words.as_str()), ("es", "Lo cumpliré."));
    assert_eq!(kept.agreed[0].sha256, Edition::digest(&texts("I tell nobody.")), "what she agreed to can be shown");
}

#[test]
fn nobody_agrees_for_somebody_else_or_to_what_is_no_longer_in_force() {
    let mut house = house();
    let policy = house.policy(0, None);
    let (ana, olga) = (house.ana, house.olga);
    house.agree(olga, policy, 1).unwrap();
    let for_ana = Agree { worker: ana, policy, edition: 1, language: "en".into(), words: "Yes.".into() };
    assert_eq!(house.agency.act(olga, for_ana, DUTY).err(), Some(Refusal::NotYourWork));
    house.again(policy, "I tell nobody, ever.", 0);
    assert_eq!(house.agree(ana, policy, 1).err(), Some(Refusal::StaleVersion));
    assert_eq!(house.agency.get(policy).editions[0].texts, texts("I tell nobody."), "the first version stays as it was");
}

#[test]
fn a_new_version_asks_again_and_leaves_the_days_that_it_says() {
    let mut house = house();
    let policy = house.policy(0, None);
    let (ana, olga) = (house.ana, house.olga);
    house.agree(olga, policy, 1).unwrap();
    house.agree(ana, policy, 1).unwrap();
    house.later(30);
    house.again(policy, "I tell nobody, ever.", 10);
    assert_eq!(house.opens(), Ok(()), "who works here has ten days");
    house.later(10);
    assert_eq!(house.opens(), Ok(()), "the last of them counts");
    house.later(1);
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate));
    house.agree(ana, policy, 2).unwrap();
    assert_eq!(house.opens(), Ok(()));
}

#[test]
fn who_comes_after_it_has_no_days_of_grace() {
    let mut house = house();
    house.policy(10, None);
    assert_eq!(house.opens(), Ok(()));
    house.later(1);
    let (ana, since) = (house.ana, house.agency.now.time);
    house.agency.mend(ana, |worker: &mut Worker| worker.since = since);
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate));
}

#[test]
fn what_is_asked_every_year_runs_out() {
    let mut house = house();
    let policy = house.policy(0, Some(12));
    let ana = house.ana;
    house.agree(ana, policy, 1).unwrap();
    house.later(364);
    assert_eq!(house.opens(), Ok(()));
    house.later(2);
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate));
}

#[test]
fn a_course_is_passed_by_the_tries_one_makes_and_the_last_try_is_the_one_that_is_open() {
    let mut house = house();
    house.course(0);
    let ana = house.ana;
    house.quiz(ana, 0, 1).unwrap();
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate), "one of three is not enough");
    assert_eq!(house.quiz(ana, 0, 3).err(), Some(Refusal::StaleVersion), "that try is over");
    house.quiz(ana, 1, 2).unwrap();
    assert_eq!(house.opens(), Ok(()));
}

#[test]
fn a_course_taken_in_a_room_counts_when_somebody_else_says_so() {
    let mut house = house();
    house.course(0);
    let dan = house.agency.worker("Dan", Role::Director);
    let (ana, course) = (house.ana, "first-day".to_owned());
    house.quiz(dan, 0, 3).unwrap();
    let own = CertifyCourse { worker: dan, course: course.clone() };
    assert_eq!(house.agency.act(dan, own, DUTY).err(), Some(Refusal::NeedsSecondPerson));
    house.agency.act(dan, CertifyCourse { worker: ana, course }, DUTY).unwrap();
    assert_eq!(house.opens(), Ok(()));
    let other = CertifyCourse { worker: ana, course: "tango".into() };
    assert_eq!(house.agency.act(dan, other, DUTY).err(), Some(Refusal::BadValue));
}

#[test]
fn who_is_confirmed_begins_with_the_last_thing_that_was_asked() {
    let mut house = house();
    let policy = house.policy(0, None);
    let (ana, olga) = (house.ana, house.olga);
    house.agree(olga, policy, 1).unwrap();
    house.course(0);
    house.agency.mend(ana, |worker: &mut Worker| worker.state = WorkerState::Confirmed);
    assert_eq!(house.opens(), Err(Refusal::NotAtWork));
    house.quiz(ana, 0, 3).unwrap();
    assert_eq!(house.agency.get(ana).state, WorkerState::Confirmed);
    house.agree(ana, policy, 1).unwrap();
    assert_eq!(house.agency.get(ana).state, WorkerState::Active);
    assert_eq!(house.opens(), Ok(()));
}

#[test]
fn who_did_everything_before_being_confirmed_begins_when_they_are() {
    let mut house = house();
    let (policy, olga) = (house.policy(0, None), house.olga);
    house.agree(olga, policy, 1).unwrap();
    house.course(0);
    let (max, ana) = (house.agency.worker("Max", Role::Administrator), house.ana);
    house.agency.mend(ana, |worker: &mut Worker| worker.state = WorkerState::Invited);
    house.agree(max, policy, 1).unwrap();
    house.quiz(max, 0, 3).unwrap();
    house.agree(ana, policy, 1).unwrap();
    house.quiz(ana, 0, 3).unwrap();
    assert_eq!(house.opens(), Err(Refusal::NotAtWork), "nobody confirmed her");
    house.agency.act(max, ConfirmWorker { worker: ana }, DUTY).unwrap();
    assert_eq!(house.agency.get(ana).state, WorkerState::Active);
}

#[test]
fn without_a_course_somebody_says_that_who_was_confirmed_was_trained() {
    let mut house = house();
    let policy = house.policy(0, None);
    let ana = house.ana;
    house.agency.mend(ana, |worker: &mut Worker| worker.state = WorkerState::Confirmed);
    house.agree(ana, policy, 1).unwrap();
    assert_eq!(house.agency.get(ana).state, WorkerState::Confirmed);
    let worker = house.agency.get(ana);
    let asked = asked(&worker, None, None, house.agency.now);
    assert_eq!(asked, [Asked { ask: Ask::Training, stand: Stand::Open, gate: true }]);
}

#[test]
fn every_right_of_every_role_is_shut_before_a_gate_but_what_opens_it() {
    let mut house = house();
    house.course(0);
    let gates = house.agency.get(Gates::the_id());
    let (now, client) = (house.agency.now, house.agency.get(house.rosa));
    let ties = Ties { gates: Some(gates), ..Ties::default() };
    let mut shut = 0;
    for role in Role::ALL {
        let worker = Worker::founder(house.ana, "Ana", &[*role], now);
        for row in table() {
            for target in [Target::Agency, Target::Client(&client), Target::Nothing] {
                let answer = may(&worker, row.right, target, &ties, Reason::OwnDuty, now).err();
                if row.right.comes_before_gates() {
                    assert_ne!(answer, Some(Refusal::ShortOfGate), "{}", row.right.word());
                } else {
                    assert_eq!(answer, Some(Refusal::ShortOfGate), "{} {}", role.word(), row.right.word());
                    shut += 1;
                }
            }
        }
    }
    assert!(shut > 3_000, "{shut}");
}

#[test]
fn what_a_colleague_did_opens_no_gate() {
    let mut house = house();
    house.course(0);
    let (olga, ana) = (house.olga, house.ana);
    house.quiz(olga, 0, 3).unwrap();
    let theirs = house.agency.get(Readiness::id_of(olga));
    let gates = house.agency.get(Gates::the_id());
    let ties = Ties { gates: Some(gates), readiness: Some(theirs), ..Ties::default() };
    let worker = house.agency.get(ana);
    let answer = may(&worker, Right::ReadWorkers, Target::Agency, &ties, DUTY, house.agency.now);
    assert_eq!(answer.err(), Some(Refusal::ShortOfGate));
}

#[test]
fn what_followed_a_breach_is_between_the_officer_and_that_person() {
    let mut house = house();
    let (olga, ana) = (house.olga, house.ana);
    let dan = house.agency.worker("Dan", Role::Director);
    let enter = |id, worker, measure| EnterSanction {
        id,
        worker,
        day: date(2026, 3, 1),
        what: "Looked up a neighbor.".into(),
        rule: "Policy, 2".into(),
        measure,
    };
    let ids = [(); 3].map(|()| house.agency.id());
    house.agency.act(olga, enter(ids[0], ana, Measure::Advice), DUTY).unwrap();
    let own = enter(ids[1], olga, Measure::Advice);
    assert_eq!(house.agency.act(olga, own, DUTY).err(), Some(Refusal::NeedsSecondPerson));
    assert_eq!(house.agency.act(dan, ReadSanctions { worker: ana }, DUTY).err(), Some(Refusal::NotYourWork));
    let count = |seen| if let Seen::Sanctions(list) = seen { list.len() } else { 99 };
    assert_eq!(count(house.agency.act(olga, ReadSanctions { worker: ana }, DUTY).unwrap()), 1);
    assert_eq!(count(house.agency.act(ana, ReadOwnSanctions, DUTY).unwrap()), 1);
    assert_eq!(count(house.agency.act(dan, ReadOwnSanctions, DUTY).unwrap()), 0);
    // Neither a code nor the sealed part of an entry names her.
    let said: Vec<String> = house.agency.entries.iter().map(|e| String::from_utf8(e.detail_bytes()).unwrap()).collect();
    assert!(!said.iter().any(|text| text.contains(&ana.to_string())), "{said:?}");
}

#[test]
fn who_has_to_learn_again_is_shut_out_until_they_have() {
    let mut house = house();
    house.course(0);
    let (olga, ana) = (house.olga, house.ana);
    house.quiz(olga, 0, 3).unwrap();
    house.quiz(ana, 0, 3).unwrap();
    house.later(1);
    let enter = EnterSanction {
        id: house.agency.id(),
        worker: ana,
        day: date(2026, 3, 2),
        what: "Left a file open.".into(),
        rule: "Policy, 6".into(),
        measure: Measure::Retraining,
    };
    house.agency.act(olga, enter, DUTY).unwrap();
    assert_eq!(house.opens(), Err(Refusal::ShortOfGate));
    house.quiz(ana, 1, 3).unwrap();
    assert_eq!(house.opens(), Ok(()));
}
