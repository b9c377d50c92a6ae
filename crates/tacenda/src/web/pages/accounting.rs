//! `/accounting`: what went out of the house, of everybody, month by month; each line as the act wrote it by which it went.

use askama::Template;
use jiff::ToSpan as _;
use jiff::civil::Date;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::ListShared;
use tacenda_desk::flows::Served;
use tacenda_desk::{ClientId, Disclosure, Id, Kind, Seen, Shared, Time};
use tacenda_paper::Part;
use tacenda_store::sealed::{self, Line};

use super::{Route, matters};
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::{dates, print, words};

pub(super) const DOOR: Door = Door::Right(Right::ReadShared);
/// So many lines are shown at once, and the newest so many of a month are looked for.
const SHOWN: usize = 50;
const MOST: u32 = 500;

pub(super) const ROUTES: &[Route] = &[Route::get("/accounting", DOOR, show), Route::get("/accounting/paper", DOOR, paper)];

struct Row {
    when: String,
    code: String,
    file: String,
    to: String,
    what: &'static str,
    kinds: String,
    purpose: String,
    cite: String,
    recalled: bool,
    unfetched: bool,
    /// An authority holds it back from the client's own list.
    held: bool,
}

#[derive(Template)]
#[template(path = "accounting.html")]
struct Page<'a> {
    c: Chrome<'a>,
    month: String,
    called: String,
    rows: Vec<Row>,
    /// The months before and after.
    before: String,
    after: Option<String>,
    newer: Option<usize>,
    older: Option<usize>,
    /// There is more in this month than is looked for.
    cut: bool,
}

/// The first day of the month that the address names, else of this one.
fn month(ask: &Ask<'_>) -> Result<Date, Problem> {
    let today = dates::today(ask.now()?.time);
    let named = format!("{}-01", ask.query.text("month")).parse::<Date>().ok();
    Ok(named.filter(|day| (2000..=today.year()).contains(&day.year())).unwrap_or_else(|| today.first_of_month()))
}

fn word(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn called(language: Language, day: Date) -> String {
    format!("{} {}", words::say(language, &format!("month-{}", day.month()), &[]), day.year())
}

/// What went in that month, however it went, the newest first: what of it is the asker's to see, and whether there may be more.
fn found(ask: &Ask<'_>, month: Date) -> Result<(Vec<(ClientId, Shared)>, bool), Problem> {
    let span = (Time::start_of(month).0, Time::start_of(month.saturating_add(1.month())).0 - 1);
    let of_way = |way: &Served| {
        ask.site.agency.db().read(|tx| sealed::due_between(tx, Kind::Disclosure.word(), way.word(), span, MOST + 1))
    };
    let mut lines: Vec<Line> = Served::ALL.iter().map(of_way).collect::<Result<Vec<_>, _>>()?.concat();
    lines.sort_by_key(|line| std::cmp::Reverse(line.columns.due));
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let cut = lines.len() > most;
    let ids = lines.iter().take(most).filter_map(|line| Some((line.columns.id.parse().ok()?, line.columns.client.parse().ok()?)));
    Ok((read(ask, ids.collect())?, cut))
}

fn read(ask: &Ask<'_>, lines: Vec<(Id<Disclosure>, ClientId)>) -> Result<Vec<(ClientId, Shared)>, Problem> {
    match ask.see(ListShared { lines }, Reason::OwnDuty)? {
        Seen::SharedOfAll(lines) => Ok(lines),
        _ => Err(Problem::BadForm),
    }
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let month = month(ask)?;
    let (lines, cut) = found(ask, month)?;
    let page = ask.query.text("page").parse().unwrap_or(1).max(1);
    let first = SHOWN.saturating_mul(page - 1);
    let older = (first.saturating_add(SHOWN) < lines.len()).then(|| page + 1);
    let row = |(client, one): &(ClientId, Shared)| Row {
        when: dates::moment(ask.language, one.at),
        code: code(*client),
        file: format!("/c/{client}/shared"),
        to: one.to.clone(),
        what: one.what.word(),
        kinds: kinds(ask.language, one),
        purpose: matters::purpose(&ask.site.packs, &one.purpose, ask.language).to_owned(),
        cite: one.cite.join("; "),
        recalled: one.recalled.is_some(),
        unfetched: one.unfetched && one.recalled.is_none(),
        held: one.held_back.is_some(),
    };
    let next = month.saturating_add(1.month());
    Answer::page(&Page {
        c: ask.titled("accounting-title"),
        called: called(ask.language, month),
        rows: lines.iter().skip(first).take(SHOWN).map(row).collect(),
        before: word(month.saturating_sub(1.month())),
        after: (next <= dates::today(ask.now()?.time)).then(|| word(next)),
        month: word(month),
        newer: (page > 1).then(|| page - 1),
        older,
        cut,
    })
}

fn kinds(language: Language, one: &Shared) -> String {
    let say = |kind: &String| words::say(language, &format!("category-{}", kind.replace('_', "-")), &[]);
    one.kinds.iter().map(say).collect::<Vec<_>>().join(", ")
}

/// The month on paper. Clients stand in it by their code.
fn paper(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (month, language) = (month(ask)?, ask.paper_language());
    let say = |key: &str| words::say(language, key, &[]);
    let (lines, cut) = found(ask, month)?;
    let line = |(client, one): &(ClientId, Shared)| {
        let told = [
            code(*client),
            one.to.clone(),
            kinds(language, one),
            matters::purpose(&ask.site.packs, &one.purpose, language).to_owned(),
            one.cite.join("; "),
            if one.recalled.is_some() { say("shared-recalled") } else { String::new() },
            if one.held_back.is_some() { say("accounting-held") } else { String::new() },
        ];
        let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
        (dates::day(language, one.at), told.join(" · "))
    };
    let today = dates::today(ask.now()?.time);
    let head = [(say("accounting-month"), called(language, month)), (say("shared-paper-day"), dates::date(language, today))];
    let none = lines.is_empty().then(|| say("accounting-none"));
    let part = Part {
        lines: head.into_iter().chain(lines.iter().map(line)).collect(),
        body: [Some(say("accounting-paper-lead")), none, cut.then(|| say("accounting-cut"))].into_iter().flatten().collect(),
        foot: vec![say("accounting-honest")],
        ..print::headed(ask, language, say("accounting-title"))?
    };
    print::pdf(ask, &format!("accounting-{}", word(month)), vec![part])
}
