//! Texts from fragments: a rule has alternatives, and an alternative may name other rules in braces.

use std::collections::BTreeMap;

use super::chance::Chance;

/// What a text may say of the case it is written in.
#[derive(Debug, Clone, Default)]
pub(super) struct Given<'a> {
    /// `{name}`: the client, by the chosen name.
    pub name: &'a str,
    /// `{worker}`: who writes.
    pub worker: &'a str,
    /// `{other}`: somebody else: a representative, a colleague, a sender.
    pub other: &'a str,
    /// `{date}`: the day of writing.
    pub date: &'a str,
    /// The month of writing, 1 to 12: `{month}` is one of those before it, `{coming}` one of those after it.
    pub month: Option<i8>,
}

/// Rules by name.
#[derive(Debug)]
pub(super) struct Grammar(BTreeMap<&'static str, Vec<&'static str>>);

/// Deep enough for every text; the test below shows that no rule is nested deeper.
const DEEPEST: u8 = 6;

impl Grammar {
    /// The rules that come with the program.
    pub(super) fn shipped() -> Self {
        let files = [
            include_str!("texts/names.txt"),
            include_str!("texts/words.txt"),
            include_str!("texts/care.txt"),
            include_str!("texts/apart.txt"),
            include_str!("texts/papers.txt"),
            include_str!("texts/es.txt"),
        ];
        let mut rules: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        let mut rule = "";
        for line in files.iter().flat_map(|f| f.lines()).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            match line.strip_prefix("  ") {
                Some(alternative) => rules.entry(rule).or_default().push(alternative),
                None => rule = line,
            }
        }
        Self(rules)
    }

    /// Whether there is such a rule.
    pub(super) fn has(&self, rule: &str) -> bool {
        self.0.contains_key(rule)
    }

    /// A text by that rule.
    pub(super) fn write(&self, rule: &str, chance: &mut Chance, given: &Given<'_>) -> String {
        let mut text = String::new();
        self.expand(rule, chance, given, DEEPEST, &mut text);
        text
    }

    /// A word or phrase by that rule, which says nothing of any case.
    pub(super) fn word(&self, rule: &str, chance: &mut Chance) -> String {
        self.write(rule, chance, &Given::default())
    }

    fn expand(&self, rule: &str, chance: &mut Chance, given: &Given<'_>, depth: u8, text: &mut String) {
        let said = match rule {
            "name" => Some(given.name),
            "worker" => Some(given.worker),
            "other" => Some(given.other),
            "date" => Some(given.date),
            _ => None,
        };
        if let Some(said) = said {
            return text.push_str(said);
        }
        if let Some(month) = given.month.and_then(|now| month(rule, now, chance)) {
            return text.push_str(month);
        }
        let alternative = self.0.get(rule).and_then(|all| chance.pick(all)).unwrap_or_default();
        for (plain, slot) in pieces(alternative) {
            text.push_str(plain);
            if let Some(slot) = slot.filter(|_| depth > 0) {
                self.expand(slot, chance, given, depth - 1, text);
            }
        }
    }
}

const MONTHS: &[&str; 12] =
    &["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A month some months before or after this one, where the rule asks for one.
fn month(rule: &str, now: i8, chance: &mut Chance) -> Option<&'static str> {
    let away = match rule {
        "month" => -chance.within(1, 6),
        "coming" => chance.within(1, 5),
        _ => return None,
    };
    let place = usize::try_from((i64::from(now) - 1 + away).rem_euclid(12)).ok()?;
    MONTHS.get(place).copied()
}

/// Sentences begin with a capital, whatever word stands there.
pub(super) fn capitals(text: &str) -> String {
    let mut begins = true;
    let mut last = ' ';
    let capital = |c: char| {
        let upper = if begins { c.to_uppercase().next().unwrap_or(c) } else { c };
        begins = (last == '.' && c == ' ') || (begins && !c.is_alphanumeric());
        last = c;
        upper
    };
    text.chars().map(capital).collect()
}

/// The plain pieces of an alternative, each with the rule named after it.
fn pieces(alternative: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    alternative.split('}').map(|piece| match piece.split_once('{') {
        Some((plain, slot)) => (plain, Some(slot)),
        None => (piece, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules_named(alternative: &str) -> Vec<&str> {
        pieces(alternative).filter_map(|(_, slot)| slot).filter(|s| !["name", "worker", "other", "date"].contains(s)).collect()
    }

    fn depth(grammar: &Grammar, rule: &str) -> u8 {
        let inner = grammar.0[rule].iter().flat_map(|a| rules_named(a)).map(|slot| depth(grammar, slot));
        1 + inner.max().unwrap_or(0)
    }

    fn ways(grammar: &Grammar, rule: &str) -> f64 {
        let of = |a: &&'static str| rules_named(a).iter().map(|slot| ways(grammar, slot)).product::<f64>();
        grammar.0[rule].iter().map(of).sum()
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(
            capitals("fluoxetine 20 mg. no change. \"yes\", said Ada. 3 p.m. is fine."),
            "Fluoxetine 20 mg. No change. \"Yes\", said Ada. 3 p.m. Is fine."
        );
        assert_eq!(capitals("él duerme. ánimo."), "Él duerme. Ánimo.");
    }

    #[test]
    fn every_rule_that_a_text_names_is_there_and_none_is_nested_too_deep() {
        let grammar = Grammar::shipped();
        for (rule, alternatives) in &grammar.0 {
            for slot in alternatives.iter().flat_map(|a| rules_named(a)) {
                assert!(grammar.has(slot), "{rule} names {slot}");
            }
            assert!(depth(&grammar, rule) <= DEEPEST, "{rule}");
        }
    }

    #[test]
    fn every_kind_of_text_can_be_said_in_hundreds_of_ways() {
        let grammar = Grammar::shipped();
        let titled: Vec<&str> = grammar.0.keys().filter_map(|rule| rule.strip_suffix(".title")).collect();
        assert!(titled.len() > 40);
        for rule in titled {
            let ways = ways(&grammar, rule);
            assert!(ways >= 300.0, "{rule}: {ways}");
        }
    }
}
