//! New keys in place of old ones: the key-encryption key, and the agency's content key.

use std::sync::Arc;

use tacenda_desk::access::Right;
use tacenda_desk::{Kind, Thing};
use tacenda_store::keys::{self, KekWrap};
use tacenda_store::{ledger, sealed};
use tacenda_vault::{AgencyKey, Kek, SystemEntropy};

use super::found::ROOT_KIT;
use super::kit::{KitState, NewKit};
use super::office::codes;
use super::{Agency, SignedIn};
use crate::act::{Event, append, save, thing};
use crate::problem::Problem;
use crate::root::{self, KIT, Root};

/// Keys in one transaction.
const BATCH: u32 = 500;
/// Kinds of things that the agency's own key seals.
const OWN: [Kind; 10] = [
    Kind::Contact,
    Kind::Wording,
    Kind::Policy,
    Kind::Gates,
    Kind::Readiness,
    Kind::Sanction,
    Kind::Program,
    Kind::Supervision,
    Kind::Worker,
    Kind::Destruction,
];

impl Agency {
    /// Whether a rotation was begun and not finished.
    pub fn is_rotating(&self) -> Result<bool, Problem> {
        let wraps = self.db().read(keys::keks)?;
        Ok(wraps.iter().map(|wrap| wrap.version).max() != wraps.iter().map(|wrap| wrap.version).min())
    }

    /// Begins a rotation: the next key-encryption key, wrapped by the root and by a new kit whose pages are written already. Until
    /// [`Agency::rewrap`] has come to its end both keys open.
    pub fn rotate(&self, who: &SignedIn, root: &Root, kit: &NewKit, state: KitState) -> Result<u64, Problem> {
        let new = self.ring().with_kek(|kek| kek.successor(&mut SystemEntropy))?;
        let wraps = [(root.name(), root.wrap(&new)?), (KIT, kit.root().wrap(&new)?)];
        let (version, print) = (new.version(), kit.fingerprint());
        let leaf =
            self.office(who, Right::KeepKeys, "keys.rotate", codes([("version", version.to_string())]), move |tx, agency| {
                for (provider, wrap) in &wraps {
                    keys::put_kek(tx, &KekWrap { version, provider: (*provider).to_owned(), wrap: wrap.clone() })?;
                }
                agency.put_small(tx, ROOT_KIT, &print)?;
                agency.put_kit(tx, &KitState { root_proved: None, ..state.clone() })
            })?;
        self.ring().unseal(new);
        Ok(leaf)
    }

    /// Wraps every key by the newest key-encryption key, and lets go of the older one. `progress` hears how many are done. A rotation
    /// that was cut off goes on here. How many keys there were.
    pub fn rewrap(&self, root: &Root, mut progress: impl FnMut(u64)) -> Result<u64, Problem> {
        let wraps = self.db().read(keys::keks)?;
        let own = wraps.iter().filter(|wrap| wrap.provider == root.name());
        let mut keks = own.map(|wrap| root::unwrap(root, &wrap.wrap)).collect::<Result<Vec<Kek>, _>>()?;
        keks.sort_by_key(Kek::version);
        let (Some(new), Some(old)) = (keks.pop(), keks.pop()) else { return Ok(0) };
        let (version, pair, mut done) = (old.version(), Arc::new((old, new)), 0);
        loop {
            let both = Arc::clone(&pair);
            let count = self.db().write(move |tx| keys::rewrap(tx, &both.0, &both.1, BATCH, &mut SystemEntropy))?;
            if count == 0 {
                break;
            }
            done += u64::try_from(count).unwrap_or_default();
            progress(done);
        }
        let counted = codes([("keys", done.to_string()), ("version", pair.1.version().to_string())]);
        self.by_itself("keys.rotated", counted, move |tx, _| Ok(keys::remove_kek(tx, version)?))?;
        self.ring().forget_kek(version)?;
        Ok(done)
    }

    /// A new content key of the agency, under which everything that it seals from now on stands. Its version.
    pub fn renew_content(&self, who: &SignedIn) -> Result<u32, Problem> {
        let new: AgencyKey = self.ring().with_agency(keys::CONTENT, None, |key| key.successor(&mut SystemEntropy))?;
        let (version, new) = (new.version(), Arc::new(new));
        self.office(who, Right::KeepKeys, "keys.renew", codes([("version", version.to_string())]), move |tx, agency| {
            Ok(keys::put_agency(tx, agency.ring(), keys::CONTENT, &new, &mut SystemEntropy)?)
        })?;
        // Only now: a key that is not yet on the disk must seal nothing.
        self.db().read(|tx| keys::open_agency(tx, self.ring(), keys::CONTENT))?;
        Ok(version)
    }

    /// Writes the latest version of the agency's own things anew, under the newest content key: a new version each, with a leaf that
    /// commits to it. What stood before stays as it was. How many there were.
    pub fn reseal_own(&self, mut progress: impl FnMut(u64)) -> Result<u64, Problem> {
        let newest = self.ring().with_agency(keys::CONTENT, None, |key| Ok::<_, Problem>(key.version()))?;
        let mut done = 0;
        for kind in OWN {
            let mut after = String::new();
            loop {
                let (next, count) = self.reseal_some(kind, after, newest)?;
                done += count;
                progress(done);
                let Some(next) = next else { break };
                after = next;
            }
        }
        Ok(done)
    }

    /// Some of them, in one transaction. After which id to go on.
    fn reseal_some(&self, kind: Kind, after: String, newest: u32) -> Result<(Option<String>, u64), Problem> {
        let (agency, reading) = (self.clone(), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let mut keys = agency.keys(None);
            let lines = sealed::of_kind(tx, kind.word(), &after, BATCH)?;
            let next = (lines.len() == BATCH as usize).then(|| lines.last().map(|line| line.columns.id.clone())).flatten();
            let mut rows = Vec::new();
            for line in lines.iter().filter(|line| line.key_version().is_ok_and(|version| version < newest)) {
                let Some(thing): Option<Thing> = thing(tx, &mut keys, kind, line)? else { continue };
                rows.push(save(tx, &mut keys, &thing, Some(line.columns.version), end.frontier.size())?);
            }
            let count = u64::try_from(rows.len()).unwrap_or_default();
            if count > 0 {
                let counted = codes([("count", count.to_string()), ("kind", kind.word().to_owned())]);
                let event = Event { rows, ..Event::of_system("keys.reseal", counted, now) };
                append(tx, &agency, &mut keys, &mut end, &event)?;
            }
            Ok((next, count))
        })
    }
}
