//! What stands around every page of the portal: the way out first, and nothing that says what this is.

use askama::Template;

use super::Call;
use crate::language::Language;
use crate::web::chrome::Fault;
use crate::web::{assets, dates, sessions, words};
use tacenda_desk::Time;
use tacenda_vault::{Entropy as _, SystemEntropy};

/// What stands around a page.
#[derive(Debug, Clone)]
pub(super) struct Chrome {
    language: Language,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) is_in: bool,
    pub(super) practice: bool,
    pub(super) token: String,
    pub(super) once: String,
    pub(super) path: String,
    pub(super) back: Option<&'static str>,
    pub(super) faults: Vec<Fault>,
}

/// There is nothing, or nothing of theirs; or something does not work.
#[derive(Template)]
#[template(path = "portal/nothing.html")]
pub(super) struct Nothing {
    pub(super) c: Chrome,
    pub(super) text: String,
}

impl Chrome {
    pub(super) fn of(call: &Call<'_>, title: String) -> Self {
        let mut random = [0; 16];
        let _ = SystemEntropy.fill(&mut random); // without chance a form has no key, and is taken as a first sending
        let first = call.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        Self {
            language: call.language,
            title,
            number: first.chars().filter(char::is_ascii_digit).take(1).collect(),
            is_in: call.stay.as_ref().is_some_and(|stay| stay.portal.chosen),
            practice: call.site.settings.practice,
            token: call.stay.as_ref().map(|stay| sessions::token(&stay.secret)).unwrap_or_default(),
            once: crate::agency::hex(&random),
            path: call.path.to_owned(),
            back: None,
            faults: Vec::new(),
        }
    }

    pub(super) fn back(self, to: &'static str) -> Self {
        Self { back: Some(to), ..self }
    }

    pub(super) fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { faults, ..self }
    }

    /// The browser's title: a fault first, so that it is read out first; else a number.
    pub(super) fn head(&self) -> String {
        let fault = if self.faults.is_empty() { String::new() } else { format!("{}: ", self.t("error-prefix")) };
        let page = match self.number.as_str() {
            "" | "0" | "1" => self.t("portal-home"),
            number => words::say(self.language, "portal-page", &[("number", number)]),
        };
        format!("{fault}{page}")
    }

    pub(super) fn t(&self, key: &str) -> String {
        words::say(self.language, key, &[])
    }

    pub(super) fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        words::say(self.language, key, &[(name, &value.to_string())])
    }

    pub(super) fn word(&self, group: &str, word: &str) -> String {
        self.t(&format!("{group}-{}", word.replace(['_', '.'], "-")))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(super) fn moment(&self, time: &Time) -> String {
        dates::moment(self.language, *time)
    }

    pub(super) fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.text.as_str())
    }

    #[expect(clippy::unused_self, reason = "templates ask the chrome")]
    pub(super) fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    pub(super) fn lang(&self) -> &'static str {
        self.language.code()
    }

    pub(super) fn others(&self) -> Vec<Language> {
        Language::ALL.iter().copied().filter(|language| *language != self.language).collect()
    }
}
