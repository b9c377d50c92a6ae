//! The program's edge: the only place that reads the clock, draws randomness and asks for secrets. Everything below takes them as
//! arguments.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use zeroize::Zeroizing;

use crate::clock::Reading;

/// What the machine's clocks say.
///
/// # Errors
/// Where the machine does not tell how long it has been running.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: the time goes down as an argument")]
pub fn clock() -> Result<Reading> {
    static BOOT: OnceLock<String> = OnceLock::new();
    let wall = jiff::Timestamp::now().as_microsecond();
    let since_start = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let uptime = since_start.tv_sec.saturating_mul(1_000_000).saturating_add(since_start.tv_nsec / 1_000);
    let boot =
        BOOT.get_or_init(|| std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned());
    Ok(Reading { wall, uptime, boot: boot.clone() })
}

/// This process leaves no core behind when it dies, and no other process of its user looks into it: its memory holds keys and what was
/// opened with them. Where a system knows neither, nothing is lost.
pub fn shut_memory() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
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
        // Standard input may be a note on its way in: the terminal itself is asked.
        None if std::fs::File::open("/dev/tty").is_ok() => Zeroizing::new(rpassword::prompt_password(prompt)?),
        None => bail!("{}: nobody to ask here; give it in a file", prompt.trim().trim_end_matches(':')),
    };
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Whether somebody sits at standard input.
pub fn is_attended() -> bool {
    std::io::stdin().is_terminal()
}

/// A line typed at the terminal, for what is no secret.
///
/// # Errors
/// Where nobody is there to type it.
pub fn line(prompt: &str) -> Result<String> {
    if !is_attended() {
        bail!("{}: nobody to ask here", prompt.trim().trim_end_matches(':'));
    }
    let mut talk = std::io::stderr();
    talk.write_all(prompt.as_bytes())?;
    talk.flush()?;
    let mut text = String::new();
    if std::io::stdin().lock().read_line(&mut text)? == 0 {
        bail!("nothing was typed");
    }
    Ok(text.trim().to_owned())
}

/// The whole of standard input, as text.
///
/// # Errors
/// Where it cannot be read, or is not text.
pub fn input() -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().read_to_string(&mut text).context("cannot read standard input as text")?;
    Ok(text)
}

/// Where an agency is kept unless its folder is named.
///
/// # Errors
/// Where the system does not say where this user's files are.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: the folder goes down as an argument")]
pub fn home() -> Result<PathBuf> {
    let named = |name| std::env::var(name).ok().filter(|text| Path::new(text).is_absolute()).map(PathBuf::from);
    let data = named("XDG_DATA_HOME").or_else(|| Some(named("HOME")?.join(".local/share")));
    data.map(|folder| folder.join("tacenda")).context("where the agency is kept is not known: name it with --home")
}

/// The file of a systemd credential.
///
/// # Errors
/// Where the service was given none.
#[expect(clippy::disallowed_methods, reason = "the edge of the program: systemd names the folder of credentials this way alone")]
pub fn credential(name: &str) -> Result<std::path::PathBuf> {
    let folder =
        std::env::var("CREDENTIALS_DIRECTORY").context("no credentials were given: the unit lacks LoadCredentialEncrypted=")?;
    Ok(Path::new(&folder).join(name))
}
