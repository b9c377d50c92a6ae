//! `tacenda practice`

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use tacenda_desk::flows::Law;
use tacenda_desk::practice::Size;
use tacenda_desk::{Role, Time, Worker, WorkerState};
use tacenda_vault::{Cost, Passphrase};

use super::at::At;
use super::kit::{private_file, private_folder};
use super::{Ended, talk};
use crate::agency::Agency;
use crate::config::{Config, Links, PortalAt};
use crate::files::Scratch;
use crate::practice::{Fiction, Loading, PASSPHRASE};
use crate::root::Root;
use crate::web::{Listen, Settings, Site, serve};
use crate::{edge, names, packs};

/// By which a folder is known to hold nothing real.
const MARK: &str = "PRACTICE";
/// The last file that is written: a folder without it was left half made, and is made anew.
const LAST: &str = "tacenda.toml";
const SEED: u64 = 2026;

/// Opens a fictional agency in the browser, to learn and to try: everybody in it is invented.
///
/// Examples:
///   tacenda practice              open it, made anew if it is not there
///   tacenda practice --reset      throw it away and make it anew
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Practice {
    /// Throw the fictional agency away and make it anew
    #[arg(long)]
    reset: bool,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:7200", value_name = "ADDRESS")]
    listen: SocketAddr,
}

/// Whether this folder holds a fictional agency.
pub(crate) fn is_practice(home: &Path) -> bool {
    home.join(MARK).exists()
}

impl Practice {
    pub(crate) fn run(self, at: &At, folder: Option<&Path>) -> Result<Ended> {
        let home = Self::home(at)?;
        let agency = if stands(&home, self.reset)? {
            open(&home)?
        } else {
            talk("Inventing an agency …")?;
            make(&home)?
        };
        let packs = packs::load(&packs::files(folder)?)?;
        let people = people(&agency)?;
        let origin = format!("http://localhost:{}", self.listen.port());
        let told = format!(
            "Practice is at {origin} (Ctrl-C stops it). Sign in as one of these; the password is: {PASSPHRASE}\n{people}"
        );
        let listen = Listen { address: self.listen, tls: None, ops: None };
        let provider = super::serve::provider(&agency, &origin)?;
        // Another origin on the same machine; and nobody who tries it out waits ten minutes for a code.
        let links = Links { cool_off: 0, ..Links::at(&format!("http://127.0.0.1:{}", self.listen.port())) };
        let portal = Some(PortalAt::at(&format!("http://p.localhost:{}", self.listen.port())));
        let (packs_of, links, names) = (folder.map(Path::to_owned), Some(links), names::folder(agency.config(), agency.home()));
        let settings = Settings { origin, practice: true, packs: packs_of, program: None, links, portal, names };
        serve(Site::new(agency, packs, settings).with_provider(provider), &listen, || talk(&told))?;
        Ok(Ended::Done)
    }

    /// A folder of its own beside the real one, unless it is named.
    fn home(at: &At) -> Result<PathBuf> {
        match &at.home {
            Some(home) => Ok(home.clone()),
            None => Ok(edge::home()?.with_file_name("tacenda-practice")),
        }
    }
}

/// Whether a whole fictional agency is there. Half of one, or one that is not wanted any more, is thrown away.
fn stands(home: &Path, reset: bool) -> Result<bool> {
    if !home.exists() {
        return Ok(false);
    }
    ours(home)?;
    let is_kept = !reset && home.join(LAST).exists();
    if !is_kept {
        std::fs::remove_dir_all(home)?;
    }
    Ok(is_kept)
}

/// Refuses a folder that may hold something real.
fn ours(home: &Path) -> Result<()> {
    if is_practice(home) { Ok(()) } else { bail!("{} holds no fictional agency: practice leaves it alone", home.display()) }
}

/// Invents a year of an agency, up to now.
///
/// It is invented in memory, where there is room, and moved when it is whole: a disk that is waited for at each of its acts would take
/// longer than they do, and nothing is lost with what is nobody's.
fn make(home: &Path) -> Result<Agency> {
    let scratch = scratch()?;
    // The last acts of the year are some days after its end; what lies ahead of the clock would put the clock in doubt.
    let start = Time(edge::clock()?.wall).plus_days(-370);
    let fiction = Fiction { seed: SEED, size: Size::Practice, start, canaries: false };
    let (mut loading, _) = Loading::in_folder(&scratch.0, fiction, (Passphrase::new(PASSPHRASE), Cost::CHEAP))?;
    loading.finish()?;
    let law = Law::new(Arc::new(packs::inside()?)).in_zone(jiff::tz::TimeZone::system());
    let law = Arc::new(law);
    loading.sign_releases(&law)?;
    loading.take_in(&law)?;
    private_folder(home)?;
    private_file(&home.join(MARK), b"Everybody in this folder is invented.\n")?;
    loading.agency().db().backup_to(&home.join("tacenda.db"), |_, _| ())?;
    for name in ["root.key", LAST] {
        private_file(&home.join(name), &std::fs::read(scratch.0.join(name))?)?;
    }
    open(home)
}

fn open(home: &Path) -> Result<Agency> {
    let config = Config::read(home)?;
    let root = Root::from_config(home, &config, |_| bail!("a fictional agency has a key file"))?;
    Ok(Agency::open(home, &root)?)
}

/// A folder of our own, in memory if the machine has such a place.
fn scratch() -> Result<Scratch> {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = place.join(format!("tacenda-practice-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder); // of a program that was killed
    DirBuilder::new().mode(0o700).create(&folder)?;
    Ok(Scratch(folder))
}

/// One of each work, to sign in as.
fn people(agency: &Agency) -> Result<String> {
    let workers = agency.workers()?;
    let roles =
        [Role::Clinician, Role::Advocate, Role::RecordsClerk, Role::Biller, Role::PrivacyOfficer, Role::Director, Role::Intern];
    // Who is in training has not done yet what is asked before a file opens: so that it can be seen.
    let here =
        |w: &Worker, role: Role| w.state == WorkerState::Active || (role == Role::Intern && w.state == WorkerState::Confirmed);
    let of = |role: &Role| {
        let found: Option<&Worker> = workers.iter().find(|w| w.is(*role) && here(w, *role));
        found.map(|worker| format!("  {:<28}{}\n", worker.name, role.word().replace('_', " ")))
    };
    Ok(roles.iter().filter_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_fictional_agency_is_made_anew_and_anything_else_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let home = place.path().join("practice");
        assert!(!stands(&home, false).unwrap());
        std::fs::create_dir(&home).unwrap();
        std::fs::write(home.join("tacenda.db"), "somebody's").unwrap();
        assert!(stands(&home, true).is_err() && home.join("tacenda.db").exists());
        std::fs::write(home.join(MARK), "").unwrap();
        assert!(!stands(&home, false).unwrap() && !home.exists());
        std::fs::create_dir(&home).unwrap();
        std::fs::write(home.join(MARK), "").unwrap();
        std::fs::write(home.join(LAST), "").unwrap();
        assert!(stands(&home, false).unwrap() && home.exists());
        assert!(!stands(&home, true).unwrap() && !home.exists());
    }
}
