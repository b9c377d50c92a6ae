//! What is looked up without an act: who works here, where, and what an act is to be chosen by. None of it shows what a file says.

use tacenda_desk::access::Ties;
use tacenda_desk::{
    Addressee, Asked, ClientId, Contact, Delivery, DeliveryState, Gates, Id, Index, Kept, Kind, Mail, MailState, Now, Policy,
    Program, ProgramId, Readiness, Supervision, Thing, Time, Wording, Worker, WorkerId, asked,
};
use tacenda_store::sealed;
use tacenda_vault::index::{Mark, Marker, Token};

use super::{Agency, NAMES};
use crate::act::{gates_of, latest, shared_ties, thing, things_of, ties, ties_now, worker};
use crate::problem::Problem;

/// Links that somebody has to see to.
#[derive(Debug, Default)]
pub(crate) struct LinksToSee {
    /// They ended, and nobody came.
    pub(crate) ended: Vec<Delivery>,
    /// No mail went about them.
    pub(crate) unsaid: Vec<Delivery>,
}

impl Agency {
    /// The worker as they stand now.
    pub fn worker(&self, id: WorkerId) -> Result<Option<Worker>, Problem> {
        self.db().read(|tx| worker(tx, &mut self.keys(None), id))
    }

    /// Everybody who works, or worked, here.
    pub fn workers(&self) -> Result<Vec<Worker>, Problem> {
        self.own()
    }

    /// The agency's programs.
    pub fn programs(&self) -> Result<Vec<Program>, Problem> {
        self.own()
    }

    /// Whom the agency deals with outside.
    pub fn contacts(&self) -> Result<Vec<Contact>, Problem> {
        self.own()
    }

    /// Everything of a kind that is the agency's own.
    fn own<T: Kept + Clone>(&self) -> Result<Vec<T>, Problem> {
        let things = self.db().read(|tx| things_of(tx, &mut self.keys(None), T::KIND))?;
        Ok(things.iter().filter_map(T::of).cloned().collect())
    }

    /// What everybody here agrees to, or once agreed to.
    pub(crate) fn policies(&self) -> Result<Vec<Policy>, Problem> {
        self.own()
    }

    /// What is asked of this worker before a file opens, and how it stands.
    pub(crate) fn asked_of(&self, worker: &Worker, now: Now) -> Result<Vec<Asked>, Problem> {
        let ties = self.db().read(|tx| gates_of(tx, &mut self.keys(None), worker.id))?;
        Ok(asked(worker, ties.gates.as_ref(), ties.readiness.as_ref(), now))
    }

    /// What everybody here is asked for.
    pub(crate) fn gates(&self) -> Result<Gates, Problem> {
        Ok(self.own_of(Gates::the_id())?.map_or_else(Gates::none, |(gates, _)| gates))
    }

    /// What this worker agreed to and learned.
    pub(crate) fn readiness(&self, worker: WorkerId) -> Result<Readiness, Problem> {
        Ok(self.own_of(Readiness::id_of(worker))?.map_or_else(|| Readiness::none(worker), |(readiness, _)| readiness))
    }

    /// The agency's own words on what it sends.
    pub(crate) fn wordings(&self) -> Result<Vec<Wording>, Problem> {
        self.own()
    }

    /// One thing that no person's own key seals, and its version.
    pub(crate) fn own_of<T: Kept + Clone>(&self, id: Id<T>) -> Result<Option<(T, i64)>, Problem> {
        self.db().read(|tx| latest(tx, &mut self.keys(None), id))
    }

    /// The version of a thing of the agency's own as it stands now, to change it over.
    pub fn version_of(&self, kind: &str, id: &str) -> Result<i64, Problem> {
        let line = self.db().read(|tx| sealed::latest(tx, kind, id))?;
        Ok(line.map_or(0, |line| line.columns.version))
    }

    /// Whose file a thing stands in. It shows nothing.
    pub(crate) fn client_of(&self, kind: &str, id: &str) -> Result<Option<ClientId>, Problem> {
        let line = self.db().read(|tx| sealed::latest(tx, kind, id))?;
        Ok(line.and_then(|line| line.columns.client.parse().ok()))
    }

    /// Clients on whose team a worker is. What is shown of them is for an act to decide.
    pub fn caseload(&self, worker: WorkerId) -> Result<Vec<ClientId>, Problem> {
        let lines = self.db().read(|tx| sealed::of_worker(tx, &worker.to_string(), Kind::Assignment.word()))?;
        let mut clients: Vec<ClientId> = lines.iter().filter_map(|line| line.columns.client.parse().ok()).collect();
        clients.sort_unstable();
        clients.dedup();
        Ok(clients)
    }

