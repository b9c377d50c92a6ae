//! A witness's mind (c2sp.org/tlog-witness, `add-checkpoint`): request in, decision and next memory out.
//!
//! The shell around it speaks HTTP and keeps one head for each ledger. It must store [`Answer::Cosigned`]'s head, in one
//! transaction with having read the one before, **before** it sends the answer.

use std::fmt::Write as _;

use crate::note::{Note, SignerKey, VerifierKey};
use crate::{Checkpoint, Error, Hash, Head, encoding, tree};

/// The most lines of proof that a request may have.
const MOST_PROOF: usize = 63;

/// What a ledger asks of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Size of the head that the witness signed last, as the ledger believes; 0 if none.
    pub old: u64,
    /// From there to the checkpoint's head.
    pub proof: Vec<Hash>,
    /// The checkpoint.
    pub checkpoint: Note,
}

impl Request {
    /// The body of the request.
    pub fn to_text(&self) -> String {
        let mut text = format!("old {}\n", self.old);
        self.proof.iter().for_each(|hash| {
            let _ = writeln!(text, "{}", hash.to_base64());
        });
        text + "\n" + &self.checkpoint.to_string()
    }

    /// Reads the body of a request.
    ///
    /// # Errors
    /// [`Error::Note`] for any other form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (front, note) = text.split_once("\n\n").ok_or(Error::Note)?;
        let mut lines = front.split('\n');
        let old = lines.next().and_then(|l| l.strip_prefix("old ")).and_then(encoding::decimal).ok_or(Error::Note)?;
        let proof: Vec<Hash> = lines.map(Hash::from_base64).collect::<Option<_>>().ok_or(Error::Note)?;
        if proof.len() > MOST_PROOF {
            return Err(Error::Note);
        }
        Ok(Self { old, proof, checkpoint: note.parse()? })
    }
}

/// What a witness knows of one ledger.
#[derive(Debug, Clone)]
pub struct Known {
    /// The keys with which the ledger signs.
    pub keys: Vec<VerifierKey>,
    /// The head that the witness signed last.
    pub last: Option<Head>,
}

/// What the witness answers, as an HTTP status and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200: signed. Remember this head before telling anybody.
    Cosigned {
        /// The head now remembered for this ledger.
        head: Head,
        /// The signature line, with its newline.
        line: String,
    },
    /// 400: not a request, or it goes backwards.
    Malformed,
    /// 403: no trusted key signed the checkpoint.
    Untrusted,
    /// 404: the ledger is not known here.
    Unknown,
    /// 409: the witness stands at another size, or at another root of the same size.
    Conflict {
        /// The size at which it stands.
        size: u64,
    },
    /// 422: the proof does not hold. The request is worth keeping: it may prove a fork.
    Unproven,
}

impl Answer {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Cosigned { .. } => 200,
            Self::Malformed => 400,
            Self::Untrusted => 403,
            Self::Unknown => 404,
            Self::Conflict { .. } => 409,
            Self::Unproven => 422,
        }
    }

    /// The HTTP body.
    pub fn body(&self) -> String {
        match self {
            Self::Cosigned { line, .. } => line.clone(),
            Self::Conflict { size } => format!("{size}\n"),
            _ => String::new(),
        }
    }

    /// The HTTP content type.
    pub fn content_type(&self) -> &'static str {
        if let Self::Conflict { .. } = self { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }
}

/// Decides on a request. `known` looks a ledger up by its origin; `time` is in seconds since 1970; the key must be a
/// [`Algorithm::CosignatureV1`](crate::Algorithm::CosignatureV1) one.
///
/// ```
/// use tacenda_ledger::witness::{Answer, add_checkpoint};
/// use tacenda_ledger::{Algorithm, SignerKey};
/// let key = SignerKey::from_seed("witness.example/w1", Algorithm::CosignatureV1, &[7; 32]).unwrap();
/// assert_eq!(add_checkpoint("hello", |_| None, &key, 1_763_776_265), Answer::Malformed);
/// ```
pub fn add_checkpoint(request: &str, known: impl FnOnce(&str) -> Option<Known>, key: &SignerKey, time: u64) -> Answer {
    let Ok(request) = Request::parse(request) else { return Answer::Malformed };
    let note = &request.checkpoint;
    let Ok(checkpoint) = note.text.parse::<Checkpoint>() else { return Answer::Malformed };
    let Some(known) = known(&checkpoint.origin) else { return Answer::Unknown };
    let signed = |line| known.keys.iter().any(|key| key.verify(&note.text, line).is_ok());
    if !note.signatures.iter().any(signed) {
        return Answer::Untrusted;
    }
    let head = checkpoint.head;
    if request.old > head.size {
        return Answer::Malformed;
    }
    let last = known.last.unwrap_or(Head { size: 0, root: Hash::empty_tree() });
    if request.old != last.size || (head.size == last.size && head.root != last.root) {
        return Answer::Conflict { size: last.size };
    }
    if tree::verify_consistency(&last, &head, &request.proof).is_err() {
        return Answer::Unproven;
    }
    Answer::Cosigned { head, line: format!("{}\n", key.sign(&note.text, time)) }
}
