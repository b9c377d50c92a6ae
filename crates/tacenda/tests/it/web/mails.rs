//! Mails about a sealed link: to the address that was checked, when the code can be told, in fixed words with nothing of anybody in them; not at
//! all where there is nothing to say any more; once, or twice under one name.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use tacenda::config::{MailServer, MailTls};
use tacenda_desk::{Role, Time};

use super::links::{code, path};
use super::packets::Story;
use super::{House, Shown};
use crate::run::tacenda;

/// What a mail server does with the next one who comes; without a word it takes the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// It does not let anybody in.
    Down,
    /// It asks to come again.
    Busy,
    /// It does not know the address.
    Unknown,
    /// It takes the mail, and its answer is lost.
    Silent,
    /// It takes the mail, and answers nothing until the test is over.
    Stalls,
}

/// A mail as it came: to whom, and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Came {
    to: Vec<String>,
    bytes: String,
}

impl Came {
    fn head(&self, name: &str) -> String {
        let head = self.bytes.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let line = head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        line.unwrap_or_default()
    }

    /// All of it as a person can read it: what is encoded in head and body is opened.
    fn open(&self) -> String {
        let plain = |text: &str| base64::prelude::BASE64_STANDARD.decode(text).map(|b| String::from_utf8(b).unwrap());
        let (head, body) = self.bytes.split_once("\r\n\r\n").unwrap();
        let words = head.split("=?utf-8?B?").skip(1).filter_map(|rest| plain(rest.split("?=").next().unwrap()).ok());
        let words: Vec<String> = words.collect();
        let body = if head.contains("base64") { plain(&body.replace("\r\n", "")).unwrap() } else { body.to_owned() };
        format!("{}\n{}\n{body}", words.concat(), head)
    }
}

#[derive(Debug, Default)]
struct Took {
    came: Vec<Came>,
    greeted: Vec<String>,
    next: VecDeque<Does>,
    stalled: Option<Sender<TcpStream>>,
}

/// A mail server on this machine.
#[derive(Clone)]
struct Sink {
    port: u16,
    took: Arc<Mutex<Took>>,
}

impl Sink {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), took: Arc::default() };
        let took = Arc::clone(&sink.took);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, took) = (stream.unwrap(), Arc::clone(&took));
                let does = took.lock().unwrap().next.pop_front();
                std::thread::spawn(move || talk(&stream, does, &took));
            }
        });
        sink
    }

    fn server(&self) -> MailServer {
        MailServer {
            host: "127.0.0.1".to_owned(),
            port: Some(self.port),
            tls: MailTls::None,
            from: "post@files.example".to_owned(),
            name: Some("Files".to_owned()),
            user: None,
            password: None,
            roots: None,
        }
    }

    fn does(&self, next: &[Does]) {
        self.took.lock().unwrap().next.extend(next);
    }

    fn came(&self) -> Vec<Came> {
        self.took.lock().unwrap().came.clone()
    }
}

fn talk(stream: &TcpStream, does: Option<Does>, took: &Mutex<Took>) -> Option<()> {
    if does == Some(Does::Down) {
        return None;
    }
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let says = |text: &str| { stream }.write_all(format!("{text}\r\n").as_bytes()).ok();
    let mut came = Came { to: Vec::new(), bytes: String::new() };
    says("220 sink")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let word = line.trim_end().to_owned();
        match word.get(..4).unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => {
                took.lock().unwrap().greeted.push(word);
                says("250-sink\r\n250 8BITMIME")?;
            }
            "RCPT" if does == Some(Does::Unknown) => says("550 5.1.1 no such mailbox: the Vegas do not live here")?,
            "RCPT" => {
                came.to.push(word);
                says("250 ok")?;
            }
            "DATA" if does == Some(Does::Busy) => says("451 4.3.0 come again")?,
            "DATA" => {
                says("354 go on")?;
                loop {
                    let mut line = String::new();
                    lines.read_line(&mut line).ok()?;
                    if line == ".\r\n" {
                        break;
                    }
                    came.bytes.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                let mut took = took.lock().unwrap();
                took.came.push(came.clone());
                match does {
                    Some(Does::Silent) => return None,
                    Some(Does::Stalls) => {
                        return took.stalled.as_ref()?.send(stream.try_clone().ok()?).ok();
                    }
                    _ => {}
                }
                drop(took);
                says("250 taken")?;
            }
            "QUIT" => {
                says("221 bye")?;
                return None;
            }
            _ => says("250 ok")?,
        }
    }
}

/// A house in which mails go, and a packet that stands behind a link there.
struct Mailed<'h> {
    house: &'h House,
    story: Story<'h>,
    packet: String,
    link: String,
    begun: Time,
}

