//! Other people in what goes: a machine proposes, a person decides. Whatever is hidden is nowhere in the paper.

use std::collections::BTreeSet;

use askama::Template;
use tacenda_desk::acts::{Assembly, ScreenPacket};
use tacenda_desk::{Found, Hidden, Record, Stead, hide};

use super::{assembly, over, path};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::pages::matters;

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
    steads: &'static [Stead],
}

/// What was decided of those words; what nobody decided yet is hidden.
fn chosen(of: &Assembly, found: &Found) -> &'static str {
    let same = |words: &str| words.to_lowercase() == found.words.to_lowercase();
    let hidden = of.packet.hidden.iter().find(|hidden| same(&hidden.words));
    if of.packet.shown.iter().any(|words| same(words)) { KEEP } else { hidden.map_or(found.stead, |hidden| hidden.stead).word() }
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let found = |words: &str| of.found.iter().any(|found| found.words.to_lowercase() == words.to_lowercase());
    let own = of.packet.hidden.iter().filter(|hidden| !found(&hidden.words)).map(|hidden| (hidden.words.clone(), hidden.stead.word()));
    let own = own.chain(std::iter::repeat_n((String::new(), Stead::Person.word()), BLANK));
    let stead = |stead: Stead| format!("[{}]", ask.say(&format!("packet-stead-{}", stead.word()), &[]));
    let text = |record: &Record| Text {
        title: matters::category(ask, record.category.word()),
        text: hide(&record.text, &of.packet.hidden, stead),
    };
    let row = |(number, found): (usize, &Found)| Row { number, found: found.clone(), chosen: chosen(&of, found) };
    let page = Page {
        c: ask.titled("packet-names").back(path(&of.packet, "")),
        path: path(&of.packet, "names"),
        version: of.version,
        rows: of.found.iter().enumerate().map(row).collect(),
        own: own.enumerate().map(|(at, (words, stead))| (at, words, stead)).collect(),
        texts: of.records.iter().map(text).collect(),
        steads: Stead::ALL,
    };
    Answer::page(&page)
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["over", "more"], &["found", "words", "stead"])?;
    let of = assembly(ask)?;
    let (mut hidden, mut shown): (Vec<Hidden>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for said in ask.form.many("found") {
        let (at, what) = said.split_once(':').ok_or(Problem::BadForm)?;
        let at: usize = at.parse().map_err(|_| Problem::BadForm)?;
        let words = of.found.get(at).ok_or(Problem::BadForm)?.words.clone();
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
    Ok(Answer::go(&path(&of.packet, if ask.form.filled("more").is_some() { "names" } else { "to" })))
}
