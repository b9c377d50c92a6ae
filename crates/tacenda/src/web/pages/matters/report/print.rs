//! The written follow-up on paper, in both languages: what the worker typed for the report and whom they called, and nothing else of the
//! file. What a child is called is written by hand.

use askama::Template;
use tacenda_desk::flows::{Call, Report};
use tacenda_desk::{Matter, Refusal, Time};
use tacenda_paper::Part;

use super::super::one;
use super::super::stage::receiver;
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::print::{self, label};
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "matters/report/print.html")]
struct Page<'a> {
    c: Chrome<'a>,
    /// Where the same is had as PDF.
    pdf: String,
    parts: Vec<Part>,
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, parts) = parts(ask)?;
    let path = format!("/matters/{}", matter.id);
    let pdf = format!("{path}/report/paper?in={}", ask.paper_language().code());
    Answer::page(&Page { c: ask.titled("report-follow-up").back(path), pdf, parts })
}

pub(in crate::web::pages::matters) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    print::pdf(ask, "written-report", parts(ask)?.1)
}

/// In the language asked for first, then in the other: the labels say the same in both, and the account stands line by line as it was typed.
fn parts(ask: &Ask<'_>) -> Result<(Matter, Vec<Part>), Problem> {
    let (matter, ..) = one::matter(ask)?;
    // Where no law lets it go there is nothing to print.
    let report = matter.report.as_ref().filter(|_| matter.may_write()).ok_or(Refusal::NotFoundOrNotYours)?;
    let who = one::name(&ask.site.agency.workers()?, matter.opened_by);
    let (first, today) = (ask.paper_language(), ask.now()?.time);
    let both = [first, first.other()].into_iter();
    let parts = both.map(|language| part(ask, (&matter, report), &who, (language, today))).collect::<Result<_, Problem>>()?;
    Ok((matter, parts))
}

fn part(
    ask: &Ask<'_>,
    (matter, report): (&Matter, &Report),
    who: &str,
    (language, today): (Language, Time),
) -> Result<Part, Problem> {
    let t = |key: &str| words::say(language, key, &[]);
    let at = |time: Time| dates::moment(language, time);
    let receivers: Vec<String> = report.receivers.iter().map(|word| receiver(ask, language, word)).collect();
    let by_hand = ["report-print-person", "report-print-where", "report-print-by"].map(|key| (t(key), String::new()));
    let called = |call: &Call| {
        let reference = call.reference.iter().map(String::as_str);
        let all: Vec<&str> = [call.whom.as_str(), call.number.as_str()].into_iter().chain(reference).collect();
        (label(&t("report-call-was")), format!("{}, {}", at(call.at), all.join(", ")))
    };
    let mut lines = vec![
        (t("matter-letter-date"), dates::day(language, today)),
        (format!("{} {}", t("matter-letter-to"), receivers.join(" · ")), String::new()),
    ];
    lines.extend(by_hand);
    lines.push((label(&t("report-suspected")), at(matter.received)));
    lines.push((label(&t("report-told-by")), report.told_by.clone()));
    lines.extend(report.calls.iter().map(called));
    lines.push((label(&t("report-reporter")), who.to_owned()));
    let account = report.account.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    Ok(Part {
        lines,
        body: std::iter::once(label(&t("report-account"))).chain(account).collect(),
        signs: vec![t("matter-letter-sign")],
        ..print::headed(ask, language, t("report-follow-up"))?
    })
}
