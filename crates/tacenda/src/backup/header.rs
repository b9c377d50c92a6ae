//! The first line of a backup, and reading what stands behind it.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_ledger::{Hash, Head};
use tacenda_store::keys::{self, KekWrap};
use tacenda_store::{Tx, ledger};
use tacenda_vault::{AgencyKey, Place, SystemEntropy};

use super::stream::Opener;
use crate::agency::Agency;
use crate::problem::Problem;
use crate::root::{self, Root};

/// What the first line of a backup says it is.
pub(super) const BACKUP: &str = "tacenda/backup/1";
/// The same of a list of destroyed keys.
pub(super) const DESTROYED: &str = "tacenda/destroyed/1";
/// No first line is longer.
const LONGEST: u64 = 1 << 20;

/// The first line. It holds no secret and names nobody; every frame behind it is bound to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// What the file is, and the version of its form.
    pub format: String,
    /// Its id.
    pub id: String,
    /// Whose.
    pub agency: String,
    /// When it was made, in microseconds since 1970, UTC.
    pub time: i64,
    /// The program that made it.
    pub program: String,
    /// How many leaves the ledger in it has.
    pub leaves: u64,
    /// The ledger's root, 64 hexadecimal characters.
    pub root: String,
    /// The last signed head in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
    /// The witnesses whose word counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// The key-encryption key, once for each root that opens it.
    keks: Vec<Wrap>,
    /// The file's own key, wrapped by the key-encryption key.
    key: String,
}

/// A wrap of the key-encryption key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrap {
    version: u32,
    provider: String,
    #[serde(rename = "wrap")]
    sealed: String,
}

pub(crate) fn cannot(path: &Path) -> impl Fn(io::Error) -> Problem {
    move |fault| Problem::Plainly(format!("{}: {fault}", path.display()))
}

/// What a failed reading of the sealed part means.
pub(crate) fn unread(file: &Path, fault: &io::Error) -> Problem {
    match fault.kind() {
        io::ErrorKind::UnexpectedEof => Problem::NotVerified(format!("{}: the file is cut off", file.display())),
        io::ErrorKind::InvalidData => Problem::NotVerified(format!("{}: {fault}", file.display())),
        _ => Problem::Plainly(format!("{}: {fault}", file.display())),
    }
}

fn key_place(id: &str) -> Place {
    Place::new("backup key").with("backup", id)
}

impl Header {
    /// The header of a new file, and its key: of what this transaction sees.
    pub(super) fn new(tx: &mut Tx<'_>, agency: &Agency, format: &str, id: &str, time: i64) -> Result<(Self, AgencyKey), Problem> {
        let key = AgencyKey::generate(&mut SystemEntropy)?;
        let wrapped = agency.ring().with_kek(|kek| kek.wrap_key(&key, &key_place(id), &mut SystemEntropy))?;
        let head = ledger::read_end(tx)?.frontier.head();
        let checkpoint = ledger::last_checkpoint(tx)?.and_then(|(_, note)| String::from_utf8(note).ok());
        let wrap = |kek: KekWrap| Wrap { version: kek.version, provider: kek.provider, sealed: BASE64.encode(kek.wrap) };
        let header = Self {
            format: format.to_owned(),
            id: id.to_owned(),
            agency: agency.id().to_owned(),
            time,
            program: format!("tacenda {}", env!("CARGO_PKG_VERSION")),
            leaves: head.size,
            root: head.root.to_hex(),
            checkpoint,
            witnesses: agency.config().witnesses.clone(),
            keks: keys::keks(tx)?.into_iter().map(wrap).collect(),
            key: BASE64.encode(wrapped),
        };
        Ok((header, key))
    }

    /// Its line, and the hash to which every frame is bound.
    pub(super) fn line(&self) -> Result<(String, [u8; 32]), Problem> {
        let line =
            serde_json::to_string(self).map_err(|_| Problem::Plainly("a backup's header cannot be written".to_owned()))? + "\n";
        let hash = Sha256::digest(line.as_bytes()).into();
        Ok((line, hash))
    }

