//! The nearest right word for a misspelt one.

/// The candidate with the smallest edit distance, if it is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count() / 3 + 1;
    candidates
        .into_iter()
        .map(|c| (distance(word, c), c))
        .filter(|(d, c)| *d <= limit || c.contains(word) && word.len() > 3)
        .min()
        .map(|(_, c)| c)
}

/// ` (did you mean `x`?)`, or nothing.
pub fn hint<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    // A word of a hostile length is not worth a comparison with everything.
    if word.len() > 64 {
        return String::new();
    }
    nearest(word, candidates).map_or_else(String::new, |c| format!(" (did you mean `{c}`?)"))
}

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into the word that was probably meant.
pub(crate) fn hint_unknown_key(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown "), quoted.next()) {
        (true, Some(word)) => {
            let rest: Vec<_> = quoted.collect();
            let kind = message.split(' ').nth(1).unwrap_or("word");
            let kind = if kind == "field" { "key" } else { kind };
            let hint = hint(word, rest.iter().copied());
            if hint.is_empty() {
                format!("unknown {kind} `{word}`, expected one of: {}", rest.join(", "))
            } else {
                format!("unknown {kind} `{word}`{hint}")
            }
        }
        _ => message.replace('\n', " "),
    }
}

/// Levenshtein distance over characters, by rows.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let value = (diagonal + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, value);
            left = value;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word() {
        assert_eq!(nearest("probation_oficer", ["law_enforcement", "probation_officer"]), Some("probation_officer"));
        assert_eq!(nearest("insurer", ["insurer_payer", "court"]), Some("insurer_payer"));
        assert_eq!(nearest("zzz", ["court"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn an_unknown_key_is_told_with_the_key_that_was_meant() {
        let told = hint_unknown_key("unknown field `recipient`, expected one of `recipients`, `categories`");
        assert_eq!(told, "unknown key `recipient` (did you mean `recipients`?)");
    }
}
