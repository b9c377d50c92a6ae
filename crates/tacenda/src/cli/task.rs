//! `tacenda task …`: what is to be done, by whom, by when.

use anyhow::Result;
use tacenda_desk::acts::{AssignTask, CloseTask, ReadTasks};
use tacenda_desk::{Class, ClientId, Id, Seen, Task as Thing, TaskKind, Time};

use super::Ended;
use super::at::At;
use super::glass::words;
use super::out::{self, Table, moment, word};
use crate::view::{Done, TaskView};

/// What is to be done.
///
/// Examples:
///   tacenda task list
///   tacenda task give CLIENT --to "Ben Ortiz" --kind request --due 2026-03-09
///   tacenda task close TASK
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Task {
    /// List your tasks
    List,
    /// Give somebody a task about a client; it is a reason for them to look
    Give(Give),
    /// Say that a task is done, and what came of it
    Close(Close),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Give {
    /// About whom
    client: ClientId,
    /// Who is to do it
    #[arg(long, value_name = "WORKER")]
    to: String,
    /// What
    #[arg(long, value_parser = word!(TaskKind))]
    kind: TaskKind,
    /// The levels it needs; without any the card alone
    #[arg(long = "class", value_delimiter = ',', value_parser = word!(Class))]
    classes: Vec<Class>,
    /// By when
    #[arg(long, value_name = "DAY", value_parser = moment)]
    due: Time,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Close {
    /// Which one
    task: Id<Thing>,
}

impl Task {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::List => list(at),
            Self::Give(command) => command.run(at),
            Self::Close(command) => command.run(at),
        }
    }
}

fn list(at: &At) -> Result<Ended> {
    let desk = at.desk()?;
    let (_, seen) = desk.see(ReadTasks { worker: desk.worker.id })?;
    let Seen::Tasks(tasks) = seen else { return Ok(Ended::Failed) };
    let views: Vec<TaskView> = tasks.iter().map(TaskView::of).collect();
    out::show(at.json, &views, || {
        let mut table = Table::default();
        for task in &tasks {
            let about = task.grant.map(|id| format!("grant {id}")).unwrap_or_default();
            let (id, client, due) = (task.id.to_string(), task.client.to_string(), out::when(task.due));
            table.row([&id, &due, task.kind.word(), task.state.word(), &client, &about]);
        }
        table.text()
    })
}

impl Give {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (id, worker) = (desk.mint()?, desk.colleague(&self.to)?);
        let act = AssignTask { id, client: self.client, kind: self.kind, worker, classes: self.classes, due: self.due };
        let leaf = desk.act(act)?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}

impl Close {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        // About nobody there, where there is no such task: refused like one that is not the asker's.
        let client = desk.agency.client_of("task", &self.task.to_string())?.map_or_else(|| desk.mint(), Ok)?;
        let outcome = words(at, "What came of it: ")?;
        let leaf = desk.act(CloseTask { client, task: self.task, outcome })?.leaf;
        out::show(at.json, &Done { id: Some(self.task), leaf }, || format!("done  (leaf {leaf})\n"))
    }
}
