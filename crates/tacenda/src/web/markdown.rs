//! Texts that people write, as HTML. Only what Markdown makes gets through: HTML within is shown as text, and nothing leads elsewhere.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The text as HTML, its headings under the page's own.
pub(crate) fn html(text: &str) -> String {
    let below = |level: HeadingLevel| if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
    let events = Parser::new_ext(text, Options::empty()).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => None,
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: below(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(below(level)))),
        event => Some(event),
    });
    let mut made = String::new();
    html::push_html(&mut made, events);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_writes_does_nothing_and_leads_nowhere() {
        let made = html("# T\n\n<script>alert(1)</script>\n\n[on](https://evil.example) ![p](x.png) **so**");
        assert!(!made.contains("<script") && !made.contains("href") && !made.contains("<img") && !made.contains("<h1"), "{made}");
        assert!(made.contains("<strong>so</strong>") && made.contains("<h2>T</h2>"), "{made}");
    }
}
