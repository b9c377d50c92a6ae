//! What is sealed today can be read by every later program: a sample of every version is kept and read back.

use tacenda_desk::{BLOB_VERSION, BlobError, Id, Kind, Thing};

use crate::agency::monday;

fn samples() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

#[test]
fn every_kept_sample_of_every_version_is_read_and_written_again_in_todays_form() {
    for kind in Kind::ALL {
        for version in 1..=BLOB_VERSION {
            let path = samples().join(format!("{}.v{version}.json", kind.word()));
            let sample = std::fs::read(&path).unwrap_or_else(|_| panic!("no sample {}", path.display()));
            let thing = Thing::from_blob(*kind, &sample).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert_eq!(Thing::from_blob(*kind, &thing.to_blob()).unwrap(), thing);
            if version == BLOB_VERSION {
                let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
                assert_eq!(json(&thing.to_blob()), json(&sample), "{}: every field of the sample is kept", path.display());
            }
        }
    }
}

#[test]
fn a_blob_of_a_later_version_or_another_kind_is_refused_without_a_word_of_it() {
    let later = br#"{"v":2,"thing":{"chosen_name":"Rosa"}}"#;
    assert_eq!(Thing::from_blob(Kind::Client, later), Err(BlobError::Version));
    let program = std::fs::read(samples().join("program.v1.json")).unwrap();
    assert_eq!(Thing::from_blob(Kind::Client, &program), Err(BlobError::Shape));
    assert_eq!(Thing::from_blob(Kind::Client, b"not json"), Err(BlobError::Shape));
}

#[test]
fn nothing_of_a_person_is_in_debug() {
    let of_persons = [Kind::Client, Kind::Record, Kind::Grant, Kind::Task, Kind::Hold, Kind::Wall, Kind::Matter, Kind::Consent];
    for kind in of_persons.into_iter().chain([
        Kind::Coverage,
        Kind::Charge,
        Kind::Claim,
        Kind::Packet,
        Kind::Disclosure,
        Kind::Delivery,
        Kind::Mail,
        Kind::Portal,
        Kind::Message,
        Kind::Readiness,
        Kind::Sanction,
    ]) {
        let sample = std::fs::read(samples().join(format!("{}.v1.json", kind.word()))).unwrap();
        let shown = format!("{:?}", Thing::from_blob(kind, &sample).unwrap());
        assert!(shown.ends_with("[plain])"), "{shown}");
    }
}

#[test]
fn ids_keep_their_order_and_have_one_spelling() {
    let mut now = monday();
    let first: Id<()> = Id::new(now, [255; 10]);
    now.time = now.time.plus_minutes(1);
    let second: Id<()> = Id::new(now, [0; 10]);
    assert!(first < second && first.to_string() < second.to_string());
    assert_eq!(first.to_string().parse(), Ok(first));
    assert!(first.to_string().to_uppercase().parse::<Id<()>>().is_err());
    assert!(first.to_string().replace('-', "").parse::<Id<()>>().is_err());
    assert_eq!(first.to_string().chars().nth(14), Some('7'));
}
