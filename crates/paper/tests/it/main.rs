//! What is printed keeps, can be read aloud, and is the same twice.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and one that is left out says so")]

mod lint;
mod packet;
mod valid;

use std::io::Write as _;
use std::process::{Command, Stdio};

use tacenda_paper::{PaperError, Part, Writing, letters};
use valid::broken;

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
