//! A line that an authority wants held back from the client's list, because it would get in the way of what they do (45 CFR 164.528(a)(2)).

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use tacenda_desk::acts::HoldBack;
use tacenda_desk::{Id, Matter, Refusal};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_office};
use crate::web::values::Values;

#[derive(Template)]
#[template(path = "file/wait.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    matter: String,
    v: Values,
}

fn page(file: &File<'_>, matter: Id<Matter>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("wait-title").back(file.path("/shared")).with_faults(faults);
    let page = Page { c, f: file.head(Tab::Shared), matter: matter.to_string(), v: Values::sent(&file.ask.form) };
    Ok(Answer::page(&page)?.status(status))
}

fn matter(text: &str) -> Result<Id<Matter>, Problem> {
    text.parse().map_err(|_| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| page(file, matter(ask.query.text("matter"))?, Vec::new()))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["matter", "whom", "how", "until"], &[])?;
    with_office(ask, |file| {
        let matter = matter(ask.form.text("matter"))?;
        let fault = |field: &'static str, key: &str| page(file, matter, vec![Fault { field, text: ask.say(key, &[]) }]);
        let Some(whom) = ask.form.filled("whom").map(str::to_owned) else { return fault("whom", "wait-fault-whom") };
        let spoken = match ask.form.text("how") {
            "spoken" => true,
            "written" => false,
            _ => return fault("how", "wait-fault-how"),
        };
        let Ok(until) = ask.form.text("until").parse::<Date>() else { return fault("until", "wait-fault-until") };
        match file.act(HoldBack { client: file.id, matter, whom, spoken, until }) {
            Err(Problem::Refused(why @ Refusal::NotHeldBack)) => {
                let text = ask.refusal(why);
                page(file, matter, vec![Fault { field: "until", text }])
            }
            other => other.map(|_| Answer::go(&file.path("/shared"))),
        }
    })
}
