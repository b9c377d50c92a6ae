//! The released program as a process.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::base::Base;
use crate::browser::Browser;
use crate::{now, pause};

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) port: u16,
    child: Child,
}

impl Server {
    /// Starts it, and tells how long it took until it answered.
    pub(crate) fn start(base: &Base) -> Result<(Self, Duration)> {
        const PATIENCE: Duration = Duration::from_mins(1);
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let program = std::env::current_exe()?.parent().context("the bench stands nowhere")?.join("tacenda");
        let begun = now();
        let child = Command::new(program)
            .args(["serve", "--no-input", "--home"])
            .arg(&base.folder)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start tacenda")?;
        let server = Self { port, child };
        loop {
            if Browser::at(port).get("/now").is_ok_and(|page| page.status == 200) {
                return Ok((server, begun.elapsed()));
            }
            ensure!(begun.elapsed() < PATIENCE, "the server does not answer");
            pause(Duration::from_millis(2));
        }
    }

    /// The most memory that it ever had resident, in megabytes.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no memory")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Tells it to stop, as a machine does that goes down.
    pub(crate) fn stop(mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(self.child.wait()?.success(), "the server did not end in order");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
