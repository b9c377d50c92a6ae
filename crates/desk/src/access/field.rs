//! Which parts of a client's card which role sees.

use crate::words::words;
use crate::worker::Role;

words! {
    /// A part of a client's card.
    pub enum Field {
        /// The name to use.
        ChosenName = "chosen_name",
        /// The name for papers.
        LegalName = "legal_name",
        /// Pronouns.
        Pronouns = "pronouns",
        /// Birth date.
        Born = "born",
        /// How to reach them safely.
        Reach = "reach",
        /// The code word of the safe-contact card.
        CodeWord = "code_word",
        /// Where they live, unless protected.
        Address = "address",
        /// Where they live, though protected.
        ProtectedAddress = "protected_address",
        /// Who may act for them, and standing.
        Representatives = "representatives",
        /// Who is unsafe for them.
        UnsafePeople = "unsafe_people",
        /// Day of death.
        Died = "died",
        /// Programs and whose law applies.
        Programs = "programs",
        /// That they are a survivor.
        Survivor = "survivor",
        /// Restrictions and consents between programs.
        Restrictions = "restrictions",
    }
}

use Field::{
    Address, Born, ChosenName, CodeWord, Died, LegalName, Programs, Pronouns, Reach, Representatives, Restrictions, Survivor,
    UnsafePeople,
};

/// The parts a role sees of a card that it may open (45 CFR 164.514(d)(2): what the work needs).
pub const fn fields_of(role: Role) -> &'static [Field] {
    match role {
        Role::Clinician | Role::Prescriber | Role::SocialWorker | Role::Advocate | Role::SudCounselor | Role::Intern => {
            Field::ALL
        }
        Role::Supervisor | Role::PrivacyOfficer => Field::ALL,
        Role::ShelterWorker => &[
            ChosenName,
            LegalName,
            Pronouns,
            Born,
            Reach,
            CodeWord,
            Address,
            Representatives,
            UnsafePeople,
            Survivor,
            Restrictions,
        ],
        Role::Facilitator => &[ChosenName, Pronouns],
        Role::Volunteer => &[ChosenName, Pronouns, Reach],
        Role::FrontDesk => &[ChosenName, Pronouns, Reach, Address],
        Role::RecordsClerk => {
            &[ChosenName, LegalName, Pronouns, Born, Reach, Address, Representatives, UnsafePeople, Died, Programs, Restrictions]
        }
        Role::Biller => &[ChosenName, LegalName, Born, Reach, Address, Restrictions],
        Role::Counsel => &[ChosenName, LegalName, Born, Representatives, Died, Programs, Restrictions],
        Role::Director | Role::Administrator | Role::Auditor => &[],
    }
}
