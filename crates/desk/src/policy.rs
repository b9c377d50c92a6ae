//! What the agency asks of everybody who works here before a file opens: its policies and agreements, and its courses.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::Id;
use crate::plain::hex;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::{WorkerId, WorkerKind};

words! {
    /// What kind of text it is.
    pub enum PolicyKind {
        /// How we work here.
        Policy = "policy",
        /// What we tell people.
        Notice = "notice",
        /// What somebody promises.
        Agreement = "non_disclosure",
    }
}

words! {
    /// Whether it is asked of anybody.
    pub enum PolicyState {
        /// It is.
        Kept = "kept",
        /// Not any more.
        Gone = "gone",
    }
}

/// A text in one language; its body is Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyText {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub body: String,
}

/// A version as it was put in force. It is never changed; the next one comes after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The first is 1.
    pub number: u32,
    /// By language, ISO 639-1.
    pub texts: BTreeMap<String, PolicyText>,
    /// For so many days whoever is at work may go on without having agreed to it. None: at once.
    pub grace_days: u32,
    /// SHA-256 of the texts, 64 hexadecimal digits: who agreed, agreed to exactly this.
    pub sha256: String,
    /// When it was put in force.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
}

/// A policy, a notice or an agreement, with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: Id<Self>,
    /// What kind of text it is.
    pub kind: PolicyKind,
    /// Since when the agency has had it: "established June 2007".
    pub established: Date,
    /// Who must agree to it, by standing.
    pub who: Vec<WorkerKind>,
    /// Nobody of these opens a file before they agreed.
    pub gate: bool,
    /// After so many months it is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Its versions, the first one first. There is at least one.
    pub editions: Vec<Edition>,
    /// Whether it is asked of anybody.
    pub state: PolicyState,
}

impl Policy {
    /// The version in force.
    pub fn edition(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The text of the version in force in that language, or in any other.
    pub fn text(&self, language: &str) -> Option<&PolicyText> {
        self.edition().and_then(|edition| edition.text(language))
    }
}

impl Edition {
    /// Its text in that language, or in any other.
    pub fn text(&self, language: &str) -> Option<&PolicyText> {
        self.texts.get(language).or_else(|| self.texts.values().next())
    }

    /// SHA-256 of texts, in hexadecimal digits. Each part is counted, so that none runs into the next.
    pub fn digest(texts: &BTreeMap<String, PolicyText>) -> String {
        let mut hash = Sha256::new();
        for part in texts.iter().flat_map(|(language, text)| [language, &text.title, &text.body]) {
            hash.update(u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
            hash.update(part);
        }
        hex(&hash.finalize())
    }
}

/// What is asked of whom, of one policy or one course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Who, by standing.
    pub who: Vec<WorkerKind>,
    /// Nobody of these opens a file before it is done.
    pub gate: bool,
    /// After so many months it is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// So many days over the day: after the rule came for whoever worked here then, after it is due again for everybody.
    pub grace_days: u32,
    /// Since when it is asked.
    pub since: Time,
}

/// A policy that is in force, as far as a gate has to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRule {
    /// Which.
    pub policy: Id<Policy>,
    /// The number of the version in force.
    pub edition: u32,
    /// Its digest.
    pub sha256: String,
    /// Of whom.
    pub rule: Rule,
}

/// A course that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRule {
    /// Which, by its word.
    pub course: String,
    /// Of whom.
    pub rule: Rule,
}

/// Everything that is asked of those who work here. There is one of it, and every act opens it: so it holds no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gates {
    /// Its id, always the same.
    pub id: Id<Self>,
    /// Policies in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyRule>,
    /// Courses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<CourseRule>,
}

impl Gates {
    /// The id of the one there is.
    pub fn the_id() -> Id<Self> {
        Id::derived(Now::trusted(Time(0)), "gates")
    }

    /// An agency that asks for nothing yet.
    pub fn none() -> Self {
        Self { id: Self::the_id(), policies: Vec::new(), courses: Vec::new() }
    }

    /// With this policy as it stands now, in the place of what was known of it.
    #[must_use]
    pub(crate) fn with_policy(mut self, policy: &Policy) -> Self {
        self.policies.retain(|rule| rule.policy != policy.id);
        if let (Some(edition), PolicyState::Kept) = (policy.edition(), policy.state) {
            let rule = Rule {
                who: policy.who.clone(),
                gate: policy.gate,
                months: policy.months,
                grace_days: edition.grace_days,
                since: edition.at,
            };
            let sha256 = edition.sha256.clone();
            self.policies.push(PolicyRule { policy: policy.id, edition: edition.number, sha256, rule });
        }
        self
    }

