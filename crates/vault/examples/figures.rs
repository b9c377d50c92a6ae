//! Prints what sealing costs beside bare AES-256-GCM of the same library, and what a passphrase costs:
//! `cargo run --release -p tacenda-vault --example figures`.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "this program measures and says what it found")]

use std::hint::black_box;
use std::time::Instant;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use tacenda_vault::{
    Class, ClassKey, ClientKey, Cost, Entropy, Error, IndexKey, Kek, Keyring, Passphrase, PersonKey, Place, SystemEntropy,
};
use zeroize::Zeroize;

const RECORD: usize = 2048;

/// Best mean of seven rounds, in microseconds.
fn measure(times: u32, mut work: impl FnMut() -> Result<(), Error>) -> Result<f64, Error> {
    let mut best = f64::MAX;
    for _ in 0..7 {
        let start = Instant::now();
        for _ in 0..times {
            work()?;
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
    }
    Ok(best)
}

fn place() -> Place {
    Place::new("record")
        .with("id", "0192f0c2-7c1e-7d30-9a55-1f2e3d4c5b6a")
        .with("version", 3)
        .with("client", "0192f0c1-7c1e-7d30-9a55-1f2e3d4c5b6a")
        .with("class", "general")
        .with("state", "open")
        .with("due", 1_763_776_265_000_000)
        .with("worker", "0192f0c0-7c1e-7d30-9a55-1f2e3d4c5b6a")
}

/// The least that sealing and opening can cost: one ready key, one buffer, a random nonce, the same associated data's size.
fn bare() -> Result<f64, Error> {
    let key = UnboundKey::new(&AES_256_GCM, &[7; 32]).map_err(|_| Error::Refused)?;
    let (key, associated) = (LessSafeKey::new(key), [1; 350]);
    let mut buffer = vec![7; RECORD + 16];
    measure(20_000, || {
        let mut nonce = [0; 12];
        SystemEntropy.fill(&mut nonce)?;
        let (text, tag) = buffer.split_last_chunk_mut::<16>().ok_or(Error::Refused)?;
        let (sealing, opening) = (Nonce::assume_unique_for_key(nonce), Nonce::assume_unique_for_key(nonce));
        let made = key.seal_in_place_separate_tag(sealing, Aad::from(associated), text).map_err(|_| Error::Refused)?;
        tag.copy_from_slice(made.as_ref());
        key.open_in_place(opening, Aad::from(associated), &mut buffer).map_err(|_| Error::Refused)?;
        black_box(&buffer);
        Ok(())
    })
}

fn main() -> Result<(), Error> {
    let chance = &mut SystemEntropy;
    let (key, record) = (ClassKey::generate(chance)?, vec![7; RECORD]);
    let bare = bare()?;
    let ours = measure(20_000, || {
        let sealed = key.seal(&place(), &record, &mut SystemEntropy)?;
        black_box(key.open(&place(), &sealed)?);
        Ok(())
    })?;
    println!("seal and open of 2 KB: {ours:.2} us, bare {bare:.2} us, ratio {:.2}", ours / bare);
    let nonce = measure(20_000, || SystemEntropy.fill(black_box(&mut [0; 12])))?;
    let places = measure(20_000, || {
        black_box((place(), place()));
        Ok(())
    })?;
    let mut buffer = vec![7; RECORD];
    let wipe = measure(20_000, || {
        buffer.as_mut_slice().zeroize();
        Ok(())
    })?;
    println!("  of this: nonce {nonce:.2} us, two places {places:.2} us, wiping what was opened {wipe:.2} us");

    let (kek, client, at) = (Kek::generate(chance)?, ClientKey::generate(chance)?, Place::new("key").with("client", "x"));
    let (client_wrap, class_wrap) = (kek.wrap_key(&client, &at, chance)?, client.wrap_class(Class::General, &key, &at, chance)?);
    let ring = Keyring::new();
    ring.unseal(kek);
    let unwrap = measure(2_000, || {
        ring.open_client("x", &at, &client_wrap)?;
        ring.open_class("x", Class::General, &at, &class_wrap)
    })?;
    let person = PersonKey::generate(chance)?;
    let to_person = key.wrap_to(person.public(), Class::Privileged, &at, chance)?;
    let wrap = measure(500, || key.wrap_to(person.public(), Class::Privileged, &at, &mut SystemEntropy).map(drop))?;
    let open = measure(500, || person.unwrap_class(Class::Privileged, &at, &to_person).map(drop))?;
    println!("client and class key unwrapped: {unwrap:.2} us; to a person: wrap {wrap:.1} us, unwrap {open:.1} us");

    let token = IndexKey::generate(chance)?.finder("client.name")?.token("María José García")?;
    let (mark, ready) = (token.mark("row")?, token.marks());
    let test = measure(20_000, || {
        black_box(ready.is_among("row", &mark));
        Ok(())
    })?;
    println!("one row's mark tested: {test:.2} us");

    let passphrase = Passphrase::new("seven geese fly north");
    let locked = measure(1, || person.lock(&passphrase, Cost::DEFAULT, &at, &mut SystemEntropy).map(drop))?;
    println!("Argon2id at its default: {:.1} ms", locked / 1e3);
    Ok(())
}
