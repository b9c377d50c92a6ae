//! Whose name is on the paper. Nobody is shown a list: a client is named by two identifiers typed, or is one of one's own.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::acts::{ListClients, MatchForMatter};
use tacenda_desk::{ClientId, Index, Refusal, Seen};

use super::begun::Open;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::ask::reason;

#[derive(Template)]
#[template(path = "matters/whose.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
    name: &'a str,
    born: &'a str,
    found: Vec<(String, String)>,
    /// About whom somebody reports or warns, and not whom a paper names: what is said of it.
    lead: &'static str,
    label: &'static str,
    nobody: &'static str,
}

/// How it is asked: where it leads back to, the title, what stands below it, the field, and who is nobody known.
fn words(open: &Open) -> [&'static str; 5] {
    match &open.begun {
        begun if begun.threat.is_some() => {
            ["/now", "report-whose", "warn-whose-lead", "report-whose-name", "report-whose-nobody"]
        }
        begun if begun.report.is_some() => {
            ["/report", "report-whose", "report-whose-lead", "report-whose-name", "report-whose-nobody"]
        }
        _ => ["/matters/new", "matter-whose", "matter-whose-lead", "matter-whose-name", "matter-whose-nobody"],
    }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, &Open::of(ask)?, Vec::new(), Vec::new())
}

fn page(ask: &Ask<'_>, open: &Open, faults: Vec<Fault>, found: Vec<(String, String)>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let [back, title, lead, label, nobody] = words(open);
    let page = Page {
        c: ask.titled(title).back(back).with_faults(faults),
        id: open.id.to_string(),
        saved: open.saved_at(),
        name: ask.form.text("name"),
        born: ask.form.text("born"),
        found,
        lead,
        label,
        nobody,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "born", "client", "nobody"], &[])?;
    let mut open = Open::of(ask)?;
    if ask.form.filled("nobody").is_some() {
        return go_on(ask, &mut open, None);
    }
    if let Some(id) = ask.form.filled("client") {
        let client: ClientId = id.parse().map_err(|_| Refusal::NotFoundOrNotYours)?;
        return go_on(ask, &mut open, Some(client));
    }
    let name = ask.form.text("name").to_owned();
    if name.chars().count() < 2 {
        let fault = Fault { field: "name", text: ask.say("matter-whose-fault", &[]) };
        return page(ask, &open, vec![fault], Vec::new());
    }
    if let Some(born) = ask.form.filled("born") {
        let born: Date = born.parse().map_err(|_| Problem::BadForm)?;
        if let Some(client) = matched(ask, &name, born)? {
            return go_on(ask, &mut open, Some(client));
        }
    } else {
        let own = own(ask, &name)?;
        // In a danger one alone is taken; the next page says whose file it is.
        if let ([(id, _)], true) = (own.as_slice(), open.begun.threat.is_some()) {
            let client: ClientId = id.parse().map_err(|_| Refusal::NotFoundOrNotYours)?;
            return go_on(ask, &mut open, Some(client));
        }
        if !own.is_empty() {
            return page(ask, &open, Vec::new(), own);
        }
    }
    let fault = Fault { field: "name", text: ask.say("matter-whose-none", &[]) };
    // Who is here and not theirs costs a look more than who is not here.
    Ok(page(ask, &open, vec![fault], Vec::new())?.evenly())
}

fn go_on(ask: &Ask<'_>, open: &mut Open, client: Option<ClientId>) -> Result<Answer, Problem> {
    (open.begun.whose, open.begun.client) = (true, client);
    open.save(ask)?;
    Ok(Answer::go(&open.next()))
}

/// Who bears that name and was born on that day.
fn matched(ask: &Ask<'_>, name: &str, born: Date) -> Result<Option<ClientId>, Problem> {
    let agency = &ask.site.agency;
    let on_that_day = agency.find(Index::ClientBorn, &born.to_string())?;
    let mut clients = agency.find(Index::ClientName, name)?;
    clients.retain(|client| on_that_day.contains(client));
    let because = super::why(ask, clients.first().copied())?;
    let Seen::Matched(only) = ask.see(MatchForMatter { clients }, because)? else { return Err(Problem::BadForm) };
    Ok(only)
}

/// Clients of one's own of whose names some word begins so.
fn own(ask: &Ask<'_>, letters: &str) -> Result<Vec<(String, String)>, Problem> {
    let clients = ask.site.agency.caseload(ask.worker()?.id)?;
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let Seen::Names(names) = ask.see(ListClients { clients }, reason(ask, None)?)? else { return Err(Problem::BadForm) };
    let typed = letters.to_lowercase();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed))
    };
    let found = names.into_iter().filter(|name| fits(&name.chosen_name)).take(12);
    Ok(found.map(|name| (name.id.to_string(), name.chosen_name)).collect())
}
