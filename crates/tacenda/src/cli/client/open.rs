//! `tacenda client find`, `open`, `close`.

use anyhow::Result;
use tacenda_desk::acts::{CloseClient, ListClients, OpenClient};
use tacenda_desk::{Card, ClientId, Index, Seen, Standing};

use crate::calm::calm;
use crate::cli::at::{At, Desk};
use crate::cli::out::{self, Table};
use crate::cli::{Ended, Misuse};
use crate::edge;
use crate::view::{ClientView, Done};

/// Finds clients by words of their names, among those whose card you may open. The name is asked for, or comes on standard input.
#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    /// Those on whose team you are
    #[arg(long)]
    mine: bool,
    /// By birth date instead of a name
    #[arg(long, conflicts_with = "mine")]
    born: bool,
}

impl Find {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let clients = if self.mine { desk.agency.caseload(desk.worker.id)? } else { self.found(at, &desk)? };
        let (_, seen) = desk.see(ListClients { clients })?;
        let Seen::Names(names) = seen else { return Ok(Ended::Failed) };
        out::show(at.json, &names, || {
            let mut table = Table::default();
            names.iter().for_each(|name| table.row([&name.id.to_string(), &name.chosen_name]));
            table.text()
        })
    }

    fn found(&self, at: &At, desk: &Desk<'_>) -> Result<Vec<ClientId>> {
        let (index, prompt) = if self.born {
            (Index::ClientBorn, "Birth date (2001-02-03): ")
        } else {
            (Index::ClientName, "Name, or a word of it: ")
        };
        let text = if edge::is_attended() { at.line(prompt)? } else { edge::input()?.trim().to_owned() };
        if text.is_empty() {
            return Err(Misuse("nothing to look for was typed".to_owned()).into());
        }
        Ok(desk.agency.find(index, &text)?)
    }
}

/// Opens a card, cut to what your role may see.
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    /// Whose
    client: ClientId,
}

impl Open {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let (_, seen) = desk.see(OpenClient { client: self.client })?;
        let Seen::Card(card) = seen else { return Ok(Ended::Failed) };
        out::show(at.json, &ClientView::of(&card), || text(&desk, &card))
    }
}

fn text(desk: &Desk<'_>, card: &Card) -> String {
    let mut table = Table::default();
    let mut put = |what: &str, text: Option<&str>| {
        if let Some(text) = text {
            table.row([what, text]);
        }
    };
    put("name", card.chosen_name.as_deref());
    put("on paper", card.legal_name.as_deref());
    put("pronouns", card.pronouns.as_deref());
    put("born", card.born.map(|day| day.to_string()).as_deref());
    put("died", card.died.map(|day| day.to_string()).as_deref());
    put("standing", card.standing.filter(|s| *s != Standing::Adult).map(Standing::word));
    let protected = card.address_protected == Some(true);
    put(
        "address",
        card.address
            .as_ref()
            .map(|a| if protected { format!("{a} (protected: never printed or sent)") } else { a.clone() })
            .as_deref(),
    );
    for line in card.reach.iter().flat_map(|reach| &reach.lines) {
        let note = if line.safe { "" } else { "NOT SAFE: never use it" };
        put(if line.safe { "reach" } else { "never" }, Some(&format!("{} {}  {note}", line.channel.word(), line.place)));
    }
    let reach = card.reach.as_ref();
    put("ask for", reach.and_then(|r| r.ask_for.as_deref()));
    put("say to others", reach.and_then(|r| r.if_another_answers.as_deref()));
    put("code word", reach.and_then(|r| r.code_word.as_deref()));
    for name in card.unsafe_people.iter().flatten() {
        put("unsafe", Some(name));
    }
    put("survivor", card.survivor.filter(|s| *s).map(|_| "yes"));
    for representative in card.representatives.iter().flatten() {
        put("acts for them", Some(&format!("{} ({})", representative.name, representative.authority.word())));
    }
    for restriction in card.restrictions.iter().flatten() {
        put("restriction", Some(&restriction.words));
    }
    let programs = desk.agency.programs().unwrap_or_default();
    for enrolment in card.enrolments.iter().flatten() {
        let name =
            programs.iter().find(|p| p.id == enrolment.program).map_or_else(|| enrolment.program.to_string(), |p| p.name.clone());
        put("program", Some(&enrolment.span.until.map_or(name.clone(), |end| format!("{name}, until {}", out::when(end)))));
    }
    put("file", Some(&format!("{}, version {}", card.state.word(), card.version)));
    calm(&table.text())
}

/// Closes a file, or opens it again.
#[derive(Debug, clap::Args)]
pub(crate) struct Close {
    /// Whose
    client: ClientId,
    /// Open it again
    #[arg(long)]
    reopen: bool,
}

impl Close {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let leaf = desk.act(CloseClient { client: self.client, close: !self.reopen })?.leaf;
        let word = if self.reopen { "open again" } else { "closed" };
        out::show(at.json, &Done { id: Some(self.client), leaf }, || format!("{word}  (leaf {leaf})\n"))
    }
}
