//! Scenes of the people who work here.

use super::super::Agency;
use super::super::house::{Course, Post, Unit};
use super::super::pen::agency;
use super::{DUTY, File, TEAM};
use crate::access::Reason;
use crate::acts::{
    Absence, AddProgram, AmendProgram, Assign, CertifyTraining, CheckContact, ConfirmWorker, EndContact, EndSupervision,
    EndWorker, InviteWorker, KeepContact, KeepWording, OpenClient, ReadLog, ReadTasks, ReadWorkers, RegisterKey, RestoreWorker,
    SetRoles, ShareNotes, Supervise, SuspendWorker, Unassign,
};
use crate::class::Class;
use crate::contact::{CheckedBy, ContactWay};
use crate::practice::days::date;
use crate::program::{Nature, Program, ProgramState};
use crate::refusal::Refusal;
use crate::thing::Kind;
use crate::ties::Function;
use crate::time::Time;
use crate::wording::{HEAD, Own};
use crate::worker::{Role, WorkerId};

impl Agency {
    fn founder(&self, role: Role) -> Option<WorkerId> {
        self.house.posts.iter().find(|p| p.is(role) && p.course == Course::Founds).map(|p| p.id)
    }

    /// Programs beside those of the founding.
    pub(super) fn add_programs(&mut self, at: Time) {
        let Some(director) = self.founder(Role::Director) else { return };
        let programs: Vec<Program> =
            self.house.sites.iter().skip(1).flat_map(|s| s.programs.iter().map(|(_, p)| p.clone())).collect();
        for (minute, program) in (0..).zip(programs) {
            self.tell(at.plus_minutes(minute), director, DUTY, AddProgram { program });
        }
    }

    pub(super) fn hire(&mut self, place: usize, at: Time) {
        let ends = (self.founder(Role::Director), self.founder(Role::Administrator), self.house.posts.get(place));
        let (Some(director), Some(administrator), Some(post)) = ends else { return };
        let (id, course) = (post.id, post.course);
        let programs = self.house.programs_of(post);
        let invite = InviteWorker { id, name: post.name.clone(), kind: post.kind, roles: post.roles.clone(), programs };
        if course != Course::Founds {
            self.tell(at, director, DUTY, invite);
            if place % 10 == 3 {
                self.refused(at.plus_minutes(1), director, DUTY, ConfirmWorker { worker: id }, Refusal::NeedsSecondPerson);
            }
        }
        if course == Course::Invited {
            return;
        }
        if course != Course::Founds {
            self.tell(at.plus_minutes(110), administrator, DUTY, ConfirmWorker { worker: id });
        }
        if course == Course::Confirmed {
            return;
        }
        if course != Course::Founds {
            let due = date(at.plus_days(400));
            self.tell(at.plus_minutes(230), administrator, DUTY, CertifyTraining { worker: id, done: true, due });
        }
        let public_key = self.chance.bytes(32);
        self.tell(at.plus_minutes(250), id, DUTY, RegisterKey { worker: id, public_key });
        self.put_under_supervision(place, at.plus_minutes(8 * 60));
    }

    /// From the next morning on, who meets clients has somebody to answer to.
    fn put_under_supervision(&mut self, place: usize, at: Time) -> Option<()> {
        let post = self.house.posts.get(place)?;
        let meets = [Role::Clinician, Role::Intern, Role::Advocate, Role::SudCounselor, Role::ShelterWorker, Role::Prescriber];
        let (supervisee, site) = (post.id, post.site);
        meets.iter().any(|r| post.is(*r)).then_some(())?;
        let of_the_site = |p: &&Post| p.is(Role::Supervisor) && p.site == site;
        let supervisor = self.house.posts.iter().find(of_the_site).map(|p| p.id).filter(|s| *s != supervisee)?;
        // The director enters the line; where the director supervises, the one who answers for privacy.
        let by = self.founder(Role::Director).filter(|d| *d != supervisor).or_else(|| self.founder(Role::PrivacyOfficer))?;
        // A supervisor who was asked in the same morning is confirmed by then: people are asked in in order, and this is later.
        let id = self.chance.id(at);
        self.tell(at, by, DUTY, Supervise { id, supervisor, supervisee, until: None });
        self.house.posts.get_mut(place)?.line = Some((supervisor, id));
        Some(())
    }