    /// With this rule for a course, or with none.
    #[must_use]
    pub(crate) fn with_course(mut self, course: &str, rule: Option<Rule>) -> Self {
        self.courses.retain(|one| one.course != course);
        self.courses.extend(rule.map(|rule| CourseRule { course: course.to_owned(), rule }));
        self.courses.sort_by(|a, b| a.course.cmp(&b.course));
        self
    }

    /// What is asked of a course.
    pub fn course(&self, course: &str) -> Option<&Rule> {
        self.courses.iter().find(|one| one.course == course).map(|one| &one.rule)
    }
}

/// That somebody agreed to a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// To which policy.
    pub policy: Id<Policy>,
    /// To which version of it.
    pub edition: u32,
    /// The digest of what they read.
    pub sha256: String,
    /// In which language they read it.
    pub language: String,
    /// The words by which they agreed.
    pub words: String,
    /// When.
    pub at: Time,
}

/// A try at the quiz of a course, or that it was taken elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Which course.
    pub course: String,
    /// When.
    pub at: Time,
    /// The worked cases that were asked, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Those of them that were answered otherwise than the law answers them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<String>,
    /// So many were answered as the law answers them.
    pub right: u32,
    /// Whether that is enough.
    pub passed: bool,
    /// Who saw it done elsewhere, such as in a room with a teacher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<WorkerId>,
}

/// What somebody who works here has agreed to and learned.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    /// Its id: always the same for the same worker.
    pub id: Id<Self>,
    /// Whose.
    pub worker: WorkerId,
    /// What they agreed to, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Agreed>,
    /// What they tried, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Tried>,
    /// What was passed before this does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew: Option<Time>,
}
crate::plain::quiet!(Readiness, Sanction);

impl Readiness {
    /// The id of that worker's.
    pub fn id_of(worker: WorkerId) -> Id<Self> {
        Id::derived(Now::trusted(Time(0)), &format!("readiness\n{worker}"))
    }

    /// Of somebody who has done nothing yet.
    pub fn none(worker: WorkerId) -> Self {
        Self { id: Self::id_of(worker), worker, agreed: Vec::new(), tried: Vec::new(), anew: None }
    }

    /// When they last agreed to a policy, and to which version.
    pub fn agreed_to(&self, policy: Id<Policy>) -> Option<&Agreed> {
        self.agreed.iter().rev().find(|one| one.policy == policy)
    }

    /// When they last passed a course, as far as it counts.
    pub fn passed(&self, course: &str) -> Option<&Tried> {
        let counts = |at: Time| self.anew.is_none_or(|anew| at >= anew);
        self.tried.iter().rev().find(|one| one.course == course && one.passed && counts(one.at))
    }

    /// How often they tried a course here.
    pub fn tries(&self, course: &str) -> usize {
        self.tried.iter().filter(|one| one.course == course && one.seen_by.is_none()).count()
    }
}

words! {
    /// What followed.
    pub enum Measure {
        /// They were told, and advised.
        Advice = "advice",
        /// They learn it again: what they passed before does not count any more.
        Retraining = "retraining",
        /// They were kept from work for a time.
        Suspension = "suspension",
        /// Their work here ended.
        End = "end",
    }
}

/// That somebody broke a rule of the agency's, and what followed (45 CFR 164.530(e)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// Its id.
    pub id: Id<Self>,
    /// Whom it is about.
    pub worker: WorkerId,
    /// The day on which it happened.
    pub day: Date,
    /// What happened, without anything of a client's.
    pub what: String,
    /// Which rule or policy was broken.
    pub rule: String,
    /// What followed.
    pub measure: Measure,
    /// When it was entered.
    pub at: Time,
    /// By whom.
    pub by: WorkerId,
}

/// A text of this house that an agency may take for its own: what kind it is, and its words by language.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Its word.
    pub word: &'static str,
    /// What kind of text it is.
    pub kind: PolicyKind,
    /// Language, and Markdown whose first line is the title.
    pub texts: &'static [(&'static str, &'static str)],
}

/// The texts of this house.
pub static TEMPLATES: &[Template] = &[
    Template {
        word: "agreement",
        kind: PolicyKind::Agreement,
        texts: &[("en", include_str!("../texts/agreement.en.md")), ("es", include_str!("../texts/agreement.es.md"))],
    },
    Template {
        word: "confidentiality",
        kind: PolicyKind::Policy,
        texts: &[("en", include_str!("../texts/confidentiality.en.md")), ("es", include_str!("../texts/confidentiality.es.md"))],
    },
];

impl Template {
    /// Its texts, title and body apart.
    pub fn policy_texts(&self) -> BTreeMap<String, PolicyText> {
        let apart = |(language, text): &(&str, &str)| {
            let (title, body) = text.split_once('\n').unwrap_or((text, ""));
            let title = title.trim_start_matches('#').trim().to_owned();
            ((*language).to_owned(), PolicyText { title, body: body.trim().to_owned() })
        };
        self.texts.iter().map(apart).collect()
    }
}
