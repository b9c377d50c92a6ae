//! What a guest does in a portal. No worker asks, so no right of the table is asked for: what opens it is the door that they came in by,
//! and that the file lets them in at that moment still.

use crate::access::{Leave, Reason, Ties};
use crate::acts::{Case, ensure, filled};
use crate::class::Class;
use crate::client::{Authority, Client};
use crate::consent::{Consent, ConsentState, KnownBy, Signature, Signed, Signer, Stop, StoppedBy};
use crate::disclosure::{Disclosure, Shared, SharedList, Sort, without_packet};
use crate::entry::Entry;
use crate::flows::{Law, Matter, Served};
use crate::id::Id;
use crate::message::{Message, Writer};
use crate::opened::{Need, Opened};
use crate::plain::quiet;
use crate::portal::{Guest, Portal, PortalState};
use crate::refusal::Refusal;
use crate::step::{Effect, Seen, Step};
use crate::task::{Lawful, Task, TaskKind, TaskState};
use crate::thing::Kind;
use crate::time::Now;
use crate::worker::{Worker, WorkerId};

use super::portals::{guest_word, written, written_in};
use super::shared::is_taken;

/// How soon a worker hears of a message, and of a lock: hours.
const ANSWERED_IN: i64 = 3 * 24;
const CALLED_IN: i64 = 4;

/// What a guest does.
#[derive(Clone, PartialEq, Eq)]
pub enum GuestAct {
    /// Comes in with that code; the caller held the password against what is kept.
    Enter {
        /// The code.
        code: String,
        /// What the password was held against.
        held: String,
        /// Under the second phrase, by which less is shown.
        quiet: bool,
    },
    /// Chooses a password: what it is held against.
    Choose(String),
    /// Chooses the second phrase, or has none any more.
    Quiet(Option<String>),
    /// Says that somebody else may know the password: nobody enters any more.
    Lock(Id<Task>),
    /// Reads who got what.
    ReadShared,
    /// Takes the proof that this list is whole.
    Prove,
    /// Reads the permissions.
    ReadConsents,
    /// Stops one, without a reason.
    Stop(Id<Consent>),
    /// Signs one that was drawn up.
    Sign(Sign),
    /// Reads what was written.
    ReadMessages,
    /// Writes.
    Write {
        /// Its id.
        id: Id<Message>,
        /// That of the task that somebody answers.
        task: Id<Task>,
        /// What.
        text: String,
    },
    /// Reads how the house reaches the client.
    ReadReach,
}

/// A signature in the portal.
#[derive(Clone, PartialEq, Eq)]
pub struct Sign {
    /// Of which permission.
    pub id: Id<Consent>,
    /// The name that they typed.
    pub name: String,
    /// SHA-256 of the words that were shown, hexadecimal.
    pub shown: String,
    /// In which language, by its code.
    pub language: String,
}
quiet!(GuestAct, Sign);

