//! Measures acts: one sealed row and one leaf each, durable before it is answered. `acts [FOLDER]`, by default in the temporary folder.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "it measures, and says what it measured")]

use std::error::Error as StdError;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tacenda_ledger::{Hash, Slot};
use tacenda_store::keys::{self, Keys};
use tacenda_store::ledger::{self, Append};
use tacenda_store::rig::Server;
use tacenda_store::sealed::{self, Columns};
use tacenda_store::{Db, Error, Place, Settings, Tx};
use tacenda_vault::{Class, Kek, Keyring, SystemEntropy};

type Done = Result<(), Box<dyn StdError>>;

/// What a usual record weighs.
const TEXT: [u8; 600] = [b'x'; 600];
/// What a usual leaf and its detail weigh.
const LEAF: [u8; 380] = [b'l'; 380];
const DETAIL: [u8; 420] = [b'd'; 420];

fn act(tx: &mut Tx<'_>, ring: &Keyring, n: u64) -> Result<u64, Error> {
    let client = format!("c{}", n % 50);
    let (mut end, mut chain) = ledger::lock_with(tx, Slot(Hash::of(client.as_bytes()).0))?;
    let place = end.frontier.size();
    let columns = Columns {
        kind: "record".to_owned(),
        id: format!("0192f0c1-0000-7000-8000-{n:012}"),
        version: 1,
        client,
        class: Class::General,
        state: "record".to_owned(),
        due: Some(1),
        worker: Some("0192f0c1-0000-7000-8000-000000000001".to_owned()),
    };
    let hash = sealed::save(tx, &mut Keys::new(ring), &columns, place, &TEXT, &mut SystemEntropy)?;
    let mut bytes = LEAF;
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    let append = Append {
        bytes: &bytes,
        time: 1,
        client: &columns.client,
        class: "general",
        detail: &DETAIL,
        actor: &[0; 8],
        act_key: Some(&hash),
    };
    ledger::append(tx, &mut end, &mut chain, &append)
}

/// Seconds of processor time of this process so far.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn found(db: &Db) -> Result<Arc<Keyring>, Box<dyn StdError>> {
    let ring = Arc::new(Keyring::new());
    ring.unseal(Kek::generate(&mut SystemEntropy)?);
    let held = Arc::clone(&ring);
    db.write(move |tx| {
        (0..50).try_for_each(|n| keys::make_client(tx, &held, &format!("c{n}"), &mut SystemEntropy))?;
        ledger::begin(tx)
    })?;
    Ok(ring)
}

fn measure(name: &str, db: &Db, ring: &Arc<Keyring>, callers: u64, acts: u64, next: &AtomicU64) -> Done {
    let (begun, commits, used) = (Instant::now(), db.commits(), processor());
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..callers)
            .map(|_| {
                scope.spawn(|| {
                    (0..acts / callers).try_for_each(|_| {
                        let (ring, n) = (Arc::clone(ring), next.fetch_add(1, Ordering::Relaxed));
                        db.write(move |tx| act(tx, &ring, n)).map(drop)
                    })
                })
            })
            .collect();
        all.into_iter().try_for_each(|caller| caller.join().unwrap_or(Ok(())))
    })?;
    let (seconds, acts) = (begun.elapsed().as_secs_f64(), f64::from(u32::try_from(acts)?));
    let commits = f64::from(u32::try_from(db.commits() - commits)?);
    println!(
        "{name}, {callers} callers: {:.0} acts/s, {:.1} acts a commit, {:.0} µs of processor an act",
        acts / seconds,
        acts / commits,
        (processor() - used) / acts * 1e6
    );
    Ok(())
}

/// The same bytes in one table, by SQLite alone: what the disk and the engine allow.
fn bare(path: &Path, transactions: u32) -> Done {
    let bare = rusqlite::Connection::open(path)?;
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER PRIMARY KEY, a BLOB, b BLOB)",
    )?;
    let begun = Instant::now();
    for n in 0..transactions {
        bare.prepare_cached("INSERT INTO t VALUES (?1, ?2, ?3)")?.execute((
            n,
            TEXT.as_slice(),
            [LEAF.as_slice(), &DETAIL].concat(),
        ))?;
    }
    println!("bare SQLite, the same bytes: {:.0} transactions/s", f64::from(transactions) / begun.elapsed().as_secs_f64());
    Ok(())
}

fn engine(name: &str, place: &Place, one: u64, many: u64) -> Done {
    let db = Db::open(place, Settings::default())?;
    let (ring, next) = (found(&db)?, AtomicU64::new(0));
    measure(name, &db, &ring, 1, one, &next)?;
    measure(name, &db, &ring, 64, many, &next)?;
    measure(name, &db, &ring, 1, one, &next)
}

fn main() -> Done {
    let folder = match std::env::args().nth(1) {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    bare(&folder.path().join("bare.db"), 2_000)?;
    engine("SQLite", &Place::Sqlite(folder.path().join("tacenda.db")), 2_000, 64_000)?;
    bare(&folder.path().join("bare2.db"), 2_000)?;
    if let Some(server) = Server::start(&[])? {
        engine("PostgreSQL", &server.database()?, 1_000, 12_800)?;
    }
    Ok(())
}
