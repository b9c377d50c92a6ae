//! What may be done with a report, in the order in which somebody who is shaken needs it: call, write, close.

use serde_json::{Value as Json, json};

use crate::flows::{Form, Matter, MatterState, Outcome, What, clock, common, whom};

/// How it ends. That nobody asks for it any more is no end: what the law commands is not taken back.
pub(super) const OUTCOMES: [Outcome; 2] = [Outcome::Reported, Outcome::NotOwed];

/// Duties that the call performs.
pub(super) const BY_CALL: [&str; 3] = ["oral_report_immediately", "report_within_24h", "report_within_48h"];
/// Duties that the written follow-up performs.
pub(super) const IN_WRITING: [&str; 5] = [
    "written_report_24h",
    "written_report_36h",
    "written_report_48h",
    "written_report_2_working_days",
    "written_followup_promptly",
];
/// The word for the written follow-up, where it is entered as sent.
pub const FOLLOW_UP: &str = "report_follow_up";

/// What a report tells, and no more: what the statutes list. Of somebody who is no client there is no name of ours to give.
const TELLS: [&str; 4] = ["identity", "contact", "abuse_details", "abuser_identity"];
const OF_A_CHILD: &str = "child_identity";

/// What a report is by itself, whatever the case.
pub(super) fn always(child: bool, known: bool) -> Vec<(&'static str, Json)> {
    let mut tells: Vec<&str> = TELLS.into_iter().filter(|kind| known || !["identity", "contact"].contains(kind)).collect();
    tells.extend(child.then_some(OF_A_CHILD));
    vec![
        ("purpose", json!("mandated_report")),
        ("report_stage", json!("initial")),
        ("disclosure_mode", json!("verbal")),
        ("information_identifiable", json!(true)),
        ("deidentification", json!("none")),
        ("recipient_identity_verified", json!(true)),
        ("requested_categories", json!(tells)),
        ("police_seek_to_locate", json!(false)), // nobody asked: whoever suspects it calls
        ("child_abuse_suspected", json!(child)),
        ("adult_abuse_suspected", json!(!child)),
    ]
}

/// Whether that fact says what a report is: it is said once, and nobody says otherwise.
pub(in crate::flows) fn is_fixed(name: &str) -> bool {
    name == clock::FROM || name == whom::WHO || always(true, true).iter().any(|(fixed, _)| *fixed == name)
}

/// What whoever says "no" to one question says: no release, no legal paper, no threat, no emergency beside the abuse.
pub fn nothing_else() -> Vec<(&'static str, Json)> {
    let no = ["threat_communicated", "threat_imminent", "client_intent_and_ability", "disclosure_necessary_to_protect"];
    let none = ["threat_severity", "threat_target"];
    let threat = no.map(|name| (name, json!(false))).into_iter().chain(none.map(|name| (name, json!("none"))));
    threat.chain(common::nothing_beside()).collect()
}

/// What may be done next.
pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    if matter.state == MatterState::Closed {
        return Vec::new();
    }
    let called = matter.report.as_ref().is_some_and(super::Report::was_made);
    let missing = matter.ruling.as_ref().is_some_and(|ruled| !ruled.missing.is_empty());
    let mut forms = Vec::new();
    forms.extend((!called).then_some(Form::plain(What::Call)));
    forms.extend(missing.then_some(Form::plain(What::Say)));
    forms.extend(matter.may_write().then_some(Form::plain(What::Serve)));
    forms.extend(called.then_some(Form::plain(What::Call)));
    forms.push(Form::plain(What::Own));
    let ends = OUTCOMES.iter().filter(|outcome| matter.report_may_end(**outcome));
    forms.push(Form { what: What::Close, choices: ends.map(|outcome| outcome.word()).collect() });
    forms
}
