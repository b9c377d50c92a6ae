//! A packet is whole, the same twice, and can be read by eyes, machines and screen readers.

use tacenda_paper::{PaperError, Picture, Piece, Sheaf, packet};

use crate::{text, valid};

/// A picture of 3 by 2 points.
pub(crate) const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAE0lEQVR4nGOwWRAFQQxbAqIgCABLyAe9RXWLiAAAAABJRU5ErkJggg==";

pub(crate) fn piece(title: &str, text: &str) -> Piece {
    Piece {
        language: "en".into(),
        title: title.into(),
        lines: vec![("Date".into(), "March 2, 2026".into()), ("Written by".into(), "J. Okafor, LCSW".into())],
        text: text.into(),
        pictures: Vec::new(),
        line: "Asked for: progress notes from January to March 2026".into(),
    }
}

pub(crate) fn sheaf() -> Sheaf {
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let note =
        "Client came on time. “I sleep again,” she said.\n\nPlan: meet again in two weeks; call 505-555-0100 if that changes.";
    let mut spanish = piece("Nota de evolución", "Ñandú, ¿qué tal? La clienta llegó a tiempo — por fin.");
    spanish.language = "es".into();
    Sheaf {
        language: "en".into(),
        title: "Records as requested".into(),
        day: (2026, 11, 22),
        head: "Casa Ejemplo".into(),
        under: vec!["14 Acequia Street, Santa Fe, NM 87501".into(), "505-555-0100".into()],
        cover: vec![
            pair("To", "District Court of the First District\n225 Montezuma Avenue"),
            pair("About", "Elena Marquez, born May 4, 1988"),
            pair("By what law", "45 CFR 164.512(e)(1)(i): an order of a court"),
            pair("Received by", ""),
        ],
        notices: vec!["42 CFR part 2 prohibits unauthorized use or disclosure of these records. ".repeat(4)],
        contents: "Contents".into(),
        parts: vec![piece("Progress note", note), spanish],
        withheld: vec![pair("Psychotherapy notes", "45 CFR 164.508(a)(2): they need an authorization of their own")],
        withheld_title: "What stays".into(),
        withheld_none: "Nothing of what was asked for stays.".into(),
        manifest_title: "Manifest".into(),
        manifest: vec![pair("Progress note", &"0f3a9c".repeat(10))],
        foot: "Ledger 18 204 \u{b7} K7QD-2M9X".into(),
        page: "page {n} of {m}".into(),
        bates: "ML-".into(),
    }
}

pub(crate) fn picture(words: &str) -> Picture {
    serde_json::from_value(serde_json::json!({ "png": PNG, "words": words })).unwrap()
}

/// Without the ends of lines.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_same_packet_gives_the_same_bytes_and_another_others() {
    let first = packet(&sheaf()).unwrap();
    assert_eq!(first, packet(&sheaf()).unwrap());
    let mut other = sheaf();
    other.parts[0].text.push_str(" One sentence more.");
    assert_ne!(first.pdf, packet(&other).unwrap().pdf);
    let back: Sheaf = serde_json::from_str(&serde_json::to_string(&sheaf()).unwrap()).unwrap();
    assert_eq!(back, sheaf());
}

