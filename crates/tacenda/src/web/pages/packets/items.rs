//! Which records go, line by line of the request. It starts empty.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::{Assembly, ChoosePacket, Chosen};
use tacenda_desk::flows::Item;
use tacenda_desk::{Heading, Left, RecordId};

use super::{after, assembly, from, over, path};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::matters;
use crate::web::values::Values;

/// So many records are shown at once.
const SHOWN: usize = 100;

/// A line of the request, and what the file holds for it.
struct Row {
    number: usize,
    item: Item,
    kind: String,
    records: Vec<Heading>,
    /// So many there are of the line, shown or not.
    all: usize,
}

#[derive(Template)]
#[template(path = "packets/items.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    version: i64,
    rows: Vec<Row>,
    /// The first of what is shown, and where the next part begins.
    from: usize,
    next: Option<usize>,
    /// Of so many records that the lines ask for, so many were chosen.
    going: usize,
    asked: usize,
    lefts: &'static [Left],
    /// Pages of files can be shown here.
    shows: bool,
    v: Values,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let mut v = Values::default();
    for line in &of.packet.lines {
        let Some(at) = of.matter.items.iter().position(|item| *item == line.item) else { continue };
        line.picks.iter().for_each(|id| v.put("pick", format!("{at}:{id}")));
        v.put("each", if line.each { at.to_string() } else { String::new() });
        v.put("left", line.left.map(|left| format!("{at}:{}", left.word())).unwrap_or_default());
    }
    page(ask, of, v, Vec::new())
}

fn page(ask: &Ask<'_>, of: Assembly, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (from, mut at, count) = (from(ask), 0, offered(&of));
    let row = |(number, (item, records)): (usize, (Item, Vec<Heading>))| {
        let all = records.len();
        let first = at;
        at += all;
        let shown = |place: &usize| (from..from.saturating_add(SHOWN)).contains(&(first + *place));
        let records = records.into_iter().enumerate().filter(|(place, _)| shown(place)).map(|(_, record)| record).collect();
        Row { number, kind: matters::category(ask, item.category.word()), item, records, all }
    };
    let shows = super::pictures::are_shown(ask, &of);
    let page = Page {
        c: ask.titled("packet-items").back(path(&of.packet, "")).with_faults(faults),
        path: path(&of.packet, "items"),
        version: of.version,
        going: of.certificate.going,
        asked: of.certificate.asked,
        rows: of.offers.into_iter().enumerate().map(row).collect(),
        next: after((from, SHOWN), count),
        from,
        lefts: Left::ALL,
        shows,
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

fn offered(of: &Assembly) -> usize {
    of.offers.iter().map(|(_, records)| records.len()).sum()
}

/// What is said of the line at that place, begun where nothing is said of it yet.
fn of_line<'l>(lines: &'l mut Vec<Chosen>, at: &str) -> Result<&'l mut Chosen, Problem> {
    let line: usize = at.parse().map_err(|_| Problem::BadForm)?;
    if !lines.iter().any(|there| there.line == line) {
        lines.push(Chosen { line, picks: Vec::new(), each: false, left: None });
    }
    lines.iter_mut().find(|there| there.line == line).ok_or(Problem::BadForm)
}

/// What was said of each line; what stands in another part of the list stays as it was chosen there.
fn chosen(ask: &Ask<'_>, of: &Assembly) -> Result<Vec<Chosen>, Problem> {
    let here: Vec<RecordId> =
        of.offers.iter().flat_map(|(_, records)| records).skip(from(ask)).take(SHOWN).map(|record| record.id).collect();
    let mut lines: Vec<Chosen> = Vec::new();
    for line in &of.packet.lines {
        let Some(at) = of.matter.items.iter().position(|item| *item == line.item) else { continue };
        let picks: Vec<RecordId> = line.picks.iter().copied().filter(|id| !here.contains(id)).collect();
        if !picks.is_empty() {
            lines.push(Chosen { line: at, picks, each: false, left: None });
        }
    }
    for pick in ask.form.many("pick") {
        let (at, id) = pick.split_once(':').ok_or(Problem::BadForm)?;
        let id: RecordId = id.parse().map_err(|_| Problem::BadForm)?;
        of_line(&mut lines, at)?.picks.push(id);
    }
    for left in ask.form.many("left").filter(|left| !left.is_empty()) {
        let (at, why) = left.split_once(':').ok_or(Problem::BadForm)?;
        of_line(&mut lines, at)?.left = Some(Left::from_word(why).ok_or(Problem::BadForm)?);
    }
    for each in ask.form.many("each").filter(|each| !each.is_empty()) {
        let each: usize = each.parse().map_err(|_| Problem::BadForm)?;
        lines.iter_mut().filter(|line| line.line == each).for_each(|line| line.each = true);
    }
    lines.sort_by_key(|line| line.line);
    Ok(lines)
}

/// What is still to be said of a line: a field and a message.
fn faults(ask: &Ask<'_>, of: &Assembly, chosen: &[Chosen]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, (_, records)) in of.offers.iter().enumerate() {
        let line = chosen.iter().find(|line| line.line == at);
        let picked = line.map_or(0, |line| line.picks.len());
        let mut fault = |key: &str| {
            let number = (at + 1).to_string();
            faults.push(Fault { field: "lines", text: ask.say(key, &[("number", number.as_str())]) });
        };
        if picked < records.len() && line.is_none_or(|line| line.left.is_none()) {
            fault("packet-fault-left");
        }
        if picked > 1 && line.is_none_or(|line| !line.each) {
            fault("packet-fault-each");
        }
    }
    if chosen.iter().all(|line| line.picks.is_empty()) {
        faults.push(Fault { field: "lines", text: ask.say("packet-fault-empty", &[]) });
    }
    faults
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "from"], &["pick", "left", "each"])?;
    let of = assembly(ask)?;
    let chosen = chosen(ask, &of)?;
    let next = after((from(ask), SHOWN), offered(&of));
    let faults = if next.is_some() { Vec::new() } else { faults(ask, &of, &chosen) };
    if !faults.is_empty() {
        return page(ask, of, Values::sent(&ask.form), faults);
    }
    let packet = &of.packet;
    let (id, matter, client) = (packet.id, packet.matter, packet.client);
    ask.act(ChoosePacket { id, matter, client, over: over(ask)?, chosen }, matters::why(ask, Some(client))?)?;
    Ok(Answer::go(&path(packet, &next.map_or_else(|| "names".to_owned(), |next| format!("items?from={next}")))))
}
