//! Who is signed in: by a secret that only their browser holds. A row holds its hash, so that any server answers and any ends it; only
//! an opened key of a person's own stays in the memory of the server that opened it, and goes with the session.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tacenda_desk::{Time, WorkerId};
use tacenda_store::Tx;
use tacenda_store::sessions::{self, SessionRow};
use tacenda_vault::{Class, Entropy as _, Place, Purpose, SystemEntropy};

use crate::account::{Policy, digest};
use crate::agency::{Agency, SignedIn, hex};
use crate::language::Language;
use crate::problem::Problem;

/// What comes before everything else in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Must {
    /// The second factor is to be shown: nobody is signed in yet.
    Show,
    /// A second factor is to be set up.
    Enrol,
    /// A new password is to be chosen.
    Choose,
}

/// What the server remembers of a session. Sealed under the agency's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) must: Option<Must>,
    pub(crate) language: String,
    /// The device, as its browser says.
    pub(crate) label: String,
    /// Keyed mark of the network it came from, and whether it was used from another.
    pub(crate) net: String,
    pub(crate) moved: bool,
    /// By what they showed who they are: `password`, `app`, `passkey`, `provider`, `practice`.
    pub(crate) by: String,
    /// What is most private was opened in it.
    pub(crate) open: bool,
    /// A secret for an app that is being set up.
    pub(crate) app: Option<String>,
    /// What a passkey was asked, and how the answer is to be held against it.
    pub(crate) question: Option<Question>,
    /// Where to go when it is whole.
    pub(crate) to: String,
    /// Which pictures of papers came to this browser.
    #[serde(default)]
    pub(crate) came: Vec<Came>,
}

/// The pictures of a paper that came to a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Came {
    /// Of which paper: SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// Which of them, from nought.
    pub(crate) pictures: BTreeSet<u32>,
}

/// Of so many papers that is remembered.
const PAPERS: usize = 8;

impl Body {
    /// The pictures of that paper that came.
    pub(crate) fn came_of(&self, sha256: &str) -> BTreeSet<u32> {
        self.came.iter().find(|came| came.sha256 == sha256).map(|came| came.pictures.clone()).unwrap_or_default()
    }

    fn comes(&mut self, sha256: &str, picture: u32) {
        let mut pictures = self.came_of(sha256);
        pictures.insert(picture);
        self.came.retain(|came| came.sha256 != sha256);
        if self.came.len() >= PAPERS {
            self.came.remove(0);
        }
        self.came.push(Came { sha256: sha256.to_owned(), pictures });
    }
}

/// A question to a passkey.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) asks: String,
    pub(crate) state: String,
}

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) mark: [u8; 32],
    pub(crate) signed_in: SignedIn,
    pub(crate) made: Time,
    pub(crate) seen: Time,
    /// When they last showed who they are.
    pub(crate) proved: Time,
    pub(crate) body: Body,
}

impl Session {
    pub(crate) fn language(&self) -> Language {
        Language::from_code(&self.body.language).unwrap_or_default()
    }

    fn is_over(&self, policy: &Policy, now: Time) -> bool {
        let idle = if self.body.open { policy.idle_open } else { policy.idle };
        // Before it is whole it is worth nothing, and ends sooner.
        let whole = if self.body.must == Some(Must::Show) { policy.fresh } else { policy.whole };
        // Another server's clock may be a little ahead of this one's.
        now >= self.seen.plus_minutes(idle) || now >= self.made.plus_minutes(whole) || now < self.made.plus_minutes(-5)
    }

    /// Whether they showed just now who they are.
    pub(crate) fn is_fresh(&self, policy: &Policy, now: Time) -> bool {
        now < self.proved.plus_minutes(policy.fresh)
    }

