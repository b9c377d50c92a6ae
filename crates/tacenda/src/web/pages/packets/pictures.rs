//! The pages of files that go with a packet: read by machine, decided by a person, and put in as pictures.

use std::sync::Arc;

use tacenda_desk::acts::Assembly;
use tacenda_desk::{Area, Attachment, Looked, MOST_PAGES, Pages, RecordId, Stead, hide};
use tacenda_paper::Picture;

use super::path;
use crate::problem::Problem;
use crate::scans::{Page, Spot};
use crate::web::ask::Ask;
use crate::web::uploads;

/// So many pages are read by machine for one look, and the others for the next: each takes a second or two.
pub(super) const AT_ONCE: usize = 6;

/// A page as it goes.
pub(crate) struct Shown {
    /// Of which record.
    pub(super) record: RecordId,
    /// Where it is shown.
    pub(super) path: String,
    pub(super) picture: Picture,
    /// How often something hidden stood on it, and how many lines and areas were blacked out by hand.
    pub(super) names: usize,
    pub(super) lines: usize,
    pub(super) areas: usize,
}

/// Whether pages are shown: where a machine does it, and not of what only people's own keys open, for it would lie in the program's memory.
pub(super) fn are_shown(ask: &Ask<'_>, of: &Assembly) -> bool {
    ask.site.scans.is_there() && !of.packet.level.is_person_wrapped()
}

/// The files that have pages, each with its record.
pub(super) fn files(of: &Assembly) -> impl Iterator<Item = (RecordId, &Attachment)> {
    let all = of.records.iter().flat_map(|record| record.attachments.iter().map(|file| (record.id, file)));
    all.filter(|(_, file)| file.has_pages())
}

/// A page of a file, as it is read here; none where no machine makes anything of it.
pub(super) fn page(ask: &Ask<'_>, file: &Attachment, number: u32) -> Result<Option<Arc<Page>>, Problem> {
    ask.site.scans.page(file, number, || uploads::bytes(ask, file))
}

/// Where a page is shown.
pub(super) fn path_of(of: &Assembly, file: &Attachment, number: u32) -> String {
    path(&of.packet, &format!("pages/{}/{number}", file.id))
}

/// What stands on the pages of files, as far as they were read by now.
pub(super) struct Texts {
    pub(super) said: Vec<String>,
    /// Of so many pages that are known of.
    pub(super) all: usize,
}

impl Texts {
    /// Whether each page was read.
    pub(super) fn is_whole(&self) -> bool {
        self.said.len() >= self.all
    }
}

/// Reads on, some pages at a time.
pub(super) fn texts(ask: &Ask<'_>, of: &Assembly) -> Result<Texts, Problem> {
    let (mut texts, mut new) = (Texts { said: Vec::new(), all: 0 }, 0);
    let stays = |file: &Attachment| of.packet.pages_of(file.id).is_some_and(|pages| pages.stays);
    for (_, file) in files(of).filter(|(_, file)| are_shown(ask, of) && !stays(file)) {
        let (mut number, mut count) = (1, 1);
        while number <= count {
            new += usize::from(!ask.site.scans.knows(file, number));
            if new > AT_ONCE {
                texts.all += usize::try_from(count - number + 1).unwrap_or_default();
                break;
            }
            // Of a file that is broken, or too long to go, there is nothing to look for.
            let told = ask.site.scans.told(file, number, || uploads::bytes(ask, file))?;
            let Some((pages, seen)) = told.filter(|(pages, _)| *pages <= MOST_PAGES) else { break };
            count = pages;
            texts.said.push(seen.text());
            texts.all += 1;
            number += 1;
        }
    }
    Ok(texts)
}

/// What is hidden, as it is looked for.
fn hidden(of: &Assembly) -> Vec<String> {
    of.packet.hidden.iter().map(|hidden| hidden.words.clone()).collect()
}

/// What is blacked out on a page: for what is hidden, and by hand.
fn gone(of: &Assembly, page: &Page, looked: &Looked) -> (Vec<Spot>, Vec<Area>) {
    let spots = page.seen.find(&hidden(of));
    let areas = page.seen.areas(&spots);
    (spots, areas.into_iter().chain(looked.lines.iter().chain(&looked.areas).copied()).collect())
}

/// The picture of a page with what is blacked out on it.
pub(super) fn cut(ask: &Ask<'_>, of: &Assembly, page: &Page, looked: &Looked) -> Result<Arc<Vec<u8>>, Problem> {
    ask.site.scans.cut(page, &gone(of, page, looked).1)
}

/// The pages that go, in the order in which they stand in the paper; none where nothing here shows pages.
pub(super) fn shown(ask: &Ask<'_>, of: &Assembly, stead: impl Fn(Stead) -> String) -> Result<Vec<Shown>, Problem> {
    let mut all = Vec::new();
    for (record, file) in files(of).filter(|_| are_shown(ask, of)) {
        let decided = of.packet.pages_of(file.id).filter(|pages| pages.is_decided());
        for (number, looked) in decided.into_iter().flat_map(Pages::going) {
            let lost = || Problem::Plainly("a page of a file cannot be shown any more: look at its pages again".to_owned());
            let page = page(ask, file, number)?.ok_or_else(lost)?;
            let (spots, areas) = gone(of, &page, looked);
            let by_hand: Vec<Area> = looked.lines.iter().chain(&looked.areas).copied().collect();
            let instead = |at: usize| of.packet.hidden.get(at).map(|hidden| stead(hidden.stead)).unwrap_or_default();
            let words = hide(&page.seen.said(&spots, &by_hand, instead), &of.packet.hidden, &stead);
            all.push(Shown {
                record,
                path: path_of(of, file, number),
                picture: Picture { png: ask.site.scans.cut(&page, &areas)?.to_vec(), words },
                names: spots.len(),
                lines: looked.lines.len(),
                areas: looked.areas.len(),
            });
        }
    }
    Ok(all)
}
