//! The recovery kit: a secret split into shares on paper, any `threshold` of which open it again.
//!
//! There are two kits, because they open different things: the *root* kit starts the program without its key file, and the
//! *people's* kit opens the three most private classes when their people are gone. Each kit has its own custodians' pages.
//!
//! A share is 45 bytes: format 1 · opens (1 root, 2 people) · set's number, 4 · threshold · total · index · value, 32 · the
//! first 4 bytes of SHA-256 over `tacenda/share/1`, a zero byte and what stands before. On paper these are 72 letters of
//! Crockford's base32 in six lines of twelve, each with two check letters (see [`Share::text`]).

pub mod kit;
mod letters;

use std::collections::BTreeSet;
use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroizing;

use crate::entropy::public_bytes;
use crate::people::{PersonKey, PublicKey};
use crate::secret::Secret;
use crate::shamir::{MOST, Point, interpolate, split};
use crate::{Entropy, Error, RootKey};

const BYTES: usize = 45;

/// What the shares of a kit open together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opens {
    /// The root key: everything but the three most private classes.
    Root = 1,
    /// The recovery set's key: the three most private classes.
    People = 2,
}

/// How many shares there are, and how many it takes: 2 of 3 unless there is a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    /// It takes this many, at least 2.
    pub threshold: u8,
    /// Of this many, at most 16.
    pub total: u8,
}

impl Default for Quorum {
    fn default() -> Self {
        Self { threshold: 2, total: 3 }
    }
}

/// One share of a kit. `Debug` prints `[share]`.
pub struct Share {
    opens: Opens,
    set: [u8; 4],
    quorum: Quorum,
    point: Point,
}

/// What the program keeps of a kit, to recognise its shares without being able to use them. Not secret; it names no one.
#[derive(Clone, PartialEq, Eq)]
pub struct SetFingerprint(Vec<[u8; 32]>);

impl RootKey {
    /// Splits this root key into a kit. Best a root key of its own, which wraps the key-encryption key beside the daily one.
    pub fn split(&self, quorum: Quorum, entropy: &mut dyn Entropy) -> Result<Vec<Share>, Error> {
        split_set(self.secret(), Opens::Root, quorum, entropy)
    }

    /// The root key of a root kit.
    pub fn from_shares(shares: &[Share]) -> Result<Self, Error> {
        combine(shares, Opens::Root).map(|secret| Self::from_secret(secret, 1))
    }
}

impl PersonKey {
    /// Splits the recovery set's private half into a kit. The pair itself is then let go; its public half is kept.
    pub fn split(&self, quorum: Quorum, entropy: &mut dyn Entropy) -> Result<Vec<Share>, Error> {
        split_set(self.private(), Opens::People, quorum, entropy)
    }

    /// The recovery set's pair, which has to be the one of this public key.
    pub fn from_shares(shares: &[Share], public: &PublicKey) -> Result<Self, Error> {
        let pair = Self::from_private(combine(shares, Opens::People)?, public.version())?;
        if pair.public() == public { Ok(pair) } else { Err(Error::Refused) }
    }
}

fn split_set(secret: &Secret, opens: Opens, quorum: Quorum, entropy: &mut dyn Entropy) -> Result<Vec<Share>, Error> {
    let set = public_bytes(entropy)?;
    let points = split(secret, quorum.threshold, quorum.total, entropy)?;
    Ok(points.into_iter().map(|point| Share { opens, set, quorum, point }).collect())
}

/// The secret of at least `threshold` shares of one set. More are held against the others.
fn combine(shares: &[Share], opens: Opens) -> Result<Secret, Error> {
    let first = shares.first().ok_or(Error::TooFewShares { have: 0, need: 2 })?;
    let same = |share: &Share| share.opens == opens && share.set == first.set && share.quorum == first.quorum;
    let indexes: BTreeSet<u8> = shares.iter().map(|share| share.point.x).collect();
    if !shares.iter().all(same) || indexes.len() != shares.len() {
        return Err(Error::MixedShares);
    }
    let need = first.quorum.threshold;
    let points: Vec<&Point> = shares.iter().map(|share| &share.point).collect();
    let Some((enough, more)) = points.split_at_checked(usize::from(need)) else {
        return Err(Error::TooFewShares { have: u8::try_from(shares.len()).unwrap_or(MOST), need });
    };
    for point in more {
        if interpolate(enough, point.x)?.bytes() != point.y.bytes() {
            return Err(Error::MixedShares);
        }
    }
    interpolate(enough, 0)
}

