//! What a health plan is told so that it pays: who pays, what a visit was by its codes, and the claim. Never a word of a note.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::appointment::{Appointment, AppointmentKind};
use crate::client::{Against, Channel, Client, ClientId, Line, Restriction, folded};
use crate::consent::Consent;
use crate::flows::Ruled;
use crate::id::Id;
use crate::plain::quiet;
use crate::program::ProgramId;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Whose plan it is: whoever holds it gets its letters.
    pub enum Policyholder {
        /// The client's own.
        Client = "client",
        /// Somebody else's: a spouse, a parent.
        Other = "other",
    }
}

words! {
    /// What a plan is bound to pay for, in the law's words.
    pub enum Covers {
        /// Visits while living at home.
        Outpatient = "outpatient",
        /// Live-in treatment.
        Residential = "residential",
        /// Neither.
        None = "none",
    }
}

/// What the law asks of a claim beside the file: facts of the vocabulary, asked once, when it is entered who pays.
pub const ASKED: &[&str] = &[
    "client_objects",
    "record_sealed_by_court",
    "workers_comp_claim",
    "involuntary_or_certified_care",
    "holder_state_regulated_facility",
    "holder_part2_lawful_holder",
    "client_lacks_capacity",
];

words! {
    /// Where a visit's charge stands.
    pub enum ChargeState {
        /// To be billed.
        Open = "open",
        /// A claim was made of it.
        Claimed = "claimed",
    }
}

words! {
    /// Where a claim stands.
    pub enum ClaimState {
        /// It was made.
        Made = "made",
        /// It was taken back.
        Void = "void",
    }
}

words! {
    /// The fields of a claim, and no others: what is no member here can stand in no claim.
    pub enum ClaimField {
        /// The plan.
        Payer = "payer",
        /// The number on the member's card.
        Member = "member",
        /// The name for papers.
        Patient = "patient",
        /// Birth date.
        Born = "born",
        /// Whose plan it is.
        Policyholder = "policyholder",
        /// Where letters for the client go.
        SendTo = "send_to",
        /// The day of the visit.
        Day = "day",
        /// When it began.
        Start = "start",
        /// How long it took.
        Minutes = "minutes",
        /// What kind of visit.
        Visit = "visit",
        /// The diagnosis, by its code.
        Diagnosis = "diagnosis",
        /// What the payer calls it.
        DiagnosisLabel = "diagnosis_label",
        /// The service, by its code.
        Service = "service",
        /// What it costs.
        Charge = "charge",
        /// Who gave it.
        Rendering = "rendering",
    }
}

impl ClaimField {
    /// Which kind of information it is, in the law's word; what is none of the client's needs no leave.
    pub const fn category(self) -> Option<&'static str> {
        match self {
            Self::Payer | Self::Rendering => None,
            Self::Member | Self::Patient | Self::Born | Self::Policyholder => Some("identity"),
            Self::SendTo => Some("contact"),
            Self::Day => Some("appointment_dates"),
            Self::Start | Self::Minutes => Some("session_start_stop"),
            Self::Visit => Some("modality_frequency"),
            Self::Diagnosis | Self::DiagnosisLabel => Some("diagnosis"),
            Self::Service | Self::Charge => Some("billing_codes"),
        }
    }

    /// Whether there is no claim without it.
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Member | Self::Patient | Self::Born | Self::SendTo | Self::Day | Self::Diagnosis | Self::Service)
    }
}

words! {
    /// Why no claim is made, beside the law.
    pub enum Hindrance {
        /// The client pays, and the plan is not told.
        SelfPay = "self_pay",
        /// Nobody has entered who pays.
        NoPayer = "no_payer",
        /// The birth date is not on the card.
        NoBirthDate = "no_birth_date",
        /// Somebody else holds the plan, and no safe address is on the card.
        NoSafeAddress = "no_safe_address",
        /// The permission on file names another payer.
        OtherPayer = "other_payer",
    }
}

/// Who pays for a client's care. Sealed at the client's `billing` level.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Its id.
    pub id: Id<Self>,
    /// Whose.
    pub client: ClientId,
    /// The plan, by name.
    pub payer: String,
    /// The number on the member's card.
    pub member: String,
    /// Whose plan it is.
    pub holder: Policyholder,
    /// What the law asks of a claim beside the file, as somebody said it: facts of the vocabulary.
    pub facts: BTreeMap<String, Json>,
    /// When that was.
    pub at: Time,
    /// Who entered it.
    pub by: WorkerId,
}

/// What a visit was, by its codes, as whoever held it says. Sealed at the client's `billing` level.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Its id.
    pub id: Id<Self>,
    /// Whose visit.
    pub client: ClientId,
    /// Which.
    pub appointment: Id<Appointment>,
    /// When it was; what was held is not moved any more, so it stands here once.
    pub visit: Time,
    /// How long it took.
    pub minutes: u16,
    /// What kind.
    pub kind: AppointmentKind,
    /// In which program.
    pub program: ProgramId,
    /// Who gave it.
    pub rendering: WorkerId,
    /// The service, by its code.
    pub service: String,
    /// The diagnosis, by its code.
    pub diagnosis: String,
    /// What the payer calls that diagnosis: a label, never a narrative.
    pub label: String,
    /// What it costs, in cents.
    pub cents: u64,
    /// When it was entered.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
    /// Where it stands.
    pub state: ChargeState,
    /// The claim that was made of it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Id<Claim>>,
}

