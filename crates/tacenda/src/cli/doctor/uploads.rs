//! What looks at files before they are kept.

use super::Finding;
use crate::config::Config;
use crate::scanner;

pub(super) fn look(config: &Config) -> Option<Finding> {
    let socket = config.uploads.scanner.as_deref()?;
    let finding = if scanner::answers(socket) {
        Finding::well("virus scanner", format!("it answers at {}", socket.display()))
    } else {
        let says = format!("it does not answer at {}: no file can be put in", socket.display());
        Finding::fault("virus scanner", says, "start it, or mend `scanner` under [uploads] in tacenda.toml")
    };
    Some(finding)
}
