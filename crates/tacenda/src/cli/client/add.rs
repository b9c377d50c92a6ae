//! `tacenda client add`, and the JSON that a card is typed as.

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use serde::Deserialize;
use tacenda_desk::acts::AddClient;
use tacenda_desk::{Client, Enrolment, SafeContact, Standing, Time};

use crate::cli::at::{At, Desk};
use crate::cli::{Ended, Misuse, out};
use crate::edge;
use crate::view::Done;

/// Takes somebody in. The card is asked for at the terminal, or comes as JSON on standard input.
///
/// ```json
/// {"chosen_name": "…", "legal_name": "…", "pronouns": "…", "born": "1990-02-03", "address": "…", "address_protected": false,
///  "reach": {"lines": [{"channel": "phone", "place": "…", "safe": true}]}, "unsafe_people": ["…"], "survivor": false,
///  "standing": "adult", "jurisdictions": ["nm"]}
/// ```
///
/// All but the name to use may be left out.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Add {
    /// Into this program, by name or id; without it the only one you are in
    #[arg(long)]
    program: Option<String>,
    /// Do not put me on the team
    #[arg(long)]
    no_team: bool,
}

/// A card as it is typed: what is left out is not known, or stays.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    pub(super) chosen_name: Option<String>,
    pub(super) legal_name: Option<String>,
    pub(super) pronouns: Option<String>,
    pub(super) born: Option<Date>,
    pub(super) died: Option<Date>,
    pub(super) address: Option<String>,
    pub(super) address_protected: Option<bool>,
    pub(super) reach: Option<SafeContact>,
    pub(super) unsafe_people: Option<Vec<String>>,
    pub(super) survivor: Option<bool>,
    pub(super) standing: Option<Standing>,
    pub(super) jurisdictions: Option<Vec<String>>,
}

impl Typed {
    /// From standard input, as JSON; or asked for.
    pub(super) fn read(at: &At) -> Result<Self> {
        if edge::is_attended() {
            return Self::asked(at);
        }
        Self::parse(&edge::input()?)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|fault| {
            // What stood there is a person's: only where it went wrong is told.
            Misuse(format!(
                "the card is not understood at line {}, column {} (see `tacenda client add --help`)",
                fault.line(),
                fault.column()
            ))
            .into()
        })
    }

    fn asked(at: &At) -> Result<Self> {
        let ask = |prompt: &str| Ok::<_, anyhow::Error>(Some(at.line(prompt)?).filter(|text| !text.is_empty()));
        let chosen_name = ask("Name to use: ")?;
        let legal_name = ask("Name for papers, if it differs: ")?;
        let pronouns = ask("Pronouns: ")?;
        let born = ask("Birth date (2001-02-03): ")?.map(|text| text.parse().context("that is no date")).transpose()?;
        Ok(Self { chosen_name, legal_name, pronouns, born, ..Self::default() })
    }
}

impl Add {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let program = desk.program(self.program.as_deref())?;
        let typed = Typed::read(at)?;
        let name = typed.chosen_name.clone().ok_or_else(|| Misuse("a card has a `chosen_name`".to_owned()))?;
        let mut card = card(&desk, &name, typed)?;
        card.enrolments.push(Enrolment::open(program.id, Time(0)));
        if card.jurisdictions.is_empty() {
            card.jurisdictions.push(program.jurisdiction);
        }
        let id = card.id;
        let onto_team = if !self.no_team && desk.worker.roles.iter().any(|r| r.cares()) { Some(desk.mint()?) } else { None };
        let leaf = desk.act(AddClient { card: Box::new(card), onto_team })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}

fn card(desk: &Desk<'_>, name: &str, typed: Typed) -> Result<Client> {
    let blank = Client::new(desk.mint()?, name);
    Ok(Client {
        legal_name: typed.legal_name,
        pronouns: typed.pronouns,
        born: typed.born,
        died: typed.died,
        address: typed.address,
        address_protected: typed.address_protected.unwrap_or_default(),
        reach: typed.reach.unwrap_or_default(),
        unsafe_people: typed.unsafe_people.unwrap_or_default(),
        survivor: typed.survivor.unwrap_or_default(),
        standing: typed.standing.unwrap_or(blank.standing),
        jurisdictions: typed.jurisdictions.unwrap_or_default(),
        ..blank
    })
}
