//! Loading: strict, and all faults at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::value::Datetime;

use crate::atoms::{Atom, AtomId, Atoms, Test};
use crate::condition::{Expr, parse};
use crate::error::{PackError, Problems, Source};
use crate::formula::{Formula, MOST_ALTERNATIVES};
use crate::nearest::hint;
use crate::pack::{Condition, Derived, Effect, LegalSource, Pack, Packs, Role, Rule};
use crate::pack_file::{PackFile, RuleRow, RulesFile};
use crate::program::Program;
use crate::vocabulary::{FactId, Origin, Vocabulary};

/// The earliest and the latest day.
const ALWAYS: (i32, i32) = (i32::MIN, i32::MAX);

pub(crate) fn load(files: &[Source]) -> Result<Packs, Vec<PackError>> {
    let mut problems = Problems::default();
    let Some(vocabulary) = vocabulary(files, &mut problems) else {
        return Err(problems.into_result().err().unwrap_or_default());
    };
    let mut loader = Loader { vocabulary: &vocabulary, atoms: Atoms::default(), problems };
    let derived = loader.derived(files);
    let mut packs = Vec::new();
    let mut rules = Vec::new();
    for (folder, members) in folders(files) {
        loader.pack(&folder, &members, &mut packs, &mut rules);
    }
    let Loader { mut atoms, problems, .. } = loader;
    problems.into_result()?;
    let new = atoms.arrange(&vocabulary);
    let mut packs = Packs {
        vocabulary,
        packs,
        rules,
        derived,
        atoms,
        first_pass: Vec::new(),
        deciding: Vec::new(),
        when: Program::default(),
        consider: Program::default(),
        first_pass_atoms: [None; 2],
    };
    packs.compile(&new).map_err(|message| vec![PackError { file: "packs".to_owned(), line: 0, message }])?;
    crate::selftest::selftest(&packs)?;
    Ok(packs)
}

