//! What the file, the program and the role already say: taken through an act with a reason, shown with who said so, never asked again.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value as Json, json};
use tacenda_desk::access::{Field, Reason, fields_of};
use tacenda_desk::acts::OpenClient;
use tacenda_desk::{Against, Card, ClientId, Nature, Program, Refusal, Role, Seen, Source, Standing, Worker};

use super::run::Run;
use crate::problem::Problem;
use crate::web::ask::Ask;
use crate::why::Why;

type Known = BTreeMap<String, (Json, Source)>;

/// Opens the card as the asker, and takes from it what the law asks for.
pub(super) fn take(ask: &Ask<'_>, run: &mut Run, client: ClientId) -> Result<(), Problem> {
    let worker = ask.worker()?;
    let Seen::Card(card) = ask.see(OpenClient { client }, reason(ask, Some(client))?)? else { return Err(Problem::BadForm) };
    run.file = of_worker(ask, worker, Some(&card))?;
    of_card(&card, worker, super::today(ask)?, &mut run.file);
    run.whom.client = Some(client);
    run.whom.name.clone_from(&card.chosen_name);
    run.whom.unsafe_people = card.unsafe_people.as_ref().is_some_and(|people| !people.is_empty());
    if !run.opened_by.contains(&worker.id) {
        run.opened_by.push(worker.id);
    }
    Ok(())
}

/// Of nobody in particular: what the asker's own programs and role say.
pub(super) fn general(ask: &Ask<'_>, run: &mut Run) -> Result<(), Problem> {
    run.file = of_worker(ask, ask.worker()?, None)?;
    run.whom = super::run::Whom::default();
    Ok(())
}

/// Why the asker looks: what they said in the file, or the tie that there is.
pub(in crate::web) fn reason(ask: &Ask<'_>, client: Option<ClientId>) -> Result<Reason, Problem> {
    let why = Why { agency: &ask.site.agency, worker: ask.worker()? };
    let Some(client) = client else { return Ok(why.of_role()) };
    if let Some((said, _)) = ask.site.reasons.find(&ask.who()?.secret, client, ask.site.wall()?) {
        return Ok(said);
    }
    let ties = ask.site.agency.ties(client, why.worker.id)?;
    Ok(why.near(&ties, client, ask.now()?).into_iter().next().unwrap_or(Reason::OwnDuty))
}

/// Whether what was said about this client is still theirs to read: no wall stands between, and something still ties them to the file.
pub(super) fn still(ask: &Ask<'_>, client: ClientId) -> Result<(), Problem> {
    let why = Why { agency: &ask.site.agency, worker: ask.worker()? };
    let (ties, now) = (ask.site.agency.ties(client, why.worker.id)?, ask.now()?);
    let walled = ties.walled(why.worker.id, client, now);
    if walled || why.near(&ties, client, now).is_empty() { Err(Refusal::NotFoundOrNotYours.into()) } else { Ok(()) }
}

/// What the programs in whose work it happens, and the asker's role, say.
fn of_worker(ask: &Ask<'_>, worker: &Worker, card: Option<&Card>) -> Result<Known, Problem> {
    let all = ask.site.agency.programs()?;
    let theirs: Option<Vec<_>> = card.and_then(|c| c.enrolments.as_ref()).map(|list| list.iter().map(|e| e.program).collect());
    let mine: Vec<&Program> = all.iter().filter(|p| worker.programs.contains(&p.id)).collect();
    let shared: Vec<&Program> =
        mine.iter().copied().filter(|p| theirs.as_ref().is_none_or(|list| list.contains(&p.id))).collect();
    let mut known = Known::new();
    of_programs(if shared.is_empty() { &mine } else { &shared }, &mut known);
    for (name, value) in of_role(worker) {
        known.insert(name.to_owned(), (value, Source::Role));
    }
    Ok(known)
}

