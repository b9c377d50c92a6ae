//! The record of a danger as one page of paper: what was heard and weighed, what the law said of each, who was told what and when. For the
//! file, in the language asked for; what the worker typed stands as it was typed.

use askama::Template;
use serde_json::Value as Json;
use tacenda_desk::flows::{Outcome, Short, Warning};
use tacenda_desk::{Matter, Time};

use super::one::says;
use super::threat::ASKED;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::shown;
use crate::sheet::words::pick;
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::code;
use crate::web::pages::matters::one;
use crate::web::pages::matters::stage::receiver;
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "matters/warning/print.html")]
struct Page<'a> {
    c: Chrome<'a>,
    matter: &'a Matter,
    warning: &'a Warning,
    language: Language,
    other: Language,
    agency: String,
    code: String,
    who: String,
    /// The questions of the law, and what was answered.
    assessed: Vec<(String, String)>,
    /// Each who might be told, what the law says, and where it stands.
    law: Vec<(String, String, String)>,
    /// To whom, by name and way.
    told: Vec<(String, String, Time, &'a str)>,
    today: Time,
}

impl Page<'_> {
    fn t(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn short(&self, short: &Short) -> String {
        self.t(&format!("warn-short-{}", short.word().replace('_', "-")))
    }

    /// The key of how it ended.
    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn ended(&self, outcome: &Outcome) -> String {
        format!("matter-close-{}", outcome.word().replace('_', "-"))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn at(&self, time: &Time) -> String {
        dates::moment(self.language, *time)
    }
}

pub(in crate::web::pages::matters) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (matter, ..) = one::matter(ask)?;
    let warning = matter.warning.as_deref().ok_or(tacenda_desk::Refusal::NotFoundOrNotYours)?;
    let language = ask.paper_language();
    let other = language.other();
    let workers = ask.site.agency.workers()?;
    let called = |word: &str| receiver(ask, language, word);
    let page = Page {
        c: ask.titled("warn-record").back(format!("/matters/{}", matter.id)),
        agency: ask.agency_name(),
        code: matter.client.map(code).unwrap_or_default(),
        who: one::name(&workers, matter.owner.unwrap_or(matter.opened_by)),
        assessed: assessed(ask, language, &matter),
        law: warning
            .receivers
            .iter()
            .map(|there| (called(&there.who), words::say(language, says(&there.verdict).0, &[]), cites(&there.by)))
            .collect(),
        told: warning.told.iter().map(|t| (called(&t.who), format!("{}, {}", t.name, t.way), t.at, t.said.as_str())).collect(),
        today: ask.now()?.time,
        language,
        other,
        warning,
        matter: &matter,
    };
    Answer::page(&page)
}

fn cites(by: &[tacenda_desk::flows::Ground]) -> String {
    by.iter().map(|rule| rule.cite.join("; ")).collect::<Vec<_>>().join("; ")
}

fn assessed(ask: &Ask<'_>, language: Language, matter: &Matter) -> Vec<(String, String)> {
    let packs = &*ask.site.packs;
    let Some(read) = sheetcode::facts(packs, &matter.known(), jiff::civil::Date::default()) else { return Vec::new() };
    let row = |name: &&str| {
        let id = packs.vocabulary.find(name)?;
        let known = matter.facts.get(*name).map(|fact| &fact.value).filter(|value| **value != Json::Null);
        let answer = known.map_or_else(|| words::say(language, "ask-dont", &[]), |_| shown(packs, language, id, read.get(id)));
        Some((pick(&packs.vocabulary.fact(id).question, language).to_owned(), answer))
    };
    ASKED.iter().filter_map(row).collect()
}
