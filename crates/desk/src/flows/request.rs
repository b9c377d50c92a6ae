//! What requests have in common, be it a judge's order or a caller's question: what it is, the law's answer, the list, the way to the end.

#[cfg(test)]
mod story;

use std::collections::BTreeSet;

use serde_json::json;

use crate::acts::{ensure, filled};
use crate::client::ClientId;
use crate::flows::common::{self, Notes, worded};
use crate::flows::{
    Around, Event, Flow, FlowKind, Form, Happened, Intake, Item, Matter, MatterState, Outcome, Response, Ruled, Turn, What,
    clock, owed,
};
use crate::id::Id;
use crate::inquiry::Source;
use crate::keeping::Hold;
use crate::refusal::Refusal;
use crate::task::{Task, TaskState};
use crate::time::{Span, Time};

/// What is asked of whoever holds the paper, beside the law: how it came, whether they were told anything, what is wanted.
pub const NOTES: Notes = &[
    ("arrived", &["hand", "mail", "fax", "electronic"]),
    ("told", &["nothing", "confirmed", "more"]),
    ("wants", &["papers", "testimony", "both"]),
];
/// The longest list.
const MOST_ITEMS: usize = 200;

/// How most things end.
pub(super) const ORDINARY: &[Outcome] =
    &[Outcome::Complied, Outcome::Answered, Outcome::Withdrawn, Outcome::NotOurs, Outcome::Moved];

/// What is different between the flows of requests.
pub(super) trait Ways: Sync {
    /// How it may be answered, the most usual first.
    fn answers(&self, matter: &Matter) -> &'static [Response];

    /// How it may end.
    fn ends(&self) -> &'static [Outcome] {
        ORDINARY
    }

    /// Whether what is named is typed first: where the law says yes it is all that is still to be done.
    fn list_first(&self, matter: &Matter) -> bool {
        matter.ruling.as_ref().is_some_and(Ruled::is_yes)
    }
}

impl<T: Ways> Flow for T {
    fn open(&self, intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
        open(intake, around)
    }

    fn step(&self, matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
        step(self, matter, event, around)
    }

    fn again(&self, matter: &Matter, around: &Around<'_>) -> Result<Turn, Refusal> {
        again(matter, around)
    }

    fn forms(&self, matter: &Matter) -> Vec<Form> {
        forms(self, matter)
    }
}

fn begin(intake: &Intake, around: &Around<'_>) -> Result<Matter, Refusal> {
    ensure(intake.items.len() <= MOST_ITEMS, Refusal::BadValue)?;
    intake.items.iter().try_for_each(|item| filled(&item.words))?;
    let mut matter = common::begin(intake, around, NOTES)?;
    matter.settle(around)?;
    if matter.kind.runs_from_receipt() {
        matter.answer_by = matter.soonest(around).into_iter().chain(matter.answer_by).min();
    }
    Ok(matter)
}

/// Opens it by what it is; where a court may want it later the file is kept from being destroyed.
fn open(intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
    let mut matter = begin(intake, around)?;
    matter.note(around, What::Open, matter.paper.clone(), None);
    let hold = match matter.client.filter(|_| matter.kind.keeps_file()) {
        Some(client) => {
            filled(&intake.hold)?;
            Some(matter.keep(client, &intake.hold, around))
        }
        None => None,
    };
    // Whoever may see to it does, until somebody takes it on; about nobody whom we could name it waits for the office.
    matter.owner = matter.client.map(|_| around.by);
    Ok(Turn { hold, ..common::turn(matter, Vec::new(), around) })
}