impl GuestAct {
    /// The word in the ledger.
    const fn word(&self) -> &'static str {
        match self {
            Self::Enter { .. } => "guest.enter",
            Self::Choose(_) => "guest.password",
            Self::Quiet(_) => "guest.quiet",
            Self::Lock(_) => "guest.lock",
            Self::ReadShared => "guest.shared",
            Self::Prove => "guest.proof",
            Self::ReadConsents => "guest.consents",
            Self::Stop(_) => "guest.stop",
            Self::Sign(_) => "guest.sign",
            Self::ReadMessages => "guest.messages",
            Self::Write { .. } => "guest.write",
            Self::ReadReach => "guest.reach",
        }
    }

    /// What to open beforehand, beside the ties of the file.
    pub fn needs(&self, portal: &Portal) -> Vec<Need> {
        let client = portal.client;
        let of = |kinds: &[Kind]| kinds.iter().map(|kind| Need::OfClient(client, *kind)).collect::<Vec<_>>();
        let own = match self {
            Self::ReadShared => of(&[Kind::Disclosure, Kind::Matter, Kind::Delivery, Kind::Task, Kind::Consent]),
            Self::ReadConsents | Self::Sign(_) => of(&[Kind::Consent]),
            Self::Stop(_) => {
                let mut all = of(&[Kind::Consent, Kind::Matter, Kind::Task]);
                all.push(Need::All(Kind::Worker));
                all
            }
            Self::ReadMessages => of(&[Kind::Message, Kind::Portal]),
            Self::Write { id, .. } => vec![Need::one(*id), Need::All(Kind::Worker)],
            Self::Lock(_) => vec![Need::All(Kind::Worker)],
            _ => Vec::new(),
        };
        [Need::one(portal.id), Need::one(client), Need::one(portal.by)].into_iter().chain(own).collect()
    }

    /// What follows.
    ///
    /// # Errors
    /// [`Refusal::NotFoundOrNotYours`] where the door does not stand open to its guest at that moment; what else is in the way of the act.
    pub fn take(&self, id: Id<Portal>, opened: &Opened, now: Now) -> Result<Step, Refusal> {
        let gone = Refusal::NotFoundOrNotYours;
        let (portal, version) = opened.get(id).ok_or(gone)?;
        let client: &Client = opened.one(portal.client).ok_or(gone)?;
        ensure(!opened.is_destroyed(portal.client) && portal.lets_in(client, now), gone)?;
        let host: &Worker = opened.one(portal.by).ok_or(gone)?;
        let (leave, reason, ties) = (Leave::of_link(), Reason::OwnDuty, Ties::gather(opened.things()));
        let case = Case { asker: host, leave, reason, opened, ties, now, act: self.word(), client: Some(client.id) };
        let coming = Coming { case: &case, portal, version, client };
        let entry = coming.entry(self.word());
        match self {
            Self::Enter { code, held, quiet } => coming.enter(entry, (code, held), *quiet),
            Self::Choose(kept) => {
                ensure(!kept.is_empty(), Refusal::BadValue)?;
                Ok(coming.kept(entry, Portal { password: kept.clone(), chosen: true, ..portal.clone() }))
            }
            Self::Quiet(kept) => Ok(coming.kept(entry, Portal { quiet: kept.clone(), ..portal.clone() })),
            Self::Lock(task) => Ok(coming.lock(entry, *task)),
            Self::ReadShared => coming.shared(entry),
            Self::Prove | Self::ReadReach => Ok(Case::shown(entry, Seen::Done)),
            Self::ReadConsents => Ok(Case::shown(entry, Seen::Consents(coming.consents()))),
            // Whoever acts for themself decides for themself, whomever else they named.
            Self::Stop(_) | Self::Sign(_) if !portal.decides(client) => Err(gone),
            Self::Stop(id) => coming.stop(entry, *id),
            Self::Sign(sign) => coming.sign(entry, sign),
            Self::ReadMessages => {
                // What they wrote before another slip is theirs still; what somebody else wrote who comes in by this file is not.
                let theirs = |message: &&Message| opened.one(message.portal).is_some_and(|other| other.guest == portal.guest);
                let own = opened.all::<Message>().filter(theirs);
                Ok(Case::shown(entry, Seen::Portals(Vec::new(), written_in(own))))
            }
            Self::Write { id, task, text } => coming.write(entry, (*id, *task), text),
        }
    }
}

/// A guest who came in, at that moment.
struct Coming<'c> {
    case: &'c Case<'c>,
    portal: &'c Portal,
    version: i64,
    client: &'c Client,
}

