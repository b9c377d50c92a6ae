//! Words of others, as they may be shown.

/// Text without what steers whoever shows it: control characters but line end and tab go, and so do marks that turn the reading direction.
pub(crate) fn calm(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
    };
    text.chars().filter(|c| !steers(*c)).collect()
}
