//! The words a case may use: facts, the members of their enumerations, duties.
//!
//! Declared once, in `packs/facts.toml`, `packs/enums.toml` and `packs/duties.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Index of a fact in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactId(pub(crate) u16);

impl FactId {
    /// Position in [`Vocabulary::facts`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A sentence in the languages that Tacenda speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

/// What kind of value a fact takes. Enumerations are named by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number from 0 to [`MAX_INT`].
    Int,
    /// A calendar day.
    Date,
    /// One member of an enumeration.
    Enum(usize),
    /// Any number of members of an enumeration.
    Set(usize),
}

/// The largest whole number that a fact may hold.
pub const MAX_INT: i64 = 1_000_000_000;

/// What absence of a fact means in a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// An open fact: absence is unknown.
    Ask,
    /// The ordinary state of things, listed as assumed when an answer rests on it.
    Value(crate::facts::Value),
    /// The day on which the question is put.
    Today,
}

impl Absent {
    /// The ordinary value, where there is one.
    pub fn usual(&self) -> Option<crate::facts::Value> {
        if let Self::Value(value) = self { Some(*value).filter(|v| *v != crate::facts::Value::Unknown) } else { None }
    }
}

/// Where a derived fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Stated by a person, a paper or the file.
    Stated,
    /// Computed from other facts by the condition given.
    Condition(String),
    /// Set by the first pass from rules that command.
    Mandates,
    /// Set by the first pass from rules that expressly authorise a report.
    AuthorisedReports,
}

/// One fact of the vocabulary.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The name used in conditions and case files.
    pub name: String,
    /// The part of the interview it belongs to.
    pub group: String,
    /// Type of its value.
    pub kind: Kind,
    /// What absence means.
    pub absent: Absent,
    /// A set that names nothing says nothing.
    pub empty_is_unknown: bool,
    /// The fact that a person is asked about first, where both are open.
    pub ask_after: Option<String>,
    /// One line for lawyers and authors.
    pub definition: String,
    /// What a person is asked.
    pub question: Text,
    /// Why it is asked.
    pub why: Text,
    /// Stated or derived.
    pub origin: Origin,
}

/// A member of an enumeration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The word used in conditions and case files.
    pub id: String,
    /// What a person reads, English.
    pub en: String,
    /// What a person reads, Spanish.
    pub es: String,
    /// In a set: naming this member leaves open which of the others belong to it.
    #[serde(default)]
    pub leaves_open: bool,
    /// For a recipient: the law that gives more prevails (the client's own access).
    #[serde(default)]
    pub gets_more: bool,
    /// For a category: stands for all the categories of a chart.
    #[serde(default)]
    pub stands_for_chart: bool,
    /// For a category: not part of a chart.
    #[serde(default)]
    pub outside_chart: bool,
    /// For a category: protected so highly that a request for the whole record never means it.
    #[serde(default)]
    pub special: bool,
}

/// An enumeration and its members, at most 64.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enumeration {
    /// Its name, as in `enum purpose` or `set<category>`.
    pub name: String,
    /// Its members in the order in which they are offered.
    pub members: Vec<Member>,
}

impl Enumeration {
    /// Position of a member.
    pub fn position(&self, id: &str) -> Option<u8> {
        self.words().position(|word| word == id).and_then(|i| u8::try_from(i).ok())
    }

    /// The id of the member at that position.
    pub fn word(&self, at: u8) -> Option<&str> {
        self.members.get(usize::from(at)).map(|m| m.id.as_str())
    }

    /// The ids of all members.
    pub fn words(&self) -> impl Iterator<Item = &str> + Clone {
        self.members.iter().map(|m| m.id.as_str())
    }

    /// One bit per member for which `keep` holds.
    pub fn mask(&self, keep: impl Fn(&Member) -> bool) -> u64 {
        self.members.iter().enumerate().filter(|(_, m)| keep(m)).fold(0, |bits, (i, _)| bits | 1 << i)
    }

    /// The ids of the members whose bit is set, in order.
    pub fn names(&self, bits: u64) -> impl Iterator<Item = &str> {
        self.words().enumerate().filter(move |(i, _)| bits >> i & 1 == 1).map(|(_, word)| word)
    }
}

/// How a duty's deadline runs from the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Now, before anything else.
    AtOnce(bool),
    /// Hours, to the minute where the event's time is known, else the earlier whole day.
    Hours(i64),
    /// Calendar days.
    Days(i64),
    /// Days on which federal offices are open.
    WorkingDays(i64),
    /// Calendar months.
    Months(i64),
}

/// Something owed before or after a disclosure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The word used in packs.
    pub id: String,
    /// What to do, in the imperative.
    pub label: Text,
    /// Its deadline, where the law sets one.
    #[serde(default)]
    pub clock: Option<Clock>,
    /// The packet that leaves performs it by itself: it is cut to what is needed, carries the notice, stands on the list.
    #[serde(default)]
    pub by_packet: bool,
    /// Somebody tells the client in person: no list and no page tells them before.
    #[serde(default)]
    pub tells_client: bool,
    /// It is owed by standing in the list of who got what.
    #[serde(default)]
    pub listed: Option<Listed>,
    /// What then stands on its cover.
    #[serde(default)]
    pub notice: Option<Text>,
    /// What stands there instead where a law owes it that wants more said.
    #[serde(default)]
    pub notices: Vec<NoticeBy>,
}

/// What one law wants said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeBy {
    /// Which: a citation that begins so.
    pub by: String,
    /// In our words.
    pub text: Text,
    /// When it was last read there, `2026-11-23`.
    pub checked: String,
}