impl<'h> Mailed<'h> {
    fn begin(house: &'h House, language: &str) -> Self {
        let (story, packet, page) = Story::linked_in(house, language);
        let mut mailed = Self { house, story, packet, link: path(&page), begun: Time(0) };
        assert!(page.text.contains("Mail the address to records@lin.example"), "{}", page.text);
        let asked = mailed.asks();
        assert_eq!(asked.status, 303, "{}", asked.text);
        mailed.begun = house.agency.moment().unwrap().time;
        mailed
    }

    fn page(&mut self) -> Shown {
        self.story.browser.get(&self.packet.clone())
    }

    fn asks(&mut self) -> Shown {
        let over = self.page().value("over");
        self.story.browser.post(&self.packet.clone(), &[("do", "mail"), ("over", &over)])
    }

    /// How many mails went, so many minutes after it was asked for.
    fn after(&self, minutes: i64) -> usize {
        self.house.site.post_at(self.begun.plus_minutes(minutes)).unwrap()
    }
}

const DAY: i64 = 24 * 60;

/// What a mail to a stranger's mailbox may not say, in either language: who we are, what we do, whom it is about.
const TELLING: &str = "client patient counsel therap clinic health court release permission tacenda agency law legal practice advocat shelter \
    session packet matter diagnos treat cliente paciente consejer terap clínic salud tribunal permiso agencia ley refugio sesión expediente \
    lin's doctor dr. attendance asistencia";

#[test]
fn the_address_is_mailed_when_the_code_can_be_told_to_the_checked_address_and_tells_nothing() {
    for language in ["en", "es"] {
        let sink = Sink::new();
        let house = House::with_mail(10, &sink.server());
        let mut mailed = Mailed::begin(&house, language);
        let page = mailed.page();
        assert!(page.text.contains("This address is mailed to") && !page.text.contains("value=\"mail\""), "{}", page.text);
        assert!((400..500).contains(&mailed.asks().status), "it is asked for once");
        assert_eq!((mailed.after(0), mailed.after(9), sink.came().len()), (0, 0, 0), "not before the code is told");
        assert_eq!((mailed.after(11), mailed.after(30), sink.came().len()), (1, 0, 1), "once");
        let came = sink.came().remove(0);
        assert_eq!(came.to, ["RCPT TO:<records@lin.example>"]);
        assert_eq!((came.head("From").as_str(), came.head("To").as_str()), ("Files <post@files.example>", "records@lin.example"));
        let said = came.open();
        assert!(said.contains(&format!("http://127.0.0.1:7200{}\r\n", mailed.link)), "{said}");
        let fixed = if language == "en" { "A document is ready for you" } else { "Hay un documento listo para usted" };
        assert!(said.matches(fixed).count() == 2, "subject and first line: {said}");
        tells_nothing(&mut mailed, &said);
        assert_eq!(sink.took.lock().unwrap().greeted, ["EHLO files.example"], "not by the name of this machine");
        assert!(mailed.page().text.contains("<dd>went "));
        let looks = house.agency.looks(Some(mailed.story.client)).unwrap();
        let acts = ["packet.mail", "mail.post"].map(|act| looks.iter().filter(|look| look.act == act).count());
        assert_eq!(acts, [1, 1], "that it was asked for and that it went stands in the ledger");
    }
}

fn tells_nothing(mailed: &mut Mailed<'_>, said: &str) {
    let code = code(&mailed.page());
    assert_eq!(code.len(), 9);
    let (name, _) = mailed.story.about();
    let (client, matter) = (mailed.story.client.to_string(), mailed.story.matter.clone());
    let ids = [client.as_str(), matter.rsplit('/').next().unwrap(), mailed.packet.rsplit('/').next().unwrap()];
    let plain = said.replace("records@lin.example", "").replace(&mailed.link, "").to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).collect();
    for part in name.to_lowercase().split(' ').chain(["lin"]) {
        assert!(!words.contains(&part), "{part}: {said}");
    }
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let own = ids.into_iter().chain([code.as_str(), digits.as_str(), "Vega", "505-555"]);
    for told in own.chain(TELLING.split_whitespace()) {
        assert!(!plain.contains(&told.to_lowercase()), "{told}: {said}");
    }
}

#[test]
fn what_was_taken_back_before_its_time_is_mailed_to_nobody() {
    let sink = Sink::new();
    let house = House::with_mail(10, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    let over = mailed.page().value("over");
    let back = [("do", "recall"), ("over", over.as_str()), ("words", "the wrong office"), ("once", "r")];
    mailed.story.browser.press(&mailed.packet.clone(), &back);
    assert_eq!((mailed.after(11), mailed.after(20 * DAY), sink.came()), (0, 0, Vec::new()));
}

#[test]
fn a_server_that_is_down_or_busy_is_asked_again_after_a_while_and_gets_it_once() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    sink.does(&[Does::Down, Does::Busy]);
    assert_eq!((mailed.after(1), mailed.after(1)), (0, 0), "it is down, and nobody asks again at once");
    assert_eq!(mailed.after(3), 0, "it is busy");
    assert_eq!(mailed.after(4), 0, "the second pause is longer");
    assert!(mailed.page().text.contains("<dd>goes "));
    assert_eq!((mailed.after(9), mailed.after(60), sink.came().len()), (1, 0, 1));
}

