//! What stands around every page: title, menu, language, banner, the keys of its forms.

use jiff::civil::Date;
use tacenda_desk::{Time, Worker};

use super::door::Door;
use super::{assets, pages, words};
use crate::language::Language;

/// What is to be mended in a form: the field, and what to do.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// A line of the menu.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) path: &'static str,
    pub(crate) text: String,
    pub(crate) here: bool,
}

/// What stands around a page.
#[derive(Debug, Clone)]
pub(crate) struct Chrome<'a> {
    pub(crate) language: Language,
    pub(crate) title: String,
    pub(crate) worker: Option<&'a Worker>,
    /// Somebody has taken the first step of signing in.
    pub(crate) is_half: bool,
    /// A gate keeps them from every file, and nothing else does.
    pub(crate) is_short: bool,
    /// How much there is to be told about their account.
    pub(crate) news: usize,
    pub(crate) practice: bool,
    /// What proves that a form comes from this page.
    pub(crate) token: String,
    /// The form's own key: sent twice, it is done once.
    pub(crate) once: String,
    pub(crate) path: &'a str,
    pub(crate) back: Option<String>,
    pub(crate) faults: Vec<Fault>,
}

impl Chrome<'_> {
    /// With a way back.
    #[must_use]
    pub(crate) fn back(self, to: impl Into<String>) -> Self {
        Self { back: Some(to.into()), ..self }
    }

    /// With what is to be mended.
    #[must_use]
    pub(crate) fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { faults, ..self }
    }

    /// A message.
    pub(crate) fn t(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    /// A message with one argument.
    pub(crate) fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        words::say(self.language, key, &[(name, &value.to_string())])
    }

    /// A message with two arguments.
    pub(crate) fn t2(
        &self,
        key: &str,
        (one, first): &(&str, impl std::fmt::Display),
        (two, second): &(&str, impl std::fmt::Display),
    ) -> String {
        words::say(self.language, key, &[(one, &first.to_string()), (two, &second.to_string())])
    }

    /// What a word of the desk or the law is called here, such as `role-front-desk`.
    pub(crate) fn word(&self, group: &str, word: &str) -> String {
        let key = format!("{group}-{}", word.replace(['_', '.'], "-"));
        words::say(self.language, &key, &[])
    }

    /// The same, and the word itself where it is called nothing here.
    pub(crate) fn known(&self, group: &str, word: &str) -> String {
        let key = format!("{group}-{}", word.replace(['_', '.'], "-"));
        if words::has(self.language, &key) { words::say(self.language, &key, &[]) } else { word.replace(['_', '.'], " ") }
    }

    /// What is to be mended in this field.
    pub(crate) fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.text.as_str())
    }

    /// A day: `21 Nov 2026`, `21 nov 2026`.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn day(&self, time: &Time) -> String {
        super::dates::day(self.language, *time)
    }

    /// A day of the calendar.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn date(&self, day: &Date) -> String {
        super::dates::date(self.language, *day)
    }

    /// A day or a moment as the law's clocks write it.
    pub(crate) fn due(&self, text: &str) -> String {
        super::dates::written(self.language, text)
    }

    /// A day and the time of day, in the agency's zone.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn moment(&self, time: &Time) -> String {
        super::dates::moment(self.language, *time)
    }

    /// The time of day, in the agency's zone.
    #[expect(clippy::trivially_copy_pass_by_ref, clippy::unused_self, reason = "templates ask the chrome, by reference")]
    pub(crate) fn hour(&self, time: &Time) -> String {
        super::dates::hour(*time)
    }

    /// Where an asset is.
    #[expect(clippy::unused_self, reason = "templates ask the chrome")]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// The language's code.
    pub(crate) fn lang(&self) -> &'static str {
        self.language.code()
    }

    /// The other languages.
    pub(crate) fn others(&self) -> Vec<Language> {
        Language::ALL.iter().copied().filter(|language| *language != self.language).collect()
    }

    /// The menu of whoever is signed in: what they can do, and nothing else.
    pub(crate) fn menu(&self) -> Vec<Item> {
        let Some(worker) = self.worker else { return Vec::new() };
        let there = pages::MENU.iter().filter(|(_, _, door): &&(_, _, Door)| door.lets(worker));
        let below = |path: &str| self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let here = |path: &str| if path == "/" { self.path == "/" } else { below(path) };
        there.map(|(path, key, _)| Item { path, text: self.t(key), here: here(path) }).collect()
    }

    /// Where this page is looked at: what was sent to another address may stand on it with its faults.
    pub(crate) fn page(&self) -> &str {
        pages::page_of(self.path)
    }

    /// Where the page's content stands in the browser's title: a fault comes first, so that it is read out first.
    pub(crate) fn head(&self) -> String {
        let fault = if self.faults.is_empty() { String::new() } else { format!("{}: ", self.t("error-prefix")) };
        format!("{fault}{} – {}", self.title, self.t("product"))
    }
}
