//! `/5`: what waits for their signature, word for word; what is shown is what is signed.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{GuestAct, Sign};
use tacenda_desk::{Consent, ConsentState, Refusal};

use super::chrome::Chrome;
use super::{Call, permissions};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::chrome::Fault;
use crate::web::dates;
use crate::web::pages::Paper;

#[derive(Template)]
#[template(path = "portal/signing.html")]
struct List {
    c: Chrome,
    /// Where to, for whom, until when.
    rows: Vec<(String, String, String)>,
}

/// What can be signed here: not what wants a witness, and not what somebody signed for them already.
fn waits(call: &Call<'_>, consent: &Consent) -> bool {
    let today = call.site.wall().map(dates::today);
    let due = today.is_ok_and(|today| today <= consent.terms.until);
    let decides = call.stay().is_ok_and(|stay| stay.decides);
    decides && consent.state == ConsentState::Drawn && consent.signature.is_none() && !consent.witnessed && due
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, Problem> {
    let all = permissions::read(call)?;
    let row = |consent: &Consent| {
        let to = format!("/5/{}", call.mark(&consent.id.to_string())?);
        Ok::<_, Problem>((to, consent.terms.other.clone(), dates::date(call.language, consent.terms.until)))
    };
    let rows = all.iter().filter(|consent| waits(call, consent)).map(row).collect::<Result<_, _>>()?;
    Answer::page(&List { c: call.chrome("portal-signing").back("/1"), rows })
}

#[derive(Template)]
#[template(path = "portal/sign.html")]
struct Page {
    c: Chrome,
    paper: Paper,
    mark: String,
    name: String,
}

fn the(call: &Call<'_>) -> Result<(Consent, Paper), Problem> {
    let consent = permissions::the(call)?;
    if !waits(call, &consent) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let who = call.site.agency.name_on_paper(consent.client)?;
    let agency = call.site.agency.kit_state().map(|kit| kit.agency).unwrap_or_default();
    let paper = Paper::of(&call.site.packs, call.language, &consent, (&who, &agency));
    Ok((consent, paper))
}

fn page(call: &Call<'_>, paper: Paper, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = call.chrome("portal-sign").back("/5").with_faults(faults);
    let page = Page { c, paper, mark: call.at.clone(), name: call.form.text("name").to_owned() };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let (_, paper) = the(call)?;
    page(call, paper, Vec::new())
}

pub(super) fn sign(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["name", "meant", "screen", "shown"], &[])?;
    // Sent twice, it is signed once.
    if permissions::the(call)?.signature.is_some() {
        return Ok(Answer::go(&format!("/3/{}", call.at)));
    }
    let (consent, paper) = the(call)?;
    let fault = |field, key: &str| vec![Fault { field, text: call.say(key) }];
    if call.form.text("shown") != paper.digest() {
        return page(call, paper, fault("name", "portal-fault-shown"));
    }
    let Some(name) = call.form.filled("name") else { return page(call, paper, fault("name", "portal-fault-name")) };
    if call.form.filled("meant").is_none() {
        return page(call, paper, fault("meant", "portal-fault-meant"));
    }
    if call.form.filled("screen").is_none() {
        return page(call, paper, fault("screen", "portal-fault-screen"));
    }
    let sign = Sign { id: consent.id, name: name.to_owned(), shown: paper.digest(), language: call.language.code().to_owned() };
    match call.act(GuestAct::Sign(sign)) {
        Ok(_) => Ok(Answer::go(&format!("/3/{}", call.at))),
        Err(Problem::Refused(Refusal::BadValue | Refusal::WrongState)) => page(call, paper, fault("name", "portal-fault-sign")),
        Err(problem) => Err(problem),
    }
}
