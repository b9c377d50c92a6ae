//! The house: sites with their programs, and the people who work there.

use std::collections::BTreeMap;

use super::Size;
use super::chance::Chance;
use super::days::Days;
use super::pen::{Pen, agency};
use crate::Id;
use crate::program::{Nature, Program, ProgramId};
use crate::thing::Kind;
use crate::ties::Supervision;
use crate::time::{Now, Time};
use crate::worker::{Role, Worker, WorkerId, WorkerKind};

/// What a program of a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Clinic,
    Recovery,
    Shelter,
    School,
    Base,
}

impl Unit {
    pub(super) const ALL: &'static [Self] = &[Self::Clinic, Self::Recovery, Self::Shelter, Self::School, Self::Base];

    const fn rule(self) -> &'static str {
        match self {
            Self::Clinic => "program.clinic",
            Self::Recovery => "program.part2",
            Self::Shelter => "program.shelter",
            Self::School => "program.school",
            Self::Base => "program.base",
        }
    }

    const fn natures(self) -> &'static [Nature] {
        match self {
            Self::Clinic => &[Nature::CoveredEntity],
            Self::Recovery => &[Nature::CoveredEntity, Nature::Part2],
            Self::Shelter => &[Nature::VictimServiceFunds],
            Self::School => &[Nature::School],
            Self::Base => &[Nature::Military, Nature::CoveredEntity],
        }
    }

    const fn jurisdiction(self) -> &'static str {
        match self {
            Self::Base => "us_federal",
            _ => "nm",
        }
    }
}

/// One place with its programs.
#[derive(Debug)]
pub(super) struct Site {
    pub programs: Vec<(Unit, Program)>,
    /// Who works there, by place in [`House::posts`].
    pub posts: Vec<usize>,
}

impl Site {
    pub(super) fn program(&self, unit: Unit) -> Option<&Program> {
        self.programs.iter().find(|(u, _)| *u == unit).map(|(_, program)| program)
    }
}

/// What becomes of somebody in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Stays.
    Stays,
    /// Leaves on that day; who takes over comes before.
    Leaves(i64),
    /// Away from a day to another.
    Away(i64, i64),
    /// Asked in late in the year, and not confirmed yet.
    Invited,
    /// Confirmed late in the year, and not trained yet.
    Confirmed,
    /// Was there when the agency was founded.
    Founds,
}

/// Somebody who works, or is to work, here.
#[derive(Debug)]
pub(super) struct Post {
    pub id: WorkerId,
    pub name: String,
    pub kind: WorkerKind,
    pub roles: Vec<Role>,
    pub site: usize,
    pub units: Vec<Unit>,
    pub course: Course,
    /// The day of coming.
    pub comes: i64,
    /// How many clients.
    pub load: u32,
    pub line: Option<(WorkerId, Id<Supervision>)>,
}

impl Post {
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether they are at work on that day, and in the days in which they finish what they begin on it.
    pub(super) fn is_free(&self, day: i64) -> bool {
        let here = match self.course {
            Course::Stays | Course::Founds => true,
            Course::Leaves(last) => day + 11 < last,
            Course::Away(from, to) => day + 8 < from || day > to,
            Course::Invited | Course::Confirmed => false,
        };
        here && (day > self.comes || self.course == Course::Founds)
    }
}

#[derive(Debug)]
pub(super) struct House {
    pub sites: Vec<Site>,
    pub posts: Vec<Post>,
    /// Where in that list somebody stands.
    places: BTreeMap<WorkerId, usize>,
}

/// Kind, roles, units, course, day of coming: the people of a site.
type Plan = (WorkerKind, &'static [Role], &'static [Unit], Course, i64);

use Role::{
    Administrator, Advocate, Auditor, Biller, Clinician, Counsel, Director, Facilitator, FrontDesk, Intern, Prescriber,
    PrivacyOfficer, RecordsClerk, ShelterWorker, SocialWorker, SudCounselor, Supervisor, Volunteer,
};
use Unit::{Base, Clinic, Recovery, School, Shelter};
use WorkerKind::{Contractor, Intern as InTraining, Staff, Volunteer as Unpaid};

const TINY: &[Plan] = &[
    (Staff, &[Director, Supervisor, Clinician], &[Clinic], Course::Founds, 0),
    (Staff, &[Administrator, PrivacyOfficer, RecordsClerk, FrontDesk, Biller], &[Clinic, Recovery], Course::Founds, 0),
    (Staff, &[Advocate, SudCounselor, SocialWorker], &[Clinic, Recovery, Shelter], Course::Stays, 0),
];

