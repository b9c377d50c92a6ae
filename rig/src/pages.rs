//! The released program, serving an agency, and somebody who asks it for pages: one request to a connection, timed from its last byte to
//! the first of the answer.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::house::random;
use crate::wait;

/// A folder with this file is a fictional agency: passwords cost next to nothing there, and nobody needs a second step.
pub(crate) const MARK: &str = "PRACTICE";
/// The name at which clients come in by themselves.
pub(crate) const PORTAL: &str = "p.localhost";

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) child: Child,
}

impl Server {
    pub(crate) fn start(home: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let program = std::env::current_exe()?.parent().context("the rig stands nowhere")?.join("tacenda");
        with_portal(home, port)?;
        let child = Command::new(program)
            .args(["serve", "--no-input", "--home"])
            .arg(home)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start tacenda")?;
        let server = Self { port, child };
        wait::until(Duration::from_mins(1), || server.visitor().get("/now").is_ok())?;
        Ok(server)
    }

    /// Somebody without a session, from a network of their own.
    pub(crate) fn visitor(&self) -> Visitor {
        let mut visitor =
            Visitor { port: self.port, cookies: Vec::new(), token: String::new(), from: String::new(), host: "localhost" };
        visitor.moves();
        visitor
    }

    /// Tells it to stop, and how long it took to end.
    pub(crate) fn stop(&mut self, limit: Duration) -> Result<(Duration, ExitStatus)> {
        let begun = wait::now();
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((begun.elapsed(), status));
            }
            ensure!(begun.elapsed() < limit, "it does not stop");
            wait::pause(Duration::from_millis(5));
        }
    }
}

/// Clients come in by themselves at another name of the same port.
fn with_portal(home: &Path, port: u16) -> Result<()> {
    let file = home.join("tacenda.toml");
    let text = std::fs::read_to_string(&file)?;
    let rest = text.split("\n[portal]").next().unwrap_or_default();
    Ok(std::fs::write(file, format!("{rest}\n[portal]\norigin = \"http://{PORTAL}:{port}\"\n"))?)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) took: f64,
}

#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    port: u16,
    cookies: Vec<(String, String)>,
    token: String,
    from: String,
    host: &'static str,
}

impl Visitor {
    /// From now on they ask from another network.
    pub(crate) fn moves(&mut self) {
        let [a, b, c, ..] = random().unwrap_or_default();
        self.from = format!("{}.{b}.{c}.1", 11 + a % 100);
    }

    /// From now on they are at another of our addresses.
    pub(crate) fn at(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Shown> {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends a form, with the token of the last page.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Shown> {
        let token = [("csrf", self.token.as_str())];
        let all = fields.iter().chain(token.iter().filter(|(_, token)| !token.is_empty()));
        let form: Vec<String> = all.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nOrigin: http://{}:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            self.host, self.port
        );
        self.send(&head, &form.join("&"))
    }

    fn send(&mut self, head: &str, body: &str) -> Result<Shown> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let text = format!(
            "{head}Host: {}:{}\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            self.port,
            self.from,
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let begun = wait::now();
        stream.write_all(text.as_bytes())?;
        let mut first = [0; 1];
        stream.read_exact(&mut first)?;
        let took = begun.elapsed().as_secs_f64();
        let mut back = first.to_vec();
        stream.read_to_end(&mut back)?;
        Ok(self.shown(&String::from_utf8_lossy(&back), took))
    }

    fn shown(&mut self, back: &str, took: f64) -> Shown {
        let (head, text) = back.split_once("\r\n\r\n").unwrap_or((back, ""));
        let line = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        for cookie in head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.retain(|(other, _)| other != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        if let Some(token) = text.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next()) {
            token.clone_into(&mut self.token);
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Shown { status, to: line("location: "), text: text.to_owned(), took }
    }

    /// Signs in, and has the token of the page after it.
    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Result<()> {
        let sent = self.post("/sign-in", &[("name", name), ("password", password), ("to", "/")])?;
        ensure!(sent.status == 303, "not let in: {}", sent.status);
        self.get("/now")?;
        Ok(())
    }
}

fn encoded(text: &str) -> String {
    let one = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
