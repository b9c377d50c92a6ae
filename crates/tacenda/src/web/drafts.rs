//! What somebody has begun and not ended: sealed, and the asker's own alone.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tacenda_desk::{ClientId, Refusal, Time, WorkerId};
use tacenda_store::draft::{self, Columns};
use tacenda_vault::{Purpose, SystemEntropy};

use super::ask::Ask;
use crate::problem::Problem;

/// The asker's draft of that kind and id, and when it was saved.
pub(crate) fn open<T: DeserializeOwned>(ask: &Ask<'_>, kind: &str, id: &str) -> Result<(T, Time), Problem> {
    let me = ask.worker()?.id.to_string();
    let agency = &ask.site.agency;
    let found = agency.db().read(|tx| {
        let line = draft::get(tx, id)?.filter(|line| line.columns.worker == me && line.columns.kind == kind);
        let Some(line) = line else { return Ok::<_, Problem>(None) };
        match line.open(tx, &mut agency.keys(None)) {
            Ok(blob) => Ok(Some((blob.expose(Purpose::Show).to_vec(), line.columns.at))),
            Err(error) if error.is_no_key() => Ok(None), // the client's keys are gone, and this with them
            Err(error) => Err(error.into()),
        }
    })?;
    let (blob, at) = found.ok_or(Refusal::NotFoundOrNotYours)?;
    let begun = serde_json::from_slice(&blob).map_err(|_| Problem::NotVerified("a draft is damaged".to_owned()))?;
    Ok((begun, Time(at)))
}

/// Saves it as somebody's, sealed to the client where it is about one. When.
pub(crate) fn save(
    ask: &Ask<'_>,
    (kind, id): (&str, String),
    to: WorkerId,
    client: Option<ClientId>,
    begun: &impl Serialize,
) -> Result<Time, Problem> {
    let at = ask.now()?.time;
    let client = client.map(|id| id.to_string()).unwrap_or_default();
    let columns = Columns { id, worker: to.to_string(), kind: kind.to_owned(), client, state: "open".to_owned(), at: at.0 };
    let blob = serde_json::to_vec(begun).map_err(|_| Problem::BadForm)?;
    let agency = ask.site.agency.clone();
    agency.clone().db().write(move |tx| {
        draft::put(tx, &mut agency.keys(None), &columns, &blob, &mut SystemEntropy)?;
        Ok::<_, Problem>(())
    })?;
    Ok(at)
}

/// Takes it away: it is done, or nobody wants it.
pub(crate) fn remove(ask: &Ask<'_>, id: String) -> Result<(), Problem> {
    Ok(ask.site.agency.db().write(move |tx| draft::remove(tx, &id))?)
}
