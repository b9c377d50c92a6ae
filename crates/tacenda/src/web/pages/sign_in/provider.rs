//! `/sign-in/provider`: to the identity provider, and back from it.
//!
//! Our cookies are `SameSite=Strict`: a browser that comes from another site does not bring them. So the provider sends it to a page that
//! says nothing and does nothing but lead on, from our own site, to where the answer is taken.

use askama::Template;
use axum::http::{StatusCode, header};
use form_urlencoded::Serializer;

use crate::account::{Account, Bound};
use crate::agency::accounts::signs_in;
use crate::problem::Problem;
use crate::provider::{Answered, Fault, Trip, Vouched};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::enter::local;
use crate::web::errand::{Errand, Why};
use crate::web::sessions::Must;
use tacenda_desk::{Refusal, Worker, WorkerId};

/// What is taken of the provider's answer; the rest is for others.
const TAKEN: [&str; 4] = ["state", "code", "iss", "error"];

/// A page that leads on by itself, with a link for whoever it does not.
#[derive(Template)]
#[template(path = "sign_in/lead.html")]
struct Lead<'a> {
    c: Chrome<'a>,
    text: String,
    to: String,
}

/// How it ended, where nobody is signed in by it.
#[derive(Template)]
#[template(path = "sign_in/ended.html")]
struct Ended<'a> {
    c: Chrome<'a>,
    text: String,
}

fn labelled(ask: &Ask<'_>, key: &str) -> Result<String, Problem> {
    Ok(ask.say(key, &[("label", ask.provider()?.label())]))
}

fn ended(ask: &Ask<'_>, how: &str, status: StatusCode) -> Result<Answer, Problem> {
    let c = ask.chrome(labelled(ask, &format!("provider-{how}-title"))?);
    Ok(Answer::page(&Ended { c, text: labelled(ask, &format!("provider-{how}-text"))? })?.status(status))
}

/// What the provider says is not taken: those who keep the machine are told why.
fn faulty(ask: &Ask<'_>, fault: Fault) -> Result<Answer, Problem> {
    use std::io::Write as _;
    if fault == Fault::Busy {
        return Err(Problem::Busy);
    }
    let _ = writeln!(std::io::stderr(), "tacenda: the identity provider {}: {fault}", ask.provider()?.issuer());
    ended(ask, "fault", StatusCode::BAD_GATEWAY)
}

pub(super) fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["to"], &[])?;
    go(ask, Why::In, local(ask.form.text("to")))
}

/// To the provider. A page leads there, not a redirect: our policy lets no form lead to another host.
pub(in crate::web) fn go(ask: &Ask<'_>, why: Why, to: &str) -> Result<Answer, Problem> {
    let (provider, made) = (ask.provider()?, ask.site.wall()?);
    let errand = Errand { trip: Trip::new()?, why, to: to.to_owned(), made };
    let address = match provider.ask(&errand.trip, errand.since().is_some(), ask.language.code(), made) {
        Ok(address) => address,
        Err(fault) => return faulty(ask, fault),
    };
    let cookie = ask.begin_errand(&errand)?;
    let c = ask.chrome(labelled(ask, "provider-go-title")?);
    let page = Answer::page(&Lead { c, text: labelled(ask, "provider-go-text")?, to: address })?;
    Ok(page.with(header::SET_COOKIE, &cookie))
}

/// Back from the provider: on, from our own site.
pub(super) fn back(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.provider()?;
    let mut query = Serializer::new(String::new());
    for name in TAKEN {
        query.extend_pairs(ask.query.many(name).map(|value| (name, value)));
    }
    let c = ask.chrome(labelled(ask, "provider-back-title")?);
    let to = format!("/sign-in/provider/end?{}", query.finish());
    Answer::page(&Lead { c, text: ask.say("provider-back-text", &[]), to })
}

