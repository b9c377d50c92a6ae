//! One of them: what it says, of whom it is asked, and its versions.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{EndPolicy, KeepPolicy, NewEdition};
use tacenda_desk::{Edition, Policy, PolicyKind, PolicyText, Refusal, TEMPLATES, WorkerKind};

use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::learn::{kinds, number, who};
use crate::web::values::Values;
use crate::web::{dates, markdown};

/// The fields of each language: title, body.
const FIELDS: [(&str, &str); 2] = [("title-en", "body-en"), ("title-es", "body-es")];
/// The longest text, in bytes.
const LONGEST: usize = 40_000;

/// One language of the form.
struct Side {
    language: Language,
    title: &'static str,
    body: &'static str,
}

#[derive(Template)]
#[template(path = "agreements/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    /// Where the form is sent.
    to: String,
    is_new: bool,
    over: Option<i64>,
    policy_kinds: Vec<(&'static str, String, bool)>,
    kinds: Vec<(&'static str, String, bool)>,
    sides: Vec<Side>,
    /// Number, day and address of each version, the newest first.
    versions: Vec<(u32, String, String)>,
    v: Values,
}

/// It as it stands, and the version of the thing.
fn found(ask: &Ask<'_>) -> Result<(Policy, i64), Problem> {
    let found = ask.site.agency.own_of::<Policy>(ask.id("policy")?)?;
    found.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

fn put_texts(v: &mut Values, texts: &BTreeMap<String, PolicyText>) {
    for (language, (title, body)) in Language::ALL.iter().zip(FIELDS) {
        if let Some(text) = texts.get(language.code()) {
            v.put(title, &text.title);
            v.put(body, &text.body);
        }
    }
}

pub(super) fn blank(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let mut v = Values::default();
    let template = TEMPLATES.iter().find(|template| template.word == ask.query.text("from"));
    v.put("kind", template.map_or(PolicyKind::Policy, |template| template.kind).word());
    v.put("established", dates::today(ask.now()?.time).to_string());
    WorkerKind::ALL.iter().for_each(|kind| v.put("who", kind.word()));
    v.put("gate", if template.is_some() { "yes" } else { "" });
    v.put("months", "12");
    v.put("grace", "14");
    if let Some(template) = template {
        put_texts(&mut v, &template.policy_texts());
    }
    page(ask, None, v, Vec::new())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (policy, version) = found(ask)?;
    let edition = policy.edition().ok_or(Refusal::NotFoundOrNotYours)?;
    let mut v = Values::default();
    v.put("kind", policy.kind.word());
    v.put("established", policy.established.to_string());
    policy.who.iter().for_each(|kind| v.put("who", kind.word()));
    v.put("gate", if policy.gate { "yes" } else { "" });
    v.put("months", policy.months.map(|months| months.to_string()).unwrap_or_default());
    v.put("grace", edition.grace_days.to_string());
    put_texts(&mut v, &edition.texts);
    page(ask, Some((&policy, version)), v, Vec::new())
}

fn page(ask: &Ask<'_>, policy: Option<(&Policy, i64)>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let edition = policy.and_then(|(policy, _)| policy.edition());
    let title = edition.and_then(|edition| edition.text(ask.language.code()));
    let title = title.map_or_else(|| ask.say("agreements-new-title", &[]), |text| text.title.clone());
    let c = ask.chrome(title).back("/agreements").with_faults(faults);
    let of_kind = |kind: &PolicyKind| (kind.word(), c.word("policy-kind", kind.word()), v.has("kind", kind.word()));
    let version = |edition: &Edition| {
        let to = policy.map(|(policy, _)| format!("/agreements/{}/versions/{}", policy.id, edition.number)).unwrap_or_default();
        (edition.number, c.day(&edition.at), to)
    };
    let page = Page {
        to: policy.map_or_else(|| "/agreements/new".to_owned(), |(policy, _)| format!("/agreements/{}", policy.id)),
        is_new: policy.is_none(),
        over: policy.map(|(_, version)| version),
        policy_kinds: PolicyKind::ALL.iter().map(of_kind).collect(),
        kinds: kinds(&c, &v),
        sides: Language::ALL
            .iter()
            .zip(FIELDS)
            .map(|(language, (title, body))| Side { language: *language, title, body })
            .collect(),
        versions: policy.iter().flat_map(|(policy, _)| policy.editions.iter().rev()).map(version).collect(),
        v,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What was sent, or what is to be mended.
struct Sent {
    kind: PolicyKind,
    established: Date,
    who: Vec<WorkerKind>,
    gate: bool,
    months: Option<u32>,
    grace_days: u32,
    texts: BTreeMap<String, PolicyText>,
}

fn sent(ask: &Ask<'_>) -> Result<Result<Sent, Vec<Fault>>, Problem> {
    let known: Vec<&str> = FIELDS
        .iter()
        .flat_map(|(title, body)| [*title, *body])
        .chain(["kind", "established", "gate", "months", "grace", "over"])
        .collect();
    ask.form.only(&known, &["who"])?;
    let kind = PolicyKind::from_word(ask.form.text("kind")).ok_or(Problem::BadForm)?;
    let (months, grace, who) = (number(ask, "months", 120), number(ask, "grace", 365), who(ask)?);
    let today = dates::today(ask.now()?.time);
    let established: Option<Date> = ask.form.text("established").parse().ok().filter(|day| *day <= today);
    let mut texts = BTreeMap::new();
    let mut faults = Vec::new();
    let mut mend = |field, key: &str| faults.push(Fault { field, text: ask.say(key, &[]) });
    for (language, (title, body)) in Language::ALL.iter().zip(FIELDS) {
        let text = PolicyText { title: ask.form.text(title).to_owned(), body: ask.form.text(body).replace('\r', "") };
        match (text.title.is_empty(), text.body.trim().is_empty()) {
            (true, true) => {}
            (true, false) => mend(title, "agreements-fault-title"),
            (false, true) => mend(body, "agreements-fault-body"),
            (false, false) if text.body.len() > LONGEST || text.title.len() > 300 => mend(body, "agreements-fault-long"),
            (false, false) => drop(texts.insert(language.code().to_owned(), text)),
        }
    }
    for (bad, field, key) in [
        (ask.form.text("title-en").is_empty() && ask.form.text("title-es").is_empty(), "title-en", "agreements-fault-title"),
        (who.is_empty(), "who", "agreements-fault-who"),
        (established.is_none(), "established", "agreements-fault-established"),
        (months.is_err() || months == Ok(Some(0)), "months", "agreements-fault-months"),
        (grace.is_err(), "grace", "agreements-fault-grace"),
    ] {
        if bad {
            mend(field, key);
        }
    }
    let (Some(established), Ok(months), Ok(grace), true) = (established, months, grace, faults.is_empty()) else {
        return Ok(Err(faults));
    };
    let gate = ask.form.text("gate") == "yes";
    Ok(Ok(Sent { kind, established, who, gate, months, grace_days: grace.unwrap_or_default(), texts }))
}

pub(super) fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let sent = match sent(ask)? {
        Ok(sent) => sent,
        Err(faults) => return page(ask, None, Values::sent(&ask.form), faults),
    };
    let edition = Some(NewEdition { texts: sent.texts, grace_days: sent.grace_days });
    ask.act(
        KeepPolicy {
            id: ask.site.agency.mint()?,
            kind: sent.kind,
            established: sent.established,
            who: sent.who,
            gate: sent.gate,
            months: sent.months,
            edition,
            over: None,
        },
        Reason::OwnDuty,
    )?;
    Ok(Answer::go("/agreements?done=yes"))
}

/// What is asked changes at once; other words are a new version, which is asked of everybody anew.
pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (policy, version) = found(ask)?;
    let sent = match sent(ask)? {
        Ok(sent) => sent,
        Err(faults) => return page(ask, Some((&policy, version)), Values::sent(&ask.form), faults),
    };
    let over: i64 = ask.form.text("over").parse().map_err(|_| Problem::BadForm)?;
    let last = policy.edition().ok_or(Refusal::NotFoundOrNotYours)?;
    let same = last.texts == sent.texts;
    let edition = (!same).then_some(NewEdition { texts: sent.texts, grace_days: sent.grace_days });
    let act = KeepPolicy {
        id: policy.id,
        kind: sent.kind,
        established: sent.established,
        who: sent.who,
        gate: sent.gate,
        months: sent.months,
        edition,
        over: Some(over),
    };
    match ask.act(act, Reason::OwnDuty) {
        Ok(_) => Ok(Answer::go("/agreements?done=yes")),
        Err(Problem::Refused(Refusal::StaleVersion)) => {
            let fault = Fault { field: "title-en", text: ask.say("agreements-fault-stale", &[]) };
            Ok(page(ask, Some((&policy, version)), Values::sent(&ask.form), vec![fault])?.status(StatusCode::CONFLICT))
        }
        Err(problem) => Err(problem),
    }
}

pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over"], &[])?;
    let over = ask.form.text("over").parse().map_err(|_| Problem::BadForm)?;
    ask.act(EndPolicy { id: ask.id("policy")?, over }, Reason::OwnDuty)?;
    Ok(Answer::go("/agreements?done=yes"))
}

#[derive(Template)]
#[template(path = "agreements/version.html")]
struct Version<'a> {
    c: Chrome<'a>,
    edition: &'a Edition,
    established: String,
    day: String,
    /// Its texts: code, title, HTML.
    texts: Vec<(&'a str, &'a str, String)>,
}

pub(super) fn version(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (policy, _) = found(ask)?;
    let number: u32 = ask.part("number").parse().map_err(|_| Problem::from(Refusal::NotFoundOrNotYours))?;
    let edition = policy.editions.iter().find(|edition| edition.number == number).ok_or(Refusal::NotFoundOrNotYours)?;
    let title = ask.say("agreements-version", &[("number", &number.to_string())]);
    let c = ask.chrome(title).back(format!("/agreements/{}", policy.id));
    let texts = edition.texts.iter().map(|(language, text)| (language.as_str(), text.title.as_str(), markdown::html(&text.body)));
    let page = Version { established: c.date(&policy.established), day: c.day(&edition.at), texts: texts.collect(), edition, c };
    Answer::page(&page)
}
