//! A whole ledger in memory, written as the store writes one.

use std::collections::BTreeMap;
use std::convert::Infallible;

use tacenda_ledger::map::{self, EMPTY_MAP, Node, Path};
use tacenda_ledger::proof::{Entry, Included, Opened, Said, accounting, inclusion};
use tacenda_ledger::{
    Algorithm, Chain, Checkpoint, Code, Frontier, Hash, Head, Keys, Label, Leaf, Note, Opening, ReadTiles, Salts, SignerKey,
    Slot, Tile, rows_hash, tile, tree,
};

/// The slot of the agency's own chain.
pub(crate) const AGENCY: Slot = Slot([0xA6; 32]);

/// Full tiles and upper rows as stored, and the leaves' hashes, which are the level-0 tile until it is full.
#[derive(Clone, Default)]
pub(crate) struct Tiles {
    pub(crate) stored: BTreeMap<(u8, u64), Vec<u8>>,
    pub(crate) leaves: Vec<Hash>,
}

impl ReadTiles for Tiles {
    type Error = Infallible;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Infallible> {
        if let Some(bytes) = self.stored.get(&(tile.level, tile.index)) {
            return Ok(bytes.clone());
        }
        assert_eq!(tile.level, 0, "rows above the leaves are stored as soon as they begin");
        let first = tile.index as usize * 256;
        let last = (first + usize::from(tile.width)).min(self.leaves.len());
        Ok(self.leaves.get(first..last).unwrap_or_default().iter().flat_map(|h| h.0).collect())
    }
}

/// A ledger, its chains and its map.
#[derive(Clone, Default)]
pub(crate) struct Ledger {
    pub(crate) texts: Vec<String>,
    pub(crate) seeds: Vec<[u8; 32]>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) said: Vec<String>,
    pub(crate) frontier: Frontier,
    pub(crate) tiles: Tiles,
    pub(crate) chains: BTreeMap<Slot, Chain>,
    pub(crate) mapped: BTreeMap<Slot, Chain>,
    pub(crate) nodes: BTreeMap<Path, Node>,
    pub(crate) root: Hash,
    pub(crate) root_leaf: u64,
    pub(crate) heads: Vec<Head>,
}

pub(crate) fn slot(client: u8) -> Slot {
    Slot(Hash::of(&[client]).0)
}

pub(crate) fn log_key() -> SignerKey {
    SignerKey::from_seed("agency.example/ledger", Algorithm::Ed25519, &[1; 32]).unwrap()
}

pub(crate) fn witness_key(number: u8) -> SignerKey {
    SignerKey::from_seed(&format!("witness.example/w{number}"), Algorithm::CosignatureV1, &[number + 10; 32]).unwrap()
}

pub(crate) fn keys() -> Keys {
    Keys::all(log_key().verifier().clone(), vec![witness_key(1).verifier().clone(), witness_key(2).verifier().clone()])
}

impl Ledger {
    /// A ledger of `size` leaves about `clients` clients, with a root of the map after every 97 leaves and at the end.
    pub(crate) fn of(size: usize, clients: u8) -> Self {
        let mut ledger = Self::default();
        while ledger.texts.len() < size {
            if ledger.texts.len() % 97 == 96 || ledger.texts.len() + 1 == size {
                ledger.log_map_root();
            } else {
                let client = Hash::of(&ledger.texts.len().to_be_bytes()).0[0] % clients;
                ledger.write(client, "record.read");
            }
        }
        ledger
    }

    /// An event about a client.
    pub(crate) fn write(&mut self, client: u8, act: &str) {
        let codes = [Code::new("reason", "appointment").unwrap(), Code::new("class", "general").unwrap()];
        self.append(slot(client), act, codes);
    }

    /// Brings the map up to date, logs its root, and closes with a head.
    pub(crate) fn log_map_root(&mut self) {
        let changes = self.chains.iter().filter(|(slot, chain)| self.mapped.get(slot) != Some(chain));
        let changes = changes.map(|(slot, chain)| (*slot, chain.value())).collect();
        let before = if self.nodes.is_empty() { EMPTY_MAP } else { self.root };
        let updated = map::update(&mut self.nodes, before, &changes).unwrap();
        self.nodes.extend(updated.nodes);
        self.root = updated.root;
        self.mapped = self.chains.clone();
        let (act, code) = Leaf::map_root_code(&self.root);
        self.root_leaf = self.texts.len() as u64;
        self.append(AGENCY, act, [code]);
        self.heads.push(self.frontier.head());
    }

