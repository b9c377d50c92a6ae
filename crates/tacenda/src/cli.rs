//! The command line: nouns then verbs, results on stdout, talk on stderr.

mod appointment;
mod at;
mod backup;
mod bar;
mod case;
mod client;
mod consent;
mod decide;
mod doctor;
mod facts;
mod glass;
mod init;
mod interview;
mod keep;
mod key;
mod kit;
mod law;
mod ledger;
mod mail;
mod offline;
mod out;
mod practice;
mod program;
mod read;
mod record;
mod render;
mod restore;
mod scan;
mod seal;
mod serve;
mod sheet;
mod status;
mod task;
mod verify;
mod witness;
mod worker;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use jiff::civil::Date;

pub(crate) use crate::language::Language;
pub(crate) use crate::problem::Ended;
use crate::problem::Problem;

/// Decides whether client information may, must or must not be told, to whom, how much, and what is owed; and keeps it.
///
/// Examples:
///   tacenda decide examples/detective.json        answer a case, as a sheet to read or print
///   tacenda decide --json < cases.jsonl           one answer per line, for programs
///   tacenda interview                             be asked, and answered
///   tacenda consent check examples/release.json   what a signed release lacks, and who asks for it
///   tacenda law show us-nm.danger                 a rule with its citation, source and worked cases
///   tacenda law prove                             what holds over every possible case
///   tacenda practice                              a fictional agency in the browser
///   tacenda init --help                           begin an agency's files, keys and ledger
///   tacenda client add < card.json                take a client in (names are never arguments)
///   tacenda record read ID --client ID            read a note; the look is a line in the ledger
///   tacenda backup prove                          bring the last backup back beside the living one, and check it
///   tacenda ledger verify                         whether everything is as it was written, and where not
#[derive(Debug, Parser)]
#[command(version, verbatim_doc_comment, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Read the law packs from this folder instead of those inside the program
    #[arg(long, global = true, value_name = "DIR")]
    packs: Option<PathBuf>,
    /// Language of questions and sheets
    #[arg(long, global = true, value_enum, default_value_t = Language::En)]
    lang: Language,
    #[command(flatten)]
    at: at::At,
}

