//! What is printed.

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

/// A letter of the packs, complete but for its lines.
pub(in crate::web) fn letter(ask: &Ask<'_>, letter: &Letter, language: Language) -> Part {
    Part {
        body: letter.body.iter().map(|text| pick(text, language).to_owned()).collect(),
        foot: vec![law(language, &letter.cite)],
        signs: vec![words::say(language, "matter-letter-sign", &[])],
        ..Part::new(language.code(), ask.agency_name(), pick(&letter.title, language).to_owned())
    }
}

/// The small print that names the law of a paper.
pub(in crate::web) fn law(language: Language, cite: &[String]) -> String {
    format!("{} {}", words::say(language, "matter-letter-law", &[]), cite.join("; "))
}

/// What stands before a line.
pub(in crate::web) fn label(text: &str) -> String {
    format!("{}:", text.trim_end_matches(':'))
}
