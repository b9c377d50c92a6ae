//! R22: `seal` closes everything. In a process that holds an open agency no byte of any key is left a second later.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::check;
use tacenda::root::{KIT, Root};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::OpenClient;
use tacenda_store::Sync;
use tacenda_store::keys::{self, KekWrap, people};
use tacenda_vault::{Class, Cost, Entropy, Error, Passphrase, PersonKey, Place, RootKey, SystemEntropy};

use crate::house::{House, PASSPHRASE, id};
use crate::thief::count;
use crate::{Form, Found, myself, say, wait};

const LIMIT: Duration = Duration::from_secs(1);

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let rounds = if form.long { 20 } else { 3 };
    let (mut before, mut after, mut known, mut slowest) = (0, 0, 0, Duration::ZERO);
    for _ in 0..rounds {
        let home = tempfile::tempdir()?;
        let keys = prepare(home.path())?.keys;
        let (held, left, took) = watched(home.path(), &keys)?;
        known = keys.len();
        before += held;
        after += left;
        slowest = slowest.max(took);
    }
    Ok(Found {
        figures: format!(
            "{rounds} open agencies, {known} keys known to the thief: {before} found in memory while open, {after} after the seal; \
             sealed within {:.3} s; nothing opens afterwards",
            slowest.as_secs_f32()
        ),
        holds: before >= rounds * known / 2 && after == 0 && slowest <= LIMIT,
    })
}

/// Chance that remembers what it gave: every draw of 32 bytes is a key.
#[derive(Debug, Default)]
struct Remembering(Vec<[u8; 32]>);

impl Entropy for Remembering {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
        SystemEntropy.fill(out)?;
        self.0.extend(<[u8; 32]>::try_from(&*out).ok());
        Ok(())
    }
}

/// Keys of which we know the bytes.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) keys: Vec<[u8; 32]>,
    /// The founder's own, among them.
    pub(crate) person: [u8; 32],
}

