//! Heads that others remember, and what the present ledger says to them: the past may grow, never change or shrink.

use std::fmt;
use std::ops::Range;

use crate::head_code::HeadCode;
use crate::{Hash, ReadError, ReadTiles, tree};

/// Size and root of the tree: the whole past in 40 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "head of {}", self.size)
    }
}

/// A head that somebody outside kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered {
    /// Whole: a witness's checkpoint, an administrator's receipt.
    Head(Head),
    /// As printed on a page: size and 60 bits of the root.
    Code(HeadCode),
}

impl Remembered {
    /// How many leaves the ledger had then.
    pub fn size(&self) -> u64 {
        match self {
            Self::Head(head) => head.size,
            Self::Code(code) => code.size(),
        }
    }

    /// Whether this is the head that was remembered.
    pub fn is(&self, head: &Head) -> bool {
        match self {
            Self::Head(remembered) => remembered == head,
            Self::Code(code) => *code == HeadCode::of(head),
        }
    }
}

/// How the present ledger stands to a remembered head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It begins with what was remembered and has this many leaves more.
    Extends {
        /// 0 if nothing was added since.
        by: u64,
    },
    /// It ends before what was remembered: these leaves are missing. Whether the rest agrees cannot be told.
    Older {
        /// First missing, and past the last known to be missing.
        missing: Range<u64>,
    },
    /// It never was what was remembered: some leaf before this size differs.
    Forked {
        /// The remembered size.
        size: u64,
    },
}

/// Shows how the present head stands to a remembered one, from what the present ledger offers as evidence.
///
/// `offered` is the root that the present ledger claims for the remembered size, with a consistency proof to the present
/// head. It is not needed where the remembered head is not older than the present one.
///
/// ```
/// use tacenda_ledger::{Frontier, Hash, Remembered, Standing, standing};
/// let mut frontier = Frontier::default();
/// (0..3u8).for_each(|n| frontier.append(Hash::leaf(&[n])));
/// let three = frontier.head();
/// frontier.append(Hash::leaf(&[3]));
/// assert_eq!(standing(&three, &Remembered::Head(frontier.head()), None), Standing::Older { missing: 3..4 });
/// ```
pub fn standing(present: &Head, remembered: &Remembered, offered: Option<(Hash, &[Hash])>) -> Standing {
    let size = remembered.size();
    if size > present.size {
        return Standing::Older { missing: present.size..size };
    }
    let same = if size == present.size {
        remembered.is(present)
    } else {
        offered.is_some_and(|(root, proof)| {
            let old = Head { size, root };
            remembered.is(&old) && tree::verify_consistency(&old, present, proof).is_ok()
        })
    };
    if same { Standing::Extends { by: present.size - size } } else { Standing::Forked { size } }
}

/// The same over the ledger's own tiles: reads the root of the remembered size and proves it.
///
/// # Errors
/// The reader's; [`Error::Tile`](crate::Error::Tile).
pub fn standing_in<R: ReadTiles>(
    tiles: &mut R,
    present: &Head,
    remembered: &Remembered,
) -> Result<Standing, ReadError<R::Error>> {
    let size = remembered.size();
    if size >= present.size {
        return Ok(standing(present, remembered, None));
    }
    let root = tree::root(tiles, size)?;
    let proof = tree::consistency(tiles, size, present.size)?;
    Ok(standing(present, remembered, Some((root, &proof))))
}

/// The worst of all: a fork before a missing past, and of missing pasts the longest. `None` if nothing is remembered.
pub fn worst(standings: impl IntoIterator<Item = Standing>) -> Option<Standing> {
    standings.into_iter().max_by_key(|standing| match standing {
        Standing::Extends { .. } => (0, 0),
        Standing::Older { missing } => (1, missing.end),
        Standing::Forked { size } => (2, u64::MAX - size), // the earliest fork says most
    })
}