/// A command that was not understood, or lacks something: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(crate) String);

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer cases: one JSON object, or JSON Lines of {"id": …, "facts": {…}}
    Decide(decide::Decide),
    /// Ask the fewest questions that settle the answer, then give it
    Interview(interview::Interview),
    /// Signed releases: what is wrong with one
    #[command(subcommand)]
    Consent(consent::Consent),
    /// Look into the law packs, test them, prove and compare them
    #[command(subcommand)]
    Law(law::Law),
    /// List the facts a case may hold, with their words and defaults
    Facts(facts::ListFacts),
    /// Open a fictional agency in the browser, to learn and to try
    Practice(practice::Practice),
    /// Serve the agency's pages
    Serve(serve::Serve),
    /// Begin an agency: its folder, keys, recovery kit, first worker and ledger
    Init(Box<init::Init>),
    /// Say how the agency stands
    Status(status::Status),
    /// Look for what endangers the agency's files, and say what mends it
    Doctor(doctor::Doctor),
    /// Set a page, for the program itself
    #[command(hide = true)]
    Render(render::Render),
    /// Read a page of a scan, for the program itself
    #[command(hide = true)]
    Read(read::Read),
    /// Draw a page of a file as a picture, read it, or black out a part of it, for the program itself
    #[command(hide = true)]
    Scan(scan::Scan),
    /// Lock a paper with a passphrase: both come in, the locked one goes out, for the program itself
    #[command(hide = true)]
    Lock,
    /// Look for names: texts and a text model come in, what looks like one goes out as JSON, for the program itself
    #[command(hide = true)]
    Spot,
    /// Whether mails go out
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Take away what opens the keys without a person
    Seal(seal::Seal),
    /// Open sealed keys with shares of the recovery kit
    Unseal(seal::Unseal),
    /// Who works here
    #[command(subcommand)]
    Worker(worker::Worker),
    /// Parts of the agency with a legal nature of their own
    #[command(subcommand)]
    Program(program::Program),
    /// Whom a file is about
    #[command(subcommand)]
    Client(client::Client),
    /// What a file holds
    #[command(subcommand)]
    Record(record::Record),
    /// Who meets whom
    #[command(subcommand)]
    Appointment(appointment::Appointment),
    /// Look in an emergency, and have it reviewed
    #[command(subcommand)]
    Glass(glass::Glass),
    /// What is to be done
    #[command(subcommand)]
    Task(task::Task),
    /// How long a file is kept, and its end, which two people decide
    #[command(subcommand)]
    Keep(keep::Keep),
    /// The agency's keys and its recovery kit
    #[command(subcommand)]
    Key(key::Key),
    /// Copies of everything, sealed, that prove themselves
    #[command(subcommand)]
    Backup(backup::Backup),
    /// Bring a backup back, into an empty place: also the move to another machine
    Restore(restore::Restore),
    /// The record of everything that was done
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Check proofs, exported ledgers and backups, without the agency
    Verify(verify::Verify),
    /// Be a witness of somebody's ledger
    #[command(subcommand)]
    Witness(witness::Witness),
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> ExitCode {
        let packs = self.packs.as_deref();
        let result = match self.command {
            Command::Decide(command) => command.run(packs, self.lang),
            Command::Interview(command) => command.run(packs, self.lang),
            Command::Consent(command) => command.run(packs, self.lang),
            Command::Law(command) => command.run(packs),
            Command::Facts(command) => command.run(packs, self.lang),
            Command::Practice(command) => command.run(&self.at, packs),
            Command::Serve(command) => command.run(&self.at, packs),
            Command::Init(command) => command.run(&self.at, packs, self.lang),
            Command::Status(command) => command.run(&self.at),
            Command::Doctor(command) => command.run(&self.at, packs),
            Command::Render(command) => command.run(),
            Command::Read(command) => command.run(),
            Command::Scan(command) => command.run(),
            Command::Lock => crate::lock::lock().map(|()| Ended::Done),
            Command::Spot => crate::names::spot().map(|()| Ended::Done),
            Command::Mail(command) => command.run(&self.at, self.lang),
            Command::Seal(command) => command.run(&self.at),
            Command::Unseal(command) => command.run(&self.at),
            Command::Worker(command) => command.run(&self.at),
            Command::Program(command) => command.run(&self.at),
            Command::Client(command) => command.run(&self.at),
            Command::Record(command) => command.run(&self.at),
            Command::Appointment(command) => command.run(&self.at),
            Command::Glass(command) => command.run(&self.at),
            Command::Task(command) => command.run(&self.at),
            Command::Keep(command) => command.run(&self.at),
            Command::Key(command) => command.run(&self.at, self.lang),
            Command::Backup(command) => command.run(&self.at),
            Command::Restore(command) => command.run(&self.at),
            Command::Ledger(command) => command.run(&self.at),
            Command::Verify(command) => command.run(&self.at, packs),
            Command::Witness(command) => command.run(&self.at),
        };
        match result {
            Ok(ended) => ExitCode::from(ended as u8),
            // A closed pipe is the reader's way of saying that it has enough.
            Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "tacenda: {error:#}");
                ExitCode::from(ended(&error) as u8)
            }
        }
    }
}

fn ended(error: &anyhow::Error) -> Ended {
    let misuse = error.downcast_ref::<Misuse>().map(|_| Ended::Usage);
    misuse.or_else(|| error.downcast_ref::<Problem>().map(Problem::ended)).unwrap_or(Ended::Failed)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Today, by the machine's clock: the one place where the command line reads it.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: the day goes down as an argument")]
pub(crate) fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Writes to stdout.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a line to stderr.
pub(crate) fn talk(text: &str) -> Result<()> {
    writeln!(std::io::stderr(), "{text}")?;
    Ok(())
}
