//! Scenes: what happens, from the first invitation to the last destruction. A scene tells of some events and plans later scenes.

mod billing;
mod closing;
mod gates;
mod group;
mod intake;
mod meeting;
mod office;
mod people;
mod records;
mod safety;
mod team;
mod twists;

pub(super) use group::Group;
pub(super) use records::Paper;
pub(super) use twists::Twist;

use super::Agency;
use super::Size;
use super::cast::Path;
use super::chance::Chance;
use super::file::File;
use super::house::{Course, OF_A_SITE, Post, Unit};
use crate::Id;
use crate::access::Reason;
use crate::client::ClientId;
use crate::program::Program;
use crate::ties::Supervision;
use crate::time::Time;
use crate::worker::{Role, WorkerId};

/// What is to happen. Numbers are places in the agency's lists: of posts, of files, of groups.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scene {
    /// The programs of the other sites.
    Programs,
    /// Somebody is asked in, confirmed, trained.
    Hire(usize),
    /// Somebody's clients go over to somebody else, and then they leave.
    Goodbye(usize),
    /// Somebody is away for a time.
    Away(usize),
    /// What the office does every month.
    Month(i64),
    /// What everybody agrees to and learns.
    Gates,
    /// Somebody comes.
    Intake(usize),
    /// Somebody is met.
    Meeting(usize),
    /// A group meets.
    Group(usize),
    /// Something is written beside the meetings.
    Paper(usize, usize),
    /// A month is billed.
    Billing(usize),
    /// Something out of the ordinary.
    Twist(usize, Twist),
    /// Care ends.
    Close(usize),
    /// Somebody comes back.
    Reopen(usize),
    /// A closed file's time is over.
    Dispose(usize),
}

impl Agency {
    /// The last day on which something new begins.
    pub(super) const fn last_day(&self) -> i64 {
        match self.size {
            Size::Tiny => 60,
            _ => 364,
        }
    }

    /// Plans what is known from the start: who comes to work, and who comes for help.
    pub(super) fn set_the_scenes(&mut self) {
        self.plan(self.days.at(0, 8, 0), Scene::Programs);
        let posts: Vec<(Course, i64)> = self.house.posts.iter().map(|p| (p.course, p.comes)).collect();
        for (place, (course, comes)) in posts.iter().enumerate() {
            let minute = i64::try_from(place % 100).unwrap_or_default();
            self.plan(self.days.at(*comes, 9, minute), Scene::Hire(place));
            match course {
                Course::Leaves(day) => self.plan(self.days.at(day - 10, 6, 0), Scene::Goodbye(place)),
                Course::Away(from, _) => self.plan(self.days.at(*from, 9, 0), Scene::Away(place)),
                _ => {}
            }
        }
        for month in 0..self.last_day() / 30 {
            self.plan(self.days.at(month * 30 + 20, 8, 30), Scene::Month(month));
        }
        // A large agency is one for counting: what its people sign would only be more of the same.
        if self.size == Size::Practice {
            self.plan(self.days.at(340, 8, 0), Scene::Gates);
        }
        let clients = self.size.clients();
        self.files.resize_with(clients, || None);
        let first = 3 + i64::try_from(posts.len() / 100).unwrap_or_default();
        for number in 0..clients {
            self.plan(self.day_of_intake(number, clients, first), Scene::Intake(number));
        }
    }

    /// The first clients come one a day, so that everything happens in time; the others from spring to autumn.
    fn day_of_intake(&self, number: usize, clients: usize, first: i64) -> Time {
        let whole = |n: usize| i64::try_from(n).unwrap_or_default();
        // Both of a couple come on one day, one after the other.
        let (pair, second) = (number - number % 2, whole(number % 2));
        let spread = if number < 16 { whole(pair) } else { whole(pair) * 260 / whole(clients) };
        self.days.at(first + spread, 9 + whole(pair / 2 % 3) * 2, whole(pair % 16) + second * 45)
    }

