//! The plain questions that come first, and what follows from their answers.

use serde_json::{Value as Json, json};

use super::run::Run;

/// A question, by what it is called in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Who is asking.
    Who,
    /// Which of several.
    Which,
    /// About whom.
    Whom,
    /// What they want.
    What,
    /// Why.
    Why,
    /// What there is in writing.
    Writing,
    /// A fact that the law still needs.
    Fact(String),
    /// All answers once more.
    Check,
}

impl Step {
    pub(super) fn of(key: &str) -> Self {
        match key {
            "who" => Self::Who,
            "which" => Self::Which,
            "whom" => Self::Whom,
            "what" => Self::What,
            "why" => Self::Why,
            "writing" => Self::Writing,
            "check" => Self::Check,
            fact => Self::Fact(fact.to_owned()),
        }
    }

    pub(super) fn key(&self) -> &str {
        match self {
            Self::Who => "who",
            Self::Which => "which",
            Self::Whom => "whom",
            Self::What => "what",
            Self::Why => "why",
            Self::Writing => "writing",
            Self::Check => "check",
            Self::Fact(fact) => fact,
        }
    }

    pub(super) fn is_answered(&self, run: &Run) -> bool {
        run.answer(self.key()).is_some()
    }
}

/// The plain questions of this run, in order.
pub(super) fn fixed(run: &Run) -> impl Iterator<Item = Step> {
    let which = run.word("who").is_some_and(|who| kinds(who).len() > 1);
    let steps = [Step::Who, Step::Which, Step::Whom, Step::What, Step::Why, Step::Writing];
    steps.into_iter().filter(move |step| which || *step != Step::Which)
}

/// Who may ask: the plain word, and the recipients of the vocabulary that it can be. None named: any.
pub(super) const ASKERS: [(&str, &[&str]); 12] = [
    ("client", &["client"]),
    ("parent", &["parent_guardian"]),
    ("provider", &["treating_provider"]),
    ("insurer", &["insurer_payer"]),
    ("school", &["school_officials"]),
    ("police", &["law_enforcement"]),
    (
        "lawyer",
        &["client_attorney", "opposing_party_attorney", "prosecutor", "defence_attorney", "guardian_ad_litem", "own_attorney"],
    ),
    ("court", &["court"]),
    ("probation", &["probation_officer"]),
    ("family", &["family_friend"]),
    ("researcher", &["researcher"]),
    (
        "other",
        &[
            "employer",
            "landlord",
            "partner_agency",
            "funder",
            "media",
            "child_protective_services",
            "adult_protective_services",
            "care_facility_ombudsman",
            "tribal_authority",
            "licensing_board",
            "oversight_agency",
            "accreditor_auditor",
            "military_command",
            "emergency_medical",
            "crisis_services",
            "potential_victim",
            "medical_examiner",
            "public_health",
            "mental_health_authority",
            "personal_representative",
            "primary_caregiver",
            "consulting_professional",
            "internal_supervisor",
            "internal_team",
            "internal_clerical",
            "intern_trainee",
            "billing_vendor",
            "liability_insurer",
            "group_member",
            "abuser_or_perpetrator",
            "firearm_authority",
            "immigration_authority",
            "foreign_authority",
            "member_of_public",
        ],
    ),
];

pub(super) fn kinds(who: &str) -> &'static [&'static str] {
    ASKERS.iter().find(|(word, _)| *word == who).map_or(&[], |(_, kinds)| kinds)
}

/// What they commonly want, and the categories that it is.
pub(in crate::web) const WANTS: [(&str, &[&str]); 7] = [
    ("status", &["client_status"]),
    ("attendance", &["appointment_dates", "attendance_summary"]),
    ("summary", &["diagnosis", "treatment_plan", "progress_summary"]),
    ("billing", &["identity", "appointment_dates", "modality_frequency", "diagnosis", "billing_codes"]),
    ("contact", &["identity", "contact"]),
    ("notes", &["progress_notes"]),
    ("whole", &["whole_record"]),
];

