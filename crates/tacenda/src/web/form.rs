//! A form as it was sent. A field that comes twice, or that the page does not know, is refused: nothing is guessed.

use zeroize::Zeroize as _;

use crate::problem::Problem;

/// The fields of a form, or of an address's query.
#[derive(Default)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    files: Vec<Uploaded>,
}

/// A file that came with a form.
pub(crate) struct Uploaded {
    /// The field.
    pub(crate) field: String,
    /// As it was called; never used as a path.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Form [plain]")
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.fields.iter_mut().for_each(|(_, value)| value.zeroize());
        self.files.iter_mut().for_each(|file| file.bytes.zeroize());
    }
}

/// More than this many fields is no form of ours.
const MOST: usize = 400;

impl Form {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().take(MOST + 1).collect();
        Self::of(fields, Vec::new())
    }

    /// Of fields and files that were read one by one.
    pub(crate) fn of(fields: Vec<(String, String)>, files: Vec<Uploaded>) -> Result<Self, Problem> {
        if fields.len() > MOST || fields.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Problem::BadForm);
        }
        Ok(Self { fields, files })
    }

    /// The value of a field, without the white space around it; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// The value as it was typed: white space may be part of a secret.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The value, if anything was put in.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// All values of a field that may come more than once, such as checked boxes.
    pub(crate) fn many<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// The files of a field.
    pub(crate) fn files<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Uploaded> {
        self.files.iter().filter(move |file| file.field == name)
    }

    /// Every field, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// Refuses fields other than these, and one that comes twice unless it is in `several`. `csrf` and `once` are every form's own.
    pub(crate) fn only(&self, once: &[&str], several: &[&str]) -> Result<(), Problem> {
        let every = ["csrf", "once"];
        let known = |name: &str| once.contains(&name) || several.contains(&name) || every.contains(&name);
        let twice = |name: &str| !several.contains(&name) && self.many(name).count() > 1;
        let wrong = self.fields.iter().any(|(name, _)| !known(name) || twice(name));
        if wrong || self.files.iter().any(|file| !known(&file.field)) { Err(Problem::BadForm) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_comes_twice_or_that_nobody_asked_for_is_refused() {
        let form = Form::read(b"who=ana&box=1&box=2&csrf=x").unwrap();
        assert!(form.only(&["who"], &["box"]).is_ok());
        assert!(form.only(&["who", "box"], &[]).is_err());
        assert!(form.only(&["who"], &[]).is_err());
        assert!(Form::read(b"who=a%00b").is_err());
    }
}
