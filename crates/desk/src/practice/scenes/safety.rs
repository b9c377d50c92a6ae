//! Scenes of safety: the glass, unsafe people, restrictions, representatives, changes of the card.

use super::super::cast::{reach, representative};
use super::super::house::Unit;
use super::super::pen::general;
use super::super::{Agency, cast::Path};
use super::{DUTY, File, TEAM};
use crate::access::Reason;
use crate::acts::{
    AddRecord, AddRepresentative, AddRestriction, AmendCard, AmendSafety, BreakGlass, CloseTask, EndRepresentative,
    EndRestriction, ListRecords, OpenClient, ReadRecord, ReviewGrant,
};
use crate::class::{Category, Class};
use crate::client::{Against, Authority, ClientId, Restriction, Standing};
use crate::grant::{Grant, GrantReason};

use crate::Id;
use crate::refusal::Refusal;
use crate::task::Task;
use crate::thing::Kind;
use crate::time::{Span, Time};
use crate::worker::{Role, WorkerId};

/// A breaking of the glass that is told.
struct Broken {
    grant: Id<Grant>,
    review: Id<Task>,
    receipt: Id<Task>,
    by: WorkerId,
    client: ClientId,
}

impl Agency {
    /// A colleague breaks the glass, looks, and is asked about it.
    pub(super) fn glass(&mut self, file: &mut File, why: usize, at: Time) -> Option<()> {
        let by = self.bystander(file, at).filter(|_| file.is_plain())?;
        let reason = *GrantReason::ALL.get(why)?;
        let broken = self.break_glass(file, by, Class::General, reason, at);
        let (client, leave) = (file.client, Reason::Grant(broken.grant));
        self.tell(at.plus_minutes(1), by, leave, OpenClient { client });
        self.tell(at.plus_minutes(2), by, leave, ListRecords { client });
        if let Some(last) = file.last(at) {
            self.tell(at.plus_minutes(3), by, leave, ReadRecord { client, record: last.id });
            self.refused(at.plus_minutes(50), by, leave, ReadRecord { client, record: last.id }, Refusal::NotFoundOrNotYours);
        }
        self.review(file, &broken, at)
    }

    /// An emergency in the recovery program: the only way in for who is not of it.
    pub(super) fn sud_glass(&mut self, file: &mut File, at: Time) -> Option<()> {
        let by = self.house.who(file.site, Role::Clinician, Some(Unit::Clinic), self.days.of(at))?;
        let client = file.client;
        let not_enough = self.glass_of(file, Class::Sud, GrantReason::Danger, at);
        self.refused(at, by, TEAM, not_enough, Refusal::NeverByGlass);
        let broken = self.break_glass(file, by, Class::Sud, GrantReason::MedicalEmergency, at.plus_minutes(2));
        if let Some(last) = file.last(at) {
            self.tell(at.plus_minutes(4), by, Reason::Grant(broken.grant), ReadRecord { client, record: last.id });
        }
        self.review(file, &broken, at)
    }

    fn glass_of(&mut self, file: &mut File, class: Class, reason: GrantReason, at: Time) -> BreakGlass {
        let words = self.pen.say(general(Kind::Grant), "words", "glass.words", &mut file.chance);
        let (id, review, receipt) = (file.chance.id(at), file.chance.id(at), file.chance.id(at));
        BreakGlass { id, client: file.client, class, minutes: 30, reason, words, review, receipt }
    }

    fn break_glass(&mut self, file: &mut File, by: WorkerId, class: Class, reason: GrantReason, at: Time) -> Broken {
        let act = self.glass_of(file, class, reason, at);
        let broken = Broken { grant: act.id, review: act.review, receipt: act.receipt, by, client: act.client };
        self.tell(at, by, TEAM, act);
        broken
    }

    /// By somebody else, the next day; and the client gets the receipt.
    fn review(&mut self, file: &mut File, broken: &Broken, at: Time) -> Option<()> {
        let reviewer = self.privacy(file.site, at, &[broken.by])?;
        let proper = file.chance.percent(85);
        let rule = if proper { "glass.review" } else { "glass.improper" };
        let words = self.pen.say(general(Kind::Task), "outcome", rule, &mut file.chance);
        let (client, grant, task) = (broken.client, broken.grant, broken.review);
        self.tell(at.plus_days(1), reviewer, DUTY, ReviewGrant { client, grant, task, proper, words });
        let outcome = self.outcome(file, "glass.receipt", at);
        let closed = CloseTask { client, task: broken.receipt, outcome };
        self.tell(at.plus_days(2), file.primary, DUTY, closed);
        Some(())
    }

