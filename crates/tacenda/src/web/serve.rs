//! The door: where async stops. One request is read, answered by one blocking call, and dressed with the headers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest as _, Multipart, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, on, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::answer::{Answer, Evenly};
use super::ask::{Ask, Who};
use super::door::Door;
use super::form::{Form, Uploaded};
use super::known::From;
use super::pages::{self, ROUTES, Route, Verb};
use super::site::Site;
use super::tried::Tried;
use super::{assets, headers, portal, problem, sessions};
use crate::agency::accounts::signs_in;
use crate::language::Language;
use crate::problem::Problem;

/// The largest form, and the largest with files, in bytes.
const FORM: usize = 2_200_000; // a record's text is at most a million bytes, percent-encoded
const FILES: usize = 26_000_000;
/// And what comes with a sealed link.
const LINK: usize = 4_096;
/// How long somebody may take to send it: seconds.
const SENDING: u64 = 60;

/// Answers whose time must tell nothing go out on a beat: how long the work took is seen only where it took longer than one.
const BEAT: Duration = Duration::from_millis(25);

/// All pages over this site.
pub fn router(site: Arc<Site>) -> Router {
    let secure = site.is_secure();
    let mut router: Router = Router::new();
    let practice = site.settings.practice;
    let routes = ROUTES.iter().flat_map(|routes| routes.iter()).filter(|route| practice || route.door != Door::Practice);
    for route in routes {
        router = router.route(route.path, page(route, &site));
    }
    let (nothing, wrong) = (Arc::clone(&site), site);
    router = router
        .route("/a/{print}/{name}", get(asset))
        .route("/csp", post(|| async { StatusCode::NO_CONTENT }))
        .fallback(move |request: Request| refuse(Arc::clone(&nothing), request))
        .method_not_allowed_fallback(move |request: Request| refuse(Arc::clone(&wrong), request))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn(headers::always));
    if secure { router.layer(from_fn(headers::strict_transport)) } else { router }
}

fn page(route: &'static Route, site: &Arc<Site>) -> MethodRouter {
    let site = Arc::clone(site);
    let filter = match route.verb {
        Verb::Get => axum::routing::MethodFilter::GET,
        Verb::Post => axum::routing::MethodFilter::POST,
    };
    on(filter, move |params: RawPathParams, request: Request| {
        let at = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        handle(Arc::clone(&site), Some(route), at, request)
    })
}

async fn asset(params: RawPathParams) -> Response {
    let part = |name: &str| params.iter().find(|(part, _)| *part == name).map_or("", |(_, value)| value);
    assets::answer(part("print"), part("name")).map_or_else(|| StatusCode::NOT_FOUND.into_response(), Response::from)
}

/// What is not there, and a verb that is none of the page's: one answer.
async fn refuse(site: Arc<Site>, request: Request) -> Response {
    handle(site, None, Vec::new(), request).await
}

async fn handle(site: Arc<Site>, route: Option<&'static Route>, at: Vec<(String, String)>, request: Request) -> Response {
    let Some(_turn) = site.turn() else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")]).into_response();
    };
    let (parts, form) = match tokio::time::timeout(Duration::from_secs(SENDING), read(request)).await {
        Ok(Ok(read)) => read,
        Ok(Err(status)) => return status.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let (measured, begun) = (Arc::clone(&site), tokio::time::Instant::now());
    let work = tokio::task::spawn_blocking(move || Response::from(answer(&site, route, at, &parts, form)));
    let response = work.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    measured.count(response.status().as_u16());
    if measured.beats && response.extensions().get::<Evenly>().is_some() {
        tokio::time::sleep_until(begun + next_beat(begun.elapsed())).await;
    }
    response
}

/// The first beat at or after so long.
fn next_beat(elapsed: Duration) -> Duration {
    let beats = elapsed.as_micros().div_ceil(BEAT.as_micros()).max(1);
    BEAT.saturating_mul(u32::try_from(beats).unwrap_or(u32::MAX))
}

