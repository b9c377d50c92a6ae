//! `docs/life-of-a-packet.md` says what happens: its blocks are played, line by line, in one fictional agency.

use std::collections::BTreeMap;
use std::path::Path;

use tacenda_desk::{ClientId, Role};

use super::matters::order_in_hand;
use super::{Browser, House, Shown};
use crate::place::run;
use crate::run::root;

/// A step of the page, with the line where it stands.
struct Step {
    line: usize,
    text: String,
}

fn steps(page: &str) -> Vec<Step> {
    let mut walks = false;
    let mut steps = Vec::new();
    for (at, line) in page.lines().enumerate() {
        match line {
            "```walk" => walks = true,
            "```" => walks = false,
            _ if walks && !line.trim().is_empty() => steps.push(Step { line: at + 1, text: line.to_owned() }),
            _ => {}
        }
    }
    steps
}

/// `field=word` and `field="several words"`.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut rest = text.trim();
    while let Some((name, after)) = rest.split_once('=') {
        let (value, then) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap(),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        fields.push((name.trim().to_owned(), value.to_owned()));
        rest = then.trim();
    }
    fields
}

fn quoted(text: &str) -> &str {
    text.trim().trim_matches('"')
}

/// Who sits there, what they see, and what was named on the way.
struct Walk<'h> {
    house: &'h House,
    browser: Browser<'h>,
    folder: &'h Path,
    at: String,
    page: Shown,
    names: BTreeMap<String, String>,
    once: u32,
    /// What the last command said, and how it ended.
    said: (i32, String),
}

impl<'h> Walk<'h> {
    fn begin(house: &'h House, folder: &'h Path) -> Self {
        let client: ClientId = house.own_client(Role::Clinician);
        let mut browser = house.sign_in(Role::Clinician);
        let card = browser.get(&format!("/c/{client}/edit"));
        let legal = card.value("legal_name");
        let name = if legal.is_empty() { card.value("chosen_name") } else { legal };
        let key = house.agency.verifier_key().unwrap().to_string();
        let names = [("client", client.to_string()), ("name", name), ("born", card.value("born")), ("key", key)];
        let names = names.map(|(name, value)| (name.to_owned(), value)).into();
        Self { house, browser, folder, at: String::new(), page: card, names, once: 0, said: (0, String::new()) }
    }

