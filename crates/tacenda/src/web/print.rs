//! What is printed.

use tacenda_desk::{HEAD, Own, Wording};
use tacenda_law::Letter;
use tacenda_paper::{Part, Writing};

use super::answer::Answer;
use super::ask::Ask;
use super::dates;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::words;

/// Parts as one PDF of today, to be kept under this name.
pub(in crate::web) fn pdf(ask: &Ask<'_>, name: &str, parts: Vec<Part>) -> Result<Answer, Problem> {
    Ok(Answer::pdf(name, ask.site.press.print(&writing(ask, parts)?)?))
}

/// Forms that bear nobody's name, as one PDF of today.
pub(in crate::web) fn blank(ask: &Ask<'_>, name: &str, parts: Vec<Part>) -> Result<Answer, Problem> {
    Ok(Answer::pdf(name, ask.site.press.print_blank(&writing(ask, parts)?)?))
}

fn writing(ask: &Ask<'_>, parts: Vec<Part>) -> Result<Writing, Problem> {
    let today = dates::today(ask.now()?.time);
    let title = parts.first().map(|part| part.title.clone()).unwrap_or_default();
    let day = (today.year().into(), today.month().unsigned_abs(), today.day().unsigned_abs());
    Ok(Writing { title, day, parts })
}

/// A part of which nothing is known yet but from whom it comes and what it is.
pub(in crate::web) fn headed(ask: &Ask<'_>, language: Language, title: String) -> Result<Part, Problem> {
    let under = own(ask, HEAD, language)?.before;
    Ok(Part { under: lines(&under).collect(), ..Part::new(language.code(), ask.agency_name(), title) })
}

/// A letter of the packs, complete but for its lines: the law's words, and ours around them.
pub(in crate::web) fn letter(ask: &Ask<'_>, letter: &Letter, language: Language) -> Result<Part, Problem> {
    let own = own(ask, &letter.id, language)?;
    let law = letter.body.iter().map(|text| pick(text, language).to_owned());
    Ok(Part {
        body: paragraphs(&own.before).chain(law).chain(paragraphs(&own.after)).collect(),
        foot: vec![self::law(language, &letter.cite)],
        signs: vec![words::say(language, "matter-letter-sign", &[])],
        ..headed(ask, language, pick(&letter.title, language).to_owned())?
    })
}

/// Whether these words can be printed.
pub(in crate::web) fn can(ask: &Ask<'_>, language: Language, text: &str) -> Result<(), Problem> {
    let body: Vec<String> = paragraphs(text).collect();
    if body.is_empty() {
        return Ok(());
    }
    let part = Part { body, ..Part::new(language.code(), ask.agency_name(), String::from("-")) };
    ask.site.press.print(&writing(ask, vec![part])?).map(drop)
}

/// What the agency says there in its own words.
fn own(ask: &Ask<'_>, letter: &str, language: Language) -> Result<Own, Problem> {
    let found = ask.site.agency.own_of(Wording::id_of(letter))?;
    Ok(found.and_then(|(mut wording, _)| wording.own.remove(language.code())).unwrap_or_default())
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

/// Parted by blank lines; the lines of each run on.
pub(in crate::web) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let plain = text.replace('\r', "");
    let all: Vec<String> = plain.split("\n\n").map(|one| lines(one).collect::<Vec<_>>().join(" ")).collect();
    all.into_iter().filter(|one| !one.is_empty())
}

/// The small print that names the law of a paper.
pub(in crate::web) fn law(language: Language, cite: &[String]) -> String {
    format!("{} {}", words::say(language, "matter-letter-law", &[]), cite.join("; "))
}

/// What stands before a line.
pub(in crate::web) fn label(text: &str) -> String {
    format!("{}:", text.trim_end_matches(':'))
}