/// One field of a claim.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Which.
    pub field: ClaimField,
    /// What it says: plain text, a day as `2026-03-02`, an hour as `10:00`, cents, or a word.
    pub value: String,
}

/// Why a claim was taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// In the worker's words.
    pub why: String,
    /// When.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
}

/// A claim: what a plan is told of one visit. Sealed at the client's `billing` level.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: Id<Self>,
    /// Whose.
    pub client: ClientId,
    /// Of which visit.
    pub charge: Id<Charge>,
    /// What it says, and nothing else.
    pub lines: Vec<ClaimLine>,
    /// What the law said when it was made.
    pub ruling: Ruled,
    /// When.
    pub made: Time,
    /// By whom.
    pub by: WorkerId,
    /// Where it stands.
    pub state: ClaimState,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Voided>,
}
quiet!(Coverage, Charge, ClaimLine, Voided, Claim);

impl Coverage {
    /// Whether that name is the payer's.
    pub fn is_called(&self, name: &str) -> bool {
        folded(&self.payer) == folded(name)
    }
}

/// A visit as whoever bills sees it: what a claim would say, what hinders it, what the law says, and the claim.
#[derive(Clone, PartialEq)]
pub struct Bill {
    /// The visit.
    pub charge: Charge,
    /// The name to use.
    pub chosen_name: String,
    /// What a claim would say, or says.
    pub lines: Vec<ClaimLine>,
    /// What hinders it.
    pub hindrances: Vec<Hindrance>,
    /// The law's answer; none where there is nothing to ask yet.
    pub ruling: Option<Ruled>,
    /// The client's permission that it rests on, if there is one.
    pub permission: Option<Id<Consent>>,
    /// The claim, if one was made.
    pub claim: Option<Claim>,
}

/// Who pays for a client's care, as whoever enters it sees it.
#[derive(Clone, PartialEq)]
pub struct Paying {
    /// The name to use.
    pub chosen_name: String,
    /// What is entered, and its version.
    pub coverage: Option<(Coverage, i64)>,
    /// Whether a safe address for letters is on the card.
    pub safe_address: bool,
}

/// A line of the queue.
#[derive(Clone, PartialEq, Eq)]
pub struct Billable {
    /// The visit's charge.
    pub charge: Charge,
    /// The name to use.
    pub chosen_name: String,
    /// What stands in the way, beside the law.
    pub hindrances: Vec<Hindrance>,
    /// Whether a claim can be made now.
    pub ready: bool,
}
quiet!(Bill, Billable, Paying);

impl Bill {
    /// Whether a claim can be made now.
    pub fn is_ready(&self) -> bool {
        let made = self.claim.as_ref().is_some_and(|claim| claim.state == ClaimState::Made);
        !made && self.hindrances.is_empty() && self.ruling.as_ref().is_some_and(|ruled| goes_whole(ruled, &self.lines))
    }
}

/// Whether the law lets everything go without which there is no claim.
pub(crate) fn goes_whole(ruled: &Ruled, lines: &[ClaimLine]) -> bool {
    let needed = lines.iter().filter(|line| line.field.is_needed());
    ruled.is_yes() && needed.into_iter().all(|line| lets_go(ruled, line.field))
}

/// Whether the law lets a field go.
pub fn lets_go(ruled: &Ruled, field: ClaimField) -> bool {
    field.category().is_none_or(|category| ruled.may.iter().any(|may| may == category))
}

/// Whether the client pays for a visit at that time and the plan is not told (45 CFR 164.522(a)(1)(vi)). Names of plans are typed by hand,
/// so a promise about one keeps the visit from all; one that ended before the visit does not speak of it.
pub(crate) fn is_self_paid(client: &Client, visit: Time) -> bool {
    let speaks = |r: &Restriction| r.span.until.is_none_or(|end| visit < end);
    client.restrictions.iter().any(|r| matches!(r.against, Against::Payer(_)) && speaks(r))
}

/// A safe place to which letters go.
pub(crate) fn safe_address(client: &Client) -> Option<&str> {
    let lines = &client.reach.lines;
    let place = |channel: Channel| {
        let safe = |line: &&Line| line.safe && line.channel == channel;
        let elsewhere_unsafe = |place: &str| lines.iter().any(|l| !l.safe && folded(&l.place) == folded(place));
        lines.iter().filter(safe).map(|line| line.place.as_str()).find(|place| !elsewhere_unsafe(place))
    };
    place(Channel::Post).or_else(|| place(Channel::Mail))
}