    fn row(&self, tx: &mut Tx<'_>, agency: &Agency) -> Result<SessionRow, Problem> {
        let mut row = SessionRow {
            mark: self.mark,
            worker: self.signed_in.worker().to_string(),
            made: self.made.0,
            seen: self.seen.0,
            proved: self.proved.0,
            blob: Vec::new(),
        };
        let plain = serde_json::to_vec(&self.body).map_err(|_| damaged())?;
        row.blob = agency.keys(None).seal(tx, "", Class::Agency, &place(&row), &plain, &mut SystemEntropy)?;
        Ok(row)
    }
}

fn damaged() -> Problem {
    Problem::NotVerified("a session is damaged".to_owned())
}

fn place(row: &SessionRow) -> Place {
    let place = Place::new("session").with("mark", row.mark.as_slice()).with("worker", row.worker.as_str());
    place.with("made", row.made).with("proved", row.proved)
}

fn open(tx: &mut Tx<'_>, agency: &Agency, row: &SessionRow) -> Result<Session, Problem> {
    let opened = agency.keys(None).open(tx, "", Class::Agency, &place(row), &row.blob)?;
    let body = serde_json::from_slice(opened.expose(Purpose::Decide)).map_err(|_| damaged())?;
    let signed_in = agency.without_key(row.worker.parse().map_err(|_| damaged())?);
    let (made, seen, proved) = (Time(row.made), Time(row.seen), Time(row.proved));
    Ok(Session { mark: row.mark, signed_in, made, seen, proved, body })
}

/// What proves that a form came from a page of this session.
pub(crate) fn token(secret: &str) -> String {
    hex(&digest(&format!("form:{secret}")))
}

/// A new secret of 256 bits.
pub(crate) fn secret() -> Result<String, Problem> {
    let mut random = [0; 32];
    SystemEntropy.fill(&mut random)?;
    Ok(hex(&random))
}

/// The keys of people that this server holds, by the session in which they were opened.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    held: Mutex<BTreeMap<[u8; 32], SignedIn>>,
}

#[expect(clippy::unused_self, reason = "a session begins, changes and ends with all the others, wherever its row stands")]
impl Sessions {
    /// Begins one, and gives the secret for the browser. Those that are long over go.
    pub(crate) fn begin(
        &self,
        agency: &Agency,
        policy: &Policy,
        (worker, body): (WorkerId, Body),
        now: Time,
    ) -> Result<String, Problem> {
        let secret = secret()?;
        let signed_in = agency.without_key(worker);
        let session = Session { mark: digest(&secret), signed_in, made: now, seen: now, proved: now, body };
        let (agency, over) = (agency.clone(), now.plus_minutes(-policy.whole - 5));
        agency.clone().db().write(move |tx| {
            sessions::end_before(tx, over.0)?;
            let row = session.row(tx, &agency)?;
            Ok::<_, Problem>(sessions::add(tx, &row)?)
        })?;
        Ok(secret)
    }

    /// The session of this secret, if it goes on. That it was seen is written once a minute.
    pub(crate) fn find(&self, agency: &Agency, policy: &Policy, secret: &str, now: Time) -> Result<Option<Session>, Problem> {
        let mark = digest(secret);
        let found = agency.db().read(|tx| sessions::get(tx, &mark)?.map(|row| open(tx, agency, &row)).transpose())?;
        let Some(mut session) = found else {
            self.shut(&mark);
            return Ok(None);
        };
        if session.is_over(policy, now) {
            self.end(agency, mark)?;
            return Ok(None);
        }
        if now >= session.seen.plus_minutes(1) {
            agency.db().write(move |tx| sessions::seen(tx, &mark, now.0))?;
            session.seen = now;
        }
        if let Some(signed_in) = self.with(|held| held.get(&mark).cloned()) {
            session.signed_in = signed_in;
        }
        Ok(Some(session))
    }

    /// The session goes on under a new secret, as changed: whoever knew the old one is out. `proved` says that they showed who they are.
    pub(crate) fn renew(&self, agency: &Agency, session: &Session, proved: Option<Time>) -> Result<String, Problem> {
        let secret = secret()?;
        let old = session.mark;
        let new = Session { mark: digest(&secret), proved: proved.unwrap_or(session.proved), ..session.clone() };
        let (mark, keeper) = (new.mark, agency.clone());
        agency.db().write(move |tx| {
            if !sessions::end(tx, &old)? {
                return Err(Problem::NotSignedIn);
            }
            let row = new.row(tx, &keeper)?;
            Ok(sessions::add(tx, &row)?)
        })?;
        self.with(|held| held.remove(&old).map(|signed_in| held.insert(mark, signed_in)));
        Ok(secret)
    }

