//! `tacenda appointment …`: who meets whom. Much of who had a reason to look rests on it.

use anyhow::Result;
use tacenda_desk::acts::{ChangeAppointment, MakeAppointment, ReadAppointments};
use tacenda_desk::{Appointment as Thing, AppointmentKind, AppointmentState, ClientId, Id, Seen, Time};

use super::Ended;
use super::at::At;
use super::out::{self, Table, moment, word};
use crate::view::{AppointmentView, Done};

/// Who meets whom.
///
/// Examples:
///   tacenda appointment make CLIENT --at 2026-03-02T14:00 --minutes 50 --with "Ana Lucero"
///   tacenda appointment list CLIENT
///   tacenda appointment change APPOINTMENT --client CLIENT --to held
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Appointment {
    /// Make an appointment
    Make(Make),
    /// List a client's appointments
    List(List),
    /// Say how one went, or call it off
    Change(Change),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Make {
    /// With whom
    client: ClientId,
    /// When, by this machine's clock on the wall
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    at: Time,
    /// How long
    #[arg(long, default_value_t = 50)]
    minutes: u16,
    /// What kind
    #[arg(long, default_value = "individual", value_parser = word!(AppointmentKind))]
    kind: AppointmentKind,
    /// Who meets them, by name or id; without it you
    #[arg(long = "with", value_name = "WORKER")]
    workers: Vec<String>,
    /// In which program
    #[arg(long)]
    program: Option<String>,
    /// They are here without one
    #[arg(long)]
    walk_in: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Whose
    client: ClientId,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Change {
    /// Which one
    appointment: Id<Thing>,
    /// Whose
    #[arg(long)]
    client: ClientId,
    /// What became of it
    #[arg(long, value_parser = word!(AppointmentState))]
    to: AppointmentState,
}

impl Appointment {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Make(command) => command.run(at),
            Self::List(command) => command.run(at),
            Self::Change(command) => command.run(at),
        }
    }
}

impl Make {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let workers = self.workers.iter().map(|name| desk.colleague(name)).collect::<Result<Vec<_>>>()?;
        let workers = if workers.is_empty() { vec![desk.worker.id] } else { workers };
        let act = MakeAppointment {
            id: desk.mint()?,
            client: self.client,
            session: None,
            workers,
            program: desk.program_of(self.client, self.program.as_deref())?.id,
            at: self.at,
            minutes: self.minutes,
            kind: self.kind,
            walk_in: self.walk_in,
        };
        let id = act.id;
        let leaf = desk.act(act)?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}

impl List {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (_, seen) = desk.see(ReadAppointments { client: self.client })?;
        let Seen::Appointments(all) = seen else { return Ok(Ended::Failed) };
        let views: Vec<AppointmentView<'_>> = all.iter().map(AppointmentView::of).collect();
        out::show(at.json, &views, || {
            let mut table = Table::default();
            for one in &all {
                let with: Vec<String> = one.workers.iter().map(|id| desk.name_of(*id)).collect();
                let minutes = format!("{} min", one.minutes);
                table.row([
                    &one.id.to_string(),
                    &out::when(one.at),
                    &minutes,
                    one.kind.word(),
                    one.state.word(),
                    &with.join(", "),
                ]);
            }
            table.text()
        })
    }
}

impl Change {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let leaf = desk.act(ChangeAppointment { client: self.client, appointment: self.appointment, to: self.to })?.leaf;
        out::show(at.json, &Done { id: Some(self.appointment), leaf }, || format!("{}  (leaf {leaf})\n", self.to.word()))
    }
}
