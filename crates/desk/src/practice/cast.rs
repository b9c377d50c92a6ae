//! Who comes: the paths on which clients are, and their cards.

use jiff::civil::Date;

use super::chance::Chance;
use super::days::date;
use super::file::File;
use super::house::Unit;
use super::pen::{Pen, general};
use crate::class::Category;
use crate::client::{Authority, Channel, Client, Enrolment, Hours, Line, Representative, SafeContact, Standing};
use crate::program::ProgramId;
use crate::thing::Kind;
use crate::time::{Span, Time};
use crate::worker::{Role, WorkerId};

/// Why somebody comes, and in what standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    Adult,
    Survivor,
    Recovery,
    Child,
    /// Under age, consented alone.
    Teen,
    Group,
    /// The one of a couple in whose scenes both meet.
    Couple,
    /// The other one.
    Partner,
    Emancipated,
    Ward,
    Student,
    Service,
    /// The clinic and the recovery program.
    Two,
    Colleague,
    Decedent,
    /// A survivor in the safe house.
    Housed,
}

/// The first clients, so that even a small agency has one of each. A couple begins at an even place.
const FIRST: &[Path] = &[
    Path::Adult,
    Path::Survivor,
    Path::Recovery,
    Path::Child,
    Path::Teen,
    Path::Group,
    Path::Couple,
    Path::Partner,
    Path::Emancipated,
    Path::Ward,
    Path::Student,
    Path::Service,
    Path::Two,
    Path::Colleague,
    Path::Decedent,
    Path::Housed,
];

/// The others, as often as they come in life.
const OFTEN: &[Path] = &[
    Path::Adult,
    Path::Adult,
    Path::Adult,
    Path::Adult,
    Path::Adult,
    Path::Adult,
    Path::Group,
    Path::Group,
    Path::Recovery,
    Path::Recovery,
    Path::Survivor,
    Path::Housed,
    Path::Child,
    Path::Teen,
    Path::Student,
    Path::Two,
    Path::Service,
];

impl Path {
    /// The path of the client of that number.
    pub(super) fn of(seed: u64, number: usize) -> Self {
        if let Some(path) = FIRST.get(number) {
            return *path;
        }
        let pair = u64::try_from(number / 2).unwrap_or_default();
        match (Chance::stream(seed, 2, pair).percent(12), number % 2) {
            (true, 0) => Self::Couple,
            (true, _) => Self::Partner,
            (false, odd) => {
                Chance::stream(seed, 3, pair * 2 + u64::try_from(odd).unwrap_or_default()).pick(OFTEN).unwrap_or(Self::Adult)
            }
        }
    }

    pub(super) const fn unit(self) -> Unit {
        match self {
            Self::Survivor | Self::Housed => Unit::Shelter,
            Self::Recovery => Unit::Recovery,
            Self::Student => Unit::School,
            Self::Service => Unit::Base,
            _ => Unit::Clinic,
        }
    }

    /// The role of who answers for the care.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Survivor | Self::Housed => Role::Advocate,
            Self::Recovery => Role::SudCounselor,
            _ => Role::Clinician,
        }
    }

    pub(super) const fn is_survivor(self) -> bool {
        matches!(self, Self::Survivor | Self::Housed)
    }

    const fn standing(self) -> Standing {
        match self {
            Self::Child | Self::Student => Standing::Minor,
            Self::Teen => Standing::ConsentedAlone,
            Self::Emancipated => Standing::Emancipated,
            Self::Ward => Standing::Guardianship,
            _ => Standing::Adult,
        }
    }

    const fn ages(self) -> (i64, i64) {
        match self {
            Self::Child => (6, 13),
            Self::Teen => (15, 17),
            Self::Student => (12, 18),
            Self::Emancipated => (16, 18),
            Self::Service => (19, 40),
            Self::Decedent => (61, 84),
            _ => (19, 71),
        }
    }
}

