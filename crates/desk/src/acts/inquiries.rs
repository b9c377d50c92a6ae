//! Questions put to the law, and to the privacy officer.

use crate::access::{Right, Target, may, row};
use crate::acts::{Case, Doing, LONGEST_LINE, ensure};
use crate::client::ClientId;
use crate::id::Id;
use crate::inquiry::{Consult, Decision, Inquiry, InquiryState, Reply};
use crate::opened::Need;
use crate::plain::quiet;
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;

/// The longest that one writes to another here, in bytes.
const LONGEST_WORDS: usize = 20_000;
/// More facts than the vocabulary has words for are none of ours.
const MOST_FACTS: usize = 2_000;

impl Case<'_> {
    /// Whether the asker may ask about the client of this act; about nobody, everybody may.
    fn may_ask(&self, client: Option<ClientId>) -> bool {
        client.is_none_or(|id| self.may_of(Right::InquireAbout, id))
    }

    /// Whether the asker answers for privacy in the inquiry of this act.
    fn may_review(&self, client: Option<ClientId>) -> bool {
        let by_role = || {
            row(Right::ReviewInquiry, None).is_some_and(|r| self.asker.roles.iter().any(|role| r.ways(*role).next().is_some()))
        };
        client.map_or_else(by_role, |id| self.may_of(Right::ReviewInquiry, id))
    }

    fn may_of(&self, right: Right, client: ClientId) -> bool {
        let target = self.opened.one(client).map_or(Target::Nothing, Target::Client);
        may(self.asker, right, target, &self.ties, self.reason, self.now).is_ok()
    }

    /// Whether the asker may read it: their own, or one that waits or waited for whom they are.
    fn may_read(&self, inquiry: &Inquiry) -> bool {
        let own = inquiry.by == self.asker.id && self.may_ask(inquiry.client);
        own || (inquiry.state != InquiryState::Answered && self.may_review(inquiry.client))
    }

    /// The inquiry, if it is about that client and theirs to read.
    fn the_inquiry(&self, id: Id<Inquiry>, client: Option<ClientId>) -> Result<(Inquiry, i64), Refusal> {
        let (inquiry, version) = self.the(id)?;
        ensure(inquiry.client == client && self.may_read(inquiry), Refusal::NotFoundOrNotYours)?;
        Ok((inquiry.clone(), version))
    }
}

/// Keeps a question put to the law with its answer. The caller asked the law; who holds the sheet asks it again and compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquire {
    /// It; time, asker and state are set by the act.
    pub inquiry: Box<Inquiry>,
}

impl Doing for Inquire {
    const ACT: &'static str = "inquiry.answer";
    const RIGHT: Right = Right::Inquire;

    fn client(&self) -> Option<ClientId> {
        self.inquiry.client
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.inquiry.id)]
    }

    fn target<'a>(&self, _opened: &'a crate::opened::Opened, _asker: &crate::worker::Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let asked = self.inquiry.as_ref();
        ensure(case.may_ask(asked.client), Refusal::NotFoundOrNotYours)?;
        case.is_new(asked.id)?;
        let short = [&asked.ruling, &asked.answer, &asked.code].into_iter().all(|text| text.len() <= LONGEST_LINE);
        ensure(short && asked.facts.len() <= MOST_FACTS, Refusal::BadValue)?;
        let inquiry = Inquiry {
            by: case.asker.id,
            who: case.asker.name.clone(),
            at: case.now.time,
            state: InquiryState::Answered,
            consult: None,
            ..asked.clone()
        };
        let entry = case.entry().about(Kind::Inquiry, &inquiry.id);
        Ok(Case::done(entry, vec![Effect::add(inquiry)]))
    }
}

/// Reads a decision sheet: one's own, or one about which one was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadInquiry {
    /// Which.
    pub id: Id<Inquiry>,
    /// About whom.
    pub client: Option<ClientId>,
}

impl Doing for ReadInquiry {
    const ACT: &'static str = "inquiry.read";
    const RIGHT: Right = Right::Inquire;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn target<'a>(&self, _opened: &'a crate::opened::Opened, _asker: &crate::worker::Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (inquiry, _) = case.the_inquiry(self.id, self.client)?;
        Ok(Case::shown(case.entry().about(Kind::Inquiry, &self.id), Seen::Inquiry(Box::new(inquiry))))
    }
}

