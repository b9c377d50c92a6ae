//! What was signed, as a file: the scan of a page, or a signature as it was drawn. Sealed with the file, given out to be kept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tacenda_desk::acts::{KeepSigned, ReadSigned, RetractSigned};
use tacenda_desk::{Attachment, Class, Consent, Id, Refusal, Seen};

use super::one;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::file::File;
use crate::web::form::Uploaded;
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
    let Some(sent) = ask.form.files(FILE).next() else { return one::again(&file, FILE, "files-fault-none") };
    let media = match uploads::kind(sent) {
        Ok(media) => media,
        Err(key) => return one::again(&file, FILE, key),
    };
    let page = uploads::keep(ask, (file.id, Class::General), sent, media)?;
    let sent = page.id;
    let done = file.act(KeepSigned { id, client: file.id, file: page });
    ask.site.agency.drop_upload(sent)?;
    done?;
    Ok(Answer::go(&file.path(&format!("/releases/{id}"))))
}

/// A page that belongs to somebody else, or to another paper.
pub(super) fn retract(file: &File<'_>) -> Result<Answer, Problem> {
    let form = &file.ask.form;
    let id: Id<Consent> = file.ask.id("consent")?;
    let (Some(wrong), Some(words)) = (form.filled("file"), form.filled("mistake")) else {
        return one::again(file, "mistake", "matter-retract-fault");
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
pub(super) fn drawn(file: &File<'_>) -> Result<Option<Attachment>, Problem> {
    let form = &file.ask.form;
    let Some(picture) = form.filled("drawn").and_then(|text| text.strip_prefix(DRAWING)) else { return Ok(None) };
    let Ok(bytes) = STANDARD.decode(picture) else { return Ok(None) };
    let sent = Uploaded { field: "drawn".to_owned(), name: "signature.png".to_owned(), bytes };
    match uploads::kind(&sent) {
        Ok(media) if sent.bytes.len() <= LONGEST => uploads::keep(file.ask, (file.id, Class::General), &sent, media).map(Some),
        Ok(_) => Err(Refusal::BadValue.into()),
        Err(_) => Ok(None),
    }
}
