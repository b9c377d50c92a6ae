//! A client's file, as the pages of a file share it: why the asker is here, the card that their roles see, the banner and the tabs.

use tacenda_desk::access::{Field, Reason, Right, Ties, fields_of, table};
use tacenda_desk::acts::{Act, OpenClient, ReadLooks};
use tacenda_desk::{Card, Class, ClientId, ClientState, Grant, Now, Program, Refusal, Seen, Time, Worker, WorkerId};

use super::answer::Answer;
use super::ask::Ask;
use super::chrome::Chrome;
use super::door::Door;
use super::pages::file::why;
use crate::act::Done;
use crate::problem::Problem;
use crate::why::Why;

/// A page of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Card,
    Notes,
    Private,
    Files,
    Times,
    Reach,
    Portal,
    People,
    Limits,
    Releases,
    Shared,
    Team,
    Seen,
    Holdings,
}

/// Every tab: its end of the address and its message.
const TABS: &[(Tab, &str, &str)] = &[
    (Tab::Card, "", "card"),
    (Tab::Notes, "/notes", "notes"),
    (Tab::Private, "/private", "private"),
    (Tab::Files, "/files", "files"),
    (Tab::Times, "/times", "times"),
    (Tab::Reach, "/reach", "reach"),
    (Tab::Portal, "/portal", "portal"),
    (Tab::People, "/people", "people"),
    (Tab::Releases, "/releases", "releases"),
    (Tab::Shared, "/shared", "shared"),
    (Tab::Limits, "/limits", "limits"),
    (Tab::Team, "/team", "team"),
    (Tab::Seen, "/seen", "seen"),
    (Tab::Holdings, "/holdings", "holdings"),
];

/// Whether the access table gives any of the worker's roles something on that page.
pub(crate) fn has_tab(worker: &Worker, tab: Tab) -> bool {
    let opens = |right| Door::Right(right).lets(worker);
    let shows = |field| worker.roles.iter().any(|role| fields_of(*role).contains(&field));
    match tab {
        Tab::Card => opens(Right::ReadCard),
        Tab::Notes | Tab::Files => reads(worker, false),
        Tab::Private => reads(worker, true),
        Tab::Times => opens(Right::ReadAppointments),
        Tab::Reach => shows(Field::Reach),
        Tab::Portal => opens(Right::AmendSafety),
        Tab::People => shows(Field::Representatives),
        Tab::Limits => shows(Field::Restrictions),
        Tab::Releases => opens(Right::KeepConsents),
        Tab::Shared => opens(Right::ReadShared),
        Tab::Team => opens(Right::ReadCard) || opens(Right::Assign),
        Tab::Seen | Tab::Holdings => opens(Right::ReadLooks),
    }
}

/// Whether some level, of those sealed to people alone or of the others, opens to any of the worker's roles.
fn reads(worker: &Worker, private: bool) -> bool {
    let levels = |class: Class| class.is_person_wrapped() == private;
    let rows = table().iter().filter(|row| row.right == Right::ReadRecord && row.class.is_some_and(levels));
    rows.into_iter().any(|row| worker.roles.iter().any(|role| row.ways(*role).next().is_some()))
}

/// A code by which people in the house speak of a file without a name: eight letters and digits of its id's random part.
pub(crate) fn code(id: ClientId) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let tail = id.bytes().iter().skip(11).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let letter = |at: u32| {
        let index = usize::try_from((tail >> (35 - 5 * at)) & 31).unwrap_or_default();
        LETTERS.get(index).map_or('0', |letter| char::from(*letter))
    };
    (0..4).map(letter).chain(['-']).chain((4..8).map(letter)).collect()
}

/// A file that somebody is in.
pub(crate) struct File<'a> {
    pub(crate) ask: &'a Ask<'a>,
    pub(crate) id: ClientId,
    pub(crate) ties: Ties,
    pub(crate) now: Now,
    /// Why they look at content.
    pub(crate) reason: Option<Reason>,
    /// Until when that is kept, where it was asked for.
    pub(crate) kept: Option<Time>,
    /// What they see of the card; nothing where their work is about the file without its content.
    pub(crate) card: Option<Card>,
    workers: Vec<Worker>,
    pub(crate) programs: Vec<Program>,
}

impl<'a> File<'a> {
    /// Finds out why somebody is here. It shows nothing yet.
    pub(crate) fn come(ask: &'a Ask<'a>) -> Result<Self, Problem> {
        let (id, agency, worker) = (ask.id("id")?, &ask.site.agency, ask.worker()?);
        let (ties, now) = (agency.ties(id, worker.id)?, ask.now()?);
        let given = ask.site.reasons.find(&ask.who()?.secret, id, ask.site.wall()?);
        let reason = given.map(|(reason, _)| reason).or_else(|| Why { agency, worker }.by_ties(&ties, id, now));
        let (workers, programs) = (agency.workers()?, agency.programs()?);
        Ok(Self { ask, id, ties, now, reason, kept: given.map(|(_, until)| until), card: None, workers, programs })
    }

