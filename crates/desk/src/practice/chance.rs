//! Chance from a seed: `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Never for keys.

use crate::id::Id;
use crate::time::{Now, Time};

/// A stream of chance; the same seed gives the same stream.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// A stream of that seed: number `n` of that kind.
    pub(super) const fn stream(seed: u64, kind: u64, n: u64) -> Self {
        Self(mix(mix(seed ^ kind.rotate_left(32)).wrapping_add(n)))
    }

    /// The next 64 bits. No value comes twice before all have come.
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `end`; 0 if there is none.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The high half of the product: as even as anybody here needs.
        let product = u128::from(self.next()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `from` up to and without `to`.
    pub(super) fn within(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from).unwrap_or_default();
        from + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }

    /// One of them, if there is any.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let end = u64::try_from(from.len()).unwrap_or_default();
        let place = usize::try_from(self.below(end)).unwrap_or_default();
        from.get(place).copied()
    }

    /// An id made at that moment.
    pub(super) fn id<K>(&mut self, at: Time) -> Id<K> {
        let (high, low) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let mut random = [0; 10];
        random.iter_mut().zip(high.into_iter().chain(low)).for_each(|(to, from)| *to = from);
        Id::new(Now::trusted(at), random)
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        std::iter::repeat_with(|| self.next().to_le_bytes()).flatten().take(length).collect()
    }
}

/// The finalizer; one to one, so that different inputs stay different.
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_are_those_of_the_published_generator() {
        let mut chance = Chance(1_234_567);
        let first: Vec<u64> = std::iter::repeat_with(|| chance.next()).take(3).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_number_below_stays_below_and_reaches_every_place() {
        let mut chance = Chance(3);
        let seen: std::collections::BTreeSet<u64> = (0..500).map(|_| chance.below(7)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), (0..7).collect::<Vec<_>>());
    }
}
