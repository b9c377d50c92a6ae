//! Scenes of teams: walls, shared notes, others who help, a second program.

use super::super::Agency;
use super::super::house::Unit;
use super::super::pen::general;
use super::{DUTY, File, Paper, TEAM};
use crate::access::Reason;
use crate::acts::{
    AddInsideConsent, AmendCard, Assign, BreakGlass, ChangeAppointment, EndShare, ListClients, ListRecords, MakeAppointment,
    OpenClient, RaiseWall, ReadRecord, ShareNotes, StopInsideConsent, TakeWallDown,
};
use crate::appointment::{AppointmentKind, AppointmentState};
use crate::class::Class;
use crate::client::InsideConsent;
use crate::grant::GrantReason;
use crate::refusal::Refusal;
use crate::thing::Kind;
use crate::ties::{Function, WallReason};
use crate::time::{Span, Time};
use crate::worker::{Role, WorkerId};

impl Agency {
    /// A colleague is kept out, tries, and gets nowhere.
    pub(super) fn wall(&mut self, file: &mut File, why: usize, at: Time) -> Option<()> {
        let worker = self.bystander(file, at)?;
        let (client, by) = (file.client, file.primary);
        let id = file.chance.id(at);
        let why = *WallReason::ALL.get(why)?;
        self.tell(at, by, TEAM, RaiseWall { id, client, worker, why });
        file.walled = Some(worker);
        self.refused(at.plus_minutes(90), worker, TEAM, OpenClient { client }, Refusal::NotFoundOrNotYours);
        let words = self.pen.say(general(Kind::Grant), "words", "glass.words", &mut file.chance);
        let (grant, review, receipt) = (file.chance.id(at), file.chance.id(at), file.chance.id(at));
        let reason = GrantReason::Danger;
        let glass = BreakGlass { id: grant, client, class: Class::General, minutes: 15, reason, words, review, receipt };
        self.refused(at.plus_minutes(94), worker, TEAM, glass, Refusal::NotFoundOrNotYours);
        if why == WallReason::ClientRequest {
            let privacy = self.privacy(file.site, at, &[])?;
            self.tell(at.plus_days(3), privacy, DUTY, TakeWallDown { client, wall: id });
        }
        Some(())
    }

    /// The author of own notes lets the supervisor read them for a time.
    pub(super) fn share(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (to, line) = self.supervisor(file, at)?;
        let (client, by) = (file.client, file.primary);
        let program = self.program(file, file.path.unit())?.id;
        let note = self.write(file, at, by, TEAM, Paper::own(file.path.unit()))?;
        let (class, id) = (note.class, file.chance.id(at));
        let record = note.id;
        let look = ReadRecord { client, record };
        let by_line = Reason::Supervision(line);
        if !file.only_team {
            self.refused(at.plus_minutes(10), to, by_line, look, Refusal::NotFoundOrNotYours);
        }
        self.tell(at.plus_minutes(30), by, TEAM, ShareNotes { id, client, class, program, to });
        if !file.only_team {
            self.tell(at.plus_minutes(90), to, by_line, look);
        }
        self.tell(at.plus_days(2), by, TEAM, EndShare { client, class, program, share: id });
        Some(())
    }

    /// Puts somebody on the team, by whoever answers for privacy.
    fn onto_team(&mut self, file: &mut File, worker: WorkerId, function: Function, until: Option<Time>, at: Time) -> Option<()> {
        let by = self.privacy(file.site, at, &[worker])?;
        let id = file.chance.id(at);
        self.tell(at, by, DUTY, Assign { id, client: file.client, worker, function, until });
        Some(())
    }

    /// A visit to the prescriber, who is then part of the care.
    pub(super) fn prescriber(&mut self, file: &mut File, at: Time) -> Option<()> {
        let by = self.who_there(file, Role::Prescriber, at)?;
        let client = file.client;
        self.onto_team(file, by, Function::Care, None, at)?;
        let (appointment, program) = (file.chance.id(at), self.program(file, file.path.unit())?.id);
        let make = MakeAppointment {
            id: appointment,
            client,
            session: None,
            workers: vec![by],
            program,
            at: at.plus_days(2),
            minutes: 30,
            kind: AppointmentKind::Individual,
            walk_in: false,
        };
        self.tell(at.plus_minutes(20), file.primary, TEAM, make);
        let there = Reason::Appointment(appointment);
        self.tell(at.plus_days(2).plus_minutes(-5), by, there, OpenClient { client });
        self.tell(at.plus_days(2).plus_minutes(-3), by, there, ListRecords { client });
        self.tell(
            at.plus_days(2).plus_minutes(31),
            by,
            TEAM,
            ChangeAppointment { client, appointment, to: AppointmentState::Held },
        );
        self.write(file, at.plus_days(2).plus_minutes(40), by, TEAM, Paper::of("medication")).map(|_| ())
    }

