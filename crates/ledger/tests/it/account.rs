//! Proof files: true ones are accepted, and whatever is changed in them is refused and named.

use proptest::prelude::*;
use tacenda_ledger::map;
use tacenda_ledger::proof::{Account, Entry, Failure, Included, Said, Why, accounting, inclusion, verify_parts};
use tacenda_ledger::{Error, Hash, Keys, PROOF_LIMIT, Report, SignerKey, verify};

use crate::support::{Ledger, included, keys, log_key, slot};

fn account_of(file: &str) -> Account {
    match verify(file.as_bytes(), &keys()).unwrap() {
        Report::Account(account) => account,
        Report::Inclusion(_) => panic!("a proof of inclusion"),
    }
}

fn why(file: &str) -> Why {
    verify(file.as_bytes(), &keys()).unwrap_err().why
}

/// The file with one line put in the place of another.
fn with_line(file: &str, number: usize, line: &str) -> String {
    let lines: Vec<&str> = file.lines().enumerate().map(|(n, old)| if n + 1 == number { line } else { old }).collect();
    lines.join("\n") + "\n"
}

#[test]
fn one_leaf_is_proved_with_its_text_and_its_witnesses() {
    let ledger = Ledger::of(500, 5);
    for index in [0, 96, 255, 256, 499] {
        let Included { leaf, said, index: at, signed } =
            included(verify(ledger.inclusion(index, true).as_bytes(), &keys()).unwrap());
        assert_eq!((leaf, at, signed.head), (ledger.leaf(index), index as u64, ledger.frontier.head()));
        assert_eq!(said.unwrap().text, ledger.said[index]);
        assert_eq!(signed.witnessed.len(), 2);
    }
    assert_eq!(included(verify(ledger.inclusion(7, false).as_bytes(), &keys()).unwrap()).said, None);
}

#[test]
fn an_account_shows_every_leaf_of_one_client_and_no_other() {
    let ledger = Ledger::of(300, 5);
    for client in 0..5 {
        let files = ledger.account(client, 0);
        assert_eq!(files.len(), 1);
        let account = account_of(&files[0]);
        assert_eq!((account.to.slot, Some(&account.to)), (slot(client), ledger.mapped.get(&slot(client))));
        assert_eq!(account.entries, ledger.entries(client, 0).1);
        let anchor = account.anchor.unwrap();
        assert_eq!((anchor.index, anchor.leaf.map_root()), (ledger.root_leaf, Some(ledger.root)));
    }
}

#[test]
fn accounts_of_different_days_extend_each_other() {
    let mut ledger = Ledger::of(300, 5);
    let monday_file = ledger.account(2, 0);
    let monday = account_of(&monday_file[0]);
    (0..40).for_each(|n| ledger.write(n % 5, "disclosure.made"));
    ledger.log_map_root();
    let whole = account_of(&ledger.account(2, 0)[0]);
    let rest = account_of(&ledger.account(2, monday.to.length)[0]);
    assert_eq!(rest.from, monday.to);
    let (first, rest_file) = (&monday_file[0], ledger.account(2, monday.to.length).remove(0));
    let both = verify_parts(&[first.as_bytes(), rest_file.as_bytes()], &keys()).unwrap();
    assert_eq!((both.entries, both.anchor), (whole.entries.clone(), whole.anchor.clone()));
    assert!(whole.extends(&monday) && rest.extends(&monday) && monday.extends(&monday));
    assert!(!monday.extends(&whole), "the past does not extend the present");
    assert!(!account_of(&ledger.account(3, 0)[0]).extends(&monday), "another client's chain");
    let mut other = Ledger::of(150, 5);
    other.write(2, "record.shredded");
    (0..100).for_each(|_| other.write(2, "record.read"));
    other.log_map_root();
    assert!(!account_of(&other.account(2, 0)[0]).extends(&monday), "another past");
}

#[test]
fn a_long_account_comes_in_files_of_64_kb_that_only_hold_together() {
    let mut ledger = Ledger::of(700, 1);
    ledger.log_map_root();
    let files = ledger.account(0, 0);
    assert!(files.len() > 3 && files.iter().all(|file| file.len() <= PROOF_LIMIT), "{}", files.len());
    let bytes: Vec<&[u8]> = files.iter().map(String::as_bytes).collect();
    let whole = verify_parts(&bytes, &keys()).unwrap();
    assert_eq!((&whole.entries, whole.from.length), (&ledger.entries(0, 0).1, 0));
    assert!(account_of(&files[0]).anchor.is_none(), "a part alone proves nothing");

    let broken = |files: Vec<&[u8]>| verify_parts(&files, &keys()).unwrap_err();
    let (last, first) = (bytes.len() - 1, 1);
    assert_eq!(broken(bytes[..last].to_vec()).why, Why::Part);
    assert_eq!(
        broken([&bytes[..first], &bytes[first + 1..]].concat()),
        Failure { part: Some(2), line: 0, leaf: None, why: Why::Part }
    );
    assert_eq!(broken(bytes.iter().rev().copied().collect()).why, Why::Part);
    assert_eq!(broken([bytes.clone(), vec![bytes[last]]].concat()).why, Why::Part);
    assert_eq!(broken(vec![]).why, Why::Part);
}

