//! Releases for a plan to be paid, in a fictional agency: what a paper has to show the law says, so they come after the year, with the packs.

use std::sync::Arc;

use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Act, DrawUpConsent, MakeClaim, ReadCoverage, SignConsent};
use tacenda_desk::flows::Law;
use tacenda_desk::{
    Category, Charge, ClientId, Id, Kind, KnownBy, Now, Purpose, Role, Seen, Signature, Signed, Signer, Terms, Time, Toward,
    Worker, WorkerState,
};
use tacenda_store::sealed;

use super::Loading;
use crate::act::{Asked, When};
use crate::problem::Problem;

const TEAM: Reason = Reason::CareTeam;
/// So many claims are made already.
const CLAIMS: usize = 3;
/// What a claim needs.
const KINDS: &[&str] =
    &["identity", "contact", "appointment_dates", "session_start_stop", "modality_frequency", "diagnosis", "billing_codes"];

impl Loading {
    /// Of those clients whose plan is known, two of three have signed that it may be told what it needs to pay.
    ///
    /// # Errors
    /// Where something cannot be kept.
    pub fn sign_releases(&mut self, law: &Arc<Law>) -> Result<(), Problem> {
        let treats = |w: &&Worker| w.state == WorkerState::Active && (w.is(Role::Clinician) || w.is(Role::SudCounselor));
        for worker in self.agency.workers()?.iter().filter(treats) {
            let clients = self.agency.caseload(worker.id)?;
            for (_, client) in clients.into_iter().enumerate().filter(|(at, _)| at % 3 != 2) {
                self.sign_release(law, worker, client)?;
            }
        }
        self.make_claims(law)
    }

    /// The first visits that can be billed are; the others wait.
    fn make_claims(&mut self, law: &Arc<Law>) -> Result<(), Problem> {
        let billers = |w: &Worker| w.state == WorkerState::Active && w.is(Role::Biller);
        let Some(biller) = self.agency.workers()?.into_iter().find(billers) else { return Ok(()) };
        let open = self.agency.db().read(|tx| sealed::due_before(tx, Kind::Charge.word(), "open", i64::MAX, 40))?;
        let mut made = 0;
        for line in open.into_iter().map(|line| line.columns) {
            let (Ok(client), Ok(charge)) = (line.client.parse(), line.id.parse::<Id<Charge>>()) else { continue };
            let bytes: [u8; 10] = charge.bytes().last_chunk().copied().unwrap_or_default();
            let act = MakeClaim { id: Id::new(Now::trusted(self.at), bytes), client, charge };
            made += usize::from(self.does(law, &biller, Reason::OwnDuty, act)?.is_some());
            if made == CLAIMS {
                break;
            }
        }
        Ok(())
    }

    fn sign_release(&mut self, law: &Arc<Law>, worker: &Worker, client: ClientId) -> Result<(), Problem> {
        let Some(Seen::Paying(paying)) = self.does(law, worker, TEAM, ReadCoverage { client })? else { return Ok(()) };
        let Some((coverage, _)) = paying.coverage else { return Ok(()) };
        let bytes: [u8; 10] = coverage.id.bytes().last_chunk().copied().unwrap_or_default();
        let (id, today) = (Id::new(Now::trusted(self.at), bytes), self.at.day());
        let terms = Terms {
            toward: Toward::Release,
            other: coverage.payer,
            recipient: "insurer_payer".to_owned(),
            what: KINDS.iter().filter_map(|word| Category::from_word(word)).collect(),
            detail: None,
            purpose: "payment".to_owned(),
            until: self.at.plus_days(80).day(),
            joint: None,
        };
        let signature = Signature {
            who: Signer::Client,
            of: None,
            name: paying.chosen_name,
            how: Signed::Ink,
            day: today,
            // Nothing was shown to anybody.
            shown: "0".repeat(64),
            language: "en".to_owned(),
            aloud: false,
            known_by: Some(KnownBy::Sight),
            meant: true,
            interpreter: None,
            witness: Some(worker.name.clone()),
            at: Time(0),
            by: Some(worker.id),
        };
        if self.does(law, worker, TEAM, DrawUpConsent { id, client, terms })?.is_some() {
            self.does(law, worker, TEAM, SignConsent { id, client, signature, drawn: None })?;
        }
        Ok(())
    }

    /// What comes of it; nothing where the desk refuses.
    pub(super) fn does(
        &mut self,
        law: &Arc<Law>,
        worker: &Worker,
        why: Reason,
        act: impl Into<Act>,
    ) -> Result<Option<Seen>, Problem> {
        let who = self.person(worker.id)?.signed_in.clone();
        let asked = Asked { law: Some(law.clone()), ..Asked::new(act, why) };
        match self.agency.act_when(&who, asked, When::Told(self.at)) {
            Ok(done) => Ok(Some(done.seen.into_exposed(Purpose::Decide))),
            Err(Problem::Refused(_)) => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}
