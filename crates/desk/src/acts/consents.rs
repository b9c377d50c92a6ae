//! Permissions: drawn up as the law asks, signed, read, stopped.

use crate::access::Right;
use crate::acts::{Case, Doing, ensure, filled};
use crate::class::Category;
use crate::client::{Client, ClientId};
use crate::consent::{
    Consent, ConsentState, FILLED, Joint, KnownBy, Permission, Signature, Signed, Signer, Stop, StoppedBy, Terms,
};
use crate::flows::Matter;
use crate::id::Id;
use crate::opened::Need;
use crate::plain::quiet;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::scan::Scans;
use crate::step::{Effect, Seen, Step};
use crate::thing::Kind;

/// The most files of what was signed.
const MOST_PAPERS: usize = 10;
/// The most people beside the client whose record it is.
const MOST_MEMBERS: usize = 12;

impl Case<'_> {
    /// The consent with one file more, put in now by the asker.
    fn with_paper(&self, mut consent: Consent, file: &Attachment) -> Result<Consent, Refusal> {
        consent.papers.put(file, (self.now.time, &self.asker.name), MOST_PAPERS)?;
        Ok(consent)
    }

    /// The consent, if it is that client's.
    pub(super) fn the_consent(&self, id: Id<Consent>, client: ClientId) -> Result<(Consent, i64), Refusal> {
        let (consent, version) = self.the(id)?;
        ensure(consent.client == client, Refusal::NotFoundOrNotYours)?;
        Ok((consent.clone(), version))
    }

    /// The consent with that signature, if it counts.
    pub(super) fn signed(&self, consent: Consent, client: &Client, signed: Signature) -> Result<Consent, Refusal> {
        let waits = match (signed.who, &signed.of) {
            (Signer::Member, Some(of)) => consent.members().any(|(name, signed)| name == of && !signed),
            (Signer::Member, None) | (_, Some(_)) => false,
            (_, None) => consent.signature.is_none(),
        };
        ensure(consent.state == ConsentState::Drawn && waits, Refusal::WrongState)?;
        filled(&signed.name)?;
        signed.interpreter.iter().chain(&signed.witness).try_for_each(|name| filled(name))?;
        ensure(!consent.witnessed || signed.witness.is_some(), Refusal::BadValue)?;
        ensure(signed.shown.len() == 64 && signed.language.len() <= 16, Refusal::BadValue)?;
        // Whoever cannot understand it signs nothing: somebody acts for them, or nobody does.
        ensure(signed.known_by.is_some() && signed.meant, Refusal::BadValue)?;
        // A paper is signed when it was drawn up or later, and not tomorrow; what has ended is signed by nobody.
        let (today, made) = (self.today(), self.day_of(consent.made));
        ensure(signed.day <= today && made <= signed.day && today <= consent.terms.until, Refusal::BadValue)?;
        // Who may have hurt the client signs nothing for them.
        ensure(signed.who == Signer::Client || !client.is_unsafe(&signed.name), Refusal::BadValue)?;
        // Nor is anything signed that names somebody who may, though nobody knew it when it was drawn up.
        ensure(!consent.names_one_of(|name| client.is_unsafe(name)), Refusal::WrongState)?;
        // All sign the same words.
        let same = |other: &Signature| other.language != signed.language || other.shown == signed.shown;
        ensure(consent.signatures().all(same), Refusal::WrongState)?;
        Ok(consent.signed(signed))
    }

    /// What follows when it is stopped: it, and the matters that rest on it.
    pub(super) fn stopped(&self, consent: Consent, version: i64, stop: Stop) -> Result<Vec<Effect>, Refusal> {
        ensure(consent.state != ConsentState::Stopped, Refusal::WrongState)?;
        let next = Consent { state: ConsentState::Stopped, stop: Some(stop), ..consent };
        let mut effects = self.rest_on(&next)?;
        effects.push(Effect::amend(next, version));
        Ok(effects)
    }
}

