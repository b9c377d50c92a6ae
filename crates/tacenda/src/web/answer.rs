//! What a page gives back.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::problem::Problem;

/// What a page gives back.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    body: Vec<u8>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// It goes out on the next beat.
    evenly: bool,
}

/// Marks an answer whose time must tell nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evenly;

impl Answer {
    /// A page.
    pub(crate) fn page(template: &impl Template) -> Result<Self, Problem> {
        let html = template.render().map_err(|_| Problem::Plainly("a page cannot be shown".to_owned()))?;
        Ok(Self::html(html))
    }

    pub(crate) fn html(html: String) -> Self {
        Self::new(StatusCode::OK, "text/html; charset=utf-8", html.into_bytes())
    }

    pub(crate) fn new(status: StatusCode, media: &'static str, body: Vec<u8>) -> Self {
        Self { status, body, headers: vec![(header::CONTENT_TYPE, HeaderValue::from_static(media))], evenly: false }
    }

    /// A printed page, to be kept under this name.
    pub(crate) fn pdf(name: &str, bytes: Vec<u8>) -> Self {
        let answer = Self::new(StatusCode::OK, "application/pdf", bytes);
        answer.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}.pdf\""))
    }

    /// What is to be kept as a file under this name, not shown.
    pub(crate) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let answer = Self::new(StatusCode::OK, "application/octet-stream", bytes.into());
        answer.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))
    }

    /// The same with another status.
    #[must_use]
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// After an act: go and look there.
    pub(crate) fn go(to: &str) -> Self {
        let answer = Self { status: StatusCode::SEE_OTHER, body: Vec::new(), headers: Vec::new(), evenly: false };
        answer.with(header::LOCATION, to)
    }

    /// An answer that would be the same if there were nothing, and must not come sooner or later for it: it waits for the next beat.
    #[must_use]
    pub(crate) fn evenly(self) -> Self {
        Self { evenly: true, ..self }
    }

    /// With a header; a value that is not one is left out.
    #[must_use]
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let mut response = Self::new(Body::from(answer.body));
        *response.status_mut() = answer.status;
        for (name, value) in answer.headers {
            response.headers_mut().append(name, value);
        }
        if answer.evenly {
            response.extensions_mut().insert(Evenly);
        }
        response
    }
}
