//! A letter: the pack's own words and the agency's around them, the same for everybody. Nothing of a file stands in it, nor the grounds of its
//! ruling, which could tell what kind of file it is. To whom it goes and what the case is called is typed here, or written by hand.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::{Matter, Refusal, Time};
use tacenda_law::Letter;
use tacenda_paper::Part;

use super::one;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::values::Values;
use crate::web::{dates, print, words};

/// The longest that a line of a letter may be, in characters.
const LONGEST: usize = 200;
/// What is typed into a letter.
const FIELDS: [&str; 3] = ["day", "to", "about"];

#[derive(Template)]
#[template(path = "matters/letter.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    /// The letter in the language asked for first, then in the other: it says the same in both.
    parts: Vec<Part>,
    v: Values,
}

/// The letter of the address, and its matter.
fn wanted<'a>(ask: &'a Ask<'_>) -> Result<(&'a Letter, Matter), Problem> {
    let (matter, tasks, _) = one::matter(ask)?;
    let wanted = ask.part("letter");
    let letter = one::letters_of(ask, &matter, &tasks).into_iter().find(|letter| letter.id == wanted);
    Ok((letter.ok_or(Refusal::NotFoundOrNotYours)?, matter))
}

/// The language asked for first, then the other.
fn languages(ask: &Ask<'_>) -> [Language; 2] {
    let first = ask.paper_language();
    [first, first.other()]
}

/// The letter in each language.
fn parts(ask: &Ask<'_>, (letter, matter): (&Letter, &Matter), typed: &Values) -> Result<Vec<Part>, Problem> {
    languages(ask).into_iter().map(|language| part(ask, letter, matter, typed, language)).collect()
}

/// What stands on paper.
fn part(ask: &Ask<'_>, letter: &Letter, matter: &Matter, typed: &Values, language: Language) -> Result<Part, Problem> {
    let t = |key: &str| words::say(language, key, &[]);
    let day = |time: Time| dates::day(language, time);
    let written = typed.get("day").parse::<Date>().map_or_else(|_| String::new(), |day| dates::date(language, day));
    let about = if matter.kind.is_legal() { "matter-letter-re" } else { "matter-letter-about" };
    let mut lines = vec![
        (t("matter-letter-date"), written),
        (t("matter-letter-to"), typed.get("to").to_owned()),
        (t(about), typed.get("about").to_owned()),
        (t("matter-letter-received"), day(matter.received)),
    ];
    lines.extend(matter.answer_by.map(|by| (t("matter-letter-due"), day(by))));
    Ok(Part { lines, ..print::letter(ask, letter, language)? })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Values::default(), Vec::new())
}

fn page(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let (letter, matter) = wanted(ask)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        path: format!("/matters/{}/letters/{}?in={}", matter.id, letter.id, languages(ask)[0].code()),
        parts: parts(ask, (letter, &matter), &Values::default())?,
        c: ask.chrome(pick(&letter.title, ask.language)).back(format!("/matters/{}", matter.id)).with_faults(faults),
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// The same as PDF, with what was typed in its lines.
pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&FIELDS, &[])?;
    let (letter, matter) = wanted(ask)?;
    let typed = Values::sent(&ask.form);
    let faults = faults(ask);
    if !faults.is_empty() {
        return page(ask, typed, faults);
    }
    print::pdf(ask, &letter.id, parts(ask, (letter, &matter), &typed)?)
}

fn faults(ask: &Ask<'_>) -> Vec<Fault> {
    let is_line = |field: &str| {
        let text = ask.form.text(field);
        text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
    };
    let fault = |field: &'static str, key: &str| Fault { field, text: ask.say(key, &[]) };
    let long = ["to", "about"].into_iter().filter(|field| !is_line(field)).map(|field| fault(field, "matter-letter-fault"));
    let day = ask.form.filled("day").is_some_and(|day| day.parse::<Date>().is_err());
    long.chain(day.then(|| fault("day", "matter-letter-fault-day"))).collect()
}
