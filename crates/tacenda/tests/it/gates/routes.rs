//! The table of routes: what the program has and what people review are one.

use std::collections::{BTreeMap, BTreeSet};

use tacenda::web;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/routes.csv");

/// A line of the table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) verb: String,
    pub(crate) path: String,
    pub(crate) door: String,
    pub(crate) who: String,
}

impl Row {
    /// Whether this door is one that the access table opens.
    pub(crate) fn by_right(&self) -> bool {
        !matches!(self.who.as_str(), "anybody" | "whoever is signed in" | "whoever holds a link")
    }

    /// An address of it, in which this stands for something.
    pub(crate) fn at(&self, id: &str) -> String {
        let parts = self.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// The table as it was reviewed.
pub(crate) fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(TABLE).unwrap();
    let mut rows = Vec::new();
    for line in text.lines().skip(1) {
        let [verb, path, door, who] = line.split(',').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
        rows.push(Row { verb, path, door, who });
    }
    rows
}

#[test]
fn every_route_has_its_row() {
    let (fresh, kept) = (web::routes(), std::fs::read_to_string(TABLE).unwrap_or_default());
    if fresh != kept {
        let place = concat!(env!("CARGO_TARGET_TMPDIR"), "/routes.csv");
        std::fs::write(place, &fresh).unwrap();
        panic!("docs/reference/routes.csv is not what the program has; as it would be it stands in {place}");
    }
}

/// The reviewed access table: right to the roles to which some line of it opens anything.
fn reviewed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../desk/tests/access.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let mut rights: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        let opened = head.iter().zip(&line).skip(2).filter(|(_, ways)| **ways != "-").map(|(role, _)| (*role).to_owned());
        rights.entry(line[0].to_owned()).or_default().extend(opened);
    }
    rights
}

#[test]
fn a_door_opens_to_those_to_whom_the_reviewed_access_table_opens_its_right() {
    let rights = reviewed();
    for row in rows().iter().filter(|row| row.by_right()) {
        let who: BTreeSet<String> = row.who.split(' ').map(str::to_owned).collect();
        assert_eq!(Some(&who), rights.get(&row.door), "{} {}", row.verb, row.path);
    }
}

#[test]
fn only_pages_for_everybody_are_open_to_everybody() {
    // Whoever opens another page to strangers says so here, and somebody reviews it.
    let open = ["/caller", "/help", "/help/{page}", "/join", "/now", "/recover", "/report", "/sign-in", "/sign-in/second"];
    let provider = ["/sign-in/provider", "/sign-in/provider/back", "/sign-in/provider/end"];
    let open = [&open[..], &provider].concat();
    for row in rows().iter().filter(|row| row.door == "open") {
        assert!(open.contains(&row.path.as_str()), "{} {} is open to anybody", row.verb, row.path);
    }
}

#[test]
fn an_address_says_nothing_of_anybody() {
    for row in rows() {
        let told = ["name", "born", "diagnosis", "client_name", "email", "phone"];
        assert!(!told.iter().any(|word| row.path.contains(&format!("{{{word}}}"))), "{}", row.path);
    }
}
