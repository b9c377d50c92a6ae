//! Scans and PDFs in what leaves: as pictures, of which what is somebody else's is gone, in pixels and in words, and which a person looked at.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use tacenda_desk::Role;
use tacenda_paper::{Part, Writing};

use super::packets::{Note, Story, selected};
use super::scans::{made, picture_only};
use super::valid::broken;
use super::{House, Shown};

/// What stands on the two pages of a scan: of somebody else, and of what nobody else may read.
const FIRST: [&str; 3] = ["Her brother Tomás Vega drove her to each visit.", "She came on four Tuesdays.", "Signed at the desk."];
const SECOND: [&str; 2] = ["Call her at work about the other matter.", "Nothing else was said in April."];

/// A PDF with words of its own, two pages long, set by our own press.
pub(super) fn paper() -> Vec<u8> {
    let page = |lines: &[&str]| {
        let mut part = Part::new("en", "Cobre Clinic".to_owned(), "Summary".to_owned());
        part.body = lines.iter().map(|line| (*line).to_owned()).collect();
        part
    };
    let writing = Writing { title: "Summary".to_owned(), day: (2026, 3, 2), parts: vec![page(&FIRST), page(&SECOND)] };
    made(env!("CARGO_BIN_EXE_tacenda"), &["render", "letter"], &serde_json::to_vec(&writing).unwrap())
}

/// The pages of that paper as scanners give them.
pub(super) fn drawn(words: &[&str]) -> Vec<u8> {
    made("pdftoppm", &[&["-f", "1", "-l", "1", "-gray"][..], words, &["-"]].concat(), &paper())
}

/// A picture in greys as TIFF (6.0, section 4), twice over.
fn tiff() -> Vec<u8> {
    let pgm = drawn(&["-r", "150"]);
    let mut fields = pgm.splitn(4, u8::is_ascii_whitespace);
    let side = |field: Option<&[u8]>| std::str::from_utf8(field.unwrap()).unwrap().parse::<u32>().unwrap();
    fields.next();
    let (wide, high) = (side(fields.next()), side(fields.next()));
    let pixels = fields.next().unwrap().strip_prefix(b"255\n").unwrap();
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let table = |next: u32| {
        let rows = [
            (256, wide),
            (257, high),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, 8 + 2 * 114),
            (277, 1),
            (278, high),
            (279, wide * high),
        ];
        let mut table = u16::try_from(rows.len()).unwrap().to_le_bytes().to_vec();
        for (tag, value) in rows {
            table.extend(u16::try_from(tag).unwrap().to_le_bytes());
            table.extend(4_u16.to_le_bytes());
            table.extend(1_u32.to_le_bytes());
            table.extend(u32::to_le_bytes(value));
        }
        table.extend(next.to_le_bytes());
        table
    };
    tiff.extend(table(8 + 114));
    tiff.extend(table(0));
    tiff.extend(pixels);
    tiff
}

/// A file of that client with such a scan in it, and a packet into which it was put.
pub(super) struct Scene<'h> {
    pub(super) story: Story<'h>,
    pub(super) packet: String,
}

impl<'h> Scene<'h> {
    pub(super) fn begin(house: &'h House, (name, bytes): (&str, &[u8])) -> Self {
        let client = house.own_client(Role::Clinician);
        let mut browser = house.sign_in(Role::Clinician);
        let fields = [("category", "attendance_summary"), ("title", "From the other clinic"), ("once", "scan")];
        let kept = browser.put_with(&format!("/c/{client}/files"), &fields, ("file", name), bytes);
        assert_eq!(kept.status, 303, "{}", kept.text);
        let notes = [
            Note::of("attendance_summary", "Came in March", "Came on four Tuesdays, once with her brother Tomás Vega."),
            Note::of("attendance_summary", "Came in April", "Came on two Tuesdays and missed one."),
        ];
        let mut story = Story::with(house, client, &notes);
        story.browser.does_what_is_owed(&story.matter.clone());
        let packet = story.opens();
        let titles = ["From the other clinic", "Came in March"].map(str::to_owned);
        story.chooses_titled(&packet, &titles);
        Self { story, packet }
    }

