//! The agency that is served: made once by the product's own loading, and used again as long as the same generator would make it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use tacenda::act::Asked;
use tacenda::agency::{Agency, SignedIn};
use tacenda::config::Config;
use tacenda::practice::{Fiction, Loading, PASSPHRASE};
use tacenda::root::Root;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AddClient, AddRecord};
use tacenda_desk::practice::{self, Size};
use tacenda_desk::{Category, Client, ClientId, Enrolment, Program, ProgramId, Role, Time, Worker, WorkerState};
use tacenda_vault::{Cost, Passphrase};

use crate::people::{Person, chosen};
use crate::table::say;
use crate::{Form, PEOPLE, now};

/// What is made here beside the fiction; another number makes it anew.
const VERSION: u32 = 1;
const SEED: u64 = 2026;
/// A believable caseload.
const CASELOAD: usize = 60;
/// So many of its files are very long.
const LONG: usize = 3;
/// By this file `serve` knows that everybody here is invented.
const MARK: &str = "PRACTICE";

/// The agency, and who signs in.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) folder: PathBuf,
    pub(crate) people: Vec<Person>,
}

impl Base {
    /// The one that stands there already, or a new one.
    pub(crate) fn ready(form: Form) -> Result<Self> {
        let name = format!("{}-{}-{}", form.clients, form.leaves, &digest(form).get(..12).unwrap_or_default());
        let folder = Path::new("target/bench-web").join(name);
        if !folder.join(MARK).exists() {
            let _ = std::fs::remove_dir_all(&folder); // what was broken off
            make(&folder, form)?;
        }
        let config = Config::read(&folder)?;
        let root = Root::from_config(&folder, &config, |_| anyhow::bail!("a fictional agency has a key file"))?;
        let agency = Agency::open(&folder, &root)?;
        let workers = at_work(&agency)?;
        let first = busiest(&agency, &workers)?;
        say(&format!(
            "{} entries, {} at work, a caseload of {}",
            agency.end()?.frontier.size(),
            workers.len(),
            agency.caseload(first.id)?.len()
        ));
        Ok(Self { people: chosen(&workers, &first, PEOPLE)?, folder })
    }
}

/// Of what the generator makes: a year of a small agency, act by act.
fn digest(form: Form) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{VERSION} {form:?}"));
    for event in practice::Agency::new(SEED, Size::Practice, Time(1_772_470_800_000_000)) {
        hash.update(format!("{event:?}"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn at_work(agency: &Agency) -> Result<Vec<Worker>> {
    let active = |worker: &Worker| worker.state == WorkerState::Active;
    let mut workers: Vec<Worker> = agency.workers()?.into_iter().filter(active).collect();
    let mut with = Vec::new();
    for worker in workers.drain(..) {
        if agency.has_account(worker.id)? {
            with.push(worker);
        }
    }
    Ok(with)
}

/// The clinician with the most clients.
fn busiest(agency: &Agency, workers: &[Worker]) -> Result<Worker> {
    let mut found: Option<(usize, &Worker)> = None;
    for worker in workers.iter().filter(|worker| worker.is(Role::Clinician)) {
        let load = agency.caseload(worker.id)?.len();
        if found.is_none_or(|(most, _)| load > most) {
            found = Some((load, worker));
        }
    }
    found.map(|(_, worker)| worker.clone()).context("no clinician")
}

fn make(folder: &Path, form: Form) -> Result<()> {
    let begun = now();
    std::fs::create_dir_all(folder)?;
    let start = Time(tacenda::edge::clock()?.wall).plus_days(-370);
    let fiction = Fiction { seed: SEED, size: Size::Agency(form.clients), start, canaries: false };
    let acts = practice::Agency::new(SEED, fiction.size, start).count() as u64;
    say(&format!("making an agency of {} clients: {acts} acts ({} s to invent them) …", form.clients, begun.elapsed().as_secs()));
    let (mut loading, _) = Loading::in_folder(folder, fiction, (Passphrase::new(PASSPHRASE), Cost::CHEAP))?;
    load(&mut loading, acts, form.leaves)?;
    fill(&loading, form)?;
    loading.agency().publish()?;
    drop(loading);
    std::fs::write(folder.join(MARK), "Everybody in this folder is invented.\n")?;
    say(&format!("made in {} s", begun.elapsed().as_secs()));
    Ok(())
}

/// The year, and between its acts so many entries for nothing that there are `leaves` in the end.
fn load(loading: &mut Loading, acts: u64, leaves: u64) -> Result<()> {
    let (begun, spare) = (now(), leaves.saturating_sub(acts));
    let (mut done, mut chaff, mut told) = (0_u64, 0_u64, 0_u64);
    loop {
        let some = loading.some()?;
        if some == 0 {
            break;
        }
        done += some;
        let due = u64::try_from(u128::from(spare) * u128::from(done) / u128::from(acts.max(1)))?;
        chaff += loading.chaff(due.saturating_sub(chaff))?;
        if done / 100_000 > told {
            told = done / 100_000;
            say(&format!("  {done} acts, {chaff} for nothing, {} s", begun.elapsed().as_secs()));
        }
    }
    loading.finish()?;
    Ok(())
}

/// One clinician with a caseload as people have it, a few of whose files are very long.
fn fill(loading: &Loading, form: Form) -> Result<()> {
    let agency = loading.agency();
    let workers = at_work(agency)?;
    let worker = busiest(agency, &workers)?;
    let who = loading.signed_in(worker.id).context("a clinician who never acted")?.clone();
    let programs = agency.programs()?;
    let program = worker.programs.iter().find_map(|id| programs.iter().find(|p| p.id == *id)).context("no program")?;
    let mut clients = Vec::new();
    for number in agency.caseload(worker.id)?.len()..CASELOAD {
        clients.push(take_in(agency, &who, program.id, number)?);
    }
    for client in clients.into_iter().take(LONG) {
        write(agency, &who, client, program, form.long)?;
    }
    Ok(())
}

fn take_in(agency: &Agency, who: &SignedIn, program: ProgramId, number: usize) -> Result<ClientId> {
    let mut card = Client::new(agency.mint()?, &format!("Person {number}"));
    card.enrolments.push(Enrolment::open(program, Time(0)));
    let client = card.id;
    agency.act(who, Asked::new(AddClient { card: Box::new(card), onto_team: Some(agency.mint()?) }, Reason::OwnDuty))?;
    Ok(client)
}

/// So many notes in one file, by many callers at once: those that wait together share a commit.
fn write(agency: &Agency, who: &SignedIn, client: ClientId, program: &Program, count: usize) -> Result<()> {
    const CALLERS: usize = 64;
    let category = Category::from_word("progress_notes").context("no such category")?;
    let text = "She slept better and went back to work. ".repeat(25);
    let one = || -> Result<()> {
        let record = AddRecord::of(agency.mint()?, client, category, program, Time(1));
        agency.act(who, Asked::new(AddRecord { text: text.clone(), ..record }, Reason::CareTeam))?;
        Ok(())
    };
    std::thread::scope(|scope| {
        let caller = || (0..count.div_ceil(CALLERS)).try_for_each(|_| one());
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(caller)).collect();
        callers.into_iter().try_for_each(|caller| caller.join().map_err(|_| anyhow::anyhow!("a caller fell"))?)
    })
}
