//! What comes in, and what follows: matters. A flow says what follows; here it is let happen, and kept.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::access::{Right, Target, Way, may, row};
use crate::acts::{Case, Doing, ensure};
use crate::class::Class;
use crate::client::{Client, ClientId};
use crate::consent::{Consent, Toward};
use crate::flows::file::Known;
use crate::flows::{self, Around, Event, FlowKind, Intake, Matter, MatterState, People, Turn};
use crate::id::Id;
use crate::inquiry::Source;
use crate::opened::{Need, Opened};
use crate::packet::{Packet, PacketId, PacketState};
use crate::plain::quiet;
use crate::program::Program;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::Task;
use crate::thing::Kind;
use crate::ties::Function;
use crate::time::Time;
use crate::worker::{Role, Worker, WorkerId};

/// On what a matter rests beside the card: a permission on file, and who reports or warns; then it is their profession that the law asks for, and
/// where it is about nobody known the programs that they work in.
#[derive(Debug, Clone, Default)]
struct Rests {
    consent: Option<Id<Consent>>,
    reporter: Option<WorkerId>,
    /// Who asks, and what for, in the law's words: a permission for somebody else, or for something else, is none for them.
    recipient: String,
    purpose: String,
}

impl Rests {
    fn of(matter: &Matter) -> Self {
        let word = |name: &str| matter.facts.get(name).and_then(|fact| fact.value.as_str());
        Self::on(matter.kind, matter.opened_by, matter.consent, word)
    }

    /// What came in, and who took it in.
    fn of_intake(intake: &Intake, by: WorkerId) -> Self {
        let said = |name: &str| intake.facts.iter().find(|(fact, ..)| fact == name).and_then(|(_, value, _)| value.as_str());
        Self::on(intake.flow, by, intake.consent, said)
    }

    fn on<'a>(kind: FlowKind, by: WorkerId, consent: Option<Id<Consent>>, word: impl Fn(&str) -> Option<&'a str>) -> Self {
        let word = |name| word(name).unwrap_or_default().to_owned();
        let reporter = kind.is_personal().then_some(by);
        Self { consent, reporter, recipient: word("recipient_kind"), purpose: word("purpose") }
    }
}

/// What a permission says of a request by such a one, for such a purpose.
pub(super) fn said(consent: &Consent, today: Date, recipient: &str, purpose: &str) -> Known {
    let mut facts = consent.facts(today);
    if purpose != consent.terms.purpose || consent.terms.toward == Toward::Obtain {
        facts.insert("consent_scope".to_owned(), json!([]));
    }
    if recipient != consent.terms.recipient {
        facts.insert("recipient_named_in_instrument".to_owned(), json!(false));
    }
    facts.into_iter().map(|(name, value)| (name, (value, Source::File))).collect()
}

