//! What goes into a statement and what comes out: whole numbers, text, bytes, nothing else.

use std::fmt;

use crate::error::Error;

/// A parameter of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL's NULL.
    Null,
    /// A signed 64-bit number.
    Int(i64),
    /// Text without a NUL character.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
    /// A number above 2^63 − 1: the statement is refused.
    Unfit,
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Value::Null { "[null]" } else { "[plain]" })
    }
}

/// What may be a parameter.
pub trait Bind {
    /// The value as the engines take it.
    fn value(&self) -> Value<'_>;
}

impl Bind for i64 {
    fn value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl Bind for u64 {
    fn value(&self) -> Value<'_> {
        i64::try_from(*self).map_or(Value::Unfit, Value::Int)
    }
}

impl Bind for u32 {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl Bind for bool {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl Bind for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Bind for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Bind for [u8] {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl Bind for Vec<u8> {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl<const N: usize> Bind for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Bind> Bind for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Bind::value)
    }
}

impl Bind for Value<'_> {
    fn value(&self) -> Value<'_> {
        *self
    }
}

/// One value of a row.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Bind for Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(*n),
            Self::Text(text) => Value::Text(text),
            Self::Blob(bytes) => Value::Blob(bytes),
        }
    }
}

/// One row of an answer. Its columns are taken from left to right, each as what it must be.
pub struct Row {
    cells: std::vec::IntoIter<Cell>,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({} columns left)", self.cells.len())
    }
}

fn wrong(wanted: &str) -> Error {
    Error::damaged(format!("a column does not hold {wanted}"))
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { cells: cells.into_iter() }
    }

    /// All columns that are left.
    pub(crate) fn into_cells(self) -> Vec<Cell> {
        self.cells.collect()
    }

    /// The next column, a number.
    pub fn i64(&mut self) -> Result<i64, Error> {
        self.maybe_i64()?.ok_or_else(|| wrong("a number"))
    }

    /// The next column, a number or nothing.
    pub fn maybe_i64(&mut self) -> Result<Option<i64>, Error> {
        match self.cells.next() {
            Some(Cell::Int(n)) => Ok(Some(n)),
            Some(Cell::Null) => Ok(None),
            _ => Err(wrong("a number")),
        }
    }

    /// The next column, a number that is not negative.
    pub fn u64(&mut self) -> Result<u64, Error> {
        u64::try_from(self.i64()?).map_err(|_| wrong("a count"))
    }

    /// The next column, 0 or 1.
    pub fn bool(&mut self) -> Result<bool, Error> {
        match self.i64()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(wrong("yes or no")),
        }
    }

    /// The next column, text.
    pub fn text(&mut self) -> Result<String, Error> {
        self.maybe_text()?.ok_or_else(|| wrong("text"))
    }

    /// The next column, text or nothing.
    pub fn maybe_text(&mut self) -> Result<Option<String>, Error> {
        match self.cells.next() {
            Some(Cell::Text(text)) => Ok(Some(text)),
            Some(Cell::Null) => Ok(None),
            _ => Err(wrong("text")),
        }
    }

    /// The next column, bytes.
    pub fn blob(&mut self) -> Result<Vec<u8>, Error> {
        self.maybe_blob()?.ok_or_else(|| wrong("bytes"))
    }

    /// The next column, bytes or nothing.
    pub fn maybe_blob(&mut self) -> Result<Option<Vec<u8>>, Error> {
        match self.cells.next() {
            Some(Cell::Blob(bytes)) => Ok(Some(bytes)),
            Some(Cell::Null) => Ok(None),
            _ => Err(wrong("bytes")),
        }
    }

    /// The next column, exactly `N` bytes: a hash, a key's name, a slot.
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.blob()?.try_into().map_err(|_| wrong("bytes of the right length"))
    }
}
