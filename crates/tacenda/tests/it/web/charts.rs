//! Charts by chance, with words planted that may not leave: of every kind that nobody asked for, of the time that nobody asked for, and of
//! people who are not the client. No packet holds one, in its words or anywhere in its bytes; and each is sound by an outside judge of PDF/A and PDF/UA.
//!
//! `TACENDA_CHARTS` says how many charts, `TACENDA_PACKETS` names a folder in which the packets stay for other checkers.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use tacenda_desk::Role;

use super::House;
use super::chance::{Chance, count, said};
use super::packets::{Note, Story};
use super::valid::broken;

/// So many in an ordinary run.
const CHARTS: u32 = 40;
/// Kinds that nobody asks for here.
const OTHER: [&str; 5] = ["progress_notes", "diagnosis", "treatment_plan", "medication", "test_results"];
const FIRST: [&str; 8] = ["Tomás", "Adela", "Wendell", "Ximena", "Harlan", "Odessa", "Quentin", "Marisol"];
const LAST: [&str; 8] = ["Vega", "Okafor", "Lindqvist", "Benally", "Castellanos", "Whitaker", "Yazzie", "Dubois"];
const KIN: [&str; 6] = ["brother", "mother", "husband", "sister", "cousin", "father"];

/// A chart, and the words of it that may not leave.
struct Chart {
    notes: Vec<Note>,
    planted: BTreeSet<String>,
}

impl Chart {
    fn by_chance(seed: u32) -> Self {
        let (mut chance, mut planted) = (Chance::of_seed(seed), BTreeSet::new());
        let mut plant = |words: String| {
            planted.insert(words.clone());
            words
        };
        let mut notes = Vec::new();
        for month in 1..=2 {
            let (first, last, kin) = (chance.of(&FIRST), chance.of(&LAST), chance.of(&KIN));
            let phone = format!("505-555-01{:02}", chance.below(100));
            let street = format!("{} {} Street", 100 + chance.below(900), chance.of(&["Alameda", "Bonita", "Juniper", "Mesa"]));
            let text = format!(
                "Came on {} days with her {kin} {}. They live at {}. Call {} first.",
                2 + chance.below(5),
                plant(format!("{first} {last}")),
                plant(street),
                plant(phone),
            );
            notes.push(Note { kind: "attendance_summary", title: format!("Chart {seed}, month {month}"), text, third: true });
        }
        let late = plant(format!("kestrel{seed}late"));
        notes.push(Note::of(
            "attendance_summary",
            &format!("Chart {seed}, another year"),
            &format!("Of no time asked for: {late}."),
        ));
        for kind in OTHER {
            let word = plant(format!("kestrel{seed}{}", kind.replace('_', "")));
            notes.push(Note::of(kind, &format!("Chart {seed} {kind}"), &format!("What was said: {word}.")));
        }
        Self { notes, planted }
    }
}

/// The words of a paper as Poppler reads them, where it is installed: it shares no code with us.
fn by_poppler(pdf: &[u8]) -> Option<String> {
    let started = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = started.ok()?;
    let (mut stdin, pdf) = (child.stdin.take()?, pdf.to_vec());
    let writer = std::thread::spawn(move || stdin.write_all(&pdf));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

/// Which of the planted words stand in it: in what two readers read, or as they are among its bytes.
fn standing(chart: &Chart, pdf: &[u8]) -> Vec<String> {
    let ours = plain(&tacenda_paper::read(pdf).text.concat());
    let theirs = by_poppler(pdf).map(|text| plain(&text)).unwrap_or_default();
    let raw = plain(&String::from_utf8_lossy(pdf));
    let stands = |words: &&String| [&ours, &theirs, &raw].into_iter().any(|text| text.contains(&plain(words)));
    assert!(ours.contains("sessionsattended"), "the paper is read at all");
    chart.planted.iter().filter(stands).cloned().collect()
}

#[test]
fn no_packet_holds_a_word_that_was_planted_for_somebody_else() {
    // A few in each agency: a file of forty charts is another story.
    let mut house = House::new();
    let charts = count("TACENDA_CHARTS", CHARTS);
    let folder = said("TACENDA_PACKETS").map(std::path::PathBuf::from);
    for seed in 0..charts {
        if seed % 5 == 4 {
            house = House::new();
        }
        let chart = Chart::by_chance(seed);
        let mut story = Story::with(&house, house.own_client(Role::Clinician), &chart.notes);
        let matter = story.matter.clone();
        story.browser.does_what_is_owed(&matter);
        let packet = story.opens();
        story.chooses_titled(&packet, &[format!("Chart {seed}, month 1"), format!("Chart {seed}, month 2")]);
        story.hides(&packet);
        story.makes_for(&packet, "hand", "");
        story.is_read(&house, &packet);
        let (name, born) = story.about();
        assert_eq!(story.sends(&packet, &name, &born).status, 303, "chart {seed}");
        let pdf = story.browser.bytes(&format!("{packet}/paper"));
        assert_eq!(standing(&chart, &pdf), Vec::<String>::new(), "chart {seed}");
        assert_eq!(broken(&pdf), Vec::<String>::new(), "chart {seed}");
        if let Some(folder) = &folder {
            let planted: Vec<&str> = chart.planted.iter().map(String::as_str).collect();
            std::fs::write(folder.join(format!("chart-{seed}.txt")), planted.join("\n")).unwrap();
            std::fs::write(folder.join(format!("chart-{seed}.pdf")), pdf).unwrap();
        }
    }
}
