//! `/c/{id}/portal`: the client's own page, turned on together with them, turned off; and what they and the team write to each other.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{ReadPortals, TurnOffPortal, TurnOnPortal, WriteMessage};
use tacenda_desk::{CODES, Card, Guest, Id, Message, Portal, PortalState, Refusal, Seen, Slip, Time, Writer, code_mark};
use tacenda_vault::{Entropy as _, SystemEntropy};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::file::{File, Head, Tab, with_card};

/// So many digits has a number, and a code.
const NUMBER: usize = 10;
const CODE: usize = 8;
/// What a start word is made of: no letter that looks like another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789a";

/// Where one of them stands.
struct Row {
    id: String,
    who: String,
    state: &'static str,
    since: Time,
    last: Option<Time>,
    /// When somebody last came in under the second phrase.
    quiet: Option<Time>,
    codes: usize,
    is_on: bool,
    is_locked: bool,
    /// What was written in it, and by whom: nobody reads what another of the client's guests writes.
    messages: Vec<(String, Message)>,
}

#[derive(Template)]
#[template(path = "file/portal.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    /// The portal's address, if the house has one.
    address: Option<String>,
    rows: Vec<Row>,
    /// Who may come in: the form's word, and in words.
    guests: Vec<(String, String)>,
    /// What was typed, and for which of them.
    text: String,
    to: String,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| page(file, Vec::new()))
}

fn read(file: &File<'_>) -> Result<(Vec<Portal>, Vec<Message>), Problem> {
    match file.see(ReadPortals { client: file.id })? {
        Seen::Portals(portals, messages) => Ok((portals, messages)),
        _ => Err(Refusal::NotFoundOrNotYours.into()),
    }
}

fn page(file: &File<'_>, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let (portals, messages) = read(file)?;
    let card = file.card()?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let c = file.chrome("portal-desk-title").with_faults(faults);
    // Of each who comes in the newest; what another slip replaced is history.
    let mut met = Vec::new();
    let newest = portals.iter().filter(|portal| {
        let new = !met.contains(&portal.guest);
        met.push(portal.guest);
        new
    });
    let newest: Vec<&Portal> = newest.collect();
    // What the same person wrote before another slip is theirs still.
    let of = |message: &Message| portals.iter().find(|portal| portal.id == message.portal).map(|portal| portal.guest);
    let rows = newest.iter().map(|portal| {
        let theirs = messages.iter().filter(|message| of(message) == Some(portal.guest));
        let messages = theirs.map(|message| (from(&c, message), message.clone())).collect();
        Row { messages, ..row(&c, card, portal) }
    });
    let rows: Vec<Row> = rows.collect();
    let page = Page {
        address: ask.site.settings.portal.as_ref().map(|portal| portal.origin.clone()),
        f: file.head(Tab::Portal),
        guests: guests(file, card),
        text: ask.form.raw("text").to_owned(),
        to: ask.form.text("portal").to_owned(),
        rows,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn from(c: &Chrome<'_>, message: &Message) -> String {
    match &message.from {
        Writer::Guest => c.t("portal-desk-they"),
        Writer::Worker(_, name) => name.clone(),
    }
}

fn named(c: &Chrome<'_>, card: &Card, guest: Guest) -> String {
    match guest {
        Guest::Client => c.t("portal-desk-client"),
        Guest::Representative(id) => {
            let one = card.representatives.iter().flatten().find(|one| one.id == id);
            one.map_or_else(|| "\u{2013}".to_owned(), |one| one.name.clone())
        }
    }
}

fn row(c: &Chrome<'_>, card: &Card, portal: &Portal) -> Row {
    let (state, is_on, is_locked) = match portal.state {
        PortalState::On => ("portal-desk-on", true, false),
        PortalState::Locked => ("portal-desk-locked", false, true),
        PortalState::Off => ("portal-desk-off", false, false),
    };
    Row {
        id: portal.id.to_string(),
        who: named(c, card, portal.guest),
        state,
        since: portal.over.unwrap_or(portal.made),
        last: portal.times.last().copied(),
        quiet: portal.quiet_at,
        codes: portal.codes.len(),
        is_on,
        is_locked,
        messages: Vec::new(),
    }
}

/// Who may come in by the file as it stands. Whoever is not safe is never offered.
fn guests(file: &File<'_>, card: &Card) -> Vec<(String, String)> {
    let allowed = file.ask.site.agency.guests_of(file.id).unwrap_or_default();
    let c = file.ask.titled("portal-desk-title");
    allowed.into_iter().map(|guest| (word(guest), named(&c, card, guest))).collect()
}

fn word(guest: Guest) -> String {
    match guest {
        Guest::Client => "client".to_owned(),
        Guest::Representative(id) => id.to_string(),
    }
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["do", "guest", "wants", "told", "hand", "portal", "text"], &[])?;
    with_card(ask, |file| match ask.form.text("do") {
        "on" => turn_on(file),
        "off" => {
            let id = ask.form.text("portal").parse().map_err(|_| Problem::BadForm)?;
            match file.act(TurnOffPortal { id, client: file.id }) {
                Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&file.path("/portal?done=saved"))),
                Err(problem) => Err(problem),
            }
        }
        "write" => write(file),
        _ => Err(Problem::BadForm),
    })
}

