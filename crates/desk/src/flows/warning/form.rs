//! Who might be told, what telling them performs, what a warning is by itself, and what may be done next.

use serde_json::{Value as Json, json};

use crate::flows::{Form, Matter, MatterState, Outcome, Warning, What, clock, common, whom};

/// How it ends.
pub(super) const OUTCOMES: [Outcome; 2] = [Outcome::Warned, Outcome::KeptSafe];

/// Those who might be told, the usual ones first, and by which fact they come in; none: always.
const MIGHT: [(&str, Option<Where>); 9] = [
    ("potential_victim", Some(Where::Not("threat_target", "self"))),
    ("law_enforcement", None),
    ("crisis_services", None),
    ("emergency_medical", None),
    ("treating_provider", None),
    ("mental_health_authority", None),
    ("family_friend", None),
    ("parent_guardian", Some(Where::Is("client_is_minor"))),
    ("school_officials", Some(Where::Says("threat_target", "school"))),
];

/// What a fact has to say.
enum Where {
    Is(&'static str),
    Says(&'static str, &'static str),
    Not(&'static str, &'static str),
}

/// Each duty that is performed when one of these is told.
const BY_TELLING: [(&str, &[&str]); 4] = [
    ("warn_victim", &["potential_victim"]),
    ("notify_law_enforcement", &["law_enforcement"]),
    ("notify_responsible_for_location", &["potential_victim", "school_officials"]),
    ("report_to_dcs", &["mental_health_authority"]),
];

/// What may be said of somebody: that they are in danger or are one, who they are and where. Never the chart.
const TELLS: [&str; 5] = ["identity", "contact", "threat_statement", "victim_identity", "danger_assessment"];
/// Of somebody who is no client there is no name of ours to give.
const OF_A_CLIENT: [&str; 2] = ["identity", "contact"];

/// Those who might be told here.
pub(super) fn might(matter: &Matter) -> Vec<&'static str> {
    let is = |name: &str, value: Json| matter.facts.get(name).is_some_and(|fact| fact.value == value);
    let fits = |place: &Option<Where>| match place {
        None => true,
        Some(Where::Is(name)) => is(name, json!(true)),
        Some(Where::Says(name, word)) => is(name, json!(word)),
        Some(Where::Not(name, word)) => !is(name, json!(word)),
    };
    MIGHT.iter().filter(|(_, place)| fits(place)).map(|(who, _)| *who).collect()
}

/// Who is told where that duty is performed; none: it is not done by telling.
pub(super) fn told_for(duty: &str) -> Option<&'static [&'static str]> {
    BY_TELLING.iter().find(|(telling, _)| *telling == duty).map(|(_, whom)| *whom)
}

/// The duties that are performed when that one is told.
pub(super) fn performed_by(who: &str) -> Vec<&'static str> {
    BY_TELLING.iter().filter(|(_, whom)| whom.contains(&who)).map(|(duty, _)| *duty).collect()
}

/// Whether that duty is to tell somebody of the danger.
pub(in crate::flows) fn is_telling(duty: &str) -> bool {
    told_for(duty).is_some()
}

/// What a warning is by itself, whatever the case. Whoever is told is always somebody who can help to stop it: nobody else is asked for.
pub(super) fn always(known: bool) -> Vec<(&'static str, Json)> {
    let tells: Vec<&str> = TELLS.into_iter().filter(|kind| known || !OF_A_CLIENT.contains(kind)).collect();
    vec![
        ("purpose", json!("protect_from_harm")),
        ("threat_communicated", json!(true)),
        ("disclosure_mode", json!("verbal")),
        ("report_stage", json!("initial")),
        ("information_identifiable", json!(true)),
        ("deidentification", json!("none")),
        ("recipient_identity_verified", json!(true)),
        ("recipient_able_to_prevent_threat", json!(true)),
        ("requested_categories", json!(tells)),
        ("police_seek_to_locate", json!(false)), // nobody asked: whoever heard of it calls
    ]
}

/// Whether that fact says what a warning is.
pub(in crate::flows) fn is_fixed(name: &str) -> bool {
    name == clock::FROM || name == whom::WHO || always(true).iter().any(|(fixed, _)| *fixed == name)
}

/// What whoever says "no" to one question says: no abuse, no release, no legal paper, no wound beside the threat, and nothing of it from an
/// alcohol or drug program.
pub fn no_more() -> Vec<(&'static str, Json)> {
    let no = ["child_abuse_suspected", "adult_abuse_suspected", "record_has_part2_content"];
    no.map(|name| (name, json!(false))).into_iter().chain(common::nothing_beside()).collect()
}

/// What may be done next: tell first, then what the law still asks, then what helps without telling.
pub(super) fn forms(matter: &Matter) -> Vec<Form> {
    let Some(warning) = matter.warning.as_deref().filter(|_| matter.state == MatterState::Open) else { return Vec::new() };
    let tells = warning.may_hear().map(|there| MIGHT.iter().find(|(who, _)| *who == there.who).map_or("", |(who, _)| *who));
    let tell = Form { what: What::Tell, choices: tells.collect() };
    let (tells, was_told) = (!tell.choices.is_empty(), Warning::was_told(warning));
    let missing = warning.receivers.iter().any(|there| !there.missing.is_empty());
    let mut forms = Vec::new();
    forms.extend((tells && !was_told).then(|| tell.clone()));
    forms.extend(missing.then_some(Form::plain(What::Say)));
    forms.extend((tells && was_told).then_some(tell));
    forms.push(Form::plain(What::Protect));
    forms.push(Form::plain(What::Own));
    let ends = OUTCOMES.iter().filter(|outcome| matter.warning_may_end(**outcome));
    forms.push(Form { what: What::Close, choices: ends.map(|outcome| outcome.word()).collect() });
    forms
}
