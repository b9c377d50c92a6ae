//! `tacenda init`

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tacenda_desk::{Nature, Program, Role, WorkerId};
use tacenda_vault::{Cost, Passphrase, RootKey, SystemEntropy};

use super::at::At;
use super::kit::{self, Custodians};
use super::out::{self, word};
use super::{Ended, Language, Misuse};
use crate::agency::{Agency, Founding, KitState};
use crate::config::{Config, FILE, KeySource, SignIn, Token, Uploads};
use crate::packs;
use crate::root::Root;

/// Begins an agency: its folder, its keys and their recovery kit, the first worker, the first programs, the ledger.
///
/// Roles are what somebody may do, and nobody changes their own: a founder who also sees clients says so now.
///
/// Examples:
///   tacenda init --name "Rosa Quintana" --role director,administrator,clinician --second "Ben Ortiz" \
///     --program Counselling --jurisdiction nm --custodian Rosa --custodian Ben --custodian Counsel
///   tacenda init --passphrase-root …        no key file: a passphrase at every start
///   tacenda init --token-module /usr/lib/softhsm/libsofthsm2.so --token agency …   a key inside a token
///   tacenda init --store-file db.txt …      on PostgreSQL, by the address in that file
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Init {
    /// The first worker's name
    #[arg(long)]
    name: String,
    /// What the first worker does
    #[arg(long = "role", value_delimiter = ',', default_value = "director,administrator,clinician", value_parser = word!(Role))]
    roles: Vec<Role>,
    /// Somebody else who keeps people here from the beginning: whom you ask in, they confirm
    #[arg(long, value_name = "NAME")]
    second: Option<String>,
    /// A program to begin with; more can be added later
    #[arg(long = "program", value_name = "NAME", required = true)]
    programs: Vec<String>,
    /// What these programs are to the law
    #[arg(long = "nature", value_delimiter = ',', value_parser = word!(Nature))]
    natures: Vec<Nature>,
    /// Whose law applies to them, a word of `tacenda facts jurisdictions`
    #[arg(long, default_value = "unknown")]
    jurisdiction: String,
    /// The agency's name on the recovery kit's pages
    #[arg(long, default_value = "Tacenda", value_name = "NAME")]
    agency: String,
    #[command(flatten)]
    custodians: Custodians,
    /// Write the root key into this file, best on another disk [default: root.key in the agency's folder]
    #[arg(long, value_name = "FILE", group = "root")]
    key_file: Option<PathBuf>,
    /// No root key file: a passphrase is asked for at every start
    #[arg(long, group = "root")]
    passphrase_root: bool,
    /// The root key is the systemd credential of this name
    #[arg(long, value_name = "NAME", group = "root")]
    credential: Option<String>,
    /// The root key is made inside a PKCS#11 token and never leaves it: the library that speaks to the token
    #[arg(long, value_name = "FILE", group = "root", requires = "token")]
    token_module: Option<PathBuf>,
    /// The token's label
    #[arg(long, value_name = "LABEL", requires = "token_module")]
    token: Option<String>,
    /// The label that the key gets there
    #[arg(long, default_value = "tacenda", value_name = "LABEL", requires = "token_module")]
    token_key: String,
    /// The token's PIN, from this file, now and at every start; without it you are asked
    #[arg(long, value_name = "FILE", requires = "token_module")]
    token_pin_file: Option<PathBuf>,
    /// `sqlite`, or a PostgreSQL address without a password
    #[arg(long, default_value = "sqlite", value_name = "PLACE")]
    store: String,
    /// A PostgreSQL address from this file (`-` is standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "store")]
    store_file: Option<PathBuf>,
}

