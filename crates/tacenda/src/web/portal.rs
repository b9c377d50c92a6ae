//! The clients' own address: they come in by themselves, with a number, a password and a code from paper.
//!
//! It is for somebody whose telephone others look at. No title, address, icon or cookie says what it is; nothing is kept by the browser; the
//! way out stands first on every page and ends everything. Where nothing is, and where nothing is theirs, one page is shown.

mod chrome;
mod enter;
mod home;
mod leave;
mod messages;
mod own;
mod permissions;
mod seen;
mod sign;
mod stay;

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use tacenda_desk::Refusal;
use tacenda_desk::Seen;
use tacenda_desk::acts::GuestAct;

use super::answer::Answer;
use super::form::Form;
use super::known::From;
use super::pages::Verb;
use super::serve::{cookie, is_same_origin, spoken};
use super::site::Site;
use super::tried::Tried;
use super::{problem, words};
use crate::account::digest;
use crate::agency::hex;
use crate::language::Language;
use crate::problem::Problem;
use chrome::{Chrome, Nothing};
use stay::Stay;

/// One request, as a page of the portal sees it.
pub(super) struct Call<'a> {
    pub(super) site: &'a Site,
    pub(super) path: &'a str,
    pub(super) language: Language,
    pub(super) stay: Option<Stay>,
    pub(super) from: From,
    /// What the last part of the address stands for, where it stands for something.
    pub(super) at: String,
    pub(super) query: Form,
    pub(super) form: Form,
}

/// Who gets to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// Anybody.
    Open,
    /// Whoever came in.
    In,
    /// Whoever came in, under the password and not the second phrase.
    Whole,
}

/// One way in.
#[derive(Debug, Clone, Copy)]
struct Way {
    verb: Verb,
    path: &'static str,
    door: Door,
    page: fn(&Call<'_>) -> Result<Answer, Problem>,
}

const fn get(path: &'static str, door: Door, page: fn(&Call<'_>) -> Result<Answer, Problem>) -> Way {
    Way { verb: Verb::Get, path, door, page }
}

const fn post(path: &'static str, door: Door, page: fn(&Call<'_>) -> Result<Answer, Problem>) -> Way {
    Way { verb: Verb::Post, path, door, page }
}

impl Way {
    /// Whether it is there under the password alone.
    fn is_whole(&self) -> bool {
        self.door == Door::Whole
    }
}

/// Every way in. The addresses say nothing.
const WAYS: &[Way] = &[
    get("/", Door::Open, enter::show),
    post("/", Door::Open, enter::enter),
    get("/leave", Door::Open, leave::leave),
    get("/7", Door::Open, home::safety),
    get("/0", Door::In, enter::choosing),
    post("/0", Door::In, enter::choose),
    get("/1", Door::In, home::show),
    post("/1", Door::In, home::speak),
    get("/2", Door::Whole, seen::show),
    get("/2/1", Door::Whole, seen::proof),
    get("/2/2", Door::Whole, seen::verifier),
    get("/3", Door::Whole, permissions::list),
    get("/3/{one}", Door::Whole, permissions::show),
    post("/3/{one}", Door::Whole, permissions::stop),
    get("/4", Door::Whole, messages::show),
    post("/4", Door::Whole, messages::write),
    get("/5", Door::Whole, sign::list),
    get("/5/{one}", Door::Whole, sign::show),
    post("/5/{one}", Door::Whole, sign::sign),
    get("/6", Door::Whole, own::reach),
    get("/8", Door::Whole, own::show),
    post("/8/1", Door::Whole, own::password),
    post("/8/2", Door::Whole, own::second),
    post("/8/3", Door::Whole, own::lock),
];

/// Every way in as a table, as `docs/reference/portal-routes.csv` keeps it.
pub fn portal_routes() -> String {
    let row = |way: &Way| {
        let verb = if way.verb == Verb::Get { "GET" } else { "POST" };
        let who = match way.door {
            Door::Open => "anybody",
            Door::In => "whoever came in",
            Door::Whole => "whoever came in under their password",
        };
        format!("{verb},{},{who}\n", way.path)
    };
    std::iter::once("verb,path,who\n".to_owned()).chain(WAYS.iter().map(row)).collect()
}

/// The way at this address, and what its last part stands for.
fn way(method: &Method, path: &str) -> Option<(&'static Way, String)> {
    let verb = match *method {
        Method::GET | Method::HEAD => Verb::Get,
        Method::POST => Verb::Post,
        _ => return None,
    };
    let fits = |way: &&Way| match way.path.strip_suffix("{one}") {
        None => way.path == path,
        Some(above) => path.strip_prefix(above).is_some_and(is_mark),
    };
    let found = WAYS.iter().filter(|way| way.verb == verb).find(fits)?;
    let one = found.path.strip_suffix("{one}").and_then(|above| path.strip_prefix(above));
    Some((found, one.unwrap_or_default().to_owned()))
}

