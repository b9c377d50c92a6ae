//! One page of a file: as it goes, and what a person blacks out on it, line by line or by area.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::acts::Assembly;
use tacenda_desk::{Area, Attachment, Looked, MOST_PAGES, Pages, Refusal, WHOLE};

use super::pictures::{are_shown, cut, files, page as seen, path_of};
use super::{assembly, pages, path};
use crate::problem::Problem;
use crate::scans;
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
    lines: Vec<Line>,
    /// By their number, as they were typed.
    areas: Vec<(usize, [String; 4])>,
    looked: bool,
    stays: bool,
}

/// The page that the address names.
struct At<'a> {
    of: &'a Assembly,
    file: &'a Attachment,
    number: u32,
    page: Arc<scans::Page>,
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
    let page = if number == 0 { None } else { seen(ask, file, number)? };
    let page = page.filter(|page| page.pages <= MOST_PAGES).ok_or(Refusal::NotFoundOrNotYours)?;
    Ok(At { of, file, number, page })
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let looked = at.looked().cloned().unwrap_or_default();
    // What was a line when it was blacked out, and is read otherwise now, stays as the area that it was.
    let (own, lines) = (at.page.seen.lines(), at.lines(&looked.lines));
    let unread = looked.lines.iter().filter(|area| !own.iter().any(|(_, there)| there == *area));
    let typed = |area: &Area| [area.left, area.top, area.width, area.height].map(percent);
    let areas = unread.chain(&looked.areas).map(typed).collect();
    page(ask, &at, (lines, areas, at.looked().is_some_and(|looked| !looked.again), looked.stays), Vec::new())
}

/// What the form says of the page: lines, areas, whether it was looked at, and whether it stays.
type Said = (Vec<Line>, Vec<[String; 4]>, bool, bool);

fn page(ask: &Ask<'_>, at: &At<'_>, (lines, mut areas, looked, stays): Said, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    areas.extend(std::iter::repeat_n(<[String; 4]>::default(), BLANK.min(MOST.saturating_sub(areas.len()))));
    let page = Page {
        c: ask.titled("packet-look").back(path(&at.of.packet, "pages")).with_faults(faults),
        path: path_of(at.of, at.file, at.number),
        version: at.of.version,
        name: at.file.name.clone(),
        number: at.number,
        count: at.page.pages,
        size: at.page.size(),
        lines,
        areas: areas.into_iter().enumerate().map(|(at, area)| (at + 1, area)).collect(),
        looked,
        stays,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// The page as it goes.
pub(super) fn picture(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let looked = at.looked().cloned().unwrap_or_default();
    let png = cut(ask, &of, &at.page, &looked)?;
    Ok(Answer::new(StatusCode::OK, "image/png", png.to_vec()))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "looked", "stays", "more"], &["line", "left", "top", "width", "height"])?;
    let of = assembly(ask)?;
    let at = at(ask, &of)?;
    let (looked, stays) = (ask.form.text("looked") == "yes", ask.form.text("stays") == "yes");
    let own = at.page.seen.lines();
    let places = ask.form.many("line").map(|line| line.parse::<usize>().ok().and_then(|line| own.get(line)));
    let lines: Vec<Area> = places.map(|line| line.map(|(_, area)| *area)).collect::<Option<_>>().ok_or(Problem::BadForm)?;
    let typed = typed(ask);
    let areas: Option<Vec<Area>> = typed.iter().map(area).collect();
    let fault = |field: &'static str, key: &str| vec![Fault { field, text: ask.say(key, &[]) }];
    let faults = match &areas {
        None => fault("areas", "packet-look-fault-area"),
        Some(areas) if areas.len() > MOST => fault("areas", "packet-look-fault-areas"),
        Some(_) if !looked && !stays => fault("looked", "packet-look-fault-looked"),
        Some(_) if !stays && is_full(&at) => fault("looked", "packet-look-fault-most"),
        Some(_) => Vec::new(),
    };
    if !faults.is_empty() {
        return page(ask, &at, (at.lines(&lines), typed, looked, stays), faults);
    }
    let there = of.packet.pages_of(at.file.id).cloned();
    let mut next = there.unwrap_or_else(|| Pages::new(at.file.id, at.page.pages));
    next.stays = false;
    next.looked.insert(at.number, Looked { stays, again: false, lines, areas: areas.unwrap_or_default() });
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
        let count = pages::count(ask, at.of, file)?;
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
