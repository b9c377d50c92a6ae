//! The decision sheet: verdict first, then what to say, what may go, what is owed, and why. Made once, shown as text and as pages.

pub(crate) mod words;

use tacenda_law::{FactId, Facts, Kind, Member, Packs, Part, ReviewStatus, Ruling, Sure, Tri, Value, Verdict, changes};

use crate::language::Language;
use words::{Answer, Both, pick, say};

/// Duties whose doing may turn a no into a yes.
const CURES: [&str; 5] =
    ["obtain_written_release", "seek_client_authorization", "verify_identity", "ferpa_advance_notice", "seek_part2_court_order"];
/// Most rules that are named as weighed, and most facts that would change the answer.
const WEIGHED: usize = 12;
const CHANGES: usize = 8;

/// A ruling as a counsellor can read it aloud and a licensing board can check it, in one language.
pub(crate) struct Sheet {
    pub(crate) answer: Answer,
    pub(crate) title: &'static str,
    /// The day whose law decided.
    pub(crate) day: jiff::civil::Date,
    pub(crate) to: Option<String>,
    pub(crate) purpose: Option<String>,
    /// What to say now.
    pub(crate) say: &'static str,
    pub(crate) may: Vec<String>,
    /// All may go but what must not.
    pub(crate) except: bool,
    pub(crate) must_not_title: &'static str,
    pub(crate) must_not: Vec<String>,
    pub(crate) collide: Vec<String>,
    pub(crate) commanded: Vec<String>,
    pub(crate) missing: Vec<String>,
    pub(crate) before: Vec<Owed>,
    pub(crate) after: Vec<Owed>,
    pub(crate) why: Vec<Ground>,
    pub(crate) weighed: Vec<Ground>,
    pub(crate) changes: Vec<String>,
    pub(crate) assumed: Vec<String>,
    pub(crate) law: Vec<Book>,
}

/// Something owed.
pub(crate) struct Owed {
    pub(crate) text: String,
    /// A day or a moment, as the law's clocks write it.
    pub(crate) due: Option<String>,
    pub(crate) cite: String,
    /// Owed only if a fact holds that nobody knows.
    pub(crate) perhaps: bool,
}

/// What is surely owed, and what only if something holds that nobody knows: shown apart, so that an answer stays readable.
pub(crate) fn sure_and_perhaps(list: &[Owed]) -> (Vec<&Owed>, Vec<&Owed>) {
    list.iter().partition(|owed| !owed.perhaps)
}

/// A rule, and its part in the answer.
pub(crate) struct Ground {
    pub(crate) mark: &'static str,
    pub(crate) part: Part,
    /// `us-nm.danger`
    pub(crate) rule: String,
    pub(crate) pack: String,
    pub(crate) title: String,
    pub(crate) cite: String,
    pub(crate) doubtful: bool,
}

/// A pack that the answer rests on.
pub(crate) struct Book {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) digest: String,
    pub(crate) reviewed: bool,
}

impl Sheet {
    /// The sheet of a ruling.
    pub(crate) fn of(ruling: &Ruling<'_>, language: Language) -> Self {
        let maker = Maker { ruling, language };
        let answer = Answer::of(ruling.verdict, curable(ruling));
        let (why, weighed) = maker.grounds();
        let (before, after) = maker.duties();
        let (may, except) = maker.may();
        let hold = ruling.verdict == Verdict::NeedsMoreFacts;
        Self {
            answer,
            title: say(answer.title(), language),
            day: ruling.facts().event_day(&ruling.packs().vocabulary),
            to: word(ruling, "recipient_kind").map(|m| maker.label(m).to_owned()),
            purpose: word(ruling, "purpose").map(|m| maker.label(m).to_owned()),
            say: say(spoken(ruling), language),
            may,
            except,
            must_not_title: say(if hold { words::H_HOLD } else { words::H_MUST_NOT }, language),
            must_not: maker.must_not(),
            collide: maker.labels(ruling.words(ruling.in_conflict)),
            commanded: if ruling.may_include == ruling.must_include {
                Vec::new()
            } else {
                maker.labels(ruling.words(ruling.must_include))
            },
            missing: maker.questions(&ruling.missing),
            before,
            after,
            why,
            weighed,
            changes: maker.changes(),
            assumed: maker.assumed(),
            law: books(ruling),
        }
    }
}

/// Which of the five answers a ruling is.
pub(crate) fn answer_of(ruling: &Ruling<'_>) -> Answer {
    Answer::of(ruling.verdict, curable(ruling))
}

fn curable(ruling: &Ruling<'_>) -> bool {
    let vocabulary = &ruling.packs().vocabulary;
    ruling.duties.iter().filter_map(|o| vocabulary.duties.get(o.duty)).any(|d| CURES.contains(&d.id.as_str()))
}

