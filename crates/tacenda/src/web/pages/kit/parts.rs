//! What lies in the kit. The words are those of the pages that do the same while there is power.

use sha2::{Digest as _, Sha256};
use tacenda_law::{Hurt, Letter, Packs, ReleasePaper};
use tacenda_paper::Part;

use crate::agency::hex;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::words::pick;
use crate::web::ask::Ask;
use crate::web::pages::report::Number;
use crate::web::print::{self, label};
use crate::web::words;

/// What a release asks for.
const OF_A_RELEASE: [&str; 8] = [
    "release-line-who",
    "release-line-from",
    "release-line-toward",
    "release-line-other",
    "release-line-what",
    "release-line-detail",
    "release-line-why",
    "release-line-until",
];
/// What is written down of a report.
const OF_A_REPORT: [&str; 6] =
    ["report-suspected", "report-told-by", "report-print-person", "report-print-where", "report-print-by", "report-account"];
const OF_A_CALL: [&str; 3] = ["report-call-whom", "report-call-number", "report-call-reference"];
/// What a line of a log asks for.
const OF_A_LOOK: [&str; 4] = ["kit-log-when", "kit-log-file", "kit-log-why", "kit-log-who"];
const OF_A_DISCLOSURE: [&str; 5] = ["kit-log-when", "kit-log-file", "kit-log-to", "kit-log-what", "kit-log-why"];
/// What a client is told at the beginning.
const LIMITS: &str = "limits";
/// So many entries a log has room for.
const ENTRIES: usize = 4;
/// So much of a digest tells one state of the packs from another.
const CODE: usize = 8;

/// The state of the packs, in a few digits: another one where a word of any of them is another.
pub(super) fn law(packs: &Packs) -> String {
    let all: String = packs.packs.iter().map(|pack| pack.digest.as_str()).collect();
    hex(&Sha256::digest(all)).chars().take(CODE).collect()
}

/// A kit in one language.
struct Kit<'a> {
    packs: &'a Packs,
    language: Language,
    /// From whom it comes.
    head: Part,
}

/// Every part of it.
pub(super) fn all(ask: &Ask<'_>, language: Language) -> Result<Vec<Part>, Problem> {
    let kit = Kit { packs: &ask.site.packs, language, head: print::headed(ask, language, String::new())? };
    let mut parts = vec![kit.caller(), kit.crisis()];
    for letter in kit.packs.letters.iter().filter(|letter| letter.id == LIMITS) {
        parts.push(kit.limits(ask, letter)?);
    }
    parts.extend([Hurt::Child, Hurt::Adult].map(|hurt| kit.report(ask, hurt)));
    parts.extend(kit.packs.releases.papers.iter().map(|paper| kit.release(paper)));
    parts.push(kit.log("kit-glass", "kit-glass-lead", &OF_A_LOOK));
    parts.push(kit.log("kit-told", "kit-told-lead", &OF_A_DISCLOSURE));
    Ok(parts)
}

impl Kit<'_> {
    fn t(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    /// These words, each a line to write on.
    fn blanks(&self, keys: &[&str]) -> Vec<(String, String)> {
        keys.iter().map(|key| (label(&self.t(key)), String::new())).collect()
    }

    /// By what a part is known again: which form it is, and by the law of which state of the packs.
    fn code(&self, form: &str) -> String {
        words::say(self.language, "kit-code", &[("form", form), ("packs", &law(self.packs))])
    }

    /// A part that says what is known of it.
    fn part(&self, form: &str, title: String) -> Part {
        Part { foot: vec![self.code(form)], title, ..self.head.clone() }
    }

    /// The small print of a form that a law asks for.
    fn foot(&self, form: &str, cite: &[String]) -> Vec<String> {
        vec![print::law(self.language, cite), self.t("law-not-reviewed"), self.code(form)]
    }

    /// What to say to whoever calls.
    fn caller(&self) -> Part {
        let mut body = vec![self.t("caller-say"), self.t("caller-never")];
        for (title, lines) in [("caller-about", 3), ("caller-police", 3), ("caller-papers", 3), ("caller-unsafe", 3)] {
            body.push(format!("{}:", self.t(title)));
            body.extend((1..=lines).map(|line| self.t(&format!("{title}-{line}"))));
        }
        Part { body, ..self.part("caller", self.t("caller-title")) }
    }

    /// Somebody is in danger.
    fn crisis(&self) -> Part {
        let lines = vec![("911".to_owned(), self.t("now-911")), ("988".to_owned(), self.t("now-988"))];
        let keys =
            ["now-say-text", "now-short-1", "now-short-2", "now-short-3", "now-short-4", "now-colleague-text", "now-after"];
        let body = keys.iter().map(|key| self.t(key)).collect();
        Part { lines, body, ..self.part("crisis", self.t("now-title")) }
    }

    /// What a client is told at the beginning, to be read together and signed.
    fn limits(&self, ask: &Ask<'_>, letter: &Letter) -> Result<Part, Problem> {
        Ok(Part {
            foot: self.foot(LIMITS, &letter.cite),
            signs: ["release-sign-line", "release-sign-day"].map(|key| self.t(key)).to_vec(),
            ..print::letter(ask, letter, self.language)?
        })
    }

    /// A suspicion, written down after the call.
    fn report(&self, ask: &Ask<'_>, hurt: Hurt) -> Part {
        let (form, title) = match hurt {
            Hurt::Child => ("report-child", "report-of-child"),
            Hurt::Adult => ("report-adult", "report-of-adult"),
        };
        let places = ask.site.lines().first(self.language, hurt, &[]);
        let line = |number: &Number| {
            let check = if number.confirmed { String::new() } else { format!(" ({})", self.t("report-check")) };
            (number.text.clone(), format!("{}{check}", number.name))
        };
        let mut lines: Vec<(String, String)> = places.into_iter().flat_map(|place| place.numbers.iter().map(line)).collect();
        lines.push(("911".to_owned(), self.t("report-911")));
        lines.extend(self.blanks(&OF_A_REPORT));
        lines.extend(self.blanks(&OF_A_CALL));
        Part {
            lines,
            body: vec![self.t("report-call"), self.t("report-note")],
            signs: vec![self.t("matter-letter-sign")],
            ..self.part(form, self.t(title))
        }
    }

    /// A release to be filled in by hand.
    fn release(&self, paper: &ReleasePaper) -> Part {
        let printed = self.packs.releases.printed.iter().filter(|one| paper.says.contains(&one.element));
        let form = paper.form.replace('_', "-");
        Part {
            lines: self.blanks(&OF_A_RELEASE),
            body: printed.map(|one| pick(&one.text, self.language).to_owned()).collect(),
            foot: self.foot(&form, &paper.cite),
            signs: ["release-sign-line", "release-sign-day", "release-witness-line"].map(|key| self.t(key)).to_vec(),
            ..self.part(&form, pick(&paper.title, self.language).to_owned())
        }
    }

    /// A log: what is entered when the power is back.
    fn log(&self, title: &str, lead: &str, asks: &[&str]) -> Part {
        let lines = (0..ENTRIES).flat_map(|_| self.blanks(asks)).collect();
        Part { lines, body: vec![self.t(lead)], ..self.part(title, self.t(title)) }
    }
}
