//! `/claims`: visits to be billed, what of each its payer needs, and the claim; `/cover`: who pays.

mod cover;
mod one;
mod out;

use askama::Template;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::ListBillables;
use tacenda_desk::{Billable, Charge, ChargeState, ClientId, Hindrance, Id, Seen};
use tacenda_store::sealed::{self, Line};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::Route;

pub(super) const DOOR: Door = Door::Right(Right::Bill);
const COVER: Door = Door::Right(Right::KeepCoverage);
/// So many are shown at once, so many pages there are, and how long what was made stays in sight, in days.
const SHOWN: usize = 20;
const PAGES: usize = 50;
const RECENT: i64 = 90;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/claims", DOOR, show),
    Route::get("/claims/{id}/{visit}", DOOR, one::show),
    Route::post("/claims/{id}/{visit}", DOOR, one::save),
    Route::get("/claims/{id}/{visit}/print", DOOR, out::print),
    Route::get("/claims/{id}/{visit}/file", DOOR, out::file),
    Route::get("/cover/{id}", COVER, cover::show),
    Route::post("/cover/{id}", COVER, cover::save),
];

/// A visit of the queue.
struct Row {
    path: String,
    name: String,
    code: String,
    when: String,
    kind: &'static str,
    lacks: Vec<Hindrance>,
    ready: bool,
}

#[derive(Template)]
#[template(path = "claims/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    ready: Vec<Row>,
    waits: Vec<Row>,
    made: Vec<Row>,
    /// Where the list goes on: those before, and those after.
    before: Option<usize>,
    after: Option<usize>,
    done: Option<String>,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (db, now) = (ask.site.agency.db(), ask.now()?.time);
    let page = ask.query.text("page").parse().unwrap_or(1).clamp(1, PAGES);
    let most = u32::try_from(SHOWN * page + 1).unwrap_or(u32::MAX);
    let open = db.read(|tx| sealed::due_before(tx, "charge", ChargeState::Open.word(), i64::MAX, most))?;
    let after = (open.len() > SHOWN * page && page < PAGES).then_some(page + 1);
    let open = open.into_iter().skip(SHOWN * (page - 1)).take(SHOWN).collect();
    let span = (now.plus_days(-RECENT).0, i64::MAX);
    let claimed = db.read(|tx| sealed::due_between(tx, "charge", ChargeState::Claimed.word(), span, 1_000))?;
    let (ready, waits) = rows(ask, open)?.into_iter().partition(|row| row.ready);
    let mut made = rows(ask, claimed.into_iter().rev().take(SHOWN).collect())?;
    made.reverse();
    let before = (page > 1).then(|| page - 1);
    Answer::page(&Page { c: ask.titled("claims-title"), ready, waits, made, before, after, done: done(ask) })
}

/// What was just done.
fn done(ask: &Ask<'_>) -> Option<String> {
    let what = ask.query.text("done");
    ["made", "void", "handed", "cover"].contains(&what).then(|| ask.say(&format!("claims-done-{what}"), &[]))
}

fn rows(ask: &Ask<'_>, lines: Vec<Line>) -> Result<Vec<Row>, Problem> {
    let found = lines.into_iter().filter_map(|line| Some((line.columns.id.parse().ok()?, line.columns.client.parse().ok()?)));
    let charges: Vec<(Id<Charge>, ClientId)> = found.collect();
    if charges.is_empty() {
        return Ok(Vec::new());
    }
    let Seen::Billables(list) = ask.see(ListBillables { charges }, Reason::OwnDuty)? else { return Err(Problem::BadForm) };
    let c = ask.titled("claims-title");
    let row = |one: Billable| Row {
        path: path(one.charge.client, one.charge.id),
        code: code(one.charge.client),
        when: c.day(&one.charge.visit),
        kind: one.charge.kind.word(),
        name: one.chosen_name,
        lacks: one.hindrances,
        ready: one.ready,
    };
    Ok(list.into_iter().map(row).collect())
}

/// Where a visit stands.
fn path(client: ClientId, charge: Id<Charge>) -> String {
    format!("/claims/{client}/{charge}")
}