/// Takes it on.
fn step(ways: &impl Ways, matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
    matter.still_takes(event)?;
    let mut next = matter.clone();
    let tasks = match event {
        Event::Say { facts, .. }
            if facts.iter().any(|(name, _)| name.starts_with("consent_") && next.is_said_by_consent(name)) =>
        {
            return Err(Refusal::BadValue);
        }
        // The law's clock is nobody's to move, but by what the law gives for it.
        Event::Clock { .. } if next.kind.runs_from_receipt() => return Err(Refusal::WrongState),
        Event::Wait { task, .. } if next.kind.runs_from_receipt() && next.has_clock(around, *task) => {
            return Err(Refusal::WrongState);
        }
        Event::Items { items } => next.list(items, around)?,
        Event::Take { taken } => next.loses(taken, around)?,
        Event::Respond { response, words } => next.respond(*response, words, around, ways.answers(matter))?,
        Event::Close { outcome, words } => {
            ensure(ways.ends().contains(outcome) && next.may_end(*outcome), Refusal::WrongState)?;
            if *outcome == Outcome::Complied {
                next.settle(around)?; // a permission may have ended since
                ensure(!next.goes().is_empty(), Refusal::WrongState)?;
            }
            // Where it was taken back nothing is owed any more; where something left the house it is.
            let lapses = matches!(outcome, Outcome::Withdrawn | Outcome::Quashed) && next.taken.is_empty();
            next.close(*outcome, words, around, lapses)?
        }
        _ => next.takes(event, around)?,
    };
    // The law, the file and the day may have changed since: what is owed follows.
    if next.state == MatterState::Open {
        next.settle(around)?;
        // Something else goes than was decided, or to somebody else, or others answer for it: it is decided anew.
        let is_other = !next.goes().is_subset(&matter.goes())
            || next.items.iter().any(|item| !matter.items.contains(item))
            || next.asks_otherwise(matter);
        let others_answer = next.is_answered_for() && !matter.is_answered_for();
        if matter.response == Some(Response::Comply) && !event.lets_go() && (is_other || others_answer) {
            next.response = None;
        }
    }
    // What turns out to be a legal paper is decided by those who answer for one, and the file is kept from then on.
    let hold = match next.client.filter(|_| next.kind.keeps_file() && next.hold.is_none()) {
        Some(client) if next.state == MatterState::Open => {
            next.response = None;
            let paper = next.paper.as_deref().and_then(|id| around.law.packs().find_paper(id));
            Some(next.keep(client, paper.map_or("?", |paper| &paper.title.en), around))
        }
        _ => None,
    };
    Ok(Turn { hold, ..common::turn(next, tasks, around) })
}

/// The law asked again, on what the file says now.
fn again(matter: &Matter, around: &Around<'_>) -> Result<Turn, Refusal> {
    let mut next = matter.clone();
    if next.state == MatterState::Open {
        next.settle(around)?;
    } else if around.file.get("consent_status").is_some_and(|(status, _)| status != "valid") {
        next.response = None; // nothing more goes by it
    }
    Ok(common::turn(next, Vec::new(), around))
}

