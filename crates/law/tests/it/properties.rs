//! What holds for any case, whatever the law says: tried on random cases.

use tacenda_law::{Facts, Packs, Said, Source, Value, Verdict};

use crate::packs::{FILES, PACKS};
use crate::support::{Chance, DAY, decide, random_case};

/// A number for "toward yes": nothing may go, it depends, something may go.
fn toward_yes(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Prohibited | Verdict::Conflict => 0,
        Verdict::NeedsMoreFacts => 1,
        Verdict::Permitted | Verdict::Required => 2,
    }
}

#[test]
fn any_set_of_facts_gets_the_same_bytes_twice() {
    let mut chance = Chance(11);
    for _ in 0..300 {
        let facts = random_case(&mut chance, 12);
        assert_eq!(decide(&facts).to_json().to_string(), decide(&facts).to_json().to_string());
    }
}

#[test]
fn nothing_known_at_all_is_never_a_yes() {
    let facts = Facts::empty(&PACKS.vocabulary, DAY);
    assert!(!decide(&facts).verdict.is_yes());
}

#[test]
fn forgetting_a_fact_never_moves_the_answer_toward_yes() {
    let mut chance = Chance(12);
    let stated: Vec<_> = PACKS.vocabulary.stated().collect();
    for _ in 0..400 {
        let whole = random_case(&mut chance, 10);
        let (verdict, scope) = PACKS.outcome(&whole);
        let mut less = whole.clone();
        for _ in 0..=chance.below(4) {
            let id = stated[chance.below(stated.len())];
            if PACKS.vocabulary.fact(id).name != "event_date" {
                less.put(id, Value::Unknown, Said::Open);
            }
        }
        let (with_less, scope_with_less) = PACKS.outcome(&less);
        if verdict.is_yes() {
            assert!(with_less == verdict && scope_with_less == scope || with_less == Verdict::NeedsMoreFacts);
        } else {
            assert!(toward_yes(with_less) <= 1, "{verdict:?} became {with_less:?}: {}", whole.to_json(&PACKS.vocabulary));
            assert!(!with_less.is_yes());
        }
    }
}

#[test]
fn what_goes_was_asked_for_and_what_must_not_go_does_not() {
    let mut chance = Chance(13);
    for _ in 0..1000 {
        let facts = random_case(&mut chance, 10);
        let ruling = decide(&facts);
        assert_eq!(ruling.may_include & ruling.must_exclude, 0);
        assert_eq!(ruling.verdict.is_yes(), ruling.may_include != 0);
        assert_eq!(ruling.recipient_ok(), ruling.verdict.is_yes());
        assert!(ruling.verdict != Verdict::NeedsMoreFacts || !ruling.missing.is_empty(), "{}", facts.to_json(&PACKS.vocabulary));
    }
}

#[test]
fn every_answer_names_a_rule_and_every_rule_its_citation() {
    let mut chance = Chance(14);
    for _ in 0..300 {
        let facts = random_case(&mut chance, 10);
        assert!(!decide(&facts).citations().is_empty());
    }
}

/// The packs with their rules, and the packs themselves, in another order.
fn shuffled(chance: &mut Chance) -> Packs {
    let mut files: Vec<Source> = FILES.clone();
    for at in (1..files.len()).rev() {
        files.swap(at, chance.below(at + 1));
    }
    for file in files.iter_mut().filter(|f| f.path.contains("/rules/")) {
        let mut rules: Vec<&str> = file.text.split("[[rule]]").collect();
        let head = rules.remove(0).to_owned();
        for at in (1..rules.len()).rev() {
            rules.swap(at, chance.below(at + 1));
        }
        file.text = format!("{head}{}", rules.iter().map(|r| format!("[[rule]]{r}\n")).collect::<String>());
    }
    Packs::load(&files).unwrap_or_else(|e| panic!("{e:#?}"))
}

#[test]
fn the_order_of_rules_and_files_does_not_matter() {
    let mut chance = Chance(15);
    let other = shuffled(&mut chance);
    for _ in 0..500 {
        let facts = random_case(&mut chance, 12);
        assert_eq!(PACKS.outcome(&facts), other.outcome(&facts));
        let mut own: Vec<String> = decide(&facts).citations().iter().map(ToString::to_string).collect();
        let mut others: Vec<String> = other.decide(&facts).citations().iter().map(ToString::to_string).collect();
        own.sort();
        others.sort();
        assert_eq!(own, others);
    }
}

#[test]
fn adding_a_restriction_never_moves_the_answer_toward_yes() {
    let mut chance = Chance(16);
    let conditions = [
        "purpose == \"payment\"",
        "client_objects",
        "information_identifiable",
        "recipient_kind in [\"law_enforcement\", \"court\"]",
        "true",
    ];
    for (round, condition) in conditions.iter().enumerate() {
        let effect = if round % 2 == 0 { "effect = \"forbid\"" } else { "effect = \"limit\"\ncategories = [\"identity\"]" };
        let mut files = FILES.clone();
        files.push(Source::new("zz-policy/pack.toml", "id = \"zz-policy\"\ntitle = \"House rules\"\nversion = \"1.0.0\"\nrole = \"policy\"\napplies = 'true'\nreview = { status = \"not_reviewed\" }\n[[source]]\nid = \"house\"\ntitle = \"House rules\"\nchecked = 2026-01-01\nsure = \"high\"\n"));
        files.push(Source::new("zz-policy/rules/a.toml", format!("[[rule]]\nid = \"extra\"\n{effect}\ntitle = \"Extra\"\nwhen = '''{condition}'''\ncite = [\"house rule\"]\nsource = \"house\"\n")));
        let stricter = Packs::load(&files).unwrap_or_else(|e| panic!("{e:#?}"));
        for _ in 0..200 {
            let facts = random_case(&mut chance, 10);
            let ((before, scope), (after, less)) = (PACKS.outcome(&facts), stricter.outcome(&facts));
            assert!(toward_yes(after) <= toward_yes(before));
            assert_eq!(less & !scope, 0, "more goes than before");
            if before == Verdict::Required {
                assert_eq!((after, less & !scope), (Verdict::Required, 0), "a house rule cannot defeat a command");
            }
        }
    }
}

#[test]
fn a_specific_prohibition_of_law_wins_over_every_permission() {
    let mut chance = Chance(17);
    let mut files = FILES.clone();
    files.push(Source::new("zz-law/pack.toml", "id = \"zz-law\"\ntitle = \"A ban\"\nversion = \"1.0.0\"\nrole = \"law\"\napplies = 'true'\nreview = { status = \"not_reviewed\" }\n[[source]]\nid = \"ban\"\ntitle = \"Ban\"\nchecked = 2026-01-01\nsure = \"high\"\n"));
    files.push(Source::new(
        "zz-law/rules/a.toml",
        "[[rule]]\nid = \"ban\"\neffect = \"forbid\"\ntitle = \"Ban\"\nwhen = 'true'\ncite = [\"Ban 1\"]\nsource = \"ban\"\n",
    ));
    let banned = Packs::load(&files).unwrap_or_else(|e| panic!("{e:#?}"));
    for _ in 0..300 {
        let facts = random_case(&mut chance, 10);
        assert!(!banned.outcome(&facts).0.is_yes());
    }
}
