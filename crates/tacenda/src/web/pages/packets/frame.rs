//! A packet on paper: what was chosen, without what is hidden, in the frame that the law and the reader need; and the finished paper held
//! against what must and must not stand in it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use tacenda_desk::acts::{About, Assembly};
use tacenda_desk::flows::{Fate, Law};
use tacenda_desk::{Addressed, Attachment, Hidden, PacketLine, Record, Stead, Time, Worker, hide};
use tacenda_paper::{Piece, Reading, Sheaf, finds};

use super::pictures::Shown;
use crate::agency::hex;
use crate::language::Language;
use crate::press::Press;
use crate::problem::Problem;
use crate::scans::{Back, Effort, Scans};
use crate::sheet::words::pick;
use crate::web::pages::matters;
use crate::web::{dates, words};

/// What stands on a packet beside what was chosen.
pub(crate) struct Frame<'a> {
    /// The language of the frame.
    pub(crate) language: Language,
    /// The agency, and what stands below its name.
    pub(crate) head: String,
    pub(crate) under: Vec<String>,
    /// The ledger's head, for the foot of each page.
    pub(crate) foot: &'a str,
    /// Whom it goes to.
    pub(crate) addressed: &'a Addressed,
    /// When it is set.
    pub(crate) at: Time,
    pub(crate) law: &'a Law,
    pub(crate) workers: &'a [Worker],
}

/// A packet set on paper, and read again.
pub(crate) struct Set {
    pub(crate) pdf: Vec<u8>,
    pub(crate) sha256: String,
    /// Its words, page by page, as they were read back.
    pub(crate) text: Vec<String>,
    /// Which of them are pictures, counted from 0, where each is shown, and by what it is found again.
    pub(crate) pictures: Vec<(usize, String, [u8; 32])>,
    /// Why it may not go.
    pub(crate) slips: Vec<Slip>,
}

/// Why a finished paper may not go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Words that were hidden stand in it: these.
    Stands(String),
    /// Words that were hidden are seen on one of its pictures, on that page.
    Shows(String, usize),
    /// No machine could read a page, of that file, and nobody has said that they read every word of it.
    Unread(String, u32),
    /// A picture in it could not be read again, on that page; nobody read every word of it.
    Blind(usize, String, u32),
    /// Its pictures are still read again: so many of so many.
    Reading(usize, usize),
    /// It holds what no paper of ours does: by its word.
    Holds(String),
    /// Whom it is about does not stand on it.
    Nameless,
    /// What was chosen does not stand in it.
    Lacks,
}

/// What stands in the place of somebody else, in that language.
pub(crate) fn instead(language: Language, stead: Stead) -> String {
    format!("[{}]", words::say(language, &format!("packet-stead-{}", stead.word()), &[]))
}