    /// Keeps what was changed in a session.
    pub(crate) fn change(&self, agency: &Agency, session: &Session) -> Result<(), Problem> {
        let (session, keeper) = (session.clone(), agency.clone());
        agency.db().write(move |tx| {
            let row = session.row(tx, &keeper)?;
            Ok::<_, Problem>(sessions::change(tx, &row.mark, &row.blob)?)
        })
    }

    /// Keeps that a picture of a paper came to its browser. Pictures come side by side: what is kept is read anew.
    pub(crate) fn comes(&self, agency: &Agency, mark: [u8; 32], (sha256, picture): (&str, u32)) -> Result<(), Problem> {
        let (sha256, keeper) = (sha256.to_owned(), agency.clone());
        agency.db().write(move |tx| {
            let Some(row) = sessions::get(tx, &mark)? else { return Ok(()) };
            let mut session = open(tx, &keeper, &row)?;
            session.body.comes(&sha256, picture);
            let row = session.row(tx, &keeper)?;
            Ok::<_, Problem>(sessions::change(tx, &row.mark, &row.blob)?)
        })
    }

    /// Ends one.
    pub(crate) fn end(&self, agency: &Agency, mark: [u8; 32]) -> Result<(), Problem> {
        self.shut(&mark);
        agency.db().write(move |tx| sessions::end(tx, &mark))?;
        Ok(())
    }

    /// Ends all of a worker's, but for one. How many those were.
    pub(crate) fn end_others(&self, agency: &Agency, worker: WorkerId, but: [u8; 32]) -> Result<u64, Problem> {
        let id = worker.to_string();
        let ended = agency.db().write(move |tx| sessions::end_of(tx, &id, Some(&but)))?;
        self.with(|held| held.retain(|mark, signed_in| signed_in.worker() != worker || *mark == but));
        Ok(ended)
    }

    /// All of a worker's that go on, newest first.
    pub(crate) fn of(&self, agency: &Agency, policy: &Policy, worker: WorkerId, now: Time) -> Result<Vec<Session>, Problem> {
        let id = worker.to_string();
        let mut all = agency.db().read(|tx| {
            let rows = sessions::of_worker(tx, &id)?;
            rows.iter().map(|row| open(tx, agency, row)).collect::<Result<Vec<_>, Problem>>()
        })?;
        all.retain(|session| !session.is_over(policy, now) && session.body.must != Some(Must::Show));
        all.reverse();
        Ok(all)
    }

    /// Holds a person's key for as long as the session lasts.
    pub(crate) fn hold(&self, mark: [u8; 32], signed_in: SignedIn) {
        self.with(|held| held.insert(mark, signed_in));
    }

    /// Lets go of it.
    pub(crate) fn shut(&self, mark: &[u8; 32]) {
        self.with(|held| held.remove(mark));
    }

    /// Lets go of the keys whose sessions are over, here or by another server. What cannot be read now is let go of too.
    pub(crate) fn sweep(&self, agency: &Agency, policy: &Policy, now: Time) {
        let marks: Vec<[u8; 32]> = self.with(|held| held.keys().copied().collect());
        for mark in marks {
            let found = agency.db().read(|tx| sessions::get(tx, &mark)?.map(|row| open(tx, agency, &row)).transpose());
            if !matches!(found, Ok::<_, Problem>(Some(session)) if !session.is_over(policy, now)) {
                self.shut(&mark);
            }
        }
    }

    /// Of how many sessions a key is held here.
    pub(crate) fn held(&self) -> usize {
        self.with(|held| held.len())
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<[u8; 32], SignedIn>) -> T) -> T {
        work(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
