//! What stands on a scan, read by machine where the agency has what reads it: Tesseract, and Poppler for PDF. They run apart from the
//! server, one page at a time; what they find is shown and kept nowhere.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::apart::{self, Apart, bound, can_wall};
use crate::calm::calm;
use crate::problem::Problem;

/// The verb by which the program reads.
const VERB: &str = "read";
/// A page of more pixels than this on its longer side is made smaller: about 230 to the inch of a letter.
pub(crate) const LONGER_SIDE: &str = "2500";
/// So many letters, and a page of a PDF has words of its own.
const WORDS_OF_ITS_OWN: usize = 20;
/// How long one of the tools may take; all of them together as long as whatever runs apart.
const PATIENCE: Duration = Duration::from_secs(25);
/// The last page that anybody asks for.
pub(crate) const LAST: u32 = 999;
/// The most words of a page, in characters: a page that holds more was made to.
const MOST: usize = 100_000;

/// What the tools are called, so that they can be looked for.
pub(crate) const TOOLS: [&str; 4] = ["tesseract", "pdfinfo", "pdftotext", "pdftoppm"];
/// Where they are.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The languages that Tacenda speaks, as Tesseract names them.
pub(crate) const OURS: [&str; 2] = ["eng", "spa"];

/// One page in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Words {
    /// What stands there.
    pub text: String,
    /// Of so many pages.
    pub pages: u32,
    /// The file says them itself; else a machine read a picture, and may be wrong.
    pub own: bool,
}

/// Who reads.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    apart: Apart,
    /// The languages it knows, joined as Tesseract wants them; none: nothing is read.
    languages: String,
}

impl Reader {
    pub(crate) fn new(program: Option<&Path>, languages: &[String]) -> Self {
        Self { apart: Apart::new(program), languages: languages.join("+") }
    }

    /// Whether such a file can be read here.
    pub(crate) fn reads(&self, media_type: &str) -> bool {
        !self.languages.is_empty() && matches!(media_type, "application/pdf" | "image/jpeg" | "image/png" | "image/tiff")
    }

    /// That page of it, counted from one, and as a picture where that is wanted; none where no machine makes anything of it, or there is no
    /// such page.
    pub(crate) fn page(&self, media_type: &str, (page, seen): (u32, bool), bytes: &[u8]) -> Result<Option<Words>, Problem> {
        if !self.reads(media_type) || !(1..=LAST).contains(&page) {
            return Ok(None);
        }
        let how = if seen { "seen" } else { "said" };
        let (ended, found) = self.apart.run(&[VERB, media_type, &page.to_string(), how, &self.languages], bytes)?;
        Ok(ended.success().then(|| serde_json::from_slice(&found).ok()).flatten())
    }
}

/// What that process does: it reads the file from its input and gives that page's words, as JSON.
pub(crate) fn read(media_type: &str, (page, seen): (u32, bool), languages: &str) -> Result<()> {
    ensure!(bound(), "this kernel walls nothing in");
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let found = match media_type {
        "application/pdf" => of_pdf(&bytes, (page, seen), languages)?,
        _ => of_picture(&bytes, page, languages)?,
    };
    Ok(std::io::stdout().lock().write_all(&serde_json::to_vec(&found)?)?)
}

fn of_pdf(bytes: &[u8], (page, seen): (u32, bool), languages: &str) -> Result<Words> {
    let pages = LAST.min(pages_of(bytes)?);
    ensure!(page <= pages, "no such page");
    let at = page.to_string();
    let only = ["-f", &at, "-l", &at];
    let own = text(&tool("pdftotext", &[&only[..], &["-layout", "-", "-"]].concat(), bytes)?);
    if !seen && own.chars().filter(|c| c.is_alphanumeric()).count() >= WORDS_OF_ITS_OWN {
        return Ok(Words { text: own, pages, own: true });
    }
    let picture = tool("pdftoppm", &[&only[..], &["-scale-to", LONGER_SIDE, "-gray", "-png", "-"]].concat(), bytes)?;
    Ok(Words { pages, ..of_picture(&picture, 1, languages)? })
}

/// How many pages a PDF has.
pub(crate) fn pages_of(pdf: &[u8]) -> Result<u32> {
    let said = text(&tool("pdfinfo", &["-"], pdf)?);
    said.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok()).context("no pages")
}

/// A picture is one page, whatever it holds.
fn of_picture(bytes: &[u8], page: u32, languages: &str) -> Result<Words> {
    ensure!(page == 1, "no such page");
    Ok(Words { text: text(&tool("tesseract", &["stdin", "stdout", "-l", languages], bytes)?), pages: 1, own: false })
}

/// Lines as they stand, without what no reader needs: three empty ones say no more than one.
fn text(bytes: &[u8]) -> String {
    let all: String = calm(&String::from_utf8_lossy(bytes)).chars().take(MOST).collect();
    let mut text = String::new();
    for line in all.lines().map(str::trim_end) {
        if !line.is_empty() || !text.ends_with("\n\n") {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_matches('\n').to_owned()
}

/// What a tool makes of the bytes.
pub(crate) fn tool(name: &str, words: &[&str], bytes: &[u8]) -> Result<Vec<u8>> {
    let mut command = Command::new(name);
    command.args(words).env_clear().env("PATH", PATH).env("OMP_THREAD_LIMIT", "1");
    let (ended, made) = apart::parser(command, bytes, PATIENCE)?;
    ensure!(ended.success(), "{name} makes nothing of it");
    Ok(made)
}

/// Those of these languages that can be read on this machine.
pub(crate) fn known(wanted: &[impl AsRef<str>]) -> Vec<String> {
    let there = |name: &&str| PATH.split(':').any(|folder| Path::new(folder).join(name).is_file());
    if wanted.is_empty() || !TOOLS.iter().all(there) || !can_wall() {
        return Vec::new();
    }
    let said = tool("tesseract", &["--list-langs"], b"").map(|said| text(&said)).unwrap_or_default();
    let wanted = wanted.iter().map(AsRef::as_ref);
    wanted.filter(|one| said.lines().any(|line| line == *one)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_needs_is_left_out() {
        assert_eq!(text("\x0c\n\nSUBPOENA  \n\n\n\n  to \u{202e}produce\x0c".as_bytes()), "SUBPOENA\n\n  to produce");
    }

    #[test]
    fn where_nothing_reads_nothing_is_offered() {
        let none = Reader::new(None, &[]);
        assert!(!none.reads("application/pdf") && none.page("application/pdf", (1, false), b"%PDF-").unwrap().is_none());
        let some = Reader::new(None, &["eng".to_owned()]);
        assert!(some.reads("image/png") && !some.reads("audio/mpeg") && !some.reads("image/heic"));
    }
}
