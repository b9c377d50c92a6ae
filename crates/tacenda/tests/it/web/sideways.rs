//! Scans that lie on their side, that no machine can read, or of which there are many: what is on them is found, or somebody says that they read it.

use std::collections::BTreeSet;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{rotate90, rotate180, rotate270};
use image::{GrayImage, Luma};
use tacenda_desk::Role;
use tacenda_paper::{Part, Writing};

use super::House;
use super::pictures::{Scene, all_of, drawn};
use super::scans::made;

/// The first page of the scan, as pixels.
fn upright() -> GrayImage {
    image::load_from_memory(&drawn(&["-r", "150", "-png"])).unwrap().into_luma8()
}

/// A PDF that is nothing but these pictures, each on a page as large as it is.
fn pictures(pages: &[GrayImage]) -> Vec<u8> {
    let kids = (0..pages.len()).map(|at| format!("{} 0 R", 3 + at * 3)).collect::<Vec<_>>().join(" ");
    let mut pdf = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {}>>endobj\n",
        pages.len()
    )
    .into_bytes();
    for (at, page) in pages.iter().enumerate() {
        let (wide, high, first) = (page.width(), page.height(), 3 + at * 3);
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(page).unwrap();
        let draw = format!("q {wide} 0 0 {high} 0 0 cm /I Do Q");
        let told = format!(
            "{first} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents {} 0 R/Resources<</XObject<</I {} 0 R>>>>>>endobj\n\
             {} 0 obj<</Length {}>>stream\n{draw}\nendstream endobj\n\
             {} 0 obj<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length {}>>stream\n",
            first + 1,
            first + 2,
            first + 1,
            draw.len(),
            first + 2,
            jpeg.len()
        );
        pdf.extend(told.bytes());
        pdf.extend(jpeg);
        pdf.extend(b"\nendstream endobj\n");
    }
    pdf.extend(b"trailer<</Root 1 0 R>>\n%%EOF\n");
    pdf
}

/// A page full of what a pen may have written: strokes that are no letters.
fn scribbled() -> GrayImage {
    let mut page = GrayImage::from_pixel(1_275, 1_650, Luma([255]));
    let mut chance = 7_u32;
    let mut next = |most: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 8) % most
    };
    for row in 0..16 {
        let (mut x, mut y) = (120, 200 + row * 70);
        while x < 1_100 {
            let to = 200 + row * 70 + next(40);
            for step in 0..12 {
                let here = (y * (12 - step) + to * step) / 12;
                (0..9).for_each(|dot| page.put_pixel(x + step / 2 + dot % 3, here + dot / 3, Luma([20])));
            }
            (x, y) = (x + 6 + if next(9) == 0 { 30 } else { 0 }, to);
        }
    }
    page
}

#[test]
fn a_scan_that_lies_on_its_side_or_upside_down_is_read_blacked_out_and_goes_upright() {
    let house = House::new();
    let page = upright();
    let pages = [rotate90(&page), rotate180(&page), rotate270(&page)];
    let mut scene = Scene::begin(&house, ("turned.pdf", &pictures(&pages)));
    // Whom only the scan names is proposed, though the scan lies.
    scene.reads_on();
    let names = scene.story.browser.get(&format!("{}/names", scene.packet));
    assert!(names.text.contains("Her brother Tom"), "{}", names.text);
    scene.hides(&[]);
    let shown = scene.pages();
    assert_eq!(shown.len(), 3);
    for (at, path) in shown.iter().enumerate() {
        let look = scene.story.browser.get(path).text;
        assert!(look.contains("lay on its side or upside down") && look.contains("four Tuesdays"), "{at}: {look}");
        assert!(!look.contains("Look at every word yourself"), "{at}: it was read");
        let picture = image::load_from_memory(&scene.story.browser.bytes(&format!("{path}/picture"))).unwrap().into_luma8();
        assert!(picture.height() > picture.width(), "{at}: it stands upright");
        // Where the name stood is black: as much as on the upright page.
        assert!(picture.pixels().filter(|grey| grey.0 == [0]).count() > 2_000, "{at}");
    }
    // An area is typed as the page is shown, upright, whatever way it lies in the file: the lower half.
    let fields = [("left", "0"), ("top", "50"), ("width", "100"), ("height", "50"), ("looked", "yes")];
    for path in &shown {
        assert_eq!(scene.decides(path, &fields).status, 303);
        let picture = image::load_from_memory(&scene.story.browser.bytes(&format!("{path}/picture"))).unwrap().into_luma8();
        let (wide, high) = picture.dimensions();
        assert_eq!((picture.get_pixel(wide / 2, high - 9).0, picture.get_pixel(wide / 2, 9).0), ([0], [255]));
        let look = scene.story.browser.get(path).text;
        assert!(look.contains("name=\"top\" value=\"50\"") && look.contains("name=\"height\" value=\"50\""), "{look}");
    }
    scene.makes_on();
    let pdf = scene.goes_on(&house);
    let [words, _, seen] = all_of(&pdf);
    for all in all_of(&pdf) {
        assert!(!all.contains("vega") && !all.contains("tomás"), "{all}");
    }
    assert_eq!(seen.matches("she came on four tuesdays").count(), 3, "each stands upright: {seen}");
    assert!(!words.contains("for which people answer"), "{words}");
}

