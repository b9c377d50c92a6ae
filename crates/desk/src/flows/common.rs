//! What any matter goes through, whatever came in: it is taken in, somebody takes it on, says facts, does what is owed or lets it wait with
//! the law's reason, serves letters, moves its day, ends it. What is different stands in the flows.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::acts::{ensure, filled};
use crate::consent::EACH;
use crate::flows::{Around, Event, Fact, Happened, Intake, Matter, MatterState, Outcome, Service, Turn, What, owed};
use crate::id::Id;
use crate::inquiry::Source;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::scan::Scans;
use crate::task::{Lawful, Task, TaskState};
use crate::worker::WorkerId;

/// The longest that one writes, and the most that one knows.
const LONGEST_WORDS: usize = 20_000;
const MOST_FACTS: usize = 500;
/// The most papers that one puts in.
const MOST_SCANS: usize = 50;

/// What is asked beside the law, each with its answers.
pub(super) type Notes = &'static [(&'static str, &'static [&'static str])];

/// The matter that an intake makes, before the law was asked. `notes`: what this flow asks beside the law.
pub(super) fn begin(intake: &Intake, around: &Around<'_>, notes: Notes) -> Result<Matter, Refusal> {
    let known = |key: &str, word: &str| notes.iter().any(|(note, words)| *note == key && words.contains(&word));
    ensure(intake.notes.iter().all(|(key, word)| known(key, word)), Refusal::BadValue)?;
    ensure(intake.received <= around.now.time && intake.facts.len() <= MOST_FACTS, Refusal::BadValue)?;
    let mut matter = Matter {
        id: intake.id,
        kind: intake.flow,
        client: intake.client,
        paper: None,
        incomplete: false,
        answered_for: false,
        state: MatterState::Open,
        owner: None,
        opened_by: around.by,
        received: intake.received,
        answer_by: intake.answer_by,
        facts: BTreeMap::new(),
        notes: intake.notes.clone(),
        items: intake.items.clone(),
        ruling: None,
        response: None,
        served: Vec::new(),
        taken: intake.taken.clone(),
        scans: Scans::default(),
        consent: intake.consent,
        report: intake.report.clone(),
        warning: intake.warning.clone().map(Box::new),
        hold: None,
        held_back: None,
        outcome: None,
        timeline: Vec::new(),
    };
    for (name, value, source) in &intake.facts {
        matter.put(around, name, value.clone(), *source);
    }
    Ok(matter)
}

/// What follows: the matter, the tasks that this changed, and what is owed now that the law has answered again.
pub(super) fn turn(matter: Matter, mut tasks: Vec<Task>, around: &Around<'_>) -> Turn {
    if matter.state == MatterState::Open {
        let now = |task: &Task| tasks.iter().find(|changed| changed.id == task.id).unwrap_or(task).clone();
        let after = Around { tasks: around.tasks.iter().map(now).collect(), file: BTreeMap::new(), ..*around };
        let owed = owed::tasks(&matter, &after);
        tasks.retain(|task| !owed.iter().any(|other| other.id == task.id));
        tasks.extend(owed);
    }
    Turn { matter, tasks, hold: None }
}

/// What whoever says "nothing else" says: no release, no legal paper, no wound, no emergency beside it.
pub(super) fn nothing_beside() -> impl Iterator<Item = (&'static str, Json)> {
    let no = [
        "medical_emergency",
        "prior_therapist_exploited_client",
        "secrecy_order",
        "client_is_crime_victim",
        "record_sealed_by_court",
    ];
    let none = ["reportable_injury", "consent_status", "consent_signed_by", "part2_order_type"];
    let empty = ["legal_process", "consent_forms", "consent_elements", "consent_scope"];
    let no = no.into_iter().map(|name| (name, json!(false)));
    let none = none.into_iter().map(|name| (name, json!("none")));
    no.chain(none).chain(empty.into_iter().map(|name| (name, json!([]))))
}

/// Whether that task is one of these duties.
pub(super) fn is_of(around: &Around<'_>, id: Id<Task>, duties: &[&str]) -> bool {
    let task = around.tasks.iter().find(|task| task.id == id);
    task.and_then(|task| task.duty.as_deref()).is_some_and(|duty| duties.contains(&duty))
}

/// Whoever is told afterwards says that they were; more is not theirs to do.
pub(super) fn does_own_task(event: &Event, around: &Around<'_>) -> bool {
    let Event::Did { task, .. } = event else { return false };
    around.tasks.iter().any(|there| there.id == *task && there.worker == Some(around.by))
}

impl Matter {
    /// Whose duty it is: whoever took it in has it themselves, until they hand it over.
    pub(super) fn is_held_by(&self, around: &Around<'_>) -> bool {
        self.opened_by == around.by || self.owner == Some(around.by)
    }

