//! `/2`: who has received something, and the file that proves without us that nothing was left out of what our records hold.

use std::collections::BTreeSet;

use askama::Template;
use tacenda_desk::acts::GuestAct;
use tacenda_desk::{Refusal, Seen, Shared, SharedList};
use tacenda_ledger::VERIFIER_PAGE;

use super::Call;
use super::chrome::Chrome;
use crate::problem::Problem;
use crate::proofs::OfGuest;
use crate::web::answer::Answer;
use crate::web::pages::purpose;
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "portal/seen.html")]
struct Page {
    c: Chrome,
    lines: Vec<Line>,
}

/// One line, in plain words.
struct Line {
    day: String,
    to: String,
    what: String,
    why: String,
    rule: String,
    unfetched: bool,
    astray: bool,
    mark: String,
}

pub(super) fn read(call: &Call<'_>) -> Result<SharedList, Problem> {
    match call.act(GuestAct::ReadShared)? {
        Seen::Shared(list) => Ok(list),
        _ => Err(Refusal::NotFoundOrNotYours.into()),
    }
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let lines = read(call)?.lines.iter().map(|one| line(call, one)).collect::<Result<_, _>>()?;
    Answer::page(&Page { c: call.chrome("portal-seen").back("/1"), lines })
}

fn line(call: &Call<'_>, one: &Shared) -> Result<Line, Problem> {
    let kinds: Vec<String> = one.kinds.iter().map(|kind| call.say(&format!("category-{}", kind.replace('_', "-")))).collect();
    let what = if kinds.is_empty() { call.say(&format!("portal-sort-{}", one.what.word())) } else { kinds.join(", ") };
    Ok(Line {
        day: dates::day(call.language, one.at),
        to: one.to.clone(),
        what,
        why: why(call, &one.purpose),
        rule: one.cite.join("; "),
        unfetched: one.unfetched,
        astray: one.what == tacenda_desk::Sort::Astray,
        mark: call.mark(&one.at.0.to_string())?,
    })
}

/// The proof, as a file. What may not be shown yet stands in it closed, as do many entries that stand for nothing.
pub(super) fn proof(call: &Call<'_>) -> Result<Answer, Problem> {
    let (list, stay) = (read(call)?, call.stay()?);
    let Seen::Consents(consents) = call.act(GuestAct::ReadConsents)? else { return Err(Refusal::NotFoundOrNotYours.into()) };
    call.act(GuestAct::Prove)?;
    let packets = list.lines.iter().filter_map(|one| one.packet.map(|id| id.to_string()));
    let things = packets.chain(consents.iter().map(|consent| consent.id.to_string())).collect();
    let theirs = OfGuest { things, portal: BTreeSet::from([stay.portal.id.to_string()]) };
    let parts = call.site.agency.account_of_guest(stay.portal.client, &theirs)?;
    Ok(Answer::file("list.txt", parts.concat()))
}

/// The page on which it is checked, on any device, without a connection.
#[expect(clippy::unnecessary_wraps, reason = "every page has this shape")]
pub(super) fn verifier(_: &Call<'_>) -> Result<Answer, Problem> {
    Ok(Answer::file("check.html", VERIFIER_PAGE.to_owned()))
}

/// What it was for, as one says it to the client; else as the law calls it.
pub(super) fn why(call: &Call<'_>, word: &str) -> String {
    let key = format!("portal-why-{}", word.replace('_', "-"));
    if words::has(call.language, &key) { call.say(&key) } else { purpose(&call.site.packs, word, call.language).to_owned() }
}
