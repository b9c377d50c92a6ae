//! Pages of the recovery kit: written for the printer, one file for each custodian, and read back as typed.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tacenda_vault::recovery::kit::{self, Page};
use tacenda_vault::recovery::{Opens, Quorum, Share};

use super::at::At;
use super::{Language, Misuse, today};

/// Who keeps the recovery kit, and where its pages go.
#[derive(Debug, clap::Args)]
pub(crate) struct Custodians {
    /// Somebody who keeps a page of the recovery kit; three are usual
    #[arg(long = "custodian", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// How many custodians it takes
    #[arg(long, default_value_t = 2, value_name = "N")]
    pub(crate) quorum: u8,
    /// The folder for the pages, to be printed and deleted
    #[arg(long, default_value = "recovery-kit", value_name = "DIR")]
    pub(crate) kit: PathBuf,
}

impl Custodians {
    /// How many shares, and how many it takes.
    pub(crate) fn quorum(&self, names: &[String]) -> Result<Quorum> {
        let total = u8::try_from(names.len()).unwrap_or(u8::MAX);
        if (2..=16).contains(&total) && (2..=total).contains(&self.quorum) {
            return Ok(Quorum { threshold: self.quorum, total });
        }
        let text = "name two to sixteen custodians (--custodian NAME, each), and let it take at least two of them";
        Err(Misuse(text.to_owned()).into())
    }

    /// Makes the folder, which must not hold anything yet.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        private_folder(&self.kit)?;
        if std::fs::read_dir(&self.kit)?.next().is_some() {
            bail!("{} holds something already: name another folder with --kit", self.kit.display());
        }
        std::path::absolute(&self.kit).context("where the folder of the kit is, is not known")
    }
}

/// Makes a folder that only its owner enters, if it is not there.
pub(crate) fn private_folder(path: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("cannot make the folder {}", path.display()))
}

/// Opens a file that was not there and that only its owner reads.
pub(crate) fn new_private(path: &Path) -> Result<File> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    opened.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes such a file.
pub(crate) fn private_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = new_private(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

/// Writes a page for each custodian, with that custodian's share of each kit.
pub(crate) fn write(folder: &Path, agency: &str, names: &[String], kits: &[&[Share]], language: Language) -> Result<()> {
    let date = today().to_string();
    let language = match language {
        Language::En => kit::Language::English,
        Language::Es => kit::Language::Spanish,
    };
    for (at, holder) in names.iter().enumerate() {
        let page = Page { holder, agency, date: &date, language };
        let pages: Vec<(&Share, Page<'_>)> = kits.iter().filter_map(|kit| kit.get(at)).map(|share| (share, page)).collect();
        private_file(&folder.join(format!("share-{}.html", at + 1)), kit::html(&pages).as_bytes())?;
    }
    Ok(())
}

/// Removes the pages of a kit that came to nothing.
pub(crate) fn remove(folder: &Path, count: usize) {
    for at in 1..=count {
        let _ = std::fs::remove_file(folder.join(format!("share-{at}.html")));
    }
}

/// A share as typed, from a file or line by line at the terminal; a mistyped line is asked for again.
pub(crate) fn typed(at: &At, file: Option<&PathBuf>, title: &str) -> Result<zeroize::Zeroizing<String>> {
    if file.is_some() {
        return at.secret(title, file);
    }
    super::talk(title)?;
    let mut lines = (1..=6).map(|n| at.secret(&format!("  {n}: "), None)).collect::<Result<Vec<_>>>()?;
    loop {
        let text = zeroize::Zeroizing::new(lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n"));
        match Share::parse(&text) {
            Err(tacenda_vault::Error::ShareLine(n)) => {
                super::talk(&format!("Line {n} is mistyped."))?;
                let again = at.secret(&format!("  {n}: "), None)?;
                if let Some(line) = lines.get_mut(usize::from(n).saturating_sub(1)) {
                    *line = again;
                }
            }
            _ => return Ok(text),
        }
    }
}

/// As many shares as their set needs, from files or typed. One typed from the page's other half is asked for again.
pub(crate) fn shares(at: &At, files: &[PathBuf], opens: Opens) -> Result<Vec<Share>> {
    let mut shares = Vec::new();
    for file in files {
        shares.push(Share::parse(&typed(at, Some(file), "share: ")?)?);
    }
    let (wanted, other) = match opens {
        Opens::Root => ("that starts the record system", "opens the most private notes"),
        Opens::People => ("that opens the most private notes", "starts the record system"),
    };
    while shares.first().is_none_or(|first: &Share| shares.len() < usize::from(first.quorum().threshold)) {
        let text = typed(at, None, &format!("Share {} {wanted}, its six lines:", shares.len() + 1))?;
        let share = Share::parse(&text)?;
        if share.opens() == opens {
            shares.push(share);
        } else {
            super::talk(&format!("That is the page's other share, which {other}. This needs the one {wanted}."))?;
        }
    }
    Ok(shares)
}
