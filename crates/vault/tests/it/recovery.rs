//! The recovery kit.

use tacenda_vault::recovery::kit::{Language, Page, html};
use tacenda_vault::recovery::{Opens, Quorum, SetFingerprint, Share, prove};
use tacenda_vault::{Error, Kek, KeyProvider, PersonKey, RootKey};

use crate::support::Chance;

fn kit(seed: u64, threshold: u8, total: u8) -> (RootKey, Vec<Share>) {
    let chance = &mut Chance(seed);
    let root = RootKey::generate(chance).unwrap();
    let shares = root.split(Quorum { threshold, total }, chance).unwrap();
    (root, shares)
}

/// The shares as their custodians type them, these ones only.
fn typed(shares: &[Share], which: &[usize]) -> Vec<Share> {
    which.iter().map(|at| Share::parse(&shares[*at].text()).unwrap()).collect()
}

fn opens(root: &RootKey, shares: &[Share]) -> bool {
    let chance = &mut Chance(99);
    let wrapped = root.wrap_kek(&Kek::generate(chance).unwrap(), chance).unwrap();
    RootKey::from_shares(shares).is_ok_and(|root| root.unwrap_kek(&wrapped).is_ok())
}

#[test]
fn any_two_of_three_open_and_in_any_order() {
    let (root, shares) = kit(1, 2, 3);
    for which in [[0, 1], [0, 2], [1, 2], [1, 0], [2, 0], [2, 1]] {
        assert!(opens(&root, &typed(&shares, &which)));
    }
    assert!(opens(&root, &typed(&shares, &[2, 0, 1])));
}

#[test]
fn every_quorum_up_to_sixteen_opens_with_just_enough() {
    for total in 2..=16u8 {
        for threshold in 2..=total {
            let (root, shares) = kit(u64::from(total), threshold, total);
            let last: Vec<usize> = (usize::from(total - threshold)..usize::from(total)).collect();
            assert!(opens(&root, &typed(&shares, &last)));
            let fewer = RootKey::from_shares(&typed(&shares, &last[1..])).unwrap_err();
            assert_eq!(fewer, Error::TooFewShares { have: threshold - 1, need: threshold });
        }
    }
    for (threshold, total) in [(1, 3), (4, 3), (2, 17), (0, 0)] {
        let root = RootKey::generate(&mut Chance(1)).unwrap();
        assert_eq!(root.split(Quorum { threshold, total }, &mut Chance(1)).unwrap_err(), Error::Bounds);
    }
}

#[test]
fn shares_of_different_sets_and_kits_are_told_apart() {
    let ((_, ours), (_, theirs)) = (kit(1, 2, 3), kit(2, 2, 3));
    let mixed = [typed(&ours, &[0]), typed(&theirs, &[1])].concat_shares();
    assert_eq!(RootKey::from_shares(&mixed).unwrap_err(), Error::MixedShares);
    assert_eq!(RootKey::from_shares(&typed(&ours, &[1, 1])).unwrap_err(), Error::MixedShares);
    assert_eq!(RootKey::from_shares(&[]).unwrap_err(), Error::TooFewShares { have: 0, need: 2 });
    let people = PersonKey::generate(&mut Chance(3)).unwrap();
    let shares = people.split(Quorum::default(), &mut Chance(3)).unwrap();
    assert_eq!(RootKey::from_shares(&shares).unwrap_err(), Error::MixedShares);
    assert_eq!(PersonKey::from_shares(&ours, people.public()).unwrap_err(), Error::MixedShares);
    assert_eq!((ours[0].opens(), shares[0].opens()), (Opens::Root, Opens::People));
}

trait ConcatShares {
    fn concat_shares(self) -> Vec<Share>;
}

impl<const N: usize> ConcatShares for [Vec<Share>; N] {
    fn concat_shares(self) -> Vec<Share> {
        self.into_iter().flatten().collect()
    }
}

#[test]
fn a_share_is_typed_as_people_type() {
    let (root, shares) = kit(1, 2, 3);
    let text = shares[0].text();
    let lower = text.to_lowercase().replace('0', "o").replace('1', "l");
    let without_numbers = lower.lines().map(|line| line.split_once(':').unwrap().1).collect::<Vec<_>>().join("\n");
    let one_line: String = without_numbers.split_whitespace().collect();
    let dashes = text.replace(' ', "-");
    for as_typed in [without_numbers, one_line, dashes, format!("\n\n  {}\r\n\n", text.replace('\n', "\r\n\r\n"))] {
        let share = Share::parse(&as_typed).unwrap();
        assert!(opens(&root, &[share, Share::parse(&shares[1].text()).unwrap()]));
    }
}

