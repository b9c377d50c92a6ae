//! What subpoenas and orders have in common: the intake, what the paper is, the law's answer, the list, the way to the end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::acts::{ensure, filled};
use crate::flows::{
    Around, Event, Fact, FlowKind, Form, Happened, Intake, Item, Matter, MatterState, Outcome, Response, Service, Turn, What,
    owed,
};
use crate::id::Id;
use crate::inquiry::Source;
use crate::keeping::Hold;
use crate::refusal::Refusal;
use crate::task::{Lawful, Task, TaskState};
use crate::time::Span;
use crate::worker::WorkerId;

/// What is asked of whoever holds the paper, beside the law: how it came, whether they were told anything, what is wanted.
pub const NOTES: &[(&str, &[&str])] = &[
    ("arrived", &["hand", "mail", "fax", "electronic"]),
    ("told", &["nothing", "confirmed", "more"]),
    ("wants", &["papers", "testimony", "both"]),
];
/// The longest list, and the longest that one writes.
const MOST_ITEMS: usize = 200;
const LONGEST_WORDS: usize = 20_000;
const MOST_FACTS: usize = 500;

/// Which workflow what came in belongs to.
pub(super) fn kind_of(intake: &Intake, around: &Around<'_>) -> Result<FlowKind, Refusal> {
    Ok(begin(intake, around)?.kind)
}

fn begin(intake: &Intake, around: &Around<'_>) -> Result<Matter, Refusal> {
    let known = |key: &str, word: &str| NOTES.iter().any(|(note, words)| *note == key && words.contains(&word));
    ensure(intake.notes.iter().all(|(key, word)| known(key, word)), Refusal::BadValue)?;
    ensure(intake.received <= around.now.time && intake.facts.len() <= MOST_FACTS, Refusal::BadValue)?;
    let mut matter = Matter {
        id: intake.id,
        kind: FlowKind::Subpoena, // until the law has said what the paper is
        client: intake.client,
        paper: None,
        incomplete: false,
        state: MatterState::Open,
        owner: None,
        opened_by: around.by,
        received: intake.received,
        answer_by: intake.answer_by,
        facts: BTreeMap::new(),
        notes: intake.notes.clone(),
        items: Vec::new(),
        ruling: None,
        response: None,
        served: Vec::new(),
        hold: None,
        outcome: None,
        timeline: Vec::new(),
    };
    for (name, value, source) in &intake.facts {
        matter.put(around, name, value.clone(), *source);
    }
    matter.settle(around)?;
    Ok(matter)
}

/// Opens it, and keeps the file from being destroyed.
pub(super) fn open(intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
    let mut matter = begin(intake, around)?;
    matter.note(around, What::Open, matter.paper.clone(), None);
    let hold = match matter.client {
        Some(client) => {
            filled(&intake.hold)?;
            let id = owed::id(matter.id, "hold", around.now);
            matter.hold = Some(id);
            Some(Hold { id, client, why: intake.hold.clone(), span: Span::since(around.now.time), by: around.by })
        }
        None => None,
    };
    // Whoever may see to it does, until somebody takes it on; about nobody whom we could name it waits for the office.
    matter.owner = matter.client.map(|_| around.by);
    let tasks = owed::tasks(&matter, around);
    Ok(Turn { matter, tasks, hold })
}

/// Takes it on. `responses`: what this flow answers with.
pub(super) fn step(matter: &Matter, event: &Event, around: &Around<'_>, responses: &[Response]) -> Result<Turn, Refusal> {
    ensure(matter.state == MatterState::Open, Refusal::WrongState)?;
    let mut next = matter.clone();
    let mut tasks = match event {
        Event::Own { worker } => next.own(*worker, around),
        Event::Say { facts, source } => next.say(facts, *source, around)?,
        Event::Items { items } => next.list(items, around)?,
        Event::Did { task, words } => next.did(around, *task, words)?,
        Event::Wait { .. } => next.wait(around, event)?,
        Event::Respond { response, words } => next.respond(*response, words, around, responses)?,
        Event::Serve { letter, to, way, at } => {
            filled(letter).and_then(|()| filled(to))?;
            ensure(*at <= around.now.time, Refusal::BadValue)?;
            let who = around.who.to_owned();
            next.served.push(Service { letter: letter.clone(), to: to.clone(), way: *way, at: *at, who });
            next.note(around, What::Serve, Some(letter.clone()), None);
            Vec::new()
        }
        Event::Clock { at, words } => {
            worded(words)?;
            next.answer_by = Some(*at);
            next.note(around, What::Clock, None, Some(words));
            Vec::new()
        }
        Event::Close { outcome, words } => next.close(*outcome, words, around)?,
    };
    // The law, the file and the day may have changed since: what is owed follows.
    if next.state == MatterState::Open {
        next.settle(around)?;
        if !event.lets_go() && !next.goes().is_subset(&matter.goes()) {
            next.response = None; // more may go than was decided: whoever answers for it decides anew
        }
        let now = |task: &Task| tasks.iter().find(|changed| changed.id == task.id).unwrap_or(task).clone();
        let after = Around { tasks: around.tasks.iter().map(now).collect(), file: BTreeMap::new(), ..*around };
        let owed = owed::tasks(&next, &after);
        tasks.retain(|task| !owed.iter().any(|other| other.id == task.id));
        tasks.extend(owed);
    }
    Ok(Turn { matter: next, tasks, hold: None })
}

