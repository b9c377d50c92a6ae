//! A fictional agency that the product itself built: a generator's acts, each through the one writer.

use std::path::Path;

use anyhow::Result;
use tacenda::practice::{Fiction, Loading};
use tacenda_desk::Time;
use tacenda_desk::practice::Size;
use tacenda_vault::{Cost, Passphrase};

use crate::house::PASSPHRASE;

/// Long enough ago for a whole year of acts to lie behind us.
pub(crate) const START: Time = Time(1_740_934_800_000_000);

/// Loads it into an empty folder. Whoever acted in it is signed in; everybody's passphrase is the same.
pub(crate) fn load(home: &Path, size: Size, seed: u64, canaries: bool) -> Result<Loading> {
    let fiction = Fiction { seed, size, start: START, canaries };
    let (mut loading, _) = Loading::in_folder(home, fiction, (Passphrase::new(PASSPHRASE), Cost::CHEAP))?;
    loading.finish()?;
    Ok(loading)
}
