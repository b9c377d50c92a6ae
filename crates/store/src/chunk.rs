//! Attachments, in sealed pieces of at most 1 MiB.

use tacenda_vault::{Class, Entropy, Opened, Place};

use crate::error::Error;
use crate::keys::{self, Keys};
use crate::tx::{Tx, statements};

statements! {
    ADD = "INSERT INTO chunk (id, number, client, class, kept, blob) VALUES ($1, $2, $3, $4, 0, $5)";
    GET = "SELECT client, class, blob FROM chunk WHERE id = $1 AND number = $2";
    COUNT = "SELECT COUNT(*) FROM chunk WHERE id = $1";
    KEEP = "UPDATE chunk SET kept = 1 WHERE id = $1";
    REMOVE = "DELETE FROM chunk WHERE id = $1";
    LOOSE = "SELECT id FROM chunk WHERE kept = 0 AND number = 0 ORDER BY id";
}

/// The longest a piece may be before it is sealed, in bytes.
pub const LONGEST: usize = 1 << 20;

fn place(id: &str, number: u32, client: &str, class: Class) -> Place {
    Place::new("chunk").with("id", id).with("number", i64::from(number)).with("client", client).with("class", class.word())
}

/// Seals one piece of an attachment, counted from 0. It belongs to nothing until [`keep`].
///
/// # Errors
/// Refused if it is too long, a duplicate if it is there already.
pub fn add(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    of: (&str, Class),
    piece: (&str, u32),
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(), Error> {
    let ((client, class), (id, number)) = (of, piece);
    if plain.len() > LONGEST {
        return Err(Error::refused("a piece of an attachment is longer than 1 MiB"));
    }
    let blob = keys.seal(tx, client, class, &place(id, number, client, class), plain, entropy)?;
    tx.run(ADD, &[&id, &number, &client, &class.word(), &blob]).map(drop)
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

/// The pieces now belong to a record. How many there are.
pub fn keep(tx: &mut Tx<'_>, id: &str) -> Result<u64, Error> {
    tx.run(KEEP, &[&id])
}

/// Takes all pieces out.
pub fn remove(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    tx.run(REMOVE, &[&id]).map(drop)
}

/// Attachments that were uploaded and that no record keeps.
pub fn loose(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.rows(LOOSE, &[])?.iter_mut().map(crate::Row::text).collect()
}
