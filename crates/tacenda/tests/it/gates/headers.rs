//! R15: the headers of every answer, of every route and status.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tacenda_desk::Role;

use super::house::{Back, Browser, House};
use super::routes::rows;

/// What stands on every answer, to the letter.
const GOLDEN: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; \
         report-uri /csp",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
];

fn hold(what: &str, back: &Back, public: bool) {
    for (name, value) in GOLDEN {
        assert_eq!(back.header(name), *value, "{what}: {name}");
    }
    let kept = back.header("cache-control");
    assert!(if public { kept.starts_with("public, max-age=") } else { kept == "no-store" }, "{what}: cache-control {kept}");
    let media = back.header("content-type");
    assert!(back.body.is_empty() || !media.is_empty(), "{what}: a body without its type");
    assert!(!media.starts_with("text/") || media.contains("charset=utf-8"), "{what}: {media}");
    for name in ["server", "x-powered-by", "access-control-allow-origin", "etag"] {
        assert!(back.headers.get(name).is_none(), "{what}: {name}");
    }
    for cookie in back.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        for part in ["__Host-", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Strict"] {
            assert!(cookie.contains(part), "{what}: {cookie}");
        }
        assert!(!cookie.contains("Domain="), "{what}: {cookie}");
    }
}

#[test]
fn every_route_answers_with_the_same_headers_signed_in_or_not_in_every_verb() {
    let house = House::open();
    let browsers = [Browser::default(), house.sign_in(&house.who(Role::Director)).unwrap()];
    let mut statuses = std::collections::BTreeSet::new();
    for browser in &browsers {
        for row in rows().iter().filter(|row| row.path != "/sign-out") {
            for method in [Method::GET, Method::POST, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE, Method::TRACE] {
                let back = house.send(browser, method.clone(), &row.at("nobody"), "");
                statuses.insert(back.status.as_u16());
                hold(&format!("{method} {}", row.path), &back, false);
            }
        }
    }
    assert!([200, 303, 403, 404].iter().all(|status| statuses.contains(status)), "{statuses:?}");
}

#[test]
fn so_do_assets_faults_and_what_is_not_there() {
    let house = House::open();
    let nobody = Browser::default();
    let page = house.get(&nobody, "/now");
    for asset in page.body.split("=\"/a/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let back = house.get(&nobody, &format!("/a/{asset}"));
        assert_eq!(back.status, StatusCode::OK);
        hold(asset, &back, true);
    }
    for path in ["/a/0/none.css", "/nowhere", "/now/", "//now", "/%2e%2e/etc/passwd", "/sign-in/x"] {
        let back = house.get(&nobody, path);
        assert_eq!(back.status, StatusCode::NOT_FOUND, "{path}");
        hold(path, &back, false);
    }
    let big = Request::post("/sign-in").header(header::HOST, "desk.example").header(header::ORIGIN, super::house::ORIGIN);
    let big = big.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let back = house.ask(big.body(Body::from("x=".to_owned() + &"y".repeat(3_000_000))).unwrap());
    assert_eq!(back.status, StatusCode::PAYLOAD_TOO_LARGE);
    hold("too large", &back, false);
    let elsewhere = Request::get("/now").header(header::HOST, "evil.example").body(Body::empty()).unwrap();
    let back = house.ask(elsewhere);
    assert_eq!(back.status, StatusCode::MISDIRECTED_REQUEST);
    hold("another host", &back, false);
}

#[test]
fn the_cookie_of_a_session_goes_nowhere_else_and_ends_with_it() {
    let house = House::open();
    let who = house.sign_in(&house.who(Role::Clinician)).unwrap();
    let back = house.post(&who, "/sign-out", "");
    hold("sign-out", &back, false);
    assert_eq!(back.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(house.get(&who, "/").asks_to_sign_in());
}
