//! Reading `facts.toml`, `enums.toml` and `duties.toml`.

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Problems, Source};
use crate::facts::Value;
use crate::nearest::hint;
use crate::vocabulary::{Absent, Duty, Enumeration, Fact, Kind, Origin, Text, Vocabulary};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsFile {
    fact: Vec<Spanned<StatedRow>>,
    derived: Vec<Spanned<DerivedRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedRow {
    name: String,
    group: String,
    r#type: String,
    #[serde(default)]
    ask: bool,
    #[serde(default)]
    empty_is_unknown: bool,
    ask_after: Option<String>,
    default: Option<toml::Value>,
    definition: String,
    question: Text,
    why: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DerivedRow {
    name: String,
    when: Option<String>,
    from: Option<String>,
    definition: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnumsFile {
    r#enum: Vec<Enumeration>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutiesFile {
    duty: Vec<Duty>,
}

pub(crate) fn load(facts: &Source, enums: &Source, duties: &Source, problems: &mut Problems) -> Option<Vocabulary> {
    let enumerations = problems.toml::<EnumsFile>(enums)?.r#enum;
    let duties = problems.toml::<DutiesFile>(duties)?.duty;
    let file: FactsFile = problems.toml(facts)?;
    for list in &enumerations {
        if list.members.is_empty() || list.members.len() > 64 {
            problems.line(&enums.path, 0, format!("`{}` must have 1 to 64 members", list.name));
        }
    }
    let recipients = enumerations.iter().filter(|list| list.name == "recipient").flat_map(|list| &list.members);
    let recipients: Vec<&str> = recipients.map(|member| member.id.as_str()).collect();
    for word in duties.iter().filter_map(|duty| duty.listed.as_ref()).flat_map(|listed| &listed.held_by) {
        if !recipients.contains(&word.as_str()) {
            problems.line(&enums.path, 0, format!("a duty's line is held back by `{word}`, who is no recipient"));
        }
    }
    let mut rows = Vec::new();
    for row in file.fact {
        let span = row.span();
        match stated(row.into_inner(), &enumerations) {
            Ok(fact) => rows.push((span, fact)),
            Err(message) => problems.at(facts, Some(span), message),
        }
    }
    for row in file.derived {
        let span = row.span();
        match derived(row.into_inner()) {
            Ok(fact) => rows.push((span, fact)),
            Err(message) => problems.at(facts, Some(span), message),
        }
    }
    for (at, (span, fact)) in rows.iter().enumerate() {
        if rows.iter().take(at).any(|(_, earlier)| earlier.name == fact.name) {
            problems.at(facts, Some(span.clone()), format!("the fact `{}` is declared twice", fact.name));
        }
    }
    let rows = rows.into_iter().map(|(_, fact)| fact).collect();
    Vocabulary::assemble(rows, enumerations, duties).map_err(|message| problems.line(&facts.path, 0, message)).ok()
}

fn stated(row: StatedRow, enums: &[Enumeration]) -> Result<Fact, String> {
    let kind = kind(&row.r#type, enums)?;
    let absent = match (row.ask, &row.default) {
        (true, None) => Absent::Ask,
        (false, Some(value)) => default(value, kind, enums)?,
        _ => return Err(format!("`{}` needs either `ask = true` or a `default`", row.name)),
    };
    Ok(Fact {
        name: row.name,
        group: row.group,
        kind,
        absent,
        empty_is_unknown: row.empty_is_unknown,
        ask_after: row.ask_after,
        definition: row.definition,
        question: row.question,
        why: row.why,
        origin: Origin::Stated,
    })
}

fn derived(row: DerivedRow) -> Result<Fact, String> {
    let origin = match (row.when, row.from.as_deref()) {
        (Some(when), None) => Origin::Condition(when),
        (None, Some("mandates")) => Origin::Mandates,
        (None, Some("authorised_reports")) => Origin::AuthorisedReports,
        _ => return Err(format!("`{}` needs `when`, or `from` \"mandates\" or \"authorised_reports\"", row.name)),
    };
    Ok(Fact {
        name: row.name,
        group: "derived".to_owned(),
        kind: Kind::Bool,
        absent: Absent::Ask,
        empty_is_unknown: false,
        ask_after: None,
        definition: row.definition,
        question: Text::default(),
        why: Text::default(),
        origin,
    })
}

fn kind(name: &str, enums: &[Enumeration]) -> Result<Kind, String> {
    let find = |wanted: &str| {
        let names = enums.iter().map(|e| e.name.as_str());
        enums.iter().position(|e| e.name == wanted).ok_or_else(|| format!("no enumeration `{wanted}`{}", hint(wanted, names)))
    };
    match name {
        "bool" => Ok(Kind::Bool),
        "int" => Ok(Kind::Int),
        "date" => Ok(Kind::Date),
        _ => match (name.strip_prefix("enum "), name.strip_prefix("set<").and_then(|s| s.strip_suffix('>'))) {
            (Some(of), _) => find(of).map(Kind::Enum),
            (_, Some(of)) => find(of).map(Kind::Set),
            _ => Err(format!("`{name}` is no type: use bool, int, date, `enum X` or `set<X>`")),
        },
    }
}

fn default(value: &toml::Value, kind: Kind, enums: &[Enumeration]) -> Result<Absent, String> {
    let wrong = || format!("the default {value:?} does not fit the type");
    let of = |at: usize| enums.get(at).ok_or_else(wrong);
    Ok(match (kind, value) {
        (Kind::Date, toml::Value::String(s)) if s == "today" => Absent::Today,
        (Kind::Int | Kind::Date, toml::Value::String(s)) if s == "unknown" => Absent::Value(Value::Unknown),
        (Kind::Int | Kind::Date, toml::Value::String(s)) if s == "none" => Absent::Value(Value::NotStated),
        (Kind::Bool, toml::Value::Boolean(b)) => Absent::Value(Value::Bool(*b)),
        (Kind::Enum(at), toml::Value::String(s)) => Absent::Value(Value::One(of(at)?.position(s).ok_or_else(wrong)?)),
        (Kind::Set(_), toml::Value::Array(items)) if items.is_empty() => Absent::Value(Value::set(0)),
        _ => return Err(wrong()),
    })
}
