//! What is known of a case: one value per fact, and who said so.

use jiff::civil::{Date, DateTime};
use serde_json::Value as Json;

use crate::nearest::hint;
use crate::vocabulary::{Enumeration, FactId, Kind, MAX_INT, Origin, Vocabulary};

/// The value of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nobody knows.
    Unknown,
    /// A number or date that does not exist (a paper without an end date).
    NotStated,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day, as days since 1 January 1970.
    Day(i32),
    /// One member of the enumeration, by position.
    One(u8),
    /// Members known to belong (`has`) and known not to (`lacks`); the rest is unknown.
    Set {
        /// One bit per member that belongs.
        has: u64,
        /// One bit per member that does not.
        lacks: u64,
    },
}

impl Value {
    /// A set of which every member is known.
    pub fn set(has: u64) -> Self {
        Self::Set { has, lacks: !has }
    }

    /// Position among the values of a yes or no, or of an enumeration.
    #[inline]
    pub(crate) fn position(self) -> Option<usize> {
        match self {
            Self::Bool(b) => Some(usize::from(b)),
            Self::One(member) => Some(usize::from(member)),
            _ => None,
        }
    }

    /// The members of a set that belong, and those that do not; of anything else nothing is known.
    pub fn members(self) -> (u64, u64) {
        if let Self::Set { has, lacks } = self { (has, lacks) } else { (0, 0) }
    }

    /// Whether nothing or not everything is known.
    pub fn is_open(self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Set { has, lacks } => has | lacks != u64::MAX,
            _ => false,
        }
    }
}

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// The case file, a person or a paper.
    Stated,
    /// Nobody: the vocabulary's default.
    Assumed,
    /// Nobody: unknown.
    Open,
}

/// What absence of a fact means to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// The vocabulary's default, listed as assumed when an answer rests on it. Case files only.
    Default,
    /// Unknown: interviews, matters, the API, `--strict`.
    Unknown,
}

/// The facts of one case. Total: every fact has a value, if only `Unknown`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    values: Vec<Value>,
    said: Vec<Said>,
    /// The time of day, where the event's date came with one; clocks in hours run from it.
    time: Option<jiff::civil::Time>,
}

/// A fault in a case file, with the place of the fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message}")]
pub struct FactError {
    /// JSON Pointer (RFC 6901) to the field.
    pub pointer: String,
    /// What is wrong, with the nearest right word.
    pub message: String,
}

/// How a case file says that there is no such date: another answer than that nobody knows it.
const NO_DATE: &str = "none";

/// The number of a day since 1 January 1970.
pub fn day_number(date: Date) -> i32 {
    // The span between two civil days always fits: years run from -9999 to 9999.
    let epoch = Date::constant(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).map_or(0, |s| s.get_days())
}

/// The day with that number since 1 January 1970.
pub fn day(number: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().try_days(number).unwrap_or_default())
}

impl Facts {
    /// Nothing known but the day.
    pub fn empty(vocabulary: &Vocabulary, on: Date) -> Self {
        let count = vocabulary.facts.len();
        let mut facts = Self { values: vec![Value::Unknown; count], said: vec![Said::Open; count], time: None };
        facts.put(vocabulary.known.event_date, Value::Day(day_number(on)), Said::Assumed);
        facts
    }

    /// Every open fact unknown, every other one at its default.
    pub fn defaults(vocabulary: &Vocabulary, on: Date) -> Self {
        let mut facts = Self::empty(vocabulary, on);
        for id in vocabulary.stated() {
            if let Some(value) = vocabulary.fact(id).absent.usual() {
                facts.put(id, value, Said::Assumed);
            }
        }
        facts
    }

    /// Reads a JSON object of facts. `null` is always unknown.
    ///
    /// # Errors
    /// An unknown fact, a value of the wrong type, or a word outside its enumeration: with a JSON Pointer and the nearest right word.
    pub fn from_json(vocabulary: &Vocabulary, object: &Json, on: Date, absence: Absence) -> Result<Self, FactError> {
        let Json::Object(fields) = object else {
            return Err(fault("/facts", "must be an object of facts, like {\"purpose\": \"payment\"}"));
        };
        let mut facts = match absence {
            Absence::Default => Self::defaults(vocabulary, on),
            Absence::Unknown => Self::empty(vocabulary, on),
        };
        for (name, value) in fields {
            facts.read(vocabulary, name, value)?;
        }
        Ok(facts)
    }