    /// Decides what is somebody else's, as it is proposed, and these words besides.
    pub(super) fn hides(&mut self, more: &[&str]) -> Shown {
        let names = format!("{}/names", self.packet);
        let page = self.story.browser.get(&names);
        let over = page.value("over");
        let chosen: Vec<String> = page.text.split("name=\"found\"").skip(1).map(selected).collect();
        let mut fields: Vec<(&str, &str)> = chosen.iter().map(|value| ("found", value.as_str())).collect();
        fields.extend(more.iter().flat_map(|words| [("words", *words), ("stead", "person")]));
        fields.push(("over", over.as_str()));
        self.story.browser.press(&names, &fields).1
    }

    /// Where the pages of the file are looked at.
    pub(super) fn pages(&mut self) -> Vec<String> {
        let page = self.story.browser.get(&format!("{}/pages", self.packet)).text;
        let links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
        links.filter(|path| path.contains("/pages/")).map(str::to_owned).collect()
    }

    /// Says that of a page.
    pub(super) fn decides(&mut self, page: &str, fields: &[(&str, &str)]) -> Shown {
        let over = self.story.browser.get(page).value("over");
        self.story.browser.post(page, &[fields, &[("over", over.as_str())]].concat())
    }

    pub(super) fn looks_at_all(&mut self) {
        for page in self.pages() {
            assert_eq!(self.decides(&page, &[("looked", "yes")]).status, 303);
        }
    }

    /// Sends it, and gives the paper that went.
    pub(super) fn goes(&mut self, house: &House) -> Vec<u8> {
        let made = self.story.makes(&self.packet);
        assert!(made.text.contains("What Dr. Lin"), "{}", made.text);
        self.story.is_read(house, &self.packet);
        let (name, born) = self.story.about();
        let sent = self.story.sends(&self.packet, &name, &born);
        assert_eq!(sent.status, 303, "{}", sent.text);
        self.story.browser.bytes(&format!("{}/paper", self.packet))
    }
}

/// Everything that somebody else's tools get out of a paper: its words, its objects unpacked, and the letters of its picture.
pub(super) fn all_of(pdf: &[u8]) -> [String; 3] {
    // Where lines break is nobody's matter.
    let plain = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let words = plain(made("pdftotext", &["-", "-"], pdf));
    let picture = made("pdftoppm", &["-r", "150", "-gray"], pdf);
    // Pages follow one another as PGM: each is read by itself.
    let mut seen = String::new();
    for at in picture.windows(3).enumerate().filter(|(_, three)| *three == b"P5\n").map(|(at, _)| at) {
        seen.push(' ');
        seen.push_str(&plain(made("tesseract", &["stdin", "stdout", "-l", "eng+spa"], &picture[at..])));
    }
    [words, plain(pdf.to_vec()), seen]
}

