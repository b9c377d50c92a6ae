//! Lines: a paragraph is broken at spaces and hyphens; a word that is longer than a line is cut.

use std::rc::Rc;

use crate::packet::face::{Face, Word};

/// How many spaces a tab is.
const TAB: &str = "    ";

/// A line: its words in order, spaces among them.
pub(crate) type Line = Vec<Rc<Word>>;

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).filter(|line| !line.trim().is_empty())
}

/// The lines of a paragraph; `width` is in ems. There is always one, be it empty.
pub(crate) fn lines(face: &Face, text: &str, width: f32) -> Vec<Line> {
    let text = face.known(&text.trim_end().replace('\t', TAB).replace(['\n', '\r'], " "));
    let (mut lines, mut line, mut wide) = (Vec::new(), Line::new(), 0.0);
    for piece in pieces(&text) {
        let word = face.word(piece);
        let space = piece.starts_with(' ');
        // Spaces hang over the end of a line: the text has them, and nobody sees them.
        if wide + word.width > width && !space && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            wide = 0.0;
        }
        if word.width > width && !space {
            let mut cut = face.cut(&word, width);
            let last = cut.pop();
            lines.extend(cut.into_iter().map(|piece| vec![piece]));
            line.extend(last);
            wide = width_of(&line);
            continue;
        }
        wide += word.width;
        line.push(word);
    }
    lines.push(line);
    lines
}

/// How wide a line is, in ems.
pub(crate) fn width_of(line: &Line) -> f32 {
    line.iter().map(|word| word.width).sum()
}

/// Words and the runs of spaces between them. A word ends behind a hyphen between letters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at_checked(end(rest)?)?;
        rest = after;
        Some(piece)
    })
}

fn end(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let mut before = first;
    for (at, letter) in text.char_indices().skip(1) {
        let hyphen = matches!(before, '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '/') && letter.is_alphabetic();
        if (letter == ' ') != (first == ' ') || hyphen {
            return Some(at);
        }
        before = letter;
    }
    Some(text.len())
}
