//! Who is on a client's team, and who is kept out.

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{Assign, RaiseWall, TakeWallDown, Unassign};
use tacenda_desk::{Assignment, Function, Id, Refusal, Time, Wall, WallReason, WorkerId};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::{File, Head, Tab, with_office};

struct Row {
    id: String,
    name: String,
    word: &'static str,
    since: String,
    until: Option<String>,
}

#[derive(Template)]
#[template(path = "file/team.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    team: Vec<Row>,
    walls: Vec<Row>,
    may_assign: bool,
    may_wall: bool,
    may_unwall: bool,
    functions: &'static [Function],
    reasons: &'static [WallReason],
    colleagues: Vec<(String, String)>,
    me: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_office(ask, |file| {
        let c = file.chrome("team-title");
        let team = file.ties.assignments.iter().filter(|a| a.span.holds(file.now)).map(|a| Row {
            id: a.id.to_string(),
            name: file.name(a.worker).to_owned(),
            word: a.function.word(),
            since: c.day(&a.span.from),
            until: a.span.until.map(|end| c.day(&end)),
        });
        // Who is kept out tells of the client and of the colleague: those see it who may build or take down.
        let (may_wall, may_unwall) = (file.has(Right::Wall), file.has(Right::Unwall));
        let stands = file.ties.walls.iter().filter(|w| (may_wall || may_unwall) && file.ties.walled(w.worker, file.id, file.now));
        let walls = stands.filter(|w| w.span.until.is_none()).map(|w| Row {
            id: w.id.to_string(),
            name: file.name(w.worker).to_owned(),
            word: w.why.word(),
            since: c.day(&w.span.from),
            until: None,
        });
        let page = Page {
            f: file.head(Tab::Team),
            team: team.collect(),
            walls: walls.collect(),
            may_assign: file.has(Right::Assign),
            may_wall,
            may_unwall,
            functions: Function::ALL,
            reasons: WallReason::ALL,
            colleagues: file.colleagues(),
            me: ask.worker()?.id.to_string(),
            c,
        };
        Answer::page(&page)
    })
}

/// The worker that the form names.
fn named(ask: &Ask<'_>) -> Result<WorkerId, Problem> {
    ask.form.text("worker").parse().map_err(|_| Problem::BadForm)
}

pub(super) fn put(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["worker", "function", "until"], &[])?;
    let file = File::come(ask)?;
    let function = Function::from_word(ask.form.text("function")).ok_or(Problem::BadForm)?;
    let until = ask.form.filled("until").map(|day| day.parse().map(|day| Time::start_of(day).plus_days(1)));
    let until = until.transpose().map_err(|_| Refusal::BadValue)?;
    file.act(Assign { id: ask.site.agency.mint()?, client: file.id, worker: named(ask)?, function, until })?;
    Ok(Answer::go(&file.path("/team?done=team")))
}

pub(super) fn off(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["assignment"], &[])?;
    let file = File::come(ask)?;
    let assignment: Id<Assignment> = ask.form.text("assignment").parse().map_err(|_| Problem::BadForm)?;
    file.act(Unassign { client: file.id, assignment })?;
    Ok(Answer::go(&file.path("/team?done=saved")))
}

pub(super) fn wall(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["worker", "why"], &[])?;
    let file = File::come(ask)?;
    let why = WallReason::from_word(ask.form.text("why")).ok_or(Problem::BadForm)?;
    let worker = named(ask)?;
    file.act(RaiseWall { id: ask.site.agency.mint()?, client: file.id, worker, why })?;
    // Whoever walls themselves off sees nothing here any more.
    let to = if worker == ask.worker()?.id { "/c".to_owned() } else { file.path("/team?done=saved") };
    Ok(Answer::go(&to))
}

pub(super) fn down(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["wall"], &[])?;
    let file = File::come(ask)?;
    let wall: Id<Wall> = ask.form.text("wall").parse().map_err(|_| Problem::BadForm)?;
    file.act(TakeWallDown { client: file.id, wall })?;
    Ok(Answer::go(&file.path("/team?done=saved")))
}
