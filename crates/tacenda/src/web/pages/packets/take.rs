//! What went, to be taken along: the paper, a copy that only a passphrase opens, the sheet on top of a fax or a letter, and the proof.

use tacenda_desk::flows::Served;
use tacenda_desk::{Refusal, Sent};
use tacenda_paper::Part;
use tacenda_vault::{AgeRecipient, Entropy as _, SystemEntropy};

use super::{assembly, link};
use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::{dates, print, uploads, words};

/// Letters of a passphrase, each of thirty-two: a hundred bits.
const LETTERS: usize = 20;
/// It is read out in groups of so many.
const GROUP: usize = 4;

/// What opens the copy that goes by mail; nothing where it goes otherwise.
pub(super) fn passphrase(way: Served) -> Result<String, Problem> {
    if way != Served::Electronic {
        return Ok(String::new());
    }
    let mut random = [0; LETTERS];
    SystemEntropy.fill(&mut random)?;
    Ok(link::letters(&random))
}

/// As it is read out, and as it is typed.
pub(super) fn spelled(passphrase: &str) -> String {
    let letters: Vec<char> = passphrase.chars().collect();
    letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Whether somebody may see it on the way who is not meant.
pub(super) const fn has_cover(way: Served) -> bool {
    matches!(way, Served::Fax | Served::Mail)
}

/// The packet of the address, once it went: not a page before that.
fn sent(ask: &Ask<'_>) -> Result<(Sent, Language, u32), Problem> {
    let packet = assembly(ask)?.packet;
    let copy = packet.copy.as_ref();
    let language = copy.and_then(|copy| Language::from_code(&copy.language)).unwrap_or(ask.language);
    let pages = copy.map_or(0, |copy| copy.pages);
    Ok((packet.sent.ok_or(Refusal::NotFoundOrNotYours)?, language, pages))
}

pub(super) fn paper(ask: &Ask<'_>) -> Result<Answer, Problem> {
    uploads::give_out(ask, &sent(ask)?.0.file)
}

/// The same, locked: whoever types the passphrase as it is read out opens it in any reader of PDF.
pub(super) fn locked(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (sent, ..) = sent(ask)?;
    if sent.passphrase.is_empty() || !ask.site.locker.is_there() {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let pdf = ask.site.locker.locked(&uploads::bytes(ask, &sent.file)?, &spelled(&sent.passphrase))?;
    let name = sent.file.name.strip_suffix(".pdf").unwrap_or("packet");
    Ok(Answer::pdf(&format!("{name}-locked"), pdf))
}

/// The same, encrypted to the public key that was checked: whoever has its other half opens it, and nobody else, here neither.
pub(super) fn age(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (sent, ..) = sent(ask)?;
    if sent.key.is_empty() {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let file = AgeRecipient::read(&sent.key)?.encrypt(&uploads::bytes(ask, &sent.file)?, &mut SystemEntropy)?;
    Ok(Answer::file(&format!("{}.age", sent.file.name), file))
}

/// What stands on top of a fax or a letter. It names whom it is for and nobody else.
pub(super) fn cover(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (sent, language, pages) = sent(ask)?;
    if !has_cover(sent.addressed.way) {
        return Err(Refusal::NotFoundOrNotYours.into());
    }
    let say = |key: &str| words::say(language, key, &[]);
    let line = |key: &str, value: String| (say(key), value);
    let at = if sent.addressed.way == Served::Fax { "top-sheet-at-fax" } else { "top-sheet-at-mail" };
    let agency = ask.agency_name();
    let wrong = words::say(language, "top-sheet-wrong", &[("who", sent.who.as_str()), ("agency", agency.as_str())]);
    let count = (pages + 1).to_string();
    let part = Part {
        lines: vec![
            line("top-sheet-to", sent.addressed.to.clone()),
            line(at, sent.address.clone()),
            line("top-sheet-day", dates::day(language, sent.at)),
            line("top-sheet-pages", count),
            line("top-sheet-from", sent.who.clone()),
        ],
        body: vec![say("top-sheet-only"), wrong],
        ..print::headed(ask, language, say("top-sheet-title"))?
    };
    print::pdf(ask, "cover", vec![part])
}

/// What shows to anybody that this paper left us, and when.
pub(super) fn proof(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let of = assembly(ask)?;
    let sent = of.packet.sent.as_ref().ok_or(Refusal::NotFoundOrNotYours)?;
    let file = ask.site.agency.prove_sent(of.packet.client, &sent.file.sha256)?;
    let name = sent.file.name.strip_suffix(".pdf").unwrap_or("packet");
    Ok(Answer::file(&format!("{name}.tlog-proof"), file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_read_out_in_groups_and_is_another_each_time() {
        let one = passphrase(Served::Electronic).unwrap();
        assert_eq!((one.len(), spelled(&one).len()), (20, 24));
        assert_ne!(one, passphrase(Served::Electronic).unwrap());
        assert_eq!(passphrase(Served::Fax).unwrap(), "");
    }
}