#[test]
fn a_scan_goes_as_pictures_without_whom_it_names_and_only_what_somebody_looked_at() {
    let house = House::new();
    let jpeg = drawn(&["-scale-to-x", "1275", "-scale-to-y", "1650", "-jpeg"]);
    let mut scene = Scene::begin(&house, ("scan.pdf", &picture_only(&jpeg, (1275, 1650))));
    let items = scene.story.browser.get(&format!("{}/items", scene.packet));
    assert!(items.text.contains("their pages can go as pictures"), "{}", items.text);
    // Whom only the scan names is proposed as whom a note names.
    let names = scene.story.browser.get(&format!("{}/names", scene.packet));
    assert!(names.text.contains("… Cobre Clinic Summary Her brother Tom"), "{}", names.text);
    scene.hides(&[]);
    let [page] = scene.pages().try_into().unwrap();
    // Nothing is set before somebody looked.
    let early = scene.story.makes_refused(&scene.packet.clone());
    assert!(early.status == 422 && early.text.contains("pages of files that nobody has looked at"), "{}", early.text);
    let unticked = scene.decides(&page, &[]);
    assert!(unticked.status == 422 && unticked.text.contains("Look at the page and say so"), "{}", unticked.text);
    let shown = scene.story.browser.get(&page);
    assert!(shown.text.contains("four Tuesdays") && shown.text.contains("I have looked at this page"), "{}", shown.text);
    assert_eq!(scene.decides(&page, &[("looked", "yes")]).status, 303);
    // What is looked at is what goes: whoever is not of the file sees none of it.
    let picture = scene.story.browser.bytes(&format!("{page}/picture"));
    let read = String::from_utf8(made("tesseract", &["stdin", "stdout", "-l", "eng+spa"], &picture)).unwrap();
    assert!(read.contains("four Tuesdays") && !read.contains("Vega"), "{read}");
    assert_eq!(picture, scene.story.browser.bytes(&format!("{page}/picture")), "the same page, the same bytes");
    let all = house.agency.workers().unwrap();
    let is_there = |worker: &&tacenda_desk::Worker| house.agency.caseload(worker.id).unwrap().contains(&scene.story.client);
    let stranger = all.iter().filter(|worker| worker.is(Role::Clinician) || worker.is(Role::Advocate)).find(|one| !is_there(one));
    let stranger = stranger.expect("somebody who is not of the file");
    assert_eq!(house.sign_in_as(stranger).get(&format!("{page}/picture")).status, 404);
    let passing = house.passer_by().get(&format!("{page}/picture")).text;
    assert!(
        picture.starts_with(b"\x89PNG") && passing.contains("name=\"password\""),
        "whoever is nobody here is asked to sign in: {passing}"
    );
    let pdf = scene.goes(&house);
    for (at, all) in all_of(&pdf).iter().enumerate() {
        assert!(!all.contains("vega") && !all.contains("tomás"), "{at}: {all}");
    }
    let [words, _, seen] = all_of(&pdf);
    assert!(seen.contains("signed at the desk") && seen.contains("four tuesdays"), "{seen}");
    assert!(words.contains("pages that are pictures") && words.contains("blacked out on pages"), "{words}");
    let alt = tacenda_paper::read(&pdf).text.last().unwrap().clone();
    assert!(alt.contains("[a relative] drove her to each visit"), "{alt}");
    assert_eq!(broken(&pdf), Vec::<String>::new());
}

#[test]
fn what_is_hidden_or_told_later_makes_another_picture_and_another_paper() {
    let house = House::new();
    let jpeg = drawn(&["-scale-to-x", "1275", "-scale-to-y", "1650", "-jpeg"]);
    let mut scene = Scene::begin(&house, ("scan.pdf", &picture_only(&jpeg, (1275, 1650))));
    scene.hides(&[]);
    scene.looks_at_all();
    // Another word hidden is another picture: nobody has looked at that one.
    scene.hides(&["Tuesdays"]);
    let early = scene.story.makes_refused(&scene.packet.clone());
    assert!(early.status == 422 && early.text.contains("pages of files that nobody has looked at"), "{}", early.text);
    scene.looks_at_all();
    let packet = scene.packet.clone();
    scene.story.makes(&packet);
    assert!(!scene.story.browser.get(&packet).text.contains("Make it again"));
    // A name that somebody tells of now may be seen on it, wherever else it stands or does not.
    let note = format!("/c/{}/notes/new", scene.story.client);
    let fields =
        [("category", "progress_notes"), ("title", "Later"), ("text", "More."), ("others", "Marisol"), ("once", "later")];
    assert_eq!(scene.story.browser.post(&note, &fields).status, 303);
    assert!(scene.story.browser.get(&packet).text.contains("Make it again"));
}

