//! Pages of files as pictures: drawn, read and blacked out apart from the server, by Poppler, Tesseract and ourselves. What was read is kept in
//! memory, some pages of it, so that a page is not read at each look; nothing of it is written anywhere.

mod pixels;
mod tiff;
mod turned;
mod words;
mod work;

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tacenda_desk::{Area, Attachment};

use crate::apart::Apart;
use crate::problem::Problem;

pub(crate) use turned::Turned;
pub(crate) use words::{Read, Seen, Spot};
pub(crate) use work::work;

/// The verb by which the program does it.
const VERB: &str = "scan";
/// So many pages are remembered, as they came and as they go.
const KEPT: usize = 128;
/// The same of what stands on them.
const KEPT_TEXTS: usize = 2_000;

/// A page of a file.
pub(crate) struct Page {
    /// Of so many.
    pub(crate) pages: u32,
    /// Its words.
    pub(crate) seen: Arc<Seen>,
    /// Its picture, a PNG of greys, as it lies in the file.
    png: Arc<Vec<u8>>,
}

impl Page {
    /// How wide and how high its picture is once it stands upright (ISO/IEC 15948, 11.2.2).
    pub(crate) fn size(&self) -> (u32, u32) {
        let side = |at: usize| {
            let four: Option<[u8; 4]> = self.png.get(at..at + 4).and_then(|four| four.try_into().ok());
            four.map(u32::from_be_bytes).unwrap_or_default()
        };
        let (wide, high) = (side(16), side(20));
        if self.seen.turned.lies() { (high, wide) } else { (wide, high) }
    }
}

/// How much work is left for one request: what is not done in it is done in the next.
#[derive(Debug)]
pub(crate) struct Effort(Cell<usize>);

/// What one request does at most, where drawing a page or blacking it out is one, and reading it is several: about ten seconds. A page that
/// was begun is read to its end.
const EFFORT: usize = 24;
const READING: usize = 4;

impl Effort {
    pub(crate) const fn of_a_request() -> Self {
        Self(Cell::new(EFFORT))
    }

    /// Begins something that takes so much, unless nothing is left.
    fn begin(&self, much: usize) -> Result<(), Halt> {
        if self.0.get() == 0 {
            return Err(Halt::Later);
        }
        self.spend(much);
        Ok(())
    }

    fn spend(&self, much: usize) {
        self.0.set(self.0.get().saturating_sub(much));
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Halt {
    /// This request has done enough: the next one goes on.
    Later,
    /// Something is wrong.
    Fault(Problem),
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Fault(problem)
    }
}

impl From<Halt> for Problem {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Later => Self::Busy,
            Halt::Fault(problem) => problem,
        }
    }
}

/// What was made already, the oldest first.
struct Kept<K, V>(Mutex<VecDeque<(K, V)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> fmt::Debug for Kept<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

impl<K: PartialEq, V: Clone> Kept<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|(there, _)| there == key)
            .map(|(_, value)| value.clone())
    }

    fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn put(&self, key: K, value: V, most: usize) -> V {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(there, _)| *there != key);
        if kept.len() >= most {
            kept.pop_front();
        }
        kept.push_back((key, value.clone()));
        value
    }
}

/// A file's page, by the digest of the file.
type Key = (String, u32);

/// How many pages the file has, and what stands on that one; none where no machine here makes anything of it.
type Told = Option<(u32, Arc<Seen>)>;

/// Where a file's bytes come from.
type Source<'s> = &'s dyn Fn() -> Result<Vec<u8>, Problem>;

/// What shows pages.
#[derive(Debug, Default)]
pub(crate) struct Scans {
    apart: Apart,
    /// The languages that are read, joined as Tesseract wants them; none: nothing is shown.
    languages: String,
    pages: Kept<Key, Arc<Vec<u8>>>,
    /// What is told of pages is small beside their pictures.
    told: Kept<Key, Told>,
    cuts: Kept<[u8; 32], Arc<Vec<u8>>>,
    read: Kept<[u8; 32], Arc<Seen>>,
    /// What stands on a page of a finished paper, by its digest.
    papers: Kept<([u8; 32], usize), Arc<Seen>>,
    /// So many looks went by since somebody needed one.
    unused: AtomicU32,
}

