//! Where a box belongs: the clear columns that stand beside it, bound into its seal.

/// What a box is sealed to. It opens only with the same kind and the same parts, in the same order.
///
/// The encoding is unambiguous: every name and value carries its length, and every value its type, so that no two
/// different places have the same bytes, and an absent value is not an empty one.
///
/// ```
/// use tacenda_vault::Place;
/// let place = Place::new("record")
///     .with("id", "0192f0c1")
///     .with("version", 3)
///     .with("client", "0192aaaa")
///     .with("due", None::<i64>);
/// assert_ne!(place, Place::new("record").with("id", "0192f0c1").with("version", 3));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Place(Vec<u8>);

/// The value of one part of a [`Place`].
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// No value: SQL's `NULL`.
    Absent,
    /// UTF-8 text, bound as it is.
    Text(&'a str),
    /// A whole number: versions, times in µs UTC, booleans as 0 and 1.
    Number(i64),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Place {
    /// A place of this kind: the table's or the thing's name.
    pub fn new(kind: &str) -> Self {
        let mut bytes = Vec::with_capacity(256);
        put(&mut bytes, kind.as_bytes());
        Self(bytes)
    }

    /// Binds one more named value. The caller keeps one order for each kind.
    #[must_use]
    pub fn with<'a>(mut self, name: &str, value: impl Into<Part<'a>>) -> Self {
        put(&mut self.0, name.as_bytes());
        let (tag, number);
        let value: &[u8] = match value.into() {
            Part::Absent => {
                tag = 0;
                &[]
            }
            Part::Text(text) => {
                tag = 1;
                text.as_bytes()
            }
            Part::Number(n) => {
                tag = 2;
                number = n.to_be_bytes();
                &number
            }
            Part::Bytes(bytes) => {
                tag = 3;
                bytes
            }
        };
        self.0.push(tag);
        put(&mut self.0, value);
        self
    }

    /// The canonical bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A name or a value after its length as eight big-endian bytes.
pub(crate) fn put(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.extend_from_slice(&(value.len() as u64).to_be_bytes());
    bytes.extend_from_slice(value);
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[place]")
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Part::Text(text)
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Part::Text(text)
    }
}

impl From<i64> for Part<'_> {
    fn from(number: i64) -> Self {
        Part::Number(number)
    }
}

impl From<bool> for Part<'_> {
    fn from(yes: bool) -> Self {
        Part::Number(i64::from(yes))
    }
}

impl<'a> From<&'a [u8]> for Part<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Part::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Part<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Part::Bytes(bytes)
    }
}

impl<'a, T: Into<Part<'a>>> From<Option<T>> for Part<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Part::Absent, Into::into)
    }
}
