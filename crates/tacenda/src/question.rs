//! A question of the interview, as it is put to a person: on a terminal or on a page.

use jiff::civil::Date;
use tacenda_law::{Fact, Kind, MAX_INT, Member, Value};

use crate::language::Language;
use crate::sheet::words::{pick, say};

/// One question as it is put.
pub(crate) struct Question<'p> {
    pub(crate) number: usize,
    pub(crate) fact: &'p Fact,
    pub(crate) options: &'p [Member],
    pub(crate) language: Language,
}

impl Question<'_> {
    pub(crate) fn text(&self) -> &str {
        pick(&self.fact.question, self.language)
    }

    pub(crate) fn why(&self) -> &str {
        pick(&self.fact.why, self.language)
    }

    /// What may be chosen: yes and no, or the words of the enumeration, and none of them where that is an answer.
    pub(crate) fn choices(&self) -> Vec<&str> {
        if self.fact.kind == Kind::Bool {
            return vec![say(("Yes", "Sí"), self.language), "No"];
        }
        let mut choices: Vec<&str> =
            self.options.iter().map(|m| if self.language == Language::En { m.en.as_str() } else { m.es.as_str() }).collect();
        if self.none_is_an_answer() {
            choices.push(say(("None of these", "Ninguna de estas"), self.language));
        }
        choices
    }

    /// A list that may be empty: the answer "none" stands behind its words.
    pub(crate) fn none_is_an_answer(&self) -> bool {
        self.is_many() && !self.fact.empty_is_unknown
    }

    pub(crate) fn is_many(&self) -> bool {
        matches!(self.fact.kind, Kind::Set(_))
    }

    /// The value for the choices marked, by position.
    pub(crate) fn chosen(&self, marked: &[usize]) -> Option<Value> {
        let first = marked.first().copied();
        match self.fact.kind {
            Kind::Bool => first.map(|at| Value::Bool(at == 0)),
            Kind::Enum(_) => first.and_then(|at| u8::try_from(at).ok()).map(Value::One),
            Kind::Set(_) if marked.contains(&self.options.len()) => Some(Value::set(0)).filter(|_| marked.len() == 1),
            Kind::Set(_) => {
                let open = marked.iter().filter_map(|at| self.options.get(*at)).any(|m| m.leaves_open);
                let has = marked.iter().fold(0, |bits, at| bits | 1 << at);
                match (open, has) {
                    (true, _) => Some(Value::Set { has, lacks: 0 }),
                    (_, 0) if self.fact.empty_is_unknown => None,
                    _ => Some(Value::set(has)),
                }
            }
            Kind::Int | Kind::Date => None,
        }
    }

    /// The value of what was typed for a number or a day.
    pub(crate) fn typed(&self, text: &str) -> Option<Value> {
        match self.fact.kind {
            Kind::Int => text.parse().ok().filter(|n| (0..=MAX_INT).contains(n)).map(Value::Int),
            Kind::Date if text.is_empty() => Some(Value::NotStated),
            Kind::Date => text.parse::<Date>().ok().map(|d| Value::Day(tacenda_law::day_number(d))),
            _ => None,
        }
    }

    pub(crate) fn hint(&self) -> &'static str {
        say(
            match self.fact.kind {
                Kind::Int => ("Type a whole number.", "Escriba un número entero."),
                Kind::Date => (
                    "Type a day like 2026-03-02, or nothing if there is none.",
                    "Escriba un día como 2026-03-02, o nada si no lo hay.",
                ),
                Kind::Set(_) => ("Choose all that apply.", "Elija todas las que correspondan."),
                _ => ("Choose one.", "Elija una."),
            },
            self.language,
        )
    }
}
