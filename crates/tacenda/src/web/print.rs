//! Sheets of paper, printed.

use tacenda_paper::{Sheet, Writing};

use super::answer::Answer;
use super::ask::Ask;
use super::dates;
use crate::problem::Problem;

/// Sheets as one PDF of today, to be kept under this name.
pub(in crate::web) fn pdf(ask: &Ask<'_>, name: &str, sheets: Vec<Sheet>) -> Result<Answer, Problem> {
    let today = dates::today(ask.now()?.time);
    let title = sheets.first().map(|sheet| sheet.title.clone()).unwrap_or_default();
    let day = (today.year().into(), today.month().unsigned_abs(), today.day().unsigned_abs());
    Ok(Answer::pdf(name, ask.site.press.print(&Writing { title, day, sheets })?))
}
