//! Asking a witness to sign the ledger's head, and keeping what it signed where a lost database does not take it along.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use tacenda_ledger::witness::Request;
use tacenda_ledger::{Checkpoint, Head, Note, ReadError, SignatureLine, VerifierKey, tree};
use tacenda_store::ledger;

use crate::agency::Agency;
use crate::check::past;
use crate::problem::Problem;

const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const ANSWER: u64 = 64 << 10;

/// Sends a request's body and brings back status and body of the answer.
pub type Asking<'a> = &'a mut dyn FnMut(&str) -> Result<(u16, String), Problem>;

impl Agency {
    /// Has a witness sign the newest head, and keeps the note in the database and in the agency's folder.
    ///
    /// # Errors
    /// [`Problem::NotVerified`] where the witness remembers more than the ledger has, or another past.
    pub fn ask_witness(&self, witness: &VerifierKey, ask: Asking<'_>) -> Result<Head, Problem> {
        self.publish()?;
        let (_, note) = self.last_checkpoint()?.ok_or_else(|| Problem::Plainly("nothing was signed yet".to_owned()))?;
        let note: Note = note.parse()?;
        let head = note.text.parse::<Checkpoint>()?.head;
        let own = self.signer()?.verifier().clone();
        let known = self.db().read(ledger::witnesses)?;
        let before = known.iter().find(|(name, _)| name == witness.name()).and_then(|(_, note)| past::head_of(note, &own));
        let mut old = before.map_or(0, |head| head.size);
        // A witness that stands elsewhere says where; then it is asked once more from there.
        for _ in 0..2 {
            let proof = tree::consistency(&mut { self.db() }, old, head.size).map_err(|error| match error {
                ReadError::Reader(error) => error.into(),
                ReadError::Ledger(error) => Problem::NotVerified(error.to_string()),
            })?;
            let (status, body) = ask(&Request { old, proof, checkpoint: note.clone() }.to_text())?;
            match status {
                200 => return self.keep_cosigned(witness, note, head, &body),
                409 => old = stands_at(&body, head.size, witness.name())?,
                other => return Err(refused(other, witness.name())),
            }
        }
        let name = witness.name();
        Err(Problem::NotVerified(format!(
            "another past: of {old} leaves the witness {name} remembers another head than the ledger's"
        )))
    }

    fn keep_cosigned(&self, witness: &VerifierKey, mut note: Note, head: Head, body: &str) -> Result<Head, Problem> {
        let line: SignatureLine = body.trim_end_matches('\n').parse()?;
        witness
            .verify(&note.text, &line)
            .map_err(|_| Problem::NotVerified("the witness's signature does not hold".to_owned()))?;
        note.signatures.push(line);
        let (name, text) = (witness.name().to_owned(), note.to_string());
        past::remember(self.home(), &name, &text)?;
        self.db().write(move |tx| ledger::put_witness(tx, &name, text.as_bytes()))?;
        Ok(head)
    }
}

/// The size at which a witness says it stands, which must not be more than the ledger has.
fn stands_at(body: &str, size: u64, name: &str) -> Result<u64, Problem> {
    match body.trim_end().parse::<u64>() {
        Ok(there) if there > size => {
            let last = there.saturating_sub(1);
            Err(Problem::NotVerified(format!(
                "past missing: leaves {size} to {last} are gone, which the witness {name} remembers"
            )))
        }
        Ok(there) => Ok(there),
        Err(_) => Err(Problem::Plainly(format!("the witness {name} answers something that is no size"))),
    }
}

fn refused(status: u16, name: &str) -> Problem {
    match status {
        403 => Problem::Plainly(format!("the witness {name} has another key of this ledger")),
        404 => Problem::Plainly(format!("the witness {name} does not know this ledger: give it the ledger's key")),
        422 => Problem::NotVerified(format!("another past: the ledger does not go on from what the witness {name} remembers")),
        other => Problem::Plainly(format!("the witness {name} answers {other}")),
    }
}

/// Posts a body to `http://host:port/…/add-checkpoint`. What goes there and back is signed, so the channel need not be.
///
/// # Errors
/// Where the address is none of those, or nobody answers.
pub fn over_http(url: &str, body: &str) -> Result<(u16, String), Problem> {
    let wrong = || Problem::Plainly(format!("{url}: give http://HOST:PORT/… (the note is signed, so the channel need not be)"));
    let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = format!("/{}/add-checkpoint", path.trim_end_matches('/').trim_end_matches("add-checkpoint").trim_end_matches('/'));
    let path = path.replace("//", "/");
    let there = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let fault = |fault: std::io::Error| Problem::Plainly(format!("{url}: {fault}"));
    let address = there.to_socket_addrs().map_err(fault)?.next().ok_or_else(wrong)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(fault)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(fault)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(fault)?;
    let length = body.len();
    let head = format!("POST {path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n"); // 1.0: an answer in one piece
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).map_err(fault)?;
    let mut answer = String::new();
    stream.take(ANSWER).read_to_string(&mut answer).map_err(fault)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| Problem::Plainly(format!("{url}: no answer of HTTP")))?;
    let status = head.split_ascii_whitespace().nth(1).and_then(|word| word.parse().ok());
    status.map(|status| (status, body.to_owned())).ok_or_else(|| Problem::Plainly(format!("{url}: no answer of HTTP")))
}