    /// Somebody in training helps for some weeks.
    pub(super) fn intern(&mut self, file: &mut File, at: Time) -> Option<()> {
        let by = self.who_there(file, Role::Intern, at)?;
        self.onto_team(file, by, Function::Support, Some(at.plus_days(60)), at)?;
        let client = file.client;
        self.tell(at.plus_minutes(30), by, TEAM, OpenClient { client });
        self.write(file, at.plus_minutes(35), file.primary, TEAM, Paper::own(file.path.unit()))?;
        self.pass_on(file, by, at.plus_minutes(40));
        self.write(file, at.plus_days(1), by, TEAM, Paper::of("progress_notes"))?;
        let own = self.write(file, at.plus_days(1).plus_minutes(8), by, TEAM, Paper::own(file.path.unit()))?;
        self.tell(at.plus_days(2), by, TEAM, ReadRecord { client, record: own.id });
        self.tell(at.plus_days(2).plus_minutes(2), by, TEAM, ListClients { clients: vec![client] });
        // Own notes are the author's: even who answers for the care does not read them.
        self.refused(
            at.plus_days(2).plus_minutes(9),
            file.primary,
            TEAM,
            ReadRecord { client, record: own.id },
            Refusal::NotFoundOrNotYours,
        );
        Some(())
    }

    /// In the safe house: who works there and who helps there join the team.
    pub(super) fn in_the_house(&mut self, file: &mut File, at: Time) -> Option<()> {
        let by = self.who_there(file, Role::ShelterWorker, at)?;
        let client = file.client;
        self.onto_team(file, by, Function::Care, None, at)?;
        for night in 0..3 {
            self.write(file, at.plus_days(night).plus_minutes(60), by, TEAM, Paper::by("shelter_note", "progress_notes"))?;
        }
        let helper = self.who_there(file, Role::Volunteer, at)?;
        self.onto_team(file, helper, Function::Support, None, at.plus_minutes(5))?;
        self.tell(at.plus_minutes(90), helper, TEAM, OpenClient { client });
        self.write(file, at.plus_days(1).plus_minutes(30), helper, TEAM, Paper::by("shelter_note", "progress_notes"))?;
        self.volunteered = self.volunteered.or(Some(client));
        Some(())
    }

    /// The recovery program joins, with the client's consent that the clinic may read along, stopped again by some.
    pub(super) fn second_program(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, primary) = (file.client, file.primary);
        let (recovery, clinic) = (self.program(file, Unit::Recovery)?.id, self.program(file, Unit::Clinic)?.id);
        let day = self.days.of(at);
        let counselor = self.house.next_for(file.site, Role::SudCounselor, Unit::Recovery, day, &[])?;
        let (supervisor, line) = self.supervisor(file, at)?;
        let into = AmendCard { into: vec![recovery], ..AmendCard::of(client, file.version) };
        self.tell(at, supervisor, Reason::Supervision(line), into);
        file.version += 1;
        self.onto_team(file, counselor, Function::Care, None, at.plus_minutes(20))?;
        let there = Paper { unit: Some(Unit::Recovery), ..Paper::of("sud_records") };
        let note = self.write(file, at.plus_days(1), counselor, TEAM, there)?;
        let own = Paper { unit: Some(Unit::Recovery), ..Paper::of("sud_counseling_notes") };
        self.write(file, at.plus_days(1).plus_minutes(9), counselor, TEAM, own)?;
        let look = ReadRecord { client, record: note.id };
        self.refused(at.plus_days(1).plus_minutes(60), primary, TEAM, look, Refusal::NotFoundOrNotYours);
        let from = at.plus_days(1).plus_minutes(70);
        let id = file.chance.id(from);
        let consent = InsideConsent { id, from: recovery, to: clinic, span: Span { from, until: Some(from.plus_days(365)) } };
        self.tell(from.plus_minutes(1), counselor, TEAM, AddInsideConsent { client, consent });
        self.tell(from.plus_minutes(20), primary, TEAM, look);
        file.version += 1;
        if file.number.is_multiple_of(2) {
            self.tell(from.plus_days(2), counselor, TEAM, StopInsideConsent { client, consent: id });
            self.refused(from.plus_days(2).plus_minutes(30), primary, TEAM, look, Refusal::NotFoundOrNotYours);
            file.version += 1;
        }
        Some(())
    }
}
