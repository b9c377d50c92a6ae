//! Carries out what a step says, in its order, inside the act's transaction.

use tacenda_desk::{Attachment, Class, ClientId, Effect, Id, Index, Purpose, Thing, WorkerId};
use tacenda_store::keys::{self, Destroyed, Keys, people};
use tacenda_store::{Tx, blind, chunk, sealed, sessions};
use tacenda_vault::{PublicKey, SystemEntropy};

use super::append::RowWritten;
use super::ready::Uploaded;
use crate::agency::Agency;
use crate::problem::Problem;

/// Applies all, and tells which rows were written.
pub(super) fn all(
    tx: &mut Tx<'_>,
    agency: &Agency,
    keys: &mut Keys<'_>,
    effects: &[Effect],
    uploads: &[Uploaded],
    leaf: u64,
) -> Result<Vec<RowWritten>, Problem> {
    let mut rows = Vec::new();
    for effect in effects {
        match effect {
            Effect::KeyFor(client) => keys::make_client(tx, agency.ring(), &client.to_string(), &mut SystemEntropy)?,
            Effect::Save { thing, over } => rows.push(save(tx, keys, thing, *over, leaf)?),
            Effect::WrapClassTo { client, class, worker, public_key } => {
                wrap(tx, agency, keys, (*client, *class), (*worker, public_key))?;
            }
            Effect::Unwrap { client, class, worker } => {
                people::unwrap(tx, &client.to_string(), class.map(sealing), &worker.to_string())?;
            }
            Effect::UnwrapAll(worker) => people::unwrap_all(tx, &worker.to_string())?,
            // Sessions of the command line last as long as its process, and every act asks anew where its worker stands.
            Effect::EndSessions(worker) => sessions::end_of(tx, &worker.to_string(), None).map(drop)?,
            Effect::KeepChunks(attachment) => keep(tx, effects, uploads, *attachment)?,
            Effect::IndexNames { client, index, texts } => {
                mark(tx, agency, *client, *index, texts.expose(Purpose::Decide))?;
            }
            Effect::DestroyClass { client, class } => {
                let what = Destroyed { client: client.to_string(), class: Some(sealing(*class)), leaf };
                keys::destroy(tx, agency.ring(), &what)?;
            }
            Effect::DestroyClient(client) => {
                keys::destroy(tx, agency.ring(), &Destroyed { client: client.to_string(), class: None, leaf })?;
                Index::ALL.iter().try_for_each(|index| mark(tx, agency, *client, *index, &[]))?;
            }
        }
    }
    Ok(rows)
}

/// The desk's level as the vault's: they have the same words, which a test holds against each other.
pub(crate) fn sealing(class: Class) -> tacenda_vault::Class {
    match class {
        Class::Agency => tacenda_vault::Class::Agency,
        Class::General => tacenda_vault::Class::General,
        Class::Billing => tacenda_vault::Class::Billing,
        Class::Legal => tacenda_vault::Class::Legal,
        Class::Group => tacenda_vault::Class::Group,
        Class::Sud => tacenda_vault::Class::Sud,
        Class::SudCounselingNotes => tacenda_vault::Class::SudCounselingNotes,
        Class::PsychotherapyNotes => tacenda_vault::Class::PsychotherapyNotes,
        Class::Privileged => tacenda_vault::Class::Privileged,
    }
}

/// Writes a version of a thing.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    keys: &mut Keys<'_>,
    thing: &Thing,
    over: Option<i64>,
    leaf: u64,
) -> Result<RowWritten, Problem> {
    let clear = thing.columns();
    let columns = sealed::Columns {
        kind: thing.kind().word().to_owned(),
        id: thing.id(),
        version: over.unwrap_or(0).saturating_add(1),
        client: clear.client.map(|id| id.to_string()).unwrap_or_default(),
        class: sealing(clear.class),
        state: clear.state.to_owned(),
        due: clear.due.map(|time| time.0),
        worker: clear.worker.map(|id| id.to_string()),
    };
    let hash = sealed::save(tx, keys, &columns, leaf, &thing.to_blob(), &mut SystemEntropy)?;
    Ok(RowWritten { kind: columns.kind, id: columns.id, version: columns.version, hash })
}

fn wrap(
    tx: &mut Tx<'_>,
    agency: &Agency,
    keys: &mut Keys<'_>,
    (client, class): (ClientId, Class),
    (worker, public_key): (WorkerId, &[u8]),
) -> Result<(), Problem> {
    agency.hold_recovery(tx)?;
    let public = PublicKey::from_bytes(public_key)?;
    let of = (client.to_string(), sealing(class));
    people::wrap_to(tx, keys, (&of.0, of.1), (&worker.to_string(), &public), &mut SystemEntropy)?;
    Ok(())
}

/// The uploaded pieces become those of the thing that names them, if they are what it says and stand in its file.
fn keep(tx: &mut Tx<'_>, effects: &[Effect], uploads: &[Uploaded], id: Id<Attachment>) -> Result<(), Problem> {
    let named = effects.iter().find_map(|effect| match effect {
        Effect::Save { thing, .. } => Some((thing.columns(), thing.files().into_iter().find(|file| file.id == id)?)),
        _ => None,
    });
    let there = uploads.iter().find(|upload| upload.id == id);
    let Some(((columns, said), there)) = named.zip(there) else { return Err(not_the_one()) };
    let (client, class) = (columns.client.map(|id| id.to_string()).unwrap_or_default(), sealing(columns.class));
    let heads = chunk::heads(tx, &id.to_string())?;
    let its_own = heads.iter().all(|head| head.client == client && head.class == class);
    if said.sha256 != there.sha256 || heads != there.heads || !its_own {
        return Err(not_the_one());
    }
    chunk::keep(tx, &id.to_string())?;
    Ok(())
}

fn not_the_one() -> Problem {
    Problem::Plainly("the uploaded file is not the one that was named: upload it again".to_owned())
}

/// Puts the client under these texts of an index, and under no others.
fn mark(tx: &mut Tx<'_>, agency: &Agency, client: ClientId, index: Index, texts: &[String]) -> Result<(), Problem> {
    let id = client.to_string();
    Ok(blind::set(tx, index.word(), &id, &agency.marks(index, texts, &id)?)?)
}
