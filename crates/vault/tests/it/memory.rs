//! After sealing, the memory of the whole process is read, and no key is found in it.
#![cfg(target_os = "linux")]

use std::fs::{File, read_to_string};
use std::os::unix::fs::FileExt as _;

use tacenda_vault::index::normalise;
use tacenda_vault::{
    AgencyKey, Class, ClassKey, ClientKey, Cost, Entropy, Error, IndexKey, Kek, KeyProvider, Keyring, Passphrase, PersonKey,
    Place, RootKey,
};

use crate::support::{Chance, place};

const MASK: u8 = 0xa5;

/// Fills a key with bytes that can be told again one by one, so that the test itself never holds a key.
struct Known(u64);

impl Known {
    fn byte(&self, at: u64) -> u8 {
        (Chance(self.0 << 32 | at).next() >> 56) as u8
    }

    /// The four quarters of the key, masked. Quarters, since a freed piece of memory keeps its later part longest.
    fn masked(&self) -> [[u8; 8]; 4] {
        std::array::from_fn(|quarter| std::array::from_fn(|at| self.byte((8 * quarter + at) as u64) ^ MASK))
    }
}

impl Entropy for Known {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
        out.iter_mut().zip(0..).for_each(|(to, at)| *to = self.byte(at));
        Ok(())
    }
}

/// How often a quarter of each key stands in the memory of this process, outside of the buffer that memory is read into.
fn copies(keys: std::ops::RangeInclusive<u64>) -> Vec<usize> {
    let needles: Vec<[[u8; 8]; 4]> = keys.map(|key| Known(key).masked()).collect();
    let mut starting_with = vec![Vec::new(); 256];
    for (key, quarters) in needles.iter().enumerate() {
        quarters.iter().for_each(|quarter| starting_with[usize::from(quarter[0] ^ MASK)].push((key, quarter)));
    }
    let memory = File::open("/proc/self/mem").unwrap();
    let mut found = vec![0; needles.len()];
    let mut buffer = vec![0u8; 1 << 20];
    let own = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + buffer.len() as u64;
    for line in read_to_string("/proc/self/maps").unwrap().lines() {
        let mut words = line.split_whitespace();
        let (from, to) = words.next().unwrap().split_once('-').unwrap();
        let (from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        if !words.next().unwrap().starts_with('r') || line.ends_with("[vvar]") || line.ends_with("[vsyscall]") {
            continue;
        }
        let mut at = from;
        while at < to {
            let wanted = buffer.len().min((to - at) as usize);
            let Ok(read) = memory.read_at(&mut buffer[..wanted], at) else { break };
            for (offset, window) in buffer[..read].windows(8).enumerate() {
                for (key, quarter) in &starting_with[usize::from(window[0])] {
                    let same = window.iter().zip(*quarter).all(|(a, b)| a ^ MASK == *b);
                    found[*key] += usize::from(same && !own.contains(&(at + offset as u64)));
                }
            }
            // The last seven bytes again, for a quarter that lies across two reads.
            at += if at + read as u64 >= to { read as u64 } else { read.saturating_sub(7).max(1) as u64 };
        }
    }
    found
}

/// Puts known keys into the ring and uses each of them.
#[inline(never)]
fn fill_and_use(ring: &Keyring) {
    let chance = &mut Chance(40);
    let at = || Place::new("key");
    let kek = Kek::generate(&mut Known(1)).unwrap();
    let root = RootKey::generate(&mut Known(7)).unwrap();
    let kek = root.unwrap_kek(&root.wrap_kek(&kek, chance).unwrap()).unwrap();
    let client = ClientKey::generate(&mut Known(2)).unwrap();
    let class = ClassKey::generate(&mut Known(3)).unwrap();
    let agency = kek.wrap_key(&AgencyKey::generate(&mut Known(4)).unwrap(), &at(), chance).unwrap();
    let index = kek.wrap_key(&IndexKey::generate(&mut Known(5)).unwrap(), &at(), chance).unwrap();
    let client_wrap = kek.wrap_key(&client, &at(), chance).unwrap();
    let class_wrap = client.wrap_class(Class::General, &class, &at(), chance).unwrap();
    let person = PersonKey::generate(&mut Known(6)).unwrap();
    let passphrase = Passphrase::new("seven geese");
    let locked = person.lock(&passphrase, Cost::CHEAP, &at(), chance).unwrap();
    let person = PersonKey::unlock(&passphrase, &at(), &locked).unwrap();
    let notes = ClassKey::generate(&mut Known(8)).unwrap();
    let to_person = notes.wrap_to(person.public(), Class::Privileged, &at(), chance).unwrap();

    ring.unseal(kek);
    ring.open_agency("rows", &at(), &agency).unwrap();
    ring.open_index("names", &at(), &index).unwrap();
    ring.open_client("ana", &at(), &client_wrap).unwrap();
    ring.open_class("ana", Class::General, &at(), &class_wrap).unwrap();
    ring.hold_person("session", person).unwrap();

    let text = normalise("She moved to Taos");
    for _ in 0..10 {
        let sealed = ring.with_class("ana", Class::General, None, |key| key.seal(&place(), text.as_bytes(), chance)).unwrap();
        ring.with_class("ana", Class::General, None, |key| key.open(&place(), &sealed)).unwrap();
        let sealed = ring.with_agency("rows", None, |key| key.seal(&place(), text.as_bytes(), chance)).unwrap();
        ring.with_agency("rows", None, |key| key.open(&place(), &sealed)).unwrap();
        ring.with_index("names", |key| key.finder("name")?.name_tokens(&text)).unwrap();
        ring.with_index("names", |key| key.slot("ana")).unwrap();
        ring.with_person("session", |person| {
            person.unwrap_class(Class::Privileged, &at(), &to_person)?.seal(&place(), text.as_bytes(), chance)
        })
        .unwrap();
    }
}

#[test]
fn after_sealing_no_key_is_left_in_memory() {
    let ring = Keyring::new();
    fill_and_use(&ring);
    let before = copies(1..=8);
    assert!(before[..6].iter().all(|count| *count >= 4), "the search finds what is there: {before:?}");
    assert_eq!(before[6..], [0, 0], "root key and opened class key are gone as soon as they were used");
    ring.seal();
    assert_eq!(copies(1..=8), [0; 8], "before sealing: {before:?}");
}
