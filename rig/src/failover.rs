//! Failover: the leading node killed, and frozen then resumed, while acts run; no acknowledged act is lost, and writing goes on.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::cluster::Cluster;
use crate::house::House;
use crate::workload::{Workload, acks, folder_of};
use crate::{Form, Found, desk_acts, wait};

/// Writing must go on within this.
const LIMIT: Duration = Duration::from_secs(30);
/// The leader's lease runs out in 20 s: it sleeps through the election of another and wakes as one who still believes to lead.
const SLEEP: Duration = Duration::from_secs(45);

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let rounds = if form.long { 3 } else { 1 };
    let cluster = Cluster::start(&form.tools)?;
    let home = tempfile::tempdir()?;
    drop(House::create(home.path(), &cluster.address("postgres"))?);
    let (workload, place) = (&desk_acts::CLUSTER, folder_of(home.path())?);
    let writer = Writer::start(workload, &place)?;
    let (mut killed, mut frozen) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..rounds {
        killed = killed.max(kill(&cluster, &writer)?);
        frozen = frozen.max(freeze(&cluster, &writer)?);
    }
    let said = writer.stop();
    let judged = (workload.check)(&place, &said);
    Ok(Found {
        figures: format!(
            "{} acknowledged, {}; leader killed {rounds}x: writes again after {:.1} s; frozen {} s and resumed {rounds}x: after {:.1} s",
            acks(&said).count(),
            judged.as_ref().map_or_else(|error| format!("{error:#}"), |()| "0 lost, the ledger holds".to_owned()),
            killed.as_secs_f32(),
            SLEEP.as_secs(),
            frozen.as_secs_f32(),
        ),
        holds: judged.is_ok() && !said.is_empty() && killed <= LIMIT && frozen <= LIMIT,
    })
}

/// The leader dies; then it comes back as a follower.
fn kill(cluster: &Cluster, writer: &Writer) -> Result<Duration> {
    let leader = cluster.leader().context("nobody leads")?;
    let start = wait::now();
    cluster.kill(leader)?;
    wait::until(LIMIT * 3, || writer.last() > start + Duration::from_secs(1)).context("after a kill")?;
    cluster.revive(leader)?;
    wait::until(LIMIT * 3, || cluster.whole()).context("after a kill")?;
    Ok(writer.longest_gap(start))
}

/// The leader sleeps until another leads, and wakes.
fn freeze(cluster: &Cluster, writer: &Writer) -> Result<Duration> {
    let leader = cluster.leader().context("nobody leads")?;
    let start = wait::now();
    cluster.freeze(leader)?;
    wait::pause(SLEEP);
    cluster.resume(leader)?;
    wait::pause(Duration::from_secs(10));
    wait::until(LIMIT * 3, || cluster.whole()).context("after a freeze")?;
    Ok(writer.longest_gap(start))
}

/// The workload in its own process, and when it said what.
struct Writer {
    child: Child,
    said: Arc<Mutex<Vec<(Instant, String)>>>,
}

impl Writer {
    fn start(workload: &Workload, address: &str) -> Result<Self> {
        let words = workload.command(address, 10_000_000)?;
        let (program, arguments) = words.split_first().context("no program")?;
        let mut child = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("no output")?;
        let said: Arc<Mutex<Vec<(Instant, String)>>> = Arc::default();
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if line.starts_with("ack ") {
                    heard.lock().unwrap_or_else(PoisonError::into_inner).push((wait::now(), line));
                }
            }
        });
        let writer = Self { child, said };
        wait::until(LIMIT, || writer.times(wait::now().checked_sub(LIMIT).unwrap_or_else(wait::now)).len() > 10)
            .context("the workload does not write")?;
        Ok(writer)
    }

    fn times(&self, since: Instant) -> Vec<Instant> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(at, _)| *at).filter(|at| *at > since).collect()
    }

    fn last(&self) -> Instant {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).last().map_or_else(wait::now, |(at, _)| *at)
    }

    /// The longest silence since `start`, up to now.
    fn longest_gap(&self, start: Instant) -> Duration {
        let times: Vec<Instant> = std::iter::once(start).chain(self.times(start)).chain(std::iter::once(wait::now())).collect();
        times.iter().zip(times.iter().skip(1)).map(|(a, b)| *b - *a).max().unwrap_or_default()
    }

    fn stop(mut self) -> Vec<String> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let said = std::mem::take(&mut *self.said.lock().unwrap_or_else(PoisonError::into_inner));
        said.into_iter().map(|(_, line)| line).collect()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