/// The member of an enumeration that a fact holds.
fn word<'r>(ruling: &'r Ruling<'_>, fact: &str) -> Option<&'r Member> {
    let vocabulary = &ruling.packs().vocabulary;
    let id = vocabulary.find(fact)?;
    match ruling.facts().get(id) {
        Value::One(at) => vocabulary.enumeration(vocabulary.fact(id).kind)?.members.get(usize::from(at)),
        _ => None,
    }
}

fn spoken(ruling: &Ruling<'_>) -> Both {
    let recipient = word(ruling, "recipient_kind").map_or("", |m| m.id.as_str());
    let papers =
        ["opposing_party_attorney", "prosecutor", "defence_attorney", "court", "foreign_authority", "immigration_authority"];
    let inside = [
        "internal_supervisor",
        "internal_team",
        "internal_clerical",
        "intern_trainee",
        "own_attorney",
        "liability_insurer",
        "billing_vendor",
    ];
    match ruling.verdict {
        _ if recipient == "client" => words::SAY_CLIENT,
        Verdict::Permitted | Verdict::Required if inside.contains(&recipient) => words::SAY_INSIDE,
        Verdict::Permitted | Verdict::Required => words::SAY_YES,
        Verdict::Conflict | Verdict::NeedsMoreFacts => words::SAY_WAIT,
        Verdict::Prohibited if papers.contains(&recipient) => words::SAY_PAPER,
        Verdict::Prohibited => words::SAY_OUTSIDER,
    }
}

fn books(ruling: &Ruling<'_>) -> Vec<Book> {
    let live = ruling.regimes.iter().filter(|r| r.applies != Tri::False);
    let packs = live.filter_map(|answer| ruling.packs().packs.get(answer.pack));
    let book = |pack: &tacenda_law::Pack| Book {
        id: pack.id.clone(),
        title: pack.title.clone(),
        version: pack.version.clone(),
        digest: pack.digest.chars().take(12).collect(),
        reviewed: pack.review.status == ReviewStatus::Reviewed,
    };
    packs.map(book).collect()
}

/// A value of a fact in words.
pub(crate) fn shown(packs: &Packs, language: Language, id: FactId, value: Value) -> String {
    let yes_no = if language == Language::En { ["No", "Yes"] } else { ["No", "Sí"] };
    let list = packs.vocabulary.enumeration(packs.vocabulary.fact(id).kind);
    match (value, list) {
        (Value::Bool(b), _) => yes_no.get(usize::from(b)).copied().unwrap_or_default().to_owned(),
        (Value::One(at), Some(list)) => {
            list.members.get(usize::from(at)).map_or_else(String::new, |m| label(m, language).to_owned())
        }
        (Value::Set { has, .. }, Some(list)) => {
            let labels: Vec<&str> =
                list.members.iter().enumerate().filter(|(i, _)| has >> i & 1 == 1).map(|(_, m)| label(m, language)).collect();
            if labels.is_empty() { "—".to_owned() } else { labels.join(", ") }
        }
        (Value::NotStated, _) => "—".to_owned(),
        _ => packs.vocabulary.show(id, value).to_string().replace('"', "").replace("null", "—"),
    }
}

pub(crate) fn label(member: &Member, language: Language) -> &str {
    match language {
        Language::En => &member.en,
        Language::Es => &member.es,
    }
}

struct Maker<'r> {
    ruling: &'r Ruling<'r>,
    language: Language,
}

