//! `/c`: own clients, finding one by name, taking somebody in.

mod new;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, ReasonKind, Right};
use tacenda_desk::acts::ListClients;
use tacenda_desk::{ClientId, Index, Name, Refusal, Seen, WorkerId};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::Route;
use crate::why::Why;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/c", Door::Right(Right::FindClients), own),
    Route::post("/find", Door::Right(Right::FindClients), find),
    Route::get("/c/new", Door::Right(Right::AddClient), new::blank),
    Route::post("/c/new", Door::Right(Right::AddClient), new::take_in),
];

/// Lines on a page.
const PAGE: usize = 25;
/// Of more who bear a name the cards are not opened: whoever looks types more of it.
const OPENED: usize = 40;

struct Row {
    id: String,
    name: String,
    code: String,
}

impl Row {
    fn of(name: &Name) -> Self {
        Self { id: name.id.to_string(), name: name.chosen_name.clone(), code: code(name.id) }
    }
}

#[derive(Template)]
#[template(path = "clients/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    has_caseload: bool,
    rows: Vec<Row>,
    count: usize,
    newer: Option<usize>,
    older: Option<usize>,
    may_add: bool,
    /// What was looked for, and what was found.
    sought: Option<&'a str>,
    found: Vec<Row>,
}

impl Page<'_> {
    /// Whether there may be more of that name.
    fn is_full(&self) -> bool {
        self.found.len() >= OPENED
    }
}

/// The names of those that the asker may open for that reason.
fn named(ask: &Ask<'_>, clients: Vec<ClientId>, reason: Reason) -> Result<Vec<Name>, Problem> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    match ask.see(ListClients { clients }, reason)? {
        Seen::Names(names) => Ok(names),
        _ => Err(Refusal::NotFoundOrNotYours.into()),
    }
}

fn own(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, None, Vec::new(), Vec::new())
}

fn page(ask: &Ask<'_>, sought: Option<&str>, found: Vec<Row>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let worker = ask.worker()?;
    let why = Why { agency: &ask.site.agency, worker };
    let has_caseload = why.gives(ReasonKind::CareTeam);
    let mut names = Vec::new();
    if has_caseload && sought.is_none() {
        names = named(ask, ask.site.agency.caseload(worker.id)?, Reason::CareTeam)?;
    }
    names.sort_by_key(|name| name.chosen_name.to_lowercase());
    let at: usize = ask.query.text("page").parse().unwrap_or(1).max(1);
    let count = names.len();
    let rows = names.iter().skip((at - 1).saturating_mul(PAGE)).take(PAGE).map(Row::of).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        c: ask.titled("clients-title").with_faults(faults),
        has_caseload,
        rows,
        count,
        newer: (at > 1).then(|| at - 1),
        older: (at.saturating_mul(PAGE) < count).then_some(at + 1),
        may_add: Door::Right(Right::AddClient).lets(worker),
        sought,
        found,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Finds by words of a name, among those whose card the asker may open: by their role, or because they answer for a colleague's work.
fn find(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name"], &[])?;
    let text = ask.form.text("name");
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return page(ask, Some(text), Vec::new(), vec![Fault { field: "name", text: ask.say("find-fault", &[]) }]);
    }
    let mut found = found(ask, &ask.site.agency.find(Index::ClientName, text)?)?;
    found.sort_by_key(|name| name.chosen_name.to_lowercase());
    let rows = found.iter().take(OPENED).map(Row::of).collect();
    page(ask, Some(text), rows, Vec::new())
}

/// Of those of that name, whom the asker may open. Only those are looked at who could be theirs: how long it takes, and whether anything
/// is asked of the database, must not depend on who else is here.
fn found(ask: &Ask<'_>, there: &[ClientId]) -> Result<Vec<Name>, Problem> {
    let (agency, worker) = (&ask.site.agency, ask.worker()?);
    let why = Why { agency, worker };
    let of = |worker: WorkerId| -> Result<Vec<ClientId>, Problem> {
        Ok(agency.caseload(worker)?.into_iter().filter(|client| there.binary_search(client).is_ok()).collect())
    };
    let reason = why.of_role();
    let mut found = named(
        ask,
        if reason == Reason::CareTeam { of(worker.id)? } else { there.iter().copied().take(OPENED).collect() },
        reason,
    )?;
    if why.gives(ReasonKind::Supervision) {
        let now = ask.now()?;
        for line in agency.supervisions(worker.id)?.into_iter().filter(|line| line.span.holds(now)) {
            let theirs = of(line.supervisee)?;
            let rest = theirs.into_iter().filter(|id| found.iter().all(|name| name.id != *id)).collect();
            found.extend(named(ask, rest, Reason::Supervision(line.id))?);
        }
    }
    Ok(found)
}
