//! What was signed, as a file: the scan of a page, or a signature as it was drawn. Sealed with the file, given out to be kept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tacenda_desk::acts::{KeepSigned, ReadSigned, RetractSigned, SignConsent};
use tacenda_desk::{Class, Consent, Id, Refusal, Seen};

use super::one;
use crate::act::Done;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::file::File;
use crate::web::form::{Form, Uploaded};
use crate::web::uploads;

/// The field of the file.
const FILE: &str = "signed";
/// How a browser gives a drawing.
const DRAWING: &str = "data:image/png;base64,";
/// The longest drawing, in bytes.
const LONGEST: usize = 200_000;

pub(in crate::web::pages::file) fn put(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[FILE], &[])?;
    let mut file = File::come(ask)?;
    file.open()?;
    let id: Id<Consent> = ask.id("consent")?;
    let sent = match uploads::sent(ask, FILE).and_then(page) {
        Ok(sent) => sent,
        Err(key) => return one::again(&file, FILE, key),
    };
    let keep = |page| file.act(KeepSigned { id, client: file.id, file: page });
    uploads::put(ask, (file.id, Class::General), sent, keep)?;
    Ok(Answer::go(&file.path(&format!("/releases/{id}"))))
}

/// A signed page is a PDF or a picture.
fn page<'a>(sent: (&'a Uploaded, &'static str)) -> Result<(&'a Uploaded, &'static str), &'static str> {
    let is_page = sent.1 == "application/pdf" || sent.1.starts_with("image/");
    if is_page { Ok(sent) } else { Err("files-fault-kind") }
}

/// A page that belongs to somebody else, or to another paper.
pub(super) fn retract(file: &File<'_>) -> Result<Answer, Problem> {
    let form = &file.ask.form;
    let id: Id<Consent> = file.ask.id("consent")?;
    let (Some(wrong), Some(words)) = (form.filled("paper"), form.filled("words")) else {
        return one::again(file, "retract-words", "matter-retract-fault");
    };
    let (wrong, words) = (wrong.parse().map_err(|_| Refusal::NotFoundOrNotYours)?, words.to_owned());
    file.act(RetractSigned { id, client: file.id, file: wrong, words })?;
    Ok(Answer::go(&file.path(&format!("/releases/{id}"))))
}

pub(in crate::web::pages::file) fn get(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let file = File::come(ask)?;
    let act = ReadSigned { id: ask.id("consent")?, client: file.id, file: ask.id("file")? };
    let Seen::Attachment(found) = file.see(act)? else { return Err(Problem::BadForm) };
    uploads::give_out(ask, &found)
}

/// A signature that was drawn on the page; none where nothing was, or no picture came.
pub(super) fn drawn(form: &Form) -> Result<Option<Uploaded>, Problem> {
    let picture = form.filled("drawn").and_then(|text| text.strip_prefix(DRAWING));
    let Some(bytes) = picture.and_then(|picture| STANDARD.decode(picture).ok()) else { return Ok(None) };
    let sent = Uploaded { field: "drawn".to_owned(), name: "signature.png".to_owned(), bytes };
    if uploads::kind(&sent).is_err() {
        return Ok(None);
    }
    if sent.bytes.len() <= LONGEST { Ok(Some(sent)) } else { Err(Refusal::BadValue.into()) }
}

/// Enters the signature, with its picture where it was drawn.
pub(super) fn enter(file: &File<'_>, sign: SignConsent, drawn: Option<&Uploaded>) -> Result<Done, Problem> {
    let Some(picture) = drawn else { return file.act(sign) };
    let with = |picture| file.act(SignConsent { drawn: Some(picture), ..sign });
    uploads::put(file.ask, (file.id, Class::General), (picture, "image/png"), with)
}
