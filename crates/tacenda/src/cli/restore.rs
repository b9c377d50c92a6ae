//! `tacenda restore`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tacenda_ledger::{Checkpoint, HeadCode, Note, Remembered};
use tacenda_vault::recovery::Opens;
use tacenda_vault::{Cost, RootKey, SystemEntropy};

use super::at::At;
use super::bar::Bar;
use super::{Ended, Misuse, kit, out, talk};
use crate::backup::{self, Header, destroyed};
use crate::check;
use crate::config::{Config, KeySource, SignIn, Uploads};
use crate::restore::{Order, restore_checked};
use crate::root::Root;

/// Brings a backup back into an empty place: after a loss, on another machine, or on the other engine. What was destroyed after the
/// backup is destroyed anew; what is newer than it is said.
///
/// Examples:
///   tacenda restore --from FILE --into DIR                                               a copy, on the same machine
///   tacenda restore --from FILE --into DIR --root-key root.key                           on another one
///   tacenda restore --from FILE --into DIR --share-file one.txt --share-file two.txt     the root key is lost
///   tacenda restore --from FILE --into postgres://… --home DIR --root-key root.key       onto PostgreSQL
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Restore {
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The new agency's folder, empty or not there; or the address of an empty database on PostgreSQL, then --home is the folder
    #[arg(long, value_name = "DIR|postgres://…")]
    into: String,
    /// The agency's root key
    #[arg(long, value_name = "FILE")]
    root_key: Option<PathBuf>,
    /// A share of the recovery kit, as it is printed; as many as it takes
    #[arg(long, value_name = "FILE", conflicts_with = "root_key")]
    share_file: Vec<PathBuf>,
    /// The list of destroyed keys; without it the one beside the backup
    #[arg(long, value_name = "FILE")]
    destroyed: Option<PathBuf>,
    /// There is no list of destroyed keys: what was destroyed after the backup comes back
    #[arg(long, conflicts_with = "destroyed")]
    without_destroyed: bool,
    /// What others remember of the ledger: a witness's note, or a code from a page
    #[arg(long, value_name = "FILE|CODE")]
    remembered: Vec<String>,
}

/// What opens the backup, and what opens the agency from then on.
struct Roots {
    by: Root,
    daily: Option<Root>,
    key: KeySource,
    /// A root key that was made anew, for this file.
    made: Option<(PathBuf, RootKey)>,
}

