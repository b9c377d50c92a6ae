//! `/`: what is to be done today, by what somebody does here.

mod health;

use askama::Template;
use tacenda_desk::access::{Reason, ReasonKind, Right};
use tacenda_desk::acts::{ReadDiary, ReadTasks};
use tacenda_desk::{ClientId, Delivery, Kind, Role, Seen, Stand, Task, TaskKind, TaskState, Time, Worker};
use tacenda_store::sealed;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::ask::open_ones;
use crate::web::pages::learn::{lines, not_on};
use crate::web::pages::matters::duty;
use crate::web::pages::{Route, agreements, office};
use crate::why::Why;
use health::Sign;

pub(super) const ROUTES: &[Route] = &[Route::get("/", Door::In, show)];

/// The most lines of one list; the rest is said by a number.
const MOST: usize = 12;

/// Something to do.
struct Todo {
    path: String,
    what: String,
    /// How much else is to be done in the same matter.
    more: usize,
    code: String,
    due: String,
    late: bool,
}

/// Somebody to be met.
struct Meeting {
    path: String,
    name: String,
    when: String,
    kind: &'static str,
    with: String,
}

#[derive(Template)]
#[template(path = "today/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    name: &'a str,
    late: Vec<Todo>,
    soon: Vec<Todo>,
    later: usize,
    reviews: Vec<Todo>,
    has_reviews: bool,
    has_diary: bool,
    today: Vec<Meeting>,
    next: Vec<Meeting>,
    training: Option<(String, bool)>,
    /// What is asked of them soon: where it is done, and a sentence.
    learn: Option<(String, String)>,
    /// Whether no agreement and no course stands before a file, for those who may say so.
    gates: (bool, bool),
    holds: Option<u64>,
    health: Vec<Sign>,
    may_ask: bool,
    bills: bool,
    /// How much of the agency is still to be set up, for those who run it.
    setup: usize,
    /// What was just done.
    done: Option<&'static str>,
    /// Questions that a colleague handed over, or that wait half answered: where, from when, from whom.
    questions: Vec<(String, String, Option<String>)>,
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (worker, now) = (ask.worker()?, ask.now()?.time);
    let c = ask.titled("today-title");
    let tasks = tasks(ask)?;
    let (reviews, own): (Vec<&Task>, Vec<&Task>) = tasks.iter().partition(|task| is_review(task));
    let (late, coming): (Vec<&Task>, Vec<&Task>) = own.into_iter().partition(|task| task.due < now);
    let (soon, later): (Vec<&Task>, Vec<&Task>) = coming.into_iter().partition(|task| task.due < now.plus_days(14));
    let todo = |(task, more): (&Task, usize)| Todo {
        path: path(task),
        what: task.duty.as_ref().map_or_else(|| c.word("task", task.kind.word()), |word| duty(ask, &ask.site.packs, word)),
        more,
        code: code(task.client),
        due: c.day(&task.due),
        late: task.due < now,
    };
    let mut due_soon: Vec<Todo> = gathered(soon).into_iter().map(todo).collect();
    due_soon.extend(releases(ask, &c, now)?);
    let (today, next) = diary(ask, &c, now)?;
    let answers = [Role::PrivacyOfficer, Role::Director, Role::Administrator].into_iter().any(|role| worker.is(role));
    let holds = [Role::PrivacyOfficer, Role::Director, Role::Counsel, Role::RecordsClerk].into_iter().any(|role| worker.is(role));
    let mut over_due: Vec<Todo> = gathered(late).into_iter().map(todo).collect();
    over_due.extend(links(ask, &c, now)?);
    let page = Page {
        name: &worker.name,
        late: over_due,
        soon: due_soon,
        later: later.len(),
        reviews: gathered(reviews).into_iter().map(todo).collect(),
        has_reviews: worker.is(Role::PrivacyOfficer) || worker.is(Role::Director),
        has_diary: Door::Right(Right::ReadAppointments).lets(worker) && Door::Right(Right::FindClients).lets(worker),
        today,
        next,
        training: training(&c, worker, now),
        learn: learn(ask, &c)?,
        gates: if agreements::DOOR.lets(worker) { not_on(ask)? } else { (false, false) },
        holds: holds.then(|| ask.site.agency.holds()).transpose()?,
        health: if answers { health::signs(ask, &c, now)? } else { Vec::new() },
        may_ask: Door::Right(Right::Inquire).lets(worker),
        bills: Door::Right(Right::Bill).lets(worker),
        setup: if office::DOOR.lets(worker) { office::left(ask)? } else { 0 },
        done: [("review", "file-done-review"), ("task", "task-is-done")]
            .into_iter()
            .find_map(|(word, key)| (ask.query.text("done") == word).then_some(key)),
        questions: if Door::Right(Right::Inquire).lets(worker) { questions(ask, &c)? } else { Vec::new() },
        c,
    };
    Answer::page(&page)
}

