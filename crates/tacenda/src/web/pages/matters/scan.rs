//! The papers themselves, as files: put in by whoever sees to the matter, sealed as the matter is, and given out to be kept.

use tacenda_desk::acts::{ReadScan, StepMatter};
use tacenda_desk::flows::Event;
use tacenda_desk::{Id, Matter, Refusal, Seen};

use super::one;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;
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

pub(super) fn get(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let id: Id<Matter> = ask.id("id")?;
    let (client, _) = one::place(ask, id)?;
    let act = ReadScan { id, client, file: ask.id("file")? };
    let Seen::Attachment(file) = ask.see(act, super::why(ask, client)?)? else { return Err(Problem::BadForm) };
    uploads::give_out(ask, &file)
}
