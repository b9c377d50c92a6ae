//! The written follow-up as one page of paper, in both languages: what the worker typed for the report and whom they called, and nothing
//! else of the file. What a child is called is written by hand.

use askama::Template;
use tacenda_desk::flows::Report;
use tacenda_desk::{Matter, Refusal, Time};

use super::super::one;
use super::super::stage::receiver;
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "matters/report/print.html")]
struct Page<'a> {
    c: Chrome<'a>,
    matter: &'a Matter,
    report: &'a Report,
    /// The language asked for first, then the other: the labels say the same in both, and the account stands as it was typed.
    languages: [Language; 2],
    agency: String,
    who: String,
    receivers: Vec<String>,
    today: Time,
}

impl Page<'_> {
    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn t(&self, language: &Language, key: &str) -> String {
        words::say(*language, key, &[])
    }

    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn at(&self, language: &Language, time: &Time) -> String {
        dates::moment(*language, *time)
    }
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    // Where no law lets it go there is nothing to print.
    let report = matter.report.as_ref().filter(|_| matter.may_write()).ok_or(Refusal::NotFoundOrNotYours)?;
    let first = Language::from_code(ask.query.text("in")).unwrap_or(ask.language);
    let other = first.other();
    let workers = ask.site.agency.workers()?;
    let page = Page {
        c: ask.titled("report-follow-up").back(format!("/matters/{}", matter.id)),
        languages: [first, other],
        agency: ask.agency_name(),
        who: one::name(&workers, matter.opened_by),
        receivers: report.receivers.iter().map(|word| receiver(ask, first, word)).collect(),
        today: ask.now()?.time,
        matter: &matter,
        report,
    };
    Answer::page(&page)
}