impl Case<'_> {
    /// Whether the asker has a right about the client of this act.
    pub(super) fn may_do(&self, right: Right, client: ClientId) -> bool {
        let target = self.opened.one(client).map_or(Target::Nothing, Target::Client);
        may(self.asker, right, target, &self.ties, self.reason, self.now).is_ok()
    }

    /// Whether the asker sees to it: by the table, and where it is about nobody whom we could name, who took it in and whose work it is.
    /// A report or a warning about nobody known is no paper that waits for somebody: besides whose it is only the offices see it.
    pub(super) fn may_handle(&self, matter: &Matter) -> bool {
        let does = |way: Way| !matter.kind.is_personal() || way == Way::Other;
        let by_role =
            || row(Right::HandleMatter, None).is_some_and(|r| self.asker.roles.iter().any(|role| r.ways(*role).any(does)));
        let own = matter.opened_by == self.asker.id || matter.owner == Some(self.asker.id);
        match matter.client {
            // What somebody reported or warned of stays before their eyes, unless a wall stands between.
            Some(client) if own && matter.kind.is_personal() => !self.ties.walled(self.asker.id, client, self.now),
            Some(client) => self.may_do(Right::HandleMatter, client),
            None => own || by_role(),
        }
    }

    /// The matter, if it is about that client and theirs to see.
    fn the_matter(&self, id: Id<Matter>, client: Option<ClientId>) -> Result<(&Matter, i64), Refusal> {
        let (matter, version) = self.the(id)?;
        ensure(matter.client == client && self.may_handle(matter), Refusal::NotFoundOrNotYours)?;
        Ok((matter, version))
    }

    /// The matter as it is now: a permission may have been stopped, or have ended, since something last happened in it.
    pub(super) fn matter_now(&self, id: Id<Matter>, client: Option<ClientId>) -> Result<Matter, Refusal> {
        let (matter, _) = self.the_matter(id, client)?;
        self.again(matter)
    }

    /// The same for whoever holds a link to what went by it.
    pub(super) fn matter_of_link(&self, id: Id<Matter>) -> Result<Matter, Refusal> {
        let (matter, _) = self.the(id)?;
        self.again(matter)
    }

    fn again(&self, matter: &Matter) -> Result<Matter, Refusal> {
        let around = self.around(matter.client, &Rests::of(matter), self.tasks_of(matter.id))?;
        Ok(flows::flow(matter.kind).again(matter, &around)?.matter)
    }

    /// A matter as it begins.
    pub(super) fn opens(&self, intake: &Intake) -> Result<Turn, Refusal> {
        self.is_new(intake.id)?;
        // Facts that were entered are what a person or the paper said; what the file says is read from the file.
        let entered = |(_, _, source): &(String, Json, Source)| matches!(source, Source::Person | Source::Paper);
        ensure(intake.facts.iter().all(entered), Refusal::BadValue)?;
        let rests = Rests::of_intake(intake, self.asker.id);
        flows::flow(intake.flow).open(intake, &self.around(intake.client, &rests, Vec::new())?)
    }

    /// What goes by the matter, the oldest first.
    fn going(&self, matter: Id<Matter>) -> Vec<Going> {
        let packets = self.opened.all::<Packet>().filter(|packet| packet.matter == matter);
        let going = |packet: &Packet| Going {
            id: packet.id,
            level: packet.level,
            state: packet.state,
            at: packet.sent.as_ref().map_or(packet.began, |sent| sent.at),
        };
        let mut going: Vec<Going> = packets.map(going).collect();
        going.sort_by_key(|packet| (packet.at, packet.id));
        going
    }

    /// The matter's own tasks.
    pub(super) fn tasks_of(&self, matter: Id<Matter>) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.opened.all::<Task>().filter(|task| task.matter == Some(matter)).cloned().collect();
        tasks.sort_by_key(|task| (task.due, task.id));
        tasks
    }

    /// What is around a matter, and what it rests on.
    fn around(&self, client: Option<ClientId>, rests: &Rests, tasks: Vec<Task>) -> Result<Around<'_>, Refusal> {
        // Whoever asks for such an act hands over the law; without it nothing is decided.
        let law = self.opened.law().ok_or(Refusal::WrongState)?;
        let reporter = rests.reporter.and_then(|id| self.opened.one(id));
        let (mut file, people) = match client.and_then(|id| self.opened.one(id)) {
            Some(client) => (self.file_of(client, reporter), self.people(client.id)),
            None => (reporter.map(|worker| self.file_of_work(worker)).unwrap_or_default(), People::default()),
        };
        file.extend(rests.consent.map(|id| self.said_by(id, client, rests)).transpose()?.into_iter().flatten());
        Ok(Around { law, now: self.now, by: self.asker.id, who: &self.asker.name, file, tasks, people })
    }

    /// What a permission on file says today of such a request. That whoever asks is whom it names, by name, a person says; that they are of
    /// another kind, or want it for something else, the permission itself.
    fn said_by(&self, id: Id<Consent>, client: Option<ClientId>, rests: &Rests) -> Result<Known, Refusal> {
        let (consent, _) = self.the(id)?;
        ensure(Some(consent.client) == client, Refusal::NotFoundOrNotYours)?;
        Ok(said(consent, self.today(), &rests.recipient, &rests.purpose))
    }

    /// The client's matters that rest on a permission, as they are now that it was stopped: what was decided by it lets nothing go.
    pub(super) fn rest_on(&self, consent: &Consent) -> Result<Vec<Effect>, Refusal> {
        let mut effects = Vec::new();
        for matter in self.opened.all::<Matter>().filter(|m| m.consent == Some(consent.id) && m.state == MatterState::Open) {
            let mut around = self.around(matter.client, &Rests::default(), self.tasks_of(matter.id))?;
            let rests = Rests::of(matter);
            around.file.extend(said(consent, self.today(), &rests.recipient, &rests.purpose));
            let Turn { mut matter, tasks, .. } = flows::flow(matter.kind).again(matter, &around)?;
            matter.hears(&around, "consent_status");
            let (_, version) = self.the(matter.id)?;
            effects.push(Effect::amend(matter, version));
            effects.extend(self.saved(tasks));
        }
        Ok(effects)
    }

    /// Tasks that are new or changed, to be saved.
    fn saved(&self, tasks: Vec<Task>) -> impl Iterator<Item = Effect> {
        tasks.into_iter().map(|task| Effect::put(self.opened.get(task.id).map(|(_, version)| version), task))
    }

    /// What the law asks of the card; the professional is who reports, else who answers for the care.
    pub(super) fn file_of(&self, client: &Client, reporter: Option<&Worker>) -> Known {
        let programs: Vec<&Program> = client
            .programs(self.now)
            .filter_map(|enrolment| self.ties.programs.iter().find(|program| program.id == enrolment.program))
            .collect();
        let holder = reporter.or_else(|| self.carer(client.id).and_then(|id| self.opened.one(id)));
        flows::file::whole(client, &programs, holder, self.today())
    }

    /// What somebody's work says by itself: their programs, and their role.
    fn file_of_work(&self, worker: &Worker) -> Known {
        let programs: Vec<&Program> = self.opened.all::<Program>().filter(|p| worker.programs.contains(&p.id)).collect();
        flows::file::of_work(worker, &programs)
    }

    /// Who answers for the client's care: the first who does so now, else their advocate.
    pub(super) fn carer(&self, client: ClientId) -> Option<WorkerId> {
        let on = |function| {
            let team = self.ties.assignments.iter().filter(move |a| a.client == client && a.function == function);
            team.filter(|a| a.span.holds(self.now)).map(|a| (a.span.from, a.worker)).min().map(|(_, worker)| worker)
        };
        on(Function::Primary).or_else(|| on(Function::Advocate)).or_else(|| on(Function::Care))
    }

    fn people(&self, client: ClientId) -> People {
        let works = |worker: &&Worker| worker.state.is_at_work();
        let of_client = |worker: &&Worker| {
            let own = self.opened.one(client).is_some_and(|client: &Client| client.colleague == Some(worker.id));
            !own && !self.ties.walled(worker.id, client, self.now)
        };
        let first = |role: Role| {
            let all = self.opened.all::<Worker>().filter(works).filter(of_client).filter(|worker| worker.is(role));
            all.min_by_key(|worker| worker.id).map(|worker| worker.id)
        };
        let carer = self.carer(client).filter(|id| self.opened.one(*id).is_some_and(|worker: &Worker| works(&worker)));
        People { officer: first(Role::PrivacyOfficer).or_else(|| first(Role::Director)), counsel: first(Role::Counsel), carer }
    }

    /// What a turn changes.
    pub(super) fn turned(&self, turn: Turn, over: Option<i64>, what: flows::What) -> Step {
        let Turn { matter, tasks, hold } = turn;
        let mut entry = self.entry().code("kind", matter.kind).code("event", what).code("to", matter.state);
        entry = tasks.iter().fold(entry.about(Kind::Matter, &matter.id), |entry, task| entry.about(Kind::Task, &task.id));
        entry = hold.iter().fold(entry, |entry, hold| entry.about(Kind::Hold, &hold.id));
        let mut effects = vec![Effect::put(over, matter)];
        effects.extend(hold.map(Effect::add));
        effects.extend(self.saved(tasks));
        Case::done(entry, effects)
    }
}