/// How something stands in the list of who got what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The first list in so many months is free; none: the law says nothing of a fee.
    #[serde(default)]
    pub free_months: Option<u16>,
    /// Whose word holds a line back, that went to one of them: recipients.
    pub held_by: Vec<String>,
    /// So many days at most, where it was only spoken.
    #[serde(default)]
    pub spoken_days: Option<u16>,
    /// The law.
    pub cite: String,
    /// When it was last read there, `2026-11-23`.
    pub checked: String,
}

/// All the words.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// Facts in the order of declaration, stated ones first.
    pub facts: Vec<Fact>,
    /// Enumerations.
    pub enums: Vec<Enumeration>,
    /// Duties.
    pub duties: Vec<Duty>,
    by_name: BTreeMap<String, FactId>,
    /// Those that the engine itself must find.
    pub known: Known,
}

/// The facts and enumerations that the engine itself must find.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The day whose law is asked for.
    pub event_date: FactId,
    /// Who would receive it.
    pub recipient_kind: FactId,
    /// The categories asked for.
    pub requested: FactId,
    /// The categories that a release names.
    pub consent_scope: FactId,
    /// The categories that a judge's order names.
    pub order_scope: FactId,
    /// Set by the first pass: some mandate commands it.
    pub required_by_law: FactId,
    /// Set by the first pass: a statute expressly authorises a report.
    pub report_authorised: FactId,
    pub(crate) category: usize,
    pub(crate) recipient: usize,
    /// Every category that a chart can hold, one bit each.
    pub chart: u64,
    /// The bit of the category that stands for the whole chart.
    pub whole: u64,
    /// Highly protected categories.
    pub special: u64,
    /// Recipients for whom the law that gives more prevails.
    pub gets_more: u64,
}

impl Known {
    /// Whether a fact names the categories asked for, or those of an instrument.
    pub fn is_scope(&self, fact: FactId) -> bool {
        [self.requested, self.consent_scope, self.order_scope].contains(&fact)
    }
}

impl Vocabulary {
    /// The fact of that name.
    pub fn find(&self, name: &str) -> Option<FactId> {
        self.by_name.get(name).copied()
    }

    /// A fact by its id. Ids come from this vocabulary, so the look-up succeeds.
    pub fn fact(&self, id: FactId) -> &Fact {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: a FactId is made only by this vocabulary and indexes it")]
        &self.facts[id.index()]
    }

    /// The enumeration behind an enum or set fact.
    pub fn enumeration(&self, kind: Kind) -> Option<&Enumeration> {
        match kind {
            Kind::Enum(e) | Kind::Set(e) => self.enums.get(e),
            Kind::Bool | Kind::Int | Kind::Date => None,
        }
    }

    /// Words of a fact's enumeration, quoted, with commas.
    pub fn quoted(&self, fact: FactId, set: u64) -> String {
        let list = self.enumeration(self.fact(fact).kind);
        list.map(|l| l.names(set).map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")).unwrap_or_default()
    }

    /// The enumeration of categories.
    pub fn categories(&self) -> &Enumeration {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: found when the vocabulary was loaded")]
        &self.enums[self.known.category]
    }

    /// The enumeration of recipients.
    pub fn recipients(&self) -> &Enumeration {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: found when the vocabulary was loaded")]
        &self.enums[self.known.recipient]
    }

    /// The duty at that position.
    pub fn duty(&self, at: usize) -> &Duty {
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: positions of duties are made by the loader from this list")]
        &self.duties[at]
    }

    /// The duty of that word.
    pub fn find_duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == id)
    }

    /// Ids of the facts that a person, a paper or the file states.
    pub fn stated(&self) -> impl Iterator<Item = FactId> {
        (0u16..).map(FactId).zip(&self.facts).filter(|(_, f)| f.origin == Origin::Stated).map(|(id, _)| id)
    }

    pub(crate) fn assemble(facts: Vec<Fact>, enums: Vec<Enumeration>, duties: Vec<Duty>) -> Result<Self, String> {
        let by_name: BTreeMap<_, _> = (0u16..).zip(&facts).map(|(i, f)| (f.name.clone(), FactId(i))).collect();
        let known = Known::find(&by_name, &enums)?;
        Ok(Self { facts, enums, duties, by_name, known })
    }
}

impl Known {
    fn find(facts: &BTreeMap<String, FactId>, enums: &[Enumeration]) -> Result<Self, String> {
        let fact = |name: &str| facts.get(name).copied().ok_or_else(|| format!("the fact `{name}` is not declared"));
        let place = |name: &str| {
            enums.iter().position(|e| e.name == name).ok_or_else(|| format!("the enumeration `{name}` is not declared"))
        };
        let mask = |at: usize, keep: fn(&Member) -> bool| enums.get(at).map_or(0, |e| e.mask(keep));
        let (category, recipient) = (place("category")?, place("recipient")?);
        Ok(Self {
            event_date: fact("event_date")?,
            recipient_kind: fact("recipient_kind")?,
            requested: fact("requested_categories")?,
            consent_scope: fact("consent_scope")?,
            order_scope: fact("order_scope")?,
            required_by_law: fact("required_by_law")?,
            report_authorised: fact("report_authorised_by_statute")?,
            chart: mask(category, |m| !m.outside_chart && !m.stands_for_chart),
            whole: mask(category, |m| m.stands_for_chart),
            special: mask(category, |m| m.special),
            gets_more: mask(recipient, |m| m.gets_more),
            category,
            recipient,
        })
    }
}
