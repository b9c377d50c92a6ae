//! A mail that says that something waits, and nothing else. It names by what its words follow and to whom it goes, and holds neither an address
//! nor a link: both are read when its time has come, from where they stand, so that what was taken back in between is mailed to nobody.

use serde::{Deserialize, Serialize};

use crate::class::Class;
use crate::client::ClientId;
use crate::delivery::{Delivery, DeliveryState};
use crate::flows::Matter;
use crate::id::Id;
use crate::packet::PacketId;
use crate::plain::quiet;
use crate::time::{Now, Time};
use crate::words::words;
use crate::worker::WorkerId;

/// So many days before a link ends whoever has not come yet is told once more.
const REMINDED: i64 = 3;
/// And only where so many days at least lie between the two mails.
const BETWEEN: i64 = 2;
/// So many days it is tried.
const TRIED: i64 = 4;
/// The longest address (RFC 5321, 4.5.3.1.3), and the longest of what stands before its sign.
const LONGEST: usize = 254;
const LONGEST_NAME: usize = 64;

words! {
    /// What is said, in fixed words: there is no other text in any mail.
    pub enum Letter {
        /// Something is ready behind a link.
        LinkReady = "link_ready",
        /// The link ends soon, and nobody came.
        LinkEnds = "link_ends",
    }
}

words! {
    /// Where a mail stands.
    pub enum MailState {
        /// It goes when its time has come.
        Waiting = "waiting",
        /// A mail server took it.
        Went = "went",
        /// There was nothing to be said any more.
        Dropped = "dropped",
        /// The address was not the one that was checked any more, or its server refused it for good.
        Refused = "refused",
        /// No server took it, for days.
        GivenUp = "given_up",
    }
}

/// To whom it goes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Addressee {
    /// Whom a packet behind a link is for.
    Link {
        /// The link.
        link: Id<Delivery>,
        /// The packet.
        packet: PacketId,
        /// Its matter.
        matter: Id<Matter>,
    },
}

/// A mail in the outbox. It is sealed at the level of what it tells of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its id, the same for the same mail about the same thing: nothing is asked for twice.
    pub id: Id<Self>,
    /// In whose file.
    pub client: ClientId,
    /// At which level it is sealed.
    pub level: Class,
    /// To whom.
    pub to: Addressee,
    /// What it says.
    pub letter: Letter,
    /// In which language: `en` or `es`.
    pub language: String,
    /// Where it stands.
    pub state: MailState,
    /// Not before.
    pub due: Time,
    /// Not after.
    pub until: Time,
    /// Who asked for it.
    pub by: WorkerId,
    /// When it went, or ended otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Time>,
}
quiet!(Addressee, Mail);

impl Mail {
    /// The mails about a link: that something is ready, when its code can be told; and once more before it ends, if its days are long enough.
    pub(crate) fn of_link(link: &Delivery, language: &str, (by, now): (WorkerId, Time)) -> Vec<Self> {
        let due = link.opens.max(now);
        let of = |letter: Letter, due: Time, until: Time| Self {
            id: Id::derived(Now::trusted(Time(0)), &format!("mail {} {}", letter.word(), link.id)),
            client: link.client,
            level: link.level,
            to: Addressee::Link { link: link.id, packet: link.packet, matter: link.matter },
            letter,
            language: language.to_owned(),
            state: MailState::Waiting,
            due,
            until: until.min(link.ends),
            by,
            ended: None,
        };
        let again = link.ends.plus_days(-REMINDED);
        let ready = of(Letter::LinkReady, due, due.plus_days(TRIED));
        let ends = (again >= due.plus_days(BETWEEN)).then(|| of(Letter::LinkEnds, again, link.ends));
        [ready].into_iter().chain(ends).collect()
    }

    /// Whether it is about that link.
    pub fn is_about(&self, link: Id<Delivery>) -> bool {
        let Addressee::Link { link: of, .. } = &self.to;
        *of == link
    }

    /// Whether there is something to be said of that link still: it stands, and nobody came.
    pub(crate) fn is_wanted(link: &Delivery, now: Time) -> bool {
        link.state == DeliveryState::Ready && link.is_open(now) && link.is_untaken()
    }

    /// Over, in that way.
    #[must_use]
    pub(crate) fn over(&self, state: MailState, now: Time) -> Self {
        Self { state, ended: Some(now), ..self.clone() }
    }
}

/// Whether a mail server can be given that as an address, to the letter: `name@host.example`, in ASCII, without quotes, comments, spaces or
/// anything by which a line of a mail's head could end.
pub fn is_mail_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_atom =
        |atom: &str| !atom.is_empty() && atom.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c));
    let is_label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let named = name.len() <= LONGEST_NAME && name.split('.').all(is_atom);
    // What ends in a number is no name of a host.
    let last = host.rsplit('.').next().unwrap_or_default();
    let hosted = host.contains('.') && host.split('.').all(is_label) && last.chars().any(|c| c.is_ascii_alphabetic());
    text.len() <= LONGEST && named && hosted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line_of_plain_letters() {
        for fine in ["a@b.example", "records@lin.example", "o'neil+files@a-b.example", "first.last@sub.host.example"] {
            assert!(is_mail_address(fine), "{fine}");
        }
        let long = format!("{}@b.example", "a".repeat(65));
        let no = [
            "",
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example\n",
            "a\u{0}@b.example",
            "a@b.example, c@d.example",
            "<a@b.example>",
            "\"a b\"@c.example",
            "a(c)@b.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a..b@c.example",
            ".a@c.example",
            "a@b@c.example",
            "a@-b.example",
            "a@b..example",
            "ana@café.example",
            "añil@b.example",
            "a@b.example?cc=d",
            long.as_str(),
        ];
        for no in no {
            assert!(!is_mail_address(no), "{no:?}");
        }
    }
}
