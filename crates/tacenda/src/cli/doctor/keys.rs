//! What an open agency tells: the engine, the clock, the kit, backups, witnesses.

use std::time::UNIX_EPOCH;

use anyhow::Result;
use tacenda_desk::Time;

use super::Finding;
use crate::agency::Agency;
use crate::cli::out::when;

/// The first SQLite whose write-ahead log is not lost when it starts anew while another reads.
const SQLITE: [u32; 3] = [3, 51, 3];
/// A backup, its proof, a witness's word: how old each may be, in days.
const BACKUP: i64 = 2;
const PROOF: i64 = 31;

pub(super) fn look(agency: &Agency) -> Result<Vec<Finding>> {
    let now = agency.moment()?;
    let mut findings = vec![clock(now.trusted)];
    findings.extend(engine(agency)?);
    findings.extend(kit(agency)?);
    findings.push(backup(agency, now.time));
    findings.push(proof(agency, now.time)?);
    findings.push(witnesses(agency, now.time)?);
    if agency.is_rotating()? {
        findings.push(Finding::warning("rotation", "a rotation of keys was cut off; both keys open", "tacenda key rotate"));
    }
    Ok(findings)
}

fn clock(trusted: bool) -> Finding {
    if trusted {
        return Finding::well("clock", "it runs steadily");
    }
    let says = "it leapt, or stands before the ledger's last entry: nothing with a time limit can start";
    Finding::fault("clock", says, "set the clock; if it is right: tacenda doctor --accept-clock")
}

fn engine(agency: &Agency) -> Result<Option<Finding>> {
    if agency.config().store != "sqlite" {
        return Ok(None);
    }
    let version = agency.engine()?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    let says = format!("SQLite {version}");
    Ok(Some(if parts.as_slice() >= SQLITE.as_slice() {
        Finding::well("engine", says)
    } else {
        Finding::fault("engine", format!("{says} can lose its write-ahead log"), "build with the bundled SQLite")
    }))
}

fn kit(agency: &Agency) -> Result<Vec<Finding>> {
    let kit = agency.kit_state()?;
    let mut findings = Vec::new();
    if let Some(folder) = kit.folder.filter(|folder| folder.exists()) {
        let mend = format!("print them, then: rm -r '{}'", folder.display());
        findings.push(Finding::fault("recovery kit", format!("its pages still lie in {}", folder.display()), mend));
    }
    match kit.root_proved {
        Some(day) => findings.push(Finding::well("recovery kit", format!("proved {}", when(day)))),
        None => findings.push(Finding::warning(
            "recovery kit",
            "no page was ever typed back: nobody knows that it opens",
            "tacenda key prove",
        )),
    }
    if kit.people_proved.is_none() {
        findings.push(Finding::warning(
            "recovery kit",
            "the shares for the most private notes were never typed back",
            "tacenda key prove, with a page's second share",
        ));
    }
    Ok(findings)
}

fn days(now: Time, then: Time) -> i64 {
    now.0.saturating_sub(then.0) / (24 * 3600 * 1_000_000)
}

fn backup(agency: &Agency, now: Time) -> Finding {
    let folder = agency.home().join(&agency.config().backups);
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let made = files.filter_map(|file| file.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let last = made.max().and_then(|since| i64::try_from(since.as_micros()).ok()).map(Time);
    match last {
        None => Finding::warning("backup", "there is none", "tacenda backup create"),
        Some(last) if days(now, last) > BACKUP => {
            Finding::warning("backup", format!("the last is of {}", when(last)), "tacenda backup create")
        }
        Some(last) => Finding::well("backup", format!("the last is of {}", when(last))),
    }
}

/// A proof of a backup is an entry of the agency's own chain.
fn proof(agency: &Agency, now: Time) -> Result<Finding> {
    match agency.last_entry("backup.prove")? {
        None => Ok(Finding::warning("backup proof", "no backup was ever proved", "tacenda backup prove")),
        Some(last) if days(now, last) > PROOF => {
            Ok(Finding::warning("backup proof", format!("the last is of {}", when(last)), "tacenda backup prove"))
        }
        Some(last) => Ok(Finding::well("backup proof", format!("the last is of {}", when(last)))),
    }
}

fn witnesses(agency: &Agency, _now: Time) -> Result<Finding> {
    let heard = agency.db().read(tacenda_store::ledger::witnesses)?.len();
    let named = agency.config().witnesses.len();
    if named == 0 {
        return Ok(Finding::warning(
            "witnesses",
            "none is named: a ledger put back to an older state is not noticed from outside",
            "tacenda witness add",
        ));
    }
    let says = format!("{heard} of {named} witnesses have signed");
    Ok(if heard < named {
        Finding::warning("witnesses", says, "tacenda witness --help")
    } else {
        Finding::well("witnesses", says)
    })
}
