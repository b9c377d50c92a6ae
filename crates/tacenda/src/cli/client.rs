//! `tacenda client …`: whom a file is about. Names are typed or come on standard input; never as an argument.

mod add;
mod amend;
mod limits;
mod looks;
mod open;
mod team;

use anyhow::Result;

use super::Ended;
use super::at::At;

/// Whom a file is about.
///
/// Examples:
///   tacenda client add --program Counselling < card.json
///   tacenda client find                              a name is asked for
///   tacenda client open ID
///   tacenda client team ID --add "Ben Ortiz"
///   tacenda client looks ID                          who looked, when and why
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Client {
    /// Take somebody in
    Add(add::Add),
    /// Find clients by name, among those you may open
    Find(open::Find),
    /// Open a card
    Open(open::Open),
    /// Change a card
    Amend(amend::Amend),
    /// See and change who is on the team
    Team(team::Team),
    /// Keep a worker from the file
    Wall(team::Wall),
    /// Take a wall down
    Unwall(team::Unwall),
    /// Enter a restriction that was agreed to, or end one
    Restrict(limits::Restrict),
    /// Enter who may act for the client, or end it
    Represent(limits::Represent),
    /// Close the file, or open it again
    Close(open::Close),
    /// See who looked at the file
    Looks(looks::Looks),
}

impl Client {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Add(command) => command.run(at),
            Self::Find(command) => command.run(at),
            Self::Open(command) => command.run(at),
            Self::Amend(command) => command.run(at),
            Self::Team(command) => command.run(at),
            Self::Wall(command) => command.run(at),
            Self::Unwall(command) => command.run(at),
            Self::Restrict(command) => command.run(at),
            Self::Represent(command) => command.run(at),
            Self::Close(command) => command.run(at),
            Self::Looks(command) => command.run(at),
        }
    }
}
