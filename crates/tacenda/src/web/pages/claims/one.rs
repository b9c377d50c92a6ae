//! One visit: exactly what its payer needs, what hinders, what the law says, and the press that makes the claim.

use askama::Template;
use axum::http::StatusCode;
use serde_json::json;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::{MakeClaim, OpenMatter, ReadBill, VoidClaim};
use tacenda_desk::flows::{FlowKind, Intake, Item, Ruled};
use tacenda_desk::{
    Bill, Category, Charge, Claim, ClaimField, ClaimState, ClientId, Hindrance, Id, Matter, Refusal, Seen, Source,
};

use super::path;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::matters::{category, duty};

/// What a payer may want beyond the claim, and no more: dates, kind of visits, diagnosis, a summary of the plan, the outlook. Notes are
/// none of it.
const MINIMUM: &[&str] = &["identity", "appointment_dates", "modality_frequency", "diagnosis", "treatment_plan", "prognosis"];

/// A field as it is shown.
pub(super) struct Shown {
    pub(super) label: String,
    pub(super) place: Option<&'static str>,
    pub(super) value: String,
    pub(super) goes: bool,
}

/// Something in the way: what, what to do, and where.
struct Stands {
    what: String,
    line: String,
    link: Option<(String, String)>,
}

/// A rule that keeps something here.
struct Rule {
    path: String,
    title: String,
    cite: String,
}

#[derive(Template)]
#[template(path = "claims/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    name: &'a str,
    code: String,
    done: Option<String>,
    fields: Vec<Shown>,
    stands: Vec<Stands>,
    rules: Vec<Rule>,
    /// What is to be done first, by the law.
    first: Vec<String>,
    /// What the law still asks.
    asks: Vec<String>,
    cover: String,
    kept_by_law: bool,
    ready: bool,
    made: Option<(&'a Claim, String)>,
    void: Option<(String, String)>,
    typed: &'a str,
}

/// The visit of the address.
pub(super) fn bill(ask: &Ask<'_>) -> Result<Bill, Problem> {
    let (client, charge): (ClientId, Id<Charge>) = (ask.id("id")?, ask.id("visit")?);
    let Seen::Bill(bill) = ask.see(ReadBill { client, charge }, Reason::OwnDuty)? else { return Err(Problem::BadForm) };
    Ok(*bill)
}

/// What the paper form calls the place of a field: the boxes of the CMS-1500.
const fn place(field: ClaimField) -> Option<&'static str> {
    Some(match field {
        ClaimField::Member => "1a",
        ClaimField::Patient => "2",
        ClaimField::Born => "3",
        ClaimField::SendTo => "5",
        ClaimField::Policyholder => "6",
        ClaimField::Payer => "11c",
        ClaimField::Diagnosis => "21",
        ClaimField::Day => "24A",
        ClaimField::Service => "24D",
        ClaimField::Charge => "24F",
        ClaimField::Rendering => "31",
        ClaimField::Start | ClaimField::Minutes | ClaimField::Visit | ClaimField::DiagnosisLabel => return None,
    })
}

