//! What stands where: the pages of a packet in order.

use krilla::geom::Rect;
use krilla::image::Image;
use krilla::tagging::BBox;

use crate::packet::broken::paragraphs;
use crate::packet::face::{Cut, Faces, plain};
use crate::packet::sheet::{BOTTOM, Desk, Ink, LEFT, Look, Mark, TOP, WIDTH};
use crate::packet::tags::{At, Role, Tree};
use crate::packet::{Piece, Sheaf};
use crate::press::PaperError;

/// What stands on the line to write on. It is text, so that it is read aloud as what it is.
const BLANK: &str = "________________________________________";

/// How wide the page numbers of the table of contents are.
const NUMBERS: f32 = 48.0;

/// How large a pixel of a picture may become.
const PIXEL: f32 = 0.75;

/// How many pixels a picture may have: a letter page at 600 to the inch, and some.
const MOST: u32 = 40_000_000;

/// How many characters such words have at most. A string has at most 32,767 bytes (ISO 19005-2, 6.1.13), and a character up to four.
const SAID: usize = 8_000;

/// The pages, laid out.
pub(crate) struct Plan {
    pub(crate) sheets: Vec<Vec<Mark>>,
    pub(crate) tree: Tree,
    /// What the bookmarks lead to: its name and its page, from 0.
    pub(crate) marks: Vec<(String, usize)>,
    /// The pages of the records, from 0.
    pub(crate) firsts: Vec<usize>,
}

/// An entry of the table of contents that waits for its number.
struct Entry {
    of: At,
    name: String,
    /// From where to where it stands.
    page: usize,
    top: f32,
    bottom: f32,
}

pub(crate) fn lay(sheaf: &Sheaf, faces: &Faces) -> Result<Plan, PaperError> {
    let mut desk = Desk::new(faces);
    cover(&mut desk, sheaf);
    let entries = contents(&mut desk, sheaf);
    let mut pages = Vec::new();
    for piece in &sheaf.parts {
        desk.turn();
        pages.push(desk.page);
        record(&mut desk, piece, &sheaf.language)?;
    }
    let firsts = pages.clone();
    desk.turn();
    pages.push(desk.page);
    withheld(&mut desk, sheaf);
    desk.turn();
    pages.push(desk.page);
    let section = chapter(&mut desk, &sheaf.manifest_title, None);
    desk.rows(section, &sheaf.manifest, 150.0, Look { size: 10.0, ..Look::BODY });
    let marks = entries.iter().map(|entry| entry.name.clone()).zip(pages.iter().copied()).collect();
    for (entry, to) in entries.iter().zip(pages) {
        number(&mut desk, entry, to);
    }
    Ok(Plan { sheets: desk.sheets, tree: desk.tree, marks, firsts })
}

fn cover(desk: &mut Desk<'_>, sheaf: &Sheaf) {
    let section = desk.tree.branch(None, Role::Section(None));
    let head = desk.tree.branch(Some(section), Role::Paragraph);
    desk.flow(head, &sheaf.head, Look { cut: Cut::Bold, size: 12.0, grey: 0 }, (0.0, WIDTH));
    for row in &sheaf.under {
        let row_at = desk.tree.branch(Some(section), Role::Paragraph);
        desk.flow(row_at, row, Look::SMALL, (0.0, WIDTH));
    }
    desk.gap(6.0);
    desk.across(120);
    desk.gap(30.0);
    let title = desk.tree.branch(Some(section), Role::Heading(1, said(&sheaf.title)));
    desk.flow(title, &sheaf.title, Look { cut: Cut::Bold, size: 20.0, grey: 0 }, (0.0, WIDTH));
    desk.gap(14.0);
    let rows: Vec<_> = sheaf
        .cover
        .iter()
        .map(|(label, value)| (label.clone(), if value.is_empty() { BLANK.to_owned() } else { value.clone() }))
        .collect();
    desk.rows(section, &rows, 130.0, Look::BODY);
    desk.gap(18.0);
    for notice in &sheaf.notices {
        for words in paragraphs(notice) {
            let at = desk.tree.branch(Some(section), Role::Paragraph);
            desk.notice(at, words, Look { size: 10.5, ..Look::BODY });
        }
        desk.gap(12.0);
    }
}

/// A chapter with its heading, on a page that is its own.
fn chapter(desk: &mut Desk<'_>, title: &str, language: Option<String>) -> At {
    let section = desk.tree.branch(None, Role::Section(language));
    let heading = desk.tree.branch(Some(section), Role::Heading(2, said(title)));
    desk.flow(heading, title, Look { cut: Cut::Bold, size: 16.0, grey: 0 }, (0.0, WIDTH));
    desk.gap(10.0);
    section
}

