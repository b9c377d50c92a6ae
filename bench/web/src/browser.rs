//! A browser as far as the pages need one: one connection that stays, the session's cookie, forms with their token.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::now;

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) took: Duration,
}

impl Page {
    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> Option<&str> {
        self.text.split_once(&format!("name=\"{name}\" value=\""))?.1.split('"').next()
    }

    /// Where its links lead, within the house.
    pub(crate) fn links(&self) -> impl Iterator<Item = String> {
        let ends = self.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        ends.filter(|to| to.starts_with('/') && !to.starts_with("//")).map(|to| to.replace("&amp;", "&").replace("&#38;", "&"))
    }
}

#[derive(Debug)]
pub(crate) struct Browser {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Browser {
    pub(crate) fn at(port: u16) -> Self {
        Self { port, stream: None, cookies: BTreeMap::new(), token: String::new() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Page> {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends a form, with the token of the last page.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if !self.token.is_empty() {
            form.append_pair("csrf", &self.token);
        }
        let form = form.finish();
        let head = format!(
            "POST {path} HTTP/1.1\r\nOrigin: http://localhost:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            self.port
        );
        self.send(&head, &form)
    }

    fn send(&mut self, head: &str, body: &str) -> Result<Page> {
        let mut text = format!("{head}Host: localhost:{}\r\nContent-Length: {}\r\n", self.port, body.len());
        for (number, (name, value)) in self.cookies.iter().enumerate() {
            let _ = write!(text, "{}{name}={value}", if number == 0 { "Cookie: " } else { "; " });
        }
        text.push_str(if self.cookies.is_empty() { "\r\n" } else { "\r\n\r\n" });
        text.push_str(body);
        if self.stream.is_none() {
            let stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_mins(1)))?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut().context("no connection")?;
        let begun = now();
        stream.get_mut().write_all(text.as_bytes())?;
        let answer = read(stream);
        let took = begun.elapsed();
        let (status, headers, body) = match answer {
            Ok(answer) => answer,
            Err(error) => {
                self.stream = None;
                return Err(error);
            }
        };
        if headers.iter().any(|(name, value)| name == "connection" && value == "close") {
            self.stream = None;
        }
        let to = headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.clone()).unwrap_or_default();
        for (_, line) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            if let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let page = Page { status, to, text: String::from_utf8_lossy(&body).into_owned(), took };
        if let Some(token) = page.hidden("csrf") {
            token.clone_into(&mut self.token);
        }
        Ok(page)
    }
}

type Answer = (u16, Vec<(String, String)>, Vec<u8>);

fn read(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no answer")?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, length)| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok((status, headers, body))
}
