//! `/agree/{policy}`: the text in force, and the words by which somebody agrees to it.

use askama::Template;
use tacenda_desk::acts::Agree;
use tacenda_desk::{Edition, Policy, PolicyText, Refusal};

use super::{kept, kind_key};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::markdown;

#[derive(Template)]
#[template(path = "learn/agree.html")]
struct Page<'a> {
    c: Chrome<'a>,
    policy: &'a Policy,
    kind: &'static str,
    edition: &'a Edition,
    language: String,
    html: String,
    /// When they agreed to the version in force.
    agreed: Option<String>,
    /// It was changed while they read.
    changed: bool,
}

/// The text in the asker's language, or in the first one there is.
fn text<'p>(edition: &'p Edition, language: &str) -> Result<(&'p str, &'p PolicyText), Problem> {
    let own = edition.texts.get_key_value(language).or_else(|| edition.texts.iter().next());
    own.map(|(language, text)| (language.as_str(), text)).ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, false)
}

fn page(ask: &Ask<'_>, changed: bool) -> Result<Answer, Problem> {
    let policy = kept(ask)?;
    let edition = policy.edition().ok_or(Refusal::NotFoundOrNotYours)?;
    let (language, text) = text(edition, ask.language.code())?;
    let c = ask.chrome(text.title.clone()).back("/learn");
    let readiness = ask.site.agency.readiness(ask.mine()?.worker.id)?;
    let agreed = readiness.agreed_to(policy.id).filter(|agreed| agreed.edition == edition.number);
    let page = Page {
        kind: kind_key(&policy),
        agreed: agreed.map(|agreed| c.day(&agreed.at)),
        html: markdown::html(&text.body),
        policy: &policy,
        edition,
        language: language.to_owned(),
        changed,
        c,
    };
    Answer::page(&page)
}

pub(super) fn agree(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["edition"], &[])?;
    let policy = kept(ask)?;
    let edition: u32 = ask.form.text("edition").parse().map_err(|_| Problem::BadForm)?;
    let (language, _) = text(policy.edition().ok_or(Refusal::NotFoundOrNotYours)?, ask.language.code())?;
    let act = Agree {
        worker: ask.mine()?.worker.id,
        policy: policy.id,
        edition,
        language: language.to_owned(),
        words: ask.say("agree-do", &[]),
    };
    match ask.do_mine(act) {
        Ok(_) => Ok(Answer::go("/learn?done=agreed")),
        Err(Problem::Refused(Refusal::StaleVersion)) => Ok(page(ask, true)?.status(axum::http::StatusCode::CONFLICT)),
        Err(problem) => Err(problem),
    }
}
