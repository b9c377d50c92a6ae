//! `tacenda keep …`: how long a file is kept, and its end, which two people decide.

use anyhow::Result;
use tacenda_desk::acts::{AddHold, DecideDestruction, ProposeDestruction, ReleaseHold};
use tacenda_desk::{Class, ClientId, Destruction, Hold as Thing, Id};

use super::Ended;
use super::at::At;
use super::glass::words;
use super::out::{self, word};
use crate::view::Done;

/// How long a file is kept, and its end.
///
/// Examples:
///   tacenda keep hold CLIENT                                   why is asked for, or comes on standard input
///   tacenda keep release CLIENT HOLD
///   tacenda keep destroy CLIENT --rule adult.7y                one person asks; prints an id
///   tacenda keep decide CLIENT ID --approve                    somebody else decides: its keys are gone for good
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Keep {
    /// Stop the destruction of a file: a suit, a paper, an audit
    Hold(Hold),
    /// Let destruction go on
    Release(Release),
    /// Ask that a file, or one level of it, be destroyed
    Destroy(Destroy),
    /// Approve or turn down what somebody else asked to destroy
    Decide(Decide),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Hold {
    /// Whose file
    client: ClientId,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// Whose file
    client: ClientId,
    /// Which hold
    hold: Id<Thing>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Destroy {
    /// Whose file
    client: ClientId,
    /// One level of it; without it the whole file
    #[arg(long, value_parser = word!(Class))]
    class: Option<Class>,
    /// The rule by which its time is over: a code of your retention schedule
    #[arg(long, value_name = "CODE")]
    rule: String,
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("decision").required(true)))]
pub(crate) struct Decide {
    /// Whose file
    client: ClientId,
    /// Which one was asked for
    destruction: Id<Destruction>,
    /// Destroy it: nobody will ever read it again, not from a backup either
    #[arg(long, group = "decision")]
    approve: bool,
    /// Keep it
    #[arg(long, group = "decision")]
    turn_down: bool,
    /// The word DESTROY, instead of typing it
    #[arg(long, value_name = "WORD", requires = "approve")]
    confirm: Option<String>,
}

impl Keep {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Hold(command) => command.run(at),
            Self::Release(command) => command.run(at),
            Self::Destroy(command) => command.run(at),
            Self::Decide(command) => command.run(at),
        }
    }
}

impl Hold {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let why = words(at, "Why: ")?;
        let id = desk.mint()?;
        let leaf = desk.act(AddHold { id, client: self.client, why })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}

impl Release {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let leaf = desk.act(ReleaseHold { client: self.client, hold: self.hold })?.leaf;
        out::show(at.json, &Done { id: Some(self.hold), leaf }, || format!("released  (leaf {leaf})\n"))
    }
}

impl Destroy {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let id = desk.mint()?;
        let leaf = desk.act(ProposeDestruction { id, client: self.client, class: self.class, rule: self.rule })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || {
            format!("{id}  (leaf {leaf})\nSomebody else decides: tacenda keep decide {} {id}\n", self.client)
        })
    }
}

impl Decide {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if self.approve {
            at.confirm("DESTROY", self.confirm.as_deref(), "Its keys are destroyed, for good.")?;
        }
        let act = DecideDestruction { client: self.client, destruction: self.destruction, approve: self.approve };
        let leaf = desk.act(act)?.leaf;
        let says = if self.approve { "destroyed" } else { "turned down" };
        out::show(at.json, &Done { id: Some(self.destruction), leaf }, || format!("{says}  (leaf {leaf})\n"))
    }
}
