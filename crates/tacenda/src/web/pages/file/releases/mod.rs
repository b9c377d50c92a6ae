//! `/c/{id}/releases`: what a client permits us to tell, to whom, until when. Drawn up, read, signed, stopped.

mod one;
mod paper;
mod signed;

pub(super) use one::{ended, one, printed, save};
pub(in crate::web) use paper::Paper;
pub(super) use signed::{get as signed_page, put as put_signed};

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{DrawUpConsent, ReadConsents};
use tacenda_desk::{Category, Consent, ConsentState, Joint, Nature, Refusal, Seen, Terms, Toward, Unit, stands_alone};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::form::Form;
use crate::web::pages::matters::category;
use crate::web::pages::matters::paper::{members, words_of};
use crate::web::values::Values;

/// Those to whom things commonly go; the others stand behind them.
const COMMON: [&str; 9] = [
    "treating_provider",
    "school_officials",
    "insurer_payer",
    "client_attorney",
    "family_friend",
    "court",
    "probation_officer",
    "employer",
    "landlord",
];
/// The kinds of information of the last time: said, and not ticked.
const WAS: &str = "was";
/// What it commonly is for.
const REASONS: [&str; 5] = ["client_directed", "treatment", "care_coordination", "payment", "education_services"];

/// A permission, in a line.
struct Row {
    path: String,
    other: String,
    what: String,
    until: String,
    tag: &'static str,
    holds: bool,
}

#[derive(Template)]
#[template(path = "file/releases/list.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
}

/// Where it stands today, in a word or two.
fn tag(consent: &Consent, today: Date) -> &'static str {
    match consent.status(today) {
        "valid" if consent.terms.until <= today.saturating_add(jiff::Span::new().days(14)) => "release-ends-soon",
        "valid" => "release-in-force",
        "expired" => "release-ended",
        "revoked" => "release-stopped",
        _ => "release-unsigned",
    }
}

/// The kinds of information, in words.
fn kinds(ask: &Ask<'_>, what: &[Category]) -> Vec<String> {
    what.iter().map(|kind| category(ask, kind.word())).collect()
}

pub(in crate::web::pages::file) fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let Seen::Consents(all) = file.see(ReadConsents { client: file.id })? else { return Err(Problem::BadForm) };
        let today = dates::today(file.now.time);
        let row = |consent: Consent| Row {
            path: file.path(&format!("/releases/{}", consent.id)),
            what: kinds(ask, &consent.terms.what).join(" · "),
            until: dates::date(ask.language, consent.terms.until),
            tag: tag(&consent, today),
            holds: consent.is_in_force(today),
            other: consent.terms.other,
        };
        let page =
            Page { c: file.chrome("releases-title"), f: file.head(Tab::Releases), rows: all.into_iter().map(row).collect() };
        Answer::page(&page)
    })
}

/// Kinds that one ticks, those that are kept apart by themselves.
struct Kinds {
    plain: Vec<(String, String)>,
    apart: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "file/releases/new.html")]
struct Blank<'a> {
    c: Chrome<'a>,
    f: Head,
    /// What was permitted the last time, in words.
    was: String,
    recipients: Vec<(String, String)>,
    purposes: Vec<(String, String)>,
    kinds: Kinds,
    v: Values,
}

pub(in crate::web::pages::file) fn blank(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let theirs: Vec<_> = file.card()?.enrolments.iter().flatten().map(|e| e.program).collect();
        let survivors = |program: &tacenda_desk::Program| {
            theirs.contains(&program.id) && program.natures.contains(&Nature::VictimServiceFunds)
        };
        let which = if file.programs.iter().any(survivors) { "victim_services_release" } else { "state_written_authorization" };
        let row = ask.site.packs.releases.papers.iter().find(|row| row.form == which);
        let days = row.map_or(0, |row| i64::from(row.usual_days));
        let mut v = match ask.query.filled("again") {
            Some(id) => as_it_was(&one::read(file, id.parse().map_err(|_| Refusal::NotFoundOrNotYours)?)?.consent),
            None => toward(Toward::Release),
        };
        v.put("until", dates::today(file.now.time.plus_days(days)).to_string());
        form(file, v, Vec::new())
    })
}

/// A form on which only the way is chosen.
fn toward(way: Toward) -> Values {
    let mut v = Values::default();
    v.put("toward", way.word());
    v
}