    /// Which roots open it.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.keks.iter().map(|wrap| wrap.provider.as_str())
    }

    /// The head of the ledger in it.
    ///
    /// # Errors
    /// Where it is none.
    pub fn head(&self) -> Result<Head, Problem> {
        let root = Hash::from_hex(&self.root).ok_or_else(|| Problem::NotVerified("the backup's head is damaged".to_owned()))?;
        Ok(Head { size: self.leaves, root })
    }
}

/// A file under its first line.
pub(crate) struct Source {
    pub(crate) header: Header,
    path: PathBuf,
    hash: [u8; 32],
    size: u64,
    rest: BufReader<File>,
}

impl Source {
    /// Opens a backup.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        Self::of(path, BACKUP)
    }

    pub(super) fn of(path: &Path, format: &str) -> Result<Self, Problem> {
        let file = File::open(path).map_err(cannot(path))?;
        let size = file.metadata().map_err(cannot(path))?.len();
        let mut rest = BufReader::with_capacity(1 << 18, file);
        let mut line = Vec::new();
        rest.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(cannot(path))?;
        let header: Option<Header> = serde_json::from_slice(&line).ok();
        match header {
            Some(header) if header.format == format && line.ends_with(b"\n") => {
                let hash = Sha256::digest(&line).into();
                Ok(Self { header, path: path.to_owned(), hash, size: size.saturating_sub(line.len() as u64), rest })
            }
            Some(header) if header.format.starts_with("tacenda/") => {
                Err(Problem::NotVerified(format!("{} is {}, not {format}", path.display(), header.format)))
            }
            _ => Err(Problem::NotVerified(format!("{} is no backup, or its first line was changed", path.display()))),
        }
    }

    /// Its key, by the root of the agency's keys.
    ///
    /// # Errors
    /// [`Problem::NotVerified`] where this root does not open it.
    pub(crate) fn key(&self, root: &Root) -> Result<AgencyKey, Problem> {
        let wrong =
            || Problem::NotVerified(format!("{}: this root does not open it: wrong key or damaged data", self.path.display()));
        let wrapped = BASE64.decode(&self.header.key).map_err(|_| wrong())?;
        for wrap in self.header.keks.iter().rev().filter(|wrap| wrap.provider == root.name()) {
            let opened = BASE64.decode(&wrap.sealed).ok().and_then(|wrap| root::unwrap(root, &wrap).ok());
            let key = opened.and_then(|kek| kek.unwrap_key(&key_place(&self.header.id), &wrapped).ok());
            if let Some(key) = key {
                return Ok(key);
            }
        }
        Err(wrong())
    }

    /// What stands behind the first line, opened as it is read.
    pub(crate) fn rows<'k>(self, key: &'k AgencyKey, progress: &'k mut dyn FnMut(u64, u64)) -> impl Read + use<'k> {
        let counted = Counted { from: self.rest, read: 0, of: self.size, progress };
        Opener::new(key, self.hash, counted)
    }

    /// Whether the frames follow each other to the end, without any key.
    pub(crate) fn frames(mut self) -> Result<Header, Problem> {
        loop {
            let mut head = [0; 4];
            let cut = |fault: io::Error| unread(&self.path, &fault);
            self.rest.read_exact(&mut head).map_err(cut)?;
            let head = u32::from_be_bytes(head);
            let length = u64::from(head & !super::stream::LAST);
            let there = io::copy(&mut self.rest.by_ref().take(length), &mut io::sink()).map_err(cut)?;
            if there < length {
                return Err(unread(&self.path, &io::ErrorKind::UnexpectedEof.into()));
            }
            if head & super::stream::LAST != 0 {
                let more = self.rest.fill_buf().map_err(cut)?;
                let whole = more.is_empty();
                return if whole {
                    Ok(self.header)
                } else {
                    Err(Problem::NotVerified("something stands behind the backup's end".to_owned()))
                };
            }
        }
    }
}

/// Says how far a reading is.
struct Counted<'p, R> {
    from: R,
    read: u64,
    of: u64,
    progress: &'p mut dyn FnMut(u64, u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        self.read += count as u64;
        (self.progress)(self.read, self.of);
        Ok(count)
    }
}
