//! Files that belong to a file: put in after a look at their bytes, given out as something to be kept, never shown in a page.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{AddRecord, ReadAttachment};
use tacenda_desk::{Refusal, Seen};

use super::notes::{Pager, Row, headings, paged};
use super::write;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::uploads;
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "file/files.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    pager: Pager,
    may_put: bool,
    categories: Vec<&'static str>,
    programs: Vec<(String, String)>,
    v: Values,
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let mut v = Values::default();
    v.put("category", "correspondence");
    with_card(ask, |file| page(file, v, Vec::new()))
}

fn page(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("files-title").with_faults(faults);
    let with = headings(file)?.into_iter().filter(|heading| heading.attachments > 0).collect();
    let (some, pager) = paged(file.ask, with);
    let is_open = |word: &&str| tacenda_desk::Category::from_word(word).is_some_and(|c| !c.class().is_person_wrapped());
    let page = Page {
        rows: some.iter().map(|heading| Row::of(&c, file, heading)).collect(),
        f: file.head(Tab::Files),
        may_put: file.has(Right::AddRecord),
        categories: write::categories(file).into_iter().filter(is_open).collect(),
        programs: write::programs(file).into_iter().map(|program| (program.id.to_string(), program.name.clone())).collect(),
        pager,
        v,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn put(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["category", "program", "title", "text", "happened", "others", "file"], &[])?;
    with_card(ask, put_in)
}

/// Puts a file in, with a line that says what it is.
fn put_in(file: &File<'_>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let again = |faults: Vec<Fault>| page(file, Values::sent(&ask.form), faults);
    let fault = |key: &str| vec![Fault { field: "file", text: ask.say(key, &[]) }];
    let sent = match uploads::sent(ask, "file") {
        Ok(sent) => sent,
        Err(key) => return again(fault(key)),
    };
    let record = match write::record(file, None) {
        Ok(record) => record,
        Err(faults) => return again(faults),
    };
    let whose = (record.client, record.class);
    let text = ask.form.text("text").replace("\r\n", "\n");
    let put = |attachment| file.act(AddRecord { text, attachments: vec![attachment], ..record });
    match uploads::put(ask, whose, sent, put) {
        Ok(_) => Ok(Answer::go(&file.path("/files?done=file"))),
        Err(Problem::Refused(refusal)) => again(vec![write::refused(ask, refusal)?]),
        Err(problem) => Err(problem),
    }
}

/// Gives a file out: to be kept, not shown, and by its own name.
pub(super) fn get(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let act = ReadAttachment { client: file.id, record: ask.id("note")?, attachment: ask.id("file")? };
        let Seen::Attachment(attachment) = file.see(act)? else { return Err(Refusal::NotFoundOrNotYours.into()) };
        uploads::give_out(ask, &attachment)
    })
}