#[test]
fn a_mail_whose_answer_was_lost_goes_again_under_the_same_name() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mailed = Mailed::begin(&house, "es");
    sink.does(&[Does::Silent]);
    assert_eq!((mailed.after(1), mailed.after(5), mailed.after(60)), (0, 1, 0));
    let came = sink.came();
    assert!(came.len() == 2 && came[0] == came[1], "to the byte: {came:?}");
    let name = came[0].head("Message-ID");
    assert!(name.ends_with("@files.example>") && name.len() == "<@files.example>".len() + 32, "{name}");
}

#[test]
fn what_a_server_of_ours_left_when_it_was_killed_is_taken_up_by_another_when_its_turn_is_over() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mailed = Mailed::begin(&house, "en");
    sink.does(&[Does::Stalls]);
    let (stalls, stalled) = channel();
    sink.took.lock().unwrap().stalled = Some(stalls);
    // It has given the mail away, and does not come back.
    let (site, time) = (Arc::clone(&house.site), mailed.begun.plus_minutes(1));
    let killed = std::thread::spawn(move || site.post_at(time));
    let line = stalled.recv().unwrap();
    assert_eq!((mailed.after(2), mailed.after(10)), (0, 0), "nobody else has the turn");
    assert_eq!(mailed.after(12), 1);
    let came = sink.came();
    assert!(came.len() == 2 && came[0] == came[1], "{came:?}");
    line.shutdown(Shutdown::Both).unwrap();
    assert_eq!(killed.join().unwrap().unwrap(), 0, "what comes back late changes nothing");
    assert_eq!((mailed.after(60), sink.came().len()), (0, 2));
}

#[test]
fn whoever_did_not_come_is_told_once_more_before_the_link_ends() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    assert_eq!((mailed.after(1), mailed.after(10 * DAY)), (1, 0));
    assert_eq!((mailed.after(11 * DAY + 5), mailed.after(12 * DAY)), (1, 0), "once");
    let came = sink.came();
    assert!(came[1].head("Subject").contains("still waiting") && came[1].bytes.contains(&mailed.link), "{}", came[1].bytes);
    assert_ne!(came[0].head("Message-ID"), came[1].head("Message-ID"));
    let page = mailed.page().text;
    assert_eq!(page.matches("<dd>went ").count(), 2, "{page}");
}

#[test]
fn whoever_was_made_unsafe_or_may_have_it_no_more_is_mailed_nothing() {
    for (unsafe_now, first) in [(true, 0), (false, 0), (true, 1), (false, 1)] {
        let sink = Sink::new();
        let house = House::with_mail(10, &sink.server());
        let mut mailed = Mailed::begin(&house, "en");
        assert_eq!(mailed.after(11 * first), usize::try_from(first).unwrap());
        if unsafe_now {
            let reach = format!("/c/{}/reach/edit", mailed.story.client);
            let over = mailed.story.browser.get(&reach).value("over");
            let names = [("over", over.as_str()), ("unsafe_people", "Dr. Lin's office")];
            assert_eq!(mailed.story.browser.post(&reach, &names).status, 303);
        } else {
            let release = mailed.story.release.clone();
            mailed.story.browser.press(&release, &[("do", "stop"), ("how", "spoken")]);
        }
        assert_eq!((mailed.after(12), mailed.after(11 * DAY + 20), mailed.after(12 * DAY)), (0, 0, 0), "{unsafe_now} {first}");
        assert_eq!(sink.came().len(), usize::try_from(first).unwrap());
    }
}

#[test]
fn that_a_link_ended_and_nobody_came_stands_on_the_page_of_whoever_sent_it() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    assert_eq!(mailed.after(0), 1);
    assert!(!mailed.story.browser.get("/").text.contains("A link ended"));
    // The second mail has nothing to say any more; with that entry it is that day.
    assert_eq!((mailed.after(15 * DAY), sink.came().len()), (0, 1));
    let today = mailed.story.browser.get("/").text;
    assert!(today.contains("A link ended, and nobody took it") && today.contains(&mailed.packet), "{today}");
}

#[test]
fn whoever_came_is_not_told_again() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    assert_eq!(mailed.after(0), 1);
    let code = code(&mailed.page());
    assert_eq!(house.at_links("POST", &mailed.link, &[("name", "M. Lin"), ("code", &code)]).0.status, 200);
    assert_eq!((mailed.after(11 * DAY + 5), sink.came().len()), (0, 1));
    assert!(mailed.page().text.contains("there was nothing to say any more"));
}

