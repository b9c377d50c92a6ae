//! A report of abuse: two pages on which it is written down, its page, and the written follow-up to print.

mod harm;
mod one;
mod print;
mod told;

pub(super) use harm::{Asked, asked, chosen, save as save_harm, show as harm};
pub(super) use one::{page, title};
pub(super) use print::{save as save_print, show as print};
pub(super) use told::{save as save_told, show as told};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tacenda_desk::flows::{Call, Event, FOLLOW_UP, Served};
use tacenda_desk::{Id, Matter, Time};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;

/// What is known of a report before it is opened, beside its facts.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::web::pages::matters) struct Told {
    /// Whether it is about a child; else about an adult.
    pub(in crate::web::pages::matters) child: bool,
    /// Whether it was asked what happened.
    pub(in crate::web::pages::matters) harm: bool,
    /// As typed so far: what does not get through is not lost.
    pub(in crate::web::pages::matters) typed: Vec<(String, String)>,
}

impl Told {
    /// Of the word by which it is begun.
    pub(in crate::web::pages::matters) fn of(word: &str) -> Option<Self> {
        let child = match word {
            "child" => true,
            "adult" => false,
            _ => return None,
        };
        Some(Self { child, harm: false, typed: Vec::new() })
    }
}

/// A day and a time of day, by this machine's clock on the wall.
pub(super) fn moment(ask: &Ask<'_>) -> Option<Time> {
    let wall: DateTime = format!("{}T{}", ask.form.text("day"), ask.form.text("hour")).parse().ok()?;
    let zoned = wall.to_zoned(TimeZone::system()).ok()?;
    Some(Time(zoned.timestamp().as_microsecond()))
}

/// The same two, as the fields of a form take them.
pub(super) fn wall(time: Time) -> (String, String) {
    let zoned = jiff::Timestamp::from_microsecond(time.0).unwrap_or_default().to_zoned(TimeZone::system());
    (zoned.strftime("%Y-%m-%d").to_string(), zoned.strftime("%H:%M").to_string())
}

/// That somebody called, or that the writing went.
pub(super) fn done(ask: &Ask<'_>, id: Id<Matter>) -> Result<Answer, Problem> {
    let again = |field: &'static str, key: &str| super::one::page(ask, vec![Fault { field, text: ask.say(key, &[]) }]);
    if ask.form.text("do") == "sent" {
        let (Some(to), Some(way)) = (ask.form.filled("to"), Served::from_word(ask.form.text("way"))) else {
            return again("to", "matter-serve-fault");
        };
        let event = Event::Serve { letter: FOLLOW_UP.to_owned(), to: to.to_owned(), way, at: ask.now()?.time };
        return super::step::take(ask, id, event);
    }
    let Some(at) = moment(ask).filter(|at| ask.now().is_ok_and(|now| *at <= now.time)) else {
        return again("day", "report-fault-when");
    };
    let (Some(whom), Some(number)) = (ask.form.filled("whom"), ask.form.filled("number")) else {
        return again("whom", "report-fault-whom");
    };
    let reference = ask.form.filled("reference").map(str::to_owned);
    super::step::take(ask, id, Event::Call { call: Call { at, whom: whom.to_owned(), number: number.to_owned(), reference } })
}
