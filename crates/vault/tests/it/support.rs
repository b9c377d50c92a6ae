//! Chance from a seed, and keys made with it.

use tacenda_vault::{Entropy, Error, Opened, Place, Purpose};

/// The same bytes for the same seed.
pub(crate) struct Chance(pub u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
}

impl Entropy for Chance {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
        out.iter_mut().for_each(|byte| *byte = self.next() as u8);
        Ok(())
    }
}

/// A source that has run dry.
pub(crate) struct Dry;

impl Entropy for Dry {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), Error> {
        Err(Error::Entropy)
    }
}

pub(crate) fn place() -> Place {
    Place::new("record")
        .with("id", "0192f0c2")
        .with("version", 3)
        .with("client", "0192f0c1")
        .with("class", "general")
        .with("state", "open")
        .with("due", None::<i64>)
        .with("worker", "0192f0c0")
}

pub(crate) fn shown(opened: &Opened) -> &[u8] {
    opened.expose(Purpose::Show)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Each way to turn one bit of these bytes.
pub(crate) fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}
