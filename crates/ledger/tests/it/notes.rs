//! Notes, checkpoints and cosignatures are those of C2SP and of Go's checksum database.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use signed_note::{StandardVerifier, Verifier as _, VerifierList};
use tacenda_ledger::{Algorithm, Checkpoint, Error, Hash, Head, Keys, Note, SignatureLine, SignerKey, VerifierKey, open};

use crate::support::{Ledger, keys, log_key, witness_key};

/// The key and note of the Go package golang.org/x/mod/sumdb/note.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETERS_SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNED: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

#[test]
fn the_note_of_the_go_package_verifies_and_no_changed_one_does() {
    let key: VerifierKey = PETER.parse().unwrap();
    assert_eq!((key.name(), key.id(), key.to_string().as_str()), ("PeterNeumann", 0xc74f_20a3, PETER));
    let note: Note = format!("{TEXT}\n{SIGNED}\n").parse().unwrap();
    assert_eq!(note.to_string(), format!("{TEXT}\n{SIGNED}\n"));
    assert_eq!(key.verify(&note.text, &note.signatures[0]), Ok(None));
    assert_eq!(key.verify(&note.text.replace("answer", "Answer"), &note.signatures[0]), Err(Error::Signature));
}

#[test]
fn a_seed_of_the_go_package_signs_the_same_bytes() {
    let secret = STANDARD.decode(PETERS_SECRET).unwrap();
    let key = SignerKey::from_seed("PeterNeumann", Algorithm::Ed25519, secret[1..].try_into().unwrap()).unwrap();
    assert_eq!(key.verifier().to_string(), PETER);
    assert_eq!(key.sign(TEXT, 0).to_string(), SIGNED);
}

#[test]
fn a_note_is_read_in_its_one_form_only() {
    let good = format!("{TEXT}\n{SIGNED}\n");
    let bad = [
        String::new(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}\n{SIGNED}"),
        format!("{TEXT}{SIGNED}\n"),
        good.replace('—', "-"),
        good.replace("PeterNeumann", "Peter Neumann"),
        good.replace("PeterNeumann", "Peter+Neumann"),
        good.replace("PeterNeumann", "Peter\u{2003}Neumann"),
        good.replace("wJnAM=", "wJnAN="),
        good.replace("wJnAM=", "wJnAM"),
        good.replace("is.", "is.\r"),
        good.replace("is.", "is.\u{0}"),
        format!("{TEXT}\n— PeterNeumann x08goQ==\n{SIGNED}\n— PeterNeumann x08g\n"),
        format!("{TEXT}\n{}", format!("{SIGNED}\n").repeat(65)),
    ];
    assert!(good.parse::<Note>().is_ok());
    for note in bad {
        assert_eq!(note.parse::<Note>(), Err(Error::Note), "{note}");
    }
}

#[test]
fn a_key_is_read_in_its_one_form_only() {
    let unknown_kind = SignerKey::from_seed("a", Algorithm::Ed25519, &[0; 32]).unwrap().verifier().to_string();
    for key in [
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("PeterNeumann", "PeterNeuman"),
        PETER.replace('+', " "),
        PETER.trim_end_matches('W').to_owned(),
        unknown_kind.replace("+A", "+B"),
        String::new(),
    ] {
        assert_eq!(key.parse::<VerifierKey>(), Err(Error::Key), "{key}");
    }
    assert_eq!(VerifierKey::new("two words", Algorithm::Ed25519, [0; 32]), Err(Error::Key));
}

