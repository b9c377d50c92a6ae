//! A PostgreSQL cluster of our own on loopback: three nodes under Patroni, their leases in etcd. Everything lives in one folder and dies with it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::wait;

/// The version that loses no acknowledged write; Debian bookworm's own 3.0.2 does.
const PATRONI: &str = "patroni[etcd3]==4.1.5";
const NODES: u16 = 3;
const PASSWORD: &str = "rig-only";

#[derive(Debug)]
pub(crate) struct Cluster {
    folder: PathBuf,
    base: u16,
    children: Vec<Child>,
}

impl Cluster {
    /// Starts etcd and three nodes and waits until one leads and two follow in step.
    ///
    /// # Errors
    /// Where a part is missing or the cluster does not come up within a minute and a half.
    pub(crate) fn start(folder: &Path, tools: &Path) -> Result<Self> {
        let program = installed(tools)?;
        let mut cluster = Self { folder: folder.to_path_buf(), base: 21_300, children: Vec::new() };
        run("chmod", &["755", &folder.display().to_string()])?;
        cluster.etcd()?;
        for node in 0..NODES {
            cluster.node(node, &program)?;
        }
        wait::until(Duration::from_secs(90), || cluster.leader().is_some() && cluster.members("\"state\": \"streaming\"") == 2)
            .context("the cluster did not come up")?;
        Ok(cluster)
    }

    /// The address of all nodes; a client writes to whichever leads.
    pub(crate) fn address(&self, database: &str) -> String {
        let hosts: Vec<String> = (0..NODES).map(|n| format!("127.0.0.1:{}", self.sql_port(n))).collect();
        format!("postgres://postgres:{PASSWORD}@{}/{database}?target_session_attrs=read-write&connect_timeout=2", hosts.join(","))
    }

    /// The node that leads, as its own health page says.
    pub(crate) fn leader(&self) -> Option<u16> {
        (0..NODES).find(|n| get(self.rest_port(*n), "/leader").is_some_and(|a| a.starts_with("HTTP/1.0 200") || a.starts_with("HTTP/1.1 200")))
    }

    /// Kills a node as a power cut would: Patroni, the postmaster and all it started.
    pub(crate) fn kill(&self, node: u16) -> Result<()> {
        self.signal(node, "-KILL")
    }

    pub(crate) fn freeze(&self, node: u16) -> Result<()> {
        self.signal(node, "-STOP")
    }

    pub(crate) fn resume(&self, node: u16) -> Result<()> {
        self.signal(node, "-CONT")
    }

    /// Starts a node again after it was killed.
    pub(crate) fn revive(&mut self, node: u16, tools: &Path) -> Result<()> {
        let program = installed(tools)?;
        self.node(node, &program)
    }

    fn members(&self, state: &str) -> usize {
        (0..NODES).find_map(|n| get(self.rest_port(n), "/cluster")).map_or(0, |page| page.matches(state).count())
    }

    fn sql_port(&self, node: u16) -> u16 {
        self.base + 10 + node
    }

    fn rest_port(&self, node: u16) -> u16 {
        self.base + 20 + node
    }

    fn etcd(&mut self) -> Result<()> {
        let (client, peer) = (format!("http://127.0.0.1:{}", self.base), format!("http://127.0.0.1:{}", self.base + 1));
        let child = Command::new("etcd")
            .args(["--name", "rig", "--data-dir"])
            .arg(self.folder.join("etcd"))
            .args(["--listen-client-urls", &client, "--advertise-client-urls", &client])
            .args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer])
            .args(["--initial-cluster", &format!("rig={peer}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start etcd: apt-get install etcd-server")?;
        self.children.push(child);
        Ok(())
    }

    fn node(&mut self, node: u16, patroni: &Path) -> Result<()> {
        let home = self.folder.join(format!("node{node}"));
        std::fs::create_dir_all(&home)?;
        std::fs::write(home.join("patroni.yml"), self.settings(node, &home))?;
        run("chown", &["-R", "postgres:postgres", &home.display().to_string()])?;
        let log = std::fs::File::create(self.folder.join(format!("node{node}.log")))?;
        let child = Command::new("setpriv")
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"])
            .arg(patroni)
            .arg(home.join("patroni.yml"))
            .env("HOME", &home)
        .current_dir(&home)
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()
            .context("cannot start Patroni")?;
        self.children.push(child);
        Ok(())
    }

    fn settings(&self, node: u16, home: &Path) -> String {
        let (base, rest, sql, home) = (self.base, self.rest_port(node), self.sql_port(node), home.display());
        let binaries = binaries().map(|p| p.display().to_string()).unwrap_or_default();
        format!(
            "scope: rig
name: node{node}
restapi: {{listen: '127.0.0.1:{rest}', connect_address: '127.0.0.1:{rest}'}}
etcd3: {{hosts: '127.0.0.1:{base}'}}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    postgresql: {{use_pg_rewind: true, parameters: {{max_connections: 60, wal_log_hints: 'on'}}}}
  initdb: [{{encoding: UTF8}}, data-checksums]
postgresql:
  listen: 127.0.0.1:{sql}
  connect_address: 127.0.0.1:{sql}
  data_dir: {home}/data
  bin_dir: {binaries}
  pgpass: {home}/pgpass
  use_unix_socket: true
  parameters: {{unix_socket_directories: '{home}'}}
  pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256', 'local all all trust']
  authentication:
    superuser: {{username: postgres, password: {PASSWORD}}}
    replication: {{username: replicator, password: {PASSWORD}}}
    rewind: {{username: rewinder, password: {PASSWORD}}}
"
        )
    }

    /// Every process of a node: what names its folder, and the children of those.
    fn signal(&self, node: u16, signal: &str) -> Result<()> {
        let home = self.folder.join(format!("node{node}"));
        let named = pids(&["-f", &home.display().to_string()])?;
        let children: Vec<String> = named.iter().filter_map(|p| pids(&["-P", p]).ok()).flatten().collect();
        let all: Vec<String> = named.into_iter().chain(children).filter(|p| *p != std::process::id().to_string()).collect();
        if all.is_empty() {
            bail!("node {node} is not running");
        }
        let _ = Command::new("kill").arg(signal).args(&all).stderr(Stdio::null()).status()?;
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in 0..NODES {
            let _ = self.signal(node, "-KILL");
        }
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn pids(arguments: &[&str]) -> Result<Vec<String>> {
    let output = Command::new("pgrep").args(arguments).output().context("cannot start pgrep")?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).status().with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("`{program} {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Where Debian keeps the server's programs.
pub(crate) fn binaries() -> Result<PathBuf> {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is not installed")?.flatten().map(|e| e.path().join("bin")).collect();
    versions.sort();
    versions.pop().context("PostgreSQL is not installed")
}

/// Patroni, from a Python environment of its own.
fn installed(tools: &Path) -> Result<PathBuf> {
    let program = tools.join("bin/patroni");
    if !program.exists() {
        run("python3", &["-m", "venv", &tools.display().to_string()])?;
        run(&tools.join("bin/pip").display().to_string(), &["install", "--quiet", PATRONI, "psycopg2-binary"])?;
    }
    // The node runs as another user, who must be able to reach it.
    run("chmod", &["-R", "a+rX", &tools.display().to_string()])?;
    Ok(program)
}

/// The answer to a plain GET on loopback, or nothing within a second.
fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&([127, 0, 0, 1], port).into(), Duration::from_millis(300)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(1))).ok()?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}