    fn read(&mut self, vocabulary: &Vocabulary, name: &str, value: &Json) -> Result<(), FactError> {
        let pointer = format!("/facts/{}", shorten(name).replace('~', "~0").replace('/', "~1"));
        let known = vocabulary.facts.iter().map(|f| f.name.as_str());
        let Some(id) = vocabulary.find(name) else {
            return Err(fault(&pointer, format!("there is no fact `{}`{}", shorten(name), hint(name, known))));
        };
        let fact = vocabulary.fact(id);
        if fact.origin != Origin::Stated {
            return Err(fault(&pointer, format!("`{name}` is derived from other facts: leave it out")));
        }
        if id == vocabulary.known.event_date && value.is_null() {
            return Err(fault(&pointer, "the day of the event must be known: leave it out for today"));
        }
        let read = match (value, fact.kind) {
            (Json::Null, _) => Value::Unknown,
            (Json::Array(items), Kind::Set(_)) if items.is_empty() && fact.empty_is_unknown => Value::Unknown,
            (Json::Bool(b), Kind::Bool) => Value::Bool(*b),
            (Json::Number(n), Kind::Int) => match n.as_i64() {
                Some(n) if (0..=MAX_INT).contains(&n) => Value::Int(n),
                _ => return Err(fault(&pointer, format!("must be a whole number from 0 to {MAX_INT}"))),
            },
            (Json::String(s), Kind::Date) => self.read_date(vocabulary, id, s).map_err(|m| fault(&pointer, m))?,
            (Json::String(s), Kind::Enum(e)) => Value::One(member(vocabulary.enums.get(e), s).map_err(|m| fault(&pointer, m))?),
            (Json::Array(items), Kind::Set(e)) => read_set(vocabulary.enums.get(e), items, &pointer)?,
            _ => return Err(fault(&pointer, format!("must be {}", expected(vocabulary, fact.kind)))),
        };
        self.put(id, read, if read == Value::Unknown { Said::Open } else { Said::Stated });
        Ok(())
    }

    fn read_date(&mut self, vocabulary: &Vocabulary, id: FactId, text: &str) -> Result<Value, String> {
        let wrong = || format!("`{}` is no day: write it as 2026-03-02", shorten(text));
        if id == vocabulary.known.event_date && text.len() > 10 {
            let moment: DateTime = text.parse().map_err(|_| wrong())?;
            self.time = Some(moment.time());
            return Ok(Value::Day(day_number(moment.date())));
        }
        if text == NO_DATE && id != vocabulary.known.event_date {
            return Ok(Value::NotStated);
        }
        let date: Date = text.parse().map_err(|_| wrong())?;
        Ok(Value::Day(day_number(date)))
    }

    /// The value of a fact.
    pub fn get(&self, id: FactId) -> Value {
        self.values.get(id.index()).copied().unwrap_or(Value::Unknown)
    }

    /// Who said so.
    pub fn said(&self, id: FactId) -> Said {
        self.said.get(id.index()).copied().unwrap_or(Said::Open)
    }

