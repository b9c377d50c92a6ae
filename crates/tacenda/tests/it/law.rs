//! `tacenda law …` and `tacenda facts`

use serde_json::Value as Json;

use crate::run::tacenda;

#[test]
fn a_rule_is_shown_with_its_citation_its_source_and_its_cases() {
    let ran = tacenda(&["law", "show", "us-nm.danger"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in ["NMSA 43-1-19(B)(2)", "source", "decides", "near miss"] {
        assert!(ran.out.contains(part), "{part} is missing:\n{}", ran.out);
    }
}

#[test]
fn a_misspelt_name_is_told_the_right_one() {
    let ran = tacenda(&["law", "show", "us-nm.dangr"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `us-nm.danger`?"), "{}", ran.err);
    let ran = tacenda(&["law", "list", "us-nn"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean"), "{}", ran.err);
    let ran = tacenda(&["facts", "purpse"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `purpose`?"), "{}", ran.err);
}

#[test]
fn the_list_says_of_every_pack_that_counsel_has_not_reviewed_it() {
    let ran = tacenda(&["law", "list"], b"");
    assert!(ran.out.contains("20 packs"), "{}", ran.out);
    assert_eq!(ran.out.matches("not reviewed by counsel").count(), 20);
}

#[test]
fn the_vocabulary_is_json_that_a_program_can_read() {
    let ran = tacenda(&["facts", "--json"], b"");
    let list: Vec<Json> = serde_json::from_str(&ran.out).unwrap();
    assert!(list.len() >= 106);
    assert!(list.iter().all(|f| f["name"].is_string() && f["type"].is_string()));
}

#[test]
fn colorado_tells_what_september_2025_changed() {
    let ran = tacenda(&["law", "diff", "us-co", "--from", "2025-08-31", "--to", "2025-09-01"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("us-co.child_2025") && ran.out.contains("report_within_24h") && ran.out.contains("victim_advocate"),
        "{}",
        ran.out
    );
    // Every case that the comparison prints can be decided.
    let cases: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("  {")).collect();
    assert!(!cases.is_empty());
    let answers = tacenda(&["decide", "--json"], cases.join("\n").as_bytes());
    assert_eq!(answers.code, 0, "{}", answers.err);
}

#[test]
fn two_pack_folders_are_compared_in_the_same_way() {
    let ran = tacenda(&["law", "diff", "us-other", "packs/us-other"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("no rule differs") && ran.out.contains("no case changes its answer"), "{}", ran.out);
}

#[test]
fn cedar_gets_a_policy_per_rule() {
    let ran = tacenda(&["law", "export", "--cedar"], b"");
    let rules = tacenda(&["law", "list"], b"");
    let count: usize = rules.out.lines().last().unwrap().split(' ').nth(2).unwrap().parse().unwrap();
    assert_eq!(ran.out.matches("@id(").count(), count);
}

#[test]
fn a_broken_packs_folder_is_an_error_with_file_and_line() {
    let folder = std::env::temp_dir().join(format!("tacenda-broken-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("facts.toml"), "[[fact]\n").unwrap();
    let ran = tacenda(&["law", "list", "--packs", folder.to_str().unwrap()], b"");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("this file is missing"), "{}", ran.err);
}
