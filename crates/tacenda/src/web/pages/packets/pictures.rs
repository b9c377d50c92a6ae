//! The pages of files that go with a packet: read by machine, decided by a person, and put in as pictures.

use std::collections::BTreeSet;
use std::sync::Arc;

use tacenda_desk::acts::Assembly;
use tacenda_desk::{Area, Attachment, Id, Kind, Looked, MOST_PAGES, Pages, RecordId, Stead, hide};
use tacenda_paper::Picture;
use tacenda_store::sealed;

use super::path;
use crate::problem::Problem;
use crate::scans::{Cut, Effort, Halt, Page, Seen, Spot};
use crate::web::ask::Ask;
use crate::web::uploads;
use crate::web::views::{Pictured, View};

/// A page as it goes.
pub(crate) struct Shown {
    /// Of which record, which file, and which page of it.
    pub(super) record: RecordId,
    pub(super) file: Id<Attachment>,
    pub(super) number: u32,
    pub(super) name: String,
    /// Where it is shown, and by what its picture is found again.
    pub(super) path: String,
    pub(super) key: [u8; 32],
    pub(super) picture: Picture,
    /// How often something hidden stood on it, and how many lines and areas were blacked out by hand.
    pub(super) names: usize,
    pub(super) lines: usize,
    pub(super) areas: usize,
    /// Whether a machine could read the page, and whether somebody read every word of it.
    pub(super) read: bool,
    pub(super) every: bool,
    /// Words that a machine has to read on it once more in the finished paper.
    pub(super) stays: BTreeSet<String>,
}

/// So few words, and a picture tells a machine nothing.
const FEW: usize = 3;

impl Shown {
    /// Whether no machine answers for it: somebody read every word, or there is nothing left that a machine could read.
    pub(super) fn is_by_eye(&self) -> bool {
        !self.read || self.every || self.stays.len() < FEW
    }