#[test]
fn every_word_of_it_stands_in_it_and_every_page_has_its_number() {
    let set = packet(&sheaf()).unwrap();
    assert_eq!((set.pages, set.firsts.clone()), (6, vec![3, 4]));
    valid(&set.pdf);
    let Some(text) = text(&set.pdf) else { return };
    let text = joined(&text);
    for words in sheaf().parts.iter().flat_map(|piece| piece.text.lines()).filter(|line| !line.is_empty()) {
        assert!(text.contains(words), "{words}: {text}");
    }
    for words in ["Elena Marquez, born May 4, 1988", "225 Montezuma Avenue", "____", "Psychotherapy notes", "What stays"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for page in 1..=6 {
        assert!(text.contains(&format!("ML-{page:06} \u{b7} page {page} of 6")), "{page}: {text}");
    }
    assert!(text.contains("Nota de evolución \u{b7} March 2, 2026 4"), "{text}");
}

#[test]
fn what_was_hidden_before_is_nowhere() {
    let mut sheaf = sheaf();
    sheaf.parts[0].text = "Her sister [a relative] came along.".into();
    let pdf = packet(&sheaf).unwrap().pdf;
    let reading = tacenda_paper::read(&pdf);
    assert_eq!(tacenda_paper::finds(&reading, &["Rosalinda".into()]), vec![]);
    sheaf.parts[0].text = "Her sister Rosalinda came along.".into();
    let reading = tacenda_paper::read(&packet(&sheaf).unwrap().pdf);
    assert_eq!(tacenda_paper::finds(&reading, &["Rosalinda".into()]), vec![(0, 2)]);
}

#[test]
fn a_picture_has_a_page_and_words_in_its_place() {
    let mut sheaf = sheaf();
    sheaf.parts[0].pictures = vec![picture("Scan of the signed consent"), picture("")];
    let set = packet(&sheaf).unwrap();
    assert_eq!((set.pages, set.firsts.clone()), (8, vec![3, 6]));
    valid(&set.pdf);
    let reading = tacenda_paper::read(&set.pdf);
    assert!(reading.text.last().unwrap().contains("Scan of the signed consent"));
    assert_eq!(reading.faults, vec![]);
    sheaf.parts[0].pictures[0].png = b"no picture".to_vec();
    assert_eq!(packet(&sheaf), Err(PaperError::NotSet));
    sheaf.parts[0].pictures[0].png = picture("").png[..50].to_vec();
    assert_eq!(packet(&sheaf), Err(PaperError::NotSet));
}

#[test]
fn a_long_record_goes_on_over_pages() {
    let mut sheaf = sheaf();
    let paragraph =
        |at: usize| format!("Paragraph {at}: {}", "the client told of the week, of work and of the children. ".repeat(5));
    sheaf.parts = (0..20)
        .map(|part| piece("Progress note", &(0..26).map(|at| paragraph(part * 26 + at) + "\n").collect::<String>()))
        .collect();
    let set = packet(&sheaf).unwrap();
    assert!(set.pages >= 60, "{}", set.pages);
    valid(&set.pdf);
    let Some(text) = text(&set.pdf) else { return };
    let text = joined(&text);
    for at in 0..20 * 26 {
        assert!(text.contains(&format!("Paragraph {at}: ")), "{at}");
    }
    assert!(text.contains(&format!("page {0} of {0}", set.pages)));
}

#[test]
fn a_word_without_end_is_cut_and_no_letter_is_lost() {
    let mut sheaf = sheaf();
    let word: String = ('a'..='z').cycle().take(20_000).collect();
    sheaf.parts[0].text.clone_from(&word);
    let set = packet(&sheaf).unwrap();
    valid(&set.pdf);
    let reading = tacenda_paper::read(&set.pdf);
    let read: String = reading.text.iter().flat_map(|page| page.lines()).filter(|line| !line.contains(' ')).collect();
    assert!(read.contains(&word), "{}", read.len());
}

#[test]
fn odd_characters_are_printed_or_stood_in_for() {
    let mut sheaf = sheaf();
    let odd = "bell\u{7} null\u{0} emoji \u{1f600} family \u{1f469}\u{200d}\u{1f467} hebrew \u{5e9}\u{5dc}\u{5d5}\u{5dd} arabic \u{645}\u{631} \
        han \u{6f22} private \u{e000} none \u{ffff} bom \u{feff} soft\u{ad}hyphen accent n\u{303} zalgo a\u{301}\u{302}\u{303}\u{304} \
        nbsp 10\u{a0}mg fi ffl tab\there cr\rlf end";
    sheaf.parts[0].text = odd.into();
    for words in [&mut sheaf.title, &mut sheaf.foot, &mut sheaf.contents, &mut sheaf.parts[0].title] {
        words.push_str(odd);
    }
    sheaf.parts[0].pictures = vec![picture(odd)];
    sheaf.parts[1].title = "\u{7}".into();
    sheaf.parts[1].lines = vec![(String::new(), String::new())];
    let set = packet(&sheaf).unwrap();
    valid(&set.pdf);
    let reading = tacenda_paper::read(&set.pdf);
    assert_eq!(reading.faults, vec![]);
    let record = joined(&reading.text[set.firsts[0] - 1]);
    for words in ["softhyphen", "accent \u{f1}", "10 mg fi ffl", "bell\u{fffd} null\u{fffd}", "tab here", "emoji \u{fffd}"] {
        assert!(record.contains(words), "{words}: {record}");
    }
    let Some(text) = text(&set.pdf) else { return };
    assert!(text.contains("softhyphen") && text.contains('\u{fffd}'), "{text}");
}

#[test]
fn many_records_and_long_words_in_the_place_of_a_picture_keep_to_the_standards() {
    let mut sheaf = sheaf();
    sheaf.parts = (0..1500).map(|at| piece(&format!("Note {at}"), "Nothing new.")).collect();
    sheaf.parts[0].pictures = vec![picture(&"words é ".repeat(5_000))];
    let set = packet(&sheaf).unwrap();
    valid(&set.pdf);
    assert_eq!(tacenda_paper::read(&set.pdf).faults, vec![]);
}

#[test]
fn every_character_there_is_can_stand_in_a_record() {
    let mut sheaf = sheaf();
    let all: Vec<char> = (0..0x2_0000).filter_map(char::from_u32).collect();
    sheaf.parts[0].text = all.chunks(60).flat_map(|some| some.iter().copied().chain(['\n'])).collect();
    sheaf.parts[0].pictures = vec![picture(&all.iter().take(0x3000).collect::<String>())];
    let set = packet(&sheaf).unwrap();
    valid(&set.pdf);
    let reading = tacenda_paper::read(&set.pdf);
    assert_eq!(reading.faults, vec![]);
    let read = reading.text.concat();
    for letters in [
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
        "абвгдежзийклмнопрстуфхцчшщ",
        "αβγδεζηθικλμνξοπρστυφχψω",
    ] {
        assert!(letters.chars().all(|letter| read.contains(letter)), "{letters}");
    }
}

#[test]
fn nothing_and_no_day_are_refused_for_packets_too() {
    assert_eq!(packet(&Sheaf { parts: Vec::new(), ..sheaf() }), Err(PaperError::Empty));
    assert_eq!(packet(&Sheaf { day: (2026, 2, 30), ..sheaf() }), Err(PaperError::NoSuchDay));
    let nothing_stays = packet(&Sheaf { withheld: Vec::new(), ..sheaf() }).unwrap();
    valid(&nothing_stays.pdf);
    assert!(tacenda_paper::read(&nothing_stays.pdf).text[4].contains("Nothing of what was asked for stays."));
}
