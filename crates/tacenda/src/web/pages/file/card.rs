//! The card: what stands before the file.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Field, Right};
use tacenda_desk::acts::{AmendCard, CloseClient};
use tacenda_desk::{Card, ClientState, Refusal, Standing};

use super::stale::{self, Row};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "file/card.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    card: &'a Card,
    born: Option<String>,
    died: Option<String>,
    age: Option<i16>,
    programs: Vec<(String, String)>,
    team: Vec<(String, &'static str)>,
    /// Whose law applies, by name.
    places: Vec<String>,
    may_edit: bool,
    may_release: bool,
    may_close: bool,
    limits: usize,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let card = file.card()?;
        let c = ask.chrome(ask.say("file-title", &[("code", &crate::web::file::code(file.id))])).back("/c");
        let day = |day: jiff::civil::Date| dates::date(ask.language, day);
        let programs = card.enrolments.iter().flatten().map(|e| {
            let until = e.span.until.map(|end| c.t1("card-until", "day", c.day(&end)));
            (file.program(e.program).to_owned(), until.unwrap_or_else(|| c.t1("card-since", "day", c.day(&e.span.from))))
        });
        let team = file.ties.assignments.iter().filter(|a| a.span.holds(file.now));
        let shows_team = file.has(Right::ReadCard);
        let page = Page {
            f: file.head(Tab::Card),
            born: card.born.map(day),
            died: card.died.map(day),
            age: card.born.map(|born| years(born, file.now.time.day())),
            programs: programs.collect(),
            team: team.filter(|_| shows_team).map(|a| (file.name(a.worker).to_owned(), a.function.word())).collect(),
            places: named(ask, card.jurisdictions.as_deref().unwrap_or_default()),
            may_edit: file.has(Right::AmendCard),
            may_release: file.has(Right::KeepConsents),
            may_close: file.has(Right::CloseClient),
            limits: card.restrictions.iter().flatten().filter(|r| r.span.until.is_none()).count(),
            card,
            c,
        };
        Answer::page(&page)
    })
}

/// States and countries by their names.
fn named(ask: &Ask<'_>, places: &[String]) -> Vec<String> {
    let all = crate::web::pages::programs::places(ask);
    let name =
        |word: &String| all.iter().find(|(id, _)| id == word).map_or_else(|| word.to_uppercase(), |(_, label)| label.clone());
    places.iter().map(name).collect()
}

/// Whole years from a birth to a day.
fn years(born: jiff::civil::Date, today: jiff::civil::Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// What can be changed: field of the form, part of the card.
const FIELDS: &[(&str, Field)] = &[
    ("chosen_name", Field::ChosenName),
    ("legal_name", Field::LegalName),
    ("pronouns", Field::Pronouns),
    ("born", Field::Born),
    ("standing", Field::Representatives),
    ("address", Field::Address),
    ("died", Field::Died),
];

/// What stands in a field of the card now.
fn value(card: &Card, field: &str) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        "chosen_name" => text(&card.chosen_name),
        "legal_name" => text(&card.legal_name),
        "pronouns" => text(&card.pronouns),
        "address" => text(&card.address),
        "born" => card.born.map(|day| day.to_string()).unwrap_or_default(),
        "died" => card.died.map(|day| day.to_string()).unwrap_or_default(),
        "standing" => card.standing.map(|standing| standing.word().to_owned()).unwrap_or_default(),
        _ => String::new(),
    }
}

#[derive(Template)]
#[template(path = "file/edit.html")]
struct Edit<'a> {
    c: Chrome<'a>,
    f: Head,
    v: Values,
    over: i64,
    shown: Vec<&'static str>,
    standings: &'static [Standing],
}

