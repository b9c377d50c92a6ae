//! Other people in a record: who the file names, and what looks like a name, a place or a number of somebody. A machine proposes; a person
//! decides. What is not proposed a person adds by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::client::folded;
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
        let mut letters = self.text.chars().filter(|letter| !is_mark(*letter));
        let first = letters.next().is_some_and(char::is_uppercase);
        // Tomás, O’Brien, T.
        first && letters.next().is_none_or(|second| second.is_lowercase() || matches!(second, '’' | '\''))
    }

    /// Whether it is one of the words of a list, whatever its letters' size.
    fn is(&self, list: &str) -> bool {
        let small = self.text.to_lowercase();
        list.split(' ').any(|word| word == small)
    }

    const fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// A mark that stands on the letter before it.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

const KIN: &str = "mother mom father dad brother sister son daughter husband wife partner boyfriend girlfriend aunt uncle cousin niece \
    nephew grandmother grandfather stepfather stepmother ex fiancé fiancée madre mamá padre papá hermano hermana hijo hija \
    esposo esposa marido pareja novio novia tía tío primo prima sobrino sobrina abuela abuelo padrastro madrastra";
const TITLES: &str = "mr mrs ms miss dr sr sra srta dra don doña officer judge coach";
const STREETS: &str = "street st avenue ave road rd drive dr lane ln boulevard blvd court ct calle avenida camino paseo place pl";
/// What stands after them is mostly a place.
const TOWARD: &str = "in near at to from en cerca hacia desde";
/// Written with a capital letter, and nobody.
const NOBODY: &str = "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september \
    october november december english spanish american mexican christmas easter thanksgiving medicaid medicare lunes \
    martes miércoles jueves viernes sábado domingo sábados domingos mondays tuesdays wednesdays thursdays fridays saturdays sundays client the a an she he they it we you this that these her his their my \
    our with and but then when while after before on in at to from no not el la los las un una su sus mi ella con y pero \
    cuando en de clinician therapist counselor diagnosis plan session group goal assessment god dios";

/// Names that are nobody else's: the client's, and, but after a word of kin or a title, those of who works here.
struct Own {
    clients: Vec<String>,
    workers: Vec<String>,
    /// Words that stand with a capital letter where no sentence begins.
    inside: BTreeSet<String>,
}

