//! Accounts: who signs in at the pages, and how. What changes them is an entry on the agency's own chain, in codes.

use tacenda_desk::{Role, Time, Worker, WorkerId, WorkerState};
use tacenda_store::accounts::{self, AccountRow};
use tacenda_store::{Tx, ledger, sessions};
use tacenda_vault::index::Marker;
use tacenda_vault::{Class, Entropy as _, Place, Purpose, SystemEntropy};

use super::{Agency, SLOTS, SignedIn};
use crate::account::{Account, Stretch, try_once};
use crate::act::{Event, append, worker};
use crate::problem::Problem;

/// What is entered of a change: the act and its codes.
pub(crate) type Entered = (&'static str, Vec<(String, String)>);

fn place(worker: &str) -> Place {
    Place::new("account").with("worker", worker)
}

pub(super) fn damaged() -> Problem {
    Problem::NotVerified("an account is damaged".to_owned())
}

/// Whether somebody in this state signs in: not who is kept out, away or gone.
pub(crate) fn signs_in(worker: &Worker) -> bool {
    use WorkerState::{Active, Confirmed, Invited, TrainingDue};
    matches!(worker.state, Invited | Confirmed | Active | TrainingDue)
}

/// Marks the leaves of one actor: of actor and place together, so that no two marks are alike.
pub(crate) struct Actor(Marker);

impl Actor {
    pub(crate) fn mark(&self, place: u64) -> Result<[u8; 8], Problem> {
        let whole = self.0.mark(&place.to_string())?;
        Ok(whole.first_chunk().copied().unwrap_or_default())
    }
}

impl Agency {
    /// A keyed mark of a text: nobody without the key tells what it is of.
    pub(crate) fn keyed_mark(&self, field: &str, text: &str) -> Result<[u8; 32], Problem> {
        Ok(self.ring().with_index(SLOTS, |key| key.finder(field)?.token(text).map(|token| *token.bytes()))?)
    }

    /// What marks an actor's leaves.
    pub(crate) fn actor(&self, actor: &str) -> Result<Actor, Problem> {
        Ok(Actor(self.ring().with_index(SLOTS, |key| key.finder("actor")?.token(actor))?.marks()))
    }

    pub(crate) fn open_account(&self, tx: &mut Tx<'_>, row: &AccountRow) -> Result<Account, Problem> {
        let opened = self.keys(None).open(tx, "", Class::Agency, &place(&row.worker), &row.blob)?;
        let account: Account = serde_json::from_slice(opened.expose(Purpose::Decide)).map_err(|_| damaged())?;
        if self.keyed_mark("login", &account.login)?.as_slice() == row.mark { Ok(account) } else { Err(damaged()) }
    }

    /// A worker's account.
    pub(crate) fn account_in(&self, tx: &mut Tx<'_>, id: WorkerId) -> Result<Option<Account>, Problem> {
        accounts::get(tx, &id.to_string())?.map(|row| self.open_account(tx, &row)).transpose()
    }

    /// The same, in a transaction of its own.
    pub(crate) fn account_of(&self, id: WorkerId) -> Result<Option<Account>, Problem> {
        self.db().read(|tx| self.account_in(tx, id))
    }

    pub(crate) fn put_account(&self, tx: &mut Tx<'_>, id: WorkerId, account: &Account) -> Result<(), Problem> {
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(account).map_err(|_| damaged())?);
        let worker = id.to_string();
        let blob = self.keys(None).seal(tx, "", Class::Agency, &place(&worker), &plain, &mut SystemEntropy)?;
        let row = AccountRow { mark: self.keyed_mark("login", &account.login)?.to_vec(), worker, blob };
        Ok(accounts::put(tx, &row)?)
    }

    /// Whose account has this name, and who they are. For a name that is nobody's the same is done with somebody else's, who is then
    /// not told: `false`.
    pub(crate) fn named(&self, login: &str) -> Result<Option<(bool, Worker, Account)>, Problem> {
        let mark = self.keyed_mark("login", login)?;
        self.db().read(|tx| {
            let (found, first) = accounts::find(tx, &mark)?;
            let is_there = found.is_some();
            let Some(row) = found.or(first) else { return Ok(None) };
            let account = self.open_account(tx, &row)?;
            let id = row.worker.parse().map_err(|_| damaged())?;
            Ok(worker(tx, &mut self.keys(None), id)?.map(|worker| (is_there, worker, account)))
        })
    }

    /// Changes an account and enters that it was changed, in one transaction. If the change says so, sessions end with it.
    pub(crate) fn change_account<T, F>(&self, id: WorkerId, entered: Option<Entered>, mut change: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>, &mut Account) -> Result<T, Problem> + Send + 'static,
    {
        let (agency, reading) = (self.clone(), self.reading()?);
        self.db().write(move |tx| {
            let end = entered.is_some().then(|| ledger::lock(tx)).transpose()?;
            let mut account = agency.account_in(tx, id)?.ok_or(Problem::NotSignedIn)?;
            let answer = change(tx, &mut account)?;
            agency.put_account(tx, id, &account)?;
            if let (Some(mut end), Some((act, codes))) = (end, &entered) {
                let now = agency.now(tx, &reading, &end)?;
                let who = worker(tx, &mut agency.keys(None), id)?.ok_or(Problem::NotSignedIn)?;
                append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_worker(act, &who, codes.clone(), now))?;
            }
            Ok(answer)
        })
    }

    /// Makes an account for somebody who works here, and has none yet. They sign in by the name they have here.
    ///
    /// # Errors
    /// Where they have one, or somebody else signs in by that name.
    pub fn make_account(&self, id: WorkerId, password: &str, stretch: Stretch) -> Result<u64, Problem> {
        let (agency, reading, kept) = (self.clone(), self.reading()?, stretch.keep(password)?);
        let handle = new_handle()?;
        self.db().write(move |tx| {
            let mut end = ledger::lock(tx)?;
            let now = agency.now(tx, &reading, &end)?;
            let who = worker(tx, &mut agency.keys(None), id)?.filter(signs_in).ok_or(Problem::NotSignedIn)?;
            if accounts::get(tx, &id.to_string())?.is_some() {
                return Err(Problem::Plainly("there is an account already".to_owned()));
            }
            agency.put_new_account(tx, &who, kept.clone(), handle, Time(reading.wall))?;
            append(tx, &agency, &mut agency.keys(None), &mut end, &Event::of_worker("account.make", &who, Vec::new(), now))
        })
    }

    /// The account's row, for a name that is nobody else's.
    pub(crate) fn put_new_account(
        &self,
        tx: &mut Tx<'_>,
        who: &Worker,
        kept: String,
        handle: [u8; 16],
        now: Time,
    ) -> Result<(), Problem> {
        let mark = self.keyed_mark("login", &who.name)?;
        if accounts::find(tx, &mark)?.0.is_some_and(|row| row.worker != who.id.to_string()) {
            return Err(Problem::Plainly("somebody else signs in by this name: have it told apart first".to_owned()));
        }
        self.put_account(tx, who.id, &Account::new(&who.name, kept, handle, now))
    }

    /// Another password for somebody who has shown who they are. Every session of theirs ends.
    pub fn set_password(&self, id: WorkerId, password: &str, stretch: Stretch) -> Result<(), Problem> {
        let (kept, now) = (stretch.keep(password)?, Time(self.reading()?.wall));
        self.change_account(id, Some(("account.password", Vec::new())), move |tx, account| {
            (account.password, account.chosen) = (kept.clone(), now);
            sessions::end_of(tx, &id.to_string(), None)?;
            Ok(())
        })
    }

    /// Whether somebody has an account.
    pub fn has_account(&self, id: WorkerId) -> Result<bool, Problem> {
        Ok(self.db().read(|tx| accounts::get(tx, &id.to_string()))?.is_some())
    }

    /// Tells somebody something at their next sight of their account; nothing where they have none.
    pub(crate) fn tell_in(&self, tx: &mut Tx<'_>, id: WorkerId, time: Time, (what, of): (&str, &str)) -> Result<(), Problem> {
        let Some(mut account) = self.account_in(tx, id)? else { return Ok(()) };
        account.tell(time, what, of);
        self.put_account(tx, id, &account)
    }

    /// Those who answer for privacy.
    pub(crate) fn officers(&self) -> Result<Vec<WorkerId>, Problem> {
        let officer = |worker: &Worker| worker.is(Role::PrivacyOfficer) && signs_in(worker);
        Ok(self.workers()?.iter().filter(|worker| officer(worker)).map(|worker| worker.id).collect())
    }

    /// Counts a try under each of these marks, before it is made; so many are free under each. Whether it counts.
    pub(crate) fn try_under(&self, marks: Vec<([u8; 32], u64)>, now: Time) -> Result<bool, Problem> {
        self.db().write(move |tx| {
            accounts::forget_tries_before(tx, now.plus_days(-1).0)?;
            let mut counts = true;
            for (mark, free) in &marks {
                let (one, tries) = try_once(accounts::tries(tx, mark)?, *free, now);
                accounts::put_tries(tx, mark, tries)?;
                counts &= one;
            }
            Ok::<_, Problem>(counts)
        })
    }

    /// What was tried under these marks is forgotten.
    pub(crate) fn tried_well(&self, marks: Vec<([u8; 32], u64)>) -> Result<(), Problem> {
        Ok(self.db().write(move |tx| marks.iter().try_for_each(|(mark, _)| accounts::forget_tries(tx, mark)))?)
    }

    /// Somebody by their account alone: nothing that only they open is open to them.
    pub(crate) fn without_key(&self, worker: WorkerId) -> SignedIn {
        SignedIn::shut(self, worker)
    }
}

/// By what passkeys know somebody.
pub(crate) fn new_handle() -> Result<[u8; 16], Problem> {
    let mut handle = [0; 16];
    SystemEntropy.fill(&mut handle)?;
    Ok(handle)
}
