//! Somebody changed it meanwhile: what was typed and what stands now, side by side. Nothing is overwritten, nothing is lost.

use askama::Template;
use axum::http::StatusCode;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::chrome::Chrome;
use crate::web::file::{File, Head, Tab};
use crate::web::values::Values;

/// One field in both versions.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) yours: String,
    pub(super) theirs: String,
}

impl Row {
    fn differs(&self) -> bool {
        self.yours != self.theirs
    }
}

#[derive(Template)]
#[template(path = "file/stale.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    /// What was typed, to be sent again over the version that stands.
    typed: Vec<(String, String)>,
    over: i64,
    to: &'a str,
}

/// The page, with the status of a conflict.
pub(super) fn answer(file: &File<'_>, tab: Tab, rows: Vec<Row>, sent: &Values, over: i64, to: &str) -> Result<Answer, Problem> {
    let typed = sent.all().filter(|(name, _)| *name != "over").map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let page = Page { c: file.chrome("stale-title").back(to), f: file.head(tab), rows, typed, over, to };
    Ok(Answer::page(&page)?.status(StatusCode::CONFLICT))
}
