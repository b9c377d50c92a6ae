//! What looks at files before they are kept, and what reads them.

use super::Finding;
use crate::config::Config;
use crate::{reader, scanner};

/// What reads scans, where the agency says that something does.
pub(super) fn read(config: &Config) -> Option<Finding> {
    let wanted = &config.uploads.ocr;
    let known = reader::known(wanted);
    let missing: Vec<&str> = wanted.iter().filter(|one| !known.contains(one)).map(String::as_str).collect();
    let finding = match (wanted.is_empty(), missing.is_empty()) {
        (true, _) => return None,
        (false, true) => Finding::well("reader of scans", format!("it reads {}", wanted.join(" and "))),
        (false, false) => {
            let says = format!("{} cannot be read here: no scan's words are offered in it", missing.join(" and "));
            let tools = reader::TOOLS.join(", ");
            let mend = format!("install {tools} and those languages, on a kernel with Landlock; or mend `ocr` under [uploads]");
            Finding::warning("reader of scans", says, mend)
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
