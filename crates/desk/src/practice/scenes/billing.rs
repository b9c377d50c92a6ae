//! Who pays, and what the visits were by their codes. Plans, numbers and prices are invented; the codes are ordinary ones, by chance.

use super::super::Agency;
use super::super::chance::Chance;
use super::super::house::Unit;
use super::super::pen::Place;
use super::{File, TEAM};
use crate::Id;
use crate::acts::{CodeVisit, SetCoverage};
use crate::appointment::Appointment;
use crate::billing::{Covers, Policyholder};
use crate::class::Class;
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::Role;

/// Days before the end of the year of which visits are still to be billed.
const RECENT: i64 = 45;
const PLANS: &[&str] = &["Cordillera Health Plan", "Mesa Mutual", "High Desert Benefit Trust"];
/// Service code, and its price in cents.
const SERVICES: &[(&str, u64)] = &[("90834", 14_500), ("90837", 18_000), ("90832", 9_800)];
/// Diagnosis code, and what payers call it.
const OF_CLINIC: &[(&str, &str)] = &[
    ("F41.1", "Generalized anxiety disorder"),
    ("F43.23", "Adjustment disorder, mixed"),
    ("F33.1", "Major depressive disorder, recurrent"),
];
const OF_RECOVERY: &[(&str, &str)] = &[("F10.20", "Alcohol dependence"), ("F11.20", "Opioid dependence")];

impl Agency {
    /// Chance of its own, so that billing changes nothing else of a file.
    fn luck(&self, file: &File, turn: u64) -> Chance {
        Chance::stream(self.seed, 12 + turn, u64::try_from(file.number).unwrap_or_default())
    }

    /// Whether whoever holds its visits bills for them.
    fn is_billed(&self, file: &File) -> bool {
        let treats = |role| self.house.post(file.primary).is_some_and(|post| post.is(role));
        matches!(file.path.unit(), Unit::Clinic | Unit::Recovery)
            && [Role::Clinician, Role::Prescriber, Role::SocialWorker, Role::SudCounselor].into_iter().any(treats)
    }

    /// The member's card is seen, of most.
    pub(super) fn cover(&mut self, file: &mut File, at: Time) {
        let mut luck = self.luck(file, 0);
        let again = std::mem::replace(&mut file.covered, true);
        if again || !self.is_billed(file) || luck.percent(10) {
            return;
        }
        let to = Place(Kind::Coverage, Class::Billing);
        let plan = luck.pick(PLANS).unwrap_or("Mesa Mutual");
        let number = luck.within(100_000, 999_999);
        let holder = if luck.percent(15) { Policyholder::Other } else { Policyholder::Client };
        let act = SetCoverage {
            id: luck.id(at),
            client: file.client,
            over: None,
            payer: self.pen.mark(to, "payer", plan.to_owned()),
            member: self.pen.mark(to, "member", format!("M{number}")),
            holder,
            covers: Covers::Outpatient,
            checked: true,
            so: Vec::new(),
        };
        self.tell(at, file.primary, TEAM, act);
    }

    /// A visit is said by its codes, most of the time. What was before the last weeks of the year was billed before.
    pub(super) fn code(&mut self, file: &File, appointment: Id<Appointment>, at: Time) {
        let mut luck = self.luck(file, 1 + u64::from(file.meetings));
        let billed_before = self.days.of(at) + RECENT < self.last_day();
        if billed_before || !self.is_billed(file) || luck.percent(10) {
            return;
        }
        // The diagnosis is the client's; the service is the day's.
        let of = if file.path.unit() == Unit::Recovery { OF_RECOVERY } else { OF_CLINIC };
        let (diagnosis, label) = self.luck(file, 0).pick(of).unwrap_or(("F43.23", "Adjustment disorder, mixed"));
        let (service, cents) = luck.pick(SERVICES).unwrap_or(("90834", 14_500));
        let act = CodeVisit {
            id: luck.id(at),
            client: file.client,
            appointment,
            service: service.to_owned(),
            diagnosis: diagnosis.to_owned(),
            label: self.pen.mark(Place(Kind::Charge, Class::Billing), "label", label.to_owned()),
            cents,
        };
        self.tell(at, file.primary, TEAM, act);
    }
}
