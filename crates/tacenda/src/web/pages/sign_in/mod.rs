//! `/sign-in`: somebody shows who they are.

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_vault::Passphrase;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/sign-in", Door::Open, show), Route::post("/sign-in", Door::Open, enter)];

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    to: &'a str,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page { c: ask.titled("sign-in-title"), to: ask.query.text("to") })
}

fn enter(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "password", "to"], &[])?;
    let name = ask.form.text("name").to_lowercase();
    let found = ask.site.agency.workers()?.into_iter().find(|worker| worker.name.to_lowercase() == name);
    let passphrase = Passphrase::new(ask.form.raw("password"));
    let signed_in = found.ok_or(Problem::NotSignedIn).and_then(|worker| ask.site.agency.sign_in(worker.id, &passphrase));
    let Ok(signed_in) = signed_in else {
        let fault = Fault { field: "name", text: ask.say("sign-in-fault", &[]) };
        let page = Page { c: ask.titled("sign-in-title").with_faults(vec![fault]), to: ask.form.text("to") };
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let secret = ask.site.sessions.begin(signed_in, ask.language, ask.site.wall()?)?;
    Ok(Answer::go(local(ask.form.text("to"))).with(header::SET_COOKIE, &cookie(ask, &secret)))
}

/// Only a place of our own.
fn local(to: &str) -> &str {
    if to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') { to } else { "/" }
}

/// The cookie that carries the session's secret.
fn cookie(ask: &Ask<'_>, secret: &str) -> String {
    let secure = if ask.site.is_secure() { "; Secure" } else { "" };
    format!("{}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}", ask.site.cookie())
}