fn is_mark(one: &str) -> bool {
    one.len() == 26 && one.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Answers one request.
pub(super) fn answer(site: &Site, parts: &Parts, query: Form, form: Result<Form, Problem>) -> Answer {
    let found = way(&parts.method, parts.uri.path());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let stay = cookie(&parts.headers, stay::name(site)).map(|secret| Stay::find(site, &secret)).transpose();
    let (stay, fault) = stay.map_or_else(|fault| (None, Some(fault)), |stay| (stay.flatten(), None));
    let language = stay.as_ref().map_or_else(|| spoken(&query, &parts.headers), |stay| stay.language);
    let (form, malformed) = form.map_or_else(|fault| (Form::default(), Some(fault)), |form| (form, None));
    let (way, at) = found.map_or((None, String::new()), |(way, at)| (Some(way), at));
    let call =
        Call { site, path: parts.uri.path(), language, stay, from: From::read(peer, &parts.headers, None), at, query, form };
    let result = match (way, fault.filter(|_| way.is_none_or(|way| way.door != Door::Open)).or(malformed)) {
        (_, Some(fault)) => Err(fault),
        (None, None) => Err(Refusal::NotFoundOrNotYours.into()),
        (Some(way), None) => call.through(way, parts),
    };
    result.unwrap_or_else(|fault| call.fault(&fault))
}

impl Call<'_> {
    fn through(&self, way: &Way, parts: &Parts) -> Result<Answer, Problem> {
        match (way.door, &self.stay) {
            (Door::Open, _) => {}
            (_, None) => return Err(Problem::NotSignedIn),
            // The password that stood on the slip is good for one thing: to choose another.
            (_, Some(stay)) if !stay.portal.chosen && way.path != "/0" => return Ok(Answer::go("/0")),
            (Door::Whole, Some(stay)) if stay.quiet => return Err(Refusal::NotFoundOrNotYours.into()),
            (Door::In | Door::Whole, Some(_)) => {}
        }
        if parts.method == Method::POST {
            let ours = self.site.settings.portal.as_ref().map(|portal| portal.origin.as_str());
            let own = self.stay.as_ref().is_none_or(|stay| super::sessions::token(&stay.secret) == self.form.text("csrf"));
            if !is_same_origin(&parts.headers, ours) || !own {
                self.site.tried(Tried::Form);
                return Err(Problem::Foreign);
            }
        }
        (way.page)(self)
    }

    /// Whoever came in.
    pub(super) fn stay(&self) -> Result<&Stay, Problem> {
        self.stay.as_ref().ok_or(Problem::NotSignedIn)
    }

    /// Does it, and gives what it shows.
    pub(super) fn act(&self, act: GuestAct) -> Result<Seen, Problem> {
        self.site.agency.guest(self.stay()?.portal.id, act, self.site.law())
    }

    /// A message in the asker's language.
    pub(super) fn say(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    /// What stands around a page; the browser's title is a number.
    fn chrome(&self, title: &str) -> Chrome {
        Chrome::of(self, self.say(title))
    }

    /// By what a thing is called in an address, as long as this stay lasts.
    pub(super) fn mark(&self, id: &str) -> Result<String, Problem> {
        let whole = hex(&digest(&format!("{}\n{id}", self.stay()?.secret)));
        Ok(whole.chars().take(26).collect())
    }

    fn fault(&self, problem: &Problem) -> Answer {
        if matches!(problem, Problem::NotSignedIn) {
            return Answer::go("/");
        }
        let nothing = matches!(problem, Problem::Refused(Refusal::NotFoundOrNotYours));
        let (status, title) = match problem {
            Problem::Refused(Refusal::NotFoundOrNotYours) => (StatusCode::NOT_FOUND, "portal-nothing"),
            Problem::Refused(_) | Problem::BadForm | Problem::Foreign => (StatusCode::UNPROCESSABLE_ENTITY, "portal-not-done"),
            other => (problem::noted(other), "portal-later"),
        };
        let page = Nothing { c: self.chrome(title), text: self.say(&format!("{title}-text")) };
        let answer = Answer::page(&page).unwrap_or_else(|_| Answer::html(String::new())).status(status);
        if nothing { answer.evenly() } else { answer }
    }
}
