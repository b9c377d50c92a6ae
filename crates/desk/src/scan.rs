//! Papers that were put in as files: into a matter, or beside a permission.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::acts::ensure;
use crate::id::Id;
use crate::plain::quiet;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::time::Time;

/// A paper, as a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// What was put in.
    pub file: Attachment,
    /// When.
    pub at: Time,
    /// By whom.
    pub who: String,
    /// Why it does not belong here, where it was put in by mistake: then nobody is given it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
}

/// All of them, in the order in which they came.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scans(Vec<Scan>);
quiet!(Scan, Scans);

impl Deref for Scans {
    type Target = [Scan];

    fn deref(&self) -> &[Scan] {
        &self.0
    }
}

impl Scans {
    /// Those that belong here.
    pub fn here(&self) -> impl Iterator<Item = &Scan> {
        self.0.iter().filter(|scan| scan.mistake.is_none())
    }

    /// That one, if it belongs here.
    pub fn find(&self, file: Id<Attachment>) -> Option<&Scan> {
        self.here().find(|scan| scan.file.id == file)
    }

    /// One more, of so many at most. That it is what the chunks hold is for whoever keeps them to see.
    pub(crate) fn put(&mut self, file: &Attachment, (at, who): (Time, &str), most: usize) -> Result<(), Refusal> {
        let is_new = self.0.iter().all(|there| there.file.id != file.id);
        ensure(file.is_sound() && is_new && self.0.len() < most, Refusal::BadValue)?;
        self.0.push(Scan { file: file.clone(), at, who: who.to_owned(), mistake: None });
        Ok(())
    }

    /// It does not belong here: nobody is given it any more, and its name, which may be somebody else's, is gone. What was put in stays
    /// sealed until the file ends. When it was put in.
    pub(crate) fn retract(&mut self, file: Id<Attachment>, why: &str) -> Result<Time, Refusal> {
        let there = self.0.iter_mut().find(|scan| scan.file.id == file && scan.mistake.is_none());
        let scan = there.ok_or(Refusal::NotFoundOrNotYours)?;
        scan.mistake = Some(why.to_owned());
        scan.file.name.clear();
        Ok(scan.at)
    }
}