    /// What is over takes nothing any more, but that a paper in it was a mistake.
    pub(super) fn still_takes(&self, event: &Event) -> Result<(), Refusal> {
        ensure(self.state == MatterState::Open || event.what() == What::Retract, Refusal::WrongState)
    }

    /// What happens in every flow alike. What does not is no event of this flow.
    pub(super) fn takes(&mut self, event: &Event, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        match event {
            Event::Own { worker } => Ok(self.own(*worker, around)),
            Event::Say { facts, source } => self.say(facts, *source, around),
            Event::Did { task, words } => self.did(around, *task, words),
            Event::Wait { .. } => self.wait(around, event),
            Event::Serve { .. } => self.serve(around, event),
            Event::Scan { file } => self.scan(file, around),
            Event::Retract { file, words } => self.retract(*file, words, around),
            Event::Clock { at, words } => {
                worded(words)?;
                self.answer_by = Some(*at);
                self.note(around, What::Clock, None, Some(words));
                Ok(Vec::new())
            }
            Event::Items { .. }
            | Event::Respond { .. }
            | Event::Call { .. }
            | Event::Tell { .. }
            | Event::Protect { .. }
            | Event::Take { .. }
            | Event::Close { .. } => Err(Refusal::WrongState),
        }
    }

    /// Something that the file says has changed.
    pub(crate) fn hears(&mut self, around: &Around<'_>, fact: &str) {
        self.note(around, What::Say, Some(fact.to_owned()), None);
    }

    /// Whether the permission on file alone says that, where the matter rests on one: it may be stopped, and nobody says otherwise.
    pub(super) fn is_said_by_consent(&self, fact: &str) -> bool {
        self.consent.is_some() && (fact.starts_with("consent_") || fact == "recipient_named_in_instrument")
    }

    /// The file's facts anew, where nobody said otherwise.
    pub(super) fn read_file(&mut self, around: &Around<'_>) {
        for (name, (value, source)) in &around.file {
            let there = self.facts.get(name);
            let of_person = there.is_some_and(|fact| matches!(fact.source, Source::Person | Source::Paper));
            let is_its_own = !of_person || self.is_said_by_consent(name) || protects(name, value);
            if is_its_own && there.is_none_or(|fact| fact.value != *value) {
                self.put(around, name, value.clone(), *source);
            }
        }
    }

    /// Ends it. `lapses`: nothing is owed any more; else what is owed is done first, or waits with a reason.
    pub(super) fn close(
        &mut self,
        outcome: Outcome,
        words: &str,
        around: &Around<'_>,
        lapses: bool,
    ) -> Result<Vec<Task>, Refusal> {
        worded(words)?;
        let open = around.tasks.iter().filter(|task| task.state == TaskState::Open);
        ensure(lapses || open.clone().count() == 0, Refusal::WrongState)?;
        let lapsed = |task: &Task| Task { state: TaskState::Done, waived: Some(Lawful::NotOwed), ..task.clone() };
        let tasks = open.map(lapsed).collect();
        self.outcome = Some(outcome);
        self.state = MatterState::Closed;
        self.note(around, What::Close, Some(outcome.word().to_owned()), Some(words));
        Ok(tasks)
    }

    /// A letter was served: who has it is the evidence of what it performs.
    fn serve(&mut self, around: &Around<'_>, event: &Event) -> Result<Vec<Task>, Refusal> {
        let Event::Serve { letter, to, way, at } = event else { return Ok(Vec::new()) };
        filled(letter).and_then(|()| filled(to))?;
        ensure(*at <= around.now.time, Refusal::BadValue)?;
        let who = around.who.to_owned();
        self.served.push(Service { letter: letter.clone(), to: to.clone(), way: *way, at: *at, who });
        self.note(around, What::Serve, Some(letter.clone()), None);
        let known = around.law.packs().letters.iter().find(|one| one.id == *letter);
        ensure(known.is_none_or(|one| one.is_for(self.paper.as_deref())), Refusal::WrongState)?;
        // What carries out an answer performs something once that answer was decided.
        let decided = |one: &&tacenda_law::Letter| {
            one.answers.is_empty() || self.response.is_some_and(|response| one.answers.iter().any(|word| word == response.word()))
        };
        let performs: Vec<&str> =
            known.iter().filter(|one| decided(one)).flat_map(|one| one.performs.iter().map(String::as_str)).collect();
        Ok(perform(around, &performs, to))
    }

    pub(super) fn note(&mut self, around: &Around<'_>, what: What, code: Option<String>, words: Option<&str>) {
        let words = words.filter(|words| !words.trim().is_empty()).map(str::to_owned);
        self.timeline.push(Happened { at: around.now.time, who: around.who.to_owned(), what, code, words });
    }

