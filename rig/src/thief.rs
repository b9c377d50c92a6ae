//! T14 and T15: somebody takes database, configuration and backup; and somebody takes the running keys too.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::Connection;
use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::AddRecord;
use tacenda_desk::{Category, Class, Id, Now, Time};
use tacenda_store::keys::Keys;
use tacenda_store::sealed;
use tacenda_vault::Purpose;

use crate::chance::Chance;
use crate::house::{House, id, random};
use crate::{Form, Found};

/// Every canary begins so; what follows is its number.
const CANARY: &str = "CANARY-7fq2-";

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let clients = if form.long { 500 } else { 60 };
    let home = tempfile::tempdir()?;
    let house = House::create(home.path(), "sqlite")?;
    let (planted, private) = plant(&house, clients, form.seed)?;
    let backup = tempfile::tempdir()?;
    house.agency.db().backup_to(&backup.path().join("backup.db"), |_, _| {})?;
    // What is taken: all files but the root key, as they stand while the program runs.
    let taken = [home.path(), backup.path()];
    let (mut plain, mut bytes) = (0, 0);
    for folder in taken {
        for entry in std::fs::read_dir(folder)?.flatten().filter(|e| e.file_name() != "root.key" && e.path().is_file()) {
            let content = std::fs::read(entry.path())?;
            bytes += content.len();
            plain += hits(&content, CANARY);
        }
    }
    let (marks, equal) = marks(&backup.path().join("backup.db"))?;
    let (with_keys, person_wrapped) = with_running_keys(&house)?;
    let control = hits(std::fs::read(home.path().join("tacenda.toml"))?.as_slice(), "sqlite");
    Ok(Found {
        figures: format!(
            "{planted} canaries, {private} of them in person-wrapped levels; database, log, configuration and backup ({} MB): {plain} found, \
             {equal} of {marks} marks alike; with the running keys: {with_keys} of the others found, {person_wrapped} of the person-wrapped",
            bytes / 1_000_000
        ),
        holds: plain == 0 && equal == 0 && marks > 0 && person_wrapped == 0 && with_keys > 0 && control > 0,
    })
}

/// Clients of few names, with a canary in every text, at every level. How many in all, and how many under keys of people.
fn plant(house: &House, clients: u64, seed: u64) -> Result<(usize, usize)> {
    let (mut chance, mut planted, mut private) = (Chance::new(seed), 0, 0);
    for number in 0..clients {
        let client = id(10_000 + number);
        // Names as unevenly spread as real ones.
        house.take_in(client, &format!("Name{} {CANARY}{planted}", chance.below(1 + chance.clone().below(20))))?;
        planted += 1;
        for category in Category::all().filter(|c| c.is_kind_of_record()) {
            let act = AddRecord::of(Id::new(Now::trusted(Time(5)), random()?), client, category, &house.program, Time(1));
            let text = format!("She said {CANARY}{planted} and left.");
            let act = AddRecord { text, title: format!("{CANARY}{}", planted + 1), ..act };
            let is_private = matches!(act.class, Class::PsychotherapyNotes | Class::Privileged | Class::SudCounselingNotes);
            if house.agency.act(&house.rosa, Asked::new(act, Reason::CareTeam)).is_ok() {
                planted += 2;
                private += 2 * usize::from(is_private);
            }
        }
    }
    Ok((planted, private))
}

/// Wherever it stands plainly, in UTF-16, in hexadecimal or in base64 at any shift.
fn hits(content: &[u8], word: &str) -> usize {
    let plain = word.as_bytes().to_vec();
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: Vec<u8> = word.bytes().flat_map(|b| format!("{b:02x}").into_bytes()).collect();
    let mut forms = vec![plain, wide, hex.to_ascii_uppercase(), hex];
    forms.extend((0..3).map(|shift| base64(word.as_bytes(), shift)));
    forms.iter().map(|form| count(content, form)).sum()
}

/// The middle of the word's base64 where it begins at this byte of three.
pub(crate) fn base64(word: &[u8], shift: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let aligned: Vec<u8> = word.iter().copied().skip((3 - shift) % 3).collect();
    let letter = |value: u32| LETTERS.get(usize::try_from(value & 63).unwrap_or(0)).copied().unwrap_or(b'A');
    let (threes, _) = aligned.as_chunks::<3>();
    threes
        .iter()
        .flat_map(|[a, b, c]| {
            let all = u32::from(*a) << 16 | u32::from(*b) << 8 | u32::from(*c);
            [letter(all >> 18), letter(all >> 12), letter(all >> 6), letter(all)]
        })
        .collect()
}

pub(crate) fn count(content: &[u8], form: &[u8]) -> usize {
    let first = form.first().copied().unwrap_or(0);
    content.iter().enumerate().filter(|(at, byte)| **byte == first && content.get(*at..at + form.len()) == Some(form)).count()
}

/// The marks of the blind index, and how many are equal to another: equal marks would tell how often a name occurs.
fn marks(database: &Path) -> Result<(usize, usize)> {
    let db = Connection::open(database)?;
    let mut statement = db.prepare("SELECT marks FROM blind")?;
    let rows: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let marks: Vec<&[u8]> = rows.iter().flat_map(|row| row.chunks(16)).collect();
    let mut seen = BTreeMap::<&[u8], usize>::new();
    marks.iter().for_each(|mark| *seen.entry(mark).or_default() += 1);
    Ok((marks.len(), seen.values().filter(|n| **n > 1).sum()))
}

/// Everything that the keys of the running program open without anybody signed in: canaries outside, and inside, the person-wrapped levels.
fn with_running_keys(house: &House) -> Result<(usize, usize)> {
    let agency = house.agency.clone();
    let rows = agency.db().snapshot(|tx| {
        let mut keys = Keys::new(agency.ring());
        let mut rows = Vec::new();
        for line in sealed::walk(tx, ("", "", 0), u32::MAX)? {
            if let Ok(plain) = line.open(tx, &mut keys) {
                rows.push((line.columns.class, plain.expose(Purpose::Decide).to_vec()));
            }
        }
        Ok::<_, tacenda_store::Error>(rows)
    })?;
    let private = |class: &tacenda_vault::Class| class.is_person_wrapped();
    let found = |inside: bool| {
        rows.iter().filter(|(class, _)| private(class) == inside).map(|(_, text)| count(text, CANARY.as_bytes())).sum()
    };
    rows.first().context("nothing opens")?;
    Ok((found(false), found(true)))
}
