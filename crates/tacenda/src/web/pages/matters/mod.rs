//! `/matters`: what came in, whose it is to see to, and when it falls due.

mod asks;
mod begun;
mod fact;
mod letter;
mod list;
mod one;
pub(in crate::web) mod paper;
mod report;
mod scan;
mod signed;
mod stage;
mod step;
mod taken;
mod warning;
mod whose;

use askama::Template;
pub(in crate::web) use begun::open_matter;
pub(in crate::web) use one::{category, duty, name, place, purpose};
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::ListMatters;
use tacenda_desk::{ClientId, Id, Matter, Seen};
use tacenda_store::sealed::{self, Line};
pub(in crate::web) use warning::begin as begin_warning;

use super::ask::reason;
use super::{accounting, contacts};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::Route;
use crate::why::Why;

pub(in crate::web) const DOOR: Door = Door::Right(Right::OpenMatter);
/// Most that are listed.
const MOST: u32 = 100;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/matters", DOOR, show),
    Route::get("/matters/new", DOOR, begun::show),
    Route::post("/matters/new", DOOR, begun::begin),
    Route::get("/matters/new/{id}", DOOR, begun::go_on),
    Route::get("/matters/new/{id}/whose", DOOR, whose::show),
    Route::post("/matters/new/{id}/whose", DOOR, whose::save),
    Route::get("/matters/new/{id}/signed", DOOR, signed::show),
    Route::post("/matters/new/{id}/signed", DOOR, signed::save),
    Route::get("/matters/new/{id}/paper", DOOR, paper::show),
    Route::post("/matters/new/{id}/paper", DOOR, paper::save),
    Route::get("/matters/new/{id}/asks", DOOR, asks::show),
    Route::post("/matters/new/{id}/asks", DOOR, asks::save),
    Route::get("/matters/new/{id}/harm", DOOR, report::harm),
    Route::post("/matters/new/{id}/harm", DOOR, report::save_harm),
    Route::get("/matters/new/{id}/told", DOOR, report::told),
    Route::post("/matters/new/{id}/told", DOOR, report::save_told),
    Route::get("/matters/new/{id}/threat", DOOR, warning::threat),
    Route::post("/matters/new/{id}/threat", DOOR, warning::save_threat),
    Route::get("/matters/{id}", DOOR, one::show),
    Route::post("/matters/{id}", DOOR, step::save),
    Route::get("/matters/{id}/list", DOOR, list::show),
    Route::post("/matters/{id}/list", DOOR, list::save),
    Route::get("/matters/{id}/log", DOOR, list::log),
    Route::get("/matters/{id}/taken", DOOR, taken::show),
    Route::post("/matters/{id}/taken", DOOR, taken::save),
    Route::get("/matters/{id}/facts/{fact}", DOOR, fact::show),
    Route::post("/matters/{id}/facts/{fact}", DOOR, fact::save),
    Route::get("/matters/{id}/letters/{letter}", DOOR, letter::show),
    Route::post("/matters/{id}/letters/{letter}", DOOR, letter::save),
    Route::post("/matters/{id}/papers", DOOR, scan::put),
    Route::get("/matters/{id}/papers/{file}", DOOR, scan::get),
    Route::get("/matters/{id}/papers/{file}/words", DOOR, scan::words),
    Route::get("/matters/{id}/report", DOOR, report::print),
    Route::get("/matters/{id}/report/paper", DOOR, report::save_print),
    Route::get("/matters/{id}/record", DOOR, warning::print),
];

/// A line of the queue.
struct Row {
    path: String,
    what: String,
    code: String,
    due: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "matters/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    mine: Vec<Row>,
    nobodys: Vec<Row>,
    /// What others see to; only for those whose office it is.
    others: Option<Vec<Row>>,
    /// Whether they see what went.
    counts: bool,
    /// Whether they keep the address book.
    book: bool,
    begun: Vec<(String, String)>,
}

/// Why the asker sees to it: the office's own duty where there is one, else the tie to the client.
pub(in crate::web) fn why(ask: &Ask<'_>, client: Option<ClientId>) -> Result<Reason, Problem> {
    let by_office = Why { agency: &ask.site.agency, worker: ask.worker()? }.is_duty(Right::HandleMatter);
    if by_office { Ok(Reason::OwnDuty) } else { reason(ask, client) }
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let me = ask.worker()?.id;
    let db = ask.site.agency.db();
    let own = db.read(|tx| sealed::of_worker(tx, &me.to_string(), "matter"))?;
    let open = db.read(|tx| sealed::due_before(tx, "matter", "open", i64::MAX, MOST))?;
    let (nobodys, others): (Vec<Line>, Vec<Line>) = open.into_iter().partition(|line| line.columns.worker.is_none());
    let others = others.into_iter().filter(|line| line.columns.worker.as_deref() != Some(me.to_string().as_str()));
    let office = Why { agency: &ask.site.agency, worker: ask.worker()? }.is_duty(Right::HandleMatter);
    let page = Page {
        mine: rows(ask, own.into_iter().filter(|line| line.columns.state == "open"))?,
        nobodys: rows(ask, nobodys)?,
        others: if office { Some(rows(ask, others)?) } else { None },
        begun: begun::open_ones(ask)?,
        counts: accounting::DOOR.lets(ask.worker()?),
        book: contacts::DOOR.lets(ask.worker()?),
        c: ask.titled("matters-title"),
    };
    Answer::page(&page)
}

fn rows(ask: &Ask<'_>, lines: impl IntoIterator<Item = Line>) -> Result<Vec<Row>, Problem> {
    let found = lines.into_iter().filter_map(|line| Some((line.columns.id.parse().ok()?, line.columns.client.parse().ok())));
    let matters: Vec<(Id<Matter>, Option<ClientId>)> = found.take(MOST as usize).collect();
    let Some((_, client)) = matters.first() else { return Ok(Vec::new()) };
    let because = why(ask, *client)?;
    let Seen::Matters(list) = ask.see(ListMatters { matters }, because)? else { return Err(Problem::BadForm) };
    let now = ask.now()?.time;
    let c = ask.titled("matters-title");
    let row = |matter: Matter| Row {
        path: format!("/matters/{}", matter.id),
        what: one::called(ask, &matter),
        code: matter.client.map(code).unwrap_or_default(),
        due: c.day(&matter.due()),
        late: matter.due() < now,
    };
    Ok(list.into_iter().map(row).collect())
}