impl Share {
    /// What it opens together with others.
    pub fn opens(&self) -> Opens {
        self.opens
    }

    /// How many it takes, of how many.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Which one it is, from 1.
    pub fn index(&self) -> u8 {
        self.point.x
    }

    /// The number of its set, eight hexadecimal digits: the same on every page of a kit.
    pub fn set(&self) -> String {
        format!("{:08X}", u32::from_be_bytes(self.set))
    }

    /// The share for paper: six lines such as `1: 04G0 9KX2 7QJV 8T`. Three groups of four letters and two check letters;
    /// Crockford's base32 has no I, L, O or U. One or two wrong letters in a line, and any two swapped, are always noticed.
    pub fn text(&self) -> Zeroizing<String> {
        letters::lines(&self.bytes())
    }

    /// Reads a share as typed: small letters, missing spaces and line numbers, and O for 0 or I, L for 1 do not matter.
    pub fn parse(typed: &str) -> Result<Self, Error> {
        let bytes = letters::read(typed)?;
        let (body, check) = bytes.split_last_chunk::<4>().ok_or(Error::ShareDamaged)?;
        let (head, value) = body.split_at_checked(9).ok_or(Error::ShareDamaged)?;
        let [1, opens, set @ .., threshold, total, index] = head else { return Err(Error::ShareDamaged) };
        let opens = match opens {
            1 => Opens::Root,
            2 => Opens::People,
            _ => return Err(Error::ShareDamaged),
        };
        let sound = (2..=*total).contains(threshold) && *total <= MOST && (1..=*total).contains(index);
        if !sound || checksum(body) != *check {
            return Err(Error::ShareDamaged);
        }
        let set = set.try_into().map_err(|_| Error::ShareDamaged)?;
        let point = Point { x: *index, y: Secret::copy(value).map_err(|_| Error::ShareDamaged)? };
        Ok(Self { opens, set, quorum: Quorum { threshold: *threshold, total: *total }, point })
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
        bytes.extend_from_slice(&[1, self.opens as u8]);
        bytes.extend_from_slice(&self.set);
        bytes.extend_from_slice(&[self.quorum.threshold, self.quorum.total, self.point.x]);
        bytes.extend_from_slice(self.point.y.bytes());
        let check = checksum(&bytes);
        bytes.extend_from_slice(&check);
        bytes
    }

    fn fingerprint(&self) -> [u8; 32] {
        hash(b"tacenda/share fingerprint/1\0", &self.bytes())
    }
}

fn hash(label: &[u8], bytes: &[u8]) -> [u8; 32] {
    let mut message = Zeroizing::new(Vec::with_capacity(label.len() + bytes.len()));
    message.extend_from_slice(label);
    message.extend_from_slice(bytes);
    digest(&SHA256, &message).as_ref().try_into().unwrap_or_default()
}

fn checksum(body: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = hash(b"tacenda/share/1\0", body);
    [a, b, c, d]
}

impl SetFingerprint {
    /// The fingerprint of a whole kit: for each share a SHA-256 of it. A share's value is 256 random bits, so nobody
    /// finds it from this.
    pub fn of(shares: &[Share]) -> Self {
        Self(shares.iter().map(Share::fingerprint).collect())
    }

    /// To be kept: 32 bytes for each share.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.concat()
    }

    /// What [`SetFingerprint::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (each, rest) = bytes.as_chunks::<32>();
        if rest.is_empty() && (2..=usize::from(MOST)).contains(&each.len()) {
            Ok(Self(each.to_vec()))
        } else {
            Err(Error::Refused)
        }
    }
}

/// Proves that a page was printed right: the share typed back is one of this set. Gives its index.
pub fn prove(typed: &str, set: &SetFingerprint) -> Result<u8, Error> {
    let share = Share::parse(typed)?;
    if set.0.contains(&share.fingerprint()) { Ok(share.index()) } else { Err(Error::MixedShares) }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[share]")
    }
}

impl fmt::Debug for SetFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[fingerprint]")
    }
}