/// An agency with new keys at every level, of which we remember the bytes.
pub(crate) fn prepare(home: &Path) -> Result<Known> {
    let house = House::create(home, "sqlite")?;
    let mut chance = Remembering::default();
    let config = house.agency.config().clone();
    let root = Root::from_config(home, &config, |_| bail!("nobody is asked"))?;
    let kit = Root::key(KIT, RootKey::generate(&mut SystemEntropy)?);
    let kek = house.agency.ring().with_kek(|kek| kek.successor(&mut chance))?;
    for root in [&root, &kit] {
        let kept = KekWrap { version: kek.version(), provider: root.name().to_owned(), wrap: root.wrap(&kek)? };
        house.agency.db().write(move |tx| keys::put_kek(tx, &kept))?;
    }
    house.agency.ring().unseal(kek);
    house.agency.rewrap(&root, |_| {})?;
    let content = house.agency.ring().with_agency(keys::CONTENT, None, |key| key.successor(&mut chance))?;
    let (agency, content) = (house.agency.clone(), std::sync::Arc::new(content));
    house.agency.db().write(move |tx| keys::put_agency(tx, agency.ring(), keys::CONTENT, &content, &mut SystemEntropy))?;
    house.agency.db().read(|tx| keys::open_agency(tx, house.agency.ring(), keys::CONTENT))?;
    // The founder's own pair, on the founder's card too.
    let pair = PersonKey::generate(&mut chance)?;
    let person = chance.0.last().copied().context("no pair was drawn")?;
    let holder = house.rosa.worker().to_string();
    let place = Place::new("person key").with("holder", &holder);
    let locked = pair.lock(&Passphrase::new(PASSPHRASE), Cost::CHEAP, &place, &mut SystemEntropy)?;
    let row = people::PersonRow { version: 2, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
    let mut card = house.agency.worker(house.rosa.worker())?.context("nobody founded it")?;
    card.public_key.clone_from(&row.public);
    house.plant_again(&card.into())?;
    house.agency.db().write(move |tx| people::put(tx, &holder, &row))?;
    chance.0.extend(client(&house)?);
    ensure!(chance.0.len() > 5, "few keys were drawn");
    Ok(Known { keys: chance.0, person })
}

/// One more client's keys.
fn client(house: &House) -> Result<Vec<[u8; 32]>> {
    let agency = house.agency.clone();
    Ok(house.agency.db().write(move |tx| {
        let mut chance = Remembering::default();
        keys::make_client(tx, agency.ring(), &other(), &mut chance)?;
        Ok::<_, tacenda_store::Error>(chance.0)
    })?)
}

fn other() -> String {
    id::<tacenda_desk::Client>(77).to_string()
}

/// Inside: opens everything that the running keys and one person open, says so, seals when told to, and stays.
pub(crate) fn inside(home: &Path) -> Result<bool> {
    let house = House::open(home, Sync::Full)?;
    house.agency.act(&house.rosa, Asked::new(OpenClient { client: house.client }, Reason::CareTeam))?;
    check::all(&house.agency, false, &mut |_, _, _| ())?;
    hold_all(&house.agency)?;
    say("open");
    let mut lines = std::io::stdin().lock().lines();
    lines.next();
    let start = wait::now();
    house.agency.seal(&house.rosa, true)?;
    say(&format!("sealed {}", start.elapsed().as_micros()));
    lines.next();
    let opens = house.agency.act(&house.rosa, Asked::new(OpenClient { client: house.client }, Reason::CareTeam)).is_ok();
    Ok(!opens)
}

/// Brings every key of every client into the ring.
fn hold_all(agency: &Agency) -> Result<()> {
    let ring = agency.ring();
    agency.db().read(|tx| {
        let mut keys = keys::Keys::new(ring);
        let client = other();
        for class in Class::ALL.into_iter().filter(|class| !class.is_person_wrapped() && *class != Class::Agency) {
            let place = Place::new("rig");
            keys.seal(tx, &client, class, &place, b"held", &mut SystemEntropy)?;
        }
        Ok::<_, tacenda_store::Error>(())
    })?;
    Ok(())
}

/// Keys found in that process before the seal and after it, and how long it took until it said that it was sealed.
fn watched(home: &Path, keys: &[[u8; 32]]) -> Result<(usize, usize, Duration)> {
    let words = myself(&["seal-inside", &home.display().to_string()])?;
    let (program, arguments) = words.split_first().context("no program")?;
    let mut child = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut said = BufReader::new(child.stdout.take().context("no output")?).lines();
    let mut tell = child.stdin.take().context("no input")?;
    let first = said.next().transpose()?.unwrap_or_default();
    ensure!(first == "open", "it does not open: {first}");
    let held = found(child.id(), keys)?;
    let start = wait::now();
    writeln!(tell, "seal")?;
    let line = said.next().transpose()?.unwrap_or_default();
    let took = start.elapsed();
    ensure!(line.starts_with("sealed "), "it does not seal");
    let left = found(child.id(), keys)?;
    drop(tell);
    ensure!(child.wait()?.success(), "something opens after the seal");
    Ok((held, left, took))
}

/// How many of the keys stand somewhere in the memory of that process.
pub(crate) fn found(pid: u32, keys: &[[u8; 32]]) -> Result<usize> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let mut memory = std::fs::File::open(format!("/proc/{pid}/mem")).context("its memory cannot be read")?;
    let mut there = vec![false; keys.len()];
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|may| may.starts_with("rw"))) {
        let Some((from, to)) = line.split(' ').next().and_then(|range| range.split_once('-')) else { continue };
        let (from, to) = (u64::from_str_radix(from, 16)?, u64::from_str_radix(to, 16)?);
        let mut bytes = vec![0; usize::try_from(to - from)?];
        // Some regions belong to the kernel.
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut bytes).is_ok() {
            for (key, there) in keys.iter().zip(&mut there) {
                *there = *there || count(&bytes, key) > 0;
            }
        }
    }
    Ok(there.iter().filter(|t| **t).count())
}
