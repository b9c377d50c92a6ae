//! Pages that were shown and have pictures: whoever may see the page gets its pictures without asking for each, for a short time, in that session,
//! as long as the packet is what it was. So a page with sixty pictures is one look and not sixty-one.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use tacenda_desk::Time;

/// For so many minutes; later the same address is a look of its own.
const LASTS: i64 = 5;
/// So many are remembered.
const MOST: usize = 256;

/// A picture of such a page.
#[derive(Clone)]
pub(crate) struct Pictured {
    /// Its address, without what stands behind it.
    pub(crate) path: String,
    /// By which it is found where it was made.
    pub(crate) key: [u8; 32],
    /// Which picture it is of a paper that is set, and the SHA-256 of that.
    pub(crate) of: Option<(String, u32)>,
}

/// A page that was shown.
pub(crate) struct View {
    /// In which session.
    pub(crate) mark: [u8; 32],
    /// Of which packet, as it was then.
    pub(crate) packet: String,
    pub(crate) version: i64,
    pub(crate) at: Time,
    pub(crate) pictures: Vec<Pictured>,
}

/// The pages that were shown of late.
#[derive(Default)]
pub(crate) struct Views(Mutex<VecDeque<View>>);

impl fmt::Debug for Views {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Views")
    }
}

impl Views {
    /// Remembers one.
    pub(crate) fn put(&self, view: View) {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.retain(|there| there.at.plus_minutes(LASTS) > view.at);
        if views.len() >= MOST {
            views.pop_front();
        }
        if !view.pictures.is_empty() {
            views.push_back(view);
        }
    }

    /// The picture of that address, if a page with it was just shown in that session, and the version that its packet had.
    pub(crate) fn find(&self, mark: &[u8; 32], (packet, path): (&str, &str), now: Time) -> Option<(i64, Pictured)> {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |view: &&View| view.at <= now && now < view.at.plus_minutes(LASTS);
        let own = views.iter().rev().filter(fresh).filter(|view| view.mark == *mark && view.packet == packet);
        own.flat_map(|view| view.pictures.iter().map(|picture| (view.version, picture)))
            .find(|(_, picture)| picture.path == path)
            .map(|(version, picture)| (version, picture.clone()))
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_there_for_the_session_that_was_shown_its_page_and_not_for_long() {
        let views = Views::default();
        let at = Time(1_772_445_600_000_000);
        let picture = Pictured { path: "/a/picture".to_owned(), key: [7; 32], of: None };
        views.put(View { mark: [1; 32], packet: "p".to_owned(), version: 3, at, pictures: vec![picture] });
        let finds =
            |mark, packet, path, at| views.find(&[mark; 32], (packet, path), at).map(|(version, found)| (version, found.key));
        assert_eq!(finds(1, "p", "/a/picture", at.plus_minutes(4)), Some((3, [7; 32])));
        for none in [
            finds(2, "p", "/a/picture", at),
            finds(1, "q", "/a/picture", at),
            finds(1, "p", "/b/picture", at),
            finds(1, "p", "/a/picture", at.plus_minutes(5)),
            finds(1, "p", "/a/picture", at.plus_minutes(-1)),
        ] {
            assert_eq!(none, None);
        }
        views.clear();
        assert_eq!(finds(1, "p", "/a/picture", at), None);
    }
}
