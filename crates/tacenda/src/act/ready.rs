//! What is made ready before an act takes its turn at the one writer, because it takes a while: the digests of uploaded files, and what
//! the law says.

use sha2::{Digest as _, Sha256};
use tacenda_desk::acts::{Act, StepMatter};
use tacenda_desk::flows::Event;
use tacenda_desk::{Attachment, Id};
use tacenda_store::chunk::{self, Head};
use tacenda_store::keys::Keys;
use tacenda_store::{Db, Tx};
use tacenda_vault::Purpose;

use super::{Asked, open};
use crate::agency::{Agency, SignedIn, hex};
use crate::problem::Problem;

/// An uploaded file as it was read through.
#[derive(Debug)]
pub(super) struct Uploaded {
    pub(super) id: Id<Attachment>,
    /// SHA-256 of what its pieces hold.
    pub(super) sha256: String,
    /// The pieces that were read. If others stand there when the act comes, the digest is of something else.
    pub(super) heads: Vec<Head>,
}

/// The files that an act will keep. One that cannot be opened is left out, and the act then does not keep it.
pub(super) fn uploads(agency: &Agency, who: &SignedIn, act: &Act) -> Result<Vec<Uploaded>, Problem> {
    let named: Vec<&Attachment> = match act {
        Act::AddRecord(record) => record.attachments.iter().collect(),
        Act::KeepSigned(signed) => vec![&signed.file],
        Act::SignConsent(signed) => signed.drawn.iter().collect(),
        Act::SendPacket(packet) => vec![&packet.file],
        Act::StepMatter(StepMatter { event: Event::Scan { file }, .. }) => vec![file],
        _ => return Ok(Vec::new()),
    };
    let mut keys = agency.keys(Some(who));
    let mut ready = Vec::new();
    for attachment in named {
        match uploaded(agency.db(), &mut keys, attachment.id) {
            Ok(uploaded) => ready.push(uploaded),
            Err(error) if error.is_no_key() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(ready)
}

/// Lets the law answer beforehand, on what stands there now. Nothing is shown or kept of it but the answer; where something else stands
/// there when the act comes, the law is asked again.
pub(super) fn rehearse(agency: &Agency, who: &SignedIn, asked: &Asked) -> Result<(), Problem> {
    let asks = matches!(
        asked.act,
        Act::OpenMatter(_)
            | Act::StepMatter(_)
            | Act::ReadMatter(_)
            | Act::OpenPacket(_)
            | Act::ReadPacket(_)
            | Act::ChoosePacket(_)
            | Act::ScreenPacket(_)
            | Act::MakePacket(_)
            | Act::CheckPacket(_)
            | Act::ReceivePacket(_)
            | Act::SendPacket(_)
            | Act::MailLink(_)
            | Act::StopConsent(_)
            | Act::DrawUpConsent(_)
            | Act::ListBillables(_)
            | Act::ReadBill(_)
            | Act::MakeClaim(_)
    );
    if asked.law.is_none() || !asks {
        return Ok(());
    }
    let now = agency.moment()?;
    agency.db().read(|tx| {
        let mut keys = agency.keys(Some(who));
        let Some(asker) = open::worker(tx, &mut keys, who.worker())? else { return Ok(()) };
        let opened = open::all(tx, &mut keys, &asker, asked)?;
        let _ = asked.act.take(&asker, asked.reason, &opened, now); // a refusal is for the act itself to give
        Ok::<_, Problem>(())
    })
}

fn uploaded(db: &Db, keys: &mut Keys<'_>, id: Id<Attachment>) -> Result<Uploaded, tacenda_store::Error> {
    let text = id.to_string();
    let heads = db.read(|tx| chunk::heads(tx, &text))?;
    let (mut digest, mut number) = (Sha256::new(), 0);
    while let Some(piece) = db.read(|tx: &mut Tx<'_>| chunk::open(tx, keys, &text, number))? {
        digest.update(piece.expose(Purpose::Prove));
        number += 1;
    }
    Ok(Uploaded { id, sha256: hex(&digest.finalize()), heads })
}
