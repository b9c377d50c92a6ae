//! Words in what was read, as people would still know them: in other letters, broken, spaced out or with a slip of the pen.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::lint::{APART, Reading};

/// From how many letters on a word is known even if one of them is wrong, or if it is part of a longer one.
const LONG: usize = 6;

/// Where one of those words stands: its number, and the page on which it begins, counted from 0. Case, accents, spaces, soft hyphens,
/// hyphens at the end of a line, ligatures and the ends of pages do not matter; in words of six letters and more, one typing slip does
/// not either, and they are found in longer words too. The text beside the pages is searched as the last page of [`Reading::text`].
pub fn finds(reading: &Reading, words: &[String]) -> Vec<(usize, usize)> {
    let (mut said, mut apart) = (Folded::default(), Folded::default());
    for (page, text) in reading.text.iter().enumerate() {
        // What goes on over the end of a page goes on behind its foot.
        let (text, foot) = text.split_once(APART).unwrap_or((text, ""));
        let to = if page < reading.pages { &mut said } else { &mut apart };
        to.add(text, page);
        apart.add(foot, page);
    }
    let mut found = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let mut wanted = Folded::default();
        wanted.add(word, 0);
        found.extend(said.find(&wanted).chain(apart.find(&wanted)).map(|page| (at, page)));
    }
    found.into_iter().collect()
}

/// Where those words stand among words that were read one by one: the number of what is looked for, and from which word to which it stands.
/// It is known as in [`finds`]: whatever that finds is found here.
pub fn spans(read: &[&str], words: &[String]) -> Vec<(usize, RangeInclusive<usize>)> {
    let mut said = Folded::default();
    for (at, word) in read.iter().enumerate() {
        said.add(word, at);
    }
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let mut wanted = Folded::default();
        wanted.add(word, 0);
        found.extend(said.places(&wanted).map(|place| (number, place)));
    }
    found
}

/// As a machine may misread it from a picture: letters and digits that look alike are one, and in the second way pairs of letters that look like
/// one letter are that.
pub fn misread(text: &str) -> [String; 2] {
    let small = text.to_lowercase();
    let pairs = small.replace("rn", "m").replace("cl", "d").replace("vv", "w");
    [alike(&small), alike(&pairs)]
}

/// How short a name is whose letters are looked at one by one.
const BRIEF: std::ops::RangeInclusive<usize> = 3..=5;
/// Letters of which a machine takes one for another in a bad copy.
const TAKEN: [&str; 10] = ["aoec", "nmhur", "uvy", "ijltf1", "bh", "gqy", "sz", "kx", "dcl", "pn"];

/// Whether a word of which a machine is not sure may be that short name: with a capital letter, and one letter that is taken for another, or
/// the last one for a mark. Longer names are known by [`finds`] whichever letter is wrong.
pub fn doubtful(read: &str, name: &str) -> bool {
    let folded = |text: &str| {
        let mut folded = Folded::default();
        folded.add(text, 0);
        folded
    };
    let (word, name) = (folded(read), folded(name));
    let begins = read.chars().find(|letter| letter.is_alphanumeric()).is_some_and(|first| !first.is_lowercase());
    let one = |folded: &Folded| folded.words.len() == 1;
    if !begins || !one(&word) || !one(&name) || !BRIEF.contains(&name.letters.len()) {
        return false;
    }
    let taken = |(a, b): (char, char)| TAKEN.iter().any(|letters| letters.contains(a) && letters.contains(b));
    let mut wrong = word.letters.iter().copied().zip(name.letters.iter().copied()).filter(|(a, b)| a != b);
    match (word.letters.len(), wrong.next(), wrong.next()) {
        (long, Some(pair), None) => long == name.letters.len() && taken(pair),
        (long, None, None) => long >= *BRIEF.start() && long.saturating_add(1) == name.letters.len(),
        _ => false,
    }
}

fn alike(small: &str) -> String {
    let one = |letter| match letter {
        '0' => 'o',
        '1' | 'l' | '|' | '!' => 'i',
        '5' => 's',
        '8' => 'b',
        other => other,
    };
    small.chars().map(one).collect()
}

/// A text without all that does not matter.
#[derive(Default)]
struct Folded {
    letters: Vec<char>,
    words: Vec<Part>,
    /// What stands behind the last word.
    between: String,
}

/// A run of letters.
struct Part {
    of: Range<usize>,
    page: usize,
    /// It goes on from the one before, with a hyphen at the end of the line.
    broken: bool,
}

