//! Whether mails go out, where the agency says that they do.

use std::path::Path;

use super::Finding;
use crate::config::Config;
use crate::mail::Relay;

const WHERE: &str = "[mail] in tacenda.toml; docs/reference/mail.md says what each line does";

/// The mail server is greeted, the connection sealed, and we sign in; it is given nothing.
pub(super) fn look(home: &Path, config: &Config) -> Vec<Finding> {
    let Some(server) = &config.mail else { return Vec::new() };
    let check = "mail";
    let answered = match Relay::of(home, server) {
        Ok(relay) => relay.answers(),
        Err(fault) => return vec![Finding::fault(check, format!("{fault:#}"), format!("mend {WHERE}"))],
    };
    let mut findings = vec![match answered {
        Ok(()) => Finding::well(check, format!("{} answers; `tacenda mail test` sends one", server.host)),
        Err(fault) => {
            let mend = format!("look whether it runs and can be reached from here, then at {WHERE}");
            Finding::warning(check, format!("{}: {fault}; mails wait until it does", server.host), mend)
        }
    }];
    if config.links.is_none() {
        let says = "mails are about sealed links, and there are none here";
        findings.push(Finding::warning(check, says, "write [links] into tacenda.toml: docs/reference/links.md"));
    }
    findings
}
