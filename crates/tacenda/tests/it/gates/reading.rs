//! How hard the words are: Flesch–Kincaid for English, Fernández-Huerta for Spanish, as far as counting can tell. An alarm, not a proof.
//!
//! Staff pages: English grade 8 at most, Spanish 60 at least, 25 words a sentence. A few words are never said.

use std::path::{Path, PathBuf};

use crate::run::root;

/// What a text is made of.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    sentences: f64,
    words: f64,
    syllables: f64,
}

/// Vowels that stand together are one syllable; in English a silent `e` is none, in Spanish a strong vowel beside a strong one is two.
fn syllables(word: &str, spanish: bool) -> f64 {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| if spanish { "aeiouáéíóúü".contains(*c) } else { "aeiouy".contains(*c) };
    let strong = |c: &char| "aeoáéóíú".contains(*c);
    let mut count = 0.0_f64;
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &letters[at]);
        let joins = before.is_some_and(|before| vowel(before) && !(spanish && strong(before) && strong(letter)));
        if vowel(letter) && !joins {
            count += 1.0;
        }
    }
    let silent = !spanish && letters.len() > 2 && letters.ends_with(&['e']) && !letters.ends_with(&['l', 'e']);
    if silent && count > 1.0 {
        count -= 1.0;
    }
    count.max(1.0)
}

fn sentences(text: &str) -> Vec<Vec<&str>> {
    let parts = text.split(['.', '?', ':', ';', '\n']);
    let words = |part: &'_ str| -> usize { part.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count() };
    parts
        .filter(|p| words(p) > 0)
        .map(|p| p.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).collect())
        .collect()
}

fn count(text: &str, spanish: bool) -> Count {
    let mut sum = Count::default();
    for sentence in sentences(text) {
        sum.sentences += 1.0;
        for word in sentence {
            sum.words += 1.0;
            sum.syllables += syllables(word, spanish);
        }
    }
    sum
}

/// Flesch–Kincaid grade (Kincaid 1975).
fn grade(count: Count) -> f64 {
    0.39 * count.words / count.sentences + 11.8 * count.syllables / count.words - 15.59
}

/// Fernández-Huerta (1959), with the correction of its second term.
fn ease(count: Count) -> f64 {
    206.84 - 60.0 * count.syllables / count.words - 1.02 * count.words / count.sentences
}

#[test]
fn the_scores_are_what_they_are_known_to_be() {
    assert!(grade(count("The cat sat on the mat. It was warm.", false)) < 2.0);
    assert!(grade(count("Institutional confidentiality obligations necessitate comprehensive documentation.", false)) > 15.0);
    assert!(ease(count("El perro come pan. La casa es azul.", true)) > 80.0);
    assert!(ease(count("La confidencialidad institucional necesita documentación comprensiva obligatoria.", true)) < 40.0);
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|e| e == ending));
    found.sort();
    found
}

/// What a message file says: sentences of five words and more. Shorter ones are labels, whose words are names.
fn said(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let says = line.split_once(" = ").map_or(line, |(_, says)| says);
        let says = says.split_once("] ").map_or(says, |(_, says)| says);
        let mut plain = String::new();
        let mut depth = 0;
        for letter in says.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 0 => plain.push(letter),
                _ => {}
            }
        }
        lines.push(plain.trim().to_owned());
    }
    lines.retain(|line| !line.is_empty() && !line.ends_with("->"));
    lines
}

/// What is hard by its subject: citations, quoted law. It stands beside a plain line.
fn is_law(line: &str) -> bool {
    ["CFR", "USC", "NMSA", "U.S.C", "§"].iter().any(|mark| line.contains(mark))
}

fn faults(name: &str, lines: &[String], spanish: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let long = lines.iter().filter(|l| !is_law(l)).filter(|l| l.split_whitespace().count() >= 5);
    let text: Vec<&str> = long.map(String::as_str).collect();
    for line in &text {
        for sentence in sentences(line).iter().filter(|sentence| sentence.len() > 25) {
            faults.push(format!("{name}: {} words in one sentence: {}", sentence.len(), sentence.join(" ")));
        }
    }
    let sum = count(&text.join("\n"), spanish);
    if sum.words >= 40.0 {
        if !spanish && grade(sum) > 8.0 {
            faults.push(format!("{name}: grade {:.1}, at most 8", grade(sum)));
        }
        if spanish && ease(sum) < 60.0 {
            faults.push(format!("{name}: ease {:.0}, at least 60", ease(sum)));
        }
    }
    faults
}

/// Words that blame, hurry or hide.
const NEVER: [&str; 9] = ["invalid", "failed", "denied", "simply", "non-compliant", "!", "inválido", "denegado", "simplemente"];

fn never(name: &str, lines: &[String]) -> Vec<String> {
    let told = lines.iter().filter_map(|line| {
        let lower = line.to_lowercase();
        NEVER.iter().find(|word| lower.contains(**word)).map(|word| format!("{name}: says `{word}`: {line}"))
    });
    told.collect()
}

#[test]
fn what_the_pages_say_is_easy_to_read() {
    let mut found = Vec::new();
    for (language, spanish) in [("en", false), ("es", true)] {
        for file in files(&root().join("crates/tacenda/i18n").join(language), "ftl") {
            let name = format!("{language}/{}", file.file_name().unwrap().display());
            let lines = said(&std::fs::read_to_string(&file).unwrap());
            found.extend(faults(&name, &lines, spanish));
            found.extend(never(&name, &lines));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn so_is_the_book() {
    let mut found = Vec::new();
    for (language, spanish) in [("en", false), ("es", true)] {
        for file in files(&root().join("docs/book").join(language), "md") {
            let name = format!("book/{language}/{}", file.file_name().unwrap().display());
            let text = std::fs::read_to_string(&file).unwrap();
            // Lines of one paragraph belong together; headings, lists and tables do not.
            let mut lines: Vec<String> = vec![String::new()];
            for line in text.lines() {
                let begins = line.is_empty()
                    || line.starts_with(['#', '-', '>', '|', '`'])
                    || line.starts_with(|c: char| c.is_ascii_digit());
                if begins {
                    lines.push(String::new());
                }
                let last = lines.last_mut().unwrap();
                last.push_str(line.trim_start_matches(['#', '-', '>', '|', ' ']));
                last.push(' ');
            }
            found.extend(faults(&name, &lines, spanish));
            found.extend(never(&name, &lines).into_iter().filter(|fault| !fault.contains("](")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_the_book_calls_a_button_is_what_the_page_calls_it() {
    let mut faults = Vec::new();
    for language in ["en", "es"] {
        let messages = files(&root().join("crates/tacenda/i18n").join(language), "ftl");
        let messages: Vec<String> = messages.iter().flat_map(|file| said(&std::fs::read_to_string(file).unwrap())).collect();
        for file in files(&root().join("docs/book").join(language), "md") {
            let text = std::fs::read_to_string(&file).unwrap();
            // The five answers are named by the sheet; a sentence in bold is no button.
            let bold =
                text.split("**").skip(1).step_by(2).filter(|name| !name.ends_with('.') && !file.ends_with("five-answers.md"));
            let unknown = bold.filter(|name| !messages.iter().any(|message| message.trim_end_matches('.') == name.trim()));
            faults.extend(unknown.map(|name| format!("{}: nothing is called `{name}`", file.display())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
