//! `tacenda interview`: the fewest questions that settle the answer, then the sheet.

mod lines;
mod screen;

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use jiff::civil::Date;
use serde_json::json;
use tacenda_law::{Absence, FactId, Facts, Packs, Said, Value, next_question};

use super::case::{self, Reading};
use super::{Ended, Language, print, sheet, talk, today};
use crate::packs;
use crate::question::Question;

/// Asks, and answers. Every question says why it is asked; "I don't know" is an answer.
///
/// On a terminal: arrow keys and Enter, space to mark, `?` why, `-` don't know, `b` back, `q` leave.
/// Elsewhere: one answer per line (a number, a word, several with commas, `?`, `-`, `b`).
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Interview {
    /// Facts that are already known: a case file, such as the holder's profile
    #[arg(long, value_name = "FILE")]
    given: Option<PathBuf>,
    /// The day whose law decides
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Write the finished case to this file
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Print the ruling as JSON instead of a sheet
    #[arg(long)]
    json: bool,
}

/// What a person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Answer(Value),
    DontKnow,
    Back,
    Leave,
}

/// Somebody who can be asked: a terminal, or lines of text.
trait Asked {
    fn ask(&mut self, question: &Question) -> Result<Reply>;
}

struct Run<'p> {
    packs: &'p Packs,
    facts: Facts,
    unanswerable: BTreeSet<FactId>,
    /// What was asked, with what was known before.
    asked: Vec<(FactId, Value)>,
}

impl Interview {
    pub(crate) fn run(self, folder: Option<&Path>, language: Language) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let day = self.on.unwrap_or_else(today);
        let facts = match &self.given {
            None => Facts::empty(&packs.vocabulary, day),
            Some(file) => given(&packs, file, self.on)?,
        };
        let mut run = Run { packs: &packs, facts, unanswerable: BTreeSet::new(), asked: Vec::new() };
        let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let left = if terminal {
            run.talk(&mut screen::Screen::new()?, language)?
        } else {
            run.talk(&mut lines::Lines::default(), language)?
        };
        if left {
            return Ok(Ended::Done);
        }
        let ruling = packs.decide(&run.facts);
        if let Some(file) = &self.save {
            let case = json!({ "id": "interview", "facts": run.facts.to_json_with_unknowns(&packs.vocabulary) });
            std::fs::write(file, format!("{case}\n")).with_context(|| format!("cannot write {}", file.display()))?;
        }
        print(&if self.json { format!("{}\n", ruling.to_json()) } else { sheet::sheet(&ruling, "interview", language) })?;
        Ok(Ended::Done)
    }
}

fn given(packs: &Packs, file: &Path, on: Option<Date>) -> Result<Facts> {
    let text = std::fs::read(file).with_context(|| format!("cannot open {}", file.display()))?;
    let reading = Reading { on, today: today(), absence: Absence::Unknown };
    case::single(packs, reading, &text).facts.map_err(|e| anyhow!("{}: {e}", file.display()))
}

impl Run<'_> {
    /// Asks until nothing is left that could change the ruling. True if the person left.
    fn talk(&mut self, asked: &mut dyn Asked, language: Language) -> Result<bool> {
        while let Some(id) = next_question(self.packs, &self.facts, &self.unanswerable) {
            let fact = self.packs.vocabulary.fact(id);
            let options = self.packs.vocabulary.enumeration(fact.kind).map(|e| e.members.as_slice()).unwrap_or_default();
            let question = Question { number: self.asked.len() + 1, fact, options, language };
            let before = self.facts.get(id);
            match asked.ask(&question)? {
                Reply::Answer(value) => {
                    self.facts.state(id, value);
                    if value.is_open() {
                        // Said as far as it is known: asking again would not help.
                        self.unanswerable.insert(id);
                    }
                    self.asked.push((id, before));
                }
                Reply::DontKnow => {
                    self.unanswerable.insert(id);
                    self.asked.push((id, before));
                }
                Reply::Back => {
                    if let Some((last, known)) = self.asked.pop() {
                        self.unanswerable.remove(&last);
                        self.facts.put(last, known, if known == Value::Unknown { Said::Open } else { Said::Stated });
                    }
                }
                Reply::Leave => return Ok(true),
            }
        }
        talk("")?;
        Ok(false)
    }
}
