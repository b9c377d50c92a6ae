//! What the model finds, where it was fetched.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and one that is left out says so")]

use std::path::Path;

use tacenda_names::{Model, NamesError, What};

fn model() -> Option<Model> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("names");
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let (Some(weights), Some(words), Some(labels)) = (read("onnx/model_q4.onnx"), read("vocab.txt"), read("config.json")) else {
        println!("skipped: the text model was not fetched");
        return None;
    };
    Some(Model::read(weights, &String::from_utf8(words).unwrap(), &labels).unwrap())
}

fn found<'t>(model: &Model, text: &'t str, what: What) -> Vec<&'t str> {
    let spots = model.spots(text).unwrap();
    spots.into_iter().filter(|spot| spot.what == what).map(|spot| text.get(spot.from..spot.to).unwrap()).collect()
}

#[test]
fn names_streets_and_numbers_are_found_where_they_stand() {
    let Some(model) = model() else { return };
    let text = "Wendell Ortiz drove her. He lives at 14 Acequia Street; call 505-555-0142 or write to w.ortiz@example.org.";
    assert_eq!(found(&model, text, What::Person), ["Wendell Ortiz"]);
    assert!(found(&model, text, What::Place).iter().any(|place| place.contains("Acequia")));
    assert!(found(&model, text, What::Reach).iter().any(|mail| mail.contains("example")), "{:?}", model.spots(text));
    assert!(model.spots("").unwrap().is_empty());
}

#[test]
fn a_name_is_found_wherever_it_stands_in_a_long_text() {
    let Some(model) = model() else { return };
    let filler = "She slept better this week and came on time. ";
    for before in [0, 5, 9, 10, 11, 12, 40] {
        let text = format!("{}Then Quentin Dubois called. {}", filler.repeat(before), filler.repeat(20));
        assert_eq!(found(&model, &text, What::Person), ["Quentin Dubois"], "{before}");
    }
}

#[test]
fn what_is_no_model_is_said_so() {
    let unsound = |weights: Vec<u8>, words: &str, labels: &[u8]| Model::read(weights, words, labels).map(drop);
    assert!(matches!(unsound(vec![1, 2, 3], "", b""), Err(NamesError::NotSound(_))));
}
