//! The recovery kit: who keeps it, whether it was proved, and a new one.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tacenda_desk::Time;
use tacenda_desk::access::Right;
use tacenda_store::Tx;
use tacenda_store::keys::{self, KekWrap};
use tacenda_vault::recovery::{self, Opens, Quorum, SetFingerprint, Share};
use tacenda_vault::{RootKey, SystemEntropy};

use super::found::{PEOPLE_KIT, ROOT_KIT};
use super::office::codes;
use super::{Agency, SignedIn};
use crate::problem::Problem;
use crate::root::{KIT, Root};

/// The small sealed thing that says how the kit stands.
const STATE: &str = "kit";

/// How the kit stands. Names of custodians, no share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitState {
    /// The agency's name on its pages.
    pub agency: String,
    /// Who keeps a page, in the order of the shares.
    pub custodians: Vec<String>,
    /// Where pages were written, of this kit and earlier ones, to be printed and deleted.
    pub folders: Vec<PathBuf>,
    /// When the root kit was last proved by typing a share back.
    pub root_proved: Option<Time>,
    /// When the people's kit was.
    pub people_proved: Option<Time>,
}

/// A new kit of a root key of its own, before it is anybody's.
pub struct NewKit {
    root: Root,
    shares: Vec<Share>,
}

impl std::fmt::Debug for NewKit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[kit]")
    }
}

impl NewKit {
    /// A new root key, split.
    pub fn make(quorum: Quorum) -> Result<Self, Problem> {
        let key = RootKey::generate(&mut SystemEntropy)?;
        let shares = key.split(quorum, &mut SystemEntropy)?;
        Ok(Self { root: Root::key(KIT, key), shares })
    }

    /// Its shares, to be printed before it counts.
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        SetFingerprint::of(&self.shares).to_bytes()
    }
}

impl Agency {
    /// How the kit stands.
    pub fn kit_state(&self) -> Result<KitState, Problem> {
        self.db().read(|tx| self.kit_in(tx))
    }

    fn kit_in(&self, tx: &mut Tx<'_>) -> Result<KitState, Problem> {
        self.small_or_default(tx, STATE)
    }

    pub(crate) fn put_kit(&self, tx: &mut Tx<'_>, state: &KitState) -> Result<(), Problem> {
        self.keep_small(tx, STATE, state)
    }

    /// Remembers who keeps the first kit, and where its pages were written.
    pub fn keep_kit(&self, state: KitState) -> Result<(), Problem> {
        let agency = self.clone();
        self.db().write(move |tx| agency.put_kit(tx, &state))
    }

    /// Proves a page: the share typed back belongs to a kit that stands. Which kit, and which share.
    ///
    /// # Errors
    /// Which line is mistyped; or that it is a share of another kit.
    pub fn prove(&self, who: &SignedIn, typed: &str) -> Result<(Opens, u8), Problem> {
        let share = Share::parse(typed)?;
        let opens = share.opens();
        let name = if opens == Opens::Root { ROOT_KIT } else { PEOPLE_KIT };
        let print = self.db().read(|tx| self.small(tx, name))?;
        let index = recovery::prove(typed, &SetFingerprint::from_bytes(&print)?)?;
        let now = self.moment()?.time;
        let word = if opens == Opens::Root { "root" } else { "people" };
        let which = codes([("kit", word.to_owned()), ("share", index.to_string())]);
        self.office(who, Right::ProveKit, "kit.prove", which, move |tx, agency| {
            let mut state = agency.kit_in(tx)?;
            match opens {
                Opens::Root => state.root_proved = Some(now),
                Opens::People => state.people_proved = Some(now),
            }
            agency.put_kit(tx, &state)
        })?;
        Ok((opens, index))
    }

    /// The new kit takes the place of the old one, whose shares are void from then on. Its pages are written already.
    pub fn split(&self, who: &SignedIn, kit: &NewKit, state: KitState) -> Result<u64, Problem> {
        let (version, wrap) = self.ring().with_kek(|kek| Ok::<_, Problem>((kek.version(), kit.root().wrap(kek)?)))?;
        let wrap = KekWrap { version, provider: KIT.to_owned(), wrap };
        let (print, shares) = (kit.fingerprint(), kit.shares().len());
        self.office(who, Right::SplitKit, "kit.split", codes([("shares", shares.to_string())]), move |tx, agency| {
            keys::remove_provider(tx, KIT)?;
            keys::put_kek(tx, &wrap)?;
            agency.put_small(tx, ROOT_KIT, &print)?;
            let before = agency.kit_in(tx)?;
            agency.put_kit(tx, &KitState { root_proved: None, people_proved: before.people_proved, ..state.clone() })
        })
    }
}
