//! A fictional agency's pages, asked in process.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tacenda::account::Policy;
use tacenda::agency::{Agency, SignedIn};
use tacenda::practice::Loading;
use tacenda::web::{Settings, Site, router};
use tacenda_desk::practice::Size;
use tacenda_desk::{Role, Worker, WorkerState};
use tacenda_law::Packs;
use tower::ServiceExt as _;

use crate::practice::begin;
use crate::web::files;

pub(crate) const ORIGIN: &str = "https://desk.example";
const PASSWORD: &str = "practice practice practice";

/// An agency with its pages.
pub(crate) struct House {
    _folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    router: Router,
    loading: Loading,
}

/// Who asks: with or without a session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    pub(crate) cookie: Option<String>,
    /// What its forms carry.
    pub(crate) token: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Back {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Back {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether it is the way to the sign-in page.
    pub(crate) fn asks_to_sign_in(&self) -> bool {
        self.status == StatusCode::SEE_OTHER && self.header("location").starts_with("/sign-in")
    }
}

impl House {
    pub(crate) fn open() -> Self {
        Self::of(Size::Tiny, Policy::practice())
    }

    /// Everybody of a year, those who are still asked for something among them.
    pub(crate) fn practice() -> Self {
        Self::of(Size::Practice, Policy::practice())
    }

    /// Where this is asked of whoever signs in.
    pub(crate) fn with(policy: Policy) -> Self {
        Self::of(Size::Tiny, policy)
    }

    fn of(size: Size, policy: Policy) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut loading = begin(folder.path(), size, false);
        loading.finish().unwrap();
        let settings = Settings {
            origin: ORIGIN.to_owned(),
            practice: true,
            program: Some(env!("CARGO_BIN_EXE_tacenda").into()),
            ..Settings::default()
        };
        let site = Site::new(loading.agency().clone(), Packs::load(&files()).unwrap(), settings);
        let site = site.with_policy(policy).without_beats();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Self { _folder: folder, runtime, router: router(Arc::new(site)), loading }
    }

    pub(crate) fn agency(&self) -> &Agency {
        self.loading.agency()
    }

    /// Everybody who is at work.
    pub(crate) fn people(&self) -> Vec<Worker> {
        self.agency().workers().unwrap().into_iter().filter(|worker| worker.state == WorkerState::Active).collect()
    }

    /// Somebody who does this work.
    pub(crate) fn who(&self, role: Role) -> Worker {
        self.people().into_iter().find(|worker| worker.is(role)).unwrap()
    }

    pub(crate) fn signed_in(&self, worker: &Worker) -> &SignedIn {
        self.loading.signed_in(worker.id).unwrap()
    }

    pub(crate) fn ask(&self, request: Request<Body>) -> Back {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            Back { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    /// As a browser asks.
    #[expect(clippy::needless_pass_by_value, reason = "a method is as small as a word")]
    pub(crate) fn send(&self, browser: &Browser, method: Method, path: &str, form: &str) -> Back {
        let mut request = Request::builder().method(&method).uri(path).header(header::HOST, "desk.example");
        if let Some(cookie) = &browser.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if method != Method::GET && method != Method::HEAD {
            request = request.header(header::ORIGIN, ORIGIN).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.ask(request.body(Body::from(form.to_owned())).unwrap())
    }

    pub(crate) fn get(&self, browser: &Browser, path: &str) -> Back {
        self.send(browser, Method::GET, path, "")
    }

    /// A form with its token.
    pub(crate) fn post(&self, browser: &Browser, path: &str, form: &str) -> Back {
        self.send(browser, Method::POST, path, &format!("csrf={}&{form}", browser.token))
    }

    /// Signs in; nobody where they are not let in.
    pub(crate) fn sign_in(&self, worker: &Worker) -> Option<Browser> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let form = form.append_pair("name", &worker.name).append_pair("password", PASSWORD).finish();
        let back = self.post(&Browser::default(), "/sign-in", &form);
        let cookie = back
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find(|cookie| cookie.starts_with("__Host-desk="))?;
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let mut browser = Browser { cookie: Some(cookie), token: String::new() };
        let page = self.get(&browser, "/now").body;
        page.split_once("name=\"csrf\" value=\"")?.1.split('"').next()?.clone_into(&mut browser.token);
        Some(browser)
    }
}
