//! `/office/told/{what}`: things to set up that the program cannot do or see: what is to be known, and that somebody takes care of it.

use askama::Template;
use tacenda_desk::{Refusal, Time};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;

/// What there is to be told, and where to read more.
pub(super) const THINGS: &[(&str, &str)] =
    &[("law", "/law"), ("tls", "/help"), ("shelf", "/office/backups"), ("tour", "/help/first-day")];

#[derive(Template)]
#[template(path = "office/told.html")]
struct Page<'a> {
    c: Chrome<'a>,
    what: &'static str,
    more: &'static str,
    /// What is so here.
    here: String,
    said: Option<Time>,
}

fn thing(ask: &Ask<'_>) -> Result<(&'static str, &'static str), Problem> {
    let found = THINGS.iter().find(|(what, _)| *what == ask.part("what"));
    found.copied().ok_or_else(|| Refusal::NotFoundOrNotYours.into())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let ((what, more), agency) = (thing(ask)?, &ask.site.agency);
    let here = match what {
        "law" => {
            let unreviewed = ask.site.packs.packs.iter().filter(|pack| !crate::web::pages::law::is_reviewed(pack)).count();
            ask.say("told-law-here", &[("count", &unreviewed.to_string())])
        }
        "tls" => ask.say("told-tls-here", &[("origin", &ask.site.settings.origin)]),
        "shelf" => ask.say("told-shelf-here", &[("folder", &agency.backups().display().to_string())]),
        _ => String::new(),
    };
    let said = agency.set_up()?.get(what).map(|at| Time(*at));
    Answer::page(&Page { c: ask.titled(&format!("setup-{what}-do")).back("/office"), what, more, here, said })
}

pub(super) fn say(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    let (what, _) = thing(ask)?;
    ask.site.agency.say_set_up(ask.signed_in()?, what)?;
    Ok(Answer::go("/office"))
}
