//! What we could be made to hand over: an exact count of what is kept about one person, who can open it, and what is not here at all.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Field, Right};
use tacenda_desk::acts::{AddHold, ReadLooks, ReleaseHold};
use tacenda_desk::{Class, Hold, Id};

use crate::agency::Kept;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_office};
use crate::web::values::Values;

/// How much of a level there is, year by year.
struct Level {
    class: &'static str,
    years: Vec<(i16, u64)>,
    count: u64,
    files: u64,
    /// Those who alone can open it.
    holders: Vec<String>,
    is_private: bool,
    /// When it goes.
    goes: String,
}

struct Held {
    id: String,
    why: String,
    by: String,
    since: String,
}

#[derive(Template)]
#[template(path = "file/holdings.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    levels: Vec<Level>,
    appointments: u64,
    looks: u64,
    versions: u64,
    lacks: Vec<String>,
    has: Vec<String>,
    holds: Vec<Held>,
    may_hold: bool,
    may_release: bool,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Values::default(), Vec::new())
}

fn page(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = with_office(ask, |file| {
        if file.card.is_some() {
            file.see(ReadLooks { client: file.id })?;
        }
        let kept = ask.site.agency.kept_of(file.id)?;
        let c = file.chrome("holdings-title").with_faults(faults);
        let holds = kept.holds.iter().filter(|hold| hold.span.until.is_none()).map(|hold| Held {
            id: hold.id.to_string(),
            why: hold.why.clone(),
            by: file.name(hold.by).to_owned(),
            since: c.day(&hold.span.from),
        });
        let (has, lacks) = parts(file);
        let page = Page {
            levels: levels(&c, file, &kept),
            appointments: kept.appointments,
            looks: kept.looks,
            versions: kept.versions,
            holds: holds.collect(),
            f: file.head(Tab::Holdings),
            may_hold: file.has(Right::Hold),
            may_release: file.has(Right::ReleaseHold),
            lacks,
            has,
            v,
            c,
        };
        Answer::page(&page)
    })?;
    Ok(if status == StatusCode::OK { answer } else { answer.status(status) })
}

/// When a level goes: nothing does by itself.
fn goes(c: &Chrome<'_>, file: &File<'_>, kept: &Kept, class: Class) -> String {
    let asked = kept.asked.iter().find(|asked| asked.class.is_none_or(|of| of == class));
    match asked {
        _ if kept.holds.iter().any(|hold| hold.span.until.is_none()) => c.t("holdings-goes-held"),
        Some(asked) => {
            let (who, day) = (file.name(asked.proposed_by), c.day(&asked.proposed));
            c.t2("holdings-goes-asked", &("name", who), &("day", &day))
        }
        None => c.t("holdings-goes-two"),
    }
}

fn levels(c: &Chrome<'_>, file: &File<'_>, kept: &Kept) -> Vec<Level> {
    let level = |class: Class| {
        let mut years: BTreeMap<i16, u64> = BTreeMap::new();
        kept.records.iter().filter(|(of, _)| *of == class).for_each(|(_, year)| *years.entry(*year).or_default() += 1);
        let count = years.values().sum();
        let holders = kept.holders.iter().filter(|(of, _)| *of == class).map(|(_, worker)| file.name(*worker).to_owned());
        let files = kept.files.iter().find(|(of, _)| *of == class).map_or(0, |(_, files)| *files);
        let holders: Vec<String> = holders.collect();
        let level = Level {
            class: class.word(),
            years: years.into_iter().rev().collect(),
            count,
            files,
            holders,
            is_private: class.is_person_wrapped(),
            goes: goes(c, file, kept, class),
        };
        (count > 0 || files > 0).then_some(level)
    };
    Class::of_clients().filter_map(level).collect()
}

/// Which parts of the card are filled in, and which are not, of those that the asker sees.
fn parts(file: &File<'_>) -> (Vec<String>, Vec<String>) {
    let Some(card) = file.card.as_ref() else { return (Vec::new(), Vec::new()) };
    let lines = |channel| card.reach.iter().flat_map(|reach| &reach.lines).any(|line| line.channel == channel);
    let all = [
        (Field::LegalName, "legal-name", card.legal_name.is_some()),
        (Field::Born, "born", card.born.is_some()),
        (Field::Address, "address", card.address.is_some()),
        (Field::Reach, "phone", lines(tacenda_desk::Channel::Phone) || lines(tacenda_desk::Channel::Text)),
        (Field::Reach, "mail", lines(tacenda_desk::Channel::Mail)),
        (Field::UnsafePeople, "unsafe", card.unsafe_people.as_ref().is_some_and(|people| !people.is_empty())),
        (Field::Representatives, "representatives", card.representatives.as_ref().is_some_and(|people| !people.is_empty())),
    ];
    let shown = all.into_iter().filter(|(field, ..)| file.shows(*field));
    let (has, lacks): (Vec<_>, Vec<_>) = shown.partition(|(_, _, is)| *is);
    let say = |(_, key, _): (Field, &str, bool)| file.ask.say(&format!("holdings-part-{key}"), &[]);
    (has.into_iter().map(say).collect(), lacks.into_iter().map(say).collect())
}

pub(super) fn hold(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["why"], &[])?;
    let Some(why) = ask.form.filled("why") else {
        return page(ask, Values::default(), vec![Fault { field: "why", text: ask.say("hold-fault-why", &[]) }]);
    };
    let file = File::come(ask)?;
    file.act(AddHold { id: ask.site.agency.mint()?, client: file.id, why: why.to_owned() })?;
    Ok(Answer::go(&file.path("/holdings?done=hold")))
}

pub(super) fn release(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["hold"], &[])?;
    let file = File::come(ask)?;
    let hold: Id<Hold> = ask.form.text("hold").parse().map_err(|_| Problem::BadForm)?;
    file.act(ReleaseHold { client: file.id, hold })?;
    Ok(Answer::go(&file.path("/holdings?done=saved")))
}
