//! A fictional agency that the product itself built: a generator's acts, each through the one writer.

use std::path::Path;

use anyhow::Result;
use tacenda::config::{Config, KeySource};
use tacenda::practice::{Fiction, Loading};
use tacenda::root::Root;
use tacenda_desk::Time;
use tacenda_desk::practice::Size;
use tacenda_vault::{Cost, Passphrase, RootKey, SystemEntropy};

use crate::house::PASSPHRASE;

/// Long enough ago for a whole year of acts to lie behind us.
pub(crate) const START: Time = Time(1_740_934_800_000_000);

/// Loads it into an empty folder. Whoever acted in it is signed in; everybody's passphrase is the same.
pub(crate) fn load(home: &Path, size: Size, seed: u64, canaries: bool) -> Result<Loading> {
    let key = RootKey::generate(&mut SystemEntropy)?;
    std::fs::write(home.join("root.key"), key.to_key_file().as_bytes())?;
    private(&home.join("root.key"))?;
    let config = Config {
        store: "sqlite".to_owned(),
        key: KeySource::File { path: "root.key".into() },
        backups: "backups".into(),
        witnesses: Vec::new(),
    };
    config.write(home)?;
    let fiction = Fiction { seed, size, start: START, canaries };
    let secrets = (Passphrase::new(PASSPHRASE), Cost::CHEAP);
    let (mut loading, _) = Loading::begin(home, &config, &Root::key("file", key), fiction, secrets)?;
    loading.finish()?;
    Ok(loading)
}

fn private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))?)
}
