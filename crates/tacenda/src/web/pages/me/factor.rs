//! `/me/factor`: what somebody has with them when they sign in: an app that makes codes, passkeys.

use askama::Template;
use axum::http::StatusCode;
use tacenda_store::sessions;

use super::account;
use crate::account::{Account, App, new_app, picture};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::sessions::Must;

#[derive(Template)]
#[template(path = "me/factor.html")]
struct Page<'a> {
    c: Chrome<'a>,
    account: Account,
    must: bool,
    last_stays: bool,
}

#[derive(Template)]
#[template(path = "me/app.html")]
struct AppPage<'a> {
    c: Chrome<'a>,
    secret: String,
    width: i32,
    path: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (account, must) = (account(ask)?, ask.me()?.session.body.must == Some(Must::Enrol));
    let c = ask.titled(if must { "factor-must-title" } else { "factor-title" });
    let last_stays = ask.site.policy.second_factor && usize::from(account.app.is_some()) + account.passkeys.len() < 2;
    Answer::page(&Page { c: if must { c } else { c.back("/me") }, account, must, last_stays })
}

pub(super) fn begin_app(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let mut session = ask.me()?.session.clone();
    session.body.app = Some(new_app());
    ask.site.sessions.change(&ask.site.agency, &session)?;
    Ok(Answer::go("/me/factor/app"))
}

/// The app that is being set up.
fn app(ask: &Ask<'_>) -> Result<Option<App>, Problem> {
    let secret = ask.me()?.session.body.app.as_ref();
    secret.map(|secret| Ok(App::new(secret, ask.site.wall()?))).transpose()
}

fn app_page<'a>(ask: &'a Ask<'_>, c: Chrome<'a>, app: &App) -> Result<AppPage<'a>, Problem> {
    let (width, path) = picture(&app.url(&account(ask)?.login)?)?;
    let letters: Vec<char> = app.secret.chars().collect();
    let secret = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    Ok(AppPage { c: c.back("/me/factor"), secret, width, path })
}

pub(super) fn show_app(ask: &Ask<'_>) -> Result<Answer, Problem> {
    match app(ask)? {
        Some(app) => Answer::page(&app_page(ask, ask.titled("app-title"), &app)?),
        None => Ok(Answer::go("/me/factor")),
    }
}

pub(super) fn keep_app(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["code"], &[])?;
    let Some(app) = app(ask)? else { return Ok(Answer::go("/me/factor")) };
    let Some(step) = app.take(ask.form.text("code"), ask.site.wall()?) else {
        let fault = Fault { field: "code", text: ask.say("app-fault", &[]) };
        let page = app_page(ask, ask.titled("app-title").with_faults(vec![fault]), &app)?;
        return Ok(Answer::page(&page)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let app = App { step, ..app };
    changed(ask, ("app", "add"), move |account| account.app = Some(app.clone()))
}

pub(super) fn remove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["which"], &[])?;
    let (which, account) = (ask.form.text("which").to_owned(), account(ask)?);
    let left =
        usize::from(account.app.is_some() && which != "app") + account.passkeys.iter().filter(|key| key.id != which).count();
    if ask.site.policy.second_factor && left == 0 {
        return Ok(Answer::go("/me/factor")); // the page offers it only where another is left
    }
    let what = if which == "app" { "app" } else { "passkey" };
    changed(ask, (what, "remove"), move |account| {
        if which == "app" {
            account.app = None;
        }
        account.passkeys.retain(|key| key.id != which);
    })
}

/// A factor changes: it is entered, they are told, and every other session of theirs ends.
pub(super) fn changed(
    ask: &Ask<'_>,
    (what, how): (&str, &str),
    change: impl Fn(&mut Account) + Send + 'static,
) -> Result<Answer, Problem> {
    let (who, now) = (ask.me()?, ask.site.wall()?);
    let (id, mark) = (who.worker.id, who.session.mark);
    let codes = vec![("factor".to_owned(), what.to_owned()), ("change".to_owned(), how.to_owned())];
    ask.site.agency.change_account(id, Some(("account.factor", codes)), move |tx, account| {
        change(account);
        account.tell(now, "news-factor", "");
        sessions::end_of(tx, &id.to_string(), Some(&mark))?;
        Ok(())
    })?;
    let mut session = who.session.clone();
    let was = session.body.must;
    (session.body.app, session.body.question) = (None, None);
    session.body.must = ask.must(&account(ask)?, now);
    let to = if was.is_some() { session.body.to.clone() } else { "/me/factor".to_owned() };
    ask.renewed(&session, None, &to)
}
