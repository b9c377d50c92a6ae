//! A witness: another machine, or another person's stick, that remembers how long a ledger was and signs only what grew from there
//! (c2sp.org/tlog-witness). It keeps heads alone: sizes and hashes.
//!
//! Its folder: `key` (name and seed, its owner's alone), `ledgers` (a public key a line), `heads/` (one for each ledger).

mod ask;
mod serve;

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use tacenda_ledger::witness::{Answer, Known, add_checkpoint};
use tacenda_ledger::{Algorithm, Hash, Head, SignerKey, VerifierKey};
use tacenda_vault::{Entropy as _, SystemEntropy};
use zeroize::Zeroizing;

use crate::files;
use crate::problem::Problem;

pub use ask::{Asking, over_http};
pub use serve::serve;

/// A witness's folder, open.
#[derive(Debug)]
pub struct Witness {
    folder: PathBuf,
    key: SignerKey,
}

fn cannot(path: &Path) -> impl Fn(std::io::Error) -> Problem {
    move |fault| Problem::Plainly(format!("{}: {fault}", path.display()))
}

impl Witness {
    /// Makes a witness of this name in a folder that has none. Its public key.
    ///
    /// # Errors
    /// Where one is there already; where the name cannot be one.
    pub fn init(folder: &Path, name: &str) -> Result<VerifierKey, Problem> {
        let mut seed = Zeroizing::new([0; 32]);
        SystemEntropy.fill(&mut *seed)?;
        let key = SignerKey::from_seed(name, Algorithm::CosignatureV1, &seed)?;
        files::private_folder(&folder.join("heads")).map_err(cannot(folder))?;
        let path = folder.join("key");
        let text = Zeroizing::new(format!("{name}\n{}\n", *Zeroizing::new(BASE64.encode(*seed))));
        let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path).map_err(cannot(&path))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| files::settle(folder))
            .map_err(cannot(&path))?;
        Ok(key.verifier().clone())
    }

    /// Opens a witness's folder.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        let path = folder.join("key");
        let text = Zeroizing::new(std::fs::read_to_string(&path).map_err(cannot(&path))?);
        let read = || {
            let (name, seed) = text.trim_end().split_once('\n')?;
            let seed = Zeroizing::new(BASE64.decode(seed).ok()?);
            SignerKey::from_seed(name, Algorithm::CosignatureV1, seed.as_slice().try_into().ok()?).ok()
        };
        let key = read().ok_or_else(|| Problem::Plainly(format!("{}: not a witness's key", path.display())))?;
        Ok(Self { folder: folder.to_owned(), key })
    }

    /// Its public key.
    pub fn key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// From now on it signs for the ledger of this key.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn trust(&self, ledger: &VerifierKey) -> Result<(), Problem> {
        let path = self.folder.join("ledgers");
        let mut lines = self.ledgers()?;
        if !lines.contains(ledger) {
            lines.push(ledger.clone());
        }
        let text: String = lines.iter().map(|key| key.to_string() + "\n").collect();
        files::replace(&path, text.as_bytes()).map_err(cannot(&path))
    }

    /// The ledgers for which it signs.
    ///
    /// # Errors
    /// Where the list is damaged.
    pub fn ledgers(&self) -> Result<Vec<VerifierKey>, Problem> {
        let path = self.folder.join("ledgers");
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(text.lines().map(str::parse).collect::<Result<_, _>>()?),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(fault) => Err(cannot(&path)(fault)),
        }
    }

    /// Answers a request at that time, in seconds since 1970. What it signs it has remembered, durably, before it says so.
    ///
    /// # Errors
    /// Where its folder cannot be read or written.
    pub fn answer(&self, request: &str, time: u64) -> Result<Answer, Problem> {
        let path = self.folder.join("lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot(&path))?;
        File::lock(&lock).map_err(cannot(&path))?; // until it is dropped: two processes must not both go on from one head
        let ledgers = self.ledgers()?;
        let mut asked = None;
        let mut fault = None;
        let known = |origin: &str| {
            let keys: Vec<VerifierKey> = ledgers.iter().filter(|key| key.name() == origin).cloned().collect();
            asked = Some(origin.to_owned());
            if keys.is_empty() {
                return None;
            }
            match self.last(origin) {
                Ok(last) => Some(Known { keys, last }),
                Err(problem) => {
                    fault = Some(problem);
                    None
                }
            }
        };
        let answer = add_checkpoint(request, known, &self.key, time);
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let (Answer::Cosigned { head, .. }, Some(origin)) = (&answer, asked) {
            let path = self.head_path(&origin);
            files::replace(&path, format!("{} {}\n", head.size, head.root.to_hex()).as_bytes()).map_err(cannot(&path))?;
        }
        Ok(answer)
    }

    fn head_path(&self, origin: &str) -> PathBuf {
        self.folder.join("heads").join(Hash::of(origin.as_bytes()).to_hex())
    }

    /// The head that it signed last. A damaged one is no reason to begin anew.
    fn last(&self, origin: &str) -> Result<Option<Head>, Problem> {
        let path = self.head_path(origin);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(cannot(&path)(fault)),
        };
        let read = || {
            let (size, root) = text.trim_end().split_once(' ')?;
            Some(Head { size: size.parse().ok()?, root: Hash::from_hex(root)? })
        };
        read().map(Some).ok_or_else(|| Problem::NotVerified(format!("{} is damaged", path.display())))
    }
}