    /// With what was named on the way in its place.
    fn filled(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    fn come(&mut self, at: &str) {
        at.clone_into(&mut self.at);
        self.page = self.browser.get(at);
        for (name, mark) in [("link", "http://127.0.0.1:7200"), ("code", "class=\"code\">")] {
            if let Some(rest) = self.page.text.split(mark).nth(1) {
                self.names.insert(name.to_owned(), rest.split('<').next().unwrap().to_owned());
            }
        }
    }

    /// The form of this page, or of another one, with what stands hidden on it.
    fn post(&mut self, text: &str) -> Shown {
        let (to, text) = match text.strip_prefix("to ") {
            Some(rest) => rest.split_once(' ').map(|(to, rest)| (to.to_owned(), rest)).unwrap(),
            None => (self.at.clone(), text),
        };
        let mut typed = fields(text);
        self.once += 1;
        typed.push(("once".to_owned(), format!("step {}", self.once)));
        let over = self.page.value("over");
        let wants = ["check", "send"].iter().any(|word| typed.contains(&("do".into(), (*word).into()))) || to.ends_with("/to");
        if wants && !over.is_empty() {
            typed.push(("over".to_owned(), over));
        }
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.browser.post(&to, &typed)
    }

    fn sends(&mut self, text: &str) {
        let sent = self.post(text);
        assert_eq!(sent.status, 303, "{}", sent.text);
        self.come(&sent.to);
        assert_eq!(self.page.status, 200, "{}: {}", sent.to, self.page.text);
    }

    /// The first records of the line; the others are of another time.
    fn picks(&mut self, count: usize) {
        let offered: Vec<String> = self.values("name=\"pick\" value=\"").into_iter().take(count).collect();
        assert_eq!(offered.len(), count, "{}", self.page.text);
        let over = self.page.value("over");
        let mut typed: Vec<(&str, &str)> = offered.iter().map(|pick| ("pick", pick.as_str())).collect();
        typed.extend([("over", over.as_str()), ("each", "0"), ("left", "0:time")]);
        let to = self.browser.press(&self.at.clone(), &typed).0;
        self.come(&to);
    }

    /// All that was found, as it is proposed.
    fn hides(&mut self) {
        let lists: Vec<&str> = self.page.text.split("name=\"found\"").skip(1).collect();
        let chosen: Vec<String> = lists.into_iter().map(super::packets::selected).collect();
        let over = self.page.value("over");
        let mut typed: Vec<(&str, &str)> = chosen.iter().map(|value| ("found", value.as_str())).collect();
        typed.push(("over", over.as_str()));
        self.browser.press(&self.at.clone(), &typed);
    }

    fn values(&self, before: &str) -> Vec<String> {
        self.page.text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }

    /// Whoever holds the link, at their own machine.
    fn outside(&mut self, text: &str) {
        let link = self.names["link"].clone();
        let (shown, bytes) = match text.split_once(' ') {
            Some((_, typed)) => {
                let typed = fields(typed.split(" as ").next().unwrap());
                let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                self.house.at_links("POST", &link, &typed)
            }
            None => self.house.at_links("GET", &link, &[]),
        };
        if let Some((_, file)) = text.split_once(" as ") {
            assert!(shown.status == 200 && bytes.starts_with(b"%PDF-"), "{}", shown.text);
            std::fs::write(self.folder.join(file), bytes).unwrap();
        }
        self.page = shown;
    }

    fn saves(&mut self, text: &str) {
        let (path, file) = text.split_once(" as ").unwrap();
        let bytes = self.browser.bytes(path);
        std::fs::write(self.folder.join(file), bytes).unwrap();
    }

    fn runs(&mut self, command: &str) {
        let words: Vec<String> = command.split_whitespace().skip(1).map(|word| word.replace("KEY", &self.names["key"])).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let ran = run(self.folder, &words, b"");
        self.said = (ran.code, ran.out + &ran.err);
    }

    /// The same file with one byte that is another.
    fn changed(&self, file: &str) {
        let mut bytes = std::fs::read(self.folder.join(file)).unwrap();
        let last = bytes.len() - 9;
        bytes[last] ^= 1;
        std::fs::write(self.folder.join("changed.pdf"), bytes).unwrap();
    }

    fn names_it(&mut self, text: &str) {
        let (name, end) = text.split_once(" without ").unwrap_or((text, ""));
        let whole = self.at.strip_suffix(end).unwrap_or(&self.at).to_owned();
        let value = if name == "contact" { whole.rsplit('/').next().unwrap().to_owned() } else { whole };
        self.names.insert(name.to_owned(), value);
    }

    fn play(&mut self, text: &str) {
        let text = self.filled(text);
        let (verb, rest) = text.split_once(' ').unwrap_or((text.as_str(), ""));
        match verb {
            "as" => {
                let role = Role::from_word(rest).unwrap();
                self.browser = self.house.sign_in(role);
            }
            "at" => self.come(rest),
            "sends" => self.sends(rest),
            "tries" => {
                self.page = self.post(rest);
                assert!((400..500).contains(&self.page.status), "it is refused: {}", self.page.status);
            }
            "reads" => assert!(
                self.page.text.contains(quoted(rest)) || unescaped(&self.page).contains(quoted(rest)),
                "{}",
                self.page.text
            ),
            "never" => assert!(!self.page.text.contains(quoted(rest)), "{}", self.page.text),
            "name" => self.names_it(rest),
            "answers" => order_in_hand(&mut self.browser, &self.at),
            "does" => {
                let at = rest.split_once(" at ").map_or(self.at.clone(), |(_, at)| at.to_owned());
                self.browser.does_what_is_owed(&at);
            }
            "picks" => self.picks(rest.parse().unwrap()),
            "hides" => self.hides(),
            "outside" => self.outside(rest),
            "saves" => self.saves(rest),
            "changed" => self.changed(rest),
            "$" => self.runs(rest),
            "prints" => assert!(self.said.0 == 0 && self.said.1.contains(quoted(rest)), "{:?}", self.said),
            "fails" => assert!(self.said.0 != 0 && self.said.1.contains(quoted(rest)), "{:?}", self.said),
            _ => assert!(verb.is_empty(), "there is no step `{verb}`"),
        }
    }
}

fn unescaped(page: &Shown) -> String {
    page.text.replace("&#39;", "'").replace("&quot;", "\"")
}

#[test]
fn the_life_of_a_packet_is_as_its_page_tells_it() {
    let page = std::fs::read_to_string(root().join("docs/life-of-a-packet.md")).unwrap();
    let steps = steps(&page);
    assert!(steps.len() > 60);
    let (house, folder) = (House::new(), tempfile::tempdir().unwrap());
    let mut walk = Walk::begin(&house, folder.path());
    for step in steps {
        println!("line {}: {}", step.line, step.text);
        walk.play(&step.text);
    }
    for picture in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|to| to.starts_with("pictures/")) {
        assert!(root().join("docs").join(picture).exists(), "{picture}");
    }
}
