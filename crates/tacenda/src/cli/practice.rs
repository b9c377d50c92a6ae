//! `tacenda practice`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tacenda_desk::practice::Size;
use tacenda_desk::{Role, Time, Worker, WorkerState};
use tacenda_vault::{Cost, Passphrase, RootKey, SystemEntropy};

use super::at::At;
use super::kit::{private_file, private_folder};
use super::{Ended, talk};
use crate::agency::Agency;
use crate::config::{Config, KeySource};
use crate::practice::{Fiction, Loading, PASSPHRASE};
use crate::root::Root;
use crate::web::{Listen, Settings, Site, serve};
use crate::{edge, packs};

/// By which a folder is known to hold nothing real.
const MARK: &str = "PRACTICE";
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
        if self.reset && home.exists() {
            ours(&home)?;
            std::fs::remove_dir_all(&home)?;
        }
        let agency = if home.exists() {
            ours(&home)?;
            let config = Config::read(&home)?;
            Agency::open(&home, &Root::from_config(&home, &config, |_| bail!("a fictional agency has a key file"))?)?
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
        serve(Site::new(agency, packs, Settings { origin, practice: true, packs: folder.map(Path::to_owned) }), &listen, || {
            talk(&told)
        })?;
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

/// Refuses a folder that may hold something real.
fn ours(home: &Path) -> Result<()> {
    if is_practice(home) { Ok(()) } else { bail!("{} holds no fictional agency: practice leaves it alone", home.display()) }
}

/// Invents a year of an agency, up to now.
fn make(home: &Path) -> Result<Agency> {
    private_folder(home)?;
    private_file(&home.join(MARK), b"Everybody in this folder is invented.\n")?;
    let key = RootKey::generate(&mut SystemEntropy).context("no root key could be made")?;
    private_file(&home.join("root.key"), key.to_key_file().as_bytes())?;
    let config = Config {
        store: "sqlite".to_owned(),
        key: KeySource::File { path: "root.key".into() },
        backups: "backups".into(),
        witnesses: Vec::new(),
    };
    config.write(home)?;
    // The last acts of the year are some days after its end; what lies ahead of the clock would put the clock in doubt.
    let start = Time(edge::clock()?.wall).plus_days(-370);
    let fiction = Fiction { seed: SEED, size: Size::Practice, start, canaries: false };
    let everybody = (Passphrase::new(PASSPHRASE), Cost::CHEAP);
    let (mut loading, _) = Loading::begin(home, &config, &Root::key("file", key), fiction, everybody)?;
    loading.finish()?;
    Ok(loading.agency().clone())
}

/// One of each work, to sign in as.
fn people(agency: &Agency) -> Result<String> {
    let workers = agency.workers()?;
    let roles = [Role::Clinician, Role::Advocate, Role::RecordsClerk, Role::Biller, Role::PrivacyOfficer, Role::Director];
    let of = |role: &Role| {
        let found: Option<&Worker> = workers.iter().find(|w| w.is(*role) && w.state == WorkerState::Active);
        found.map(|worker| format!("  {:<28}{}\n", worker.name, role.word().replace('_', " ")))
    };
    Ok(roles.iter().filter_map(of).collect())
}