/// The card with which somebody is taken in.
pub(super) fn card(file: &mut File, program: ProgramId, colleague: Option<WorkerId>, at: Time, pen: &mut Pen) -> Client {
    let place = general(Kind::Client);
    let chance = &mut file.chance;
    let name = format!("{} {}", file.name, pen.word("family", chance));
    let mut card = Client::new(file.client, pen.mark(place, "chosen_name", name));
    if chance.percent(12) {
        card.legal_name = Some(pen.say(place, "legal_name", "person", chance));
    }
    // Drawn in any case, so that planting canaries changes nothing else.
    let (told, pronouns) = (chance.percent(60), pen.word("pronouns", chance));
    card.pronouns = (told || pen.plants()).then(|| pen.mark(place, "pronouns", pronouns));
    card.born = Some(born(file.path, at, chance));
    card.standing = file.path.standing();
    card.survivor = file.path.is_survivor();
    card.address_protected = card.survivor;
    let address = if card.survivor { "shelter.address" } else { "address" };
    card.address = Some(pen.say(place, "address", address, chance));
    card.jurisdictions = if file.number % 9 == 4 { vec!["nm".into(), "co".into()] } else { vec!["nm".into()] };
    card.enrolments = vec![Enrolment::open(program, at)];
    card.colleague = colleague;
    if card.survivor || matches!(file.path, Path::Teen) {
        file.unsafe_people = vec![pen.say(place, "unsafe_people", "person", chance)];
        card.unsafe_people.clone_from(&file.unsafe_people);
    }
    card.representatives = representatives(file, at, pen);
    card.reach = reach(file, pen);
    card
}

fn born(path: Path, at: Time, chance: &mut Chance) -> Date {
    let (from, to) = path.ages();
    let years = chance.within(from, to);
    date(at.plus_days(-(years * 365 + years / 4) - chance.within(1, 300)))
}

/// How to reach them: one safe line at least, and for who is in danger one that is not.
pub(super) fn reach(file: &mut File, pen: &mut Pen) -> SafeContact {
    let place = general(Kind::Client);
    let mut lines = vec![line(file, Channel::Phone, true, pen)];
    let second = Channel::ALL.iter().copied().cycle().nth(file.number % Channel::ALL.len());
    lines.extend(second.map(|channel| line(file, channel, true, pen)));
    if file.path.is_survivor() || file.chance.percent(15) {
        lines.push(line(file, Channel::Phone, false, pen));
    }
    let chance = &mut file.chance;
    let mut languages = if file.spanish { vec!["es".into(), "en".into()] } else { vec![pen.word("language", chance)] };
    if pen.plants() {
        languages.push(pen.mark(place, "reach.languages", "other".into()));
    }
    SafeContact {
        lines,
        ask_for: chance.percent(40).then(|| pen.say(place, "reach.ask_for", "given", chance)),
        if_another_answers: chance.percent(50).then(|| pen.say(place, "reach.if_another_answers", "answer.other", chance)),
        code_word: chance.percent(50).then(|| pen.say(place, "reach.code_word", "code.word", chance)),
        languages,
    }
}

fn line(file: &mut File, channel: Channel, safe: bool, pen: &mut Pen) -> Line {
    let (place, field, chance) = (general(Kind::Client), "reach.lines.place", &mut file.chance);
    let to = match channel {
        Channel::Phone | Channel::Text => pen.phone(place, field, chance),
        Channel::Mail => pen.mailbox(place, field, chance),
        Channel::Post => pen.say(place, field, "address", chance),
        Channel::Portal => pen.mark(place, field, "portal".into()),
        Channel::Person => pen.say(place, field, "trusted", chance),
    };
    let from = u8::try_from(chance.within(8, 12)).unwrap_or(8);
    let hours = if chance.percent(40) { vec![Hours { from, to: from + 6 }] } else { Vec::new() };
    Line { channel, place: to, safe, hours, voicemail: safe && chance.percent(30) }
}

fn representatives(file: &mut File, at: Time, pen: &mut Pen) -> Vec<Representative> {
    let authorities: &[Authority] = match file.path {
        Path::Child | Path::Teen => &[Authority::Parent],
        Path::Student => &[Authority::Parent, Authority::GuardianAdLitem],
        Path::Ward => &[Authority::Guardian],
        _ => &[],
    };
    authorities.iter().map(|authority| representative(file, *authority, at, pen)).collect()
}

/// Somebody who may act for the client.
pub(super) fn representative(file: &mut File, authority: Authority, at: Time, pen: &mut Pen) -> Representative {
    let place = general(Kind::Client);
    let chance = &mut file.chance;
    let proof = match authority {
        Authority::Parent => "proof.parent",
        Authority::Guardian | Authority::GuardianAdLitem => "proof.guardian",
        Authority::PowerOfAttorney => "proof.power",
        Authority::Estate => "proof.estate",
        Authority::Named => "proof.named",
    };
    let private = ["reproductive", "progress_notes"].iter().filter_map(|word| Category::from_word(word));
    Representative {
        id: chance.id(at),
        name: pen.say(place, "representatives.name", "person", chance),
        authority,
        proof: pen.say(place, "representatives.proof", proof, chance),
        never: if file.path == Path::Teen { private.collect() } else { Vec::new() },
        limits: chance.percent(50).then(|| pen.say(place, "representatives.limits", "limits", chance)),
        span: Span::since(at),
    }
}
