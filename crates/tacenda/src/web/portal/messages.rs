//! `/4`: what they and the worker write to each other. It stays here: nothing of it is ever mailed.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::GuestAct;
use tacenda_desk::{Id, Message, Refusal, Seen, Writer};

use super::Call;
use super::chrome::Chrome;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::chrome::Fault;

#[derive(Template)]
#[template(path = "portal/messages.html")]
struct Page {
    c: Chrome,
    messages: Vec<Message>,
    text: String,
}

impl Page {
    /// Who wrote it, where it was not they.
    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn other<'m>(&self, message: &'m Message) -> Option<&'m str> {
        match &message.from {
            Writer::Guest => None,
            Writer::Worker(_, name) => Some(name),
        }
    }
}

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    page(call, Vec::new(), about(call)?)
}

/// What a question begins with that somebody has about a line of their list.
fn about(call: &Call<'_>) -> Result<String, Problem> {
    let Some(asked) = call.query.filled("about") else { return Ok(call.form.raw("text").to_owned()) };
    let lines = super::seen::read(call)?.lines;
    for line in &lines {
        if call.mark(&line.at.0.to_string())? == asked {
            let day = crate::web::dates::day(call.language, line.at);
            return Ok(crate::web::words::say(call.language, "portal-ask-about", &[("day", &day), ("to", &line.to)]));
        }
    }
    Ok(String::new())
}

fn page(call: &Call<'_>, faults: Vec<Fault>, text: String) -> Result<Answer, Problem> {
    let Seen::Portals(_, messages) = call.act(GuestAct::ReadMessages)? else { return Err(Refusal::NotFoundOrNotYours.into()) };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { c: call.chrome("portal-messages").back("/1").with_faults(faults), messages, text };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn write(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["text"], &[])?;
    let text = call.form.raw("text").to_owned();
    let once = call.form.text("once");
    let of = format!("{} {once}", call.stay()?.portal.id);
    let (id, task) = (Id::of_form(&format!("message {of}")), Id::of_form(&format!("task {of}")));
    match call.act(GuestAct::Write { id, task, text: text.clone() }) {
        // Sent twice, it is written once.
        Ok(_) | Err(Problem::Refused(Refusal::AlreadyThere)) => Ok(Answer::go("/4")),
        Err(Problem::Refused(Refusal::BadValue)) => {
            page(call, vec![Fault { field: "text", text: call.say("portal-fault-text") }], text)
        }
        Err(problem) => Err(problem),
    }
}
