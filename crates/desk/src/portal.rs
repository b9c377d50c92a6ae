//! The client's own door: off until worker and client turn it on together; entered by a number, a password and a code from paper.
//!
//! Whoever enters is a *guest*: the client, or somebody who lawfully acts for them. Nobody of whom the file says that they are not safe is
//! ever one, whatever papers they bring, and nobody gets in by mail or telephone alone: a slip is given by hand.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::client::{Authority, Client, Representative, Standing};
use crate::client::{ClientId, ClientState};
use crate::id::Id;
use crate::plain::{hex, quiet};
use crate::refusal::Refusal;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// So many of the last times are kept at which somebody came in.
const MOST_TIMES: usize = 12;
/// So many codes stand on a slip.
pub const CODES: usize = 24;
/// With so few codes left it is time for another slip.
pub const FEW_CODES: usize = 4;

words! {
    /// Where a portal stands.
    pub enum PortalState {
        /// It can be entered.
        On = "on",
        /// Whoever holds it says that somebody else may know the password: nobody enters.
        Locked = "locked",
        /// It was turned off, or another slip stands in its place.
        Off = "off",
    }
}

/// Who enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guest {
    /// The client.
    Client,
    /// Somebody who lawfully acts for them.
    Representative(Id<Representative>),
}

/// A client's own door. It is sealed at the client's general level; what is secret stands in it only as what it is held against.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portal {
    /// Its id, which follows from the number and tells nothing of it to whoever has not the agency's keys.
    pub id: Id<Self>,
    /// Whose file.
    pub client: ClientId,
    /// Who enters.
    pub guest: Guest,
    /// Where it stands.
    pub state: PortalState,
    /// What the password is held against: Argon2id, as a PHC string.
    pub password: String,
    /// Whether they chose it; the one on the slip is good for the first time alone.
    #[serde(default)]
    pub chosen: bool,
    /// What a second phrase is held against, under which less is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<String>,
    /// What the codes are held against that were not used yet: SHA-256, hexadecimal.
    pub codes: Vec<String>,
    /// When it was turned on.
    pub made: Time,
    /// By whom: they hear of what happens at it.
    pub by: WorkerId,
    /// When somebody came in, the last times, oldest first.
    #[serde(default)]
    pub times: Vec<Time>,
    /// When somebody last came in under the second phrase: for the worker's eyes, and no page of the guest's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_at: Option<Time>,
    /// When it was locked or turned off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Time>,
}

/// What is minted for a slip by whoever asks for one. Only what it is held against is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// What the first password is held against.
    pub password: String,
    /// What its codes are held against: see [`code_mark`].
    pub codes: Vec<String>,
}
quiet!(Portal, Slip);

/// What a code is held against: it is bound to the portal, so that no table of marks fits two. Blanks and hyphens do not count.
pub fn code_mark(portal: Id<Portal>, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_digit).collect();
    hex(&Sha256::digest(format!("portal code\n{portal}\n{plain}")))
}

impl Portal {
    /// Under which id stands what that keyed mark of a number finds.
    pub fn behind(mark: &[u8; 32]) -> Id<Self> {
        Id::of_form(&hex(mark))
    }

