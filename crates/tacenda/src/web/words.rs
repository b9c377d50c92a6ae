//! What pages say, in every language: Fluent messages under `i18n/`. The build fails where a language lacks a message, or a page asks
//! for one that is not there.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(Language, Bundle)>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, bundle(*language))).collect());

fn bundle(language: Language) -> Bundle {
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false); // both languages run from left to right, and isolates would stand in titles
    for (code, text) in MESSAGES {
        if *code == language.code() {
            // What does not parse is found by the test that asks for every message.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partly, _)| partly);
            let _ = bundle.add_resource(resource);
        }
    }
    bundle
}

/// A message with its arguments filled in; its name where there is none, which the build has ruled out.
pub(crate) fn say(language: Language, key: &str, args: &[(&str, &str)]) -> String {
    let mut filled = FluentArgs::new();
    for (name, value) in args {
        // A number keeps its plural; all else is text.
        let value = value.parse::<i64>().map_or_else(|_| FluentValue::from(*value), FluentValue::from);
        filled.set(*name, value);
    }
    let bundle = BUNDLES.iter().find(|(code, _)| *code == language).map(|(_, bundle)| bundle);
    let said = bundle.and_then(|bundle| {
        let pattern = bundle.get_message(key)?.value()?;
        Some(bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned())
    });
    said.unwrap_or_else(|| key.to_owned())
}

/// Whether there is such a message.
pub(crate) fn has(language: Language, key: &str) -> bool {
    BUNDLES.iter().any(|(code, bundle)| *code == language && bundle.has_message(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tacenda_desk::flows::{Served, What};
    use tacenda_desk::{KnownBy, Signed, Sort, TaskKind};

    #[test]
    fn every_word_of_the_desk_that_a_page_spells_out_has_a_message() {
        let did = What::ALL.iter().map(|what| format!("matter-did-{}", what.word()));
        let ways = Served::ALL.iter().filter(|way| **way != Served::Talk).map(|way| format!("packet-way-{}", way.word()));
        let sorts = Sort::ALL.iter().map(|sort| format!("shared-sort-{}", sort.word()));
        let signed = Signed::ALL.iter().map(|how| format!("release-how-{}", how.word()));
        let known = KnownBy::ALL.iter().map(|how| format!("release-known-by-{}", how.word()));
        let tasks = TaskKind::ALL.iter().map(|kind| format!("task-{}", kind.word()));
        for key in did.chain(ways).chain(sorts).chain(signed).chain(known).chain(tasks) {
            assert!([Language::En, Language::Es].into_iter().all(|language| has(language, &key.replace('_', "-"))), "{key}");
        }
    }

    #[test]
    fn every_message_is_read_and_none_is_left_in_its_own_name() {
        for (code, text) in MESSAGES {
            let language = Language::from_code(code).unwrap();
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(_, errors)| panic!("{code}: {errors:?}"));
            let keys = text.lines().filter_map(|l| l.split_once(" =")).map(|(key, _)| key);
            for key in keys.filter(|k| k.starts_with(|c: char| c.is_ascii_lowercase())) {
                assert!(has(language, key), "{code}: {key}");
            }
        }
    }
}
