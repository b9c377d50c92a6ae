//! A leaf has one spelling.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tacenda_ledger::{Code, Error, Hash, LEAF_LIMIT, Label, Leaf, Row, Salt, Salts, rows_hash};

use crate::support::Ledger;

fn leaf() -> Leaf {
    Ledger::of(3, 1).leaf(0)
}

#[test]
fn a_leaf_reads_as_it_is_documented() {
    let text = leaf().to_text().unwrap();
    let lines: Vec<&str> = text.lines().map(|l| l.split_once(' ').map_or(l, |(name, _)| name)).collect();
    assert_eq!(lines, ["tacenda/leaf/1", "time", "act", "actor", "chain", "code", "code", "detail", "rows"]);
    assert!(text.contains("\ntime 1763776265000000\nact record.read\n"));
    assert!(text.contains("\ncode class=general\ncode reason=appointment\ndetail "));
}

#[test]
fn each_deviation_is_refused() {
    let text = leaf().to_text().unwrap();
    let actor = text.lines().nth(3).unwrap().to_owned();
    let wrong = [
        String::new(),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!(" {text}"),
        format!("{text}{text}"),
        text.replace('\n', "\r\n"),
        text.replace("leaf/1", "leaf/2"),
        text.replace("time 1763776265000000", "time 01763776265000000"),
        text.replace("time 1763776265000000", "time -1"),
        text.replace("time 1763776265000000", "time 9223372036854775808"),
        text.replace("act record.read", "act Record.read"),
        text.replace("act record.read", "act record_read"),
        text.replace("act record.read", "act "),
        text.replace("act record.read", "act  record.read"),
        text.replace("code class=general\ncode reason=appointment", "code reason=appointment\ncode class=general"),
        text.replace("code class=general\n", "code class=general\ncode class=general\n"),
        text.replace("class=general", "class"),
        text.replace("class=general", "class="),
        text.replace("class=general", "class=a=b"),
        text.replace("class=general", "class=Général"),
        text.replace("detail ", "details "),
        text.replace(&format!("{actor}\n"), ""),
        text.replace(&actor, &format!("{actor}=")),
        text.replace(&actor, &actor[..actor.len() - 1]),
        text.replace(&actor, "actor AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"),
        text.replace("code class", &format!("code {}=x\ncode class", "b".repeat(LEAF_LIMIT))),
    ];
    for text in wrong {
        assert_eq!(Leaf::parse(text.as_bytes()), Err(Error::Leaf), "{text}");
    }
    assert_eq!(Leaf::parse(b"\xff\n"), Err(Error::Leaf));
    assert_eq!(Leaf { time: -1, ..leaf() }.to_text(), Err(Error::Leaf));
    assert_eq!(Leaf { act: "Read".into(), ..leaf() }.to_text(), Err(Error::Leaf));
}

#[test]
fn a_root_of_the_map_is_read_from_its_leaf_alone() {
    let ledger = Ledger::of(4, 1);
    assert_eq!(ledger.leaf(3).map_root(), Some(ledger.root));
    assert_eq!(ledger.leaf(2).map_root(), None);
    let twice = ["0", "1"].map(|n| Code::new("root", &n.repeat(64)).unwrap());
    assert_eq!(Leaf { codes: twice.into(), ..ledger.leaf(3) }.map_root(), None, "two roots are none");
}

#[test]
fn a_commitment_opens_only_as_what_it_was_made() {
    // RFC 2104's construction, computed by another program over "detail", a zero byte and "value".
    let salt = Salt([0x0b; 32]);
    let detail = salt.commit(Label::Detail, b"value");
    assert_eq!(detail.to_hex(), "b5bdceb54d9e8fa39cf6d2ad8d674e8981d5d1e3ed1ae7e8916f75cc0565ea0e");
    assert_ne!(detail, salt.commit(Label::Actor, b"value"));
    assert_ne!(detail, salt.commit(Label::Detail, b"valuE"));
    let salts = Salts::from_seed(&[1; 32]);
    assert!(salts.actor != salts.chain && salts.chain != salts.detail && salts.actor.0 != [1; 32]);
    assert_eq!(format!("{salts:?}"), "Salts { actor: [salt], chain: [salt], detail: [salt] }");
}

#[test]
fn rows_are_hashed_whatever_their_order() {
    let row = |id, version| Row { kind: "record", id, version, blob: Hash([9; 32]) };
    assert_eq!(rows_hash(&[row("a", 1), row("b", 2)]), rows_hash(&[row("b", 2), row("a", 1)]));
    assert_ne!(rows_hash(&[row("a", 1)]), rows_hash(&[row("a", 2)]));
    assert_eq!(rows_hash(&[]), Hash::of(b""));
}

fn any_hash() -> impl Strategy<Value = Hash> {
    prop::array::uniform32(any::<u8>()).prop_map(Hash)
}

fn any_codes() -> impl Strategy<Value = BTreeSet<Code>> {
    let code = ("[a-z0-9._:-]{1,12}", "[a-z0-9._:-]{1,40}").prop_map(|(k, v)| Code::new(&k, &v).unwrap());
    prop::collection::btree_set(code, 0..8)
}

prop_compose! {
    fn any_leaf()(
        time in 0..=i64::MAX, act in "[a-z0-9.-]{1,30}", actor in any_hash(), chain in any_hash(), codes in any_codes(),
        detail in any_hash(), rows in any_hash(),
    ) -> Leaf {
        Leaf { time, act, actor, chain, codes, detail, rows }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(leaf in any_leaf()) {
        let text = leaf.to_text().unwrap();
        prop_assert_eq!(Leaf::parse(text.as_bytes()), Ok(leaf));
    }

    #[test]
    fn what_is_read_is_written_back(leaf in any_leaf(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = leaf.to_text().unwrap().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(read) = Leaf::parse(&bytes) {
            let text = read.to_text().unwrap();
            prop_assert_eq!(text.as_bytes(), bytes.as_slice());
        }
    }

    #[test]
    fn rubbish_is_no_leaf_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Leaf::parse(&bytes).is_err());
    }
}
