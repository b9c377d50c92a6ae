//! `tacenda client looks`: who, what, when, why.

use anyhow::Result;
use tacenda_desk::ClientId;
use tacenda_desk::acts::ReadLooks;

use crate::agency::Look;
use crate::cli::Ended;
use crate::cli::at::At;
use crate::cli::out::{self, Table};
use crate::view::LookView;

/// Shows who looked at a file: when, who, what was done, for which reason. No content.
#[derive(Debug, clap::Args)]
pub(crate) struct Looks {
    /// Whose
    client: ClientId,
}

impl Looks {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        desk.act(ReadLooks { client: self.client })?;
        let looks = desk.agency.looks(Some(self.client))?;
        let views: Vec<LookView<'_>> = looks.iter().map(LookView::of).collect();
        out::show(at.json, &views, || text(&looks))
    }
}

fn text(looks: &[Look]) -> String {
    let mut table = Table::default();
    for look in looks {
        let code = |name: &str| look.codes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let why = look.words.as_deref().unwrap_or_default();
        let what =
            [code("class"), code("category"), code("to"), code("kind")].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
        table.row([&out::when(look.time), &look.who, &look.act, code("reason"), &what.join(" "), why]);
    }
    table.text()
}