/// Fields that the asker may change: a hidden address is not theirs.
fn shown(file: &File<'_>) -> Vec<&'static str> {
    let hides = file.card.as_ref().is_some_and(|card| card.address.is_none()) && !file.shows(Field::ProtectedAddress);
    let is = |(name, field): &&(&'static str, Field)| file.shows(*field) && !(*name == "address" && hides);
    FIELDS.iter().filter(is).map(|(name, _)| *name).collect()
}

pub(super) fn edit(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let card = file.card()?;
        let mut v = Values::default();
        FIELDS.iter().for_each(|(name, _)| v.put(*name, value(card, name)));
        form(file, v, card.version, Vec::new())
    })
}

fn form(file: &File<'_>, v: Values, over: i64, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("card-edit-title").back(file.path("")).with_faults(faults);
    let page = Edit { c, f: file.head(Tab::Card), v, over, shown: shown(file), standings: Standing::ALL };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "chosen_name", "legal_name", "pronouns", "born", "standing", "address", "died"], &[])?;
    with_card(ask, |file| {
        let card = file.card()?;
        let over: i64 = ask.form.text("over").parse().map_err(|_| Problem::BadForm)?;
        let sent = Values::sent(&ask.form);
        let (act, faults) = change(file, over);
        if !faults.is_empty() {
            return form(file, sent, over, faults);
        }
        if over != card.version {
            return differing(file, card, &sent);
        }
        match file.act(act) {
            Ok(_) => Ok(Answer::go(&file.path("?done=saved"))),
            Err(Problem::Refused(Refusal::BadValue)) => {
                form(file, sent, over, vec![Fault { field: "chosen_name", text: ask.say("card-fault-value", &[]) }])
            }
            Err(problem) => Err(problem),
        }
    })
}

/// The change that the form asks for: what is sent differently from what stands.
fn change(file: &File<'_>, over: i64) -> (AmendCard, Vec<Fault>) {
    let (ask, form) = (file.ask, &file.ask.form);
    let mut faults = Vec::new();
    let names = shown(file);
    let text = |name: &str| names.contains(&name).then(|| form.text(name).to_owned());
    let mut day = |field: &'static str| {
        let typed = form.filled(field).filter(|_| names.contains(&field))?;
        let parsed = typed.parse().ok();
        if parsed.is_none() {
            faults.push(Fault { field, text: ask.say("fault-day", &[]) });
        }
        parsed
    };
    let (born, died) = (day("born"), day("died"));
    if form.filled("chosen_name").is_none() {
        faults.push(Fault { field: "chosen_name", text: ask.say("card-fault-name", &[]) });
    }
    let some_pronouns = text("pronouns");
    let act = AmendCard {
        chosen_name: text("chosen_name"),
        legal_name: text("legal_name"),
        pronouns: some_pronouns,
        address: text("address"),
        standing: text("standing").and_then(|word| Standing::from_word(&word)),
        born,
        died,
        ..AmendCard::of(file.id, over)
    };
    (act, faults)
}

/// A colleague changed the card meanwhile: both versions, side by side.
fn differing(file: &File<'_>, card: &Card, sent: &Values) -> Result<Answer, Problem> {
    let say = |name: &str, text: &str| {
        if name == "standing" && !text.is_empty() {
            return file.ask.say(&format!("standing-{}", text.replace('_', "-")), &[]);
        }
        text.to_owned()
    };
    let rows = shown(file).into_iter().map(|name| Row {
        label: file.ask.say(&format!("card-{}", name.replace('_', "-")), &[]),
        yours: say(name, sent.get(name)),
        theirs: say(name, &value(card, name)),
    });
    stale::answer(file, Tab::Card, rows.collect(), sent, card.version, &file.path("/edit"))
}

/// Closes the file, or opens it again.
pub(super) fn close(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["state"], &[])?;
    let file = File::come(ask)?;
    let close = match ClientState::from_word(ask.form.text("state")) {
        Some(ClientState::Active) => true,
        Some(ClientState::Closed) => false,
        _ => return Err(Problem::BadForm),
    };
    file.act(CloseClient { client: file.id, close })?;
    Ok(Answer::go(&file.path("?done=saved")))
}