/// Cents as money.
fn money(cents: &str) -> String {
    let cents: u64 = cents.parse().unwrap_or_default();
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// The fields of a claim, in the asker's language.
pub(super) fn shown(ask: &Ask<'_>, bill: &Bill) -> Vec<Shown> {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| dates::date(ask.language, day));
    let goes =
        |field: ClaimField| bill.ruling.as_ref().is_none_or(|ruled| !ruled.is_yes() || tacenda_desk::lets_go(ruled, field));
    let one = |line: &tacenda_desk::ClaimLine| Shown {
        label: ask.say(&format!("claim-field-{}", line.field.word().replace('_', "-")), &[]),
        place: place(line.field),
        value: match line.field {
            ClaimField::Born | ClaimField::Day => day(&line.value),
            ClaimField::Charge => money(&line.value),
            ClaimField::Minutes => ask.say("minutes", &[("count", &line.value)]),
            ClaimField::Visit => ask.say(&format!("meeting-{}", line.value.replace('_', "-")), &[]),
            ClaimField::Policyholder => ask.say(&format!("cover-holder-{}", line.value), &[]),
            _ => line.value.clone(),
        },
        goes: goes(line.field),
    };
    bill.lines.iter().map(one).collect()
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let bill = bill(ask)?;
    let client = bill.charge.client;
    let c = ask.titled("claim-title").back("/claims").with_faults(faults);
    let claim = bill.claim.as_ref();
    let made = claim.filter(|claim| claim.state == ClaimState::Made).map(|claim| (claim, c.moment(&claim.made)));
    let void = claim.and_then(|claim| claim.void.as_ref()).filter(|_| made.is_none());
    let law = bill.ruling.as_ref().filter(|ruled| made.is_none() && !ruled.is_yes());
    let page = Page {
        path: path(client, bill.charge.id),
        name: &bill.chosen_name,
        code: code(client),
        done: super::done(ask),
        fields: shown(ask, &bill),
        stands: bill.hindrances.iter().map(|one| stands(ask, client, *one)).collect(),
        rules: law.map(rules).unwrap_or_default(),
        first: law.map(|ruled| first(ask, ruled)).unwrap_or_default(),
        asks: law.map(|ruled| asks(ask, ruled)).unwrap_or_default(),
        cover: format!("/cover/{client}"),
        kept_by_law: law.is_some(),
        ready: bill.is_ready(),
        void: void.map(|void| (c.moment(&void.at), void.why.clone())),
        typed: ask.form.text("why"),
        made,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What stands in the way, and where it is mended by whoever may.
fn stands(ask: &Ask<'_>, client: ClientId, hindrance: Hindrance) -> Stands {
    let key = hindrance.word().replace('_', "-");
    let may = |right| ask.worker().is_ok_and(|worker| Door::Right(right).lets(worker));
    let link = match hindrance {
        Hindrance::NoPayer | Hindrance::OtherPayer => Some((format!("/cover/{client}"), ask.say("cover-title", &[]))),
        Hindrance::NoSafeAddress if may(Right::AmendSafety) => {
            Some((format!("/c/{client}/reach/edit"), ask.say("reach-edit-title", &[])))
        }
        Hindrance::NoBirthDate if may(Right::AmendCard) => Some((format!("/c/{client}/edit"), ask.say("card-edit", &[]))),
        Hindrance::NoSafeAddress | Hindrance::NoBirthDate | Hindrance::SelfPay => None,
    };
    Stands { what: ask.say(&format!("claim-lacks-{key}"), &[]), line: ask.say(&format!("claim-lacks-line-{key}"), &[]), link }
}

fn rules(ruled: &Ruled) -> Vec<Rule> {
    let rule = |ground: &tacenda_desk::flows::Ground| Rule {
        path: format!("/law/rule/{}", ground.rule),
        title: ground.title.clone(),
        cite: ground.cite.join("; "),
    };
    ruled.grounds.iter().map(rule).collect()
}

/// Nobody asked for a claim, so nobody is told no.
const NOT_OF_A_CLAIM: &str = "refuse_in_writing";

/// What the law wants done before anything goes.
fn first(ask: &Ask<'_>, ruled: &Ruled) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for owed in ruled.owed.iter().filter(|owed| owed.before && !owed.perhaps && owed.duty != NOT_OF_A_CLAIM) {
        let line = format!("{} ({})", duty(ask, &ask.site.packs, &owed.duty), owed.cite);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What nobody has said yet.
fn asks(ask: &Ask<'_>, ruled: &Ruled) -> Vec<String> {
    let vocabulary = &ask.site.packs.vocabulary;
    let text = |name: &String| Some(pick(&vocabulary.fact(vocabulary.find(name)?).question, ask.language).to_owned());
    ruled.missing.iter().filter_map(text).collect()
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["do", "why"], &[])?;
    match ask.form.text("do") {
        "make" => make(ask),
        "void" => void(ask),
        "more" => more(ask),
        _ => Err(Problem::BadForm),
    }
}

fn make(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (client, charge): (ClientId, Id<Charge>) = (ask.id("id")?, ask.id("visit")?);
    let fault = |refusal: Refusal| {
        let saying = refusal.message();
        let text = if ask.language == crate::language::Language::Es { saying.es } else { saying.en };
        Fault { field: "claim", text: text.to_owned() }
    };
    match ask.act(MakeClaim { id: ask.site.agency.mint()?, client, charge }, Reason::OwnDuty) {
        Ok(_) => Ok(Answer::go(&format!("{}?done=made", path(client, charge)))),
        Err(Problem::Refused(refusal @ (Refusal::SelfPaid | Refusal::NotReady))) => page(ask, vec![fault(refusal)]),
        // Sent twice: it is made.
        Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&path(client, charge))),
        Err(problem) => Err(problem),
    }
}

fn void(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (client, charge): (ClientId, Id<Charge>) = (ask.id("id")?, ask.id("visit")?);
    let Some(why) = ask.form.filled("why") else {
        return page(ask, vec![Fault { field: "why", text: ask.say("claim-void-fault", &[]) }]);
    };
    let claim = bill(ask)?.claim.ok_or(Refusal::WrongState)?.id;
    match ask.act(VoidClaim { claim, client, charge, why: why.to_owned() }, Reason::OwnDuty) {
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&format!("{}?done=void", path(client, charge)))),
        Err(Problem::Refused(Refusal::BadValue)) => {
            page(ask, vec![Fault { field: "why", text: ask.say("claim-void-fault", &[]) }])
        }
        Err(problem) => Err(problem),
    }
}

/// The payer wants more: it becomes a matter with the least that answers it, for those who may decide it.
fn more(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let bill = bill(ask)?;
    let id: Id<Matter> = ask.site.agency.mint()?;
    let kinds = MINIMUM.iter().filter_map(|word| Category::from_word(word));
    let said = |name: &str, value| (name.to_owned(), value, Source::Person);
    let intake = Intake {
        facts: vec![
            said("purpose", json!("payment")),
            said("recipient_kind", json!("insurer_payer")),
            said("requested_categories", json!(MINIMUM)),
            said("information_identifiable", json!(true)),
            said("deidentification", json!("none")),
            said("disclosure_mode", json!("records")),
            said("legal_process", json!(["written_request"])),
        ],
        items: kinds.map(|kind| Item { words: category(ask, kind.word()), category: kind }).collect(),
        consent: bill.permission,
        ..Intake::of(FlowKind::Payment, id, Some(bill.charge.client), ask.now()?.time)
    };
    ask.act(OpenMatter { intake }, Reason::OwnDuty)?;
    Ok(Answer::go(&format!("{}?done=handed", path(bill.charge.client, bill.charge.id))))
}
