//! Other people in a record: who the file names, and what looks like a name, a place or a number of somebody. A machine proposes; a person
//! decides. What is not proposed a person adds by hand.

use std::collections::BTreeMap;

use crate::packet::{Hidden, Stead};

/// Words that may be somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As they are written where they stand first.
    pub words: String,
    /// What would stand there instead.
    pub stead: Stead,
    /// The file itself names them.
    pub known: bool,
    /// So often.
    pub times: usize,
    /// The words around the first of them.
    pub around: String,
}

/// A word of a text, and where it stands.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    at: usize,
    /// It begins a sentence, or a line.
    first: bool,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    }

    fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.text.to_lowercase().as_str())
    }

    const fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

const KIN: &[&str] = &[
    "mother", "mom", "father", "dad", "brother", "sister", "son", "daughter", "husband", "wife", "partner", "boyfriend", "girlfriend",
    "aunt", "uncle", "cousin", "niece", "nephew", "grandmother", "grandfather", "stepfather", "stepmother", "ex", "fiancé", "fiancée",
    "madre", "mamá", "padre", "papá", "hermano", "hermana", "hijo", "hija", "esposo", "esposa", "marido", "pareja", "novio", "novia", "tía",
    "tío", "primo", "prima", "sobrino", "sobrina", "abuela", "abuelo", "padrastro", "madrastra",
];
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sr", "sra", "srta", "dra", "don", "doña", "officer", "judge", "coach"];
const STREETS: &[&str] = &[
    "street", "st", "avenue", "ave", "road", "rd", "drive", "dr", "lane", "ln", "boulevard", "blvd", "court", "ct", "calle", "avenida",
    "camino", "paseo", "place", "pl",
];
/// What stands after them is mostly a place.
const TOWARD: &[&str] = &["in", "near", "at", "to", "from", "en", "cerca", "hacia", "desde"];
/// Written with a capital letter, and nobody.
const NOBODY: &[&str] = &[
    "i", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december", "english", "spanish", "american", "mexican", "christmas",
    "easter", "thanksgiving", "medicaid", "medicare", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "client",
    "clinician", "therapist", "counselor", "diagnosis", "plan", "session", "group", "goal", "assessment", "god", "dios",
];

/// What looks like somebody else in those texts. `known`: names out of the file, each with who that is; `own`: names of the client, of those
/// who work here and of the agency, which are nobody else's.
pub fn find<'t>(texts: impl IntoIterator<Item = &'t str>, known: &[(String, Stead)], own: &[String]) -> Vec<Found> {
    let own: Vec<String> = own.iter().flat_map(|name| parts(name)).map(str::to_lowercase).collect();
    let mut found = BTreeMap::<String, Found>::new();
    for text in texts {
        let words = words(text);
        let spans = named(&words, text, known).into_iter().chain(reached(&words, text)).chain(looks(&words, text, &own));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for (from, to, stead, is_known) in spans {
            let Some(there) = text.get(from..to).filter(|_| !taken.iter().any(|(a, b)| from < *b && *a < to)) else { continue };
            taken.push((from, to));
            let entry = found.entry(there.to_lowercase()).or_insert_with(|| Found {
                words: there.to_owned(),
                stead,
                known: is_known,
                times: 0,
                around: around(text, from, to),
            });
            entry.times += 1;
            entry.known |= is_known;
        }
    }
    let mut found: Vec<Found> = found.into_values().collect();
    found.sort_by(|a, b| (!a.known, &a.words).cmp(&(!b.known, &b.words)));
    found
}

/// The text with something else in the place of what is hidden, in the reader's language.
pub fn hide(text: &str, hidden: &[Hidden], say: impl Fn(Stead) -> String) -> String {
    let mut longest: Vec<&Hidden> = hidden.iter().filter(|one| !one.words.trim().is_empty()).collect();
    longest.sort_by_key(|one| std::cmp::Reverse(one.words.len()));
    let (mut said, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let here = |one: &&&Hidden| begins(text, at).then(|| length(rest, &one.words)).flatten().is_some();
        match longest.iter().find(here).and_then(|one| Some((one, length(rest, &one.words)?))) {
            Some((one, length)) => {
                said.push_str(&say(one.stead));
                at += length;
            }
            None => {
                let Some(letter) = rest.chars().next() else { break };
                said.push(letter);
                at += letter.len_utf8();
            }
        }
    }
    said
}