/// Those whom every agency has once.
const CENTER: &[Plan] = &[
    (Staff, &[Director], &[], Course::Founds, 0),
    (Staff, &[Administrator], &[], Course::Founds, 0),
    (Staff, &[PrivacyOfficer], &[], Course::Stays, 0),
    (Contractor, &[Auditor], &[], Course::Away(60, 62), 0),
    (Contractor, &[Counsel], &[Clinic], Course::Stays, 0),
    (Staff, &[Clinician], &[Clinic], Course::Invited, 320),
    (Staff, &[FrontDesk], &[Clinic], Course::Confirmed, 330),
];

/// Those of the first site beside [`SITE`].
const FIRST: &[Plan] = &[
    (Staff, &[Clinician], &[Clinic], Course::Leaves(205), 0),
    (Staff, &[Clinician], &[Clinic], Course::Stays, 180),
    (InTraining, &[Intern], &[Clinic], Course::Leaves(240), 0),
    (Unpaid, &[Volunteer], &[Shelter], Course::Away(100, 118), 0),
];

/// Those whom every site has.
const SITE: &[Plan] = &[
    (Staff, &[Supervisor, Clinician], Unit::ALL, Course::Stays, 0),
    (Staff, &[Clinician], &[Clinic], Course::Stays, 0),
    (Staff, &[Clinician, SocialWorker], &[School, Base], Course::Stays, 0),
    (Staff, &[Prescriber], &[Clinic, Recovery], Course::Stays, 0),
    (Staff, &[SudCounselor], &[Recovery], Course::Stays, 0),
    (Staff, &[Advocate], &[Shelter], Course::Stays, 0),
    (Staff, &[FrontDesk], &[Clinic, Recovery, School], Course::Stays, 0),
    (Staff, &[RecordsClerk], &[Clinic, Recovery], Course::Stays, 0),
    (Contractor, &[Biller], &[Clinic, Recovery], Course::Away(150, 165), 0),
    (Contractor, &[Facilitator], &[Clinic], Course::Away(200, 206), 0),
    (Contractor, &[ShelterWorker], &[Shelter], Course::Stays, 0),
];

/// Those whom a site has more of, the more clients it has: one for so many.
const MORE: &[(usize, Plan)] = &[
    (40, (Staff, &[Clinician], &[Clinic], Course::Stays, 0)),
    (150, (Staff, &[SudCounselor], &[Recovery], Course::Stays, 0)),
    (150, (Staff, &[Advocate], &[Shelter], Course::Stays, 0)),
    (150, (Staff, &[Clinician, SocialWorker], &[School, Base], Course::Stays, 0)),
    (200, (Staff, &[Prescriber], &[Clinic, Recovery], Course::Stays, 0)),
    (300, (Staff, &[FrontDesk], &[Clinic, Recovery, School], Course::Stays, 0)),
];

/// How many clients a site serves.
pub(super) const OF_A_SITE: usize = 600;

impl House {
    /// The house, its founders and its first programs.
    pub(super) fn build(
        size: Size,
        days: Days,
        start: Time,
        chance: &mut Chance,
        pen: &mut Pen,
    ) -> (Self, Vec<Worker>, Vec<Program>) {
        let sites = size.clients().div_ceil(OF_A_SITE).max(1);
        let units: &[Unit] = if size == Size::Tiny { &[Clinic, Recovery, Shelter] } else { Unit::ALL };
        let mut house = Self { sites: Vec::with_capacity(sites), posts: Vec::new(), places: BTreeMap::new() };
        for _ in 0..sites {
            let programs = units.iter().map(|u| (*u, program(*u, start, chance, pen))).collect();
            house.sites.push(Site { programs, posts: Vec::new() });
        }
        for (site, plan) in plans(size, sites) {
            house.hire(site, plan, days, start, chance, pen);
        }
        let founders = house.posts.iter().filter(|p| p.course == Course::Founds);
        let founders = founders.map(|p| house.founder(p, start)).collect();
        let programs = house.sites.first().map(|s| s.programs.iter().map(|(_, p)| p.clone()).collect());
        (house, founders, programs.unwrap_or_default())
    }