#[test]
fn an_address_that_its_server_does_not_know_is_given_up_and_its_sender_hears_of_it() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    sink.does(&[Does::Unknown]);
    assert_eq!((mailed.after(1), mailed.after(60), sink.came().len()), (0, 0, 0));
    let page = mailed.page().text;
    assert!(page.contains("refuses the address") && !page.contains("do not live here"), "{page}");
    let today = mailed.story.browser.get("/").text;
    assert!(today.contains("A mail about a link did not go") && today.contains(&mailed.packet), "{today}");
}

#[test]
fn a_mail_that_no_server_takes_for_days_is_given_up() {
    let sink = Sink::new();
    let house = House::with_mail(0, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    sink.does(&[Does::Down; 2]);
    assert_eq!((mailed.after(1), mailed.after(3 * DAY), mailed.after(4 * DAY + 5)), (0, 0, 0));
    assert!(mailed.page().text.contains("no mail server took it for days") && sink.came().is_empty());
}

#[test]
fn an_address_that_is_checked_no_more_gets_no_mail() {
    let sink = Sink::new();
    let house = House::with_mail(10, &sink.server());
    let mut mailed = Mailed::begin(&house, "en");
    let contacts = mailed.story.browser.get("/contacts").text;
    let id = contacts.split("href=\"/contacts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let over = mailed.story.browser.get(&format!("/contacts/{id}")).value("over");
    mailed.story.browser.press(&format!("/contacts/{id}"), &[("do", "end"), ("over", &over)]);
    assert_eq!((mailed.after(11), sink.came().len()), (0, 0));
    assert!(mailed.page().text.contains("it is not the checked one any more"));
}

#[test]
fn what_is_no_mail_address_is_refused_with_words_and_no_line_of_a_head_ends_in_it() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    for bad in [
        "records",
        "a b@lin.example",
        "a@lin.example, b@evil.example",
        "Lin <a@lin.example>",
        "a@lin.example\r\nBcc: b@evil.example",
    ] {
        let form = [("name", "Dr. Lin's office"), ("recipient", "treating_provider"), ("mail", bad), ("phone", "505-555-0177")];
        let refused = browser.post("/contacts", &form);
        assert!(refused.status == 422 && refused.text.contains("Type a mail address as it is"), "{bad}: {}", refused.text);
    }
}

#[test]
fn where_no_mail_server_is_named_nothing_is_offered_and_nothing_is_mailed() {
    let house = House::new();
    let (mut story, packet, page) = Story::linked_in(&house, "en");
    assert!(!page.text.contains("value=\"mail\"") && page.text.contains("Send this address by mail"), "{}", page.text);
    let refused = story.browser.post(&packet, &[("do", "mail"), ("over", &page.value("over"))]);
    assert!((400..500).contains(&refused.status), "{}", refused.text);
    assert_eq!(house.site.post().unwrap(), 0);
}

#[test]
fn a_test_mail_says_that_it_is_one_and_doctor_gives_the_server_nothing() {
    let (sink, folder) = (Sink::new(), tempfile::tempdir().unwrap());
    let home = folder.path().to_str().unwrap();
    let plain = "store = \"sqlite\"\n\n[key]\nfrom = \"passphrase\"\n";
    let mail = format!("\n[mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"post@files.example\"\n", sink.port);
    let config = |text: &str| std::fs::write(folder.path().join("tacenda.toml"), text).unwrap();
    let test = |to: &str| tacenda(&["mail", "test", "--home", home, "--to", to], b"");
    config(plain);
    let none = test("me@files.example");
    assert!(none.code == 1 && none.err.contains("no mail server is named"), "{}", none.err);
    config(&format!("{plain}{mail}"));
    let bad = test("me");
    assert!(bad.code == 2 && bad.err.contains("no mail address"), "{}", bad.err);
    let sent = test("me@files.example");
    assert!(sent.code == 0 && sent.out == "sent\n", "{}{}", sent.out, sent.err);
    let came = sink.came();
    assert!(came.len() == 1 && came[0].head("Subject") == "This is a test", "{came:?}");
    let doctor = tacenda(&["doctor", "--home", home, "--no-input"], b"");
    assert!(doctor.out.contains("127.0.0.1 answers") && sink.came().len() == 1, "{}{}", doctor.out, doctor.err);
    sink.does(&[Does::Unknown]);
    let refused = test("me@files.example");
    assert!(refused.code == 1 && !refused.err.contains("Vegas"), "what a server says is not told on: {}", refused.err);
    config(&format!("{plain}{}", mail.replace("127.0.0.1", "smtp.example")));
    assert!(test("me@files.example").err.contains("for a server on this machine alone"));
}
