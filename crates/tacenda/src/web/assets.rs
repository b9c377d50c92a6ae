//! Style, script, type and icon: inside the program, named by their content, so that a browser may keep them for good.

use std::sync::LazyLock;

use axum::http::{StatusCode, header};
use sha2::{Digest as _, Sha256};

use super::answer::Answer;
use crate::agency::hex;

/// A file of the pages.
#[derive(Debug)]
struct Asset {
    name: &'static str,
    media: &'static str,
    bytes: &'static [u8],
    print: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let asset = |name, media, bytes: &'static [u8]| {
        let print = hex(Sha256::digest(bytes).get(..8).unwrap_or_default());
        Asset { name, media, bytes, print }
    };
    vec![
        asset("desk.css", "text/css; charset=utf-8", bare(include_str!("assets/desk.css"))),
        asset("desk.js", "text/javascript; charset=utf-8", include_bytes!("assets/desk.js")),
        // The portal's: under names that say nothing.
        asset(
            "page.css",
            "text/css; charset=utf-8",
            bare(concat!(include_str!("assets/desk.css"), include_str!("assets/portal.css"))),
        ),
        asset("page.js", "text/javascript; charset=utf-8", include_bytes!("assets/portal.js")),
        asset("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
        asset("blank.svg", "image/svg+xml", include_bytes!("assets/blank.svg")),
        asset("atkinson-400.woff2", "font/woff2", include_bytes!("assets/atkinson-400.woff2")),
        asset("atkinson-700.woff2", "font/woff2", include_bytes!("assets/atkinson-700.woff2")),
    ]
});

/// A style without what no browser reads, its comments and its indents, made once.
fn bare(style: &str) -> &'static [u8] {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once("*/").map_or("", |(_, after)| after));
    let whole = rest.fold(first, |all, part| all + part);
    let lines: Vec<&str> = whole.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Box::leak(lines.join("\n").into_boxed_str()).as_bytes()
}

/// Where an asset is.
pub(crate) fn path(name: &str) -> String {
    let print = ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.print);
    format!("/a/{print}/{name}")
}

/// The asset of this name. The style names its fonts relative to itself, under whatever print: any print gives the file there is.
pub(crate) fn answer(print: &str, name: &str) -> Option<Answer> {
    let asset = ASSETS.iter().find(|asset| asset.name == name)?;
    // On a telephone that others look at nothing is kept for later.
    let answer = Answer::new(StatusCode::OK, asset.media, asset.bytes.to_vec());
    if name.starts_with("page.") {
        return Some(answer);
    }
    let kept = if print == asset.print { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    Some(answer.with(header::CACHE_CONTROL, kept))
}
