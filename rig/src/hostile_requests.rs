//! The requests of [`crate::hostile`]: one after another by chance, so that a seed gives them again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;

use crate::chance::Chance;

/// A way in.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) verb: String,
    pub(crate) path: String,
}

/// Whom it is sent to, and as whom.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub(crate) routes: &'a [Route],
    /// Fields of each form, by where it is sent.
    pub(crate) fields: &'a BTreeMap<String, Vec<String>>,
    pub(crate) cookie: &'a str,
    pub(crate) token: &'a str,
    pub(crate) port: u16,
}

/// Every way in, from the reviewed table. What stands for something is an id of nobody's.
pub(crate) fn routes() -> Result<Vec<Route>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reference/routes.csv"))?;
    let rows = text.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (verb, path) = (cells.next()?.to_owned(), cells.next()?);
        let parts = path.split('/').map(|part| if part.starts_with('{') { "00000000000000000000000007" } else { part });
        Some(Route { verb, path: parts.collect::<Vec<_>>().join("/") })
    });
    Ok(rows.collect())
}

/// Each is code to somebody: HTML, script, templates, SQL, shells, paths, headers, terminals, readers of Unicode.
const POLYGLOTS: &[&str] = &[
    "<tx onload=alert(1)>",
    "\"><tx src=x onerror=alert(1)>",
    "'><tx>",
    "</title><tx>",
    "</textarea><tx>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A%0d%0a//</stYle/</titLe/<tx/oNloAd=alert()//>",
    "javascript:alert(1)",
    "'tx'-alert(1)-'tx'",
    "{{tx}}${tx}<%= tx %>#{tx}{%tx%}",
    "' OR 1=1; DROP TABLE rows; --",
    "\" UNION SELECT * FROM keys --",
    "; cat /etc/passwd #",
    "$(reboot)`reboot`",
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "\r\nSet-Cookie: tx=1\r\nTx-Header: 1",
    "%0d%0aSet-Cookie:%20tx=1",
    "//evil.example/",
    "/\\evil.example",
    "https://evil.example",
    "\u{202e}xt\u{2066}<tx>",
    "\u{0}<tx>",
    "\u{1b}[31mtx\u{7}",
    "=cmd|' /C calc'!A0",
    "<!ENTITY tx SYSTEM \"file:///etc/passwd\">",
    "(&(uid=*)(objectClass=*))",
    "{\"$gt\": \"\"}",
    "%s%s%n%x",
    "9999999999999999999999999",
    "-1",
    "1e309",
    "true",
    "\u{feff}\u{fffd}\u{10ffff}",
    "ﷺ𝕥𝕩İıſK",
];

fn polyglot(chance: &mut Chance) -> String {
    let one = POLYGLOTS.get(chance.below(POLYGLOTS.len())).copied().unwrap_or_default();
    match chance.below(12) {
        0 => one.repeat(1 + chance.below(400)),
        1 => String::new(),
        2 => "a".repeat(chance.below(100_000)),
        _ => one.to_owned(),
    }
}

/// As a form writes it.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// One request: its kind, and its bytes.
pub(crate) fn request(chance: &mut Chance, target: &Target<'_>) -> (&'static str, Vec<u8>) {
    match chance.below(10) {
        0..=3 => ("form", form(chance, target)),
        4 => ("files", multipart(chance, target)),
        5 | 6 => ("address", address(chance, target)),
        7 | 8 => ("headers", headers(chance, target)),
        _ => ("no HTTP", malformed(chance, target)),
    }
}

fn pick<'a>(chance: &mut Chance, target: &Target<'a>, verb: &str) -> &'a str {
    let fitting: Vec<&Route> = target.routes.iter().filter(|route| route.verb == verb).collect();
    fitting.get(chance.below(fitting.len())).map_or("/", |route| route.path.as_str())
}

/// A head with what is usual.
fn head(target: &Target<'_>, verb: &str, path: &str) -> String {
    let (host, cookie) = (format!("localhost:{}", target.port), target.cookie);
    format!("{verb} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nConnection: close\r\n")
}

