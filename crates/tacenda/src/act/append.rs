//! The entry: a leaf of codes and commitments that anybody may hold, and beside it, sealed, what it says and how to open it.

use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use tacenda_desk::{ClientId, Entry, Now, Worker, WorkerId};
use tacenda_ledger::{Code, Hash, Label, Leaf, Row, Salts, rows_hash};
use tacenda_store::Tx;
use tacenda_store::keys::Keys;
use tacenda_store::ledger::{self, Append, End, LeafRow};
use tacenda_vault::{Class, Entropy as _, Place, Purpose, SystemEntropy};

use crate::agency::Agency;
use crate::problem::Problem;

/// Who acts where no person does: the program's own jobs.
pub const SYSTEM: &str = "system";

/// A row that an act wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowWritten {
    /// Kind of thing.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Which version.
    pub version: i64,
    /// The hash of its clear columns and its sealed bytes, see `tacenda_store::sealed::Line::hash`.
    #[serde(with = "hash")]
    pub hash: [u8; 32],
}

/// What stands sealed beside a leaf: the seed of its salts, and what they open.
#[derive(Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Version of this shape.
    pub v: u32,
    /// Opens the commitments, see [`Salts::from_seed`].
    #[serde(with = "hash")]
    pub seed: [u8; 32],
    /// The worker's id, or [`SYSTEM`].
    pub actor: String,
    /// The readable part, exactly as committed to.
    pub detail: String,
    /// The rows it wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowWritten>,
    /// The key under which it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "maybe_hash")]
    pub key: Option<[u8; 32]>,
    /// It stands for nothing, and is there so that a leaf that is not shown tells nobody anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dummy: bool,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[plain]")
    }
}

impl Kept {
    /// Its salts.
    pub fn salts(&self) -> Salts {
        Salts::from_seed(&self.seed)
    }
}

/// What is to be entered.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) act: String,
    pub(crate) client: Option<ClientId>,
    pub(crate) actor: String,
    pub(crate) codes: Vec<(String, String)>,
    pub(crate) detail: String,
    pub(crate) rows: Vec<RowWritten>,
    pub(crate) key: Option<[u8; 32]>,
    pub(crate) now: Now,
    pub(crate) dummy: bool,
}

impl Event {
    pub(crate) fn of(entry: &Entry, rows: Vec<RowWritten>, now: Now) -> Self {
        Self {
            act: entry.act.to_owned(),
            client: entry.client,
            actor: entry.worker.to_string(),
            codes: entry.codes().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            detail: String::from_utf8_lossy(&entry.detail_bytes()).into_owned(),
            rows,
            key: None,
            now,
            dummy: false,
        }
    }

    /// What a worker does that is no act of the desk: keys, seals, clocks. On the agency's chain.
    pub(crate) fn of_worker(act: &str, worker: &Worker, codes: Vec<(String, String)>, now: Now) -> Self {
        let detail = serde_json::json!({ "v": 1, "who": worker.name, "things": [] }).to_string();
        Self { actor: worker.id.to_string(), detail, ..Self::of_system(act, codes, now) }
    }

    /// The same, about a colleague: named only in the sealed part.
    #[must_use]
    pub(crate) fn about(self, by: &Worker, whom: Option<WorkerId>) -> Self {
        let Some(whom) = whom else { return self };
        let things = [("worker", whom.to_string())];
        Self { detail: serde_json::json!({ "v": 1, "who": by.name, "things": things }).to_string(), ..self }
    }

    /// What the program itself does, on the agency's chain.
    pub(crate) fn of_system(act: &str, codes: Vec<(String, String)>, now: Now) -> Self {
        Self {
            act: act.to_owned(),
            client: None,
            actor: SYSTEM.to_owned(),
            codes,
            detail: "{}".to_owned(),
            rows: Vec::new(),
            key: None,
            now,
            dummy: false,
        }
    }
}

