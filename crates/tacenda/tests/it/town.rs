//! A browser as far as the pages need one: cookies, forms with their token, and where they lead.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use tacenda::practice::{Fiction, Loading};
use tacenda::web::{Settings, Site, router};
use tacenda_desk::practice::{Canary, Size};
use tacenda_desk::{Role, Time, Worker, WorkerState};
use tacenda_vault::{Cost, Passphrase};
use tower::ServiceExt as _;

pub(crate) const ORIGIN: &str = "http://localhost:7200";
/// Everybody's, in a fictional agency.
pub(crate) const PASSWORD: &str = "practice practice practice";

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

/// A fictional agency whose year is over.
pub(crate) struct Town {
    pub(crate) loading: Loading,
    pub(crate) _folder: tempfile::TempDir,
    /// The markers that stand in its texts.
    pub(crate) canaries: Vec<Canary>,
}

impl Town {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let start = Time(tacenda::edge::clock().unwrap().wall).plus_days(-400);
        let fiction = Fiction { seed: 7, size: Size::Tiny, start, canaries: true };
        let everybody = (Passphrase::new(PASSWORD), Cost::CHEAP);
        let mut loading = Loading::in_folder(folder.path(), fiction, everybody).unwrap().0;
        let mut canaries = Vec::new();
        while let Some((event, _)) = loading.one().unwrap() {
            canaries.extend(event.canaries);
        }
        loading.finish().unwrap(); // from now on everybody has an account
        Self { loading, _folder: folder, canaries }
    }

    /// Its folder.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.loading.agency().home()
    }

    /// Somebody who does this work.
    pub(crate) fn who(&self, role: Role) -> Worker {
        let workers = self.loading.agency().workers().unwrap();
        workers.into_iter().find(|w| w.is(role) && w.state == WorkerState::Active).unwrap()
    }

    /// Somebody else who works here, and is told nothing by their office.
    pub(crate) fn other(&self, than: &Worker) -> Worker {
        let workers = self.loading.agency().workers().unwrap();
        workers.into_iter().find(|w| w.state == WorkerState::Active && w.id != than.id && !w.is(Role::PrivacyOfficer)).unwrap()
    }

    /// The pages, as practice serves them, or as they are served in earnest.
    pub(crate) fn site(&self, practice: bool) -> Site {
        let packs = tacenda::web::packs_inside().unwrap();
        let settings = Settings {
            origin: ORIGIN.into(),
            practice,
            program: Some(env!("CARGO_BIN_EXE_tacenda").into()),
            ..Settings::default()
        };
        Site::new(self.loading.agency().clone(), packs, settings).without_beats()
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) body: String,
    pub(crate) headers: HeaderMap,
}

/// A browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Its address, as a proxy tells it.
    pub(crate) from: String,
    pub(crate) origin: Option<String>,
    token: String,
}

impl Browser {
    pub(crate) fn at(site: &Arc<Site>) -> Self {
        Self {
            router: router(Arc::clone(site)),
            cookies: BTreeMap::new(),
            from: "192.0.2.10".into(),
            origin: Some(ORIGIN.into()),
            token: String::new(),
        }
    }

    /// The same browser, asking another server.
    pub(crate) fn over(&self, site: &Arc<Site>) -> Self {
        Self { router: router(Arc::clone(site)), ..self.clone() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty())
    }

    /// Sends a form, with the token of the last page that had one.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if !self.token.is_empty() && fields.iter().all(|(name, _)| *name != "csrf") {
            form.append_pair("csrf", &self.token);
        }
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(form.finish()))
    }

    /// Sends a form with a file.
    pub(crate) fn put(&mut self, path: &str, fields: &[(&str, &str)], (name, bytes): (&str, &[u8])) -> Seen {
        let mut body = Vec::new();
        for (field, value) in fields.iter().copied().chain([("csrf", self.token.as_str())]) {
            let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.as_bytes());
        }
        let part = format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(part.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request, Body::from(body))
    }

    fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Seen {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(header::HOST, "localhost:7200").header("x-forwarded-for", &self.from);
        if let Some(origin) = &self.origin {
            request = request.header(header::ORIGIN, origin);
        }
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let (parts, body) = RUNTIME.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        });
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.into(), value.into())
            };
        }
        let body = String::from_utf8_lossy(&body).into_owned(); // a file need not be text
        if let Some(token) = between(&body, "name=\"csrf\" value=\"", "\"") {
            self.token = token.into();
        }
        let to = parts.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        Seen { status: parts.status.as_u16(), to, body, headers: parts.headers }
    }

    /// Signs in by name and password; where that leads. The token of the page after it is at hand.
    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Seen {
        self.token.clear();
        self.get("/sign-in");
        let seen = self.post("/sign-in", &[("name", name), ("password", password), ("to", "/")]);
        if seen.status == 303 {
            self.get(&seen.to.clone());
        }
        seen
    }

    /// Whether somebody is signed in.
    pub(crate) fn is_in(&mut self) -> bool {
        self.get("/me").status == 200
    }

    pub(crate) fn session(&self) -> String {
        self.cookies.get("desk").cloned().unwrap_or_default()
    }
}

/// What stands between two texts.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