/// To whom and what for, as it was; what may be shared is ticked anew.
fn as_it_was(consent: &Consent) -> Values {
    let terms = &consent.terms;
    let mut v = toward(terms.toward);
    v.put("other", terms.other.as_str());
    v.put("recipient", terms.recipient.as_str());
    v.put("purpose", terms.purpose.as_str());
    v.put("detail", terms.detail.as_deref().unwrap_or_default());
    for kind in &terms.what {
        v.put(WAS, kind.word());
    }
    if let Some(joint) = &terms.joint {
        v.put("unit", joint.unit.word());
        v.put("members", joint.names.join("\n"));
    }
    v
}

fn form(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let all = members(ask, words_of(ask, "requested_categories"), &[], true);
    let special = |word: &str| Category::from_word(word).is_some_and(stands_alone);
    let (apart, plain) = all.into_iter().partition(|(word, _)| special(word));
    let was: Vec<Category> = v.all().filter(|(name, _)| *name == WAS).filter_map(|(_, word)| Category::from_word(word)).collect();
    let page = Blank {
        was: kinds(ask, &was).join("; "),
        c: file.chrome("release-new").with_faults(faults),
        f: file.head(Tab::Releases),
        recipients: members(ask, words_of(ask, "recipient_kind"), &COMMON, true)
            .into_iter()
            .filter(|(word, _)| word != "abuser_or_perpetrator")
            .collect(),
        purposes: members(ask, words_of(ask, "purpose"), &REASONS, true),
        kinds: Kinds { plain, apart },
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What the form says, or what it lacks.
fn terms(ask: &Ask<'_>) -> Result<Terms, Vec<Fault>> {
    let form = &ask.form;
    let known = |fact: &str, word: &str| words_of(ask, fact).is_some_and(|list| list.position(word).is_some());
    let mut faults = Vec::new();
    let mut fault = |field: &'static str| faults.push(Fault { field, text: ask.say(&format!("release-fault-{field}"), &[]) });
    let what: Vec<Category> = form.many("what").filter_map(Category::from_word).collect();
    let until: Option<Date> = form.filled("until").and_then(|text| text.parse().ok());
    if form.filled("other").is_none() {
        fault("other");
    }
    if !known("recipient_kind", form.text("recipient")) {
        fault("recipient");
    }
    if what.is_empty() {
        fault("what");
    }
    if !known("purpose", form.text("purpose")) {
        fault("purpose");
    }
    if until.is_none() {
        fault("until");
    }
    let joint = joint(form);
    if joint.is_none() && (form.filled("unit").is_some() || form.filled("members").is_some()) {
        fault("members");
    }
    let toward = Toward::from_word(form.text("toward")).unwrap_or(Toward::Release);
    let Some(until) = until.filter(|_| faults.is_empty()) else { return Err(faults) };
    let text = |name: &str| form.text(name).to_owned();
    let detail = form.filled("detail").map(str::to_owned);
    Ok(Terms { toward, other: text("other"), recipient: text("recipient"), what, detail, purpose: text("purpose"), until, joint })
}

/// Whose record it is too: what they are to each other, and a name in each line.
fn joint(form: &Form) -> Option<Joint> {
    let names: Vec<String> =
        form.text("members").lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let unit = Unit::from_word(form.text("unit"))?;
    (!names.is_empty()).then_some(Joint { unit, names })
}

pub(in crate::web::pages::file) fn draw(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["toward", "other", "recipient", "detail", "purpose", "until", "unit", "members"], &["what"])?;
    let again = |faults: Vec<Fault>| with_card(ask, |file| form(file, Values::sent(&ask.form), faults));
    let fault = |field: &'static str, key: &str| vec![Fault { field, text: ask.say(key, &[]) }];
    let file = File::come(ask)?;
    let terms = match terms(ask) {
        Ok(terms) => terms,
        Err(faults) => return again(faults),
    };
    if terms.is_compound() {
        return again(fault("what", "release-fault-apart"));
    }
    let id = ask.site.agency.mint()?;
    match file.act(DrawUpConsent { id, client: file.id, terms }) {
        Ok(_) => Ok(Answer::go(&file.path(&format!("/releases/{id}?done=drawn")))),
        // No paper opens this here.
        Err(Problem::Refused(Refusal::WrongState)) => again(fault("what", "release-fault-never")),
        Err(Problem::Refused(Refusal::BadValue)) => again(fault("until", "release-fault-value")),
        Err(problem) => Err(problem),
    }
}

/// Whether the asker may keep them; the act decides.
fn may(file: &File<'_>) -> bool {
    file.has(Right::KeepConsents)
}

/// Whether it waits for a signature.
fn waits(consent: &Consent) -> bool {
    consent.state == ConsentState::Drawn
}