impl Coming<'_> {
    /// What they are called: whose door it is.
    fn name(&self) -> &str {
        match self.portal.guest {
            Guest::Client => &self.client.chosen_name,
            Guest::Representative(id) => {
                self.client.representatives.iter().find(|one| one.id == id).map_or("", |one| one.name.as_str())
            }
        }
    }

    fn entry(&self, act: &'static str) -> Entry {
        let entry = Entry::new(act, Some(self.client.id), self.portal.by, self.name());
        entry.code("guest", guest_word(self.portal.guest)).about(Kind::Portal, &self.portal.id)
    }

    /// The portal as it stands after this.
    fn kept(&self, entry: Entry, next: Portal) -> Step {
        Case::done(entry, vec![Effect::amend(next, self.version)])
    }

    fn enter(&self, entry: Entry, (code, held): (&str, &str), quiet: bool) -> Result<Step, Refusal> {
        ensure(self.portal.has_code(code), Refusal::NotFoundOrNotYours)?;
        // The password that was held against what was typed may have been changed in between.
        let stands = if quiet { self.portal.quiet.as_deref() == Some(held) } else { self.portal.password == held };
        ensure(stands, Refusal::NotFoundOrNotYours)?;
        let entry = entry.code("view", if quiet { "quiet" } else { "whole" });
        let now = self.case.now.time;
        let next = self.portal.entered(code, now);
        Ok(self.kept(entry, Portal { quiet_at: if quiet { Some(now) } else { next.quiet_at }, ..next }))
    }

    /// A task for whoever turned the portal on, if they are still at work and on the team; else for who answers for the care, else for the
    /// office.
    fn task(&self, id: Id<Task>, kind: TaskKind, hours: i64) -> Effect {
        let (client, now) = (self.client.id, self.case.now);
        let works = |id: &WorkerId| self.case.opened.one(*id).is_some_and(|worker: &Worker| worker.state.is_at_work());
        let host = Some(self.portal.by).filter(|id| works(id) && self.case.ties.on_team(*id, client, now));
        let worker = host.or_else(|| self.case.carer(client).filter(works));
        Effect::add(Task {
            id,
            kind,
            client: self.client.id,
            worker,
            portal: Some(self.portal.id),
            by: self.portal.by,
            classes: vec![Class::General],
            grant: None,
            matter: None,
            duty: None,
            waived: None,
            made: self.case.now.time,
            due: self.case.now.time.plus_minutes(hours * 60),
            state: TaskState::Open,
            outcome: None,
        })
    }

    fn lock(&self, entry: Entry, task: Id<Task>) -> Step {
        let shut = self.portal.shut(PortalState::Locked, self.case.now.time);
        let effects = vec![Effect::amend(shut, self.version), self.task(task, TaskKind::Locked, CALLED_IN)];
        Case::done(entry.about(Kind::Task, &task), effects)
    }

    fn write(&self, entry: Entry, (id, task): (Id<Message>, Id<Task>), text: &str) -> Result<Step, Refusal> {
        written(text)?;
        self.case.is_new(id)?;
        let message = Message {
            id,
            client: self.client.id,
            portal: self.portal.id,
            at: self.case.now.time,
            from: Writer::Guest,
            text: text.to_owned(),
        };
        let effects = vec![Effect::add(message), self.task(task, TaskKind::Message, ANSWERED_IN)];
        Ok(Case::done(entry.about(Kind::Message, &id), effects))
    }

    /// What the list shows them now, the newest first. What is held back, or has still to be told to them by somebody, leaves no trace in it.
    fn shared(&self, entry: Entry) -> Result<Step, Refusal> {
        let (opened, today) = (self.case.opened, self.case.today());
        let law = opened.law().ok_or(Refusal::WrongState)?;
        let told = Told { opened, law };
        let all = || opened.all::<Matter>().filter(|matter| matter.client == Some(self.client.id));
        let sent = opened.all::<Disclosure>().filter(|one| one.client == self.client.id).map(|one| Shared {
            unfetched: one.way == Served::Link && !one.astray && !is_taken(self.case, one),
            ..one.line(opened.one(one.matter), law, today)
        });
        let other = all().flat_map(|matter| without_packet(matter, law, today));
        let shown = |one: &Shared| one.recalled.is_none() && one.held_back.is_none() && told.may_show(one) && self.may_have(one);
        let mut lines: Vec<Shared> = sent.chain(other).filter(shown).collect();
        lines.sort_by(|a, b| (b.at, &b.to).cmp(&(a.at, &a.to)));
        // How many lines there are says nothing of those that wait.
        Ok(Case::shown(entry, Seen::Shared(SharedList { lines, given: None, whole: true })))
    }

    /// Somebody who acts for the client hears of what went by a permission that they may see, and of nothing else: what was reported, warned
    /// of or asked for by an authority may be about them.
    fn may_have(&self, line: &Shared) -> bool {
        let Guest::Representative(id) = self.portal.guest else { return true };
        let Some(one) = self.client.representatives.iter().find(|one| one.id == id) else { return false };
        let theirs = line.consent.is_some_and(|consent| self.the_consent(consent).is_ok());
        theirs && line.what == Sort::Packet && one.never.iter().all(|never| !line.kinds.contains(never.word()))
    }

    /// The client's permissions; for somebody who acts for them those that name nothing that they may not have.
    fn consents(&self) -> Vec<Consent> {
        let of_client = self.case.opened.all::<Consent>().filter(|consent| consent.client == self.client.id);
        let mut all: Vec<Consent> = of_client.filter(|consent| self.may_see(consent)).cloned().collect();
        all.sort_by_key(|consent| std::cmp::Reverse((consent.made, consent.id)));
        all
    }

    fn may_see(&self, consent: &Consent) -> bool {
        let Guest::Representative(id) = self.portal.guest else { return true };
        let Some(one) = self.client.representatives.iter().find(|one| one.id == id) else { return false };
        one.never.iter().all(|never| !consent.terms.what.contains(never))
    }

    fn the_consent(&self, id: Id<Consent>) -> Result<(Consent, i64), Refusal> {
        let (consent, version) = self.case.the_consent(id, self.client.id)?;
        ensure(self.may_see(&consent), Refusal::NotFoundOrNotYours)?;
        Ok((consent, version))
    }

    fn stop(&self, entry: Entry, id: Id<Consent>) -> Result<Step, Refusal> {
        let (consent, version) = self.the_consent(id)?;
        let stop = Stop { how: StoppedBy::Portal, words: String::new(), at: self.case.now.time, by: None };
        let effects = self.case.stopped(consent, version, stop)?;
        Ok(Case::done(entry.about(Kind::Consent, &id).code("how", StoppedBy::Portal), effects))
    }

    fn sign(&self, entry: Entry, sign: &Sign) -> Result<Step, Refusal> {
        let (consent, version) = self.the_consent(sign.id)?;
        filled(&sign.name)?;
        // What wants a witness is signed where somebody sees it.
        ensure(consent.state == ConsentState::Drawn && !consent.witnessed, Refusal::WrongState)?;
        let signature = Signature {
            who: self.signer(),
            of: None,
            name: sign.name.trim().to_owned(),
            how: Signed::Portal,
            day: self.case.today(),
            known_by: Some(KnownBy::Portal),
            meant: true,
            shown: sign.shown.clone(),
            language: sign.language.clone(),
            aloud: false,
            interpreter: None,
            witness: None,
            at: self.case.now.time,
            by: None,
        };
        let next = self.case.signed(consent, self.client, signature)?;
        Ok(Case::done(entry.about(Kind::Consent, &sign.id), vec![Effect::amend(next, version)]))
    }

    /// As whom they sign, by the law's word.
    fn signer(&self) -> Signer {
        let Guest::Representative(id) = self.portal.guest else { return Signer::Client };
        let authority = self.client.representatives.iter().find(|one| one.id == id).map(|one| one.authority);
        match authority {
            Some(Authority::Parent | Authority::Guardian | Authority::GuardianAdLitem) => Signer::ParentGuardian,
            _ => Signer::PersonalRepresentative,
        }
    }
}

/// Whether the client was told of something by a person, where the law wants that.
struct Told<'o> {
    opened: &'o Opened,
    law: &'o Law,
}

impl Told<'_> {
    /// What went shows unless somebody has still to tell the client, or lawfully does not; a report or a warning, once somebody has.
    fn may_show(&self, line: &Shared) -> bool {
        let of_it = |task: &&Task| {
            task.matter == Some(line.matter) && task.duty.as_deref().is_some_and(|duty| self.law.tells_client(duty))
        };
        let mut tells = self.opened.all::<Task>().filter(of_it);
        match line.what {
            Sort::Packet | Sort::Astray | Sort::Taken => tells.all(is_settled),
            Sort::Report | Sort::Warning => {
                let all: Vec<&Task> = tells.collect();
                all.iter().any(|task| was_told(task)) && all.into_iter().all(is_settled)
            }
        }
    }
}

/// Somebody told them.
fn was_told(task: &Task) -> bool {
    task.state == TaskState::Done && task.waived.is_none()
}

/// Done, or not owed; not what lawfully waits.
fn is_settled(task: &Task) -> bool {
    was_told(task) || (task.state == TaskState::Done && task.waived == Some(Lawful::NotOwed))
}
