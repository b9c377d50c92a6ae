//! Hostile input over raw sockets: polyglots in every field of every form, forged headers, HTTP that is none. The server answers each in time,
//! tells nothing of its inside, gives nothing back that a browser would run, and is none the worse.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::chance::Chance;
use crate::hostile_requests::{Route, Target, request, routes};
use crate::processes::Home;
use crate::{Form, Found, wait};

/// At most this long, 99 times of 100.
const P99: Duration = Duration::from_millis(250);

/// Whoever sent a whole request waits so long for its answer.
const PATIENCE: Duration = Duration::from_secs(15);
const HANG_UP: Duration = Duration::from_millis(100);

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let home = Home::new()?;
    let mut server = Server::start(&home)?;
    let mut chance = Chance::new(form.seed);
    let routes = routes()?;
    let mut people = vec![Person::default(), server.person("clinician", "")?, server.person("director", "")?];
    for person in &mut people {
        person.learn(&server, &routes)?;
    }
    let before = server.memory();
    let mut tally = Tally::default();
    let count = if form.long { 20_000 } else { 2_000 };
    for number in 0..count {
        let at = chance.below(people.len());
        let Some(person) = people.get(at) else { continue };
        let target =
            Target { routes: &routes, fields: &person.fields, cookie: &person.cookie, token: &person.token, port: server.port };
        let (kind, bytes) = request(&mut chance, &target);
        let (answer, took) = server.send(&bytes, kind != "no HTTP");
        tally.take(kind, took, &answer, number);
        if number % 100 == 99 {
            // Somebody signed out on the way, or was signed out: they come back.
            for (person, role) in people.iter_mut().zip(["", "clinician", "director"]).skip(1) {
                if person.is_gone(&server) {
                    let (fields, device) = (std::mem::take(&mut person.fields), std::mem::take(&mut person.device));
                    *person = Person { fields, ..server.person(role, &device)? };
                }
            }
        }
    }
    server.finish(tally, before, form.seed)
}

/// Somebody who sends: their session, and the fields of every form that they have seen.
#[derive(Debug, Default)]
struct Person {
    cookie: String,
    /// By what their device is known; whoever stole the session does not have it.
    device: String,
    token: String,
    fields: BTreeMap<String, Vec<String>>,
}

impl Person {
    /// Reads every page once, to know the names of its fields.
    fn learn(&mut self, server: &Server, routes: &[Route]) -> Result<()> {
        for route in routes.iter().filter(|route| route.verb == "GET") {
            let page = server.get(&route.path, &self.cookie)?;
            for part in page.split("<form").skip(1) {
                let form = part.split("</form").next().unwrap_or_default();
                let to = after(form, "action=\"", '"').unwrap_or(&route.path).to_owned();
                let names = form.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
                let known = self.fields.entry(to).or_default();
                known.extend(names);
                known.dedup();
            }
        }
        Ok(())
    }

    fn is_gone(&self, server: &Server) -> bool {
        server.get("/", &self.cookie).is_ok_and(|page| page.contains("location: /sign-in"))
    }
}

/// What came back, counted.
#[derive(Debug, Default)]
struct Tally {
    asked: usize,
    answered: usize,
    faults: Vec<String>,
    times: Vec<Duration>,
}

impl Tally {
    fn take(&mut self, kind: &str, took: Duration, answer: &str, number: usize) {
        self.asked += 1;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        if answer.starts_with("HTTP/1.") {
            self.answered += 1;
            self.times.push(took);
        }
        let mut fault = |what: &str| self.faults.push(format!("request {number} ({kind}): {what}"));
        if status.starts_with('5') {
            fault(&format!("answered {status}"));
        }
        // What we send bears `<tx`, or would set a cookie `tx=`: a browser must see neither.
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        // What was typed may stand in a field again; an address that is script may stand nowhere.
        let raw = ["<tx", "href=\"javascript:", "src=\"javascript:", "action=\"javascript:", "=javascript:", "'tx'-"];
        if let Some(raw) = raw.iter().find(|raw| body.contains(**raw)) {
            fault(&format!("gives back {raw}"));
        }
        if head.to_lowercase().lines().any(|line| line.starts_with("tx-") || line.starts_with("set-cookie: tx")) {
            fault("lets a header in");
        }
        if head.lines().filter_map(|line| line.strip_prefix("location: ")).any(|to| !to.starts_with('/') || to.starts_with("//"))
        {
            fault("leads elsewhere");
        }
        let inside = ["panicked", "src/", ".rs:", "SQLITE", "no such column", "stack backtrace", "/home/", "/tmp/"];
        if let Some(told) = inside.iter().find(|told| body.contains(**told)) {
            fault(&format!("tells of its inside: {told}"));
        }
    }