#[test]
fn that_a_thousand_entries_are_all_is_proved_in_one_file() {
    let mut ledger = Ledger::of(1_000, 1);
    (0..20).for_each(|_| ledger.write(0, "record.read"));
    (0..500).for_each(|_| ledger.write(1, "record.read"));
    ledger.log_map_root();
    let files = ledger.closed_account(0);
    let [file] = files.as_slice() else { panic!("{} files", files.len()) };
    assert!(file.len() <= 48 * 1_024 && file.len() <= PROOF_LIMIT, "{}", file.len());
    let closed = account_of(file);
    assert_eq!((closed.entries.len() as u64, closed.anchor.is_some()), (closed.to.length, true));
    assert!(closed.to.length >= 1_000);

    let shown = ledger.account(0, 0);
    let parts: Vec<&[u8]> = shown.iter().map(String::as_bytes).collect();
    let shown = verify_parts(&parts, &keys()).unwrap();
    assert!(closed.extends(&shown) && shown.extends(&closed), "the pages that say what stands there are of the same list");
    let mut other = ledger.clone();
    other.write(0, "record.read");
    other.log_map_root();
    assert!(!shown.extends(&account_of(&other.closed_account(0)[0])), "one entry more");
}

#[test]
fn whatever_is_left_out_put_in_or_moved_is_refused() {
    let ledger = Ledger::of(300, 5);
    let (chain, entries) = ledger.entries(2, 0);
    let proof = map::prove(&mut ledger.nodes.clone(), ledger.root, &slot(2)).unwrap();
    let root = ledger.inclusion(ledger.root_leaf as usize, false);
    let closed = |entries: &[Entry]| entries.iter().map(|e| Entry::Closed(e.hash().unwrap())).collect::<Vec<_>>();
    let write = |entries: &[Entry]| accounting::write(&chain, entries, &proof, &root).unwrap().remove(0);
    let all = closed(&entries);
    assert!(verify(write(&all).as_bytes(), &keys()).is_ok());
    for place in 0..all.len() {
        let mut without = all.clone();
        without.remove(place);
        assert_eq!(why(&write(&without)), Why::Map, "the count is wrong, so the map disagrees");
        let mut twice = all.clone();
        twice.insert(place, all[place].clone());
        assert_eq!(why(&write(&twice)), Why::Map);
        let mut changed = all.clone();
        changed[place] = Entry::Closed(Hash([9; 32]));
        assert_eq!(why(&write(&changed)), Why::Map);
        if place + 1 < all.len() {
            let mut swapped = all.clone();
            swapped.swap(place, place + 1);
            assert_eq!(why(&write(&swapped)), Why::Map);
        }
    }
    let other = map::prove(&mut ledger.nodes.clone(), ledger.root, &slot(3)).unwrap();
    assert_eq!(why(&accounting::write(&chain, &all, &other, &root).unwrap()[0]), Why::Map);
    let not_a_root = ledger.inclusion(5, false);
    assert_eq!(why(&accounting::write(&chain, &all, &proof, &not_a_root).unwrap()[0]), Why::Map);
    let opened_elsewhere: Vec<Entry> = entries.iter().skip(1).cloned().collect();
    assert_eq!(accounting::write(&chain, &opened_elsewhere, &proof, &root), Err(Error::Account), "a leaf fits in one place only");
    assert_eq!(accounting::write(&chain, &[], &proof, &root), Err(Error::Account));
}

