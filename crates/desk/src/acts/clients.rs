//! Taking a client in, opening and changing the card.

mod limits;
mod safety;

pub use limits::{AddInsideConsent, AddRestriction, EndRestriction, StopInsideConsent};
pub use safety::{AddRepresentative, AmendSafety, EndRepresentative};

use jiff::civil::Date;

use crate::access::{Field, Right, Target, may};
use crate::acts::{Case, Doing, LONGEST_LINE, ensure, filled};
use crate::card::{Card, Name};
use crate::client::{Client, ClientId, ClientState, Enrolment, Standing};
use crate::entry::Entry;
use crate::id::Id;
use crate::opened::{Need, Opened};
use crate::plain::{Plain, quiet};
use crate::program::{Program, ProgramId, ProgramState};
use crate::refusal::Refusal;
use crate::step::{Effect, Index, Seen, Step};
use crate::thing::Kind;
use crate::ties::{Assignment, Function};
use crate::time::{Span, Time};
use crate::worker::{Role, Worker, WorkerId};

/// Takes a client in: the card, its keys, its place in the indexes, and, where a caring worker does it, that worker on the team.
#[derive(Debug, Clone, PartialEq)]
pub struct AddClient {
    /// The card.
    pub card: Box<Client>,
    /// Puts the asker on the team, as answering for the care.
    pub onto_team: Option<Id<Assignment>>,
}

impl Doing for AddClient {
    const ACT: &'static str = "client.add";
    const RIGHT: Right = Right::AddClient;

    fn client(&self) -> Option<ClientId> {
        Some(self.card.id)
    }

    fn needs(&self) -> Vec<Need> {
        self.card.enrolments.iter().map(|e| Need::one(e.program)).collect()
    }

    fn target<'a>(&self, _opened: &'a Opened, _asker: &Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let card = self.card.as_ref();
        ensure(!case.opened.is_destroyed(card.id), Refusal::AlreadyThere)?;
        case.is_new(card.id)?;
        sound(card)?;
        ensure(
            card.state == ClientState::Active && card.restrictions.is_empty() && card.inside_consents.is_empty(),
            Refusal::BadValue,
        )?;
        ensure(!card.enrolments.is_empty(), Refusal::WrongProgram)?;
        card.enrolments.iter().try_for_each(|e| runs(case, e.program))?;
        let mut effects = vec![Effect::KeyFor(card.id), Effect::add(card.clone())];
        effects.extend(indexes(card));
        if let Some(id) = self.onto_team {
            ensure(case.asker.roles.iter().any(|r| r.cares()), Refusal::NotYourWork)?;
            let (client, worker) = (card.id, case.asker.id);
            let function = if case.asker.is(Role::Advocate) { Function::Advocate } else { Function::Primary };
            effects.push(Effect::add(Assignment { id, client, worker, function, span: Span::since(case.now.time), by: worker }));
        }
        Ok(Case::done(case.entry().about(Kind::Client, &card.id), effects))
    }
}

/// A program that runs and that the asker is in.
fn runs(case: &Case<'_>, program: ProgramId) -> Result<(), Refusal> {
    let open = case.opened.one::<Program>(program).is_some_and(|p| p.state == ProgramState::Open);
    ensure(open && case.asker.programs.contains(&program), Refusal::WrongProgram)
}

/// What every card keeps to.
fn sound(card: &Client) -> Result<(), Refusal> {
    filled(&card.chosen_name)?;
    card.legal_name.iter().chain(&card.pronouns).chain(&card.address).try_for_each(|text| filled(text))?;
    card.representatives.iter().try_for_each(|r| filled(&r.name))?;
    ensure(card.jurisdictions.iter().all(|j| j.len() <= LONGEST_LINE), Refusal::BadValue)?;
    ensure(!card.representatives.iter().any(|r| card.is_unsafe(&r.name)), Refusal::UnsafePerson)
}

