//! One page of a file: as it goes, and what a person blacks out on it, line by line or by area.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::Assembly;
use tacenda_desk::{Area, Attachment, Looked, MOST_PAGES, Pages, Refusal, WHOLE};

use super::pictures::{are_shown, comes, cut, files, going, is_viewed, page as seen, path_of, viewed};
use super::{assembly, pages, path};
use crate::problem::Problem;
use crate::scans::{self, Effort, Read, Turned};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

/// So many lines are offered at once, and so many letters of each.
const LINES: usize = 150;
const LETTERS: usize = 80;
/// So many areas a page has at most, and so many empty ones are offered.
const MOST: usize = 30;
const BLANK: usize = 2;
/// The fields of an area.
const FIELDS: [&str; 4] = ["left", "top", "width", "height"];

/// A line of the page: its place, its words, and whether it is blacked out.
type Line = (usize, String, bool);

#[derive(Template)]
#[template(path = "packets/look.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    version: i64,
    name: String,
    number: u32,
    count: u32,
    /// How large the picture is, in pixels.
    size: (u32, u32),
    /// How far a machine could read it.
    read: Read,
    /// It lay on its side, or upside down.
    turned: bool,
    parts: Vec<Stretch>,
    /// By their number, as they were typed, and whether that is no area.
    areas: Vec<(usize, [String; 4], bool)>,
    looked: bool,
    every: bool,
    stays: bool,
}

/// Lines that stand one after the other: of so many, from which to which.
struct Stretch {
    from: usize,
    to: usize,
    lines: Vec<Line>,
}

impl Stretch {
    /// All of them are blacked out.
    fn is_gone(&self) -> bool {
        self.lines.iter().all(|(.., gone)| *gone)
    }

    fn is_open(&self) -> bool {
        self.lines.iter().any(|(.., gone)| *gone)
    }

    /// That all are blacked out is said once, where there are more parts than one.
    fn is_whole(&self, parts: usize) -> bool {
        parts > 1 && self.is_gone()
    }

    /// The words with which it begins.
    fn begins(&self) -> &str {
        self.lines.first().map_or("", |(_, text, _)| text.as_str())
    }
}

/// So many lines stand together.
const PART: usize = 15;

fn parts(lines: &[Line]) -> Vec<Stretch> {
    let part = |(at, lines): (usize, &[Line])| {
        let from = at.saturating_mul(PART);
        Stretch { from: from.saturating_add(1), to: from.saturating_add(lines.len()), lines: lines.to_vec() }
    };
    lines.chunks(PART).enumerate().map(part).collect()
}

/// The page that the address names.
struct At<'a> {
    of: &'a Assembly,
    file: &'a Attachment,
    number: u32,
    page: Arc<scans::Page>,
    effort: Effort,
}

impl At<'_> {
    fn looked(&self) -> Option<&Looked> {
        self.of.packet.pages_of(self.file.id)?.looked.get(&self.number)
    }

    /// The lines, with those that are blacked out.
    fn lines(&self, gone: &[Area]) -> Vec<Line> {
        let lines = self.page.seen.lines().into_iter().take(LINES).enumerate();
        lines.map(|(at, (text, area))| (at, text.chars().take(LETTERS).collect(), gone.contains(&area))).collect()
    }
}

fn at<'a>(ask: &Ask<'_>, of: &'a Assembly) -> Result<At<'a>, Problem> {
    let found = files(of).filter(|_| are_shown(ask, of)).find(|(_, file)| file.id.to_string() == ask.part("file"));
    let (_, file) = found.ok_or(Refusal::NotFoundOrNotYours)?;
    let number: u32 = ask.part("page").parse().ok().filter(|number| (1..=MOST_PAGES).contains(number)).unwrap_or_default();
    let effort = Effort::of_a_request();
    let page = if number == 0 { None } else { seen(ask, file, number, &effort)? };
    let page = page.filter(|page| page.pages <= MOST_PAGES).ok_or(Refusal::NotFoundOrNotYours)?;
    Ok(At { of, file, number, page, effort })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let looked = at.looked().cloned().unwrap_or_default();
    // What was a line when it was blacked out, and is read otherwise now, stays as the area that it was.
    let (own, lines) = (at.page.seen.lines(), at.lines(&looked.lines));
    let unread = looked.lines.iter().filter(|area| !own.iter().any(|(_, there)| there == *area));
    // They are typed as the page is shown: upright.
    let upright = |area: &Area| at.page.seen.turned.onto(*area);
    let typed = |area: Area| [area.left, area.top, area.width, area.height].map(percent);
    let areas = unread.chain(&looked.areas).map(upright).map(typed).collect();
    let is_looked = at.looked().is_some_and(|looked| !looked.again);
    page(ask, &at, Said { lines, areas, looked: is_looked, every: is_looked && looked.every, stays: looked.stays }, Vec::new())
}

