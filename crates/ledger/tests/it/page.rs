//! The offline page and the program agree on every proof, true or changed, to the line and the reason.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tacenda_ledger::proof::verify_parts;
use tacenda_ledger::{Failure, Hash, Report, VERIFIER_PAGE, verifier_page_digest, verify};

use crate::support::{Ledger, keys, log_key, slot, witness_key};

/// Runs the page's own script. Input: the page's path as argument; the keys in base64 on the first line, then on each line
/// files in base64, parted by spaces. Output: for each line what the page finds.
const RUNNER: &str = r#"
const vm = require("node:vm"), fs = require("node:fs");
const context = vm.createContext({ TextEncoder, TextDecoder });
const script = fs.readFileSync(process.argv[1], "utf8").split("<script>")[1].split("</script>")[0];
vm.runInContext(script + "\nglobalThis.tacenda = tacenda;", context);
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const [first, ...cases] = fs.readFileSync(0, "utf8").trimEnd().split("\n");
const keys = context.tacenda.keys(Buffer.from(first, "base64").toString());
const find = (files) => {
  try {
    const report = files.length > 1 ? context.tacenda.verifyParts(files, keys) : context.tacenda.verify(files[0], keys);
    const one = report.kind === "inclusion", tie = one ? report : report.anchor, entries = one ? [report] : report.entries;
    const said = entries.filter((entry) => typeof entry.said === "string").length;
    return `ok ${report.kind} ${entries.length} ${said} ${tie ? `${tie.index} ${tie.head.size} ${tie.witnessed.length}` : "-"}`;
  } catch (failure) {
    return failure.why ? `${failure.why} ${failure.part ?? "-"} ${failure.line} ${failure.leaf ?? "-"}` : failure.stack;
  }
};
cases.forEach((files) => console.log(find(files.split(" ").map(bytes))));
"#;

/// What the page finds in each case, or `None` where there is no Node.
fn page_finds(cases: &[Vec<&[u8]>]) -> Option<Vec<String>> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/verifier.html");
    let started = Command::new("node").args(["-e", RUNNER, page]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut node) = started else {
        let _ = writeln!(std::io::stderr(), "skipped: no Node here, so the page's script was not run");
        return None;
    };
    let text: Vec<String> = [log_key(), witness_key(1), witness_key(2)].iter().map(|key| key.verifier().to_string()).collect();
    let mut input = STANDARD.encode(text.join("\n")) + "\n";
    for files in cases {
        let files: Vec<String> = files.iter().map(|file| STANDARD.encode(file)).collect();
        let _ = writeln!(input, "{}", files.join(" "));
    }
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

fn assert_agree(cases: &[Vec<&[u8]>]) {
    let Some(page) = page_finds(cases) else { return };
    assert_eq!(page.len(), cases.len());
    for (found, files) in page.iter().zip(cases) {
        let ours = match files.as_slice() {
            [file] => told(verify(file, &keys())),
            many => told(verify_parts(many, &keys()).map(Report::Account)),
        };
        assert_eq!(*found, ours, "{}", String::from_utf8_lossy(files[0]));
    }
}

fn told(result: Result<Report, Failure>) -> String {
    match result {
        Ok(Report::Inclusion(i)) => {
            let said = u8::from(i.said.is_some());
            format!("ok inclusion 1 {said} {} {} {}", i.index, i.signed.head.size, i.signed.witnessed.len())
        }
        Ok(Report::Account(account)) => {
            let said = account.entries.iter().filter(|e| matches!(e, tacenda_ledger::proof::Entry::Open(o) if o.said.is_some()));
            let tie = account
                .anchor
                .as_ref()
                .map_or("-".to_owned(), |a| format!("{} {} {}", a.index, a.signed.head.size, a.signed.witnessed.len()));
            format!("ok account {} {} {tie}", account.entries.len(), said.count())
        }
        Err(f) => {
            let or_dash = |n: Option<String>| n.unwrap_or("-".to_owned());
            let (part, leaf) = (or_dash(f.part.map(|p| p.to_string())), or_dash(f.leaf.map(|l| l.to_string())));
            format!("{} {part} {} {leaf}", f.why.code(), f.line)
        }
    }
}

