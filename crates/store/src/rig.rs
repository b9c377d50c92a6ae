//! A PostgreSQL of one's own on the loopback, for tests and rigs.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::pg::Address;
use crate::{Error, Place};

/// A running server; it and all it holds are gone when this goes.
#[derive(Debug)]
pub struct Server {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
    databases: AtomicU32,
}

/// Where Debian puts the newest server's programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path().join("bin"));
    versions.filter(|bin| bin.join("initdb").exists()).max()
}

/// PostgreSQL refuses to run as root: then it runs as the user that its package made.
fn command(program: &Path) -> Command {
    let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn postgres_user() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.starts_with("postgres:"))?;
    let mut ids = line.split(':').skip(2).map(|id| id.parse().ok());
    Some((ids.next()??, ids.next()??))
}

impl Server {
    /// Starts a server, with further settings such as `fsync=off`; `None` if PostgreSQL is not installed.
    ///
    /// # Errors
    /// What the machine says if the server does not start.
    pub fn start(settings: &[&str]) -> io::Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        if fs::metadata(folder.path())?.uid() == 0
            && let Some((user, group)) = postgres_user()
        {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"))
            .args(["--username=tacenda", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"])
            .arg(&data)
            .stdout(Stdio::null())
            .output()?;
        if !made.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = command(&programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in settings.iter().chain(&["shared_buffers=32MB", "max_connections=60"]) {
            server.args(["-c", setting]);
        }
        let mut child = server.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let ready = wait_until_ready(&mut child);
        let server = Self { child, folder, port, databases: AtomicU32::new(0) };
        ready.map(|()| Some(server))
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The processes of the server, its own first, to freeze or to kill.
    pub fn processes(&self) -> Vec<u32> {
        let own = self.child.id();
        let children = fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap_or_default();
        std::iter::once(own).chain(children.split_whitespace().filter_map(|id| id.parse().ok())).collect()
    }

    /// The folder with the socket, and `data` in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new, empty database: a schema of its own, which is made sooner than a database.
    ///
    /// # Errors
    /// If the server does not answer.
    pub fn database(&self) -> Result<Place, Error> {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let long = std::time::Duration::from_mins(1);
        let address = format!("postgres://tacenda@127.0.0.1:{}/postgres", self.port);
        Address::parse(&address, long, long)?.connect()?.script(&format!("CREATE SCHEMA {name}"))?;
        Ok(Place::Postgres(format!("{address}?options=-c%20search_path%3D{name}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // "Immediate": all its processes leave at once.
        let _ = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// Reads what the server says until it is ready; somebody must go on reading.
fn wait_until_ready(child: &mut Child) -> io::Result<()> {
    let mut said = BufReader::new(child.stderr.take().ok_or_else(|| io::Error::other("no voice"))?);
    let mut all = String::new();
    loop {
        let before = all.len();
        if said.read_line(&mut all)? == 0 {
            return Err(io::Error::other(all));
        }
        if all.get(before..).is_some_and(|line| line.contains("ready to accept connections")) {
            break;
        }
    }
    std::thread::spawn(move || io::copy(&mut said, &mut io::sink()));
    Ok(())
}
