//! `/matters/{id}/packets`: what leaves by a matter. Chosen, freed of other people, set on paper, read by somebody else, and sent.

mod astray;
mod frame;
mod items;
mod link;
mod look;
mod one;
mod pages;
mod pictures;
mod screen;
mod take;
mod whom;

use askama::Template;
use tacenda_desk::access::Right;
use tacenda_desk::acts::{Assembly, OpenPacket, ReadPacket};
use tacenda_desk::flows::Law;
use tacenda_desk::{
    Addressed, Class, ClientId, Id, Kind, Matter, Packet, PacketId, Refusal, Seen, Stead, Time, Worker, find, with_spotted,
};
use tacenda_names::What;
use tacenda_store::sealed;

use super::matters;
use crate::language::Language;
use crate::problem::Problem;
use crate::scans::Effort;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::print;
use frame::{Frame, Set, Slip};
use pictures::{Going, Texts};

const DOOR: Door = Door::Right(Right::OpenMatter);

pub(super) const ROUTES: &[Route] = &[
    Route::post("/matters/{id}/packets", DOOR, begin),
    Route::get("/matters/{id}/packets/{packet}", DOOR, one::show),
    Route::post("/matters/{id}/packets/{packet}", DOOR, one::save),
    Route::get("/matters/{id}/packets/{packet}/items", DOOR, items::show),
    Route::post("/matters/{id}/packets/{packet}/items", DOOR, items::save),
    Route::get("/matters/{id}/packets/{packet}/names", DOOR, screen::show),
    Route::post("/matters/{id}/packets/{packet}/names", DOOR, screen::save),
    Route::get("/matters/{id}/packets/{packet}/pages", DOOR, pages::show),
    Route::post("/matters/{id}/packets/{packet}/pages", DOOR, pages::save),
    Route::get("/matters/{id}/packets/{packet}/pages/{file}/{page}", DOOR, look::show),
    Route::post("/matters/{id}/packets/{packet}/pages/{file}/{page}", DOOR, look::save),
    Route::get("/matters/{id}/packets/{packet}/pages/{file}/{page}/picture", DOOR, look::picture),
    Route::get("/matters/{id}/packets/{packet}/to", DOOR, whom::show),
    Route::post("/matters/{id}/packets/{packet}/to", DOOR, whom::save),
    Route::get("/matters/{id}/packets/{packet}/paper", DOOR, take::paper),
    Route::get("/matters/{id}/packets/{packet}/locked", DOOR, take::locked),
    Route::get("/matters/{id}/packets/{packet}/age", DOOR, take::age),
    Route::get("/matters/{id}/packets/{packet}/cover", DOOR, take::cover),
    Route::get("/matters/{id}/packets/{packet}/proof", DOOR, take::proof),
];

/// Which matter the address names, and whose record: nothing leaves of a record that is nobody's.
fn place(ask: &Ask<'_>) -> Result<(Id<Matter>, ClientId), Problem> {
    let id: Id<Matter> = ask.id("id")?;
    let (client, _) = matters::place(ask, id)?;
    Ok((id, client.ok_or(Refusal::NotFoundOrNotYours)?))
}

/// With which of a long list the form or the address begins.
fn from(ask: &Ask<'_>) -> usize {
    let said = ask.form.filled("from").unwrap_or_else(|| ask.query.text("from"));
    said.parse().unwrap_or(0)
}

/// Where the part after that one begins, if there is one.
fn after((from, shown): (usize, usize), all: usize) -> Option<usize> {
    Some(from.saturating_add(shown)).filter(|next| *next < all)
}

/// The packet of the address, with all around it.
fn assembly(ask: &Ask<'_>) -> Result<Assembly, Problem> {
    let (matter, client) = place(ask)?;
    let id: PacketId = ask.id("packet")?;
    match ask.see(ReadPacket { id, matter, client }, matters::why(ask, Some(client))?)? {
        Seen::Packet(assembly) => Ok(*assembly),
        _ => Err(Problem::BadForm),
    }
}

/// A packet, and how far the pages of its files were read.
struct Screened {
    of: Assembly,
    pages: Texts,
}

/// The packet, with what stands on the pages of its files looked through as its texts are, and with what a text model takes for somebody else's
/// beside what was found by rule and in the file.
fn screened(ask: &Ask<'_>, effort: &Effort) -> Result<Screened, Problem> {
    let mut of = assembly(ask)?;
    let pages = pictures::texts(ask, &of, effort)?;
    let own: Vec<String> = [Some(of.about.name.clone()), of.about.known_as.clone()].into_iter().flatten().collect();
    let workers: Vec<String> = ask.site.agency.workers()?.into_iter().map(|worker| worker.name).collect();
    let texts = of.records.iter().flat_map(|record| [record.title.as_str(), record.text.as_str()]);
    let texts: Vec<&str> = texts.chain(pages.said.iter().map(String::as_str)).collect();
    if !pages.said.is_empty() {
        of.found = find(texts.iter().copied(), &of.known, (&own, &workers));
    }
    let spots = ask.site.names.look(&texts)?;
    let stead = |what| match what {
        What::Person => Stead::Person,
        What::Place => Stead::Place,
        What::Reach | What::Number => Stead::Reach,
    };
    let spotted = texts.iter().zip(spots).map(|(text, spots)| {
        let placed = spots.into_iter().map(|spot| (spot.from..spot.to, stead(spot.what)));
        (*text, placed.collect::<Vec<_>>())
    });
    of.found = with_spotted(std::mem::take(&mut of.found), spotted, (&own, &workers));
    Ok(Screened { of, pages })
}

