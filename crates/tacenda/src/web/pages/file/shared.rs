//! Who got what of a file: the accounting, as the acts wrote it by which something went.

use askama::Template;
use tacenda_desk::acts::ReadShared;
use tacenda_desk::{Seen, Shared};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::{File, Head, Tab, with_office};
use crate::web::pages::matters;

/// So many lines are shown at once.
const SHOWN: usize = 25;

struct Row {
    when: String,
    to: String,
    address: String,
    what: &'static str,
    kinds: String,
    purpose: String,
    cite: String,
    owed: bool,
    recalled: bool,
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "file/shared.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    count: usize,
    newer: Option<usize>,
    older: Option<usize>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        let Seen::Shared(shared) = file.see(ReadShared { client: file.id })? else { return Err(Problem::BadForm) };
        let page = ask.query.text("page").parse().unwrap_or(1).max(1);
        let first = SHOWN.saturating_mul(page - 1);
        let c = file.chrome("shared-title");
        let rows = shared.iter().skip(first).take(SHOWN).map(|one| row(file, &c, one)).collect();
        let (newer, older) = ((page > 1).then(|| page - 1), (first.saturating_add(SHOWN) < shared.len()).then(|| page + 1));
        Answer::page(&Page { f: file.head(Tab::Shared), rows, count: shared.len(), newer, older, c })
    })
}

fn row(file: &File<'_>, c: &Chrome<'_>, one: &Shared) -> Row {
    let kinds: Vec<String> = one.kinds.iter().map(|kind| matters::category(file.ask, kind)).collect();
    Row {
        when: c.moment(&one.at),
        to: one.to.clone(),
        address: one.address.clone(),
        what: one.what.word(),
        kinds: kinds.join(", "),
        purpose: matters::purpose(&file.ask.site.packs, &one.purpose, file.ask.language).to_owned(),
        cite: one.cite.join("; "),
        owed: one.owed,
        recalled: one.recalled.is_some(),
        path: one.packet.map(|id| format!("/matters/{}/packets/{id}", one.matter)),
    }
}