fn vocabulary(files: &[Source], problems: &mut Problems) -> Option<Vocabulary> {
    let mut find = |name: &str| {
        let found = files.iter().find(|f| f.path == name);
        if found.is_none() {
            problems.whole(name, "this file is missing");
        }
        found
    };
    let (facts, enums, duties) = (find("facts.toml"), find("enums.toml"), find("duties.toml"));
    Vocabulary::load(facts?, enums?, duties?, problems)
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
        let nowhere = Source::new("facts.toml", "");
        let file = files.iter().find(|f| f.path == "facts.toml").unwrap_or(&nowhere);
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

    /// A derived fact rests on stated ones and on those derived before it.
    fn only_earlier(&mut self, file: &Source, text: &Spanned<String>, expr: &Expr, limit: FactId) {
        let mut late = Vec::new();
        expr.literals(&mut |atom| late.extend(self.atoms.get(atom).map(|a| a.fact)));
        for fact in late {
            let row = self.vocabulary.fact(fact);
            let first_pass = matches!(row.origin, Origin::Mandates | Origin::AuthorisedReports);
            if fact >= limit || first_pass {
                self.problems.at(file, Some(text.span()), format!("`{}` is not yet known where this is computed", row.name));
            }
        }
    }

    fn pack(&mut self, folder: &str, files: &[&Source], packs: &mut Vec<Pack>, rules: &mut Vec<Rule>) {
        let Some(head) = files.iter().find(|f| f.path.ends_with("/pack.toml")) else {
            self.problems.whole(folder, "this folder has rules and no pack.toml");
            return;
        };
        let Some(file) = self.problems.toml::<PackFile>(head) else { return };
        if file.id.get_ref() != folder {
            self.problems.at(head, Some(file.id.span()), format!("the id must be the folder's name, `{folder}`"));
        }
        if file.version.get_ref().split('.').filter(|n| n.parse::<u32>().is_ok()).count() != 3 {
            self.problems.at(head, Some(file.version.span()), "the version must be three numbers, like 1.0.0");
        }
        self.jurisdiction(head, file.jurisdiction.as_ref());
        let days = self.days(head, file.effective_from.as_ref(), file.effective_to.as_ref(), ALWAYS);
        let sources = self.sources(head, &file);
        let Some(applies) = self.condition(head, &file.applies) else { return };
        let first = rules.len();
        let pack = packs.len();
        let mut unless = Vec::new();
        for source in files.iter().filter(|f| f.path != head.path) {
            let Some(found) = self.problems.toml::<RulesFile>(source) else { continue };
            for row in found.rules {
                unless.push((source.path.clone(), row.unless_rules.clone()));
                if let Some(rule) = self.rule(source, row, pack, &sources, days, file.role) {
                    rules.push(rule);
                } else {
                    unless.pop();
                }
            }
        }
        self.link(files, first, &unless, rules);
        packs.push(Pack {
            id: file.id.into_inner(),
            title: file.title,
            version: file.version.into_inner(),
            digest: digest(files),
            role: file.role,
            jurisdiction: file.jurisdiction.map(Spanned::into_inner),
            applies,
            days,
            yields: file.yields,
            review: file.review,
            sources,
            rules: first..rules.len(),
            first_pass: 0..0,
            deciding: 0..0,
        });
    }

    fn jurisdiction(&mut self, file: &Source, word: Option<&Spanned<String>>) {
        let list = self.vocabulary.enums.iter().find(|e| e.name == "jurisdiction");
        if let (Some(word), Some(list)) = (word, list)
            && list.position(word.get_ref()).is_none()
        {
            let hint = hint(word.get_ref(), list.members.iter().map(|m| m.id.as_str()));
            self.problems.at(file, Some(word.span()), format!("`{}` is no jurisdiction{hint}", word.get_ref()));
        }
    }

    fn sources(&mut self, head: &Source, file: &PackFile) -> Vec<LegalSource> {
        let mut sources = Vec::new();
        for row in &file.sources {
            match date(row.checked.get_ref()) {
                Some(checked) => sources.push(LegalSource {
                    id: row.id.get_ref().clone(),
                    title: row.title.clone(),
                    checked: crate::facts::day(checked),
                    sure: row.sure,
                    note: row.note.clone(),
                }),
                None => self.problems.at(head, Some(row.checked.span()), "write the day as 2026-11-21"),
            }
            let same = file.sources.iter().filter(|s| s.id.get_ref() == row.id.get_ref()).count();
            if same > 1 {
                self.problems.at(head, Some(row.id.span()), format!("the source `{}` is declared twice", row.id.get_ref()));
            }
        }
        sources
    }

    fn rule(
        &mut self,
        file: &Source,
        row: RuleRow,
        pack: usize,
        sources: &[LegalSource],
        days: (i32, i32),
        role: Role,
    ) -> Option<Rule> {
        let span = row.id.span();
        let source = sources.iter().position(|s| s.id == *row.source.get_ref());
        if source.is_none() {
            let hint = hint(row.source.get_ref(), sources.iter().map(|s| s.id.as_str()));
            self.problems.at(file, Some(row.source.span()), format!("pack.toml has no source `{}`{hint}", row.source.get_ref()));
        }
        for message in faults(&row, role) {
            self.problems.at(file, Some(span.clone()), message);
        }
        let recipients = row.recipients.as_ref().map(|words| self.mask(file, "recipient", words));
        let (categories, names_categories) = self.categories(file, &row);
        let days = self.days(file, row.effective_from.as_ref(), row.effective_to.as_ref(), days);
        let before = self.duties(file, &row.before);
        let after = self.duties(file, &row.after);
        let when = self.rule_condition(file, &row.when, recipients);
        let consider = row.consider.as_ref().map(|c| self.condition(file, c));
        let place = (file.path.clone(), file.line_at(span.start));
        let source = source?;
        let sure = row.sure.or(sources.get(source).map(|s| s.sure))?;
        Some(Rule {
            pack,
            id: row.id.into_inner(),
            effect: row.effect,
            title: row.title,
            when: when?,
            recipients,
            categories,
            names_categories,
            scope: row.scope,
            general: row.general,
            mandate: row.mandate,
            authorises_report: row.authorises_report,
            prevails_over: row.prevails_over,
            unless_rules: Vec::new(),
            lifts: false,
            before,
            after,
            on: row.on,
            consider: match consider {
                None => None,
                Some(found) => Some(found?),
            },
            cite: row.cite,
            source,
            sure,
            days,
            note: row.note,
            place,
        })
    }

    fn rule_condition(&mut self, file: &Source, text: &Spanned<String>, recipients: Option<u64>) -> Option<Condition> {
        let mut condition = self.condition(file, text)?;
        if let Some(set) = recipients {
            let atom = Atom { fact: self.vocabulary.known.recipient_kind, test: Test::In(set) };
            let recipient = Expr::Atom(self.atoms.intern(atom));
            condition.expr = match condition.expr {
                Expr::And(mut parts) => {
                    parts.push(recipient);
                    Expr::And(parts)
                }
                other => Expr::And(vec![other, recipient]),
            };
            condition.formula = self.compile(file, text, &condition.expr)?;
        }
        Some(condition)
    }

    fn condition(&mut self, file: &Source, text: &Spanned<String>) -> Option<Condition> {
        match parse(text.get_ref(), self.vocabulary, &mut self.atoms) {
            Ok(expr) => {
                let formula = self.compile(file, text, &expr)?;
                Some(Condition { text: text.get_ref().clone(), expr, formula })
            }
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

    fn compile(&mut self, file: &Source, text: &Spanned<String>, expr: &Expr) -> Option<Formula> {
        let formula = Formula::compile(expr);
        if formula.is_none() {
            let message = format!("this condition has more than {MOST_ALTERNATIVES} alternatives: make two rules of it");
            self.problems.at(file, Some(text.span()), message);
        }
        formula
    }

    fn mask(&mut self, file: &Source, list: &str, words: &[Spanned<String>]) -> u64 {
        let Some(list) = self.vocabulary.enums.iter().find(|e| e.name == list) else { return 0 };
        let mut mask = 0;
        for word in words {
            match list.position(word.get_ref()) {
                Some(at) => mask |= 1 << at,
                None => {
                    let hint = hint(word.get_ref(), list.members.iter().map(|m| m.id.as_str()));
                    let message = format!("`{}` is not one of the words for `{}`{hint}", word.get_ref(), list.name);
                    self.problems.at(file, Some(word.span()), message);
                }
            }
        }
        mask
    }

    fn categories(&mut self, file: &Source, row: &RuleRow) -> (u64, bool) {
        let known = self.vocabulary.known;
        let expand = |mask: u64| if mask & known.whole == 0 { mask } else { mask | known.chart };
        match (&row.categories, &row.except) {
            (Some(words), _) => (expand(self.mask(file, "category", words)), true),
            (None, Some(words)) => (!self.mask(file, "category", words), true),
            (None, None) => (u64::MAX, row.scope.is_some()),
        }
    }

    fn duties(&mut self, file: &Source, words: &[Spanned<String>]) -> Vec<usize> {
        let mut found = Vec::new();
        for word in words {
            match self.vocabulary.duties.iter().position(|d| d.id == *word.get_ref()) {
                Some(at) => found.push(at),
                None => {
                    let hint = hint(word.get_ref(), self.vocabulary.duties.iter().map(|d| d.id.as_str()));
                    self.problems.at(file, Some(word.span()), format!("there is no duty `{}`{hint}", word.get_ref()));
                }
            }
        }
        found
    }

    fn days(
        &mut self,
        file: &Source,
        from: Option<&Spanned<Datetime>>,
        to: Option<&Spanned<Datetime>>,
        outer: (i32, i32),
    ) -> (i32, i32) {
        let mut read = |at: Option<&Spanned<Datetime>>, otherwise: i32| match at.map(|d| (date(d.get_ref()), d.span())) {
            None => otherwise,
            Some((Some(day), _)) => day,
            Some((None, span)) => {
                self.problems.at(file, Some(span), "write the day as 2026-11-21");
                otherwise
            }
        };
        let (start, end) = (read(from, outer.0), read(to, outer.1));
        if start > end {
            let span = to.or(from).map(Spanned::span);
            self.problems.at(file, span, "it ends before it begins");
        }
        (start, end)
    }

    /// Resolves `unless_rules` inside the pack and refuses ids used twice.
    fn link(&mut self, files: &[&Source], first: usize, unless: &[(String, Vec<Spanned<String>>)], rules: &mut [Rule]) {
        let ids: Vec<String> = rules.iter().skip(first).map(|r| r.id.clone()).collect();
        for (rule, (path, names)) in rules.iter_mut().skip(first).zip(unless) {
            let Some(file) = files.iter().find(|f| f.path == *path) else { continue };
            if ids.iter().filter(|id| **id == rule.id).count() > 1 {
                self.problems.0.push(PackError {
                    file: path.clone(),
                    line: rule.place.1,
                    message: format!("the rule `{}` stands twice in this pack", rule.id),
                });
            }
            for name in names {
                match ids.iter().position(|id| id == name.get_ref()) {
                    Some(at) => rule.unless_rules.push(first + at),
                    None => {
                        let hint = hint(name.get_ref(), ids.iter().map(String::as_str));
                        self.problems.at(file, Some(name.span()), format!("this pack has no rule `{}`{hint}", name.get_ref()));
                    }
                }
            }
        }
    }
}

/// Keys of a rule that do not go together.
fn faults(row: &RuleRow, role: Role) -> Vec<&'static str> {
    let gives = matches!(row.effect, Effect::Permit | Effect::Require);
    let faults = [
        (row.cite.is_empty() || row.cite.iter().any(|c| c.trim().is_empty()), "a rule needs at least one citation in `cite`"),
        (row.categories.is_some() && row.except.is_some(), "`categories` and `except` exclude each other"),
        (row.general && row.effect != Effect::Forbid, "`general` belongs to a `forbid`"),
        (
            row.general && (row.categories.is_some() || row.recipients.is_some()),
            "a general prohibition names neither recipients nor categories",
        ),
        (row.mandate.is_some() && row.effect != Effect::Require, "`mandate` belongs to a `require`"),
        (row.authorises_report && row.effect != Effect::Permit, "`authorises_report` belongs to a `permit`"),
        (
            !row.prevails_over.is_empty() && (row.effect != Effect::Forbid || row.general),
            "`prevails_over` belongs to a specific `forbid`",
        ),
        (!row.unless_rules.is_empty() && gives, "`unless_rules` belongs to a `forbid` or a `limit`"),
        (gives && role == Role::Policy, "a policy can only add limits: use `forbid` or `limit`"),
        (
            row.effect == Effect::Require && role == Role::Doctrine && row.mandate.is_some(),
            "doctrine commands nothing: leave `mandate` out",
        ),
    ];
    faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, message)| message).collect()
}