impl Frame<'_> {
    fn say(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    fn say_with(&self, key: &str, args: &[(&str, &str)]) -> String {
        words::say(self.language, key, args)
    }

    fn category(&self, word: &str) -> String {
        self.say(&format!("category-{}", word.replace('_', "-")))
    }

    fn kinds(&self, words: &[String]) -> String {
        words.iter().map(|word| self.category(word)).collect::<Vec<_>>().join(", ")
    }

    fn day(&self, time: Time) -> String {
        dates::day(self.language, time)
    }

    /// What stands in the place of somebody else.
    fn stead(&self, stead: Stead) -> String {
        instead(self.language, stead)
    }

    fn without(&self, text: &str, hidden: &[Hidden]) -> String {
        hide(text, hidden, |stead| self.stead(stead))
    }

    /// How a birth date stands on the paper.
    fn born(&self, about: &About) -> String {
        about.born.map(|born| dates::date(self.language, born)).unwrap_or_default()
    }

    fn cover(&self, of: &Assembly) -> Vec<(String, String)> {
        let purpose = Some(of.matter.word("purpose")).filter(|word| !word.is_empty());
        let named = |word| matters::purpose(self.law.packs(), word, self.language).to_owned();
        let about =
            [Some(of.about.name.clone()), of.about.known_as.clone()].into_iter().flatten().collect::<Vec<_>>().join(" / ");
        let count = of.records.len().to_string();
        let rows = [
            ("packet-paper-day", Some(self.day(self.at))),
            ("packet-paper-to", Some(self.addressed.to.clone())),
            ("packet-paper-about", Some(about)),
            ("packet-paper-born", of.about.born.map(|_| self.born(&of.about))),
            ("packet-paper-asked", Some(self.day(of.matter.received))),
            ("packet-paper-purpose", purpose.map(named)),
            ("packet-paper-law", Some(of.cite.join("; ")).filter(|cite| !cite.is_empty())),
            ("packet-paper-permission", of.permitted.as_ref().map(|permitted| dates::date(self.language, permitted.until))),
            ("packet-paper-covers", of.permitted.as_ref().map(|permitted| self.kinds(&permitted.what))),
            ("packet-paper-holds", Some(self.say_with("packet-paper-count", &[("count", &count)]))),
        ];
        rows.into_iter().filter_map(|(key, value)| Some((self.say(key), value?))).collect()
    }

    /// What the law wants said to whoever gets it.
    fn notices(&self, of: &Assembly) -> Vec<String> {
        let mut notices: Vec<String> = Vec::new();
        for owed in of.matter.owed() {
            let Some(notice) = self.law.notice(&owed.duty, &owed.cite) else { continue };
            let said = pick(notice, self.language).to_owned();
            if !notices.contains(&said) {
                notices.push(said);
            }
        }
        notices.push(self.say("packet-paper-mistake"));
        notices
    }

    fn piece(&self, of: &Assembly, record: &Record, shown: &[Shown]) -> Piece {
        let hidden = &of.packet.hidden;
        let author = self.workers.iter().find(|worker| worker.id == record.author).map(|worker| worker.name.clone());
        let line = of.packet.lines.iter().position(|line| line.picks.contains(&record.id)).unwrap_or_default();
        let words = of.packet.lines.get(line).map(|line| self.without(&line.item.words, hidden)).unwrap_or_default();
        let mut lines = vec![(self.say("packet-paper-happened"), self.day(record.happened))];
        lines.extend(author.map(|author| (self.say("packet-paper-author"), author)));
        lines.push((self.say("packet-paper-title"), self.without(&record.title, hidden)));
        lines.extend(record.late.then(|| (self.say("packet-paper-late"), self.day(record.written))));
        Piece {
            language: self.language.code().to_owned(),
            title: self.category(record.category.word()),
            lines,
            text: self.without(&record.text, hidden),
            pictures: shown.iter().filter(|shown| shown.record == record.id).map(|shown| shown.picture.clone()).collect(),
            line: self.say_with("packet-paper-line", &[("number", &(line + 1).to_string()), ("words", &words)]),
        }
    }

    /// What stays, line by line of what was asked for; nothing is said of what nobody asked for.
    fn withheld(&self, of: &Assembly, shown: &[Shown]) -> Vec<(String, String)> {
        let grounds = of.matter.withheld();
        let by_law = grounds.iter().map(|(item, grounds)| {
            let cite: Vec<&str> = grounds.iter().flat_map(|ground| ground.cite.iter().map(String::as_str)).collect();
            let key = if of.matter.fate(item) == Fate::Withheld { "packet-stay-law" } else { "packet-stay-part" };
            (item.words.clone(), format!("{} {}", self.say(key), cite.join("; ")).trim().to_owned())
        });
        let by_choice = of.packet.lines.iter().filter_map(|line| Some((line.item.words.clone(), self.left(line)?)));
        let offered = |words: &str| of.offers.iter().any(|(item, records)| item.words == words && !records.is_empty());
        let gone = |item: &tacenda_desk::flows::Item| of.matter.fate(item) != Fate::Withheld && !offered(&item.words);
        let nothing = of.matter.items.iter().filter(|item| gone(item));
        let none = nothing.map(|item| (item.words.clone(), self.say("packet-stay-none")));
        let files = of.records.iter().flat_map(|record| self.files(of, record, shown));
        let all = by_law.chain(by_choice).chain(none).chain(files);
        all.map(|(words, why)| (self.without(&words, &of.packet.hidden), why)).collect()
    }

    /// What of the files of a record stays.
    fn files(&self, of: &Assembly, record: &Record, shown: &[Shown]) -> Vec<(String, String)> {
        let goes = |file: &Attachment| shown.iter().any(|shown| shown.path.contains(&file.id.to_string()));
        let whole = record.attachments.iter().filter(|file| !goes(file)).count();
        let out = |file: &Attachment| {
            let pages = of.packet.pages_of(file.id).filter(|_| goes(file))?;
            Some(pages.looked.values().filter(|looked| looked.stays).count())
        };
        let out: usize = record.attachments.iter().filter_map(out).sum();
        let kind = || self.category(record.category.word());
        let all = (whole > 0).then(|| (kind(), self.say("packet-stay-files")));
        let some = (out > 0).then(|| (kind(), self.say_with("packet-stay-pages", &[("count", &out.to_string())])));
        all.into_iter().chain(some).collect()
    }

    fn left(&self, line: &PacketLine) -> Option<String> {
        line.left.map(|left| self.say(&format!("packet-left-{}", left.word().replace('_', "-"))))
    }

    /// What went into it, by digest, and how often something stands in the place of somebody else.
    fn manifest(&self, of: &Assembly, parts: &[Piece], shown: &[Shown]) -> Vec<(String, String)> {
        let digest = |piece: &Piece| {
            let said = Sha256::new_with_prefix(format!("{}\n{}", piece.title, piece.text));
            hex(&piece.pictures.iter().fold(said, |said, picture| said.chain_update(&picture.png)).finalize())
        };
        let row = |(at, piece): (usize, &Piece)| (format!("{}. {}", at + 1, piece.title), digest(piece));
        let mut rows: Vec<(String, String)> = parts.iter().enumerate().map(row).collect();
        let mut steads: BTreeMap<Stead, usize> = BTreeMap::new();
        for hidden in &of.packet.hidden {
            *steads.entry(hidden.stead).or_default() += 1;
        }
        rows.extend(steads.into_iter().map(|(stead, count)| (self.stead(stead), count.to_string())));
        let sum = |count: fn(&Shown) -> usize| shown.iter().map(count).sum::<usize>();
        let black = [
            ("packet-paper-pictures", shown.len()),
            ("packet-paper-by-eye", shown.iter().filter(|shown| shown.is_by_eye()).count()),
            ("packet-paper-black-names", sum(|shown| shown.names)),
            ("packet-paper-black-lines", sum(|shown| shown.lines)),
            ("packet-paper-black-areas", sum(|shown| shown.areas)),
        ];
        rows.extend(black.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| (self.say(key), count.to_string())));
        rows
    }

    /// The whole of it.
    pub(crate) fn sheaf(&self, of: &Assembly, shown: &[Shown]) -> Sheaf {
        let parts: Vec<Piece> = of.records.iter().map(|record| self.piece(of, record, shown)).collect();
        let day = dates::today(self.at);
        Sheaf {
            language: self.language.code().to_owned(),
            title: self.say("packet-paper-name"),
            day: (day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs()),
            head: self.head.clone(),
            under: self.under.clone(),
            cover: self.cover(of),
            notices: self.notices(of),
            contents: self.say("packet-paper-contents"),
            manifest_title: self.say("packet-paper-manifest"),
            manifest: self.manifest(of, &parts, shown),
            withheld_title: self.say("packet-paper-withheld"),
            withheld: self.withheld(of, shown),
            withheld_none: self.say("packet-paper-withheld-none"),
            parts,
            foot: self.foot.to_owned(),
            page: self.say_with("packet-paper-page", &[("n", "{n}"), ("m", "{m}")]),
            bates: "T".to_owned(),
        }
    }

    /// Sets it, and reads it again; its pictures as far as the effort goes.
    pub(crate) fn set(
        &self,
        of: &Assembly,
        (press, scans): (&Press, &Scans),
        shown: &[Shown],
        effort: &Effort,
    ) -> Result<Set, Problem> {
        let sheaf = self.sheaf(of, shown);
        let pdf = press.pack(&sheaf)?;
        let hidden = of.packet.hidden.iter().map(|hidden| hidden.words.clone());
        let own = own(&sheaf);
        let out: Vec<String> = hidden.filter(|words| !stands_in(&own, words)).chain(of.secret.iter().cloned()).collect();
        let read = press.reread(&pdf, &out)?;
        let stands = read.found.iter().filter_map(|at| out.get(*at).cloned().map(Slip::Stands));
        let mut slips: Vec<Slip> = stands.chain(read.faults.iter().cloned().map(Slip::Holds)).collect();
        let all = body(&read.text);
        let has = |text: &str| all.contains(&plain(text));
        slips.extend((!has(&of.about.name) || !has(&self.born(&of.about))).then_some(Slip::Nameless));
        // Each begins and ends as it should; of letters that the paper has no picture of nothing is told.
        let latin = |line: &str| line.chars().all(|c| c.is_ascii_graphic() || c == ' ' || ('\u{c0}'..'\u{17f}').contains(&c));
        let there = |line: &str| !latin(line) || has(line);
        let whole = read.pictures.len() == shown.len() && sheaf.parts.iter().flat_map(ends).flatten().all(there);
        slips.extend((!whole).then_some(Slip::Lacks));
        if slips.is_empty() {
            slips = seen(of, (scans, effort), (&pdf, &read.pictures), shown)?;
        }
        let pictures = read.pictures.into_iter().zip(shown).map(|(at, shown)| (at, shown.path.clone(), shown.key)).collect();
        Ok(Set { sha256: hex(&Sha256::digest(&pdf)), text: read.text, pictures, slips, pdf })
    }

    /// Whether whom the request names stands on the finished paper: read from its bytes, not from the file.
    pub(crate) fn is_about(language: Language, set: &Set, (name, born): (&str, jiff::civil::Date)) -> bool {
        let all = body(&set.text);
        all.contains(&plain(name)) && all.contains(&plain(&dates::date(language, born)))
    }
}

