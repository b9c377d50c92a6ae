//! How somebody shows who they are at the sign-in page: a password, a second factor, the devices that they are known by. It stands
//! apart from the passphrase of their own keys, which nobody resets alone.

mod factor;
mod password;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_desk::Time;
use tacenda_store::accounts::Tries;
use webauthn_rs::prelude::Passkey;

pub(crate) use factor::{App, new_app, picture};
pub use password::Stretch;
pub(crate) use password::{Gate, Weak, fit};

use crate::config::SignIn;

/// What is asked of whoever signs in.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What one guess of a password costs.
    pub stretch: Stretch,
    /// Whether everybody has a second factor.
    pub second_factor: bool,
    /// Idle for longer than this, a session is over: minutes.
    pub idle: i64,
    /// The same while its most private notes are open.
    pub idle_open: i64,
    /// After this a session is over, whatever happens: minutes.
    pub whole: i64,
    /// For so long somebody who has just shown who they are may do what is grave: minutes.
    pub fresh: i64,
    /// How long the way to an identity provider and back may take: minutes.
    pub errand: i64,
    /// How long a code of recovery waits, so that whoever it is about can object: minutes.
    pub wait: i64,
    /// After so many days a new password is asked for. Never, unless somebody above the agency says so: people who must change a
    /// password choose worse ones.
    pub password_days: Option<i64>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            stretch: Stretch::DEFAULT,
            second_factor: true,
            idle: 30,
            idle_open: 15,
            whole: 12 * 60,
            fresh: 5,
            errand: 10,
            wait: 4 * 60,
            password_days: None,
        }
    }
}

impl Policy {
    /// What the configuration says, in earnest or in practice.
    pub(crate) fn of(sign_in: &SignIn, practice: bool) -> Self {
        let policy = if practice { Self::practice() } else { Self::default() };
        Self { password_days: sign_in.password_days.map(|days| days.get().into()), ..policy }
    }

    /// Of a fictional agency: nobody needs a second factor, and a guess costs next to nothing.
    pub fn practice() -> Self {
        Self { stretch: Stretch::CHEAP, second_factor: false, ..Self::default() }
    }
}

/// How somebody signs in. Sealed under the agency's key.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    /// Version of this shape.
    pub(crate) v: u32,
    /// The name that they sign in by.
    pub(crate) login: String,
    /// The code of the language that their pages begin in.
    #[serde(default)]
    pub(crate) language: String,
    /// Argon2id, as a PHC string.
    pub(crate) password: String,
    /// When the password was chosen.
    pub(crate) chosen: Time,
    /// An app that makes codes.
    #[serde(default)]
    pub(crate) app: Option<App>,
    #[serde(default)]
    pub(crate) passkeys: Vec<Key>,
    /// By what passkeys know them: no name.
    pub(crate) handle: [u8; 16],
    #[serde(default)]
    pub(crate) devices: Vec<Device>,
    /// What they are to be told, newest last.
    #[serde(default)]
    pub(crate) news: Vec<News>,
    #[serde(default)]
    pub(crate) recovery: Option<Recovery>,
    /// An identity provider that vouches for them.
    #[serde(default)]
    pub(crate) bound: Option<Bound>,
}

/// What an identity provider calls somebody. An address or a name of theirs is never looked at: both can be given to another.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bound {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) since: Time,
}

impl std::fmt::Debug for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[bound]")
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[account]")
    }
}

/// A passkey.
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the key of a key is what the library calls a passkey")]
pub(crate) struct Key {
    pub(crate) id: String,
    /// The device on which it was made.
    pub(crate) label: String,
    pub(crate) made: Time,
    pub(crate) key: Passkey,
}

/// A browser that somebody signed in from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Device {
    /// The hash of what its cookie names.
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) made: Time,
    pub(crate) seen: Time,
}

/// Something that somebody is to be told about their account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct News {
    pub(crate) time: Time,
    /// Which message: `news-…`.
    pub(crate) what: String,
    /// Who or what it is about.
    #[serde(default)]
    pub(crate) of: String,
}