/// What all these programs have in common. Where they differ nothing is known, and it is asked if it matters.
fn of_programs(programs: &[&Program], known: &mut Known) {
    let Some(first) = programs.first() else { return };
    let mut put = |name: &str, value: Json| known.insert(name.to_owned(), (value, Source::Program));
    let same = |nature: Nature| {
        let has = first.natures.contains(&nature);
        programs.iter().all(|p| p.natures.contains(&nature) == has).then_some(has)
    };
    let flags = [
        (Nature::CoveredEntity, "holder_hipaa_covered_entity"),
        (Nature::Part2, "holder_part2_program"),
        (Nature::School, "holder_ferpa_institution"),
        (Nature::Military, "holder_military_provider"),
    ];
    for (nature, fact) in flags {
        if let Some(has) = same(nature) {
            put(fact, json!(has));
        }
    }
    match same(Nature::VictimServiceFunds) {
        Some(true) => drop(put("holder_victim_funds", json!(["vawa", "fvpsa", "voca"]))),
        Some(false) => drop(put("holder_victim_funds", json!([]))),
        None => {}
    }
    let setting = match first.natures.as_slice() {
        natures if natures.contains(&Nature::Military) => Some("military_treatment_facility"),
        natures if natures.contains(&Nature::Part2) => Some("sud_program"),
        natures if natures.contains(&Nature::School) || natures.contains(&Nature::VictimServiceFunds) => None,
        _ => Some("agency"),
    };
    if let (Some(setting), [_]) = (setting, programs) {
        put("holder_setting", json!(setting));
    }
    let mut places: Vec<&str> = programs.iter().map(|p| p.jurisdiction.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    if !places.contains(&"eu") {
        put("holder_gdpr_controller", json!(false));
        put("data_subject_in_eu", json!(false));
    }
    put("holder_law_enforcement_affiliated", json!(false));
    put("jurisdictions", json!(places));
}

/// What a role is by its own definition.
fn of_role(worker: &Worker) -> Vec<(&'static str, Json)> {
    let mut facts = vec![("holder_learned_in_professional_role", json!(true))];
    let profession = worker.roles.iter().find_map(|role| match role {
        Role::Clinician => Some("licensed_counselor"),
        Role::SocialWorker => Some("social_worker"),
        Role::Advocate => Some("victim_advocate"),
        Role::SudCounselor => Some("addiction_counselor"),
        Role::Intern => Some("intern_trainee"),
        Role::FrontDesk | Role::RecordsClerk | Role::Biller => Some("clerical_staff"),
        Role::Director => Some("program_director"),
        _ => None,
    });
    facts.extend(profession.map(|word| ("holder_profession", json!(word))));
    facts.push(("holder_victim_counselor_qualified", json!(worker.is(Role::Advocate))));
    if worker.is(Role::Clinician) {
        facts.push(("holder_state_licensed", json!(true)));
    }
    facts
}

/// What the card says, as far as the asker may see it.
fn of_card(card: &Card, worker: &Worker, today: Date, known: &mut Known) {
    let sees = |field: Field| worker.roles.iter().any(|role| fields_of(*role).contains(&field));
    let mut put = |name: &str, value: Json| known.insert(name.to_owned(), (value, Source::File));
    if let Some(places) = card.jurisdictions.as_ref().filter(|places| !places.is_empty()) {
        put("jurisdictions", json!(places));
    }
    if let Some(standing) = card.standing {
        put("client_is_minor", json!(matches!(standing, Standing::Minor | Standing::Emancipated | Standing::ConsentedAlone)));
        put("client_emancipated", json!(standing == Standing::Emancipated));
        put("minor_consented_to_own_services", json!(standing == Standing::ConsentedAlone));
        if standing == Standing::Guardianship {
            put("client_lacks_capacity", json!(true));
        }
    }
    if let Some(born) = card.born {
        put("client_age", json!(years(born, today)));
    }
    if sees(Field::Died) {
        put("client_deceased", json!(card.died.is_some()));
        if let Some(died) = card.died {
            put("years_since_death", json!(years(died, today)));
        }
    }
    if let Some(survivor) = card.survivor {
        put("client_is_dv_sa_victim", json!(survivor));
    }
    if let Some(restrictions) = &card.restrictions {
        let payer = restrictions.iter().any(|r| matches!(r.against, Against::Payer(_)));
        put("client_paid_out_of_pocket_restriction", json!(payer));
    }
}

/// Whole years from a day to another.
fn years(from: Date, to: Date) -> i64 {
    let whole = i64::from(to.year()) - i64::from(from.year());
    let not_yet = (to.month(), to.day()) < (from.month(), from.day());
    (whole - i64::from(not_yet)).max(0)
}