/// What the form says of the page.
struct Said {
    lines: Vec<Line>,
    areas: Vec<[String; 4]>,
    looked: bool,
    every: bool,
    stays: bool,
}

fn page(ask: &Ask<'_>, at: &At<'_>, mut said: Said, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let blank = BLANK.min(MOST.saturating_sub(said.areas.len()));
    said.areas.extend(std::iter::repeat_n(<[String; 4]>::default(), blank));
    // The picture comes with the page: that is one look.
    let of_page = at.looked().cloned().unwrap_or_default();
    let cut = cut(ask, at.of, (at.file, at.number), &of_page, &at.effort)?.ok_or(Refusal::NotFoundOrNotYours)?;
    let path_of_page = path_of(at.of, at.file, at.number);
    is_viewed(ask, at.of, std::iter::once((path_of_page.as_str(), cut.key)), None)?;
    let page = Page {
        c: ask.titled("packet-look").back(path(&at.of.packet, "pages")).with_faults(faults),
        path: path_of_page,
        version: at.of.version,
        name: at.file.name.clone(),
        number: at.number,
        count: at.page.pages,
        size: at.page.size(),
        read: at.page.seen.read,
        turned: at.page.seen.turned != Turned::Not,
        parts: parts(&said.lines),
        areas: (1..).zip(said.areas).map(|(number, typed)| (number, typed.clone(), is_wrong(&typed))).collect(),
        looked: said.looked,
        every: said.every,
        stays: said.stays,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// The page as it goes.
pub(super) fn picture(ask: &Ask<'_>) -> Result<Answer, Problem> {
    if let Some(png) = viewed(ask)? {
        return Ok(Answer::new(StatusCode::OK, "image/png", png.to_vec()));
    }
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let looked = at.looked().cloned().unwrap_or_default();
    let cut = cut(ask, &of, (at.file, at.number), &looked, &at.effort)?.ok_or(Refusal::NotFoundOrNotYours)?;
    let place = (0..).zip(going(&of)).find(|(_, (_, file, number, _))| file.id == at.file.id && *number == at.number);
    if let (Some(copy), Some((place, _))) = (&of.packet.copy, place) {
        comes(ask, &copy.sha256, place)?;
    }
    Ok(Answer::new(StatusCode::OK, "image/png", cut.png.to_vec()))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "looked", "every", "stays", "more"], &["line", "part", "left", "top", "width", "height"])?;
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let [looked, every, stays] = ["looked", "every", "stays"].map(|field| ask.form.text(field) == "yes");
    let own = at.page.seen.lines();
    let places = ask.form.many("line").map(|line| line.parse::<usize>().ok().and_then(|line| own.get(line)));
    let mut lines: Vec<Area> = places.map(|line| line.map(|(_, area)| *area)).collect::<Option<_>>().ok_or(Problem::BadForm)?;
    let whole = ask.form.many("part").filter_map(|from| from.parse::<usize>().ok()?.checked_sub(1));
    let shown = own.len().min(LINES);
    lines.extend(whole.flat_map(|from| {
        own.get(from.min(shown)..shown.min(from.saturating_add(PART))).unwrap_or_default().iter().map(|(_, area)| *area)
    }));
    lines.sort_unstable();
    lines.dedup();
    let typed = typed(ask);
    let areas: Option<Vec<Area>> = typed.iter().map(area).collect();
    let fault = |field: &'static str, key: &str| vec![Fault { field, text: ask.say(key, &[]) }];
    let faults = match &areas {
        None => fault("areas", "packet-look-fault-area"),
        Some(areas) if areas.len() > MOST => fault("areas", "packet-look-fault-areas"),
        Some(_) if !looked && !stays => fault("looked", "packet-look-fault-looked"),
        // What no machine could read a person reads.
        Some(_) if !every && !stays && !at.page.seen.is_read() => fault("every", "packet-look-fault-every"),
        Some(_) if !stays && is_full(&at) => fault("looked", "packet-look-fault-most"),
        Some(_) => Vec::new(),
    };
    if !faults.is_empty() {
        return page(ask, &at, Said { lines: at.lines(&lines), areas: typed, looked, every, stays }, faults);
    }
    let areas = areas.unwrap_or_default().into_iter().map(|area| at.page.seen.turned.back(area)).collect();
    let there = of.packet.pages_of(at.file.id).cloned();
    let mut next = there.unwrap_or_else(|| Pages::new(at.file.id, at.page.pages));
    next.stays = false;
    next.looked.insert(at.number, Looked { stays, again: false, every, lines, areas });
    let to = after(ask, &at, &next)?;
    pages::put(ask, &of, next)?;
    Ok(Answer::go(&to))
}

