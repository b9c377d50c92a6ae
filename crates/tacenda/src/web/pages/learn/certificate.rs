//! That somebody passed a course: on a page, and on paper.

use askama::Template;
use tacenda_desk::{Ask as Asking, Refusal, Stand};
use tacenda_paper::Part;

use super::course::Course;
use super::wanted;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::{dates, print as paper, words};

/// Label and value.
type Lines = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "learn/certificate.html")]
struct Page<'a> {
    c: Chrome<'a>,
    course: &'static Course,
    agency: String,
    lines: Lines,
    /// Whether it was passed by the quiz.
    quiz: bool,
}

/// What stands on it, and whether it was passed by the quiz.
fn lines(ask: &Ask<'_>, course: &Course) -> Result<(Lines, bool), Problem> {
    let (worker, agency, language) = (&ask.mine()?.worker, &ask.site.agency, ask.language);
    let readiness = agency.readiness(worker.id)?;
    let passed = readiness.passed(course.word).ok_or(Refusal::NotFoundOrNotYours)?;
    let asked = agency.asked_of(worker, ask.now()?)?;
    let next = asked.iter().find(|one| one.ask == Asking::Course(course.word.to_owned())).and_then(|one| match one.stand {
        Stand::Done(day) => day,
        Stand::Due(day) => Some(day),
        Stand::Open => None,
    });
    let t = |key| words::say(language, key, &[]);
    let mut lines = vec![
        (t("certificate-who"), worker.name.clone()),
        (t("certificate-course"), course.title(language)),
        (t("certificate-day"), dates::day(language, passed.at)),
    ];
    lines.push(match passed.seen_by {
        None => {
            let (right, of) = (passed.right.to_string(), passed.cases.len().to_string());
            (t("certificate-how"), words::say(language, "certificate-quiz", &[("right", &right), ("of", &of)]))
        }
        Some(by) => {
            let name = agency.worker(by)?.map_or_else(|| "–".to_owned(), |by| by.name);
            (t("certificate-how"), words::say(language, "certificate-seen", &[("name", &name)]))
        }
    });
    lines.extend(next.map(|day| (t("certificate-next"), dates::date(language, day))));
    Ok((lines, passed.seen_by.is_none()))
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let course = wanted(ask)?;
    let (lines, quiz) = lines(ask, course)?;
    Answer::page(&Page { c: ask.titled("certificate-title").back("/learn"), course, agency: ask.agency_name(), lines, quiz })
}

pub(super) fn print(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let course = wanted(ask)?;
    let (lines, quiz) = lines(ask, course)?;
    let lines = lines.into_iter().map(|(label, value)| (paper::label(&label), value)).collect();
    let part = Part {
        lines,
        body: if quiz { vec![ask.say("certificate-says", &[])] } else { Vec::new() },
        signs: vec![ask.say("certificate-sign", &[])],
        ..paper::headed(ask, ask.language, ask.say("certificate-title", &[]))?
    };
    paper::pdf(ask, &format!("certificate-{}.pdf", course.word), vec![part])
}
