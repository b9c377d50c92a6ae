//! The classes of content, each with a key of its own for every client.

/// A class of content. Who may hold the key of a class follows from [`Class::is_person_wrapped`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What belongs to the agency and no client: workers, programs, settings.
    Agency,
    /// The ordinary chart.
    General,
    /// Claims, payments, insurance.
    Billing,
    /// Legal papers and counsel's advice.
    Legal,
    /// Group work: who was there, what the group did.
    Group,
    /// Records of a substance use disorder program (42 CFR Part 2).
    Sud,
    /// Counselling notes of such a program (42 CFR 2.11), kept apart.
    SudCounselingNotes,
    /// Psychotherapy notes (45 CFR 164.501), kept apart.
    PsychotherapyNotes,
    /// The privileged file of an advocate.
    Privileged,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 9] = [
        Self::Agency,
        Self::General,
        Self::Billing,
        Self::Legal,
        Self::Group,
        Self::Sud,
        Self::SudCounselingNotes,
        Self::PsychotherapyNotes,
        Self::Privileged,
    ];

    /// The word for it in columns, pages and law packs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::General => "general",
            Self::Billing => "billing",
            Self::Legal => "legal",
            Self::Group => "group",
            Self::Sud => "sud",
            Self::SudCounselingNotes => "sud_counseling_notes",
            Self::PsychotherapyNotes => "psychotherapy_notes",
            Self::Privileged => "privileged",
        }
    }

    /// The class of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// Whether its keys are sealed to entitled people and the recovery set, and never to a key that the program holds.
    pub fn is_person_wrapped(self) -> bool {
        matches!(self, Self::SudCounselingNotes | Self::PsychotherapyNotes | Self::Privileged)
    }
}