    /// Whether that code stands unused, in a time that does not depend on where.
    pub fn has_code(&self, code: &str) -> bool {
        let mark = code_mark(self.id, code);
        let same = |kept: &String| kept.bytes().zip(mark.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0;
        !code.is_empty() && self.codes.iter().filter(|kept| kept.len() == mark.len() && same(kept)).count() > 0
    }

    /// Entered with that code, which is used up by it.
    pub(crate) fn entered(&self, code: &str, now: Time) -> Self {
        let (mark, mut next) = (code_mark(self.id, code), self.clone());
        next.codes.retain(|kept| *kept != mark);
        next.times.push(now);
        let over = next.times.len().saturating_sub(MOST_TIMES);
        next.times.drain(..over);
        next
    }

    /// Over: what opened it is gone.
    pub(crate) fn shut(&self, state: PortalState, now: Time) -> Self {
        Self { state, password: String::new(), quiet: None, codes: Vec::new(), over: Some(now), ..self.clone() }
    }

    /// Whether it is time for another slip.
    pub fn is_short_of_codes(&self) -> bool {
        self.codes.len() <= FEW_CODES
    }

    /// Whether its guest signs and stops permissions: the client, or who acts in the place of one who does not act alone.
    pub fn decides(&self, client: &Client) -> bool {
        self.guest == Guest::Client || client.died.is_some() || !acts_alone(client.standing)
    }

    /// Whether its guest may enter at that moment.
    pub fn lets_in(&self, client: &Client, now: Now) -> bool {
        self.state == PortalState::On && self.client == client.id && may_enter(client, self.guest, now).is_ok()
    }
}

/// Whether that guest may have a door to this file: the client, unless somebody else acts for them; a representative within what their
/// authority rests on. Unsafe people never.
///
/// # Errors
/// [`Refusal::WrongState`] where the file says that somebody else acts; [`Refusal::UnsafePerson`]; [`Refusal::NotFoundOrNotYours`].
pub fn may_enter(client: &Client, guest: Guest, now: Now) -> Result<(), Refusal> {
    if client.state == ClientState::Destroyed {
        return Err(Refusal::WrongState);
    }
    match guest {
        Guest::Client if client.died.is_some() => Err(Refusal::WrongState),
        Guest::Client => acts_alone(client.standing).then_some(()).ok_or(Refusal::WrongState),
        Guest::Representative(id) => {
            let one = client.representatives.iter().find(|one| one.id == id).ok_or(Refusal::NotFoundOrNotYours)?;
            if client.is_unsafe(&one.name) {
                return Err(Refusal::UnsafePerson);
            }
            let acts = one.span.holds(now) && fits(client, one.authority);
            acts.then_some(()).ok_or(Refusal::WrongState)
        }
    }
}

/// Whether the file says that the client acts for themself.
const fn acts_alone(standing: Standing) -> bool {
    matches!(standing, Standing::Adult | Standing::Emancipated | Standing::ConsentedAlone)
}

/// Whether such an authority reaches the file of a client who stands so. A parent's ends where the minor acts alone.
const fn fits(client: &Client, authority: Authority) -> bool {
    match authority {
        Authority::Estate => client.died.is_some(),
        _ if client.died.is_some() => false,
        Authority::Parent => matches!(client.standing, Standing::Minor),
        Authority::Guardian | Authority::GuardianAdLitem => matches!(client.standing, Standing::Minor | Standing::Guardianship),
        Authority::PowerOfAttorney | Authority::Named => matches!(client.standing, Standing::Adult | Standing::Emancipated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    const NOW: Now = Now::trusted(Time(1_772_445_600_000_000));

    fn id<K>(n: u8) -> Id<K> {
        Id::new(NOW, [n; 10])
    }

    fn client(standing: Standing, authority: Authority) -> Client {
        let representative = Representative {
            id: id(7),
            name: "Ana Vega".into(),
            authority,
            proof: "seen".into(),
            never: Vec::new(),
            limits: None,
            span: Span::since(Time(0)),
        };
        Client { standing, representatives: vec![representative], ..Client::new(id(1), "Rosa") }
    }

    const OTHER: fn() -> Guest = || Guest::Representative(id(7));

    #[test]
    fn whoever_acts_for_themself_enters_and_where_somebody_acts_for_them_they_do() {
        for (standing, alone, parent, guardian, named) in [
            (Standing::Adult, true, false, false, true),
            (Standing::Minor, false, true, true, false),
            (Standing::ConsentedAlone, true, false, false, false),
            (Standing::Emancipated, true, false, false, true),
            (Standing::Guardianship, false, false, true, false),
        ] {
            let of = |authority| may_enter(&client(standing, authority), OTHER(), NOW).is_ok();
            assert_eq!(may_enter(&client(standing, Authority::Named), Guest::Client, NOW).is_ok(), alone, "{standing:?}");
            let found = (of(Authority::Parent), of(Authority::Guardian), of(Authority::Named));
            assert_eq!(found, (parent, guardian, named), "{standing:?}");
        }
    }

    #[test]
    fn nobody_who_is_not_safe_enters_whatever_paper_they_bring() {
        let mut file = client(Standing::Minor, Authority::Parent);
        file.unsafe_people = vec!["ANA  VEGA".into()];
        assert_eq!(may_enter(&file, OTHER(), NOW), Err(Refusal::UnsafePerson));
    }

    #[test]
    fn after_a_death_the_estate_enters_and_nobody_else() {
        let died = |authority| Client { died: Some(jiff::civil::date(2026, 1, 2)), ..client(Standing::Adult, authority) };
        assert!(may_enter(&died(Authority::Estate), OTHER(), NOW).is_ok());
        assert!(may_enter(&died(Authority::Named), OTHER(), NOW).is_err());
        assert!(may_enter(&died(Authority::Estate), Guest::Client, NOW).is_err());
    }

    #[test]
    fn an_authority_that_ended_opens_nothing() {
        let mut file = client(Standing::Adult, Authority::Named);
        file.representatives.iter_mut().for_each(|one| one.span = one.span.ended(Time(5)));
        assert_eq!(may_enter(&file, OTHER(), NOW), Err(Refusal::WrongState));
    }

    #[test]
    fn a_code_opens_once_and_for_its_own_portal_alone() {
        let portal = Portal {
            id: Portal::behind(&[1; 32]),
            client: id(1),
            guest: Guest::Client,
            state: PortalState::On,
            password: "x".into(),
            chosen: true,
            quiet: None,
            codes: vec![code_mark(Portal::behind(&[1; 32]), "1234 5678"), code_mark(Portal::behind(&[1; 32]), "2222 3333")],
            made: Time(0),
            by: id(2),
            times: vec![Time(1); MOST_TIMES],
            quiet_at: None,
            over: None,
        };
        assert!(portal.has_code("12345678") && portal.has_code("1234-5678") && !portal.has_code("") && !portal.has_code("1234"));
        let next = portal.entered("1234 5678", Time(9));
        assert!(!next.has_code("1234 5678") && next.has_code("2222 3333"));
        assert_eq!((next.times.len(), next.times.last()), (MOST_TIMES, Some(&Time(9))));
        assert_ne!(code_mark(portal.id, "1"), code_mark(Portal::behind(&[2; 32]), "1"));
        let shut = next.shut(PortalState::Locked, Time(10));
        assert!(shut.codes.is_empty() && shut.password.is_empty() && !shut.has_code("2222 3333"));
    }
}
