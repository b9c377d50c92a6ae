//! `docs/asvs.csv`: the OWASP Application Security Verification Standard 5.0, level 2, line by line. A line without a place and a test, or a
//! reason, fails.

use std::collections::BTreeSet;

use crate::run::root;

/// A requirement of level 1 or 2.
struct Line {
    id: String,
    asks: String,
    state: String,
    place: String,
    test: String,
}

fn lines() -> Vec<Line> {
    let text = std::fs::read_to_string(root().join("docs/asvs.csv")).unwrap();
    let mut lines = Vec::new();
    for line in text.lines().skip(1) {
        let cells = line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let [id, asks, state, place, test]: [String; 5] = cells.try_into().unwrap();
        lines.push(Line { id, asks, state, place, test });
    }
    lines
}

/// Every file of ours, by name.
fn exists(path: &str) -> bool {
    root().join(path.split('#').next().unwrap_or(path)).exists()
}

/// The names of all tests, and what the gates of the browser and the rig are called.
fn tests() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut todo = vec![root().join("crates"), root().join("rig/src"), root().join("xtask/src"), root().join("e2e")];
    while let Some(folder) = todo.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
                todo.push(path);
            } else if ending == "rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                names.extend(text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next()).map(str::to_owned));
            }
        }
    }
    names
}

#[test]
fn every_requirement_of_level_two_has_its_line() {
    let lines = lines();
    let ids: BTreeSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!((lines.len(), ids.len()), (253, 253), "70 of level 1 and 183 of level 2");
    assert!(lines.iter().all(|line| line.asks.len() > 5));
    let no = lines.iter().filter(|line| line.state == "no").count();
    println!("{} apply, {no} do not", lines.len() - no);
}

#[test]
fn a_line_says_where_and_by_which_test_or_why_not() {
    let (mut faults, known) = (Vec::new(), tests());
    let rig = std::fs::read_to_string(root().join("rig/src/main.rs")).unwrap();
    let mut open = 0;
    for line in lines() {
        let id = &line.id;
        match line.state.as_str() {
            "no" if line.place.is_empty() && line.test.len() > 10 => {}
            "no" => faults.push(format!("{id}: why does it not apply?")),
            "done" => {
                let places: Vec<&str> = line.place.split(' ').filter(|place| !place.is_empty()).collect();
                faults.extend(places.iter().filter(|place| !exists(place)).map(|place| format!("{id}: there is no {place}")));
                if places.is_empty() || line.test.is_empty() {
                    faults.push(format!("{id}: where, and by which test or for which reason?"));
                }
                let names = line.test.split([' ', ';']).filter_map(|word| word.strip_prefix("test:"));
                faults.extend(names.filter(|name| !known.contains(*name)).map(|name| format!("{id}: no test is called {name}")));
                let attacks = line.test.split([' ', ';']).filter_map(|word| word.strip_prefix("rig:"));
                faults.extend(
                    attacks
                        .filter(|name| !rig.contains(&format!("(\"{name}\",")))
                        .map(|name| format!("{id}: the rig has no {name}")),
                );
            }
            state => match state.strip_prefix("open #").map(str::parse::<u32>) {
                Some(Ok(_)) if line.test.len() > 10 => open += 1,
                _ => faults.push(format!("{id}: `{state}` is no state; open needs an issue and what is missing")),
            },
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{open} open");
}
