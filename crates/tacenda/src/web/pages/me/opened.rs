//! `/me/opened`: what somebody did and looked at, day by day, as the ledger has it.

use std::collections::BTreeSet;

use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tacenda_desk::access::Ties;
use tacenda_desk::{ClientId, Time};

use crate::agency::Look;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::why::Why;

/// An entry, as its own worker reads it.
struct Line {
    time: Time,
    what: String,
    why: String,
    /// The file's id, where it opens for them.
    file: String,
}

#[derive(Template)]
#[template(path = "me/opened.html")]
struct Page<'a> {
    c: Chrome<'a>,
    day: Time,
    before: Date,
    after: Option<Date>,
    on: Date,
    lines: Vec<Line>,
    /// Where the list goes on.
    newer: Option<usize>,
    older: Option<usize>,
}

/// So many lines are shown at once.
const SHOWN: usize = 20;

/// The moment at which a day begins where this machine stands.
fn start(day: Date) -> Option<Time> {
    day.to_zoned(TimeZone::system()).ok().map(|start| Time(start.timestamp().as_microsecond()))
}

/// Of the files on these lines, those that still open for the asker: what was seen to as a task that is done has closed again.
fn theirs(ask: &Ask<'_>, looks: &[Look]) -> Result<BTreeSet<String>, Problem> {
    let (why, now) = (Why { agency: &ask.site.agency, worker: ask.worker()? }, ask.now()?);
    let files: BTreeSet<ClientId> = looks.iter().filter_map(|look| look.client.parse().ok()).collect();
    let files: Vec<ClientId> = files.into_iter().collect();
    let ties = ask.site.agency.ties_to(&files, why.worker.id, now)?;
    let opens =
        |client: ClientId, ties: &Ties| !ties.walled(why.worker.id, client, now) && !why.near(ties, client, now).is_empty();
    let open = files.iter().zip(&ties).filter(|(client, ties)| opens(**client, ties));
    Ok(open.map(|(client, _)| client.to_string()).collect())
}

fn line(c: &Chrome<'_>, look: Look, theirs: &BTreeSet<String>) -> Line {
    let code = |key: &str| look.codes.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let refused = code("refused").map(|act| c.t1("opened-refused", "act", c.known("act", &act)));
    let what = refused.unwrap_or_else(|| c.known("act", &look.act));
    let why = code("reason").map(|why| c.known("reason", &why)).unwrap_or_default();
    let file = if theirs.contains(&look.client) { look.client } else { String::new() };
    Line { time: look.time, what, why, file }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let today = jiff::Timestamp::from_microsecond(ask.site.wall()?.0).unwrap_or_default().to_zoned(TimeZone::system()).date();
    let day = ask.query.text("day").parse::<Date>().ok().filter(|day| *day <= today).unwrap_or(today);
    let (before, after) = (day.yesterday().unwrap_or(day), day.tomorrow().ok().filter(|next| *next <= today));
    let span = start(day).zip(day.tomorrow().ok().and_then(start));
    let (from, until) = span.ok_or(Problem::BadForm)?;
    let page = ask.query.text("page").parse().unwrap_or(1).max(1);
    let part = (SHOWN.saturating_mul(page - 1), SHOWN);
    let (looks, more) = ask.site.agency.looks_of(ask.who()?.worker.id, (from, until), part)?;
    let c = ask.titled("opened-title").back("/me");
    let (newer, older) = ((page > 1).then(|| page - 1), more.then(|| page + 1));
    let theirs = theirs(ask, &looks)?;
    let lines = looks.into_iter().map(|look| line(&c, look, &theirs)).collect();
    Answer::page(&Page { c, day: from, before, after, on: day, lines, newer, older })
}
