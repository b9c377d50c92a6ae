//! Loading is strict, and an error tells a lawyer where to look and what was probably meant.

use tacenda_law::{Packs, Source};

use crate::packs::FILES;

const PACK: &str = r#"id = "zz-test"
title = "Test"
version = "1.0.0"
role = "law"
applies = 'true'
review = { status = "not_reviewed" }
[[source]]
id = "act"
title = "The Act"
checked = 2026-01-01
sure = "high"
"#;

/// The errors of loading the vocabulary with one small pack.
fn errors(pack: &str, rules: &str) -> Vec<String> {
    let mut files: Vec<Source> = FILES.iter().filter(|f| !f.path.contains('/')).cloned().collect();
    files.push(Source::new("zz-test/pack.toml", pack));
    files.push(Source::new("zz-test/rules/a.toml", rules));
    Packs::load(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn rule(body: &str) -> String {
    format!("[[rule]]\nid = \"r\"\neffect = \"permit\"\ntitle = \"T\"\ncite = [\"Act 1\"]\nsource = \"act\"\n{body}\n")
}

#[test]
fn a_sound_pack_loads() {
    assert_eq!(errors(PACK, &rule("when = 'client_objects'")), Vec::<String>::new());
}

#[test]
fn each_slip_is_told_with_file_line_and_the_nearest_right_word() {
    let cases = [
        ("when = 'client_object'", "zz-test/rules/a.toml:7: there is no fact `client_object` (did you mean `client_objects`?)"),
        (
            "when = 'purpose == \"paiment\"'",
            "zz-test/rules/a.toml:7: `paiment` is not one of the words for `purpose` (did you mean `payment`?)",
        ),
        (
            "when = 'true'\nrecipients = [\"insurer\"]",
            "zz-test/rules/a.toml:8: `insurer` is not one of the words for `recipient` (did you mean `insurer_payer`?)",
        ),
        (
            "when = 'true'\ncategories = [\"diagnoses\"]",
            "zz-test/rules/a.toml:8: `diagnoses` is not one of the words for `category` (did you mean `diagnosis`?)",
        ),
        (
            "when = 'true'\nafter = [\"dokument\"]",
            "zz-test/rules/a.toml:8: there is no duty `dokument` (did you mean `document`?)",
        ),
        (
            "when = 'true'\nrecipient = [\"court\"]",
            "zz-test/rules/a.toml:8: unknown key `recipient` (did you mean `recipients`?)",
        ),
        ("when = 'true'\nunless_rules = [\"q\"]", "zz-test/rules/a.toml:2: `unless_rules` belongs to a `forbid` or a `limit`"),
        ("when = 'client_objects &&'", "zz-test/rules/a.toml:7: expected the name of a fact here"),
        ("when = 'client_age >= \"14\"'", "zz-test/rules/a.toml:7: expected a whole number, or `date(\"2026-03-02\")`"),
        ("when = 'true'\nmandate = \"statute\"", "zz-test/rules/a.toml:2: `mandate` belongs to a `require`"),
        (
            "when = 'true'\neffective_from = 2026-02-01\neffective_to = 2026-01-01",
            "zz-test/rules/a.toml:9: it ends before it begins",
        ),
        ("when = 'true'\ncategories = []\nexcept = []", "zz-test/rules/a.toml:2: `categories` and `except` exclude each other"),
    ];
    for (body, expected) in cases {
        let told = errors(PACK, &rule(body));
        assert!(told.iter().any(|t| t == expected), "{body}:\n  expected {expected}\n  told {told:#?}");
    }
}

#[test]
fn a_rule_without_citation_or_source_is_refused() {
    let told =
        errors(PACK, "[[rule]]\nid = \"r\"\neffect = \"permit\"\ntitle = \"T\"\nwhen = 'true'\ncite = []\nsource = \"act\"\n");
    assert!(told.iter().any(|t| t.contains("needs at least one citation")), "{told:#?}");
    let told = errors(PACK, &rule("when = 'true'").replace("source = \"act\"", "source = \"akt\""));
    assert!(told.iter().any(|t| t.ends_with("pack.toml has no source `akt` (did you mean `act`?)")), "{told:#?}");
}

#[test]
fn a_command_cannot_rest_on_what_commands_set() {
    let told = errors(PACK, &rule("when = 'required_by_law'\nmandate = \"statute\"").replace("\"permit\"", "\"require\""));
    assert!(told.iter().any(|t| t.contains("cannot rest on `required_by_law`")), "{told:#?}");
}

#[test]
fn all_faults_are_told_at_once() {
    let two = format!("{}{}", rule("when = 'client_object'"), rule("when = 'client_objct'").replace("\"r\"", "\"s\""));
    assert_eq!(errors(PACK, &two).len(), 2);
}

#[test]
fn rubbish_in_a_pack_is_an_error_and_never_a_panic() {
    for text in ["", "\u{0}", "[[rule]", "rule = 1", "[[rule]]\nid = 1", &"(".repeat(10_000), "[[rule]]\nwhen = '''"] {
        assert!(!errors(PACK, text).is_empty() || text.is_empty());
    }
    for condition in [
        "(",
        "!",
        "!!!!!client_objects",
        "((((client_objects))))",
        "\"nm\" in",
        "purpose in []",
        "purpose in [\"payment\"",
        "1 == 1",
        "a.b",
        "\u{1F600}",
        &"!".repeat(500),
        &"(".repeat(500),
    ] {
        let _ = errors(PACK, &rule(&format!("when = '''{condition}'''")));
    }
}

#[test]
fn only_what_permits_or_commands_lifts_a_prohibition() {
    let two = |effect: &str| {
        let ban = "[[rule]]\nid = \"ban\"\neffect = \"forbid\"\ntitle = \"B\"\nwhen = 'true'\ncite = [\"Act 2\"]\nsource = \"act\"\nunless_rules = [\"r\"]\n";
        rule("when = 'client_objects'").replace("\"permit\"", effect) + ban
    };
    assert_eq!(errors(PACK, &two("\"permit\"")), Vec::<String>::new());
    for effect in ["\"forbid\"", "\"limit\""] {
        assert_eq!(
            errors(PACK, &two(effect)),
            ["zz-test/rules/a.toml:15: `r` neither permits nor commands, so it lifts nothing"]
        );
    }
}