    fn p99(&mut self) -> Duration {
        self.times.sort_unstable();
        let at = self.times.len() * 99 / 100;
        self.times.get(at.min(self.times.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// The program as it is released, with a fictional agency.
#[derive(Debug)]
struct Server {
    port: u16,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Server {
    fn start(home: &Home) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let program = std::env::current_exe()?.parent().context("the rig stands nowhere")?.join("tacenda");
        let mut child = Command::new(program)
            .args(["practice", "--home", "agency", "--listen", &format!("127.0.0.1:{port}")])
            .current_dir(home.folder())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot start tacenda")?;
        let said = Arc::new(Mutex::new(String::new()));
        let (errors, told) = (child.stderr.take().context("no standard error")?, Arc::clone(&said));
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                told.push_str(&line);
                told.push('\n');
            }
        });
        let server = Self { port, child, said };
        wait::until(Duration::from_mins(3), || server.said().contains("director"))?;
        Ok(server)
    }

    fn said(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends these bytes on a connection of their own, and gives what comes back and how long its first byte took. Who sends something
    /// unfinished hangs up after a while.
    fn send(&self, bytes: &[u8], is_whole: bool) -> (String, Duration) {
        let begun = wait::now();
        let (mut back, mut first) = (Vec::new(), None);
        let mut ask = || -> Result<()> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(if is_whole { PATIENCE } else { HANG_UP }))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            let _ = stream.write_all(bytes); // who is refused early need not be listened to
            let mut piece = [0; 8_192];
            loop {
                match stream.read(&mut piece) {
                    Ok(0) => return Ok(()),
                    Ok(count) => {
                        first.get_or_insert_with(|| begun.elapsed());
                        back.extend_from_slice(piece.get(..count).unwrap_or_default());
                    }
                    // It waits for the rest of what has no rest, or for the next request.
                    Err(_) if back.is_empty() && !is_whole => stream.shutdown(Shutdown::Write)?,
                    Err(_) => return Ok(()),
                }
            }
        };
        let _ = ask();
        (String::from_utf8_lossy(&back).into_owned(), first.unwrap_or_else(|| begun.elapsed()))
    }

    fn get(&self, path: &str, cookie: &str) -> Result<String> {
        let host = format!("localhost:{}", self.port);
        let (back, _) = self.send(
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n").as_bytes(),
            true,
        );
        anyhow::ensure!(back.starts_with("HTTP/1.1 "), "no answer to an honest request for {path}");
        Ok(back)
    }

    /// Signs in whoever does this work, on the device that they used before: from elsewhere this name has to wait, since the hostile
    /// forms guessed its password.
    fn person(&self, role: &str, device: &str) -> Result<Person> {
        let said = self.said();
        let line = said.lines().find(|line| line.trim_end().ends_with(role)).context("nobody does that work")?;
        let name = line.trim_end().trim_end_matches(role).trim().replace(' ', "+");
        let form = format!("name={name}&password=practice+practice+practice");
        let host = format!("localhost:{}", self.port);
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {device}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded"
        );
        let (back, _) = self.send(format!("{head}\r\nContent-Length: {}\r\n\r\n{form}", form.len()).as_bytes(), true);
        let cookie = |name: &str| {
            let line = back.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).find(|line| line.starts_with(name));
            line.map(|line| line.split(';').next().unwrap_or_default().to_owned())
        };
        let told = || format!("a {role} was not let in: {}", after(&back, "<ul><li>", '\n').unwrap_or(&back));
        let (session, device) = (cookie("desk=").with_context(told)?, cookie("known=").unwrap_or_else(|| device.to_owned()));
        let page = self.get("/now", &session)?;
        let token = after(&page, "name=\"csrf\" value=\"", '"').context("no token")?.to_owned();
        Ok(Person { cookie: session, device, token, fields: BTreeMap::new() })
    }

    /// Resident memory, in KB.
    fn memory(&self) -> usize {
        let status = std::fs::read_to_string(Path::new("/proc").join(self.child.id().to_string()).join("status"));
        let kept = status.unwrap_or_default();
        kept.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    fn finish(&mut self, mut tally: Tally, before: usize, seed: u64) -> Result<Found> {
        let (p99, after) = (tally.p99(), self.memory());
        let said = self.said();
        let incidents = said.matches("incident").count() + said.matches("panicked").count();
        let honest = self.get("/now", "")?.starts_with("HTTP/1.1 200");
        let grown = after.saturating_sub(before) / 1024;
        let mut figures = format!(
            "{} requests, {} answered, {} faults, {incidents} incidents, p99 {} ms, memory {} MB (+{grown})",
            tally.asked,
            tally.answered,
            tally.faults.len(),
            p99.as_millis(),
            after / 1024
        );
        for fault in tally.faults.iter().take(8) {
            let _ = write!(figures, "\n  {fault} (seed {seed})");
        }
        let holds = tally.faults.is_empty()
            && incidents == 0
            && honest
            && p99 <= P99
            && tally.answered * 10 > tally.asked * 8
            && grown < 64;
        Ok(Found { figures, holds })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands behind `mark`, up to `end`.
fn after<'t>(text: &'t str, mark: &str, end: char) -> Option<&'t str> {
    text.split_once(mark)?.1.split(end).next()
}
