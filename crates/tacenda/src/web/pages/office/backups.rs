//! `/office/backups`: copies of everything, sealed, that prove themselves.

use askama::Template;
use tacenda_desk::Time;

use crate::backup::{self, LAST, PROVED, mark};
use crate::config::KeySource;
use crate::problem::Problem;
use crate::root::Root;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::jobs::Work;

const MAKE: &str = "backup";
const PROVE: &str = "proof";
/// Shown at most.
const SHOWN: usize = 25;

struct Copy {
    time: Option<Time>,
    leaves: u64,
    megabytes: String,
}

#[derive(Template)]
#[template(path = "office/backups.html")]
struct Page<'a> {
    c: Chrome<'a>,
    last: Option<Time>,
    proved: Option<Time>,
    works: Vec<(&'static str, Work)>,
    copies: Vec<Copy>,
    /// Why the newest cannot be proved from here.
    hindrance: Option<&'static str>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let agency = &ask.site.agency;
    let time = |which| Ok::<_, Problem>(mark(agency, which)?.map(|mark| Time(mark.time)));
    let copy = |one: &backup::Shelved| Copy {
        time: one.header.as_ref().ok().map(|header| Time(header.time)),
        leaves: one.header.as_ref().map_or(0, |header| header.leaves),
        megabytes: format!("{}.{}", one.bytes / 1_000_000, one.bytes % 1_000_000 / 100_000),
    };
    let page = Page {
        hindrance: hindrance(ask)?,
        c: ask.titled("backups-title").back("/office"),
        last: time(LAST)?,
        proved: time(PROVED)?,
        works: [("backups-making", MAKE), ("backups-proving", PROVE)]
            .into_iter()
            .filter_map(|(key, kind)| Some((key, ask.site.jobs.of(kind)?)))
            .collect(),
        copies: backup::list(&agency.backups())?.iter().rev().take(SHOWN).map(copy).collect(),
    };
    Answer::page(&page)
}

/// What stands in the way of a proof: there is nothing to prove, or the keys want a passphrase, which no page asks for.
fn hindrance(ask: &Ask<'_>) -> Result<Option<&'static str>, Problem> {
    let agency = &ask.site.agency;
    if matches!(agency.config().key, KeySource::Passphrase) {
        return Ok(Some("backups-terminal"));
    }
    let none = !backup::list(&agency.backups())?.iter().any(|one| one.header.is_ok());
    Ok(none.then_some("backups-first"))
}

pub(super) fn make(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let agency = ask.site.agency.clone();
    ask.site.jobs.begin(MAKE, move |bar| {
        backup::create(&agency, &mut |rows| bar.at("write", rows, 0))?;
        Ok(agency.moment()?.time)
    });
    Ok(Answer::go("/office/backups"))
}

/// Brings the newest backup back beside the living agency and checks it. The root must open by itself for that.
pub(super) fn prove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    if hindrance(ask)?.is_some() {
        return Ok(Answer::go("/office/backups")); // the page says why
    }
    let agency = ask.site.agency.clone();
    ask.site.jobs.begin(PROVE, move |bar| {
        let typed = |_: &str| anyhow::bail!("a secret must be typed: at the terminal, `tacenda backup prove`");
        let root =
            Root::from_config(agency.home(), agency.config(), typed).map_err(|fault| Problem::Plainly(format!("{fault:#}")))?;
        let shelf = backup::list(&agency.backups())?;
        let newest = shelf.into_iter().rfind(|one| one.header.is_ok());
        let newest = newest.ok_or_else(|| Problem::Plainly("there is no backup yet".to_owned()))?;
        backup::prove(&agency, &root, &newest.path, &mut |stage, done, of| bar.at(stage, done, of))?;
        Ok(agency.moment()?.time)
    });
    Ok(Answer::go("/office/backups"))
}