/// Reads the whole request.
async fn read(request: Request) -> Result<(Parts, Result<Form, Problem>), StatusCode> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (parts, body) = request.into_parts();
    // What comes with a sealed link is a name and a code.
    let is_link = parts.uri.path().starts_with("/f/");
    if media.starts_with("multipart/form-data") && !is_link {
        let bytes = to_bytes(body, FILES).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let mut again = Request::new(bytes.into());
        *again.headers_mut() = parts.headers.clone();
        let form = match Multipart::from_request(again, &()).await {
            Ok(fields) => files(fields).await,
            Err(_) => Err(Problem::BadForm),
        };
        return Ok((parts, form));
    }
    let bytes: Bytes = to_bytes(body, if is_link { LINK } else { FORM }).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let form = match (bytes.is_empty(), media.starts_with("application/x-www-form-urlencoded")) {
        (true, _) => Ok(Form::default()),
        (false, true) => Form::read(&bytes),
        (false, false) => Err(Problem::BadForm),
    };
    Ok((parts, form))
}

async fn files(mut parts: Multipart) -> Result<Form, Problem> {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|_| Problem::BadForm)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Problem::BadForm)?.to_vec();
        match name {
            Some(name) if name.is_empty() && bytes.is_empty() => {} // a file box that was left empty
            Some(name) => files.push(Uploaded { field, name, bytes }),
            None => fields.push((field, String::from_utf8(bytes).map_err(|_| Problem::BadForm)?)),
        }
    }
    Form::of(fields, files)
}

fn answer(
    site: &Site,
    route: Option<&'static Route>,
    at: Vec<(String, String)>,
    parts: &Parts,
    form: Result<Form, Problem>,
) -> Answer {
    let query = Form::read(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    let Some(side) = Side::of(site, parts) else {
        let ours = site.settings.origin.clone().into_bytes();
        return Answer::new(StatusCode::MISDIRECTED_REQUEST, "text/plain; charset=utf-8", ours);
    };
    if side == Side::Portal {
        return portal::answer(site, parts, query, form);
    }
    // At the links' address nobody is signed in, whatever cookie came along.
    let secret = cookie(&parts.headers, site.cookie()).filter(|_| side == Side::Desk);
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let errand = cookie(&parts.headers, site.errand());
    let from = From { errand, ..From::read(peer, &parts.headers, cookie(&parts.headers, site.known())) };
    let who = secret.as_deref().map(|secret| who(site, secret)).transpose();
    let (who, fault) = match who {
        Ok(who) => (who.flatten(), None),
        Err(fault) => (None, Some(fault)),
    };
    let route = route.filter(|route| (route.door == Door::Link) == (side == Side::Links));
    let language = language(who.as_ref(), &query, &parts.headers);
    // A gate holds every page but those that open it: who stands before one is not let in, whatever page they ask for.
    let (short, fault) = match who.as_ref().map(|who| short(site, who)).transpose() {
        Ok(short) => (short.unwrap_or_default(), fault),
        Err(broken) => (Vec::new(), fault.or(Some(broken))),
    };
    let waits = |who: &Who| who.session.body.must.is_some() || !short.is_empty();
    let (half, who) = who.map_or((None, None), |w| if waits(&w) { (Some(w), None) } else { (None, Some(w)) });
    let (form, malformed) = match form {
        Ok(form) => (form, None),
        Err(fault) => (Form::default(), Some(fault)),
    };
    let mut ask = Ask { site, path: parts.uri.path(), language, who, half, short, from, at, query, form };
    let fault = fault.or_else(|| ask.moved().err());
    let result = match (route, fault.filter(|_| route.is_none_or(|r| r.door != Door::Open)).or(malformed)) {
        (_, Some(fault)) => Err(fault),
        (None, None) => Err(tacenda_desk::Refusal::NotFoundOrNotYours.into()),
        (Some(route), None) => enter(&ask, route, parts, side),
    };
    result.unwrap_or_else(|fault| match side {
        Side::Desk => problem::answer(&ask, &fault),
        Side::Links | Side::Portal => pages::nothing_here(&ask, &fault),
    })
}

/// At which of our addresses somebody is. Only under the names that people type: another would make links and cookies of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The desk's.
    Desk,
    /// That of sealed links.
    Links,
    /// That of clients, who come in by themselves.
    Portal,
}

