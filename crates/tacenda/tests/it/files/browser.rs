//! A fictional agency whose year is over, and a browser as far as its pages need one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use tacenda::act::Asked;
use tacenda::agency::{Agency, SignedIn};
use tacenda::practice::{Fiction, Loading};
use tacenda::root::Root;
use tacenda::web::{Settings, Site, router};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::AssignTask;
use tacenda_desk::practice::{Canary, Size};
use tacenda_desk::{ClientId, Id, Kind, Role, Task, TaskKind, Time, Worker, WorkerState};
use tacenda_law::{Packs, Source};
use tacenda_store::sealed;
use tacenda_vault::{Cost, Passphrase, RootKey, SystemEntropy};
use tower::ServiceExt as _;

use crate::run::root;

const ORIGIN: &str = "http://localhost:7200";
const PASSWORD: &str = "practice practice practice";

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

/// A fictional agency with its pages.
pub(super) struct Town {
    pub(super) agency: Agency,
    pub(super) canaries: Vec<Canary>,
    loading: Mutex<Loading>,
    router: Router,
    _folder: tempfile::TempDir,
}

fn packs() -> Packs {
    fn walk(folder: &Path, found: &mut Vec<Source>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(root().join("packs")).unwrap().to_string_lossy().into_owned();
                found.push(Source::new(name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("packs"), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Packs::load(&found).unwrap()
}

impl Town {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = RootKey::generate(&mut SystemEntropy).unwrap();
        std::fs::write(folder.path().join("root.key"), key.to_key_file().as_bytes()).unwrap();
        let config = tacenda::config::Config {
            store: "sqlite".into(),
            key: tacenda::config::KeySource::File { path: "root.key".into() },
            backups: "backups".into(),
            witnesses: Vec::new(),
        };
        config.write(folder.path()).unwrap();
        let start = Time(tacenda::edge::clock().unwrap().wall).plus_days(-400);
        let fiction = Fiction { seed: 7, size: Size::Tiny, start, canaries: true };
        let everybody = (Passphrase::new(PASSWORD), Cost::CHEAP);
        let mut loading = Loading::begin(folder.path(), &config, &Root::key("file", key), fiction, everybody).unwrap().0;
        let mut canaries = Vec::new();
        while let Some((event, refused)) = loading.one().unwrap() {
            if !refused {
                canaries.extend(event.canaries);
            }
        }
        let agency = loading.agency().clone();
        let settings = Settings { origin: ORIGIN.into(), practice: true, ..Settings::default() };
        let router = router(Arc::new(Site::new(agency.clone(), packs(), settings)));
        Self { agency, canaries, loading: Mutex::new(loading), router, _folder: folder }
    }

    /// Somebody who does this work.
    pub(super) fn who(&self, role: Role) -> Worker {
        let workers = self.agency.workers().unwrap();
        workers.into_iter().find(|w| w.is(role) && w.state == WorkerState::Active).unwrap()
    }

    pub(super) fn signed_in(&self, worker: &Worker) -> SignedIn {
        self.loading.lock().unwrap().signed_in(worker.id).unwrap().clone()
    }

    /// Lines of the ledger.
    pub(super) fn leaves(&self) -> u64 {
        self.agency.standing().unwrap().leaves
    }

    /// Every record of a file.
    pub(super) fn records_of(&self, client: ClientId) -> Vec<String> {
        let lines = self.agency.db().read(|tx| sealed::of_client(tx, &client.to_string(), Kind::Record.word())).unwrap();
        lines.into_iter().map(|line| line.columns.id).collect()
    }

    /// Gives a biller a bill to send for every client of somebody's, as far as that is theirs to give.
    pub(super) fn bills_for(&self, by: &Worker, biller: &Worker) -> Vec<(ClientId, Id<Task>)> {
        let mut given = Vec::new();
        for client in self.agency.caseload(by.id).unwrap() {
            let id: Id<Task> = self.agency.mint().unwrap();
            let due = Time(tacenda::edge::clock().unwrap().wall).plus_days(7);
            let task = AssignTask {
                id,
                client,
                kind: TaskKind::BillingRun,
                worker: biller.id,
                classes: vec![tacenda_desk::Class::Billing],
                due,
            };
            if self.agency.act(&self.signed_in(by), Asked::new(task, Reason::OwnDuty)).is_ok() {
                given.push((client, id));
            }
        }
        given
    }

    /// Somebody signs in.
    pub(super) fn sits_down(&self, worker: &Worker) -> Browser {
        let mut browser = Browser { router: self.router.clone(), cookies: BTreeMap::new(), token: String::new() };
        let seen = browser.post("/sign-in", &[("name", &worker.name), ("password", PASSWORD), ("to", "/")]);
        assert_eq!(seen.status, 303, "{}", seen.body);
        assert_eq!(browser.get("/").status, 200);
        browser
    }
}

/// What came back.
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) to: String,
    pub(super) body: String,
    pub(super) headers: HeaderMap,
}

/// A browser without scripts.
pub(super) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Browser {
    pub(super) fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty())
    }

    /// Sends a form, with the token of the last page that had one.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if !self.token.is_empty() {
            form.append_pair("csrf", &self.token);
        }
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(form.finish()))
    }

    /// Sends a form with a file.
    pub(super) fn put(&mut self, path: &str, fields: &[(&str, &str)], (name, bytes): (&str, &[u8])) -> Seen {
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
        let request = request.header(header::HOST, "localhost:7200").header(header::ORIGIN, ORIGIN);
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let (parts, body) = RUNTIME.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        });
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        let body = String::from_utf8(body.to_vec()).unwrap();
        if let Some(token) = between(&body, "name=\"csrf\" value=\"", "\"") {
            self.token = token.into();
        }
        let to = parts.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        Seen { status: parts.status.as_u16(), to, body, headers: parts.headers }
    }
}

/// What stands between two texts.
pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
