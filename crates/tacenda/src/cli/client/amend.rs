//! `tacenda client amend`: what is given is changed, the rest stays.

use anyhow::Result;
use tacenda_desk::acts::{AmendCard, AmendSafety, OpenClient};
use tacenda_desk::{ClientId, Seen};

use super::add::Typed;
use crate::cli::at::At;
use crate::cli::{Ended, Misuse, out};
use crate::view::Done;

/// Changes a card: what stands in the JSON on standard input is changed, the rest stays. The shape is that of `tacenda client add`.
#[derive(Debug, clap::Args)]
pub(crate) struct Amend {
    /// Whose
    client: ClientId,
    /// The version you saw; without it the card is opened first
    #[arg(long)]
    over: Option<i64>,
    /// Into this program too
    #[arg(long, value_name = "PROGRAM")]
    into: Vec<String>,
    /// Out of this program
    #[arg(long, value_name = "PROGRAM")]
    out_of: Vec<String>,
}

impl Amend {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let moves = !self.into.is_empty() || !self.out_of.is_empty();
        let typed = if moves && crate::edge::is_attended() { Typed::default() } else { read(at, moves)? };
        let mut over = match self.over {
            Some(over) => over,
            None => match desk.see(OpenClient { client: self.client })?.1 {
                Seen::Card(card) => card.version,
                _ => return Ok(Ended::Failed),
            },
        };
        let mut leaf = None;
        let safety = AmendSafety {
            client: self.client,
            over,
            reach: typed.reach,
            address_protected: typed.address_protected,
            survivor: typed.survivor,
            unsafe_people: typed.unsafe_people,
        };
        let is_safety = safety.reach.is_some()
            || safety.address_protected.is_some()
            || safety.survivor.is_some()
            || safety.unsafe_people.is_some();
        if is_safety {
            leaf = Some(desk.act(safety)?.leaf);
            over += 1;
        }
        let card = AmendCard {
            chosen_name: typed.chosen_name,
            legal_name: typed.legal_name,
            pronouns: typed.pronouns,
            born: typed.born,
            died: typed.died,
            address: typed.address,
            standing: typed.standing,
            jurisdictions: typed.jurisdictions,
            into: desk.programs(&self.into)?,
            out_of: desk.programs(&self.out_of)?,
            ..AmendCard::of(self.client, over)
        };
        if card != AmendCard::of(self.client, over) {
            leaf = Some(desk.act(card)?.leaf);
        }
        let leaf = leaf.ok_or_else(|| Misuse("nothing to change was given".to_owned()))?;
        out::show(at.json, &Done { id: Some(self.client), leaf }, || format!("changed  (leaf {leaf})\n"))
    }
}

/// The card's changes; none where programs alone are changed and standard input is empty.
fn read(at: &At, moves: bool) -> Result<Typed> {
    if !moves || crate::edge::is_attended() {
        return Typed::read(at);
    }
    let text = crate::edge::input()?;
    if text.trim().is_empty() { Ok(Typed::default()) } else { Typed::parse(&text) }
}
