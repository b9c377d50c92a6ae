//! A mail as it goes over the wire (RFC 5322): plain text, fixed words, one recipient. Two tries of the same mail are the same bytes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};
use tacenda_desk::{Letter, Time, is_mail_address};

use super::Fault;
use crate::agency::hex;
use crate::config::MailServer;
use crate::language::Language;
use crate::web::{dates, say};

/// A line of base64 (RFC 2045, 6.8), and what one encoded word holds (RFC 2047, 2).
const LINE: usize = 76;
const WORD: usize = 42;

/// What a mail is made of.
#[derive(Debug)]
pub(crate) struct Message {
    /// By which it is known again where it comes twice.
    mark: String,
    /// When its time had come.
    at: Time,
    subject: String,
    lines: Vec<String>,
}

impl Message {
    /// That something waits at that address.
    pub(crate) fn of_link(letter: Letter, language: Language, (mark, at): (&str, Time), (address, ends): (&str, Time)) -> Self {
        let ends = dates::day(language, ends);
        let line = |key: &str| say(language, key, &[("ends", &ends)]);
        let (subject, first) = match letter {
            Letter::LinkReady => ("mail-ready-subject", "mail-ready"),
            Letter::LinkEnds => ("mail-ends-subject", "mail-ends"),
        };
        let lines = [line(first), address.to_owned(), line("mail-link-code"), line("mail-link-ends"), line("mail-unexpected")];
        Self { mark: mark.to_owned(), at, subject: line(subject), lines: lines.to_vec() }
    }

    /// That mails go, to whoever set them up.
    pub(crate) fn of_test(language: Language, (mark, at): (&str, Time)) -> Self {
        let line = |key: &str| say(language, key, &[]);
        let (subject, lines) = (line("mail-test-subject"), vec![line("mail-test")]);
        Self { mark: mark.to_owned(), at, subject, lines }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// [`Fault::Address`] where that is no address to the letter: no line of the head ends in it.
    pub(crate) fn bytes(&self, server: &MailServer, to: &str) -> Result<Vec<u8>, Fault> {
        if !is_mail_address(to) || !is_mail_address(&server.from) {
            return Err(Fault::Address);
        }
        let from = server.name.as_ref().map_or_else(|| server.from.clone(), |name| sender(&words(name), &server.from));
        let body: String = self.lines.iter().map(|line| wrapped(line)).collect::<Vec<_>>().join("\r\n\r\n") + "\r\n";
        let (encoding, body) = if body.is_ascii() { ("7bit", body) } else { ("base64", folded(&body)) };
        let head = [
            ("From", from),
            ("To", to.to_owned()),
            ("Subject", words(&self.subject)),
            ("Date", date(self.at)),
            ("Message-ID", self.name(server)),
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("MIME-Version", "1.0".to_owned()),
            ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ("Content-Transfer-Encoding", encoding.to_owned()),
        ];
        let head: Vec<String> = head.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        Ok(format!("{}\r\n\r\n{body}", head.join("\r\n")).into_bytes())
    }

    /// The name of the mail, which tells nothing of what it is about.
    fn name(&self, server: &MailServer) -> String {
        let digest = Sha256::digest(format!("tacenda/mail/1\n{}", self.mark));
        let digest = hex(&digest);
        format!("<{}@{}>", digest.get(..32).unwrap_or_default(), server.domain())
    }
}

/// The name and the address; behind an encoded name in a line of its own.
fn sender(name: &str, address: &str) -> String {
    let between = if name.starts_with("=?") { "\r\n " } else { " " };
    format!("{name}{between}<{address}>")
}

/// Lines of a length that every program shows; an address is never broken.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\r\n")
}

fn date(at: Time) -> String {
    let at = Timestamp::from_microsecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC);
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// Words as a head holds them: as they are where they are plain letters, else encoded (RFC 2047), so that nothing in them ends a line.
fn words(text: &str) -> String {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        return text.to_owned();
    }
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.len() + c.len_utf8() <= WORD => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    let encoded: Vec<String> = pieces.iter().map(|piece| format!("=?utf-8?B?{}?=", BASE64.encode(piece))).collect();
    encoded.join("\r\n ")
}

/// In base64, line by line.
fn folded(text: &str) -> String {
    let all: Vec<char> = BASE64.encode(text).chars().collect();
    all.chunks(LINE).map(|line| line.iter().collect::<String>() + "\r\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(name: &str) -> MailServer {
        let name = if name.is_empty() { String::new() } else { format!("name = {name:?}") };
        toml::from_str(&format!("host = \"smtp.example\"\nfrom = \"post@files.example\"\n{name}")).unwrap()
    }

    fn message(language: Language) -> Message {
        let at = Time(1_772_445_600_000_000);
        Message::of_link(Letter::LinkReady, language, ("mark", at), ("https://files.example/f/abc", at.plus_days(14)))
    }

    #[test]
    fn every_line_is_plain_and_short_and_ends_as_lines_of_mails_do() {
        for language in [Language::En, Language::Es] {
            let bytes = message(language).bytes(&server("Archivos y más: \"a\" <b@c.example>"), "a@b.example").unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.is_ascii() && text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
            assert!(text.split("\r\n").all(|line| line.len() <= 78), "{text}");
            let head = text.split("\r\n\r\n").next().unwrap();
            let named = head.split("\r\n").filter(|line| !line.starts_with(' ')).map(|line| line.split(": ").next().unwrap());
            let only = "From To Subject Date Message-ID Auto-Submitted MIME-Version Content-Type Content-Transfer-Encoding";
            assert_eq!(named.collect::<Vec<_>>().join(" "), only);
            assert!(head.contains("Date: Mon, 02 Mar 2026 10:00:00 +0000"), "{head}");
        }
    }

    #[test]
    fn nothing_ends_a_line_of_the_head_that_should_not() {
        for to in ["a@b.example\r\nBcc: c@d.example", "a@b.example\nX: y", "a@b.example, c@d.example", "a@b.example>", ""] {
            assert_eq!(message(Language::En).bytes(&server(""), to), Err(Fault::Address), "{to:?}");
        }
        assert_eq!(words("Files"), "Files");
        assert!(!words("Files\r\nBcc: a@b.example").contains("Bcc"));
    }

    #[test]
    fn the_same_mail_has_one_name() {
        let (one, other) = (message(Language::En), Message { mark: "another".to_owned(), ..message(Language::En) });
        assert_eq!(one.name(&server("")), message(Language::Es).name(&server("Files")));
        assert_ne!(one.name(&server("")), other.name(&server("")));
        assert!(one.name(&server("")).ends_with("@files.example>"));
    }
}
