//! A small agency: keys in a ring, one client, an act that writes a little of everything.

use std::sync::Arc;

use tacenda_ledger::{Hash, Slot};
use tacenda_store::keys::people::{self, PersonRow, RECOVERY};
use tacenda_store::keys::{self, KekWrap, Keys, Person};
use tacenda_store::ledger::{self, Append};
use tacenda_store::sealed::{self, Columns};
use tacenda_store::{Db, Error, Tx, blind, chunk, meta};
use tacenda_vault::{AgencyKey, Class, IndexKey, Kek, KeyProvider as _, Keyring, PersonKey, RootKey, SystemEntropy};

/// An agency whose keys stand in a database.
#[derive(Clone)]
pub(crate) struct Agency {
    pub(crate) ring: Arc<Keyring>,
    pub(crate) root: Arc<RootKey>,
}

pub(crate) fn columns(kind: &str, id: &str, version: i64, class: Class) -> Columns {
    let client = if class == Class::Agency { String::new() } else { "c1".to_owned() };
    let (due, worker) = (Some(1_000 + version), Some("w1".to_owned()));
    Columns { kind: kind.to_owned(), id: id.to_owned(), version, client, class, state: "open".to_owned(), due, worker }
}

impl Agency {
    /// Founds an agency in an empty database, with one client `c1` and one worker `w1` whose session `s1` is open.
    pub(crate) fn found(db: &Db) -> Self {
        let ring = Arc::new(Keyring::new());
        let root = RootKey::generate(&mut SystemEntropy).unwrap();
        let kek = Kek::generate(&mut SystemEntropy).unwrap();
        let wrap = root.wrap_kek(&kek, &mut SystemEntropy).unwrap();
        ring.unseal(kek);
        let (recovery, worker) =
            (PersonKey::generate(&mut SystemEntropy).unwrap(), PersonKey::generate(&mut SystemEntropy).unwrap());
        let pair = |key: &PersonKey| PersonRow { version: 1, public: key.public().to_bytes().to_vec(), locked: None };
        let (of_recovery, of_worker) = (pair(&recovery), pair(&worker));
        ring.hold_person("s1", worker).unwrap();
        let held = Arc::clone(&ring);
        db.write(move |tx| {
            keys::put_kek(tx, &KekWrap { version: 1, provider: "file".to_owned(), wrap: wrap.clone() })?;
            keys::put_agency(tx, &held, keys::CONTENT, &AgencyKey::generate(&mut SystemEntropy)?, &mut SystemEntropy)?;
            keys::put_index(tx, &held, "find", &IndexKey::generate(&mut SystemEntropy)?, &mut SystemEntropy)?;
            keys::make_client(tx, &held, "c1", &mut SystemEntropy)?;
            people::put(tx, RECOVERY, &of_recovery)?;
            people::put(tx, "w1", &of_worker)?;
            meta::put(tx, "agency", b"a1")?;
            ledger::begin(tx)
        })
        .unwrap();
        Self { ring, root: Arc::new(root) }
    }

    pub(crate) fn keys(&self) -> Keys<'_> {
        Keys::of_person(&self.ring, Person { session: "s1", holder: "w1" })
    }

    /// Another process of the same agency: only the root is known, the rest is read from the database.
    pub(crate) fn again(&self, db: &Db) -> Self {
        let ring = Keyring::new();
        let keks = db.read(keys::keks).unwrap();
        keks.iter().for_each(|kek| ring.unseal(self.root.unwrap_kek(&kek.wrap).unwrap()));
        Self { ring: Arc::new(ring), root: Arc::clone(&self.root) }
    }

    /// One act: locks the ledger, saves a version, appends a leaf.
    pub(crate) fn act(&self, tx: &mut Tx<'_>, columns: &Columns, text: &[u8]) -> Result<u64, Error> {
        let mut end = ledger::lock(tx)?;
        let leaf = end.frontier.size();
        let hash = sealed::save(tx, &mut self.keys(), columns, leaf, text, &mut SystemEntropy)?;
        let mut chain = ledger::chain(tx, Slot([7; 32]))?;
        let time = end.last_time + 1;
        let bytes = format!("leaf {leaf} of {}", Hash(hash).to_hex());
        let class = columns.class.word();
        let append = Append {
            bytes: bytes.as_bytes(),
            time,
            client: &columns.client,
            class,
            detail: b"sealed",
            actor: &[0; 8],
            act_key: None,
        };
        ledger::append(tx, &mut end, &mut chain, &append)
    }

    /// A unit of work that uses every table.
    pub(crate) fn everything(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let keys = &mut self.keys();
        keys::make_client(tx, &self.ring, "c2", &mut SystemEntropy)?;
        let public = tacenda_vault::PublicKey::from_bytes(&people::get(tx, "w1")?.unwrap().public)?;
        people::wrap_to(tx, keys, ("c1", Class::Privileged), ("w1", &public), &mut SystemEntropy)?;
        self.act(tx, &columns("record", "r1", 1, Class::General), b"first")?;
        self.act(tx, &columns("record", "r1", 2, Class::General), b"second")?;
        self.act(tx, &columns("worker", "w1", 1, Class::Agency), b"worker")?;
        self.act(tx, &columns("record", "r2", 1, Class::Privileged), b"private")?;
        chunk::add(tx, keys, ("c1", Class::General), ("a1", 0), b"piece", &mut SystemEntropy)?;
        chunk::keep(tx, "a1")?;
        blind::set(tx, "client_name", "c1", &[*b"the mark of one ", *b"the mark of two "])?;
        let mut end = ledger::lock(tx)?;
        ledger::update_map(tx, &mut end)?;
        ledger::put_checkpoint(tx, end.frontier.size(), b"note")?;
        ledger::put_witness(tx, "witness", b"note")?;
        meta::put(tx, "agency", b"a2")
    }
}
