//! `tacenda status`

use anyhow::Result;

use super::at::At;
use super::{Ended, out};
use crate::problem::Problem;
use crate::view::StatusView;

/// Says how the agency stands: open or sealed, and how much it holds.
///
/// Examples:
///   tacenda status
///   tacenda status --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Status {}

impl Status {
    #[expect(clippy::unused_self, reason = "a command like the others")]
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let agency = match at.open() {
            Err(error) if matches!(error.downcast_ref(), Some(Problem::Sealed)) => {
                out::show(at.json, &serde_json::json!({ "state": "sealed" }), || "sealed\n".to_owned())?;
                return Err(error);
            }
            other => other?,
        };
        let view = StatusView::of(agency.id(), &agency.standing()?);
        out::show(at.json, &view, || {
            let parts = [
                view.state.to_owned(),
                out::count(view.workers, "worker"),
                out::count(view.programs, "program"),
                out::count(view.clients, "client"),
                format!(
                    "ledger {} {}, last {}",
                    view.leaves,
                    if view.leaves == 1 { "leaf" } else { "leaves" },
                    out::when(view.last.0)
                ),
            ];
            format!("{}\n", parts.join(" · "))
        })
    }
}
