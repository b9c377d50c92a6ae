//! `/matters/{id}`: what the paper is, what may be done next, what is owed and by when, what the law says, and everything that happened.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Right, row};
use tacenda_desk::acts::{Going, ReadMatter, levels_of};
use tacenda_desk::flows::{Fate, FlowKind, Form, Response, Served, TELL_OFFICER, What};
use tacenda_desk::{Class, ClientId, Id, Kind, Lawful, Matter, Refusal, Seen, Task, TaskState, Worker, WorkerId};
use tacenda_law::{Packs, next_question};
use tacenda_store::keys::people;
use tacenda_store::sealed;

use crate::language::Language;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::release::{Finding, Release};
use crate::sheet::words::pick;
use crate::sheet::{Sheet, answer_of, label, shown};
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::dates;
use crate::web::door::Door;
use crate::web::file::code;
use crate::web::pages::ask::{class, question};
use crate::web::values::Values;

/// Papers by which something may go: a judge's, and the client's own.
const OPENS: [&str; 4] = ["part2_order_and_subpoena", "court_order", "warrant", "release"];

/// Requests of those to whom the law hardly ever lets anybody tell anything.
const CLOSED: [&str; 2] = ["third_party", "estate"];

/// A duty, and where it stands.
pub(super) struct Duty {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) whose: String,
    pub(super) due: String,
    pub(super) late: bool,
    pub(super) open: bool,
    /// What came of it, and the law's reason where it waits.
    pub(super) said: Option<String>,
    pub(super) why: Option<&'static str>,
    /// The packet does it by itself, when it goes.
    pub(super) by_packet: bool,
}

/// A fact, and who said so.
pub(super) struct Known {
    pub(super) name: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) said: String,
}

/// A line of the paper, and what becomes of it.
struct Line {
    words: String,
    /// Where the words do not say it already.
    kind: Option<String>,
    fate: &'static str,
}

/// A letter that may be printed.
struct Offer {
    id: String,
    title: String,
}

/// What happened.
pub(super) struct Past {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) words: Option<String>,
}

#[derive(Template)]
#[template(path = "matters/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    matter: &'a Matter,
    version: i64,
    code: String,
    banner: String,
    /// What was asked beside the law, and answered.
    notes: Vec<(String, String)>,
    /// Whoever brought it was told something.
    told: bool,
    grave: bool,
    owner: Option<String>,
    duties: Vec<Duty>,
    /// The fact that the law asks for next, and its question.
    asks: Option<(String, String)>,
    sheet: Option<(Sheet, &'static str)>,
    /// What a release lacks.
    lacks: Vec<Finding>,
    lines: Vec<Line>,
    goes: Vec<String>,
    /// What was put together to go, and at which level something still can be.
    packets: Vec<Going>,
    begins: Vec<Class>,
    facts: Vec<Known>,
    letters: Vec<Offer>,
    /// Where in the file it is done, and what the link says.
    place: Option<(String, &'static str)>,
    packs: &'a Packs,
    reader: &'a Reader,
    past: Vec<Past>,
    forms: Vec<Form>,
    colleagues: Vec<(String, String)>,
    may_decide: bool,
    is_mine: bool,
    v: Values,
}

impl Page<'_> {
    fn first(&self) -> Option<What> {
        self.forms.first().map(|form| form.what)
    }

    /// Whether what is named has to be typed still.
    fn wants_list(&self) -> bool {
        self.matter.items.is_empty() && self.may(What::Items)
    }

    fn is_open(&self) -> bool {
        self.matter.outcome.is_none()
    }

    fn choices(&self, what: What) -> &[&'static str] {
        self.forms.iter().find(|form| form.what == what).map_or(&[], |form| form.choices.as_slice())
    }

    /// What a letter is called.
    fn letter(&self, id: &str) -> &str {
        let found = self.packs.letters.iter().find(|letter| letter.id == id);
        found.map_or("", |letter| pick(&letter.title, self.c.language))
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn ways(&self) -> &'static [Served] {
        Served::ALL
    }

    fn may(&self, what: What) -> bool {
        // What a court may want is closed by those alone who answer for it.
        let is_theirs = what != What::Retract || self.may_decide || !self.matter.is_answered_for();
        is_theirs && self.forms.iter().any(|form| form.what == what)
    }

    /// Whether it is asked for by somebody, and no paper names it.
    fn is_request(&self) -> bool {
        self.matter.paper.as_deref().and_then(|id| self.packs.find_paper(id)).is_some_and(|paper| paper.class == "request")
    }

    fn is_at(&self, duty: &str) -> bool {
        super::stage::is_at(&self.c, &self.v, duty)
    }

    fn owes_several(&self) -> bool {
        self.duties.iter().filter(|duty| duty.open).count() > 1
    }

    fn owes(&self) -> bool {
        self.duties.iter().any(|duty| duty.open)
    }

    #[expect(clippy::unused_self, reason = "the template asks its page")]
    fn reasons(&self) -> &'static [Lawful] {
        Lawful::ALL
    }
}

