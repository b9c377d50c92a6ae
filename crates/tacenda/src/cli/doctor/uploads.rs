//! What looks at files before they are kept, and what reads them.

use std::path::Path;

use super::Finding;
use crate::config::Config;
use crate::{lock, names, reader, scanner};

/// What reads scans, where the agency says that something does.
pub(super) fn read(config: &Config) -> Finding {
    let wanted = &config.uploads.ocr;
    let known = reader::known(wanted);
    let missing: Vec<&str> = wanted.iter().filter(|one| !known.contains(one)).map(String::as_str).collect();
    match (wanted.is_empty(), missing.is_empty()) {
        (true, _) => {
            let says =
                "nothing reads scans here, so files stay out of packets: `ocr` under [uploads] in tacenda.toml changes that";
            Finding::well("reader of scans", says)
        }
        (false, true) => Finding::well("reader of scans", format!("it reads {}", wanted.join(" and "))),
        (false, false) => {
            let stay = if known.is_empty() { ", and files stay out of packets" } else { "" };
            let says = format!("{} cannot be read here: no scan's words are offered in it{stay}", missing.join(" and "));
            let tools = reader::TOOLS.join(", ");
            let mend = format!("install {tools} and those languages, on a kernel with Landlock; or mend `ocr` under [uploads]");
            Finding::warning("reader of scans", says, mend)
        }
    }
}

/// What looks for names in what leaves, where there is something.
pub(super) fn names(config: &Config, home: &Path) -> Option<Finding> {
    let folder = names::folder(config, home)?;
    let finding = match names::tried(&folder) {
        Ok(()) => Finding::well("text model", format!("it looks for names, from {}", folder.display())),
        Err(fault) => {
            let mend = "mend `names` in tacenda.toml: docs/reference/names.md says what stands in that folder";
            Finding::fault("text model", format!("{fault:#}: nobody can choose what to hide"), mend)
        }
    };
    Some(finding)
}

/// What locks papers for the mail.
pub(super) fn locks() -> Finding {
    if lock::is_there() {
        Finding::well("locked copies", "papers for the mail are locked by qpdf")
    } else {
        let says = "qpdf is not installed: no paper for the mail can be locked, and none should be mailed";
        Finding::warning("locked copies", says, "install qpdf")
    }
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
