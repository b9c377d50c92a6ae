//! `/f/{secret}`, at the links' own address: somebody outside takes what was sent to them. The page says nothing of what it is, whom it is
//! about or who sent it, and a link that is over looks as one that never was.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::Time;
use tacenda_desk::flows::Law;
use tacenda_desk::{Delivery, DeliveryState, Refusal};

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
    /// Nothing stands behind it, now or ever.
    over: bool,
    /// Something of ours does not work at this moment.
    later: bool,
    name: String,
}

/// What is shown at the links' address where there is nothing, whatever the reason.
pub(in crate::web) fn nothing_here(ask: &Ask<'_>, problem: &Problem) -> Answer {
    let gone = matches!(problem, Problem::Refused(_) | Problem::Foreign | Problem::BadForm);
    let (status, title) = if gone { (StatusCode::NOT_FOUND, "link-over") } else { (noted(problem), "link-later") };
    let page = Page { c: ask.titled(title), over: gone, later: !gone, name: String::new() };
    Answer::page(&page).unwrap_or_else(|_| Answer::html(String::new())).status(status).evenly()
}

/// Whether somebody may come with a code: now, or once it was told to them.
fn waits(link: &Delivery, now: Time) -> bool {
    link.is_open(now) || link.state == DeliveryState::Ready && now < link.opens
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let link = ask.site.agency.link(ask.part("secret"))?.ok_or(Refusal::NotFoundOrNotYours)?;
    if !waits(&link, ask.now()?.time) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let name = ask.form.text("name").to_owned();
    let page = Page { c: ask.titled("link-title").with_faults(faults), over: false, later: false, name };
    Ok(Answer::page(&page)?.status(status).evenly())
}

fn take(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "code"], &[])?;
    let fault = |field, key| page(ask, vec![Fault { field, text: ask.say(key, &[]) }]);
    let (Some(name), Some(code)) = (ask.form.filled("name"), ask.form.filled("code")) else {
        return fault(if ask.form.filled("name").is_some() { "code" } else { "name" }, "link-fault-both");
    };
    let law = Law::new(ask.site.packs.clone()).in_zone(jiff::tz::TimeZone::system());
    match ask.site.agency.take_packet(ask.part("secret"), (name.to_owned(), code.to_owned()), law) {
        Ok(Some(file)) => uploads::give_to_stranger(ask, &file).map(Answer::evenly),
        Ok(None) => fault("code", "link-fault-code"),
        Err(problem) => Err(problem),
    }
}
