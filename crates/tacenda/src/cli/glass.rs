//! `tacenda glass …`: looking in an emergency, and the review by somebody else.

use anyhow::Result;
use tacenda_desk::acts::{BreakGlass, ReviewGrant};
use tacenda_desk::{Class, ClientId, Grant, GrantReason, Id, Refusal, TaskKind, TaskState};

use super::at::At;
use super::out::{self, word};
use super::{Ended, Misuse};
use crate::edge;
use crate::problem::Problem;
use crate::view::Done;

/// Looking in an emergency.
///
/// Examples:
///   tacenda glass break CLIENT --why danger --minutes 30        your words are asked for; then use --reason grant
///   tacenda glass review CLIENT GRANT --proper
#[derive(Debug, clap::Subcommand)]
#[command(verbatim_doc_comment)]
pub(crate) enum Glass {
    /// Open one level of one client's file for some minutes; it is reviewed, and the client is told
    Break(Break),
    /// Say whether somebody else's breaking of the glass was proper
    Review(Review),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Break {
    /// Whose file
    client: ClientId,
    /// Which level
    #[arg(long, default_value = "general", value_parser = word!(Class))]
    class: Class,
    /// For how long, at most 60
    #[arg(long, default_value_t = 30)]
    minutes: u16,
    /// Why
    #[arg(long, value_parser = word!(GrantReason))]
    why: GrantReason,
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("verdict").required(true)))]
pub(crate) struct Review {
    /// Whose file
    client: ClientId,
    /// Which breaking
    grant: Id<Grant>,
    /// It was proper
    #[arg(long, group = "verdict")]
    proper: bool,
    /// It was not
    #[arg(long, group = "verdict")]
    improper: bool,
}

impl Glass {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        match self {
            Self::Break(command) => command.run(at),
            Self::Review(command) => command.run(at),
        }
    }
}

/// One's own words: asked for, or on standard input.
pub(crate) fn words(at: &At, prompt: &str) -> Result<String> {
    let text = if edge::is_attended() { at.line(prompt)? } else { edge::input()?.trim().to_owned() };
    if text.is_empty() { Err(Misuse(format!("{} nothing was said", prompt.trim())).into()) } else { Ok(text) }
}

impl Break {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let words = words(at, "Why, in your own words (the reviewer and the client will read it): ")?;
        let act = BreakGlass {
            id: desk.mint()?,
            client: self.client,
            class: self.class,
            minutes: self.minutes,
            reason: self.why,
            words,
            review: desk.mint()?,
            receipt: desk.mint()?,
        };
        let id = act.id;
        let leaf = desk.act(act)?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || {
            format!("{id}  (leaf {leaf})\nIt holds for {} minutes: look with --reason grant:{id}\n", self.minutes)
        })
    }
}

impl Review {
    fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let ties = desk.agency.ties(self.client, desk.worker.id)?;
        let of_this = |t: &&tacenda_desk::Task| t.grant == Some(self.grant) && t.kind == TaskKind::GrantReview;
        let task = ties.tasks.iter().filter(of_this).max_by_key(|t| t.state == TaskState::Open).map(|t| t.id);
        let words = words(at, "What you found: ")?;
        let task = task.map_or_else(|| desk.mint(), Ok)?;
        let act = ReviewGrant { client: self.client, grant: self.grant, task, proper: self.proper, words };
        let leaf = match desk.act(act) {
            Err(error) if matches!(error.downcast_ref(), Some(Problem::Refused(Refusal::WrongState))) => {
                return Err(error.context("it was reviewed already"));
            }
            other => other?.leaf,
        };
        out::show(at.json, &Done { id: Some(self.grant), leaf }, || format!("reviewed  (leaf {leaf})\n"))
    }
}
