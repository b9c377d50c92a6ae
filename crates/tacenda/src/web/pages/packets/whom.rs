//! Whom it goes to, and how it gets there. With that the paper is set, and read again.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{Assembly, MakePacket, way_of};
use tacenda_desk::flows::Served;
use tacenda_desk::{Addressed, Class, Contact, ContactState, ContactWay, Refusal};

use super::frame::{Set, Slip, instead};
use super::pictures::{Going, Shown};
use super::{Screened, Setting, assembly, over, pages, path, pictures, screen, screened};
use crate::language::Language;
use crate::problem::Problem;
use crate::scans::Effort;
use crate::sheetcode;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::matters;
use crate::web::values::Values;
use crate::web::words;

/// The ways by which paper goes, the safest first; in a talk none does, and by a link only where there are such, and nothing that people's own
/// keys open.
fn ways(ask: &Ask<'_>, level: Class) -> Vec<Served> {
    let is_linked = ask.site.settings.links.is_some() && !level.is_person_wrapped();
    let link = is_linked.then_some(Served::Link);
    link.into_iter().chain([Served::Electronic, Served::Fax, Served::Mail, Served::Hand]).collect()
}
/// Letters of the code of the ledger's root: sixty bits.
const ROOT_LETTERS: usize = 12;

#[derive(Template)]
#[template(path = "packets/whom.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    version: i64,
    /// Whom the client's permission names: then it is them and nobody else.
    named: Option<String>,
    contacts: Vec<(String, String)>,
    ways: Vec<Served>,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let mut v = Values::default();
    if let Some(copy) = &of.packet.copy {
        v.put("contact", copy.addressed.contact.map(|id| id.to_string()).unwrap_or_default());
        v.put("to", copy.addressed.to.clone());
        v.put("way", copy.addressed.way.word());
        v.put("in", copy.language.clone());
    }
    page(ask, of, v, Vec::new())
}

fn page(ask: &Ask<'_>, of: Assembly, mut v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let ways = ways(ask, of.packet.level);
    let named = of.permitted.map(|permitted| permitted.to);
    let contacts: Vec<Contact> = kept(ask)?;
    // Whom the permission names may stand in the address book by the same name.
    if let Some(same) =
        contacts.iter().find(|contact| Some(&contact.name) == named.as_ref()).filter(|_| v.get("contact").is_empty())
    {
        v.put("contact", same.id.to_string());
    }
    let page = Page {
        c: ask.titled("packet-whom").back(path(&of.packet, "names")).with_faults(faults),
        path: path(&of.packet, "to"),
        version: of.version,
        named,
        contacts: contacts.iter().map(|contact| (contact.id.to_string(), contact.name.clone())).collect(),
        ways,
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn kept(ask: &Ask<'_>) -> Result<Vec<Contact>, Problem> {
    Ok(ask.site.agency.contacts()?.into_iter().filter(|contact| contact.state == ContactState::Kept).collect())
}

/// Whom the form names, or what it lacks.
fn addressed(ask: &Ask<'_>, of: &Assembly) -> Result<Result<Addressed, Fault>, Problem> {
    let fault = |field: &'static str, key: &str| Ok(Err(Fault { field, text: ask.say(key, &[]) }));
    let Some(way) = Served::from_word(ask.form.text("way")).filter(|way| ways(ask, of.packet.level).contains(way)) else {
        return fault("way", "packet-fault-way");
    };
    let contact = match ask.form.filled("contact") {
        Some(id) => Some(kept(ask)?.into_iter().find(|contact| contact.id.to_string() == id).ok_or(Problem::BadForm)?),
        None => None,
    };
    let named = of.permitted.as_ref().map(|permitted| permitted.to.clone());
    let to = named.or_else(|| contact.as_ref().map(|contact| contact.name.clone()));
    let to = to.or_else(|| ask.form.filled("to").map(|to| to.trim().to_owned()));
    let Some(to) = to.filter(|to| !to.is_empty()) else { return fault("to", "packet-fault-to") };
    let by_book = way != Served::Hand;
    let is_reached = |contact: &Contact| {
        let called = way != Served::Link || contact.checked(ContactWay::Phone).is_some();
        called && way_of(way).is_some_and(|way| contact.checked(way).is_some())
    };
    if by_book && !contact.as_ref().is_some_and(is_reached) {
        return fault("contact", "packet-fault-address");
    }
    Ok(Ok(Addressed { to, contact: contact.map(|contact| contact.id), way }))
}

/// The ledger's head, as it stands at the foot of a page: its size, and a short code of its root.
fn foot(ask: &Ask<'_>, language: Language) -> Result<String, Problem> {
    let end = ask.site.agency.end()?.frontier;
    let (size, code) = (end.size().to_string(), sheetcode::spelled(&end.root().0, ROOT_LETTERS));
    Ok(words::say(language, "packet-paper-ledger", &[("size", size.as_str()), ("code", code.as_str())]))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "contact", "to", "way", "in"], &[])?;
    let effort = Effort::of_a_request();
    let Screened { of, pages } = screened(ask, &effort)?;
    let language = Language::from_code(ask.form.text("in")).unwrap_or(ask.language);
    let addressed = match addressed(ask, &of)? {
        Ok(addressed) => addressed,
        Err(fault) => return page(ask, of, Values::sent(&ask.form), vec![fault]),
    };
    if let Some(why) = of.stopped {
        return Err(why.into());
    }
    // The desk asks for what it found itself; what the model proposes is looked at as well.
    if !screen::is_done(&of) {
        return page(ask, of, Values::sent(&ask.form), vec![Fault { field: "paper", text: ask.say("packet-fault-names", &[]) }]);
    }
    if pictures::are_shown(ask, &of) && !(pages.is_whole() && pages::is_done(&of)) {
        return page(ask, of, Values::sent(&ask.form), vec![Fault { field: "paper", text: ask.say("packet-fault-pages", &[]) }]);
    }
    let foot = foot(ask, language)?;
    let shown = match pictures::shown(ask, &of, |stead| instead(language, stead), &effort)? {
        Going::All(shown) => shown,
        Going::Partly(read, all) => return slipped(ask, of, &[Slip::Reading(read, all)]),
    };
    let unread = shown.iter().filter(|shown| shown.is_unread());
    let unread: Vec<Slip> = unread.map(|shown| Slip::Unread(shown.name.clone(), shown.number)).collect();
    if !unread.is_empty() {
        return slipped(ask, of, &unread);
    }
    let by = (&ask.site.press, &ask.site.scans);
    let frame = Setting::of(ask, language)?;
    let set = frame.frame(&addressed, (ask.now()?.time, &foot)).set(&of, by, &shown, &effort)?;
    if !set.slips.is_empty() {
        return slipped(ask, of, &set.slips);
    }
    match make(ask, &of, (addressed, language, foot), (&set, &shown)) {
        Err(Problem::Refused(why)) if why != Refusal::StaleVersion => {
            let text = ask.refusal(why);
            page(ask, of, Values::sent(&ask.form), vec![Fault { field: "paper", text }])
        }
        other => other.map(|()| Answer::go(&path(&of.packet, ""))),
    }
}

