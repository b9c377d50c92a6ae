//! The cases that were handed down with the digest of the law. They live beside the project, not in it.

use std::path::Path;

use serde_json::Value as Json;
use tacenda_law::{Absence, Expect, Facts};

use crate::packs::PACKS;
use crate::support::DAY;

/// Each case as it stands in the file, and its facts.
pub(crate) fn cases() -> Option<Vec<(Json, Facts)>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law/cases.jsonl");
    let text = std::fs::read_to_string(&file).ok()?;
    let lines = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let facts = |case: &Json| Facts::from_json(&PACKS.vocabulary, &case["facts"], DAY, Absence::Default).unwrap();
    Some(lines.map(|case| (case.clone(), facts(&case))).collect())
}

#[test]
fn the_cases_handed_down_with_the_digest_are_answered_as_expected() {
    let Some(cases) = cases() else {
        println!("skipped: there is no ../shared beside this checkout");
        return;
    };
    let mut wrong = Vec::new();
    let count = cases.len();
    for (case, facts) in cases {
        let expect: Expect = serde_json::from_value(case["expect"].clone()).unwrap();
        let differences = expect.differences(&PACKS.decide(&facts));
        if !differences.is_empty() {
            wrong.push(format!("{} {}: {}", case["id"], case["title"], differences.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
