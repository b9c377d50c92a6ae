//! Files that come and go: taken in after a look at their bytes, given out as something to be kept, never shown in a page.

use axum::http::{StatusCode, header};
use tacenda_desk::{Attachment, Class, ClientId};

use crate::agency::Upload;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::form::Uploaded;

/// Endings, media type, where the bytes that tell it begin, those bytes, and how many bytes are taken at most.
type Sort = (&'static [&'static str], &'static str, usize, &'static [u8], usize);

/// Kinds that are taken: their ending, what they are, what their bytes begin with and where, and the most bytes.
const KINDS: &[Sort] = &[
    (&["pdf"], "application/pdf", 0, b"%PDF-", 20_000_000),
    (&["jpg", "jpeg"], "image/jpeg", 0, b"\xff\xd8\xff", 10_000_000),
    (&["png"], "image/png", 0, b"\x89PNG\r\n\x1a\n", 10_000_000),
    (&["tif", "tiff"], "image/tiff", 0, b"II*\0", 20_000_000),
    (&["tif", "tiff"], "image/tiff", 0, b"MM\0*", 20_000_000),
    (&["heic"], "image/heic", 4, b"ftyp", 10_000_000),
    (&["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0, b"PK\x03\x04", 10_000_000),
    (&["mp3"], "audio/mpeg", 0, b"ID3", 24_000_000),
    (&["mp3"], "audio/mpeg", 0, b"\xff\xfb", 24_000_000),
    (&["wav"], "audio/wav", 0, b"RIFF", 24_000_000),
    (&["txt"], "text/plain", 0, b"", 1_000_000),
];

/// Why a file is not taken: the message.
pub(in crate::web) fn kind(file: &Uploaded) -> Result<&'static str, &'static str> {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let mut rows = KINDS.iter().filter(|(endings, ..)| endings.contains(&ending.as_str())).peekable();
    if rows.peek().is_none() {
        return Err("files-fault-kind");
    }
    let begins = |at: usize, with: &[u8]| file.bytes.get(at..).is_some_and(|rest| rest.starts_with(with));
    let (_, media, _, _, most) = rows.find(|(_, _, at, with, _)| begins(*at, with)).ok_or("files-fault-bytes")?;
    let is_text = *media != "text/plain" || std::str::from_utf8(&file.bytes).is_ok_and(|text| !text.contains('\0'));
    match (is_text, file.bytes.is_empty(), file.bytes.len() <= *most) {
        (_, true, _) => Err("files-fault-empty"),
        (false, ..) => Err("files-fault-bytes"),
        (true, false, false) => Err("files-fault-size"),
        (true, false, true) => Ok(media),
    }
}

/// The name without any folder, and without what no name needs. It is shown and given out, never opened by.
fn name(text: &str) -> String {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let calm: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    calm.trim_matches(['.', ' ']).to_owned()
}

/// The file of that field and what it is; else the message that says what is wrong with it.
pub(in crate::web) fn sent<'a>(ask: &'a Ask<'_>, field: &'a str) -> Result<(&'a Uploaded, &'static str), &'static str> {
    let file = ask.form.files(field).next().ok_or("files-fault-none")?;
    Ok((file, kind(file)?))
}

/// Seals a file and lets an act keep it. Refused, or asked twice, it is kept by nothing, and is taken out again.
pub(in crate::web) fn put<T>(
    ask: &Ask<'_>,
    whose: (ClientId, Class),
    (sent, media): (&Uploaded, &str),
    act: impl FnOnce(Attachment) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let file = keep(ask, whose, sent, media)?;
    let id = file.id;
    let done = act(file);
    ask.site.agency.drop_upload(id)?;
    done
}

/// Seals a file that was sent: whose it is, at which level. It belongs to nothing until an act keeps it.
fn keep(ask: &Ask<'_>, (client, class): (ClientId, Class), sent: &Uploaded, media: &str) -> Result<Attachment, Problem> {
    let agency = &ask.site.agency;
    let name = Some(name(&sent.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "file".to_owned());
    let upload = Upload { id: agency.mint()?, client, class, name, media_type: media.to_owned() };
    let done = agency.upload(ask.signed_in()?, &upload, &mut sent.bytes.as_slice());
    if done.is_err() {
        agency.drop_upload(upload.id)?;
    }
    done
}

/// The bytes of a file whose act gave leave.
pub(in crate::web) fn bytes(ask: &Ask<'_>, attachment: &Attachment) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    ask.site.agency.download(ask.signed_in()?, attachment, &mut bytes)?;
    Ok(bytes)
}

/// Gives such a file out: to be kept, not shown, and by its own name.
pub(in crate::web) fn give_out(ask: &Ask<'_>, attachment: &Attachment) -> Result<Answer, Problem> {
    Ok(to_keep(attachment, bytes(ask, attachment)?))
}

/// The same to whoever came with a link, whom no session names.
pub(in crate::web) fn give_to_stranger(ask: &Ask<'_>, attachment: &Attachment) -> Result<Answer, Problem> {
    let mut bytes = Vec::new();
    ask.site.agency.download_as(None, attachment, &mut bytes)?;
    Ok(to_keep(attachment, bytes))
}

fn to_keep(attachment: &Attachment, bytes: Vec<u8>) -> Answer {
    let name: String = form_urlencoded::byte_serialize(attachment.name.as_bytes()).collect::<String>().replace('+', "%20");
    let answer = Answer::new(StatusCode::OK, "application/octet-stream", bytes);
    let answer = answer.with(header::CONTENT_DISPOSITION, &format!("attachment; filename*=UTF-8''{name}"));
    answer.with(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(name: &str, bytes: &[u8]) -> Uploaded {
        Uploaded { field: "file".into(), name: name.into(), bytes: bytes.to_vec() }
    }

    #[test]
    fn a_file_is_taken_by_its_bytes_and_its_ending_together() {
        let long = vec![b'a'; 1_000_001];
        assert_eq!(kind(&sent("scan.PDF", b"%PDF-1.7 ...")), Ok("application/pdf"));
        assert_eq!(kind(&sent("scan.pdf", b"<html>")), Err("files-fault-bytes"));
        assert_eq!(kind(&sent("page.html", b"<html>")), Err("files-fault-kind"));
        assert_eq!(kind(&sent("pdf", b"%PDF-")), Err("files-fault-kind"));
        assert_eq!(kind(&sent("a.txt", b"a\0b")), Err("files-fault-bytes"));
        assert_eq!(kind(&sent("a.txt", b"")), Err("files-fault-empty"));
        assert_eq!(kind(&sent("a.txt", &long)), Err("files-fault-size"));
    }

    #[test]
    fn every_kind_that_is_taken_is_written_down_with_its_size() {
        let written = include_str!("../../../../docs/reference/uploads.md");
        for (endings, media, _, _, most) in KINDS {
            let row = format!("| {} | `{media}` | {} |", endings.join(", "), most / 1_000_000);
            assert!(written.contains(&row), "{row}");
        }
    }

    #[test]
    fn a_name_is_never_a_path() {
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name(r"C:\temp\scan.pdf"), "scan.pdf");
        assert_eq!(name(".."), "");
        assert_eq!(name("a\r\nb.pdf"), "ab.pdf");
    }
}
