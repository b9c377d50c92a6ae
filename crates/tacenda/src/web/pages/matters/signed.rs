//! Is it signed by a judge? The one question that tells an order from everything else, and where to look for the answer.

use askama::Template;
use serde_json::{Value as Json, json};

use super::begun::Open;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;

#[derive(Template)]
#[template(path = "matters/signed.html")]
struct Page<'a> {
    c: Chrome<'a>,
    id: String,
    saved: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let open = Open::of(ask)?;
    let c = ask.titled("matter-signed").back(format!("/matters/new/{}/whose", open.id));
    Answer::page(&Page { c, id: open.id.to_string(), saved: open.saved_at() })
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["signed"], &[])?;
    let signed = match ask.form.text("signed") {
        "yes" => json!(true),
        "no" => json!(false),
        "unknown" => Json::Null,
        _ => return Err(Problem::BadForm),
    };
    let mut open = Open::of(ask)?;
    open.begun.facts.insert("order_signed_by_judge".to_owned(), signed);
    open.save(ask)?;
    Ok(Answer::go(&open.next()))
}
