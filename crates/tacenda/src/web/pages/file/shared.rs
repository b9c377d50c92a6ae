//! Who got what of a file: the accounting, as the acts wrote it by which something went.

use askama::Template;
use jiff::civil::Date;
use tacenda_desk::access::Right;
use tacenda_desk::acts::ReadShared;
use tacenda_desk::flows::Law;
use tacenda_desk::{Refusal, Seen, Shared, SharedList};
use tacenda_ledger::VERIFIER_PAGE;
use tacenda_paper::Part;

use crate::language::Language;
use crate::problem::Problem;
use crate::proofs::Extent;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::{File, Head, Tab, code, with_office};
use crate::web::pages::matters;
use crate::web::{dates, print, words};

/// So many lines are shown at once.
const SHOWN: usize = 25;

struct Row {
    when: String,
    to: String,
    address: String,
    what: &'static str,
    kinds: String,
    purpose: String,
    cite: String,
    owed: bool,
    recalled: bool,
    /// It stands behind a link, and nobody took it yet.
    unfetched: bool,
    /// Until when it is held back from the client's list; empty: nobody can say.
    held: Option<String>,
    /// Where somebody may have it held back.
    wait: Option<String>,
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "file/shared.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    count: usize,
    /// When the client got their list last, and until when another one may cost something.
    given: Option<(String, String)>,
    /// Whether nothing is left out here that is for somebody else to see: only then is it the client's list.
    whole: bool,
    /// Whether the asker may take the proof.
    proves: bool,
    newer: Option<usize>,
    older: Option<usize>,
}

fn read(file: &File<'_>) -> Result<SharedList, Problem> {
    match file.see(ReadShared { client: file.id })? {
        Seen::Shared(list) => Ok(list),
        _ => Err(Problem::BadForm),
    }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        let SharedList { lines, given, whole } = read(file)?;
        let law = ask.law();
        let page = ask.query.text("page").parse().unwrap_or(1).max(1);
        let first = SHOWN.saturating_mul(page - 1);
        let c = file.chrome("shared-title");
        let rows = lines.iter().skip(first).take(SHOWN).map(|one| row(file, &law, one)).collect();
        let (newer, older) = ((page > 1).then(|| page - 1), (first.saturating_add(SHOWN) < lines.len()).then(|| page + 1));
        let today = law.day(file.now);
        let given = given.and_then(|at| Some((c.day(&at), law.may_cost_until(at).filter(|until| *until > today)?)));
        let given = given.map(|(at, until)| (at, c.date(&until)));
        let proves = file.has(Right::ReadLooks);
        Answer::page(&Page { f: file.head(Tab::Shared), rows, count: lines.len(), given, whole, proves, newer, older, c })
    })
}

fn row(file: &File<'_>, law: &Law, one: &Shared) -> Row {
    let (language, ask) = (file.ask.language, file.ask);
    let kinds: Vec<String> = one.kinds.iter().map(|kind| matters::category(ask, kind)).collect();
    let may_wait = one.recalled.is_none() && file.has(Right::DecideMatter);
    let wait = may_wait && law.held_back(&one.recipient, false, law.day(file.now)).is_some();
    Row {
        when: dates::moment(language, one.at),
        to: one.to.clone(),
        address: one.address.clone(),
        what: one.what.word(),
        kinds: kinds.join(", "),
        purpose: matters::purpose(&ask.site.packs, &one.purpose, language).to_owned(),
        cite: one.cite.join("; "),
        owed: one.owed,
        recalled: one.recalled.is_some(),
        held: one.held_back.map(|until| if until == Date::MAX { String::new() } else { dates::date(language, until) }),
        unfetched: one.unfetched && one.recalled.is_none(),
        wait: wait.then(|| file.path(&format!("/shared/wait?matter={}", one.matter))),
        path: one.packet.map(|id| format!("/matters/{}/packets/{id}", one.matter)),
    }
}

/// The list on paper, as the client gets it: what the law wants on it, or all that went; nothing that is held back.
pub(super) fn paper(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        let list = read(file)?;
        if !list.whole {
            return Err(Refusal::NotYourWork.into());
        }
        let (language, all) = (ask.paper_language(), ask.query.text("all") == "yes");
        let goes = |one: &&Shared| one.recalled.is_none() && one.held_back.is_none() && (all || one.owed);
        let say = |key: &str| words::say(language, key, &[]);
        let lines: Vec<(String, String)> = list.lines.iter().filter(goes).map(|one| line(ask, language, one)).collect();
        let name = file.card.as_ref().and_then(|card| card.legal_name.clone().or_else(|| card.chosen_name.clone()));
        let today = dates::today(file.now.time);
        let body = [Some(say("shared-paper-lead")), lines.is_empty().then(|| say("shared-paper-none"))];
        let about = Some((say("shared-paper-about"), name.unwrap_or_else(|| code(file.id))));
        let head = [about, Some((say("shared-paper-day"), dates::date(language, today)))];
        let part = Part {
            lines: head.into_iter().flatten().chain(lines).collect(),
            body: body.into_iter().flatten().chain([say("shared-paper-wait")]).collect(),
            foot: vec![say("shared-paper-honest")],
            ..print::headed(ask, language, say("shared-paper-title"))?
        };
        print::pdf(ask, &format!("list-{today}"), vec![part])
    })
}

/// When, and what there is to tell of it.
fn line(ask: &Ask<'_>, language: Language, one: &Shared) -> (String, String) {
    let say = |key: &str| words::say(language, key, &[]);
    let kinds: Vec<String> = one.kinds.iter().map(|kind| say(&format!("category-{}", kind.replace('_', "-")))).collect();
    let told = [
        one.to.clone(),
        one.address.clone(),
        if kinds.is_empty() { say(&format!("shared-sort-{}", one.what.word())) } else { kinds.join(", ") },
        matters::purpose(&ask.site.packs, &one.purpose, language).to_owned(),
        one.cite.join("; "),
        if one.unfetched { say("shared-unfetched") } else { String::new() },
    ];
    let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
    (dates::day(language, one.at), told.join(" · "))
}

/// What shows to the client, without us, that nothing was left out of what our records hold.
pub(super) fn proof(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        let reason = file.because(Right::ReadLooks)?;
        let parts = ask.site.agency.account(ask.signed_in()?, file.id, reason, Extent::default())?;
        Ok(Answer::file("list.tacenda-proof", parts.concat()))
    })
}

/// The page on which proofs are checked, to be given along.
#[expect(clippy::unnecessary_wraps, reason = "every page has this shape")]
pub(super) fn verifier(_: &Ask<'_>) -> Result<Answer, Problem> {
    Ok(Answer::file("verifier.html", VERIFIER_PAGE.to_owned()))
}