/// What looks like somebody else in those texts. `known`: names out of the file, each with who that is; then the client's own names, and those of
/// the people who work here.
pub fn find<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    known: &[(String, Stead)],
    (clients, workers): (&[String], &[String]),
) -> Vec<Found> {
    let all = |names: &[String]| names.iter().flat_map(|name| parts(name)).map(str::to_lowercase).collect();
    let texts: Vec<(&str, Vec<Word<'_>>)> = texts.into_iter().map(|text| (text, words(text))).collect();
    let inside = texts.iter().flat_map(|(_, words)| words).filter(|word| word.is_capital() && !word.first);
    let own = Own { clients: all(clients), workers: all(workers), inside: inside.map(|word| word.text.to_lowercase()).collect() };
    let index = Known::of(known, &own.clients);
    let mut found = BTreeMap::<String, Found>::new();
    for (text, words) in &texts {
        let spans = named(words, text, &index).into_iter().chain(reached(words, text)).chain(looks(words, text, &own));
        // None lies over another one: whichever begins last before its end would end after its beginning.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for (from, to, stead, is_known) in spans {
            let free = taken.range(..to).next_back().is_none_or(|(_, end)| *end <= from);
            let Some(there) = text.get(from..to).filter(|_| free) else { continue };
            taken.insert(from, to);
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

/// A text, with where something stands in it and what would stand there instead.
type Spotted<'t> = (&'t str, Vec<(Range<usize>, Stead)>);

/// What was found, and beside it what a text model spotted and nothing else found: texts, each with where something stands in it and what would
/// stand there instead. The client's own names are nobody else's, nor is the whole name of somebody who works here; a part of one may be.
pub fn with_spotted<'t>(
    mut found: Vec<Found>,
    spotted: impl IntoIterator<Item = Spotted<'t>>,
    (clients, workers): (&[String], &[String]),
) -> Vec<Found> {
    let own: BTreeSet<String> = clients.iter().flat_map(|name| parts(name)).map(folded).collect();
    let workers: BTreeSet<String> = workers.iter().map(|name| folded(name)).collect();
    let gone: Vec<Hidden> = found.iter().map(|one| Hidden { words: one.words.clone(), stead: one.stead }).collect();
    let spotted: Vec<Spotted<'_>> = spotted.into_iter().collect();
    let mut new = BTreeMap::<String, Found>::new();
    for (text, spots) in &spotted {
        // What is hidden already where it stands needs nobody's look.
        let covered = covered(text, &gone);
        let is_covered = |span: &Range<usize>| {
            let before = covered.partition_point(|(from, ..)| *from <= span.start).checked_sub(1);
            before.and_then(|at| covered.get(at)).is_some_and(|(_, to, _)| span.end <= *to)
        };
        for (span, stead) in spots.iter().filter(|(span, _)| !is_covered(span)) {
            let Some(words) = text.get(span.clone()) else { continue };
            let small = words.to_lowercase();
            let bare = folded(words);
            let mut inside = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(folded);
            // April may be somebody; a month is no place.
            let is_nobody = *stead != Stead::Person && NOBODY.split_whitespace().any(|word| word == small);
            if bare.chars().count() < 2 || is_nobody || workers.contains(&bare) || inside.all(|part| own.contains(&part)) {
                continue;
            }
            let around = || around(text, span.start, span.end);
            let first = || Found { words: words.to_owned(), stead: *stead, known: false, times: 0, around: around() };
            new.entry(small.clone()).or_insert_with(first);
        }
    }
    // Hidden it is hidden wherever it stands, spotted there or not: "will" may be somebody once.
    let all: Vec<Hidden> =
        gone.into_iter().chain(new.values().map(|one| Hidden { words: one.words.clone(), stead: one.stead })).collect();
    for (text, _) in &spotted {
        for (from, to, _) in covered(text, &all) {
            let there = text.get(from..to).and_then(|words| new.get_mut(&words.to_lowercase()));
            let _ = there.map(|one| one.times += 1);
        }
    }
    found.extend(new.into_values());
    found.sort_by(|a, b| (!a.known, &a.words).cmp(&(!b.known, &b.words)));
    found
}

/// The text with something else in the place of what is hidden, in the reader's language.
pub fn hide(text: &str, hidden: &[Hidden], say: impl Fn(Stead) -> String) -> String {
    let (mut said, mut at) = (String::with_capacity(text.len()), 0);
    for (from, to, stead) in covered(text, hidden) {
        said.push_str(text.get(at..from).unwrap_or_default());
        said.push_str(&say(stead));
        at = to;
    }
    said.push_str(text.get(at..).unwrap_or_default());
    said
}

/// A letter as it is compared, whatever its size.
fn small(letter: char) -> Option<char> {
    letter.to_lowercase().next()
}

/// By the letter that each begins with, the longest first.
fn by_letter(hidden: &[Hidden]) -> BTreeMap<char, Vec<&Hidden>> {
    let mut by = BTreeMap::<char, Vec<&Hidden>>::new();
    for one in hidden {
        let first = one.words.trim().chars().next().and_then(small);
        let _ = first.map(|first| by.entry(first).or_default().push(one));
    }
    by.values_mut().for_each(|all| all.sort_by_key(|one| std::cmp::Reverse(one.words.len())));
    by
}

/// Where what is hidden stands in a text, in order: at each place the longest of it.
fn covered(text: &str, hidden: &[Hidden]) -> Vec<(usize, usize, Stead)> {
    let by_letter = by_letter(hidden);
    let (mut covered, mut at) = (Vec::new(), 0);
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let here = |one: &&Hidden| Some((length(rest, &one.words)?, one.stead));
        let those = small(letter).and_then(|first| by_letter.get(&first)).filter(|_| begins(text, at));
        match those.and_then(|those| those.iter().find_map(here)) {
            Some((length, stead)) => {
                covered.push((at, at + length, stead));
                at += length;
            }
            None => at += letter.len_utf8(),
        }
    }
    covered
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
    name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')).filter(|part| part.chars().count() > 1)
}

fn words(text: &str) -> Vec<Word<'_>> {
    let (mut words, mut begin, mut first) = (Vec::new(), None, true);
    for (at, letter) in text.char_indices().chain([(text.len(), '\n')]) {
        let inside = letter.is_alphanumeric() || (begin.is_some() && (is_mark(letter) || matches!(letter, '-' | '’' | '\'')));
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
        let titled = || words.last().is_some_and(|word: &Word<'_>| word.is(TITLES) || word.text.chars().count() == 1);
        first |=
            begin.is_none() && (matches!(letter, '!' | '?' | '\n' | ':' | '“' | '"' | '¿' | '¡') || (letter == '.' && !titled()));
    }
    words
}

type Span = (usize, usize, Stead, bool);

/// The file's own names, by the first of their words and by each of their parts: accents, signs and the size of letters aside.
struct Known<'n> {
    whole: BTreeMap<String, Vec<(&'n str, Stead)>>,
    part: BTreeMap<String, Stead>,
}