    /// Plays a scene.
    pub(super) fn play(&mut self, scene: Scene, at: Time) {
        match scene {
            Scene::Programs => self.add_programs(at),
            Scene::Hire(place) => self.hire(place, at),
            Scene::Goodbye(place) => self.goodbye(place, at),
            Scene::Away(place) => self.away(place, at),
            Scene::Month(month) => self.month(month, at),
            Scene::Gates => self.ask_everybody(at),
            Scene::Intake(number) => self.intake(number, at).unwrap_or_default(),
            Scene::Group(place) => self.group_meets(place, at).unwrap_or_default(),
            Scene::Meeting(number) => self.with(number, |agency, file| agency.meeting(file, at)),
            Scene::Paper(number, turn) => self.with(number, |agency, file| agency.paper(file, turn, at)),
            Scene::Billing(number) => self.with(number, |agency, file| agency.bill(file, at)),
            Scene::Twist(number, twist) => self.with(number, |agency, file| agency.twist(file, twist, at)),
            Scene::Close(number) => self.with(number, |agency, file| agency.close(file, at)),
            Scene::Reopen(number) => self.with(number, |agency, file| agency.reopen(file, at)),
            Scene::Dispose(number) => self.with(number, |agency, file| agency.dispose(file, at)),
        }
    }

    /// Takes a file off the shelf for a scene. A scene for which somebody is missing ends where it is.
    fn with(&mut self, number: usize, scene: impl FnOnce(&mut Self, &mut File) -> Option<()>) {
        let Some(mut file) = self.files.get_mut(number).and_then(Option::take) else { return };
        scene(self, &mut file);
        if let Some(place) = self.files.get_mut(number) {
            *place = Some(file);
        }
    }

    /// Somebody of that role, free at that time.
    fn who(&self, file: &File, role: Role, at: Time) -> Option<WorkerId> {
        self.house.who(file.site, role, None, self.days.of(at))
    }

    /// The same, in the program in which the client is.
    fn who_there(&self, file: &File, role: Role, at: Time) -> Option<WorkerId> {
        self.house.who(file.site, role, Some(file.path.unit()), self.days.of(at))
    }

    /// A clinician of the client's program who is not on the team, not kept out, and supervises nobody.
    fn bystander(&self, file: &File, at: Time) -> Option<WorkerId> {
        let day = self.days.of(at);
        let supervisors = Some(()).and_then(|()| self.house.who(file.site, Role::Supervisor, None, day));
        let not: Vec<WorkerId> = [Some(file.primary), file.walled, supervisors].into_iter().flatten().collect();
        self.house.another(file.site, Role::Clinician, Some(file.path.unit()), day, &not)
    }

    /// Who supervises the primary worker in the client's program, and by which line.
    fn supervisor(&self, file: &File, at: Time) -> Option<(WorkerId, Id<Supervision>)> {
        let (supervisor, line) = self.house.post(file.primary)?.line?;
        let there = |p: &Post| p.is_free(self.days.of(at)) && p.units.contains(&file.path.unit());
        self.house.post(supervisor).is_some_and(there).then_some((supervisor, line))
    }

    /// Who answers for privacy: the first that is not one of these.
    fn privacy(&self, site: usize, at: Time, not: &[WorkerId]) -> Option<WorkerId> {
        self.house.another(site, Role::PrivacyOfficer, None, self.days.of(at), not)
    }

    fn program(&self, file: &File, unit: Unit) -> Option<Program> {
        self.house.program(file.site, unit).cloned()
    }

    fn new_file(&mut self, number: usize, at: Time) -> Option<File> {
        let path = Path::of(self.seed, number);
        let n = u64::try_from(number).unwrap_or_default();
        let mut chance = Chance::stream(self.seed, 1, n);
        let site = (number / 2) % self.size.clients().div_ceil(OF_A_SITE).max(1);
        let primary = match path {
            // A couple is met by one worker.
            Path::Partner => self.files.get(number.checked_sub(1)?)?.as_ref()?.primary,
            _ => self.house.next_for(site, path.role(), path.unit(), self.days.of(at), &[])?,
        };
        self.house.load(primary, true);
        let client: ClientId = chance.id(at);
        Some(File {
            number,
            site,
            path,
            client,
            name: self.pen.word("given", &mut chance),
            spanish: chance.percent(20),
            unsafe_people: Vec::new(),
            primary,
            assignment: chance.id(at),
            version: 1,
            only_team: path == Path::Colleague,
            open: true,
            destroyed: false,
            held: false,
            own_notes: false,
            covered: false,
            meetings: 0,
            last: None,
            walled: None,
            next: None,
            booked_with: primary,
            chance,
        })
    }
}

/// The reason of those on the team.
const TEAM: Reason = Reason::CareTeam;
/// The reason of those whose office it is.
const DUTY: Reason = Reason::OwnDuty;
