//! What a release must show, and what is wrong with those that do not: as the packs have it, through the engine alone.

use serde_json::{Value as Json, json};
use tacenda_law::{Absence, Defect, Facts, Packs, Value, check_release};

use crate::packs::PACKS;

/// A signed paper of that kind in that state, with `elements` on its face.
pub(crate) fn paper(state: &str, form: &str, elements: &[&str], more: &Json) -> Facts {
    let mut all = json!({
        "jurisdictions": [state], "event_date": "2026-03-02", "holder_profession": "licensed_counselor", "holder_setting": "agency",
        "holder_hipaa_covered_entity": true, "purpose": "client_directed", "recipient_kind": "client_attorney",
        "recipient_named_in_instrument": true, "requested_categories": ["progress_notes"], "consent_forms": [form],
        "consent_signed_by": "client", "consent_status": "valid", "consent_scope": ["progress_notes"], "consent_elements": elements
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if let Some(asked) = more.get("requested_categories") {
        all.as_object_mut().unwrap().insert("consent_scope".to_owned(), asked.clone());
    }
    Facts::from_json(&PACKS.vocabulary, &all, jiff::civil::date(2026, 3, 2), Absence::Default).unwrap()
}

fn word(packs: &Packs, defect: &Defect) -> String {
    let fact = packs.vocabulary.fact(defect.fact);
    let member = defect.member.and_then(|member| packs.vocabulary.enumeration(fact.kind)?.word(member));
    member.unwrap_or(&fact.name).to_owned()
}

/// Nine things that HIPAA asks of every authorization (45 CFR 164.508(c)(1)-(2)); the signature and its date are counted apart.
const HIPAA: &[&str] = &[
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "expiry",
    "signature",
    "date",
    "right_to_revoke",
    "redisclosure_statement",
    "conditioning_statement",
];
/// What New Mexico adds (NMSA 43-1-19(C)).
const NEW_MEXICO: &[&str] = &["right_to_inspect_copy", "use_described"];

pub(crate) type Needs = (&'static str, &'static str, Json, Vec<&'static str>);

fn and(base: &Json, more: &Json) -> Json {
    let mut all = base.clone();
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn hipaa_and(more: &[&'static str]) -> Vec<&'static str> {
    [HIPAA, more].concat()
}

/// A kind of release in a state, and every element that the law there asks for.
pub(crate) fn kinds() -> Vec<Needs> {
    let outside = json!({ "holder_hipaa_covered_entity": false });
    [under_hipaa(), by_state_law_alone(&outside), of_their_own_kind(&outside)].concat()
}

fn under_hipaa() -> Vec<Needs> {
    let in_state = |state, more: &[&'static str]| (state, "hipaa_authorization", json!({}), hipaa_and(more));
    vec![
        in_state("nm", NEW_MEXICO),
        in_state("co", &[]),
        in_state("ca", &["right_to_inspect_copy"]),
        in_state("tx", &[]),
        in_state("ny", &[]),
        in_state("wa", &["client_name"]),
        in_state("fl", &[]),
        in_state("il", &["right_to_inspect_copy", "consequence_of_refusal", "witness_signature"]),
    ]
}

fn by_state_law_alone(outside: &Json) -> Vec<Needs> {
    let in_state = |state, needs: &'static str| (state, "state_written_authorization", outside.clone(), listed(needs));
    vec![
        ("nm", "state_written_authorization", outside.clone(), NEW_MEXICO.to_vec()),
        in_state("ca", "discloser recipient specific_description expiry signature date right_to_inspect_copy"),
        in_state("wa", "client_name discloser recipient specific_description expiry signature date"),
        in_state(
            "il",
            "recipient purpose specific_description right_to_inspect_copy consequence_of_refusal right_to_revoke signature \
             witness_signature expiry",
        ),
    ]
}

fn of_their_own_kind(outside: &Json) -> Vec<Needs> {
    let shelter = json!({
        "holder_profession": "victim_advocate", "holder_setting": "dv_shelter", "holder_victim_funds": ["vawa"],
        "client_is_dv_sa_victim": true, "requested_categories": ["identity", "contact"]
    });
    let school = json!({
        "holder_setting": "school_postsecondary", "holder_profession": "school_counselor", "holder_ferpa_institution": true,
        "client_is_student": true, "ferpa_record_kind": "education_record", "recipient_kind": "treating_provider",
        "requested_categories": ["education_record"]
    });
    let part2 = json!({ "holder_part2_program": true, "requested_categories": ["sud_records"] });
    let tpo = and(&part2, &json!({ "purpose": "treatment", "recipient_kind": "treating_provider" }));
    let notes = json!({ "requested_categories": ["psychotherapy_notes"] });
    let sud_notes = json!({ "holder_part2_program": true, "requested_categories": ["sud_counseling_notes"] });
    vec![
        ("co", "part2_consent", part2.clone(), hipaa_and(&["client_name"])),
        ("nm", "part2_consent", part2, [HIPAA, NEW_MEXICO, &["client_name"]].concat()),
        (
            "co",
            "part2_tpo_consent",
            tpo,
            listed(
                "client_name discloser recipient specific_description purpose expiry signature date right_to_revoke \
                 tpo_redisclosure_statement consequence_of_refusal",
            ),
        ),
        ("co", "psychotherapy_notes_authorization", notes, hipaa_and(&[])),
        ("co", "sud_counseling_notes_consent", sud_notes, hipaa_and(&["client_name"])),
        ("co", "victim_services_release", and(outside, &shelter), vec!["reasonable_time_limit"]),
        ("co", "ferpa_consent", and(outside, &school), listed("recipient specific_description purpose signature date")),
    ]
}

fn listed(words: &'static str) -> Vec<&'static str> {
    words.split_whitespace().collect()
}

/// What a form's own blanks and its signature show.
pub(crate) const FILLED: &[&str] = &[
    "client_name",
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "use_described",
    "expiry",
    "reasonable_time_limit",
    "signature",
    "date",
];

const ALL: &[&str] = &[
    "client_name",
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "expiry",
    "signature",
    "date",
    "right_to_revoke",
    "redisclosure_statement",
    "conditioning_statement",
    "right_to_inspect_copy",
    "consequence_of_refusal",
    "witness_signature",
    "use_described",
    "tpo_redisclosure_statement",
    "reasonable_time_limit",
];

#[test]
fn each_kind_of_release_needs_what_its_law_asks_for_and_nothing_else() {
    for (state, form, more, needed) in kinds() {
        let mut found: Vec<String> =
            check_release(&PACKS, &paper(state, form, &[], &more)).defects.iter().map(|d| word(&PACKS, d)).collect();
        let mut needed: Vec<String> = needed.into_iter().map(str::to_owned).collect();
        found.sort();
        needed.sort();
        assert_eq!(found, needed, "{form} in {state}");
    }
}

#[test]
fn a_release_that_lacks_one_thing_is_refused_and_the_rule_is_named() {
    let mut tried = 0;
    for (state, form, more, needed) in kinds() {
        let whole = check_release(&PACKS, &paper(state, form, ALL, &more));
        assert_eq!(whole.defects, [], "a whole {form} in {state}");
        assert!(whole.lets != 0 && whole.anyway == 0, "{form} in {state}");
        for missing in needed {
            let elements: Vec<&str> = ALL.iter().copied().filter(|element| *element != missing).collect();
            let facts = paper(state, form, &elements, &more);
            assert!(!PACKS.decide(&facts).verdict.is_yes(), "{form} in {state} without {missing}");
            let checked = check_release(&PACKS, &facts);
            let [defect] = checked.defects.as_slice() else { panic!("{form} in {state} without {missing}: {checked:?}") };
            assert_eq!(word(&PACKS, defect), missing);
            assert!(checked.lets == 0 && !defect.rules.is_empty(), "{form} in {state} without {missing}");
            assert!(defect.rules.iter().all(|at| !PACKS.rule(*at).cite.is_empty()));
            tried += 1;
        }
    }
    assert!(tried > 140, "{tried}");
}

/// Everything else that makes a paper worthless, one at a time.
#[test]
fn a_release_that_ended_or_was_forced_or_is_anothers_is_refused_for_that() {
    let nm = |more: Json| paper("nm", "hipaa_authorization", ALL, &more);
    for (more, what) in [
        (json!({ "consent_status": "revoked" }), "consent_status"),
        (json!({ "consent_status": "unsigned" }), "consent_status"),
        (json!({ "consent_expiry": "2026-03-01" }), "consent_expiry"),
        (json!({ "consent_signed_by": "parent_guardian" }), "consent_signed_by"),
        (json!({ "recipient_named_in_instrument": false }), "recipient_named_in_instrument"),
        (json!({ "consent_conditioned_on_services": true }), "consent_conditioned_on_services"),
        (json!({ "consent_scope": ["diagnosis"] }), "consent_scope"),
    ] {
        let checked = check_release(&PACKS, &nm(more));
        let found: Vec<String> = checked.defects.iter().map(|defect| word(&PACKS, defect)).collect();
        assert_eq!(found, [what]);
        assert_eq!(checked.lets, 0, "{what}");
    }
}

#[test]
fn a_release_for_the_chart_does_not_reach_private_notes_and_the_form_that_would_is_named() {
    let facts = paper("nm", "hipaa_authorization", ALL, &json!({ "requested_categories": ["psychotherapy_notes"] }));
    let checked = check_release(&PACKS, &facts);
    let found: Vec<String> = checked.defects.iter().map(|defect| word(&PACKS, defect)).collect();
    assert_eq!(found, ["psychotherapy_notes_authorization"]);
    assert_eq!(checked.could, 0);
}

#[test]
fn what_is_not_known_of_a_paper_counts_as_missing() {
    for name in ["consent_status", "consent_signed_by", "consent_elements", "consent_conditioned_on_services", "consent_scope"] {
        let mut facts = paper("nm", "hipaa_authorization", ALL, &json!({}));
        facts.state(PACKS.vocabulary.find(name).unwrap(), Value::Unknown);
        let checked = check_release(&PACKS, &facts);
        assert!(checked.lets == 0 && !checked.is_sound(), "{name}: {checked:?}");
    }
}

/// What is found wrong with a paper, by name.
fn found(facts: &Facts) -> Vec<String> {
    let mut all: Vec<String> = check_release(&PACKS, facts).defects.iter().map(|defect| word(&PACKS, defect)).collect();
    all.sort();
    all
}

/// Where the six forms of a legal aid office are shown: a clinic under HIPAA alone, in a state whose own law counsel has looked up.
fn clinic(more: &Json) -> Json {
    let mut all =
        json!({ "jurisdictions": ["other_us"], "uncovered_state_law_allows": true, "consent_forms": ["general_written"] });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

/// A minor's file; the parent signs.
fn child() -> Json {
    clinic(&json!({ "client_is_minor": true, "client_age": 9, "consent_signed_by": "parent_guardian" }))
}

// The forms that Legal Aid of West Virginia gave out in 2023 (docassemble-lawvrelease 1.0.9), as they are when filled in. What stands on
// each is told in our own words.

#[test]
fn the_general_release_names_nobody_who_may_share_and_no_purpose() {
    // "Any person or agency, governmental or private" identifies neither a person nor a class (164.508(c)(1)(ii)). It says to whom: any
    // lawyer or paralegal of the office (iii); what: all records, those of addiction too (i); one year (v); signed, dated (vi). Why it is
    // wanted stands nowhere (iv), nor any of the three statements of (c)(2).
    let elements = ["client_name", "recipient", "specific_description", "expiry", "signature", "date"];
    let facts = paper("other_us", "general_written", &elements, &clinic(&json!({})));
    assert_eq!(found(&facts), ["conditioning_statement", "discloser", "purpose", "redisclosure_statement", "right_to_revoke"]);
}

#[test]
fn the_release_of_child_protection_records_has_no_purpose_and_no_end() {
    // The bureau is named, so is the recipient, the records and the child; the right to revoke, how, and its exception (c)(2)(i); that
    // others may pass it on (c)(2)(iii). "I can refuse to sign" does not say whether care depends on it (c)(2)(ii). No purpose (c)(1)(iv),
    // no date or event of expiry (c)(1)(v).
    let elements = [
        "client_name",
        "discloser",
        "recipient",
        "specific_description",
        "signature",
        "date",
        "right_to_revoke",
        "redisclosure_statement",
    ];
    let facts = paper("other_us", "general_written", &elements, &child());
    assert_eq!(found(&facts), ["conditioning_statement", "expiry", "purpose"]);
}

#[test]
fn the_parents_release_for_advocacy_says_the_contrary_of_what_it_must_about_passing_on() {
    // Nobody is named who may share; no purpose. That it may be revoked stands there, but not how (c)(2)(i). It promises that nothing is
    // passed on, where it must warn that it may be (c)(2)(iii); nothing on conditions (c)(2)(ii). One year, signed and dated.
    let elements = ["client_name", "recipient", "specific_description", "expiry", "signature", "date", "right_to_inspect_copy"];
    let facts = paper("other_us", "general_written", &elements, &child());
    assert_eq!(found(&facts), ["conditioning_statement", "discloser", "purpose", "redisclosure_statement", "right_to_revoke"]);
}

#[test]
fn the_authority_to_represent_a_pupil_does_for_the_school_and_not_for_the_clinic() {
    // It lets the advocates speak and act for the parent, and get the records by the way. Purpose and written revocation stand there; who may
    // share, an end, and two statements do not. Two permissions may stand on one paper (164.508(b)(3)(iii)) where neither is about notes.
    let elements = [
        "client_name",
        "recipient",
        "specific_description",
        "purpose",
        "signature",
        "date",
        "right_to_revoke",
        "right_to_inspect_copy",
    ];
    let at_clinic = and(&child(), &json!({ "consent_compound": true }));
    let facts = paper("other_us", "general_written", &elements, &at_clinic);
    assert_eq!(found(&facts), ["conditioning_statement", "discloser", "expiry", "redisclosure_statement"]);
    // A school asks for records, purpose and recipient, signed and dated by the parent of a pupil under eighteen (34 CFR 99.30(b)).
    let at_school = and(
        &at_clinic,
        &json!({
            "holder_hipaa_covered_entity": false, "holder_ferpa_institution": true, "client_is_student": true,
            "ferpa_record_kind": "education_record", "holder_profession": "school_counselor", "holder_setting": "school_k12",
            "requested_categories": ["education_record"]
        }),
    );
    assert_eq!(found(&paper("other_us", "general_written", &elements, &at_school)), Vec::<String>::new());
}

/// An office that helps survivors with the grants named.
fn victim_services() -> Json {
    json!({
        "jurisdictions": ["other_us"], "uncovered_state_law_allows": true, "holder_hipaa_covered_entity": false, "holder_profession": "victim_advocate", "holder_setting": "agency",
        "holder_victim_funds": ["voca"], "client_is_dv_sa_victim": true, "requested_categories": ["contact"],
        "recipient_kind": "partner_agency", "consent_forms": ["victim_services_release"]
    })
}

#[test]
fn the_referral_permission_has_no_end_and_the_survivors_release_has_one() {
    // 28 CFR 94.115(b), 34 USC 12291(b)(2)(B): written, informed, reasonably time-limited. The referral form says what goes (how to reach the
    // person), to whom and why; it ends never. The survivors' form ends on a day, after one year at the latest.
    let referral =
        ["client_name", "discloser", "recipient", "specific_description", "purpose", "signature", "date", "right_to_revoke"];
    assert_eq!(found(&paper("other_us", "victim_services_release", &referral, &victim_services())), ["reasonable_time_limit"]);
    let survivors = [
        "client_name",
        "discloser",
        "recipient",
        "specific_description",
        "signature",
        "date",
        "right_to_revoke",
        "redisclosure_statement",
        "conditioning_statement",
        "expiry",
        "reasonable_time_limit",
    ];
    assert_eq!(found(&paper("other_us", "victim_services_release", &survivors, &victim_services())), Vec::<String>::new());
    // Shown to a clinic under HIPAA it lacks one thing: it was talked over why, and not written down (164.508(c)(1)(iv)).
    assert_eq!(found(&paper("other_us", "general_written", &survivors, &clinic(&json!({})))), ["purpose"]);
}
