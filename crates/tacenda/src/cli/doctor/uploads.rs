//! What looks at files before they are kept, and what reads them.

use super::Finding;
use crate::config::Config;
use crate::{reader, scanner};

/// What reads scans, where the agency says that something does.
pub(super) fn read(config: &Config) -> Option<Finding> {
    let wanted: Vec<&str> = config.uploads.ocr.iter().map(String::as_str).collect();
    let known = reader::known(&wanted);
    let missing: Vec<&str> = wanted.iter().copied().filter(|one| !known.iter().any(|there| there == one)).collect();
    let finding = match (wanted.is_empty(), missing.is_empty()) {
        (true, _) => return None,
        (false, true) => Finding::well("reader of scans", format!("it reads {}", wanted.join(" and "))),
        (false, false) => {
            let says = format!("it cannot read {}: nobody is offered a scan's words", missing.join(" and "));
            let tools = reader::TOOLS.join(", ");
            Finding::warning(
                "reader of scans",
                says,
                format!("install {tools} and those languages, or mend `ocr` under [uploads]"),
            )
        }
    };
    Some(finding)
}

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
