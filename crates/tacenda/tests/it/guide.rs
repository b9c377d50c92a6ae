//! The guides say what happens: every command in them is run, in order, in an empty folder.
//!
//! A block fenced by `console` is run: `$ ` marks a command, the lines below it are what it prints, where `…` stands for anything. A word
//! in capitals stands for what an earlier command printed, see [`MAKES`].

use std::collections::BTreeMap;
use std::path::Path;

use crate::place::run;
use crate::run::root;

/// A word, the command that makes what it stands for, and where that stands in what the command prints.
const MAKES: [(&str, &str, fn(&str) -> Option<&str>); 5] = [
    ("CLIENT", "client add", first),
    ("RECORD", "record add", first),
    ("LEAF", "record add", |printed| printed.split_once("(leaf ")?.1.split(')').next()),
    ("BACKUP", "backup create", first),
    // A verifier key, as signed notes write it: name+hash+key.
    ("KEY", "ledger head", |printed| printed.split_whitespace().find(|word| word.matches('+').count() >= 2)),
];

fn first(printed: &str) -> Option<&str> {
    printed.split_whitespace().next()
}

/// A command and what it is to print.
struct Step {
    command: String,
    prints: String,
}

fn steps(guide: &str) -> Vec<Step> {
    let blocks = guide.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut steps: Vec<Step> = Vec::new();
    for line in blocks.flat_map(str::lines) {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push(Step { command: command.to_owned(), prints: String::new() }),
            None => steps.last_mut().unwrap().prints.extend([line, "\n"]),
        }
    }
    steps
}

/// Words of a command line; quotes keep words together, as in a shell.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, part) in command.split('"').enumerate() {
        if at % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        for (at, word) in part.split(' ').enumerate() {
            if at > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(word);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the text is the pattern, where `…` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[test]
fn a_pattern_fits_with_anything_at_its_dots() {
    assert!(fits("a … c\n", "a b c\n") && fits("…\n", "\n") && fits("x\n", "x\n") && fits("… b …\n", "a b c\n"));
    assert!(!fits("a … c\n", "a b d\n") && !fits("x\n", "y\n") && !fits("… b …\n", "a c\n"));
}

#[test]
fn the_words_of_a_command_are_those_of_a_shell() {
    assert_eq!(words(r#"tacenda init --name "Rosa Quintana" --x"#), ["tacenda", "init", "--name", "Rosa Quintana", "--x"]);
}

/// Whether this program has the command.
fn exists(folder: &Path, command: &[String]) -> bool {
    run(folder, &[&command[1], "--help"], b"").code == 0
}

fn play(name: &str, files: &[(&str, &str)]) {
    let guide = std::fs::read_to_string(root().join("docs/guides").join(name)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, text) in files {
        std::fs::write(path.join(name), text).unwrap();
    }
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    for step in steps(&guide) {
        let mut command = words(&step.command);
        for word in &mut command {
            *word = known.get(word.as_str()).cloned().unwrap_or_else(|| word.clone());
        }
        if !exists(path, &command) {
            continue;
        }
        let redirected = |sign: &str| command.iter().position(|w| w == sign).and_then(|at| command.get(at + 1)).cloned();
        let input = redirected("<").map(|name| std::fs::read(path.join(name)).unwrap()).unwrap_or_default();
        let output = redirected(">");
        let end = command.iter().position(|w| w == "<" || w == ">").unwrap_or(command.len());
        let mut arguments: Vec<&str> = command[1..end].iter().map(String::as_str).collect();
        arguments.extend(["--passphrase-file", "passphrase", "--no-input"]);
        let ran = run(path, &arguments, &input);
        assert_eq!(ran.code, 0, "{}\n{}{}", step.command, ran.out, ran.err);
        for (word, _, find) in MAKES.iter().filter(|(_, maker, _)| step.command.contains(maker)) {
            known.extend(find(&ran.out).map(|made| (*word, made.to_owned())));
        }
        match output {
            Some(name) => std::fs::write(path.join(name), &ran.out).unwrap(),
            None => assert!(fits(&step.prints, &ran.out), "{}\nprints\n{}instead of\n{}", step.command, ran.out, step.prints),
        }
    }
}

#[test]
fn keep_a_file_is_true_to_the_letter() {
    let files = [
        ("passphrase", "correct horse battery staple\n"),
        ("client.json", "{\"chosen_name\": \"Ana María Begay\", \"born\": \"1990-02-03\"}\n"),
        ("note.txt", "She slept better.\n"),
    ];
    play("keep-a-file.md", &files);
}
