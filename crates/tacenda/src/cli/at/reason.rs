//! Why somebody looks: given, or the one that goes without saying, or asked for.

use anyhow::Result;
use tacenda_desk::ClientId;
use tacenda_desk::access::{Reason, ReasonKind};
use tacenda_desk::acts::Act;

use super::Desk;
use crate::cli::Misuse;
use crate::why::{Why, named};

impl Desk<'_> {
    /// The reason for this act.
    pub(crate) fn reason(&self, act: &Act) -> Result<Reason> {
        match (&self.at.reason, act.client()) {
            (Some(given), client) => self.given(given, client),
            (None, Some(client)) => match self.why().plain(act.access(), client)? {
                Some(reason) => Ok(reason),
                None => self.asked(client),
            },
            (None, None) => Ok(self.why().of_role()),
        }
    }

    fn why(&self) -> Why<'_> {
        Why { agency: &self.agency, worker: &self.worker }
    }

    /// Asks for the reason. Whether there is such a client does not show.
    fn asked(&self, client: ClientId) -> Result<Reason> {
        let words: Vec<&str> = self.why().kinds().into_iter().map(ReasonKind::word).collect();
        if let [only] = words.as_slice() {
            return self.given(only, Some(client));
        }
        let words = words.join(", ");
        if self.at.no_input || !crate::edge::is_attended() {
            return Err(Misuse(format!("say why with --reason: {words}")).into());
        }
        self.given(&self.at.line(&format!("Why ({words})? "))?, Some(client))
    }

    /// The reason of that word, with the tie that was named or the newest there is.
    fn given(&self, text: &str, client: Option<ClientId>) -> Result<Reason> {
        let (word, id) = text.split_once(':').map_or((text, None), |(word, id)| (word, Some(id)));
        let words = || ReasonKind::ALL.iter().map(|kind| kind.word());
        let kind = ReasonKind::from_word(word)
            .ok_or_else(|| Misuse(format!("there is no reason `{word}`{}", tacenda_law::hint(word, words()))))?;
        if let Some(id) = id {
            return named(kind, id).ok_or_else(|| Misuse(format!("`{id}` is not an id")).into());
        }
        let ties = client.map(|client| self.agency.ties(client, self.who.worker())).transpose()?.unwrap_or_default();
        let newest = self.why().ties_for(kind, &ties).pop();
        newest.ok_or_else(|| Misuse(format!("say which: --reason {word}:ID")).into())
    }
}