/// How the client is found again.
fn indexes(card: &Client) -> [Effect; 2] {
    let put = |index, texts| Effect::IndexNames { client: card.id, index, texts: Plain::new(texts) };
    let born = card.born.iter().map(ToString::to_string).collect();
    [put(Index::ClientName, card.names()), put(Index::ClientBorn, born)]
}

/// Opens a client's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenClient {
    /// Whose.
    pub client: ClientId,
}

impl Doing for OpenClient {
    const ACT: &'static str = "client.open";
    const RIGHT: Right = Right::ReadCard;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        let knows = |e: &Enrolment| case.asker.programs.contains(&e.program) || !case.ties.is_apart(e.program);
        let card = Card::cut(client, version, &case.leave, knows);
        Ok(Case::shown(case.entry().about(Kind::Client, &client.id), Seen::Card(Box::new(card))))
    }
}

/// These clients, and what ties workers to each.
pub(super) fn with_ties(clients: &[ClientId]) -> Vec<Need> {
    clients.iter().flat_map(|id| [Need::one(*id), Need::Ties(*id)]).collect()
}

/// Lists clients by the names to use: of those that the caller found (an index, the asker's own assignments), the ones whose card the
/// asker may open for the reason given. The others leave no trace in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListClients {
    /// Found.
    pub clients: Vec<ClientId>,
}

impl Doing for ListClients {
    const ACT: &'static str = "client.list";
    const RIGHT: Right = Right::FindClients;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        with_ties(&self.clients)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let may_open =
            |c: &&Client| may(case.asker, Right::ReadCard, Target::Client(c), &case.ties, case.reason, case.now).is_ok();
        let found = self.clients.iter().filter_map(|id| case.opened.one(*id)).filter(may_open);
        let names: Vec<Name> = found.map(|c| Name { id: c.id, chosen_name: c.chosen_name.clone() }).collect();
        let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let entry = names.iter().fold(case.entry().number("count", count), |e, n| e.about(Kind::Client, &n.id));
        Ok(Case::shown(entry, Seen::Names(names)))
    }
}

/// Finds the client that a request is about: the caller looked up two identifiers that the clerk typed, and gives who has both. One
/// client and no other is a match; it shows no name. A client whom the clerk may not handle is no match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchClient {
    /// Who has both.
    pub clients: Vec<ClientId>,
}

impl Doing for MatchClient {
    const ACT: &'static str = "client.match";
    const RIGHT: Right = Right::FindClients;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        with_ties(&self.clients)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let may_handle =
            |c: &&Client| may(case.asker, Right::AssignTask, Target::Client(c), &case.ties, case.reason, case.now).is_ok();
        let mut found = self.clients.iter().filter_map(|id| case.opened.one(*id)).filter(may_handle).map(|c: &Client| c.id);
        let only = found.next().filter(|_| found.next().is_none());
        let entry = only.iter().fold(case.entry(), |e, id| e.about(Kind::Client, id));
        Ok(Case::shown(entry, Seen::Matched(only)))
    }
}

/// Changes a card; what is `None` stays.
#[derive(Clone, PartialEq)]
pub struct AmendCard {
    /// Whose.
    pub client: ClientId,
    /// The version that the worker saw.
    pub over: i64,
    /// The name to use.
    pub chosen_name: Option<String>,
    /// The name for papers; an empty one takes it away.
    pub legal_name: Option<String>,
    /// Pronouns.
    pub pronouns: Option<String>,
    /// Birth date.
    pub born: Option<Date>,
    /// Where they live; an empty one takes it away.
    pub address: Option<String>,
    /// Of age, under age.
    pub standing: Option<Standing>,
    /// The day of death.
    pub died: Option<Date>,
    /// Into these programs.
    pub into: Vec<ProgramId>,
    /// Out of these programs.
    pub out_of: Vec<ProgramId>,
    /// Whose law applies.
    pub jurisdictions: Option<Vec<String>>,
    /// They work here too.
    pub colleague: Option<WorkerId>,
}
quiet!(AmendCard);