    /// The reason for this right: the one given, or the one that goes without saying.
    pub(crate) fn because(&self, right: Right) -> Result<Reason, Problem> {
        let why = Why { agency: &self.ask.site.agency, worker: self.ask.worker()? };
        if why.is_duty(right) {
            return Ok(Reason::OwnDuty);
        }
        self.reason.ok_or_else(|| Refusal::NotFoundOrNotYours.into())
    }

    /// Does it, under the form's key, for the reason they are here.
    pub(crate) fn act(&self, act: impl Into<Act>) -> Result<Done, Problem> {
        let act = act.into();
        let reason = self.because(act.access())?;
        self.ask.act(act, reason)
    }

    /// The same, and what it shows.
    pub(crate) fn see(&self, act: impl Into<Act>) -> Result<Seen, Problem> {
        let act = act.into();
        let reason = self.because(act.access())?;
        self.ask.see(act, reason)
    }

    /// Opens the card.
    pub(crate) fn open(&mut self) -> Result<(), Problem> {
        let Seen::Card(card) = self.see(OpenClient { client: self.id })? else { return Err(Refusal::NotFoundOrNotYours.into()) };
        self.card = Some(*card);
        Ok(())
    }

    /// A reason that was given and no longer holds gives way to the one that goes without saying. Whether there is one.
    fn falls_back(&mut self) -> Result<bool, Problem> {
        let why = Why { agency: &self.ask.site.agency, worker: self.ask.worker()? };
        let plain = why.by_ties(&self.ties, self.id, self.now);
        let other = self.kept.take().is_some() && plain.is_some() && plain != self.reason;
        self.reason = plain;
        Ok(other)
    }

    /// The card of a page that has none without it.
    pub(crate) fn card(&self) -> Result<&Card, Problem> {
        self.card.as_ref().ok_or_else(|| Refusal::NotFoundOrNotYours.into())
    }

    /// Whether the asker's roles show a part of the card.
    pub(crate) fn shows(&self, field: Field) -> bool {
        self.roles().any(|role| fields_of(role).contains(&field))
    }

    /// Whether the table gives the asker's roles this right in some way; the act decides.
    pub(crate) fn has(&self, right: Right) -> bool {
        self.ask.worker().is_ok_and(|worker| Door::Right(right).lets(worker))
    }

    fn roles(&self) -> impl Iterator<Item = tacenda_desk::Role> {
        self.ask.worker().into_iter().flat_map(|worker| worker.roles.iter().copied())
    }

    /// What a worker is called.
    pub(crate) fn name(&self, id: WorkerId) -> &str {
        self.workers.iter().find(|worker| worker.id == id).map_or("–", |worker| &worker.name)
    }

    /// Those who work here now, by name.
    pub(crate) fn colleagues(&self) -> Vec<(String, String)> {
        let works = |worker: &&Worker| worker.state != tacenda_desk::WorkerState::Left;
        let mut list: Vec<_> = self.workers.iter().filter(works).map(|w| (w.id.to_string(), w.name.clone())).collect();
        list.sort_by_key(|(_, name)| name.to_lowercase());
        list
    }

    /// What a program is called.
    pub(crate) fn program(&self, id: tacenda_desk::ProgramId) -> &str {
        self.programs.iter().find(|program| program.id == id).map_or("–", |program| &program.name)
    }

    /// The asker's grant that holds, if there is one.
    pub(crate) fn grant(&self) -> Option<&Grant> {
        let worker = self.ask.worker().ok()?.id;
        self.ties.grants.iter().filter(|g| g.worker == worker && g.holds(self.now)).max_by_key(|g| g.until())
    }

    /// The address of a page of this file.
    pub(crate) fn path(&self, end: &str) -> String {
        format!("/c/{}{end}", self.id)
    }

