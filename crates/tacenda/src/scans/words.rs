//! The words of a page as a machine read them, each with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use tacenda_desk::{Area, WHOLE};
use tacenda_paper::{doubtful, misread, spans};

use super::turned::Turned;
use crate::calm::calm;

/// The most words of a page: one that holds more was made to.
const MOST: usize = 10_000;

/// From how sure the machine is of a word, in a hundred, the word stands there; and from how sure it is one at all.
const SURE: u8 = 80;
const LIKELY: u8 = 60;
/// From how many letters on being sure of a word tells anything, and whether it lies on its side.
const SHORT: usize = 3;
const LEVEL: usize = 4;
/// So many letters of which a machine is sure, and it could read something.
const SOME: usize = 9;

/// A word.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Word {
    /// As it was read.
    pub(crate) text: String,
    /// Its line, from nought.
    pub(crate) line: usize,
    /// Where it stands.
    pub(crate) at: Area,
    /// How sure the machine is of it, in a hundred.
    sure: u8,
}

impl Word {
    fn letters(&self) -> usize {
        self.text.chars().filter(|letter| letter.is_alphanumeric()).count()
    }

    /// Whether it stands there without doubt.
    fn is_sure(&self) -> bool {
        self.sure >= SURE && self.text.chars().filter(|letter| letter.is_alphabetic()).count() >= SHORT
    }
}

/// How many letters of those words there are.
fn letters<'w>(words: impl IntoIterator<Item = &'w Word>) -> usize {
    words.into_iter().map(Word::letters).sum()
}

/// How far a machine could read a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Read {
    /// Nothing stands on it.
    Blank,
    /// As good as all of it.
    Whole,
    /// Much on it is not what a machine can read.
    Partly,
    /// Nothing of which it is sure.
    #[default]
    Nothing,
}

/// What stands on a page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The words, as one reads.
    pub(crate) words: Vec<Word>,
    /// By how much it is turned so that it stands upright. Where things stand is said of the page as it lies.
    pub(crate) turned: Turned,
    /// How far it could be read.
    pub(crate) read: Read,
}

/// Which of the hidden words stands where: its number, and from which word of the page to which.
pub(crate) type Spot = (usize, RangeInclusive<usize>);

impl Seen {
    /// From what Tesseract says word by word (TSV), of a picture of that size, which was turned so before.
    pub(super) fn of_tsv(said: &str, (wide, high): (u32, u32), (turned, is_blank): (Turned, bool)) -> Self {
        let (mut words, mut lines) = (Vec::new(), BTreeMap::new());
        for row in said.lines() {
            let fields: Vec<&str> = row.splitn(12, '\t').collect();
            let [level, page, block, paragraph, line, _, left, top, width, height, sure, text] = fields.as_slice() else {
                continue;
            };
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
            let at = turned.back(Area { left: across.0, top: down.0, width: across.1, height: down.1 });
            let sure = sure.split('.').next().and_then(|whole| whole.parse::<u8>().ok()).unwrap_or_default();
            let mut word = Word { text, line, at, sure };
            // Some of what lies on its side is read as it lies: upright it is read better.
            if word.letters() >= LEVEL && height > width {
                word.sure = sure.min(LIKELY - 1);
            }
            words.push(word);
        }
        Self { words, turned, ..Self::default() }.graded(is_blank)
    }

    /// How far it could be read.
    fn graded(mut self, is_blank: bool) -> Self {
        let all = letters(&self.words);
        let likely = letters(self.words.iter().filter(|word| word.sure >= LIKELY));
        self.read = match self.sure_letters() {
            _ if is_blank && all == 0 => Read::Blank,
            ..SOME => Read::Nothing,
            _ if likely.saturating_mul(4) < all.saturating_mul(3) => Read::Partly,
            _ => Read::Whole,
        };
        self
    }

    fn sure_letters(&self) -> usize {
        letters(self.words.iter().filter(|word| word.is_sure()))
    }

    /// Whether a machine could read as good as all of it.
    pub(crate) const fn is_read(&self) -> bool {
        matches!(self.read, Read::Whole | Read::Blank)
    }

