//! Papers that no judge signed: what they show, and what they are.

use serde_json::{Value as Json, json};

/// What a paper shows, and the word for what it is; none where nobody can tell yet.
pub(crate) type Sample = (Vec<(&'static str, Json)>, Option<&'static str>);

pub(crate) fn all() -> Vec<Sample> {
    let shows = |process: &[&str], more: Vec<(&'static str, Json)>| {
        std::iter::once(("legal_process", json!(process))).chain(more).collect::<Vec<_>>()
    };
    let no = ("order_signed_by_judge", json!(false));
    let assured = |word: &str| ("hipaa_satisfactory_assurance", json!(word));
    vec![
        (shows(&["attorney_subpoena"], vec![no.clone(), assured("none")]), Some("subpoena")),
        (shows(&["attorney_subpoena"], Vec::new()), Some("subpoena")),
        (shows(&["attorney_subpoena"], vec![no.clone(), assured("notice_to_client")]), Some("subpoena_assured")),
        (shows(&["court_issued_subpoena"], vec![no.clone(), assured("none")]), Some("subpoena")),
        (shows(&["court_issued_subpoena"], vec![no.clone(), assured("qualified_protective_order")]), Some("subpoena_assured")),
        (shows(&["grand_jury_subpoena"], vec![no.clone()]), Some("grand_jury")),
        (shows(&["administrative_subpoena"], vec![no.clone()]), Some("administrative")),
        (shows(&["court_order"], vec![no.clone()]), Some("order_unsigned")),
        (shows(&["search_warrant"], vec![no.clone()]), Some("order_unsigned")),
        (shows(&["part2_court_order", "attorney_subpoena"], vec![no.clone()]), Some("order_unsigned")),
        (shows(&["foreign_order"], vec![no.clone()]), Some("order_from_abroad")),
        (shows(&["written_request"], vec![no]), Some("letter")),
        (shows(&["court_order"], Vec::new()), None),
        (Vec::new(), None),
    ]
}