    /// The lines by which a worker answers for the work of colleagues.
    pub(crate) fn supervisions(&self, supervisor: WorkerId) -> Result<Vec<Supervision>, Problem> {
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let lines = sealed::of_worker(tx, &supervisor.to_string(), Kind::Supervision.word())?;
            let mut found = Vec::new();
            for line in &lines {
                if let Some(Thing::Supervision(line)) = thing(tx, &mut keys, Kind::Supervision, line)? {
                    found.push(line);
                }
            }
            found.retain(|line| line.supervisor == supervisor);
            Ok(found)
        })
    }

    /// Links of this worker's that ended in those days with nobody having come; and the links about which no mail went, though somebody still
    /// waits. To be led there: it shows nothing of a file.
    pub(crate) fn links_to_see(&self, worker: WorkerId, (from, until): (Time, Time)) -> Result<LinksToSee, Problem> {
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let between = (from.0, until.0.saturating_add(1));
            let mine = |line: &sealed::Line| line.columns.worker.as_deref() == Some(worker.to_string().as_str());
            let mut found = LinksToSee::default();
            let ready = DeliveryState::Ready.word();
            for line in sealed::due_between(tx, Kind::Delivery.word(), ready, between, 1_000)?.into_iter().filter(mine) {
                let opened = thing(tx, &mut keys, Kind::Delivery, &line)?;
                found.ended.extend(opened.as_ref().and_then(Delivery::of).cloned());
            }
            for state in [MailState::Refused, MailState::GivenUp] {
                for line in sealed::due_between(tx, Kind::Mail.word(), state.word(), between, 1_000)?.into_iter().filter(mine) {
                    let opened = thing(tx, &mut keys, Kind::Mail, &line)?;
                    let Some(Addressee::Link { link, .. }) = opened.as_ref().and_then(Mail::of).map(|mail| &mail.to) else {
                        continue;
                    };
                    let link: Option<(Delivery, i64)> = latest(tx, &mut keys, *link)?;
                    found.unsaid.extend(link.map(|(link, _)| link).filter(|link| link.waits(until)));
                }
            }
            Ok(found)
        })
    }

    /// The programs that a client is in, to choose one by. It shows nothing.
    pub(crate) fn programs_of(&self, client: ClientId) -> Result<Vec<ProgramId>, Problem> {
        let now = self.moment()?;
        self.db().read(|tx| {
            let Some(line) = sealed::latest(tx, Kind::Client.word(), &client.to_string())? else { return Ok(Vec::new()) };
            let opened = thing(tx, &mut self.keys(None), Kind::Client, &line)?;
            let Some(Thing::Client(card)) = opened else { return Ok(Vec::new()) };
            Ok(card.programs(now).map(|e| e.program).collect())
        })
    }

    /// What ties this worker to the client, to choose a reason by. It shows nothing, and gives leave to nothing.
    pub(crate) fn ties(&self, client: ClientId, worker: WorkerId) -> Result<Ties, Problem> {
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let shared = shared_ties(tx, &mut keys, worker)?;
            ties(tx, &mut keys, client, &shared)
        })
    }

    /// What ties them to several clients at this moment, in their order.
    pub(crate) fn ties_to(&self, clients: &[ClientId], worker: WorkerId, now: Now) -> Result<Vec<Ties>, Problem> {
        self.db().read(|tx| {
            let mut keys = self.keys(None);
            let shared = shared_ties(tx, &mut keys, worker)?;
            clients.iter().map(|client| ties_now(tx, &mut keys, *client, (&shared, now))).collect()
        })
    }

    /// The decision sheet of this code, as a file of it is made: to ask the law again, by whoever holds the agency's keys.
    pub(crate) fn sheet(&self, code: &str) -> Result<Option<crate::sheetcode::Proof>, Problem> {
        let things = self.db().read(|tx| things_of(tx, &mut self.keys(None), Kind::Inquiry))?;
        let inquiries = things.iter().filter_map(|t| if let Thing::Inquiry(inquiry) = t { Some(inquiry) } else { None });
        Ok(inquiries.filter(|inquiry| inquiry.code == code).map(crate::sheetcode::Proof::of).next())
    }

    /// The marks by which a thing is found under these texts of an index.
    pub(crate) fn marks(&self, index: Index, texts: &[String], id: &str) -> Result<Vec<Mark>, Problem> {
        let finder = self.ring().with_index(NAMES, |key| key.finder(index.word()))?;
        let mut tokens = Vec::new();
        for text in texts {
            match index {
                Index::ClientName => tokens.append(&mut finder.name_tokens(text)?),
                Index::ClientBorn => tokens.push(finder.token(text)?),
            }
        }
        Ok(tokens.iter().map(|token| token.mark(id)).collect::<Result<_, _>>()?)
    }

    /// Clients who bear every one of these words in their names. Everybody's marks are looked at, whoever is there.
    pub fn find(&self, index: Index, text: &str) -> Result<Vec<ClientId>, Problem> {
        let finder = self.ring().with_index(NAMES, |key| key.finder(index.word()))?;
        let tokens = match index {
            Index::ClientName => text.split_whitespace().map(|word| finder.word(word)).collect::<Result<Vec<_>, _>>()?,
            Index::ClientBorn => vec![finder.token(text)?],
        };
        let markers: Vec<Marker> = tokens.iter().map(Token::marks).collect();
        if markers.is_empty() {
            return Ok(Vec::new());
        }
        let bears_all = |id: &str, marks: &[u8]| {
            let mut all = true;
            for marker in &markers {
                all &= marker.is_among(id, marks);
            }
            all
        };
        let found = self.db().read(|tx| tacenda_store::blind::search(tx, index.word(), bears_all))?;
        let mut clients: Vec<ClientId> = found.iter().filter_map(|id| id.parse().ok()).collect();
        clients.sort_unstable();
        Ok(clients)
    }
}
