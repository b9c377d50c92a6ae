//! Opened content: it can be read, with a reason, and not let slip.

use std::fmt;

use zeroize::Zeroizing;

/// Why opened content is looked at. It changes nothing at run time: it makes each exposure say its reason, so that a
/// search for `expose(` lists them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To show it to the worker or client who was let in.
    Show,
    /// To decide with it: facts for the law, access, a workflow's step.
    Decide,
    /// To put it into a packet that may go out.
    Release,
    /// To make or compare blind indexes.
    Find,
    /// To check a commitment or a proof.
    Prove,
    /// To bring it to a newer form or under a newer key.
    Renew,
}

/// Opened content. Not `Serialize`, not `Display`, not `Clone`, and its `Debug` prints `[plain]`.
///
/// It wipes itself if what it holds does ([`Opened`] does).
///
/// ```
/// use tacenda_vault::{Plain, Purpose};
/// let note = Plain::new("she moved to Taos".to_owned());
/// assert_eq!(format!("{note:?}"), "[plain]");
/// assert_eq!(note.expose(Purpose::Show), "she moved to Taos");
/// ```
pub struct Plain<T>(T);

/// The bytes of an opened box; wiped when let go.
pub type Opened = Plain<Zeroizing<Vec<u8>>>;

impl<T> Plain<T> {
    /// Marks content as plain.
    pub fn new(content: T) -> Self {
        Self(content)
    }

    /// The content, for this reason.
    pub fn expose(&self, _why: Purpose) -> &T {
        &self.0
    }

    /// What the content says in another shape, still plain: parsing is no exposure.
    pub fn read<U, E>(&self, parse: impl FnOnce(&T) -> Result<U, E>) -> Result<Plain<U>, E> {
        parse(&self.0).map(Plain)
    }
}

impl<T> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[plain]")
    }
}