    fn hire(&mut self, site: usize, plan: Plan, days: Days, start: Time, chance: &mut Chance, pen: &mut Pen) {
        let (kind, roles, units, course, comes) = plan;
        let name = pen.say(agency(Kind::Worker), "name", "person", chance);
        // A hundred people a day: everybody's papers are looked at.
        let comes = if comes == 0 { i64::try_from(self.posts.len() / 100).unwrap_or_default() } else { comes };
        let comes = days.of(days.at(comes, 9, 0));
        let made = if course == Course::Founds { start } else { days.at(comes, 9, 0) };
        let id = chance.id(made);
        let place = self.posts.len();
        self.places.insert(id, place);
        let (roles, units) = (roles.to_vec(), units.to_vec());
        self.posts.push(Post { id, name, kind, roles, site, units, course, comes, load: 0, line: None });
        if let Some(there) = self.sites.get_mut(site) {
            there.posts.push(place);
        }
    }

    fn founder(&self, post: &Post, start: Time) -> Worker {
        Worker::founder(post.id, post.name.clone(), &post.roles, Now::trusted(start)).in_programs(&self.programs_of(post))
    }

    /// The programs somebody works in. The center's people work in the first site's.
    pub(super) fn programs_of(&self, post: &Post) -> Vec<ProgramId> {
        let site = self.sites.get(post.site);
        post.units.iter().filter_map(|u| site.and_then(|s| s.program(*u))).map(|p| p.id).collect()
    }

    pub(super) fn program(&self, site: usize, unit: Unit) -> Option<&Program> {
        self.sites.get(site).and_then(|s| s.program(unit))
    }

    pub(super) fn post(&self, id: WorkerId) -> Option<&Post> {
        self.places.get(&id).and_then(|place| self.posts.get(*place))
    }

    /// The people of a site and of the center, those of the site first.
    fn people(&self, site: usize) -> impl Iterator<Item = &Post> {
        let of = |n: usize| self.sites.get(n).into_iter().flat_map(|s| &s.posts);
        let center = of(0).filter(move |_| site != 0);
        of(site).chain(center).filter_map(|place| self.posts.get(*place))
    }

    /// Somebody of that role who is free on that day, in that program if one is named.
    pub(super) fn who(&self, site: usize, role: Role, unit: Option<Unit>, day: i64) -> Option<WorkerId> {
        self.all(site, role, unit, day).map(|p| p.id).next()
    }

    /// The same, but somebody else than these.
    pub(super) fn another(&self, site: usize, role: Role, unit: Option<Unit>, day: i64, not: &[WorkerId]) -> Option<WorkerId> {
        self.all(site, role, unit, day).map(|p| p.id).find(|id| !not.contains(id))
    }

    fn all(&self, site: usize, role: Role, unit: Option<Unit>, day: i64) -> impl Iterator<Item = &Post> {
        // A program of a site is served by that site's people alone.
        let fits = move |p: &&Post| unit.is_none_or(|u| p.units.contains(&u) && p.site == site);
        self.people(site).filter(move |p| p.is(role) && p.is_free(day)).filter(fits)
    }

    /// Who takes the next client of that program: the one of these roles with the fewest; a supervisor only if there is nobody else.
    pub(super) fn next_for(&self, site: usize, role: Role, unit: Unit, day: i64, not: &[WorkerId]) -> Option<WorkerId> {
        let all = self.all(site, role, Some(unit), day).filter(|p| !not.contains(&p.id));
        all.min_by_key(|p| (p.is(Supervisor), p.load)).map(|p| p.id)
    }

    /// One client more, or fewer.
    pub(super) fn load(&mut self, worker: WorkerId, more: bool) {
        if let Some(post) = self.places.get(&worker).and_then(|place| self.posts.get_mut(*place)) {
            post.load = if more { post.load + 1 } else { post.load.saturating_sub(1) };
        }
    }
}

fn program(unit: Unit, start: Time, chance: &mut Chance, pen: &mut Pen) -> Program {
    let name = pen.say(agency(Kind::Program), "name", unit.rule(), chance);
    Program::new(chance.id(start), name, unit.natures(), unit.jurisdiction())
}

fn plans(size: Size, sites: usize) -> Vec<(usize, Plan)> {
    if size == Size::Tiny {
        return TINY.iter().map(|plan| (0, *plan)).collect();
    }
    let mut plans: Vec<(usize, Plan)> = CENTER.iter().chain(FIRST).map(|plan| (0, *plan)).collect();
    for site in 0..sites {
        let clients = size.clients().saturating_sub(site * OF_A_SITE).min(OF_A_SITE);
        plans.extend(SITE.iter().map(|plan| (site, *plan)));
        let more =
            MORE.iter().flat_map(|(for_so_many, plan)| std::iter::repeat_n(*plan, clients.saturating_sub(60) / for_so_many));
        plans.extend(more.map(|plan| (site, plan)));
    }
    plans
}
