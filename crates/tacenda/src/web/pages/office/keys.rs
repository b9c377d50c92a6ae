//! `/office/keys`: which keys there are, and whether the recovery kit opens them. Nothing secret is shown.

use askama::Template;
use axum::http::StatusCode;
use tacenda_vault::recovery::Opens;

use crate::agency::{Keyed, KitState};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

#[derive(Template)]
#[template(path = "office/keys.html")]
struct Page<'a> {
    c: Chrome<'a>,
    kit: KitState,
    keyed: Keyed,
    people: Vec<(&'static str, u64)>,
    proved: Option<&'static str>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, None, Vec::new())
}

fn page(ask: &Ask<'_>, proved: Option<&'static str>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let agency = &ask.site.agency;
    let keyed = agency.keyed()?;
    let counts = [
        ("keys-clients", keyed.counts.clients.iter().map(|(_, count)| count).sum()),
        ("keys-classes", keyed.counts.classes.iter().map(|(_, count)| count).sum()),
        ("keys-people", keyed.counts.people),
        ("keys-destroyed", keyed.counts.destroyed),
    ];
    let faulty = !faults.is_empty();
    let c = ask.titled("keys-title").back("/office").with_faults(faults);
    let answer = Answer::page(&Page { c, kit: agency.kit_state()?, keyed, people: counts.to_vec(), proved })?;
    Ok(if faulty { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

/// A share that was typed back: it belongs to the kit that stands, or we say which line to look at.
pub(super) fn prove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["share"], &[])?;
    match ask.site.agency.prove(ask.signed_in()?, ask.form.raw("share")) {
        Ok((Opens::Root, _)) => page(ask, Some("keys-proved-root"), Vec::new()),
        Ok((Opens::People, _)) => page(ask, Some("keys-proved-people"), Vec::new()),
        Err(problem @ (Problem::Refused(_) | Problem::Sealed | Problem::Store(_))) => Err(problem),
        Err(_) => page(ask, None, vec![Fault { field: "share", text: ask.say("keys-fault", &[]) }]),
    }
}
