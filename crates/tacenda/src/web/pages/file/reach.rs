//! The safe-contact card: how to reach somebody without harm, and what keeps them safe.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Field, Right};
use tacenda_desk::acts::AmendSafety;
use tacenda_desk::{Card, Channel, Hours, Line, Refusal, SafeContact};

use super::stale::{self, Row};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::form::Form;
use crate::web::values::Values;

/// Ways to reach somebody that a form holds.
pub(crate) const ROWS: usize = 6;
/// What each of them is made of.
const PARTS: &[&str] = &["channel", "place", "safe", "from", "to", "voicemail"];
/// What stands beside them.
const REST: &[&str] = &["ask_for", "if_another_answers", "code_word", "languages"];

/// The part of a form that is a safe-contact card.
pub(crate) struct Contact;

impl Contact {
    /// The names of all its fields.
    pub(crate) fn fields() -> Vec<String> {
        let lines = (1..=ROWS).flat_map(|row| PARTS.iter().map(move |part| format!("line{row}_{part}")));
        lines.chain(REST.iter().map(|name| (*name).to_owned())).collect()
    }

    /// Puts a card into the fields.
    pub(crate) fn fill(v: &mut Values, reach: &SafeContact) {
        for (row, line) in (1..).zip(&reach.lines) {
            let mut put = |part: &str, value: String| v.put(format!("line{row}_{part}"), value);
            put("channel", line.channel.word().to_owned());
            put("place", line.place.clone());
            put("safe", if line.safe { "yes" } else { "no" }.to_owned());
            if let Some(hours) = line.hours.first() {
                put("from", hours.from.to_string());
                put("to", hours.to.to_string());
            }
            if line.voicemail {
                put("voicemail", "yes".to_owned());
            }
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        v.put("ask_for", text(&reach.ask_for));
        v.put("if_another_answers", text(&reach.if_another_answers));
        v.put("code_word", text(&reach.code_word));
        v.put("languages", reach.languages.join(", "));
    }

    /// Reads it out of a form; what is to be mended where it cannot be.
    pub(crate) fn read(ask: &Ask<'_>, form: &Form) -> Result<SafeContact, Fault> {
        let lines = (1..=ROWS).filter_map(|row| line(ask, form, row).transpose()).collect::<Result<Vec<_>, _>>()?;
        let some = |name: &str| form.filled(name).map(str::to_owned);
        let languages = form.text("languages").split(',').map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned);
        Ok(SafeContact {
            lines,
            ask_for: some("ask_for"),
            if_another_answers: some("if_another_answers"),
            code_word: some("code_word"),
            languages: languages.collect(),
        })
    }
}

/// One way, or none where the row was left empty.
fn line(ask: &Ask<'_>, form: &Form, row: usize) -> Result<Option<Line>, Fault> {
    const FIELDS: [&str; ROWS] = ["line1_place", "line2_place", "line3_place", "line4_place", "line5_place", "line6_place"];
    let field = FIELDS.get(row - 1).copied().unwrap_or("line1_place");
    let part = |part: &str| form.text(&format!("line{row}_{part}"));
    if part("place").is_empty() {
        return Ok(None);
    }
    let fault = |key: &str| Fault { field, text: ask.say(key, &[]) };
    let channel = Channel::from_word(part("channel")).ok_or_else(|| fault("reach-fault-channel"))?;
    // Unsafe until somebody says that it is safe.
    let safe = part("safe") == "yes";
    let hours = match (part("from"), part("to")) {
        ("", "") => Vec::new(),
        (from, to) => match (from.parse::<u8>(), to.parse::<u8>()) {
            (Ok(from), Ok(to)) if from < to && to <= 24 => vec![Hours { from, to }],
            _ => return Err(fault("reach-fault-hours")),
        },
    };
    Ok(Some(Line { channel, place: part("place").to_owned(), safe, hours, voicemail: part("voicemail") == "yes" }))
}

#[derive(Template)]
#[template(path = "file/reach.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    reach: Option<&'a SafeContact>,
    survivor: Option<bool>,
    address_protected: Option<bool>,
    has_safe: bool,
    may_edit: bool,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let card = file.card()?;
        let reach = card.reach.as_ref();
        let page = Page {
            c: file.chrome("reach-title"),
            f: file.head(Tab::Reach),
            reach,
            survivor: card.survivor,
            address_protected: card.address_protected,
            has_safe: reach.is_some_and(|reach| reach.lines.iter().any(|line| line.safe)),
            may_edit: file.has(Right::AmendSafety),
        };
        Answer::page(&page)
    })
}

#[derive(Template)]
#[template(path = "file/reach_edit.html")]
struct Edit<'a> {
    c: Chrome<'a>,
    f: Head,
    v: Values,
    over: i64,
    rows: Vec<usize>,
    channels: &'static [Channel],
    shows_unsafe: bool,
    shows_survivor: bool,
    shows_protected: bool,
}

