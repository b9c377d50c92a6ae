//! Questions over whole tables, which checks ask: who has keys, to whom they are wrapped, what attachments there are.

use tacenda_ledger::Hash;
use tacenda_vault::{Class, ClientKey, Keyring, key_version};

use crate::error::Error;
use crate::keys::{self, class_place, client_place};
use crate::tx::{Tx, statements};

statements! {
    TEXTS = "SELECT place, hash, bytes FROM leaf WHERE place >= $1 ORDER BY place LIMIT $2";
    CLIENTS = "SELECT COUNT(*) FROM client_key";
    NEXT_CLIENTS = "SELECT client FROM client_key WHERE client > $1 ORDER BY client LIMIT $2";
    WRAP = "SELECT wrap FROM client_key WHERE client = $1";
    CLASS_WRAPS = "SELECT class, wrap FROM class_key WHERE client = $1 ORDER BY class, version";
    ORPHANS = "SELECT DISTINCT class_key.client FROM class_key LEFT JOIN client_key ON client_key.client = class_key.client WHERE client_key.client IS NULL ORDER BY class_key.client LIMIT $1";
    HOLDERS = "SELECT DISTINCT holder FROM class_wrap ORDER BY holder";
    ACT_KEYS = "SELECT place, act_key FROM leaf WHERE place >= $1 AND place <= $2 AND act_key IS NOT NULL ORDER BY place";
    NAMES = "SELECT name FROM meta ORDER BY name";
    MARKS = "SELECT marks FROM blind WHERE label = $1 AND id = $2";
    ALL_MARKS = "SELECT COUNT(*) FROM blind";
    ATTACHMENTS = "SELECT id, class, COUNT(*), MAX(number) FROM chunk WHERE kept = 1 AND id > $1 GROUP BY id, class ORDER BY id LIMIT $2";
}

/// A leaf as the tree knows it: its place, the hash stored beside it, its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Its place, counted from 0.
    pub place: u64,
    /// Its hash in the tree, as stored.
    pub hash: Hash,
    /// Its text.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({})", self.place)
    }
}

/// Texts of leaves from a place on, at most `limit`, without what stands sealed beside them.
pub fn texts(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<Vec<Text>, Error> {
    let text = |mut row: crate::Row| Ok(Text { place: row.u64()?, hash: Hash(row.bytes()?), bytes: row.blob()? });
    tx.rows(TEXTS, &[&from, &limit])?.into_iter().map(text).collect()
}

/// How many clients have keys.
pub fn clients(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.one(CLIENTS, &[])?.map_or(Ok(0), |mut row| row.u64())
}

/// Clients with keys, after an id, at most `limit`.
pub fn clients_after(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<String>, Error> {
    tx.rows(NEXT_CLIENTS, &[&after, &limit])?.iter_mut().map(crate::Row::text).collect()
}

/// Clients who have class keys and no key above them, at most `limit`.
pub fn orphans(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<String>, Error> {
    tx.rows(ORPHANS, &[&limit])?.iter_mut().map(crate::Row::text).collect()
}

/// Everybody to whom a class key is wrapped.
pub fn holders(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.rows(HOLDERS, &[])?.iter_mut().map(crate::Row::text).collect()
}

/// How a client's keys stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKeys {
    /// There are none.
    None,
    /// They open, those of these many classes.
    Stand(usize),
    /// One does not open: of which class, or the one above them.
    Damaged(Option<Class>),
    /// They are wrapped by another key-encryption key than the current one.
    Older,
}

/// Opens what is stored of a client's keys, whatever the ring holds by now.
///
/// # Errors
/// `is_sealed()`; the store's own.
pub fn client_keys(tx: &mut Tx<'_>, ring: &Keyring, client: &str) -> Result<ClientKeys, Error> {
    let Some(wrap) = tx.one(WRAP, &[&client])?.map(|mut row| row.blob()).transpose()? else { return Ok(ClientKeys::None) };
    let opened = ring.with_kek(|kek| {
        let older = key_version(&wrap).is_ok_and(|version| version < kek.version());
        let key: Option<ClientKey> = kek.unwrap_key(&client_place(client), &wrap).ok();
        Ok::<_, Error>((older, key))
    })?;
    let key = match opened {
        (true, None) => return Ok(ClientKeys::Older),
        (false, None) => return Ok(ClientKeys::Damaged(None)),
        (_, Some(key)) => key,
    };
    let mut count = 0;
    for mut row in tx.rows(CLASS_WRAPS, &[&client])? {
        let (class, wrap) = (keys::class(&row.text()?)?, row.blob()?);
        if key.unwrap_class(class, &class_place(client, class), &wrap).is_err() {
            return Ok(ClientKeys::Damaged(Some(class)));
        }
        count += 1;
    }
    Ok(ClientKeys::Stand(count))
}

/// The keys under which acts were asked, by the places of their leaves, from a place to another.
pub fn act_keys(tx: &mut Tx<'_>, first: u64, last: u64) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    tx.rows(ACT_KEYS, &[&first, &last])?.into_iter().map(|mut row| Ok((row.u64()?, row.blob()?))).collect()
}

/// The names of all that is small and stands once.
pub fn small_names(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.rows(NAMES, &[])?.iter_mut().map(crate::Row::text).collect()
}

/// The marks of a thing in an index, as they are kept.
pub fn marks(tx: &mut Tx<'_>, label: &str, id: &str) -> Result<Option<Vec<u8>>, Error> {
    tx.one(MARKS, &[&label, &id])?.map(|mut row| row.blob()).transpose()
}

/// How many things are marked, in all indexes together.
pub fn all_marks(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.one(ALL_MARKS, &[])?.map_or(Ok(0), |mut row| row.u64())
}

/// An attachment that a record keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// The class that seals its pieces.
    pub class: Class,
    /// How many pieces there are.
    pub pieces: u64,
    /// The number of the last one, counted from 0.
    pub last: u64,
}

/// Attachments that records keep, after an id, at most `limit`.
pub fn attachments(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<Attachment>, Error> {
    let one = |mut row: crate::Row| {
        Ok(Attachment { id: row.text()?, class: keys::class(&row.text()?)?, pieces: row.u64()?, last: row.u64()? })
    };
    tx.rows(ATTACHMENTS, &[&after, &limit])?.into_iter().map(one).collect()
}
