//! `/letters`: what the agency says in its own words on what it sends. The law's words stand beside them, and stay.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::KeepWording;
use tacenda_desk::{HEAD, Own, Refusal, Wording};
use tacenda_law::Letter;

use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::print;
use crate::web::values::Values;

pub(crate) const DOOR: Door = Door::Right(Right::KeepWording);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/letters", DOOR, list),
    Route::get("/letters/{letter}", DOOR, show),
    Route::post("/letters/{letter}", DOOR, save),
];

/// The longest that one says at one place, in characters.
const LONGEST: usize = 2_000;
/// The fields of each language: before the law's words, and after them.
const FIELDS: [(&str, &str); 2] = [("before-en", "after-en"), ("before-es", "after-es")];
const _: () = assert!(FIELDS.len() == Language::ALL.len(), "each language has its two fields");

#[derive(Template)]
#[template(path = "letters/page.html")]
struct List<'a> {
    c: Chrome<'a>,
    head: bool,
    /// Each letter: its word, its title, whether own words stand on it.
    letters: Vec<(&'a str, &'a str, bool)>,
}

fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let said: Vec<String> = ask.site.agency.wordings()?.into_iter().filter(Wording::is_said).map(|one| one.letter).collect();
    let has = |letter: &str| said.iter().any(|one| one == letter);
    let letters = ask.site.packs.letters.iter();
    let letters = letters.map(|one| (one.id.as_str(), pick(&one.title, ask.language), has(&one.id))).collect();
    Answer::page(&List { c: ask.titled("letters-title"), head: has(HEAD), letters })
}

/// One language: its word, the names of its two fields, and the law's own paragraphs.
struct Side<'a> {
    language: Language,
    before: &'static str,
    after: &'static str,
    law: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "letters/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    letter: String,
    /// The head of all has nothing after it.
    is_head: bool,
    sides: Vec<Side<'a>>,
    cite: String,
    over: Option<i64>,
    v: Values,
}

/// The letter of the address; none: the head of all.
fn wanted<'a>(ask: &'a Ask<'_>) -> Result<Option<&'a Letter>, Problem> {
    let word = ask.part("letter");
    let found = ask.site.packs.letters.iter().find(|letter| letter.id == word);
    if found.is_none() && word != HEAD {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    Ok(found)
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let found = ask.site.agency.own_of(Wording::id_of(ask.part("letter")))?;
    let mut v = Values::default();
    for (language, (before, after)) in Language::ALL.iter().zip(FIELDS) {
        if let Some(own) = found.as_ref().and_then(|(wording, _)| wording.own.get(language.code())) {
            v.put(before, &own.before);
            v.put(after, &own.after);
        }
    }
    page(ask, found.map(|(_, version)| version), v, Vec::new())
}

fn page(ask: &Ask<'_>, over: Option<i64>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let letter = wanted(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = letter.map_or_else(|| ask.say("letters-head", &[]), |letter| pick(&letter.title, ask.language).to_owned());
    let side = |(language, (before, after)): (&Language, (&'static str, &'static str))| Side {
        language: *language,
        before,
        after,
        law: letter.iter().flat_map(|letter| &letter.body).map(|text| pick(text, *language)).collect(),
    };
    let page = Page {
        c: ask.chrome(title).back("/letters").with_faults(faults),
        letter: ask.part("letter").to_owned(),
        is_head: letter.is_none(),
        sides: Language::ALL.iter().zip(FIELDS).map(side).collect(),
        cite: letter.map(|letter| letter.cite.join("; ")).unwrap_or_default(),
        over,
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let known: Vec<&str> = FIELDS.iter().flat_map(|(before, after)| [*before, *after]).chain(["over"]).collect();
    ask.form.only(&known, &[])?;
    let letter = wanted(ask)?;
    let over = ask.form.filled("over").map(|text| text.parse().map_err(|_| Problem::BadForm)).transpose()?;
    let again =
        |field: &'static str, key: &str| page(ask, over, Values::sent(&ask.form), vec![Fault { field, text: ask.say(key, &[]) }]);
    for (language, (before, after)) in Language::ALL.iter().zip(FIELDS) {
        for field in [before, after] {
            if let Some(key) = fits(ask, *language, ask.form.text(field))? {
                return again(field, key);
            }
        }
    }
    let own = |(before, after): &(&str, &str)| {
        let after = if letter.is_some() { ask.form.text(after) } else { "" };
        Own { before: ask.form.text(before).to_owned(), after: after.to_owned() }
    };
    let own: BTreeMap<String, Own> =
        Language::ALL.iter().zip(&FIELDS).map(|(language, fields)| (language.code().to_owned(), own(fields))).collect();
    match ask.act(KeepWording { letter: ask.part("letter").to_owned(), own, over }, Reason::OwnDuty) {
        Ok(_) => Ok(Answer::go("/letters")),
        // Somebody else was first: what was typed stays, and goes over theirs only when it is sent once more.
        Err(Problem::Refused(Refusal::StaleVersion)) => {
            let found = ask.site.agency.own_of(Wording::id_of(ask.part("letter")))?;
            let fault = Fault { field: FIELDS[0].0, text: ask.say("letters-fault-stale", &[]) };
            let answer = page(ask, found.map(|(_, version)| version), Values::sent(&ask.form), vec![fault])?;
            Ok(answer.status(StatusCode::CONFLICT))
        }
        Err(problem) => Err(problem),
    }
}

/// Why it cannot stand on a letter. What a font of ours lacks is found now, and not when somebody has to send it.
fn fits(ask: &Ask<'_>, language: Language, text: &str) -> Result<Option<&'static str>, Problem> {
    if text.chars().count() > LONGEST {
        return Ok(Some("letters-fault-long"));
    }
    if text.chars().any(|c| c.is_control() && !"\r\n\t".contains(c)) {
        return Ok(Some("letters-fault-signs"));
    }
    match print::can(ask, language, text) {
        Err(Problem::Unprintable) => Ok(Some("letters-fault-signs")),
        done => done.map(|()| None),
    }
}
