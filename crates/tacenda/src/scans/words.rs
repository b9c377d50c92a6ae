//! The words of a page as a machine read them, each with its place.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use tacenda_desk::{Area, WHOLE};
use tacenda_paper::{misread, spans};

use crate::calm::calm;

/// The most words of a page: one that holds more was made to.
const MOST: usize = 10_000;

/// A word.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Word {
    /// As it was read.
    pub(crate) text: String,
    /// Its line, from nought.
    pub(crate) line: usize,
    /// Where it stands.
    pub(crate) at: Area,
}

/// What stands on a page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The words, as one reads.
    pub(crate) words: Vec<Word>,
}

/// Which of the hidden words stands where: its number, and from which word of the page to which.
pub(crate) type Spot = (usize, RangeInclusive<usize>);

impl Seen {
    /// From what Tesseract says word by word (TSV), of a picture of that size.
    pub(super) fn of_tsv(said: &str, (wide, high): (u32, u32)) -> Self {
        let (mut words, mut lines) = (Vec::new(), BTreeMap::new());
        for row in said.lines() {
            let fields: Vec<&str> = row.splitn(12, '\t').collect();
            let [level, page, block, paragraph, line, _, left, top, width, height, _, text] = fields.as_slice() else { continue };
            let text = calm(text).trim().to_owned();
            if *level != "5" || text.is_empty() || words.len() >= MOST {
                continue;
            }
            let number = |field: &str| field.parse::<u32>().ok();
            let (Some(left), Some(top), Some(width), Some(height)) = (number(left), number(top), number(width), number(height))
            else {
                continue;
            };
            let (Some(across), Some(down)) = (part((left, width), wide), part((top, height), high)) else { continue };
            let next = lines.len();
            let line = *lines.entry((*page, *block, *paragraph, *line)).or_insert(next);
            words.push(Word { text, line, at: Area { left: across.0, top: down.0, width: across.1, height: down.1 } });
        }
        Self { words }
    }

    /// What stands there, line by line.
    pub(crate) fn text(&self) -> String {
        self.lines().into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n")
    }

    /// Each line, and where it stands.
    pub(crate) fn lines(&self) -> Vec<(String, Area)> {
        let parts = self.words.chunk_by(|one, other| one.line == other.line);
        parts.filter_map(|words| Some((joined(words), around(words.iter().map(|word| word.at))?))).collect()
    }

    /// Where those words stand, in whatever spelling the finished paper is searched for.
    pub(crate) fn find(&self, hidden: &[String]) -> Vec<Spot> {
        let read: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        let alike: Vec<String> = read.iter().map(|word| misread(word)).collect();
        let alike: Vec<&str> = alike.iter().map(String::as_str).collect();
        let like: Vec<String> = hidden.iter().map(|words| misread(words)).collect();
        let mut spots = spans(&read, hidden);
        let more = spans(&alike, &like).into_iter().filter(|spot| !spots.contains(spot)).collect::<Vec<_>>();
        spots.extend(more);
        spots.sort_by_key(|(number, span)| (*number, *span.start()));
        spots
    }

    /// What is blacked out for them: from the first word to the last of them in each line, the space between them too.
    pub(crate) fn areas(&self, spots: &[Spot]) -> Vec<Area> {
        let of = |(_, span): &Spot| self.words.get(span.clone()).unwrap_or_default();
        let lines = spots.iter().flat_map(|spot| of(spot).chunk_by(|one, other| one.line == other.line));
        lines.filter_map(|words| around(words.iter().map(|word| word.at))).collect()
    }

    /// What is said in the place of the picture: the words that are not blacked out, and for a hidden one what stands for it.
    pub(crate) fn said(&self, spots: &[Spot], gone: &[Area], stead: impl Fn(usize) -> String) -> String {
        let mut said: Vec<(usize, String)> = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let spot = spots.iter().find(|(_, span)| span.contains(&at));
            match spot {
                _ if gone.iter().any(|area| area.meets(word.at)) => {}
                Some((hidden, span)) if *span.start() == at => said.push((word.line, stead(*hidden))),
                Some(_) => {}
                None => said.push((word.line, word.text.clone())),
            }
        }
        let lines = said.chunk_by(|(one, _), (other, _)| one == other);
        let line = |words: &[(usize, String)]| words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ");
        lines.map(line).collect::<Vec<_>>().join("\n")
    }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A stretch of pixels as a part of a side: where it begins, and how long it is. None where it is not on the page.
fn part((from, long): (u32, u32), side: u32) -> Option<(u16, u16)> {
    let (from, end, side) = (u64::from(from), u64::from(from) + u64::from(long), u64::from(side));
    if long == 0 || end > side {
        return None;
    }
    let whole = u64::from(WHOLE);
    let start = u16::try_from(from * whole / side).ok()?;
    let end = u16::try_from((end * whole).div_ceil(side)).ok()?;
    Some((start, end.checked_sub(start)?))
}

/// The area that holds them all.
fn around(areas: impl Iterator<Item = Area>) -> Option<Area> {
    areas.reduce(|one, other| {
        let (left, top) = (one.left.min(other.left), one.top.min(other.top));
        let right = (one.left + one.width).max(other.left + other.width);
        let bottom = (one.top + one.height).max(other.top + other.height);
        Area { left, top, width: right - left, height: bottom - top }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TSV: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        4\t1\t1\t1\t1\t0\t100\t100\t600\t40\t-1\t\n\
        5\t1\t1\t1\t1\t1\t100\t100\t100\t40\t96.1\tbrother\n\
        5\t1\t1\t1\t1\t2\t220\t100\t100\t40\t95.0\tTomás\n\
        5\t1\t1\t1\t1\t3\t340\t100\t100\t40\t91\tVega.\n\
        5\t1\t1\t1\t2\t1\t100\t200\t100\t40\t96\tTomas\n\
        5\t1\t1\t1\t2\t2\t220\t200\t100\t40\t96\tcame\n\
        5\t1\t1\t1\t2\t3\t990\t200\t100\t40\t96\toff\n\
        5\t1\t1\t1\t2\t4\tx\t200\t100\t40\t96\todd\n";

    fn seen() -> Seen {
        Seen::of_tsv(TSV, (1_000, 1_000))
    }

    #[test]
    fn words_have_their_lines_and_places_and_what_lies_off_the_page_is_none() {
        assert_eq!(seen().text(), "brother Tomás Vega.\nTomas came");
        let lines = seen().lines();
        assert_eq!(lines.first().map(|(_, area)| *area), Some(Area { left: 1_000, top: 1_000, width: 3_400, height: 400 }));
    }

    #[test]
    fn a_hidden_name_is_found_in_every_spelling_and_blacked_out_with_the_space_in_it() {
        let seen = seen();
        let spots = seen.find(&["Tomás Vega".to_owned(), "tomás".to_owned()]);
        assert_eq!(spots, [(0, 1..=2), (1, 1..=1), (1, 3..=3)]);
        let areas = seen.areas(&spots);
        assert_eq!(areas.first(), Some(&Area { left: 2_200, top: 1_000, width: 2_200, height: 400 }));
        let said = seen.said(&spots, &[], |hidden| format!("[{hidden}]"));
        assert_eq!(said, "brother [0]\n[1] came");
    }

    #[test]
    fn what_is_blacked_out_by_hand_is_said_nowhere() {
        let seen = seen();
        let gone = Area { left: 0, top: 1_900, width: WHOLE, height: 700 };
        assert_eq!(seen.said(&[], &[gone], |_| String::new()), "brother Tomás Vega.");
    }
}