/// The answer is taken. It comes by a look, as providers send it; what makes it count is the errand, which is good once.
pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let provider = ask.provider()?;
    if TAKEN.iter().any(|name| ask.query.many(name).count() > 1) {
        return Err(Problem::BadForm);
    }
    let Some(errand) = ask.end_errand(ask.query.text("state"))? else {
        return ended(ask, "over", StatusCode::UNPROCESSABLE_ENTITY);
    };
    let Some(code) = ask.query.filled("code").filter(|_| ask.query.filled("error").is_none()) else {
        return ended(ask, "stopped", StatusCode::UNPROCESSABLE_ENTITY);
    };
    let came = Answered { code, issuer: ask.query.filled("iss") };
    match provider.vouches(&errand.trip, came, errand.since(), ask.site.wall()?) {
        Ok(vouched) => done(ask, &errand, &vouched),
        Err(fault) => faulty(ask, fault),
    }
}

fn done(ask: &Ask<'_>, errand: &Errand, vouched: &Vouched) -> Result<Answer, Problem> {
    match errand.why {
        Why::In => enter(ask, &errand.to, vouched),
        Why::Bind(worker) => bind(ask, worker, vouched),
        Why::Prove(worker) => prove(ask, worker, (&errand.to, vouched)),
    }
}

/// Whose account it is, signs in; with our second step too, unless one was shown there. One answer for nobody's, and for who is kept out.
fn enter(ask: &Ask<'_>, to: &str, vouched: &Vouched) -> Result<Answer, Problem> {
    let (site, issuer) = (ask.site, ask.provider()?.issuer());
    let found = site.agency.vouched_for(issuer, &vouched.subject)?;
    let Some((_, worker, account)) = found.filter(|(there, worker, _)| there & signs_in(worker)) else {
        return ended(ask, "unknown", StatusCode::FORBIDDEN);
    };
    if vouched.strong || !account.has_factor() {
        let must = if vouched.strong { None } else { ask.must(&account, site.wall()?) };
        return whole(ask, (&worker, &account), must, to);
    }
    let mut body = ask.body("provider", Some(Must::Show))?;
    body.question = ask.question(&account)?;
    to.clone_into(&mut body.to);
    let secret = ask.begin(worker.id, body)?;
    Ok(Answer::go("/sign-in/second").with(header::SET_COOKIE, &ask.cookie(&secret)))
}

fn whole(ask: &Ask<'_>, (worker, account): (&Worker, &Account), must: Option<Must>, to: &str) -> Result<Answer, Problem> {
    let mut body = ask.body("provider", must)?;
    if !account.language.is_empty() {
        body.language.clone_from(&account.language);
    }
    to.clone_into(&mut body.to);
    let secret = ask.begin(worker.id, body)?;
    ask.let_in(worker.id, "provider", Answer::go(to).with(header::SET_COOKIE, &ask.cookie(&secret)))
}

/// Whoever asked for it is still signed in here, in this browser.
fn bind(ask: &Ask<'_>, worker: WorkerId, vouched: &Vouched) -> Result<Answer, Problem> {
    let (site, who, provider) = (ask.site, ask.me()?, ask.provider()?);
    if who.worker.id != worker {
        return ended(ask, "over", StatusCode::UNPROCESSABLE_ENTITY);
    }
    let bound = Bound { issuer: provider.issuer().to_owned(), subject: vouched.subject.clone(), since: site.wall()? };
    match site.agency.bind(worker, bound, (provider.label().to_owned(), who.session.mark)) {
        Ok(()) => ask.renewed(&who.session, None, "/me"),
        Err(Problem::Refused(Refusal::WrongState)) => ended(ask, "taken", StatusCode::CONFLICT),
        Err(other) => Err(other),
    }
}

/// They have shown once more who they are, if it was they.
fn prove(ask: &Ask<'_>, worker: WorkerId, (to, vouched): (&str, &Vouched)) -> Result<Answer, Problem> {
    let (site, who) = (ask.site, ask.me()?);
    let account = site.agency.account_of(who.worker.id)?.ok_or(Problem::NotSignedIn)?;
    let own = site.bound(&account).is_some_and(|bound| bound.subject == vouched.subject);
    if who.worker.id != worker || !own {
        return ended(ask, "other", StatusCode::UNPROCESSABLE_ENTITY);
    }
    ask.renewed(&who.session, Some(site.wall()?), to)
}
