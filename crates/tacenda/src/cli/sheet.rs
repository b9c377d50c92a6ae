//! The decision sheet as text.

use std::fmt::Write as _;

use tacenda_law::Ruling;

use super::Language;
use crate::sheet::words::{self, Both, say};
use crate::sheet::{Ground, Owed, Sheet};

const WIDTH: usize = 80;

/// A ruling as a page that a counsellor can read aloud and a licensing board can check.
pub(crate) fn sheet(ruling: &Ruling, name: &str, language: Language) -> String {
    let sheet = Sheet::of(ruling, language);
    let mut page = Page { text: String::new(), language };
    page.head(&sheet, name);
    page.section(words::H_SAY, [sheet.say.to_owned()]);
    page.scope(&sheet);
    page.section(words::H_MISSING, sheet.missing.iter().map(|question| format!("? {question}")));
    page.duties(words::H_BEFORE, &sheet.before);
    page.duties(words::H_AFTER, &sheet.after);
    page.grounds(words::H_WHY, &sheet.why);
    page.grounds(words::H_WEIGHED, &sheet.weighed);
    page.section(words::H_CHANGE, sheet.changes.iter().map(|change| dotted(change, language)));
    page.section(words::H_ASSUMED, sheet.assumed.iter().map(|line| format!("· {line}")));
    page.law(&sheet);
    page.text
}

/// That nothing would change it is no item of a list.
fn dotted(change: &str, language: Language) -> String {
    if change == say(words::NO_YES, language) { change.to_owned() } else { format!("· {change}") }
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn say(&self, both: Both) -> &'static str {
        say(both, self.language)
    }

    fn head(&mut self, sheet: &Sheet, name: &str) {
        self.line(&"━".repeat(WIDTH));
        self.line(&format!("  {}", sheet.title.to_uppercase()));
        self.line(&"━".repeat(WIDTH));
        let name = if name == "null" { String::new() } else { format!("{} {name} · ", self.say(words::CASE)) };
        self.line(&format!("{name}{} {}", self.say(words::DAY), sheet.day));
        for (title, text) in [(words::TO, &sheet.to), (words::FOR, &sheet.purpose)] {
            if let Some(text) = text {
                let text = format!("{}: {text}", self.say(title));
                self.line(&text);
            }
        }
    }

    /// A heading and its items, wrapped; nothing where there are none.
    fn section(&mut self, title: Both, items: impl IntoIterator<Item = String>) {
        self.under(self.say(title), items);
    }

    fn under(&mut self, title: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if items.is_empty() {
            return;
        }
        self.line("");
        self.line(title);
        for item in items {
            self.item("  ", &item);
        }
    }

    fn item(&mut self, indent: &str, text: &str) {
        let hang = text.chars().take_while(|c| !c.is_alphanumeric() && *c != '“' && *c != '[').count();
        let mut room = WIDTH - indent.len();
        let mut line = indent.to_owned();
        for word in text.split(' ') {
            let length = word.chars().count();
            if length + 1 > room && line.trim() != "" {
                self.line(line.trim_end());
                line = format!("{indent}{}", " ".repeat(hang));
                room = WIDTH.saturating_sub(line.chars().count());
            }
            line.push_str(word);
            line.push(' ');
            room = room.saturating_sub(length + 1);
        }
        self.line(line.trim_end());
    }

    fn scope(&mut self, sheet: &Sheet) {
        let except = sheet.except.then(|| self.say(words::EXCEPT_BELOW).to_owned());
        let mut may: Vec<String> = bullets(&sheet.may).chain(except).collect();
        if may.is_empty() {
            may.push(self.say(words::NOTHING).to_owned());
        }
        self.section(words::H_MAY, may);
        self.under(sheet.must_not_title, bullets(&sheet.must_not));
        self.section(words::H_CONFLICT, bullets(&sheet.collide));
        self.section(words::H_COMMANDED, bullets(&sheet.commanded));
    }

    fn duties(&mut self, title: Both, owed: &[Owed]) {
        let (by, if_so) = (self.say(words::BY), self.say(words::PERHAPS));
        let line = |owed: &Owed| {
            let due = owed.due.as_ref().map_or_else(String::new, |due| format!(", {by} {due}"));
            let perhaps = if owed.perhaps { format!(", {if_so}") } else { String::new() };
            format!("□ {}{perhaps}{due} ({})", owed.text, owed.cite)
        };
        self.section(title, owed.iter().map(line));
    }

    fn grounds(&mut self, title: Both, grounds: &[Ground]) {
        let doubtful = self.say(words::DOUBTFUL);
        let line = |ground: &Ground| {
            let doubt = if ground.doubtful { format!(" {doubtful}") } else { String::new() };
            format!("{} {}: {} ({}){doubt}", ground.mark, ground.pack, ground.title, ground.cite)
        };
        self.section(title, grounds.iter().map(line));
    }

    fn law(&mut self, sheet: &Sheet) {
        let language = self.language;
        let lines = sheet.law.iter().map(|book| {
            let review = say(if book.reviewed { words::REVIEWED } else { words::NOT_REVIEWED }, language);
            format!("· {} ({} {}, {}), {review}", book.title, book.id, book.version, book.digest)
        });
        self.section(words::H_LAW, lines);
        let _ = writeln!(self.text);
        self.item("", self.say(words::DISCLAIMER));
    }
}

fn bullets(items: &[String]) -> impl Iterator<Item = String> {
    items.iter().map(|item| format!("• {item}"))
}
