//! What a guest does in a portal, whom no session of the desk names. It is one unit of work like any act.

use std::sync::Arc;

use tacenda_desk::acts::GuestAct;
use tacenda_desk::flows::Law;
use tacenda_desk::{Client, ClientId, Guest, Id, Kind, Opened, Portal, Purpose, Refusal, SafeContact, Seen, may_enter};
use tacenda_store::ledger;
use tacenda_store::{Tx, sealed};

use super::append::{Event, SYSTEM, append};
use super::{When, apply, open};
use crate::agency::Agency;
use crate::problem::Problem;

/// Under which mark a portal is found by its number.
const NUMBER: &str = "portal";

impl Agency {
    /// Under which id stands the portal of that number, whether there is one or not. Blanks and hyphens do not count.
    pub(crate) fn portal_id(&self, number: &str) -> Result<Id<Portal>, Problem> {
        let plain: String = number.chars().filter(char::is_ascii_digit).collect();
        Ok(Portal::behind(&self.keyed_mark(NUMBER, &plain)?))
    }

    /// The portal of that number; where there is none some other is opened in its place, so that both take the same work, and not told.
    pub(crate) fn portal(&self, number: &str) -> Result<Option<(bool, Portal)>, Problem> {
        let id = self.portal_id(number)?;
        self.db().read(|tx| {
            let first = sealed::of_kind(tx, Kind::Portal.word(), "", 1)?.pop();
            let found = sealed::latest(tx, Kind::Portal.word(), &id.to_string())?;
            let is_there = found.is_some();
            let Some(line) = found.or(first) else { return Ok(None) };
            let opened = open::thing(tx, &mut self.keys(None), Kind::Portal, &line)?;
            Ok(opened
                .as_ref()
                .and_then(|thing| <Portal as tacenda_desk::Kept>::of(thing))
                .map(|portal| (is_there, portal.clone())))
        })
    }

    /// The portal, if its guest may be in it at this moment, and whether they sign and stop permissions.
    pub(crate) fn guest_of(&self, id: Id<Portal>) -> Result<Option<(Portal, bool)>, Problem> {
        let now = self.moment()?;
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let Some((portal, _)) = open::latest(tx, &mut keys, id)? else { return Ok(None) };
            let Some((client, _)) = open::latest::<Client>(tx, &mut keys, portal.client)? else { return Ok(None) };
            let decides = portal.decides(&client);
            Ok(Some((portal, decides)).filter(|(portal, _)| portal.lets_in(&client, now)))
        })
    }

    /// The name that a client signs by.
    pub(crate) fn name_on_paper(&self, client: ClientId) -> Result<String, Problem> {
        Ok(self.card_of_guest(client)?.name_on_paper().to_owned())
    }

    /// How a client is reached without harm, as they said.
    pub(crate) fn reach_of(&self, client: ClientId) -> Result<SafeContact, Problem> {
        Ok(self.card_of_guest(client)?.reach)
    }

    /// Who may come in by a file as it stands: the client, or who acts for them.
    pub(crate) fn guests_of(&self, client: ClientId) -> Result<Vec<Guest>, Problem> {
        let (card, now) = (self.card_of_guest(client)?, self.moment()?);
        let others = card.representatives.iter().map(|one| Guest::Representative(one.id));
        Ok(std::iter::once(Guest::Client).chain(others).filter(|guest| may_enter(&card, *guest, now).is_ok()).collect())
    }

    fn card_of_guest(&self, client: ClientId) -> Result<Client, Problem> {
        self.own_of(client)?.map(|(client, _)| client).ok_or_else(|| Refusal::NotFoundOrNotYours.into())
    }

    /// Does what a guest asks, if the door stands open to them.
    ///
    /// # Errors
    /// [`Refusal::NotFoundOrNotYours`] where it does not, or what they ask for is not theirs.
    pub(crate) fn guest(&self, portal: Id<Portal>, act: GuestAct, law: Law) -> Result<Seen, Problem> {
        let when = When::Read(self.reading()?);
        let (agency, law) = (self.clone(), Arc::new(law));
        self.db().write(move |tx| take(tx, &agency, (portal, &act), &law, &when))
    }
}

fn take(
    tx: &mut Tx<'_>,
    agency: &Agency,
    (id, act): (Id<Portal>, &GuestAct),
    law: &Arc<Law>,
    when: &When,
) -> Result<Seen, Problem> {
    let mut end = ledger::lock(tx)?;
    let now = when.now(tx, agency, &end)?;
    let mut keys = agency.keys(None);
    let (portal, _) = open::latest(tx, &mut keys, id)?.ok_or_else(|| Problem::from(Refusal::NotFoundOrNotYours))?;
    let mut opened = Opened::new();
    opened.put_law(Arc::clone(law));
    for need in act.needs(&portal) {
        open::one(tx, &mut keys, &need, &mut opened)?;
    }
    open::ties_of_file(tx, &mut keys, (portal.client, portal.by), &mut opened)?;
    let step = act.take(id, &opened, now)?;
    let rows = apply::all(tx, agency, &mut keys, &step.effects, &[], end.frontier.size())?;
    let event = Event { actor: SYSTEM.to_owned(), ..Event::of(&step.entry, rows, now) };
    append(tx, agency, &mut keys, &mut end, &event)?;
    Ok(step.seen.into_exposed(Purpose::Show))
}
