//! What was printed is read again by other code, and what must not leave is seen there.

use krilla::color::rgb;
use krilla::embed::{AssociationKind, EmbeddedFile};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::paint::Fill;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use tacenda_paper::{Fault, Writing, finds, letters, packet, read};

use crate::packet::{picture, sheaf};
use crate::{broken, part, text};

/// The file with other words in it, and a table of its objects that fits again.
fn edited(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (head, tail) = parted(pdf, from.as_bytes()).unwrap();
    let bytes = [head, to.as_bytes(), tail].concat();
    let (body, rest) = bytes.split_at(bytes.windows(6).rposition(|window| window == b"\nxref\n").unwrap() + 1);
    let (_, trailer) = parted(rest, b"trailer").unwrap();
    let (trailer, _) = parted(trailer, b"startxref").unwrap();
    let places = (1..).map_while(|number| parted(body, format!("\n{number} 0 obj").as_bytes()).map(|(head, _)| head.len() + 1));
    let rows: Vec<String> = places.map(|at| format!("{at:010} 00000 n\r\n")).collect();
    let table = format!("xref\n0 {}\n0000000000 65535 f\r\n{}trailer", rows.len() + 1, rows.concat());
    [body, table.as_bytes(), trailer, format!("startxref\n{}\n%%EOF", body.len()).as_bytes()].concat()
}

/// What stands before and behind the first of those words.
fn parted<'a>(bytes: &'a [u8], word: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (head, rest) = bytes.split_at(bytes.windows(word.len()).position(|window| window == word)?);
    Some((head, rest.strip_prefix(word)?))
}

fn sample() -> Vec<u8> {
    packet(&sheaf()).unwrap().pdf
}

fn words(word: &str) -> Vec<String> {
    vec![word.to_owned()]
}

