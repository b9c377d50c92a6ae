//! Why somebody looks: given, or the one that goes without saying, or asked for.

use anyhow::Result;
use tacenda_desk::access::{Reason, ReasonKind, Right, RightKind, Ties, reasons_of, row};
use tacenda_desk::acts::Act;
use tacenda_desk::{ClientId, Id};

use super::Desk;
use crate::cli::Misuse;

impl Desk<'_> {
    /// The reason for this act.
    pub(crate) fn reason(&self, act: &Act) -> Result<Reason> {
        match (&self.at.reason, act.client()) {
            (Some(given), client) => self.given(given, client),
            (None, Some(client)) => self.plain(act.access(), client),
            (None, None) => Ok(self.of_role()),
        }
    }

    /// The reason that a role's work alone gives: what finding clients is held against.
    fn of_role(&self) -> Reason {
        if self.gives(ReasonKind::CareTeam) {
            Reason::CareTeam
        } else if self.gives(ReasonKind::Reception) {
            Reason::Reception
        } else {
            Reason::OwnDuty
        }
    }

    fn gives(&self, kind: ReasonKind) -> bool {
        self.worker.roles.iter().any(|role| reasons_of(*role).contains(&kind))
    }

    /// The reason that goes without saying: on the team, at the front desk, the office's own duty.
    fn plain(&self, right: Right, client: ClientId) -> Result<Reason> {
        let ties = self.agency.ties(client, self.who.worker())?;
        let on_team = ties.on_team(self.worker.id, client, self.agency.moment()?);
        let by_duty = || {
            let opens = |role| row(right, None).is_some_and(|r| r.ways(role).next().is_some());
            self.worker.roles.iter().any(|role| opens(*role) && reasons_of(*role).contains(&ReasonKind::OwnDuty))
        };
        match right.kind() {
            RightKind::Agency | RightKind::Free => Ok(Reason::OwnDuty),
            RightKind::Office if by_duty() => Ok(Reason::OwnDuty),
            _ if on_team && self.gives(ReasonKind::CareTeam) => Ok(Reason::CareTeam),
            _ if self.gives(ReasonKind::Reception) => Ok(Reason::Reception),
            _ => self.asked(client),
        }
    }

    /// Asks for the reason. Whether there is such a client does not show.
    fn asked(&self, client: ClientId) -> Result<Reason> {
        let mut words: Vec<&str> = self.worker.roles.iter().flat_map(|r| reasons_of(*r)).map(|kind| kind.word()).collect();
        words.sort_unstable();
        words.dedup();
        if let [only] = words.as_slice() {
            return self.given(only, Some(client));
        }
        let words = words.join(", ");
        if self.at.no_input || !crate::edge::is_attended() {
            return Err(Misuse(format!("say why with --reason: {words}")).into());
        }
        self.given(&self.at.line(&format!("Why ({words})? "))?, Some(client))
    }

    fn given(&self, text: &str, client: Option<ClientId>) -> Result<Reason> {
        let (word, id) = text.split_once(':').map_or((text, None), |(word, id)| (word, Some(id)));
        let words = || ReasonKind::ALL.iter().map(|kind| kind.word());
        let kind = ReasonKind::from_word(word)
            .ok_or_else(|| Misuse(format!("there is no reason `{word}`{}", tacenda_law::hint(word, words()))))?;
        let ties = client.filter(|_| id.is_none()).map(|client| self.agency.ties(client, self.who.worker())).transpose()?;
        let ties = ties.unwrap_or_default();
        let missing = || Misuse(format!("say which: --reason {word}:ID"));
        let reason = match kind {
            ReasonKind::CareTeam => Some(Reason::CareTeam),
            ReasonKind::Reception => Some(Reason::Reception),
            ReasonKind::OwnDuty => Some(Reason::OwnDuty),
            ReasonKind::Appointment => self.tie(id, ties.appointments.iter().map(|a| a.id))?.map(Reason::Appointment),
            ReasonKind::Supervision => self.tie(id, ties.supervisions.iter().map(|s| s.id))?.map(Reason::Supervision),
            ReasonKind::Grant => self.tie(id, own_grants(&ties, self))?.map(Reason::Grant),
            ReasonKind::Task => self.tie(id, own_tasks(&ties, self))?.map(Reason::Task),
            ReasonKind::BillingRun => self.tie(id, own_tasks(&ties, self))?.map(Reason::BillingRun),
            ReasonKind::SecondCheck => self.tie(id, own_tasks(&ties, self))?.map(Reason::SecondCheck),
        };
        reason.ok_or_else(|| missing().into())
    }

    /// The tie that was named, or the newest there is.
    #[expect(clippy::unused_self, reason = "reads like the others")]
    fn tie<K>(&self, named: Option<&str>, there: impl Iterator<Item = Id<K>>) -> Result<Option<Id<K>>> {
        match named {
            Some(text) => text.parse().map(Some).map_err(|_| Misuse(format!("`{text}` is not an id")).into()),
            None => Ok(there.max()),
        }
    }
}

fn own_tasks<'t>(ties: &'t Ties, desk: &'t Desk<'_>) -> impl Iterator<Item = Id<tacenda_desk::Task>> + 't {
    ties.tasks.iter().filter(|t| t.worker == Some(desk.worker.id)).map(|t| t.id)
}

fn own_grants<'t>(ties: &'t Ties, desk: &'t Desk<'_>) -> impl Iterator<Item = Id<tacenda_desk::Grant>> + 't {
    ties.grants.iter().filter(|g| g.worker == desk.worker.id).map(|g| g.id)
}