impl<'n> Known<'n> {
    /// A part that is the client's as well is theirs, and a word that names nobody names nobody here either.
    fn of(names: &'n [(String, Stead)], clients: &[String]) -> Self {
        let ours: BTreeSet<String> = clients.iter().map(|part| folded(part)).collect();
        let nobody: BTreeSet<String> =
            [NOBODY, KIN, TITLES].iter().flat_map(|list| list.split_whitespace()).map(folded).collect();
        let mut known = Self { whole: BTreeMap::new(), part: BTreeMap::new() };
        for (name, stead) in names {
            if let Some(first) = words(name).first() {
                known.whole.entry(folded(first.text)).or_default().push((name, *stead));
            }
            let own = parts(name).flat_map(|part| std::iter::once(part).chain(part.split('-')));
            // Of two letters only what is written as a name: Jo, not de.
            let tells =
                |part: &&str| part.chars().count() > 2 || (part.chars().count() == 2 && part.starts_with(char::is_uppercase));
            for part in own.filter(tells).map(folded).filter(|part| !ours.contains(part) && !nobody.contains(part)) {
                known.part.entry(part).or_insert(*stead);
            }
        }
        known
    }
}

/// Where the file's own names stand, as a whole or in part.
fn named(words: &[Word<'_>], text: &str, known: &Known<'_>) -> Vec<Span> {
    let mut spans = Vec::new();
    for word in words {
        let small = folded(word.text);
        let here = |(name, stead): &(&str, Stead)| Some((word.at + length(text.get(word.at..)?, name)?, *stead));
        let whole = known.whole.get(&small).and_then(|names| names.iter().filter_map(here).max_by_key(|(end, _)| *end));
        let piece = || known.part.get(&small).map(|stead| (word.end(), *stead));
        spans.extend(whole.or_else(piece).map(|(end, stead)| (word.at, end, stead, true)));
    }
    // What is longer goes before what is part of it.
    spans.sort_by_key(|(from, to, ..)| (std::cmp::Reverse(to - from), *from));
    spans
}

/// What looks like a name: after a title or a word of kin, and words with a capital letter where no sentence begins; where one begins, such as
/// stand so elsewhere, or before another one.
fn looks(words: &[Word<'_>], text: &str, own: &Own) -> Vec<Span> {
    let (mut spans, mut last): (Vec<Span>, Option<Word<'_>>) = (Vec::new(), None);
    for (at, word) in words.iter().enumerate() {
        let before = last.replace(*word);
        let told = before.is_some_and(|before| before.is(KIN) || before.is(TITLES));
        let small = word.text.to_lowercase();
        let ours = own.clients.contains(&small) || (own.workers.contains(&small) && !told);
        if !word.is_capital() || word.is(NOBODY) || word.is(TITLES) || word.is(KIN) || ours {
            continue;
        }
        let near = |from: usize, to: usize| text.get(from..to).is_some_and(|gap| matches!(gap, " " | ". " | " de " | " de la "));
        let next =
            words.get(at + 1).filter(|next| next.is_capital() && !next.first && !next.is(NOBODY) && near(word.end(), next.at));
        if word.first && !told && !own.inside.contains(&small) && next.is_none() {
            continue;
        }
        match spans.last_mut().filter(|(_, to, ..)| !word.first && near(*to, word.at)) {
            Some((_, to, ..)) => *to = word.end(),
            None => spans.push((word.at, word.end(), stead(before.as_ref()), false)),
        }
    }
    // A letter by itself is nobody's name.
    spans.retain(|(from, to, ..)| to - from > 1);
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

/// The longest address of mail, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST_MAIL: usize = 254;

/// Numbers by which somebody is reached or told from others, addresses of mail, streets with a number.
fn reached(words: &[Word<'_>], text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let rest = text.get(word.at..).unwrap_or_default();
        if word.text.starts_with(|c: char| c.is_ascii_digit()) {
            spans.extend(number(rest).map(|length| (word.at, word.at + length, Stead::Reach, false)));
            let street = words.iter().skip(at + 1).take(4).find(|next| next.is(STREETS));
            let on_the_way =
                |street: &Word<'_>| words.iter().skip(at + 1).take_while(|next| next.at < street.at).all(Word::is_capital);
            spans.extend(
                street
                    .filter(|street| on_the_way(street) && street.is_capital())
                    .map(|s| (word.at, s.end(), Stead::Place, false)),
            );
        }
        let whole = rest.char_indices().take(LONGEST_MAIL).find(|(_, c)| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '>'));
        let mail = rest.get(..whole.map_or(rest.len().min(LONGEST_MAIL), |(at, _)| at)).unwrap_or_default().trim_end_matches('.');
        if mail.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.')) {
            spans.push((word.at, word.at + mail.len(), Stead::Reach, false));
        }
    }
    spans.sort_by_key(|(from, to, ..)| (std::cmp::Reverse(to - from), *from));
    spans
}

/// How long the number is that the text begins with, if it is one of a telephone or of social security.
fn number(text: &str) -> Option<usize> {
    let (mut digits, mut parts, mut end) = (0, vec![0_usize], None);
    for (at, letter) in text.char_indices().take(24) {
        match letter {
            '0'..='9' => {
                digits += 1;
                parts.last_mut().map(|part| *part += 1)?;
                let before = parts.first() == Some(&1) && text.starts_with('1');
                let is_one = match parts.as_slice() {
                    [3, 2 | 3, 4] | [3, 4 | 7] | [10] => true,
                    [1, 10] | [1, 3, 3, 4] => before,
                    [11] => text.starts_with('1'),
                    _ => false,
                };
                let ends = text.get(at + 1..).is_none_or(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
                if is_one && ends {
                    end = Some(at + 1);
                }
            }
            '-' | '.' | '(' | ')' | ' ' if digits > 0 && parts.last() != Some(&0) => parts.push(0),
            '-' | '.' | '(' | ')' | ' ' => {}
            _ => break,
        }
    }
    end
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
        let known = [("Marco Ruiz".to_owned(), Stead::Person), ("Carmen Jaramillo".to_owned(), Stead::Relative)];
        find([text], &known, (&["Rosa Jaramillo".to_owned()], &["Ana Chavez".to_owned()]))
            .into_iter()
            .map(|found| found.words)
            .collect()
    }

    #[test]
    fn whom_the_file_names_is_found_whole_and_in_part() {
        assert_eq!(found("marco called. Then MARCO RUIZ came."), ["MARCO RUIZ", "marco"]);
        assert_eq!(found("Marcos is another, and Marcoruiz too; the marcota."), ["Marcoruiz"]);
    }

    #[test]
    fn whom_the_file_names_is_found_however_it_is_spelled_and_words_that_name_nobody_are_not() {
        let known = ["Tomás", "Sean O'Brien", "Jo Smith", "Jean-Luc Picard", "Ana Vega-Ortiz", "Maria and the foster mother"];
        let known = known.map(|name| (name.to_owned(), Stead::Person));
        let text = "tomas; sean o’brien, then O’Brien; jo; Jean; ortiz. The mother and maria. toma\u{301}s.";
        let found: Vec<String> =
            find([text], &known, (&[], &[])).into_iter().filter(|one| one.known).map(|one| one.words).collect();
        assert_eq!(found, ["Jean", "jo", "maria", "ortiz", "o’brien", "sean", "tomas", "toma\u{301}s"]);
    }

    #[test]
    fn what_looks_like_a_name_is_found_and_the_clients_own_is_not() {
        assert_eq!(
            found("Rosa came on Monday with her brother Tomás. She likes Dr. Lee and Pat Ortiz’s dog."),
            ["Lee", "Pat Ortiz", "Tomás"]
        );
        assert_eq!(found("Hermana Luz said so."), ["Luz"]);
        assert_eq!(
            found("Contact: Luis Vega\n- T. Ortiz, Sean O’Brien. Tomás hit her; then Tomás left."),
            ["Luis Vega", "Sean O’Brien", "T. Ortiz", "Tomás"]
        );
        // A colleague's name may be a brother's as well, and a family name the client's.
        assert_eq!(
            found("She met her brother Ana there, and Carmen Jaramillo. The Jaramillo house."),
            ["Carmen Jaramillo", "Ana"]
        );
        assert_eq!(found("Slept well. Ate. Talked with Ana about the Plan."), Vec::<String>::new());
    }

    #[test]
    fn numbers_streets_and_mail_are_found() {
        assert_eq!(found("call 505-555-0142 or write to t.o@example.org."), ["505-555-0142", "t.o@example.org"]);
        assert_eq!(found("lives at 14 Acequia Street now"), ["14 Acequia Street"]);
        assert_eq!(found("call 5055550142, 505.555.0199 12 or 123-45-6789"), ["123-45-6789", "505.555.0199", "5055550142"]);
        assert_eq!(found("scored 17 on 2026-11-02 at 10.30"), Vec::<String>::new());
    }

    #[test]
    fn what_a_model_spots_is_proposed_once_where_nothing_else_found_it_and_never_the_clients_own() {
        let text = "Wendell called Tomás. wendell and Rosa came, and X. April did too. will said that she will come.";
        let spots = ["Wendell", "Tomás", "wendell", "Rosa", "X", "April", "will"].map(|word| {
            let at = text.find(word).unwrap();
            (at..at + word.len(), Stead::Person)
        });
        let own = ["Rosa Jaramillo".to_owned()];
        let found = with_spotted(find([text], &[], (&own, &[])), [(text, spots.to_vec())], (&own, &[]));
        let told: Vec<(&str, usize)> = found.iter().map(|one| (one.words.as_str(), one.times)).collect();
        assert_eq!(told, [("April", 1), ("Tomás", 1), ("Wendell", 2), ("will", 2)], "as often as it would be hidden");
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
