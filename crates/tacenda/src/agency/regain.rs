//! Somebody lost the passphrase of their own key. Custodians bring the people's kit together, and what is sealed to the lost key is sealed
//! to a new one: the only way that anything most private opens without the passphrase. Each use is an entry, and whoever it is about is told.

use tacenda_desk::access::Right;
use tacenda_desk::{Kind, Refusal, Thing, Worker, WorkerId};
use tacenda_store::keys::people::{self, PersonRow};
use tacenda_store::{Tx, sealed, sessions};
use tacenda_vault::recovery::{Opens, Share};
use tacenda_vault::{Cost, Passphrase, PersonKey, PublicKey, SystemEntropy};

use super::accounts::signs_in;
use super::office::codes;
use super::{Agency, SignedIn, person_place};
use crate::act::{RowWritten, save, worker};
use crate::problem::Problem;

impl Agency {
    /// Gives a colleague a new key, locked by a passphrase that only they type, and seals to it what was sealed to the one they lost. Every
    /// session of theirs ends. Nobody does it for themselves.
    ///
    /// # Errors
    /// Where the shares are too few, or of another kit; [`Problem::Refused`] for who does not keep the keys, for oneself, and for somebody
    /// who never had a key.
    pub fn regain(
        &self,
        who: &SignedIn,
        id: WorkerId,
        shares: &[Share],
        passphrase: &Passphrase,
        cost: Cost,
    ) -> Result<u64, Problem> {
        let set = self.recovery_set(who, shares)?;
        let (holder, pair) = (id.to_string(), PersonKey::generate(&mut SystemEntropy)?);
        let locked = pair.lock(passphrase, cost, &person_place(&holder), &mut SystemEntropy)?;
        let public = PublicKey::from_bytes(&pair.public().to_bytes())?;
        let now = self.moment()?.time;
        let brought = shares.iter().map(|share| share.index().to_string()).collect::<Vec<_>>().join(".");
        let entered = ("key.regain", codes([("shares", brought)]));
        self.office_rows(who, Right::RegainKey, entered, Some(id), move |tx, agency, by, leaf| {
            if by.id == id {
                return Err(Refusal::NeedsSecondPerson.into());
            }
            let there = worker(tx, &mut agency.keys(None), id)?.filter(signs_in).ok_or(Refusal::NotFoundOrNotYours)?;
            if there.public_key.is_empty() {
                return Err(Refusal::WrongState.into());
            }
            let row = agency.seal_anew(tx, &set, there, (&public, &locked), leaf)?;
            sessions::end_of(tx, &id.to_string(), None)?;
            agency.tell_in(tx, id, now, ("news-regained", &by.name))?;
            Ok(vec![row])
        })
    }

    /// The recovery set's key, for as long as this is held: of shares of the kit that stands.
    fn recovery_set(&self, who: &SignedIn, shares: &[Share]) -> Result<SignedIn, Problem> {
        if shares.iter().any(|share| share.opens() != Opens::People) {
            let text = "that share starts the record system: the other one on the page opens the most private notes";
            return Err(Problem::Plainly(text.to_owned()));
        }
        let public = self.db().read(|tx| {
            self.hold_recovery(tx)?;
            people::get(tx, people::RECOVERY)?.ok_or_else(|| Problem::NotVerified("the recovery set has no key".to_owned()))
        })?;
        let pair = PersonKey::from_shares(shares, &PublicKey::from_bytes(&public.public)?)?;
        self.hold_as(who.worker(), people::RECOVERY, pair)
    }

    /// What is sealed to somebody's old key is sealed to this one, which stands in their row from now on.
    fn seal_anew(
        &self,
        tx: &mut Tx<'_>,
        set: &SignedIn,
        there: Worker,
        (public, locked): (&PublicKey, &[u8]),
        leaf: u64,
    ) -> Result<RowWritten, Problem> {
        let (holder, mut keys) = (there.id.to_string(), self.keys(Some(set)));
        let held = people::held_by(tx, &holder)?;
        people::unwrap_all(tx, &holder)?;
        for (client, class) in held {
            people::wrap_to(tx, &mut keys, (&client, class), (&holder, public), &mut SystemEntropy)?;
        }
        let version = people::get(tx, &holder)?.map_or(1, |old| old.version.saturating_add(1));
        let row = PersonRow { version, public: public.to_bytes().to_vec(), locked: Some(locked.to_vec()) };
        people::put(tx, &holder, &row)?;
        people::drop_older(tx, &holder, version)?;
        let over = sealed::latest(tx, Kind::Worker.word(), &holder)?.map(|line| line.columns.version);
        save(tx, &mut keys, &Thing::from(Worker { public_key: row.public, ..there }), over, leaf)
    }
}
