//! The offline verifier: one HTML file that checks both kinds of proof in any browser, without the network and without us.

use crate::Hash;

/// The whole page. Its script decides as [`verify`](crate::verify) does; its content policy allows no other script and no
/// connection.
pub const VERIFIER_PAGE: &str = include_str!("../verifier.html");

/// SHA-256 of the page, in hexadecimal, as printed on privacy notices: whoever holds the file can tell that it is this one.
pub fn verifier_page_digest() -> String {
    Hash::of(VERIFIER_PAGE.as_bytes()).to_hex()
}
