//! One sheet as one page of paper.

use askama::Template;

use crate::language::Language;
use crate::sheet::Sheet;
use crate::sheet::words::{self, Both, say};
use crate::web::{dates, words as pages};

/// Rules and changes that a page has room for; the rest stands on the screen, and the file of the sheet has it all.
const ROOM: usize = 6;
/// Open questions that a page has room for; the interview asks them all, one after the other.
const ASKED: usize = 16;

#[derive(Template)]
#[template(path = "ask/paper.html")]
pub(super) struct Paper<'a> {
    sheet: Sheet,
    /// Open questions that do not stand on the page.
    more: usize,
    language: Language,
    day: String,
    code: &'a str,
    who: &'a str,
    head: &'a str,
}

impl<'a> Paper<'a> {
    /// With its code, who asked, and the ledger's head.
    pub(super) fn new(mut sheet: Sheet, language: Language, (code, who, head): (&'a str, &'a str, &'a str)) -> Self {
        sheet.why.truncate(ROOM);
        sheet.changes.truncate(ROOM);
        let more = sheet.missing.len().saturating_sub(ASKED);
        sheet.missing.truncate(ASKED);
        Self { day: dates::date(language, sheet.day), sheet, more, language, code, who, head }
    }

    fn w(&self, both: Both) -> &'static str {
        say(both, self.language)
    }

    fn more(&self) -> String {
        pages::say(self.language, "ask-missing-more", &[("count", &self.more.to_string())])
    }

    fn due(&self, text: &str) -> String {
        dates::written(self.language, text)
    }

    fn t(&self, key: &str) -> String {
        pages::say(self.language, key, &[])
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::sheetcode::{self, Proof, Replay};
    use tacenda_law::{Absence, Facts, Packs, Source};

    /// So many sheets are printed at once.
    const PART: usize = 1_000;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// The facts of every worked case; and again as an interview leaves them, with everything unknown that nobody said.
    fn cases(packs: &Packs) -> Vec<Facts> {
        let mut sources: Vec<Source> = crate::packs::files(None).unwrap();
        for pack in &packs.packs {
            for entry in std::fs::read_dir(root().join("packs").join(&pack.id).join("cases")).unwrap().flatten() {
                let name = format!("{}/cases/{}", pack.id, entry.file_name().to_string_lossy());
                if !sources.iter().any(|source| source.path == name) {
                    sources.push(Source::new(name, std::fs::read_to_string(entry.path()).unwrap()));
                }
            }
        }
        let cases = packs.cases(&sources, jiff::civil::date(2026, 11, 22)).unwrap();
        let strict = |facts: &Facts| {
            let day = facts.event_day(&packs.vocabulary);
            Facts::from_json(&packs.vocabulary, &facts.to_json(&packs.vocabulary), day, Absence::Unknown).unwrap()
        };
        cases.into_iter().flat_map(|case| [strict(&case.facts), case.facts]).collect()
    }

    /// The sheet's file, if it can have one: one that an interview made.
    fn proof(packs: &Packs, facts: &Facts, id: &str) -> Option<Proof> {
        let ruling = packs.decide(facts);
        let used = sheetcode::packs_of(&ruling)
            .map(|pack| serde_json::json!({ "id": pack.id, "version": pack.version, "digest": pack.digest }));
        let ruled = sheetcode::ruling(&ruling);
        let proof: Proof = serde_json::from_value(serde_json::json!({
            "tacenda": "sheet/1", "code": sheetcode::code(id, &ruled), "id": id, "day": facts.event_day(&packs.vocabulary),
            "facts": facts.to_json_with_unknowns(&packs.vocabulary), "packs": used.collect::<Vec<_>>(), "ruling": ruled,
        }))
        .unwrap();
        (proof.replay(packs) == Replay::Same).then_some(proof)
    }

    /// Every worked case as pages, one behind the other, in each language, and the files that go with them: what `cargo xtask journeys
    /// sheets` gives to the printer, counts, and has checked.
    #[test]
    #[ignore = "writes files for the printer"]
    fn every_worked_case_as_a_page_of_paper() {
        let packs = Packs::load(&crate::packs::files(None).unwrap()).unwrap();
        let (all, out) = (cases(&packs), root().join("target/print"));
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir_all(out.join("proofs")).unwrap();
        for (number, part) in all.chunks(PART).enumerate() {
            for language in Language::ALL {
                let pages = part.iter().enumerate().map(|(at, facts)| {
                    let id = format!("{}", number * PART + at);
                    let code = sheetcode::code(&id, &sheetcode::ruling(&packs.decide(facts)));
                    let (who, head) = ("María Guadalupe Hernández-Castañeda", "123 456 · K7QD-2M9X-4TBN-R");
                    Paper::new(Sheet::of(&packs.decide(facts), *language), *language, (&code, who, head)).render().unwrap()
                });
                let head = "<!doctype html><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"desk.css\"><body><main>";
                let html = format!("{head}{}</main></body>", pages.collect::<String>());
                std::fs::write(out.join(format!("sheets-{}-{number}.html", language.code())), html).unwrap();
            }
        }
        // What an interview left is kept with what is unknown, and can be checked; every second one is such.
        for (at, facts) in all.iter().enumerate().step_by(2) {
            let proof = proof(&packs, facts, &at.to_string()).unwrap();
            std::fs::write(out.join(format!("proofs/{}.json", proof.code)), serde_json::to_vec(&proof).unwrap()).unwrap();
        }
        std::fs::copy(root().join("crates/tacenda/src/web/assets/desk.css"), out.join("desk.css")).unwrap();
    }
}
