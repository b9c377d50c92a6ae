//! Headers of every answer, whatever its status.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// No script but our own file, no style but our own, nothing inline, nothing from elsewhere, no frames (CSP level 3).
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types 'none'; report-uri /csp";

const ALWAYS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // With `no-referrer` a browser sends our own forms with `Origin: null` (Fetch, 3.2): they could not be told from foreign ones.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("x-frame-options", "DENY"),
];

/// Puts the headers on; those of an answer's own stay.
pub(crate) async fn always(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    dress(response.headers_mut());
    response
}

fn dress(headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
        headers.entry(name).or_insert(value);
    }
    // Nothing stays behind on a shared machine; assets say otherwise themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Over TLS: never again without it.
pub(crate) async fn strict_transport(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
    response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, year);
    response
}