impl Side {
    fn of(site: &Site, parts: &Parts) -> Option<Self> {
        let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
        let host = host.or_else(|| parts.uri.authority().map(axum::http::uri::Authority::as_str))?;
        let is =
            |side: &Self| side.origin(site).and_then(|origin| origin.split_once("://")).is_some_and(|(_, ours)| ours == host);
        [Self::Desk, Self::Links, Self::Portal].into_iter().find(is)
    }

    fn origin(self, site: &Site) -> Option<&str> {
        match self {
            Self::Desk => Some(&site.settings.origin),
            Self::Links => site.settings.links.as_ref().map(|links| links.origin.as_str()),
            Self::Portal => site.settings.portal.as_ref().map(|portal| portal.origin.as_str()),
        }
    }
}

fn enter(ask: &Ask<'_>, route: &Route, parts: &Parts, side: Side) -> Result<Answer, Problem> {
    if parts.method == Method::POST {
        from_here(ask, &parts.headers, side).inspect_err(|_| ask.site.tried(Tried::Form))?;
    }
    route.door.check(ask).inspect_err(|problem| {
        if matches!(problem, Problem::Refused(_)) {
            ask.site.tried(Tried::Door);
        }
    })?;
    (route.page)(ask)
}

/// A form counts only if the browser says that it was sent from a page of ours, and it bears the session's token.
fn from_here(ask: &Ask<'_>, headers: &HeaderMap, side: Side) -> Result<(), Problem> {
    let origin = is_same_origin(headers, side.origin(ask.site));
    let token = ask.who.as_ref().or(ask.half.as_ref()).is_none_or(|who| sessions::token(&who.secret) == ask.form.text("csrf"));
    if origin && token { Ok(()) } else { Err(Problem::Foreign) }
}

/// Whether the browser says that a form was sent from that address of ours.
pub(super) fn is_same_origin(headers: &HeaderMap, ours: Option<&str>) -> bool {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match value("origin") {
        Some(origin) => ours == Some(origin),
        None => value("sec-fetch-site") == Some("same-origin"),
    }
}

/// Whose session it is; the worker as they stand now.
fn who(site: &Site, secret: &str) -> Result<Option<Who>, Problem> {
    let Some(session) = site.sessions.find(&site.agency, &site.policy, secret, site.wall()?)? else { return Ok(None) };
    let worker = site.agency.worker(session.signed_in.worker())?;
    Ok(worker.filter(signs_in).map(|worker| Who { session, worker, secret: secret.to_owned() }))
}

/// What keeps them from every file.
fn short(site: &Site, who: &Who) -> Result<Vec<tacenda_desk::Asked>, Problem> {
    let asked = site.agency.asked_of(&who.worker, tacenda_desk::Now::trusted(site.wall()?))?;
    Ok(asked.into_iter().filter(tacenda_desk::Asked::shuts).collect())
}

/// The value of a cookie that comes exactly once.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found = lines.flat_map(|line| line.split("; ")).filter_map(|pair| pair.split_once('=')).filter(|(n, _)| *n == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Some(value.to_owned()),
        _ => None,
    }
}

/// The language of the session, of the address, or of the browser.
fn language(who: Option<&Who>, query: &Form, headers: &HeaderMap) -> Language {
    let session = who.map(|who| who.session.language());
    session.unwrap_or_else(|| spoken(query, headers))
}

/// The language of the address, or of the browser.
pub(super) fn spoken(query: &Form, headers: &HeaderMap) -> Language {
    let asked = Language::from_code(query.text("lang"));
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let browser = accepted.split(',').find_map(|part| Language::from_code(part.trim().get(..2)?));
    asked.or(browser).unwrap_or_default()
}
