//! Somebody comes.

use super::super::Agency;
use super::super::cast::{Path, card};
use super::super::house::Unit;
use super::{DUTY, File, Paper, Scene, TEAM, Twist};
use crate::acts::{AddClient, Assign, OpenClient};
use crate::practice::house::Course;
use crate::ties::Function;
use crate::time::Time;
use crate::worker::Role;

impl Agency {
    pub(super) fn intake(&mut self, number: usize, at: Time) -> Option<()> {
        let mut file = self.new_file(number, at)?;
        self.take_in(&mut file, at)?;
        self.first_meeting(&mut file, at.plus_minutes(20))?;
        self.plan_the_year(&mut file, at);
        *self.files.get_mut(number)? = Some(file);
        Some(())
    }

    /// By the worker who will meet them, or at the front desk, after which somebody is put on the team.
    fn take_in(&mut self, file: &mut File, at: Time) -> Option<()> {
        let program = self.program(file, file.path.unit())?.id;
        let colleague = if file.path == Path::Colleague { self.a_colleague(file) } else { None };
        let desk = self.who_there(file, Role::FrontDesk, at).filter(|_| !file.only_team && file.chance.percent(35));
        let privacy = self.privacy(file.site, at, &[file.primary]);
        let card = Box::new(card(file, program, colleague, at, &mut self.pen));
        let (client, primary, assignment) = (file.client, file.primary, file.assignment);
        let function = if file.path.role() == Role::Advocate { Function::Advocate } else { Function::Primary };
        match desk.zip(privacy) {
            Some((desk, by)) => {
                self.tell(at, desk, DUTY, AddClient { card, onto_team: None });
                let assign = Assign { id: assignment, client, worker: primary, function, until: None };
                self.tell(at.plus_minutes(8), by, DUTY, assign);
            }
            None => self.tell(at, primary, DUTY, AddClient { card, onto_team: Some(assignment) }),
        }
        self.tell(at.plus_minutes(12), primary, TEAM, OpenClient { client });
        Some(())
    }

    /// A colleague who comes as a client: not one who would meet clients of the same program.
    fn a_colleague(&self, file: &File) -> Option<crate::worker::WorkerId> {
        let fits =
            |p: &&super::super::house::Post| p.is(Role::ShelterWorker) && p.course == Course::Stays && p.id != file.primary;
        self.house.posts.iter().find(fits).map(|p| p.id)
    }

    fn first_meeting(&mut self, file: &mut File, at: Time) -> Option<()> {
        self.first_appointment(file, at)?;
        let by = file.primary;
        let rule = if file.path.unit() == Unit::Shelter { "advocate_note" } else { "intake" };
        self.record(file, at.plus_minutes(80), by, TEAM, Paper::by(rule, "progress_notes"))?;
        let first = if file.chance.percent(50) { "identity" } else { "contact" };
        self.record(file, at.plus_minutes(95), by, TEAM, Paper::of(first))
    }

    /// What will happen in this file beside the meetings, which plan each other. Days are chosen so that no two scenes in which others
    /// than the primary worker take part touch each other, weekends or not; meetings are whole weeks apart.
    fn plan_the_year(&mut self, file: &mut File, at: Time) {
        let (number, day) = (file.number, self.days.of(at));
        let last = self.last_day();
        let plan = |agency: &mut Self, after: i64, scene| {
            if day + after < last {
                agency.plan(agency.days.later(at, after), scene);
            }
        };
        for (turn, after) in [(0, 3), (1, 15), (2, 32), (3, 60)] {
            plan(self, after, Scene::Paper(number, turn));
        }
        if matches!(file.path.unit(), Unit::Clinic | Unit::Recovery) {
            plan(self, 33, Scene::Billing(number));
        }
        let twists = self.twists_of(file);
        for (after, twist) in [9, 23, 37].into_iter().zip(twists) {
            plan(self, after, Scene::Twist(number, twist));
        }
    }

    /// What happens out of the ordinary.
    fn twists_of(&mut self, file: &File) -> Vec<Twist> {
        match file.path {
            Path::Survivor => vec![Twist::Unsafe, Twist::Move, Twist::Share],
            Path::Housed => vec![Twist::House, Twist::Unsafe, Twist::Share],
            Path::Recovery if file.number.is_multiple_of(2) => vec![Twist::SudGlass, Twist::Share, Twist::Prescriber],
            Path::Recovery => vec![Twist::Prescriber, Twist::Share],
            Path::Two => vec![Twist::Second],
            Path::Colleague => vec![Twist::Wall(1), Twist::Power],
            Path::Decedent => vec![Twist::Power, Twist::Letter, Twist::Death],
            Path::Student | Path::Service => vec![Twist::Letter, Twist::Move],
            Path::Group => vec![Twist::JoinGroup, self.next_plain()],
            Path::Partner => vec![Twist::Letter],
            _ => vec![self.next_plain(), self.next_plain()],
        }
    }

    fn next_plain(&mut self) -> Twist {
        self.plain += 1;
        Twist::plain(self.plain - 1)
    }
}