/// Whether a word may begin there.
fn begins(text: &str, at: usize) -> bool {
    !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
}

/// How long the words are that the text begins with, if it begins with those: letters large or small, and any space between them.
fn length(text: &str, words: &str) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    for wanted in words.trim().chars() {
        if wanted.is_whitespace() {
            letters.peek().filter(|(_, letter)| letter.is_whitespace())?;
            while letters.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
        } else {
            letters.next().filter(|(_, letter)| letter.to_lowercase().eq(wanted.to_lowercase()))?;
        }
    }
    let end = letters.peek().map_or(text.len(), |(at, _)| *at);
    let stops = text.get(end..).and_then(|rest| rest.chars().next()).is_none_or(|next| !next.is_alphanumeric());
    stops.then_some(end)
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').filter(|part| part.chars().count() > 2)
}

fn words(text: &str) -> Vec<Word<'_>> {
    let (mut words, mut begin, mut first) = (Vec::new(), None, true);
    for (at, letter) in text.char_indices().chain([(text.len(), '\n')]) {
        let inside = letter.is_alphanumeric() || (begin.is_some() && matches!(letter, '-' | '’' | '\''));
        match (begin, inside) {
            (None, true) => begin = Some(at),
            (Some(from), false) => {
                let word = text.get(from..at).unwrap_or_default();
                let word = word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word);
                words.push(Word { text: word, at: from, first });
                (begin, first) = (None, false);
            }
            _ => {}
        }
        // A dot after a title ends no sentence.
        let titled = || words.last().is_some_and(|word: &Word<'_>| word.is(TITLES));
        first |= begin.is_none() && (matches!(letter, '!' | '?' | '\n' | ':' | '“' | '"' | '¿' | '¡') || (letter == '.' && !titled()));
    }
    words
}

type Span = (usize, usize, Stead, bool);

/// Where the file's own names stand, as a whole or in part.
fn named(words: &[Word<'_>], text: &str, known: &[(String, Stead)]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (name, stead) in known {
        for word in words {
            let whole = text.get(word.at..).and_then(|rest| length(rest, name)).map(|length| word.at + length);
            let part = || parts(name).any(|part| part.to_lowercase() == word.text.to_lowercase()).then(|| word.end());
            spans.extend(whole.or_else(part).map(|end| (word.at, end, *stead, true)));
        }
    }
    // What is longer goes before what is part of it.
    spans.sort_by_key(|(from, to, ..)| (std::cmp::Reverse(to - from), *from));
    spans
}