#[test]
fn the_page_accepts_what_the_program_accepts() {
    let mut ledger = Ledger::of(700, 1);
    ledger.log_map_root();
    let parts = ledger.account(0, 0);
    let small = Ledger::of(130, 5);
    let mut files: Vec<String> = (0..130).step_by(9).map(|i| small.inclusion(i, i % 2 == 0)).collect();
    files.extend((0..5).flat_map(|client| small.account(client, 0)));
    files.extend((0..5).flat_map(|client| small.closed_account(client)));
    files.extend(small.account(3, 7));
    files.extend(parts.clone());
    let mut cases: Vec<Vec<&[u8]>> = files.iter().map(|file| vec![file.as_bytes()]).collect();
    cases.push(parts.iter().map(String::as_bytes).collect());
    let mut grown = small.clone();
    (0..20).for_each(|n| grown.write(n % 5, "disclosure.made"));
    grown.log_map_root();
    let days = [small.account(3, 0).remove(0), grown.account(3, small.mapped[&slot(3)].length).remove(0)];
    cases.push(days.iter().map(String::as_bytes).collect());
    assert!(cases.iter().all(|files| files.len() > 1 || verify(files[0], &keys()).is_ok()));
    assert_agree(&cases);
    let mut reversed: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    reversed.reverse();
    let found = page_finds(&[reversed.clone(), reversed[1..].to_vec()]);
    let expected = format!("ok account {} ", ledger.entries(0, 0).1.len());
    assert!(
        found.is_none_or(|f| f[0].starts_with(&expected) && f[1].starts_with("part ")),
        "the page puts files in order itself"
    );
}

#[test]
fn the_page_refuses_what_the_program_refuses_for_the_same_reason_in_the_same_line() {
    let ledger = Ledger::of(60, 6);
    let mut long = ledger.clone();
    (0..30).for_each(|_| long.write(2, "record.read"));
    long.log_map_root();
    let files = [ledger.inclusion(20, true), ledger.account(2, 0).remove(0), long.closed_account(2).remove(0)];
    let mut changed: Vec<Vec<u8>> = vec![Vec::new(), b"\n".to_vec(), vec![b'\n'; 65_537], vec![0xEF, 0xBB, 0xBF]];
    for file in &files {
        let bytes = file.as_bytes();
        for place in 0..bytes.len() {
            let dice = Hash::of_parts(&[b"dice", &place.to_be_bytes()]).0;
            let new =
                [bytes[place] ^ 1, bytes[place] ^ 1 << (dice[0] % 8), b'\n', b' ', b'0', b'=', 0x80][usize::from(dice[1] % 7)];
            changed.push([&bytes[..place], &[new], &bytes[place + 1..]].concat());
            if dice[2] < 40 {
                changed.push(bytes[..place].to_vec());
                changed.push([&bytes[..place], &bytes[place + 1..]].concat());
                changed.push([&bytes[..place], &[new], &bytes[place..]].concat());
            }
        }
        let lines: Vec<&str> = file.split_inclusive('\n').collect();
        for place in 0..lines.len() {
            changed.push([&lines[..place], &lines[place + 1..]].concat().concat().into_bytes());
            changed.push([&lines[..=place], &lines[place..]].concat().concat().into_bytes());
        }
    }
    let cases: Vec<Vec<&[u8]>> = changed.iter().map(|file| vec![file.as_slice()]).collect();
    assert_agree(&cases);
}

#[test]
fn the_page_runs_its_own_script_only_and_speaks_to_nobody() {
    let inside = |open: &str, close: &str| VERIFIER_PAGE.split(open).nth(1).unwrap().split(close).next().unwrap();
    let digest = |text: &str| format!("'sha256-{}'", Hash::of(text.as_bytes()).to_base64());
    let policy = inside("Content-Security-Policy\" content=\"", "\">");
    let script = inside("<script>", "</script>");
    assert!(policy.starts_with("default-src 'none'; "));
    assert!(policy.contains(&format!("script-src {};", digest(script))), "script-src {}", digest(script));
    let style = inside("<style>", "</style>");
    assert!(policy.contains(&format!("style-src {};", digest(style))), "style-src {}", digest(style));
    assert!(!policy.contains("unsafe"));
    for reach in ["http://", "https://", "fetch(", "XMLHttpRequest", "WebSocket", "import(", "innerHTML", "localStorage", "src="]
    {
        assert!(!VERIFIER_PAGE.contains(reach), "{reach}");
    }
    for attribute in [" style=\"", " onclick"] {
        assert!(!VERIFIER_PAGE.contains(attribute), "{attribute}");
    }
    assert_eq!(verifier_page_digest().len(), 64);
}

#[test]
fn the_page_says_everything_in_both_languages() {
    let words = |from: &str, to: &str| {
        let part = VERIFIER_PAGE.split(from).nth(1).unwrap().split(to).next().unwrap();
        let keys = part.split(['\n', ',']).filter_map(|line| line.trim().split_once(": \"")).map(|(key, _)| key.to_owned());
        keys.filter(|key| key.chars().all(char::is_alphanumeric)).collect::<std::collections::BTreeSet<String>>()
    };
    let (english, spanish) = (words("\n  en: {", "\n  es: {"), words("\n  es: {", "\n};"));
    assert_eq!(english, spanish);
    assert!(english.len() > 50, "{}", english.len());
    assert!(VERIFIER_PAGE.contains("This proves the list matches our records. It can’t prove nobody spoke out of turn."));
}
