//! Text to tokens.

use super::ConditionError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Name(String),
    Text(String),
    Int(i64),
    /// `== != < <= > >= && || ! ( ) [ ] ,`
    Sign(&'static str),
    End,
}

const SIGNS: [&str; 13] = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]"];

pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ConditionError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            at += blank;
            continue;
        }
        let (token, length) = token(rest).map_err(|message| ConditionError { at, message })?;
        found.push((at, token));
        at += length;
    }
    found.push((text.len(), Token::End));
    Ok(found)
}

fn token(rest: &str) -> Result<(Token, usize), String> {
    if let Some(sign) = SIGNS.into_iter().find(|s| rest.starts_with(s)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    if rest.starts_with(',') {
        return Ok((Token::Sign(","), 1));
    }
    if let Some(inner) = rest.strip_prefix('"') {
        let end = inner.find('"').ok_or("this text has no closing `\"`")?;
        return Ok((Token::Text(inner.get(..end).unwrap_or_default().to_owned()), end + 2));
    }
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    match word.chars().next() {
        Some(c) if c.is_ascii_digit() => {
            let number = word.parse().map_err(|_| format!("`{word}` is no whole number"))?;
            Ok((Token::Int(number), word.len()))
        }
        Some(_) => Ok((Token::Name(word.clone()), word.len())),
        None => Err(format!("`{}` has no place in a condition", rest.chars().next().unwrap_or(' '))),
    }
}
