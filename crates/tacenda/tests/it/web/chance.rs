//! What is drawn by chance, and how much of it: the same again for the same seed.

/// A row of numbers that is the same for the same seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn of_seed(seed: u32) -> Self {
        Self(u64::from(seed) + 1)
    }

    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    pub(super) fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// What whoever runs the tests says of it, in the environment.
#[expect(clippy::disallowed_methods, reason = "how many, and where they stay, is said by whoever runs it")]
pub(super) fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// How many of them; so many where nobody says.
pub(super) fn count(name: &str, usual: u32) -> u32 {
    said(name).and_then(|count| count.parse().ok()).unwrap_or(usual)
}