fn write(file: &File<'_>) -> Result<Answer, Problem> {
    let form = &file.ask.form;
    let portal: Id<Portal> = form.text("portal").parse().map_err(|_| Problem::BadForm)?;
    let id = Id::of_form(&format!("message {} {}", file.ask.worker()?.id, form.text("once")));
    match file.act(WriteMessage { id, portal, client: file.id, text: form.raw("text").to_owned() }) {
        Ok(_) => Ok(Answer::go(&file.path("/portal?done=saved"))),
        Err(Problem::Refused(Refusal::BadValue)) => {
            page(file, vec![Fault { field: "text", text: file.ask.say("portal-fault-text", &[]) }])
        }
        Err(problem) => Err(problem),
    }
}

/// What stands on a slip, to be shown once.
struct Minted {
    number: String,
    word: String,
    codes: Vec<String>,
}

#[derive(Template)]
#[template(path = "file/portal_slip.html")]
struct SlipPage<'a> {
    c: Chrome<'a>,
    address: String,
    slip: Minted,
    back: String,
}

fn turn_on(file: &File<'_>) -> Result<Answer, Problem> {
    let (ask, form) = (file.ask, &file.ask.form);
    let fault = |field, key| page(file, vec![Fault { field, text: ask.say(key, &[]) }]);
    let Some(at) = &ask.site.settings.portal else { return Err(Problem::BadForm) };
    if !["wants", "told", "hand"].iter().all(|box_| form.text(box_) == "yes") {
        return fault("wants", "portal-desk-fault-agreed");
    }
    let guest = match form.text("guest") {
        "client" => Guest::Client,
        id => match id.parse() {
            Ok(id) => Guest::Representative(id),
            Err(_) => return fault("guest", "portal-desk-fault-who"),
        },
    };
    let slip =
        Minted { number: digits(NUMBER)?, word: letters()?, codes: (0..CODES).map(|_| digits(CODE)).collect::<Result<_, _>>()? };
    let id = ask.site.agency.portal_id(&slip.number)?;
    let kept = Slip {
        password: ask.site.gate.keep(ask.site.policy.stretch, &slip.word)?,
        codes: slip.codes.iter().map(|code| code_mark(id, code)).collect(),
    };
    match file.act(TurnOnPortal { id, client: file.id, guest, slip: kept, agreed: true }) {
        Ok(_) => {}
        Err(Problem::Refused(Refusal::WrongState | Refusal::UnsafePerson)) => return fault("guest", "portal-desk-fault-who"),
        Err(problem) => return Err(problem),
    }
    // The same form sent twice does it once; the slip of the second time would open nothing.
    if ask.site.agency.portal(&slip.number)?.is_none_or(|(there, _)| !there) {
        return Ok(Answer::go(&file.path("/portal")));
    }
    let page = SlipPage { c: ask.titled("portal-desk-slip"), address: at.origin.clone(), slip, back: file.path("/portal") };
    Answer::page(&page)
}

/// So many digits by chance, in groups that are easily read.
fn digits(count: usize) -> Result<String, Problem> {
    let mut text = String::new();
    while text.chars().filter(char::is_ascii_digit).count() < count {
        let mut random = [0; 1];
        SystemEntropy.fill(&mut random)?;
        let [byte] = random;
        // 250 is the last multiple of ten: no digit comes more often than another.
        if byte < 250 {
            text.push(char::from(b'0' + byte % 10));
        }
    }
    let groups: Vec<&str> = (0..count).step_by(4).filter_map(|at| text.get(at..(at + 4).min(count))).collect();
    Ok(groups.join(" "))
}

/// Three groups of four letters by chance.
fn letters() -> Result<String, Problem> {
    let mut random = [0; 12];
    SystemEntropy.fill(&mut random)?;
    let text: String =
        random.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter))).collect();
    let groups: Vec<&str> = (0..12).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
    Ok(groups.join("-"))
}
