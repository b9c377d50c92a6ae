//! The press: a template and what stands in it, set by [typst](https://typst.app). It sees the template, the data and the fonts of the
//! program, and nothing else: no other file, no clock, no package.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Why nothing was printed. It repeats no word of what was to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// There is nothing to print.
    #[error("there is nothing to print")]
    Empty,
    /// The day is none.
    #[error("there is no such day")]
    NoSuchDay,
    /// The template and the data do not fit: a fault of the program.
    #[error("the page could not be set")]
    NotSet,
    /// The page is set, and breaks the standard that it claims: a fault of the template.
    #[error("the page does not keep to PDF/A and PDF/UA")]
    NotKept,
}

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// All that a template sees.
struct Press {
    template: Source,
    data: (FileId, Bytes),
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| PaperError::NotSet)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Sets the template with that data, which it reads as `data.json`. `day`: when it was made, and all that it knows of time.
pub(crate) fn print(template: &str, data: &impl Serialize, (year, month, day): (i32, u8, u8)) -> Result<Vec<u8>, PaperError> {
    let made = Datetime::from_ymd(year, month, day).ok_or(PaperError::NoSuchDay)?;
    let data = serde_json::to_vec(data).map_err(|_| PaperError::NotSet)?;
    let press =
        Press { template: Source::new(file("main.typ")?, template.to_owned()), data: (file("data.json")?, Bytes::new(data)) };
    let document = typst::compile::<PagedDocument>(&press).output.map_err(|_| PaperError::NotSet)?;
    let options = PdfOptions {
        ident: Smart::Custom("tacenda".to_owned()),
        creator: Smart::Custom(Some("Tacenda".to_owned())),
        timestamp: Some(Timestamp::new_utc(made)),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| PaperError::NotKept)?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|_| PaperError::NotKept)
}
