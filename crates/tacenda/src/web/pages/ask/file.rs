//! What the file, the program and the role already say: taken through an act with a reason, shown with who said so, never asked again.

use tacenda_desk::access::{Field, Reason, fields_of};
use tacenda_desk::acts::OpenClient;
use tacenda_desk::flows::file::{Known, of_card, of_programs, of_role};
use tacenda_desk::{Card, ClientId, Program, Refusal, Seen, Source, Worker};

use super::run::Run;
use crate::problem::Problem;
use crate::web::ask::Ask;
use crate::why::Why;

/// Opens the card as the asker, and takes from it what the law asks for.
pub(super) fn take(ask: &Ask<'_>, run: &mut Run, client: ClientId) -> Result<(), Problem> {
    let worker = ask.worker()?;
    let Seen::Card(card) = ask.see(OpenClient { client }, reason(ask, Some(client))?)? else { return Err(Problem::BadForm) };
    run.file = of_worker(ask, worker, Some(&card))?;
    let sees_death = worker.roles.iter().any(|role| fields_of(*role).contains(&Field::Died));
    of_card(&card, sees_death, super::today(ask)?, &mut run.file);
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
