//! Sheets, and the place on them where the next line goes. Lengths are in points, from the upper left corner.

use krilla::geom::Rect;
use krilla::image::Image;

use crate::packet::broken::{Line, lines, width_of};
use crate::packet::face::{Cut, Faces};
use crate::packet::tags::{At, Role, Tree};

/// US letter, with an inch of margin.
pub(crate) const PAPER: (f32, f32) = (612.0, 792.0);
pub(crate) const LEFT: f32 = 72.0;
pub(crate) const TOP: f32 = 72.0;
pub(crate) const WIDTH: f32 = 468.0;
pub(crate) const BOTTOM: f32 = 720.0;

/// How wide the gap between a label and what stands beside it is.
const GUTTER: f32 = 12.0;

/// How lines look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) cut: Cut,
    pub(crate) size: f32,
    /// From black, 0, to white, 255.
    pub(crate) grey: u8,
}

impl Look {
    pub(crate) const BODY: Self = Self { cut: Cut::Regular, size: 11.0, grey: 0 };
    pub(crate) const SMALL: Self = Self { size: 9.5, grey: 70, ..Self::BODY };
    pub(crate) const LABEL: Self = Self { size: 10.0, grey: 70, ..Self::BODY };

    pub(crate) fn leading(self) -> f32 {
        self.size * 1.4
    }

    /// From the upper edge of a line to the foot of its letters.
    fn rise(self) -> f32 {
        self.size * 1.02
    }
}

/// What is printed.
pub(crate) enum Ink {
    /// A line, from the left end of the foot of its letters.
    Line(Line, Look, (f32, f32)),
    /// A filled box, which says nothing.
    Rule(Rect, u8),
    Picture(Image, Rect),
    /// No ink: a place that leads to a page, counted from 0, and what a screen reader says of it.
    Jump(Rect, usize, String),
}

/// What is printed, and what of the tree it is; what is of nothing is not read aloud.
pub(crate) struct Mark {
    pub(crate) of: Option<At>,
    pub(crate) ink: Ink,
}

/// The pages while they are laid out.
pub(crate) struct Desk<'a> {
    pub(crate) faces: &'a Faces,
    pub(crate) sheets: Vec<Vec<Mark>>,
    pub(crate) tree: Tree,
    /// The page that is written on.
    pub(crate) page: usize,
    pub(crate) y: f32,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(faces: &'a Faces) -> Self {
        Self { faces, sheets: vec![Vec::new()], tree: Tree::default(), page: 0, y: TOP }
    }

    /// Goes to the top of a page on which nothing stands yet.
    pub(crate) fn turn(&mut self) {
        self.page = self.sheets.len();
        self.sheets.push(Vec::new());
        self.y = TOP;
    }

    /// Goes to the next page if that much does not go on this one.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM + 0.01 && self.y > TOP {
            self.page = self.page.saturating_add(1);
            if self.page >= self.sheets.len() {
                self.sheets.push(Vec::new());
            }
            self.y = TOP;
        }
    }

    pub(crate) fn put(&mut self, of: Option<At>, ink: Ink) {
        if let Some(sheet) = self.sheets.get_mut(self.page) {
            sheet.push(Mark { of, ink });
        }
    }

    pub(crate) fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// A paragraph, from that distance to the margin and so wide. A first line does not stand alone at the foot of a page.
    pub(crate) fn flow(&mut self, of: At, text: &str, look: Look, (indent, width): (f32, f32)) {
        let lines = lines(self.faces.get(look.cut), text, width / look.size);
        self.room(look.leading() * if lines.len() > 1 { 2.0 } else { 1.0 });
        for line in lines {
            self.room(look.leading());
            self.put(Some(of), Ink::Line(line, look, (LEFT + indent, self.y + look.rise())));
            self.y += look.leading();
        }
    }

    /// A line that ends at the right margin, beside what was written last.
    pub(crate) fn right(&mut self, of: At, text: &str, look: Look) {
        for line in lines(self.faces.get(look.cut), text, WIDTH / look.size) {
            let x = LEFT + WIDTH - width_of(&line) * look.size;
            self.put(Some(of), Ink::Line(line, look, (x, self.y - look.leading() + look.rise())));
        }
    }

    /// A hair line across.
    pub(crate) fn across(&mut self, grey: u8) {
        if let Some(rect) = Rect::from_xywh(LEFT, self.y, WIDTH, 0.6) {
            self.put(None, Ink::Rule(rect, grey));
        }
    }

    /// A paragraph beside a heavy rule.
    pub(crate) fn notice(&mut self, of: At, text: &str, look: Look) {
        let (page, top) = (self.page, self.y);
        self.flow(of, text, look, (14.0, WIDTH - 14.0));
        for at in page..=self.page {
            let from = if at == page { top } else { TOP };
            let to = if at == self.page { self.y } else { BOTTOM };
            if let (Some(rect), Some(sheet)) = (Rect::from_xywh(LEFT, from, 2.0, to - from), self.sheets.get_mut(at)) {
                sheet.push(Mark { of: None, ink: Ink::Rule(rect, 90) });
            }
        }
    }

    /// Labels, so wide, and what stands beside them.
    pub(crate) fn rows(&mut self, of: At, rows: &[(String, String)], label: f32, look: Look) {
        let list = self.tree.branch(Some(of), Role::List);
        for (name, value) in rows {
            let item = self.tree.branch(Some(list), Role::Item);
            let (left, right) = (self.tree.branch(Some(item), Role::Label), self.tree.branch(Some(item), Role::Body));
            self.room(look.leading() * 2.0);
            let (page, top) = (self.page, self.y);
            // Both stand on one foot though the label is smaller.
            self.y += look.rise() - Look::LABEL.rise();
            self.flow(left, name, Look::LABEL, (0.0, label - GUTTER));
            let end = (self.page, self.y);
            (self.page, self.y) = (page, top);
            for value in value.split('\n') {
                self.flow(right, value, look, (label, WIDTH - label));
            }
            if (self.page, self.y) < end {
                (self.page, self.y) = end;
            }
            self.y += look.size * 0.3;
        }
    }
}
