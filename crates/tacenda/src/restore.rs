//! The way back, and the move to another machine or engine: a backup into an empty place, never over something that lives.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use tacenda_desk::Index;
use tacenda_ledger::{Remembered, Standing};
use tacenda_store::keys::{self, Destroyed, KekWrap};
use tacenda_store::{Db, Loaded, Settings, Tx, blind, ledger, load, sessions, stays, take_back, unload};
use tacenda_vault::AgencyKey;

use crate::act::{Event, append};
use crate::agency::Agency;
use crate::backup::destroyed::{self, List};
use crate::backup::{Header, Source, cannot, unread};
use crate::check::past::{self, Missing};
use crate::check::{self, Report};
use crate::clock::Reading;
use crate::config::Config;
use crate::files;
use crate::problem::Problem;
use crate::root::Root;

/// The act of the entry that a restore leaves.
pub const ACT: &str = "backup.restore";

/// What is restored, and where to.
#[derive(Debug)]
pub struct Order<'a> {
    /// The backup.
    pub file: &'a Path,
    /// The new agency's folder; empty, or not there.
    pub home: &'a Path,
    /// Its settings: engine, source of the root, folder of backups.
    pub config: Config,
    /// The root that opens the backup: the same as ever, or the recovery kit's.
    pub root: &'a Root,
    /// Where the kit opens it: the root that opens it from now on, as the settings name it.
    pub daily: Option<&'a Root>,
    /// The list of destroyed keys; none if there is none and that is known.
    pub destroyed: Option<&'a Path>,
    /// Heads that others remember: notes of witnesses, and codes printed on pages.
    pub remembered: Vec<(String, Remembered)>,
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// The agency, open.
    pub agency: Agency,
    /// The backup's first line.
    pub header: Header,
    /// The rows of all tables.
    pub loaded: Loaded,
    /// How many keys were destroyed anew, that the backup still had.
    pub replayed: u64,
    /// What is newer than the backup, by whoever remembers the most.
    pub missing: Option<Missing>,
}

/// A backup that was written into a database.
pub(crate) struct Unpacked {
    pub(crate) agency: Agency,
    pub(crate) header: Header,
    pub(crate) loaded: Loaded,
}

