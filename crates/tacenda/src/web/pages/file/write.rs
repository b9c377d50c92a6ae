//! Writing a note, or adding to one. What stands is never overwritten; what is typed is never lost.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::access::{Right, row};
use tacenda_desk::acts::{AddRecord, MOST_OTHERS, are_names};
use tacenda_desk::{Attachment, Category, Class, Program, ProgramId, ProgramState, Record, RecordId, Refusal, Time};

use super::notes;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "file/write.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    v: Values,
    categories: Vec<&'static str>,
    classes: Vec<&'static str>,
    programs: Vec<(String, String)>,
    vault: bool,
}

/// Programs in whose work the asker may write in this file.
pub(super) fn programs<'f>(file: &'f File<'_>) -> Vec<&'f Program> {
    let theirs: Vec<ProgramId> = match file.card.as_ref().and_then(|card| card.enrolments.as_ref()) {
        Some(enrolments) => enrolments.iter().map(|e| e.program).collect(),
        None => file.ask.site.agency.programs_of(file.id).unwrap_or_default(),
    };
    let mine = |program: &&Program| {
        let worker = file.ask.worker();
        worker.is_ok_and(|worker| worker.programs.contains(&program.id)) && theirs.contains(&program.id)
    };
    file.programs.iter().filter(|program| program.state == ProgramState::Open).filter(mine).collect()
}

/// Kinds of record that the table lets the asker's roles write, in some program.
pub(super) fn categories(file: &File<'_>) -> Vec<&'static str> {
    let roles = file.ask.worker().map(|worker| worker.roles.clone()).unwrap_or_default();
    let writes =
        |class| row(Right::AddRecord, Some(class)).is_some_and(|row| roles.iter().any(|r| row.ways(*r).next().is_some()));
    let part2 = programs(file).into_iter().any(Program::is_part2);
    let is_part2 = |category: &Category| matches!(category.class(), Class::Sud | Class::SudCounselingNotes);
    let may = |category: &Category| {
        (writes(category.class()) || (part2 && writes(category.class_in(true)))) && (part2 || !is_part2(category))
    };
    Category::all().filter(|category| category.is_kind_of_record()).filter(may).map(Category::word).collect()
}

/// Levels above the one that a kind asks for, that the asker's roles may write at.
fn classes(file: &File<'_>) -> Vec<&'static str> {
    let roles = file.ask.worker().map(|worker| worker.roles.clone()).unwrap_or_default();
    let writes = |class: &Class| {
        row(Right::AddRecord, Some(*class)).is_some_and(|row| roles.iter().any(|r| row.ways(*r).next().is_some()))
    };
    [Class::Privileged, Class::Legal].into_iter().filter(writes).map(Class::word).collect()
}

pub(super) fn blank(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let mut v = Values::default();
        v.put("happened", file.now.time.day().to_string());
        let kind = Category::from_word(ask.query.text("kind")).map_or("progress_notes", Category::word);
        v.put("category", kind);
        form(file, v, Vec::new())
    })
}

fn form(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    if !file.has(Right::AddRecord) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        c: file.chrome("write-title").back(file.path("/notes")).with_faults(faults),
        f: file.head(Tab::Notes),
        v,
        categories: categories(file),
        classes: classes(file),
        programs: programs(file).into_iter().map(|program| (program.id.to_string(), program.name.clone())).collect(),
        vault: file.ask.signed_in()?.is_open(),
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["category", "class", "program", "title", "text", "happened", "third_party", "others"], &[])?;
    with_card(ask, put)
}

/// Puts what was written into the file, once the file is open: before that nothing about it decides what is said.
fn put(file: &File<'_>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let again = |faults: Vec<Fault>| form(file, Values::sent(&ask.form), faults);
    if ask.form.filled("text").is_none() {
        return again(vec![Fault { field: "text", text: ask.say("write-fault-text", &[]) }]);
    }
    let record = match record(file, None) {
        Ok(record) => record,
        Err(faults) => return again(faults),
    };
    if record.class.is_person_wrapped() && !ask.signed_in()?.is_open() {
        return again(vec![Fault { field: "category", text: ask.say("private-shut", &[]) }]);
    }
    let to = if record.class.is_person_wrapped() { "/private?done=note" } else { "/notes?done=note" };
    match file.act(AddRecord { text: text(ask), ..record }) {
        Ok(_) => Ok(Answer::go(&file.path(to))),
        Err(Problem::Refused(refusal)) => again(vec![refused(ask, refusal)?]),
        Err(problem) => Err(problem),
    }
}

