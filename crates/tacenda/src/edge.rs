//! The program's edge: the only place that reads the clock, draws randomness and asks for secrets. Everything below takes them as
//! arguments.

use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use zeroize::Zeroizing;

use crate::clock::Reading;

/// What the machine's clocks say.
///
/// # Errors
/// Where the machine does not tell how long it has been running.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: the time goes down as an argument")]
pub fn clock() -> Result<Reading> {
    let wall = jiff::Timestamp::now().as_microsecond();
    let uptime = std::fs::read_to_string("/proc/uptime").context("cannot read how long the machine has been running")?;
    let seconds: f64 = uptime.split(' ').next().unwrap_or_default().parse().context("cannot read how long the machine has been running")?;
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned();
    #[expect(clippy::cast_possible_truncation, reason = "microseconds of uptime fit for 292,000 years")]
    Ok(Reading { wall, uptime: (seconds * 1e6) as i64, boot })
}

/// A secret from a file (`-` is standard input), or typed at the terminal without echo. Never from a flag or the environment.
///
/// # Errors
/// Where there is neither a file nor a terminal to ask at.
pub fn secret(prompt: &str, file: Option<&Path>) -> Result<Zeroizing<String>> {
    let text = match file {
        Some(path) if path == Path::new("-") => {
            let mut text = Zeroizing::new(String::new());
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        Some(path) => Zeroizing::new(std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?),
        None if std::io::stdin().is_terminal() => Zeroizing::new(rpassword::prompt_password(prompt)?),
        None => bail!("{}: nobody to ask here; give it in a file", prompt.trim().trim_end_matches(':')),
    };
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The file of a systemd credential.
///
/// # Errors
/// Where the service was given none.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: systemd names the folder of credentials this way alone")]
pub fn credential(name: &str) -> Result<std::path::PathBuf> {
    let folder = std::env::var("CREDENTIALS_DIRECTORY").context("no credentials were given: the unit lacks LoadCredentialEncrypted=")?;
    Ok(Path::new(&folder).join(name))
}
