//! What one worker does about another.

use anyhow::Result;
use jiff::civil::Date;
use tacenda_desk::acts::{
    Absence, Act, CertifyTraining, ConfirmWorker, EndSupervision, EndWorker, RestoreWorker, SetRoles,
    Supervise as BeginSupervision, SuspendWorker,
};
use tacenda_desk::{Id, Role, Supervision, Time, WorkerId};

use crate::cli::Ended;
use crate::cli::at::{At, Desk};
use crate::cli::out::{self, moment, word};
use crate::view::Done;

fn done(at: &At, desk: &Desk<'_>, worker: WorkerId, act: impl Into<Act>, says: &str) -> Result<Ended> {
    let leaf = desk.act(act)?.leaf;
    out::show(at.json, &Done { id: Some(worker), leaf }, || format!("{says}  (leaf {leaf})\n"))
}

/// Confirms somebody whom another asked in.
#[derive(Debug, clap::Args)]
pub(crate) struct Confirm {
    /// Name or id
    worker: String,
}

impl Confirm {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        done(at, &desk, worker, ConfirmWorker { worker }, "confirmed")
    }
}

/// Says that somebody's training is done until a day, which opens work to them; or by which day it must be done.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("training").required(true)))]
pub(crate) struct Train {
    /// Name or id
    worker: String,
    /// Done, and good until this day
    #[arg(long, value_name = "DAY", group = "training")]
    until: Option<Date>,
    /// To be done by this day
    #[arg(long, value_name = "DAY", group = "training")]
    due: Option<Date>,
}

impl Train {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let Some(due) = self.until.or(self.due) else { return Ok(Ended::Usage) };
        done(
            at,
            &desk,
            worker,
            CertifyTraining { worker, done: self.until.is_some(), due },
            if self.until.is_some() { "trained" } else { "due" },
        )
    }
}

/// Keeps somebody from work, at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Suspend {
    /// Name or id
    worker: String,
    /// How
    #[arg(long, default_value = "suspended", value_parser = word!(Absence))]
    how: Absence,
}

impl Suspend {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        done(at, &desk, worker, SuspendWorker { worker, absence: self.how }, self.how.word())
    }
}

/// Lets somebody back to work.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// Name or id
    worker: String,
}

impl Restore {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        done(at, &desk, worker, RestoreWorker { worker }, "back at work")
    }
}

/// Ends somebody's work here, at once and for good. Keys sealed to them go.
#[derive(Debug, clap::Args)]
pub(crate) struct Leave {
    /// Name or id
    worker: String,
    /// The word LEAVE, instead of typing it
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
}

impl Leave {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        at.confirm("LEAVE", self.confirm.as_deref(), &format!("The work of {} here ends for good.", desk.name_of(worker)))?;
        done(at, &desk, worker, EndWorker { worker }, "left")
    }
}

/// Sets what somebody does and where: exactly this, nothing else; never one's own.
#[derive(Debug, clap::Args)]
pub(crate) struct Roles {
    /// Name or id
    worker: String,
    /// What they do
    #[arg(long = "role", value_delimiter = ',', required = true, value_parser = word!(Role))]
    what: Vec<Role>,
    /// Where
    #[arg(long = "program", value_name = "PROGRAM")]
    programs: Vec<String>,
}

impl Roles {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let programs = desk.programs(&self.programs)?;
        done(at, &desk, worker, SetRoles { worker, roles: self.what, programs }, "set")
    }
}

/// Enters that one worker answers for another's work, which opens the files of that work to them; or ends it.
#[derive(Debug, clap::Args)]
pub(crate) struct Supervise {
    /// Whose work: name or id
    #[arg(required_unless_present = "end", requires = "by")]
    worker: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "WORKER")]
    by: Option<String>,
    /// Until then
    #[arg(long, value_name = "DAY", value_parser = moment)]
    until: Option<Time>,
    /// End this line instead
    #[arg(long, value_name = "ID", conflicts_with_all = ["worker", "by", "until"])]
    end: Option<Id<Supervision>>,
}

impl Supervise {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if let Some(supervision) = self.end {
            let leaf = desk.act(EndSupervision { supervision })?.leaf;
            return out::show(at.json, &Done { id: Some(supervision), leaf }, || format!("ended  (leaf {leaf})\n"));
        }
        let (Some(worker), Some(by)) = (&self.worker, &self.by) else { return Ok(Ended::Usage) };
        let (supervisee, supervisor) = (desk.colleague(worker)?, desk.colleague(by)?);
        let id = desk.mint()?;
        let leaf = desk.act(BeginSupervision { id, supervisor, supervisee, until: self.until })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}