#[test]
fn a_failure_names_line_entry_and_reason() {
    let ledger = Ledger::of(300, 5);
    let file = ledger.account(2, 0).remove(0);
    let line = |text: &str| file.lines().position(|l| l.starts_with(text)).unwrap() + 1;
    let failure = |number: usize, text: &str| verify(with_line(&file, number, text).as_bytes(), &keys()).unwrap_err();
    let shown = |number: usize, text: &str| failure(number, text).to_string();

    let said = line("| ");
    assert_eq!(failure(said, "| nothing to see").why, Why::Detail);
    assert!(shown(said, "| nothing to see").ends_with("the readable text is not what was recorded"));
    let act = line("act ");
    let found = failure(act, "act record.made");
    assert_eq!((found.why, found.leaf), (Why::Entry, failure(line("open "), "open x").leaf));
    let open = line("open ");
    let salted = file.lines().nth(open - 1).unwrap().rsplit_once(' ').unwrap().0;
    assert_eq!(failure(open, &format!("{salted} {}", "A".repeat(43))).why, Why::Place);
    assert_eq!(failure(line("time "), "time 1").leaf, failure(open, "open x").leaf);
    assert_eq!(shown(1, "tacenda/accounting/2"), "line 1, this is not a proof file, or it was changed");
    assert_eq!(failure(line("to "), &format!("to 1 {}", "A".repeat(43))).why, Why::Head);
    assert_eq!(failure(line("from "), &format!("from 0 {}", "A".repeat(43))).why, Why::Head);
    assert_eq!(failure(line("index "), "index 3").why, Why::Inclusion);
    let sibling = line("map ") + 1;
    assert_eq!(failure(sibling, &"A".repeat(43)).why, Why::Map);
    let log = line("— agency");
    assert_eq!(failure(log, file.lines().nth(log).unwrap()).why, Why::Signature);
    assert_eq!(failure(log + 1, file.lines().nth(log - 1).unwrap()).why, Why::Witness);

    let stranger = SignerKey::from_seed("agency.example/ledger", tacenda_ledger::Algorithm::Ed25519, &[3; 32]).unwrap();
    let keys = Keys { log: stranger.verifier().clone(), ..keys() };
    assert_eq!(verify(file.as_bytes(), &keys).unwrap_err().why, Why::Signature);
}

#[test]
fn every_changed_byte_of_a_proof_is_found() {
    let ledger = Ledger::of(120, 7);
    for file in [ledger.inclusion(50, true), ledger.account(3, 0).remove(0), ledger.closed_account(3).remove(0)] {
        let mut bytes = file.into_bytes();
        assert!(verify(&bytes, &keys()).is_ok());
        for place in 0..bytes.len() {
            let old = bytes[place];
            for new in [old ^ 1, old ^ 0x20, old ^ 0x80, b'\n', b'A', b' '] {
                bytes[place] = new;
                assert!(new == old || verify(&bytes, &keys()).is_err(), "byte {place} {old} to {new}");
            }
            bytes[place] = old;
        }
        for length in 0..bytes.len() {
            assert!(verify(&bytes[..length], &keys()).is_err());
        }
        bytes.push(b'\n');
        assert!(verify(&bytes, &keys()).is_err());
    }
}

#[test]
fn what_cannot_be_shown_safely_is_not_written() {
    let ledger = Ledger::of(3, 1);
    for text in ["bell\u{7}", "tab\t", "line\r\nline", "\u{85}"] {
        let said = Said { text: text.to_owned(), ..ledger.said(1) };
        assert_eq!(inclusion::write(&ledger.leaf(1), Some(&said), 1, &[], &ledger.checkpoint()), Err(Error::Text));
    }
    let long = Said { text: "a".repeat(PROOF_LIMIT), ..ledger.said(1) };
    assert_eq!(inclusion::write(&ledger.leaf(1), Some(&long), 1, &[], &ledger.checkpoint()), Err(Error::Account));
    assert_eq!(verify(&vec![b'\n'; PROOF_LIMIT + 1], &keys()).unwrap_err().line, 0);
    assert_eq!(format!("{:?}", ledger.said(1)), "[plain]");
}

#[test]
fn without_the_witnesses_keys_their_lines_are_passed_over() {
    let file = Ledger::of(30, 2).inclusion(3, true);
    let alone = Keys::all(log_key().verifier().clone(), vec![]);
    assert!(included(verify(file.as_bytes(), &alone).unwrap()).signed.witnessed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn rubbish_is_refused_and_never_a_panic(
        place in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), put in prop::collection::vec(any::<u8>(), 0..40)
    ) {
        static FILES: std::sync::LazyLock<[String; 3]> = std::sync::LazyLock::new(|| {
            let ledger = Ledger::of(60, 3);
            [ledger.inclusion(20, true), ledger.account(1, 0).remove(0), ledger.closed_account(1).remove(0)]
        });
        for file in FILES.iter() {
            let (a, b) = (place.index(file.len()), cut.index(file.len()));
            let bytes = [&file.as_bytes()[..a.min(b)], &put, &file.as_bytes()[a.max(b)..]].concat();
            if bytes != file.as_bytes() {
                prop_assert!(verify(&bytes, &keys()).is_err());
            }
        }
    }
}
