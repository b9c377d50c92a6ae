//! The paper that a client reads and signs, word for word: what is shown is what is hashed.

use sha2::{Digest as _, Sha256};
use tacenda_desk::Consent;
use tacenda_law::Packs;
use tacenda_paper::Part;

use crate::agency::hex;
use crate::language::Language;
use crate::sheet::label;
use crate::sheet::words::pick;
use crate::web::{dates, words};

/// A paper, in one language.
pub(in crate::web) struct Paper {
    pub(in crate::web) language: Language,
    /// One title for each kind of paper that it is.
    pub(in crate::web) titles: Vec<String>,
    /// What is filled in: question and answer.
    pub(in crate::web) lines: Vec<(String, String)>,
    /// What is printed.
    pub(in crate::web) says: Vec<String>,
    /// The law that it is made for.
    pub(in crate::web) cite: String,
    /// Where somebody writes: whose line it is.
    pub(in crate::web) signs: Vec<String>,
}

/// A line for each one's name and day, and one for who sees them sign, where the law asks for that.
fn signs(language: Language, consent: &Consent) -> Vec<String> {
    let say = |key: &str| words::say(language, key, &[]);
    let names = consent.terms.joint.iter().flat_map(|joint| &joint.names);
    let others = names.map(|name| words::say(language, "release-sign-line-of", &[("who", name.as_str())]));
    let mut signs: Vec<String> =
        std::iter::once(say("release-sign-line")).chain(others).flat_map(|line| [line, say("release-sign-day")]).collect();
    signs.extend(consent.witnessed.then(|| say("release-witness-line")));
    signs
}

impl Paper {
    /// Of a permission; `who` gives it, `agency` shares by it.
    pub(in crate::web) fn of(packs: &Packs, language: Language, consent: &Consent, (who, agency): (&str, &str)) -> Self {
        let say = |key: &str| words::say(language, key, &[]);
        let terms = &consent.terms;
        let word = |fact: &str, word: &str| {
            let list = packs.vocabulary.find(fact).and_then(|id| packs.vocabulary.enumeration(packs.vocabulary.fact(id).kind));
            let found = list.and_then(|list| list.members.iter().find(|member| member.id == word));
            found.map_or_else(String::new, |member| label(member, language).to_owned())
        };
        let what: Vec<String> = terms.what.iter().map(|category| word("requested_categories", category.word())).collect();
        let rows: Vec<_> = packs.releases.papers.iter().filter(|row| consent.forms.contains(&row.form)).collect();
        let printed = packs.releases.printed.iter().filter(|one| consent.elements.contains(&one.element));
        let mut lines = vec![(say("release-line-who"), who.to_owned())];
        lines.extend(terms.joint.iter().map(|joint| (say("release-line-joint"), joint.names.join("; "))));
        lines.extend([
            (say("release-line-from"), agency.to_owned()),
            (say("release-line-toward"), say(&format!("release-toward-{}", terms.toward.word()))),
            (say("release-line-other"), format!("{} ({})", terms.other, word("recipient_kind", &terms.recipient))),
            (say("release-line-what"), what.join("; ")),
        ]);
        lines.extend(terms.detail.iter().map(|detail| (say("release-line-detail"), detail.clone())));
        lines.push((say("release-line-why"), word("purpose", &terms.purpose)));
        lines.push((say("release-line-until"), dates::date(language, terms.until)));
        let each = terms.joint.iter().map(|_| say("release-each-signs"));
        Self {
            language,
            titles: rows.iter().map(|row| pick(&row.title, language).to_owned()).collect(),
            lines,
            says: printed.map(|one| pick(&one.text, language).to_owned()).chain(each).collect(),
            signs: signs(language, consent),
            cite: rows.iter().flat_map(|row| row.cite.iter().map(String::as_str)).collect::<Vec<_>>().join("; "),
        }
    }

    /// As it stands on paper, to be signed by hand.
    pub(in crate::web) fn part(&self, head: Part) -> Part {
        Part {
            lines: self.lines.iter().map(|(question, answer)| (format!("{question}:"), answer.clone())).collect(),
            body: self.says.clone(),
            foot: vec![self.cite.clone()],
            signs: self.signs.clone(),
            title: self.titles.join(" \u{b7} "),
            ..head
        }
    }

    /// SHA-256 of every word that is shown, hexadecimal.
    pub(in crate::web) fn digest(&self) -> String {
        let lines = self.lines.iter().map(|(question, answer)| format!("{question}\t{answer}"));
        let all: Vec<String> =
            self.titles.iter().cloned().chain(lines).chain(self.says.iter().cloned()).chain([self.cite.clone()]).collect();
        hex(&Sha256::digest(all.join("\n")))
    }
}
