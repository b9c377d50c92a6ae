//! Why somebody is in a file, once they said so: kept for their session and that file, for half an hour. It gives no leave; the desk
//! holds it against the ties at every act.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tacenda_desk::access::Reason;
use tacenda_desk::{ClientId, Time};

/// How long a reason is kept, in minutes.
pub(crate) const KEPT: i64 = 30;

type Key = ([u8; 32], ClientId);

/// All reasons that were given.
#[derive(Debug, Default)]
pub(crate) struct Reasons {
    given: Mutex<BTreeMap<Key, (Reason, Time)>>,
}

fn key(secret: &str, client: ClientId) -> Key {
    (Sha256::digest(format!("reason:{secret}")).into(), client)
}

impl Reasons {
    /// Keeps why the bearer of this secret is in that file.
    pub(crate) fn keep(&self, secret: &str, client: ClientId, reason: Reason, now: Time) {
        self.with(|given| {
            given.retain(|_, (_, until)| now < *until);
            given.insert(key(secret, client), (reason, now.plus_minutes(KEPT)));
        });
    }

    /// Why, and until when that is kept.
    pub(crate) fn find(&self, secret: &str, client: ClientId, now: Time) -> Option<(Reason, Time)> {
        self.with(|given| given.get(&key(secret, client)).copied()).filter(|(_, until)| now < *until)
    }

    /// Forgets it: they are done here.
    pub(crate) fn forget(&self, secret: &str, client: ClientId) {
        self.with(|given| given.remove(&key(secret, client)));
    }

    /// The session goes on under a new secret, and what was said in it with it.
    pub(crate) fn carry(&self, old: &str, new: &str) {
        self.with(|given| {
            let files: Vec<ClientId> = given.keys().map(|(_, client)| *client).collect();
            for client in files {
                if let Some(said) = given.remove(&key(old, client)) {
                    given.insert(key(new, client), said);
                }
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<Key, (Reason, Time)>) -> T) -> T {
        work(&mut self.given.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tacenda_desk::{Id, Now};

    #[test]
    fn a_reason_is_kept_half_an_hour_for_one_session_and_one_file() {
        let (reasons, now) = (Reasons::default(), Time(1_000_000));
        let file = |n| Id::new(Now::trusted(now), [n; 10]);
        reasons.keep("mine", file(1), Reason::CareTeam, now);
        assert!(reasons.find("mine", file(1), now.plus_minutes(29)).is_some());
        assert!(reasons.find("mine", file(1), now.plus_minutes(30)).is_none());
        assert!(reasons.find("mine", file(2), now).is_none());
        assert!(reasons.find("theirs", file(1), now).is_none());
        reasons.carry("mine", "renewed");
        assert!(reasons.find("mine", file(1), now).is_none() && reasons.find("renewed", file(1), now).is_some());
        reasons.carry("renewed", "mine");
        reasons.forget("mine", file(1));
        assert!(reasons.find("mine", file(1), now).is_none());
    }
}