/// Where the packet stands.
fn path(of: &Packet, end: &str) -> String {
    let end = if end.is_empty() { String::new() } else { format!("/{end}") };
    format!("/matters/{}/packets/{}{end}", of.matter, of.id)
}

/// The version that the form saw.
fn over(ask: &Ask<'_>) -> Result<i64, Problem> {
    ask.form.text("over").parse().map_err(|_| Problem::BadForm)
}

fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["level"], &[])?;
    let (matter, client) = place(ask)?;
    let level = Class::from_word(ask.form.text("level")).ok_or(Problem::BadForm)?;
    let id: PacketId = ask.site.agency.mint()?;
    ask.act(OpenPacket { id, matter, client, level }, matters::why(ask, Some(client))?)?;
    // Sent twice, it was begun once, under the first id.
    let there = is_there(ask, Kind::Packet, &id.to_string())?;
    Ok(Answer::go(&if there { format!("/matters/{matter}/packets/{id}/items") } else { format!("/matters/{matter}") }))
}

/// Whether an act began that thing: sent twice, it did so under the first id.
fn is_there(ask: &Ask<'_>, kind: Kind, id: &str) -> Result<bool, Problem> {
    Ok(ask.site.agency.db().read(|tx| sealed::latest(tx, kind.word(), id))?.is_some())
}

/// What the paper is set with.
struct Setting {
    law: Law,
    workers: Vec<Worker>,
    language: Language,
    head: String,
    under: Vec<String>,
}

impl Setting {
    fn of(ask: &Ask<'_>, language: Language) -> Result<Self, Problem> {
        let headed = print::headed(ask, language, String::new())?;
        Ok(Self { law: ask.law(), workers: ask.site.agency.workers()?, language, head: headed.head, under: headed.under })
    }

    fn frame<'a>(&'a self, addressed: &'a Addressed, (at, foot): (Time, &'a str)) -> Frame<'a> {
        let (head, under) = (self.head.clone(), self.under.clone());
        Frame { language: self.language, head, under, foot, addressed, at, law: &self.law, workers: &self.workers }
    }
}

/// The paper as it was set: the same packet gives the same bytes.
enum Again {
    Set(Box<Set>),
    /// Its pages are read again first, as after a while of rest: so many of so many.
    Reading(usize, usize),
    /// Something around it has changed since, and it has to be set again.
    Stale,
}

fn set_again(ask: &Ask<'_>, of: &Assembly) -> Result<Again, Problem> {
    let whole = of.records.len() == of.packet.picks().count();
    let Some(copy) = of.packet.copy.as_ref().filter(|_| of.stopped.is_none() && whole) else { return Ok(Again::Stale) };
    let language = Language::from_code(&copy.language).unwrap_or(ask.language);
    let setting = Setting::of(ask, language)?;
    let effort = Effort::of_a_request();
    let shown = match pictures::shown(ask, of, |stead| frame::instead(language, stead), &effort)? {
        Going::All(shown) => shown,
        Going::Partly(read, all) => return Ok(Again::Reading(read, all)),
    };
    let by = (&ask.site.press, &ask.site.scans);
    let set = setting.frame(&copy.addressed, (copy.at, &copy.head)).set(of, by, &shown, &effort)?;
    if let [Slip::Reading(read, all)] = set.slips.as_slice() {
        return Ok(Again::Reading(*read, *all));
    }
    // What must not stand in it may be more than when it was made.
    let same = set.sha256 == copy.sha256 && set.slips.is_empty();
    Ok(if same { Again::Set(Box::new(set)) } else { Again::Stale })
}

#[derive(Template)]
#[template(path = "packets/reading.html")]
struct ReadingOn<'a> {
    c: Chrome<'a>,
    /// Where it goes on.
    path: String,
    line: &'static str,
    read: usize,
    all: usize,
}

/// While pages are read: what they are read for, how far it is, and the way on.
fn reading(ask: &Ask<'_>, of: &Packet, (on, line): (&str, &'static str), (read, all): (usize, usize)) -> Result<Answer, Problem> {
    let c = ask.titled("packet-reading").back(format!("/matters/{}", of.matter));
    Answer::page(&ReadingOn { c, path: path(of, on), line, read, all })
}