/// What may be done next, the most needed first.
pub(super) fn forms(matter: &Matter, responses: &[Response], list_first: bool) -> Vec<Form> {
    if matter.state == MatterState::Closed {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let missing = matter.ruling.as_ref().is_some_and(|ruled| !ruled.missing.is_empty()) || matter.paper.is_none();
    let respond = Form { what: What::Respond, choices: responses.iter().map(|r| r.word()).collect() };
    let steps = [
        (matter.owner.is_none(), Form::plain(What::Own)),
        (list_first && matter.items.is_empty(), Form::plain(What::Items)),
        (missing, Form::plain(What::Say)),
        (matter.response.is_none(), respond),
    ];
    let (first, rest): (Vec<_>, Vec<_>) = steps.into_iter().partition(|(now, _)| *now);
    forms.extend(first.into_iter().chain(rest).map(|(_, form)| form));
    if !forms.iter().any(|form| form.what == What::Items) {
        forms.push(Form::plain(What::Items));
    }
    forms.extend([Form::plain(What::Serve), Form::plain(What::Clock)]);
    let choices = Outcome::ALL.iter().filter(|outcome| matter.may_end(**outcome)).map(|o| o.word()).collect();
    forms.push(Form { what: What::Close, choices });
    forms
}

impl Matter {
    fn note(&mut self, around: &Around<'_>, what: What, code: Option<String>, words: Option<&str>) {
        let words = words.filter(|words| !words.trim().is_empty()).map(str::to_owned);
        self.timeline.push(Happened { at: around.now.time, who: around.who.to_owned(), what, code, words });
    }

    fn put(&mut self, around: &Around<'_>, name: &str, value: Json, source: Source) {
        let fact = Fact { value, source, who: around.who.to_owned(), at: around.now.time };
        self.facts.insert(name.to_owned(), fact);
    }

    /// Reads the file's facts anew, where nobody said otherwise, and asks the law.
    fn settle(&mut self, around: &Around<'_>) -> Result<(), Refusal> {
        for (name, (value, source)) in &around.file {
            let there = self.facts.get(name);
            let is_its_own = there.is_none_or(|fact| !matches!(fact.source, Source::Person | Source::Paper));
            if is_its_own && there.is_none_or(|fact| fact.value != *value) {
                self.put(around, name, value.clone(), *source);
            }
        }
        let paper = around.law.paper(&self.facts, around.now)?;
        self.paper = paper.map(|paper| paper.id.clone());
        self.incomplete = paper.is_some_and(|paper| paper.incomplete);
        self.kind = paper.and_then(|paper| FlowKind::from_word(&paper.flow)).unwrap_or(FlowKind::Subpoena);
        self.ruling = self.client.map(|_| around.law.ask(&self.facts, around.now)).transpose()?;
        Ok(())
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

    /// The list is what the paper itself names; for an order it is the whole of what the order covers.
    fn list(&mut self, items: &[Item], around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(!items.is_empty() && items.len() <= MOST_ITEMS, Refusal::BadValue)?;
        items.iter().try_for_each(|item| filled(&item.words))?;
        self.items = items.to_vec();
        let kinds: BTreeSet<&str> = items.iter().map(|item| item.category.word()).collect();
        self.put(around, "requested_categories", json!(kinds), Source::Paper);
        if self.kind == FlowKind::CourtOrder {
            self.put(around, "order_scope", json!(kinds), Source::Paper);
        }
        self.note(around, What::Items, None, None);
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

    fn respond(
        &mut self,
        response: Response,
        words: &str,
        around: &Around<'_>,
        among: &[Response],
    ) -> Result<Vec<Task>, Refusal> {
        ensure(among.contains(&response), Refusal::WrongState)?;
        worded(words)?;
        self.response = Some(response);
        if response == Response::Comply {
            // Only what the law allows of what the list names; with nothing to send there is nothing to comply with.
            self.settle(around)?;
            ensure(!self.goes().is_empty(), Refusal::WrongState)?;
        }
        self.note(around, What::Respond, Some(response.word().to_owned()), Some(words));
        Ok(Vec::new())
    }

    /// Whether it may end so.
    fn may_end(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Complied => self.response == Some(Response::Comply),
            Outcome::Answered => self.response.is_some_and(|response| response != Response::Comply),
            Outcome::NotOurs | Outcome::Moved => self.client.is_none(),
            Outcome::Withdrawn | Outcome::Quashed => true,
        }
    }

    fn close(&mut self, outcome: Outcome, words: &str, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        worded(words)?;
        ensure(self.may_end(outcome), Refusal::WrongState)?;
        let open = around.tasks.iter().filter(|task| task.state == TaskState::Open);
        // Where it was taken back nothing is owed any more; else what is owed is done first, or waits with a reason.
        let over = matches!(outcome, Outcome::Withdrawn | Outcome::Quashed);
        ensure(over || open.clone().count() == 0, Refusal::WrongState)?;
        let lapses = |task: &Task| Task { state: TaskState::Done, waived: Some(Lawful::NotOwed), ..task.clone() };
        let lapsed = open.map(lapses).collect();
        self.outcome = Some(outcome);
        self.state = MatterState::Closed;
        self.note(around, What::Close, Some(outcome.word().to_owned()), Some(words));
        Ok(lapsed)
    }
}

/// An open task of this matter.
fn its<'a>(around: &'a Around<'_>, id: Id<Task>) -> Result<&'a Task, Refusal> {
    let task = around.tasks.iter().find(|task| task.id == id).ok_or(Refusal::NotFoundOrNotYours)?;
    ensure(task.state == TaskState::Open, Refusal::WrongState)?;
    Ok(task)
}

fn worded(words: &str) -> Result<(), Refusal> {
    ensure(!words.trim().is_empty() && words.len() <= LONGEST_WORDS, Refusal::BadValue)
}