    /// Sets a fact.
    pub fn put(&mut self, id: FactId, value: Value, said: Said) {
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = value;
        }
        if let Some(slot) = self.said.get_mut(id.index()) {
            *slot = said;
        }
    }

    /// States a fact, as an answer in an interview does.
    pub fn state(&mut self, id: FactId, value: Value) {
        self.put(id, value, if value == Value::Unknown { Said::Open } else { Said::Stated });
    }

    /// The day of the event, which selects the law.
    pub fn event_day(&self, vocabulary: &Vocabulary) -> Date {
        match self.get(vocabulary.known.event_date) {
            Value::Day(d) => day(d),
            _ => day(0),
        }
    }

    /// The moment from which clocks run, where the time of day is known.
    pub fn event_moment(&self, vocabulary: &Vocabulary) -> Option<DateTime> {
        self.time.map(|t| self.event_day(vocabulary).to_datetime(t))
    }

    /// As [`Facts::to_json`], and every other fact as `null`: read again, nothing unknown becomes ordinary.
    pub fn to_json_with_unknowns(&self, vocabulary: &Vocabulary) -> Json {
        self.fields(vocabulary, |id| self.get(id) == Value::Unknown)
    }

    /// The facts that somebody stated, as the JSON object that [`Facts::from_json`] reads.
    pub fn to_json(&self, vocabulary: &Vocabulary) -> Json {
        self.fields(vocabulary, |_| false)
    }

    fn fields(&self, vocabulary: &Vocabulary, also: impl Fn(FactId) -> bool) -> Json {
        let stated = |id: FactId| self.said(id) == Said::Stated || id == vocabulary.known.event_date;
        let shown = vocabulary.stated().filter(|id| stated(*id) || also(*id));
        shown.map(|id| (vocabulary.fact(id).name.clone(), vocabulary.show(id, self.get(id)))).collect()
    }
}

impl Vocabulary {
    /// A value as it stands in a case file.
    pub fn show(&self, id: FactId, value: Value) -> Json {
        let list = self.enumeration(self.fact(id).kind);
        match value {
            Value::Unknown => Json::Null,
            Value::NotStated => Json::from(NO_DATE),
            Value::Bool(b) => Json::Bool(b),
            Value::Int(n) => Json::from(n),
            Value::Day(d) => Json::from(day(d).to_string()),
            Value::One(i) => list.and_then(|l| l.word(i)).map_or(Json::Null, Json::from),
            Value::Set { has, .. } => list.map_or(Json::Null, |l| l.names(has).map(Json::from).collect()),
        }
    }
}

fn fault(pointer: &str, message: impl Into<String>) -> FactError {
    FactError { pointer: pointer.to_owned(), message: message.into() }
}

/// User text in an error is cut: a name of ten megabytes is no help to anybody.
pub(crate) fn shorten(text: &str) -> String {
    let cut: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.chars().count() > 60 { format!("{cut}…") } else { cut }
}

fn member(list: Option<&Enumeration>, word: &str) -> Result<u8, String> {
    let Some(list) = list else { return Err("has no enumeration".to_owned()) };
    list.position(word).ok_or_else(|| {
        let words = list.members.iter().map(|m| m.id.as_str());
        format!("`{}` is not one of the words for `{}`{}", shorten(word), list.name, hint(word, words))
    })
}

fn read_set(list: Option<&Enumeration>, items: &[Json], pointer: &str) -> Result<Value, FactError> {
    let mut has = 0u64;
    for (at, item) in items.iter().enumerate() {
        let Json::String(word) = item else {
            return Err(fault(&format!("{pointer}/{at}"), "must be a word"));
        };
        has |= 1 << member(list, word).map_err(|m| fault(&format!("{pointer}/{at}"), m))?;
    }
    let open = list.map_or(0, |l| l.mask(|m| m.leaves_open));
    // A member such as `unknown` leaves open which others belong.
    Ok(if has & open != 0 { Value::Set { has, lacks: 0 } } else { Value::set(has) })
}

fn expected(vocabulary: &Vocabulary, kind: Kind) -> String {
    let few = |at: usize| {
        let words = vocabulary.enums.get(at).into_iter().flat_map(|e| e.members.iter().take(3)).map(|m| m.id.as_str());
        words.collect::<Vec<_>>().join("\", \"")
    };
    match kind {
        Kind::Bool => "true, false or null".to_owned(),
        Kind::Int => "a whole number or null".to_owned(),
        Kind::Date => "a day like \"2026-03-02\" or null".to_owned(),
        Kind::Enum(e) => format!("one word like \"{}\"… or null", few(e)),
        Kind::Set(e) => format!("a list of words like [\"{}\"…] or null", few(e)),
    }
}