/// The pictures of a finished paper, read again.
pub(crate) enum Back {
    /// What stands on each of those pages.
    Read(Vec<(usize, Arc<Seen>)>),
    /// So many of them are read so far.
    Partly(usize),
}

impl Scans {
    pub(crate) fn new(program: Option<&Path>, languages: &[String]) -> Self {
        Self { apart: Apart::new(program), languages: languages.join("+"), ..Self::default() }
    }

    /// Whether pages can be shown here.
    pub(crate) const fn is_there(&self) -> bool {
        !self.languages.is_empty()
    }

    /// Called again and again: what nobody needed for so many looks leaves the memory, and all of it once the keys are sealed.
    pub(crate) fn forgets(&self, sealed: bool, looks: u32) {
        if sealed || self.unused.fetch_add(1, Ordering::Relaxed) >= looks {
            self.pages.clear();
            self.told.clear();
            self.cuts.clear();
            self.read.clear();
            self.papers.clear();
        }
    }

    /// How many pages the file has, and what stands on that one, from one; none where no machine here makes anything of it.
    pub(crate) fn told(&self, file: &Attachment, page: u32, effort: &Effort, bytes: Source<'_>) -> Result<Told, Halt> {
        let key = (file.sha256.clone(), page);
        self.unused.store(0, Ordering::Relaxed);
        if !self.is_there() || !file.has_pages() {
            return Ok(None);
        }
        if let Some(there) = self.told.get(&key) {
            return Ok(there);
        }
        effort.begin(READING)?;
        let bytes = bytes()?;
        let read = |turned: Turned| -> Result<Option<(work::Told, Vec<u8>)>, Problem> {
            let words = [VERB, "page", &file.media_type, &page.to_string(), &self.languages, turned.word()];
            let (ended, made) = self.apart.run(&words, &bytes)?;
            let parted = work::parted(&made).filter(|_| ended.success());
            Ok(parted.and_then(|(told, png)| Some((serde_json::from_slice(told).ok()?, png.to_vec()))))
        };
        let Some((work::Told { pages, seen }, png)) = read(Turned::default())? else {
            return Ok(self.told.put(key, None, KEPT_TEXTS));
        };
        let seen = upright(seen, effort, |turned| Ok(read(turned)?.map(|(told, _)| told.seen)))?;
        self.pages.put(key.clone(), Arc::new(png), KEPT);
        Ok(self.told.put(key, Some((pages, Arc::new(seen))), KEPT_TEXTS))
    }

    /// The same with its picture.
    pub(crate) fn page(
        &self,
        file: &Attachment,
        page: u32,
        effort: &Effort,
        bytes: Source<'_>,
    ) -> Result<Option<Arc<Page>>, Halt> {
        let Some((pages, seen)) = self.told(file, page, effort, bytes)? else { return Ok(None) };
        let key = (file.sha256.clone(), page);
        let png = match self.pages.get(&key) {
            Some(there) => there,
            None => {
                effort.begin(1)?;
                let (ended, png) = self.apart.run(&[VERB, "draw", &file.media_type, &page.to_string()], &bytes()?)?;
                if !ended.success() {
                    return Ok(None);
                }
                self.pages.put(key, Arc::new(png), KEPT)
            }
        };
        Ok(Some(Arc::new(Page { pages, seen, png })))
    }

    /// The picture of the page, black where those areas of the file are, and upright: built of nothing but its pixels. None where no machine
    /// makes anything of the page.
    pub(crate) fn cut(
        &self,
        (file, page): (&Attachment, u32),
        areas: &[Area],
        effort: &Effort,
        bytes: Source<'_>,
    ) -> Result<Option<Cut>, Halt> {
        let Some((_, seen)) = self.told(file, page, effort, bytes)? else { return Ok(None) };
        let mut input = serde_json::to_vec(areas).map_err(|_| Problem::BadForm)?;
        input.push(b'\n');
        let named = format!("{}\n{page}\n{}\n", file.sha256, seen.turned.word());
        let key = Sha256::new_with_prefix(named).chain_update(&input).finalize().into();
        if let Some(png) = self.cuts.get(&key) {
            return Ok(Some(Cut { png, key }));
        }
        effort.begin(1)?;
        let Some(page) = self.page(file, page, effort, bytes)? else { return Ok(None) };
        input.extend_from_slice(&page.png);
        let (ended, png) = self.apart.run(&[VERB, "cut", seen.turned.word()], &input)?;
        let made = ended.success() && png.starts_with(b"\x89PNG");
        if !made {
            return Err(uncut().into());
        }
        Ok(Some(Cut { png: self.cuts.put(key, Arc::new(png), KEPT), key }))
    }

