//! Plain rows in a cluster, by a client that never waits long for one node: it tells whether the cluster itself keeps its word.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use postgres::config::TargetSessionAttrs;
use postgres::{Client, Config, NoTls};

use crate::workload::{Workload, acks};
use crate::{say, wait};

pub(crate) const ROWS: Workload = Workload { name: "rows", prepare, run, check };

/// A node that is frozen still answers at the level of TCP; only a limit of our own notices.
const PATIENCE: Duration = Duration::from_secs(3);

fn prepare(address: &str) -> Result<()> {
    leading(address)?.batch_execute("CREATE TABLE rows (id BIGINT PRIMARY KEY)")?;
    Ok(())
}

fn check(address: &str, said: &[String]) -> Result<()> {
    let there: Vec<i64> = leading(address)?.query("SELECT id FROM rows ORDER BY id", &[])?.iter().map(|r| r.get(0)).collect();
    let acked: Vec<i64> = acks(said).map(str::parse).collect::<Result<_, _>>()?;
    let lost = acked.iter().filter(|id| there.binary_search(id).is_err()).count();
    if lost > 0 {
        bail!("{lost} of {} acknowledged are not there", acked.len());
    }
    Ok(())
}

fn leading(address: &str) -> Result<Client> {
    hosts(address)?.into_iter().find_map(|host| host.connect(NoTls).ok()).context("no node leads")
}

/// One configuration for each node, so that a frozen one does not stand before the others.
fn hosts(address: &str) -> Result<Vec<Config>> {
    let all: Config = address.parse()?;
    let password = all.get_password().context("no password")?;
    let one = |(host, port): (&postgres::config::Host, &u16)| {
        let postgres::config::Host::Tcp(host) = host else { return None };
        let mut config = Config::new();
        config.host(host).port(*port).user(all.get_user()?).password(password).dbname(all.get_dbname()?);
        config.connect_timeout(PATIENCE).target_session_attrs(TargetSessionAttrs::ReadWrite);
        Some(config)
    };
    Ok(all.get_hosts().iter().zip(all.get_ports()).filter_map(one).collect())
}

/// Writes one row after another; a row whose fate is unknown is written again, which is harmless.
fn run(address: &str, times: usize) -> Result<bool> {
    let hosts = hosts(address)?;
    let mut turn = hosts.iter().cycle();
    let mut line: Option<Line> = None;
    for id in 0..i64::try_from(times)? {
        while !line.as_ref().is_some_and(|l| l.insert(id)) {
            line = turn.next().map(|host| Line::to(host.clone()));
        }
        say(&format!("ack {id}"));
        wait::pause(Duration::from_millis(10));
    }
    Ok(true)
}

/// A connection in a thread of its own, which is left behind if it hangs.
struct Line {
    ask: Sender<i64>,
    done: Receiver<bool>,
}

impl Line {
    fn to(config: Config) -> Self {
        let (ask, asked) = channel::<i64>();
        let (tell, done) = channel();
        std::thread::spawn(move || {
            let Ok(mut client) = config.connect(NoTls) else { return };
            for id in asked {
                let written = client.execute("INSERT INTO rows VALUES ($1) ON CONFLICT DO NOTHING", &[&id]).is_ok();
                if tell.send(written).is_err() || !written {
                    return;
                }
            }
        });
        Self { ask, done }
    }

    fn insert(&self, id: i64) -> bool {
        let sent = self.ask.send(id).is_ok();
        match self.done.recv_timeout(PATIENCE) {
            Ok(written) => sent && written,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }
}
