//! Loading: strict, and all faults at once.

mod rule;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::atoms::Atoms;
use crate::condition::{Expr, parse};
use crate::drawn::{Releases, ReleasesFile};
use crate::error::{PackError, Problems, Source};
use crate::formula::{Formula, MOST_ALTERNATIVES};
use crate::pack::{ALWAYS, Condition, Derived, Effect, LegalSource, Pack, Packs, Rule};
use crate::pack_file::{Day, PackFile, RulesFile};
use crate::paper::{Extension, Letter, LettersFile, Paper, PapersFile};
use crate::vocabulary::{FactId, Origin, Vocabulary};

pub(crate) fn load(files: &[Source]) -> Result<Packs, Vec<PackError>> {
    let mut problems = Problems::default();
    let vocabulary = vocabulary(files, &mut problems);
    let Some(vocabulary) = vocabulary else { return Err(problems.0) };
    let mut loader = Loader { vocabulary: &vocabulary, atoms: Atoms::default(), problems };
    let derived = loader.derived(files);
    let (mut packs, mut rules) = (Vec::new(), Vec::new());
    for (folder, members) in folders(files) {
        loader.pack(&folder, &members, &mut packs, &mut rules);
    }
    let (papers, extensions) = loader.papers(files);
    let letters = loader.letters(files, &papers);
    let papers = (papers, letters, loader.releases(files));
    let hotlines = crate::hotline::load(files, &vocabulary, &mut loader.problems);
    let Loader { atoms, problems, .. } = loader;
    problems.into_result()?;
    let packs = Packs { extensions, hotlines, ..Packs::compile(vocabulary, atoms, derived, packs, rules, papers)? };
    crate::selftest::selftest(&packs)?;
    Ok(packs)
}

fn vocabulary(files: &[Source], problems: &mut Problems) -> Option<Vocabulary> {
    let mut find = |name: &str| {
        let found = files.iter().find(|f| f.path == name);
        if found.is_none() {
            problems.line(name, 0, "this file is missing");
        }
        found
    };
    let (facts, enums, duties) = (find("facts.toml"), find("enums.toml"), find("duties.toml"));
    crate::vocabulary_file::load(facts?, enums?, duties?, problems)
}

/// The files of each pack folder, in order.
fn folders(files: &[Source]) -> BTreeMap<String, Vec<&Source>> {
    let mut found: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
    for file in files {
        let Some((folder, rest)) = file.path.split_once('/') else { continue };
        let is_rules = rest.strip_prefix("rules/").is_some_and(|f| f.ends_with(".toml"));
        if rest == "pack.toml" || is_rules {
            found.entry(folder.to_owned()).or_default().push(file);
        }
    }
    for members in found.values_mut() {
        members.sort_by(|a, b| a.path.cmp(&b.path));
    }
    found
}

struct Loader<'v> {
    vocabulary: &'v Vocabulary,
    atoms: Atoms,
    problems: Problems,
}

