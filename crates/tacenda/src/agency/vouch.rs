//! Whom an identity provider vouches for: bound by somebody who is signed in here, found by what the provider calls them, never by an
//! address or a name.

use sha2::{Digest as _, Sha256};
use tacenda_desk::access::Right;
use tacenda_desk::{Refusal, Time, Worker, WorkerId};
use tacenda_store::{Tx, accounts, sessions};

use super::accounts::damaged;
use super::{Agency, SignedIn, hex};
use crate::account::{Account, Bound};
use crate::act::worker;
use crate::problem::Problem;

impl Agency {
    /// The mark of what a provider calls somebody. Hashed first: to a mark, large and small letters are the same.
    fn vouched_mark(&self, issuer: &str, subject: &str) -> Result<[u8; 32], Problem> {
        let whole = Sha256::new().chain_update(Sha256::digest(issuer)).chain_update(subject).finalize();
        self.keyed_mark("vouched", &hex(&whole))
    }

    /// Whom this provider calls so. Where that is nobody the same is done with somebody else's account, who is then not told: `false`.
    pub(crate) fn vouched_for(&self, issuer: &str, subject: &str) -> Result<Option<(bool, Worker, Account)>, Problem> {
        let mark = self.vouched_mark(issuer, subject)?;
        self.db().read(|tx| {
            let (found, first) = accounts::find_vouched(tx, &mark)?;
            let is_there = found.is_some();
            let Some(row) = found.or(first) else { return Ok(None) };
            let account = self.open_account(tx, &row)?;
            // The account is sealed: what it says counts, whatever stands beside it.
            let same = account.bound.as_ref().is_some_and(|bound| bound.issuer == issuer && bound.subject == subject);
            if is_there && !same {
                return Err(damaged());
            }
            let id = row.worker.parse().map_err(|_| damaged())?;
            Ok(worker(tx, &mut self.keys(None), id)?.map(|worker| (is_there, worker, account)))
        })
    }

    /// Whether account and table say the same of who vouches.
    pub(crate) fn is_vouched_as_written(&self, tx: &mut Tx<'_>, id: &str, account: &Account) -> Result<bool, Problem> {
        let mark = account.bound.as_ref().map(|bound| self.vouched_mark(&bound.issuer, &bound.subject)).transpose()?;
        Ok(accounts::vouched_mark(tx, id)? == mark.map(|mark| mark.to_vec()))
    }

    /// From now on the provider vouches for this worker. Every session of theirs ends but the one that asks.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] where it vouches for somebody else.
    pub(crate) fn bind(&self, id: WorkerId, bound: Bound, (label, but): (String, [u8; 32])) -> Result<(), Problem> {
        let mark = self.vouched_mark(&bound.issuer, &bound.subject)?;
        self.change_account(id, Some(("account.bind", Vec::new())), move |tx, account| {
            let (own, id) = (accounts::vouched_mark(tx, &id.to_string())?, id.to_string());
            if own.as_deref() != Some(&mark) && accounts::find_vouched(tx, &mark)?.0.is_some() {
                return Err(Refusal::WrongState.into());
            }
            accounts::vouch(tx, &id, &mark)?;
            account.tell(bound.since, "news-bound", &label);
            account.bound = Some(bound.clone());
            sessions::end_of(tx, &id, Some(&but))?;
            Ok(())
        })
    }

    /// They take it off themselves.
    pub(crate) fn unbind(&self, id: WorkerId, (now, but): (Time, [u8; 32])) -> Result<(), Problem> {
        self.change_account(id, Some(("account.unbind", Vec::new())), move |tx, account| {
            Self::unbind_in(tx, id, account)?;
            account.tell(now, "news-unbound", "");
            sessions::end_of(tx, &id.to_string(), Some(&but))?;
            Ok(())
        })
    }

    /// Somebody who keeps people takes it off. Every session of the colleague ends, and they are told.
    ///
    /// # Errors
    /// [`Problem::Refused`] for who does not keep people here.
    pub fn unbind_of(&self, who: &SignedIn, id: WorkerId) -> Result<u64, Problem> {
        let now = Time(self.reading()?.wall);
        self.office_about(who, Right::SuspendWorker, ("account.unbind", Vec::new()), Some(id), move |tx, agency, by| {
            let Some(mut account) = agency.account_in(tx, id)? else { return Err(Refusal::NotFoundOrNotYours.into()) };
            Self::unbind_in(tx, id, &mut account)?;
            account.tell(now, "news-unbound-by", &by.name);
            agency.put_account(tx, id, &account)?;
            Ok(sessions::end_of(tx, &id.to_string(), None).map(drop)?)
        })
    }

    pub(super) fn unbind_in(tx: &mut Tx<'_>, id: WorkerId, account: &mut Account) -> Result<(), Problem> {
        account.bound = None;
        Ok(accounts::unvouch(tx, &id.to_string())?)
    }
}
