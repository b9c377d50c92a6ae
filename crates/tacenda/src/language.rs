//! The languages that Tacenda speaks.

use clap::ValueEnum;

/// A language that Tacenda speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, ValueEnum)]
pub enum Language {
    /// English
    #[default]
    En,
    /// Español
    Es,
}

impl Language {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::En, Self::Es];

    /// Its code in BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The other one, in which a paper is offered as well.
    #[must_use]
    pub fn other(self) -> Self {
        Self::ALL.iter().copied().find(|language| *language != self).unwrap_or(self)
    }

    /// The language of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.code() == code)
    }
}
