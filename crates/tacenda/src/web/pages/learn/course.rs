//! The courses that this program brings: `courses/<word>/<language>.md`, a head of a few lines and then the lesson.

use std::sync::LazyLock;

use crate::language::Language;
use crate::web::markdown;

/// A course.
#[derive(Debug)]
pub(in crate::web::pages) struct Course {
    /// Its word, in addresses and in the ledger.
    pub(in crate::web::pages) word: &'static str,
    /// So many cases are asked.
    pub(super) questions: usize,
    /// So many of them right are enough.
    pub(super) enough: u32,
    /// About whom its cases ask.
    pub(super) recipients: &'static [&'static str],
    texts: &'static [(Language, &'static str)],
}

/// A course in one language.
#[derive(Debug)]
pub(in crate::web::pages) struct Lesson {
    course: &'static str,
    language: Language,
    pub(in crate::web::pages) title: String,
    pub(super) lead: String,
    pub(super) minutes: String,
    pub(super) html: String,
}

/// Every course.
pub(in crate::web::pages) static COURSES: &[Course] = &[
    Course {
        word: "first-day",
        questions: 5,
        enough: 4,
        recipients: &[
            "internal_team",
            "internal_supervisor",
            "internal_clerical",
            "intern_trainee",
            "treating_provider",
            "consulting_professional",
            "family_friend",
            "insurer_payer",
            "child_protective_services",
            "potential_victim",
            "crisis_services",
            "client",
        ],
        texts: &[
            (Language::En, include_str!("../../../../courses/first-day/en.md")),
            (Language::Es, include_str!("../../../../courses/first-day/es.md")),
        ],
    },
    Course {
        word: "when-somebody-asks",
        questions: 5,
        enough: 4,
        recipients: &[
            "law_enforcement",
            "opposing_party_attorney",
            "prosecutor",
            "court",
            "employer",
            "media",
            "landlord",
            "member_of_public",
            "parent_guardian",
            "family_friend",
            "insurer_payer",
            "school_officials",
        ],
        texts: &[
            (Language::En, include_str!("../../../../courses/when-somebody-asks/en.md")),
            (Language::Es, include_str!("../../../../courses/when-somebody-asks/es.md")),
        ],
    },
];

static LESSONS: LazyLock<Vec<Lesson>> = LazyLock::new(|| {
    let made = |course: &'static Course| course.texts.iter().map(|(language, text)| lesson(course.word, *language, text));
    COURSES.iter().flat_map(made).collect()
});

fn lesson(course: &'static str, language: Language, text: &str) -> Lesson {
    let (head, body) = text.trim_start().strip_prefix("---").and_then(|rest| rest.split_once("\n---")).unwrap_or(("", text));
    let said = |key: &str| {
        let line = head.lines().find_map(|line| line.split_once(':').filter(|(name, _)| name.trim() == key));
        line.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let (title, lead, minutes) = (said("title"), said("lead"), said("minutes"));
    Lesson { course, language, title, lead, minutes, html: markdown::html(body) }
}

/// The course of that word.
pub(in crate::web::pages) fn course(word: &str) -> Option<&'static Course> {
    COURSES.iter().find(|course| course.word == word)
}

impl Course {
    /// It in that language.
    pub(in crate::web::pages) fn lesson(&self, language: Language) -> Option<&'static Lesson> {
        let of = |wanted| LESSONS.iter().find(move |lesson| lesson.course == self.word && lesson.language == wanted);
        of(language).or_else(|| of(Language::default()))
    }

    /// What it is called.
    pub(in crate::web::pages) fn title(&self, language: Language) -> String {
        self.lesson(language).map_or_else(|| self.word.to_owned(), |lesson| lesson.title.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_course_stands_in_every_language_with_a_head_and_short_sections() {
        for course in COURSES {
            for language in Language::ALL {
                let lesson = course.lesson(*language).unwrap();
                assert_eq!(lesson.language, *language, "{}", course.word);
                assert!(!lesson.title.is_empty() && !lesson.lead.is_empty() && lesson.minutes.parse::<u32>().is_ok());
                let sections: Vec<&str> = lesson.html.split("<h2>").skip(1).collect();
                assert!((5..=10).contains(&sections.len()), "{}: {}", course.word, sections.len());
                assert!(sections.iter().all(|section| section.split_whitespace().count() < 180), "{}", course.word);
            }
        }
    }
}
