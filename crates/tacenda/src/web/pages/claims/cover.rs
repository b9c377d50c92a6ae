//! `/cover/{id}`: who pays for a client's care, and what the law asks of a claim beside the file. Asked once.

use askama::Template;
use axum::http::StatusCode;
use serde_json::Value as Json;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{ReadCoverage, SetCoverage};
use tacenda_desk::{ASKED, ClientId, Coverage, Covers, Paying, Policyholder, Refusal, Seen};

use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::matters::paper::{members, words_of};
use crate::web::values::Values;
use crate::why::Why;

#[derive(Template)]
#[template(path = "claims/cover.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    name: String,
    code: String,
    done: Option<String>,
    over: Option<i64>,
    covers: Vec<(String, String)>,
    /// What the law asks: fact, question, whether it is so.
    asks: Vec<(&'static str, String, bool)>,
    /// Letters go to somebody else, and no safe address is on the card.
    unsafe_letters: bool,
    may_reach: bool,
    v: Values,
}

/// Why the asker enters it: the biller's own duty, the tie to the client, or the reason that was given.
fn why(ask: &Ask<'_>, client: ClientId) -> Result<Reason, Problem> {
    let why = Why { agency: &ask.site.agency, worker: ask.worker()? };
    if let Some(reason) = why.plain(Right::KeepCoverage, client)? {
        return Ok(reason);
    }
    let given = ask.site.reasons.find(&ask.who()?.secret, client, ask.site.wall()?);
    Ok(given.map_or(Reason::OwnDuty, |(reason, _)| reason))
}

fn paying(ask: &Ask<'_>, client: ClientId) -> Result<Paying, Problem> {
    let Seen::Paying(paying) = ask.see(ReadCoverage { client }, why(ask, client)?)? else { return Err(Problem::BadForm) };
    Ok(*paying)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let paying = paying(ask, ask.id("id")?)?;
    let v = paying.coverage.as_ref().map(|(coverage, _)| standing(coverage)).unwrap_or_default();
    page(ask, paying, v, Vec::new())
}

/// What is entered now.
fn standing(coverage: &Coverage) -> Values {
    let mut v = Values::default();
    v.put("payer", coverage.payer.clone());
    v.put("member", coverage.member.clone());
    v.put("holder", coverage.holder.word());
    v.put("covers", coverage.facts.get("payer_covers").and_then(Json::as_str).unwrap_or_default());
    let is_so = |fact: &str| coverage.facts.get(fact).and_then(Json::as_bool) == Some(true);
    for fact in ASKED.iter().filter(|fact| is_so(fact)) {
        v.put("so", *fact);
    }
    if is_so("recipient_identity_verified") {
        v.put("checked", "yes");
    }
    v
}

fn page(ask: &Ask<'_>, paying: Paying, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let id: ClientId = ask.id("id")?;
    let vocabulary = &ask.site.packs.vocabulary;
    let question = |fact: &&'static str| {
        let text = pick(&vocabulary.fact(vocabulary.find(fact)?).question, ask.language).to_owned();
        Some((*fact, text, v.all().any(|(name, value)| name == "so" && value == *fact)))
    };
    let may = |right| ask.worker().is_ok_and(|worker| Door::Right(right).lets(worker));
    let back = if may(Right::Bill) { "/claims".to_owned() } else { format!("/c/{id}/times") };
    let others = paying.coverage.as_ref().is_some_and(|(coverage, _)| coverage.holder == Policyholder::Other);
    let page = Page {
        id: id.to_string(),
        name: paying.chosen_name,
        code: code(id),
        done: super::done(ask),
        over: paying.coverage.map(|(_, version)| version),
        covers: members(ask, words_of(ask, "payer_covers"), &["outpatient", "residential"], true),
        asks: ASKED.iter().filter_map(question).collect(),
        unsafe_letters: others && !paying.safe_address,
        may_reach: may(Right::AmendSafety),
        c: ask.titled("cover-title").back(back).with_faults(faults),
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "payer", "member", "holder", "covers", "checked"], &["so"])?;
    let client: ClientId = ask.id("id")?;
    let again = |field: &'static str| {
        let fault = Fault { field, text: ask.say(&format!("cover-fault-{field}"), &[]) };
        page(ask, paying(ask, client)?, Values::sent(&ask.form), vec![fault])
    };
    let holder = Policyholder::from_word(ask.form.text("holder"));
    let covers = Covers::from_word(ask.form.text("covers"));
    let lacks = [
        (ask.form.filled("payer").is_none(), "payer"),
        (ask.form.filled("member").is_none(), "member"),
        (holder.is_none(), "holder"),
        (covers.is_none(), "covers"),
        (ask.form.filled("checked").is_none(), "checked"),
    ];
    if let Some((_, field)) = lacks.into_iter().find(|(lacks, _)| *lacks) {
        return again(field);
    }
    let (Some(holder), Some(covers)) = (holder, covers) else { return Err(Problem::BadForm) };
    let over = match ask.form.filled("over") {
        Some(text) => Some(text.parse().map_err(|_| Problem::BadForm)?),
        None => None,
    };
    let act = SetCoverage {
        id: ask.site.agency.mint()?,
        client,
        over,
        payer: ask.form.text("payer").to_owned(),
        member: ask.form.text("member").to_owned(),
        holder,
        covers,
        checked: true,
        so: ask.form.many("so").map(str::to_owned).collect(),
    };
    match ask.act(act, why(ask, client)?) {
        Ok(_) => Ok(Answer::go(&format!("/cover/{client}?done=cover"))),
        Err(Problem::Refused(Refusal::BadValue)) => again("payer"),
        Err(problem) => Err(problem),
    }
}
