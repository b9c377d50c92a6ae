//! What an open agency tells: the engine, the clock, the kit, backups, witnesses.

use anyhow::Result;
use tacenda_desk::Time;

use super::Finding;
use crate::agency::Agency;
use crate::backup::{LAST, PROVED, destroyed, mark};
use crate::cli::out::when;
use crate::health::{self, BACKUP, PROOF, WITNESS, days};

/// The first SQLite whose write-ahead log is not lost when it starts anew while another reads.
const SQLITE: [u32; 3] = [3, 51, 3];

pub(super) fn look(agency: &Agency) -> Result<Vec<Finding>> {
    let now = agency.moment()?;
    let mut findings = vec![clock(now.trusted)];
    findings.extend(engine(agency)?);
    findings.extend(kit(agency)?);
    findings.push(backup(agency, now.time)?);
    findings.push(proof(agency, now.time)?);
    findings.extend(destroyed(agency));
    findings.push(witnesses(agency, now.time)?);
    if agency.is_rotating()? {
        findings.push(Finding::warning("rotation", "a rotation of keys was cut off; both keys open", "tacenda key rotate"));
    }
    Ok(findings)
}

/// Whether a restore would bring back what was destroyed.
fn destroyed(agency: &Agency) -> Option<Finding> {
    let mend = "tacenda backup create, which writes it anew";
    match destroyed::is_behind(agency) {
        Ok(false) => None,
        Ok(true) => {
            let says = "the list of destroyed keys beside the backups is behind: a restore would bring back what was destroyed";
            Some(Finding::fault("destroyed", says, mend))
        }
        Err(problem) => Some(Finding::fault("destroyed", format!("the list of destroyed keys cannot be read: {problem}"), mend)),
    }
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
    for folder in kit.folders.iter().filter(|folder| folder.exists()) {
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

fn backup(agency: &Agency, now: Time) -> Result<Finding> {
    Ok(match mark(agency, LAST)?.map(|mark| Time(mark.time)) {
        None => Finding::warning("backup", "there is none", "tacenda backup create"),
        Some(last) if days(now, last) > BACKUP => {
            Finding::warning("backup", format!("the last is of {}", when(last)), "tacenda backup create")
        }
        Some(last) => Finding::well("backup", format!("the last is of {}", when(last))),
    })
}

fn proof(agency: &Agency, now: Time) -> Result<Finding> {
    Ok(match mark(agency, PROVED)?.map(|mark| Time(mark.time)) {
        None => Finding::warning("backup proof", "no backup was ever proved", "tacenda backup prove"),
        Some(last) if days(now, last) > PROOF => {
            Finding::warning("backup proof", format!("the last is of {}", when(last)), "tacenda backup prove")
        }
        Some(last) => Finding::well("backup proof", format!("the last is of {}", when(last))),
    })
}

fn witnesses(agency: &Agency, now: Time) -> Result<Finding> {
    let named = health::witnessed(agency)?;
    if named.is_empty() {
        let says = "none is named: nobody outside notices a ledger that was put back to an older state";
        return Ok(Finding::warning("witnesses", says, "tacenda ledger witness add"));
    }
    let is_stale = |last: &Option<Time>| last.is_none_or(|time| days(now, time) > WITNESS);
    let stale = named.iter().filter(|(_, last)| is_stale(last));
    let stale: Vec<&str> = stale.map(|(key, _)| key.split('+').next().unwrap_or_default()).collect();
    if stale.is_empty() {
        return Ok(Finding::well("witnesses", format!("{} signed lately", named.len())));
    }
    let says = format!("not for {WITNESS} days, or never: {}", stale.join(", "));
    Ok(Finding::warning("witnesses", says, "tacenda ledger witness ask"))
}