/// What must not be seen on the pictures of the finished paper, and is: it is drawn from its bytes, and read by machine. No frame stands on a
/// picture, so nothing is let pass. Where the machine does not read once more what it read before, and nobody read every word themselves, that
/// it finds nothing proves nothing.
fn seen(
    of: &Assembly,
    (scans, effort): (&Scans, &Effort),
    (pdf, pages): (&[u8], &[usize]),
    shown: &[Shown],
) -> Result<Vec<Slip>, Problem> {
    let out: Vec<String> = of.packet.hidden.iter().map(|hidden| hidden.words.clone()).chain(of.secret.iter().cloned()).collect();
    let said = match scans.back(pdf, pages, effort)? {
        Back::Partly(read) => return Ok(vec![Slip::Reading(read, pages.len())]),
        Back::Read(said) => said,
    };
    let text: Vec<String> = said.iter().map(|(_, seen)| seen.text()).collect();
    let reading = Reading { pages: text.len(), text, pictures: Vec::new(), faults: Vec::new() };
    let slip = |(word, at): (usize, usize)| Some(Slip::Shows(out.get(word)?.clone(), said.get(at)?.0 + 1));
    // Over the ends of pages, and word by word as on the pages that came in.
    let over = finds(&reading, &out);
    let on = (0..).zip(&said).flat_map(|(at, (_, seen))| seen.find(&out).into_iter().map(move |(word, _)| (word, at)));
    let found: BTreeSet<(usize, usize)> = over.into_iter().chain(on).collect();
    let blind = said.iter().zip(shown).filter(|((_, seen), shown)| !shown.is_by_eye() && !seen.has_most_of(&shown.stays));
    let blind = blind.map(|((page, _), shown)| Slip::Blind(page + 1, shown.name.clone(), shown.number));
    Ok(found.into_iter().filter_map(slip).chain(blind).collect())
}