#[test]
fn a_line_and_an_area_are_blacked_out_and_a_page_is_left_out() {
    let house = House::new();
    let mut scene = Scene::begin(&house, ("paper.pdf", &paper()));
    scene.hides(&[]);
    let [first, second] = scene.pages().try_into().unwrap();
    let page = scene.story.browser.get(&first).text;
    let line = page.split("<span>She came on four").next().unwrap().rsplit("value=\"").next().unwrap();
    let line = line.split('"').next().unwrap().to_owned();
    for wrong in [["1", "2", "3", ""], ["x", "1", "1", "1"], ["101", "1", "1", "1"]] {
        let [left, top, width, height] = wrong;
        let fields = [("left", left), ("top", top), ("width", width), ("height", height), ("looked", "yes")];
        let refused = scene.decides(&first, &fields);
        assert!(refused.status == 422 && refused.text.contains("four numbers"), "{wrong:?}");
    }
    // Where "Signed at the desk" stands.
    let place = place_of(&scene.story.browser.bytes(&format!("{first}/picture")), "Signed");
    let [top, height] = place.map(|part| part.to_string());
    let fields = [("left", "0"), ("top", &top), ("width", "100"), ("height", &height), ("line", &line), ("looked", "yes")];
    assert_eq!(scene.decides(&first, &fields).status, 303);
    assert!(scene.story.browser.get(&first).text.contains(&format!("value=\"{line}\" checked")));
    let left = scene.decides(&second, &[("stays", "yes")]);
    assert_eq!((left.status, left.to.as_str()), (303, format!("{}/to", scene.packet).as_str()));
    let pdf = scene.goes(&house);
    for (at, all) in all_of(&pdf).iter().enumerate() {
        for gone in ["vega", "signed at the desk", "other matter", "nothing else was said"] {
            assert!(!all.contains(gone), "{gone} in {at}: {all}");
        }
    }
    let [words, _, seen] = all_of(&pdf);
    assert!(seen.contains("drove her to each visit") && words.contains("one page of its files stays here"), "{words}");
    // The line of the scan is black; the note says the same, and stays.
    assert_eq!(seen.matches("four tuesdays").count(), 1, "{seen}");
    for count in ["lines blacked out on pages", "areas blacked out on pages"] {
        assert!(words.contains(count), "{words}");
    }
}

/// Where the line with that word stands: from above and how high, in percent.
fn place_of(png: &[u8], word: &str) -> [u32; 2] {
    let tsv = String::from_utf8(made("tesseract", &["stdin", "stdout", "-l", "eng+spa", "tsv"], png)).unwrap();
    let row = tsv.lines().find(|row| row.ends_with(word)).unwrap();
    let fields: Vec<u32> = row.split('\t').skip(7).take(3).map(|field| field.parse().unwrap()).collect();
    [fields[0] * 100 / 1650 - 1, fields[2] * 100 / 1650 + 3]
}

#[test]
fn pictures_of_each_kind_are_shown_and_two_runs_give_the_same_bytes() {
    let house = House::new();
    let png = drawn(&["-r", "150", "-png"]);
    let jpeg = drawn(&["-r", "150", "-jpeg"]);
    for (name, bytes, count) in [("a.png", png, 1), ("a.jpg", jpeg, 1), ("a.tiff", tiff(), 2), ("a.pdf", paper(), 2)] {
        let once = |number: u32| {
            let media = match name {
                "a.png" => "image/png",
                "a.jpg" => "image/jpeg",
                "a.tiff" => "image/tiff",
                _ => "application/pdf",
            };
            made(env!("CARGO_BIN_EXE_tacenda"), &["scan", "page", media, &number.to_string(), "eng+spa", "0"], &bytes)
        };
        let shown = once(1);
        let text = String::from_utf8_lossy(&shown);
        assert!(text.contains("Tuesdays") && text.contains(&format!("\"pages\":{count}")), "{name}: {text:.300}");
        assert_eq!(shown, once(1), "{name}");
        assert_eq!(once(count + 1), b"", "{name}: there is no such page");
        let rest = shown.splitn(2, |byte| *byte == b'\n').nth(1).unwrap();
        let areas = br#"[{"left":0,"top":0,"width":10000,"height":5000}]"#;
        let cut = || made(env!("CARGO_BIN_EXE_tacenda"), &["scan", "cut", "0"], &[&areas[..], b"\n", rest].concat());
        assert!(cut().starts_with(b"\x89PNG") && cut() == cut(), "{name}");
    }
    drop(house);
}

