//! The entry that every act leaves in the ledger: codes that anyone may read, and a readable part that is sealed.

use serde::Serialize;

use crate::client::ClientId;
use crate::worker::WorkerId;

/// One entry. Its codes are words of this program and small numbers, never anything a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was done: `record.read`.
    pub act: &'static str,
    /// On whose chain it stands; none for the agency's own.
    pub client: Option<ClientId>,
    /// Who did it.
    pub worker: WorkerId,
    /// Codes, sorted by key, each key once.
    codes: Vec<(&'static str, String)>,
    /// What the client, or an auditor with leave, reads: who, which things, why in words. Sealed beside the leaf.
    pub detail: Detail,
}

/// The readable part of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Version of this shape.
    pub v: u64,
    /// Who, by name at that time.
    pub who: String,
    /// The things touched: kind and id.
    pub things: Vec<(&'static str, String)>,
    /// SHA-256 of what left the house by it, 64 hexadecimal digits: whoever holds the bytes can be shown that they are those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Why, as the worker put it, where the act asks for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Words that a worker wrote.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(String);
crate::plain::quiet!(Words);

impl Entry {
    /// An entry of that act by that worker.
    pub(crate) fn new(act: &'static str, client: Option<ClientId>, worker: WorkerId, who: &str) -> Self {
        let detail = Detail { v: 1, who: who.into(), things: Vec::new(), sha256: None, words: None };
        Self { act, client, worker, codes: Vec::new(), detail }
    }

    /// With a code; a second one of the same key takes the place of the first.
    #[must_use]
    pub(crate) fn code(self, key: &'static str, word: impl Into<&'static str>) -> Self {
        self.put(key, word.into().to_owned())
    }

    /// With a code that is a number.
    #[must_use]
    pub(crate) fn number(self, key: &'static str, number: u32) -> Self {
        self.put(key, number.to_string())
    }

    fn put(mut self, key: &'static str, value: String) -> Self {
        self.codes.retain(|(k, _)| *k != key);
        let place = self.codes.partition_point(|(k, _)| *k < key);
        self.codes.insert(place, (key, value));
        self
    }

    /// With a thing it touched.
    #[must_use]
    pub(crate) fn about(mut self, kind: crate::thing::Kind, id: &impl ToString) -> Self {
        self.detail.things.push((kind.word(), id.to_string()));
        self
    }

    /// With a part of the card that it changed.
    #[must_use]
    pub(crate) fn about_field(mut self, field: crate::access::Field) -> Self {
        self.detail.things.push(("field", field.word().to_owned()));
        self
    }

    /// With the digest of what left by it.
    #[must_use]
    pub(crate) fn of_bytes(mut self, sha256: &str) -> Self {
        self.detail.sha256 = Some(sha256.to_owned());
        self
    }

    /// With the worker's own words.
    #[must_use]
    pub(crate) fn saying(mut self, words: &str) -> Self {
        self.detail.words = Some(Words(words.to_owned()));
        self
    }

    /// The codes, sorted by key.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.codes.iter().map(|(key, value)| (*key, value.as_str()))
    }

    /// The readable part as it is sealed.
    pub fn detail_bytes(&self) -> Vec<u8> {
        // Text, numbers and lists: JSON can always hold them.
        serde_json::to_vec(&self.detail).unwrap_or_default()
    }
}