/// What the frame itself says: the letterhead, whom it is about and goes to, who wrote the records. A hidden word that stands there rightly, such
/// as a brother's name that is a colleague's too, cannot be looked for in the whole paper; from the records it was taken word by word.
fn own(sheaf: &Sheaf) -> String {
    let pairs =
        sheaf.cover.iter().chain(&sheaf.withheld).chain(&sheaf.manifest).chain(sheaf.parts.iter().flat_map(|part| &part.lines));
    let pairs = pairs.flat_map(|(label, value)| [label.as_str(), value.as_str()]);
    let alone = [sheaf.head.as_str()]
        .into_iter()
        .chain(sheaf.under.iter().map(String::as_str))
        .chain(sheaf.notices.iter().map(String::as_str));
    let titles = sheaf.parts.iter().map(|part| part.title.as_str());
    alone.chain(pairs).chain(titles).collect::<Vec<_>>().join("\n")
}

/// The first and the last line of what a record says.
fn ends(part: &Piece) -> [Option<&str>; 2] {
    let mut lines = part.text.lines().filter(|line| !line.trim().is_empty());
    [lines.next(), lines.next_back()]
}

fn stands_in(text: &str, words: &str) -> bool {
    let reading = Reading { text: vec![text.to_owned()], pages: 1, pictures: Vec::new(), faults: Vec::new() };
    !finds(&reading, &[words.to_owned()]).is_empty()
}

/// What stands above the feet of the pages, as it runs on from one to the next.
fn body(pages: &[String]) -> String {
    plain(&pages.iter().filter_map(|page| page.split('\u{c}').next()).collect::<String>())
}

/// Without the spaces, at which lines break.
fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}