/// The table of contents, still without numbers: they are known once all the rest is laid out.
fn contents(desk: &mut Desk<'_>, sheaf: &Sheaf) -> Vec<Entry> {
    desk.turn();
    let section = chapter(desk, &sheaf.contents, None);
    let table = desk.tree.branch(Some(section), Role::Contents);
    let last = [sheaf.withheld_title.clone(), sheaf.manifest_title.clone()];
    let mut entries = Vec::new();
    for name in sheaf.parts.iter().map(name).chain(last) {
        let entry = desk.tree.branch(Some(table), Role::Entry);
        let reference = desk.tree.branch(Some(entry), Role::Reference);
        let of = desk.tree.branch(Some(reference), Role::Link);
        desk.flow(of, &name, Look::BODY, (0.0, WIDTH - NUMBERS));
        let bottom = desk.y;
        entries.push(Entry { of, name: said(&name), page: desk.page, top: bottom - Look::BODY.leading(), bottom });
        desk.gap(1.5);
        desk.across(215);
        desk.gap(3.5);
    }
    entries
}

/// What a record is called where records are told apart: many have one title.
fn name(piece: &Piece) -> String {
    match piece.lines.first() {
        Some((_, value)) if !value.is_empty() => format!("{} \u{b7} {value}", piece.title),
        _ => piece.title.clone(),
    }
}

fn number(desk: &mut Desk<'_>, entry: &Entry, to: usize) {
    (desk.page, desk.y) = (entry.page, entry.bottom);
    let number = to.saturating_add(1).to_string();
    desk.right(entry.of, &number, Look::BODY);
    if let Some(rect) = Rect::from_ltrb(LEFT, entry.top, LEFT + WIDTH, entry.bottom) {
        desk.put(Some(entry.of), Ink::Jump(rect, to, format!("{}, {number}", entry.name)));
    }
}

fn record(desk: &mut Desk<'_>, piece: &Piece, frame: &str) -> Result<(), PaperError> {
    let language = (piece.language != frame).then(|| piece.language.clone());
    let section = chapter(desk, &piece.title, language);
    desk.rows(section, &piece.lines, 130.0, Look { size: 10.5, ..Look::BODY });
    if !piece.line.is_empty() {
        let line = desk.tree.branch(Some(section), Role::Paragraph);
        desk.gap(2.0);
        desk.flow(line, &piece.line, Look { cut: Cut::Italic, ..Look::SMALL }, (0.0, WIDTH));
    }
    desk.gap(6.0);
    desk.across(160);
    desk.gap(12.0);
    for words in paragraphs(&piece.text) {
        let paragraph = desk.tree.branch(Some(section), Role::Paragraph);
        desk.flow(paragraph, words, Look::BODY, (0.0, WIDTH));
        desk.gap(6.0);
    }
    for picture in &piece.pictures {
        let words = if picture.words.trim().is_empty() { &piece.title } else { &picture.words };
        let image = Image::from_png(picture.png.clone().into(), false).map_err(|_| PaperError::NotSet)?;
        desk.turn();
        let place = place(image.size()).ok_or(PaperError::NotSet)?;
        let figure = Role::Figure(said(words), BBox::new(desk.page, place));
        let figure = desk.tree.branch(Some(section), figure);
        desk.put(Some(figure), Ink::Picture(image, place));
    }
    Ok(())
}

/// Where a picture of that many pixels stands: as large as the page allows and its pixels bear.
#[expect(clippy::cast_precision_loss, reason = "no picture has so many pixels in a row")]
fn place((wide, high): (u32, u32)) -> Option<Rect> {
    wide.checked_mul(high).filter(|pixels| *pixels <= MOST)?;
    let (wide, high) = (wide as f32, high as f32);
    let scale = (WIDTH / wide).min((BOTTOM - TOP) / high).min(PIXEL);
    Rect::from_xywh(LEFT + (WIDTH - wide * scale) / 2.0, TOP, wide * scale, high * scale)
}

fn withheld(desk: &mut Desk<'_>, sheaf: &Sheaf) {
    let section = chapter(desk, &sheaf.withheld_title, None);
    if sheaf.withheld.is_empty() {
        let none = desk.tree.branch(Some(section), Role::Paragraph);
        desk.flow(none, &sheaf.withheld_none, Look::BODY, (0.0, WIDTH));
    }
    if !sheaf.withheld.is_empty() {
        desk.rows(section, &sheaf.withheld, 190.0, Look::BODY);
    }
}

/// Words where nobody sees a page: bookmarks and what is read aloud. There is always something, and never more than the standard allows.
pub(crate) fn said(text: &str) -> String {
    let words = plain(text).replace('\u{fffd}', " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SAID) {
        _ if words.is_empty() => "\u{2013}".to_owned(),
        Some((end, _)) => words.get(..end).map(|words| format!("{words}\u{2026}")).unwrap_or_default(),
        None => words,
    }
}
