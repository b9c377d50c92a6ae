//! The pages, driven in process as a browser without scripts drives them.

mod apart;
mod ask;
mod bombs;
mod chance;
mod charts;
mod claims;
mod contacts;
mod dangers;
mod gates;
mod kit;
mod letters;
mod life;
mod links;
mod lists;
mod mails;
mod matters;
mod packets;
mod pictures;
mod portal;
mod pretexts;
mod releases;
mod report;
mod requests;
mod scans;
mod sideways;
mod slips;
mod taking;
mod today;
#[path = "../../../../paper/tests/it/valid.rs"]
mod valid;
mod warning;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tacenda::agency::Agency;
use tacenda::config::{Links, MailServer, PortalAt};
use tacenda::mail::Relay;
use tacenda::root::Root;
use tacenda::web::{Settings, Site, router};
use tacenda_desk::practice::Size;
use tacenda_desk::{ClientId, Role, Worker, WorkerState};
use tacenda_law::{Packs, Source};
use tacenda_vault::RootKey;
use tower::ServiceExt as _;

use crate::run::root;

pub(crate) const ORIGIN: &str = "http://localhost:7200";
/// Where sealed links are.
const LINKS: &str = "http://127.0.0.1:7200";
/// Where clients come in by themselves.
const PORTAL: &str = "http://p.localhost:7200";
const PASSWORD: &str = "practice practice practice";

/// An agency with its pages.
pub(crate) struct House {
    _folder: tempfile::TempDir,
    pub(crate) agency: Agency,
    pub(crate) packs: Packs,
    pub(crate) site: Arc<Site>,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) status: u16,
    /// Where to go next.
    pub(crate) to: String,
    pub(crate) text: String,
}

/// Somebody's browser: their cookie, and the counts that budgets are held against.
pub(crate) struct Browser<'h> {
    house: &'h House,
    /// At which of our addresses.
    origin: &'static str,
    cookie: String,
    token: String,
    pub(crate) pages: usize,
    pub(crate) activations: usize,
}

