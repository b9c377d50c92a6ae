//! How somebody who was asked in gets a key of their own: by a code that is shown once, and a passphrase that only they know.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_desk::access::Right;
use tacenda_desk::{Now, Refusal, Worker, WorkerId, WorkerState};
use tacenda_store::keys::people::{self, PersonRow};
use tacenda_store::{Tx, accounts, ledger, meta};
use tacenda_vault::{Cost, Entropy as _, Passphrase, PersonKey, SystemEntropy};

use super::{Agency, SignedIn, person_place};
use crate::act::{Event, append, worker};
use crate::problem::Problem;

/// How long a code is good for.
const DAYS: i64 = 7;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What is kept of a code.
#[derive(Serialize, Deserialize)]
struct Invite {
    hash: [u8; 32],
    until: i64,
}

fn invite(id: WorkerId) -> String {
    format!("invite:{id}")
}

/// The public half that somebody entered by their code, until it stands in their own row.
fn joined(id: WorkerId) -> String {
    format!("joined:{id}")
}

pub(super) fn no_code() -> Problem {
    Problem::Plainly("that code is not good (any more): ask for another".to_owned())
}

/// A code of 128 bits, as it is handed over: `0TVR-…`, 26 letters without I, L, O and U.
fn code(random: [u8; 16]) -> String {
    let number = u128::from_be_bytes(random);
    let letter =
        |at: u32| LETTERS.get(usize::try_from(number >> (5 * at) & 31).unwrap_or_default()).copied().map_or('?', char::from);
    let letters: Vec<char> = (0..26).rev().map(letter).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a typed code: dashes, spaces, small letters and O for 0 do not matter.
pub(super) fn hash(code: &str) -> [u8; 32] {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).map(letter).collect();
    Sha256::digest(letters).into()
}

/// A new code.
pub(super) fn new_code() -> Result<String, Problem> {
    let mut random = [0; 16];
    SystemEntropy.fill(&mut random)?;
    Ok(code(random))
}

impl Agency {
    /// A code by which somebody who was asked in, and has no key yet, enters one. An earlier code is void.
    ///
    /// # Errors
    /// For somebody who has a key or an account: whoever held a new code could become them.
    pub fn invite_code(&self, who: &SignedIn, id: WorkerId) -> Result<String, Problem> {
        let code = new_code()?;
        let kept = Invite { hash: hash(&code), until: self.moment()?.time.plus_days(DAYS).0 };
        let bytes = serde_json::to_vec(&kept).map_err(|_| no_code())?;
        self.office(who, Right::GiveCode, "worker.code", Vec::new(), move |tx, agency| {
            let there = worker(tx, &mut agency.keys(None), id)?.ok_or(Refusal::NotFoundOrNotYours)?;
            let entered = agency.public_of(tx, id)?.is_some() || accounts::get(tx, &id.to_string())?.is_some();
            if there.state == WorkerState::Left || entered {
                return Err(Refusal::WrongState.into());
            }
            agency.put_small(tx, &invite(id), &bytes)
        })?;
        Ok(code)
    }

