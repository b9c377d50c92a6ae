//! `/c/new`: taking somebody in, on one page.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Field, fields_of};
use tacenda_desk::acts::AddClient;
use tacenda_desk::{Channel, Client, Enrolment, Program, ProgramState, Refusal, SafeContact, Standing, Time};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::file::{Contact, REACH_ROWS};
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "clients/new.html")]
struct Page<'a> {
    c: Chrome<'a>,
    v: Values,
    rows: Vec<usize>,
    channels: &'static [Channel],
    standings: &'static [Standing],
    programs: Vec<(String, String)>,
    jurisdictions: Vec<(String, String)>,
    may_join: bool,
    /// Whether the asker's work is with what endangers somebody.
    shows_safety: bool,
}

/// Programs that run and that the asker is in.
fn programs(ask: &Ask<'_>) -> Result<Vec<Program>, Problem> {
    let worker = ask.worker()?;
    let mine = |program: &Program| program.state == ProgramState::Open && worker.programs.contains(&program.id);
    Ok(ask.site.agency.programs()?.into_iter().filter(mine).collect())
}

pub(super) fn blank(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let mut v = Values::default();
    v.put("standing", Standing::Adult.word());
    v.put("onto_team", "yes");
    if let [only] = programs(ask)?.as_slice() {
        v.put("programs", only.id.to_string());
    }
    form(ask, v, Vec::new())
}

fn form(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let worker = ask.worker()?;
    let programs = programs(ask)?;
    let packs = &ask.site.packs.packs;
    let mut jurisdictions: Vec<(String, String)> = packs
        .iter()
        .filter_map(|pack| Some((pack.jurisdiction.clone()?, pack.title.clone())))
        .chain(programs.iter().map(|program| (program.jurisdiction.clone(), program.jurisdiction.to_uppercase())))
        .collect();
    jurisdictions.sort();
    jurisdictions.dedup_by(|one, other| one.0 == other.0);
    let page = Page {
        c: ask.titled("new-title").back("/c").with_faults(faults),
        v,
        rows: (1..=REACH_ROWS / 2).collect(),
        channels: Channel::ALL,
        standings: Standing::ALL,
        programs: programs.into_iter().map(|program| (program.id.to_string(), program.name)).collect(),
        jurisdictions,
        may_join: worker.roles.iter().any(|role| role.cares()),
        shows_safety: worker.roles.iter().any(|role| fields_of(*role).contains(&Field::UnsafePeople)),
    };
    Ok(Answer::page(&page)?.status(status))
}

const FIELDS: &[&str] = &[
    "chosen_name",
    "legal_name",
    "pronouns",
    "born",
    "standing",
    "address",
    "address_protected",
    "survivor",
    "unsafe_people",
    "onto_team",
];

pub(super) fn take_in(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let contact = Contact::fields();
    let names: Vec<&str> = FIELDS.iter().copied().chain(contact.iter().map(String::as_str)).collect();
    ask.form.only(&names, &["programs", "jurisdictions"])?;
    let again = |faults: Vec<Fault>| form(ask, Values::sent(&ask.form), faults);
    let card = match card(ask)? {
        Ok(card) => card,
        Err(faults) => return again(faults),
    };
    let id = card.id;
    let agency = &ask.site.agency;
    let joins = ask.form.text("onto_team") == "yes" && ask.worker()?.roles.iter().any(|role| role.cares());
    let onto_team = joins.then(|| agency.mint()).transpose()?;
    let reason = crate::why::Why { agency, worker: ask.worker()? }.of_role();
    match ask.act(AddClient { card: Box::new(card), onto_team }, reason) {
        // Sent twice it was done once, under the first form's id.
        Ok(_) if agency.client_of("client", &id.to_string())?.is_none() => Ok(Answer::go("/c")),
        Ok(_) if joins => Ok(Answer::go(&format!("/c/{id}?done=client"))),
        Ok(_) => Ok(Answer::go("/c")),
        Err(Problem::Refused(Refusal::BadValue)) => {
            again(vec![Fault { field: "chosen_name", text: ask.say("card-fault-value", &[]) }])
        }
        Err(Problem::Refused(Refusal::WrongProgram)) => {
            again(vec![Fault { field: "programs", text: ask.say("new-fault-programs", &[]) }])
        }
        Err(problem) => Err(problem),
    }
}

/// The card that the form describes, or what is to be mended.
fn card(ask: &Ask<'_>) -> Result<Result<Client, Vec<Fault>>, Problem> {
    let form = &ask.form;
    let mut faults = Vec::new();
    let some = |name: &str| form.filled(name).map(str::to_owned);
    let mut miss = |field: &'static str, key: &str| faults.push(Fault { field, text: ask.say(key, &[]) });
    if form.filled("chosen_name").is_none() {
        miss("chosen_name", "card-fault-name");
    }
    let born = form.filled("born").map(str::parse).transpose().unwrap_or_else(|_| {
        miss("born", "fault-day");
        None
    });
    let chosen: Vec<Program> =
        programs(ask)?.into_iter().filter(|p| form.many("programs").any(|id| id == p.id.to_string())).collect();
    if chosen.is_empty() {
        miss("programs", "new-fault-programs");
    }
    let reach = Contact::read(ask, form).unwrap_or_else(|fault| {
        faults.push(fault);
        SafeContact::default()
    });
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut jurisdictions: Vec<String> = form.many("jurisdictions").map(str::to_owned).collect();
    if jurisdictions.is_empty() {
        jurisdictions = chosen.iter().map(|program| program.jurisdiction.clone()).collect();
        jurisdictions.sort();
        jurisdictions.dedup();
    }
    let people = form.raw("unsafe_people").lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let blank = Client::new(ask.site.agency.mint()?, form.text("chosen_name"));
    Ok(Ok(Client {
        legal_name: some("legal_name"),
        pronouns: some("pronouns"),
        born,
        address: some("address"),
        address_protected: form.text("address_protected") == "yes",
        reach,
        unsafe_people: people.collect(),
        survivor: form.text("survivor") == "yes",
        standing: Standing::from_word(form.text("standing")).unwrap_or(Standing::Adult),
        enrolments: chosen.iter().map(|program| Enrolment::open(program.id, Time(0))).collect(),
        jurisdictions,
        ..blank
    }))
}
