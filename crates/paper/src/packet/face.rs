//! Letters: which picture of the font stands for which, and how wide it is. What is measured here is what is drawn.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use krilla::text::{Font, GlyphId};
use rustybuzz::ttf_parser::{Tag, name_id};
use rustybuzz::{Direction, Feature, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization as _;

/// What stands for a character of which the font has no picture.
const UNKNOWN: char = '\u{fffd}';

/// What stands for it in a font that has no picture of that either.
const UNKNOWN_TOO: char = '?';

/// Words up to that many bytes are kept once shaped: they come again.
const KEPT: usize = 24;

/// The three faces that a packet is set in.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
    italic: Face,
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    Regular,
    Bold,
    Italic,
}

/// One font.
pub(crate) struct Face {
    shaper: rustybuzz::Face<'static>,
    /// The same font for the printer.
    pub(crate) font: Font,
    /// How many units its em has.
    em: f32,
    shaped: RefCell<BTreeMap<String, Rc<Word>>>,
}

/// A word with the pictures of its letters.
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) sorts: Vec<Sort>,
    /// In ems.
    pub(crate) width: f32,
}

/// The picture of a letter; lengths are in ems.
#[derive(Debug, Clone)]
pub(crate) struct Sort {
    glyph: u32,
    advance: f32,
    shift: (f32, f32),
    /// Which bytes of the text it stands for.
    of: Range<usize>,
}

impl Sort {
    /// The same, in a line in which its word begins at that byte.
    pub(crate) fn at(&self, from: usize) -> Self {
        let of = self.of.start.saturating_add(from)..self.of.end.saturating_add(from);
        Self { of, ..self.clone() }
    }
}

impl krilla::text::Glyph for Sort {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.glyph)
    }

    fn text_range(&self) -> Range<usize> {
        self.of.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.shift.0 * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.shift.1 * size
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}

impl Faces {
    pub(crate) fn new() -> Option<Self> {
        let face = |name| Face::named(name);
        Some(Self {
            regular: face("LibertinusSerif-Regular")?,
            bold: face("LibertinusSerif-Bold")?,
            italic: face("LibertinusSerif-Italic")?,
        })
    }

    pub(crate) fn get(&self, cut: Cut) -> &Face {
        match cut {
            Cut::Regular => &self.regular,
            Cut::Bold => &self.bold,
            Cut::Italic => &self.italic,
        }
    }
}

impl Face {
    /// The font of that PostScript name, of those that the program carries.
    fn named(name: &str) -> Option<Self> {
        let is = |face: &rustybuzz::Face<'_>| {
            face.names().into_iter().any(|is| is.name_id == name_id::POST_SCRIPT_NAME && is.to_string().as_deref() == Some(name))
        };
        let (bytes, shaper) = typst_assets::fonts()
            .filter_map(|bytes| rustybuzz::Face::from_slice(bytes, 0).map(|face| (bytes, face)))
            .find(|(_, face)| is(face))?;
        let font = Font::new(bytes.into(), 0)?;
        let em = font.units_per_em();
        Some(Self { shaper, font, em, shaped: RefCell::default() })
    }

    /// The words as this font can print them.
    pub(crate) fn known(&self, text: &str) -> String {
        plain(text).chars().map(|letter| if self.has(letter) { letter } else { self.unknown() }).collect()
    }

    fn has(&self, letter: char) -> bool {
        self.shaper.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0)
    }

    fn unknown(&self) -> char {
        if self.has(UNKNOWN) { UNKNOWN } else { UNKNOWN_TOO }
    }

    /// Shapes a word of [`Face::known`] characters. Letters are not joined into ligatures: each stands for itself, wherever the word is
    /// cut and whoever reads it back.
    pub(crate) fn word(&self, text: &str) -> Rc<Word> {
        if let Some(word) = self.shaped.borrow().get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.shape(text));
        if text.len() <= KEPT {
            self.shaped.borrow_mut().insert(text.to_owned(), Rc::clone(&word));
        }
        word
    }

    fn shape(&self, text: &str) -> Word {
        // Lines are broken by now: a space that holds two words together is a space like others.
        let text = &text.replace(['\u{a0}', '\u{202f}'], " ");
        let off = [b"liga", b"clig", b"dlig", b"calt"].map(|tag| Feature::new(Tag::from_bytes(tag), 0, ..));
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.shaper, &off, buffer);
        let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| usize::try_from(info.cluster).unwrap_or(0)).collect();
        let mut sorts = Vec::with_capacity(starts.len());
        for (at, (info, place)) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()).enumerate() {
            let start = starts.get(at).copied().unwrap_or(0);
            let end = starts.get(at..).and_then(|rest| rest.iter().copied().find(|next| *next > start)).unwrap_or(text.len());
            sorts.push(Sort {
                glyph: info.glyph_id,
                advance: self.ems(place.x_advance),
                shift: (self.ems(place.x_offset), self.ems(place.y_offset)),
                of: start..end,
            });
        }
        let width = sorts.iter().map(|sort| sort.advance).sum();
        Word { text: text.to_owned(), sorts, width }
    }

    #[expect(clippy::cast_precision_loss, reason = "the units of a font are few")]
    fn ems(&self, units: i32) -> f32 {
        units as f32 / self.em
    }

    /// Cuts a word that no line of that width (in ems) holds.
    pub(crate) fn cut(&self, word: &Word, width: f32) -> Vec<Rc<Word>> {
        let (mut pieces, mut from, mut wide) = (Vec::new(), 0, 0.0);
        for sort in &word.sorts {
            if wide + sort.advance > width && sort.of.start > from {
                pieces.extend(word.text.get(from..sort.of.start).map(|piece| self.word(piece)));
                (from, wide) = (sort.of.start, 0.0);
            }
            wide += sort.advance;
        }
        pieces.extend(word.text.get(from..).map(|piece| self.word(piece)));
        pieces
    }
}

/// The words without what no page can carry: every control character and every character that means nothing to others becomes
/// [`UNKNOWN`], what is invisible by nature goes, and letters and their accents become one.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|letter| !invisible(*letter));
    kept.map(|letter| if nobodys(letter) { UNKNOWN } else { letter }).nfc().collect()
}

/// Marks that only tell how to break or turn a line, or which picture of a letter to take.
fn invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn nobodys(letter: char) -> bool {
    let number = u32::from(letter);
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..)
        || number & 0xfffe == 0xfffe
}
