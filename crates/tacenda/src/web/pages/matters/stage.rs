//! What the pages of a report and of a warning have in common: what the law says, by when, what else is owed, and everything that happened.

use jiff::civil::Date;
use tacenda_desk::flows::{Due, FlowKind, Form, OwedByLaw, What};
use tacenda_desk::{Lawful, Matter, Task};
use tacenda_law::Facts;

use super::one::{self, Duty, Known, Past};
use super::paper::words_of;
use super::report::wall;
use crate::language::Language;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::sheet::{Sheet, answer_of, label};
use crate::sheetcode;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::file::code;
use crate::web::pages::ask::class;
use crate::web::values::Values;

/// A clock of the law.
pub(super) struct Clock {
    pub(super) text: String,
    pub(super) due: String,
    /// The moment from which it runs itself: at once.
    pub(super) now: bool,
    pub(super) late: bool,
    pub(super) done: Option<String>,
}

/// A matter that one worker leads from a first moment to its end.
pub(super) struct Stage<'a> {
    pub(super) c: Chrome<'a>,
    pub(super) matter: &'a Matter,
    /// Its facts as the law reads them.
    pub(super) known: Option<Facts>,
    pub(super) version: i64,
    pub(super) code: String,
    /// What the law says, in one word and a colour.
    pub(super) word: &'a str,
    pub(super) class: &'static str,
    pub(super) owner: Option<String>,
    pub(super) clocks: Vec<Clock>,
    pub(super) duties: Vec<Duty>,
    /// What the law would have, where it is about nobody known: there are no tasks.
    pub(super) besides: Vec<String>,
    pub(super) sheet: Option<Sheet>,
    pub(super) reader: &'a Reader,
    pub(super) facts: Vec<Known>,
    pub(super) past: Vec<Past>,
    pub(super) forms: Vec<Form>,
    pub(super) colleagues: Vec<(String, String)>,
    pub(super) is_mine: bool,
    /// What is said while it can't be closed.
    pub(super) not_yet: String,
    pub(super) v: Values,
    /// What stands in the fields of a moment: what was typed, or now.
    pub(super) day: String,
    pub(super) hour: String,
}

impl Stage<'_> {
    pub(super) fn may(&self, what: What) -> bool {
        self.is_mine && self.forms.iter().any(|form| form.what == what)
    }

    pub(super) fn ends(&self) -> &[&'static str] {
        self.forms.iter().find(|form| form.what == What::Close).map_or(&[], |form| form.choices.as_slice())
    }

    pub(super) fn is_at(&self, duty: &str) -> bool {
        is_at(&self.c, &self.v, duty)
    }

    pub(super) fn owes_several(&self) -> bool {
        self.is_mine && self.duties.iter().filter(|duty| duty.open).count() > 1
    }

    pub(super) fn owes(&self) -> bool {
        self.is_mine && self.duties.iter().any(|duty| duty.open)
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    pub(super) fn reasons(&self) -> &'static [Lawful] {
        Lawful::ALL
    }

    pub(super) const fn open(&self) -> bool {
        self.matter.outcome.is_none()
    }
}

/// Whether what was entered of that duty lacks its words.
pub(super) fn is_at(c: &Chrome<'_>, v: &Values, duty: &str) -> bool {
    c.fault("did-words").is_some() && v.has("task", duty)
}

/// The day of whose law its ruling is.
pub(super) fn day_of(matter: &Matter) -> Date {
    matter.ruling.as_ref().map_or_else(|| dates::today(matter.received), |ruled| ruled.day)
}

/// Where a matter stands, with these clocks of the law.
pub(super) fn stage<'a>(
    ask: &'a Ask<'_>,
    (matter, tasks, version): (&'a Matter, &[Task], i64),
    clocks: Vec<Due>,
    faults: Vec<Fault>,
) -> Result<Stage<'a>, Problem> {
    let packs = &*ask.site.packs;
    let (workers, me) = (ask.site.agency.workers()?, ask.worker()?);
    let word = matter.ruling.as_ref().map_or("needs_more_facts", |ruled| ruled.verdict.as_str());
    let known = sheetcode::facts(packs, &matter.known(), day_of(matter));
    let ruling = known.as_ref().filter(|_| word != "needs_more_facts").map(|facts| packs.decide(facts));
    let own: Vec<Task> = tasks.iter().filter(|task| !is_clock(&clocks, task)).cloned().collect();
    let (today, hour) = wall(ask.now()?.time);
    let said = |field: &str, otherwise: String| ask.form.filled(field).map_or(otherwise, str::to_owned);
    Ok(Stage {
        c: ask.chrome(one::called(ask, matter)).back("/matters").with_faults(faults),
        code: matter.client.map(code).unwrap_or_default(),
        class: ruling.as_ref().map_or("wait", |ruling| class(answer_of(ruling))),
        owner: matter.owner.map(|id| one::name(&workers, id)),
        duties: one::duties(ask, &own, &workers)?,
        besides: if matter.client.is_none() { besides(ask, matter, &clocks) } else { Vec::new() },
        clocks: rows(ask, matter, clocks)?,
        reader: &ask.site.reader,
        sheet: ruling.as_ref().map(|ruling| Sheet::of(ruling, ask.language)),
        facts: one::facts(ask, matter),
        past: one::past(ask, packs, matter),
        forms: matter.forms(),
        colleagues: one::colleagues(&workers),
        is_mine: matter.opened_by == me.id || matter.owner == Some(me.id),
        not_yet: ask.say(if matter.kind == FlowKind::Warning { "warn-close-not-yet" } else { "report-close-not-yet" }, &[]),
        v: Values::sent(&ask.form),
        day: said("day", today),
        hour: said("hour", hour),
        known,
        matter,
        word,
        version,
    })
}

/// Who may be told, as the law's words call them.
pub(super) fn receiver(ask: &Ask<'_>, language: Language, word: &str) -> String {
    let found = words_of(ask, "recipient_kind").and_then(|list| list.members.iter().find(|member| member.id == word));
    found.map_or_else(String::new, |member| label(member, language).to_owned())
}

/// What stands as a clock does not stand among what else is owed.
fn is_clock(clocks: &[Due], task: &Task) -> bool {
    task.duty.as_ref().is_some_and(|duty| clocks.iter().any(|due| due.duty == *duty))
}

fn rows(ask: &Ask<'_>, matter: &Matter, clocks: Vec<Due>) -> Result<Vec<Clock>, Problem> {
    let now = ask.now()?.time;
    let of = |due: Due| Clock {
        text: one::duty(ask, &ask.site.packs, &due.duty),
        due: dates::moment(ask.language, due.at),
        now: due.at == matter.received,
        late: due.done.is_none() && due.at != matter.received && due.at < now,
        done: due.done.map(|at| dates::moment(ask.language, at)),
    };
    Ok(clocks.into_iter().map(of).collect())
}

/// What the law would have beside those clocks.
fn besides(ask: &Ask<'_>, matter: &Matter, clocks: &[Due]) -> Vec<String> {
    let owed = matter.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| !owed.perhaps);
    let others = owed.filter(|owed: &&OwedByLaw| !clocks.iter().any(|due| due.duty == owed.duty));
    others.map(|owed| one::duty(ask, &ask.site.packs, &owed.duty)).collect()
}