/// What every act about a matter needs: it, whom to tell, and what is owed so far.
pub(super) fn needs(id: Id<Matter>, client: Option<ClientId>) -> Vec<Need> {
    let of_client = |client| [Kind::Task, Kind::Consent].map(|kind| Need::OfClient(client, kind));
    let more = client.map_or_else(|| vec![Need::All(Kind::Program)], |client| of_client(client).to_vec());
    [Need::one(id), Need::All(Kind::Worker)].into_iter().chain(more).collect()
}

/// Finds the client whom a paper names: the caller looked up what was typed. One client and no other is a match, and only one whose
/// matters the asker may see to; it shows no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchForMatter {
    /// Found.
    pub clients: Vec<ClientId>,
}

impl Doing for MatchForMatter {
    const ACT: &'static str = "matter.match";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        self.clients.iter().flat_map(|id| [Need::one(*id), Need::Ties(*id)]).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut found = self.clients.iter().copied().filter(|id| case.may_do(Right::HandleMatter, *id));
        let only = found.next().filter(|_| found.next().is_none());
        let entry = only.iter().fold(case.entry(), |entry, id| entry.about(Kind::Client, id));
        Ok(Case::shown(entry, Seen::Matched(only)))
    }
}

/// Takes in something that came.
#[derive(Clone, PartialEq)]
pub struct OpenMatter {
    /// What came.
    pub intake: Intake,
}
quiet!(OpenMatter);