impl Maker<'_> {
    fn label<'t>(&self, member: &'t Member) -> &'t str {
        label(member, self.language)
    }

    fn labels(&self, words: Vec<&str>) -> Vec<String> {
        let list = self.ruling.packs().vocabulary.categories();
        let members = words.into_iter().filter_map(|w| list.members.iter().find(|m| m.id == w));
        members.map(|m| self.label(m).to_owned()).collect()
    }

    fn may(&self) -> (Vec<String>, bool) {
        let words = self.ruling.may_words();
        let except = self.ruling.must_exclude != 0 && words.contains(&"whole_record");
        (self.labels(words), except)
    }

    fn must_not(&self) -> Vec<String> {
        let ruling = self.ruling;
        let (mut refused, whole) = ruling.refused();
        let collide = ruling.words(ruling.in_conflict);
        if ruling.recipient_ok() {
            refused.retain(|c| !collide.contains(c));
        }
        let rest = whole.then(|| say(if ruling.recipient_ok() { words::ALL_ELSE } else { words::ALL }, self.language).to_owned());
        self.labels(refused).into_iter().chain(rest).collect()
    }

    fn questions(&self, facts: &[FactId]) -> Vec<String> {
        let vocabulary = &self.ruling.packs().vocabulary;
        facts.iter().map(|id| pick(&vocabulary.fact(*id).question, self.language).to_owned()).collect()
    }

    fn duties(&self) -> (Vec<Owed>, Vec<Owed>) {
        let (ruling, packs) = (self.ruling, self.ruling.packs());
        let rows: Vec<_> = ruling
            .duties
            .iter()
            .filter_map(|o| Some((o, packs.vocabulary.duties.get(o.duty)?, packs.rules.get(o.rule)?)))
            .collect();
        let safe = rows.iter().any(|(_, duty, _)| duty.id == "inform_client_when_safe");
        // Where telling the client has to wait, the plain duty to tell is the same duty.
        let waits = |id: &str| safe && ["inform_client", "inform_client_before"].contains(&id);
        let of = |before: bool| {
            let rows = rows.iter().filter(|(o, d, _)| o.before == before && !waits(&d.id));
            let owed = rows.map(|(owed, duty, rule)| Owed {
                text: pick(&duty.label, self.language).to_owned(),
                due: ruling.due(owed),
                cite: rule.cite.first().cloned().unwrap_or_default(),
                perhaps: owed.open,
            });
            // What is surely owed comes first.
            let (perhaps, sure): (Vec<Owed>, Vec<Owed>) = owed.partition(|owed| owed.perhaps);
            sure.into_iter().chain(perhaps).collect::<Vec<_>>()
        };
        (of(true), of(false))
    }

    fn grounds(&self) -> (Vec<Ground>, Vec<Ground>) {
        let (ruling, packs) = (self.ruling, self.ruling.packs());
        let mut all = Vec::new();
        for reason in &ruling.reasons {
            let Some(rule) = packs.rules.get(reason.rule).filter(|_| !ruling.recipient_ok() || ruling.is_named(reason)) else {
                continue;
            };
            let mark = match reason.part {
                Part::Commands => "►",
                Part::Gives => "✓",
                Part::Forbids | Part::Narrows => "✗",
                Part::Binds => "·",
                Part::Open => "?",
                Part::Weighed => "–",
            };
            all.push(Ground {
                mark,
                part: reason.part,
                rule: packs.rule_name(reason.rule),
                pack: packs.pack_of(rule).title.clone(),
                title: rule.title.clone(),
                cite: rule.cite.join("; "),
                doubtful: rule.sure != Sure::High,
            });
        }
        let (mut weighed, why): (Vec<_>, Vec<_>) = all.into_iter().partition(|ground| ground.part == Part::Weighed);
        weighed.truncate(WEIGHED);
        (why, weighed)
    }

    /// Single facts that would turn the answer, those that turn a no into a yes first.
    fn changes(&self) -> Vec<String> {
        let (ruling, packs, facts) = (self.ruling, self.ruling.packs(), self.ruling.facts());
        let now = (ruling.verdict, ruling.may_include);
        let mut found = Vec::new();
        if ruling.verdict != Verdict::NeedsMoreFacts {
            for id in packs.vocabulary.stated().filter(|id| is_about_the_request(packs, *id)) {
                let other =
                    changes(packs, facts, id, now).into_iter().find(|(_, verdict)| verdict.is_yes() != ruling.verdict.is_yes());
                if let Some((value, verdict)) = other {
                    found.push(self.change(packs, facts, id, value, verdict));
                }
            }
        }
        found.sort();
        found.dedup();
        found.truncate(CHANGES);
        if found.is_empty() && ruling.verdict == Verdict::Prohibited {
            found.push(say(words::NO_YES, self.language).to_owned());
        }
        found
    }

    fn change(&self, packs: &Packs, facts: &Facts, id: FactId, value: Value, verdict: Verdict) -> String {
        let answer = say(Answer::of(verdict, false).title(), self.language);
        let text = match (facts.get(id), value) {
            // Of a set, name the one member that is put in or taken out.
            (Value::Set { has: before, .. }, Value::Set { has: after, .. }) => {
                let sign = if after & !before == 0 { "−" } else { "+" };
                format!("{sign}{}", self.shown(id, Value::set(before ^ after)))
            }
            _ => self.shown(id, value),
        };
        format!("{} {text} → {answer}", pick(&packs.vocabulary.fact(id).question, self.language))
    }

    fn assumed(&self) -> Vec<String> {
        let (packs, facts) = (self.ruling.packs(), self.ruling.facts());
        let line = |id: FactId| {
            format!("{} {}", pick(&packs.vocabulary.fact(id).question, self.language), self.shown(id, facts.get(id)))
        };
        self.ruling.assumed().into_iter().map(line).collect()
    }

    fn shown(&self, id: FactId, value: Value) -> String {
        shown(self.ruling.packs(), self.language, id, value)
    }
}

/// Facts of the holder and the frame are what they are; what may still change is the rest.
fn is_about_the_request(packs: &Packs, id: FactId) -> bool {
    let fact = packs.vocabulary.fact(id);
    let fixed = ["frame", "holder"].contains(&fact.group.as_str()) || fact.kind == Kind::Date;
    !fixed && fact.name != "recipient_kind" && fact.name != "information_identifiable"
}
