//! `tacenda client restrict`, `client represent`: limits that a client asked for, and who may act for them.

use anyhow::Result;
use tacenda_desk::acts::{AddRepresentative, AddRestriction, EndRepresentative, EndRestriction};
use tacenda_desk::{Against, Authority, Category, Class, ClientId, Id, Representative, Restriction, Role, Span, Time};

use crate::cli::at::{At, Desk};
use crate::cli::out::{self, moment, word};
use crate::cli::{Ended, Misuse};
use crate::edge;
use crate::view::Done;

/// Enters a restriction that the agency agreed to, or ends one. The client's words are asked for, or come on standard input; so does the
/// name, on the first line, of a payer or an outsider.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("against").required(true)))]
pub(crate) struct Restrict {
    /// Whose
    client: ClientId,
    /// Against everybody but the team
    #[arg(long, group = "against")]
    outside_team: bool,
    /// Against the people of a program
    #[arg(long, group = "against", value_name = "PROGRAM")]
    program: Option<String>,
    /// Against those who hold a role
    #[arg(long, group = "against", value_parser = word!(Role))]
    role: Option<Role>,
    /// Against a health plan: the service was paid out of pocket
    #[arg(long, group = "against")]
    payer: bool,
    /// Against somebody outside
    #[arg(long, group = "against")]
    outsider: bool,
    /// End this one instead
    #[arg(long, group = "against", value_name = "ID")]
    end: Option<Id<Restriction>>,
    /// Of which levels; without any of all
    #[arg(long = "class", value_delimiter = ',', value_parser = word!(Class))]
    classes: Vec<Class>,
    /// Until then
    #[arg(long, value_name = "DAY", value_parser = moment)]
    until: Option<Time>,
}

/// Enters who may act for a client, or ends it. Name, the paper that was seen and (if there are any) limits are asked for, or come on
/// standard input, a line each.
#[derive(Debug, clap::Args)]
pub(crate) struct Represent {
    /// For whom
    client: ClientId,
    /// On what the authority rests
    #[arg(long, value_parser = word!(Authority), required_unless_present = "end")]
    authority: Option<Authority>,
    /// What they may not have
    #[arg(long, value_delimiter = ',', value_parser = category)]
    never: Vec<Category>,
    /// Until then
    #[arg(long, value_name = "DAY", value_parser = moment)]
    until: Option<Time>,
    /// End this one instead
    #[arg(long, value_name = "ID", conflicts_with_all = ["authority", "never", "until"])]
    end: Option<Id<Representative>>,
}

fn category(text: &str) -> Result<Category, String> {
    Category::from_word(text).ok_or_else(|| format!("`{text}` is no category"))
}

/// Lines that are asked for one by one, or come on standard input.
fn lines<const N: usize>(at: &At, prompts: [&str; N]) -> Result<[String; N]> {
    let mut answers = prompts.map(|_| String::new());
    if edge::is_attended() {
        for (answer, prompt) in answers.iter_mut().zip(prompts) {
            *answer = at.line(prompt)?;
        }
        return Ok(answers);
    }
    let text = edge::input()?;
    let mut rest = text.trim().splitn(N, '\n');
    answers.iter_mut().for_each(|answer| rest.next().unwrap_or_default().trim().clone_into(answer));
    Ok(answers)
}

fn said(text: String, what: &str) -> Result<String> {
    if text.is_empty() { Err(Misuse(format!("{what} was not said")).into()) } else { Ok(text) }
}

impl Restrict {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        if let Some(restriction) = self.end {
            let leaf = desk.act(EndRestriction { client: self.client, restriction })?.leaf;
            return out::show(at.json, &Done { id: Some(restriction), leaf }, || format!("ended  (leaf {leaf})\n"));
        }
        let (against, words) = self.against(at, &desk)?;
        let span = Span { until: self.until, ..Span::since(desk.agency.moment()?.time) };
        let (classes, agreed_by) = (self.classes, desk.worker.id);
        let restriction =
            Restriction { id: desk.mint()?, against, classes, words: said(words, "what was agreed")?, agreed_by, span };
        let id = restriction.id;
        let leaf = desk.act(AddRestriction { client: self.client, restriction })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }

    /// Whom it keeps out, and the client's words.
    fn against(&self, at: &At, desk: &Desk<'_>) -> Result<(Against, String)> {
        const WORDS: &str = "In the client's words: ";
        if self.payer || self.outsider {
            let [name, words] = lines(at, ["Name: ", WORDS])?;
            let name = said(name, "the name")?;
            return Ok((if self.payer { Against::Payer(name) } else { Against::Outsider(name) }, words));
        }
        let [words] = lines(at, [WORDS])?;
        let against = match (&self.program, self.role) {
            (Some(program), _) => Against::Program(desk.program(Some(program))?.id),
            (None, Some(role)) => Against::Role(role),
            (None, None) => Against::OutsideTeam,
        };
        Ok((against, words))
    }
}

impl Represent {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let Some(authority) = self.authority else {
            let Some(representative) = self.end else { return Ok(Ended::Usage) };
            let leaf = desk.act(EndRepresentative { client: self.client, representative })?.leaf;
            return out::show(at.json, &Done { id: Some(representative), leaf }, || format!("ended  (leaf {leaf})\n"));
        };
        let [name, proof, limits] = lines(at, ["Name: ", "The paper that you saw: ", "Limits, if there are any: "])?;
        let representative = Representative {
            id: desk.mint()?,
            name: said(name, "the name")?,
            authority,
            proof: said(proof, "the paper")?,
            never: self.never,
            limits: Some(limits).filter(|limits| !limits.is_empty()),
            span: Span { until: self.until, ..Span::since(desk.agency.moment()?.time) },
        };
        let id = representative.id;
        let leaf = desk.act(AddRepresentative { client: self.client, representative })?.leaf;
        out::show(at.json, &Done { id: Some(id), leaf }, || format!("{id}  (leaf {leaf})\n"))
    }
}
