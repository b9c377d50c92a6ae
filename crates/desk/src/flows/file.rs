//! What the file, the programs and a role already say of what the law asks: nobody is asked again, and nothing is guessed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::card::Card;
use crate::client::{Against, Client, Standing};
use crate::inquiry::Source;
use crate::program::{Nature, Program};
use crate::worker::{Role, Worker};

/// Facts of the vocabulary, and where each stands.
pub type Known = BTreeMap<String, (Json, Source)>;

/// What a client's card, their programs and the one who answers for their care say together.
pub(crate) fn whole(client: &Client, programs: &[&Program], holder: Option<&Worker>, today: Date) -> Known {
    let mut known = Known::new();
    of_programs(programs, &mut known);
    known.extend(holder.into_iter().flat_map(of_role).map(|(name, value)| (name.to_owned(), (value, Source::Role))));
    of_card(&Card::whole(client), true, today, &mut known);
    known
}

/// What somebody's work says where it is about nobody known.
pub(crate) fn of_work(worker: &Worker, programs: &[&Program]) -> Known {
    let mut known = Known::new();
    of_programs(programs, &mut known);
    known.extend(of_role(worker).into_iter().map(|(name, value)| (name.to_owned(), (value, Source::Role))));
    known
}

/// What all these programs have in common. Where they differ nothing is known, and it is asked if it matters.
pub fn of_programs(programs: &[&Program], known: &mut Known) {
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
pub fn of_role(worker: &Worker) -> Vec<(&'static str, Json)> {
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

/// What the card says, as far as it is shown. Of a death it says something only to those who would see one (`sees_death`).
pub fn of_card(card: &Card, sees_death: bool, today: Date, known: &mut Known) {
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
    if sees_death {
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
