//! The worked cases watch every literal of every condition.

use jiff::civil::date;
use tacenda_analysis::unwatched_literals;

use crate::packs::{FILES, PACKS};

#[test]
fn turning_any_literal_of_any_condition_round_makes_some_case_fail() {
    let cases = PACKS.cases(&FILES, date(2026, 3, 2)).unwrap();
    let unwatched = unwatched_literals(&PACKS, &cases);
    let list: Vec<String> = unwatched.iter().map(|(place, literal)| format!("{place}: {literal}")).collect();
    assert!(list.is_empty(), "{} literals:\n{}", list.len(), list.join("\n"));
}
