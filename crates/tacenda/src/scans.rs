//! Pages of files as pictures: drawn, read and blacked out apart from the server, by Poppler, Tesseract and ourselves. What was read is kept in
//! memory, some pages of it, so that a page is not read at each look; nothing of it is written anywhere.

mod pixels;
mod tiff;
mod words;
mod work;

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tacenda_desk::{Area, Attachment};

use crate::apart::Apart;
use crate::problem::Problem;

pub(crate) use words::{Seen, Spot};
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
    /// Its picture, a PNG of greys.
    png: Vec<u8>,
}

impl Page {
    /// How wide and how high its picture is (ISO/IEC 15948, 11.2.2).
    pub(crate) fn size(&self) -> (u32, u32) {
        let side = |at: usize| {
            let four: Option<[u8; 4]> = self.png.get(at..at + 4).and_then(|four| four.try_into().ok());
            four.map(u32::from_be_bytes).unwrap_or_default()
        };
        (side(16), side(20))
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

/// What shows pages.
#[derive(Debug, Default)]
pub(crate) struct Scans {
    apart: Apart,
    /// The languages that are read, joined as Tesseract wants them; none: nothing is shown.
    languages: String,
    pages: Kept<Key, Option<Arc<Page>>>,
    /// How many pages the file has, and what stands on that one: small beside its picture.
    told: Kept<Key, Option<(u32, Arc<Seen>)>>,
    cuts: Kept<[u8; 32], Arc<Vec<u8>>>,
    read: Kept<[u8; 32], Arc<Seen>>,
    /// What stands on each picture page of a finished paper, by its digest.
    papers: Kept<[u8; 32], Arc<Vec<(usize, String)>>>,
    /// So many looks went by since somebody needed one.
    unused: AtomicU32,
}

/// The pictures of a finished paper, read again.
#[derive(Debug)]
pub(crate) enum Back {
    /// What stands on each of those pages.
    Read(Arc<Vec<(usize, String)>>),
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

    /// Whether that page need not be read any more.
    pub(crate) fn knows(&self, file: &Attachment, page: u32) -> bool {
        self.told.get(&(file.sha256.clone(), page)).is_some()
    }

    /// That page of a file, from one; none where no machine here makes anything of it.
    pub(crate) fn page(
        &self,
        file: &Attachment,
        page: u32,
        bytes: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Option<Arc<Page>>, Problem> {
        let key = (file.sha256.clone(), page);
        self.unused.store(0, Ordering::Relaxed);
        if !self.is_there() || !file.has_pages() {
            return Ok(None);
        }
        if let Some(there) = self.pages.get(&key) {
            return Ok(there);
        }
        let (ended, made) = self.apart.run(&[VERB, "page", &file.media_type, &page.to_string(), &self.languages], &bytes()?)?;
        let page = work::parted(&made).filter(|_| ended.success()).and_then(|(told, png)| {
            let work::Told { pages, seen } = serde_json::from_slice(told).ok()?;
            Some(Arc::new(Page { pages, seen: Arc::new(seen), png: png.to_vec() }))
        });
        self.told.put(key.clone(), page.as_ref().map(|page| (page.pages, Arc::clone(&page.seen))), KEPT_TEXTS);
        Ok(self.pages.put(key, page, KEPT))
    }

    /// How many pages the file has, and what stands on that one.
    pub(crate) fn told(
        &self,
        file: &Attachment,
        page: u32,
        bytes: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Option<(u32, Arc<Seen>)>, Problem> {
        if let Some(there) = self.told.get(&(file.sha256.clone(), page)) {
            return Ok(there);
        }
        Ok(self.page(file, page, bytes)?.map(|page| (page.pages, Arc::clone(&page.seen))))
    }

    /// The picture of the page, black where those areas are: built of nothing but its pixels.
    pub(crate) fn cut(&self, page: &Page, areas: &[Area]) -> Result<Arc<Vec<u8>>, Problem> {
        let mut input = serde_json::to_vec(areas).map_err(|_| Problem::BadForm)?;
        input.push(b'\n');
        input.extend_from_slice(&page.png);
        let key = Sha256::digest(&input).into();
        if let Some(there) = self.cuts.get(&key) {
            return Ok(there);
        }
        let (ended, png) = self.apart.run(&[VERB, "cut"], &input)?;
        let made = ended.success() && png.starts_with(b"\x89PNG");
        if made { Ok(self.cuts.put(key, Arc::new(png), KEPT)) } else { Err(uncut()) }
    }

    /// What stands on the pictures of a finished paper, drawn from its bytes and read anew. `most`: so many are read now, and the rest when
    /// somebody asks again.
    pub(crate) fn back(&self, pdf: &[u8], pages: &[usize], most: usize) -> Result<Back, Problem> {
        let key = Sha256::digest(pdf).into();
        if let Some(there) = self.papers.get(&key) {
            return Ok(Back::Read(there));
        }
        let (mut all, mut new) = (Vec::new(), 0);
        for page in pages {
            let (ended, png) = self.apart.run(&[VERB, "back", &(page + 1).to_string()], pdf)?;
            if !ended.success() {
                return Err(unread());
            }
            let digest = Sha256::digest(&png).into();
            let known = self.read.get(&digest);
            new += usize::from(known.is_none());
            if new > most {
                return Ok(Back::Partly(all.len()));
            }
            let seen = known.map_or_else(|| self.words(digest, &png), Ok)?;
            all.push((*page, seen.text()));
        }
        Ok(Back::Read(self.papers.put(key, Arc::new(all), KEPT)))
    }

    fn words(&self, digest: [u8; 32], png: &[u8]) -> Result<Arc<Seen>, Problem> {
        let (ended, said) = self.apart.run(&[VERB, "words", &self.languages], png)?;
        let seen = serde_json::from_slice(&said).ok().filter(|_| ended.success()).ok_or_else(unread)?;
        Ok(self.read.put(digest, Arc::new(seen), KEPT_TEXTS))
    }
}

fn uncut() -> Problem {
    Problem::Plainly("a page could not be blacked out, so nothing goes".to_owned())
}

fn unread() -> Problem {
    Problem::Plainly("the pictures of the finished paper could not be read again, so nothing goes".to_owned())
}
