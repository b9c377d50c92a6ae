//! The packet itself: how far it is; the finished paper as whoever gets it will read it; that it went.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{Assembly, CheckPacket, ReceivePacket, SendPacket};
use tacenda_desk::{Class, PacketState, Refusal};

use super::frame::{Frame, Set};
use super::link::{self, Shown};
use super::pictures::{comes_along, missed};
use super::{Again, assembly, astray, over, path, reading, screen, set_again, take};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::form::Uploaded;
use crate::web::pages::matters;
use crate::web::values::Values;
use crate::web::{dates, uploads};

/// So many pages that did not come are named.
const NAMED: usize = 10;
/// So many bytes of the paper are shown at once.
const SHOWN: usize = 30_000;

#[derive(Template)]
#[template(path = "packets/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    of: &'a Assembly,
    /// The paper's words, page by page, read back from its bytes.
    text: Vec<(usize, String)>,
    /// Those of them that are pictures, and where each is shown.
    pictures: Vec<(usize, String)>,
    /// There are files beside the records, of which pages can go.
    files: bool,
    /// Where the reading goes on.
    next: Option<usize>,
    /// Something around it has changed since it was set.
    stale: bool,
    /// Who reads it now is not who put it together.
    is_second: bool,
    owed: Vec<String>,
    stopped: Option<String>,
    stay: Vec<(Class, u32)>,
    /// The link that it stands behind.
    link: Option<Shown<'a>>,
    /// A copy that only the passphrase opens can be made here.
    locks: bool,
    /// What may have happened to it, if it came into other hands.
    events: Vec<(String, String)>,
    today: String,
    /// That it went before, and was taken back.
    recalled: Vec<String>,
    v: Values,
}

impl Page<'_> {
    /// Where that page is shown, if it is a picture.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template has it so")]
    fn picture(&self, number: &usize) -> Option<&str> {
        self.pictures.iter().find(|(at, _)| at + 1 == *number).map(|(_, path)| path.as_str())
    }

    fn is(&self, state: &str) -> bool {
        self.of.packet.state.word() == state
    }

    /// Whether it stands behind a link, and nobody took it yet.
    fn waits(&self) -> bool {
        self.link.is_some() && self.of.taken.is_empty()
    }

    /// How the passphrase is read out, where a locked copy goes by mail.
    fn passphrase(&self) -> Option<String> {
        let sent = self.of.packet.sent.as_ref().filter(|sent| !sent.passphrase.is_empty())?;
        Some(take::spelled(&sent.passphrase))
    }

    /// Whether what goes by mail is locked, or encrypted.
    fn is_shut_for_mail(&self) -> bool {
        self.of.packet.sent.as_ref().is_some_and(|sent| !sent.passphrase.is_empty() || !sent.key.is_empty())
    }

    /// What is to be done now that it went; nothing where it came into other hands: that is told there.
    fn then(&self) -> Option<&'static str> {
        let is_key = self.of.packet.sent.as_ref().is_some_and(|sent| !sent.key.is_empty());
        let way = match (self.link.is_some(), self.passphrase().is_some(), is_key) {
            (true, ..) => "packet-then-link",
            (_, true, _) => "packet-then-locked",
            (.., true) => "packet-then-age",
            _ => "packet-then-line",
        };
        Some(way).filter(|_| !self.of.astray)
    }

    /// Whether it goes with a sheet on top.
    fn has_cover(&self) -> bool {
        self.of.packet.sent.as_ref().is_some_and(|sent| take::has_cover(sent.addressed.way))
    }

    /// Whether all that is wanted before it goes is there.
    fn may_go(&self) -> bool {
        let read = !self.of.needs_second || self.of.packet.is_checked();
        self.is("made") && !self.stale && read && self.owed.is_empty() && self.stopped.is_none()
    }
}

/// As many pages of the paper, from that one on, as a page of ours holds; and where the reading goes on.
fn part(text: Vec<String>, from: usize) -> (Vec<(usize, String)>, Option<usize>) {
    let (mut size, mut part) = (0, Vec::new());
    for (at, page) in text.into_iter().enumerate().skip(from.max(1) - 1) {
        size += page.len();
        if size > SHOWN && !part.is_empty() {
            return (part, Some(at + 1));
        }
        part.push((at + 1, page.replace('\u{c}', "\n")));
    }
    (part, None)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, &assembly(ask)?, Vec::new())
}

