//! What the pages say: letter by letter as they are printed, whatever their colour and whatever lies upon them.

use std::collections::BTreeSet;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint, PathDrawMode,
    SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

use crate::lint::{APART, Fault};

/// How far apart letters of a word stand at most, in ems.
const GAP: f64 = 0.2;

/// What each page says, and on which of them a picture is drawn.
pub(crate) fn pages(pdf: &Pdf, faults: &mut BTreeSet<Fault>) -> (Vec<String>, Vec<usize>) {
    let cache = InterpreterCache::new();
    let (mut texts, mut pictures) = (Vec::new(), Vec::new());
    for (at, page) in pdf.pages().iter().enumerate() {
        let everywhere = Rect::new(-1.0e6, -1.0e6, 1.0e6, 1.0e6);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, everywhere, &cache, pdf.xref(), settings);
        let mut reader = Reader::default();
        interpret_page(page, &mut context, &mut reader);
        if reader.unknown {
            faults.insert(Fault::Unlettered);
        }
        if reader.unseen {
            faults.insert(Fault::Unseen);
        }
        if reader.pictured {
            pictures.push(at);
        }
        texts.push(reader.text());
    }
    (texts, pictures)
}

/// A page that only listens for letters.
#[derive(Default)]
struct Reader {
    /// What is read aloud, and what is not.
    said: Run,
    apart: Run,
    /// What is open, from without to within: whether it is one of those things that are not read aloud.
    open: Vec<bool>,
    unknown: bool,
    unseen: bool,
    pictured: bool,
}

/// A text while it is read.
#[derive(Default)]
struct Run {
    text: String,
    /// Where the next letter of the word would stand.
    next: Option<Point>,
}

impl Run {
    /// Ends the word or the line if this letter does not follow on the last.
    fn space(&mut self, at: Point, em: f64) {
        let Some(next) = self.next else { return };
        let (across, down) = (at.x - next.x, (at.y - next.y).abs());
        if down > em * 0.5 || across < -em {
            self.text.push('\n');
        } else if across > em * GAP && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }
}

impl Reader {
    fn text(self) -> String {
        if self.apart.text.is_empty() { self.said.text } else { format!("{}\n{APART}{}", self.said.text, self.apart.text) }
    }
}

impl Device<'_> for Reader {
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, on: Affine, of: Affine, _: &Paint<'_>, mode: &GlyphDrawMode) {
        let place = on * of;
        let at = place * Point::ORIGIN;
        let em = (place * Point::new(1000.0, 0.0) - at).hypot();
        let run = if self.open.contains(&true) { &mut self.apart } else { &mut self.said };
        run.space(at, em);
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => run.text.push(letter),
            Some(BfString::String(letters)) => run.text.push_str(&letters),
            None => {
                run.text.push('\u{fffd}');
                self.unknown = true;
            }
        }
        let wide = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width().unwrap_or(500.0),
            Glyph::Type3(_) => 500.0,
        };
        run.next = Some(place * Point::new(f64::from(wide), 0.0));
        self.unseen |= matches!(mode, GlyphDrawMode::Invisible);
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        self.open.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.open.pop();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.pictured = true;
    }

    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