pub(super) fn edit(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let card = file.card()?;
        form(file, standing(card), card.version, Vec::new())
    })
}

/// What stands on the card now.
fn standing(card: &Card) -> Values {
    let mut v = Values::default();
    Contact::fill(&mut v, card.reach.as_ref().unwrap_or(&SafeContact::default()));
    v.put("unsafe_people", card.unsafe_people.clone().unwrap_or_default().join("\n"));
    v.put("survivor", if card.survivor == Some(true) { "yes" } else { "no" });
    v.put("address_protected", if card.address_protected == Some(true) { "yes" } else { "no" });
    v
}

fn form(file: &File<'_>, v: Values, over: i64, faults: Vec<Fault>) -> Result<Answer, Problem> {
    if !file.has(Right::AmendSafety) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Edit {
        c: file.chrome("reach-edit-title").back(file.path("/reach")).with_faults(faults),
        f: file.head(Tab::Reach),
        v,
        over,
        rows: (1..=ROWS).collect(),
        channels: Channel::ALL,
        shows_unsafe: file.shows(Field::UnsafePeople),
        shows_survivor: file.shows(Field::Survivor),
        shows_protected: file.shows(Field::ProtectedAddress),
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let fields = Contact::fields();
    let mut names: Vec<&str> = fields.iter().map(String::as_str).collect();
    names.extend(["over", "unsafe_people", "survivor", "address_protected"]);
    ask.form.only(&names, &[])?;
    with_card(ask, |file| {
        let card = file.card()?;
        let over: i64 = ask.form.text("over").parse().map_err(|_| Problem::BadForm)?;
        let sent = Values::sent(&ask.form);
        let mut reach = match Contact::read(ask, &ask.form) {
            Ok(reach) => reach,
            Err(fault) => return form(file, sent, over, vec![fault]),
        };
        if over != card.version {
            return differing(file, card, &sent);
        }
        let before = card.reach.as_ref();
        if !file.shows(Field::CodeWord) {
            return Err(Refusal::NotFoundOrNotYours.into());
        }
        keep_other_hours(&mut reach, before);
        let yes = |name: &str| ask.form.filled(name).map(|value| value == "yes");
        let people = ask.form.raw("unsafe_people").lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        let act = AmendSafety {
            client: file.id,
            over,
            reach: Some(reach),
            address_protected: yes("address_protected").filter(|_| file.shows(Field::ProtectedAddress)),
            survivor: yes("survivor").filter(|_| file.shows(Field::Survivor)),
            unsafe_people: file.shows(Field::UnsafePeople).then(|| people.collect()),
        };
        match file.act(act) {
            Ok(_) => Ok(Answer::go(&file.path("/reach?done=saved"))),
            Err(Problem::Refused(Refusal::BadValue)) => {
                form(file, sent, over, vec![Fault { field: "line1_place", text: ask.say("card-fault-value", &[]) }])
            }
            Err(problem) => Err(problem),
        }
    })
}

/// The form holds one span of hours for each way; what stood beyond it stays.
fn keep_other_hours(reach: &mut SafeContact, before: Option<&SafeContact>) {
    for line in &mut reach.lines {
        let old =
            before.into_iter().flat_map(|card| &card.lines).find(|old| old.channel == line.channel && old.place == line.place);
        if let Some(old) = old.filter(|old| old.hours.first() == line.hours.first()) {
            line.hours.clone_from(&old.hours);
        }
    }
    // Ways beyond those that the form holds stay too.
    reach.lines.extend(before.into_iter().flat_map(|card| card.lines.iter().skip(ROWS).cloned()));
}

/// A colleague changed it meanwhile: both versions.
fn differing(file: &File<'_>, card: &Card, sent: &Values) -> Result<Answer, Problem> {
    let ask = file.ask;
    let now = standing(card);
    let ways = |v: &Values| {
        let row = |row: usize| {
            let part = |part: &str| v.get(&format!("line{row}_{part}")).to_owned();
            let safe = if part("safe") == "yes" { "reach-safe" } else { "reach-unsafe" };
            (!part("place").is_empty()).then(|| format!("{} ({})", part("place"), ask.say(safe, &[])))
        };
        (1..=ROWS).filter_map(row).collect::<Vec<_>>().join("\n")
    };
    let mut rows = vec![Row { label: ask.say("reach-lines", &[]), yours: ways(sent), theirs: ways(&now) }];
    for name in REST.iter().copied().chain(["unsafe_people", "survivor", "address_protected"]) {
        let label = ask.say(&format!("reach-{}", name.replace('_', "-")), &[]);
        let word = |text: &str| match text {
            "yes" | "no" => ask.say(&format!("answer-{text}"), &[]),
            other => other.replace("\r\n", "\n"),
        };
        rows.push(Row { label, yours: word(sent.get(name)), theirs: word(now.get(name)) });
    }
    stale::answer(file, Tab::Reach, rows, sent, card.version, &file.path("/reach/edit"))
}