/// Restores a backup. Where that fails, nothing is left behind.
///
/// # Errors
/// [`Problem::NotVerified`] where the backup or the list does not hold; where the place is not empty.
pub fn restore(order: &Order<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Restored, Problem> {
    let (made, restored) = bring(order, progress)?;
    made.keep();
    Ok(restored)
}

/// Restores a backup and checks everything in it before it counts. Where something does not hold, the folder and the rows go again: what is
/// there is what holds.
///
/// # Errors
/// As of [`restore`] and of [`Report::verdict`].
pub fn restore_checked(
    order: &Order<'_>,
    progress: &mut dyn FnMut(u64, u64),
    walk: check::Progress<'_>,
) -> Result<(Restored, Report), Problem> {
    let (made, restored) = bring(order, progress)?; // the agency closes before its folder goes
    let checked = check::all(&restored.agency, false, walk).and_then(|report| report.verdict().map(|()| report));
    match checked {
        Ok(report) => {
            made.keep();
            Ok((restored, report))
        }
        Err(problem) => {
            take_back(restored.agency.db(), restored.loaded)?;
            Err(Problem::NotVerified(format!("{problem}: nothing of it is kept in {}", order.home.display())))
        }
    }
}

fn bring(order: &Order<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<(Made, Restored), Problem> {
    let list = order.destroyed.map(|path| destroyed::read(path, order.root)).transpose()?;
    let made = Made::of(order.home)?;
    let Unpacked { agency, header, loaded } = unpack(order.file, order.root, order.home, order.config.clone(), progress)?;
    match settle(order, &agency, &header, list) {
        Ok((missing, replayed)) => Ok((made, Restored { agency, header, loaded, replayed, missing })),
        Err(problem) => {
            take_back(agency.db(), loaded)?;
            Err(problem)
        }
    }
}

/// Makes it the agency's own again: the daily root, what others remember, what was destroyed since. What is missing, and how many keys were
/// destroyed anew.
fn settle(
    order: &Order<'_>,
    agency: &Agency,
    header: &Header,
    list: Option<(Header, List)>,
) -> Result<(Option<Missing>, u64), Problem> {
    if list.as_ref().is_some_and(|(other, _)| other.agency != header.agency) {
        return Err(Problem::NotVerified("the list of destroyed keys is another agency's".to_owned()));
    }
    if let Some(daily) = order.daily {
        let (version, wrap) = agency.ring().with_kek(|kek| Ok::<_, Problem>((kek.version(), daily.wrap(kek)?)))?;
        let wrap = KekWrap { version, provider: daily.name().to_owned(), wrap };
        agency.db().write(move |tx| keys::put_kek(tx, &wrap))?;
    }
    let list = list.map(|(_, list)| list);
    let missing = missing(agency, order, list.as_ref())?;
    let replayed = enter(agency, list.map(|list| list.keys).unwrap_or_default(), missing.as_ref())?;
    order.config.write(order.home).map_err(|fault| Problem::Plainly(format!("{fault:#}")))?;
    Ok((missing, replayed))
}

/// Writes a backup's rows into a new database, and opens it.
pub(crate) fn unpack(
    file: &Path,
    root: &Root,
    home: &Path,
    config: Config,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Unpacked, Problem> {
    let source = Source::open(file)?;
    let (key, header) = (source.key(root)?, source.header.clone());
    let db = Db::open(&config.place(home), Settings::default())?;
    let loaded = loaded(source, &key, &db, file, progress).inspect_err(|_| {
        let _ = unload(&db); // a database that was not empty was never begun to be filled, and is left alone
    })?;
    match opened(home, config, &db, root, &header) {
        Ok(agency) => Ok(Unpacked { agency, header, loaded }),
        Err(problem) => {
            take_back(&db, loaded)?;
            Err(problem)
        }
    }
}

fn opened(home: &Path, config: Config, db: &Db, root: &Root, header: &Header) -> Result<Agency, Problem> {
    let agency = Agency::with(home, config, db.clone(), root)?;
    if agency.id() == header.agency && agency.end()?.frontier.head() == header.head()? {
        return Ok(agency);
    }
    Err(Problem::NotVerified("the rows are not those that the backup's first line names".to_owned()))
}

fn loaded(source: Source, key: &AgencyKey, db: &Db, file: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Loaded, Problem> {
    let mut rows = source.rows(key, progress);
    let loaded = load(db, &mut rows, &mut |_| ());
    if loaded.as_ref().is_err_and(|error| !error.is_damaged()) {
        return Ok(loaded?);
    }
    // The rows know their end, the file has its own: both must be reached. Why they were not, the file knows better.
    match (rows.read(&mut [0]), loaded) {
        (Err(fault), _) => Err(unread(file, &fault)),
        (Ok(0), Ok(loaded)) => Ok(loaded),
        (Ok(_), Ok(_)) => Err(Problem::NotVerified(format!("{}: something stands behind the rows", file.display()))),
        (Ok(_), Err(error)) => Err(Problem::NotVerified(format!("{}: {error}", file.display()))),
    }
}

/// What others remember that the backup does not have: the longest.
fn missing(agency: &Agency, order: &Order<'_>, list: Option<&List>) -> Result<Option<Missing>, Problem> {
    let of_list = list.map(|list| ("the list of destroyed keys".to_owned(), Remembered::Head(list.head)));
    let mut worst: Option<Missing> = None;
    for (by, head) in order.remembered.iter().cloned().chain(of_list) {
        let standing = past::stands(agency, &head)?;
        if let Standing::Forked { size } = standing {
            return Err(Problem::NotVerified(format!("another past: the first {size} leaves are not those that {by} remembers")));
        }
        let end = |standing: &Standing| if let Standing::Older { missing } = standing { missing.end } else { 0 };
        if worst.as_ref().is_none_or(|worst| end(&worst.standing) < end(&standing)) {
            worst = Some(Missing { standing, by });
        }
    }
    Ok(worst.filter(|missing| !missing.is_nothing()))
}

/// Destroys anew what was destroyed after the backup, and enters the restore. How many keys.
fn enter(agency: &Agency, list: Vec<Destroyed>, missing: Option<&Missing>) -> Result<u64, Problem> {
    let lost = match missing.map(|missing| &missing.standing) {
        Some(Standing::Older { missing }) => missing.end.saturating_sub(missing.start),
        _ => 0,
    };
    let (own, reading) = (agency.clone(), agency.reading()?);
    agency.db().write(move |tx| replay(tx, &own, &reading, &list, lost))
}

fn replay(tx: &mut Tx<'_>, agency: &Agency, reading: &Reading, list: &[Destroyed], lost: u64) -> Result<u64, Problem> {
    let mut end = ledger::lock(tx)?;
    let now = agency.now(tx, reading, &end)?;
    stays::end_all(tx)?;
    sessions::end_all(tx)?; // one that ended since must not come back
    let known = keys::destroyed(tx)?;
    let mut replayed = 0;
    for destroyed in list.iter().filter(|d| !known.iter().any(|k| k.client == d.client && k.class == d.class)) {
        keys::destroy(tx, agency.ring(), &Destroyed { leaf: end.frontier.size(), ..destroyed.clone() })?;
        if destroyed.class.is_none() {
            Index::ALL.iter().try_for_each(|index| blind::set(tx, index.word(), &destroyed.client, &[]))?;
        }
        replayed += 1;
    }
    let codes = vec![("missing".to_owned(), lost.to_string()), ("replayed".to_owned(), replayed.to_string())];
    append(tx, agency, &mut agency.keys(None), &mut end, &Event::of_system(ACT, codes, now))?;
    Ok(replayed)
}

/// The new agency's folder, which goes again unless the restore comes to its end.
struct Made {
    home: PathBuf,
    was_there: bool,
    kept: bool,
}

impl Made {
    fn of(home: &Path) -> Result<Self, Problem> {
        let was_there = home.exists();
        let is_empty = || std::fs::read_dir(home).is_ok_and(|mut entries| entries.next().is_none());
        if was_there && !is_empty() {
            return Err(Problem::Plainly(format!("{} is not empty: a restore never goes over something", home.display())));
        }
        files::private_folder(home).map_err(cannot(home))?;
        Ok(Self { home: home.to_owned(), was_there, kept: false })
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        let _ = std::fs::remove_dir_all(&self.home);
        if self.was_there {
            let _ = std::fs::create_dir(&self.home);
        }
    }
}