/// Why they commonly ask.
pub(super) fn purposes(who: &str) -> &'static [&'static str] {
    match who {
        "client" => &["client_access", "client_directed"],
        "parent" => &["family_involvement", "custody_dispute", "treatment"],
        "provider" => &["treatment", "care_coordination", "referral", "emergency_treatment", "professional_consultation"],
        "insurer" => &["payment", "oversight_audit", "insurance_underwriting"],
        "school" => &["education_services", "school_safety", "care_coordination"],
        "police" => &["criminal_investigation", "protect_from_harm", "confirm_status"],
        "lawyer" => &["litigation", "custody_dispute", "client_directed", "agency_defence"],
        "court" => &["litigation", "custody_dispute"],
        "probation" => &["criminal_investigation", "litigation", "care_coordination"],
        "family" => &["family_involvement", "improve_relationship", "best_interest", "confirm_status"],
        "researcher" => &["research"],
        _ => &[],
    }
}

/// What there may be in writing.
pub(super) const PAPERS: [&str; 6] = ["nothing", "release", "subpoena", "order", "letter", "several"];

/// Facts that the plain answers say.
pub(super) fn implied(run: &Run) -> Vec<(&'static str, Json)> {
    let mut facts = Vec::new();
    if run.word("danger") == Some("no") {
        facts.extend(no_danger());
    }
    if let Some(who) = run.word("who") {
        let which = run.word("which").filter(|which| kinds(who).contains(which));
        let kind = if let [only] = kinds(who) { Some(*only) } else { which };
        facts.extend(kind.map(|kind| ("recipient_kind", json!(kind))));
        let authority = match who {
            "client" => Some("client"),
            "insurer" | "school" | "police" | "court" | "probation" | "researcher" | "provider" => Some("none"),
            _ => None,
        };
        facts.extend(authority.map(|word| ("requester_authority", json!(word))));
    }
    if let Some(what) = run.answer("what").filter(|what| !what.is_null()) {
        facts.push(("requested_categories", what.clone()));
        let plain = ["deidentified", "aggregate", "limited_data_set"];
        if !what.as_array().is_some_and(|list| list.iter().any(|w| w.as_str().is_some_and(|w| plain.contains(&w)))) {
            facts.push(("information_identifiable", json!(true)));
            facts.push(("deidentification", json!("none")));
        }
    }
    facts.extend(run.word("why").map(|why| ("purpose", json!(why))));
    facts.extend(papers(run.word("writing").unwrap_or_default()));
    facts
}

/// What "no" says to the question about danger: its words name each of these.
pub(in crate::web) fn no_danger() -> impl Iterator<Item = (&'static str, Json)> {
    let no = [
        "threat_communicated",
        "threat_imminent",
        "client_intent_and_ability",
        "disclosure_necessary_to_protect",
        "medical_emergency",
        "child_abuse_suspected",
        "adult_abuse_suspected",
        "prior_therapist_exploited_client",
    ];
    let none = ["threat_severity", "threat_target", "reportable_injury"];
    no.into_iter().map(|name| (name, json!(false))).chain(none.into_iter().map(|name| (name, json!("none"))))
}

/// What it says that no release is there.
pub(in crate::web) fn no_release() -> [(&'static str, Json); 5] {
    [
        ("consent_forms", json!([])),
        ("consent_status", json!("none")),
        ("consent_signed_by", json!("none")),
        ("consent_elements", json!([])),
        ("consent_scope", json!([])),
    ]
}

fn papers(writing: &str) -> Vec<(&'static str, Json)> {
    let no_release = no_release();
    let process = |words: &[&str]| ("legal_process", json!(words));
    match writing {
        "nothing" => no_release.into_iter().chain([process(&[])]).collect(),
        "release" => vec![process(&[])],
        "subpoena" => no_release.to_vec(),
        "order" => no_release.into_iter().chain([process(&["court_order"])]).collect(),
        "letter" => no_release.into_iter().chain([process(&["written_request"])]).collect(),
        _ => Vec::new(),
    }
}

/// Facts that "I don't know" to a plain question leaves open for good.
pub(super) fn unsure(run: &Run) -> impl Iterator<Item = &'static str> {
    let none: &[&str] = &[];
    let of = |key: &str, facts: &'static [&'static str]| if run.answer(key) == Some(&Json::Null) { facts } else { none };
    let open = [
        of("who", &["recipient_kind"]),
        of("which", &["recipient_kind"]),
        of("what", &["requested_categories"]),
        of("why", &["purpose"]),
        of("writing", &["consent_forms", "legal_process"]),
    ];
    open.into_iter().flatten().copied()
}
