//! Answers as lines of text: for scripts, screen readers and pipes.

use std::fmt::Write as _;
use std::io::BufRead as _;

use anyhow::Result;

use super::{Asked, Question, Reply};
use crate::cli::talk;

#[derive(Default)]
pub(super) struct Lines {
    ended: bool,
}

impl Asked for Lines {
    fn ask(&mut self, question: &Question) -> Result<Reply> {
        talk(&shown(question)?)?;
        loop {
            let mut line = String::new();
            if self.ended || std::io::stdin().lock().read_line(&mut line)? == 0 {
                // Nobody is left to ask: what is not answered is not known.
                self.ended = true;
                return Ok(Reply::DontKnow);
            }
            match line.trim() {
                "?" => talk(question.why())?,
                "-" => return Ok(Reply::DontKnow),
                "b" => return Ok(Reply::Back),
                "q" => return Ok(Reply::Leave),
                answer => match read(question, answer) {
                    Some(reply) => return Ok(reply),
                    None => talk(question.hint())?,
                },
            }
        }
    }
}

fn shown(question: &Question) -> Result<String> {
    let mut text = format!("\n{}. {}\n", question.number, question.text());
    for (at, choice) in question.choices().iter().enumerate() {
        let word = question.options.get(at).map_or("", |m| m.id.as_str());
        writeln!(text, "   {:>2} {choice}{}", at + 1, if word.is_empty() { String::new() } else { format!("  [{word}]") })?;
    }
    write!(text, "   {} (? - b q)", question.hint())?;
    Ok(text)
}

fn read(question: &Question, answer: &str) -> Option<Reply> {
    if let Some(value) = question.typed(answer) {
        return Some(Reply::Answer(value));
    }
    let choices = question.choices();
    let mut marked = Vec::new();
    for part in answer.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let number = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < choices.len());
        let by_id = question.options.iter().position(|m| m.id == part);
        // The beginning of a label is enough where only one begins so.
        let wanted = part.to_lowercase();
        let mut begin = choices.iter().enumerate().filter(|(_, c)| c.to_lowercase().starts_with(&wanted)).map(|(at, _)| at);
        let by_label = begin.next().filter(|_| begin.next().is_none());
        marked.push(number.or(by_id).or(by_label)?);
    }
    if marked.len() > 1 && !question.is_many() {
        return None;
    }
    question.chosen(&marked).map(Reply::Answer)
}
