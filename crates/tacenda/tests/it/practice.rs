//! A fictional agency's year, through the one writer.

use std::sync::Arc;

use tacenda::practice::{Fiction, Loading};
use tacenda_desk::Time;
use tacenda_desk::flows::Law;
use tacenda_desk::practice::Size;
use tacenda_vault::{Cost, Passphrase};

/// 2 March 2026, 17:00 UTC.
pub(crate) const START: Time = Time(1_772_470_800_000_000);

pub(crate) fn begin(folder: &std::path::Path, size: Size, canaries: bool) -> Loading {
    let fiction = Fiction { seed: 7, size, start: START, canaries };
    let everybody = (Passphrase::new("practice practice practice"), Cost::CHEAP);
    Loading::in_folder(folder, fiction, everybody).unwrap().0
}

#[test]
fn a_fictional_year_is_lived_through_the_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let mut loading = begin(folder.path(), Size::Tiny, false);
    let acts = loading.finish().unwrap();
    assert!(acts > 50, "{acts}");
    // The founding is one leaf more.
    assert_eq!(loading.agency().end().unwrap().frontier.size(), acts + 1);
}

#[test]
fn when_the_year_is_over_a_subpoena_and_a_payers_letter_have_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut loading = begin(folder.path(), Size::Tiny, false);
    loading.finish().unwrap();
    let before = loading.agency().end().unwrap().frontier.size();
    loading.take_in(&Arc::new(Law::new(Arc::new(tacenda::web::packs_inside().unwrap())))).unwrap();
    assert_eq!(loading.agency().end().unwrap().frontier.size(), before + 2, "both were taken in");
}