#[test]
fn what_no_machine_can_read_goes_only_if_somebody_read_every_word_and_the_paper_says_so() {
    let house = House::new();
    let mut scene = Scene::begin(&house, ("by-hand.pdf", &pictures(&[scribbled(), upright()])));
    scene.reads_on();
    scene.hides(&[]);
    let [pen, print] = scene.pages().try_into().unwrap();
    let look = scene.story.browser.get(&pen).text;
    assert!(look.contains("Nothing could be read here by machine. Look at every word yourself."), "{look}");
    assert!(!scene.story.browser.get(&print).text.contains("Look at every word yourself"));
    assert_eq!(scene.decides(&print, &[("looked", "yes")]).status, 303);
    let refused = scene.decides(&pen, &[("looked", "yes")]);
    assert!(refused.status == 422 && refused.text.contains("A machine could not read this page."), "{}", refused.text);
    assert!(refused.text.contains("href=\"#every\"") && refused.text.contains("aria-describedby=\"every-fault\""));
    let early = scene.story.makes_refused(&scene.packet.clone());
    assert_eq!(early.status, 422, "it was not looked at");
    assert_eq!(scene.decides(&pen, &[("looked", "yes"), ("every", "yes")]).status, 303);
    assert!(scene.story.browser.get(&pen).text.contains("name=\"every\" value=\"yes\" checked"));
    let packet = scene.packet.clone();
    scene.makes_on();
    let made = scene.story.browser.get(&packet);
    assert!(made.text.contains("For one picture people answer"), "{}", made.text);
    let pdf = scene.goes_on(&house);
    let [words, ..] = all_of(&pdf);
    assert!(words.contains("pictures for which people answer, and no machine 1"), "{words}");
}

#[test]
fn a_page_of_sixty_pictures_is_one_look_and_nobody_agrees_to_a_picture_that_they_were_not_shown() {
    let house = House::new();
    let mut scene = Scene::begin(&house, ("two.pdf", &pictures(&[upright(), rotate180(&upright())])));
    scene.reads_on();
    scene.hides(&[]);
    scene.looks_at_all();
    let packet = scene.packet.clone();
    scene.makes_on();
    let looks = || house.agency.looks(Some(scene.story.client)).unwrap().iter().filter(|look| look.act == "packet.read").count();
    let mut second = house.sign_in(Role::PrivacyOfficer);
    let page = second.get(&packet);
    let before = looks();
    let fine = |over: &str| [("do", "check"), ("fine", "yes"), ("words", ""), ("over", over)].map(|(a, b)| (a, b.to_owned()));
    let said = fine(&page.value("over"));
    let said: Vec<(&str, &str)> = said.iter().map(|(field, value)| (*field, value.as_str())).collect();
    let refused = second.post(&packet, &said);
    assert!(refused.status == 422 && refused.text.contains("have not come to your screen yet: two.pdf (1), two.pdf (2)"));
    // The pictures of the page are there without a look of their own.
    let page = second.get(&packet);
    let after = looks();
    assert!(after > before);
    assert_eq!(second.looks_at_pictures(&page), 2);
    assert_eq!(looks(), after, "no picture is a look of its own");
    // In another session, or of nobody who may see it, they are not.
    let mut other = house.sign_in(Role::PrivacyOfficer);
    assert_eq!(other.post(&packet, &said).status, 422, "they came to another browser");
    let after = looks();
    let picture = page.text.split("<img class=\"sheet\" src=\"").nth(1).unwrap().split('?').next().unwrap().to_owned();
    let mut third = house.sign_in(Role::PrivacyOfficer);
    assert!(third.bytes(&picture).starts_with(b"\x89PNG"));
    assert_eq!(looks(), after + 1, "a picture by itself is a look of its own");
    let to = second.post(&packet, &said);
    assert_eq!(to.status, 303, "{}", to.text);
}

