//! Limits that a client asked for and the agency agreed to (45 CFR 164.522(a)).

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{AddRestriction, EndRestriction};
use tacenda_desk::{Against, Class, Id, Refusal, Restriction, Role, Span};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::values::Values;

struct Row {
    id: String,
    against: String,
    words: String,
    classes: Vec<&'static str>,
    by: String,
    since: String,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "file/limits.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    rows: Vec<Row>,
    may: bool,
    roles: &'static [Role],
    programs: Vec<(String, String)>,
    classes: Vec<Class>,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| page(file, Values::default(), Vec::new()))
}

fn page(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let all = file.card()?.restrictions.as_ref().ok_or(Refusal::NotFoundOrNotYours)?;
    let c = file.chrome("limits-title").with_faults(faults);
    let row = |limit: &Restriction| Row {
        id: limit.id.to_string(),
        against: against(file, &limit.against),
        words: limit.words.clone(),
        classes: limit.classes.iter().map(|class| class.word()).collect(),
        by: file.name(limit.agreed_by).to_owned(),
        since: c.day(&limit.span.from),
        ended: limit.span.until.map(|end| c.day(&end)),
    };
    let theirs: Vec<_> = file.card()?.enrolments.iter().flatten().map(|e| e.program).collect();
    let programs = file.programs.iter().filter(|program| theirs.contains(&program.id) || !program.is_apart());
    let page = Page {
        rows: all.iter().map(row).collect(),
        f: file.head(Tab::Limits),
        may: file.has(Right::Restrict),
        roles: Role::ALL,
        programs: programs.map(|program| (program.id.to_string(), program.name.clone())).collect(),
        classes: Class::of_clients().collect(),
        v,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Against whom, in words.
fn against(file: &File<'_>, against: &Against) -> String {
    let say = |key: &str, name: &str| file.ask.say(key, &[("name", name)]);
    match against {
        Against::OutsideTeam => say("limits-outside-team", ""),
        Against::Program(id) => say("limits-program", file.program(*id)),
        Against::Role(role) => say("limits-role", &file.ask.say(&format!("role-{}", role.word().replace('_', "-")), &[])),
        Against::Payer(name) => say("limits-payer", name),
        Against::Outsider(name) => say("limits-outsider", name),
    }
}

/// Whom the form keeps out.
fn chosen(file: &File<'_>) -> Option<Against> {
    let form = &file.ask.form;
    let name = || form.filled("name").map(str::to_owned);
    match form.text("against") {
        "outside_team" => Some(Against::OutsideTeam),
        "program" => form.text("program").parse().ok().map(Against::Program),
        "role" => Role::from_word(form.text("role")).map(Against::Role),
        "payer" => name().map(Against::Payer),
        "outsider" => name().map(Against::Outsider),
        _ => None,
    }
}

pub(super) fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["against", "program", "role", "name", "words"], &["classes"])?;
    let file = File::come(ask)?;
    let again = |faults: Vec<Fault>| with_card(ask, |file| page(file, Values::sent(&ask.form), faults));
    let against = chosen(&file);
    let mut faults = Vec::new();
    if against.is_none() {
        faults.push(Fault { field: "against", text: ask.say("limits-fault-against", &[]) });
    }
    if ask.form.filled("words").is_none() {
        faults.push(Fault { field: "words", text: ask.say("limits-fault-words", &[]) });
    }
    let (Some(against), true) = (against, faults.is_empty()) else { return again(faults) };
    let restriction = Restriction {
        id: ask.site.agency.mint()?,
        against,
        classes: ask.form.many("classes").filter_map(Class::from_word).collect(),
        words: ask.form.text("words").to_owned(),
        agreed_by: ask.worker()?.id,
        span: Span::since(file.now.time),
    };
    match file.act(AddRestriction { client: file.id, restriction }) {
        Ok(_) => Ok(Answer::go(&file.path("/limits?done=limit"))),
        Err(Problem::Refused(Refusal::BadValue)) => again(vec![Fault { field: "words", text: ask.say("card-fault-value", &[]) }]),
        Err(problem) => Err(problem),
    }
}

pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["limit"], &[])?;
    let file = File::come(ask)?;
    let restriction: Id<Restriction> = ask.form.text("limit").parse().map_err(|_| Problem::BadForm)?;
    file.act(EndRestriction { client: file.id, restriction })?;
    Ok(Answer::go(&file.path("/limits?done=saved")))
}