/// The text as it was typed, with one kind of line end.
fn text(ask: &Ask<'_>) -> String {
    ask.form.raw("text").replace("\r\n", "\n").trim().to_owned()
}

/// What is to be mended, by what the desk says; what is none of that is passed on.
pub(super) fn refused(ask: &Ask<'_>, refusal: Refusal) -> Result<Fault, Problem> {
    let field = match refusal {
        Refusal::WrongLevel => "category",
        Refusal::WrongProgram => "program",
        Refusal::BadValue => "title",
        Refusal::NoKey => "category",
        other => return Err(other.into()),
    };
    let saying = refusal.message();
    let text = if ask.language == crate::language::Language::Es { saying.es } else { saying.en };
    Ok(Fault { field, text: text.to_owned() })
}

/// The record that the form describes, but for its text and files.
pub(super) fn record(file: &File<'_>, kind: Option<Category>) -> Result<AddRecord, Vec<Fault>> {
    let (ask, form) = (file.ask, &file.ask.form);
    let fault = |field: &'static str| vec![Fault { field, text: ask.say(&format!("write-fault-{field}"), &[]) }];
    let category = kind.or_else(|| Category::from_word(form.text("category"))).filter(|c| c.is_kind_of_record());
    let category = category.ok_or_else(|| fault("category"))?;
    let named = form.text("program");
    // Where the file is not there either, the act says what it says of every such file.
    let program = match programs(file).as_slice() {
        [only] => (*only).clone(),
        several => {
            several.iter().copied().find(|program| program.id.to_string() == named).cloned().ok_or_else(|| fault("program"))?
        }
    };
    let happened = match form.filled("happened") {
        None => file.now.time,
        Some(day) => when(day.parse().map_err(|_| fault("happened"))?, file.now.time),
    };
    let id: RecordId = ask.site.agency.mint().map_err(|_| fault("text"))?;
    let mut record = AddRecord::of(id, file.id, category, &program, happened);
    if let Some(class) = form.filled("class") {
        record.class = Class::from_word(class).ok_or_else(|| fault("class"))?;
    }
    record.title = match form.filled("title") {
        Some(title) => title.to_owned(),
        None => ask.say(&format!("category-{}", category.word().replace('_', "-")), &[]),
    };
    record.third_party = form.text("third_party") == "yes";
    record.others = others(ask).map_err(|fault| vec![fault])?;
    Ok(record)
}

/// Who else is named in it: a name a line.
fn others(ask: &Ask<'_>) -> Result<Vec<String>, Fault> {
    let names = ask.form.raw("others").lines().map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    let text = || ask.say("write-fault-others", &[("count", &MOST_OTHERS.to_string())]);
    if are_names(&names) { Ok(names) } else { Err(Fault { field: "others", text: text() }) }
}

/// That day: now, if it is today, else its noon.
fn when(day: Date, now: Time) -> Time {
    if day == now.day() { now } else { Time::start_of(day).plus_minutes(12 * 60) }
}

/// Adds to a note, at its own level.
pub(super) fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["text", "others"], &[])?;
    with_card(ask, |file| {
        let of = notes::opened(file)?;
        let again = |fault: Fault| {
            let page = notes::show(file, &of, Values::sent(&ask.form), vec![fault])?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
        };
        if ask.form.filled("text").is_none() {
            return again(Fault { field: "text", text: ask.say("write-fault-text", &[]) });
        }
        let others = match others(ask) {
            Ok(others) => others,
            Err(fault) => return again(fault),
        };
        file.act(AddRecord { others, ..addendum(file, &of, text(ask), Vec::new())? })?;
        Ok(Answer::go(&file.path(&format!("/notes/{}?done=note", of.id))))
    })
}

fn addendum(file: &File<'_>, of: &Record, text: String, attachments: Vec<Attachment>) -> Result<AddRecord, Problem> {
    Ok(AddRecord {
        id: file.ask.site.agency.mint()?,
        client: file.id,
        category: of.category,
        class: of.class,
        program: of.program,
        title: file.ask.say("note-added-title", &[("title", &of.title)]),
        text,
        happened: file.now.time,
        attachments,
        amends: Some(of.id),
        third_party: of.third_party,
        others: Vec::new(),
    })
}
