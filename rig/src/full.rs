//! R4: the disk fills up at every step; what was acknowledged is there, reading goes on, and when there is room again so does writing, without a restart.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use tacenda::check;
use tacenda_store::Sync;

use crate::books::{self, Books};
use crate::house::House;
use crate::processes::root;
use crate::workload::acks;
use crate::{Form, Found, desk_acts, myself, plain, say, store_rows, wait};

/// The disk, in bytes.
const DISK: &str = "16m";
/// Writing must go on so soon after room was made.
const LIMIT: Duration = Duration::from_secs(5);

pub(crate) fn attack(form: &Form) -> Result<Found> {
    anyhow::ensure!(Path::new("/dev/shm").is_dir(), "no memory disk here");
    // Room left when the acts begin, in pages: from none at all to many acts' worth.
    let rooms: Vec<usize> = if form.long { (0..200).collect() } else { (0..12).chain((12..100).step_by(11)).collect() };
    let (mut bad, mut acked, mut slowest) = (Vec::new(), 0, Duration::ZERO);
    for (what, room) in rooms.iter().flat_map(|room| [("store", room), ("desk", room)]) {
        match alone(what, *room) {
            Ok((acks, time)) => (acked, slowest) = (acked + acks, slowest.max(time)),
            Err(error) => bad.push(format!("{what}, {room} pages: {error:#}")),
        }
    }
    let control = alone("hasty", 40).is_err();
    let why = bad.first().map(|why| format!(" ({why})")).unwrap_or_default();
    Ok(Found {
        figures: format!(
            "{} rooms, the store and the whole desk in each, {acked} acknowledged, {} bad{why}, writes again {:.2} s after there is room; control that acknowledges too early: {}",
            rooms.len(),
            bad.len(),
            slowest.as_secs_f32(),
            if control { "found" } else { "NOT found" }
        ),
        holds: bad.is_empty() && acked > 0 && control && slowest <= LIMIT,
    })
}

/// In a process of its own with a small disk of its own, which nobody else sees and which goes with it.
fn alone(what: &str, room: usize) -> Result<(usize, Duration)> {
    let place = tempfile::tempdir()?;
    let script = format!("mount -t tmpfs -o size={DISK} tmpfs \"$0\" && exec \"$@\"");
    let flags = if root() { "-m" } else { "-Urm" };
    let output = Command::new("unshare")
        .args([flags, "sh", "-c", &script])
        .arg(place.path())
        .args(myself(&["full-inside", what, &place.path().display().to_string(), &room.to_string()])?)
        .stdin(Stdio::null())
        .output()
        .context("cannot start unshare")?;
    let said: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    if !output.status.success() {
        bail!("{}", said.last().map_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned(), Clone::clone));
    }
    let time =
        said.iter().find_map(|l| l.strip_prefix("again after ")?.parse().ok()).context("it did not say when it wrote again")?;
    Ok((acks(&said).count(), Duration::from_micros(time)))
}

/// Inside: fills the disk, acts until it is refused, reads, makes room, acts again.
pub(crate) fn inside(what: &str, place: &str, room: &str) -> Result<bool> {
    let ballast = Path::new(place).join("ballast");
    match what {
        "store" => {
            let db = store_rows::Open::at(place)?;
            fill(&ballast, room.parse()?)?;
            let said = db.until_refused(2_000);
            db.read_all(&said).context("while the disk is full")?;
            let start = wait::now();
            std::fs::remove_file(&ballast)?;
            wait::until(LIMIT, || db.act(1_000_000)).context("writing does not go on")?;
            say(&format!("again after {}", start.elapsed().as_micros()));
            db.read_all(&said)?;
            drop(db);
            (store_rows::STORE.check)(place, &said)?;
        }
        "desk" => desk(Path::new(place), &ballast, room.parse()?)?,
        _ => {
            (plain::HASTY.prepare)(place)?;
            fill(&ballast, room.parse()?)?;
            let said = plain::hasty_until_refused(place)?;
            std::fs::remove_file(&ballast)?;
            (plain::HASTY.check)(place, &said)?;
        }
    }
    Ok(true)
}

/// The product itself: notes through `act` until one is refused; others still read; and again once there is room. Then all must be whole.
fn desk(place: &Path, ballast: &Path, room: usize) -> Result<()> {
    let house = House::create(place, "sqlite")?;
    fill(ballast, room)?;
    let mut acked = Vec::new();
    for number in 0..2_000 {
        let Ok(leaf) = house.write(number, &desk_acts::text(number)) else { break };
        say(&format!("ack {number} {leaf}"));
        acked.push((number, leaf));
    }
    anyhow::ensure!(acked.len() < 2_000, "the disk never became full");
    Books::read(&house.agency).context("while the disk is full")?;
    let start = wait::now();
    std::fs::remove_file(ballast)?;
    wait::until(LIMIT, || house.write(1_000_000, &desk_acts::text(1_000_000)).is_ok()).context("writing does not go on")?;
    say(&format!("again after {}", start.elapsed().as_micros()));
    books::hold(&house.agency, &acked, desk_acts::text)?;
    drop(house);
    let again = House::open(place, Sync::Full)?;
    books::hold(&again.agency, &acked, desk_acts::text).context("after a new start")?;
    check::all(&again.agency, false, &mut |_, _, _| ())?.verdict()?;
    Ok(())
}

/// Takes all the room there is, then gives back so many pages.
fn fill(ballast: &Path, pages: usize) -> Result<()> {
    let mut file = OpenOptions::new().create_new(true).write(true).open(ballast)?;
    let page = [7u8; 4096];
    let mut written: u64 = 0;
    while let Ok(more) = file.write(&page) {
        written += u64::try_from(more)?;
    }
    file.set_len(written.saturating_sub(u64::try_from(pages * 4096)?))?;
    Ok(())
}
