//! The way of a packet: each step gives the packet as it is then, or says why it cannot be.

use std::collections::BTreeSet;

use crate::acts::{ensure, filled};
use crate::packet::{Certificate, Check, Copy, Hidden, Packet, PacketLine, PacketState, Recalled, Receipt, Sent};
use crate::refusal::Refusal;

/// So many words are hidden, or looked at and left, at most.
const MOST_WORDS: usize = 5_000;

impl Packet {
    /// As it is put together again: what was set and read before is another paper.
    pub(super) fn opened(&self) -> Result<Self, Refusal> {
        ensure(self.sent.is_none(), Refusal::WrongState)?;
        Ok(Self { state: PacketState::Open, copy: None, ..self.clone() })
    }

    /// With these records and no others.
    pub(crate) fn with_lines(&self, lines: Vec<PacketLine>, certificate: Certificate) -> Result<Self, Refusal> {
        ensure(certificate.bounded, Refusal::NothingGoes)?;
        Ok(Self { lines, ..self.opened()? })
    }

    /// With these words hidden, and those left as they are.
    pub(crate) fn with_words(&self, hidden: Vec<Hidden>, shown: BTreeSet<String>) -> Result<Self, Refusal> {
        ensure(hidden.len() <= MOST_WORDS && shown.len() <= MOST_WORDS, Refusal::BadValue)?;
        hidden.iter().map(|one| &one.words).chain(&shown).try_for_each(|words| filled(words))?;
        let words = |hidden: &[Hidden]| hidden.iter().map(|one| one.words.to_lowercase()).collect::<BTreeSet<_>>();
        let same = words(&hidden) == words(&self.hidden);
        let next = self.opened()?;
        // What is hidden is black on the pages as well: each is looked at as it goes.
        let pages = next.pages.iter().cloned().map(|pages| if same { pages } else { pages.seen_again() }).collect();
        Ok(Self { hidden, shown, pages, ..next })
    }

    /// Set on paper: only what is the least that answers the request.
    pub(crate) fn with_copy(&self, copy: Copy, certificate: Certificate) -> Result<Self, Refusal> {
        ensure(certificate.holds(), Refusal::PacketNotReady)?;
        let is_digest = copy.sha256.len() == 64 && copy.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        ensure(is_digest && copy.pages > 0, Refusal::BadValue)?;
        filled(&copy.addressed.to)?;
        Ok(Self { state: PacketState::Made, copy: Some(copy), ..self.opened()? })
    }

    /// Read by somebody else. What they find fault with is put together anew.
    pub(crate) fn with_check(&self, check: Check) -> Result<Self, Refusal> {
        ensure(self.state == PacketState::Made, Refusal::WrongState)?;
        ensure(self.by != check.by && !self.hands.contains(&check.by), Refusal::NeedsSecondPerson)?;
        ensure(check.fine || !check.words.trim().is_empty(), Refusal::BadValue)?;
        let mut next = if check.fine { self.clone() } else { self.opened()? };
        next.checks.push(check);
        Ok(next)
    }

    /// Gone. The bytes are those that were set and read, and they go once.
    pub(crate) fn with_sent(&self, sent: Sent, needs_second: bool) -> Result<Self, Refusal> {
        ensure(self.state == PacketState::Made, Refusal::WrongState)?;
        ensure(!needs_second || self.is_checked(), Refusal::NeedsSecondPerson)?;
        let same = self.copy.as_ref().is_some_and(|copy| copy.sha256 == sent.file.sha256);
        ensure(same && sent.file.is_sound(), Refusal::StaleVersion)?;
        Ok(Self { state: PacketState::Sent, sent: Some(sent), ..self.clone() })
    }