    fn append(&mut self, slot: Slot, act: &str, codes: impl IntoIterator<Item = Code>) {
        let index = self.texts.len();
        let seed = Hash::of_parts(&[b"seed", &index.to_be_bytes()]).0;
        let salts = Salts::from_seed(&seed);
        let said = format!("2025-11-22 · {act} · number {index}\nby Dr. Ramírez");
        let chain = self.chains.entry(slot).or_insert_with(|| Chain::start(slot));
        let leaf = Leaf {
            time: 1_763_776_265_000_000 + index as i64 * 1_000_003,
            act: act.to_owned(),
            actor: salts.actor.commit(Label::Actor, b"worker-1"),
            chain: chain.commit(&salts.chain),
            codes: codes.into_iter().collect(),
            detail: salts.detail.commit(Label::Detail, said.as_bytes()),
            rows: rows_hash(&[]),
        };
        let text = leaf.to_text().unwrap();
        let hash = Hash::leaf(text.as_bytes());
        chain.push(&hash);
        for grown in tile::append(&mut self.tiles, &mut self.frontier, [hash]).unwrap() {
            self.tiles.stored.insert((grown.tile.level, grown.tile.index), grown.bytes);
        }
        if self.tiles.leaves.len() == index {
            self.tiles.leaves.push(hash);
        }
        self.texts.push(text);
        self.seeds.push(seed);
        self.slots.push(slot);
        self.said.push(said);
    }

    pub(crate) fn opening(&self, index: usize) -> Opening {
        Opening { slot: self.slots[index], salt: Some(Salts::from_seed(&self.seeds[index]).chain) }
    }

    pub(crate) fn leaf(&self, index: usize) -> Leaf {
        Leaf::parse(self.texts[index].as_bytes()).unwrap()
    }

    pub(crate) fn said(&self, index: usize) -> Said {
        Said { salt: Salts::from_seed(&self.seeds[index]).detail, text: self.said[index].clone() }
    }

    /// A checkpoint of the present head with two witnesses' signatures.
    pub(crate) fn checkpoint(&self) -> Note {
        let mut note = Checkpoint::sign(self.frontier.head(), &log_key(), 0);
        let lines = [1, 2].map(|w| witness_key(w).sign(&note.text, 1_763_776_300 + u64::from(w)));
        note.signatures.extend(lines);
        note
    }

    pub(crate) fn inclusion(&self, index: usize, said: bool) -> String {
        let beside = tree::inclusion(&mut self.tiles.clone(), index as u64, self.frontier.size()).unwrap();
        let said = said.then(|| self.said(index));
        inclusion::write(&self.leaf(index), said.as_ref(), index as u64, &beside, &self.checkpoint()).unwrap()
    }

    /// The client's leaves up to the last logged root of the map, from number `from` on; every third one is closed.
    pub(crate) fn entries(&self, client: u8, from: u64) -> (Chain, Vec<Entry>) {
        let mut chain = Chain::start(slot(client));
        let (mut start, mut entries) = (chain, Vec::new());
        for index in (0..self.root_leaf as usize).filter(|i| self.slots[*i] == slot(client)) {
            if chain.length == from {
                start = chain;
            }
            let hash = Hash::leaf(self.texts[index].as_bytes());
            if chain.length >= from {
                entries.push(self.entry(index, hash));
            }
            chain.push(&hash);
        }
        if chain.length == from {
            start = chain;
        }
        assert_eq!(Some(&chain), self.mapped.get(&slot(client)));
        (start, entries)
    }

    fn entry(&self, index: usize, hash: Hash) -> Entry {
        if index.is_multiple_of(3) {
            return Entry::Closed(hash);
        }
        let place = Salts::from_seed(&self.seeds[index]).chain;
        let said = (index % 3 == 1).then(|| self.said(index));
        Entry::Open(Box::new(Opened { leaf: self.leaf(index), place, said }))
    }

    pub(crate) fn account(&self, client: u8, from: u64) -> Vec<String> {
        let (start, entries) = self.entries(client, from);
        let proof = map::prove(&mut self.nodes.clone(), self.root, &slot(client)).unwrap();
        accounting::write(&start, &entries, &proof, &self.inclusion(self.root_leaf as usize, false)).unwrap()
    }
}

impl Ledger {
    /// The client's whole account, with nothing of it shown.
    pub(crate) fn closed_account(&self, client: u8) -> Vec<String> {
        let (start, entries) = self.entries(client, 0);
        let closed: Vec<Entry> = entries.iter().map(|entry| entry.closed().unwrap()).collect();
        let proof = map::prove(&mut self.nodes.clone(), self.root, &slot(client)).unwrap();
        accounting::write(&start, &closed, &proof, &self.inclusion(self.root_leaf as usize, false)).unwrap()
    }
}

/// The one thing that a proof of inclusion reports.
pub(crate) fn included(report: tacenda_ledger::Report) -> Included {
    match report {
        tacenda_ledger::Report::Inclusion(included) => *included,
        tacenda_ledger::Report::Account(_) => panic!("an account"),
    }
}
