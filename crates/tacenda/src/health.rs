//! How the agency's safeguards stand: what Today says to those who answer for them, and what `doctor` looks at. Times and counts alone.

use tacenda_desk::Time;
use tacenda_law::{Packs, ReviewStatus};
use tacenda_ledger::{Note, VerifierKey};
use tacenda_store::ledger;

use crate::agency::Agency;
use crate::backup::{LAST, PROVED, mark};
use crate::problem::Problem;

/// A backup, its proof, a witness's word: how old each may be, in days.
pub(crate) const BACKUP: i64 = 2;
pub(crate) const PROOF: i64 = 31;
pub(crate) const WITNESS: i64 = 7;
/// Law that nobody has compared with its sources for so long, in days.
pub(crate) const LAW: i64 = 100;

/// How they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Health {
    /// Leaves of the ledger.
    pub(crate) leaves: u64,
    /// When the last one was written.
    pub(crate) last: Time,
    /// Whether something of the past is missing.
    pub(crate) whole: bool,
    /// The last backup, and the last that was proved.
    pub(crate) backup: Option<Time>,
    pub(crate) proof: Option<Time>,
    /// How many witnesses are named, and when the one that was silent longest last signed.
    pub(crate) witnesses: usize,
    pub(crate) witnessed: Option<Time>,
    /// When the law that answers come from was last compared with its sources: the oldest of all packs.
    pub(crate) law: Option<jiff::civil::Date>,
    /// Packs that counsel has not reviewed.
    pub(crate) unreviewed: usize,
}

impl Health {
    /// Looks.
    pub(crate) fn look(agency: &Agency, packs: &Packs) -> Result<Self, Problem> {
        let end = agency.end()?;
        let signed = witnessed(agency)?;
        let silent =
            if signed.iter().any(|(_, last)| last.is_none()) { None } else { signed.iter().filter_map(|(_, t)| *t).min() };
        let checked = packs.packs.iter().flat_map(|pack| &pack.sources).map(|source| source.checked);
        Ok(Self {
            leaves: end.frontier.size(),
            last: Time(end.last_time),
            whole: agency.missing().is_none(),
            backup: mark(agency, LAST)?.map(|mark| Time(mark.time)),
            proof: mark(agency, PROVED)?.map(|mark| Time(mark.time)),
            witnesses: signed.len(),
            witnessed: silent,
            law: checked.min(),
            unreviewed: packs.packs.iter().filter(|pack| pack.review.status != ReviewStatus::Reviewed).count(),
        })
    }
}

/// Whole days from one time to another.
pub(crate) fn days(now: Time, then: Time) -> i64 {
    now.0.saturating_sub(then.0) / (24 * 3600 * 1_000_000)
}

/// Every witness that is named, by key, and when it last signed.
pub(crate) fn witnessed(agency: &Agency) -> Result<Vec<(String, Option<Time>)>, Problem> {
    let notes = agency.db().read(ledger::witnesses)?;
    let last = |key: &String| {
        let key: VerifierKey = key.parse().ok()?;
        notes.iter().filter_map(|(_, note)| signed(&key, note)).max()
    };
    Ok(agency.config().witnesses.iter().map(|key| (key.clone(), last(key))).collect())
}

/// When that witness signed the note, if it did.
fn signed(key: &VerifierKey, note: &[u8]) -> Option<Time> {
    let note: Note = std::str::from_utf8(note).ok()?.parse().ok()?;
    let line = note.signatures.iter().find(|line| key.is_of(line))?;
    let seconds = i64::try_from(key.verify(&note.text, line).ok()??).ok()?;
    Some(Time(seconds.saturating_mul(1_000_000)))
}
