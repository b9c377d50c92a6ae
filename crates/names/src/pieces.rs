//! A text cut into the pieces that the model knows: words without accents and in small letters, each the longest pieces that the vocabulary has
//! (`WordPiece`, Devlin and others 2019). Written here, since the library that does it brings forty others for its other twenty ways.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::NamesError;

/// A word of more letters is unknown as a whole.
const LONGEST: usize = 100;

/// A word, where it stands, and its pieces by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) pieces: Vec<i32>,
}

/// A vocabulary.
pub(crate) struct Pieces {
    numbers: BTreeMap<String, i32>,
    pub(crate) begin: i32,
    pub(crate) end: i32,
    unknown: i32,
}

impl Pieces {
    pub(crate) fn of(vocabulary: &str) -> Result<Self, NamesError> {
        let numbers: BTreeMap<String, i32> = vocabulary.lines().map(str::to_owned).zip(0..).collect();
        let of = |piece: &str| {
            numbers.get(piece).copied().ok_or_else(|| NamesError::NotSound(format!("its vocabulary has no {piece}")))
        };
        let (begin, end, unknown) = (of("[CLS]")?, of("[SEP]")?, of("[UNK]")?);
        Ok(Self { numbers, begin, end, unknown })
    }

    /// The words of a text; whatever is no letter and no digit is a word by itself.
    pub(crate) fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut begin = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            let inside = letter.is_alphanumeric() || is_combining_mark(letter);
            if inside {
                begin.get_or_insert(at);
                continue;
            }
            words.extend(begin.take().and_then(|from| self.word(text, from, at)));
            if !letter.is_whitespace() && !letter.is_control() {
                words.extend(self.word(text, at, at + letter.len_utf8()));
            }
        }
        words
    }

    fn word(&self, text: &str, from: usize, to: usize) -> Option<Word> {
        let plain: String = text.get(from..to)?.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        Some(Word { from, to, pieces: self.cut(&plain) })
    }

    fn cut(&self, word: &str) -> Vec<i32> {
        if word.chars().count() > LONGEST {
            return vec![self.unknown];
        }
        let (mut pieces, mut at) = (Vec::new(), 0);
        while at < word.len() {
            let rest = word.get(at..).unwrap_or_default();
            let mut ends = rest.char_indices().map(|(end, letter)| end + letter.len_utf8()).collect::<Vec<_>>().into_iter().rev();
            let longest = ends.find_map(|end| Some((end, self.number(at > 0, rest.get(..end)?)?)));
            let Some((end, number)) = longest else { return vec![self.unknown] };
            pieces.push(number);
            at += end;
        }
        pieces
    }

    /// The number of a piece; one that goes on with a word is marked.
    fn number(&self, goes_on: bool, piece: &str) -> Option<i32> {
        if goes_on { self.numbers.get(&format!("##{piece}")).copied() } else { self.numbers.get(piece).copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_accents_and_are_cut_into_the_longest_pieces_there_are() {
        let pieces = Pieces::of("[PAD]\n[UNK]\n[CLS]\n[SEP]\ntom\n##as\nana\n.\nsaw").unwrap();
        let words = pieces.words("Tomás saw ANA.");
        let cut: Vec<(usize, usize, Vec<i32>)> = words.into_iter().map(|word| (word.from, word.to, word.pieces)).collect();
        assert_eq!(cut, [(0, 6, vec![4, 5]), (7, 10, vec![8]), (11, 14, vec![6]), (14, 15, vec![7])]);
        assert_eq!(pieces.words("zzz")[0].pieces, [1], "what the vocabulary has no pieces for is unknown as a whole");
        assert!(pieces.words(" \n\t").is_empty());
        assert!(Pieces::of("a\nb").is_err());
    }
}
