//! Opened content: it cannot be printed or serialised by accident, and every place that reaches it says why.

use std::fmt::{self, Write as _};

use crate::words::words;

words! {
    /// Why opened content is reached; a search for `expose(` lists every place and its reason.
    pub enum Purpose {
        /// To show it to the worker whose act opened it.
        Show = "show",
        /// To print it for a purpose that the act names.
        Print = "print",
        /// To put it into a packet that a permit covers.
        Release = "release",
        /// To compute with it inside the desk.
        Decide = "decide",
        /// To hold it against what was put in.
        Prove = "prove",
    }
}

/// Something opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain<T>(T);

impl<T> Plain<T> {
    /// Wraps what was opened.
    pub const fn new(content: T) -> Self {
        Self(content)
    }

    /// The content, for that purpose.
    pub const fn expose(&self, _why: Purpose) -> &T {
        &self.0
    }

    /// The content itself, for that purpose.
    pub fn into_exposed(self, _why: Purpose) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[plain]")
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string does not fail
        text
    })
}

/// A thing whose fields say something about a person: its `Debug` shows none of them.
macro_rules! quiet {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " [plain]"))
            }
        }
    )+};
}
pub(crate) use quiet;
