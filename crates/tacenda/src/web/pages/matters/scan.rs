//! The papers themselves, as files: put in by whoever sees to the matter, sealed as the matter is, and given out to be kept.

use askama::Template;
use tacenda_desk::acts::{ReadScan, StepMatter};
use tacenda_desk::flows::Event;
use tacenda_desk::{Attachment, Id, Matter, Refusal, Seen};

use super::one;
use crate::problem::Problem;
use crate::reader::Words;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::uploads;

/// The field of the file.
const FILE: &str = "paper";

pub(super) fn put(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[FILE], &[])?;
    let (matter, ..) = one::matter(ask)?;
    let client = matter.client.ok_or(Refusal::WrongState)?;
    let sent = match uploads::sent(ask, FILE) {
        Ok(sent) => sent,
        Err(key) => return one::page(ask, vec![Fault { field: FILE, text: ask.say(key, &[]) }]),
    };
    let why = super::why(ask, matter.client)?;
    let act = |file| StepMatter { id: matter.id, client: matter.client, over: None, event: Event::Scan { file } };
    uploads::put(ask, (client, matter.class()), sent, |file| ask.act(act(file), why))?;
    Ok(Answer::go(&format!("/matters/{}#papers", matter.id)))
}

/// The paper of the address, as it is opened: a look that is written down.
fn opened(ask: &Ask<'_>) -> Result<Box<Attachment>, Problem> {
    let id: Id<Matter> = ask.id("id")?;
    let (client, _) = one::place(ask, id)?;
    let act = ReadScan { id, client, file: ask.id("file")? };
    match ask.see(act, super::why(ask, client)?)? {
        Seen::Attachment(file) => Ok(file),
        _ => Err(Problem::BadForm),
    }
}

pub(super) fn get(ask: &Ask<'_>) -> Result<Answer, Problem> {
    uploads::give_out(ask, &*opened(ask)?)
}

#[derive(Template)]
#[template(path = "matters/words.html")]
struct Page<'a> {
    c: Chrome<'a>,
    /// The paper itself, and what it is called.
    path: String,
    name: String,
    number: u32,
    /// What the address of another page says besides.
    more: &'static str,
    /// None where no machine makes anything of it.
    found: Option<Words>,
}

/// What stands on a page of it, by machine; kept nowhere.
pub(super) fn words(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let file = opened(ask)?;
    if !ask.site.reader.reads(&file.media_type) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let number = ask.query.text("page").parse().unwrap_or(1);
    let seen = ask.query.text("as") == "picture";
    let mut bytes = Vec::new();
    ask.site.agency.download(ask.signed_in()?, &file, &mut bytes)?;
    let matter = format!("/matters/{}", ask.part("id"));
    let page = Page {
        found: ask.site.reader.page(&file.media_type, (number, seen), &bytes)?,
        path: format!("{matter}/papers/{}", file.id),
        c: ask.chrome(ask.say("matter-read-title", &[])).back(format!("{matter}#papers")),
        name: file.name,
        number,
        more: if seen { "&as=picture" } else { "" },
    };
    Answer::page(&page)
}
