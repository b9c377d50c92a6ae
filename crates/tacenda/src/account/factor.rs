//! The second factor that is a code from an app (RFC 6238): each counts once.

use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use tacenda_desk::Time;
use totp_rs::{Builder, Secret, Totp};

use crate::problem::Problem;

/// An app that makes codes.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    /// What it makes them of, in Base32.
    pub(crate) secret: String,
    /// The step of the last code that was used.
    pub(crate) step: u64,
    pub(crate) made: Time,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[app]")
    }
}

/// A secret for an app.
pub(crate) fn new_app() -> String {
    Secret::generate().to_base32()
}

impl App {
    pub(crate) fn new(secret: &str, now: Time) -> Self {
        Self { secret: secret.to_owned(), step: 0, made: now }
    }

    /// The app under the account's name, such as an authenticator shows it.
    fn totp(&self, account: &str) -> Result<Totp, Problem> {
        let fault = || Problem::Plainly("the code's secret is not one".to_owned());
        let secret = Secret::try_from_base32(&self.secret).map_err(|_| fault())?;
        let name = account.replace(':', " ");
        let builder = Builder::new().with_secret(secret).with_account_name(name).with_issuer(Some("Tacenda"));
        builder.build().map_err(|_| fault())
    }

    /// Takes a code that is of this half minute, the one before or the one after, and was not used before. The step it is of.
    pub(crate) fn take(&self, typed: &str, now: Time) -> Option<u64> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let seconds = u64::try_from(now.0 / 1_000_000).ok()?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.totp("x").ok()?.check(&digits, seconds).filter(|step| *step > self.step)
    }

    /// What an app reads from the picture.
    pub(crate) fn url(&self, account: &str) -> Result<String, Problem> {
        self.totp(account)?.to_url().map_err(|_| Problem::Plainly("the code's address cannot be made".to_owned()))
    }
}

/// A text as squares: the picture's width, and the path that draws the dark ones.
pub(crate) fn picture(text: &str) -> Result<(i32, String), Problem> {
    use std::fmt::Write as _;
    let code =
        QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| Problem::Plainly("the picture cannot be made".to_owned()))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    Ok((code.size() + 8, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_counts_in_its_time_and_once() {
        let mut app = App::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Time(0)); // RFC 6238, appendix B
        let at = |seconds: i64| Time(seconds * 1_000_000);
        assert_eq!(app.take("287 082", at(59)), Some(1));
        assert_eq!(app.take("287082", at(89)), Some(1), "half a minute late");
        assert_eq!(app.take("287082", at(125)), None, "too late");
        assert_eq!(app.take("28708", at(59)).or(app.take("287083", at(59))), None);
        app.step = 1;
        assert_eq!(app.take("287082", at(59)), None, "once");
    }

    #[test]
    fn the_picture_is_squares_of_what_an_app_reads() {
        let app = App::new(&new_app(), Time(0));
        let url = app.url("Rosa: Quintana").unwrap();
        assert!(url.starts_with("otpauth://totp/Tacenda:Rosa"), "{url}");
        let (width, path) = picture(&url).unwrap();
        assert!(width > 30 && path.bytes().all(|b| b"Mhvz-0123456789 ".contains(&b)) && path.len() < 20_000);
    }
}