/// Each is named once. Whoever may hurt the client is not asked to sign: they would learn of it.
fn sharing(joint: &Joint, client: &Client) -> Result<(), Refusal> {
    joint.names.iter().try_for_each(|name| filled(name))?;
    ensure((1..=MOST_MEMBERS).contains(&joint.names.len()) && joint.is_each_once(&client.names()), Refusal::BadValue)?;
    ensure(!joint.names.iter().any(|name| client.is_unsafe(name)), Refusal::BadValue)
}

/// Draws a permission up. Which papers the law asks for is the law's to say; where no paper opens anything none is drawn up.
#[derive(Clone, PartialEq, Eq)]
pub struct DrawUpConsent {
    /// Its id.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// What is permitted.
    pub terms: Terms,
}
quiet!(DrawUpConsent);

impl Doing for DrawUpConsent {
    const ACT: &'static str = "consent.draw";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id), Need::All(Kind::Worker)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        case.is_new(self.id)?;
        let (client, _) = case.the_client()?;
        let terms = &self.terms;
        filled(&terms.other)?;
        terms.detail.iter().try_for_each(|detail| filled(detail))?;
        ensure(!terms.what.is_empty() && terms.what.len() <= Category::all().count(), Refusal::BadValue)?;
        ensure(!client.is_unsafe(&terms.other), Refusal::BadValue)?;
        terms.joint.iter().try_for_each(|joint| sharing(joint, client))?;
        ensure(!terms.is_compound() && case.today() <= terms.until, Refusal::BadValue)?;
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let file = case.file_of(client, None).into_iter().map(|(name, (value, _))| (name, value));
        // Where nothing would go by any paper, there is nothing to sign.
        let drawn = law.draw_up(file.chain(terms.asked()).collect(), case.now)?.ok_or(Refusal::WrongState)?;
        let last = case.now.time.plus_days(i64::from(drawn.most_days));
        ensure(terms.until <= case.day_of(last), Refusal::BadValue)?;
        let consent = Consent {
            id: self.id,
            client: client.id,
            terms: terms.clone(),
            elements: FILLED.iter().map(|word| (*word).to_owned()).chain(drawn.says).collect(),
            forms: drawn.forms,
            witnessed: drawn.witnessed,
            made: case.now.time,
            by: case.asker.id,
            state: ConsentState::Drawn,
            signature: None,
            others: Vec::new(),
            papers: Scans::default(),
            stop: None,
        };
        Ok(Case::done(case.entry().about(Kind::Consent, &self.id), vec![Effect::add(consent)]))
    }
}

/// Enters a signature.
#[derive(Clone, PartialEq, Eq)]
pub struct SignConsent {
    /// Which.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// Who signed; time and worker are set by the act.
    pub signature: Signature,
    /// The signature as a picture, where it was drawn.
    pub drawn: Option<Attachment>,
}
quiet!(SignConsent);

impl Doing for SignConsent {
    const ACT: &'static str = "consent.sign";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (consent, version) = case.the_consent(self.id, self.client)?;
        let (client, _) = case.the_client()?;
        ensure((self.signature.how == Signed::Drawn) == self.drawn.is_some(), Refusal::BadValue)?;
        // What is signed or stopped in the portal is so by whoever came in there.
        let here = self.signature.how != Signed::Portal && self.signature.known_by != Some(KnownBy::Portal);
        ensure(here, Refusal::BadValue)?;
        let signature = Signature { at: case.now.time, by: Some(case.asker.id), ..self.signature.clone() };
        let next = case.signed(consent, client, signature)?;
        let next = self.drawn.iter().try_fold(next, |next, file| case.with_paper(next, file))?;
        let kept = self.drawn.iter().map(|file| Effect::KeepChunks(file.id));
        let effects = std::iter::once(Effect::amend(next, version)).chain(kept).collect();
        Ok(Case::done(case.entry().about(Kind::Consent, &self.id), effects))
    }
}

/// Puts the signed page in, as a file.
#[derive(Clone, PartialEq, Eq)]
pub struct KeepSigned {
    /// Of which permission.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// What was uploaded.
    pub file: Attachment,
}
quiet!(KeepSigned);

