//! Reading cases: one JSON object, or JSON Lines. Strict about what it reads, and a fault in one line leaves the others.

use std::fmt;
use std::io::BufRead;

use anyhow::Result;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use tacenda_law::{Absence, FactError, Facts, Packs};

/// The largest case that is read. A case is a few kilobytes.
const LARGEST: usize = 16 << 20;

/// One case as it came in: its id, and its facts or what is wrong with it.
pub(crate) struct Case {
    pub id: Json,
    pub facts: Result<Facts, FactError>,
}

/// How facts are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub on: Option<Date>,
    pub today: Date,
    pub absence: Absence,
}

/// Reads every case of the input and hands it on, in order.
pub(crate) fn each(
    packs: &Packs,
    reading: Reading,
    input: &mut dyn BufRead,
    mut then: impl FnMut(Case) -> Result<()>,
) -> Result<()> {
    let mut number = 0;
    let mut waiting = Vec::new();
    let mut first = true;
    loop {
        let Some(line) = (if waiting.is_empty() { read_line(input)? } else { Some(waiting.remove(0)) }) else { return Ok(()) };
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut parsed = parse(&line);
        if first && matches!(&parsed, Err(e) if e.is_end) {
            // Perhaps one object over several lines; if the whole is none, each line stands for itself.
            waiting = rest(input)?;
            let whole = std::iter::once(&line).chain(&waiting).map(Vec::as_slice).collect::<Vec<_>>().join(&b'\n');
            let joined = parse(&whole);
            if joined.is_ok() || waiting.iter().all(|l| parse(l).is_err()) {
                parsed = joined;
                waiting.clear();
            }
        }
        first = false;
        then(case(packs, reading, parsed, &format!("line {number}")))?;
    }
}

/// Reads one case from a whole text.
pub(crate) fn single(packs: &Packs, reading: Reading, text: &[u8]) -> Case {
    case(packs, reading, parse(text), "the file")
}

fn case(packs: &Packs, reading: Reading, parsed: Result<Json, Unreadable>, place: &str) -> Case {
    match parsed {
        Ok(json) => read(packs, reading, &json),
        Err(e) => Case { id: Json::Null, facts: Err(FactError { pointer: place.to_owned(), message: e.message }) },
    }
}

/// The lines that are left, up to the largest size of a case; one more byte makes the whole too large, and it says so.
fn rest(input: &mut dyn BufRead) -> Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    let mut size = 0;
    while size <= LARGEST
        && let Some(line) = read_line(input)?
    {
        size += line.len() + 1;
        lines.push(line);
    }
    Ok(lines)
}

/// The next line, cut at the largest size so that no input can fill the memory.
fn read_line(input: &mut dyn BufRead) -> Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some(line));
        }
        any = true;
        let end = buffer.iter().position(|b| *b == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        let room = (LARGEST + 1).saturating_sub(line.len());
        line.extend(part.iter().take(room));
        let used = end.map_or(buffer.len(), |e| e + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

struct Unreadable {
    message: String,
    is_end: bool,
}

fn parse(line: &[u8]) -> Result<Json, Unreadable> {
    let fault = |message: String| Unreadable { message, is_end: false };
    if line.len() > LARGEST {
        return Err(fault(format!("larger than {} MiB: a case is a few kilobytes", LARGEST >> 20)));
    }
    let text = std::str::from_utf8(line).map_err(|_| fault("not UTF-8 text".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<Strict>(text)
        .map(|s| s.0)
        .map_err(|e| Unreadable { message: format!("not JSON: {e}"), is_end: e.is_eof() })
}

fn read(packs: &Packs, reading: Reading, json: &Json) -> Case {
    let id = json.get("id").cloned().filter(|i| i.is_string() || i.is_number()).unwrap_or(Json::Null);
    let fault = |pointer: &str, message: &str| Err(FactError { pointer: pointer.to_owned(), message: message.to_owned() });
    let misplaced = json.as_object().and_then(|fields| fields.keys().find(|key| packs.vocabulary.find(key).is_some()));
    if let Some(name) = misplaced {
        return Case { id, facts: fault(&format!("/{name}"), "is a fact: put it inside `facts`") };
    }
    let facts = match json {
        Json::Object(fields) => match fields.get("facts") {
            Some(facts) => dated(packs, reading, facts),
            None => fault("/facts", "is missing: a case is {\"id\": …, \"facts\": {…}}"),
        },
        _ => fault("", "a case must be an object: {\"id\": …, \"facts\": {…}}"),
    };
    Case { id, facts }
}

/// `--on` gives the day where the case has none; both given and different is an error.
fn dated(packs: &Packs, reading: Reading, facts: &Json) -> Result<Facts, FactError> {
    let on = reading.on.unwrap_or(reading.today);
    let read = Facts::from_json(&packs.vocabulary, facts, on, reading.absence)?;
    let day = read.event_day(&packs.vocabulary);
    match reading.on {
        Some(on) if on != day => Err(FactError {
            pointer: "/facts/event_date".to_owned(),
            message: format!("is {day}, and --on says {on}: leave one of them out"),
        }),
        _ => Ok(read),
    }
}

/// JSON in which no key stands twice: which of the two would be meant, nobody can say.
struct Strict(Json);

impl<'de> serde::Deserialize<'de> for Strict {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> serde::de::Visitor<'de> for StrictVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Json, E> {
        Ok(Json::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Json, E> {
        Ok(Json::from(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Json, E> {
        Ok(Json::from(v))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Json, E> {
        Ok(Json::from(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Json, E> {
        Ok(Json::from(v))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut map = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if map.insert(key.clone(), value).is_some() {
                let key: String = key.chars().take(60).collect();
                return Err(serde::de::Error::custom(format!("the key `{key}` stands twice")));
            }
        }
        Ok(Json::Object(map))
    }
}