/// A PDF of so many pages with other words on each.
fn long(pages: usize) -> Vec<u8> {
    let page = |at: usize| {
        let mut part = Part::new("en", "Cobre Clinic".to_owned(), "Summary".to_owned());
        part.body = vec![format!("She came on {at} Tuesdays with her brother Tomás Vega.")];
        part
    };
    let writing = Writing { title: "Summary".to_owned(), day: (2026, 3, 2), parts: (11..11 + pages).map(page).collect() };
    made(env!("CARGO_BIN_EXE_tacenda"), &["render", "letter"], &serde_json::to_vec(&writing).unwrap())
}

#[test]
fn after_a_rest_the_pages_are_read_again_a_few_at_a_time() {
    let house = House::new();
    let mut scene = Scene::begin(&house, ("long.pdf", &long(14)));
    let names = format!("{}/names", scene.packet);
    let mut seen = BTreeSet::new();
    // The pages are read before anything is proposed, and none is read twice.
    while let Some(read) = far(&scene.story.browser.get(&names).text) {
        assert!(seen.insert(read.clone()), "it goes on: {read}");
    }
    assert!(!seen.is_empty(), "fourteen pages are too many for one request");
    scene.hides(&[]);
    scene.looks_at_all();
    let packet = scene.packet.clone();
    assert!(scene.makes_on() > 1, "fourteen pictures are too many for one request");
    assert!(scene.story.browser.get(&packet).text.contains("What Dr. Lin"));
    // Nobody needed it for half an hour.
    (0..460).for_each(|_| house.site.sweep());
    let mut reads = Vec::new();
    let shown = loop {
        let shown = scene.story.browser.get(&packet).text;
        match far(&shown) {
            Some(read) if reads.len() < 20 => reads.push(read),
            _ => break shown,
        }
    };
    assert!(reads.len() >= 3, "no request reads fourteen pages twice: {reads:?}");
    assert!(shown.contains("What Dr. Lin") && !shown.contains("Make it again"), "{shown}");
    let pdf = scene.goes_on(&house);
    for all in all_of(&pdf) {
        assert!(!all.contains("vega"), "{all}");
    }
}

/// How far the reading is, where a page says so.
fn far(page: &str) -> Option<String> {
    let line = page.split("Read so far: ").nth(1)?;
    Some(line.split('<').next()?.to_owned()).filter(|_| page.contains("Read on</a>"))
}

impl Scene<'_> {
    /// Has all pages read.
    fn reads_on(&mut self) {
        let names = format!("{}/names", self.packet);
        let ends = (0..20).any(|_| far(&self.story.browser.get(&names).text).is_none());
        assert!(ends, "it comes to an end");
    }

    /// Makes the paper, as often as it wants the button pressed. How often that was.
    fn makes_on(&mut self) -> usize {
        let to = format!("{}/to", self.packet);
        let presses = (1..20).find(|_| {
            let over = self.story.browser.get(&to).value("over");
            let fields = [("over", over.as_str()), ("way", "hand"), ("contact", ""), ("in", "en")];
            let made = self.story.browser.post(&to, &fields);
            assert!(made.status == 303 || made.text.contains("are read again before anything goes"), "{}", made.text);
            made.status == 303
        });
        assert!(presses.is_some(), "it comes to an end");
        presses.unwrap_or_default()
    }

    /// What was made goes.
    fn goes_on(&mut self, house: &House) -> Vec<u8> {
        self.story.is_read(house, &self.packet);
        let (name, born) = self.story.about();
        let sent = self.story.sends(&self.packet, &name, &born);
        assert_eq!(sent.status, 303, "{}", sent.text);
        self.story.browser.bytes(&format!("{}/paper", self.packet))
    }
}