    /// Somebody who hurt the client comes with a paper, and the card says no.
    pub(super) fn unsafe_person(&mut self, file: &mut File, at: Time) {
        let (client, by) = (file.client, file.primary);
        let name = self.pen.say(general(Kind::Client), "unsafe_people", "person", &mut file.chance);
        file.unsafe_people.push(name.clone());
        let change = AmendSafety {
            client,
            over: file.version,
            reach: Some(reach(file, &mut self.pen)),
            address_protected: Some(true),
            survivor: Some(true),
            unsafe_people: Some(file.unsafe_people.clone()),
        };
        self.tell(at, by, TEAM, change);
        file.version += 1;
        let mut paper = representative(file, Authority::Named, at, &mut self.pen);
        paper.name = name.to_uppercase();
        self.refused(at.plus_minutes(45), by, TEAM, AddRepresentative { client, representative: paper }, Refusal::UnsafePerson);
    }

    /// A promise to the client: some people, or some outside, do not get it.
    pub(super) fn restrict(&mut self, file: &mut File, whom: usize, at: Time) -> Option<()> {
        let (client, by) = (file.client, file.primary);
        let desk = self.who_there(file, Role::FrontDesk, at).filter(|_| file.is_plain())?;
        let place = general(Kind::Client);
        let against = match whom {
            0 => Against::OutsideTeam,
            1 => Against::Program(self.program(file, Unit::School)?.id),
            2 => Against::Role(Role::FrontDesk),
            3 => Against::Payer(self.pen.say(place, "restrictions.against", "payer", &mut file.chance)),
            _ => Against::Outsider(self.pen.say(place, "restrictions.against", "person", &mut file.chance)),
        };
        let words = self.pen.say(place, "restrictions.words", "restriction.words", &mut file.chance);
        let id = file.chance.id(at);
        let restriction = Restriction { id, against, classes: Vec::new(), words, agreed_by: by, span: Span::since(at) };
        self.tell(at, by, TEAM, AddRestriction { client, restriction });
        file.version += 1;
        if whom < 3 {
            file.only_team = true;
            self.refused(at.plus_minutes(60), desk, Reason::Reception, OpenClient { client }, Refusal::NotFoundOrNotYours);
        } else {
            self.tell(at.plus_days(3), by, TEAM, EndRestriction { client, restriction: id });
            file.version += 1;
        }
        Some(())
    }

    /// Somebody may act for the client, and after a while no longer.
    pub(super) fn power(&mut self, file: &mut File, at: Time) {
        let (client, by) = (file.client, file.primary);
        for (minute, authority) in (0..).zip([Authority::PowerOfAttorney, Authority::Named]) {
            let representative = representative(file, authority, at, &mut self.pen);
            let id = representative.id;
            self.tell(at.plus_minutes(minute * 10), by, TEAM, AddRepresentative { client, representative });
            file.version += 1;
            if authority == Authority::Named {
                self.tell(at.plus_days(3), by, TEAM, EndRepresentative { client, representative: id });
                file.version += 1;
            }
        }
    }

    /// A new address, a new name; and a colleague who had the old card open.
    pub(super) fn moved(&mut self, file: &mut File, at: Time) -> Option<()> {
        let (client, by, place) = (file.client, file.primary, general(Kind::Client));
        let rule = if file.path.is_survivor() { "shelter.address" } else { "address" };
        let address = Some(self.pen.say(place, "address", rule, &mut file.chance));
        let legal_name = Some(self.pen.say(place, "legal_name", "person", &mut file.chance));
        let standing = (file.path == Path::Emancipated).then_some(Standing::Adult);
        let change = AmendCard { legal_name, address, standing, ..AmendCard::of(client, file.version) };
        self.tell(at, by, TEAM, change);
        let pronouns = Some(self.pen.say(place, "pronouns", "pronouns", &mut file.chance));
        let stale = AmendCard { pronouns, ..AmendCard::of(client, file.version) };
        self.refused(at.plus_minutes(2), by, TEAM, stale, Refusal::StaleVersion);
        file.version += 1;
        self.wrong_level(file, at.plus_minutes(30))
    }

    /// A note of one's own is no ordinary record: the desk takes it at its own level alone.
    fn wrong_level(&mut self, file: &mut File, at: Time) -> Option<()> {
        let program = self.program(file, file.path.unit())?;
        let own = Category::from_word("psychotherapy_notes")?;
        let id = file.chance.id(at);
        let text = self.pen.say(general(Kind::Record), "text", "own.self", &mut file.chance);
        let note = AddRecord { class: Class::General, text, ..AddRecord::of(id, file.client, own, &program, at) };
        self.refused(at, file.primary, TEAM, note, Refusal::WrongLevel);
        Some(())
    }

    /// What came of a task.
    pub(super) fn outcome(&mut self, file: &mut File, rule: &'static str, at: Time) -> String {
        let day = crate::practice::days::date(at).strftime("%B %-d").to_string();
        let given = super::super::grammar::Given { date: &day, name: &file.name, ..Default::default() };
        self.pen.write(general(Kind::Task), "outcome", rule, &mut file.chance, &given)
    }
}
