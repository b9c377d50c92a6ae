//! Scenes before a file opens: what everybody here agrees to and learns, and somebody who has not.

use super::super::Agency;
use super::super::house::Course;
use super::super::pen::agency;
use super::DUTY;
use crate::Id;
use crate::acts::{
    Agree, CertifyCourse, ConfirmWorker, EndPolicy, EnterSanction, InviteWorker, KeepPolicy, ListReadiness, NewEdition,
    ReadOwnSanctions, ReadSanctions, SetCourse,
};
use crate::policy::{Measure, Policy, PolicyKind, TEMPLATES};
use crate::practice::days::date;
use crate::thing::Kind;
use crate::time::{Now, Time};
use crate::worker::{Role, WorkerId, WorkerKind};

/// The courses that this program brings, which a practice has everybody take.
const COURSES: &[&str] = &["first-day", "when-somebody-asks"];
/// By what somebody agrees.
const WORDS: &str = "I have read this, and I will keep it.";

impl Agency {
    /// Late in the year the house writes down what it has long asked. Everybody agrees and learns; then the gates close. An intern who
    /// comes that week has still to do it.
    pub(super) fn ask_everybody(&mut self, at: Time) {
        let day = self.days.of(at);
        let by_role = |role| self.house.posts.iter().find(|p| p.is(role) && p.course == Course::Founds).map(|p| p.id);
        let (Some(director), Some(administrator)) = (by_role(Role::Director), by_role(Role::Administrator)) else { return };
        let Some(officer) = self.house.who(0, Role::PrivacyOfficer, None, day) else { return };
        let here: Vec<WorkerId> = self.house.posts.iter().filter(|p| p.is_free(day)).map(|p| p.id).collect();
        let texts: Vec<KeepPolicy> = (0..).zip(TEMPLATES).map(|(number, _)| self.text_of(number, at)).collect();
        for (minute, text) in (0..).zip(&texts) {
            self.tell(at.plus_minutes(minute), officer, DUTY, text.clone());
        }
        for (minute, course) in (5..).zip(COURSES) {
            self.tell(at.plus_minutes(minute), officer, DUTY, asked(course, false));
        }
        for (turn, worker) in (0..).zip(&here) {
            let (worker, then) = (*worker, at.plus_minutes(60 + 7 * turn));
            for (minute, text) in (0..).zip(&texts) {
                let (policy, language, words) = (text.id, "en".to_owned(), WORDS.to_owned());
                self.tell(then.plus_minutes(minute), worker, DUTY, Agree { worker, policy, edition: 1, language, words });
            }
            let by = if worker == administrator { director } else { administrator };
            for (minute, course) in (3..).zip(COURSES) {
                self.tell(then.plus_minutes(minute), by, DUTY, CertifyCourse { worker, course: (*course).to_owned() });
            }
        }
        self.close_the_gates(&texts, (officer, at.plus_days(2)));
        self.intern_comes((director, administrator), at.plus_days(1));
        self.looks_too_far((officer, &here), at.plus_days(5));
    }

    /// A house text as this agency's own.
    fn text_of(&mut self, number: usize, at: Time) -> KeepPolicy {
        let template = TEMPLATES.get(number);
        let mut texts = template.map(crate::policy::Template::policy_texts).unwrap_or_default();
        for text in texts.values_mut() {
            text.title = self.pen.mark(agency(Kind::Policy), "title", std::mem::take(&mut text.title));
            text.body = self.pen.mark(agency(Kind::Policy), "body", std::mem::take(&mut text.body));
        }
        KeepPolicy {
            // Not by chance: what comes after it in the year stays as it was.
            id: Id::derived(Now::trusted(at), &format!("policy {number}")),
            kind: template.map_or(PolicyKind::Policy, |template| template.kind),
            established: jiff::civil::date(2007, 6, 1),
            who: WorkerKind::ALL.to_vec(),
            gate: false,
            months: Some(12),
            edition: Some(NewEdition { texts, grace_days: 14 }),
            over: None,
        }
    }

    fn close_the_gates(&mut self, texts: &[KeepPolicy], (officer, at): (WorkerId, Time)) {
        for (minute, text) in (0..).zip(texts) {
            let closed = KeepPolicy { gate: true, edition: None, over: Some(1), ..text.clone() };
            self.tell(at.plus_minutes(minute), officer, DUTY, closed);
        }
        for (minute, course) in (5..).zip(COURSES) {
            self.tell(at.plus_minutes(minute), officer, DUTY, asked(course, true));
        }
        self.tell(at.plus_minutes(10), officer, DUTY, ListReadiness);
        // A notice that is tried, and taken back.
        let notice: Id<Policy> = Id::derived(Now::trusted(at), "notice");
        let draft = KeepPolicy { id: notice, kind: PolicyKind::Notice, ..self.text_of(1, at) };
        self.tell(at.plus_minutes(20), officer, DUTY, draft);
        self.tell(at.plus_minutes(40), officer, DUTY, EndPolicy { id: notice, over: 1 });
    }

    /// Somebody in training is confirmed, and has neither agreed nor learned yet.
    fn intern_comes(&mut self, (director, administrator): (WorkerId, WorkerId), at: Time) {
        let (id, clinic) = (Id::derived(Now::trusted(at), "intern"), super::super::house::Unit::Clinic);
        let programs = self.house.sites.first().and_then(|site| site.program(clinic)).map(|p| vec![p.id]).unwrap_or_default();
        let name = self.pen.mark(agency(Kind::Worker), "name", "Noa Archuleta".to_owned());
        let invite = InviteWorker { id, name, kind: WorkerKind::Intern, roles: vec![Role::Intern], programs };
        self.tell(at, director, DUTY, invite);
        self.tell(at.plus_minutes(90), administrator, DUTY, ConfirmWorker { worker: id });
    }

    /// Somebody looked further than their work went, and was advised.
    fn looks_too_far(&mut self, (officer, here): (WorkerId, &[WorkerId]), at: Time) {
        let Some(worker) = here.iter().copied().find(|id| self.house.posts.iter().any(|p| p.id == *id && p.is(Role::FrontDesk)))
        else {
            return;
        };
        let entered = EnterSanction {
            id: Id::derived(Now::trusted(at), "sanction"),
            worker,
            day: date(at.plus_days(-3)),
            what: self.pen.mark(agency(Kind::Sanction), "what", "Told a caller that somebody was not in today.".to_owned()),
            rule: self.pen.mark(agency(Kind::Sanction), "rule", "How we keep what people tell us, 3".to_owned()),
            measure: Measure::Advice,
        };
        self.tell(at, officer, DUTY, entered);
        self.tell(at.plus_minutes(20), officer, DUTY, ReadSanctions { worker });
        self.tell(at.plus_minutes(200), worker, DUTY, ReadOwnSanctions);
    }
}

fn asked(course: &str, gate: bool) -> SetCourse {
    SetCourse { course: course.to_owned(), who: WorkerKind::ALL.to_vec(), gate, months: Some(12), grace_days: 30 }
}
