//! The printer: what is laid out becomes a PDF.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::luma;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};
use sha2::{Digest as _, Sha256};

use crate::packet::broken::{Line, lines, width_of};
use crate::packet::face::{Cut, Faces};
use crate::packet::layout::{Plan, said};
use crate::packet::sheet::{Ink, LEFT, Look, Mark, PAPER, TOP, WIDTH};
use crate::packet::tags::{At, Tree};
use crate::packet::{Set, Sheaf};
use crate::press::PaperError;

/// Where the foot of a page stands.
const FOOT: f32 = 750.0;

const FOOTER: Look = Look { cut: Cut::Regular, size: 8.5, grey: 80 };

pub(crate) fn print(sheaf: &Sheaf, mut plan: Plan, faces: &Faces) -> Result<Set, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| PaperError::NotKept)?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(sheaf)?);
    let pages = plan.sheets.len();
    for (at, marks) in std::mem::take(&mut plan.sheets).into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAPER.0, PAPER.1).ok_or(PaperError::NotSet)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let jumps = sheet(&mut surface, marks, faces, &mut plan.tree);
        footer(&mut surface, sheaf, faces, (at.saturating_add(1), pages));
        surface.finish();
        for (of, place, to, words) in jumps {
            let target = Target::Destination(Destination::Xyz(XyzDestination::new(to, Point::from_xy(LEFT, TOP))));
            let link = Annotation::new_link(LinkAnnotation::new(place, target), Some(words));
            let link = page.add_tagged_annotation(link);
            plan.tree.leaf(of, link);
        }
    }
    let mut outline = Outline::new();
    for (name, page) in plan.marks {
        outline.push_child(OutlineNode::new(name, XyzDestination::new(page, Point::from_xy(LEFT, TOP))));
    }
    document.set_outline(outline);
    document.set_tag_tree(plan.tree.grown(&sheaf.language));
    let pdf = document.finish().map_err(|error| match error {
        krilla::error::KrillaError::Validation(_) => PaperError::NotKept,
        _ => PaperError::NotSet,
    })?;
    Ok(Set { pdf, pages, firsts: plan.firsts.into_iter().map(|page| page.saturating_add(1)).collect() })
}

/// What the document says of itself. Its number is made of what is in it: no clock, no chance.
fn metadata(sheaf: &Sheaf) -> Result<Metadata, PaperError> {
    let (year, month, day) = sheaf.day;
    typst::foundations::Datetime::from_ymd(year, month, day).ok_or(PaperError::NoSuchDay)?;
    let date =
        DateTime::new(u16::try_from(year).map_err(|_| PaperError::NoSuchDay)?).month(month).day(day).hour(0).minute(0).second(0);
    let digest = Sha256::digest(serde_json::to_vec(sheaf).map_err(|_| PaperError::NotSet)?);
    Ok(Metadata::new()
        .title(said(&sheaf.title))
        .language(sheaf.language.clone())
        .creator("Tacenda".to_owned())
        .producer("Tacenda".to_owned())
        .creation_date(date.utc_offset_hour(0).utc_offset_minute(0))
        .document_id(BASE64_STANDARD.encode(digest)))
}

/// A place that leads to a page: of what, where, whereto, and in which words.
type Jump = (At, Rect, usize, String);

/// Prints the marks of a page. What belongs together stands together in the tree.
fn sheet(surface: &mut Surface<'_>, marks: Vec<Mark>, faces: &Faces, tree: &mut Tree) -> Vec<Jump> {
    let (mut jumps, mut open) = (Vec::new(), None);
    for mark in marks {
        if let (Ink::Jump(place, to, words), Some(of)) = (&mark.ink, mark.of) {
            jumps.push((of, *place, *to, words.clone()));
            continue;
        }
        if open != Some(mark.of) {
            if open.is_some() {
                surface.end_tagged();
            }
            begin(surface, &mark, tree);
            open = Some(mark.of);
        }
        ink(surface, mark.ink, faces);
    }
    if open.is_some() {
        surface.end_tagged();
    }
    jumps
}

fn begin(surface: &mut Surface<'_>, mark: &Mark, tree: &mut Tree) {
    let tag = match (&mark.ink, mark.of) {
        (_, None) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (Ink::Line(..), _) => ContentTag::Span(SpanTag::empty()),
        _ => ContentTag::Other,
    };
    let leaf = surface.start_tagged(tag);
    if let Some(of) = mark.of {
        tree.leaf(of, leaf);
    }
}

fn ink(surface: &mut Surface<'_>, ink: Ink, faces: &Faces) {
    match ink {
        Ink::Line(words, look, at) => line(surface, &words, look, at, faces),
        Ink::Rule(rect, grey) => {
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            if let Some(path) = path.finish() {
                surface.set_fill(Some(fill(grey)));
                surface.draw_path(&path);
            }
        }
        Ink::Picture(image, place) => {
            if let Some(size) = krilla::geom::Size::from_wh(place.width(), place.height()) {
                surface.push_transform(&Transform::from_translate(place.left(), place.top()));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
        Ink::Jump(..) => {}
    }
}

fn line(surface: &mut Surface<'_>, words: &Line, look: Look, (x, y): (f32, f32), faces: &Faces) {
    let (mut text, mut sorts) = (String::new(), Vec::new());
    for word in words {
        sorts.extend(word.sorts.iter().map(|sort| sort.at(text.len())));
        text.push_str(&word.text);
    }
    if sorts.is_empty() {
        return;
    }
    surface.set_fill(Some(fill(look.grey)));
    surface.draw_glyphs(Point::from_xy(x, y), &sorts, faces.get(look.cut).font.clone(), &text, look.size, false);
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

/// The foot of a page: whose packet it is, and which page. It is no part of what is read.
fn footer(surface: &mut Surface<'_>, sheaf: &Sheaf, faces: &Faces, (page, pages): (usize, usize)) {
    let count = sheaf.page.replace("{n}", &page.to_string()).replace("{m}", &pages.to_string());
    let right = format!("{}{page:06}  \u{b7}  {count}", sheaf.bates);
    let face = faces.get(FOOTER.cut);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let mut wide = 0.0_f32;
    let half = WIDTH * 0.55;
    for (at, words) in lines(face, &right, half / FOOTER.size).into_iter().enumerate() {
        let width = width_of(&words) * FOOTER.size;
        wide = wide.max(width);
        line(surface, &words, FOOTER, (LEFT + WIDTH - width, row(at)), faces);
    }
    for (at, words) in lines(face, &sheaf.foot, (WIDTH - wide - 18.0) / FOOTER.size).into_iter().enumerate() {
        line(surface, &words, FOOTER, (LEFT, row(at)), faces);
    }
    surface.end_tagged();
}

/// Where that line of a foot stands.
#[expect(clippy::cast_precision_loss, reason = "a foot has few lines")]
fn row(at: usize) -> f32 {
    FOOT + at as f32 * FOOTER.leading()
}
