//! Pages of a record's files: they leave as pictures alone, and each of them only once a person has looked at it and said what is blacked out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::acts::ensure;
use crate::id::Id;
use crate::packet::Packet;
use crate::plain::quiet;
use crate::record::{Attachment, Record};
use crate::refusal::Refusal;

/// So many pages of files go in one packet at most, and so many a file may have of which some go.
pub const MOST_PAGES: u32 = 60;
/// So much is blacked out on a page by hand at most.
const MOST_AREAS: usize = 200;
/// The whole width of a page, or its height, in the unit in which areas are measured.
pub const WHOLE: u16 = 10_000;

/// A part of a page, in ten-thousandths of its width and its height.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// From the left edge.
    pub left: u16,
    /// From the upper edge.
    pub top: u16,
    /// How wide.
    pub width: u16,
    /// How high.
    pub height: u16,
}

impl Area {
    /// Whether it is something, and lies on the page.
    pub fn is_sound(self) -> bool {
        let on = |from: u16, long: u16| long > 0 && from < WHOLE && long <= WHOLE - from;
        on(self.left, self.width) && on(self.top, self.height)
    }

    /// Whether the two have a point in common.
    pub fn meets(self, other: Self) -> bool {
        let apart = |from: u16, long: u16, to: u16, wide: u16| from >= to.saturating_add(wide) || to >= from.saturating_add(long);
        !apart(self.left, self.width, other.left, other.width) && !apart(self.top, self.height, other.top, other.height)
    }
}

/// A page that somebody looked at.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// It stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
    /// Other words are hidden since: it is another picture, and is looked at once more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// They read every word on it: no machine has to answer for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub every: bool,
    /// Lines of writing that are blacked out whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Area>,
    /// What else is blacked out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
}

impl Looked {
    fn is_sound(&self) -> bool {
        let marked = || self.lines.iter().chain(&self.areas);
        marked().count() <= MOST_AREAS && marked().all(|area| area.is_sound())
    }
}

/// What was decided of a file's pages.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// Which file.
    pub file: Id<Attachment>,
    /// So many it has; none where no machine here makes anything of it.
    pub count: u32,
    /// All of it stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
    /// Those that somebody looked at, by their number, from one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub looked: BTreeMap<u32, Looked>,
}
quiet!(Area, Looked, Pages);

impl Pages {
    /// Of a file that nobody looked at yet.
    pub const fn new(file: Id<Attachment>, count: u32) -> Self {
        Self { file, count, stays: false, looked: BTreeMap::new() }
    }

    /// Whether somebody looked at each page, or said that all stay.
    pub fn is_decided(&self) -> bool {
        self.stays || (self.count > 0 && self.open().is_none())
    }

    /// The first page that nobody looked at as it is now.
    pub fn open(&self) -> Option<u32> {
        (1..=self.count.min(MOST_PAGES)).find(|page| self.looked.get(page).is_none_or(|looked| looked.again))
    }

    /// To be looked at once more, where pages go.
    pub(crate) fn seen_again(mut self) -> Self {
        self.looked.values_mut().for_each(|looked| looked.again = !looked.stays);
        self
    }

    /// The pages that go, in order.
    pub fn going(&self) -> impl Iterator<Item = (u32, &Looked)> {
        let all = self.looked.iter().filter(|(_, looked)| !self.stays && !looked.stays);
        all.map(|(page, looked)| (*page, looked))
    }

    fn is_sound(&self) -> bool {
        let numbered = self.looked.keys().all(|page| (1..=self.count).contains(page));
        numbered && (self.stays || self.count <= MOST_PAGES) && self.looked.values().all(Looked::is_sound)
    }
}

impl Packet {
    /// What was decided of that file.
    pub fn pages_of(&self, file: Id<Attachment>) -> Option<&Pages> {
        self.pages.iter().find(|pages| pages.file == file)
    }

