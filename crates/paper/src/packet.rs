//! A packet: what leaves the house of a client's record, as one PDF with one table of contents, one tag tree and one row of page numbers.
//!
//! It is set by a plain layout of its own, straight onto [krilla](https://docs.rs/krilla): two PDFs cannot be joined into one that can be
//! read aloud from end to end, and a typesetter that reads templates needs a gigabyte for what some clients have on file.

mod broken;
mod face;
mod layout;
mod press;
mod sheet;
mod tags;

use serde::{Deserialize, Serialize};

use crate::press::PaperError;

/// Everything of a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheaf {
    /// The language of the frame, ISO 639-1.
    pub language: String,
    /// The name of the document. It names nobody: it stands in the window of whoever opens it.
    pub title: String,
    /// The day that stands in it as the day on which it was made: year, month, day.
    pub day: (i32, u8, u8),
    /// The agency.
    pub head: String,
    /// What stands under it: where they are, how they are reached.
    pub under: Vec<String>,
    /// Labels and what stands beside them: to whom, about whom, by what law, how many pages. An empty one is a line to write on.
    pub cover: Vec<(String, String)>,
    /// What the law wants said, on the cover: each a paragraph beside a rule.
    pub notices: Vec<String>,
    /// What stands above the table of contents.
    pub contents: String,
    /// The records, in order.
    pub parts: Vec<Piece>,
    /// What stays, and why.
    pub withheld: Vec<(String, String)>,
    /// What stands above that.
    pub withheld_title: String,
    /// What stands there if nothing stays.
    pub withheld_none: String,
    /// What stands above the manifest.
    pub manifest_title: String,
    /// Labels, and a digest or a fact beside each.
    pub manifest: Vec<(String, String)>,
    /// What stands at the foot of every page, on the left.
    pub foot: String,
    /// How the foot counts, with `{n}` and `{m}`: `page {n} of {m}`.
    pub page: String,
    /// What stands before the six digits of the running number of each page.
    pub bates: String,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// ISO 639-1.
    pub language: String,
    /// What it is.
    pub title: String,
    /// Labels and what stands beside them: the day, who wrote it.
    pub lines: Vec<(String, String)>,
    /// What it says, a paragraph a line. What is hidden is hidden already.
    pub text: String,
    /// Pages that are pictures. They come after the text.
    pub pictures: Vec<Picture>,
    /// Which line of the request asks for it.
    pub line: String,
}

/// A page that is a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// The picture, a PNG.
    #[serde(with = "base64_text")]
    pub png: Vec<u8>,
    /// What a screen reader says in its place, up to 8,000 characters; the title of the record where there is nothing.
    pub words: String,
}

/// A packet, printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// On which page each record begins, from 1, in the order of [`Sheaf::parts`].
    pub firsts: Vec<usize>,
}

/// Prints it: the cover, the table of contents, each record from a page of its own, what stays, and the manifest.
///
/// A character that the fonts have no picture of is printed as the character that stands for such (`U+FFFD`), never left out. Marks that
/// have no picture by nature, such as soft hyphens, are. Writing from right to left is not turned: its letters stand in the order in
/// which they are read, from left to right.
///
/// # Errors
/// [`PaperError`] if there is no record, no such day, or a picture is not a PNG or has more than 40 million pixels.
pub fn packet(sheaf: &Sheaf) -> Result<Set, PaperError> {
    if sheaf.parts.is_empty() {
        return Err(PaperError::Empty);
    }
    let faces = face::Faces::new().ok_or(PaperError::NotSet)?;
    press::print(sheaf, layout::lay(sheaf, &faces)?, &faces)
}

/// Bytes as base64: packets travel to the process that prints them as JSON.
mod base64_text {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD.decode(text).map_err(|_| D::Error::custom("not base64"))
    }
}