    /// Taken back, before anybody had it: it is put together again.
    pub(crate) fn with_recall(&self, back: Recalled) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let sent = next.sent.take().filter(|sent| sent.receipt.is_none()).ok_or(Refusal::WrongState)?;
        next.recalled.push((sent, back));
        next.opened()
    }

    /// With the proof that it came.
    pub(crate) fn with_receipt(&self, receipt: Receipt) -> Result<Self, Refusal> {
        ensure(receipt.by_link || filled(&receipt.words).is_ok(), Refusal::BadValue)?;
        let mut next = self.clone();
        let sent = next.sent.as_mut().filter(|sent| sent.receipt.is_none()).ok_or(Refusal::WrongState)?;
        sent.receipt = Some(receipt);
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::class::{Category, Class};
    use crate::flows::{Item, Served};
    use crate::id::Id;
    use crate::packet::Addressed;
    use crate::record::Attachment;
    use crate::time::{Now, Time};
    use crate::worker::WorkerId;

    fn id<K>(n: u8) -> Id<K> {
        Id::new(Now::trusted(Time(1_772_445_600_000_000)), [n; 10])
    }

    const HOLDS: Certificate = Certificate { bounded: true, covering: true, irredundant: true, asked: 3, going: 1 };

    fn addressed() -> Addressed {
        Addressed { to: "Dr. Lin".into(), contact: None, way: Served::Hand }
    }

    fn copy(sha256: &str, by: WorkerId) -> Copy {
        Copy {
            sha256: sha256.repeat(64),
            pages: 3,
            addressed: addressed(),
            address: String::new(),
            language: "en".into(),
            stay: BTreeMap::new(),
            head: String::new(),
            named: String::new(),
            at: Time(1),
            by,
            pictures: 0,
            by_eye: 0,
        }
    }

    fn check(by: WorkerId, of: &Packet, fine: bool) -> Check {
        let sha256 = of.copy.as_ref().map(|copy| copy.sha256.clone()).unwrap_or_default();
        Check { by, who: "Ana".into(), at: Time(1), sha256, fine, words: if fine { String::new() } else { "page 2".into() } }
    }

    fn sent(sha256: &str) -> Sent {
        let file = Attachment {
            id: id(9),
            name: "p.pdf".into(),
            media_type: "application/pdf".into(),
            size: 1,
            sha256: sha256.repeat(64),
        };
        let (address, who, cite) = (String::new(), "Ana".into(), Vec::new());
        Sent {
            file,
            addressed: addressed(),
            address,
            passphrase: String::new(),
            key: String::new(),
            at: Time(2),
            by: id(1),
            who,
            cite,
            receipt: None,
        }
    }

    /// Began by the first, chosen by the second, made by the third.
    fn made() -> Packet {
        let mut packet = Packet::new(id(1), id(2), id(3), Class::Legal, (id(1), Time(0)));
        packet.hands.extend([id(2), id(3)]);
        let item = Item { words: "notes".into(), category: Category::from_word("progress_notes").unwrap() };
        let line = PacketLine { item, picks: vec![id(7)], each: false, left: None };
        packet.with_lines(vec![line], HOLDS).unwrap().with_copy(copy("a", id(3)), HOLDS).unwrap()
    }

    #[test]
    fn nobody_who_had_a_hand_in_it_is_the_second_person() {
        let packet = made();
        for hand in [1, 2, 3] {
            assert_eq!(packet.with_check(check(id(hand), &packet, true)), Err(Refusal::NeedsSecondPerson));
        }
        assert_eq!(packet.with_sent(sent("a"), true), Err(Refusal::NeedsSecondPerson));
        let read = packet.with_check(check(id(4), &packet, true)).unwrap();
        assert!(read.is_checked() && read.with_sent(sent("a"), true).is_ok());
    }

    #[test]
    fn another_paper_is_another_reading_whatever_the_clock_says() {
        let packet = made();
        let read = packet.with_check(check(id(4), &packet, true)).unwrap();
        let again = read.with_words(Vec::new(), BTreeSet::new()).unwrap().with_copy(copy("b", id(3)), HOLDS).unwrap();
        assert!(!again.is_checked());
        assert_eq!(again.with_sent(sent("b"), true), Err(Refusal::NeedsSecondPerson));
    }

    #[test]
    fn only_the_bytes_that_were_made_go_and_they_go_once() {
        let packet = made();
        assert_eq!(packet.with_sent(sent("c"), false), Err(Refusal::StaleVersion));
        let gone = packet.with_sent(sent("a"), false).unwrap();
        assert_eq!(gone.with_sent(sent("a"), false), Err(Refusal::WrongState));
        assert_eq!(gone.with_words(Vec::new(), BTreeSet::new()), Err(Refusal::WrongState));
        let receipt = || Receipt { at: Time(3), who: "Ana".into(), words: "signed for".into(), by_link: false };
        let came = gone.with_receipt(receipt()).unwrap();
        assert_eq!(came.with_receipt(receipt()), Err(Refusal::WrongState));
    }

    #[test]
    fn what_is_not_the_least_that_answers_is_not_set() {
        let packet = made();
        for lacks in [
            Certificate { bounded: false, ..HOLDS },
            Certificate { covering: false, ..HOLDS },
            Certificate { irredundant: false, ..HOLDS },
            Certificate { going: 0, ..HOLDS },
        ] {
            assert_eq!(packet.with_copy(copy("d", id(3)), lacks), Err(Refusal::PacketNotReady));
        }
        assert_eq!(packet.with_lines(Vec::new(), Certificate { bounded: false, ..HOLDS }), Err(Refusal::NothingGoes));
    }

    #[test]
    fn what_is_sent_back_is_put_together_anew_and_says_why() {
        let packet = made();
        let silent = Check { words: String::new(), ..check(id(4), &packet, false) };
        assert_eq!(packet.with_check(silent), Err(Refusal::BadValue));
        let back = packet.with_check(check(id(4), &packet, false)).unwrap();
        assert!(back.state == PacketState::Open && back.copy.is_none());
    }
}
