//! One record of `rules/*.toml` to one rule.

use toml::Spanned;

use super::Loader;
use crate::atoms::{Atom, Test};
use crate::condition::Expr;
use crate::error::Source;
use crate::pack::{Condition, Effect, Pack, Role, Rule};
use crate::pack_file::RuleRow;

impl Loader<'_> {
    pub(super) fn rule(&mut self, file: &Source, row: RuleRow, never_lifted: bool, at: usize, pack: &Pack) -> Option<Rule> {
        let id_at = row.id.span();
        let sources = pack.sources.iter().map(|s| s.id.as_str());
        let source = self.problems.find(file, &row.source, sources, "pack.toml has no source `{}`");
        for message in faults(&row, never_lifted, pack.role) {
            self.problems.at(file, Some(id_at.clone()), message);
        }
        let vocabulary = self.vocabulary;
        let recipients = row.recipients.as_ref().map(|words| self.problems.mask(file, vocabulary.recipients(), words));
        let (categories, names_categories) = self.categories(file, &row);
        let days = self.days(file, row.effective_from.as_ref(), row.effective_to.as_ref(), pack.days);
        let (before, after) = (self.duties(file, &row.before), self.duties(file, &row.after));
        let when = self.rule_condition(file, &row.when, recipients);
        let consider = row.consider.as_ref().map(|c| self.condition(file, c));
        Some(Rule {
            pack: at,
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
            consider: if let Some(consider) = consider { Some(consider?) } else { None },
            cite: row.cite,
            source: source?,
            sure: row.sure.or(pack.sources.get(source?).map(|s| s.sure))?,
            days,
            note: row.note,
            place: (file.path.clone(), file.line_at(id_at.start)),
        })
    }

    fn rule_condition(&mut self, file: &Source, text: &Spanned<String>, recipients: Option<u64>) -> Option<Condition> {
        let condition = self.condition(file, text)?;
        let Some(set) = recipients else { return Some(condition) };
        let atom = Atom { fact: self.vocabulary.known.recipient_kind, test: Test::In(set) };
        let mut parts = match condition.expr {
            Expr::And(parts) => parts,
            other => vec![other],
        };
        parts.push(Expr::Atom(self.atoms.intern(atom)));
        self.compile(file, text, Expr::And(parts))
    }

    fn categories(&mut self, file: &Source, row: &RuleRow) -> (u64, bool) {
        let (known, list) = (self.vocabulary.known, self.vocabulary.categories());
        let expand = |mask: u64| if mask & known.whole == 0 { mask } else { mask | known.chart };
        match (&row.categories, &row.except) {
            (Some(words), _) => (expand(self.problems.mask(file, list, words)), true),
            (None, Some(words)) => (!self.problems.mask(file, list, words), true),
            (None, None) => (u64::MAX, row.scope.is_some()),
        }
    }

    fn duties(&mut self, file: &Source, words: &[Spanned<String>]) -> Vec<usize> {
        let duties = self.vocabulary.duties.iter().map(|d| d.id.as_str());
        words.iter().filter_map(|word| self.problems.find(file, word, duties.clone(), "there is no duty `{}`")).collect()
    }
}

/// Keys of a rule that do not go together.
fn faults(row: &RuleRow, never_lifted: bool, role: Role) -> impl Iterator<Item = &'static str> {
    let gives = matches!(row.effect, Effect::Permit | Effect::Require);
    let names = row.categories.is_some() || row.recipients.is_some();
    let specific = row.effect == Effect::Forbid && !row.general;
    let faults = [
        (row.cite.is_empty() || row.cite.iter().any(|c| c.trim().is_empty()), "a rule needs at least one citation in `cite`"),
        (row.categories.is_some() && row.except.is_some(), "`categories` and `except` exclude each other"),
        (row.general && row.effect != Effect::Forbid, "`general` belongs to a `forbid`"),
        (row.general && names, "a general prohibition names neither recipients nor categories"),
        (row.mandate.is_some() && row.effect != Effect::Require, "`mandate` belongs to a `require`"),
        (row.authorises_report && row.effect != Effect::Permit, "`authorises_report` belongs to a `permit`"),
        (!row.prevails_over.is_empty() && !specific, "`prevails_over` belongs to a specific `forbid`"),
        (!never_lifted && gives, "`unless_rules` belongs to a `forbid` or a `limit`"),
        (gives && role == Role::Policy, "a policy can only add limits: use `forbid` or `limit`"),
        (role == Role::Doctrine && row.mandate.is_some(), "doctrine commands nothing: leave `mandate` out"),
    ];
    faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, message)| message)
}
