//! A record sealed and opened, beside the bare cipher.

use anyhow::{Result, anyhow};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use tacenda_vault::{ClassKey, Place, SystemEntropy};

use crate::table::{Goal, Table};
use crate::{median, seconds};

const ROUNDS: usize = 2_000;

pub(crate) fn measure(table: &mut Table) -> Result<()> {
    let plain = vec![7_u8; 2_048];
    let key = ClassKey::generate(&mut SystemEntropy)?;
    let place =
        || Place::new("sealed").with("kind", "record").with("id", "0192f0c1").with("version", 1_i64).with("client", "0192aaaa");
    let bare = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[9; 32]).map_err(|_| anyhow!("no key"))?);
    let nonce = || Nonce::assume_unique_for_key([1; 12]);
    let bare_sealed = |text: &mut Vec<u8>| {
        bare.seal_in_place_append_tag(nonce(), Aad::from([0_u8; 128]), text).map_err(|_| anyhow!("sealing failed"))
    };
    let ours = repeat(|| Ok(key.seal(&place(), &plain, &mut SystemEntropy).map(drop)?))?;
    let theirs = repeat(|| bare_sealed(&mut plain.clone()))?;
    table.add("seal a record of 2 KiB", (ours, "µs"), Some(("bare AES-256-GCM", theirs)), Goal::None);
    let sealed = key.seal(&place(), &plain, &mut SystemEntropy)?;
    let mut text = plain.clone();
    bare_sealed(&mut text)?;
    let ours = repeat(|| Ok(key.open(&place(), &sealed).map(drop)?))?;
    let theirs = repeat(|| {
        bare.open_in_place(nonce(), Aad::from([0_u8; 128]), &mut text.clone()).map(drop).map_err(|_| anyhow!("opening failed"))
    })?;
    table.add("open a record of 2 KiB", (ours, "µs"), Some(("bare AES-256-GCM", theirs)), Goal::None);
    Ok(())
}

fn repeat(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let times: Result<Vec<f64>> = (0..ROUNDS).map(|_| seconds(&mut work)).collect();
    Ok(median(times?) * 1e6)
}
