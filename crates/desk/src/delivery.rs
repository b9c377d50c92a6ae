//! A sealed link: a packet that went stands ready for whom it is addressed to, until they take it, somebody takes it back, or its days are
//! over. Whoever holds the link has nothing without the code, which is told another way, and not before a while in which a mistake is noticed.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::class::Class;
use crate::client::ClientId;
use crate::flows::Matter;
use crate::id::Id;
use crate::packet::PacketId;
use crate::plain::quiet;
use crate::record::Attachment;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// With so many wrong codes a link is shut.
const MOST_TRIES: u32 = 5;
/// So often it is taken: a recipient loses things.
const MOST_TAKES: usize = 3;

words! {
    /// Where a link stands.
    pub enum DeliveryState {
        /// It waits for whom it is addressed to.
        Ready = "ready",
        /// They took it.
        Taken = "taken",
        /// Somebody took it back before that.
        Recalled = "recalled",
        /// Another link stands in its place.
        Replaced = "replaced",
        /// Too many wrong codes came, or somebody said that it is in other hands.
        Shut = "shut",
        /// Somebody came with the code, and the law did not let it go any more.
        Stopped = "stopped",
    }
}

/// What is minted for a link by whoever asks for one.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// The end of the address: 26 letters and digits by chance.
    pub secret: String,
    /// Eight digits by chance.
    pub code: String,
    /// So many minutes pass before the code can be told.
    pub cool_off: u16,
    /// So many days it stands.
    pub days: u16,
}

/// That somebody took it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// When.
    pub at: Time,
    /// The name that they gave.
    pub name: String,
}

/// A sealed link. It is sealed at the level of the packet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id, which follows from the secret and tells nothing of it: see [`Delivery::behind`].
    pub id: Id<Self>,
    /// Whose record.
    pub client: ClientId,
    /// By which matter.
    pub matter: Id<Matter>,
    /// Of which packet.
    pub packet: PacketId,
    /// At which level it is sealed.
    pub level: Class,
    /// The bytes.
    pub file: Attachment,
    /// To whom.
    pub to: String,
    /// The number to which the code is told: one that somebody checked.
    pub number: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// The end of the address; nothing any more once it is over.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// The code; nothing any more once it is over.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// From when on the code is told, and opens it.
    pub opens: Time,
    /// Until when it stands.
    pub ends: Time,
    /// Who sent it.
    pub by: WorkerId,
    /// So many wrong codes came.
    pub tries: u32,
    /// Who took it.
    #[serde(default)]
    pub takes: Vec<Take>,
}
quiet!(Link, Take, Delivery);

/// What becomes of a link when somebody comes with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Knock {
    /// It was the code.
    Right,
    /// It was not.
    Wrong,
}

impl Delivery {
    /// Under which id stands what that secret opens.
    pub fn behind(secret: &str) -> Id<Self> {
        Id::derived(Now::trusted(Time(0)), secret)
    }

    /// Whether it can be taken now, by whoever has the code.
    pub fn is_open(&self, now: Time) -> bool {
        let stands = matches!(self.state, DeliveryState::Ready | DeliveryState::Taken);
        stands && self.opens <= now && now < self.ends && self.takes.len() < MOST_TAKES
    }

    /// Whether somebody may still come with the code: now, or once it is told to them.
    pub fn waits(&self, now: Time) -> bool {
        self.is_open(now) || (self.state == DeliveryState::Ready && now < self.opens)
    }

    /// Whether nobody took it, and it can be taken back.
    pub const fn is_untaken(&self) -> bool {
        self.takes.is_empty()
    }

    /// As its sender sees it: the code is told no earlier than it opens.
    #[must_use]
    pub fn as_of(&self, now: Time) -> Self {
        let code = if self.opens <= now { self.code.clone() } else { String::new() };
        Self { code, ..self.clone() }
    }

    /// Over: the address and the code are burned.
    pub(crate) fn over(&self, state: DeliveryState) -> Self {
        Self { state, secret: String::new(), code: String::new(), ..self.clone() }
    }

    /// Somebody comes with a code, and says who they are.
    pub(crate) fn knocked(&self, (name, code): (&str, &str), now: Time) -> (Self, Knock) {
        let mut next = self.clone();
        if same(&self.code, code) {
            next.takes.push(Take { at: now, name: name.to_owned() });
            next.state = DeliveryState::Taken;
            return (next, Knock::Right);
        }
        next.tries = next.tries.saturating_add(1);
        let shut = next.tries >= MOST_TRIES;
        (if shut { next.over(DeliveryState::Shut) } else { next }, Knock::Wrong)
    }
}

