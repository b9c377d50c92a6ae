//! The claim as it leaves: a page to print, or a file for whatever sends claims. The same fields, and no others.

use askama::Template;
use axum::http::{StatusCode, header};
use serde_json::{Map, Value as Json};
use tacenda_desk::{Bill, Claim, ClaimLine, ClaimState, Refusal};

use super::one::{Shown, bill, shown};
use super::path;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::code;

/// A claim that stands; there is nothing to give out of a visit without one.
fn made(ask: &Ask<'_>) -> Result<(Bill, Claim), Problem> {
    let mut bill = bill(ask)?;
    let claim = bill.claim.take().filter(|claim| claim.state == ClaimState::Made).ok_or(Refusal::WrongState)?;
    Ok((bill, claim))
}

#[derive(Template)]
#[template(path = "claims/print.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    when: String,
    agency: String,
    fields: Vec<Shown>,
}

pub(super) fn print(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (bill, claim) = made(ask)?;
    let c = ask.titled("claim-title").back(path(claim.client, claim.charge));
    let page =
        Page { id: claim.id.to_string(), when: c.day(&claim.made), agency: ask.agency_name(), fields: shown(ask, &bill), c };
    Answer::page(&page)
}

/// A cell of a table: no program takes it for a formula.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", guarded.replace('"', "\"\""))
}

/// Charge in dollars, all else as it stands.
fn value(line: &ClaimLine) -> String {
    match line.field {
        tacenda_desk::ClaimField::Charge => {
            let cents: u64 = line.value.parse().unwrap_or_default();
            format!("{}.{:02}", cents / 100, cents % 100)
        }
        _ => line.value.clone(),
    }
}

fn csv(claim: &Claim) -> String {
    let row = |cells: Vec<String>| cells.join(",");
    let names = std::iter::once(cell("claim")).chain(claim.lines.iter().map(|line| cell(line.field.word())));
    let values = std::iter::once(cell(&claim.id.to_string())).chain(claim.lines.iter().map(|line| cell(&value(line))));
    format!("{}\r\n{}\r\n", row(names.collect()), row(values.collect()))
}

fn json(claim: &Claim) -> String {
    let lines = claim.lines.iter().map(|line| (line.field.word().to_owned(), Json::String(value(line))));
    let all: Map<String, Json> = std::iter::once(("claim".to_owned(), Json::String(claim.id.to_string()))).chain(lines).collect();
    Json::Object(all).to_string()
}

pub(super) fn file(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (ending, media, of): (_, _, fn(&Claim) -> String) = match ask.query.text("as") {
        "csv" | "" => ("csv", "text/csv; charset=utf-8", csv),
        "json" => ("json", "application/json", json),
        _ => return Err(Problem::BadForm),
    };
    let (_, claim) = made(ask)?;
    let name = format!("claim-{}.{ending}", code(claim.client));
    let answer = Answer::new(StatusCode::OK, media, of(&claim).into_bytes());
    Ok(answer.with(header::CONTENT_DISPOSITION, &format!("attachment; filename*=UTF-8''{name}")))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_text_and_never_a_formula() {
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
    }
}
