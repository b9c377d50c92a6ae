//! How people sign in, where the configuration says more than a password.

use std::path::Path;

use anyhow::Result;
use tacenda_desk::Time;

use super::Finding;
use crate::config::{Config, Oidc};
use crate::edge;
use crate::provider::Provider;

const WHERE: &str = "[sign_in.oidc] in tacenda.toml; docs/reference/sign-in.md says what each line does";

pub(super) fn look(home: &Path, config: &Config) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = config.sign_in.password_days.map(passwords).into_iter().collect();
    if let Some(settings) = &config.sign_in.oidc {
        findings.push(provider(home, settings)?);
    }
    Ok(findings)
}

fn passwords(days: std::num::NonZeroU16) -> Finding {
    let says = format!("everybody must choose another password every {days} days: people who must choose worse ones");
    Finding::warning("passwords", says, "leave `password_days` out of tacenda.toml, unless a law or a contract demands it")
}

/// Whether the identity provider can be asked: its secret is ours alone, its description is its own, its keys are there.
fn provider(home: &Path, settings: &Oidc) -> Result<Finding> {
    let check = "single sign-on";
    let provider = match Provider::of(home, settings, "") {
        Ok(provider) => provider,
        Err(fault) => return Ok(Finding::fault(check, format!("{fault:#}"), format!("mend {WHERE}"))),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let _inside = runtime.enter();
    let says = match provider.answers(Time(edge::clock()?.wall)) {
        Ok(()) => return Ok(Finding::well(check, format!("{} answers, and names its keys", settings.label))),
        Err(fault) => format!("{} ({}): {fault}", settings.label, settings.issuer),
    };
    let mend = format!("look whether it runs and can be reached from here, then at {WHERE}");
    // Where it is the only way in, it keeps people out.
    Ok(if settings.only { Finding::fault(check, says, mend) } else { Finding::warning(check, says, mend) })
}