    /// Whether a page of a file of these records goes.
    pub(crate) fn has_pictures(&self, records: &[&Record]) -> bool {
        let goes = |file: &Attachment| self.pages_of(file.id).is_some_and(|pages| pages.going().next().is_some());
        records.iter().flat_map(|record| &record.attachments).any(goes)
    }

    /// Whether somebody looked at each page of each file of these records that has pages.
    pub(crate) fn is_looked_through(&self, records: &[&Record]) -> bool {
        let decided = |file: &Attachment| self.pages_of(file.id).is_some_and(Pages::is_decided);
        records.iter().flat_map(|record| &record.attachments).filter(|file| file.has_pages()).all(decided)
    }

    /// Whether whoever looked at these pages read every word of them.
    pub(crate) fn is_read_by_people(&self, pages: &[(Id<Attachment>, u32)]) -> bool {
        let looked = |(file, number): &(_, u32)| self.pages_of(*file)?.looked.get(number);
        pages.iter().all(|page| looked(page).is_some_and(|looked| looked.every && !looked.again))
    }

    /// With this decided of a file of those records.
    pub(crate) fn with_pages(&self, pages: Pages, records: &[&Record]) -> Result<Self, Refusal> {
        let mut files = records.iter().flat_map(|record| &record.attachments).filter(|file| file.has_pages());
        ensure(files.any(|file| file.id == pages.file) && pages.is_sound(), Refusal::BadValue)?;
        let mut next = self.opened()?;
        next.pages.retain(|there| there.file != pages.file);
        next.pages.push(pages);
        next.pages.sort_by_key(|pages| pages.file);
        let here = |file| records.iter().flat_map(|record| &record.attachments).any(|there| there.id == file);
        let going: usize = next.pages.iter().filter(|pages| here(pages.file)).map(|pages| pages.going().count()).sum();
        ensure(u32::try_from(going).is_ok_and(|going| going <= MOST_PAGES), Refusal::BadValue)?;
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Now, Time};

    fn area(left: u16, top: u16, width: u16, height: u16) -> Area {
        Area { left, top, width, height }
    }

    #[test]
    fn an_area_lies_on_the_page_and_meets_what_it_touches() {
        assert!(area(0, 0, WHOLE, WHOLE).is_sound() && area(9_999, 0, 1, 1).is_sound());
        for off in [area(0, 0, 0, 1), area(9_999, 0, 2, 1), area(WHOLE, 0, 1, 1), area(u16::MAX, 0, 1, u16::MAX)] {
            assert!(!off.is_sound());
        }
        assert!(area(100, 100, 50, 50).meets(area(149, 149, 1, 1)));
        assert!(!area(100, 100, 50, 50).meets(area(150, 100, 10, 10)) && !area(100, 100, 50, 50).meets(area(100, 0, 50, 100)));
    }

    #[test]
    fn a_file_is_decided_once_each_page_was_looked_at_or_all_of_it_stays() {
        let file = Id::new(Now::trusted(Time(0)), [1; 10]);
        let mut pages = Pages::new(file, 2);
        assert!(!pages.is_decided() && !Pages::new(file, 0).is_decided());
        pages.looked.insert(1, Looked::default());
        assert!(!pages.is_decided());
        pages.looked.insert(2, Looked { stays: true, ..Looked::default() });
        assert!(pages.is_decided() && pages.is_sound());
        assert_eq!(pages.going().map(|(page, _)| page).collect::<Vec<_>>(), [1]);
        let again = pages.clone().seen_again();
        assert!(!again.is_decided() && again.open() == Some(1), "the one that goes is another picture now");
        assert!(Pages { stays: true, ..Pages::new(file, 4_000) }.is_decided());
        pages.looked.insert(3, Looked::default());
        assert!(!pages.is_sound(), "there is no third page");
        assert!(!Pages::new(file, MOST_PAGES + 1).is_sound());
    }
}
