//! One sheet as one page of paper.

use askama::Template;

use crate::language::Language;
use crate::sheet::Sheet;
use crate::sheet::words::{self, Both, say};
use crate::web::{dates, words as pages};

/// Rules and changes that a page has room for; the rest stands on the screen, and the file of the sheet has it all.
const ROOM: usize = 6;

#[derive(Template)]
#[template(path = "ask/paper.html")]
pub(super) struct Paper<'a> {
    sheet: Sheet,
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
        Self { day: dates::date(language, sheet.day), sheet, language, code, who, head }
    }

    fn w(&self, both: Both) -> &'static str {
        say(both, self.language)
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
    use super::*;
    use tacenda_law::Packs;

    /// Every worked case as a page, one behind the other, in each language: what `cargo xtask journeys sheets` gives to the printer and counts.
    #[test]
    #[ignore = "writes files for the printer"]
    fn every_worked_case_as_a_page_of_paper() {
        let files = crate::packs::files(None).unwrap();
        let packs = Packs::load(&crate::packs::files(None).unwrap()).unwrap();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut sources = files;
        for pack in &packs.packs {
            for entry in std::fs::read_dir(root.join("packs").join(&pack.id).join("cases")).unwrap().flatten() {
                let name = format!("{}/cases/{}", pack.id, entry.file_name().to_string_lossy());
                let text = std::fs::read_to_string(entry.path()).unwrap();
                if !sources.iter().any(|s| s.path == name) {
                    sources.push(tacenda_law::Source::new(name, text));
                }
            }
        }
        let cases = packs.cases(&sources, jiff::civil::date(2026, 11, 22)).unwrap();
        let out = root.join("target/print");
        std::fs::create_dir_all(&out).unwrap();
        for language in Language::ALL {
            let mut html =
                String::from("<!doctype html><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"desk.css\"><body><main>");
            for case in &cases {
                let sheet = Sheet::of(&packs.decide(&case.facts), *language);
                let paper = Paper::new(
                    sheet,
                    *language,
                    ("7Q4K-2M9X-C", "María Guadalupe Hernández-Castañeda", "123 456 · K7QD-2M9X-4TBN-R"),
                );
                html.push_str(&paper.render().unwrap());
            }
            html.push_str("</main></body>");
            std::fs::write(out.join(format!("sheets-{}.html", language.code())), html).unwrap();
        }
        std::fs::write(out.join("count"), cases.len().to_string()).unwrap();
        std::fs::copy(root.join("crates/tacenda/src/web/assets/desk.css"), out.join("desk.css")).unwrap();
    }
}