/// What is to be done in one matter is one line: what comes first there, and how much else.
fn gathered<'t>(tasks: impl IntoIterator<Item = &'t Task>) -> Vec<(&'t Task, usize)> {
    let mut lines: Vec<(&Task, usize)> = Vec::new();
    for task in tasks {
        if let Some((_, more)) = lines.iter_mut().find(|(first, _)| task.matter.is_some() && first.matter == task.matter) {
            *more += 1;
        } else if lines.len() < MOST {
            lines.push((task, 0));
        }
    }
    lines
}

/// One's own open tasks, and those that wait for whoever reviews.
fn tasks(ask: &Ask<'_>) -> Result<Vec<Task>, Problem> {
    let Seen::Tasks(tasks) = ask.see(ReadTasks { worker: ask.worker()?.id }, Reason::OwnDuty)? else { return Ok(Vec::new()) };
    Ok(tasks.into_iter().filter(|task| task.state == TaskState::Open).collect())
}

/// Releases of one's own clients that end within two weeks: in time to ask whether they are still wanted.
fn releases(ask: &Ask<'_>, c: &Chrome<'_>, now: Time) -> Result<Vec<Todo>, Problem> {
    let (agency, worker) = (&ask.site.agency, ask.worker()?);
    if !(Why { agency, worker }).gives(ReasonKind::CareTeam) || !Door::Right(Right::KeepConsents).lets(worker) {
        return Ok(Vec::new());
    }
    let until = now.plus_days(14);
    let lines = agency.db().read(|tx| sealed::due_between(tx, Kind::Consent.word(), "signed", (now.0, until.0), 1_000))?;
    let own = agency.caseload(worker.id)?;
    let ends = lines.into_iter().filter_map(|line| {
        let (due, client) = (Time(line.columns.due?), line.columns.client.parse::<ClientId>().ok()?);
        (now < due && own.contains(&client)).then(|| Todo {
            path: format!("/c/{client}/releases"),
            what: c.t("today-release-ends"),
            more: 0,
            code: code(client),
            due: c.day(&due.plus_days(-1)),
            late: false,
        })
    });
    Ok(ends.take(MOST).collect())
}

/// So many days a link that ended is shown.
const LINK_DAYS: i64 = 30;

/// Links of one's own that ended with nobody having come, and those about which no mail went.
fn links(ask: &Ask<'_>, c: &Chrome<'_>, now: Time) -> Result<Vec<Todo>, Problem> {
    if !Door::Right(Right::HandleMatter).lets(ask.worker()?) {
        return Ok(Vec::new());
    }
    let found = ask.site.agency.links_to_see(ask.worker()?.id, (now.plus_days(-LINK_DAYS), now))?;
    let line = |link: &Delivery, what: &str| Todo {
        path: format!("/matters/{}/packets/{}", link.matter, link.packet),
        what: what.to_owned(),
        more: 0,
        code: code(link.client),
        due: c.day(&link.ends.min(now)),
        late: true,
    };
    let (ended, unsaid) = (c.t("today-link-ended"), c.t("today-mail-not"));
    let all = found.ended.iter().map(|link| line(link, &ended)).chain(found.unsaid.iter().map(|link| line(link, &unsaid)));
    Ok(all.take(MOST).collect())
}

/// Questions to the law that are not finished, those that were handed over first.
fn questions(ask: &Ask<'_>, c: &Chrome<'_>) -> Result<Vec<(String, String, Option<String>)>, Problem> {
    let mut open = open_ones(ask)?;
    open.sort_by_key(|(_, at, by)| (by.is_none(), std::cmp::Reverse(*at)));
    Ok(open.into_iter().take(MOST).map(|(id, at, by)| (id, c.moment(&at), by)).collect())
}