impl Loader<'_> {
    fn derived(&mut self, files: &[Source]) -> Vec<Derived> {
        let Some(file) = files.iter().find(|f| f.path == "facts.toml") else { return Vec::new() };
        let mut found = Vec::new();
        for (at, fact) in (0u16..).zip(&self.vocabulary.facts) {
            let Origin::Condition(text) = &fact.origin else { continue };
            let from = file.text.find(text.as_str()).unwrap_or(0);
            let spanned = Spanned::new(from..from + text.len(), text.clone());
            if let Some(when) = self.condition(file, &spanned) {
                self.only_earlier(file, &spanned, &when.expr, FactId(at));
                found.push(Derived { fact: FactId(at), atom: None, when });
            }
        }
        found
    }

    /// What can come in, legal papers first; packs without those files know none.
    fn papers(&mut self, files: &[Source]) -> (Vec<Paper>, Vec<Extension>) {
        let (mut found, mut longer, mut none_came) = (Vec::new(), Vec::new(), String::new());
        for file in ["papers.toml", "requests.toml"].iter().filter_map(|name| files.iter().find(|f| f.path == *name)) {
            let Some(PapersFile { served, paper, extension }) = self.problems.toml(file) else { continue };
            none_came = served.map_or(none_came, |served| format!("!({served})"));
            for row in paper {
                let text = row.when.as_ref();
                let whole = if row.unserved { format!("({text}) && {none_came}") } else { text.clone() };
                let when = self.condition(file, &Spanned::new(row.when.span(), whole));
                found.extend(when.map(|when| row.with(when)));
            }
            for more in extension {
                if self.vocabulary.find_duty(&more.duty).is_none() {
                    self.problems.line(&file.path, 0, format!("`{}` is given more time and is no duty", more.duty));
                }
                longer.push(more);
            }
        }
        (found, longer)
    }

    /// The letters; each performs duties of the vocabulary.
    fn letters(&mut self, files: &[Source], papers: &[Paper]) -> Vec<Letter> {
        let Some(file) = files.iter().find(|f| f.path == "letters.toml") else { return Vec::new() };
        let letters = self.problems.toml::<LettersFile>(file).map(|f| f.letter).unwrap_or_default();
        for (letter, duty) in letters.iter().flat_map(|letter| letter.performs.iter().map(move |duty| (letter, duty))) {
            if self.vocabulary.find_duty(duty).is_none() {
                self.problems.line(&file.path, 0, format!("`{}` performs `{duty}`, which is no duty", letter.id));
            }
        }
        for (letter, of) in letters.iter().flat_map(|letter| letter.of.iter().map(move |of| (letter, of))) {
            if !papers.iter().any(|paper| paper.id == *of) {
                self.problems.line(&file.path, 0, format!("`{}` answers `{of}`, which nothing is", letter.id));
            }
        }
        letters
    }

    /// Releases as they are printed: forms and elements of the vocabulary, each element in words.
    fn releases(&mut self, files: &[Source]) -> Releases {
        let Some(file) = files.iter().find(|f| f.path == "releases.toml") else { return Releases::default() };
        let ReleasesFile { release, printed } = self.problems.toml(file).unwrap_or_default();
        let papers = release.into_iter().filter_map(|row| self.condition(file, &row.when.clone()).map(|when| row.with(when)));
        let releases = Releases { papers: papers.collect(), printed };
        let has = |list: &str, word: &str| {
            self.vocabulary.enums.iter().find(|e| e.name == list).is_some_and(|e| e.words().any(|known| known == word))
        };
        let printed = |word: &str| releases.printed.iter().any(|one| one.element == word);
        let mut wrong = Vec::new();
        for row in &releases.papers {
            if !has("consent_form", &row.form) {
                wrong.push(format!("`{}` is no form of release", row.form));
            }
            if row.usual_days == 0 || row.usual_days > row.most_days {
                wrong.push(format!("`{}` must hold for a day at least, and usually for no longer than it may", row.form));
            }
            wrong.extend(
                row.says.iter().filter(|word| !printed(word)).map(|w| format!("`{}` says `{w}`, which is not printed", row.form)),
            );
        }
        wrong.extend(
            releases.printed.iter().filter(|p| !has("element", &p.element)).map(|p| format!("`{}` is no element", p.element)),
        );
        wrong.into_iter().for_each(|text| self.problems.line(&file.path, 0, text));
        releases
    }

    /// A derived fact rests on stated ones and on those derived before it.
    fn only_earlier(&mut self, file: &Source, text: &Spanned<String>, expr: &Expr, limit: FactId) {
        for atom in expr.literals().into_iter().filter_map(|id| self.atoms.get(id)) {
            let row = self.vocabulary.fact(atom.fact);
            if atom.fact >= limit || matches!(row.origin, Origin::Mandates | Origin::AuthorisedReports) {
                self.problems.at(file, Some(text.span()), format!("`{}` is not yet known where this is computed", row.name));
            }
        }
    }

    fn pack(&mut self, folder: &str, files: &[&Source], packs: &mut Vec<Pack>, rules: &mut Vec<Rule>) {
        let Some(head) = files.iter().find(|f| f.path.ends_with("/pack.toml")) else {
            self.problems.line(folder, 0, "this folder has rules and no pack.toml");
            return;
        };
        let Some(file) = self.problems.toml::<PackFile>(head) else { return };
        if file.id.get_ref() != folder {
            self.problems.at(head, Some(file.id.span()), format!("the id must be the folder's name, `{folder}`"));
        }
        if file.version.get_ref().split('.').filter(|n| n.parse::<u32>().is_ok()).count() != 3 {
            self.problems.at(head, Some(file.version.span()), "the version must be three numbers, like 1.0.0");
        }
        let places = self.vocabulary.enums.iter().find(|e| e.name == "jurisdiction");
        if let (Some(word), Some(places)) = (&file.jurisdiction, places) {
            self.problems.find(head, word, places.words(), "`{}` is no jurisdiction");
        }
        let days = self.days(head, file.effective_from.as_ref(), file.effective_to.as_ref(), ALWAYS);
        let applies = self.condition(head, &file.applies);
        let mut pack = Pack {
            sources: self.sources(head, &file),
            id: file.id.into_inner(),
            title: file.title,
            version: file.version.into_inner(),
            digest: digest(files),
            role: file.role,
            jurisdiction: file.jurisdiction.map(Spanned::into_inner),
            applies: match applies {
                Some(applies) => applies,
                None => return,
            },
            days,
            yields: file.yields,
            review: file.review,
            rules: rules.len()..rules.len(),
        };
        let mut unless = Vec::new();
        for source in files.iter().filter(|f| f.path != head.path) {
            for mut row in self.problems.toml::<RulesFile>(source).into_iter().flat_map(|f| f.rules) {
                let names = std::mem::take(&mut row.unless_rules);
                if let Some(rule) = self.rule(source, row, names.is_empty(), packs.len(), &pack) {
                    rules.push(rule);
                    unless.push((*source, names));
                }
            }
        }
        self.link(pack.rules.start, &unless, rules);
        pack.rules.end = rules.len();
        packs.push(pack);
    }

    fn sources(&mut self, head: &Source, file: &PackFile) -> Vec<LegalSource> {
        let mut sources: Vec<LegalSource> = Vec::new();
        for row in &file.sources {
            let id = row.id.get_ref();
            if sources.iter().any(|s| s.id == *id) {
                self.problems.at(head, Some(row.id.span()), format!("the source `{id}` is declared twice"));
            }
            let (title, note) = (row.title.clone(), row.note.clone());
            sources.push(LegalSource { id: id.clone(), title, checked: crate::facts::day(row.checked.0), sure: row.sure, note });
        }
        sources
    }

    fn condition(&mut self, file: &Source, text: &Spanned<String>) -> Option<Condition> {
        match parse(text.get_ref(), self.vocabulary, &mut self.atoms) {
            Ok(expr) => self.compile(file, text, expr),
            Err(error) => {
                // The text stands verbatim in the file, behind its opening quotes.
                let span = text.span();
                let quoted = file.text.get(span.clone()).unwrap_or_default();
                let start = span.start + quoted.find(text.get_ref().as_str()).unwrap_or(0);
                self.problems.at(file, Some(start + error.at..span.end), error.message);
                None
            }
        }
    }

    fn compile(&mut self, file: &Source, text: &Spanned<String>, expr: Expr) -> Option<Condition> {
        let Some(formula) = Formula::compile(&expr) else {
            let message = format!("this condition has more than {MOST_ALTERNATIVES} alternatives: make two rules of it");
            self.problems.at(file, Some(text.span()), message);
            return None;
        };
        Some(Condition { text: text.get_ref().clone(), expr, formula })
    }

    fn days(&mut self, file: &Source, from: Option<&Spanned<Day>>, to: Option<&Spanned<Day>>, outer: (i32, i32)) -> (i32, i32) {
        let day = |at: Option<&Spanned<Day>>, otherwise: i32| at.map_or(otherwise, |d| d.get_ref().0);
        let (start, end) = (day(from, outer.0), day(to, outer.1));
        if start > end {
            self.problems.at(file, to.or(from).map(Spanned::span), "it ends before it begins");
        }
        (start, end)
    }

    /// Resolves `unless_rules` inside the pack and refuses ids used twice.
    fn link(&mut self, first: usize, unless: &[(&Source, Vec<Spanned<String>>)], rules: &mut [Rule]) {
        let gives = |r: &Rule| matches!(r.effect, Effect::Permit | Effect::Require);
        let (ids, giving): (Vec<String>, Vec<bool>) = rules.iter().skip(first).map(|r| (r.id.clone(), gives(r))).unzip();
        for (rule, (file, names)) in rules.iter_mut().skip(first).zip(unless) {
            if ids.iter().filter(|id| **id == rule.id).count() > 1 {
                self.problems.line(&file.path, rule.place.1, format!("the rule `{}` stands twice in this pack", rule.id));
            }
            for name in names {
                let found = self.problems.find(file, name, ids.iter().map(String::as_str), "this pack has no rule `{}`");
                rule.unless_rules.extend(found.map(|at| first + at));
                if found.is_some_and(|at| giving.get(at) == Some(&false)) {
                    let message = format!("`{}` neither permits nor commands, so it lifts nothing", name.get_ref());
                    self.problems.at(file, Some(name.span()), message);
                }
            }
        }
    }
}

fn digest(files: &[&Source]) -> String {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|file| [&file.path, &file.text]) {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    // Writing to a string does not fail.
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Packs {
    /// Reads a condition that stands outside the packs, such as an invariant's. New atoms are added behind the others.
    pub fn read_condition(&mut self, file: &Source, text: &Spanned<String>, problems: &mut Problems) -> Option<Condition> {
        let (atoms, own) = (std::mem::take(&mut self.atoms), std::mem::take(problems));
        let mut loader = Loader { vocabulary: &self.vocabulary, atoms, problems: own };
        let condition = loader.condition(file, text);
        (self.atoms, *problems) = (loader.atoms, loader.problems);
        condition
    }
}
