//! `/f/{secret}`, at the links' own address: somebody outside takes what was sent to them. The page says nothing of what it is, whom it is
//! about or who sent it, and a link that is over looks as one that never was.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::Refusal;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::problem::noted;
use crate::web::uploads;

pub(super) const ROUTES: &[Route] = &[Route::get("/f/{secret}", Door::Link, show), Route::post("/f/{secret}", Door::Link, take)];

#[derive(Template)]
#[template(path = "link/link.html")]
struct Page<'a> {
    c: Chrome<'a>,
    /// Why there is nothing to take: it opens nothing, or something of ours does not work at this moment.
    nothing: Option<&'static str>,
    name: String,
}

/// What is shown at the links' address where there is nothing, whatever the reason.
pub(in crate::web) fn nothing_here(ask: &Ask<'_>, problem: &Problem) -> Answer {
    let gone = matches!(problem, Problem::Refused(_) | Problem::Foreign | Problem::BadForm);
    let (status, title) = if gone { (StatusCode::NOT_FOUND, "link-over") } else { (noted(problem), "link-later") };
    let nothing = Some(if gone { "link-over-lead" } else { "link-later-lead" });
    let page = Page { c: ask.titled(title), nothing, name: String::new() };
    Answer::page(&page).unwrap_or_else(|_| Answer::html(String::new())).status(status).evenly()
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let now = ask.now()?.time;
    ask.site.agency.link(ask.part("secret"))?.filter(|link| link.waits(now)).ok_or(Refusal::NotFoundOrNotYours)?;
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let name = ask.form.text("name").to_owned();
    let page = Page { c: ask.titled("link-title").with_faults(faults), nothing: None, name };
    Ok(Answer::page(&page)?.status(status).evenly())
}

fn take(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "code"], &[])?;
    let fault = |field, key| page(ask, vec![Fault { field, text: ask.say(key, &[]) }]);
    let (Some(name), Some(code)) = (ask.form.filled("name"), ask.form.filled("code")) else {
        return fault(if ask.form.filled("name").is_some() { "code" } else { "name" }, "link-fault-both");
    };
    match ask.site.agency.take_packet(ask.part("secret"), (name.to_owned(), code.to_owned()), ask.law()) {
        Ok(Some(file)) => uploads::give_to_stranger(ask, &file).map(Answer::evenly),
        Ok(None) => fault("code", "link-fault-code"),
        Err(problem) => Err(problem),
    }
}
