//! `/6`: how the house reaches them. `/8`: their own door: another password, a second phrase under which less is shown, and a lock.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::GuestAct;
use tacenda_desk::{Guest, SafeContact};

use super::chrome::Chrome;
use super::{Call, enter, home, leave};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::chrome::Fault;

#[derive(Template)]
#[template(path = "portal/reach.html")]
struct Reach {
    c: Chrome,
    /// Of the client's own; whoever acts for them is reached as they said.
    reach: Option<SafeContact>,
}

pub(super) fn reach(call: &Call<'_>) -> Result<Answer, Problem> {
    let portal = &call.stay()?.portal;
    call.act(GuestAct::ReadReach)?;
    let own = matches!(portal.guest, Guest::Client);
    let reach = if own { Some(call.site.agency.reach_of(portal.client)?) } else { None };
    Answer::page(&Reach { c: call.chrome("portal-reach").back("/1"), reach })
}

#[derive(Template)]
#[template(path = "portal/own.html")]
struct Page {
    c: Chrome,
    has_second: bool,
    codes: usize,
    times: Vec<tacenda_desk::Time>,
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    page(call, Vec::new())
}

fn page(call: &Call<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let portal = &call.stay()?.portal;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        c: call.chrome("portal-own").back("/1").with_faults(faults),
        has_second: portal.quiet.is_some(),
        codes: portal.codes.len(),
        times: portal.times.iter().rev().copied().collect(),
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Another password: all that came in by the old one is over.
pub(super) fn password(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["now", "password", "again"], &[])?;
    if !enter::is_present(call)? {
        return page(call, vec![Fault { field: "now", text: call.say("portal-fault-now") }]);
    }
    let second: Vec<&str> = call.stay()?.portal.quiet.as_deref().into_iter().collect();
    match enter::chosen(call, &second)? {
        Err(fault) => page(call, vec![fault]),
        Ok(kept) => {
            call.act(GuestAct::Choose(kept))?;
            home::begun_anew(call)
        }
    }
}

/// A second phrase, or none any more.
pub(super) fn second(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["now", "password", "again", "do"], &[])?;
    if !enter::is_present(call)? {
        return page(call, vec![Fault { field: "now2", text: call.say("portal-fault-now") }]);
    }
    if call.form.text("do") == "none" {
        call.act(GuestAct::Quiet(None))?;
        return Ok(Answer::go("/8"));
    }
    match enter::chosen(call, &[&call.stay()?.portal.password])? {
        Err(Fault { field, text }) => {
            let field = if field == "again" { "again2" } else { "password2" };
            page(call, vec![Fault { field, text }])
        }
        Ok(kept) => {
            call.act(GuestAct::Quiet(Some(kept)))?;
            Ok(Answer::go("/8"))
        }
    }
}

/// Somebody else may know the password: nobody comes in any more, and the worker calls by the safe way.
pub(super) fn lock(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&[], &[])?;
    let stay = call.stay()?;
    call.act(GuestAct::Lock(tacenda_desk::Id::of_form(&format!("lock {}", stay.portal.id))))?;
    stay.end_all(call.site)?;
    Ok(leave::forget(call, Answer::go("/")))
}
