//! `/3`: what the client permits, and how they stop it: a page with one button, and no question between.

use askama::Template;
use tacenda_desk::acts::GuestAct;
use tacenda_desk::{Consent, ConsentState, Refusal, Seen};

use super::Call;
use super::chrome::Chrome;
use super::seen;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::dates;

/// A permission, in plain words.
struct Row {
    path: String,
    other: String,
    what: String,
    why: String,
    until: String,
    tag: &'static str,
    holds: bool,
}

#[derive(Template)]
#[template(path = "portal/permissions.html")]
struct Page {
    c: Chrome,
    rows: Vec<Row>,
}

/// The permissions of their file, the newest first.
pub(super) fn read(call: &Call<'_>) -> Result<Vec<Consent>, Problem> {
    match call.act(GuestAct::ReadConsents)? {
        Seen::Consents(all) => Ok(all),
        _ => Err(Refusal::NotFoundOrNotYours.into()),
    }
}

/// The one that the address speaks of.
pub(super) fn the(call: &Call<'_>) -> Result<Consent, Problem> {
    for consent in read(call)? {
        if call.mark(&consent.id.to_string())? == call.at {
            return Ok(consent);
        }
    }
    Err(Refusal::NotFoundOrNotYours.into())
}

fn row(call: &Call<'_>, consent: &Consent) -> Result<Row, Problem> {
    let today = dates::today(call.site.wall()?);
    let kinds = consent.terms.what.iter().map(|kind| call.say(&format!("category-{}", kind.word().replace('_', "-"))));
    let (tag, holds) = match consent.status(today) {
        "valid" => ("portal-permission-holds", true),
        "expired" => ("portal-permission-ended", false),
        "revoked" => ("portal-permission-stopped", false),
        _ if consent.signature.is_some() => ("portal-permission-others", false),
        _ => ("portal-permission-unsigned", false),
    };
    Ok(Row {
        path: format!("/3/{}", call.mark(&consent.id.to_string())?),
        other: consent.terms.other.clone(),
        what: kinds.collect::<Vec<_>>().join(", "),
        why: seen::why(call, &consent.terms.purpose),
        until: dates::date(call.language, consent.terms.until),
        tag,
        holds,
    })
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let all = read(call)?;
    let rows = all
        .iter()
        .filter(|consent| consent.state != ConsentState::Drawn || consent.signature.is_some())
        .map(|consent| row(call, consent));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| !row.holds);
    Answer::page(&Page { c: call.chrome("portal-permissions").back("/1"), rows })
}

#[derive(Template)]
#[template(path = "portal/permission.html")]
struct One {
    c: Chrome,
    row: Row,
    /// What went under it, that may be shown: day and to whom.
    went: Vec<(String, String)>,
    /// It can be stopped.
    stands: bool,
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let consent = the(call)?;
    let lines = seen::read(call)?.lines;
    let under = lines.iter().filter(|line| line.consent == Some(consent.id));
    let went = under.map(|line| (dates::day(call.language, line.at), line.to.clone())).collect();
    let row = row(call, &consent)?;
    let page = One {
        c: call.chrome("portal-permission").back("/3"),
        stands: (row.holds || consent.state == ConsentState::Drawn) && call.stay()?.decides,
        row,
        went,
    };
    Answer::page(&page)
}

pub(super) fn stop(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&[], &[])?;
    let consent = the(call)?;
    match call.act(GuestAct::Stop(consent.id)) {
        // Asked twice, it is stopped once.
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&format!("/3/{}", call.at))),
        Err(problem) => Err(problem),
    }
}