#[test]
fn what_was_not_blacked_out_is_seen_in_the_finished_paper_and_nothing_is_made() {
    // A program that is ours, but for one thing: it blacks nothing out.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careless");
    let mut file = std::fs::File::create(&path).unwrap();
    let ours = env!("CARGO_BIN_EXE_tacenda");
    write!(file, "#!/bin/sh\nif [ \"$1 $2\" = 'scan cut' ]; then exec /usr/bin/tail -n +2; fi\nexec '{ours}' \"$@\"\n").unwrap();
    drop(file);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let house = House::with_program(path);
    let mut scene = Scene::begin(&house, ("paper.pdf", &paper()));
    scene.hides(&[]);
    scene.looks_at_all();
    let refused = scene.story.makes_refused(&scene.packet.clone());
    assert!(refused.status == 422 && refused.text.contains("can still be read in the picture"), "{}", refused.text);
    assert!(!scene.story.browser.get(&scene.packet).text.contains("What Dr. Lin"));
}

#[test]
fn a_file_that_stays_and_one_that_nobody_can_read_let_the_rest_go() {
    let house = House::new();
    let mut scene = Scene::begin(&house, ("broken.pdf", b"%PDF-1.7 and nothing"));
    scene.hides(&[]);
    let pages = format!("{}/pages", scene.packet);
    let page = scene.story.browser.get(&pages);
    assert!(page.text.contains("No machine here makes anything of this file"), "{}", page.text);
    assert_eq!(scene.story.makes_refused(&scene.packet.clone()).status, 422, "it is decided by a person");
    let (over, file) = (page.value("over"), page.value("file"));
    let fields = [("over", over.as_str()), ("file", file.as_str()), ("stays", "yes")];
    assert!(scene.story.browser.press(&pages, &fields).1.text.contains("This file stays"));
    let pdf = scene.goes_unread(&house);
    let [words, ..] = all_of(&pdf);
    assert!(words.contains("the files attached to this record stay here"), "{words}");
}

#[test]
fn where_no_machine_shows_pages_the_files_stay_and_the_page_says_so() {
    let house = House::without_reader();
    let mut scene = Scene::begin(&house, ("paper.pdf", &paper()));
    let items = scene.story.browser.get(&format!("{}/items", scene.packet));
    assert!(items.text.contains("with files: they stay"), "{}", items.text);
    scene.hides(&[]);
    let page = scene.story.browser.get(&format!("{}/pages", scene.packet));
    assert!(page.text.contains("No machine here can show pages"), "{}", page.text);
    let pdf = scene.goes_unread(&house);
    let [words, _, seen] = all_of(&pdf);
    assert!(words.contains("the files attached to this record stay here") && !seen.contains("drove her"), "{words}");
}

impl Scene<'_> {
    /// The same where no second person is wanted.
    fn goes_unread(&mut self, house: &House) -> Vec<u8> {
        let made = self.story.makes(&self.packet);
        assert!(made.text.contains("What Dr. Lin"), "{}", made.text);
        self.story.is_read_where_wanted(house, &self.packet);
        let (name, born) = self.story.about();
        let sent = self.story.sends(&self.packet, &name, &born);
        assert_eq!(sent.status, 303, "{}", sent.text);
        self.story.browser.bytes(&format!("{}/paper", self.packet))
    }
}

impl Story<'_> {
    /// Tries to set the paper.
    pub(super) fn makes_refused(&mut self, packet: &str) -> Shown {
        let to = format!("{packet}/to");
        let over = self.browser.get(&to).value("over");
        self.browser.post(&to, &[("over", over.as_str()), ("way", "hand"), ("contact", ""), ("in", "en")])
    }
}
