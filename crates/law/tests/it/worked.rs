//! The packs' own worked cases.

use crate::packs::{FILES, PACKS};
use crate::support::DAY;

#[test]
fn every_worked_case_is_answered_as_its_author_expects() {
    let cases = PACKS.cases(&FILES, DAY).unwrap_or_else(|e| panic!("{e:#?}"));
    assert!(cases.len() >= 500, "only {} worked cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let differences = case.differences(&PACKS);
        if !differences.is_empty() {
            wrong.push(format!("{} ({}:{}): {}", case.name, case.place.0, case.place.1, differences.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_it_decides_and_a_near_miss() {
    let cases = PACKS.cases(&FILES, DAY).unwrap();
    assert!(PACKS.rules.len() >= 280, "only {} rules", PACKS.rules.len());
    let mut lacking = Vec::new();
    for (at, rule) in PACKS.rules.iter().enumerate() {
        let always = rule.when.formula.alternatives().iter().any(Vec::is_empty);
        let decided = cases.iter().any(|c| c.decides.contains(&at));
        let missed = always || cases.iter().any(|c| c.near_miss.contains(&at));
        if !decided || !missed {
            lacking.push(PACKS.rule_name(at));
        }
    }
    assert!(lacking.is_empty(), "{} rules: {}", lacking.len(), lacking.join(", "));
}

#[test]
fn every_question_every_word_and_every_duty_speaks_both_languages() {
    let vocabulary = &PACKS.vocabulary;
    let mut silent = Vec::new();
    for id in vocabulary.stated() {
        let fact = vocabulary.fact(id);
        if [&fact.question.en, &fact.question.es, &fact.why.en, &fact.why.es, &fact.definition].iter().any(|t| t.is_empty()) {
            silent.push(fact.name.clone());
        }
    }
    let members = vocabulary.enums.iter().flat_map(|e| &e.members).filter(|m| m.en.is_empty() || m.es.is_empty());
    silent.extend(members.map(|m| m.id.clone()));
    let duties = vocabulary.duties.iter().filter(|d| d.label.en.is_empty() || d.label.es.is_empty());
    silent.extend(duties.map(|d| d.id.clone()));
    assert!(silent.is_empty(), "{silent:?}");
}
