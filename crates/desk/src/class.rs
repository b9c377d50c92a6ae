//! The levels at which content is sealed, and the level of every category of the law.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::words;

words! {
    /// A level: each client has one key for each, so that a level can be opened, shared or destroyed alone.
    pub enum Class {
        /// The agency's own things: workers, programs. Not a client's.
        Agency = "agency",
        /// The ordinary file.
        General = "general",
        /// What a claim needs.
        Billing = "billing",
        /// Legal papers, counsel's advice, peer review.
        Legal = "legal",
        /// What was said in a group: it tells of several people.
        Group = "group",
        /// Records of a Part 2 program.
        Sud = "sud",
        /// Counselling notes kept apart from the rest of a Part 2 record (42 CFR 2.11).
        SudCounselingNotes = "sud_counseling_notes",
        /// Notes kept apart from the rest of the record (45 CFR 164.501).
        PsychotherapyNotes = "psychotherapy_notes",
        /// A victim advocate's file.
        Privileged = "privileged",
    }
}

impl Class {
    /// Whether its key is sealed to people alone, never to the agency's own key.
    pub const fn is_person_wrapped(self) -> bool {
        matches!(self, Self::SudCounselingNotes | Self::PsychotherapyNotes | Self::Privileged)
    }

    /// The classes of a client's file: all but the agency's own.
    pub fn of_clients() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|c| *c != Self::Agency)
    }

    /// Whether a record may be sealed at this level when its category asks for `least`. Levels only rise, and the most private
    /// levels take nothing but their own: a note kept among ordinary ones is no psychotherapy note.
    pub fn holds(self, least: Self) -> bool {
        let ordinary = matches!(least, Self::General | Self::Billing);
        match self {
            Self::Legal | Self::Privileged => ordinary || self == least,
            Self::Group => matches!(least, Self::General | Self::Group),
            Self::Sud => matches!(least, Self::General | Self::Group | Self::Sud),
            Self::Agency => false,
            Self::General | Self::Billing | Self::SudCounselingNotes | Self::PsychotherapyNotes => self == least,
        }
    }
}

/// A category of the law's vocabulary (`packs/enums.toml`), by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category(&'static str);

/// Every category and its level. `None`: not a kind of record (totals outside the chart, or a word for the whole chart).
const CATEGORIES: &[(&str, Option<Class>)] = &[
    ("identity", Some(Class::General)),
    ("contact", Some(Class::General)),
    ("client_status", Some(Class::General)),
    ("location_shelter", Some(Class::Privileged)),
    ("appointment_dates", Some(Class::Billing)),
    ("attendance_summary", Some(Class::General)),
    ("session_start_stop", Some(Class::Billing)),
    ("modality_frequency", Some(Class::Billing)),
    ("diagnosis", Some(Class::General)),
    ("symptoms", Some(Class::General)),
    ("functional_status", Some(Class::General)),
    ("treatment_plan", Some(Class::General)),
    ("prognosis", Some(Class::General)),
    ("progress_summary", Some(Class::General)),
    ("progress_notes", Some(Class::General)),
    ("psychotherapy_notes", Some(Class::PsychotherapyNotes)),
    ("test_results", Some(Class::General)),
    ("medication", Some(Class::General)),
    ("billing_codes", Some(Class::Billing)),
    ("account_balance", Some(Class::Billing)),
    ("sud_records", Some(Class::Sud)),
    ("sud_counseling_notes", Some(Class::SudCounselingNotes)),
    ("hiv", Some(Class::General)),
    ("genetic", Some(Class::General)),
    ("reproductive", Some(Class::General)),
    ("group_session", Some(Class::Group)),
    ("third_party_info", Some(Class::General)),
    ("threat_statement", Some(Class::General)),
    ("victim_identity", Some(Class::General)),
    ("danger_assessment", Some(Class::General)),
    ("abuse_details", Some(Class::General)),
    ("child_identity", Some(Class::General)),
    ("abuser_identity", Some(Class::General)),
    ("safety_plan", Some(Class::General)),
    ("education_record", Some(Class::General)),
    ("ferpa_treatment_record", Some(Class::General)),
    ("duty_restrictions", Some(Class::General)),
    ("obtained_outside_records", Some(Class::General)),
    ("correspondence", Some(Class::General)),
    ("internal_qa", Some(Class::Legal)),
    ("aggregate", None),
    ("deidentified", None),
    ("limited_data_set", None),
    ("whole_record", None),
];

impl Category {
    /// Every category, in the order of the vocabulary.
    pub fn all() -> impl Iterator<Item = Self> {
        CATEGORIES.iter().map(|(word, _)| Self(word))
    }

    /// The category of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|c| c.0 == word)
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        self.0
    }

    /// The level it asks for by itself; `Agency` for what is no kind of record.
    pub fn class(self) -> Class {
        CATEGORIES.iter().find(|(word, _)| *word == self.0).and_then(|(_, class)| *class).unwrap_or(Class::Agency)
    }

    /// Whether a record can be of it.
    pub fn is_kind_of_record(self) -> bool {
        self.class() != Class::Agency
    }

    /// The level it asks for in a program: ordinary content of a Part 2 program is a Part 2 record (42 CFR 2.11), whatever it is called.
    pub fn class_in(self, part2: bool) -> Class {
        match self.class() {
            Class::General | Class::Group if part2 => Class::Sud,
            class => class,
        }
    }
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        Self::from_word(&word).ok_or_else(|| serde::de::Error::custom("not a category"))
    }
}