impl Doing for KeepSigned {
    const ACT: &'static str = "consent.attach";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (consent, version) = case.the_consent(self.id, self.client)?;
        ensure(consent.signatures().next().is_some(), Refusal::WrongState)?;
        let effects = vec![Effect::amend(case.with_paper(consent, &self.file)?, version), Effect::KeepChunks(self.file.id)];
        Ok(Case::done(case.entry().about(Kind::Consent, &self.id), effects))
    }
}

/// Says that a signed page was put in by mistake: nobody is given it any more.
#[derive(Clone, PartialEq, Eq)]
pub struct RetractSigned {
    /// Of which permission.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// Which file.
    pub file: Id<Attachment>,
    /// Why it does not belong there.
    pub words: String,
}
quiet!(RetractSigned);

impl Doing for RetractSigned {
    const ACT: &'static str = "consent.retract";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (mut consent, version) = case.the_consent(self.id, self.client)?;
        filled(&self.words)?;
        consent.papers.retract(self.file, &self.words)?;
        Ok(Case::done(case.entry().about(Kind::Consent, &self.id), vec![Effect::amend(consent, version)]))
    }
}

/// Opens the signed page: the answer names it, and the caller streams its chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSigned {
    /// Of which permission.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// Which file.
    pub file: Id<Attachment>,
}

impl Doing for ReadSigned {
    const ACT: &'static str = "consent.paper";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (consent, _) = case.the_consent(self.id, self.client)?;
        let found = consent.papers.find(self.file).ok_or(Refusal::NotFoundOrNotYours)?;
        Ok(Case::shown(case.entry().about(Kind::Consent, &self.id), Seen::Attachment(Box::new(found.file.clone()))))
    }
}

/// Stops a permission, at once and without a reason: a spoken word is enough.
#[derive(Clone, PartialEq, Eq)]
pub struct StopConsent {
    /// Which.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
    /// How.
    pub how: StoppedBy,
    /// In the worker's words.
    pub words: String,
}
quiet!(StopConsent);

impl Doing for StopConsent {
    const ACT: &'static str = "consent.stop";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        let of_client = [Kind::Matter, Kind::Task, Kind::Consent].map(|kind| Need::OfClient(self.client, kind));
        [Need::one(self.id), Need::All(Kind::Worker)].into_iter().chain(of_client).collect()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (consent, version) = case.the_consent(self.id, self.client)?;
        filled(&self.words)?;
        ensure(self.how != StoppedBy::Portal, Refusal::BadValue)?;
        let stop = Stop { how: self.how, words: self.words.clone(), at: case.now.time, by: Some(case.asker.id) };
        let effects = case.stopped(consent, version, stop)?;
        Ok(Case::done(case.entry().about(Kind::Consent, &self.id).code("how", self.how), effects))
    }
}

/// Reads one, with what the law asks of the file: so that whoever looks learns whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadConsent {
    /// Which.
    pub id: Id<Consent>,
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadConsent {
    const ACT: &'static str = "consent.open";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::one(self.id), Need::All(Kind::Worker), Need::OfClient(self.client, Kind::Matter)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let (consent, _) = case.the_consent(self.id, self.client)?;
        let (client, _) = case.the_client()?;
        let rests = case.opened.all::<Matter>().filter(|matter| matter.consent == Some(self.id));
        let went = rests.filter_map(|matter| Some((matter.id, matter.went()?))).collect();
        let endangers = consent.names_one_of(|name| client.is_unsafe(name));
        let seen = Permission { consent, file: case.file_of(client, None), went, endangers };
        Ok(Case::shown(case.entry().about(Kind::Consent, &self.id), Seen::Consent(Box::new(seen))))
    }
}

/// Lists a client's permissions, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadConsents {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadConsents {
    const ACT: &'static str = "consent.read";
    const RIGHT: Right = Right::KeepConsents;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OfClient(self.client, Kind::Consent)]
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let mut all: Vec<Consent> = case.opened.all::<Consent>().filter(|c| c.client == self.client).cloned().collect();
        all.sort_by_key(|consent| std::cmp::Reverse((consent.made, consent.id)));
        Ok(Case::shown(case.entry(), Seen::Consents(all)))
    }
}
