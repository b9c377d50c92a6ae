//! How somebody signs in at the pages, from the machine itself.

use std::path::PathBuf;

use anyhow::Result;
use tacenda_desk::WorkerId;

use crate::account::{Policy, Stretch, fit};
use crate::agency::Agency;
use crate::cli::at::At;
use crate::cli::out;
use crate::cli::{Ended, Misuse};
use crate::config::Oidc;
use crate::view::Done;

/// How long a password is that stands alone.
const LEAST: usize = 15;

/// Sets the password by which you sign in at the pages; your passphrase shows who you are. Every session of yours ends.
#[derive(Debug, clap::Args)]
pub(crate) struct Account {
    /// The password, from this file; without it you are asked twice
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Account {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let typed = at.secret(&format!("Password at the pages (at least {LEAST} characters): "), self.password_file.as_ref())?;
        let agency = desk.agency.kit_state().map(|kit| kit.agency).unwrap_or_default();
        if let Err(weak) = fit(&typed, LEAST, &[&desk.worker.name, &agency]) {
            return Err(Misuse(weak.message().to_owned()).into());
        }
        if self.password_file.is_none() && *at.secret("The same again: ", None)? != *typed {
            return Err(Misuse("the two are not the same".to_owned()).into());
        }
        let id = desk.worker.id;
        if desk.agency.has_account(id)? {
            desk.agency.set_password(id, &typed, Stretch::DEFAULT)?;
        } else {
            desk.agency.make_account(id, &typed, Stretch::DEFAULT)?;
        }
        let view = serde_json::json!({ "id": id });
        let beside = beside(&desk.agency, id)?;
        out::show(at.json, &view, || format!("You sign in at the pages as {}.\n{beside}", desk.worker.name))
    }
}

/// What there is beside a password here.
fn beside(agency: &Agency, id: WorkerId) -> Result<String> {
    let Some(Oidc { issuer, label, only, .. }) = &agency.config().sign_in.oidc else { return Ok(String::new()) };
    let bound = agency.account_of(id)?.and_then(|account| account.bound).is_some_and(|bound| bound.issuer == *issuer);
    Ok(match (bound, only) {
        (true, true) => format!("{label} signs you in, and this password does not until that is taken off.\n"),
        (true, false) => format!("{label} signs you in too.\n"),
        (false, _) => format!("{label} can sign you in too, once you have set it up on your account page.\n"),
    })
}

/// Takes a colleague's account at the identity provider off. They sign in by password again, all their sessions end, and they are told.
#[derive(Debug, clap::Args)]
pub(crate) struct Unbind {
    /// Name or id
    worker: String,
}

impl Unbind {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let leaf = desk.agency.unbind_of(&desk.who, worker)?;
        out::show(at.json, &Done { id: Some(worker), leaf }, || format!("taken off  (leaf {leaf})\n"))
    }
}

/// Ends every session of a colleague at the pages, at once.
#[derive(Debug, clap::Args)]
pub(crate) struct SignOut {
    /// Name or id
    worker: String,
}

impl SignOut {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let leaf = desk.agency.end_sessions_of(&desk.who, worker)?;
        out::show(at.json, &Done { id: Some(worker), leaf }, || format!("signed out everywhere  (leaf {leaf})\n"))
    }
}

/// Prints a code by which a colleague who cannot sign in any more gets back in. Hand it over in person; it starts to work after a wait,
/// and they and your privacy officers are told at once.
#[derive(Debug, clap::Args)]
pub(crate) struct Recover {
    /// Name or id
    worker: String,
}

impl Recover {
    pub(crate) fn run(self, at: &At) -> Result<Ended> {
        let desk = at.desk()?;
        let worker = desk.colleague(&self.worker)?;
        let wait = Policy::default().wait;
        let code = desk.agency.recovery_code(&desk.who, worker, wait)?;
        let view = serde_json::json!({ "id": worker, "code": code, "wait_minutes": wait });
        out::show(at.json, &view, || {
            format!("Code for {}, shown once, good from {} hours on for a day: {code}\n", desk.name_of(worker), wait / 60)
        })
    }
}
