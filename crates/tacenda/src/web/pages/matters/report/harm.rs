//! What happened, in the words of the law: a few lists, each of which may be left out. What is left out is not known.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::{Value as Json, json};
use tacenda_desk::flows::nothing_else;
use tacenda_law::Kind;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::pages::ask::question;
use crate::web::pages::matters::begun::Open;
use crate::web::pages::matters::paper::{members, words_of};

const OF_A_CHILD: [&str; 4] =
    ["child_abuse_basis", "suspected_abuser_role", "abuse_victim_now_adult", "suspected_abuser_has_current_child_access"];
const OF_AN_ADULT: [&str; 4] = ["adult_victim_class", "adult_unable_to_self_report", "client_lacks_capacity", "client_objects"];
const OF_BOTH: [&str; 2] = ["informing_client_unsafe", "abuse_only_emotional"];

/// A list to choose from: the fact, its question, and each value with its text.
pub(in crate::web::pages::matters) struct Asked {
    pub(in crate::web::pages::matters) fact: &'static str,
    pub(in crate::web::pages::matters) question: String,
    pub(in crate::web::pages::matters) options: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "matters/report/harm.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    lists: Vec<Asked>,
}

fn facts(child: bool) -> impl Iterator<Item = &'static str> {
    let own = if child { OF_A_CHILD } else { OF_AN_ADULT };
    own.into_iter().chain(OF_BOTH)
}

pub(in crate::web::pages::matters) fn asked(ask: &Ask<'_>, fact: &'static str) -> Option<Asked> {
    let packs = &*ask.site.packs;
    let id = packs.vocabulary.find(fact)?;
    let options = match packs.vocabulary.fact(id).kind {
        Kind::Bool => ["yes", "no"].map(|word| (word.to_owned(), ask.say(&format!("report-{word}"), &[]))).to_vec(),
        _ => members(ask, words_of(ask, fact), &[], true),
    };
    Some(Asked { fact, question: question(ask, packs, id).text().to_owned(), options })
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let told = open.begun.report.as_ref().ok_or(Problem::BadForm)?;
    let lists = facts(told.child).filter_map(|fact| asked(ask, fact)).collect();
    let c = ask.titled("report-harm").back(format!("/matters/new/{}/whose", open.id));
    Answer::page(&Page { c, id: open.id.to_string(), saved: open.saved_at(), lists })
}

pub(in crate::web::pages::matters) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let fields: Vec<&str> = facts(true).chain(facts(false)).chain(["else"]).collect();
    ask.form.only(&fields, &[])?;
    let mut open = Open::of(ask)?;
    let told = open.begun.report.as_mut().ok_or(Problem::BadForm)?;
    told.harm = true;
    let child = told.child;
    let mut known = BTreeMap::from([("child_abuse_suspected", json!(child)), ("adult_abuse_suspected", json!(!child))]);
    for fact in facts(child) {
        known.insert(fact, chosen(ask, fact)?);
    }
    match ask.form.text("else") {
        "no" => known.extend(nothing_else()),
        "" | "yes" => {}
        _ => return Err(Problem::BadForm),
    }
    open.begun.facts.extend(known.into_iter().map(|(name, value)| (name.to_owned(), value)));
    open.save(ask)?;
    Ok(Answer::go(&open.next()))
}

/// What was chosen; `null` where it was left out.
pub(in crate::web::pages::matters) fn chosen(ask: &Ask<'_>, fact: &'static str) -> Result<Json, Problem> {
    let Some(word) = ask.form.filled(fact) else { return Ok(Json::Null) };
    let there = asked(ask, fact).is_some_and(|list| list.options.iter().any(|(value, _)| value == word));
    match word {
        _ if !there => Err(Problem::BadForm),
        "yes" => Ok(json!(true)),
        "no" => Ok(json!(false)),
        word => Ok(json!(word)),
    }
}
