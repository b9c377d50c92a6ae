//! Acts through the one writer: alone beside a bare transaction of the same bytes, and many callers sharing commits.

use std::process::Command;

use anyhow::{Context as _, Result, anyhow, ensure};
use rusqlite::Connection;

use crate::house::{self, House};
use crate::table::{Goal, Table};
use crate::{MANY, median, seconds};

/// One caller, one commit for each act: mostly the disk.
pub(crate) fn one_caller(short: bool, table: &mut Table) -> Result<()> {
    let rounds = if short { 200 } else { 2_000 };
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), "sqlite")?;
    let bytes = bytes_of_an_act(&house, &folder.path().join("tacenda.db"))?;
    let bare = Bare::open(&folder.path().join("bare.db"), bytes)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        // Turn about, so that both meet the same disk.
        ours.push(seconds(|| house.write())?);
        theirs.push(seconds(|| bare.commit())?);
    }
    let (ours, theirs) = (1.0 / median(ours), 1.0 / median(theirs));
    table.add(
        &format!("acts a second, one caller, {bytes} bytes each"),
        (ours, "1/s"),
        Some(("bare transaction of the same bytes", theirs)),
        Goal::AtLeast(0.7),
    );
    Ok(())
}

/// The same on PostgreSQL, whose server runs beside it: with nothing to hold it against but its own 64 callers.
pub(crate) fn on_postgres(short: bool, table: &mut Table) -> Result<()> {
    let Some(server) = tacenda_store::rig::Server::start(&[])? else {
        crate::table::say("  no PostgreSQL here: its rows are left out");
        return Ok(());
    };
    let address = |server: &tacenda_store::rig::Server| match server.database() {
        Ok(tacenda_store::Place::Postgres(address)) => Ok(address),
        Ok(tacenda_store::Place::Sqlite(_)) => Err(anyhow!("not PostgreSQL")),
        Err(error) => Err(error.into()),
    };
    let folder = tempfile::tempdir_in("target")?;
    let house = house::build(folder.path(), &address(&server)?)?;
    let mut times = Vec::new();
    for _ in 0..if short { 100 } else { 1_000 } {
        times.push(seconds(|| house.write())?);
    }
    table.add("PostgreSQL: acts a second, one caller", (1.0 / median(times), "1/s"), None, Goal::None);
    let (rate, shared) = shared(&house, if short { 1_000 } else { 10_000 })?;
    table.add("PostgreSQL: acts a second, 64 callers", (rate, "1/s"), None, Goal::None);
    table.add("PostgreSQL: acts for each commit, 64 callers", (shared, ""), None, Goal::AtLeast(20.0));
    Ok(())
}

/// Bytes of all values of all rows that an act writes, on the average of fifty, each counted once and no index.
fn bytes_of_an_act(house: &House, path: &std::path::Path) -> Result<usize> {
    const ACTS: usize = 50;
    let written = "SELECT (SELECT SUM(LENGTH(kind) + LENGTH(id) + LENGTH(client) + LENGTH(class) + LENGTH(state) + 24 \
        + COALESCE(LENGTH(worker), 0) + LENGTH(blob)) FROM sealed) \
        + (SELECT SUM(LENGTH(hash) + LENGTH(bytes) + LENGTH(client) + LENGTH(class) + LENGTH(detail) + LENGTH(slot) + 20) FROM leaf)";
    let over = "SELECT (SELECT MAX(LENGTH(slot) + 4 + LENGTH(head)) FROM chain) \
        + (SELECT LENGTH(frontier) + LENGTH(map_root) + 20 FROM ledger_head)";
    let ask = |sql: &str| -> Result<usize> {
        let db = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let sum: i64 = db.query_row(sql, [], |row| row.get(0))?;
        Ok(usize::try_from(sum)?)
    };
    let before = ask(written)?;
    (0..ACTS).try_for_each(|_| house.write())?;
    Ok((ask(written)? - before) / ACTS + ask(over)?)
}

/// So many bytes in one transaction of bare SQLite at the same settings.
pub(crate) struct Bare {
    db: Connection,
    bytes: usize,
}

impl Bare {
    pub(crate) fn open(path: &std::path::Path, bytes: usize) -> Result<Self> {
        let db = Connection::open(path)?;
        db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")?;
        Ok(Self { db, bytes })
    }

    pub(crate) fn commit(&self) -> Result<()> {
        self.db.prepare_cached("INSERT INTO t (b) VALUES (randomblob(?1))")?.execute([i64::try_from(self.bytes)?])?;
        Ok(())
    }
}

/// 64 callers at once: acts a second, and acts for each commit.
pub(crate) fn many_callers(acts: usize) -> Result<(f64, f64)> {
    let folder = tempfile::tempdir_in("target")?;
    shared(&house::build(folder.path(), "sqlite")?, acts)
}

fn shared(house: &House, acts: usize) -> Result<(f64, f64)> {
    const CALLERS: usize = 64;
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

/// The same with every fsync held up for four milliseconds.
pub(crate) fn callers_with_a_slow_disk(short: bool, table: &mut Table) -> Result<()> {
    let (rate, shared) = many_callers(if short { 2_000 } else { 20_000 })?;
    table.add("acts a second, 64 callers", (rate, "1/s"), None, Goal::None);
    table.add("acts for each commit, 64 callers", (shared, ""), None, Goal::AtLeast(20.0));
    let folder = tempfile::tempdir_in("target")?;
    let output = Command::new(std::env::current_exe()?)
        .arg(MANY)
        .args(short.then_some("--short"))
        .env("LD_PRELOAD", slow_disk(folder.path())?)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split_whitespace().map(str::parse::<f64>);
    let rate = words.next().context("no figure")??;
    let shared = words.next().context("no figure")??;
    table.add("acts a second, 64 callers, every fsync held up 4 ms", (rate, "1/s"), None, Goal::AtLeast(3_000.0));
    table.add("acts for each commit, the same", (shared, ""), None, Goal::AtLeast(20.0));
    Ok(())
}

/// Tracing the calls instead would slow every thread down, and measure that.
fn slow_disk(folder: &std::path::Path) -> Result<std::path::PathBuf> {
    let (source, library) = (folder.join("slow_disk.c"), folder.join("slow_disk.so"));
    std::fs::write(&source, include_str!("slow_disk.c"))?;
    let built = Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status()?;
    ensure!(built.success(), "cannot build {}", source.display());
    Ok(library.canonicalize()?)
}
