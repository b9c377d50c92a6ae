//! Who might be told: the law is asked for each, and says must, may or no.

use serde_json::json;

use crate::flows::ruled::Why;
use crate::flows::{Around, Fact, Matter, Ruled};
use crate::inquiry::Source;
use crate::refusal::Refusal;

/// The fact that says who.
pub(super) const WHO: &str = "recipient_kind";

/// What the law says of one of them.
#[derive(Clone)]
pub(super) struct Answered {
    pub(super) who: &'static str,
    pub(super) ruled: Ruled,
    pub(super) why: Why,
}

impl Answered {
    /// How far it carries: a command before a leave, what two laws dispute and what is not known yet before a plain no.
    pub(super) fn rank(&self) -> u8 {
        match self.ruled.verdict.as_str() {
            "required" => 0,
            "permitted" => 1,
            "conflict" => 2,
            "needs_more_facts" => 3,
            _ => 4,
        }
    }
}

/// Asks the law for each: what carries farthest first, and of those that carry alike in the order given.
pub(super) fn ask(matter: &Matter, might: &[&'static str], around: &Around<'_>) -> Result<Vec<Answered>, Refusal> {
    let mut answers = Vec::with_capacity(might.len());
    for who in might {
        let mut facts = matter.facts.clone();
        facts.insert(WHO.to_owned(), fact(who, around));
        let (ruled, why) = around.law.ask_and_why(&facts, around.now)?;
        answers.push(Answered { who, ruled, why });
    }
    answers.sort_by_key(Answered::rank);
    Ok(answers)
}

/// Whom the ruling that stands is about.
pub(super) fn put(matter: &mut Matter, who: &str, around: &Around<'_>) {
    if matter.facts.get(WHO).is_none_or(|there| there.value != json!(who)) {
        matter.facts.insert(WHO.to_owned(), fact(who, around));
    }
}

fn fact(who: &str, around: &Around<'_>) -> Fact {
    Fact { value: json!(who), source: Source::Person, who: around.who.to_owned(), at: around.now.time }
}
