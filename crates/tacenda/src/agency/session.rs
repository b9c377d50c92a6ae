//! Somebody who has shown who they are, and their key for as long as that lasts.

use std::sync::Arc;

use tacenda_desk::WorkerId;
use tacenda_store::keys::people;
use tacenda_vault::{Cost, Entropy as _, Passphrase, PersonKey, Place, SystemEntropy};

use super::{Agency, hex};
use crate::problem::Problem;

/// Somebody who has shown who they are. When the last clone goes, their key leaves the memory.
#[derive(Clone)]
pub struct SignedIn {
    worker: WorkerId,
    pub(super) session: Arc<Session>,
}

pub(super) struct Session {
    pub(super) name: String,
    pub(super) holder: String,
    /// Whether their key is held: without it they open what the program opens.
    is_open: bool,
    agency: Agency,
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.is_open {
            let _ = self.agency.ring().forget_person(&self.name); // a sealed ring holds nobody
        }
    }
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({})", self.worker)
    }
}

impl SignedIn {
    /// Who.
    pub fn worker(&self) -> WorkerId {
        self.worker
    }

    /// Whether their own key is held for as long as this lasts.
    pub fn is_open(&self) -> bool {
        self.session.is_open
    }

    /// Somebody whose own key is not held.
    pub(super) fn shut(agency: &Agency, worker: WorkerId) -> Self {
        let session = Session { name: String::new(), holder: worker.to_string(), is_open: false, agency: agency.clone() };
        Self { worker, session: Arc::new(session) }
    }
}

impl Agency {
    /// Somebody shows by their passphrase who they are. The key that it opens must be the one that their sealed row names: whoever can
    /// write into the database could have put another in its place.
    ///
    /// # Errors
    /// One answer, after as long a time, for a wrong passphrase, a worker who is not there and one without a key.
    pub fn sign_in(&self, id: WorkerId, passphrase: &Passphrase) -> Result<SignedIn, Problem> {
        let holder = id.to_string();
        let (row, public) = self.db().read(|tx| Ok::<_, Problem>((people::get(tx, &holder)?, self.public_of(tx, id)?)))?;
        let Some(locked) = row.and_then(|row| row.locked) else {
            Cost::DEFAULT.spend(passphrase)?; // whoever is not there takes as long as somebody who is
            return Err(not_you());
        };
        let pair = PersonKey::unlock(passphrase, &person_place(&holder), &locked).map_err(|_| not_you())?;
        if public.is_none_or(|public| public != pair.public().to_bytes()) {
            return Err(not_you());
        }
        self.hold(id, pair)
    }

    pub(crate) fn hold(&self, worker: WorkerId, pair: PersonKey) -> Result<SignedIn, Problem> {
        self.hold_as(worker, &worker.to_string(), pair)
    }

    /// The same with the key of another holder: the recovery set's.
    pub(super) fn hold_as(&self, worker: WorkerId, holder: &str, pair: PersonKey) -> Result<SignedIn, Problem> {
        let holder = holder.to_owned();
        let mut random = [0; 16];
        SystemEntropy.fill(&mut random)?;
        let name = hex(&random);
        self.ring().hold_person(&name, pair)?;
        Ok(SignedIn { worker, session: Arc::new(Session { name, holder, is_open: true, agency: self.clone() }) })
    }
}

fn not_you() -> Problem {
    Problem::Plainly("that is not the passphrase, or nobody of that name has one".to_owned())
}

/// Where a person's locked key pair is bound to.
pub(crate) fn person_place(holder: &str) -> Place {
    Place::new("person key").with("holder", holder)
}