/// A code of recovery that waits, or may be used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recovery {
    pub(crate) hash: [u8; 32],
    pub(crate) from: Time,
    pub(crate) until: Time,
}

/// So many devices and news are kept.
const MOST: usize = 20;

impl Account {
    pub(crate) fn new(login: &str, password: String, handle: [u8; 16], now: Time) -> Self {
        Self {
            v: 1,
            login: login.to_owned(),
            language: String::new(),
            password,
            chosen: now,
            app: None,
            passkeys: Vec::new(),
            handle,
            devices: Vec::new(),
            news: Vec::new(),
            recovery: None,
            bound: None,
        }
    }

    /// Whether a password alone is not enough.
    pub(crate) fn has_factor(&self) -> bool {
        self.app.is_some() || !self.passkeys.is_empty()
    }

    /// How long a password must be: longer where it stands alone.
    pub(crate) fn least(&self) -> usize {
        if self.has_factor() { 12 } else { 15 }
    }

    pub(crate) fn tell(&mut self, time: Time, what: &str, of: &str) {
        self.news.push(News { time, what: what.to_owned(), of: of.to_owned() });
        let over = self.news.len().saturating_sub(MOST);
        self.news.drain(..over);
    }

    /// Notes that they signed in from this device. Whether it is a new one.
    pub(crate) fn met(&mut self, id: &str, label: &str, now: Time) -> bool {
        if let Some(device) = self.devices.iter_mut().find(|device| device.id == id) {
            (device.seen, device.label) = (now, label.to_owned());
            return false;
        }
        self.devices.push(Device { id: id.to_owned(), label: label.to_owned(), made: now, seen: now });
        self.devices.sort_by_key(|device| device.seen);
        let over = self.devices.len().saturating_sub(MOST);
        self.devices.drain(..over);
        true
    }

    /// Whether they are known by this device.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.devices.iter().any(|device| device.id == id)
    }
}

/// What is kept of a secret that stands in a cookie or on paper.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// One more try: whether it counts. After some that failed each waits longer, from a second to fifteen minutes; a day without any
/// begins anew. The try is counted before it is known to have failed, so that many at once do not all pass.
pub(crate) fn try_once(tries: Tries, free: u64, now: Time) -> (bool, Tries) {
    const LONGEST: i64 = 15 * 60;
    let before = if Time(tries.last).plus_days(1) < now { Tries::default() } else { tries };
    if now.0 < before.until {
        return (false, Tries { last: now.0, ..before });
    }
    let fails = before.fails.saturating_add(1);
    let seconds = match fails.checked_sub(free) {
        None => 0,
        Some(over) => {
            1_i64.checked_shl(u32::try_from(over).unwrap_or(u32::MAX)).filter(|s| (1..LONGEST).contains(s)).unwrap_or(LONGEST)
        }
    };
    (true, Tries { fails, until: now.0.saturating_add(seconds.saturating_mul(1_000_000)), last: now.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_last_for_ever_unless_the_configuration_says_otherwise() {
        let demanded = SignIn { password_days: std::num::NonZero::new(90), ..SignIn::default() };
        for practice in [false, true] {
            assert_eq!(Policy::of(&SignIn::default(), practice).password_days, None);
            assert_eq!(Policy::of(&demanded, practice).password_days, Some(90));
        }
    }

    #[test]
    fn after_ten_tries_each_waits_longer_up_to_a_quarter_of_an_hour() {
        let (mut tries, mut now, mut waits) = (Tries::default(), Time(1), Vec::new());
        for _ in 0..24 {
            let (counts, after) = try_once(tries, 10, now);
            assert!(counts);
            waits.push((after.until - now.0) / 1_000_000);
            if after.until > now.0 {
                assert!(!try_once(after, 10, now).0, "at once again");
            }
            (tries, now) = (after, Time(after.until.max(now.0)));
        }
        assert_eq!(waits[..9], [0; 9]);
        assert_eq!(waits[9..21], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        let (_, next) = try_once(tries, 10, now.plus_days(2));
        assert_eq!((next.fails, next.until), (1, now.plus_days(2).0), "a day without any begins anew");
    }
}
