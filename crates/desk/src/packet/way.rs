//! The way of a packet: each step gives the packet as it is then, or says why it cannot be.

use std::collections::BTreeSet;

use crate::acts::{ensure, filled};
use crate::packet::{Certificate, Check, Copy, Hidden, Packet, PacketLine, PacketState, Receipt, Sent};
use crate::refusal::Refusal;

/// So many words are hidden, or looked at and left, at most.
const MOST_WORDS: usize = 5_000;

impl Packet {
    /// As it is put together again: what was set and read before is another paper.
    fn opened(&self) -> Result<Self, Refusal> {
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
        Ok(Self { hidden, shown, ..self.opened()? })
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

    /// With the proof that it came.
    pub(crate) fn with_receipt(&self, receipt: Receipt) -> Result<Self, Refusal> {
        filled(&receipt.words)?;
        let mut next = self.clone();
        let sent = next.sent.as_mut().filter(|sent| sent.receipt.is_none()).ok_or(Refusal::WrongState)?;
        sent.receipt = Some(receipt);
        Ok(next)
    }
}