    /// Somebody uses their code: a key pair is made and locked by their passphrase. Once they may work they enter its public half.
    ///
    /// # Errors
    /// One answer for a wrong code, one that has ended and somebody who has none.
    pub fn join(&self, id: WorkerId, code: &str, passphrase: &Passphrase, cost: Cost) -> Result<SignedIn, Problem> {
        let (holder, pair) = (id.to_string(), PersonKey::generate(&mut SystemEntropy)?);
        let locked = pair.lock(passphrase, cost, &person_place(&holder), &mut SystemEntropy)?;
        let row = PersonRow { version: 1, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
        let (agency, typed, reading) = (self.clone(), hash(code), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let worker = worker(tx, &mut agency.keys(None), id)?.filter(|w| w.state != WorkerState::Left).ok_or_else(no_code)?;
            agency.use_code(tx, id, &typed, now)?;
            people::put(tx, &id.to_string(), &row)?;
            agency.put_joined(tx, id, &row.public)?;
            append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_worker("worker.join", &worker, Vec::new(), now))
        })?;
        self.hold(id, pair)
    }

    /// Uses up the code of somebody who was asked in, if this is it.
    pub(super) fn use_code(&self, tx: &mut Tx<'_>, id: WorkerId, typed: &[u8; 32], now: Now) -> Result<(), Problem> {
        let kept: Invite = match meta::get(tx, &invite(id))? {
            Some(_) => serde_json::from_slice(&self.small(tx, &invite(id))?).map_err(|_| no_code())?,
            None => {
                self.small(tx, super::SEED)?; // as much work as for somebody who was asked in
                return Err(no_code());
            }
        };
        if kept.hash != *typed || !now.trusted || kept.until <= now.time.0 {
            return Err(no_code());
        }
        Ok(meta::remove(tx, &invite(id))?)
    }

    /// Keeps the public half that somebody entered, until it stands in their own row.
    pub(super) fn put_joined(&self, tx: &mut Tx<'_>, id: WorkerId, public: &[u8]) -> Result<(), Problem> {
        self.put_small(tx, &joined(id), public)
    }

    /// Another passphrase for one's own key. What is sealed to it stays as it is.
    pub fn change_passphrase(&self, who: &SignedIn, passphrase: &Passphrase, cost: Cost) -> Result<u64, Problem> {
        let holder = who.worker().to_string();
        let place = person_place(&holder);
        let lock = |pair: &PersonKey| {
            Ok::<_, Problem>((pair.lock(passphrase, cost, &place, &mut SystemEntropy)?, pair.public().to_bytes()))
        };
        let (locked, public) = self.ring().with_person(&who.session.name, lock)?;
        self.office(who, Right::ChangePassphrase, "worker.passphrase", Vec::new(), move |tx, _| {
            let row = people::get(tx, &holder)?.ok_or(Refusal::NoKey)?;
            people::put(tx, &holder, &PersonRow { public: public.to_vec(), locked: Some(locked.clone()), ..row })?;
            Ok(())
        })
    }

    /// The public half that somebody's key must have: that of their sealed row, or what they entered when they joined.
    pub(crate) fn public_of(&self, tx: &mut Tx<'_>, id: WorkerId) -> Result<Option<Vec<u8>>, Problem> {
        let there: Option<Worker> = worker(tx, &mut self.keys(None), id)?;
        match there {
            Some(worker) if !worker.public_key.is_empty() => Ok(Some(worker.public_key)),
            Some(worker) if worker.state != WorkerState::Left && meta::get(tx, &joined(id))?.is_some() => {
                self.small(tx, &joined(id)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Those who have a key of their own, and so can sign in.
    pub fn with_keys(&self) -> Result<Vec<Worker>, Problem> {
        let all = self.workers()?;
        let has = |tx: &mut Tx<'_>, worker: &Worker| Ok::<_, Problem>(self.public_of(tx, worker.id)?.is_some());
        let have = self.db().read(|tx| all.iter().map(|worker| has(tx, worker)).collect::<Result<Vec<bool>, _>>())?;
        Ok(all.into_iter().zip(have).filter_map(|(worker, has)| has.then_some(worker)).collect())
    }

    /// The public half of the key that this session holds.
    pub fn own_public(&self, who: &SignedIn) -> Result<Vec<u8>, Problem> {
        let public = |pair: &PersonKey| Ok::<_, Problem>(pair.public().to_bytes().to_vec());
        self.ring().with_person(&who.session.name, public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_carries_each_of_its_128_bits() {
        let codes: std::collections::BTreeSet<[u8; 32]> =
            (0..128).map(|bit| hash(&code((1_u128 << bit).to_be_bytes()))).chain([hash(&code([0; 16]))]).collect();
        assert_eq!(codes.len(), 129);
    }

    #[test]
    fn a_code_may_be_typed_without_its_dashes_and_in_small_letters() {
        let code = code([0x5A; 16]);
        assert_eq!(code.len(), 26 + 6);
        assert_eq!(hash(&code), hash(&code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l")));
        assert_ne!(hash(&code), hash(&code.replace('B', "C")));
    }
}
