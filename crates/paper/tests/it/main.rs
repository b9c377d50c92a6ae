//! What is printed keeps, can be read aloud, and is the same twice.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and one that is left out says so")]

mod lint;
mod packet;

use std::io::Write as _;
use std::process::{Command, Stdio};

use page_validation::{SafetyLimits, ValidationOptions, ValidationProfile, validate_pdf_bytes};
use tacenda_paper::{PaperError, Part, Writing, letters};

fn part(language: &str, title: &str) -> Part {
    Part {
        language: language.into(),
        head: "Casa Ejemplo".into(),
        under: vec!["14 Acequia Street".into(), "505-555-0100".into()],
        title: title.into(),
        lines: vec![("Date".into(), "November 22, 2026".into()), ("To".into(), String::new())],
        body: vec![
            "We received what you asked. #let x = 1 $a$ *not markup* <b>nor this</b>".into(),
            "Ñandú, “¿qué?” \u{2014} §".into(),
        ],
        foot: vec!["Law: 45 CFR 164.502(a)".into()],
        signs: vec!["Signature".into()],
    }
}

fn writing() -> Writing {
    let parts = vec![part("en", "We cannot share anything"), part("es", "No podemos compartir nada")];
    Writing { title: "We cannot share anything".into(), day: (2026, 11, 22), parts }
}

/// It keeps what it says of itself, by a judge that did not write it.
fn valid(pdf: &[u8]) {
    assert_eq!(broken(pdf), Vec::<String>::new());
}

/// The rules of PDF/A-2a and PDF/UA-1 that it breaks.
fn broken(pdf: &[u8]) -> Vec<String> {
    let profiles = [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1];
    // Bookmarks are a chain: each leads to the next.
    let limits = SafetyLimits::default().with_max_reference_depth(10_000);
    let options = ValidationOptions::default().limits(limits);
    let report = |profile| validate_pdf_bytes(pdf, &options.clone().profile(profile)).unwrap();
    let failures = profiles.into_iter().flat_map(|profile| report(profile).failures);
    // The judge takes a stream whose last byte is a carriage return for one byte shorter than it is: that rule is judged here.
    let failures = failures.filter(|failure| failure.rule_id != LENGTHS || !lengths_fit(pdf));
    failures.map(|failure| format!("{failure:?}")).collect()
}

const LENGTHS: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Every stream is as long as it says.
fn lengths_fit(pdf: &[u8]) -> bool {
    let begin = b">>\nstream\n";
    let begins = |at: &usize| pdf.get(*at..).is_some_and(|rest| rest.starts_with(begin));
    (0..pdf.len()).filter(begins).all(|at| {
        let head = String::from_utf8_lossy(pdf.get(at.saturating_sub(400)..at).unwrap()).into_owned();
        let digits: String = head.rsplit_once("/Length ").unwrap().1.chars().take_while(char::is_ascii_digit).collect();
        let end = at + begin.len() + digits.parse::<usize>().unwrap();
        pdf.get(end..).is_some_and(|rest| rest.starts_with(b"\nendstream"))
    })
}

/// What a reader of the text layer gets; nothing where the tool is not installed.
fn text(pdf: &[u8]) -> Option<String> {
    let child = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|_| println!("skipped: there is no pdftotext")).ok()?;
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn the_same_words_give_the_same_bytes_and_other_words_others() {
    let first = letters(&writing()).unwrap();
    assert_eq!(first, letters(&writing()).unwrap());
    let mut other = writing();
    other.parts[0].body.push("One sentence more.".into());
    assert_ne!(first, letters(&other).unwrap());
}

#[test]
fn it_says_of_itself_that_it_keeps_and_that_it_can_be_read_aloud() {
    let pdf = letters(&writing()).unwrap();
    let has = |needle: &str| pdf.windows(needle.len()).any(|window| window == needle.as_bytes());
    for claim in ["pdfaid:part", "pdfuaid:part", "/StructTreeRoot", "/Lang", "/MarkInfo"] {
        assert!(has(claim), "{claim}");
    }
    valid(&pdf);
    assert!(!has("/JavaScript") && !has("/Launch") && !has("/EmbeddedFile"));
}

#[test]
fn what_stands_in_it_stands_there_as_it_was_written() {
    let pdf = letters(&writing()).unwrap();
    let Some(text) = text(&pdf) else { return };
    for words in [
        "We cannot share anything",
        "No podemos compartir nada",
        "#let x = 1 $a$ *not markup* <b>nor this</b>",
        "Ñandú, “¿qué?”",
        "____",
        "1/2",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn nothing_and_no_day_are_refused() {
    assert_eq!(letters(&Writing { parts: Vec::new(), ..writing() }), Err(PaperError::Empty));
    assert_eq!(letters(&Writing { day: (2026, 2, 30), ..writing() }), Err(PaperError::NoSuchDay));
}
