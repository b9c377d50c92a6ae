//! Other people in what goes: a machine proposes, a person decides. Whatever is hidden is nowhere in the paper.

use std::collections::BTreeSet;

use askama::Template;
use tacenda_desk::acts::{Assembly, ScreenPacket};
use tacenda_desk::{Found, Hidden, Record, Refusal, Stead, hide};

use super::{after, from, over, pages, path, reading, screened};
use crate::problem::Problem;
use crate::scans::Effort;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::pages::matters;

/// So many that look like somebody else are shown at once, and so many letters of the text.
const SHOWN: usize = 50;
const LETTERS: usize = 12_000;
/// Blank lines that a page offers.
const BLANK: usize = 3;
/// The choice to leave words as they are.
const KEEP: &str = "keep";

/// What looks like somebody else, and what was decided of it.
struct Row {
    number: usize,
    found: Found,
    chosen: &'static str,
}

/// A record, as it reads with what is hidden.
struct Text {
    title: String,
    text: String,
}

#[derive(Template)]
#[template(path = "packets/screen.html")]
struct Page<'a> {
    c: Chrome<'a>,
    path: String,
    version: i64,
    rows: Vec<Row>,
    own: Vec<(usize, String, &'static str)>,
    texts: Vec<Text>,
    /// There is more text than is shown.
    long: bool,
    /// The first of what is shown, and where the next part begins.
    from: usize,
    next: Option<usize>,
    steads: &'static [Stead],
    /// A text model looked too.
    model: bool,
}

/// Whether each that looks like somebody else was decided.
pub(super) fn is_done(of: &Assembly) -> bool {
    !of.told_late && of.found.iter().all(|found| of.packet.leaves(&found.words) || of.packet.hides(&found.words).is_some())
}

/// What was decided of those words; what nobody decided yet is hidden.
fn chosen(of: &Assembly, found: &Found) -> &'static str {
    if of.packet.leaves(&found.words) { KEEP } else { of.packet.hides(&found.words).unwrap_or(found.stead).word() }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let screened = screened(ask, &Effort::of_a_request())?;
    if !screened.pages.is_whole() {
        let far = (screened.pages.said.len(), screened.pages.all);
        return reading(ask, &screened.of.packet, ("names", "packet-reading-line"), far);
    }
    let of = screened.of;
    let found = |words: &str| of.found.iter().any(|found| found.words.to_lowercase() == words.to_lowercase());
    let own =
        of.packet.hidden.iter().filter(|hidden| !found(&hidden.words)).map(|hidden| (hidden.words.clone(), hidden.stead.word()));
    let own = own.chain(std::iter::repeat_n((String::new(), Stead::Person.word()), BLANK));
    let stead = |stead: Stead| format!("[{}]", ask.say(&format!("packet-stead-{}", stead.word()), &[]));
    let text = |record: &Record| Text {
        title: matters::category(ask, record.category.word()),
        text: hide(&record.text, &of.packet.hidden, stead),
    };
    let row = |(number, found): (usize, &Found)| Row { number, found: found.clone(), chosen: chosen(&of, found) };
    let from = from(ask);
    let mut letters = 0;
    let fits = |text: &Text| {
        letters += text.text.len();
        letters <= LETTERS
    };
    let texts: Vec<Text> = of.records.iter().map(text).take_while(fits).collect();
    let page = Page {
        c: ask.titled("packet-names").back(path(&of.packet, "")),
        path: path(&of.packet, "names"),
        version: of.version,
        rows: of.found.iter().enumerate().skip(from).take(SHOWN).map(row).collect(),
        next: after((from, SHOWN), of.found.len()),
        from,
        own: own.enumerate().map(|(at, (words, stead))| (at, words, stead)).collect(),
        long: texts.len() < of.records.len(),
        texts,
        steads: Stead::ALL,
        model: ask.site.names.is_there(),
    };
    Answer::page(&page)
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "more", "from"], &["found", "words", "stead"])?;
    let screened = screened(ask, &Effort::of_a_request())?;
    if !screened.pages.is_whole() {
        return Ok(Answer::go(&path(&screened.of.packet, "names")));
    }
    let of = screened.of;
    let from = from(ask);
    // What stands in another part of the list stays as it was decided there.
    let here: BTreeSet<String> = of.found.iter().skip(from).take(SHOWN).map(|found| found.words.to_lowercase()).collect();
    let elsewhere: BTreeSet<String> =
        of.found.iter().map(|found| found.words.to_lowercase()).filter(|words| !here.contains(words)).collect();
    let kept = of.packet.hidden.iter().filter(|hidden| elsewhere.contains(&hidden.words.to_lowercase()));
    let mut hidden: Vec<Hidden> = kept.cloned().collect();
    let mut shown: BTreeSet<String> =
        of.packet.shown.iter().filter(|words| elsewhere.contains(&words.to_lowercase())).cloned().collect();
    for said in ask.form.many("found") {
        let (what, words) = said.split_once(':').ok_or(Problem::BadForm)?;
        let words = of.found.iter().find(|found| found.words == words).ok_or(Refusal::StaleVersion)?.words.clone();
        if what == KEEP {
            shown.insert(words);
        } else {
            hidden.push(Hidden { words, stead: Stead::from_word(what).ok_or(Problem::BadForm)? });
        }
    }
    for (words, stead) in ask.form.many("words").zip(ask.form.many("stead")).filter(|(words, _)| !words.is_empty()) {
        hidden.push(Hidden { words: words.to_owned(), stead: Stead::from_word(stead).ok_or(Problem::BadForm)? });
    }
    let (id, matter, client) = (of.packet.id, of.packet.matter, of.packet.client);
    ask.act(ScreenPacket { id, matter, client, over: over(ask)?, hidden, shown }, matters::why(ask, Some(client))?)?;
    let to = match after((from, SHOWN), of.found.len()) {
        _ if ask.form.filled("more").is_some() => format!("names?from={from}"),
        Some(next) => format!("names?from={next}"),
        None if super::pictures::are_shown(ask, &of) && !pages::is_done(&of) => "pages".to_owned(),
        None => "to".to_owned(),
    };
    Ok(Answer::go(&path(&of.packet, &to)))
}