/// Whether the first thing to know is that nothing goes.
fn is_grave(paper: &tacenda_law::Paper) -> bool {
    let opens = OPENS.contains(&paper.id.as_str()) || (paper.class == "request" && !CLOSED.contains(&paper.flow.as_str()));
    paper.incomplete || !opens
}

/// Whose file a matter stands in, if in any, and its version. It shows nothing.
pub(in crate::web) fn place(ask: &Ask<'_>, id: Id<Matter>) -> Result<(Option<ClientId>, i64), Problem> {
    let line = ask.site.agency.db().read(|tx| sealed::latest(tx, "matter", &id.to_string()))?;
    let columns = line.map(|line| line.columns).ok_or(Refusal::NotFoundOrNotYours)?;
    Ok((columns.client.parse().ok(), columns.version))
}

/// The matter of the address, as the asker may see it, and what goes by it.
fn whole(ask: &Ask<'_>) -> Result<(Matter, Vec<Task>, i64, Vec<Going>), Problem> {
    let id: Id<Matter> = ask.id("id")?;
    let (client, version) = place(ask, id)?;
    let Seen::Matter(matter, tasks, going) = ask.see(ReadMatter { id, client }, super::why(ask, client)?)? else {
        return Err(Problem::BadForm);
    };
    Ok((*matter, tasks, version, going))
}

/// The matter of the address alone.
pub(super) fn matter(ask: &Ask<'_>) -> Result<(Matter, Vec<Task>, i64), Problem> {
    let (matter, tasks, version, _) = whole(ask)?;
    Ok((matter, tasks, version))
}

/// What is said in it, as the law reads it on the day of its answer.
pub(super) fn known(ask: &Ask<'_>, matter: &Matter) -> Result<Option<tacenda_law::Facts>, Problem> {
    let day = matter.ruling.as_ref().map_or_else(|| today(ask), |ruled| Ok(ruled.day))?;
    Ok(sheetcode::facts(&ask.site.packs, &matter.known(), day))
}

/// What a matter is called.
pub(super) fn called(ask: &Ask<'_>, matter: &Matter) -> String {
    if let Some(title) = super::report::title(ask, matter).or_else(|| super::warning::title(ask, matter)) {
        return title;
    }
    let paper = matter.paper.as_deref().and_then(|id| ask.site.packs.find_paper(id));
    paper.map_or_else(|| ask.say("matter-unsure", &[]), |paper| pick(&paper.title, ask.language).to_owned())
}

/// What a duty is called.
pub(in crate::web) fn duty(ask: &Ask<'_>, packs: &Packs, word: &str) -> String {
    if word == TELL_OFFICER {
        return ask.say("matter-tell-officer", &[]);
    }
    let found = packs.vocabulary.find_duty(word);
    found.map_or_else(|| word.to_owned(), |duty| pick(&duty.label, ask.language).to_owned())
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Vec::new())
}