    /// Clients go over to a colleague; ten days later the worker is gone.
    pub(super) fn goodbye(&mut self, place: usize, at: Time) {
        let ends = (self.founder(Role::Director), self.house.posts.get(place));
        let (Some(director), Some(post)) = ends else { return };
        let (id, line) = (post.id, post.line);
        let theirs = |f: &Option<File>| f.as_ref().is_some_and(|f| f.primary == id && f.open);
        let numbers: Vec<usize> = self.files.iter().enumerate().filter(|(_, f)| theirs(f)).map(|(n, _)| n).collect();
        for (minute, number) in (0..).zip(numbers) {
            self.with(number, |agency, file| agency.hand_over(file, at.plus_minutes(minute * 2)));
        }
        if let Some((_, supervision)) = line {
            self.tell(at.plus_days(10).plus_minutes(480), director, DUTY, EndSupervision { supervision });
        }
        self.tell(at.plus_days(10).plus_minutes(485), director, DUTY, EndWorker { worker: id });
        self.refused(at.plus_days(11), id, DUTY, ReadWorkers, Refusal::NotAtWork);
    }

    fn hand_over(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, assignment) = (file.client, file.assignment);
        let not: Vec<WorkerId> = [Some(file.primary), file.walled].into_iter().flatten().collect();
        let day = self.days.of(at);
        let Some(new) = self.house.next_for(file.site, file.path.role(), file.path.unit(), day, &not) else {
            return self.close(file, at);
        };
        let by = self.privacy(file.site, at, &[new])?;
        let id = file.chance.id(at);
        self.tell(at, by, DUTY, Assign { id, client, worker: new, function: Function::Primary, until: None });
        self.tell(at.plus_minutes(60), new, TEAM, OpenClient { client });
        if file.own_notes {
            self.pass_on(file, new, at.plus_minutes(90));
        }
        self.tell(at.plus_days(9), by, DUTY, Unassign { client, assignment });
        self.house.load(file.primary, false);
        self.house.load(new, true);
        (file.primary, file.assignment) = (new, id);
        Some(())
    }

    /// Shares the primary worker's own notes, for good: with who follows or who learns here. Else nobody here could go on with them.
    pub(super) fn pass_on(&mut self, file: &mut File, to: WorkerId, at: Time) -> Option<()> {
        let program = self.program(file, file.path.unit())?.id;
        let class = match file.path.unit() {
            Unit::Recovery => Class::SudCounselingNotes,
            Unit::Shelter => Class::Privileged,
            _ => Class::PsychotherapyNotes,
        };
        let id = file.chance.id(at);
        self.tell(at, file.primary, TEAM, ShareNotes { id, client: file.client, class, program, to });
        Some(())
    }

    /// Locked out, on leave, suspended; or training has run out.
    pub(super) fn away(&mut self, place: usize, at: Time) {
        let ends = (self.founder(Role::Director), self.founder(Role::Administrator), self.house.posts.get(place));
        let (Some(director), Some(administrator), Some(post)) = ends else { return };
        let (worker, course) = (post.id, post.course);
        let Course::Away(from, to) = course else { return };
        let back = at.plus_days(to - from - 1);
        let absence = match () {
            () if post.is(Role::Volunteer) => return self.training_runs_out(worker, director, at),
            () if post.is(Role::Auditor) => Absence::Locked,
            () if post.is(Role::Facilitator) => Absence::Suspended,
            () => Absence::OnLeave,
        };
        self.tell(at, administrator, DUTY, SuspendWorker { worker, absence });
        self.refused(at.plus_minutes(40), worker, DUTY, ReadTasks { worker }, Refusal::NotAtWork);
        self.tell(back, director, DUTY, RestoreWorker { worker });
    }

    /// A refresher is announced, forgotten, and done: in between, own clients' files can be read and nothing else.
    fn training_runs_out(&mut self, worker: WorkerId, director: WorkerId, at: Time) {
        let remind = CertifyTraining { worker, done: false, due: date(at.plus_days(5)) };
        self.tell(at, director, DUTY, remind);
        if let Some(client) = self.volunteered {
            self.tell(at.plus_days(8), worker, TEAM, OpenClient { client });
        }
        self.refused(
            at.plus_days(8).plus_minutes(5),
            worker,
            DUTY,
            RegisterKey { worker, public_key: vec![1] },
            Refusal::TrainingOverdue,
        );
        let done = CertifyTraining { worker, done: true, due: date(at.plus_days(370)) };
        self.tell(at.plus_days(15), director, DUTY, done);
    }

    /// What the office does every month.
    pub(super) fn month(&mut self, month: i64, at: Time) {
        let day = self.days.of(at);
        let Some(director) = self.founder(Role::Director) else { return };
        for role in [Role::Auditor, Role::PrivacyOfficer] {
            if let Some(by) = self.house.who(0, role, None, day) {
                self.tell(at.plus_minutes(1), by, DUTY, ReadLog);
            }
        }
        if let Some(by) = self.house.who(0, Role::FrontDesk, None, day) {
            self.tell(at.plus_minutes(2), by, DUTY, ReadWorkers);
            self.refused(at.plus_minutes(3), by, DUTY, ReadLog, Refusal::NotYourWork);
        }
        if let Some(by) = self.house.who(0, Role::RecordsClerk, None, day) {
            self.tell(at.plus_minutes(4), by, DUTY, ReadTasks { worker: by });
        }
        match month {
            1 => self.walk_in_hours(director, at),
            2 => self.more_to_do(director, at),
            3 => {
                self.address_book(director, at);
                self.letterhead(director, at);
            }
            _ => {}
        }
    }

    /// A program that is tried for some months and given up.
    fn walk_in_hours(&mut self, director: WorkerId, at: Time) {
        let name = self.pen.say(agency(Kind::Program), "name", "program.closing", &mut self.chance);
        let program = Program::new(self.chance.id(at), name, &[Nature::CoveredEntity], "nm");
        let closed = Program { state: ProgramState::Closed, ..program.clone() };
        self.tell(at.plus_minutes(20), director, DUTY, AddProgram { program });
        self.tell(at.plus_minutes(50), director, DUTY, AmendProgram { program: closed, over: 1 });
    }

    /// Two offices with which one deals: the number of one is checked and then changes; the other is put away.
    fn address_book(&mut self, director: WorkerId, at: Time) {
        let [clinic, payer] = [(); 2].map(|()| self.chance.id(at));
        let [office, plan] =
            ["contact.office", "contact.plan"].map(|rule| self.pen.say(agency(Kind::Contact), "name", rule, &mut self.chance));
        let keep = |id, name: &str, recipient: &str, way, to: &str, over| {
            let (name, recipient) = (name.to_owned(), recipient.to_owned());
            KeepContact { id, name, recipient, ways: vec![(way, to.to_owned())], over }
        };
        let first = keep(clinic, &office, "treating_provider", ContactWay::Fax, "505-555-0142", None);
        let other = keep(clinic, &office, "treating_provider", ContactWay::Fax, "505-555-0143", Some(2));
        let by_list = |id, way, over| CheckContact { id, way, how: CheckedBy::OfficialList, over };
        self.tell(at.plus_minutes(60), director, DUTY, first);
        self.tell(at.plus_minutes(61), director, DUTY, by_list(clinic, ContactWay::Fax, 1));
        self.tell(at.plus_minutes(62), director, DUTY, other);
        self.tell(at.plus_minutes(63), director, DUTY, by_list(clinic, ContactWay::Fax, 3));
        let last = keep(payer, &plan, "insurer_payer", ContactWay::Post, "PO Box 120, Sandhill", None);
        self.tell(at.plus_minutes(64), director, DUTY, last);
        self.tell(at.plus_minutes(65), director, DUTY, EndContact { id: payer, over: 1 });
    }

    /// The address under the agency's name: in English first, then in Spanish too.
    fn letterhead(&mut self, director: WorkerId, at: Time) {
        let before = self.pen.say(agency(Kind::Wording), "before", "wording.head", &mut self.chance);
        let own = Own { before, after: String::new() };
        let keep = |languages: &[&str], over| KeepWording {
            letter: HEAD.to_owned(),
            own: languages.iter().map(|language| ((*language).to_owned(), own.clone())).collect(),
            over,
        };
        self.tell(at.plus_minutes(70), director, DUTY, keep(&["en"], None));
        self.tell(at.plus_minutes(71), director, DUTY, keep(&["en", "es"], Some(1)));
    }

    /// Somebody takes on more: who works in the house leads a group there too.
    fn more_to_do(&mut self, director: WorkerId, at: Time) {
        let Some(post) = self.house.posts.iter().find(|p| p.is(Role::ShelterWorker)) else { return };
        let roles = [post.roles.as_slice(), &[Role::Facilitator]].concat();
        let set = SetRoles { worker: post.id, roles, programs: self.house.programs_of(post) };
        self.tell(at.plus_minutes(30), director, Reason::OwnDuty, set);
    }
}
