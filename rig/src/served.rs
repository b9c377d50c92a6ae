//! R22, T13: a served agency in whose session the most private notes are open. Signing out drops that person's key; `seal` by another
//! process empties the server's memory of every key within a second, and nothing is shown any more; told to stop, it ends in five seconds,
//! though somebody has not finished sending.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use tacenda::account::Stretch;
use tacenda_store::Sync;

use crate::house::{House, PASSPHRASE};
use crate::pages::{MARK, Server, Visitor};
use crate::seal::{Known, found, prepare};
use crate::{Form, Found, wait};

/// How long each may take. Whoever is half way through a form is waited for, and then let go.
const SEALED: Duration = Duration::from_secs(1);
const STOPPED: Duration = Duration::from_millis(5_500);

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let rounds = if form.long { 10 } else { 2 };
    let (mut figures, mut slowest) = (Figures::default(), Duration::ZERO);
    for _ in 0..rounds {
        let home = tempfile::tempdir()?;
        let known = prepare(home.path())?;
        let house = House::open(home.path(), Sync::Full)?;
        house.agency.make_account(house.rosa.worker(), PASSPHRASE, Stretch::CHEAP)?;
        std::fs::write(home.path().join(MARK), "invented\n")?;
        round(home.path(), &house, &known, &mut figures)?;
        slowest = slowest.max(stopped()?);
    }
    let Figures { closed, open, left, before, after, shown } = figures;
    Ok(Found {
        figures: format!(
            "{rounds} servers: the person's key found {closed} times before signing in, {open} while open, {left} after signing out; \
             {before} keys while open, {after} a second after the seal elsewhere, {shown} pages shown then; \
             stopped within {:.1} s with a form half sent",
            slowest.as_secs_f32()
        ),
        holds: closed == 0 && open == rounds && left == 0 && before > rounds && after == 0 && shown == 0 && slowest <= STOPPED,
    })
}

/// How often a key was found.
#[derive(Debug, Default)]
struct Figures {
    closed: usize,
    open: usize,
    left: usize,
    before: usize,
    after: usize,
    shown: usize,
}

fn round(home: &Path, house: &House, known: &Known, figures: &mut Figures) -> Result<()> {
    let server = Server::start(home)?;
    let (pid, person, file) = (server.child.id(), [known.person], format!("/c/{}", house.client));
    let enter = || -> Result<Visitor> {
        let mut rosa = server.visitor();
        rosa.sign_in("Rosa Quintana", PASSPHRASE)?;
        ensure!(rosa.get(&file)?.status == 200, "her own file does not open");
        Ok(rosa)
    };
    figures.closed += found(pid, &person)?;
    let mut rosa = enter()?;
    figures.open += found(pid, &person)?;
    ensure!(rosa.post("/sign-out", &[])?.status == 303, "she is not let out");
    figures.left += found(pid, &person)?;
    let mut rosa = enter()?;
    figures.before += found(pid, &known.keys)?;
    house.agency.seal(&house.rosa, true)?;
    wait::pause(SEALED);
    figures.after += found(pid, &known.keys)?;
    for path in [file.as_str(), "/", "/c"] {
        figures.shown += usize::from(rosa.get(path)?.status == 200);
    }
    Ok(())
}

/// How long a server takes to end, while somebody has sent half of a form.
fn stopped() -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    House::create(folder.path(), "sqlite")?;
    let mut server = Server::start(folder.path())?;
    let mut slow = TcpStream::connect(("127.0.0.1", server.port))?;
    write!(slow, "POST /sign-in HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 1000\r\n\r\nname=", server.port)?;
    wait::pause(Duration::from_millis(100));
    let (took, status) = server.stop(STOPPED * 2)?;
    ensure!(status.success(), "it did not end in order");
    Ok(took)
}
