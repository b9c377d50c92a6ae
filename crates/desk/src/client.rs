//! Whom a file is about.

mod reach;
mod representative;
mod restriction;

pub use reach::{Channel, Hours, Line, SafeContact};
pub use representative::{Authority, Representative};
pub use restriction::{Against, InsideConsent, Restriction};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::plain::quiet;
use crate::program::ProgramId;
use crate::time::{Now, Span, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// A client's id.
pub type ClientId = Id<Client>;

words! {
    /// Where a file stands.
    pub enum ClientState {
        /// In care.
        Active = "active",
        /// No longer in care; kept until its time.
        Closed = "closed",
        /// Its keys are gone.
        Destroyed = "destroyed",
    }
}

words! {
    /// In what standing a person under age, or once under age, stands to their own file.
    pub enum Standing {
        /// Of age.
        Adult = "adult",
        /// Under age; a parent or guardian acts, within the law's limits.
        Minor = "minor",
        /// Under age and emancipated: acts for themselves.
        Emancipated = "emancipated",
        /// Under age, and consented alone to this care where the law lets them: acts for themselves in it.
        ConsentedAlone = "consented_alone",
        /// Of age, under guardianship.
        Guardianship = "guardianship",
    }
}

/// A client's part in a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The program.
    pub program: ProgramId,
    /// While it lasts.
    pub span: Span,
}

impl Enrolment {
    /// In that program, from that moment.
    pub const fn open(program: ProgramId, from: Time) -> Self {
        Self { program, span: Span::since(from) }
    }
}

/// A client: the card that stands before the file. Sealed at the client's `general` level.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// Opaque, and the only thing about a client that stands in the clear.
    pub id: ClientId,
    /// The name to use, always.
    pub chosen_name: String,
    /// The name for papers that need it, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// In the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// How to reach them without harm. Nothing is sent until it holds a safe line.
    #[serde(default)]
    pub reach: SafeContact,
    /// Where they live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address is never printed, sent or shown beyond those who must know it.
    #[serde(default)]
    pub address_protected: bool,
    /// Who may lawfully act for them.
    #[serde(default)]
    pub representatives: Vec<Representative>,
    /// People who hurt, or may have hurt, them: never a representative, never a signer, never told.
    #[serde(default)]
    pub unsafe_people: Vec<String>,
    /// Of age, under age, and who acts.
    pub standing: Standing,
    /// The day of death: the duty lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<Date>,
    /// Programs they are, or were, in.
    #[serde(default)]
    pub enrolments: Vec<Enrolment>,
    /// Whose law applies: words of the vocabulary's `jurisdiction`.
    #[serde(default)]
    pub jurisdictions: Vec<String>,
    /// A survivor of domestic or sexual violence, dating violence or stalking.
    #[serde(default)]
    pub survivor: bool,
    /// They are also a worker here: then the whole file is hidden from all but the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colleague: Option<WorkerId>,
    /// Limits they asked for and the agency agreed to (45 CFR 164.522(a)).
    #[serde(default)]
    pub restrictions: Vec<Restriction>,
    /// Consents by which programs of this agency may open what another program keeps apart.
    #[serde(default)]
    pub inside_consents: Vec<InsideConsent>,
    /// Where the file stands.
    pub state: ClientState,
}
quiet!(Client);

impl Client {
    /// A new client, in care, known by the name they chose.
    pub fn new(id: ClientId, chosen_name: impl Into<String>) -> Self {
        Self {
            id,
            chosen_name: chosen_name.into(),
            legal_name: None,
            pronouns: None,
            born: None,
            reach: SafeContact::default(),
            address: None,
            address_protected: false,
            representatives: Vec::new(),
            unsafe_people: Vec::new(),
            standing: Standing::Adult,
            died: None,
            enrolments: Vec::new(),
            jurisdictions: Vec::new(),
            survivor: false,
            colleague: None,
            restrictions: Vec::new(),
            inside_consents: Vec::new(),
            state: ClientState::Active,
        }
    }

    /// The programs they are in at that moment; of a closed file, those they were in.
    pub fn programs(&self, now: Now) -> impl Iterator<Item = &Enrolment> {
        let closed = self.state != ClientState::Active;
        self.enrolments.iter().filter(move |e| closed || e.span.holds(now))
    }

    /// The name for papers that need the legal one.
    pub fn name_on_paper(&self) -> &str {
        self.legal_name.as_deref().unwrap_or(&self.chosen_name)
    }

    /// Every name by which the client is looked up.
    pub fn names(&self) -> Vec<String> {
        std::iter::once(&self.chosen_name).chain(&self.legal_name).cloned().collect()
    }

    /// Whether a name is that of somebody who hurt, or may have hurt, them. Case, accents' marks and spacing do not matter.
    pub fn is_unsafe(&self, name: &str) -> bool {
        self.unsafe_people.iter().any(|person| folded(person) == folded(name))
    }
}

/// A name as it is compared: letters and digits only, small.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(plain_letter).collect()
}

/// The letter under the marks that English and Spanish names carry.
const fn plain_letter(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}