/// What looks like a name: after a title or a word of kin, and words with a capital letter where no sentence begins.
fn looks(words: &[Word<'_>], text: &str, own: &[String]) -> Vec<Span> {
    let is_name = |word: &Word<'_>| word.is_capital() && !word.is(NOBODY) && !own.contains(&word.text.to_lowercase());
    let (mut spans, mut last): (Vec<Span>, Option<Word<'_>>) = (Vec::new(), None);
    for word in words {
        let kin = last.is_some_and(|before| before.is(KIN));
        let titled = last.is_some_and(|before| before.is(TITLES));
        let joins = spans.last().is_some_and(|(_, to, ..)| text.get(*to..word.at).is_some_and(|gap| matches!(gap, " " | " de " | " de la ")));
        if is_name(word) && (!word.first || kin || titled) && !word.is(TITLES) {
            match spans.last_mut().filter(|_| joins && !word.first) {
                Some((_, to, ..)) => *to = word.end(),
                None => spans.push((word.at, word.end(), stead(last.as_ref()), false)),
            }
        }
        last = Some(*word);
    }
    spans
}

/// What a name after that word is of.
fn stead(before: Option<&Word<'_>>) -> Stead {
    match before {
        Some(word) if word.is(KIN) => Stead::Relative,
        Some(word) if word.is(TOWARD) => Stead::Place,
        _ => Stead::Person,
    }
}

/// Numbers by which somebody is reached, addresses of mail, streets with a number.
fn reached(words: &[Word<'_>], text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let rest = text.get(word.at..).unwrap_or_default();
        let number = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | '(' | ')' | ' ')).unwrap_or(rest.len());
        let number = rest.get(..number).unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        if word.text.starts_with(|c: char| c.is_ascii_digit()) {
            if matches!(digits, 7 | 10 | 11) && number.contains(['-', '.', ' ']) {
                spans.push((word.at, word.at + number.len(), Stead::Reach, false));
            }
            let street = words.iter().skip(at + 1).take(4).find(|next| next.is(STREETS));
            let on_the_way = |street: &Word<'_>| words.iter().skip(at + 1).take_while(|next| next.at < street.at).all(Word::is_capital);
            spans.extend(street.filter(|street| on_the_way(street) && street.is_capital()).map(|s| (word.at, s.end(), Stead::Place, false)));
        }
        let to = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '>')).unwrap_or(rest.len());
        let mail = rest.get(..to).unwrap_or_default().trim_end_matches('.');
        if mail.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.')) {
            spans.push((word.at, word.at + mail.len(), Stead::Reach, false));
        }
    }
    spans.sort_by_key(|(from, to, ..)| (std::cmp::Reverse(to - from), *from));
    spans
}

/// A few words before and after.
fn around(text: &str, from: usize, to: usize) -> String {
    let before = text.get(..from).unwrap_or_default();
    let after = text.get(to..).unwrap_or_default();
    let start = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(40).map_or(after.len(), |(at, _)| at);
    let middle = text.get(from..to).unwrap_or_default();
    let joined = format!("{}{middle}{}", before.get(start..).unwrap_or_default(), after.get(..end).unwrap_or_default());
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let known = [("Marco Ruiz".to_owned(), Stead::Person)];
        let own = ["Rosa Jaramillo".to_owned(), "Ana Chavez".to_owned()];
        find([text], &known, &own).into_iter().map(|found| found.words).collect()
    }

    #[test]
    fn whom_the_file_names_is_found_whole_and_in_part() {
        assert_eq!(found("marco called. Then MARCO RUIZ came."), ["MARCO RUIZ", "marco"]);
        assert_eq!(found("Marcos is another, and Marcoruiz too; the marcota."), ["Marcoruiz"]);
    }

    #[test]
    fn what_looks_like_a_name_is_found_and_the_clients_own_is_not() {
        assert_eq!(found("Rosa came on Monday with her brother Tomás. She likes Dr. Lee and Pat Ortiz’s dog."), ["Lee", "Pat Ortiz", "Tomás"]);
        assert_eq!(found("Hermana Luz said so."), ["Luz"]);
        assert_eq!(found("Slept well. Ate. Talked with Ana about the Plan."), Vec::<String>::new());
    }

    #[test]
    fn numbers_streets_and_mail_are_found() {
        assert_eq!(found("call 505-555-0142 or write to t.o@example.org."), ["505-555-0142", "t.o@example.org"]);
        assert_eq!(found("lives at 14 Acequia Street now"), ["14 Acequia Street"]);
        assert_eq!(found("scored 17 on 2026-11-02 at 10.30"), Vec::<String>::new());
    }

    #[test]
    fn what_is_hidden_is_nowhere_and_the_rest_stays_as_it_was() {
        let hidden = [
            Hidden { words: "Marco".to_owned(), stead: Stead::Person },
            Hidden { words: "Marco Ruiz".to_owned(), stead: Stead::Relative },
        ];
        let say = |stead: Stead| format!("[{}]", stead.word());
        assert_eq!(hide("MARCO  RUIZ, marco’s car, Marcos.", &hidden, say), "[relative], [person]’s car, Marcos.");
        assert_eq!(hide("Ñandú “¿qué?” 日本", &hidden, say), "Ñandú “¿qué?” 日本");
    }
}