impl Doing for OpenMatter {
    const ACT: &'static str = "matter.open";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        self.intake.client
    }

    fn needs(&self) -> Vec<Need> {
        needs(self.intake.id, self.intake.client)
    }

    fn target<'a>(&self, _opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let intake = &self.intake;
        // Whoever sees the client may suspect something, or hear of a danger.
        let suspects = |id| intake.flow.is_personal() && case.may_do(Right::ReadCard, id);
        // Whoever bills hands on what a payer wants beyond the claim; it waits for those who may answer it.
        let bills = |id| intake.flow == FlowKind::Payment && case.may_do(Right::Bill, id);
        let may = |id| case.may_do(Right::HandleMatter, id) || suspects(id) || bills(id);
        ensure(intake.client.is_none_or(may), Refusal::NotFoundOrNotYours)?;
        let mut turn = case.opens(intake)?;
        if intake.client.is_some_and(|id| !case.may_do(Right::HandleMatter, id) && !suspects(id)) {
            turn.matter.owner = None;
            turn.tasks.iter_mut().for_each(|task| task.worker = None);
        }
        Ok(case.turned(turn, None, flows::What::Open))
    }
}

/// Takes a matter on by what happened.
#[derive(Clone, PartialEq)]
pub struct StepMatter {
    /// Which.
    pub id: Id<Matter>,
    /// About whom.
    pub client: Option<ClientId>,
    /// The version that was seen; another one there now is a conflict.
    pub over: Option<i64>,
    /// What.
    pub event: Event,
}
quiet!(StepMatter);

