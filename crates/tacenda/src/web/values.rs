//! What stands in the fields of a form: from the thing that is to be changed, or as somebody typed it, so that nothing typed is lost.

use super::form::Form;

/// Values by field.
#[derive(Default, Clone)]
pub(crate) struct Values(Vec<(String, String)>);

impl Values {
    /// As they were sent.
    pub(crate) fn sent(form: &Form) -> Self {
        Self(
            form.all().filter(|(name, _)| !matches!(*name, "csrf" | "once")).map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        )
    }

    /// With this in that field.
    pub(crate) fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// What stands in a field.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Whether that choice of a field was made.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(field, there)| field == name && there == value)
    }

    /// Whether a box was ticked.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.has(name, "yes")
    }

    /// What was typed in that field of the form that does this; a page can hold many forms.
    pub(crate) fn of(&self, what: &str, name: &str) -> &str {
        if self.has("do", what) { self.get(name) } else { "" }
    }

    /// Every field, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