fn form(chance: &mut Chance, target: &Target<'_>) -> Vec<u8> {
    let path = pick(chance, target, "POST");
    let none = Vec::new();
    let names = target.fields.get(path).unwrap_or(&none);
    let mut body = String::new();
    if chance.below(8) > 0 {
        let _ = write!(body, "csrf={}", target.token);
    }
    for name in names.iter().filter(|name| *name != "csrf") {
        let value = if name == "once" { format!("{:032x}", chance.next()) } else { polyglot(chance) };
        let _ = write!(body, "&{name}={}", encode(&value));
    }
    if chance.below(6) == 0 {
        let _ = write!(body, "&{}={}", encode(&polyglot(chance)), encode(&polyglot(chance)));
    }
    if chance.below(20) == 0 {
        body.push_str("&%zz=%&=&&&=%ff%fe");
    }
    let media = if chance.below(10) == 0 { "application/json" } else { "application/x-www-form-urlencoded" };
    let head = head(target, "POST", path);
    format!("{head}Content-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn multipart(chance: &mut Chance, target: &Target<'_>) -> Vec<u8> {
    let path = pick(chance, target, "POST");
    let (name, file, text) = (encode(&polyglot(chance)), polyglot(chance).replace(['\r', '\n'], " "), polyglot(chance));
    let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", target.token);
    let _ = write!(body, "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n");
    let _ = write!(body, "Content-Type: {}\r\n\r\n{text}\r\n", if chance.below(2) == 0 { "text/html" } else { "image/svg+xml" });
    body.push_str(if chance.below(3) == 0 { "--b" } else { "--b--\r\n" });
    let bound = if chance.below(8) == 0 { "" } else { "; boundary=b" };
    let head = head(target, "POST", path);
    format!("{head}Content-Type: multipart/form-data{bound}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn address(chance: &mut Chance, target: &Target<'_>) -> Vec<u8> {
    let route = pick(chance, target, "GET");
    let odd = encode(&polyglot(chance));
    let odd: String = odd.chars().take(20_000).collect();
    let path = match chance.below(6) {
        0 => format!("{route}?q={odd}"),
        1 => format!("{route}?to={odd}&lang={odd}&lang=es"),
        2 => route.replace("00000000000000000000000007", &odd),
        3 => format!("{route}/{odd}"),
        4 => format!("/a/{odd}/{odd}"),
        _ => ["/.git/config", "/../../etc/passwd", "//", "/%00", "/.env", "/server-status", "*", "/go?q=%F0%28%8C%28"]
            .get(chance.below(8))
            .copied()
            .unwrap_or("/")
            .to_owned(),
    };
    let verb =
        ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "get", "PROPFIND"].get(chance.below(8)).copied().unwrap_or("GET");
    format!("{}\r\n", head(target, if chance.below(3) == 0 { verb } else { "GET" }, &path)).into_bytes()
}

fn headers(chance: &mut Chance, target: &Target<'_>) -> Vec<u8> {
    let path = pick(chance, target, "GET");
    let odd: String = polyglot(chance).chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).take(8_000).collect();
    let more = match chance.below(12) {
        0 => format!("Accept-Language: {odd}\r\n"),
        1 => format!(
            "X-Forwarded-For: {odd}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example\r\n"
        ),
        2 => format!("Cookie: desk={odd}\r\n"),
        3 => format!("Cookie: {}; {}\r\n", target.cookie, target.cookie),
        4 => "Host: evil.example\r\n".to_owned(),
        5 => format!("Referer: {odd}\r\nUser-Agent: {odd}\r\n"),
        6 => format!("X-HTTP-Method-Override: POST\r\nX-Original-URL: /people\r\nX-Rewrite-URL: {odd}\r\n"),
        7 => "A: b\r\n".repeat(chance.below(300)),
        8 => format!("Range: bytes=0-0,{}\r\nIf-None-Match: *\r\n", "1-2,".repeat(chance.below(500))),
        9 => "Accept-Encoding: gzip;q=1e309, *;q=-1\r\nExpect: 100-continue\r\n".to_owned(),
        10 => "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n".to_owned(),
        _ => format!("Content-Type: {odd}\r\nContent-Length: 0\r\n"),
    };
    format!("{}{more}\r\n", head(target, "GET", path)).into_bytes()
}

fn malformed(chance: &mut Chance, target: &Target<'_>) -> Vec<u8> {
    let host = format!("Host: localhost:{}", target.port);
    let text = match chance.below(14) {
        0 => format!(
            "POST /sign-in HTTP/1.1\r\n{host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /people HTTP/1.1\r\n\r\n"
        ),
        1 => format!("POST /sign-in HTTP/1.1\r\n{host}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nx"),
        2 => format!("POST /sign-in HTTP/1.1\r\n{host}\r\nContent-Length: -1\r\n\r\nx"),
        3 => format!("POST /sign-in HTTP/1.1\r\n{host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxxx"),
        4 => format!("POST /sign-in HTTP/1.1\r\n{host}\r\nContent-Length: 99999999999999999999\r\n\r\nx"),
        5 => format!("POST /sign-in HTTP/1.1\r\n{host}\r\nContent-Length: 1000\r\n\r\ncut"),
        6 => format!("GET / HTTP/1.1\n{host}\nTransfer-Encoding : chunked\n\n"),
        7 => format!("GET /{} HTTP/1.1\r\n{host}\r\n\r\n", "a".repeat(100_000)),
        8 => "GET / HTTP/9.9\r\n\r\n".to_owned(),
        9 => "GET /\r\n\r\n".to_owned(),
        10 => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u{0}\u{0}\u{9}\u{7}".to_owned(),
        11 => format!("GET / HTTP/1.1\r\n{host}\r\n{}: x\r\n\r\n", "h".repeat(90_000)),
        12 => format!("GET / HTTP/1.1\r\n{host}\r\n folded: x\r\nBad Name: y\r\n\r\n"),
        _ => {
            return (0..chance.below(4_000)).map(|_| u8::try_from(chance.next() & 0xFF).unwrap_or_default()).collect();
        }
    };
    text.into_bytes()
}
