//! A second judge by other hands: the Python package `aics-tlog` must find our tree, checkpoints and cosignatures right.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tacenda_ledger::{Head, tree};

use crate::support::{Ledger, log_key, witness_key};

const PACKAGE: &str = "aics-tlog==0.2.1";

/// Reads leaves, heads, proofs and a cosigned checkpoint, and judges each with the package's own functions.
const JUDGE: &str = r#"
import base64, sys
from aics_tlog import checkpoint, cosign, note, tree
hashes = lambda text: [base64.b64decode(h) for h in text.split(",") if h]
merkle = tree.MerkleTree()
judged = 0
for line in sys.stdin.read().splitlines():
    kind, *rest = line.split(" ")
    if kind == "leaf":
        merkle.append(base64.b64decode(rest[0]))
    elif kind == "root":
        assert merkle.root(int(rest[0])) == base64.b64decode(rest[1]), line
    elif kind == "inclusion":
        index, size = int(rest[0]), int(rest[1])
        assert merkle.inclusion_proof(index, size) == hashes(rest[2]), line
    elif kind == "consistency":
        old, new = int(rest[0]), int(rest[1])
        assert merkle.consistency_proof(old, new) == hashes(rest[2]), line
    elif kind == "note":
        text = base64.b64decode(rest[0]).decode()
        parsed = note.parse_note(text)
        log, witness = note.parse_vkey(rest[1]), note.parse_vkey(rest[2])
        assert parsed.serialise() == text
        assert note.verify_note(parsed, [log]), "log"
        lines = [s for s in parsed.signatures if s.name == witness.name]
        assert len(lines) == 1
        assert cosign.cosignature_vkey(witness.name, witness.public_key) == witness
        blob, head = lines[0].signature, checkpoint.parse_checkpoint(parsed.text)
        assert cosign.cosignature_timestamp(blob) == int(rest[3])
        signed = (blob, witness.name, witness.public_key, head.origin, head.size)
        assert cosign.verify_cosignature(*signed, head.root)
        assert not cosign.verify_cosignature(*signed, bytes(32))
    judged += 1
print(judged)
"#;

/// Where the package's Python lives: beside what is built, so that it is fetched once. `None` if it cannot be had.
fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("aics-tlog-0.2.1");
    let python = folder.join("bin/python");
    let works = || Command::new(&python).args(["-c", "import aics_tlog.tree, aics_tlog.cosign"]).stderr(Stdio::null()).status();
    if works().is_ok_and(|status| status.success()) {
        return Some(python);
    }
    let ran = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    let made = ran(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    // The package asks for a newer Python than it needs.
    let install = ["-m", "pip", "install", "-q", "--ignore-requires-python", "--retries", "1", "--timeout", "20", PACKAGE];
    (made && ran(Command::new(&python).args(install)) && works().is_ok_and(|s| s.success())).then_some(python)
}

#[test]
fn another_implementation_finds_the_same_roots_proofs_and_signatures() {
    let Some(python) = python() else {
        let _ = writeln!(std::io::stderr(), "skipped: {PACKAGE} could not be installed");
        return;
    };
    let ledger = Ledger::of(600, 5);
    let mut tiles = ledger.tiles.clone();
    let mut input = String::new();
    let base64 = |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
    let joined =
        |proof: Vec<tacenda_ledger::Hash>| proof.iter().map(tacenda_ledger::Hash::to_base64).collect::<Vec<_>>().join(",");
    ledger.texts.iter().for_each(|text| writeln!(input, "leaf {}", base64(text.as_bytes())).unwrap());
    for size in (1..=600).step_by(47) {
        let head = Head { size, root: tree::root(&mut tiles, size).unwrap() };
        writeln!(input, "root {size} {}", head.root.to_base64()).unwrap();
        let (index, old) = (size * 5 / 7, 1 + size / 3);
        writeln!(input, "inclusion {index} {size} {}", joined(tree::inclusion(&mut tiles, index, size).unwrap())).unwrap();
        writeln!(input, "consistency {old} {size} {}", joined(tree::consistency(&mut tiles, old, size).unwrap())).unwrap();
    }
    let (log, witness) = (log_key(), witness_key(1));
    let note = base64(ledger.checkpoint().to_string().as_bytes());
    writeln!(input, "note {note} {} {} 1763776301", log.verifier(), witness.verifier()).unwrap();

    let mut judge = Command::new(python).args(["-c", JUDGE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    judge.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = judge.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), input.lines().count().to_string());
}
