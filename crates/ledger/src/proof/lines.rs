//! Walks over a proof file line by line and knows where it stands.

use super::{Failure, PROOF_LIMIT, Said, Why};
use crate::{Hash, LEAF_LIMIT, Leaf, Salt};

/// A file's lines, those taken and those to come.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    rest: Option<&'a str>,
    line: usize,
    /// Number of the chain's leaf that is being read.
    pub(crate) leaf: Option<u64>,
}

impl<'a> Lines<'a> {
    /// A file's text: UTF-8, not too long, no control character but newline, which also ends it.
    pub(crate) fn of_file(file: &'a [u8]) -> Result<Self, Failure> {
        let whole = Failure { part: None, line: 0, leaf: None, why: Why::Form };
        let text = std::str::from_utf8(file).map_err(|_| whole)?;
        if file.len() > PROOF_LIMIT || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(whole);
        }
        Ok(Self { rest: Some(text.strip_suffix('\n').ok_or(whole)?), line: 0, leaf: None })
    }

    /// The lines of a text that stands inside one line of this file.
    pub(crate) fn inside<'b>(&self, text: &'b str) -> Result<Lines<'b>, Failure> {
        let clean = !text.chars().any(|c| c.is_control() && c != '\n');
        let text = text.strip_suffix('\n').filter(|_| clean).ok_or_else(|| self.fail(Why::Form))?;
        Ok(Lines { rest: Some(text), line: self.line, leaf: self.leaf })
    }

    /// A failure at the line that was taken last.
    pub(crate) fn fail(&self, why: Why) -> Failure {
        Failure { part: None, line: self.line, leaf: self.leaf, why }
    }

    /// The next line, left where it is.
    pub(crate) fn peek(&self) -> Option<&'a str> {
        self.rest.map(|rest| rest.split_once('\n').map_or(rest, |(line, _)| line))
    }

    /// Takes the next line.
    pub(crate) fn take(&mut self) -> Result<&'a str, Failure> {
        let rest = self.rest.ok_or_else(|| self.fail(Why::Form))?;
        let (line, after) = rest.split_once('\n').map_or((rest, None), |(line, after)| (line, Some(after)));
        self.rest = after;
        self.line += 1;
        Ok(line)
    }

    /// Takes a line that says `name value` and returns the value.
    pub(crate) fn value(&mut self, name: &str) -> Result<&'a str, Failure> {
        let line = self.take()?;
        line.strip_prefix(name).and_then(|l| l.strip_prefix(' ')).ok_or_else(|| self.fail(Why::Form))
    }

    /// What `read` makes of something in the line taken last.
    pub(crate) fn need<T>(&self, read: Option<T>) -> Result<T, Failure> {
        read.ok_or_else(|| self.fail(Why::Form))
    }

    /// Everything that is left, ended by a newline, and the number of its first line.
    pub(crate) fn remainder(&mut self) -> (String, usize) {
        let rest = self.rest.take().map(|rest| format!("{rest}\n")).unwrap_or_default();
        (rest, self.line + 1)
    }

    /// Fails unless the file ends here.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        match self.rest {
            None => Ok(()),
            Some(_) => self.take().and_then(|_| Err(self.fail(Why::Form))),
        }
    }

    /// Takes a leaf's own lines, up to `rows`, and the leaf's hash.
    pub(crate) fn leaf(&mut self) -> Result<(Leaf, Hash), Failure> {
        let mut text = String::new();
        loop {
            let line = self.take()?;
            text.push_str(line);
            text.push('\n');
            if text.len() > LEAF_LIMIT {
                return Err(self.fail(Why::Leaf));
            }
            if line.starts_with("rows ") {
                break;
            }
        }
        let leaf = Leaf::parse(text.as_bytes()).map_err(|_| self.fail(Why::Leaf))?;
        Ok((leaf, Hash::leaf(text.as_bytes())))
    }

    /// Takes the readable text of a leaf, if it follows, and checks it.
    pub(crate) fn said(&mut self, leaf: &Leaf) -> Result<Option<Said>, Failure> {
        if !self.peek().is_some_and(|line| line.starts_with("said ")) {
            return Ok(None);
        }
        let salt = self.value("said")?;
        let salt = self.need(Salt::from_base64url(salt))?;
        let mut text = self.value("|")?.to_owned();
        while let Some(line) = self.peek().and_then(|line| line.strip_prefix("| ")) {
            text.push('\n');
            text.push_str(line);
            self.take()?;
        }
        let said = Said { salt, text };
        if said.opens(leaf) { Ok(Some(said)) } else { Err(self.fail(Why::Detail)) }
    }
}

/// Writes what [`Lines::said`] reads.
pub(crate) fn write_said(said: &Said) -> Result<String, crate::Error> {
    if said.text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(crate::Error::Text);
    }
    let lines = said.text.split('\n').map(|line| format!("| {line}\n"));
    Ok(std::iter::once(format!("said {}\n", said.salt.to_base64url())).chain(lines).collect())
}
