//! Who is signed in: by a secret that only their browser holds. What is kept is its hash.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tacenda_desk::{Time, WorkerId};

use crate::agency::{SignedIn, hex};
use crate::language::Language;
use crate::problem::Problem;
use tacenda_vault::{Entropy as _, SystemEntropy};

/// Idle for longer than this, a session is over: minutes.
const IDLE: i64 = 30;
/// And after this, whatever happens: minutes.
const WHOLE: i64 = 12 * 60;

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) mark: [u8; 32],
    pub(crate) signed_in: SignedIn,
    pub(crate) language: Language,
    made: Time,
    seen: Time,
}

impl Session {
    fn is_over(&self, now: Time) -> bool {
        now >= self.seen.plus_minutes(IDLE) || now >= self.made.plus_minutes(WHOLE) || now < self.made
    }
}

/// All sessions of this server.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    open: Mutex<BTreeMap<[u8; 32], Session>>,
}

fn mark(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// What proves that a form came from a page of this session.
pub(crate) fn token(secret: &str) -> String {
    hex(&Sha256::digest(format!("form:{secret}")))
}

impl Sessions {
    /// Begins one, and gives the secret for the browser.
    pub(crate) fn begin(&self, signed_in: SignedIn, language: Language, now: Time) -> Result<String, Problem> {
        let mut random = [0; 32];
        SystemEntropy.fill(&mut random)?;
        let secret = hex(&random);
        let session = Session { mark: mark(&secret), signed_in, language, made: now, seen: now };
        self.with(|open| open.insert(session.mark, session));
        Ok(secret)
    }

    /// The session of this secret, if it goes on.
    pub(crate) fn find(&self, secret: &str, now: Time) -> Option<Session> {
        let mark = mark(secret);
        self.with(|open| {
            if open.get(&mark)?.is_over(now) {
                open.remove(&mark);
                return None;
            }
            let session = open.get_mut(&mark)?;
            session.seen = now;
            Some(session.clone())
        })
    }

    /// Ends one.
    pub(crate) fn end(&self, secret: &str) {
        self.with(|open| open.remove(&mark(secret)));
    }

    /// Ends all of a worker's.
    pub(crate) fn end_all(&self, worker: WorkerId) {
        self.with(|open| open.retain(|_, session| session.signed_in.worker() != worker));
    }

    /// Sets the language of one.
    pub(crate) fn speak(&self, secret: &str, language: Language) {
        self.with(|open| open.get_mut(&mark(secret)).map(|session| session.language = language));
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<[u8; 32], Session>) -> T) -> T {
        work(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