impl AmendCard {
    /// A change of nothing, to be filled.
    pub const fn of(client: ClientId, over: i64) -> Self {
        Self {
            client,
            over,
            chosen_name: None,
            legal_name: None,
            pronouns: None,
            born: None,
            address: None,
            standing: None,
            died: None,
            into: Vec::new(),
            out_of: Vec::new(),
            jurisdictions: None,
            colleague: None,
        }
    }

    /// The parts of the card that it touches; a worker changes only what that worker sees.
    fn fields(&self) -> impl Iterator<Item = Field> {
        [
            (self.chosen_name.is_some(), Field::ChosenName),
            (self.legal_name.is_some(), Field::LegalName),
            (self.pronouns.is_some(), Field::Pronouns),
            (self.born.is_some(), Field::Born),
            (self.address.is_some(), Field::Address),
            (self.standing.is_some(), Field::Representatives),
            (self.died.is_some(), Field::Died),
            (!self.into.is_empty() || !self.out_of.is_empty() || self.jurisdictions.is_some(), Field::Programs),
            (self.colleague.is_some(), Field::Restrictions),
        ]
        .into_iter()
        .filter_map(|(touched, field)| touched.then_some(field))
    }

    fn applied(&self, mut card: Client, now: Time) -> Client {
        let or_gone =
            |new: &Option<String>, old: Option<String>| new.clone().map_or(old, |text| Some(text).filter(|t| !t.is_empty()));
        card.chosen_name = self.chosen_name.clone().unwrap_or(card.chosen_name);
        card.legal_name = or_gone(&self.legal_name, card.legal_name);
        card.pronouns = or_gone(&self.pronouns, card.pronouns);
        card.address = or_gone(&self.address, card.address);
        card.born = self.born.or(card.born);
        card.standing = self.standing.unwrap_or(card.standing);
        card.died = self.died.or(card.died);
        card.jurisdictions = self.jurisdictions.clone().unwrap_or(card.jurisdictions);
        card.colleague = self.colleague.or(card.colleague);
        for enrolment in card.enrolments.iter_mut().filter(|e| self.out_of.contains(&e.program)) {
            enrolment.span = enrolment.span.ended(now);
        }
        card.enrolments.extend(self.into.iter().map(|p| Enrolment::open(*p, now)));
        card
    }
}

impl Doing for AmendCard {
    const ACT: &'static str = "client.amend";
    const RIGHT: Right = Right::AmendCard;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        self.into.iter().map(|p| Need::one(*p)).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        ensure(version == self.over, Refusal::StaleVersion)?;
        ensure(self.fields().all(|f| case.leave.shows(f)), Refusal::NotYourWork)?;
        let hides_address = client.address_protected && !case.leave.shows(Field::ProtectedAddress);
        ensure(self.address.is_none() || !hides_address, Refusal::NotYourWork)?;
        self.into.iter().try_for_each(|p| runs(case, *p))?;
        ensure(!client.programs(case.now).any(|e| self.into.contains(&e.program)), Refusal::AlreadyThere)?;
        let card = self.applied(client.clone(), case.now.time);
        sound(&card)?;
        let mut effects = vec![Effect::amend(card.clone(), version)];
        effects.extend(indexes(&card));
        let entry = self.fields().fold(case.entry().about(Kind::Client, &client.id), Entry::about_field);
        Ok(Case::done(entry, effects))
    }
}

/// Closes a file, or opens it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseClient {
    /// Whose.
    pub client: ClientId,
    /// Closes it; else opens it again.
    pub close: bool,
}

impl Doing for CloseClient {
    const ACT: &'static str = "client.close";
    const RIGHT: Right = Right::CloseClient;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (client, version) = case.the_client()?;
        let (from, to) =
            if self.close { (ClientState::Active, ClientState::Closed) } else { (ClientState::Closed, ClientState::Active) };
        ensure(client.state == from, Refusal::WrongState)?;
        let card = Client { state: to, ..client.clone() };
        Ok(Case::done(case.entry().code("to", to).about(Kind::Client, &client.id), vec![Effect::amend(card, version)]))
    }
}