pub(super) fn page(ask: &Ask<'_>, of: &Assembly, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let made = of.packet.state == PacketState::Made;
    let set = match if made { set_again(ask, of)? } else { Again::Stale } {
        Again::Reading(read, all) => return reading(ask, &of.packet, ("", "packet-reading-again"), (read, all)),
        Again::Set(set) => Some(set),
        Again::Stale => None,
    };
    // A note that was written since may name somebody who stands in it.
    let stale = made && (set.is_none() || !screen::is_done(of));
    let (text, pictures) = set.map(|set| (set.text, set.pictures)).unwrap_or_default();
    comes_along(ask, of, &pictures)?;
    let (text, next) = part(text, ask.query.text("from").parse().unwrap_or(1));
    let me = ask.worker()?.id;
    let (copy, now) = (of.packet.copy.as_ref(), ask.now()?.time);
    let duty = |word: &String| matters::duty(ask, &ask.site.packs, word);
    let page = Page {
        c: ask.titled("packet-title").back(format!("/matters/{}", of.packet.matter)).with_faults(faults),
        path: path(&of.packet, ""),
        stale,
        next,
        text,
        pictures: pictures.into_iter().map(|(at, path, _)| (at, path)).collect(),
        files: super::pictures::files(of).next().is_some(),
        is_second: of.packet.by != me && !of.packet.hands.contains(&me),
        owed: of.owed_first.iter().map(duty).collect(),
        stopped: of.stopped.map(|why| ask.refusal(why)),
        stay: copy.map(|copy| copy.stay.iter().map(|(class, count)| (*class, *count)).collect()).unwrap_or_default(),
        locks: ask.site.locker.is_there(),
        events: astray::events(ask),
        today: dates::today(now).to_string(),
        recalled: link::recalled(ask, of),
        link: of.link.as_ref().filter(|_| of.packet.sent.is_some()).map(|link| Shown::of(ask, link, now)),
        of,
        v: Values::sent(&ask.form),
    };
    Ok(Answer::page(&page)?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["do", "over", "fine", "words", "name", "born", "whom", "event", "known"], &[])?;
    let of = assembly(ask)?;
    match ask.form.text("do") {
        "check" => check(ask, &of),
        "send" => send(ask, &of),
        "receipt" => receipt(ask, &of),
        "recall" => link::recall(ask, &of),
        "relink" => link::again(ask, &of),
        "mail" => link::mail(ask, &of),
        "astray" => astray::save(ask, &of),
        _ => Err(Problem::BadForm),
    }
}

fn fault(ask: &Ask<'_>, field: &'static str, key: &str) -> Vec<Fault> {
    vec![Fault { field, text: ask.say(key, &[]) }]
}

fn check(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let (fine, words) = (ask.form.text("fine") == "yes", ask.form.text("words").to_owned());
    if !fine && words.is_empty() {
        return page(ask, of, fault(ask, "words", "packet-fault-words"));
    }
    let missed = missed(ask, of)?;
    if fine && !missed.is_empty() {
        let named = missed.iter().take(NAMED).map(|(name, number)| format!("{name} ({number})"));
        let named = named.chain((missed.len() > NAMED).then(|| "…".to_owned())).collect::<Vec<_>>().join(", ");
        let text = ask.say("packet-fault-missed", &[("pages", named.as_str())]);
        return page(ask, of, vec![Fault { field: "pictures", text }]);
    }
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    let all = of.packet.copy.as_ref().map_or(0, |copy| copy.pictures);
    let pictures = all.saturating_sub(u32::try_from(missed.len()).unwrap_or(u32::MAX));
    ask.act(CheckPacket { id, matter, client, over: over(ask)?, fine, words, pictures }, matters::why(ask, Some(client))?)?;
    Ok(Answer::go(&path(&of.packet, "")))
}

/// Lets it go: the same bytes once more, held against the request, kept with the act that sends them.
fn send(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let Some(born) = ask.form.text("born").parse().ok().filter(|_| ask.form.filled("name").is_some()) else {
        return page(ask, of, fault(ask, "name", "packet-fault-who"));
    };
    let name = ask.form.text("name").to_owned();
    let set = match set_again(ask, of)? {
        Again::Set(set) if screen::is_done(of) => set,
        Again::Reading(read, all) => return reading(ask, &of.packet, ("", "packet-reading-again"), (read, all)),
        _ => return page(ask, of, fault(ask, "name", "packet-stale")),
    };
    let copy = of.packet.copy.as_ref().ok_or(Refusal::WrongState)?;
    let language = crate::language::Language::from_code(&copy.language).unwrap_or(ask.language);
    if !of.about.is(&name, Some(born)) || !Frame::is_about(language, &set, (&name, born)) {
        return page(ask, of, fault(ask, "name", "packet-fault-other"));
    }
    match let_go(ask, of, (name, born), &set) {
        Err(Problem::Refused(
            why @ (Refusal::NothingGoes
            | Refusal::OwedFirst
            | Refusal::NeedsSecondPerson
            | Refusal::UncheckedAddress
            | Refusal::PacketNotReady),
        )) => {
            let text = ask.refusal(why);
            page(ask, of, vec![Fault { field: "name", text }])
        }
        other => other.map(|()| Answer::go(&path(&of.packet, ""))),
    }
}

fn let_go(ask: &Ask<'_>, of: &Assembly, (name, born): (String, jiff::civil::Date), set: &Set) -> Result<(), Problem> {
    let packet = &of.packet;
    let (id, matter, client) = (packet.id, packet.matter, packet.client);
    let addressed = packet.copy.as_ref().map(|copy| copy.addressed.clone()).ok_or(Refusal::WrongState)?;
    let (over, why, link) = (over(ask)?, matters::why(ask, Some(client))?, link::for_way(ask, addressed.way)?);
    let passphrase = take::passphrase(addressed.way)?;
    let called = format!("packet-{}.pdf", dates::today(ask.now()?.time));
    let paper = Uploaded { field: String::new(), name: called, bytes: set.pdf.clone() };
    let act = |file| SendPacket { id, matter, client, over, addressed, name, born, file, link, passphrase };
    uploads::put(ask, (client, packet.level), (&paper, "application/pdf"), |file| ask.act(act(file), why)).map(drop)
}

fn receipt(ask: &Ask<'_>, of: &Assembly) -> Result<Answer, Problem> {
    let Some(words) = ask.form.filled("words").map(str::to_owned) else {
        return page(ask, of, fault(ask, "words", "packet-fault-receipt"));
    };
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    ask.act(ReceivePacket { id, matter, client, over: over(ask)?, words }, matters::why(ask, Some(client))?)?;
    Ok(Answer::go(&path(&of.packet, "")))
}