/// The packs of the repository.
pub(crate) fn files() -> Vec<Source> {
    let packs = root().join("packs");
    let (mut files, mut folders) = (Vec::new(), vec![packs.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(&packs).unwrap().display().to_string();
                files.push(Source::new(name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with_cool_off(0)
    }

    /// Where the code of a sealed link is told so many minutes after it was sent.
    pub(crate) fn with_cool_off(cool_off: u16) -> Self {
        Self::with(cool_off, None)
    }

    /// Where a text model looks for names too; none where it was not fetched.
    pub(crate) fn with_model() -> Option<Self> {
        let folder = Path::new(env!("CARGO_BIN_EXE_tacenda")).ancestors().nth(2).unwrap().join("names");
        folder.is_dir().then(|| Self::with(0, Some(folder)))
    }

    /// The same, where mails go by that server.
    fn with_mail(cool_off: u16, server: &MailServer) -> Self {
        let (folder, agency) = Self::founded();
        let relay = Relay::of(folder.path(), server).unwrap();
        Self::over(folder, agency, Self::settings(cool_off, None), Some(relay))
    }

    /// Where the model's folder holds no model.
    pub(crate) fn with_broken_model() -> Self {
        Self::with(0, Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")))
    }

    /// Where another program than ours does what is done apart.
    pub(crate) fn with_program(program: PathBuf) -> Self {
        let (folder, agency) = Self::founded();
        Self::over(folder, agency, Settings { program: Some(program), ..Self::settings(0, None) }, None)
    }

    fn with(cool_off: u16, names: Option<PathBuf>) -> Self {
        let (folder, agency) = Self::founded();
        Self::over(folder, agency, Self::settings(cool_off, names), None)
    }

    /// Where no machine reads scans.
    pub(crate) fn without_reader() -> Self {
        let (folder, agency) = Self::founded();
        drop(agency);
        let path = folder.path().join("tacenda.toml");
        let said = std::fs::read_to_string(&path).unwrap();
        let other = said.lines().filter(|line| !line.starts_with("ocr")).collect::<Vec<_>>().join("\n");
        assert_ne!(said.trim(), other.trim(), "{said}");
        std::fs::write(path, other).unwrap();
        let key = RootKey::from_key_file(&std::fs::read(folder.path().join("root.key")).unwrap()).unwrap();
        let agency = Agency::open(folder.path(), &Root::key("file", key)).unwrap();
        Self::over(folder, agency, Self::settings(0, None), None)
    }

    fn settings(cool_off: u16, names: Option<PathBuf>) -> Settings {
        Settings {
            origin: ORIGIN.to_owned(),
            practice: true,
            program: Some(env!("CARGO_BIN_EXE_tacenda").into()),
            links: Some(Links { cool_off, ..Links::at(LINKS) }),
            portal: Some(PortalAt::at(PORTAL)),
            names,
            ..Settings::default()
        }
    }

    fn founded() -> (tempfile::TempDir, Agency) {
        let folder = tempfile::tempdir().unwrap();
        let mut loading = crate::practice::begin(folder.path(), Size::Tiny, false);
        loading.finish().unwrap();
        let agency = loading.agency().clone();
        (folder, agency)
    }

    fn over(folder: tempfile::TempDir, agency: Agency, settings: Settings, relay: Option<Relay>) -> Self {
        let packs = Packs::load(&files()).unwrap();
        let site = Arc::new(Site::new(agency.clone(), packs.clone(), settings).with_relay(relay));
        let router = router(Arc::clone(&site));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { _folder: folder, agency, packs, site, router, runtime }
    }

    pub(crate) fn worker(&self, role: Role) -> Worker {
        let workers = self.agency.workers().unwrap();
        workers.into_iter().find(|w| w.is(role) && w.state == WorkerState::Active).unwrap()
    }

    /// Somebody whom a worker of this role helps.
    pub(crate) fn own_client(&self, role: Role) -> ClientId {
        self.agency.caseload(self.worker(role).id).unwrap()[0]
    }

    pub(crate) fn leaves(&self) -> u64 {
        self.agency.end().unwrap().frontier.size()
    }

    /// Somebody without a session.
    pub(crate) fn passer_by(&self) -> Browser<'_> {
        Browser { house: self, origin: ORIGIN, cookie: String::new(), token: String::new(), pages: 0, activations: 0 }
    }

    /// Somebody at the portal, who has not come in.
    pub(crate) fn at_portal(&self) -> Browser<'_> {
        Browser { origin: PORTAL, ..self.passer_by() }
    }

    /// Somebody of this role, signed in.
    pub(crate) fn sign_in(&self, role: Role) -> Browser<'_> {
        self.sign_in_as(&self.worker(role))
    }

    pub(crate) fn sign_in_as(&self, worker: &Worker) -> Browser<'_> {
        let mut browser = self.passer_by();
        let shown = browser.post("/sign-in", &[("name", &worker.name), ("password", PASSWORD), ("to", "/")]);
        assert_eq!(shown.status, 303, "{}", shown.text);
        let page = browser.get("/");
        browser.token = page.value("csrf");
        (browser.pages, browser.activations) = (0, 0);
        browser
    }

    /// Whoever comes to the address of sealed links, with no cookie of the desk's.
    pub(crate) fn at_links(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> (Shown, Vec<u8>) {
        self.at_links_from(LINKS, method, path, fields)
    }

    /// The same, sent from a page of that origin.
    pub(crate) fn at_links_from(&self, origin: &str, method: &str, path: &str, fields: &[(&str, &str)]) -> (Shown, Vec<u8>) {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:7200");
        let request = request.header(header::ORIGIN, origin).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = if method == "GET" { Body::empty() } else { Body::from(form) };
        let (shown, _, bytes) = self.send_raw(request.body(body).unwrap());
        (shown, bytes)
    }

    fn send(&self, request: Request<Body>) -> (Shown, Option<String>) {
        let (shown, cookie, _) = self.send_raw(request);
        (shown, cookie)
    }

    fn send_raw(&self, request: Request<Body>) -> (Shown, Option<String>, Vec<u8>) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let text = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
            let cookies = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
            // The session's; the other one tells the device again.
            let cookie =
                { cookies }.rfind(|line| line.starts_with("desk=") || line.starts_with("s=")).unwrap_or_default().to_owned();
            let (status, to) = (response.status().as_u16(), text(header::LOCATION));
            let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
            let cookie = cookie.split(';').next().filter(|c| c.contains('=')).map(str::to_owned);
            (Shown { status, to, text: String::from_utf8_lossy(&bytes).into_owned() }, cookie, bytes.to_vec())
        })
    }
}

