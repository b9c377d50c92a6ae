//! Checkpoints (c2sp.org/tlog-checkpoint): a head of the tree, signed by the ledger and by witnesses.

use std::fmt;
use std::str::FromStr;

use crate::note::{Note, SignerKey, VerifierKey};
use crate::{Error, Hash, Head, encoding};

/// What a checkpoint says: of which ledger, how many leaves, under which root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The ledger's name; equal to its key's.
    pub origin: String,
    /// Size and root.
    pub head: Head,
    /// Further lines, opaque; we write none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint of this head, signed by the ledger's key; its text is the note's. Time as in [`SignerKey::sign`].
    pub fn sign(head: Head, key: &SignerKey, time: u64) -> Note {
        let text = Self { origin: key.verifier().name().to_owned(), head, extensions: Vec::new() }.to_string();
        let line = key.sign(&text, time);
        Note { text, signatures: vec![line] }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.head.size, self.head.root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let read = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let origin = lines.next()?.to_owned();
            let size = encoding::decimal(lines.next()?)?;
            let root = Hash::from_base64(lines.next()?)?;
            let extensions: Vec<String> = lines.map(str::to_owned).collect();
            let whole = !origin.is_empty() && extensions.iter().all(|line| !line.is_empty());
            whole.then_some(Self { origin, head: Head { size, root }, extensions })
        };
        read().ok_or(Error::Checkpoint)
    }
}

/// Whom a verifier trusts: the ledger's key, and how many of which witnesses must have signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The ledger's. Its name is the ledger's origin.
    pub log: VerifierKey,
    /// Witnesses known to the verifier.
    pub witnesses: Vec<VerifierKey>,
    /// How many of them must have signed.
    pub needed: usize,
}

impl Keys {
    /// The ledger's key, and witnesses of whom every one must have signed.
    pub fn all(log: VerifierKey, witnesses: Vec<VerifierKey>) -> Self {
        Self { log, needed: witnesses.len(), witnesses }
    }
}

/// A checkpoint whose signatures were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Size and root.
    pub head: Head,
    /// The witnesses whose signatures hold, and when each signed (seconds since 1970).
    pub witnessed: Vec<(String, u64)>,
}

/// Reads a checkpoint and checks who signed it.
///
/// Lines by unknown keys are passed over, as the standard demands; a line by a known key that does not hold refuses the whole.
///
/// # Errors
/// [`Error::Note`], [`Error::Checkpoint`] for the form; [`Error::Origin`], [`Error::Signature`], [`Error::Witness`].
pub fn open(note: &str, keys: &Keys) -> Result<Signed, Error> {
    let note: Note = note.parse()?;
    let checkpoint: Checkpoint = note.text.parse()?;
    signed_by(&note, &checkpoint, keys)
}

/// Checks who signed a note with this checkpoint as its text.
pub(crate) fn signed_by(note: &Note, checkpoint: &Checkpoint, keys: &Keys) -> Result<Signed, Error> {
    if checkpoint.origin != keys.log.name() {
        return Err(Error::Origin);
    }
    let by_log = signatures_of(&keys.log, note).map_err(|_| Error::Signature)?;
    if by_log.is_none() {
        return Err(Error::Signature);
    }
    let mut witnessed = Vec::new();
    for key in &keys.witnesses {
        if let Some(time) = signatures_of(key, note).map_err(|_| Error::Witness)? {
            witnessed.push((key.name().to_owned(), time));
        }
    }
    if witnessed.len() < keys.needed {
        return Err(Error::Witness);
    }
    Ok(Signed { head: checkpoint.head, witnessed })
}

/// The latest time at which a key signed (0 for kinds without time), or `None` if it did not; every line of it must hold.
fn signatures_of(key: &VerifierKey, note: &Note) -> Result<Option<u64>, Error> {
    let mut latest = None;
    for line in note.signatures.iter().filter(|line| key.is_of(line)) {
        latest = latest.max(Some(key.verify(&note.text, line)?.unwrap_or(0)));
    }
    Ok(latest)
}