    /// A picture that was made of late, by its key.
    pub(crate) fn cut_again(&self, key: &[u8; 32]) -> Option<Arc<Vec<u8>>> {
        self.unused.store(0, Ordering::Relaxed);
        self.cuts.get(key)
    }

    /// What stands on the pictures of a finished paper, drawn from its bytes and read anew, as far as the effort goes: the rest when somebody
    /// asks again.
    pub(crate) fn back(&self, pdf: &[u8], pages: &[usize], effort: &Effort) -> Result<Back, Problem> {
        let digest: [u8; 32] = Sha256::digest(pdf).into();
        let mut all = Vec::new();
        for page in pages {
            match self.back_page((pdf, digest), *page, effort) {
                Ok(seen) => all.push((*page, seen)),
                Err(Halt::Later) => return Ok(Back::Partly(all.len())),
                Err(Halt::Fault(problem)) => return Err(problem),
            }
        }
        Ok(Back::Read(all))
    }

    fn back_page(&self, (pdf, digest): (&[u8], [u8; 32]), page: usize, effort: &Effort) -> Result<Arc<Seen>, Halt> {
        if let Some(there) = self.papers.get(&(digest, page)) {
            return Ok(there);
        }
        effort.begin(1)?;
        let (ended, png) = self.apart.run(&[VERB, "back", &(page + 1).to_string()], pdf)?;
        if !ended.success() {
            return Err(unread().into());
        }
        // The same picture is not read twice, on whatever paper it stands.
        let picture: [u8; 32] = Sha256::digest(&png).into();
        let seen = match self.read.get(&picture) {
            Some(known) => known,
            None => {
                effort.begin(READING)?;
                let seen = upright(self.words(&png, Turned::default())?, effort, |turned| self.words(&png, turned).map(Some))?;
                self.read.put(picture, Arc::new(seen), KEPT_TEXTS)
            }
        };
        Ok(self.papers.put((digest, page), seen, KEPT_TEXTS))
    }

    fn words(&self, png: &[u8], turned: Turned) -> Result<Seen, Problem> {
        let (ended, said) = self.apart.run(&[VERB, "words", &self.languages, turned.word()], png)?;
        serde_json::from_slice(&said).ok().filter(|_| ended.success()).ok_or_else(unread)
    }
}

/// A page as it goes.
pub(crate) struct Cut {
    pub(crate) png: Arc<Vec<u8>>,
    /// By which it is found again.
    pub(crate) key: [u8; 32],
}

/// What stands on a page that may lie on its side or upside down: where little of it could be read for sure, it is read in the other
/// directions too, each in a run of its own. The one in which most is sure is upright; what is sure in another one stands on it besides.
fn upright(first: Seen, effort: &Effort, mut read: impl FnMut(Turned) -> Result<Option<Seen>, Problem>) -> Result<Seen, Problem> {
    if first.is_read() {
        return Ok(first);
    }
    let mut all = vec![first];
    for turned in Turned::OTHERS {
        effort.spend(READING);
        let Some(seen) = read(turned)? else { continue };
        let is_read = seen.is_read();
        all.push(seen);
        // It stands upright so, and nothing is left to ask.
        if is_read {
            break;
        }
    }
    Ok(Seen::best_of(all))
}

fn uncut() -> Problem {
    Problem::Plainly("a page could not be blacked out, so nothing goes".to_owned())
}

fn unread() -> Problem {
    Problem::Plainly("the pictures of the finished paper could not be read again, so nothing goes".to_owned())
}