impl Browser<'_> {
    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let host = self.origin.trim_start_matches("http://");
        let builder = Request::builder().method(method).uri(path).header(header::HOST, host);
        if self.cookie.is_empty() { builder } else { builder.header(header::COOKIE, &self.cookie) }
    }

    fn keep(&mut self, cookie: Option<String>) {
        if let Some(cookie) = cookie {
            self.cookie = cookie;
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Shown {
        let (shown, cookie) = self.house.send(self.request("GET", path).body(Body::empty()).unwrap());
        self.keep(cookie);
        self.pages += usize::from(shown.status != 303);
        if shown.status == 303 { self.get(&shown.to.clone()) } else { shown }
    }

    /// The pictures of a page, as a browser fetches them. How many those are.
    pub(crate) fn looks_at_pictures(&mut self, page: &Shown) -> usize {
        let all = page.text.split("<img class=\"sheet\" src=\"").skip(1).filter_map(|rest| rest.split(['?', '"']).next());
        all.map(|path| assert!(self.bytes(path).starts_with(b"\x89PNG"))).count()
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&mut self, path: &str) -> Vec<u8> {
        let (shown, _, bytes) = self.house.send_raw(self.request("GET", path).body(Body::empty()).unwrap());
        assert_eq!(shown.status, 200, "{path}: {}", shown.text);
        bytes
    }

    /// Whatever a matter still owes is entered as done, one after another.
    pub(crate) fn does_what_is_owed(&mut self, matter: &str) {
        for _ in 0..40 {
            let page = self.get(matter).text;
            let Some(task) = page.split("name=\"task\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) else { return };
            self.press(matter, &[("do", "did"), ("task", task), ("words", "see the file")]);
        }
        assert!(!self.get(matter).text.contains("name=\"task\""), "what is owed does not end");
    }

    /// Sends a form, as one activation.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if !self.token.is_empty() {
            form.append_pair("csrf", &self.token);
        }
        let request = self.request("POST", path).header(header::ORIGIN, self.origin);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (shown, cookie) = self.house.send(request.body(Body::from(form.finish())).unwrap());
        self.keep(cookie);
        self.activations += 1;
        self.pages += usize::from(shown.status != 303);
        shown
    }

    /// Sends a form and goes where it leads.
    /// Sends a form with a file in that field, as one activation.
    pub(crate) fn put(&mut self, path: &str, file: (&str, &str), bytes: &[u8]) -> Shown {
        self.put_with(path, &[], file, bytes)
    }

    /// The same with more fields.
    pub(crate) fn put_with(&mut self, path: &str, fields: &[(&str, &str)], (field, name): (&str, &str), bytes: &[u8]) -> Shown {
        let head = "--cut\r\nContent-Disposition: form-data; name=";
        let csrf = [("csrf", self.token.as_str())];
        let others = csrf.iter().chain(fields).map(|(field, value)| format!("{head}\"{field}\"\r\n\r\n{value}\r\n"));
        let file = format!("{head}\"{field}\"; filename=\"{name}\"\r\n\r\n");
        let mut body = others.chain([file]).collect::<String>().into_bytes();
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        let request = self.request("POST", path).header(header::ORIGIN, self.origin);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        let (shown, cookie) = self.house.send(request.body(Body::from(body)).unwrap());
        self.keep(cookie);
        self.activations += 1;
        shown
    }

    pub(crate) fn press(&mut self, path: &str, fields: &[(&str, &str)]) -> (String, Shown) {
        let sent = self.post(path, fields);
        assert_eq!(sent.status, 303, "{path}: {}", sent.text);
        let shown = self.get(&sent.to);
        assert_eq!(shown.status, 200, "{}: {}", sent.to, shown.text);
        (sent.to, shown)
    }
}

impl Shown {
    /// The value of a hidden field.
    pub(crate) fn value(&self, name: &str) -> String {
        let after = self.text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
        after.split('"').next().unwrap_or_default().to_owned()
    }

    /// Which of the five answers it shows.
    pub(crate) fn answer(&self) -> &str {
        let after = self.text.split("class=\"answer ").nth(1).unwrap_or_default();
        after.split('"').next().unwrap_or_default()
    }
}