/// Asks the privacy officer about one's own sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct AskOfficer {
    /// About which sheet.
    pub id: Id<Inquiry>,
    /// About whom.
    pub client: Option<ClientId>,
    /// What.
    pub words: String,
}
quiet!(AskOfficer);

impl Doing for AskOfficer {
    const ACT: &'static str = "inquiry.consult";
    const RIGHT: Right = Right::Inquire;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn target<'a>(&self, _opened: &'a crate::opened::Opened, _asker: &crate::worker::Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (inquiry, version) = case.the_inquiry(self.id, self.client)?;
        ensure(inquiry.by == case.asker.id, Refusal::NotFoundOrNotYours)?;
        ensure(inquiry.state == InquiryState::Answered, Refusal::WrongState)?;
        worded(&self.words)?;
        let consult = Consult { words: self.words.clone(), at: case.now.time, reply: None };
        let entry = case.entry().about(Kind::Inquiry, &self.id);
        let asked = Inquiry { state: InquiryState::Asked, consult: Some(consult), ..inquiry };
        Ok(Case::done(entry, vec![Effect::amend(asked, version)]))
    }
}

fn worded(words: &str) -> Result<(), Refusal> {
    ensure(!words.trim().is_empty() && words.len() <= LONGEST_WORDS, Refusal::BadValue)
}

/// The privacy officer replies. Never to a question of one's own.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyToInquiry {
    /// To which.
    pub id: Id<Inquiry>,
    /// About whom.
    pub client: Option<ClientId>,
    /// What.
    pub decision: Decision,
    /// In words.
    pub words: String,
}
quiet!(ReplyToInquiry);

impl Doing for ReplyToInquiry {
    const ACT: &'static str = "inquiry.reply";
    const RIGHT: Right = Right::Inquire;

    fn client(&self) -> Option<ClientId> {
        self.client
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn target<'a>(&self, _opened: &'a crate::opened::Opened, _asker: &crate::worker::Worker) -> Target<'a> {
        Target::Agency
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (inquiry, version) = case.the_inquiry(self.id, self.client)?;
        ensure(case.may_review(inquiry.client), Refusal::NotFoundOrNotYours)?;
        ensure(inquiry.by != case.asker.id, Refusal::NeedsSecondPerson)?;
        ensure(inquiry.state == InquiryState::Asked, Refusal::WrongState)?;
        worded(&self.words)?;
        let reply = Reply {
            by: case.asker.id,
            who: case.asker.name.clone(),
            decision: self.decision,
            words: self.words.clone(),
            at: case.now.time,
        };
        let consult = inquiry.consult.clone().map(|consult| Consult { reply: Some(reply), ..consult });
        let entry = case.entry().code("to", self.decision).about(Kind::Inquiry, &self.id);
        let replied = Inquiry { state: InquiryState::Replied, consult, ..inquiry };
        Ok(Case::done(entry, vec![Effect::amend(replied, version)]))
    }
}

/// Lists sheets: of those that the caller found, the ones that the asker may read. The others leave no trace in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInquiries {
    /// Found, each with whom it is about.
    pub inquiries: Vec<(Id<Inquiry>, Option<ClientId>)>,
}

impl Doing for ListInquiries {
    const ACT: &'static str = "inquiry.list";
    const RIGHT: Right = Right::Inquire;

    fn client(&self) -> Option<ClientId> {
        None
    }

    fn needs(&self) -> Vec<Need> {
        let of = |(id, client): &(Id<Inquiry>, Option<ClientId>)| {
            let ties = client.iter().flat_map(|c| [Need::one(*c), Need::Ties(*c)]);
            std::iter::once(Need::one(*id)).chain(ties).collect::<Vec<_>>()
        };
        self.inquiries.iter().flat_map(of).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut found: Vec<Inquiry> = self.inquiries.iter().filter_map(|(id, _)| case.opened.one(*id)).cloned().collect();
        found.retain(|inquiry| case.may_read(inquiry));
        found.sort_by_key(|inquiry| (std::cmp::Reverse(inquiry.at), inquiry.id));
        let entry = found.iter().fold(case.entry(), |entry, inquiry| entry.about(Kind::Inquiry, &inquiry.id));
        Ok(Case::shown(entry, Seen::Inquiries(found)))
    }
}
