//! The interview: derived from the law, short, and never asking what cannot matter.

use std::collections::BTreeSet;

use tacenda_law::{FactId, Facts, Said, WorkedCase, next_question, why_asked};

use crate::support::{DAY, FILES, PACKS};

/// What the holder, the recipient and the purpose say; everything else is unknown.
fn profile(case: &Facts) -> Facts {
    let vocabulary = &PACKS.vocabulary;
    let mut facts = Facts::empty(vocabulary, case.event_day(vocabulary));
    for id in vocabulary.stated() {
        let fact = vocabulary.fact(id);
        let known =
            fact.group == "holder" || ["jurisdictions", "recipient_kind", "purpose", "event_date"].contains(&fact.name.as_str());
        if known && !case.get(id).is_open() {
            facts.put(id, case.get(id), Said::Stated);
        }
    }
    facts
}

/// A question is asked only if its answer alone can change the ruling, whatever else comes.
fn must_matter(known: &Facts, id: FactId) {
    let vocabulary = &PACKS.vocabulary;
    let (one, other) =
        why_asked(&PACKS, known, id).unwrap_or_else(|| panic!("{} was asked for nothing", vocabulary.fact(id).name));
    assert_ne!(PACKS.outcome(&one), PACKS.outcome(&other));
    for fact in vocabulary.stated() {
        assert!(fact == id || one.get(fact) == other.get(fact), "the two cases differ in more than the question");
        let said = known.get(fact);
        assert!(said.is_open() || one.get(fact) == said, "a case contradicts what is known");
    }
}

/// Puts every question to the case and returns how many there were.
fn interview(case: &Facts) -> (Facts, usize) {
    let mut facts = profile(case);
    let mut unknown = BTreeSet::new();
    let mut count = 0;
    while let Some(id) = next_question(&PACKS, &facts, &unknown) {
        count += 1;
        if unknown.is_empty() {
            must_matter(&facts, id);
        }
        match case.get(id) {
            value if value.is_open() => {
                facts.state(id, value);
                unknown.insert(id);
            }
            value => facts.state(id, value),
        }
        assert!(count < 80, "the interview does not end");
    }
    (facts, count)
}

fn sample() -> Vec<WorkedCase> {
    let cases = PACKS.cases(&FILES, DAY).unwrap();
    let step = cases.len().div_ceil(60);
    cases.into_iter().step_by(step).collect()
}

#[test]
fn it_reaches_the_ruling_of_the_whole_case_is_short_and_asks_nothing_that_cannot_matter() {
    let mut counts = Vec::new();
    let mut wrong = Vec::new();
    for case in sample() {
        let (facts, count) = interview(&case.facts);
        counts.push(count);
        let (asked, whole) = (PACKS.outcome(&facts), PACKS.outcome(&case.facts));
        if asked != whole {
            wrong.push(format!("{}: {:?} instead of {:?}", case.name, asked, whole));
        }
    }
    counts.sort_unstable();
    println!("questions: {counts:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts[counts.len() / 2] <= 10, "median {} questions", counts[counts.len() / 2]);
}
