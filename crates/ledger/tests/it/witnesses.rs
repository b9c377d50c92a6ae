//! A witness signs what has only grown, and remembers it.

use tacenda_ledger::witness::{Answer, Known, Request, add_checkpoint};
use tacenda_ledger::{Checkpoint, Head, Keys, Note, SignatureLine, tree};

use crate::support::{Ledger, log_key, witness_key};

const NOW: u64 = 1_763_776_265;

fn known(last: Option<Head>) -> Known {
    Known { keys: vec![log_key().verifier().clone()], last }
}

/// Asks witness 1, which last signed `last`.
fn ask(request: &str, last: Option<Head>) -> Answer {
    add_checkpoint(request, |origin| (origin == "agency.example/ledger").then(|| known(last)), &witness_key(1), NOW)
}

/// A request from the ledger's beginning of `old` leaves to its present.
fn request(ledger: &Ledger, old: u64) -> Request {
    let head = ledger.frontier.head();
    let proof = tree::consistency(&mut ledger.tiles.clone(), old, head.size).unwrap();
    Request { old, proof, checkpoint: Checkpoint::sign(head, &log_key(), NOW) }
}

#[test]
fn a_ledger_that_grew_is_signed_and_its_head_remembered() {
    let old = Ledger::of(500, 3);
    let at_300 = Head { size: 300, root: tree::root(&mut old.tiles.clone(), 300).unwrap() };
    for last in [None, Some(at_300), Some(old.frontier.head())] {
        let request = request(&old, last.map_or(0, |h| h.size));
        assert_eq!(Request::parse(&request.to_text()), Ok(request.clone()));
        let answer = ask(&request.to_text(), last);
        let Answer::Cosigned { head, line } = &answer else { panic!("{answer:?}") };
        assert_eq!((*head, answer.status(), answer.body()), (old.frontier.head(), 200, line.clone()));
        let line: SignatureLine = line.trim_end().parse().unwrap();
        let note =
            Note { signatures: request.checkpoint.signatures.iter().cloned().chain([line]).collect(), ..request.checkpoint };
        let keys = Keys::all(log_key().verifier().clone(), vec![witness_key(1).verifier().clone()]);
        let signed = tacenda_ledger::open(&note.to_string(), &keys).unwrap();
        assert_eq!(signed.witnessed, [("witness.example/w1".to_owned(), NOW)]);
    }
}

#[test]
fn each_refusal_has_its_own_answer() {
    let ledger = Ledger::of(500, 3);
    let head = ledger.frontier.head();
    let at_300 = Head { size: 300, root: tree::root(&mut ledger.tiles.clone(), 300).unwrap() };
    let from_300 = request(&ledger, 300);

    let elsewhere = ask(&from_300.to_text(), Some(head));
    assert_eq!((elsewhere.status(), elsewhere.body().as_str(), elsewhere.content_type()), (409, "500\n", "text/x.tlog.size"));
    assert_eq!(ask(&from_300.to_text(), None), Answer::Conflict { size: 0 });

    let forked = Head { root: tacenda_ledger::Hash([1; 32]), ..at_300 };
    assert_eq!(ask(&from_300.to_text(), Some(forked)), Answer::Unproven);
    let short = Request { proof: from_300.proof[1..].to_vec(), ..from_300.clone() };
    assert_eq!(ask(&short.to_text(), Some(at_300)).status(), 422);
    let from_nothing = Request { old: 0, ..from_300.clone() };
    assert_eq!(ask(&from_nothing.to_text(), None), Answer::Unproven, "the proof from nothing is empty");

    let same_size = Head { root: tacenda_ledger::Hash([1; 32]), ..head };
    assert_eq!(ask(&request(&ledger, 500).to_text(), Some(same_size)), Answer::Conflict { size: 500 });

    let backwards = Request { old: 501, ..from_300.clone() };
    assert_eq!(ask(&backwards.to_text(), Some(Head { size: 501, ..head })), Answer::Malformed);

    let mut unsigned = from_300.clone();
    unsigned.checkpoint.signatures = vec![witness_key(2).sign(&unsigned.checkpoint.text, NOW)];
    assert_eq!(ask(&unsigned.to_text(), Some(at_300)), Answer::Untrusted);
    let mut altered = from_300.clone();
    altered.checkpoint.text = altered.checkpoint.text.replace("\n500\n", "\n501\n");
    assert_eq!(ask(&altered.to_text(), Some(at_300)), Answer::Untrusted);
    let mut stranger = from_300.clone();
    stranger.checkpoint.text = stranger.checkpoint.text.replace("agency", "other");
    assert_eq!(ask(&stranger.to_text(), Some(at_300)), Answer::Unknown);

    let text = from_300.to_text();
    for malformed in [
        String::new(),
        text.replace("old 300", "old 0300"),
        text.replace("old 300", "old -1"),
        text.replace("old 300", "new 300"),
        text.replace("old 300\n", "old 300\nAAAA\n"),
        text.replace("old 300\n", &format!("old 300\n{}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64))),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(ask(&malformed, Some(at_300)).status(), 400, "{malformed}");
    }
}