/// Whether those are the same digits, in a time that tells nothing of them.
fn same(code: &str, typed: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    let hash = |text: &str| <[u8; 32]>::from(Sha256::digest(digits(text)));
    !code.is_empty() && hash(code).iter().zip(hash(typed)).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<K>(n: u8) -> Id<K> {
        Id::new(Now::trusted(Time(1_772_445_600_000_000)), [n; 10])
    }

    fn link() -> Delivery {
        let file =
            Attachment { id: id(9), name: "p.pdf".into(), media_type: "application/pdf".into(), size: 1, sha256: "a".repeat(64) };
        Delivery {
            id: Delivery::behind("secret"),
            client: id(1),
            matter: id(2),
            packet: id(3),
            level: Class::Legal,
            file,
            to: "Dr. Lin".into(),
            number: "505-555-0100".into(),
            state: DeliveryState::Ready,
            secret: "secret".into(),
            code: "1234 5678".into(),
            opens: Time(10),
            ends: Time(100),
            by: id(4),
            tries: 0,
            takes: Vec::new(),
        }
    }

    /// Taken, where it can be.
    fn taken(link: Delivery, now: Time) -> Delivery {
        if link.is_open(now) { link.knocked(("Dr. Lin", "12345678"), now).0 } else { link }
    }

    /// Taken back, where it can be.
    fn back(link: Delivery) -> Delivery {
        if link.is_untaken() { link.over(DeliveryState::Recalled) } else { link }
    }

    #[test]
    fn at_every_second_it_is_taken_or_taken_back_and_never_both_nor_neither() {
        const COOL_OFF: i64 = 600;
        let second = |n: i64| Time(n * 1_000_000);
        let link = Delivery { opens: second(COOL_OFF), ends: second(2 * COOL_OFF), ..link() };
        for at in 0..2 * COOL_OFF {
            // Whoever asks first, and whoever asks again.
            let first = taken(back(link.clone()), second(at));
            let then = back(taken(back(taken(link.clone(), second(at))), second(at)));
            let is_back = |link: &Delivery| link.state == DeliveryState::Recalled;
            assert!(is_back(&first) && first.takes.is_empty() && first.code.is_empty(), "second {at}: it was taken back first");
            let early = at < COOL_OFF;
            assert_eq!((is_back(&then), then.takes.is_empty()), (early, early), "second {at}: nobody has the code before");
        }
    }

    #[test]
    fn the_code_is_told_no_earlier_than_it_opens() {
        let link = link();
        assert!(link.as_of(Time(9)).code.is_empty() && !link.as_of(Time(10)).code.is_empty());
        assert_eq!([9, 10, 99, 100].map(|at| link.is_open(Time(at))), [false, true, true, false]);
    }

    #[test]
    fn five_wrong_codes_shut_it_and_burn_the_right_one() {
        let mut link = link();
        for _ in 0..4 {
            link = link.knocked(("Lin", "0000 0000"), Time(20)).0;
            assert!(link.is_open(Time(20)));
        }
        link = link.knocked(("Lin", ""), Time(20)).0;
        assert!(!link.is_open(Time(20)) && link.code.is_empty() && link.secret.is_empty());
        assert_eq!(link.knocked(("Lin", "1234 5678"), Time(20)).1, Knock::Wrong, "what is burned opens nothing");
        assert_eq!(link.knocked(("Lin", ""), Time(20)).1, Knock::Wrong, "nothing is no code");
    }

    #[test]
    fn it_is_taken_three_times_and_no_more() {
        let mut link = link();
        for code in ["12345678", "1234-5678", "1234 5678"] {
            assert!(link.is_open(Time(20)));
            let (next, knock) = link.knocked(("Lin", code), Time(20));
            assert_eq!(knock, Knock::Right);
            link = next;
        }
        assert!(!link.is_open(Time(20)) && !link.is_untaken());
    }

    #[test]
    fn a_link_that_was_taken_back_opens_nothing() {
        let back = link().over(DeliveryState::Recalled);
        assert!(!back.is_open(Time(20)) && back.is_untaken());
    }
}