impl Init {
    pub(crate) fn run(self, at: &At, packs: Option<&Path>, language: Language) -> Result<Ended> {
        self.jurisdiction(packs)?;
        let quorum = self.custodians.quorum(&self.custodians.names)?;
        let home = at.home()?;
        let config = self.config(at)?;
        let passphrase = Passphrase::new(&at.new_passphrase(&format!("of {}", self.name), at.passphrase_file.as_ref())?);
        kit::private_folder(&home)?;
        if std::fs::read_dir(&home)?.next().is_some() {
            bail!("{} holds something already: an agency begins in an empty folder (--home DIR)", home.display());
        }
        if let KeySource::File { path } = &config.key
            && home.join(path).exists()
        {
            bail!("{} is there already: a root key is never overwritten", home.join(path).display());
        }
        let folder = self.custodians.folder()?;
        let made = self.begin(at, &home, &config, (passphrase, quorum), &folder, language);
        if made.is_err() {
            undo(&home, &config, &folder, usize::from(quorum.total));
        }
        let (agency, founder, code) = made.map_err(|fault| match &config.key {
            KeySource::Pkcs11(token) => fault.context(format!(
                "nothing was begun; a key \"{}\" may stand in the token now: take it out, or name another with --token-key",
                token.label
            )),
            _ => fault,
        })?;
        let told = self.told(&home, &config, founder, code.as_deref());
        let view = serde_json::json!({ "agency": agency.id(), "home": home, "worker": founder, "kit": folder, "code": code });
        out::show(at.json, &view, || told)
    }

    fn jurisdiction(&self, folder: Option<&Path>) -> Result<()> {
        let packs = packs::load(&packs::files(folder)?)?;
        let words: Vec<&str> = packs
            .vocabulary
            .enums
            .iter()
            .filter(|e| e.name == "jurisdiction")
            .flat_map(|e| &e.members)
            .map(|m| m.id.as_str())
            .collect();
        if words.contains(&self.jurisdiction.as_str()) {
            return Ok(());
        }
        let hint = tacenda_law::hint(&self.jurisdiction, words.iter().copied());
        Err(Misuse(format!("there is no jurisdiction `{}`{hint}", self.jurisdiction)).into())
    }

    fn config(&self, at: &At) -> Result<Config> {
        let store = match &self.store_file {
            Some(_) => at.secret("Address of the database: ", self.store_file.as_ref())?.as_str().to_owned(),
            None if self.store.contains("password=") || has_password(&self.store) => {
                return Err(
                    Misuse("a password does not belong into an argument: give the address with --store-file".to_owned()).into()
                );
            }
            None => self.store.clone(),
        };
        Ok(Config {
            store,
            key: self.key()?,
            backups: "backups".into(),
            witnesses: Vec::new(),
            sign_in: SignIn::default(),
            names: None,
            uploads: Uploads::default(),
            links: None,
            portal: None,
            mail: None,
        })
    }

    /// Where the root key is to be. Of these at most one is named.
    fn key(&self) -> Result<KeySource> {
        if let (Some(module), Some(token)) = (&self.token_module, &self.token) {
            let pin_file = self.token_pin_file.as_ref().map(std::path::absolute).transpose()?;
            let (module, token, label) = (module.clone(), token.clone(), self.token_key.clone());
            return Ok(KeySource::Pkcs11(Token { module, token, label, pin_file }));
        }
        Ok(match (&self.key_file, &self.credential) {
            (Some(path), _) => KeySource::File { path: std::path::absolute(path)? },
            (None, Some(name)) => KeySource::Credential { name: name.clone() },
            (None, None) if self.passphrase_root => KeySource::Passphrase,
            (None, None) => KeySource::File { path: "root.key".into() },
        })
    }

    fn begin(
        &self,
        at: &At,
        home: &Path,
        config: &Config,
        (passphrase, quorum): (Passphrase, tacenda_vault::recovery::Quorum),
        folder: &Path,
        language: Language,
    ) -> Result<(Agency, WorkerId, Option<String>)> {
        let root = Self::root(at, home, config)?;
        config.write(home)?;
        std::fs::set_permissions(home.join(FILE), std::fs::Permissions::from_mode(0o600))?;
        let programs = self.programs.iter().map(|name| Ok(Program::new(mint()?, name, &self.natures, &self.jurisdiction)));
        let founding = Founding {
            name: self.name.clone(),
            roles: self.roles.clone(),
            passphrase,
            cost: Cost::DEFAULT,
            quorum,
            programs: programs.collect::<Result<_>>()?,
        };
        let second = self.second.iter().map(|name| (name.clone(), vec![Role::Director, Role::Administrator])).collect();
        let (agency, who, shares) = Agency::create_with(home, config, &root, founding, second)?;
        if config.store == "sqlite" {
            std::fs::set_permissions(home.join("tacenda.db"), std::fs::Permissions::from_mode(0o600))?;
        }
        let names = &self.custodians.names;
        kit::write(folder, &self.agency, names, &[&shares.root, &shares.people], language)?;
        let state = KitState {
            agency: self.agency.clone(),
            custodians: names.clone(),
            folders: vec![folder.to_owned()],
            ..KitState::default()
        };
        agency.keep_kit(state)?;
        let second = agency.workers()?.into_iter().find(|w| Some(&w.name) == self.second.as_ref());
        let code = second.map(|second| agency.invite_code(&who, second.id)).transpose()?;
        Ok((agency, who.worker(), code))
    }