impl Doing for StepMatter {
    const ACT: &'static str = "matter.step";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        needs(self.id, self.client)
    }

    fn target<'a>(&self, _opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (matter, version) = case.the_matter(self.id, self.client)?;
        ensure(self.over.is_none_or(|seen| seen == version), Refusal::StaleVersion)?;
        // What a client signed for goes by the hand of whoever sees to it; what a court or a lawyer wants is answered for, and so is that a
        // paper of theirs is closed to everybody.
        let may_do = |matter: &Matter| {
            let decides = || self.client.is_some_and(|id| case.may_do(Right::DecideMatter, id));
            ensure(!self.event.is_grave() || !matter.is_answered_for() || decides(), Refusal::NotYourWork)
        };
        may_do(matter)?;
        if let Event::Own { worker } = self.event {
            ensure(case.opened.one(worker).is_some_and(|worker: &Worker| worker.state.is_at_work()), Refusal::BadValue)?;
        }
        let turn = flows::flow(matter.kind).step(
            matter,
            &self.event,
            &case.around(self.client, &Rests::of(matter), case.tasks_of(self.id))?,
        )?;
        may_do(&turn.matter)?; // as what it turned out to be on the way
        let mut step = case.turned(turn, Some(version), self.event.what());
        if let Event::Scan { file } = &self.event {
            step.effects.push(Effect::KeepChunks(file.id));
        }
        Ok(step)
    }
}

/// That something goes, or went, by a matter; not what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going {
    /// The packet.
    pub id: PacketId,
    /// At which level it is sealed.
    pub level: Class,
    /// Where it stands.
    pub state: PacketState,
    /// When it went, else since when it is put together.
    pub at: Time,
}

/// Reads a matter, with what is owed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadMatter {
    /// Which.
    pub id: Id<Matter>,
    /// About whom.
    pub client: Option<ClientId>,
}

impl Doing for ReadMatter {
    const ACT: &'static str = "matter.read";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        let packets = self.client.map(|client| Need::OfClient(client, Kind::Packet));
        needs(self.id, self.client).into_iter().chain(packets).collect()
    }

    fn target<'a>(&self, _opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let now = case.matter_now(self.id, self.client)?;
        let seen = Seen::Matter(Box::new(now), case.tasks_of(self.id), case.going(self.id));
        Ok(Case::shown(case.entry().about(Kind::Matter, &self.id), seen))
    }
}

/// Opens a paper that was put into a matter: the answer names it, and the caller streams its chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadScan {
    /// Of which matter.
    pub id: Id<Matter>,
    /// About whom.
    pub client: Option<ClientId>,
    /// Which paper.
    pub file: Id<Attachment>,
}

impl Doing for ReadScan {
    const ACT: &'static str = "matter.paper";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn target<'a>(&self, _opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (matter, _) = case.the_matter(self.id, self.client)?;
        let found = matter.scans.find(self.file).ok_or(Refusal::NotFoundOrNotYours)?;
        Ok(Case::shown(case.entry().about(Kind::Matter, &self.id), Seen::Attachment(Box::new(found.file.clone()))))
    }
}

/// Lists matters: of those that the caller found, the ones that are the asker's to see. The others leave no trace in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMatters {
    /// Found, each with whom it is about.
    pub matters: Vec<(Id<Matter>, Option<ClientId>)>,
}

impl Doing for ListMatters {
    const ACT: &'static str = "matter.list";
    const RIGHT: Right = Right::OpenMatter;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        let of = |(id, client): &(Id<Matter>, Option<ClientId>)| {
            let ties = client.iter().flat_map(|c| [Need::one(*c), Need::Ties(*c)]);
            std::iter::once(Need::one(*id)).chain(ties).collect::<Vec<_>>()
        };
        self.matters.iter().flat_map(of).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut found: Vec<Matter> = self.matters.iter().filter_map(|(id, _)| case.opened.one(*id)).cloned().collect();
        found.retain(|matter| case.may_handle(matter));
        found.sort_by_key(|matter| (matter.due(), matter.id));
        let entry = found.iter().fold(case.entry(), |entry, matter| entry.about(Kind::Matter, &matter.id));
        Ok(Case::shown(entry, Seen::Matters(found)))
    }
}