    pub(super) fn put(&mut self, around: &Around<'_>, name: &str, value: Json, source: Source) {
        let fact = Fact { value, source, who: around.who.to_owned(), at: around.now.time };
        self.facts.insert(name.to_owned(), fact);
    }

    /// A paper was put in. While nobody knows about whom it is, it is not put in: it would name somebody where nothing protects them.
    fn scan(&mut self, file: &Attachment, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(self.client.is_some(), Refusal::WrongState)?;
        self.scans.put(file, (around.now.time, around.who), MOST_SCANS)?;
        self.note(around, What::Scan, None, Some(&file.name));
        Ok(Vec::new())
    }

    /// It does not belong here, nor does its name in what happened.
    fn retract(&mut self, file: Id<Attachment>, words: &str, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        worded(words)?;
        let at = self.scans.retract(file, words)?;
        self.timeline.iter_mut().filter(|one| one.what == What::Scan && one.at == at).for_each(|one| one.words = None);
        self.note(around, What::Retract, None, Some(words));
        Ok(Vec::new())
    }

    fn own(&mut self, worker: WorkerId, around: &Around<'_>) -> Vec<Task> {
        let before = self.owner.replace(worker);
        self.note(around, What::Own, None, None);
        // What was theirs to do goes along.
        let theirs = around.tasks.iter().filter(|task| task.state == TaskState::Open && task.worker == before);
        theirs.map(|task| Task { worker: Some(worker), by: around.by, ..task.clone() }).collect()
    }

    fn say(&mut self, facts: &[(String, Json)], source: Source, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(!facts.is_empty() && facts.len() <= MOST_FACTS, Refusal::BadValue)?;
        ensure(matches!(source, Source::Person | Source::Paper), Refusal::BadValue)?;
        for (name, value) in facts {
            ensure(name != "event_date", Refusal::BadValue)?;
            self.put(around, name, value.clone(), source);
            self.note(around, What::Say, Some(name.clone()), None);
        }
        Ok(Vec::new())
    }

    fn did(&mut self, around: &Around<'_>, id: Id<Task>, words: &str) -> Result<Vec<Task>, Refusal> {
        filled(words)?;
        let task = its(around, id)?;
        self.note(around, What::Did, task.duty.clone(), Some(words));
        Ok(vec![Task { state: TaskState::Done, outcome: Some(words.to_owned()), ..task.clone() }])
    }

    fn wait(&mut self, around: &Around<'_>, event: &Event) -> Result<Vec<Task>, Refusal> {
        let Event::Wait { task, why, until, words } = event else { return Ok(Vec::new()) };
        filled(words)?;
        ensure(until.is_none_or(|until| until > around.now.time), Refusal::BadValue)?;
        let task = its(around, *task)?;
        self.note(around, What::Wait, task.duty.clone(), Some(words));
        let waits = Task { waived: Some(*why), outcome: Some(words.clone()), ..task.clone() };
        Ok(vec![match until {
            Some(until) => Task { due: *until, ..waits },
            None => Task { state: TaskState::Done, ..waits },
        }])
    }
}

/// What the file says of how a client is protected stands: by what a person says of it nobody is protected less.
const PROTECTS: [&str; 4] =
    ["client_paid_out_of_pocket_restriction", "client_is_dv_sa_victim", "holder_part2_program", "holder_victim_funds"];

fn protects(name: &str, value: &Json) -> bool {
    let lacks_one = name == EACH && *value == Json::Bool(false);
    lacks_one || PROTECTS.contains(&name) && (*value == Json::Bool(true) || value.as_array().is_some_and(|list| !list.is_empty()))
}

/// Does what is open among those duties.
pub(super) fn perform(around: &Around<'_>, duties: &[&str], words: &str) -> Vec<Task> {
    let open = around.tasks.iter().filter(|task| task.state == TaskState::Open);
    let those = open.filter(|task| task.duty.as_deref().is_some_and(|duty| duties.contains(&duty)));
    those.map(|task| Task { state: TaskState::Done, outcome: Some(words.to_owned()), ..task.clone() }).collect()
}

/// An open task of this matter.
fn its<'a>(around: &'a Around<'_>, id: Id<Task>) -> Result<&'a Task, Refusal> {
    let task = around.tasks.iter().find(|task| task.id == id).ok_or(Refusal::NotFoundOrNotYours)?;
    ensure(task.state == TaskState::Open, Refusal::WrongState)?;
    Ok(task)
}

pub(super) fn worded(words: &str) -> Result<(), Refusal> {
    ensure(!words.trim().is_empty() && words.len() <= LONGEST_WORDS, Refusal::BadValue)
}
