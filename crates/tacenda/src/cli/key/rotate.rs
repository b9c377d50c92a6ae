//! `tacenda key rotate` and `split`.

use std::path::PathBuf;

use anyhow::Result;

use crate::agency::{Agency, KitState, NewKit};
use crate::cli::at::{At, Desk};
use crate::cli::bar::Bar;
use crate::cli::kit::{self, Custodians};
use crate::cli::{Ended, Language, out};
use crate::config::Config;

/// Puts a new key-encryption key in place of the old one. The printed kit opens the old one alone, so a new kit is printed first. A
/// rotation that was cut off goes on where it was.
#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    /// Another content key of the agency's own rows instead: what is written from now on, and every row as it stands, is under the new one
    #[arg(long)]
    content: bool,
    #[command(flatten)]
    custodians: Custodians,
}

/// Prints a new kit, for the same custodians or others. The shares of the old one that start the record system are void from then on; those
/// that open the most private notes stay good.
#[derive(Debug, clap::Args)]
pub(crate) struct Split {
    #[command(flatten)]
    custodians: Custodians,
}

/// A new kit, whose pages stand in their folder.
struct Printed {
    kit: NewKit,
    folder: PathBuf,
    state: KitState,
}

impl Printed {
    fn new(desk: &Desk<'_>, custodians: &Custodians, language: Language) -> Result<Self> {
        let before = desk.agency.kit_state()?;
        let names = if custodians.names.is_empty() { before.custodians.clone() } else { custodians.names.clone() };
        let kit = NewKit::make(custodians.quorum(&names)?)?;
        let folder = custodians.folder()?;
        kit::write(&folder, &before.agency, &names, &[kit.shares()], language)?;
        let earlier = before.folders.iter().filter(|earlier| earlier.exists() && **earlier != folder).cloned();
        let folders = earlier.chain([folder.clone()]).collect();
        Ok(Self { kit, folder, state: KitState { custodians: names, folders, ..before } })
    }

    fn says(&self, custodians: &Custodians) -> String {
        let total = self.state.custodians.len();
        format!(
            "Recovery kit: {total} pages in {}. Print them, give one to each custodian, then delete the folder. The old pages that start the record \
             system are void; those that open the most private notes stay good.\nNext: prove one page (`tacenda key prove`).\n",
            custodians.kit.display()
        )
    }
}

impl Split {
    pub(crate) fn run(self, at: &At, language: Language) -> Result<Ended> {
        let desk = at.desk()?;
        let printed = Printed::new(&desk, &self.custodians, language)?;
        let leaf = keep(&printed, || Ok(desk.agency.split(&desk.who, &printed.kit, printed.state.clone())?))?;
        let view = serde_json::json!({ "leaf": leaf, "kit": printed.folder });
        out::show(at.json, &view, || printed.says(&self.custodians))
    }
}

/// Takes the pages away again where the kit came to nothing.
fn keep(printed: &Printed, work: impl FnOnce() -> Result<u64>) -> Result<u64> {
    let done = work();
    if done.is_err() {
        kit::remove(&printed.folder, printed.state.custodians.len());
    }
    done
}

impl Rotate {
    pub(crate) fn run(self, at: &At, language: Language) -> Result<Ended> {
        let home = at.home()?;
        let root = at.root(&Config::read(&home)?)?;
        let desk = at.seat(Agency::open(&home, &root)?)?;
        if self.content {
            return content(at, &desk);
        }
        let mut says = "The rotation that was cut off is finished.\n".to_owned();
        if !desk.agency.is_rotating()? {
            let printed = Printed::new(&desk, &self.custodians, language)?;
            keep(&printed, || Ok(desk.agency.rotate(&desk.who, &root, &printed.kit, printed.state.clone())?))?;
            says = printed.says(&self.custodians);
        }
        let keyed = desk.agency.keyed()?.counts;
        let all = keyed.clients.iter().map(|(_, count)| count).sum::<u64>() + keyed.agency.len() as u64;
        let bar = Bar::new();
        let done = desk.agency.rewrap(&root, |done| bar.at("keys", done, all))?;
        drop(bar);
        out::show(at.json, &serde_json::json!({ "keys": done }), || format!("{done} keys are wrapped anew.\n{says}"))
    }
}

fn content(at: &At, desk: &Desk<'_>) -> Result<Ended> {
    let version = desk.agency.renew_content(&desk.who)?;
    let standing = desk.agency.standing()?;
    let all = ["worker", "contact", "wording", "program", "supervision", "destruction"]
        .iter()
        .map(|kind| standing.count(kind, ""))
        .sum();
    let bar = Bar::new();
    let rows = desk.agency.reseal_own(|done| bar.at("rows", done, all))?;
    drop(bar);
    let view = serde_json::json!({ "version": version, "rows": rows });
    out::show(at.json, &view, || {
        format!(
            "{rows} rows stand under version {version} of the agency's content key. Earlier versions of rows, and entries, stay under the earlier key.\n"
        )
    })
}