    /// Whether nobody answers for it: a machine could not read it, and nobody has said that they did.
    pub(super) const fn is_unread(&self) -> bool {
        !self.read && !self.every
    }
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
pub(super) fn page(ask: &Ask<'_>, file: &Attachment, number: u32, effort: &Effort) -> Result<Option<Arc<Page>>, Halt> {
    ask.site.scans.page(file, number, effort, &|| uploads::bytes(ask, file))
}

/// How many pages a file has, and what stands on that one.
pub(super) fn told(ask: &Ask<'_>, file: &Attachment, number: u32, effort: &Effort) -> Result<Option<(u32, Arc<Seen>)>, Halt> {
    ask.site.scans.told(file, number, effort, &|| uploads::bytes(ask, file))
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

/// Reads on, as far as the effort goes.
pub(super) fn texts(ask: &Ask<'_>, of: &Assembly, effort: &Effort) -> Result<Texts, Problem> {
    let mut texts = Texts { said: Vec::new(), all: 0 };
    let stays = |file: &Attachment| of.packet.pages_of(file.id).is_some_and(|pages| pages.stays);
    for (_, file) in files(of).filter(|(_, file)| are_shown(ask, of) && !stays(file)) {
        let (mut number, mut count) = (1, 1);
        while number <= count {
            // Of a file that is broken, or too long to go, there is nothing to look for.
            let told = match told(ask, file, number, effort) {
                Err(Halt::Later) => {
                    texts.all += usize::try_from(count - number + 1).unwrap_or_default();
                    break;
                }
                other => other?,
            };
            let Some((pages, seen)) = told.filter(|(pages, _)| *pages <= MOST_PAGES) else { break };
            count = pages;
            texts.said.push(seen.sense());
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
fn gone(of: &Assembly, seen: &Seen, looked: &Looked) -> (Vec<Spot>, Vec<Area>) {
    let spots = seen.find(&hidden(of));
    let areas = seen.areas(&spots);
    (spots, areas.into_iter().chain(looked.lines.iter().chain(&looked.areas).copied()).collect())
}

/// The picture of a page with what is blacked out on it.
pub(super) fn cut(
    ask: &Ask<'_>,
    of: &Assembly,
    (file, number): (&Attachment, u32),
    looked: &Looked,
    effort: &Effort,
) -> Result<Option<Cut>, Halt> {
    let Some((_, seen)) = told(ask, file, number, effort)? else { return Ok(None) };
    ask.site.scans.cut((file, number), &gone(of, &seen, looked).1, effort, &|| uploads::bytes(ask, file))
}

/// The pages that go, each with its file and what was decided of it, in the order in which they stand in the paper.
pub(super) fn going(of: &Assembly) -> impl Iterator<Item = (RecordId, &Attachment, u32, &Looked)> {
    let decided = |file: &Attachment| of.packet.pages_of(file.id).filter(|pages| pages.is_decided());
    files(of).flat_map(move |(record, file)| {
        decided(file).into_iter().flat_map(Pages::going).map(move |(number, looked)| (record, file, number, looked))
    })
}

/// The pages that go, as far as the effort went.
pub(super) enum Going {
    All(Vec<Shown>),
    /// So many of so many.
    Partly(usize, usize),
}

/// The pages that go, in the order in which they stand in the paper; none where nothing here shows pages.
pub(super) fn shown(ask: &Ask<'_>, of: &Assembly, stead: impl Fn(Stead) -> String, effort: &Effort) -> Result<Going, Problem> {
    let mut all = Vec::new();
    for one in going(of).filter(|_| are_shown(ask, of)) {
        match as_it_goes(ask, of, one, (&stead, effort)) {
            Ok(shown) => all.push(shown),
            Err(Halt::Later) => return Ok(Going::Partly(all.len(), going(of).count())),
            Err(Halt::Fault(problem)) => return Err(problem),
        }
    }
    Ok(Going::All(all))
}

fn as_it_goes(
    ask: &Ask<'_>,
    of: &Assembly,
    (record, file, number, looked): (RecordId, &Attachment, u32, &Looked),
    (stead, effort): (&impl Fn(Stead) -> String, &Effort),
) -> Result<Shown, Halt> {
    let lost = || Problem::Plainly("a page of a file cannot be shown any more: look at its pages again".to_owned());
    let (_, seen) = told(ask, file, number, effort)?.ok_or_else(lost)?;
    let cut = cut(ask, of, (file, number), looked, effort)?.ok_or_else(lost)?;
    let (spots, areas) = gone(of, &seen, looked);
    let by_hand: Vec<Area> = looked.lines.iter().chain(&looked.areas).copied().collect();
    let instead = |at: usize| of.packet.hidden.get(at).map(|hidden| stead(hidden.stead)).unwrap_or_default();
    let words = hide(&seen.said(&spots, &by_hand, instead), &of.packet.hidden, stead);
    Ok(Shown {
        record,
        file: file.id,
        number,
        name: file.name.clone(),
        path: path_of(of, file, number),
        key: cut.key,
        picture: Picture { png: cut.png.to_vec(), words },
        names: spots.len(),
        lines: looked.lines.len(),
        areas: looked.areas.len(),
        read: seen.is_read(),
        every: looked.every,
        stays: seen.stays(&spots, &areas),
    })
}

/// Remembers that a page with these pictures is shown: they come without a look of their own. `sha256`: of the paper whose pictures they are.
pub(super) fn is_viewed<'p>(
    ask: &Ask<'_>,
    of: &Assembly,
    pictures: impl Iterator<Item = (&'p str, [u8; 32])>,
    sha256: Option<&str>,
) -> Result<(), Problem> {
    let paper = |at: usize| Some((sha256?.to_owned(), u32::try_from(at).ok()?));
    let pictured =
        |(at, (path, key)): (usize, (&str, [u8; 32]))| Pictured { path: format!("{path}/picture"), key, of: paper(at) };
    ask.site.views.put(View {
        mark: ask.who()?.session.mark,
        packet: of.packet.id.to_string(),
        version: of.version,
        at: ask.site.wall()?,
        pictures: pictures.enumerate().map(pictured).collect(),
    });
    Ok(())
}

/// The same of the paper that is shown, with all of its pictures.
pub(super) fn comes_along(ask: &Ask<'_>, of: &Assembly, pictures: &[(usize, String, [u8; 32])]) -> Result<(), Problem> {
    let sha256 = of.packet.copy.as_ref().map(|copy| copy.sha256.as_str());
    is_viewed(ask, of, pictures.iter().map(|(_, path, key)| (path.as_str(), *key)), sha256)
}

/// The picture of the address, if the page with it was just shown here and its packet is what it was.
pub(super) fn viewed(ask: &Ask<'_>) -> Result<Option<Arc<Vec<u8>>>, Problem> {
    let (mark, id) = (ask.who()?.session.mark, ask.part("packet"));
    let Some((version, picture)) = ask.site.views.find(&mark, (id, ask.path), ask.site.wall()?) else { return Ok(None) };
    let now = ask.site.agency.db().read(|tx| sealed::latest(tx, Kind::Packet.word(), id))?;
    let same = now.is_some_and(|line| line.columns.version == version) && !ask.site.agency.ring().is_sealed();
    let Some(png) = ask.site.scans.cut_again(&picture.key).filter(|_| same) else { return Ok(None) };
    if let Some((sha256, at)) = picture.of {
        comes(ask, &sha256, at)?;
    }
    Ok(Some(png))
}

/// Keeps that a picture of the paper came to whoever reads it.
pub(super) fn comes(ask: &Ask<'_>, sha256: &str, at: u32) -> Result<(), Problem> {
    let session = &ask.who()?.session;
    if session.body.came_of(sha256).contains(&at) {
        return Ok(());
    }
    ask.site.sessions.comes(&ask.site.agency, session.mark, (sha256, at))
}

/// The pictures of the paper that did not come to whoever reads it: of which file, and which page of it.
pub(super) fn missed(ask: &Ask<'_>, of: &Assembly) -> Result<Vec<(String, u32)>, Problem> {
    let Some(copy) = of.packet.copy.as_ref().filter(|copy| copy.pictures > 0) else { return Ok(Vec::new()) };
    let came = ask.who()?.session.body.came_of(&copy.sha256);
    let all = (0..).zip(going(of)).filter(|(at, _)| !came.contains(at));
    Ok(all.map(|(_, (_, file, number, _))| (file.name.clone(), number)).collect())
}