/// What may be done next, the most needed first.
fn forms(ways: &impl Ways, matter: &Matter) -> Vec<Form> {
    if matter.state == MatterState::Closed {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let missing = matter.ruling.as_ref().is_some_and(|ruled| !ruled.missing.is_empty()) || matter.paper.is_none();
    let respond = Form { what: What::Respond, choices: ways.answers(matter).iter().map(|r| r.word()).collect() };
    let asked = !respond.choices.is_empty(); // a leak asks for nothing: what is owed is the whole of it
    let steps = [
        (matter.owner.is_none(), Form::plain(What::Own)),
        (ways.list_first(matter) && matter.items.is_empty(), Form::plain(What::Items)),
        (missing, Form::plain(What::Say)),
        (matter.response.is_none(), respond),
    ];
    let (first, rest): (Vec<_>, Vec<_>) = steps.into_iter().partition(|(now, _)| *now);
    let fits = |form: &Form| asked || !matches!(form.what, What::Respond | What::Items);
    forms.extend(first.into_iter().chain(rest).map(|(_, form)| form).filter(fits));
    if asked && !forms.iter().any(|form| form.what == What::Items) {
        forms.push(Form::plain(What::Items));
    }
    forms.extend(matter.is_searched().then_some(Form::plain(What::Take)));
    forms.push(Form::plain(What::Serve));
    forms.extend((!matter.kind.runs_from_receipt()).then_some(Form::plain(What::Clock)));
    let choices = ways.ends().iter().filter(|outcome| matter.may_end(**outcome)).map(|o| o.word()).collect();
    forms.push(Form { what: What::Close, choices });
    forms
}

impl Matter {
    /// Nothing of the file is destroyed from now on.
    fn keep(&mut self, client: ClientId, why: &str, around: &Around<'_>) -> Hold {
        let id = owed::id(self.id, "hold", around.now);
        self.hold = Some(id);
        Hold { id, client, why: why.to_owned(), span: Span::since(around.now.time), by: around.by }
    }

    /// Reads the file anew, tells what the paper is, and asks the law.
    fn settle(&mut self, around: &Around<'_>) -> Result<(), Refusal> {
        self.read_file(around);
        let paper = around.law.paper(&self.facts, around.now)?;
        self.paper = paper.map(|paper| paper.id.clone());
        self.incomplete = paper.is_some_and(|paper| paper.incomplete);
        // Where it cannot be told, it stays what it was taken in for, and of legal papers the lesser.
        let lesser = if self.kind.is_signed() { FlowKind::Subpoena } else { self.kind };
        self.kind = paper.and_then(|paper| FlowKind::from_word(&paper.flow)).unwrap_or(lesser);
        self.answered_for |= self.kind.is_answered_for();
        match self.kind.runs_from_receipt() {
            true if !self.facts.contains_key(clock::FROM) => self.starts_its_clock(around),
            true => {}
            false => self.stops_its_clock(around),
        }
        self.ruling = self.client.map(|_| around.law.ask(&self.facts, around.now)).transpose()?;
        if self.kind.runs_from_receipt() && self.answer_by.is_none() {
            self.answer_by = self.soonest(around);
        }
        Ok(())
    }

    /// Whether somebody else asks than before, or for something else.
    fn asks_otherwise(&self, before: &Self) -> bool {
        let value = |matter: &Self, name: &str| matter.facts.get(name).map(|fact| fact.value.clone());
        ["recipient_kind", "purpose"].iter().any(|name| value(self, name) != value(before, name))
    }

    /// Whether a law names the time of that duty: then it is nobody's to move.
    pub(super) fn has_clock(&self, around: &Around<'_>, task: Id<Task>) -> bool {
        let duty = around.tasks.iter().find(|there| there.id == task).and_then(|there| there.duty.as_ref());
        self.ruling.iter().flat_map(|ruled| &ruled.owed).any(|owed| Some(&owed.duty) == duty && owed.due.is_some())
    }

    /// The list is what the paper itself names; for an order it is the whole of what the order covers.
    fn list(&mut self, items: &[Item], around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        ensure(!items.is_empty() && items.len() <= MOST_ITEMS, Refusal::BadValue)?;
        items.iter().try_for_each(|item| filled(&item.words))?;
        self.items = items.to_vec();
        let kinds: BTreeSet<&str> = items.iter().map(|item| item.category.word()).collect();
        self.put(around, "requested_categories", json!(kinds), Source::Paper);
        if self.kind.is_signed() {
            self.put(around, "order_scope", json!(kinds), Source::Paper);
        }
        self.note(around, What::Items, None, None);
        Ok(Vec::new())
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
        let changed = if response == Response::Extend { self.extend(around)? } else { Vec::new() };
        self.response = Some(response);
        if response == Response::Comply {
            // Only what the law allows of what the list names; with nothing to send there is nothing to comply with.
            self.settle(around)?;
            ensure(!self.goes().is_empty(), Refusal::WrongState)?;
        }
        self.note(around, What::Respond, Some(response.word().to_owned()), Some(words));
        Ok(changed)
    }

    /// The first of the law's own clocks.
    fn soonest(&self, around: &Around<'_>) -> Option<Time> {
        let owed = owed::wanted(self);
        owed.iter().filter_map(|owed| clock::by_law(self, owed, around.law.zone())).min()
    }

    /// More time, where every law that set the clock gives it: once, before it has run out, and never more than they say.
    fn extend(&mut self, around: &Around<'_>) -> Result<Vec<Task>, Refusal> {
        let before =
            |happened: &Happened| happened.what == What::Respond && happened.code.as_deref() == Some(Response::Extend.word());
        ensure(!self.timeline.iter().any(before), Refusal::WrongState)?;
        let open = around.tasks.iter().filter(|task| task.state == TaskState::Open && self.has_clock(around, task.id));
        let longer = |task: &Task| {
            ensure(task.due >= around.now.time, Refusal::WrongState)?;
            let owed = self.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| Some(&owed.duty) == task.duty.as_ref());
            let until = owed.map(|owed| around.law.longer(owed, task.due)).min().flatten();
            Ok(Task { due: until.ok_or(Refusal::WrongState)?, ..task.clone() })
        };
        // One clock that cannot be made longer holds for the whole answer.
        let longer = open.map(longer).collect::<Result<Vec<Task>, Refusal>>()?;
        self.answer_by = Some(longer.iter().map(|task| task.due).min().ok_or(Refusal::WrongState)?);
        Ok(longer)
    }

    /// Whether it may end so.
    fn may_end(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Complied => self.response == Some(Response::Comply),
            Outcome::Answered => self.response.is_some_and(|response| !matches!(response, Response::Comply | Response::Extend)),
            Outcome::NotOurs | Outcome::Moved => self.client.is_none(),
            Outcome::Seized => !self.taken.is_empty(),
            Outcome::Withdrawn | Outcome::Quashed | Outcome::Mended => true,
            Outcome::Reported | Outcome::NotOwed | Outcome::Warned | Outcome::KeptSafe => false,
        }
    }
}
