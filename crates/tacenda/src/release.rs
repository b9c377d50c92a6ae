//! What is wrong with a signed release, as the command line, the pages and `--json` tell it.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use tacenda_law::{Checked, Defect, Packs, ReviewStatus, check_release, usual};

use crate::language::Language;
use crate::sheet::words::{Both, say};
use crate::sheetcode;

/// A release that was looked through.
#[derive(Debug, Serialize)]
pub(crate) struct Release {
    /// Whether it does all that a release can do here.
    pub(crate) sound: bool,
    /// What may go by it as it is.
    pub(crate) lets: Vec<String>,
    /// What could go if nothing were wrong with it.
    pub(crate) could: Vec<String>,
    /// What is wrong, in the order in which forms are read.
    pub(crate) findings: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    /// The fact of the vocabulary.
    pub(crate) fact: String,
    /// Of a set, which member.
    pub(crate) member: Option<String>,
    /// In words.
    pub(crate) what: String,
    /// Who asks for it.
    pub(crate) asked_by: Vec<Asking>,
}

/// A rule that asks for it.
#[derive(Debug, Serialize)]
pub(crate) struct Asking {
    /// `pack.rule`.
    pub(crate) rule: String,
    /// What it says, in short.
    pub(crate) title: String,
    /// Its provisions.
    pub(crate) cite: Vec<String>,
    /// Whether counsel has reviewed its pack.
    pub(crate) reviewed: bool,
}

/// What is said of a paper that fails in one of these.
const FAULTS: &[(&str, Both)] = &[
    ("consent_signed_by", ("Somebody signed whose signature does not do here", "Firmó alguien cuya firma no basta aquí")),
    ("consent_status", ("It is not in force: not signed, ended, or stopped", "No está vigente: sin firma, terminada o detenida")),
    ("consent_scope", ("It does not cover all that is asked", "No cubre todo lo que se pide")),
    ("consent_conditioned_on_services", ("It had to be signed to get help", "Había que firmarla para recibir ayuda")),
    ("consent_compound", ("It stands on one paper with something else", "Está en el mismo papel que otra cosa")),
    ("consent_expiry", ("Its last day has passed", "Ya pasó su último día")),
    ("recipient_named_in_instrument", ("It does not name whoever is asking", "No nombra a quien pide")),
];
const LACKS: Both = ("It does not show", "No muestra");
const OTHER_FORM: Both = ("Only another kind of paper would do", "Solo serviría otro papel");

impl Release {
    /// What the release in these facts lacks, where what nobody knows of the rest is as usual.
    pub(crate) fn lacking(packs: &Packs, facts: &Map<String, Json>, day: Date, language: Language) -> Vec<Finding> {
        let Some(facts) = sheetcode::facts(packs, facts, day) else { return Vec::new() };
        Self::of(packs, &check_release(packs, &usual(packs, facts)), language).findings
    }

    pub(crate) fn of(packs: &Packs, checked: &Checked, language: Language) -> Self {
        let names = |categories: u64| packs.vocabulary.categories().names(categories).map(str::to_owned).collect();
        Self {
            sound: checked.is_sound(),
            lets: names(checked.lets),
            could: names(checked.could),
            findings: checked.defects.iter().map(|defect| finding(packs, defect, language)).collect(),
        }
    }
}

fn finding(packs: &Packs, defect: &Defect, language: Language) -> Finding {
    let fact = packs.vocabulary.fact(defect.fact);
    let member = defect.member.and_then(|at| packs.vocabulary.enumeration(fact.kind)?.members.get(usize::from(at)));
    let label = member.map(|member| if language == Language::Es { &member.es } else { &member.en });
    let fault = FAULTS.iter().find(|(name, _)| *name == fact.name).map_or(&*fact.definition, |(_, words)| say(*words, language));
    let what = label.map_or_else(
        || fault.to_owned(),
        |label| format!("{}: {label}", say(if fact.name == "consent_forms" { OTHER_FORM } else { LACKS }, language)),
    );
    let member = member.map(|member| member.id.clone());
    Finding { fact: fact.name.clone(), member, what, asked_by: defect.rules.iter().map(|at| asking(packs, *at)).collect() }
}

fn asking(packs: &Packs, at: usize) -> Asking {
    let rule = packs.rule(at);
    let reviewed = packs.pack_of(rule).review.status == ReviewStatus::Reviewed;
    Asking { rule: packs.rule_name(at), title: rule.title.clone(), cite: rule.cite.clone(), reviewed }
}