fn date(value: &Datetime) -> Option<i32> {
    let date = value.date.filter(|_| value.time.is_none())?;
    let civil =
        jiff::civil::Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    civil.ok().map(crate::facts::day_number)
}

fn digest(files: &[&Source]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
    }
    // Writing to a string does not fail.
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Packs {
    /// Gives atoms their final numbers, recompiles, and finds the rules of the first pass.
    fn compile(&mut self, new: &[AtomId]) -> Result<(), String> {
        let renumber = |c: &mut Condition| -> Option<()> {
            c.expr.renumber(new);
            c.formula = Formula::compile(&c.expr)?;
            Some(())
        };
        let conditions = (self.derived.iter_mut().map(|d| &mut d.when))
            .chain(self.packs.iter_mut().map(|p| &mut p.applies))
            .chain(self.rules.iter_mut().map(|r| &mut r.when));
        for condition in conditions.chain(Vec::new()) {
            renumber(condition).ok_or("a condition has too many alternatives")?;
        }
        for rule in &mut self.rules {
            if let Some(consider) = &mut rule.consider {
                renumber(consider).ok_or("a condition has too many alternatives")?;
            }
        }
        let lifting: Vec<usize> = self.rules.iter().flat_map(|r| r.unless_rules.iter().copied()).collect();
        for at in lifting {
            if let Some(rule) = self.rules.get_mut(at) {
                rule.lifts = true;
            }
        }
        let known = self.vocabulary.known;
        for derived in &mut self.derived {
            derived.atom = self.atoms.find(Atom { fact: derived.fact, test: Test::True });
        }
        self.first_pass_atoms =
            [known.required_by_law, known.report_authorised].map(|fact| self.atoms.find(Atom { fact, test: Test::True }));
        self.first_pass =
            (0..).zip(&self.rules).filter(|(_, r)| r.mandate.is_some() || r.authorises_report).map(|(i, _)| i).collect();
        let mute = |r: &Rule| r.effect == Effect::Limit && !r.names_categories;
        self.deciding = (0..).zip(&self.rules).filter(|(_, r)| !mute(r)).map(|(i, _)| i).collect();
        for pack in &mut self.packs {
            let among = |list: &[usize], rule: usize| list.partition_point(|at| *at < rule);
            pack.first_pass = among(&self.first_pass, pack.rules.start)..among(&self.first_pass, pack.rules.end);
            pack.deciding = among(&self.deciding, pack.rules.start)..among(&self.deciding, pack.rules.end);
        }
        self.flatten();
        self.refuse_circles()
    }

    /// Lays the conditions out flat. Whoever changes a rule's condition must do it again.
    pub(crate) fn flatten(&mut self) {
        (self.when, self.consider) = (Program::default(), Program::default());
        for rule in &self.rules {
            self.when.push(rule.days, Some(&rule.when.formula));
            self.consider.push(rule.days, rule.consider.as_ref().map(|c| &c.formula));
        }
    }

    /// A command cannot rest on the facts that commands set, nor can a regime's reach.
    fn refuse_circles(&self) -> Result<(), String> {
        let set_later = |expr: &Expr| {
            let mut found = false;
            expr.literals(&mut |atom| found |= self.first_pass_atoms.contains(&Some(atom)));
            found
        };
        for at in &self.first_pass {
            if self.rules.get(*at).is_some_and(|r| set_later(&r.when.expr)) {
                return Err(format!(
                    "`{}` commands or authorises a report, so it cannot rest on `required_by_law` or `report_authorised_by_statute`",
                    self.rule_name(*at)
                ));
            }
        }
        match self.packs.iter().find(|p| set_later(&p.applies.expr)) {
            Some(pack) => Err(format!("`{}`: whether a regime applies cannot rest on what the first pass finds", pack.id)),
            None => Ok(()),
        }
    }
}

/// A condition that stands outside the packs, such as an invariant's. New atoms are added behind the others.
pub(crate) fn extra_condition(
    packs: &mut Packs,
    file: &Source,
    text: &Spanned<String>,
    problems: &mut Problems,
) -> Option<Condition> {
    let mut loader = Loader { vocabulary: &packs.vocabulary, atoms: packs.atoms.clone(), problems: Problems::default() };
    let condition = loader.condition(file, text);
    problems.0.append(&mut loader.problems.0);
    packs.atoms = loader.atoms;
    condition
}
