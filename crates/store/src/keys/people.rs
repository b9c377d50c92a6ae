//! Keys of people: their key pairs, and the class keys that are sealed to them.

use tacenda_vault::{Class, ClassKey, Entropy, PublicKey};

use super::{Keys, class_place, no_key, refuse_destroyed, small};
use crate::error::Error;
use crate::tx::{Tx, statements};

statements! {
    PUT_PERSON = "INSERT INTO person_key (holder, version, public, locked, digest) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (holder, version) DO UPDATE SET locked = excluded.locked, digest = excluded.digest";
    PERSON = "SELECT version, public, locked FROM person_key WHERE holder = $1 ORDER BY version DESC LIMIT 1";
    PUT_WRAP = "INSERT INTO class_wrap (client, class, version, holder, wrap, digest) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (client, class, version, holder) DO UPDATE SET wrap = excluded.wrap, digest = excluded.digest";
    WRAPS_OF = "SELECT version, wrap FROM class_wrap WHERE client = $1 AND class = $2 AND holder = $3 ORDER BY version";
    HOLDERS = "SELECT DISTINCT holder FROM class_wrap WHERE client = $1 AND class = $2 ORDER BY holder";
    HELD_BY = "SELECT DISTINCT client, class FROM class_wrap WHERE holder = $1 ORDER BY client, class";
    COUNT_WRAPS = "SELECT class, COUNT(*) FROM class_wrap GROUP BY class ORDER BY class";
    COUNT_PEOPLE = "SELECT COUNT(DISTINCT holder) FROM person_key WHERE locked IS NOT NULL";
    DROP_ONE = "DELETE FROM class_wrap WHERE client = $1 AND class = $2 AND holder = $3";
    DROP_OF_CLIENT = "DELETE FROM class_wrap WHERE client = $1 AND holder = $2";
    DROP_OLDER = "DELETE FROM person_key WHERE holder = $1 AND version < $2";
    DROP_OF_HOLDER = "DELETE FROM class_wrap WHERE holder = $1";
}

/// The holder of the recovery set's wraps.
pub const RECOVERY: &str = "recovery";

/// A person's key pair as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Counted from 1.
    pub version: u32,
    /// The public half.
    pub public: Vec<u8>,
    /// The private half, locked by the person's vault passphrase; the recovery set has none.
    pub locked: Option<Vec<u8>>,
}

/// Keeps a person's key pair, or its newly locked private half.
pub fn put(tx: &mut Tx<'_>, holder: &str, pair: &PersonRow) -> Result<(), Error> {
    super::put(tx, "person_key", PUT_PERSON, &[&holder, &pair.version, &pair.public, &pair.locked])
}

/// A person's newest key pair.
pub fn get(tx: &mut Tx<'_>, holder: &str) -> Result<Option<PersonRow>, Error> {
    let pair =
        |mut row: crate::Row| Ok(PersonRow { version: small(row.u64()?)?, public: row.blob()?, locked: row.maybe_blob()? });
    tx.one(PERSON, &[&holder])?.map(pair).transpose()
}

pub(super) fn wraps_of(tx: &mut Tx<'_>, client: &str, class: Class, holder: &str) -> Result<Vec<(u32, Vec<u8>)>, Error> {
    let wrap = |mut row: crate::Row| Ok((small(row.u64()?)?, row.blob()?));
    tx.rows(WRAPS_OF, &[&client, &class.word(), &holder])?.into_iter().map(wrap).collect()
}

/// To whom the client's key of a class is wrapped, the recovery set among them.
pub fn holders(tx: &mut Tx<'_>, client: &str, class: Class) -> Result<Vec<String>, Error> {
    tx.rows(HOLDERS, &[&client, &class.word()])?.iter_mut().map(crate::Row::text).collect()
}

/// Whose keys, and of which classes, are wrapped to a person.
pub fn held_by(tx: &mut Tx<'_>, holder: &str) -> Result<Vec<(String, Class)>, Error> {
    let held = |mut row: crate::Row| Ok((row.text()?, super::class(&row.text()?)?));
    tx.rows(HELD_BY, &[&holder])?.into_iter().map(held).collect()
}

/// How many wraps of each class there are, and how many people have a key pair.
pub(super) fn counts(tx: &mut Tx<'_>) -> Result<(Vec<(String, u64)>, u64), Error> {
    let by_class = |mut row: crate::Row| Ok::<_, Error>((row.text()?, row.u64()?));
    let wraps = tx.rows(COUNT_WRAPS, &[])?.into_iter().map(by_class).collect::<Result<_, _>>()?;
    Ok((wraps, tx.one(COUNT_PEOPLE, &[])?.map_or(Ok(0), |mut row| row.u64())?))
}

/// Wraps the client's key of a person-wrapped class to one more person. If the client has none yet it is made, and wrapped to the
/// recovery set too; else it must be open in the acting person's session.
///
/// # Errors
/// `is_no_key()` if it is not open to the acting person, was destroyed, or no recovery set is there; refused for other classes.
pub fn wrap_to(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    of: (&str, Class),
    to: (&str, &PublicKey),
    entropy: &mut dyn Entropy,
) -> Result<(), Error> {
    let ((client, class), (holder, public)) = (of, to);
    if !class.is_person_wrapped() {
        return Err(Error::refused("this class is not wrapped to people"));
    }
    if holders(tx, client, class)?.is_empty() {
        return make(tx, of, to, entropy);
    }
    keys.hold(tx, client, class)?;
    let place = class_place(client, class);
    for ((_, _, version), key) in keys.own.iter().filter(|((whose, which, _), _)| whose == client && *which == class) {
        let wrap = key.wrap_to(public, class, &place, entropy)?;
        super::put(tx, "class_wrap", PUT_WRAP, &[&client, &class.word(), version, &holder, &wrap])?;
    }
    Ok(())
}

fn make(tx: &mut Tx<'_>, of: (&str, Class), to: (&str, &PublicKey), entropy: &mut dyn Entropy) -> Result<(), Error> {
    let ((client, class), (holder, public)) = (of, to);
    refuse_destroyed(tx, client, class.word())?;
    let recovery = PublicKey::from_bytes(&get(tx, RECOVERY)?.ok_or_else(no_key)?.public)?;
    let key = ClassKey::generate(entropy)?;
    for (holder, public) in [(RECOVERY, &recovery), (holder, public)] {
        let wrap = key.wrap_to(public, class, &class_place(client, class), entropy)?;
        super::put(tx, "class_wrap", PUT_WRAP, &[&client, &class.word(), &key.version(), &holder, &wrap])?;
    }
    Ok(())
}

/// Takes away a person's wrap of one class of a client, or of all.
pub fn unwrap(tx: &mut Tx<'_>, client: &str, class: Option<Class>, holder: &str) -> Result<(), Error> {
    match class {
        Some(class) => tx.run(DROP_ONE, &[&client, &class.word(), &holder]),
        None => tx.run(DROP_OF_CLIENT, &[&client, &holder]),
    }
    .map(drop)
}

/// Takes away a person's earlier key pairs.
pub fn drop_older(tx: &mut Tx<'_>, holder: &str, version: u32) -> Result<(), Error> {
    tx.run(DROP_OLDER, &[&holder, &version]).map(drop)
}

/// Takes away every wrap of a person.
pub fn unwrap_all(tx: &mut Tx<'_>, holder: &str) -> Result<(), Error> {
    tx.run(DROP_OF_HOLDER, &[&holder]).map(drop)
}
