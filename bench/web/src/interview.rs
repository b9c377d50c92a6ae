//! J1: somebody asks whether they may share, and answers what they are asked.

use anyhow::Result;

use crate::browser::{Browser, Page};

/// Where they are in it.
#[derive(Debug, Default)]
pub(crate) struct Interview {
    /// The question that stands on the page.
    at: Option<(String, String)>,
}

impl Interview {
    /// One page of it: what it is called, and the page.
    pub(crate) fn step(&mut self, browser: &mut Browser, chance: u64) -> Result<(String, Page)> {
        let Some((path, text)) = self.at.take() else {
            browser.get("/ask")?;
            return self.sent(browser, "POST /ask", "/ask", &[("danger", "no")]);
        };
        let key = path.rsplit('/').next().unwrap_or_default();
        match key {
            "check" => {
                let once = format!("{chance:x}");
                self.sent(browser, "POST /ask/{id}/check", &path, &[("once", &once)])
            }
            "answer" => {
                let (end, name) = if chance.is_multiple_of(2) { ("sheet", "sheet") } else { ("proof", "proof") };
                let page = browser.get(&path.replace("/answer", &format!("/{end}")))?;
                Ok((format!("GET /ask/{{id}}/{name}"), page))
            }
            _ => {
                let (field, value) = answer(key, &text, chance);
                self.sent(browser, "POST /ask/{id}/{key}", &path, &[(&field, &value)])
            }
        }
    }

    /// Sends it, and reads the page that it leads to, for the next step.
    fn sent(&mut self, browser: &mut Browser, what: &str, path: &str, fields: &[(&str, &str)]) -> Result<(String, Page)> {
        let sent = browser.post(path, fields)?;
        if sent.status == 303 && sent.to.starts_with("/ask/") {
            let next = browser.get(&sent.to)?;
            self.at = (next.status == 200).then(|| (sent.to.clone(), next.text));
        } else if sent.status == 200 {
            // Several fit: the page shows them to choose from.
            self.at = Some((path.to_owned(), sent.text.clone()));
        }
        Ok((what.to_owned(), sent))
    }
}

/// What somebody answers: one of the buttons, or that they do not know.
fn answer(key: &str, text: &str, chance: u64) -> (String, String) {
    let turn = |of: usize| usize::try_from(chance).unwrap_or_default() % of.max(1);
    let buttons: Vec<(&str, &str)> = text.split("<button class=\"pick\" name=\"").skip(1).filter_map(button).collect();
    if let Some((name, value)) = buttons.get(turn(buttons.len())) {
        return ((*name).to_owned(), (*value).to_owned());
    }
    if key == "whom" {
        const LETTERS: &[&str] = &["an", "ma", "jo", "el", "ca", "ro"];
        let letters = LETTERS.get(turn(LETTERS.len() + 1));
        return letters.map_or_else(|| ("nobody".into(), "yes".into()), |letters| ("letters".into(), (*letters).to_owned()));
    }
    ("dont".into(), "yes".into())
}

fn button(rest: &str) -> Option<(&str, &str)> {
    let (name, rest) = rest.split_once("\" value=\"")?;
    Some((name, rest.split('"').next()?))
}
