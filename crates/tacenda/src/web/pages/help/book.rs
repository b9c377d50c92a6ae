//! The pages of `docs/book`, turned into HTML once. Only what Markdown makes gets through: HTML within a page is shown as text.

use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::language::Language;

include!(concat!(env!("OUT_DIR"), "/book.rs"));

/// A page of the book.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) language: Language,
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) html: String,
    /// What it is found by.
    words: String,
}

/// A part of the book, as its contents name it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) pages: Vec<&'static Page>,
}

const CONTENTS: &str = "SUMMARY";

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let pages = BOOK.iter().filter(|(_, name, _)| *name != CONTENTS);
    pages.filter_map(|(code, name, text)| Some(make(Language::from_code(code)?, name, text))).collect()
});

fn make(language: Language, name: &'static str, text: &str) -> Page {
    let (mut title, mut inside) = (String::new(), false);
    let mut body = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => inside = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => title.push_str(&text),
            Event::Html(text) | Event::InlineHtml(text) => body.push(Event::Text(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                body.push(Event::Start(Tag::Link { link_type, dest_url: place(dest_url), title, id }));
            }
            event => body.push(event),
        }
    }
    let mut made = String::new();
    html::push_html(&mut made, body.into_iter());
    // A long table is read as a list on a narrow page.
    let made = made.replace("<table>", "<table class=\"stack\">").replace("<th>", "<th scope=\"col\">");
    Page { language, name, title, html: made, words: text.to_lowercase() }
}

/// Where a link of the book leads inside the program.
fn place(link: CowStr<'_>) -> CowStr<'_> {
    match link.split_once(".md") {
        Some((name, rest)) if !link.contains("://") => format!("/help/{name}{rest}").into(),
        _ => link,
    }
}

/// The page of this name: in the asker's language, or as it was first written.
pub(super) fn page(language: Language, name: &str) -> Option<&'static Page> {
    let of = |language| PAGES.iter().find(move |page| page.language == language && page.name == name);
    of(language).or_else(|| of(Language::default()))
}

/// The contents: a line `# Title` begins a part, a line `- [Title](name.md)` is a page. What is not translated stands as it was written.
pub(super) fn parts(language: Language) -> Vec<Part> {
    let contents = BOOK.iter().find(|(code, name, _)| *code == language.code() && *name == CONTENTS);
    let mut parts: Vec<Part> = Vec::new();
    for line in contents.map_or("", |(_, _, text)| text).lines() {
        if let Some(title) = line.strip_prefix("# ") {
            parts.push(Part { title: title.to_owned(), pages: Vec::new() });
        }
        let name = line.split_once("](").and_then(|(_, rest)| rest.split_once(".md"));
        if let (Some((name, _)), Some(part)) = (name, parts.last_mut()) {
            part.pages.extend(page(language, name.rsplit('/').next().unwrap_or(name)));
        }
    }
    parts.retain(|part| !part.pages.is_empty());
    parts
}

/// The pages in which all these words stand.
pub(super) fn find(language: Language, asked: &str) -> Vec<&'static Page> {
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    let all = parts(language).into_iter().flat_map(|part| part.pages);
    all.filter(|page| !words.is_empty() && words.iter().all(|word| page.words.contains(word.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_book_has_one_title_and_stands_in_the_contents() {
        for language in Language::ALL {
            let listed: Vec<&str> = parts(*language).iter().flat_map(|part| &part.pages).map(|page| page.name).collect();
            for page in PAGES.iter().filter(|page| page.language == *language) {
                assert!(!page.title.is_empty() && !page.html.contains("<h1"), "{}", page.name);
                assert!(listed.contains(&page.name), "{} is in no contents", page.name);
            }
            let foreign = parts(*language).into_iter().flat_map(|part| part.pages).find(|page| page.language != *language);
            assert!(foreign.is_none(), "{} is not in {language:?}", foreign.map_or("", |page| page.name));
        }
        assert!(page(Language::Es, "nowhere").is_none());
    }

    #[test]
    fn what_is_html_within_a_page_is_shown_and_does_nothing() {
        let made = make(Language::En, "x", "# T\n\n<script>alert(1)</script>\n\nand <b onclick=x>so</b> [on](caller.md)");
        assert!(!made.html.contains("<script") && !made.html.contains("<b"), "{}", made.html);
        assert!(made.html.contains("href=\"/help/caller\""));
    }
}
