//! The decision sheet: verdict first, then what to say, what may go, what is owed, and why.

use std::fmt::Write as _;

use tacenda_law::{FactId, Facts, Kind, Part, ReviewStatus, Ruling, Sure, Tri, Value, Verdict, changes};

use super::Language;
use super::words::{self, Answer, Both, pick, say};

const WIDTH: usize = 80;

/// Duties whose doing may turn a no into a yes.
const CURES: [&str; 5] =
    ["obtain_written_release", "seek_client_authorization", "verify_identity", "ferpa_advance_notice", "seek_part2_court_order"];

/// A ruling as a page that a counsellor can read aloud and a licensing board can check.
pub(crate) fn sheet(ruling: &Ruling, name: &str, language: Language) -> String {
    let mut page = Page { text: String::new(), language };
    page.head(ruling, name);
    page.section(words::H_SAY, [say(spoken(ruling), language).to_owned()]);
    page.scope(ruling);
    page.missing(ruling);
    page.duties(ruling);
    page.reasons(ruling);
    page.changes(ruling);
    page.law(ruling);
    page.text
}

struct Page {
    text: String,
    language: Language,
}

fn curable(ruling: &Ruling) -> bool {
    let vocabulary = &ruling.packs().vocabulary;
    ruling.duties.iter().filter_map(|o| vocabulary.duties.get(o.duty)).any(|d| CURES.contains(&d.id.as_str()))
}

/// The member of an enumeration that a fact holds.
fn word<'r>(ruling: &'r Ruling, fact: &str) -> Option<&'r tacenda_law::Member> {
    let vocabulary = &ruling.packs().vocabulary;
    let id = vocabulary.find(fact)?;
    match ruling.facts().get(id) {
        Value::One(at) => vocabulary.enumeration(vocabulary.fact(id).kind)?.members.get(usize::from(at)),
        _ => None,
    }
}