/// Whether no page more has room in the packet.
fn is_full(at: &At<'_>) -> bool {
    let is_here = |file: &Pages, number: u32| file.file == at.file.id && number == at.number;
    let here = |file: &&Pages| files(at.of).any(|(_, there)| there.id == file.file);
    let all = at.of.packet.pages.iter().filter(here).flat_map(|file| file.going().filter(|(number, _)| !is_here(file, *number)));
    u32::try_from(all.count()).is_ok_and(|going| going >= MOST_PAGES)
}

/// Where one goes on: the same page again, the next that nobody looked at, or what stands behind the pages.
fn after(ask: &Ask<'_>, at: &At<'_>, next: &Pages) -> Result<String, Problem> {
    if ask.form.filled("more").is_some() {
        return Ok(path_of(at.of, at.file, at.number));
    }
    if let Some(number) = next.open() {
        return Ok(path_of(at.of, at.file, number));
    }
    for (_, file) in files(at.of).filter(|(_, file)| file.id != at.file.id) {
        let decided = at.of.packet.pages_of(file.id);
        if decided.is_some_and(Pages::is_decided) {
            continue;
        }
        let count = pages::count(ask, at.of, file, &at.effort)?;
        let pages = decided.cloned().unwrap_or_else(|| Pages::new(file.id, count));
        return Ok(pages
            .open()
            .filter(|_| count <= MOST_PAGES)
            .map_or_else(|| path(&at.of.packet, "pages"), |number| path_of(at.of, file, number)));
    }
    Ok(path(&at.of.packet, "to"))
}

/// The areas as they were typed; those that are empty are none.
fn typed(ask: &Ask<'_>) -> Vec<[String; 4]> {
    let fields = FIELDS.map(|field| ask.form.many(field).map(|said| said.trim().to_owned()).collect::<Vec<_>>());
    let rows = fields.iter().map(Vec::len).max().unwrap_or_default();
    let row = |at: usize| fields.each_ref().map(|field| field.get(at).cloned().unwrap_or_default());
    (0..rows).map(row).filter(|row| row.iter().any(|said| !said.is_empty())).collect()
}

/// An area by its four parts in a hundred; what would lie beyond the edge ends there.
fn area(typed: &[String; 4]) -> Option<Area> {
    let [left, top, width, height] = typed.each_ref().map(|said| part(said));
    let (left, top) = (left?, top?);
    let fits = |from: u16, long: u16| long.min(WHOLE.saturating_sub(from));
    Some(Area { left, top, width: fits(left, width?), height: fits(top, height?) }).filter(|area| area.is_sound())
}

/// Whether somebody typed what is no area.
fn is_wrong(typed: &[String; 4]) -> bool {
    typed.iter().any(|said| !said.is_empty()) && area(typed).is_none()
}

/// A number of hundredths with up to two digits behind the point, in ten-thousandths.
fn part(said: &str) -> Option<u16> {
    let (whole, rest) = said.split_once(['.', ',']).unwrap_or((said, ""));
    let digits = |text: &str| text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let part = whole.parse::<u16>().ok()?.checked_mul(100)? + format!("{rest:0<2}").parse::<u16>().ok()?;
    Some(part).filter(|part| *part <= WHOLE)
}

/// The same, as it is typed.
fn percent(part: u16) -> String {
    let text = format!("{}.{:02}", part / 100, part % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_typed_as_people_write_it() {
        let typed = ["0", "7", "12.5", "12,5", "99.99", "100", "100.00"];
        assert_eq!(typed.map(part), [0, 700, 1_250, 1_250, 9_999, 10_000, 10_000].map(Some));
        for wrong in ["", "-1", "101", "1.234", "ten", "1e2", ".5", "100.01", "9999999"] {
            assert_eq!(part(wrong), None, "{wrong}");
        }
        assert_eq!([0, 700, 1_250, 9_999, 10_000].map(percent), ["0", "7", "12.5", "99.99", "100"]);
    }

    #[test]
    fn an_area_ends_at_the_edge_and_one_of_nothing_is_none() {
        let of = |typed: [&str; 4]| area(&typed.map(str::to_owned));
        assert_eq!(of(["90", "0", "50", "10"]), Some(Area { left: 9_000, top: 0, width: 1_000, height: 1_000 }));
        assert_eq!([of(["100", "0", "1", "1"]), of(["1", "1", "0", "1"]), of(["1", "", "1", "1"])], [None; 3]);
    }
}
