//! Papers that a judge signed: what they show, and what they are.

use serde_json::json;

pub(crate) use crate::flows::subpoena::samples::Sample;

pub(crate) fn all() -> Vec<Sample> {
    let shows = |process: &[&str], part2: &str| {
        let signed = [("order_signed_by_judge", json!(true)), ("order_recipients_match", json!(true))];
        [("legal_process", json!(process)), ("part2_order_type", json!(part2))].into_iter().chain(signed).collect::<Vec<_>>()
    };
    vec![
        (shows(&["court_order"], "none"), Some("court_order")),
        (shows(&["court_order", "attorney_subpoena"], "none"), Some("court_order")),
        (shows(&["search_warrant"], "none"), Some("warrant")),
        (shows(&["part2_court_order"], "noncriminal_2_64"), Some("part2_order_alone")),
        (shows(&["part2_court_order", "attorney_subpoena"], "noncriminal_2_64"), Some("part2_order_and_subpoena")),
        (shows(&["part2_court_order", "court_order"], "noncriminal_2_64"), Some("part2_order_and_subpoena")),
    ]
}