    /// Of the same page, read in each direction: the one in which most is sure, and what is sure in the others, as where a slip was stuck on it
    /// sideways.
    pub(super) fn best_of(mut all: Vec<Self>) -> Self {
        let most = all.iter().map(Self::sure_letters).max().unwrap_or_default();
        // Where nothing is sure in any direction the page stays as it lies.
        let is_best = |seen: &Self| most < SOME || seen.sure_letters() == most;
        let Some(at) = all.iter().position(is_best) else { return Self::default() };
        let is_blank = all.iter().all(|seen| seen.read == Read::Blank);
        let mut best = all.swap_remove(at);
        for other in &all {
            for line in other.words.chunk_by(|one, other| one.line == other.line) {
                let sure = letters(line.iter().filter(|word| word.is_sure()));
                let meets = |there: &Word| line.iter().any(|word| word.at.meets(there.at));
                if sure.saturating_mul(2) <= letters(line) || best.words.iter().any(|word| word.is_sure() && meets(word)) {
                    continue;
                }
                // What was made of it in the wrong direction is nothing.
                best.words.retain(|word| !meets(word));
                let next = best.words.last().map_or(0, |word| word.line.saturating_add(1));
                best.words.extend(line.iter().map(|word| Word { line: next, ..word.clone() }));
            }
        }
        best.graded(is_blank)
    }

    /// The words of which a machine is sure, but for what is hidden or gone: they are to be read once more in the finished paper.
    pub(crate) fn stays(&self, spots: &[Spot], gone: &[Area]) -> BTreeSet<String> {
        let hidden = |at: usize| spots.iter().any(|(_, span)| span.contains(&at));
        let stays =
            self.words.iter().enumerate().filter(|(at, word)| !hidden(*at) && !gone.iter().any(|area| area.meets(word.at)));
        stays.filter(|(_, word)| word.is_sure()).map(|(_, word)| bare(&word.text)).collect()
    }

    /// Whether half of those words and more were read here.
    pub(crate) fn has_most_of(&self, words: &BTreeSet<String>) -> bool {
        let here: BTreeSet<String> = self.words.iter().map(|word| bare(&word.text)).collect();
        words.intersection(&here).count().saturating_mul(2) >= words.len()
    }

    /// What stands there, line by line.
    pub(crate) fn text(&self) -> String {
        self.lines().into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n")
    }

