//! Papers that no judge signed: what they show, and what they are.

use serde_json::{Value as Json, json};

/// What a paper shows, and the word for what it is; none where nobody can tell yet.
pub(crate) type Sample = (Vec<(&'static str, Json)>, Option<&'static str>);

pub(crate) fn all() -> Vec<Sample> {
    let shows = |process: &[&str], more: &[(&'static str, Json)]| {
        let mut facts = vec![("legal_process", json!(process))];
        facts.extend(more.iter().cloned());
        facts
    };
    let no = ("order_signed_by_judge", json!(false));
    let assured = |word: &str| ("hipaa_satisfactory_assurance", json!(word));
    vec![
        (shows(&["attorney_subpoena"], &[no.clone(), assured("none")]), Some("subpoena")),
        (shows(&["attorney_subpoena"], &[]), Some("subpoena")),
        (shows(&["attorney_subpoena"], &[no.clone(), assured("notice_to_client")]), Some("subpoena_assured")),
        (shows(&["court_issued_subpoena"], &[no.clone(), assured("none")]), Some("subpoena")),
        (shows(&["court_issued_subpoena"], &[no.clone(), assured("qualified_protective_order")]), Some("subpoena_assured")),
        (shows(&["grand_jury_subpoena"], &[no.clone()]), Some("grand_jury")),
        (shows(&["administrative_subpoena"], &[no.clone()]), Some("administrative")),
        (shows(&["court_order"], &[no.clone()]), Some("order_unsigned")),
        (shows(&["search_warrant"], &[no.clone()]), Some("order_unsigned")),
        (shows(&["part2_court_order", "attorney_subpoena"], &[no.clone()]), Some("order_unsigned")),
        (shows(&["foreign_order"], &[no.clone()]), Some("order_from_abroad")),
        (shows(&["written_request"], &[no]), Some("letter")),
        (shows(&["court_order"], &[]), None),
        (Vec::new(), None),
    ]
}
