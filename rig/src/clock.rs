//! R5: the wall clock leaps ahead and back while acts run; the ledger's time never runs back, no act takes a time that was not, and the ledger says that the clock was in doubt.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::chance::Chance;
use crate::house::House;
use crate::workload::folder_of;
use crate::{Form, Found, books, desk_acts};

/// How the clock is set, in the words of libfaketime.
const LEAPS: &[&str] = &["+3650d", "-3650d", "+3600s", "-3600s", "+60s", "-60s", "+0", "+0"];
/// The longest that the times of a run may span: it takes seconds.
const SPAN: i64 = 600_000_000;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let leaps = if form.long { 200 } else { 16 };
    let library = library()?;
    let home = tempfile::tempdir()?;
    let house = House::create(home.path(), "sqlite")?;
    house.write(8_000_000, "Before.")?;
    let agency = house.agency.clone();
    drop(house);
    let set = home.path().join("clock");
    std::fs::write(&set, "+0")?;
    let words = desk_acts::ALONE.command(&folder_of(home.path())?, leaps * 5)?;
    let (program, arguments) = words.split_first().context("no program")?;
    let mut child = faked(program, &library, &set).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut chance = Chance::new(form.seed);
    let (mut said, mut walls) = (Vec::new(), Vec::<i64>::new());
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        said.push(line?);
        if said.len() % 5 == 0 {
            std::fs::write(&set, LEAPS.get(chance.below(LEAPS.len())).copied().unwrap_or("+0"))?;
            // The control: what the clock itself says.
            let said = faked("date", &library, &set).arg("+%s").output()?;
            walls.extend(String::from_utf8_lossy(&said.stdout).trim().parse::<i64>().ok());
        }
    }
    child.wait()?;
    let books = books::hold(&agency, &desk_acts::acked(&said)?, desk_acts::text)?;
    let (back, control) = (backwards(&books.times), backwards(&walls));
    let span = books.times.last().copied().unwrap_or(0) - books.times.first().copied().unwrap_or(0);
    Ok(Found {
        figures: format!(
            "{leaps} leaps of up to 10 years, {} acts acknowledged: time runs back {back} times (control, the machine's clock: {control}), the run spans {} s, {} acts say that the clock is in doubt",
            said.len(),
            span / 1_000_000,
            books.doubtful
        ),
        holds: back == 0
            && control > 0
            && span < SPAN
            && books.doubtful > leaps
            && said.iter().filter(|l| l.starts_with("ack ")).count() == leaps * 5,
    })
}

fn backwards(times: &[i64]) -> usize {
    times.iter().zip(times.iter().skip(1)).filter(|(a, b)| b < a).count()
}

/// A program under the clock that we set.
fn faked(program: &str, library: &Path, set: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", set);
    command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    command
}

fn library() -> Result<PathBuf> {
    for folder in std::fs::read_dir("/usr/lib")?.flatten() {
        let file = folder.path().join("faketime/libfaketimeMT.so.1");
        if Path::new(&file).exists() {
            return Ok(file);
        }
    }
    bail!("libfaketime is missing: apt-get install libfaketime")
}