/// Appends the leaf to the tree and to its chain. Its place.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    agency: &Agency,
    keys: &mut Keys<'_>,
    end: &mut End,
    event: &Event,
) -> Result<u64, Problem> {
    if let Some(missing) = agency.missing() {
        return Err(Problem::NotVerified(missing.to_string())); // what follows would be another past
    }
    let place = end.frontier.size();
    let mut chain = ledger::chain(tx, agency.slot(event.client)?)?;
    let mut seed = [0; 32];
    SystemEntropy.fill(&mut seed)?;
    let salts = Salts::from_seed(&seed);
    let rows: Vec<Row<'_>> =
        event.rows.iter().map(|r| Row { kind: &r.kind, id: &r.id, version: r.version, blob: Hash(r.hash) }).collect();
    let mut codes =
        event.codes.iter().map(|(key, value)| Code::new(key, value)).collect::<Result<std::collections::BTreeSet<_>, _>>()?;
    if !event.now.trusted {
        codes.insert(Code::new("clock", "untrusted")?);
    }
    let leaf = Leaf {
        time: event.now.time.0,
        act: event.act.clone(),
        actor: salts.actor.commit(Label::Actor, event.actor.as_bytes()),
        chain: chain.commit(&salts.chain),
        codes,
        detail: salts.detail.commit(Label::Detail, event.detail.as_bytes()),
        rows: rows_hash(&rows),
    };
    let kept = Kept {
        v: 1,
        seed,
        actor: event.actor.clone(),
        detail: event.detail.clone(),
        rows: event.rows.clone(),
        key: event.key,
        dummy: event.dummy,
    };
    let (client, class, detail) = seal(tx, keys, event.client, place, &kept)?;
    let text = leaf.to_text()?;
    let append = Append {
        bytes: text.as_bytes(),
        time: leaf.time,
        client: &client,
        class: class.word(),
        detail: &detail,
        actor: &agency.actor(&event.actor)?.mark(place)?,
        act_key: event.key.as_ref(),
    };
    Ok(ledger::append(tx, end, &mut chain, &append)?)
}

/// Where the readable part of a leaf is bound to.
pub(crate) fn place_of(place: u64) -> Place {
    Place::new("leaf").with("place", i64::try_from(place).unwrap_or(i64::MAX))
}

/// What stands sealed beside a leaf.
///
/// # Errors
/// [`Problem::Store`] where no key of this session opens it; [`Problem::NotVerified`] where it is not there or is no entry.
pub(crate) fn read_kept(tx: &mut Tx<'_>, keys: &mut Keys<'_>, row: &LeafRow) -> Result<Kept, Problem> {
    let damaged = || Problem::NotVerified(format!("leaf {}: what stands sealed beside it is missing or damaged", row.place));
    let detail = row.detail.as_deref().ok_or_else(damaged)?;
    let class = Class::from_word(&row.class).ok_or_else(damaged)?;
    let opened = keys.open(tx, &row.client, class, &place_of(row.place), detail)?;
    serde_json::from_slice(opened.expose(Purpose::Prove)).map_err(|_| damaged())
}

/// Under the client's own key, so that it dies with it; the agency's where the client has none, or has none any more.
fn seal(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    client: Option<ClientId>,
    place: u64,
    kept: &Kept,
) -> Result<(String, Class, Vec<u8>), Problem> {
    let plain = serde_json::to_vec(kept).map_err(|_| Problem::Plainly("the entry cannot be written".to_owned()))?;
    if let Some(client) = client.map(|id| id.to_string()) {
        match keys.seal(tx, &client, Class::General, &place_of(place), &plain, &mut SystemEntropy) {
            Ok(sealed) => return Ok((client, Class::General, sealed)),
            Err(error) if error.is_no_key() => {}
            Err(error) => return Err(error.into()),
        }
    }
    let sealed = keys.seal(tx, "", Class::Agency, &place_of(place), &plain, &mut SystemEntropy)?;
    Ok((String::new(), Class::Agency, sealed))
}

mod maybe_hash {
    use super::{Deserialize, hash};

    #[derive(serde::Serialize, Deserialize)]
    struct Hash(#[serde(with = "hash")] [u8; 32]);

    #[expect(clippy::ref_option, reason = "serde asks so")]
    pub(super) fn serialize<S: serde::Serializer>(bytes: &Option<[u8; 32]>, to: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&bytes.map(Hash), to)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<[u8; 32]>, D::Error> {
        Ok(Option::<Hash>::deserialize(from)?.map(|hash| hash.0))
    }
}

mod hash {
    use super::{BASE64, Deserialize};
    use base64::Engine as _;

    pub(super) fn serialize<S: serde::Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let bytes = BASE64.decode(text).map_err(serde::de::Error::custom)?;
        bytes.try_into().map_err(|_| serde::de::Error::custom("not 32 bytes"))
    }
}
