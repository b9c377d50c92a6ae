//! The cases that were handed down with the digest of the law. They live beside the project, not in it.

use std::path::Path;

use jiff::civil::Date;
use serde_json::Value as Json;
use tacenda_law::{Absence, Expect, Facts};

use crate::support::PACKS;

#[test]
fn the_cases_handed_down_with_the_digest_are_answered_as_expected() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law/cases.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: there is no ../shared beside this checkout");
        return;
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        count += 1;
        let case: Json = serde_json::from_str(line).unwrap();
        let expect: Expect = serde_json::from_value(case["expect"].clone()).unwrap();
        let facts = Facts::from_json(&PACKS.vocabulary, &case["facts"], Date::constant(2026, 3, 2), Absence::Default).unwrap();
        let differences = expect.differences(&PACKS.decide(&facts));
        if !differences.is_empty() {
            wrong.push(format!("{} {}: {}", case["id"], case["title"], differences.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
