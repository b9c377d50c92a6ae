//! What came in lately, in a fictional agency: so that the queue shows what it is for. Like the releases it comes after the year, with the
//! packs.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::OpenMatter;
use tacenda_desk::flows::{FlowKind, Intake, Law};
use tacenda_desk::{ClientId, Id, Now, Role, Source, Worker, WorkerState};

use super::Loading;
use crate::problem::Problem;

/// One thing that came in.
struct Came {
    flow: FlowKind,
    /// So many days ago.
    days: i64,
    /// They want an answer within so many days of that.
    answer: i64,
    says: Vec<(&'static str, Json)>,
}

impl Loading {
    /// For the first clinician: a lawyer's subpoena and an insurer's letter, about clients who are theirs and of whom little else is told.
    ///
    /// # Errors
    /// Where something cannot be kept.
    pub fn take_in(&mut self, law: &Arc<Law>) -> Result<(), Problem> {
        let treats = |worker: &Worker| worker.state == WorkerState::Active && worker.is(Role::Clinician);
        let Some(worker) = self.agency.workers()?.into_iter().find(treats) else { return Ok(()) };
        let clients = self.agency.caseload(worker.id)?;
        for (client, came) in clients.into_iter().rev().zip([subpoena(), payer()]) {
            self.comes(law, &worker, client, came)?;
        }
        Ok(())
    }

    fn comes(&mut self, law: &Arc<Law>, worker: &Worker, client: ClientId, came: Came) -> Result<(), Problem> {
        let bytes: [u8; 10] = client.bytes().last_chunk().copied().unwrap_or_default();
        let (id, received) = (Id::new(Now::trusted(self.at), bytes), self.at.plus_days(-came.days));
        let facts = came.says.into_iter().map(|(name, value)| (name.to_owned(), value, Source::Paper)).collect();
        let answer_by = Some(received.plus_days(came.answer));
        let hold = "A legal paper came".to_owned();
        let intake = Intake { facts, answer_by, hold, ..Intake::of(came.flow, id, Some(client), received) };
        self.does(law, worker, Reason::CareTeam, OpenMatter { intake }).map(drop)
    }
}

fn subpoena() -> Came {
    let says = vec![
        ("legal_process", json!(["attorney_subpoena"])),
        ("order_signed_by_judge", json!(false)),
        ("hipaa_satisfactory_assurance", json!("none")),
        ("recipient_kind", json!("opposing_party_attorney")),
        ("purpose", json!("litigation")),
        ("requested_categories", json!(["whole_record"])),
    ];
    Came { flow: FlowKind::Subpoena, days: 3, answer: 14, says }
}

fn payer() -> Came {
    let says = vec![
        ("legal_process", json!(["written_request"])),
        ("recipient_kind", json!("insurer_payer")),
        ("purpose", json!("payment")),
        ("requested_categories", json!(["appointment_dates", "diagnosis", "progress_notes"])),
    ];
    Came { flow: FlowKind::Payment, days: 1, answer: 14, says }
}