#[test]
fn a_packet_and_a_letter_are_without_fault_and_read_as_other_readers_read_them() {
    let set = packet(&sheaf()).unwrap();
    let reading = read(&set.pdf);
    assert_eq!((reading.faults.clone(), reading.pages, reading.text.len()), (vec![], set.pages, set.pages + 1));
    assert_eq!(reading, read(&edited(&set.pdf, "/Catalog", "/Catalog")));
    let beside = reading.text.last().unwrap();
    for words in ["Records as requested", "Tacenda", "Nota de evolución \u{b7} March 2, 2026"] {
        assert!(beside.contains(words), "{words}: {beside}");
    }
    let letter = Writing { title: "A letter".into(), day: (2026, 11, 22), parts: vec![part("en", "A letter")] };
    let letter = read(&letters(&letter).unwrap());
    assert!(letter.text[0].contains("We received what you asked."), "{}", letter.text[0]);
    // A letter says who wrote it; a packet does not.
    assert_eq!(letter.faults, vec![Fault::Metadata]);
    let Some(text) = text(&set.pdf) else { return };
    let sorted = |text: &str| {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    assert_eq!(sorted(&text), sorted(&reading.text[..set.pages].join("\n")));
}

#[test]
fn what_must_not_be_in_it_is_seen() {
    let pdf = sample();
    let catalog = |more: &str| edited(&pdf, "/Type/Catalog", &format!("/Type/Catalog{more}"));
    let cases = [
        (catalog("/OpenAction<</S/JavaScript/JS(app.alert)>>"), vec![Fault::Script, Fault::Action]),
        (catalog("/OpenAction[1 0 R/Fit]"), vec![Fault::Action]),
        (catalog("/AA<</WC<</S/Launch/F(a)>>>>"), vec![Fault::Action]),
        (catalog("/URI<</Base(http://example.org)>>"), vec![Fault::Action]),
        (catalog("/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)>>]>>>>"), vec![Fault::Attachment]),
        (catalog("/OCProperties<</OCGs[]/D<<>>>>"), vec![Fault::Layer]),
        (catalog("/AcroForm<</Fields[]>>"), vec![Fault::Form]),
        (catalog("/PieceInfo<</Draft<</Private(Rosalinda)>>>>"), vec![Fault::Metadata]),
        (edited(&pdf, "/Type/Page/", "/Type/Page/AA<<>>/"), vec![Fault::Action]),
        (edited(&pdf, "/Type/Page/", "/Annots[<</Type/Annot/Subtype/Text>>]/Type/Page/"), vec![Fault::Annotation]),
        (
            edited(&pdf, "/Subtype/Link", "/A<</S/URI/URI(http://example.org)>>/Subtype/Link"),
            vec![Fault::Action, Fault::Annotation],
        ),
        (edited(&pdf, "/Producer", "/Author(Rosalinda)/Producer"), vec![Fault::Metadata]),
        (
            edited(&edited(&pdf, "<xmp:CreatorTool>", "<dc:contributors>"), "</xmp:CreatorTool>", "</dc:contributors>"),
            vec![Fault::Metadata],
        ),
        (edited(&pdf, "\nxref\n", "\n9000 0 obj(Rosalinda)endobj\nxref\n"), vec![Fault::Stray]),
        ([&pdf[..], b"\n%%EOF"].concat(), vec![Fault::SecondVersion]),
        ([&pdf[..], b"Rosalinda"].concat(), vec![Fault::SecondVersion]),
        ([b"Rosalinda\n", &pdf[..]].concat(), vec![Fault::SecondVersion]),
        (edited(&pdf, "/Root", "/Prev 9/Root"), vec![Fault::SecondVersion]),
        (b"nothing".to_vec(), vec![Fault::NotReadable]),
        (Vec::new(), vec![Fault::NotReadable]),
    ];
    for (at, (pdf, faults)) in cases.into_iter().enumerate() {
        assert_eq!(read(&pdf).faults, faults, "{at}");
    }
    let locked = edited(&pdf, "/Root", "/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -1>>/Root");
    assert!(read(&locked).faults.contains(&Fault::Encrypted));
    for cut in [pdf.len() / 2, pdf.len() - 20] {
        assert!(!read(&pdf[..cut]).faults.is_empty(), "{cut}");
    }
}

/// A page by other hands: white words, words under a black box, and a file in the file.
fn foreign(fill: Option<Fill>, boxed: bool) -> Vec<u8> {
    let bytes = typst_assets::fonts().next().unwrap();
    let font = Font::new(bytes.into(), 0).unwrap();
    let face = rustybuzz::ttf_parser::Face::parse(bytes, 0).unwrap();
    let text = "Rosalinda";
    let glyph = |(at, letter): (usize, char)| {
        KrillaGlyph::new(GlyphId::new(face.glyph_index(letter).unwrap().0.into()), 0.6, 0.0, 0.0, 0.0, at..at + 1, None)
    };
    let glyphs: Vec<_> = text.char_indices().map(glyph).collect();
    let settings = SerializeSettings { compress_content_streams: false, ascii_compatible: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut page = document.start_page();
    let mut surface = page.surface();
    surface.set_fill(fill);
    surface.draw_glyphs(Point::from_xy(50.0, 50.0), &glyphs, font, text, 12.0, false);
    if boxed {
        let mut path = PathBuilder::new();
        path.push_rect(Rect::from_xywh(40.0, 30.0, 200.0, 40.0).unwrap());
        surface.set_fill(None);
        surface.draw_path(&path.finish().unwrap());
    }
    surface.finish();
    page.finish();
    if boxed {
        let file = EmbeddedFile {
            path: "notes.txt".into(),
            mime_type: None,
            description: None,
            association_kind: AssociationKind::Unspecified,
            data: b"notes".to_vec().into(),
            modification_date: None,
            compress: None,
            location: None,
        };
        document.embed_file(file).unwrap();
    }
    document.finish().unwrap()
}

#[test]
fn words_that_nobody_sees_are_read() {
    let white = Fill { paint: rgb::Color::new(255, 255, 255).into(), ..Fill::default() };
    assert_eq!(finds(&read(&foreign(Some(white), false)), &words("rosalinda")), vec![(0, 0)]);
    let under = read(&foreign(None, true));
    assert_eq!(finds(&under, &words("Rosalinda")), vec![(0, 0)]);
    assert!(under.faults.contains(&Fault::Attachment), "{:?}", under.faults);
}

#[test]
fn a_name_in_what_stands_beside_the_pages_is_found() {
    let mut sheaf = sheaf();
    sheaf.title = "Records about Rosalinda".into();
    sheaf.parts[0].pictures = vec![picture("A letter that Jörg Weißmann signed")];
    let set = packet(&sheaf).unwrap();
    let reading = read(&set.pdf);
    let found = finds(&reading, &["Rosalinda".into(), "Weissmann".into(), "Jorg".into()]);
    // The title stands on the cover too; the words in the place of a picture stand on no page.
    assert_eq!(found, vec![(0, 0), (0, set.pages), (1, set.pages), (2, set.pages)]);
    let author = edited(&sample(), "/Producer", "/Author(Rosalinda)/Producer");
    assert_eq!(finds(&read(&author), &words("Rosalinda")), vec![(0, 6)]);
}

#[test]
fn words_are_found_as_people_would_know_them() {
    let mut sheaf = sheaf();
    let mut found = |text: &str, word: &str| {
        sheaf.parts[0].text = text.into();
        finds(&read(&packet(&sheaf).unwrap().pdf), &words(word)) == vec![(0, 2)]
    };
    let long = format!("{} Rosalinda-Archuleta", "so ".repeat(21).trim());
    for (text, word) in [
        ("ROSALINDA came", "Rosalinda"),
        ("Rosal\u{ad}inda came", "Rosalinda"),
        ("R o s a l i n d a", "Rosalinda"),
        ("Rosalindas brother", "Rosalinda"),
        ("Roslinda, Rosalindda or", "Rosalinda"),
        ("Rosailnda came", "Rosalinda"),
        ("rosalindagarcia@example.org", "Rosalinda"),
        ("with José Núñez", "nunez"),
        ("with A\u{301}lvaro", "Álvaro"),
        ("she said A n a was there", "Ana"),
        ("Ana's car", "Ana"),
        ("call 505 555-0147", "(505) 555-0147"),
        ("Griffin \u{fb01}led Gri\u{fb03}n", "Griffin"),
        (long.as_str(), "Rosalinda-Archuleta"),
    ] {
        assert!(found(text, word), "{word}: {text}");
    }
    for (text, word) in [
        ("a banana and an article", "Ana"),
        ("and reached, smart enough, walking riding", "Andrea"),
        ("walking riding", "Ingrid"),
        ("Marta", "Maria"),
        ("call 505-555-0148", "505-555-0147"),
        ("nothing", ""),
        ("a", "a"),
    ] {
        assert!(!found(text, word), "{word}: {text}");
    }
}

#[test]
fn a_name_is_found_over_the_end_of_a_page() {
    let mut sheaf = sheaf();
    let found = (20..35).any(|lines| {
        sheaf.parts[0].text = format!("{}Elena\nArchuleta and so on", "so it went on\n".repeat(lines));
        let set = packet(&sheaf).unwrap();
        let reading = read(&set.pdf);
        assert_eq!(finds(&reading, &["Elena Archuleta".into()]).len(), 1, "{lines}");
        reading.text[2].contains("Elena") && reading.text[3].contains("Archuleta")
    });
    assert!(found);
}

#[test]
fn writing_that_is_set_so_that_nobody_sees_it_or_knows_its_letters_is_seen() {
    let unlettered = read(&edited(&foreign(None, false), "/ToUnicode", "/ToUnicodf"));
    assert!(unlettered.faults.contains(&Fault::Unlettered), "{:?}", unlettered.faults);
    for (mode, text) in [("3 Tr", 1), ("7 Tr", 0)] {
        let unseen = read(&edited(&foreign(None, false), "0 Tr", mode));
        assert!(unseen.faults.contains(&Fault::Unseen), "{mode}: {:?}", unseen.faults);
        assert_eq!(finds(&unseen, &words("Rosalinda")).len(), text, "{mode}");
    }
}

#[test]
fn the_judge_of_the_standards_sees_what_breaks_them() {
    for (from, to) in [
        ("/MarkInfo", "/MarkInfx"),
        ("/Alt(", "/Alx("),
        ("<pdfuaid:part>1", "<pdfuaid:part>7"),
        ("/ToUnicode", "/ToUnicodf"),
        ("/Length ", "/Length 1"),
    ] {
        let mut sheaf = sheaf();
        sheaf.parts[0].pictures = vec![picture("Scan")];
        assert!(!broken(&edited(&packet(&sheaf).unwrap().pdf, from, to)).is_empty(), "{from}");
    }
}

#[test]
fn every_fault_has_a_word() {
    assert_eq!((Fault::SecondVersion.word(), Fault::Unseen.word()), ("second_version", "unseen"));
}