#[test]
fn a_typing_error_names_its_line() {
    let (_, shares) = kit(1, 2, 3);
    let text = shares[0].text();
    let lines: Vec<&str> = text.lines().collect();
    for at in 0..6 {
        for column in 3..lines[at].len() {
            for wrong in ['Z', '7', 'U', '*', 'ñ'] {
                let mut line: Vec<char> = lines[at].chars().collect();
                if line[column] == ' ' || line[column] == wrong {
                    continue;
                }
                line[column] = wrong;
                let mut changed: Vec<String> = lines.iter().map(ToString::to_string).collect();
                changed[at] = line.into_iter().collect();
                assert_eq!(Share::parse(&changed.join("\n")).unwrap_err(), Error::ShareLine(at as u8 + 1));
            }
        }
        let mut short: Vec<&str> = lines.clone();
        short[at] = &lines[at][..lines[at].len() - 1];
        assert_eq!(Share::parse(&short.join("\n")).unwrap_err(), Error::ShareLine(at as u8 + 1));
    }
    let swapped = [lines[1], lines[0], lines[2], lines[3], lines[4], lines[5]].map(|line| &line[3..]).join("\n");
    assert_eq!(Share::parse(&swapped).unwrap_err(), Error::ShareLine(1));
    assert_eq!(Share::parse(&lines[..5].join("\n")).unwrap_err(), Error::ShareLength);
    assert_eq!(Share::parse("").unwrap_err(), Error::ShareLength);
}

#[test]
fn well_typed_lines_of_two_different_shares_are_no_share() {
    let (_, shares) = kit(1, 2, 3);
    let (a, b) = (shares[0].text(), shares[1].text());
    let mixed: Vec<&str> = a.lines().take(3).chain(b.lines().skip(3)).collect();
    assert_eq!(Share::parse(&mixed.join("\n")).unwrap_err(), Error::ShareDamaged);
}

#[test]
fn typing_a_page_back_proves_that_it_was_printed_right() {
    let ((_, ours), (_, theirs)) = (kit(1, 2, 3), kit(2, 2, 3));
    let kept = SetFingerprint::of(&ours).to_bytes();
    assert_eq!(kept.len(), 96);
    let kept = SetFingerprint::from_bytes(&kept).unwrap();
    for (at, share) in ours.iter().enumerate() {
        assert_eq!(prove(&share.text(), &kept).unwrap(), at as u8 + 1);
    }
    assert_eq!(prove(&theirs[0].text(), &kept).unwrap_err(), Error::MixedShares);
    assert_eq!(SetFingerprint::from_bytes(&[0; 33]).unwrap_err(), Error::Refused);
}

#[test]
fn the_page_says_in_two_languages_what_it_is_and_what_to_do() {
    let (_, shares) = kit(1, 2, 3);
    let page = |language| Page { holder: "Ana <b> Ruiz & Co.", agency: "Casa Abierta", date: "2026-03-02", language };
    let english = html(&[(&shares[0], page(Language::English)), (&shares[1], page(Language::English))]);
    for part in [
        "<html lang=\"en\">",
        "Ana &lt;b&gt; Ruiz &amp; Co.",
        "2026-03-02",
        "Share 1 of 3",
        "Share 2 of 3",
        "It takes 2 shares",
        &shares[0].set(),
        &shares[0].text(),
        &shares[1].text(),
        "default-src 'none'",
    ] {
        assert!(english.contains(part), "{part}");
    }
    assert_eq!(english.matches("<section").count(), 2);
    assert!(!english.contains("<script") && !english.contains("http://") && !english.contains("https://"));
    let spanish = html(&[(&shares[2], page(Language::Spanish))]);
    for part in ["<html lang=\"es\">", "Parte de recuperación", "Parte 3 de 3", "no abre nada", &shares[2].text()] {
        assert!(spanish.contains(part), "{part}");
    }
    assert_eq!(format!("{:?} {:?}", shares[0], SetFingerprint::of(&shares)), "[share] [fingerprint]");
}
