//! A letter, as one page of paper: the pack's own words, complete as they stand, the same for everybody. Nothing of a file is printed in
//! it, nor the grounds of its ruling, which could tell what kind of file it is; what the case is called is written by hand.

use askama::Template;
use tacenda_desk::{Refusal, Time};
use tacenda_law::Letter;

use super::one;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "matters/letter.html")]
struct Page<'a> {
    c: Chrome<'a>,
    letter: &'a Letter,
    /// The language asked for first, then the other: each letter says the same in both.
    languages: [Language; 2],
    agency: String,
    /// No court asks.
    request: bool,
    received: Time,
    answer_by: Option<Time>,
}

impl Page<'_> {
    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn t(&self, language: &Language, key: &str) -> String {
        words::say(*language, key, &[])
    }

    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn day(&self, language: &Language, time: &Time) -> String {
        dates::day(*language, *time)
    }

    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn text<'t>(&self, language: &Language, text: &'t tacenda_law::Text) -> &'t str {
        pick(text, *language)
    }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, tasks, _) = one::matter(ask)?;
    let wanted = ask.part("letter");
    let offered = one::letters_of(ask, &matter, &tasks);
    let letter = offered.into_iter().find(|letter| letter.id == wanted).ok_or(Refusal::NotFoundOrNotYours)?;
    let first = Language::from_code(ask.query.text("in")).unwrap_or(ask.language);
    let other = first.other();
    let page = Page {
        c: ask.chrome(pick(&letter.title, ask.language)).back(format!("/matters/{}", matter.id)),
        letter,
        languages: [first, other],
        agency: ask.agency_name(),
        request: !matter.kind.is_legal(),
        received: matter.received,
        answer_by: matter.answer_by,
    };
    Answer::page(&page)
}
