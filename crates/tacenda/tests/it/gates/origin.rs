//! Forms count only from our own pages: each POST without its token, with another's, from elsewhere, or by another verb.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tacenda_desk::Role;

use super::house::{Browser, House, ORIGIN};
use super::routes::{Row, rows};

/// A POST as it is told to be: origin, what the browser says of where it comes from, the form.
fn post(house: &House, browser: &Browser, row: &Row, origin: Option<&str>, site: Option<&str>, form: &str) -> StatusCode {
    let mut request = Request::post(row.at("nobody")).header(header::HOST, "desk.example");
    request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = &browser.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    if let Some(origin) = origin {
        request = request.header(header::ORIGIN, origin);
    }
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    house.ask(request.body(Body::from(form.to_owned())).unwrap()).status
}

#[test]
fn a_form_without_our_origin_and_its_own_token_does_nothing() {
    let house = House::open();
    let director = house.sign_in(&house.who(Role::Director)).unwrap();
    let other = house.sign_in(&house.who(Role::Clinician)).unwrap();
    let token = format!("csrf={}", director.token);
    let foreign = [
        (Some(ORIGIN), None, String::new()),
        (Some(ORIGIN), None, "csrf=".to_owned()),
        (Some(ORIGIN), None, format!("csrf={}", other.token)),
        (Some(ORIGIN), None, format!("csrf={}x", director.token)),
        (Some("https://evil.example"), None, token.clone()),
        (Some("https://evil.example"), Some("same-origin"), token.clone()),
        (Some("http://desk.example"), None, token.clone()),
        (Some("https://desk.example.evil"), None, token.clone()),
        (Some("null"), None, token.clone()),
        (Some("null"), Some("cross-site"), token.clone()),
        (None, None, token.clone()),
        (None, Some("cross-site"), token.clone()),
        (None, Some("same-site"), token.clone()),
        (None, Some("none"), token.clone()),
    ];
    for row in rows().iter().filter(|row| row.verb == "POST") {
        for (origin, site, form) in &foreign {
            let status = post(&house, &director, row, *origin, *site, form);
            // A sealed link is nothing at the desk's address.
            let refused = if row.door == "link" { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
            assert_eq!(status, refused, "{} from {origin:?} {site:?} with {form:?}", row.path);
        }
    }
    // And the session is none the worse for it.
    assert_eq!(house.get(&director, "/").status, StatusCode::OK);
}

#[test]
fn nothing_is_done_by_looking() {
    let house = House::open();
    let director = house.sign_in(&house.who(Role::Director)).unwrap();
    let before = house.agency().end().unwrap().frontier.size();
    let all = rows();
    for row in all.iter().filter(|row| row.verb == "POST" && !all.iter().any(|r| r.verb == "GET" && r.path == row.path)) {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE] {
            let form =
                if [Method::GET, Method::HEAD].contains(&method) { String::new() } else { format!("csrf={}", director.token) };
            let back = house.send(&director, method.clone(), &row.at("nobody"), &form);
            assert_eq!(back.status, StatusCode::NOT_FOUND, "{method} {}", row.path);
        }
    }
    assert_eq!(house.agency().end().unwrap().frontier.size(), before);
    assert_eq!(house.get(&director, "/").status, StatusCode::OK);
}

#[test]
fn a_form_with_a_field_that_its_page_does_not_know_or_that_comes_twice_is_refused() {
    let house = House::open();
    let mut director = house.sign_in(&house.who(Role::Director)).unwrap();
    let mut clinician = house.sign_in(&house.who(Role::Clinician)).unwrap();
    for row in rows().iter().filter(|row| row.verb == "POST") {
        let browser = if !row.by_right() || row.who.contains("director") { &mut director } else { &mut clinician };
        for form in ["wholly_unknown=1", "is_admin=true", "roles%5B%5D=director"] {
            let status = house.post(browser, &row.at("nobody"), form).status;
            let refused = matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::NOT_FOUND | StatusCode::SEE_OTHER);
            assert!(refused, "{} with {form}: {status}", row.path);
        }
        assert!(!house.get(browser, "/").asks_to_sign_in(), "{} did what it does though its form was wrong", row.path);
    }
}