const fn is_review(task: &Task) -> bool {
    matches!(task.kind, TaskKind::GrantReview | TaskKind::GrantReceipt)
}

/// Where a task is done.
fn path(task: &Task) -> String {
    match (task.kind, task.grant, task.matter) {
        (TaskKind::GrantReview, Some(grant), _) => format!("/c/{}/glass/{grant}", task.client),
        (TaskKind::Message | TaskKind::Locked, ..) => format!("/c/{}/portal", task.client),
        (_, _, Some(matter)) => format!("/matters/{matter}"),
        _ => format!("/tasks/{}", task.id),
    }
}

/// Days that are looked ahead.
const AHEAD: i64 = 7;
/// Minutes that are looked back at the front desk.
const EARLIER: i64 = 120;
/// Meetings that are shown of a day.
const EXPECTED: usize = 40;

/// Whom the asker meets, or at the front desk everybody who is expected: today, and in the days after.
fn diary(ask: &Ask<'_>, c: &Chrome<'_>, now: Time) -> Result<(Vec<Meeting>, Vec<Meeting>), Problem> {
    let (agency, worker) = (&ask.site.agency, ask.worker()?);
    let why = Why { agency, worker };
    let sees = Door::Right(Right::ReadAppointments).lets(worker) && Door::Right(Right::FindClients).lets(worker);
    if !sees || matches!(why.of_role(), Reason::OwnDuty) {
        return Ok((Vec::new(), Vec::new()));
    }
    let own = why.gives(ReasonKind::CareTeam);
    let days = if own { AHEAD } else { 1 };
    // At the front desk the day's list is long, and who came hours ago is not waited for.
    let today = Time::start_of(now.day());
    let (from, until) = (if own { today } else { today.max(now.plus_minutes(-EARLIER)) }, today.plus_days(days));
    let clients = agency.expected(own.then_some(worker.id), (from.0, until.0), EXPECTED)?;
    if clients.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let act = ReadDiary { clients, from, until, own };
    let Seen::Diary(all) = ask.see(act, why.of_role())? else { return Ok((Vec::new(), Vec::new())) };
    let workers = agency.workers()?;
    let name = |id| workers.iter().find(|w: &&Worker| w.id == id).map_or("–", |w| w.name.as_str());
    let booked = all.iter().filter(|m| m.appointment.state == tacenda_desk::AppointmentState::Booked);
    let (today, next): (Vec<_>, Vec<_>) = booked.partition(|m| m.appointment.at < today.plus_days(1));
    let shown = |meeting: &tacenda_desk::Meeting| Meeting {
        path: format!("/c/{}", meeting.appointment.client),
        name: meeting.chosen_name.clone(),
        when: c.moment(&meeting.appointment.at),
        kind: meeting.appointment.kind.word(),
        with: meeting.appointment.workers.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", "),
    };
    Ok((today.into_iter().take(EXPECTED).map(shown).collect(), next.into_iter().take(MOST).map(shown).collect()))
}

/// What is asked of them soon, the first thing of it. What is not due for a long time is not said here.
fn learn(ask: &Ask<'_>, c: &Chrome<'_>) -> Result<Option<(String, String)>, Problem> {
    let mut asked = ask.site.agency.asked_of(ask.worker()?, ask.now()?)?;
    asked.retain(|one| !matches!(one.stand, Stand::Done(_)));
    if asked.is_empty() {
        return Ok(None);
    }
    let all = lines(ask, c, &asked, &ask.site.agency.policies()?);
    let line = all.into_iter().next();
    Ok(line.map(|line| {
        let text = c.t2("today-learn", &("what", line.what), &("says", line.says));
        (line.path.unwrap_or_else(|| "/learn".to_owned()), text)
    }))
}

/// When training is due, if that is near or over.
fn training(c: &Chrome<'_>, worker: &Worker, now: Time) -> Option<(String, bool)> {
    let due = Time::start_of(worker.training_due?);
    (due < now.plus_days(45)).then(|| (c.day(&due.plus_minutes(12 * 60)), due.plus_days(1) <= now))
}