    /// What stands around a page of the file. The title names nobody.
    pub(crate) fn chrome(&self, key: &str) -> Chrome<'a> {
        self.ask.titled(key).back("/c")
    }

    /// The banner and the tabs.
    pub(crate) fn head(&self, tab: Tab) -> Head {
        let ask = self.ask;
        let card = self.card.as_ref();
        let because = match self.reason {
            Some(reason) => ask.say(&format!("because-{}", reason.kind().word().replace('_', "-")), &[]),
            None => ask.say("because-own-duty", &[]),
        };
        let grant = self.grant().map(|grant| Broken {
            until: super::dates::moment(ask.language, grant.until()),
            class: ask.say(&format!("class-{}", grant.class.word().replace('_', "-")), &[]),
        });
        let shown = |tab: Tab| ask.worker().is_ok_and(|worker| has_tab(worker, tab)) && (card.is_some() || is_office(tab));
        let tabs = TABS.iter().filter(|(tab, ..)| shown(*tab)).map(|(one, end, key)| Link {
            path: self.path(end),
            text: ask.say(&format!("tab-{key}"), &[]),
            here: *one == tab,
        });
        Head {
            id: self.id.to_string(),
            name: card.and_then(|card| card.chosen_name.clone()),
            pronouns: card.and_then(|card| card.pronouns.clone()),
            code: code(self.id),
            nature: card.and_then(|card| self.nature(card)),
            is_closed: card.is_some_and(|card| card.state == ClientState::Closed),
            because,
            is_given: self.kept.is_some(),
            grant,
            tabs: tabs.collect(),
            done: DONE.contains(&ask.query.text("done")).then(|| ask.say(&format!("file-done-{}", ask.query.text("done")), &[])),
        }
    }

    /// What kind of file it is, to those who see its programs.
    fn nature(&self, card: &Card) -> Option<&'static str> {
        let programs = card.enrolments.as_ref()?;
        let of = |test: fn(&Program) -> bool| {
            programs.iter().any(|e| self.programs.iter().any(|program| program.id == e.program && test(program)))
        };
        Some(if of(Program::is_part2) {
            "part2"
        } else if of(|program| program.natures.contains(&tacenda_desk::Nature::VictimServiceFunds)) {
            "survivor"
        } else {
            "general"
        })
    }
}

/// Pages about a file that show none of its content.
const fn is_office(tab: Tab) -> bool {
    matches!(tab, Tab::Shared | Tab::Team | Tab::Seen | Tab::Holdings)
}

/// What a page may say was just done.
const DONE: &[&str] = &[
    "saved", "note", "file", "time", "team", "limit", "people", "glass", "hold", "shared", "client", "review", "drawn", "signed",
    "entered", "stopped", "coded",
];

/// The banner of a file.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) pronouns: Option<String>,
    pub(crate) code: String,
    pub(crate) nature: Option<&'static str>,
    pub(crate) is_closed: bool,
    pub(crate) because: String,
    pub(crate) is_given: bool,
    pub(crate) grant: Option<Broken>,
    pub(crate) tabs: Vec<Link>,
    pub(crate) done: Option<String>,
}

/// A grant that holds.
pub(crate) struct Broken {
    pub(crate) until: String,
    pub(crate) class: String,
}

/// A link.
pub(crate) struct Link {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) here: bool,
}

/// A page that shows content: the card is opened for the reason that stands. Without one the asker is asked why; where nothing holds,
/// what they see does not depend on whether there is such a file.
pub(crate) fn with_card(ask: &Ask<'_>, page: impl FnOnce(&File<'_>) -> Result<Answer, Problem>) -> Result<Answer, Problem> {
    let mut file = File::come(ask)?;
    if file.reason.is_none() {
        return why::asked(&file);
    }
    match file.open() {
        Err(Problem::Refused(Refusal::NotFoundOrNotYours)) => {
            ask.site.reasons.forget(&ask.who()?.secret, file.id);
            if file.falls_back()? && file.open().is_ok() { page(&file) } else { why::nothing(&file) }
        }
        Err(problem) => Err(problem),
        Ok(()) => page(&file),
    }
}

/// A page about a file that shows no content: with the card where a reason stands for it, else by the right to see who looked.
pub(crate) fn with_office(ask: &Ask<'_>, page: impl FnOnce(&File<'_>) -> Result<Answer, Problem>) -> Result<Answer, Problem> {
    let mut file = File::come(ask)?;
    let by_duty = Why { agency: &ask.site.agency, worker: ask.worker()? }.is_duty(Right::ReadLooks);
    if file.reason.is_none() && !by_duty {
        return why::asked(&file);
    }
    if file.reason.is_some() {
        match file.open() {
            Err(Problem::Refused(Refusal::NotFoundOrNotYours)) if !by_duty => return why::nothing(&file),
            Err(Problem::Refused(Refusal::NotFoundOrNotYours)) | Ok(()) => {}
            Err(problem) => return Err(problem),
        }
    }
    if file.card.is_none() {
        match file.see(ReadLooks { client: file.id }) {
            Err(Problem::Refused(Refusal::NotFoundOrNotYours)) => return why::nothing(&file),
            other => other.map(drop)?,
        }
    }
    page(&file)
}
