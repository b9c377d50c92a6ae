//! A long text in parts that lie over each other: the model sees little of it at once, and a name at a seam stands whole in one of them.

use std::ops::Range;

use crate::pieces::Word;

/// So many pieces go through the network at once, beside its marks of beginning and end.
pub(crate) const MOST_PIECES: usize = 510;
/// The context in which it sees best, in bytes of text.
const SEEN: usize = 480;
/// So many words of a part stand in the next one too; of a part of few long words no more than its half, or each would be looked at many times.
const AGAIN: usize = 12;

/// The words of each part.
pub(crate) fn windows(words: &[Word]) -> Vec<Range<usize>> {
    let (mut windows, mut start) = (Vec::new(), 0);
    while start < words.len() {
        let from = words.get(start).map_or(0, |word| word.from);
        let mut pieces = 0;
        let fits = |word: &&Word| {
            pieces += word.pieces.len();
            pieces <= MOST_PIECES && word.to - from <= SEEN
        };
        let count = words.iter().skip(start).take_while(fits).count().max(1);
        let end = start + count;
        windows.push(start..end);
        if end >= words.len() {
            break;
        }
        start = end - AGAIN.min(count / 2);
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: usize, long: usize, pieces: usize) -> Vec<Word> {
        (0..count).map(|at| Word { from: at * (long + 1), to: at * (long + 1) + long, pieces: vec![7; pieces] }).collect()
    }

    #[test]
    fn every_word_stands_in_a_part_and_each_part_fits() {
        for (count, long, pieces) in [(0, 1, 1), (1, 5, 1), (500, 4, 2), (500, 1, 60), (3, 900, 200)] {
            let words = words(count, long, pieces);
            let windows = windows(&words);
            assert!((0..count).all(|at| windows.iter().any(|window| window.contains(&at))), "{count} {long} {pieces}");
            assert!(windows.iter().all(|window| window.len() == 1 || window.len() * pieces <= MOST_PIECES));
            assert!(windows.windows(2).all(|two| two[0].start < two[1].start));
            let looked: usize = windows.iter().map(std::iter::ExactSizeIterator::len).sum();
            assert!(looked <= 2 * count, "no word is looked at more than twice, as a rule");
        }
    }
}