#[test]
fn a_checkpoint_is_read_in_its_one_form_only() {
    let head = Head { size: 20_852_163, root: Hash::from_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=").unwrap() };
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let read: Checkpoint = text.parse().unwrap();
    assert_eq!((read.head, read.to_string().as_str()), (head, text));
    assert_eq!(tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap().to_bytes(), text.as_bytes());
    for wrong in [
        text.replace("20852163", "020852163"),
        text.replace("20852163", "+20852163"),
        text.replace("20852163", "-1"),
        text.replace("20852163", "18446744073709551616"),
        text.replace("2I=", "2J="),
        text.replace("2I=", "2I"),
        format!("{text}\n"),
        format!("\n{text}"),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(wrong.parse::<Checkpoint>(), Err(Error::Checkpoint), "{wrong}");
    }
    let extended: Checkpoint = format!("{text}more\n").parse().unwrap();
    assert_eq!(extended.extensions, ["more"]);
}

#[test]
fn our_checkpoint_is_one_to_the_peer_and_unknown_witnesses_do_not_disturb_it() {
    let note = Ledger::of(5, 2).checkpoint().to_string();
    let verifier = StandardVerifier::new(&log_key().verifier().to_string()).unwrap();
    assert_eq!(verifier.key_id(), log_key().verifier().id());
    let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let (verified, unverified) = theirs.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 2));
    let signed = open(&note, &Keys::all(log_key().verifier().clone(), vec![])).unwrap();
    assert_eq!((signed.head.size, signed.witnessed.len()), (5, 0));
}

#[test]
fn a_checkpoint_needs_the_ledger_and_as_many_witnesses_as_asked() {
    let note = Ledger::of(5, 2).checkpoint();
    let text = note.to_string();
    let signed = open(&text, &keys()).unwrap();
    let first = ("witness.example/w1".to_owned(), 1_763_776_301);
    assert_eq!(signed.witnessed, [first, ("witness.example/w2".to_owned(), 1_763_776_302)]);

    let without =
        |name: &str| Note { signatures: note.signatures.iter().filter(|l| l.name != name).cloned().collect(), ..note.clone() };
    assert_eq!(open(&without("agency.example/ledger").to_string(), &keys()), Err(Error::Signature));
    let one_witness = without("witness.example/w2").to_string();
    assert_eq!(open(&one_witness, &keys()), Err(Error::Witness));
    assert_eq!(open(&one_witness, &Keys { needed: 1, ..keys() }).unwrap().witnessed.len(), 1);
    let other = SignerKey::from_seed("other.example", Algorithm::Ed25519, &[1; 32]).unwrap();
    assert_eq!(open(&text, &Keys { log: other.verifier().clone(), ..keys() }), Err(Error::Origin));
    let same_name = SignerKey::from_seed("agency.example/ledger", Algorithm::Ed25519, &[2; 32]).unwrap();
    assert_eq!(open(&text, &Keys { log: same_name.verifier().clone(), ..keys() }), Err(Error::Signature));
}

#[test]
fn a_known_key_whose_line_does_not_hold_spoils_the_whole_note() {
    let mut note = Ledger::of(5, 2).checkpoint();
    let spoilt = SignatureLine { signature: vec![0; 72], ..note.signatures[1].clone() };
    note.signatures.push(spoilt);
    assert_eq!(open(&note.to_string(), &Keys { needed: 0, ..keys() }), Err(Error::Witness));
}

#[test]
fn a_cosignature_signs_its_time() {
    let key = witness_key(1);
    let line = key.sign("log\n1\nroot\n", 1_679_315_147);
    assert_eq!(line.signature[..8], 1_679_315_147u64.to_be_bytes());
    assert_eq!(key.verifier().verify("log\n1\nroot\n", &line), Ok(Some(1_679_315_147)));
    let mut later = line.clone();
    later.signature[7] ^= 1;
    assert_eq!(key.verifier().verify("log\n1\nroot\n", &later), Err(Error::Signature));
    let plain = SignerKey::from_seed("witness.example/w1", Algorithm::Ed25519, &[11; 32]).unwrap();
    assert_ne!(plain.verifier().id(), key.verifier().id(), "the same key signs under another id");
    assert!(plain.verifier().verify("log\n1\nroot\n", &line).is_err());
}

#[test]
fn no_key_is_printed_by_debug() {
    assert_eq!(format!("{:?} {:?}", log_key(), log_key().verifier()), "[key] [key]");
}
