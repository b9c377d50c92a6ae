//! Pages that lie on their side or upside down: by how much they are turned so that they stand upright, and what stands where then.

use anyhow::{Context as _, Result};
use image::GrayImage;
use image::imageops::{rotate90, rotate180, rotate270};
use serde::{Deserialize, Serialize};
use tacenda_desk::{Area, WHOLE};

/// By how much a page is turned, clockwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Turned {
    /// It stands upright.
    #[default]
    Not,
    /// A quarter: its top lay to the left.
    Right,
    /// Half: it was upside down.
    Over,
    /// Three quarters: its top lay to the right.
    Left,
}

impl Turned {
    /// Every way but as it lies.
    pub(super) const OTHERS: [Self; 3] = [Self::Over, Self::Right, Self::Left];

    /// In degrees.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Not => "0",
            Self::Right => "90",
            Self::Over => "180",
            Self::Left => "270",
        }
    }

    pub(super) fn of(word: &str) -> Result<Self> {
        let all = [Self::Not].into_iter().chain(Self::OTHERS);
        all.into_iter().find(|turned| turned.word() == word).context("nobody turns a page so")
    }

    /// Whether its width is its height then.
    pub(super) const fn lies(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// The picture, turned.
    pub(super) fn done(self, image: GrayImage) -> GrayImage {
        match self {
            Self::Not => image,
            Self::Right => rotate90(&image),
            Self::Over => rotate180(&image),
            Self::Left => rotate270(&image),
        }
    }

    /// Where on the turned page an area of the page lies.
    pub(crate) const fn onto(self, area: Area) -> Area {
        let Area { left, top, width, height } = area;
        let right = WHOLE.saturating_sub(left).saturating_sub(width);
        let bottom = WHOLE.saturating_sub(top).saturating_sub(height);
        match self {
            Self::Not => area,
            Self::Right => Area { left: bottom, top: left, width: height, height: width },
            Self::Over => Area { left: right, top: bottom, width, height },
            Self::Left => Area { left: top, top: right, width: height, height: width },
        }
    }

    /// Where on the page an area of the turned page lies.
    pub(crate) const fn back(self, area: Area) -> Area {
        match self {
            Self::Not | Self::Over => self.onto(area),
            Self::Right => Self::Left.onto(area),
            Self::Left => Self::Right.onto(area),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_lies_where_its_pixels_do_however_the_page_is_turned() {
        let mut page = GrayImage::from_pixel(40, 20, image::Luma([255]));
        for (x, y) in [(4, 2), (5, 2), (4, 3), (5, 3), (4, 4), (5, 4)] {
            page.put_pixel(x, y, image::Luma([0]));
        }
        let area = Area { left: 1_000, top: 1_000, width: 500, height: 1_500 };
        for turned in [Turned::Not].into_iter().chain(Turned::OTHERS) {
            let (there, done) = (turned.onto(area), turned.done(page.clone()));
            assert_eq!(turned.back(there), area, "{turned:?}");
            assert_eq!(Turned::of(turned.word()).unwrap(), turned);
            let on = |x: u32, from: u16, long: u16, side: u32| {
                let at = x * u32::from(WHOLE) / side;
                (u32::from(from)..u32::from(from) + u32::from(long)).contains(&at)
            };
            for (x, y, grey) in done.enumerate_pixels() {
                let inside = on(x, there.left, there.width, done.width()) && on(y, there.top, there.height, done.height());
                assert_eq!(inside, grey.0 == [0], "{turned:?} at {x} {y}");
            }
        }
        assert!(Turned::of("45").is_err());
    }
}