    /// The root: a key file is made here, or a key inside a token; a credential is read, a passphrase is chosen.
    fn root(at: &At, home: &Path, config: &Config) -> Result<Root> {
        match &config.key {
            KeySource::File { path } => {
                let key = RootKey::generate(&mut SystemEntropy).context("no root key could be made")?;
                kit::private_file(&home.join(path), key.to_key_file().as_bytes())?;
                Ok(Root::key("file", key))
            }
            KeySource::Passphrase => {
                let typed = at.new_passphrase("of the agency's keys", at.root_passphrase_file.as_ref())?;
                Ok(Root::passphrase(&typed, Cost::DEFAULT))
            }
            KeySource::Pkcs11(token) => Root::token(token, true, |prompt| at.root_secret(prompt)),
            KeySource::Credential { .. } => at.root(config),
        }
    }

    fn told(&self, home: &Path, config: &Config, founder: WorkerId, code: Option<&str>) -> String {
        let root = match &config.key {
            KeySource::File { path } => {
                format!("Its root key is {}. Keep that file on another disk than the backups.\n", home.join(path).display())
            }
            KeySource::Pkcs11(token) => format!("Its root key was made in the token \"{}\" and never leaves it.\n", token.token),
            KeySource::Passphrase => "Its keys open with the passphrase that you chose, at every start.\n".to_owned(),
            KeySource::Credential { .. } => String::new(),
        };
        let second = match (&self.second, code) {
            (Some(name), Some(code)) => {
                format!("Code for {name}, shown once, good for seven days (`tacenda worker join --as \"{name}\"`): {code}\n")
            }
            _ => "Alone you take nobody in: whom one asks in, another confirms (`--second NAME` names that other, at the beginning).\n".to_owned(),
        };
        let (total, quorum) = (self.custodians.names.len(), self.custodians.quorum);
        format!(
            "The agency stands in {}.\n{root}\
             Recovery kit: {total} pages in {}. Print them, give one to each custodian, then delete the folder. \
             {quorum} of {total} open everything again.\n\
             You are {} ({founder}). Your passphrase opens what only you may read. Nobody can reset it.\n{second}\
             Next: choose a password for the pages (`tacenda worker account`), prove one page (`tacenda key prove`), take somebody in (`tacenda worker invite`), add a client (`tacenda client add`).\n",
            home.display(),
            self.custodians.kit.display(),
            self.name,
        )
    }
}

/// Whether an address names a password between user and host.
fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_once('@').is_some_and(|(user, _)| user.contains(':'))
}

fn mint<K>() -> Result<tacenda_desk::Id<K>> {
    let mut random = [0; 10];
    tacenda_vault::Entropy::fill(&mut SystemEntropy, &mut random)?;
    let now = tacenda_desk::Now::trusted(tacenda_desk::Time(crate::edge::clock()?.wall));
    Ok(tacenda_desk::Id::new(now, random))
}

/// Takes away what a beginning that failed has left, so that it can be tried again.
fn undo(home: &Path, config: &Config, folder: &Path, pages: usize) {
    kit::remove(folder, pages);
    let _ = std::fs::remove_dir(folder);
    if let KeySource::File { path } = &config.key {
        let _ = std::fs::remove_file(home.join(path));
    }
    for name in [FILE, "tacenda.db", "tacenda.db-wal", "tacenda.db-shm"] {
        let _ = std::fs::remove_file(home.join(name));
    }
}
