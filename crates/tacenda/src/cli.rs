//! The command line: nouns then verbs, results on stdout, talk on stderr.

mod case;
mod decide;
mod facts;
mod interview;
mod law;
mod sheet;
mod words;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub(crate) use crate::problem::Ended;
use crate::problem::Problem;

/// Decides whether client information may, must or must not be told, to whom, how much, and what is owed.
///
/// Examples:
///   tacenda decide examples/detective.json        answer a case, as a sheet to read or print
///   tacenda decide --json < cases.jsonl           one answer per line, for programs
///   tacenda interview                             be asked, and answered
///   tacenda law show us-nm.danger                 a rule with its citation, source and worked cases
///   tacenda law prove                             what holds over every possible case
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
}

/// A language that Tacenda speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Español
    Es,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer cases: one JSON object, or JSON Lines of {"id": …, "facts": {…}}
    Decide(decide::Decide),
    /// Ask the fewest questions that settle the answer, then give it
    Interview(interview::Interview),
    /// Look into the law packs, test them, prove and compare them
    #[command(subcommand)]
    Law(law::Law),
    /// List the facts a case may hold, with their words and defaults
    Facts(facts::ListFacts),
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> ExitCode {
        let packs = self.packs.as_deref();
        let result = match self.command {
            Command::Decide(command) => command.run(packs, self.lang),
            Command::Interview(command) => command.run(packs, self.lang),
            Command::Law(command) => command.run(packs),
            Command::Facts(command) => command.run(packs, self.lang),
        };
        match result {
            Ok(ended) => ExitCode::from(ended as u8),
            // A closed pipe is the reader's way of saying that it has enough.
            Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "tacenda: {error:#}");
                ExitCode::from(error.downcast_ref::<Problem>().map_or(Ended::Failed, Problem::ended) as u8)
            }
        }
    }
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