/// Why no paper was made.
fn slipped(ask: &Ask<'_>, of: Assembly, slips: &[Slip]) -> Result<Answer, Problem> {
    let faults = slips.iter().map(|slip| Fault { field: "paper", text: said(ask, slip) }).collect();
    page(ask, of, Values::sent(&ask.form), faults)
}

fn make(ask: &Ask<'_>, of: &Assembly, how: (Addressed, Language, String), (set, shown): (&Set, &[Shown])) -> Result<(), Problem> {
    let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
    let (addressed, language, head) = how;
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    let act = MakePacket {
        id,
        matter,
        client,
        over: over(ask)?,
        sha256: set.sha256.clone(),
        pages: count(set.text.len()),
        head,
        addressed,
        language: language.code().to_owned(),
        pictures: pictures::are_shown(ask, of).then(|| count(set.pictures.len())),
        unread: shown.iter().filter(|shown| !shown.read).map(|shown| (shown.file, shown.number)).collect(),
        by_eye: count(shown.iter().filter(|shown| shown.is_by_eye()).count()),
    };
    ask.act(act, matters::why(ask, Some(client))?).map(drop)
}

/// Why the finished paper may not go.
pub(super) fn said(ask: &Ask<'_>, slip: &Slip) -> String {
    match slip {
        Slip::Stands(words) => ask.say("packet-slip-stands", &[("words", words.as_str())]),
        Slip::Holds(what) => ask.say("packet-slip-holds", &[("what", what.as_str())]),
        Slip::Shows(words, page) => ask.say("packet-slip-shows", &[("words", words.as_str()), ("page", &page.to_string())]),
        Slip::Reading(read, all) => ask.say("packet-slip-reading", &[("read", &read.to_string()), ("all", &all.to_string())]),
        Slip::Unread(name, number) => ask.say("packet-slip-unread", &[("name", name.as_str()), ("number", &number.to_string())]),
        Slip::Blind(page, name, number) => {
            let (page, number) = (page.to_string(), number.to_string());
            ask.say("packet-slip-blind", &[("page", page.as_str()), ("name", name.as_str()), ("number", number.as_str())])
        }
        Slip::Nameless => ask.say("packet-slip-nameless", &[]),
        Slip::Lacks => ask.say("packet-slip-lacks", &[]),
    }
}
