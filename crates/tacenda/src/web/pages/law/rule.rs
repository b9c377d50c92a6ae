//! One rule, so that it can be read to a judge: what it says, where it stands, how sure we are, and the cases that watch it.

use askama::Template;
use tacenda_law::{Enumeration, LegalSource, Rule, WorkedCase};

use super::pack::sure;
use super::{Line, is_reviewed};
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;
use tacenda_desk::Refusal;

/// Cases of each kind that are shown.
const CASES: usize = 4;

#[derive(Template)]
#[template(path = "law/rule.html")]
struct Page<'a> {
    c: Chrome<'a>,
    line: Line,
    rule: &'a Rule,
    pack: &'a tacenda_law::Pack,
    reviewed: bool,
    when: String,
    recipients: Vec<String>,
    categories: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
    unless: Vec<Line>,
    source: Option<&'a LegalSource>,
    checked: String,
    sure: &'static str,
    force: (Option<String>, Option<String>),
    decides: Vec<&'a WorkedCase>,
    near: Vec<&'a WorkedCase>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let packs = &*ask.site.packs;
    let at = packs.find_rule(ask.part("rule")).ok_or(Refusal::NotFoundOrNotYours)?;
    let (rule, words) = (packs.rule(at), &packs.vocabulary);
    let pack = packs.pack_of(rule);
    let source = packs.source_of(rule);
    let named = rule.names_categories && rule.categories != u64::MAX;
    let day = |n: i32| (n != i32::MIN && n != i32::MAX).then(|| dates::date(ask.language, tacenda_law::day(n)));
    let cases = ask.site.cases();
    let page = Page {
        c: ask.chrome(rule.title.clone()).back(format!("/law/pack/{}", pack.id)),
        line: Line::of(packs, at),
        reviewed: is_reviewed(pack),
        when: rule.when.text.split_whitespace().collect::<Vec<_>>().join(" "),
        recipients: rule.recipients.map(|set| labels(words.recipients(), set, ask.language)).unwrap_or_default(),
        categories: if named { labels(words.categories(), rule.categories, ask.language) } else { Vec::new() },
        before: duties(ask, &rule.before),
        after: duties(ask, &rule.after),
        unless: rule.unless_rules.iter().map(|other| Line::of(packs, *other)).collect(),
        checked: source.map(|source| dates::date(ask.language, source.checked)).unwrap_or_default(),
        source,
        sure: sure(rule.sure),
        force: (day(rule.days.0), day(rule.days.1)),
        decides: cases.iter().filter(|case| case.decides.contains(&at)).take(CASES).collect(),
        near: cases.iter().filter(|case| case.near_miss.contains(&at)).take(CASES).collect(),
        rule,
        pack,
    };
    Answer::page(&page)
}

fn labels(words: &Enumeration, set: u64, language: Language) -> Vec<String> {
    let named: Vec<&str> = words.names(set).collect();
    let label = |member: &tacenda_law::Member| match language {
        Language::En => member.en.clone(),
        Language::Es => member.es.clone(),
    };
    words.members.iter().filter(|member| named.contains(&member.id.as_str())).map(label).collect()
}

fn duties(ask: &Ask<'_>, which: &[usize]) -> Vec<String> {
    let label = |at: &usize| {
        let text = &ask.site.packs.vocabulary.duty(*at).label;
        if ask.language == Language::Es { text.es.clone() } else { text.en.clone() }
    };
    which.iter().map(label).collect()
}
