//! The files that stand beside the records: page by page somebody says what goes, or that a whole file stays.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{Assembly, LookPacket};
use tacenda_desk::{Attachment, MOST_PAGES, Pages, Refusal};

use super::pictures::{files, path_of, told};
use super::{assembly, over, path, reading};
use crate::problem::Problem;
use crate::scans::{Effort, Halt};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::matters;

/// A file, and how far it was looked through.
struct Row {
    id: String,
    name: String,
    of: String,
    /// So many pages it has; none where no machine here makes anything of it.
    count: u32,
    stays: bool,
    /// Its pages: where each is shown, its number, and the message that says where it stands.
    pages: Vec<(String, u32, &'static str)>,
}

impl Row {
    const fn is_long(&self) -> bool {
        self.count > MOST_PAGES
    }
}

#[derive(Template)]
#[template(path = "packets/pages.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    on: String,
    version: i64,
    rows: Vec<Row>,
    /// Files of which no page can be shown, whatever is installed: by name.
    others: Vec<String>,
    /// Pages can be shown here.
    shows: bool,
    /// Each of them was looked at.
    done: bool,
    most: u32,
}

/// How many pages a file has; none where no machine here makes anything of it.
pub(super) fn count(ask: &Ask<'_>, of: &Assembly, file: &Attachment, effort: &Effort) -> Result<u32, Halt> {
    match of.packet.pages_of(file.id).filter(|pages| pages.count > 0) {
        Some(pages) => Ok(pages.count),
        None => Ok(told(ask, file, 1, effort)?.map_or(0, |(pages, _)| pages)),
    }
}

/// Whether each file that has pages was looked through, or there is none.
pub(super) fn is_done(of: &Assembly) -> bool {
    files(of).all(|(_, file)| of.packet.pages_of(file.id).is_some_and(Pages::is_decided))
}

fn row(ask: &Ask<'_>, of: &Assembly, file: &Attachment, (title, effort): (&str, &Effort)) -> Result<Row, Halt> {
    let (count, pages) = (count(ask, of, file, effort)?, of.packet.pages_of(file.id));
    let state = |number: u32| match pages.and_then(|pages| pages.looked.get(&number)) {
        Some(looked) if looked.stays => "packet-pages-out",
        Some(_) => "packet-pages-looked",
        None => "packet-pages-open",
    };
    let stays = pages.is_some_and(|pages| pages.stays);
    let shown = if stays || count > MOST_PAGES { 0 } else { count };
    let pages = (1..=shown).map(|number| (path_of(of, file, number), number, state(number))).collect();
    Ok(Row { id: file.id.to_string(), name: file.name.clone(), of: title.to_owned(), count, stays, pages })
}

/// Files that stay because nothing draws their pages.
fn others(of: &Assembly) -> Vec<String> {
    let all = of.records.iter().flat_map(|record| &record.attachments).filter(|file| !file.has_pages());
    all.map(|file| file.name.clone()).collect()
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, &assembly(ask)?, Vec::new())
}

fn page(ask: &Ask<'_>, of: &Assembly, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shows = super::pictures::are_shown(ask, of);
    let (mut rows, effort) = (Vec::new(), Effort::of_a_request());
    for (record, file) in files(of).filter(|_| shows) {
        let title = of.records.iter().find(|there| there.id == record).map_or("", |record| record.title.as_str());
        match row(ask, of, file, (title, &effort)) {
            Err(Halt::Later) => {
                let far = (rows.len(), files(of).count());
                return reading(ask, &of.packet, ("pages", "packet-reading-files"), far);
            }
            row => rows.push(row?),
        }
    }
    let page = Page {
        c: ask.titled("packet-pages").back(path(&of.packet, "")).with_faults(faults),
        path: path(&of.packet, "pages"),
        on: path(&of.packet, "to"),
        version: of.version,
        others: others(of),
        done: !shows || is_done(of),
        rows,
        shows,
        most: MOST_PAGES,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Says that a whole file stays, or that its pages are looked at after all.
pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "file", "stays"], &[])?;
    let of = assembly(ask)?;
    let named = files(&of).find(|(_, file)| file.id.to_string() == ask.form.text("file")).map(|(_, file)| file);
    let file = named.ok_or(Refusal::NotFoundOrNotYours)?;
    let count = count(ask, &of, file, &Effort::of_a_request())?;
    let there = of.packet.pages_of(file.id).cloned().unwrap_or_else(|| Pages::new(file.id, count));
    put(ask, &of, Pages { stays: ask.form.text("stays") == "yes", ..there })?;
    Ok(Answer::go(&path(&of.packet, "pages")))
}

/// Keeps what was decided of a file.
pub(super) fn put(ask: &Ask<'_>, of: &Assembly, pages: Pages) -> Result<(), Problem> {
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    ask.act(LookPacket { id, matter, client, over: over(ask)?, pages }, matters::why(ask, Some(client))?).map(drop)
}
