//! A PostgreSQL cluster of our own on loopback: three nodes under Patroni, their leases in etcd. Everything lives in one folder and dies with it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::chance::Chance;
use crate::processes::{self, Home, root, run};
use crate::{tools, wait};

const NODES: usize = 3;
const PASSWORD: &str = "rig-only";

#[derive(Debug)]
pub(crate) struct Cluster {
    home: Home,
    patroni: PathBuf,
    postgresql: PathBuf,
    etcd: u16,
    nodes: Vec<Ports>,
}

#[derive(Debug, Clone, Copy)]
struct Ports {
    sql: u16,
    health: u16,
}

impl Cluster {
    /// Starts etcd and three nodes and waits until one leads and two follow in step.
    ///
    /// # Errors
    /// Where a part is missing or the cluster does not come up within a minute and a half.
    pub(crate) fn start(tools: &Path) -> Result<Self> {
        tools::program("etcd", "etcd-server")?;
        let (postgresql, patroni) = (tools::postgresql()?, tools::patroni(tools)?);
        let mut free = free_ports(2 + 2 * NODES).into_iter();
        let mut port = || free.next().context("no free port");
        let (etcd, peer) = (port()?, port()?);
        let nodes = (0..NODES).map(|_| Ok(Ports { sql: port()?, health: port()? })).collect::<Result<Vec<_>>>()?;
        let cluster = Self { home: Home::new()?, patroni, postgresql, etcd, nodes };
        cluster.start_etcd(peer)?;
        for node in 0..NODES {
            cluster.revive(node)?;
        }
        wait::until(Duration::from_secs(90), || cluster.whole()).context("the cluster did not come up")?;
        Ok(cluster)
    }

    /// Where each node listens; a client writes to whichever leads.
    pub(crate) fn hosts(&self) -> Vec<String> {
        self.nodes.iter().map(|n| format!("127.0.0.1:{}", n.sql)).collect()
    }

    /// The address of all nodes together.
    pub(crate) fn address(&self, database: &str) -> String {
        format!(
            "postgres://postgres:{PASSWORD}@{}/{database}?target_session_attrs=read-write&connect_timeout=2",
            self.hosts().join(",")
        )
    }

    /// The node that leads, as its own health page says.
    pub(crate) fn leader(&self) -> Option<usize> {
        self.nodes
            .iter()
            .position(|n| get(n.health, "/primary").is_some_and(|a| a.lines().next().is_some_and(|l| l.contains(" 200"))))
    }

    /// Whether one leads and all others follow, one of them in step.
    pub(crate) fn whole(&self) -> bool {
        let page = self.nodes.iter().find_map(|n| get(n.health, "/cluster")).unwrap_or_default();
        self.leader().is_some() && page.matches("\"streaming\"").count() == NODES - 1 && page.contains("\"sync_standby\"")
    }

    /// Kills a node as a power cut would: Patroni, the postmaster and all it started.
    pub(crate) fn kill(&self, node: usize) -> Result<()> {
        processes::kill(&self.folder(node))
    }

    pub(crate) fn freeze(&self, node: usize) -> Result<()> {
        processes::freeze(&self.folder(node))
    }

    pub(crate) fn resume(&self, node: usize) -> Result<()> {
        processes::resume(&self.folder(node))
    }

    /// Starts a node, anew or again after it was killed.
    pub(crate) fn revive(&self, node: usize) -> Result<()> {
        let folder = self.folder(node);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("patroni.yml"), self.settings(node)?)?;
        let log =
            std::fs::OpenOptions::new().append(true).create(true).open(self.home.folder().join(format!("node{node}.log")))?;
        let mut command = Command::new(&self.patroni);
        if root() {
            run("chown", &["-R", "postgres:postgres", &folder.display().to_string()])?;
            command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(&self.patroni);
        }
        command.arg(folder.join("patroni.yml")).env("HOME", &folder).stdout(log.try_clone()?).stderr(log);
        detach(&mut command, &folder).context("cannot start Patroni")
    }

    fn folder(&self, node: usize) -> PathBuf {
        self.home.folder().join(format!("node{node}"))
    }

    fn start_etcd(&self, peer: u16) -> Result<()> {
        let (client, peer) = (format!("http://127.0.0.1:{}", self.etcd), format!("http://127.0.0.1:{peer}"));
        let folder = self.home.folder().join("etcd");
        std::fs::create_dir(&folder)?;
        let mut command = Command::new("etcd");
        command.args(["--name", "rig", "--data-dir"]).arg(folder.join("data"));
        command.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
        command.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
        command.args(["--initial-cluster", &format!("rig={peer}")]).stdout(Stdio::null()).stderr(Stdio::null());
        detach(&mut command, &folder).context("cannot start etcd")
    }

    fn settings(&self, node: usize) -> Result<String> {
        let Ports { sql, health } = *self.nodes.get(node).context("no such node")?;
        let (etcd, home, binaries) = (self.etcd, self.folder(node).display().to_string(), self.postgresql.display().to_string());
        Ok(format!(
            "scope: rig
name: node{node}
restapi: {{listen: '127.0.0.1:{health}', connect_address: '127.0.0.1:{health}'}}
etcd3: {{hosts: '127.0.0.1:{etcd}'}}
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
  parameters: {{unix_socket_directories: '{home}'}}
  pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256', 'local all all trust']
  authentication:
    superuser: {{username: postgres, password: {PASSWORD}}}
    replication: {{username: replicator, password: {PASSWORD}}}
    rewind: {{username: rewinder, password: {PASSWORD}}}
"
        ))
    }
}

/// Starts it in its folder, by which it is found again. Nobody waits for it: the guard ends it, and a thread collects what is left.
fn detach(command: &mut Command, folder: &Path) -> Result<()> {
    let mut child = command.current_dir(folder).stdin(Stdio::null()).spawn()?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Ports nobody listens on just now, below those the kernel gives away by itself: a node that is down must find its own free again.
fn free_ports(count: usize) -> Vec<u16> {
    let mut chance = Chance::new(std::process::id().into());
    let tried = std::iter::repeat_with(|| u16::try_from(20_000 + chance.below(12_000)).unwrap_or(20_000)).take(1000);
    let mut ports: Vec<u16> = Vec::new();
    for port in tried {
        if ports.len() < count && !ports.contains(&port) && TcpListener::bind(("127.0.0.1", port)).is_ok() {
            ports.push(port);
        }
    }
    ports
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
