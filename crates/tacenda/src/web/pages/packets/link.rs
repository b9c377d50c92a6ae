//! The sealed link of a packet, as whoever sent it sees it: what to mail, what to tell, how to take it back.

use tacenda_desk::acts::{Assembly, MailLink, RecallPacket, RelinkPacket};
use tacenda_desk::flows::Served;
use tacenda_desk::{Delivery, Link, Mail, MailState, Recalled, Refusal, Time, is_mail_address};
use tacenda_vault::{Entropy as _, SystemEntropy};

use super::one::page;
use super::{over, path};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Fault;
use crate::web::dates;
use crate::web::pages::matters;

/// Letters of a secret: each of thirty-two.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// So many of them: 130 bits.
const SECRET: usize = 26;

/// A link as the page shows it.
pub(super) struct Shown<'a> {
    pub(super) link: &'a Delivery,
    /// The whole address.
    pub(super) address: String,
    /// Whether it waits for whom it is addressed to.
    pub(super) waits: bool,
    /// Whether its days are over.
    pub(super) over: bool,
    /// A mail server is there, by which its address can go.
    posts: bool,
    /// When a mail that is asked for now goes.
    pub(super) mailed_at: Time,
}

impl<'a> Shown<'a> {
    pub(super) fn of(ask: &Ask<'_>, link: &'a Delivery, now: Time) -> Self {
        let origin = ask.site.settings.links.as_ref().map(|links| links.origin.as_str()).unwrap_or_default();
        let over = now >= link.ends;
        Self {
            link,
            address: format!("{origin}/f/{}", link.secret),
            waits: link.waits(now),
            over,
            posts: ask.site.relay.is_some(),
            mailed_at: link.opens.max(now),
        }
    }

    /// Whether its address can be mailed, and was not asked to be yet.
    pub(super) fn may_mail(&self, of: &Assembly) -> bool {
        self.is_to_be_mailed(of) && is_mail_address(address(of))
    }

    /// Whether it could, were the address one.
    pub(super) fn has_no_mail(&self, of: &Assembly) -> bool {
        self.is_to_be_mailed(of) && !is_mail_address(address(of))
    }

    fn is_to_be_mailed(&self, of: &Assembly) -> bool {
        self.posts && self.waits && of.taken.is_empty() && of.mails.is_empty()
    }
}

/// Where the packet went.
fn address(of: &Assembly) -> &str {
    of.packet.sent.as_ref().map_or("", |sent| sent.address.as_str())
}

/// The mails about the link, the first one first.
pub(super) fn by_time(of: &Assembly) -> Vec<&Mail> {
    let mut mails: Vec<&Mail> = of.mails.iter().collect();
    mails.sort_by_key(|mail| mail.due);
    mails
}

/// When it goes, or went.
pub(super) fn when(mail: &Mail) -> &Time {
    mail.ended.as_ref().unwrap_or(&mail.due)
}

/// What is said of where a mail stands.
pub(super) const fn stands(mail: &Mail) -> &'static str {
    match mail.state {
        MailState::Waiting => "packet-mail-waiting",
        MailState::Went => "packet-mail-went",
        MailState::Dropped => "packet-mail-dropped",
        MailState::Refused => "packet-mail-refused",
        MailState::GivenUp => "packet-mail-given-up",
    }
}

/// When it was taken back, by whom and why, time by time.
pub(super) fn recalled(ask: &Ask<'_>, of: &Assembly) -> Vec<String> {
    let line = |back: &Recalled| {
        let when = dates::moment(ask.language, back.at);
        ask.say("packet-recalled", &[("when", &when), ("who", &back.who), ("words", &back.words)])
    };
    of.packet.recalled.iter().map(|(_, back)| line(back)).collect()
}

/// A letter for each byte of chance, none of which is taken for another.
pub(super) fn letters(random: &[u8]) -> String {
    random.iter().filter_map(|byte| LETTERS.get(usize::from(byte & 31)).map(|letter| char::from(*letter))).collect()
}

/// What a new link is made of; none where nothing goes by one here.
fn minted(ask: &Ask<'_>) -> Result<Option<Link>, Problem> {
    let Some(links) = &ask.site.settings.links else { return Ok(None) };
    let (mut random, mut digits) = ([0; SECRET], [0; 8]);
    SystemEntropy.fill(&mut random)?;
    SystemEntropy.fill(&mut digits)?;
    let code = format!("{:08}", u64::from_be_bytes(digits) % 100_000_000);
    Ok(Some(Link { secret: letters(&random), code, cool_off: links.cool_off, days: links.days }))
}

/// The same, where it goes by a link.
pub(super) fn for_way(ask: &Ask<'_>, way: Served) -> Result<Option<Link>, Problem> {
    if way != Served::Link {
        return Ok(None);
    }
    Ok(Some(minted(ask)?.ok_or(Refusal::WrongState)?))
}

pub(super) fn recall(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let Some(words) = ask.form.filled("words").map(str::to_owned) else {
        return page(ask, of, vec![Fault { field: "words", text: ask.say("packet-fault-recall", &[]) }]);
    };
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    match ask.act(RecallPacket { id, matter, client, over: over(ask)?, words }, matters::why(ask, Some(client))?) {
        Err(Problem::Refused(why @ Refusal::AlreadyTaken)) => {
            let text = ask.refusal(why);
            page(ask, of, vec![Fault { field: "words", text }])
        }
        other => other.map(|_| Answer::go(&path(&of.packet, ""))),
    }
}

pub(super) fn again(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let sent = of.packet.sent.as_ref().ok_or(Refusal::WrongState)?;
    let link = for_way(ask, sent.addressed.way)?.ok_or(Refusal::WrongState)?;
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    let act = RelinkPacket { id, matter, client, over: over(ask)?, link, addressed: sent.addressed.clone() };
    ask.act(act, matters::why(ask, Some(client))?)?;
    Ok(Answer::go(&path(&of.packet, "")))
}

/// Asks that the address goes by mail, in the language of the paper.
pub(super) fn mail(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let sent = of.packet.sent.as_ref().filter(|_| ask.site.relay.is_some()).ok_or(Refusal::WrongState)?;
    let language = of.packet.copy.as_ref().map_or_else(|| ask.language.code().to_owned(), |copy| copy.language.clone());
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    let act = MailLink { id, matter, client, over: over(ask)?, addressed: sent.addressed.clone(), language };
    ask.act(act, matters::why(ask, Some(client))?)?;
    Ok(Answer::go(&path(&of.packet, "")))
}