impl Folded {
    fn add(&mut self, text: &str, page: usize) {
        let mut from = None;
        let end = std::iter::once('\n');
        let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter) && !unseen(*letter)).flat_map(char::to_lowercase);
        for letter in letters.chain(end) {
            if letter.is_alphanumeric() {
                from.get_or_insert(self.letters.len());
                self.letters.extend(base(letter));
                continue;
            }
            if let Some(start) = from.take() {
                let broken = is_break(&std::mem::take(&mut self.between));
                self.words.push(Part { of: start..self.letters.len(), page, broken });
            }
            self.between.push(letter);
        }
    }

    /// The pages on which the word begins.
    fn find(&self, word: &Self) -> impl Iterator<Item = usize> {
        self.places(word).map(|place| *place.start())
    }

    /// From which page to which it stands.
    fn places(&self, word: &Self) -> impl Iterator<Item = RangeInclusive<usize>> {
        let place = |(at, first): (usize, &Part)| {
            let last = at.saturating_add(self.extent(word, at, first)?).saturating_sub(1);
            Some(first.page..=self.words.get(last).map_or(first.page, |last| last.page))
        };
        self.words.iter().enumerate().filter_map(place)
    }

    /// How many words it is, if it stands in that word, or begins with it.
    fn extent(&self, word: &Self, at: usize, first: &Part) -> Option<usize> {
        let (wanted, parts) = (word.letters.as_slice(), word.words.len());
        if wanted.len() < 2 {
            return None;
        }
        let long = wanted.len() >= LONG;
        let slips = long && wanted.iter().all(|letter| letter.is_alphabetic());
        let inside = long && self.letters.get(first.of.clone()).is_some_and(|word| contains(word, wanted));
        let alike = |run: &Run<'_>| {
            let exact = run.letters == wanted && (long || run.one(parts));
            exact || (slips && run.one(parts) && near(run.letters, wanted))
        };
        let run = self.runs(at, first, wanted.len()).filter(|run| alike(run)).map(|run| run.words).max();
        run.or(inside.then_some(1))
    }

    /// What the words from that one on give if they are read as one, up to a little more than so many letters.
    fn runs<'a>(&'a self, at: usize, first: &Part, wanted: usize) -> impl Iterator<Item = Run<'a>> {
        let (start, mut breaks, mut single) = (first.of.start, true, true);
        let rest = self.words.get(at..).unwrap_or_default().iter().enumerate();
        rest.map_while(move |(more, word)| {
            breaks &= more == 0 || word.broken;
            single &= word.of.len() == 1;
            let letters = self.letters.get(start..word.of.end).filter(|run| run.len() <= wanted.saturating_add(1))?;
            Some(Run { letters, words: more.saturating_add(1), breaks, single })
        })
    }
}

/// Words read as one.
struct Run<'a> {
    letters: &'a [char],
    words: usize,
    /// Only ends of lines lie between them.
    breaks: bool,
    /// Each is one letter.
    single: bool,
}

impl Run<'_> {
    /// They are one thing: as many words as are wanted, broken at ends of lines only, or spelled out.
    fn one(&self, parts: usize) -> bool {
        self.words == parts || self.breaks || (self.single && self.words > 2)
    }
}

/// A hyphen, and then the end of the line.
fn is_break(between: &str) -> bool {
    let rest = between.trim_start_matches(['-', '\u{2010}', '\u{2011}']);
    rest.len() < between.len() && rest.contains('\n') && rest.trim().is_empty()
}

fn unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Letters that do not come apart into a letter and an accent.
fn base(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        _ => "",
    };
    plain.chars().chain(plain.is_empty().then_some(letter))
}

fn contains(text: &[char], word: &[char]) -> bool {
    text.len() > word.len() && text.windows(word.len()).any(|window| window == word)
}

/// The same but for one letter that is wrong, missing or too much, or two that changed places.
fn near(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let more = long.len().saturating_sub(short.len());
    if more > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (Some(short), Some(long)) = (short.get(same..), long.get(same..)) else { return false };
    match (short, long) {
        (rest, [_, after @ ..]) if more == 1 => rest == after,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_known_with_one_letter_that_looks_like_it() {
        // As Tesseract reads them from bad copies.
        for (read, name) in [("Sato.", "Soto"), ("Som", "Sam"), ("Jin", "Jim"), ("Hil", "Hill"), ("Lope:", "Lopez")] {
            assert!(doubtful(read, name), "{read} is {name}");
        }
        for (read, name) in [
            ("she", "Sue"),
            ("some", "Soma"),
            ("Her", "Ben"),
            ("April", "Ana"),
            ("An", "Ana"),
            ("Adarás", "Adams"),
            ("The", "Tha Ly"),
        ] {
            assert!(!doubtful(read, name), "{read} is not {name}");
        }
        assert!(!doubtful("Vegas", "Vega") && !doubtful("Marisa", "Marina"), "longer ones are found in other ways");
    }

    #[test]
    fn a_letter_that_looks_like_another_is_that_one_alone_and_in_a_pair() {
        let same = |read: &str, name: &str| misread(read).iter().zip(misread(name)).any(|(read, name)| *read == name);
        assert!(same("Ciara", "Clara") && same("dara", "Clara") && same("Tornas", "Tomas") && same("5am", "Sam"));
        assert!(!same("Sara", "Clara"));
    }
}
