//! A danger: one page on which it is written down, its page, and the record to print.

mod one;
mod print;
mod threat;

pub(super) use one::{page, title};
pub(super) use print::show as print;
pub(in crate::web) use threat::begin;
pub(super) use threat::{save as save_threat, show as threat};

use tacenda_desk::flows::{Done, Event, Short, Told};
use tacenda_desk::{Id, Matter};

use super::report::moment;
use super::step::take;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;

/// That somebody was told, or that something was done without telling.
pub(super) fn done(ask: &Ask<'_>, id: Id<Matter>) -> Result<Answer, Problem> {
    let again = |field: &'static str, key: &str| super::one::page(ask, vec![Fault { field, text: ask.say(key, &[]) }]);
    let now = ask.now()?.time;
    if ask.form.text("do") == "protect" {
        let (Some(what), Some(words)) = (Short::from_word(ask.form.text("short")), ask.form.filled("words")) else {
            return again("short", "warn-fault-short");
        };
        return take(ask, id, Event::Protect { done: Done { at: now, what, words: words.to_owned() } });
    }
    let Some(at) = moment(ask).filter(|at| *at <= now) else {
        return again("day", "report-fault-when");
    };
    let (Some(name), Some(way)) = (ask.form.filled("whom"), ask.form.filled("number")) else {
        return again("whom", "warn-fault-whom");
    };
    let Some(said) = ask.form.filled("said") else {
        return again("said", "warn-fault-said");
    };
    let who = ask.form.text("who").to_owned();
    take(ask, id, Event::Tell { told: Told { at, who, name: name.to_owned(), way: way.to_owned(), said: said.to_owned() } })
}