    /// The same, but for what is no word: where a machine could not read the page, it makes up letters that nobody wrote.
    pub(crate) fn sense(&self) -> String {
        let lines = self.words.chunk_by(|one, other| one.line == other.line);
        let line = |words: &[Word]| {
            let sense: Vec<&str> = words.iter().filter(|word| self.is_sense(word)).map(|word| word.text.as_str()).collect();
            sense.join(" ")
        };
        lines.map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    const fn is_sense(&self, word: &Word) -> bool {
        match self.read {
            Read::Whole | Read::Blank => true,
            Read::Partly => word.sure >= LIKELY,
            Read::Nothing => false,
        }
    }

    /// Each line, and where it stands.
    pub(crate) fn lines(&self) -> Vec<(String, Area)> {
        let parts = self.words.chunk_by(|one, other| one.line == other.line);
        parts.filter_map(|words| Some((joined(words), around(words.iter().map(|word| word.at))?))).collect()
    }

    /// Where those words stand, in whatever spelling the finished paper is searched for.
    pub(crate) fn find(&self, hidden: &[String]) -> Vec<Spot> {
        let read: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        let mut spots = spans(&read, hidden);
        for way in 0..misread("").len() {
            let as_read = |text: &str| misread(text).into_iter().nth(way).unwrap_or_default();
            let alike: Vec<String> = read.iter().map(|word| as_read(word)).collect();
            let alike: Vec<&str> = alike.iter().map(String::as_str).collect();
            let like: Vec<String> = hidden.iter().map(|words| as_read(words)).collect();
            spots.extend(spans(&alike, &like));
        }
        let unsure = || self.words.iter().enumerate().filter(|(_, word)| word.sure < SURE);
        let may_be = hidden.iter().enumerate().flat_map(|(number, name)| {
            unsure().filter(|(_, word)| doubtful(&word.text, name)).map(move |(at, _)| (number, at..=at))
        });
        spots.extend(may_be);
        spots.sort_by_key(|(number, span)| (*number, *span.start(), *span.end()));
        spots.dedup();
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
                _ if gone.iter().any(|area| area.meets(word.at)) || !self.is_sense(word) => {}
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

/// The letters of a word.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
        Seen::of_tsv(TSV, (1_000, 1_000), (Turned::Not, false))
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

    /// Those words in a row, of which the machine is as sure as that.
    fn row(words: &str, sure: u8, turned: Turned) -> Seen {
        let word = |(at, word): (usize, &str)| format!("5\t1\t1\t1\t1\t{at}\t{}\t100\t90\t40\t{sure}.5\t{word}\n", at * 100);
        let said: String = words.split(' ').enumerate().map(word).collect();
        Seen::of_tsv(&said, (1_000, 1_000), (turned, false))
    }

    #[test]
    fn what_a_machine_is_not_sure_of_is_not_read() {
        assert_eq!(row("her brother came", 95, Turned::Not).read, Read::Whole);
        assert_eq!(row("her brother came", 40, Turned::Not).read, Read::Nothing);
        assert_eq!(row("a b c 1 2 3", 95, Turned::Not).read, Read::Nothing, "that may be anything");
        let mut half = row("her brother came", 95, Turned::Not);
        half.words.extend(row("sAepsony poubis ysep", 30, Turned::Not).words);
        let half = half.graded(false);
        assert_eq!((half.read, half.sense().as_str()), (Read::Partly, "her brother came"));
        assert_eq!(row("Www Vnn", 20, Turned::Not).sense(), "", "nobody is proposed who stands nowhere");
        let of = |is_blank| Seen::of_tsv("", (9, 9), (Turned::Not, is_blank)).read;
        assert_eq!((of(true), of(false)), (Read::Blank, Read::Nothing), "a drawing is not blank");
    }

    #[test]
    fn a_page_is_read_in_the_direction_in_which_most_is_sure_and_a_slip_on_it_in_its_own() {
        let over = row("Her brother came", 95, Turned::Over);
        let best = Seen::best_of(vec![row("aueo JOY 19H", 50, Turned::Not), over.clone(), row("x", 10, Turned::Left)]);
        assert_eq!((best.turned, best.read, best.text().as_str()), (Turned::Over, Read::Whole, "Her brother came"));
        // Said of the page as it lies.
        assert_eq!(best.words.first().map(|word| word.at), Some(Area { left: 9_100, top: 8_600, width: 900, height: 400 }));
        let nothing = Seen::best_of(vec![row("Vnn ww", 10, Turned::Not), row("Www nVu", 90, Turned::Over)]);
        assert_eq!((nothing.turned, nothing.read), (Turned::Not, Read::Nothing));
        let slip = row("Tomas Vega signed", 95, Turned::Right);
        let both = Seen::best_of(vec![row("Her brother came every day", 95, Turned::Not), slip, row("says", 20, Turned::Over)]);
        assert_eq!(both.text(), "Her brother came every day\nTomas Vega signed");
        assert_eq!(both.find(&["Vega".to_owned()]).len(), 1);
    }

    #[test]
    fn a_short_name_of_which_the_machine_is_not_sure_is_found_with_a_letter_that_looks_like_its_own() {
        let soto = ["Soto".to_owned()];
        assert_eq!(row("with Sato. today", 70, Turned::Not).find(&soto), [(0, 1..=1)]);
        assert_eq!(row("with Sato. today", 95, Turned::Not).find(&soto), [], "it is sure that this is another word");
        assert_eq!(row("with Ciara today", 95, Turned::Not).find(&["Clara".to_owned()]), [(0, 1..=1)]);
    }

    #[test]
    fn what_stays_is_known_again_in_the_finished_paper() {
        let seen = seen();
        let stays = seen.stays(&seen.find(&["Tomás Vega".to_owned()]), &[]);
        assert_eq!(stays.into_iter().collect::<Vec<_>>(), ["brother", "came", "tomas"]);
        let gone = [Area { left: 0, top: 0, width: WHOLE, height: 1_500 }];
        assert_eq!(seen.stays(&[], &gone).len(), 2);
        let half: BTreeSet<String> = ["came", "nothing"].map(str::to_owned).into();
        let none: BTreeSet<String> = ["who", "nothing"].map(str::to_owned).into();
        assert!(seen.has_most_of(&half) && !seen.has_most_of(&none) && seen.has_most_of(&BTreeSet::new()));
    }

    #[test]
    fn what_is_blacked_out_by_hand_is_said_nowhere() {
        let seen = seen();
        let gone = Area { left: 0, top: 1_900, width: WHOLE, height: 700 };
        assert_eq!(seen.said(&[], &[gone], |_| String::new()), "brother Tomás Vega.");
    }
}
