//! Acts through the one writer: alone beside a bare transaction of the same bytes, and many callers sharing commits.

use std::process::Command;

use anyhow::{Context as _, Result, anyhow};
use rusqlite::Connection;

use crate::house::{self, House};
use crate::table::{Goal, Table};
use crate::{MANY, median, seconds};

/// One caller, one commit for each act: mostly the disk.
pub(crate) fn one_caller(short: bool, table: &mut Table) -> Result<()> {
    let rounds = if short { 100 } else { 1_000 };
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let bare = Bare::open(&folder.path().join("bare.db"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Turn about, so that both meet the same disk.
        ours.push(seconds(|| house.write())?);
        theirs.push(seconds(|| bare.commit(round))?);
    }
    let (ours, theirs) = (1.0 / median(ours), 1.0 / median(theirs));
    table.add("acts a second, one caller", (ours, "1/s"), Some(("bare transaction of the same bytes", theirs)), Goal::AtLeast(0.7));
    Ok(())
}

/// The same bytes as an act writes, in one transaction of bare SQLite at the same settings.
struct Bare(Connection);

impl Bare {
    fn open(path: &std::path::Path) -> Result<Self> {
        let db = Connection::open(path)?;
        db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")?;
        Ok(Self(db))
    }

    fn commit(&self, round: i64) -> Result<()> {
        self.0.execute("INSERT INTO t VALUES (?1, randomblob(3200))", [round])?;
        Ok(())
    }
}

/// 64 callers at once: acts a second, and acts for each commit.
pub(crate) fn many_callers(acts: usize) -> Result<(f64, f64)> {
    const CALLERS: usize = 64;
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let before = house.agency.db().commits();
    let each = acts / CALLERS;
    let time = seconds(|| {
        let callers: Vec<_> = (0..CALLERS).map(|_| caller(house.clone(), each)).collect();
        callers.into_iter().try_for_each(|c| c.join().map_err(|_| anyhow!("a caller panicked"))?)
    })?;
    let commits = house.agency.db().commits() - before;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let (done, commits) = ((each * CALLERS) as f64, commits as f64);
    Ok((done / time, done / commits))
}

fn caller(house: House, acts: usize) -> std::thread::JoinHandle<Result<()>> {
    std::thread::spawn(move || (0..acts).try_for_each(|_| house.write()))
}

/// The same with every fsync held up for four milliseconds by the kernel.
pub(crate) fn callers_with_a_slow_disk(short: bool, table: &mut Table) -> Result<()> {
    let (rate, shared) = many_callers(if short { 2_000 } else { 20_000 })?;
    table.add("acts a second, 64 callers", (rate, "1/s"), None, Goal::None);
    table.add("acts for each commit, 64 callers", (shared, ""), None, Goal::AtLeast(20.0));
    let program = std::env::current_exe()?;
    let output = Command::new("strace")
        .args(["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"])
        .args(["-e", "inject=fsync,fdatasync:delay_exit=4000"])
        .arg(program)
        .arg(MANY)
        .args(short.then_some("--short"))
        .output()
        .context("cannot start strace: apt-get install strace")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split_whitespace().map(str::parse::<f64>);
    let rate = words.next().context("no figure")??;
    let shared = words.next().context("no figure")??;
    table.add("acts a second, 64 callers, every fsync held up 4 ms", (rate, "1/s"), None, Goal::AtLeast(3_000.0));
    table.add("acts for each commit, the same", (shared, ""), None, Goal::AtLeast(20.0));
    Ok(())
}
