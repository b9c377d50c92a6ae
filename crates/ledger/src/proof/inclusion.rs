//! One leaf is in the ledger: the file format of c2sp.org/tlog-proof. Its `extra` holds the leaf's text and, where it may
//! be read, the opened detail; both are bound to the tree, so nothing in the file is to be taken on trust.

use std::fmt::Write as _;

use super::lines::{Lines, write_said};
use super::{Failure, PROOF_LIMIT, Said, Why};
use crate::checkpoint::signed_by;
use crate::{Checkpoint, Error, Hash, Keys, Leaf, Note, Signed, encoding, tree};

pub(crate) const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// No tree is deeper.
const MOST_HASHES: usize = 63;

/// A leaf that is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The leaf.
    pub leaf: Leaf,
    /// The readable text, where the file shows it.
    pub said: Option<Said>,
    /// The leaf's index in the ledger, counted from 0.
    pub index: u64,
    /// The head under which it stands, and who signed it.
    pub signed: Signed,
}

/// Writes a proof: a leaf, its text where it may be read, its index, the hashes beside it
/// ([`tree::inclusion`]) and the checkpoint.
///
/// # Errors
/// [`Error::Leaf`], [`Error::Text`]; [`Error::Account`] if the file would be too long.
pub fn write(leaf: &Leaf, said: Option<&Said>, index: u64, beside: &[Hash], checkpoint: &Note) -> Result<String, Error> {
    let extra = leaf.to_text()? + &said.map(write_said).transpose()?.unwrap_or_default();
    let mut file = format!("{FIRST_LINE}\nextra {}\nindex {index}\n", encoding::base64(extra.as_bytes()));
    beside.iter().for_each(|hash| {
        let _ = writeln!(file, "{}", hash.to_base64());
    });
    let _ = write!(file, "\n{checkpoint}");
    if file.len() > PROOF_LIMIT { Err(Error::Account) } else { Ok(file) }
}

/// Checks the lines of a proof up to the file's end.
pub(crate) fn verify(lines: &mut Lines<'_>, keys: &Keys) -> Result<Included, Failure> {
    verify_leaf(lines, keys, |_| Ok(()))
}

/// The same, where the leaf must pass a check before the tree is asked.
pub(crate) fn verify_leaf(
    lines: &mut Lines<'_>,
    keys: &Keys,
    check: impl FnOnce(&Leaf) -> Result<(), Why>,
) -> Result<Included, Failure> {
    if lines.take()? != FIRST_LINE {
        return Err(lines.fail(Why::Form));
    }
    let extra = lines.value("extra")?;
    let extra = lines.need(encoding::from_base64(extra).and_then(|bytes| String::from_utf8(bytes).ok()))?;
    let mut inner = lines.inside(&extra)?;
    let (leaf, hash) = inner.leaf().map_err(|f| lines.fail(f.why))?;
    let said = inner.said(&leaf).and_then(|said| inner.end().map(|()| said)).map_err(|f| lines.fail(f.why))?;
    check(&leaf).map_err(|why| lines.fail(why))?;
    let index = lines.value("index")?;
    let index = lines.need(encoding::decimal(index))?;
    let mut beside = Vec::new();
    loop {
        let line = lines.take()?;
        if line.is_empty() {
            break;
        }
        let hash = Hash::from_base64(line).filter(|_| beside.len() < MOST_HASHES);
        beside.push(lines.need(hash)?);
    }
    let (note, line) = lines.remainder();
    let fail = |error: Error| Failure { line, ..lines.fail(error.into()) };
    let note: Note = note.parse().map_err(fail)?;
    let checkpoint: Checkpoint = note.text.parse().map_err(fail)?;
    tree::verify_inclusion(&hash, index, &checkpoint.head, &beside).map_err(fail)?;
    let signed = signed_by(&note, &checkpoint, keys).map_err(fail)?;
    Ok(Included { leaf, said, index, signed })
}
