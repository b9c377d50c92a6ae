//! `tacenda program …`: parts of the agency with a legal nature of their own.

use anyhow::Result;
use tacenda_desk::acts::{AddProgram, AmendProgram};
use tacenda_desk::{Nature, Program as Thing, ProgramState};

use super::Ended;
use super::at::At;
use super::out::{self, Table, word};
use crate::view::{Done, ProgramView};

/// Parts of the agency.
///
/// Examples:
///   tacenda program list
///   tacenda program add "Recovery" --nature part2 --jurisdiction nm
///   tacenda program close Counselling
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Program {
    /// Add a program
    Add(Add),
    /// List programs
    List,
    /// Close a program: nobody is taken into it any more
    Close(Close),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Its name
    name: String,
    /// What it is to the law
    #[arg(long = "nature", value_delimiter = ',', value_parser = word!(Nature))]
    natures: Vec<Nature>,
    /// Whose law applies, a word of `tacenda facts jurisdictions`
    #[arg(long)]
    jurisdiction: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Close {
    /// Name or id
    program: String,
    /// Open it again
    #[arg(long)]
    reopen: bool,
}

impl Program {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Add(command) => command.run(at),
            Self::List => list(at),
            Self::Close(command) => command.run(at),
        }
    }
}

fn list(at: &At) -> Result<Ended> {
    let programs = at.open()?.programs()?;
    let views: Vec<ProgramView<'_>> = programs.iter().map(ProgramView::of).collect();
    out::show(at.json, &views, || {
        let mut table = Table::default();
        for view in &views {
            let natures: Vec<&str> = view.natures.iter().map(|n| n.word()).collect();
            table.row([&view.id.to_string(), view.name, view.state, view.jurisdiction, &natures.join(" ")]);
        }
        table.text()
    })
}

impl Add {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let program = Thing::new(desk.mint()?, self.name, &self.natures, self.jurisdiction);
        let id = program.id;
        let leaf = desk.act(AddProgram { program })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}

impl Close {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let program = desk.program(Some(&self.program))?;
        let over = desk.agency.version_of("program", &program.id.to_string())?;
        let state = if self.reopen { ProgramState::Open } else { ProgramState::Closed };
        let program = Thing { state, ..program };
        let id = program.id;
        let leaf = desk.act(AmendProgram { program, over })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{}  (leaf {leaf})\n", state.word()))
    }
}
