//! Attachments, in sealed pieces of at most 1 MiB.

use tacenda_vault::{Class, Entropy, Opened, Place};

use crate::error::Error;
use crate::keys::{self, Keys};
use crate::tables::{digest, kept_digest};
use crate::tx::{Tx, statements};

statements! {
    ADD = "INSERT INTO chunk (id, number, client, class, kept, blob, digest) VALUES ($1, $2, $3, $4, 0, $5, $6)";
    GET = "SELECT client, class, blob FROM chunk WHERE id = $1 AND number = $2";
    HEADS = "SELECT number, client, class, SUBSTR(blob, 1, 18) FROM chunk WHERE id = $1 ORDER BY number";
    COUNT = "SELECT COUNT(*) FROM chunk WHERE id = $1";
    DIGESTS = "SELECT number, kept, digest FROM chunk WHERE id = $1 ORDER BY number";
    KEEP = "UPDATE chunk SET kept = 1, digest = $1 WHERE id = $2 AND number = $3";
    REMOVE = "DELETE FROM chunk WHERE id = $1 AND kept = 0";
    FILES_OF = "SELECT COUNT(*) FROM chunk WHERE client = $1 AND class = $2 AND kept = 1 AND number = 0";
    LOOSE = "SELECT id FROM chunk WHERE kept = 0 AND number = 0 ORDER BY id";
}

/// The longest a piece may be before it is sealed, in bytes.
pub const LONGEST: usize = 1 << 20;

fn place(id: &str, number: u32, client: &str, class: Class) -> Place {
    Place::new("chunk").with("id", id).with("number", i64::from(number)).with("client", client).with("class", class.word())
}

/// Seals one piece of an attachment, counted from 0: outside of any write, for it takes a while.
///
/// # Errors
/// Refused if it is too long; `is_no_key()`.
pub fn seal(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    of: (&str, Class),
    piece: (&str, u32),
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let ((client, class), (id, number)) = (of, piece);
    if plain.len() > LONGEST {
        return Err(Error::refused("a piece of an attachment is longer than 1 MiB"));
    }
    keys.seal(tx, client, class, &place(id, number, client, class), plain, entropy)
}

/// Puts a sealed piece in. It belongs to nothing until [`keep`].
///
/// # Errors
/// A duplicate if it is there already.
pub fn put(tx: &mut Tx<'_>, of: (&str, Class), piece: (&str, u32), sealed: &[u8]) -> Result<(), Error> {
    let ((client, class), (id, number)) = (of, piece);
    let noted = digest("chunk", &[&id, &number, &client, &class.word(), &sealed]);
    tx.run(ADD, &[&id, &number, &client, &class.word(), &sealed, &noted]).map(drop)
}

/// [`seal`] and [`put`] at once.
///
/// # Errors
/// As of both.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    of: (&str, Class),
    piece: (&str, u32),
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(), Error> {
    let sealed = seal(tx, keys, of, piece, plain, entropy)?;
    put(tx, of, piece, &sealed)
}

/// What tells one sealed piece from every other without opening it: where it belongs, and the header of its box, whose nonce is never
/// used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which piece, counted from 0.
    pub number: u64,
    /// Whose file.
    pub client: String,
    /// At which level.
    pub class: Class,
    /// The box's first bytes.
    pub header: Vec<u8>,
}

/// The heads of an attachment's pieces, in order.
pub fn heads(tx: &mut Tx<'_>, id: &str) -> Result<Vec<Head>, Error> {
    let head = |mut row: crate::Row| {
        Ok(Head { number: row.u64()?, client: row.text()?, class: keys::class(&row.text()?)?, header: row.blob()? })
    };
    tx.rows(HEADS, &[&id])?.into_iter().map(head).collect()
}

/// Opens one piece; `None` past the last.
pub fn open(tx: &mut Tx<'_>, keys: &mut Keys<'_>, id: &str, number: u32) -> Result<Option<Opened>, Error> {
    let Some(mut row) = tx.one(GET, &[&id, &number])? else { return Ok(None) };
    let (client, class, blob) = (row.text()?, keys::class(&row.text()?)?, row.blob()?);
    keys.open(tx, &client, class, &place(id, number, &client, class), &blob).map(Some)
}

/// How many pieces there are.
pub fn count(tx: &mut Tx<'_>, id: &str) -> Result<u64, Error> {
    tx.one(COUNT, &[&id])?.map_or(Ok(0), |mut row| row.u64())
}

/// How many attachments of a level a client's records keep.
pub fn files_of(tx: &mut Tx<'_>, client: &str, class: Class) -> Result<u64, Error> {
    tx.one(FILES_OF, &[&client, &class.word()])?.map_or(Ok(0), |mut row| row.u64())
}

/// The pieces now belong to a record. How many there are.
pub fn keep(tx: &mut Tx<'_>, id: &str) -> Result<u64, Error> {
    let pieces = tx.rows(DIGESTS, &[&id])?;
    let count = pieces.len() as u64;
    for mut piece in pieces {
        let (number, is_kept, noted) = (piece.u64()?, piece.bool()?, piece.blob()?);
        if !is_kept {
            tx.run(KEEP, &[&kept_digest(&noted), &id, &number])?;
        }
    }
    Ok(count)
}

/// Takes out the pieces that nothing keeps; what is kept stays.
pub fn remove_loose(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&id]).map(drop)
}

/// Attachments that were uploaded and that no record keeps.
pub fn loose(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.rows(LOOSE, &[])?.iter_mut().map(crate::Row::text).collect()
}
