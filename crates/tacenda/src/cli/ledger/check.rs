//! `tacenda ledger verify`

use anyhow::Result;

use crate::check::{self, Report};
use crate::cli::at::At;
use crate::cli::bar::Bar;
use crate::cli::{Ended, out, talk};

/// Goes through everything that is kept: the ledger against its tiles and signed heads, every entry against what stands sealed beside it,
/// every row against its entry, keys and attachments. Names the first place that is not as it was written.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Name every bad place, not the first alone
    #[arg(long)]
    all: bool,
    /// The ledger alone: leaves, tiles, signed heads
    #[arg(long, conflicts_with = "all")]
    log: bool,
}

impl Check {
    pub(super) fn run(self, at: &At) -> Result<Ended> {
        let agency = at.open()?;
        let bar = Bar::new();
        if let Some(missing) = agency.missing() {
            talk(&format!("tacenda: {missing}"))?;
        }
        if self.log {
            let head = check::log(&agency, &mut |walk, done, of| bar.at(walk.word(), done, of))?;
            drop(bar);
            let view = serde_json::json!({ "leaves": head.size, "root": head.root.to_hex() });
            return out::show(at.json, &view, || format!("{} leaves hold\n", head.size));
        }
        let report = check::all(&agency, self.all, &mut |walk, done, of| bar.at(walk.word(), done, of))?;
        drop(bar);
        let holds = report.bad.is_empty() && agency.missing().is_none();
        if at.json || holds {
            out::show(at.json, &view(&report), || text(&report))?;
        }
        for bad in &report.bad {
            talk(&format!("tacenda: {bad}"))?;
        }
        Ok(if holds { Ended::Done } else { Ended::NotVerified })
    }
}

fn text(report: &Report) -> String {
    let opened: u64 = report.opened.values().sum();
    let parts = [
        out::count(report.checkpoints as u64, "signed head"),
        out::count(report.chains, "chain"),
        out::count(report.clients, "client"),
        out::count(report.attachments, "attachment"),
        format!("{opened} rows opened"),
        format!("{} held against their hash alone", report.closed),
    ];
    format!("{} leaves hold, {} rows hold\n{}\n", report.head.size, report.rows, parts.join(" · "))
}

fn view(report: &Report) -> serde_json::Value {
    let bad: Vec<_> = report.bad.iter().map(|bad| serde_json::json!({ "place": bad.place, "why": bad.why })).collect();
    serde_json::json!({
        "leaves": report.head.size, "root": report.head.root.to_hex(), "checkpoints": report.checkpoints, "chains": report.chains,
        "unsalted": report.unsalted, "rows": report.rows, "opened": report.opened, "closed": report.closed,
        "attachments": report.attachments, "clients": report.clients, "bad": bad,
    })
}
