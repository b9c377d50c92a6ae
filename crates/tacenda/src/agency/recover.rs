//! Joining by the pages, and getting back in: by a code that a second administrator hands over in person, after a wait in which
//! whoever it is about can object.

use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::RegisterKey;
use tacenda_desk::{Refusal, Worker, WorkerId};
use tacenda_store::keys::people::{self, PersonRow};
use tacenda_store::{ledger, sessions};
use tacenda_vault::{Cost, Passphrase, PersonKey, SystemEntropy};

use super::accounts::{new_handle, signs_in};
use super::join::{hash, new_code, no_code};
use super::{Agency, SignedIn, person_place};
use crate::account::Recovery;
use crate::act::{Asked, Event, append, worker};
use crate::problem::Problem;

/// How long a code of recovery is good for, once its wait is over: minutes.
const GOOD: i64 = 24 * 60;

impl Agency {
    /// Somebody who was asked in uses their code at the pages: they get an account, and a key of their own when they need one.
    ///
    /// # Errors
    /// One answer for a wrong code, one that has ended and a name that is nobody's.
    pub(crate) fn join_account(&self, login: &str, code: &str, kept: &str) -> Result<WorkerId, Problem> {
        let mark = self.keyed_mark("login", login)?;
        // For a name that is nobody's the same is done with somebody else's, and then undone.
        let (mut id, mut there) = (None, false);
        for worker in self.workers()?.iter().filter(|worker| signs_in(worker)) {
            let is_it = self.keyed_mark("login", &worker.name)? == mark;
            there |= is_it;
            id = if is_it { Some(worker.id) } else { id.or(Some(worker.id)) };
        }
        let (id, handle) = (id.ok_or_else(no_code)?, new_handle()?);
        let (agency, typed, reading, kept) = (self.clone(), hash(code), self.reading()?, kept.to_owned());
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let worker = worker(tx, &mut agency.keys(None), id)?.filter(signs_in).ok_or_else(no_code)?;
            agency.use_code(tx, id, &typed, now)?;
            if !there {
                return Err(no_code());
            }
            agency.put_new_account(tx, &worker, kept.clone(), handle, now.time)?;
            append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_worker("worker.join", &worker, Vec::new(), now))
        })?;
        Ok(id)
    }

    /// Makes a key of their own for somebody who has none: what is most private is sealed to it.
    ///
    /// # Errors
    /// For somebody who has one: what is sealed to it would be lost.
    pub(crate) fn make_key(&self, id: WorkerId, passphrase: &Passphrase, cost: Cost) -> Result<SignedIn, Problem> {
        let (holder, pair) = (id.to_string(), PersonKey::generate(&mut SystemEntropy)?);
        let locked = pair.lock(passphrase, cost, &person_place(&holder), &mut SystemEntropy)?;
        let row = PersonRow { version: 1, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
        let (agency, reading) = (self.clone(), self.reading()?);
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let worker = worker(tx, &mut agency.keys(None), id)?.filter(signs_in).ok_or(Refusal::NotAtWork)?;
            if agency.public_of(tx, id)?.is_some() || people::get(tx, &holder)?.is_some() {
                return Err(Refusal::WrongState.into());
            }
            people::put(tx, &holder, &row)?;
            agency.put_joined(tx, id, &row.public)?;
            append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_worker("account.key", &worker, Vec::new(), now))
        })?;
        let who = self.hold(id, pair)?;
        self.enter_public(&who)?;
        Ok(who)
    }

    /// Whoever got a key before they might work enters its public half once they may.
    pub(crate) fn enter_public(&self, who: &SignedIn) -> Result<(), Problem> {
        let Some(worker) = self.worker(who.worker())? else { return Ok(()) };
        let may = worker.state.is_at_work();
        if may && worker.public_key.is_empty() {
            let act = RegisterKey { worker: worker.id, public_key: self.own_public(who)? };
            self.act(who, Asked::new(act, Reason::OwnDuty))?;
        }
        Ok(())
    }

    /// Whether somebody has a key of their own.
    pub(crate) fn has_key(&self, id: WorkerId) -> Result<bool, Problem> {
        Ok(self.db().read(|tx| self.public_of(tx, id))?.is_some())
    }

    /// Ends every session of a colleague, at once and on every server.
    ///
    /// # Errors
    /// [`Problem::Refused`] for who does not keep people here.
    pub fn end_sessions_of(&self, who: &SignedIn, id: WorkerId) -> Result<u64, Problem> {
        let now = tacenda_desk::Time(self.reading()?.wall);
        self.office_about(who, Right::SuspendWorker, ("session.stop", Vec::new()), Some(id), move |tx, agency, by| {
            sessions::end_of(tx, &id.to_string(), None)?;
            agency.tell_in(tx, id, now, ("news-stopped", &by.name))
        })
    }

    /// A code by which a colleague who cannot sign in any more gets back in. It waits for so many minutes; they and those who answer
    /// for privacy are told now. Nobody makes one for themselves.
    ///
    /// # Errors
    /// [`Problem::Refused`] for who does not keep people here, or for oneself, or for who has no account.
    pub fn recovery_code(&self, who: &SignedIn, id: WorkerId, wait: i64) -> Result<String, Problem> {
        let (code, officers, now) = (new_code()?, self.officers()?, self.moment()?.time);
        let kept = Recovery { hash: hash(&code), from: now.plus_minutes(wait), until: now.plus_minutes(wait + GOOD) };
        self.office_about(who, Right::InviteWorker, ("account.recovery", Vec::new()), Some(id), move |tx, agency, by| {
            if by.id == id {
                return Err(Refusal::NeedsSecondPerson.into());
            }
            let there: Worker = worker(tx, &mut agency.keys(None), id)?.filter(signs_in).ok_or(Refusal::NotFoundOrNotYours)?;
            let mut account = agency.account_in(tx, id)?.ok_or(Refusal::WrongState)?;
            account.recovery = Some(kept.clone());
            account.tell(now, "news-recovery", &by.name);
            agency.put_account(tx, id, &account)?;
            let others = officers.iter().filter(|officer| **officer != id);
            others.into_iter().try_for_each(|officer| agency.tell_in(tx, *officer, now, ("news-recovery-of", &there.name)))
        })?;
        Ok(code)
    }

    /// Somebody uses a code of recovery: another password, and everything else by which they signed in is gone.
    ///
    /// # Errors
    /// One answer for a wrong code, one that still waits or has ended, and a name that is nobody's.
    pub(crate) fn recover(&self, login: &str, code: &str, kept: &str) -> Result<WorkerId, Problem> {
        let (now, typed) = (self.moment()?, hash(code));
        // For a name that is nobody's the same is done with somebody else's, and then undone.
        let (there, worker, _) = self.named(login)?.ok_or_else(no_code)?;
        let (id, there, name) = (worker.id, there && signs_in(&worker), worker.name);
        let (agency, officers, kept) = (self.clone(), self.officers()?, kept.to_owned());
        self.change_account(id, Some(("account.recover", Vec::new())), move |tx, account| {
            let good = account.recovery.take().filter(|r| now.trusted && r.from <= now.time && now.time < r.until);
            good.filter(|r| digest_equal(&r.hash, &typed) & there).ok_or_else(no_code)?;
            (account.password, account.chosen) = (kept.clone(), now.time);
            (account.app, account.passkeys, account.devices) = (None, Vec::new(), Vec::new());
            Self::unbind_in(tx, id, account)?;
            account.tell(now.time, "news-recovered", "");
            sessions::end_of(tx, &id.to_string(), None)?;
            let others = officers.iter().filter(|officer| **officer != id);
            others.into_iter().try_for_each(|officer| agency.tell_in(tx, *officer, now.time, ("news-recovered-of", &name)))
        })?;
        Ok(id)
    }
}

/// Whether two hashes are the same, in a time that tells nothing of either.
fn digest_equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// A name as it is compared.
pub(crate) fn plain_name(name: &str) -> String {
    tacenda_vault::index::normalise(name).to_string()
}
