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
use tacenda_desk::{Assignment, Category, Client, ClientId, Enrolment, Id, Program, ProgramId, Role, Time, Worker, WorkerState};
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
        let name = format!("{}-{}-{}", form.clients, form.leaves, digest(form));
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
    let whole = hash.finalize();
    let first = whole.first_chunk::<8>().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
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
    let fiction = Fiction { seed: SEED, size: Size::Agency(form.lively), start, canaries: false };
    let acts = practice::Agency::new(SEED, fiction.size, start).count() as u64;
    say(&format!("making an agency of {} clients, a year of {} of them in {acts} acts …", form.clients, form.lively));
    let (mut loading, _) = Loading::in_folder(folder, fiction, (Passphrase::new(PASSPHRASE), Cost::CHEAP))?;
    load(&mut loading, acts, form.leaves)?;
    others(&loading, form.clients.saturating_sub(form.lively))?;
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

/// Those who were taken in and of whom little else is known: many callers at once, who share commits.
fn others(loading: &Loading, count: usize) -> Result<()> {
    const FIRST: &[&str] =
        &["Ana", "Maria", "Rosa", "Juan", "Luis", "Elena", "Sara", "Tomas", "Nina", "Pablo", "Ines", "Omar", "Ruth"];
    const LAST: &[&str] =
        &["Begay", "Garcia", "Smith", "Lee", "Romero", "Chavez", "Yazzie", "Baca", "Ortiz", "Silva", "Nez", "Tso"];
    let agency = loading.agency();
    let workers = at_work(agency)?;
    let desk = workers.iter().find(|worker| worker.is(Role::FrontDesk)).context("nobody at the front desk")?;
    let who = loading.signed_in(desk.id).context("a desk that never acted")?;
    let program = *desk.programs.first().context("a desk without a program")?;
    let name = |words: &[&'static str], number: usize| words.get(number % words.len()).copied().unwrap_or_default();
    together(count, |number| {
        let whole = format!("{} {} {}", name(FIRST, number), name(LAST, number / 7), name(LAST, number / 97));
        take_in(agency, who, program, &whole, None).map(drop)
    })
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
        clients.push(take_in(agency, &who, program.id, &format!("Person {number}"), Some(agency.mint()?))?);
    }
    for client in clients.into_iter().take(LONG) {
        write(agency, &who, client, program, form.long)?;
    }
    Ok(())
}

fn take_in(
    agency: &Agency,
    who: &SignedIn,
    program: ProgramId,
    name: &str,
    onto_team: Option<Id<Assignment>>,
) -> Result<ClientId> {
    let mut card = Client::new(agency.mint()?, name);
    card.enrolments.push(Enrolment::open(program, Time(0)));
    let client = card.id;
    agency.act(who, Asked::new(AddClient { card: Box::new(card), onto_team }, Reason::OwnDuty))?;
    Ok(client)
}

/// So many notes in one file.
fn write(agency: &Agency, who: &SignedIn, client: ClientId, program: &Program, count: usize) -> Result<()> {
    let category = Category::from_word("progress_notes").context("no such category")?;
    let text = "She slept better and went back to work. ".repeat(25);
    together(count, |_| {
        let record = AddRecord::of(agency.mint()?, client, category, program, Time(1));
        agency.act(who, Asked::new(AddRecord { text: text.clone(), ..record }, Reason::CareTeam))?;
        Ok(())
    })
}

/// Does it so many times, by many callers at once: those that wait together share a commit.
fn together(count: usize, one: impl Fn(usize) -> Result<()> + Sync) -> Result<()> {
    const CALLERS: usize = 64;
    let one = &one;
    std::thread::scope(|scope| {
        let callers = (0..CALLERS).map(|first| scope.spawn(move || (first..count).step_by(CALLERS).try_for_each(one)));
        let callers: Vec<_> = callers.collect();
        callers.into_iter().try_for_each(|caller| caller.join().map_err(|_| anyhow::anyhow!("a caller fell"))?)
    })
}
