//! The one error of this crate. It never says more than a stranger may know.

/// Why the vault gave nothing. Nothing of a key, a place or a plain text is ever part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A box, a wrap or a key file did not open. Which of the two reasons it was is not told, and not known.
    #[error("wrong key or damaged data")]
    Refused,
    /// The keyring holds no keys: somebody has to unseal it first.
    #[error("the vault is sealed")]
    Sealed,
    /// The keyring is open but does not hold this key (yet).
    #[error("this key is not held")]
    NotHeld,
    /// The source of randomness failed; nothing was made.
    #[error("no randomness")]
    Entropy,
    /// A key of one of the three most private classes was about to be wrapped by a key that the program holds.
    #[error("keys of this class are wrapped to people only")]
    PeopleOnly,
    /// A cost, a threshold or a version outside its bounds.
    #[error("setting out of bounds")]
    Bounds,
    /// A key file or credential is not the text that it should be.
    #[error("not a key file, or a damaged one")]
    KeyFile,
    /// This line (counted from 1) of a typed share does not agree with its two check letters.
    #[error("line {0} of the share is mistyped")]
    ShareLine(u8),
    /// A typed share has too few or too many letters.
    #[error("a share has six lines of fourteen letters")]
    ShareLength,
    /// Every line is well, but the whole is not a share that this version knows.
    #[error("not a share, or lines of different shares")]
    ShareDamaged,
    /// The shares were not made together, or one stands twice.
    #[error("these shares do not belong together")]
    MixedShares,
    /// Fewer shares than it takes.
    #[error("{have} of {need} shares")]
    TooFewShares {
        /// How many were given.
        have: u8,
        /// How many it takes.
        need: u8,
    },
    /// The hardware token, or the library that speaks to it, did not do what was asked.
    #[error("the token refused")]
    Token,
}