pub(super) fn page(ask: &Ask<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let (matter, tasks, version, packets) = whole(ask)?;
    if matter.report.is_some() {
        return super::report::page(ask, (&matter, tasks.as_slice(), version), faults);
    }
    if matter.warning.is_some() {
        return super::warning::page(ask, (&matter, tasks.as_slice(), version), faults);
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let packs = &*ask.site.packs;
    let paper = matter.paper.as_deref().and_then(|id| packs.find_paper(id));
    let workers = ask.site.agency.workers()?;
    let me = ask.worker()?;
    let known = known(ask, &matter)?;
    let ruling = known
        .as_ref()
        .filter(|_| matter.ruling.as_ref().is_some_and(|r| r.verdict != "needs_more_facts"))
        .map(|facts| packs.decide(facts));
    let page = Page {
        c: ask.chrome(called(ask, &matter)).back("/matters").with_faults(faults),
        version,
        code: matter.client.map(code).unwrap_or_default(),
        banner: paper.map_or_else(|| ask.say("matter-unsure-banner", &[]), |p| pick(&p.banner, ask.language).to_owned()),
        notes: notes(ask, &matter),
        told: matter.notes.get("told").is_some_and(|word| word != "nothing"),
        grave: paper.is_none_or(is_grave),
        owner: matter.owner.map(|id| name(&workers, id)),
        duties: duties(ask, &tasks, &workers)?,
        asks: asks(ask, &matter, known.as_ref()),
        sheet: ruling.as_ref().map(|ruling| (Sheet::of(ruling, ask.language), class(answer_of(ruling)))),
        lacks: lacks(ask, &matter)?,
        lines: lines(ask, &matter),
        goes: matter.goes().iter().map(|kind| category(ask, kind)).collect(),
        begins: begins(ask, me, &matter, &packets)?,
        packets,
        facts: facts(ask, &matter),
        letters: letters(ask, &matter, &tasks),
        place: done_at(&matter),
        packs,
        reader: &ask.site.reader,
        past: past(ask, packs, &matter),
        forms: matter.forms(),
        colleagues: colleagues(&workers),
        may_decide: !matter.is_answered_for() || Door::Right(Right::DecideMatter).lets(me),
        is_mine: matter.owner == Some(me.id),
        v: Values::sent(&ask.form),
        matter: &matter,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// At which levels something may still be put together, by whoever looks.
fn begins(ask: &Ask<'_>, me: &Worker, matter: &Matter, packets: &[Going]) -> Result<Vec<Class>, Problem> {
    let goes = matter.outcome.is_none() && !matter.goes().is_empty();
    let Some(client) = matter.client.filter(|_| goes) else { return Ok(Vec::new()) };
    let file = ask.site.agency.db().read(|tx| sealed::of_client(tx, &client.to_string(), Kind::Record.word()))?;
    let holds = |level: Class| file.iter().any(|line| line.columns.class.word() == level.word());
    // Whether private notes are there at all is for those alone whose key opens them.
    let holders = |level: Class| {
        let sealing = tacenda_vault::Class::from_word(level.word());
        let found = sealing.map(|class| ask.site.agency.db().read(|tx| people::holders(tx, &client.to_string(), class)));
        found.and_then(Result::ok).unwrap_or_default()
    };
    let is_there = |level: &Class| packets.iter().any(|packet| packet.level == *level);
    let prepares = |level: &Class| {
        let row = row(Right::PreparePacket, Some(*level));
        let mine = !level.is_person_wrapped() || holders(*level).contains(&me.id.to_string());
        mine && row.is_some_and(|row| me.roles.iter().any(|role| row.ways(*role).next().is_some()))
    };
    let wanted = |(at, level): &(usize, Class)| !is_there(level) && (*at == 0 || (holds(*level) && prepares(level)));
    Ok(levels_of(matter).into_iter().enumerate().filter(wanted).map(|(_, level)| level).collect())
}

/// What the release of a request lacks for what is asked.
fn lacks(ask: &Ask<'_>, matter: &Matter) -> Result<Vec<Finding>, Problem> {
    if matter.kind != FlowKind::Release || matter.client.is_none() {
        return Ok(Vec::new());
    }
    Ok(Release::lacking(&ask.site.packs, &matter.known(), today(ask)?, ask.language))
}

pub(super) fn today(ask: &Ask<'_>) -> Result<jiff::civil::Date, Problem> {
    Ok(dates::today(ask.now()?.time))
}

pub(in crate::web) fn name(workers: &[Worker], id: WorkerId) -> String {
    workers.iter().find(|worker| worker.id == id).map_or_else(|| "–".to_owned(), |worker| worker.name.clone())
}

pub(super) fn colleagues(workers: &[Worker]) -> Vec<(String, String)> {
    let sees = |worker: &Worker| Door::Right(Right::HandleMatter).lets(worker);
    let works = |worker: &&Worker| worker.state == tacenda_desk::WorkerState::Active && sees(worker);
    let mut list: Vec<_> = workers.iter().filter(works).map(|w| (w.id.to_string(), w.name.clone())).collect();
    list.sort_by_key(|(_, name)| name.to_lowercase());
    list
}

pub(in crate::web) fn category(ask: &Ask<'_>, word: &str) -> String {
    ask.say(&format!("category-{}", word.replace('_', "-")), &[])
}

/// What a purpose is called.
pub(in crate::web) fn purpose<'p>(packs: &'p Packs, word: &'p str, language: Language) -> &'p str {
    let vocabulary = &packs.vocabulary;
    let list = vocabulary.find("purpose").and_then(|id| vocabulary.enumeration(vocabulary.fact(id).kind));
    let member = list.and_then(|list| list.members.iter().find(|member| member.id == word));
    member.map_or(word, |member| label(member, language))
}

fn notes(ask: &Ask<'_>, matter: &Matter) -> Vec<(String, String)> {
    let say = |key: &str| ask.say(&format!("matter-{key}"), &[]);
    matter.notes.iter().map(|(key, word)| (say(key), say(&format!("{key}-{word}")))).collect()
}

pub(super) fn duties(ask: &Ask<'_>, tasks: &[Task], workers: &[Worker]) -> Result<Vec<Duty>, Problem> {
    let now = ask.now()?.time;
    let of = |task: &Task| Duty {
        id: task.id.to_string(),
        text: task.duty.as_deref().map(|word| duty(ask, &ask.site.packs, word)).unwrap_or_default(),
        whose: task.worker.map(|id| name(workers, id)).unwrap_or_default(),
        due: dates::day(ask.language, task.due),
        late: task.due < now,
        open: task.state == TaskState::Open,
        // What an act did by itself bears the id of what did it.
        said: task.outcome.clone().map(
            |said| {
                if said.parse::<Id<Matter>>().is_ok() { ask.say("matter-by-itself", &[]) } else { said }
            },
        ),
        why: task.waived.map(Lawful::word),
        by_packet: task
            .duty
            .as_deref()
            .and_then(|word| ask.site.packs.vocabulary.find_duty(word))
            .is_some_and(|duty| duty.by_packet),
    };
    let (open, done): (Vec<&Task>, Vec<&Task>) = tasks.iter().partition(|task| task.state == TaskState::Open);
    Ok(open.into_iter().chain(done).map(of).collect())
}

/// What the law asks next; "I don't know" is an answer and is not asked again.
pub(super) fn asks(ask: &Ask<'_>, matter: &Matter, facts: Option<&tacenda_law::Facts>) -> Option<(String, String)> {
    let packs = &*ask.site.packs;
    let facts = facts.filter(|_| matter.state == tacenda_desk::MatterState::Open)?;
    let closed = matter.facts.iter().filter(|(_, fact)| fact.value.is_null());
    let closed = closed.filter_map(|(name, _)| packs.vocabulary.find(name)).collect();
    let next = next_question(packs, facts, &closed)?;
    let name = packs.vocabulary.fact(next).name.clone();
    Some((name, question(ask, packs, next).text().to_owned()))
}

pub(super) fn facts(ask: &Ask<'_>, matter: &Matter) -> Vec<Known> {
    let packs = &*ask.site.packs;
    let Some(read) = sheetcode::facts(packs, &matter.known(), jiff::civil::Date::default()) else { return Vec::new() };
    let row = |(name, fact): (&String, &tacenda_desk::flows::Fact)| {
        let id = packs.vocabulary.find(name)?;
        let answer = if fact.value.is_null() {
            ask.say("ask-dont", &[])
        } else {
            dates::written(ask.language, &shown(packs, ask.language, id, read.get(id)))
        };
        let source = ask.say(&format!("matter-said-{}", fact.source.word()), &[]);
        let said = format!("{source} · {} · {}", fact.who, dates::day(ask.language, fact.at));
        Some(Known { name: name.clone(), question: question(ask, packs, id).text().to_owned(), answer, said })
    };
    // What a report or a warning is by itself goes without saying.
    let said = |name: &str| !matter.kind.fixes(name);
    matter.facts.iter().filter(|(name, _)| said(name)).filter_map(row).collect()
}

fn lines(ask: &Ask<'_>, matter: &Matter) -> Vec<Line> {
    let line = |item: &tacenda_desk::flows::Item| Line {
        words: item.words.clone(),
        kind: Some(category(ask, item.category.word())).filter(|kind| *kind != item.words),
        fate: match matter.fate(item) {
            Fate::Goes => "matter-fate-goes",
            Fate::Partly(_) => "matter-fate-partly",
            Fate::Withheld => "matter-fate-withheld",
        },
    };
    matter.items.iter().map(line).collect()
}

/// Where in the file that is done which was decided.
fn done_at(matter: &Matter) -> Option<(String, &'static str)> {
    let (path, key) = match (matter.response?, matter.paper.as_deref()?) {
        (Response::Agree, "correction") => ("notes", "matter-place-correction"),
        (Response::Agree, "limit") => ("limits", "matter-place-limit"),
        (Response::Agree, "safer_contact") => ("reach/edit", "matter-place-contact"),
        (Response::Consent, _) => ("releases/new", "matter-place-release"),
        _ => return None,
    };
    Some((format!("/c/{}/{path}", matter.client?), key))
}

/// The letters that perform what is owed, or answer a paper about nobody whom we can name.
pub(super) fn letters_of<'p>(ask: &'p Ask<'_>, matter: &Matter, tasks: &[Task]) -> Vec<&'p tacenda_law::Letter> {
    let all: Vec<&tacenda_law::Letter> = ask.site.packs.letters.iter().filter(|l| l.is_for(matter.paper.as_deref())).collect();
    let owes = |letter: &tacenda_law::Letter| {
        tasks.iter().filter_map(|task| task.duty.as_ref()).any(|duty| letter.performs.contains(duty))
    };
    // A yes and a no may perform the same duty: until it is decided neither is offered, and then the one.
    let rival = |letter: &tacenda_law::Letter| {
        let other =
            |one: &&tacenda_law::Letter| one.id != letter.id && one.performs.iter().any(|duty| letter.performs.contains(duty));
        !letter.answers.is_empty() && all.iter().any(other)
    };
    let offered = |letter: &&&tacenda_law::Letter| {
        let answers = matter.response.is_some_and(|response| letter.answers.iter().any(|word| word == response.word()));
        answers
            || (letter.searched && matter.is_searched())
            || (owes(letter) && !rival(letter))
            || (letter.nameless && matter.client.is_none())
    };
    all.iter().filter(offered).copied().collect()
}

fn letters(ask: &Ask<'_>, matter: &Matter, tasks: &[Task]) -> Vec<Offer> {
    let offer =
        |letter: &tacenda_law::Letter| Offer { id: letter.id.clone(), title: pick(&letter.title, ask.language).to_owned() };
    letters_of(ask, matter, tasks).into_iter().map(offer).collect()
}

pub(super) fn past(ask: &Ask<'_>, packs: &Packs, matter: &Matter) -> Vec<Past> {
    let about = |what: What, code: &str| match what {
        What::Did | What::Wait => duty(ask, packs, code),
        What::Open => packs.find_paper(code).map_or_else(String::new, |paper| pick(&paper.title, ask.language).to_owned()),
        What::Say => packs.vocabulary.find(code).map(|id| question(ask, packs, id).text().to_owned()).unwrap_or_default(),
        What::Respond => ask.say(&format!("matter-respond-{}", code.replace('_', "-")), &[]),
        What::Close => ask.say(&format!("matter-close-{}", code.replace('_', "-")), &[]),
        What::Serve => packs
            .letters
            .iter()
            .find(|l| l.id == code)
            .map_or_else(|| ask.say("report-follow-up", &[]), |letter| pick(&letter.title, ask.language).to_owned()),
        What::Take => category(ask, code),
        What::Send => ask.say(&format!("packet-way-{code}"), &[]),
        What::Tell => super::stage::receiver(ask, ask.language, code),
        What::Protect => ask.say(&format!("warn-short-{}", code.replace('_', "-")), &[]),
        What::Recall | What::Astray | What::Own | What::Items | What::Clock | What::Call | What::Scan | What::Retract => {
            String::new()
        }
    };
    let line = |happened: &tacenda_desk::flows::Happened| {
        let what = ask.say(&format!("matter-did-{}", happened.what.word()), &[]);
        let about = happened.code.as_deref().map(|code| about(happened.what, code)).filter(|text| !text.is_empty());
        Past {
            when: dates::moment(ask.language, happened.at),
            who: happened.who.clone(),
            what: about.map_or_else(|| what.clone(), |about| format!("{what}: {about}")),
            words: happened.words.clone(),
        }
    };
    matter.timeline.iter().rev().map(line).collect()
}
