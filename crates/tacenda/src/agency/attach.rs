//! Files that belong to a record or a matter: streamed in before its act, and out after one, a sealed mebibyte at a time.

use std::io::{Read, Write};

use sha2::{Digest as _, Sha256};
use tacenda_desk::{Attachment, Class, ClientId, Id};
use tacenda_store::chunk;
use tacenda_vault::{Purpose, SystemEntropy};

use super::{Agency, SignedIn, hex};
use crate::act::sealing;
use crate::problem::Problem;
use crate::scanner::Scanning;

/// What a file that goes in is called, and where it belongs.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub id: Id<Attachment>,
    /// Whose file.
    pub client: ClientId,
    /// The level of what it will belong to.
    pub class: Class,
    /// As it is named.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
}

fn unreadable(fault: &std::io::Error) -> Problem {
    Problem::Plainly(format!("the file cannot be read or written: {}", fault.kind()))
}

impl Agency {
    /// Seals a file's pieces. They belong to nothing until an act keeps them. Where there is no such client, nothing is kept, and that
    /// act then says what it says of every client who is not there.
    ///
    /// # Errors
    /// [`Problem::Infected`] or [`Problem::Unscanned`] where a virus scanner is named and does not pass it: take out what was uploaded.
    pub fn upload(&self, who: &SignedIn, upload: &Upload, from: &mut impl Read) -> Result<Attachment, Problem> {
        let (mut digest, mut size, mut number) = (Sha256::new(), 0, 0);
        let mut scan = Scanning::begin(self.config().uploads.scanner.as_deref())?;
        loop {
            let mut piece = Vec::new();
            from.take(chunk::LONGEST as u64).read_to_end(&mut piece).map_err(|fault| unreadable(&fault))?;
            if piece.is_empty() {
                break;
            }
            scan.piece(&piece)?;
            digest.update(&piece);
            size += piece.len() as u64;
            self.put_piece(who, upload, number, &piece)?;
            number += 1;
        }
        scan.end()?;
        let sha256 = hex(&digest.finalize());
        Ok(Attachment { id: upload.id, name: upload.name.clone(), media_type: upload.media_type.clone(), size, sha256 })
    }

    fn put_piece(&self, who: &SignedIn, upload: &Upload, number: u32, piece: &[u8]) -> Result<(), Problem> {
        let (id, client, class) = (upload.id.to_string(), upload.client.to_string(), sealing(upload.class));
        // Sealed before it takes its turn at the one writer.
        let sealed = self
            .db()
            .read(|tx| chunk::seal(tx, &mut self.keys(Some(who)), (&client, class), (&id, number), piece, &mut SystemEntropy));
        let put = sealed.and_then(|sealed| self.db().write(move |tx| chunk::put(tx, (&client, class), (&id, number), &sealed)));
        match put {
            Err(error) if error.is_no_key() && upload.class.is_person_wrapped() => Err(Problem::Plainly(
                "the first note of this level makes its key: write it, then attach the file by an addendum".to_owned(),
            )),
            Err(error) if error.is_no_key() => Ok(()),
            other => Ok(other?),
        }
    }

    /// Takes out what was uploaded and is kept by nothing: its act was refused, or was sent twice. What is kept stays.
    pub fn drop_upload(&self, id: Id<Attachment>) -> Result<(), Problem> {
        let id = id.to_string();
        Ok(self.db().write(move |tx| chunk::remove_loose(tx, &id))?)
    }

    /// Writes an attachment whose act gave leave, and holds it against its digest.
    ///
    /// # Errors
    /// [`Problem::NotVerified`] if it is not what was uploaded: throw away what was written.
    pub fn download(&self, who: &SignedIn, attachment: &Attachment, to: &mut impl Write) -> Result<(), Problem> {
        self.download_as(Some(who), attachment, to)
    }

    /// The same; without anybody signed in it opens what no person's own key seals.
    pub(crate) fn download_as(
        &self,
        who: Option<&SignedIn>,
        attachment: &Attachment,
        to: &mut impl Write,
    ) -> Result<(), Problem> {
        let (id, mut digest, mut number) = (attachment.id.to_string(), Sha256::new(), 0);
        while let Some(piece) = self.db().read(|tx| chunk::open(tx, &mut self.keys(who), &id, number))? {
            let bytes = piece.expose(Purpose::Show);
            digest.update(bytes);
            to.write_all(bytes).map_err(|fault| unreadable(&fault))?;
            number += 1;
        }
        if hex(&digest.finalize()) == attachment.sha256 {
            Ok(())
        } else {
            Err(Problem::NotVerified("the attachment is not what was put in".to_owned()))
        }
    }
}
