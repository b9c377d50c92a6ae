//! `/1`, home: a few plain links. `/7`: how to look after oneself here, and where help is.

use askama::Template;
use axum::http::header;

use super::Call;
use super::chrome::Chrome;
use super::stay::cookie;
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use tacenda_desk::Time;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Page {
    c: Chrome,
    /// Where to, and its words; nothing of it says what the agency does.
    links: Vec<(&'static str, String)>,
    /// When they were here before.
    before: Option<Time>,
    is_short: bool,
}

/// What there is under the password, and under the second phrase.
const LINKS: [(&str, &str); 7] = [
    ("/2", "portal-link-seen"),
    ("/3", "portal-link-permissions"),
    ("/4", "portal-link-messages"),
    ("/5", "portal-link-sign"),
    ("/6", "portal-link-reach"),
    ("/8", "portal-link-own"),
    ("/7", "portal-link-safety"),
];

pub(super) fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let stay = call.stay()?;
    let shown = |(to, _): &&(&str, &str)| !stay.quiet || *to == "/7";
    let links = LINKS.iter().filter(shown).map(|(to, key)| (*to, call.say(key))).collect();
    // Their own coming in was a moment before the stay began.
    let before = { stay.portal.times.iter() }.rfind(|time| time.plus_minutes(1) < stay.made).copied().filter(|_| !stay.quiet);
    let page = Page { c: call.chrome("portal-home"), links, before, is_short: stay.portal.is_short_of_codes() && !stay.quiet };
    Answer::page(&page)
}

/// The page goes on in another language.
pub(super) fn speak(call: &Call<'_>) -> Result<Answer, Problem> {
    call.form.only(&["language", "to"], &[])?;
    let language = Language::from_code(call.form.text("language")).ok_or(Problem::BadForm)?;
    call.stay()?.speak(call.site, language)?;
    let to = call.form.text("to");
    // Under the second phrase what is hidden is as what never was.
    let ours =
        super::way(&axum::http::Method::GET, to).is_some_and(|(way, _)| !call.stay().is_ok_and(|s| s.quiet) || !way.is_whole());
    Ok(Answer::go(if ours { to } else { "/1" }))
}

/// Another secret takes the place of the one that the browser holds; every other stay by the same door is over.
pub(super) fn begun_anew(call: &Call<'_>) -> Result<Answer, Problem> {
    let stay = call.stay()?;
    stay.end_all(call.site)?;
    let secret = stay.anew(call.site)?;
    Ok(Answer::go("/1").with(header::SET_COOKIE, &cookie(call.site, &secret)))
}

#[derive(Template)]
#[template(path = "portal/safety.html")]
struct Safety {
    c: Chrome,
}

pub(super) fn safety(call: &Call<'_>) -> Result<Answer, Problem> {
    let back = if call.stay.is_some() { "/1" } else { "/" };
    Answer::page(&Safety { c: call.chrome("portal-safety").back(back) })
}
