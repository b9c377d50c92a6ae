//! `tacenda client team`, `wall`, `unwall`.

use anyhow::Result;
use tacenda_desk::acts::{Assign, OpenClient, RaiseWall, TakeWallDown, Unassign};
use tacenda_desk::{ClientId, Function, Refusal, Time, WallReason};

use crate::cli::Ended;
use crate::cli::at::{At, Desk};
use crate::cli::out::{self, Table, moment, word};
use crate::problem::Problem;
use crate::view::{Done, When};

/// Shows who is on a client's team, puts somebody on it, takes somebody off.
#[derive(Debug, clap::Args)]
pub(crate) struct Team {
    /// Whose
    client: ClientId,
    /// Put this worker on the team; never yourself
    #[arg(long, value_name = "WORKER", conflicts_with = "remove")]
    add: Option<String>,
    /// As what
    #[arg(long, default_value = "care", value_parser = word!(Function))]
    function: Function,
    /// Until then
    #[arg(long, value_name = "DAY", value_parser = moment)]
    until: Option<Time>,
    /// Take this worker off, and the client's most private keys from them
    #[arg(long, value_name = "WORKER")]
    remove: Option<String>,
}

impl Team {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if let Some(worker) = &self.add {
            let worker = desk.colleague(worker)?;
            let assign = Assign { id: desk.mint()?, client: self.client, worker, function: self.function, until: self.until };
            let leaf = desk.act(assign)?.leaf;
            return out::show(at.json, &Done { id: Some(assign.id), leaf }, || format!("on the team  (leaf {leaf})\n"));
        }
        if let Some(worker) = &self.remove {
            let worker = desk.colleague(worker)?;
            let (ties, now) = (desk.agency.ties(self.client, desk.worker.id)?, desk.agency.moment()?);
            let there = ties.assignments.iter().find(|a| a.worker == worker && a.span.holds(now)).map(|a| a.id);
            // Where there is none, an id that nobody gave is refused like one that is not the asker's to see.
            let assignment = there.map_or_else(|| desk.mint(), Ok)?;
            let leaf = desk.act(Unassign { client: self.client, assignment })?.leaf;
            return out::show(at.json, &Done { id: Some(assignment), leaf }, || format!("off the team  (leaf {leaf})\n"));
        }
        self.list(at, &desk)
    }

    /// Whoever may open the card may see who is on its team.
    fn list(&self, at: &At, desk: &Desk<'_>) -> Result<Ended> {
        desk.act(OpenClient { client: self.client })?;
        let (ties, now) = (desk.agency.ties(self.client, desk.worker.id)?, desk.agency.moment()?);
        let there: Vec<_> = ties.assignments.iter().filter(|a| a.span.holds(now)).collect();
        let views: Vec<_> = there
            .iter()
            .map(|a| serde_json::json!({ "id": a.id, "worker": a.worker, "function": a.function, "from": When(a.span.from), "until": a.span.until.map(When) }))
            .collect();
        out::show(at.json, &views, || {
            let mut table = Table::default();
            for tie in &there {
                let until = tie.span.until.map(|end| format!("until {}", out::when(end))).unwrap_or_default();
                table.row([&tie.worker.to_string(), &desk.name_of(tie.worker), tie.function.word(), &until]);
            }
            table.text()
        })
    }
}

/// Keeps a worker from a client's file, at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Wall {
    /// Whose file
    client: ClientId,
    /// Who is kept out
    worker: String,
    /// Why
    #[arg(long, value_parser = word!(WallReason))]
    why: WallReason,
}

impl Wall {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let wall = RaiseWall { id: desk.mint()?, client: self.client, worker: desk.colleague(&self.worker)?, why: self.why };
        let leaf = desk.act(wall)?.leaf;
        out::show(at.json, &Done { id: Some(wall.id), leaf }, || format!("{}  (leaf {leaf})\n", wall.id))
    }
}

/// Takes a wall down.
#[derive(Debug, clap::Args)]
pub(crate) struct Unwall {
    /// Whose file
    client: ClientId,
    /// Who was kept out
    worker: String,
}

impl Unwall {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let (ties, now) = (desk.agency.ties(self.client, desk.worker.id)?, desk.agency.moment()?);
        let stands =
            ties.walls.iter().filter(|w| w.worker == worker && ties.walled(worker, self.client, now) && w.span.until.is_none());
        let walls: Vec<_> = stands.map(|w| w.id).collect();
        let mut last = None;
        for wall in walls {
            last = Some((wall, desk.act(TakeWallDown { client: self.client, wall })?.leaf));
        }
        let Some((wall, leaf)) = last else {
            // Nothing stands there: refused, and entered, as for somebody who may not know.
            desk.act(TakeWallDown { client: self.client, wall: desk.mint()? })?;
            return Err(Problem::Refused(Refusal::NotFoundOrNotYours).into());
        };
        out::show(at.json, &Done { id: Some(wall), leaf }, || format!("down  (leaf {leaf})\n"))
    }
}
