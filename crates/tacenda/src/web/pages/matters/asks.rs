//! Who asks, and with which release: one that is on file, or the paper that came. What cannot be found on it counts as missing.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Value as Json, json};
use tacenda_desk::acts::ReadConsents;
use tacenda_desk::{Consent, Id, Refusal, Seen};

use super::begun::{Open, opened_at};
use super::paper::{Choices, chosen, members, take_in, words_of};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;
use crate::web::pages::ask::{no_danger, reason};

/// Those who commonly ask with a release; the others stand behind them.
const SENDERS: [&str; 8] = [
    "treating_provider",
    "insurer_payer",
    "school_officials",
    "client_attorney",
    "employer",
    "landlord",
    "probation_officer",
    "family_friend",
];
const REASONS: [&str; 6] =
    ["client_directed", "treatment", "payment", "education_services", "employment", "insurance_underwriting"];

#[derive(Template)]
#[template(path = "matters/asks.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    kinds: Vec<(String, String)>,
    /// Releases on file that are in force.
    kept: Vec<(String, String)>,
    forms: Vec<(String, String)>,
    elements: Vec<(String, String)>,
    before: Vec<Choices>,
    after: Vec<Choices>,
}

fn lists(ask: &Ask<'_>) -> (Vec<Choices>, Vec<Choices>) {
    let named = |field, options| Choices { field, title: ask.say(&format!("matter-{field}"), &[]), options };
    let fact = |field, fact: &str, first: &[&str]| named(field, members(ask, words_of(ask, fact), first, true));
    let plain = |field: &'static str| {
        let text = |word: &str| (word.to_owned(), ask.say(&format!("matter-{field}-{word}"), &[]));
        named(field, ["no", "yes"].into_iter().map(text).collect())
    };
    let before = vec![
        fact("asks-sender", "recipient_kind", &SENDERS),
        plain("asks-checked"),
        plain("asks-legal"),
        fact("asks-case", "purpose", &REASONS),
        named(
            "arrived",
            ["hand", "mail", "fax", "electronic"].map(|w| (w.to_owned(), ask.say(&format!("matter-arrived-{w}"), &[]))).to_vec(),
        ),
    ];
    let after = vec![
        fact("asks-status", "consent_status", &[]),
        fact("asks-signer", "consent_signed_by", &[]),
        plain("asks-named"),
        plain("asks-forced"),
        plain("asks-joined"),
        plain("danger"),
    ];
    (before, after)
}

/// What is on file of the client's permissions and in force today; nothing for those who may not read them.
fn kept(ask: &Ask<'_>, open: &Open) -> Result<Vec<Consent>, Problem> {
    let Some(client) = open.begun.client else { return Ok(Vec::new()) };
    let today = dates::today(ask.now()?.time);
    match ask.see(ReadConsents { client }, reason(ask, Some(client))?) {
        Ok(Seen::Consents(all)) => Ok(all.into_iter().filter(|consent| consent.is_in_force(today)).collect()),
        Ok(_) | Err(Problem::Refused(_)) => Ok(Vec::new()),
        Err(problem) => Err(problem),
    }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let line = |consent: Consent| {
        let day = dates::date(ask.language, consent.terms.until);
        (consent.id.to_string(), ask.say("matter-asks-on-file-line", &[("other", &consent.terms.other), ("day", &day)]))
    };
    let (before, after) = lists(ask);
    let page = Page {
        c: ask.titled("matter-asks-title").back(format!("/matters/new/{}/whose", open.id)),
        id: open.id.to_string(),
        saved: open.saved_at(),
        kinds: members(ask, words_of(ask, "requested_categories"), &[], true),
        kept: kept(ask, &open)?.into_iter().map(line).collect(),
        forms: members(ask, words_of(ask, "consent_forms"), &[], true),
        elements: members(ask, words_of(ask, "consent_elements"), &[], true),
        before,
        after,
    };
    Answer::page(&page)
}

/// What was ticked in a list, where it was offered.
fn ticked(ask: &Ask<'_>, field: &str, fact: &str) -> Result<Vec<String>, Problem> {
    let words: Vec<String> = ask.form.many(field).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let known = |word: &String| words_of(ask, fact).is_some_and(|list| list.position(word).is_some());
    if words.iter().all(known) { Ok(words) } else { Err(Problem::BadForm) }
}