fn spoken(ruling: &Ruling) -> Both {
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

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn say(&self, both: Both) -> &'static str {
        say(both, self.language)
    }

    fn pick<'t>(&self, text: &'t tacenda_law::Text) -> &'t str {
        pick(text, self.language)
    }

    fn label<'t>(&self, member: &'t tacenda_law::Member) -> &'t str {
        match self.language {
            Language::En => &member.en,
            Language::Es => &member.es,
        }
    }

    fn head(&mut self, ruling: &Ruling, name: &str) {
        let answer = Answer::of(ruling.verdict, curable(ruling));
        self.line(&"━".repeat(WIDTH));
        self.line(&format!("  {}", self.say(answer.title()).to_uppercase()));
        self.line(&"━".repeat(WIDTH));
        let day = ruling.facts().event_day(&ruling.packs().vocabulary);
        let name = if name == "null" { String::new() } else { format!("{} {name} · ", self.say(words::CASE)) };
        self.line(&format!("{name}{} {day}", self.say(words::DAY)));
        let rows = [(words::TO, "recipient_kind"), (words::FOR, "purpose")];
        for (title, fact) in rows {
            if let Some(member) = word(ruling, fact) {
                let text = format!("{}: {}", self.say(title), self.label(member));
                self.line(&text);
            }
        }
    }

    /// A heading and its items, wrapped; nothing where there are none.
    fn section(&mut self, title: Both, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if items.is_empty() {
            return;
        }
        self.line("");
        self.line(self.say(title));
        for item in items {
            self.item("  ", &item);
        }
    }

    fn item(&mut self, indent: &str, text: &str) {
        let hang = text.chars().take_while(|c| !c.is_alphanumeric() && *c != '“' && *c != '[').count();
        let mut room = WIDTH - indent.len();
        let mut line = indent.to_owned();
        for word in text.split(' ') {
            let length = word.chars().count();
            if length + 1 > room && line.trim() != "" {
                self.line(line.trim_end());
                line = format!("{indent}{}", " ".repeat(hang));
                room = WIDTH.saturating_sub(line.chars().count());
            }
            line.push_str(word);
            line.push(' ');
            room = room.saturating_sub(length + 1);
        }
        self.line(line.trim_end());
    }

    fn scope(&mut self, ruling: &Ruling) {
        let list = ruling.packs().vocabulary.categories();
        let language = self.language;
        let labels = |words: Vec<&str>| {
            let members = words.into_iter().filter_map(|w| list.members.iter().find(|m| m.id == w));
            members
                .map(|m| if language == Language::En { format!("• {}", m.en) } else { format!("• {}", m.es) })
                .collect::<Vec<_>>()
        };
        let mut may = labels(ruling.may_words());
        let list_below = ruling.must_exclude != 0 && ruling.may_words().contains(&"whole_record");
        if list_below {
            may.push(self.say(words::EXCEPT_BELOW).to_owned());
        }
        let may = if may.is_empty() { vec![self.say(words::NOTHING).to_owned()] } else { may };
        self.section(words::H_MAY, may);
        let (mut refused, whole) = ruling.refused();
        let collide = ruling.words(ruling.in_conflict);
        if ruling.recipient_ok() {
            refused.retain(|c| !collide.contains(c));
        }
        let rest = whole.then(|| format!("• {}", self.say(if ruling.recipient_ok() { words::ALL_ELSE } else { words::ALL })));
        let title = if ruling.verdict == Verdict::NeedsMoreFacts { words::H_HOLD } else { words::H_MUST_NOT };
        self.section(title, labels(refused).into_iter().chain(rest));
        self.section(words::H_CONFLICT, labels(collide));
        if ruling.may_include != ruling.must_include {
            self.section(words::H_COMMANDED, labels(ruling.words(ruling.must_include)));
        }
    }

    fn missing(&mut self, ruling: &Ruling) {
        let vocabulary = &ruling.packs().vocabulary;
        let questions =
            ruling.missing.iter().map(|id| format!("? {}", self.pick(&vocabulary.fact(*id).question))).collect::<Vec<_>>();
        self.section(words::H_MISSING, questions);
    }

    fn duties(&mut self, ruling: &Ruling) {
        let packs = ruling.packs();
        let rows: Vec<_> = ruling
            .duties
            .iter()
            .filter_map(|o| Some((o, packs.vocabulary.duties.get(o.duty)?, packs.rules.get(o.rule)?)))
            .collect();
        let safe = rows.iter().any(|(_, duty, _)| duty.id == "inform_client_when_safe");
        // Where telling the client has to wait, the plain duty to tell is the same duty.
        let waits = |id: &str| safe && ["inform_client", "inform_client_before"].contains(&id);
        for (title, before) in [(words::H_BEFORE, true), (words::H_AFTER, false)] {
            let mut items = Vec::new();
            for (owed, duty, rule) in rows.iter().filter(|(o, d, _)| o.before == before && !waits(&d.id)) {
                let due = ruling.due(owed).map_or_else(String::new, |due| format!(", {} {due}", self.say(words::BY)));
                let cite = rule.cite.first().map_or("", String::as_str);
                items.push(format!("□ {}{due} ({cite})", self.pick(&duty.label)));
            }
            self.section(title, items);
        }
    }

    fn reasons(&mut self, ruling: &Ruling) {
        let packs = ruling.packs();
        let mut why = Vec::new();
        let mut weighed = Vec::new();
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
            let doubt = if rule.sure == Sure::High { String::new() } else { format!(" {}", self.say(words::DOUBTFUL)) };
            let line = format!("{mark} {}: {} ({}){doubt}", packs.pack_of(rule).title, rule.title, rule.cite.join("; "));
            match reason.part {
                Part::Weighed => weighed.push(line),
                _ => why.push(line),
            }
        }
        self.section(words::H_WHY, why);
        self.section(words::H_WEIGHED, weighed.into_iter().take(12));
    }

    /// Single facts that would turn the answer, those that turn a no into a yes first.
    fn changes(&mut self, ruling: &Ruling) {
        let (packs, facts) = (ruling.packs(), ruling.facts());
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
        if found.is_empty() && ruling.verdict == Verdict::Prohibited {
            found.push(self.say(words::NO_YES).to_owned());
        }
        self.section(words::H_CHANGE, found.into_iter().take(8));
        let assumed = ruling.assumed();
        let lines = assumed.iter().map(|id| {
            format!("· {} {}", self.pick(&packs.vocabulary.fact(*id).question), self.shown(packs, *id, facts.get(*id)))
        });
        let lines: Vec<String> = lines.collect();
        self.section(words::H_ASSUMED, lines);
    }

    fn change(&self, packs: &tacenda_law::Packs, facts: &Facts, id: FactId, value: Value, verdict: Verdict) -> String {
        let answer = self.say(Answer::of(verdict, false).title());
        let shown = match (facts.get(id), value) {
            // Of a set, name the one member that is put in or taken out.
            (Value::Set { has: before, .. }, Value::Set { has: after, .. }) => {
                let sign = if after & !before == 0 { "−" } else { "+" };
                format!("{sign}{}", self.shown(packs, id, Value::set(before ^ after)))
            }
            _ => self.shown(packs, id, value),
        };
        format!("· {} {shown} → {}", self.pick(&packs.vocabulary.fact(id).question), answer)
    }

    fn shown(&self, packs: &tacenda_law::Packs, id: FactId, value: Value) -> String {
        let yes_no = if self.language == Language::En { ["No", "Yes"] } else { ["No", "Sí"] };
        let list = packs.vocabulary.enumeration(packs.vocabulary.fact(id).kind);
        match (value, list) {
            (Value::Bool(b), _) => yes_no.get(usize::from(b)).copied().unwrap_or_default().to_owned(),
            (Value::One(at), Some(list)) => {
                list.members.get(usize::from(at)).map_or_else(String::new, |m| self.label(m).to_owned())
            }
            (Value::Set { has, .. }, Some(list)) => {
                let labels: Vec<&str> =
                    list.members.iter().enumerate().filter(|(i, _)| has >> i & 1 == 1).map(|(_, m)| self.label(m)).collect();
                if labels.is_empty() { "—".to_owned() } else { labels.join(", ") }
            }
            _ => packs.vocabulary.show(id, value).to_string().replace('"', "").replace("null", "—"),
        }
    }

    fn law(&mut self, ruling: &Ruling) {
        let packs = ruling.packs();
        let mut lines = Vec::new();
        for answer in ruling.regimes.iter().filter(|r| r.applies != Tri::False) {
            let Some(pack) = packs.packs.get(answer.pack) else { continue };
            let review = match pack.review.status {
                ReviewStatus::NotReviewed => self.say(words::NOT_REVIEWED),
                ReviewStatus::Reviewed => self.say(words::REVIEWED),
            };
            let digest: String = pack.digest.chars().take(12).collect();
            lines.push(format!("· {} ({} {}, {digest}), {review}", pack.title, pack.id, pack.version));
        }
        self.section(words::H_LAW, lines);
        let _ = writeln!(self.text);
        self.item("", self.say(words::DISCLAIMER));
    }
}

/// Facts of the holder and the frame are what they are; what may still change is the rest.
fn is_about_the_request(packs: &tacenda_law::Packs, id: FactId) -> bool {
    let fact = packs.vocabulary.fact(id);
    let fixed = ["frame", "holder"].contains(&fact.group.as_str()) || fact.kind == Kind::Date;
    !fixed && fact.name != "recipient_kind" && fact.name != "information_identifiable"
}
