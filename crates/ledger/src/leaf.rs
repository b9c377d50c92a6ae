//! A leaf: what the ledger says of one event. Ids, codes, times and commitments; never a name.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::str::FromStr;

use crate::{Error, Hash, encoding};

/// The longest a leaf may be, in bytes.
pub const LEAF_LIMIT: usize = 2048;
const FIRST_LINE: &str = "tacenda/leaf/1";
/// The act of a leaf that logs the root of the map of all chains.
const MAP_ROOT: &str = "map.root";

/// One event. Its text is canonical: each leaf has one spelling, and any other is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// When, in microseconds since 1970, UTC.
    pub time: i64,
    /// What was done: `[a-z0-9.-]+`, such as `record.read`.
    pub act: String,
    /// Commitment to the worker's id ([`Label::Actor`](crate::Label::Actor)).
    pub actor: Hash,
    /// Commitment to the leaf's place in its chain ([`Label::Chain`](crate::Label::Chain)).
    pub chain: Hash,
    /// What may be told of it in the open.
    pub codes: BTreeSet<Code>,
    /// Commitment to the readable text ([`Label::Detail`](crate::Label::Detail)).
    pub detail: Hash,
    /// Hash over the rows that the act wrote ([`rows_hash`]).
    pub rows: Hash,
}

impl Leaf {
    /// The canonical text, LF line ends, the last line with one.
    ///
    /// # Errors
    /// [`Error::Leaf`] if the act is no code, the time lies before 1970, or the text is longer than [`LEAF_LIMIT`].
    pub fn to_text(&self) -> Result<String, Error> {
        let time = u64::try_from(self.time).map_err(|_| Error::Leaf)?;
        if !is_act(&self.act) {
            return Err(Error::Leaf);
        }
        let mut text = format!("{FIRST_LINE}\ntime {time}\nact {}\n", self.act);
        let _ = write!(text, "actor {}\nchain {}\n", self.actor.to_base64url(), self.chain.to_base64url());
        self.codes.iter().for_each(|code| {
            let _ = writeln!(text, "code {}", code.0);
        });
        let _ = write!(text, "detail {}\nrows {}\n", self.detail.to_base64url(), self.rows.to_base64url());
        if text.len() > LEAF_LIMIT { Err(Error::Leaf) } else { Ok(text) }
    }

    /// Reads a leaf's bytes.
    ///
    /// # Errors
    /// [`Error::Leaf`] for any deviation from the canonical text.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let text = std::str::from_utf8(bytes).ok().filter(|t| t.len() <= LEAF_LIMIT).ok_or(Error::Leaf)?;
        let mut lines = text.strip_suffix('\n').ok_or(Error::Leaf)?.split('\n');
        let leaf = Self::read(&mut lines).ok_or(Error::Leaf)?;
        if lines.next().is_some() { Err(Error::Leaf) } else { Ok(leaf) }
    }

    fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        lines.next().filter(|line| *line == FIRST_LINE)?;
        let time = i64::try_from(encoding::decimal(value(lines.next(), "time")?)?).ok()?;
        let act = value(lines.next(), "act").filter(|act| is_act(act))?.to_owned();
        let actor = hash(lines.next(), "actor")?;
        let chain = hash(lines.next(), "chain")?;
        let mut codes: BTreeSet<Code> = BTreeSet::new();
        let mut line = lines.next();
        while let Some(code) = value(line, "code") {
            let code = code.parse().ok().filter(|code| codes.last().is_none_or(|last| last < code))?;
            codes.insert(code);
            line = lines.next();
        }
        Some(Self { time, act, actor, chain, codes, detail: hash(line, "detail")?, rows: hash(lines.next(), "rows")? })
    }

    /// The leaf's hash in the tree, from its text.
    ///
    /// # Errors
    /// As [`Self::to_text`].
    pub fn hash(&self) -> Result<Hash, Error> {
        self.to_text().map(|text| Hash::leaf(text.as_bytes()))
    }

    /// The value of the code with this key, if it has exactly one.
    pub fn code(&self, key: &str) -> Option<&str> {
        let mut values = self.codes.iter().filter(|c| c.key() == key).map(Code::value);
        values.next().filter(|_| values.next().is_none())
    }

    /// Act and code of a leaf that logs the map's root: `map.root`, `root=` 64 hexadecimal characters.
    pub fn map_root_code(root: &Hash) -> (&'static str, Code) {
        (MAP_ROOT, Code(format!("root={}", root.to_hex())))
    }

    /// The map's root, if that is what this leaf logs.
    pub fn map_root(&self) -> Option<Hash> {
        (self.act == MAP_ROOT).then(|| self.code("root")).flatten().and_then(Hash::from_hex)
    }

    /// Whether the leaf's act is to log the map's root, well or badly.
    pub(crate) fn is_map_root(&self) -> bool {
        self.act == MAP_ROOT
    }
}

/// `key=value`, each of `[a-z0-9._:-]+`. Ordered by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(String);

impl Code {
    /// A code.
    ///
    /// # Errors
    /// [`Error::Leaf`] if key or value is empty or has other characters.
    pub fn new(key: &str, value: &str) -> Result<Self, Error> {
        format!("{key}={value}").parse()
    }

    /// What kind of thing is said.
    pub fn key(&self) -> &str {
        self.0.split_once('=').map_or("", |(key, _)| key)
    }

    /// What is said.
    pub fn value(&self) -> &str {
        self.0.split_once('=').map_or("", |(_, value)| value)
    }
}

impl FromStr for Code {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (key, value) = text.split_once('=').ok_or(Error::Leaf)?;
        if is_code(key) && is_code(value) { Ok(Self(text.to_owned())) } else { Err(Error::Leaf) }
    }
}

/// A row that an act wrote: which version of which thing, and the hash of its sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Kind of thing.
    pub kind: &'a str,
    /// Its id.
    pub id: &'a str,
    /// The version written.
    pub version: i64,
    /// What the store takes as the row's hash: over its clear columns and its sealed bytes.
    pub blob: Hash,
}

/// SHA-256 over the rows an act wrote, one line each: `kind/id/version/` and the blob's hash in hexadecimal, in byte order.
pub fn rows_hash(rows: &[Row<'_>]) -> Hash {
    let line = |row: &Row<'_>| format!("{}/{}/{}/{}\n", row.kind, row.id, row.version, row.blob.to_hex());
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.sort_unstable();
    Hash::of(lines.concat().as_bytes())
}

fn value<'a>(line: Option<&'a str>, name: &str) -> Option<&'a str> {
    line?.strip_prefix(name)?.strip_prefix(' ')
}

fn hash(line: Option<&str>, name: &str) -> Option<Hash> {
    Hash::from_base64url(value(line, name)?)
}

fn is_act(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b':' | b'-'))
}