impl Restore {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let (home, store) = self.place(at)?;
        let header = backup::header(&self.from)?;
        let roots = self.roots(at, &header, &home)?;
        let list = self.list()?;
        let config = Config {
            store,
            key: roots.key.clone(),
            backups: PathBuf::from("backups"),
            witnesses: header.witnesses.clone(),
            sign_in: SignIn::default(),
            names: None,
            uploads: Uploads::default(),
            links: None,
            portal: None,
            mail: None,
        };
        let order = Order {
            file: &self.from,
            home: &home,
            config,
            root: &roots.by,
            daily: roots.daily.as_ref(),
            destroyed: list.as_deref(),
            remembered: self.remembered.iter().map(|text| remembered(text)).collect::<Result<_>>()?,
        };
        let bar = Bar::new();
        let walk = &mut |walk: check::Walk, done, of| bar.at(walk.word(), done, of);
        let (restored, report) = restore_checked(&order, &mut |done, of| bar.at("restore", done, of), walk)?;
        if let Some((path, key)) = &roots.made {
            kit::private_file(path, key.to_key_file().as_bytes())?;
        }
        drop(bar);
        if let Some((path, _)) = &roots.made {
            talk(&format!("The root key is a new one: {}. Keep it on another disk than the backups.", path.display()))?;
        }
        let lost = restored.missing.as_ref().map(|missing| match &missing.standing {
            tacenda_ledger::Standing::Older { missing } => missing.end - missing.start,
            _ => 0,
        });
        if let (Some(lost), Some(missing)) = (lost, &restored.missing) {
            talk(&format!("{lost} leaves newer than this backup are missing, which {} remembers.", missing.by))?;
        }
        let view = serde_json::json!({
            "home": home, "backup": restored.header.id, "leaves": restored.header.leaves, "rows": restored.loaded.rows,
            "replayed": restored.replayed, "missing": lost.unwrap_or(0),
        });
        out::show(at.json, &view, || {
            let replayed = if restored.replayed > 0 {
                format!("; {} destroyed anew", out::count(restored.replayed, "key"))
            } else {
                String::new()
            };
            format!("{} leaves hold, {} rows hold in {}{replayed}\n", restored.header.leaves, report.rows, home.display())
        })
    }

    /// The new agency's folder, and where its database stands.
    fn place(&self, at: &At) -> Result<(PathBuf, String)> {
        let server = ["postgres://", "postgresql://"].iter().any(|scheme| self.into.starts_with(scheme));
        if server {
            return Ok((at.home()?, self.into.clone()));
        }
        let home = std::path::absolute(&self.into).context("where the folder is, is not known")?;
        Ok((home, "sqlite".to_owned()))
    }

    fn list(&self) -> Result<Option<PathBuf>> {
        if self.without_destroyed {
            return Ok(None);
        }
        let beside = destroyed::path_of(self.from.parent().unwrap_or_else(|| Path::new("")));
        let path = self.destroyed.clone().unwrap_or(beside);
        if path.exists() {
            return Ok(Some(path));
        }
        let text = format!(
            "there is no list of destroyed keys at {}: name it with --destroyed, or say --without-destroyed, and what was destroyed after \
             this backup comes back",
            path.display()
        );
        Err(Misuse(text).into())
    }

    fn roots(&self, at: &At, header: &Header, home: &Path) -> Result<Roots> {
        if !self.share_file.is_empty() {
            return self.by_kit(at, home);
        }
        if let Some(path) = &self.root_key {
            return by_file(path, header);
        }
        if let Ok(roots) = as_ever(at) {
            return Ok(roots);
        }
        if header.providers().any(|provider| provider == "passphrase") {
            let typed = at.secret("Passphrase of the agency's keys: ", at.root_passphrase_file.as_ref())?;
            let by = Root::passphrase(&typed, Cost::DEFAULT);
            return Ok(Roots { by, daily: None, key: KeySource::Passphrase, made: None });
        }
        Err(Misuse("say what opens it: --root-key FILE, or --share-file for each page of the recovery kit".to_owned()).into())
    }

    fn by_kit(&self, at: &At, home: &Path) -> Result<Roots> {
        let shares = kit::shares(at, &self.share_file, Opens::Root)?;
        let key = RootKey::generate(&mut SystemEntropy)?;
        let daily = Root::key("file", RootKey::from_key_file(key.to_key_file().as_bytes())?);
        let path = PathBuf::from("root.key");
        let made = Some((home.join(&path), key));
        Ok(Roots { by: Root::kit(&shares)?, daily: Some(daily), key: KeySource::File { path }, made })
    }
}

/// The root of the agency that is here: a copy of it opens the same way.
fn as_ever(at: &At) -> Result<Roots> {
    let home = at.home()?;
    let config = Config::read(&home)?;
    let key = match &config.key {
        KeySource::File { path } => KeySource::File { path: std::path::absolute(home.join(path))? },
        other => other.clone(),
    };
    Ok(Roots { by: at.root(&config)?, daily: None, key, made: None })
}

/// A key file opens what a key file opened, and what a credential of the same bytes opened.
fn by_file(path: &Path, header: &Header) -> Result<Roots> {
    let path = std::path::absolute(path).context("where the root key is, is not known")?;
    let bytes = zeroize::Zeroizing::new(std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    let root = |name| Ok::<_, anyhow::Error>(Root::key(name, RootKey::from_key_file(&bytes)?));
    let as_file = header.providers().any(|provider| provider == "file");
    let by = root(if as_file { "file" } else { "credential" })?;
    let daily = if as_file { None } else { Some(root("file")?) };
    Ok(Roots { by, daily, key: KeySource::File { path }, made: None })
}

/// A witness's note or a code from a page.
fn remembered(text: &str) -> Result<(String, Remembered)> {
    if let Ok(note) = std::fs::read_to_string(text) {
        let checkpoint: Checkpoint = note.parse::<Note>()?.text.parse()?;
        return Ok((text.to_owned(), Remembered::Head(checkpoint.head)));
    }
    let code: HeadCode = text.parse().map_err(|_| Misuse(format!("`{text}` is neither a file nor a code from a page")))?;
    Ok((format!("the page with {code}"), Remembered::Code(code)))
}
