//! Whatever comes in: the law's answer in a matter is the law's answer.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tacenda_law::{Absence, Facts};

use crate::flows::stage::{LAW, Stage, files};
use crate::flows::{FlowKind, digest};

/// When the stage's papers come, as the law's clocks read it.
const CAME: &str = "2026-03-02T10:00:00";

/// What is said in a matter is all that is known of it. So a worked case, with everything that its file takes for granted said aloud,
/// must get the same ruling as a matter that it gets from the law alone, to the byte: every case with a legal paper, and of all the others
/// each fourth.
#[test]
fn the_worked_cases_run_as_matters_are_answered_as_the_law_answers_them() {
    let day = jiff::civil::date(2026, 3, 2);
    let mut count: BTreeMap<FlowKind, usize> = BTreeMap::new();
    for (at, case) in LAW.cases(&files(), day).unwrap().iter().enumerate() {
        let paper = LAW.paper(&case.facts);
        let Some(flow) = paper.and_then(|paper| FlowKind::from_word(&paper.flow)) else { continue };
        if !flow.is_legal() && at % 4 != 0 {
            continue;
        }
        let Json::Object(mut said) = case.facts.to_json_with_unknowns(&LAW.vocabulary) else { panic!() };
        for id in LAW.vocabulary.stated() {
            let fact = LAW.vocabulary.fact(id);
            said.insert(fact.name.clone(), LAW.vocabulary.show(id, case.facts.get(id)));
        }
        said.remove("event_date");
        if flow.runs_from_receipt() {
            said.insert("event_date".into(), json!(CAME));
        }
        let facts = Facts::from_json(&LAW.vocabulary, &Json::Object(said.clone()), day, Absence::Unknown).unwrap();
        let ruling = LAW.decide(&facts);
        let mut stage = Stage::with(&[]);
        let said: Vec<(&str, Json)> = said.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let ruled = stage.comes_bare(&said).ruling.clone().unwrap();
        assert_eq!(ruled.digest, digest(&ruling), "{}", case.name);
        assert_eq!((ruled.day, ruled.verdict.as_str()), (day, ruling.verdict.word()), "{}", case.name);
        assert_eq!(ruled.may, ruling.may_words(), "{}", case.name);
        *count.entry(flow).or_default() += 1;
    }
    println!("{count:?}");
    assert!(count.len() >= 13 && count.values().sum::<usize>() > 500, "{count:?}");
}
