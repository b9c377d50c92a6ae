//! Sealing: the roots that open by themselves lose their wraps, so that nothing opens any more until people bring the recovery kit.

use std::path::Path;

use tacenda_desk::access::Right;
use tacenda_store::keys::{self, KekWrap};
use tacenda_store::{Db, Settings};

use super::office::codes;
use super::{Agency, SignedIn};
use crate::config::{Config, KeySource};
use crate::problem::Problem;
use crate::root::{KIT, Root};

/// Roots that open without a person.
const AUTOMATIC: [&str; 3] = ["file", "credential", "pkcs11"];

impl Agency {
    /// Takes away every wrap that opens without a person, and wipes this process's keys. Its leaf's place.
    ///
    /// # Errors
    /// Where nothing else would open it again; where the kit was never proved, unless `unproved` says that this is known.
    pub fn seal(&self, who: &SignedIn, unproved: bool) -> Result<u64, Problem> {
        let proved = self.kit_state()?.root_proved.is_some();
        let leaf = self.office(who, Right::SealAgency, "keys.seal", Vec::new(), move |tx, _| {
            let wraps = keys::keks(tx)?;
            let newest = wraps.iter().map(|wrap| wrap.version).max();
            let stays = |wrap: &&KekWrap| Some(wrap.version) == newest && !AUTOMATIC.contains(&wrap.provider.as_str());
            let others: Vec<&str> = wraps.iter().filter(stays).map(|wrap| wrap.provider.as_str()).collect();
            if others.is_empty() {
                return Err(Problem::Plainly(
                    "nothing else would open it again: print a kit first (`tacenda key split`)".to_owned(),
                ));
            }
            if others == [KIT] && !proved && !unproved {
                let text = "the recovery kit was never proved: `tacenda key prove` first, or --confirm=SEAL";
                return Err(Problem::Plainly(text.to_owned()));
            }
            let mut gone = 0;
            for provider in AUTOMATIC {
                gone += keys::remove_provider(tx, provider)?;
            }
            if gone == 0 {
                return Err(Problem::Plainly("there is nothing to seal: a passphrase is asked for at every start".to_owned()));
            }
            Ok(())
        })?;
        self.ring().seal();
        Ok(leaf)
    }

    /// Whether the keys still stand as somebody else may have sealed them: another process takes away the wraps, and every one that holds
    /// keys wipes them. Asked often; it reads a row or two.
    pub fn notice_seal(&self) -> Result<bool, Problem> {
        if self.ring().is_sealed() {
            return Ok(true);
        }
        let wraps = self.db().read(keys::keks)?;
        let automatic = wraps.iter().any(|wrap| AUTOMATIC.contains(&wrap.provider.as_str()));
        if automatic || matches!(self.config().key, KeySource::Passphrase) {
            return Ok(false);
        }
        self.ring().seal();
        Ok(true)
    }

    /// Opens a sealed agency with the root of its recovery kit, and wraps its key by `source`, which opens it from now on.
    ///
    /// # Errors
    /// Where the shares are not those of the kit that stands.
    pub fn unseal_by_kit(home: &Path, config: Config, kit: &Root, source: &Root, shares: usize) -> Result<Self, Problem> {
        let db = Db::open(&config.place(home), Settings::default())?;
        let agency = Self::with(home, config, db, kit)?;
        let (version, wrap) = agency.ring().with_kek(|kek| Ok::<_, Problem>((kek.version(), source.wrap(kek)?)))?;
        let wrap = KekWrap { version, provider: source.name().to_owned(), wrap };
        let from = codes([("shares", shares.to_string()), ("source", source.name().to_owned())]);
        agency.by_itself("keys.unseal", from, move |tx, _| Ok(keys::put_kek(tx, &wrap)?))?;
        Ok(agency)
    }

    /// Wraps the keys anew by the root that opens them from now on under its name.
    pub fn wrap_by(&self, who: &SignedIn, root: &Root) -> Result<u64, Problem> {
        let (version, wrap) = self.ring().with_kek(|kek| Ok::<_, Problem>((kek.version(), root.wrap(kek)?)))?;
        let wrap = KekWrap { version, provider: root.name().to_owned(), wrap };
        self.office(who, Right::KeepKeys, "keys.wrap", codes([("source", root.name().to_owned())]), move |tx, _| {
            Ok(keys::put_kek(tx, &wrap)?)
        })
    }
}