/// The permission on file that was chosen.
fn on_file(ask: &Ask<'_>, open: &Open) -> Result<Option<Id<Consent>>, Problem> {
    let Some(chosen) = ask.form.filled("consent") else { return Ok(None) };
    let found = kept(ask, open)?.into_iter().find(|one| one.id.to_string() == chosen);
    Ok(Some(found.ok_or(Refusal::NotFoundOrNotYours)?.id))
}

/// What the paper shows. What was left out of it is not there; who asks, and what for, is not known.
fn facts(ask: &Ask<'_>, open: &Open) -> Result<BTreeMap<String, Json>, Problem> {
    let (before, after) = lists(ask);
    let mut facts = BTreeMap::new();
    let mut put = |name: &str, value: Json| drop(facts.insert(name.to_owned(), value));
    // That no paper of a court came is said, not taken for granted: one would be decided by others.
    if chosen(ask, &before, "asks-legal")? == Some("no") {
        put("legal_process", json!(["written_request"]));
        put("part2_order_type", json!("none"));
    }
    put("secrecy_order", json!(false));
    put("disclosure_mode", json!("records"));
    for (field, fact) in [("asks-sender", "recipient_kind"), ("asks-case", "purpose")] {
        if let Some(word) = chosen(ask, &before, field)? {
            put(fact, json!(word));
        }
    }
    if let Some(word) = chosen(ask, &before, "asks-checked")? {
        put("recipient_identity_verified", json!(word == "yes"));
    }
    if chosen(ask, &after, "danger")? == Some("no") {
        no_danger().for_each(|(name, value)| put(name, value));
    }
    let what = ticked(ask, "what", "requested_categories")?;
    if !what.is_empty() {
        put("requested_categories", json!(what));
        put("information_identifiable", json!(true));
        put("deidentification", json!("none"));
    }
    put("recipient_named_in_instrument", json!(chosen(ask, &after, "asks-named")? == Some("yes")));
    if on_file(ask, open)?.is_some() {
        return Ok(facts); // what it says is read from the file, now and later
    }
    let (forms, elements) = (ticked(ask, "form", "consent_forms")?, ticked(ask, "element", "consent_elements")?);
    let there = !forms.is_empty();
    put("consent_forms", json!(forms));
    put("consent_elements", json!(elements));
    put("consent_status", json!(chosen(ask, &after, "asks-status")?.unwrap_or(if there { "unsigned" } else { "none" })));
    put("consent_signed_by", json!(chosen(ask, &after, "asks-signer")?.unwrap_or("none")));
    put("consent_conditioned_on_services", json!(chosen(ask, &after, "asks-forced")? != Some("no") && there));
    put("consent_compound", json!(chosen(ask, &after, "asks-joined")? != Some("no") && there));
    // What a paper covers is asked by itself: it need not be what they ask for.
    if !there {
        put("consent_scope", json!([]));
    }
    if let Some(until) = ask.form.filled("until") {
        let until: jiff::civil::Date = until.parse().map_err(|_| Problem::BadForm)?;
        put("consent_expiry", json!(until.to_string()));
    }
    Ok(facts)
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let fields = [
        "asks-sender",
        "asks-checked",
        "asks-legal",
        "asks-case",
        "danger",
        "arrived",
        "consent",
        "asks-status",
        "asks-signer",
        "asks-named",
        "asks-forced",
        "asks-joined",
        "until",
        "answer_by",
    ];
    ask.form.only(&fields, &["what", "form", "element"])?;
    let Some(mut open) = Open::still(ask)? else { return Ok(opened_at(ask)) };
    open.begun.consent = on_file(ask, &open)?;
    let mut known = open.begun.facts.clone();
    known.retain(|name, _| open.begun.consent.is_none() || !name.starts_with("consent_"));
    known.extend(facts(ask, &open)?);
    let notes = chosen(ask, &lists(ask).0, "arrived")?.map(|word| ("arrived".to_owned(), word.to_owned()));
    take_in(ask, &open, known, notes.into_iter().collect())
}
