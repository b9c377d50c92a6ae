//! It came into other hands than it was meant for: said once, and a matter of its own begins with its clocks.

use jiff::civil::Date;
use serde_json::json;
use tacenda_desk::acts::{Assembly, StrayPacket};
use tacenda_desk::flows::{FlowKind, Intake};
use tacenda_desk::{Id, Kind, Matter, Source, Time};
use tacenda_law::Packs;

use super::one::page;
use super::over;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;
use crate::web::pages::matters;

/// The fact that says what happened to it.
const EVENT: &str = "breach_event";

/// What may have happened to it, in the law's words; that nothing did is none.
pub(super) fn events(ask: &Ask<'_>) -> Vec<(String, String)> {
    let packs: &Packs = &ask.site.packs;
    let list = packs.vocabulary.enums.iter().find(|list| list.name == "breach");
    let members = list.into_iter().flat_map(|list| &list.members).filter(|member| member.id != "none");
    let said = |member: &tacenda_law::Member| match ask.language {
        crate::language::Language::En => member.en.clone(),
        crate::language::Language::Es => member.es.clone(),
    };
    members.map(|member| (member.id.clone(), said(member))).collect()
}

pub(super) fn save(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let fault = |field: &'static str, key: &str| page(ask, of, vec![Fault { field, text: ask.say(key, &[]) }]);
    let Some(whom) = ask.form.filled("whom").map(str::to_owned) else { return fault("whom", "astray-fault-whom") };
    let event = ask.form.text("event").to_owned();
    if !events(ask).iter().any(|(id, _)| *id == event) {
        return fault("event", "astray-fault-event");
    }
    let Some(words) = ask.form.filled("words").map(str::to_owned) else { return fault("words", "astray-fault-words") };
    // The law counts from the day on which somebody here first knew.
    let now = ask.now()?.time;
    let known = ask.form.text("known").parse::<Date>().ok().map(Time::start_of).filter(|at| *at <= now);
    let Some(known) = known else { return fault("known", "astray-fault-known") };
    let (packet, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    let breach: Id<Matter> = ask.site.agency.mint()?;
    // Whom the law asks about are those whom it is about: they are the ones who have to be told.
    let facts = [
        (EVENT, json!(event)),
        // Nobody has weighed it yet; once somebody did, and wrote it down, they say so there.
        ("breach_low_probability_shown", json!(false)),
        // That somebody has to wait with telling is said of what is owed, with its day: it ends no clock.
        ("secrecy_order", json!(false)),
        ("breach_individuals_count", json!(1)),
        ("recipient_kind", json!("client")),
        ("purpose", json!("health_care_operations")),
        ("requested_categories", json!(["identity", "client_status", "correspondence"])),
    ];
    let intake = Intake {
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value, Source::Person)).collect(),
        hold: ask.say("astray-hold", &[]),
        ..Intake::of(FlowKind::Breach, breach, Some(client), known)
    };
    let act = StrayPacket { id: packet, matter, client, over: over(ask)?, whom, words, intake };
    ask.act(act, matters::why(ask, Some(client))?)?;
    // Sent twice it began once, under the first id: then it stands among what came in.
    let there = super::is_there(ask, Kind::Matter, &breach.to_string())?;
    Ok(Answer::go(&if there { format!("/matters/{breach}") } else { "/matters".to_owned() }))
}
