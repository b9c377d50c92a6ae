//! A fictional agency, loaded through the one writer as real people's acts would be: for practice, tests, benches and rigs.

mod matters;
mod releases;

use std::collections::BTreeMap;
use std::path::Path;

use tacenda_desk::acts::{Act, found};
use tacenda_desk::practice::{self, Event, Size};
use tacenda_desk::{Time, Worker, WorkerId};
use tacenda_store::chunk;
use tacenda_store::keys::people;
use tacenda_vault::recovery::Quorum;
use tacenda_vault::{Cost, Passphrase, PersonKey, RootKey, SystemEntropy};

use crate::account::Stretch;
use crate::act::{Asked, Done, When, sealing};
use crate::agency::accounts::{new_handle, signs_in};
use crate::agency::{Agency, Kit, KitState, SignedIn, person_place};
use crate::config::{Config, KeySource, SignIn, Uploads};
use crate::files;
use crate::problem::Problem;
use crate::reader;
use crate::root::Root;

/// What the fictional agency is called on what it prints.
const NAME: &str = "Casa Piñón Family Services";
/// Everybody's password and passphrase in the fictional agency that `tacenda practice` makes.
pub const PASSPHRASE: &str = "practice practice practice";

/// Which fictional agency.
#[derive(Debug, Clone, Copy)]
pub struct Fiction {
    /// The same seed gives the same agency.
    pub seed: u64,
    /// How large.
    pub size: Size,
    /// The day before it opens.
    pub start: Time,
    /// A marker that occurs nowhere else stands in every text.
    pub canaries: bool,
}

/// An agency that is being loaded.
#[derive(Debug)]
pub struct Loading {
    agency: Agency,
    events: practice::Agency,
    people: BTreeMap<WorkerId, Person>,
    passphrase: Passphrase,
    cost: Cost,
    /// What comes next, where that is known already.
    next: Option<Event>,
    /// When the last thing was done.
    at: Time,
}

/// So many acts share a commit.
const TOGETHER: usize = 256;

#[derive(Debug)]
struct Person {
    signed_in: SignedIn,
    row: people::PersonRow,
}

/// What everybody's key is locked with, and what a guess of it costs.
pub type Everybody = (Passphrase, Cost);

impl Loading {
    /// Begins it in an empty folder, on SQLite, with a key file of its own.
    ///
    /// # Errors
    /// Where the folder cannot be written; as [`Self::begin`].
    pub fn in_folder(home: &Path, fiction: Fiction, everybody: Everybody) -> Result<(Self, Kit), Problem> {
        let key = RootKey::generate(&mut SystemEntropy)?;
        let config = Config {
            store: "sqlite".to_owned(),
            key: KeySource::File { path: "root.key".into() },
            backups: "backups".into(),
            witnesses: Vec::new(),
            names: None,
            sign_in: SignIn::default(),
            uploads: Uploads { ocr: reader::known(&reader::OURS), ..Uploads::default() },
            links: None,
            portal: None,
            mail: None,
        };
        let unwritten =
            |error: &dyn std::fmt::Display| Problem::Plainly(format!("cannot write into {}: {error}", home.display()));
        files::replace(&home.join("root.key"), key.to_key_file().as_bytes()).map_err(|e| unwritten(&e))?;
        config.write(home).map_err(|e| unwritten(&e))?;
        Self::begin(home, &config, &Root::key("file", key), fiction, everybody)
    }

    /// Begins it in an empty place. Everybody's passphrase is the same.
    ///
    /// # Errors
    /// Where something is kept there already.
    pub fn begin(
        home: &Path,
        config: &Config,
        root: &Root,
        fiction: Fiction,
        (passphrase, cost): Everybody,
    ) -> Result<(Self, Kit), Problem> {
        let (agency, kit) = Agency::begin(home, config, root, Quorum::default())?;
        let Fiction { seed, size, start, canaries } = fiction;
        let events =
            if canaries { practice::Agency::with_canaries(seed, size, start) } else { practice::Agency::new(seed, size, start) };
        let mut loading = Self { agency, events, people: BTreeMap::new(), passphrase, cost, next: None, at: start };
        let founding = loading.events.founding().clone();
        let mut workers = founding.workers;
        for worker in &mut workers {
            worker.public_key.clone_from(&loading.person(worker.id)?.row.public);
        }
        let ids: Vec<WorkerId> = workers.iter().map(|w| w.id).collect();
        loading.agency.found(found(workers, founding.programs)?, When::Told(start))?;
        ids.into_iter().try_for_each(|id| loading.keep_key(id))?;
        loading.agency.keep_kit(KitState { agency: NAME.to_owned(), ..KitState::default() })?;
        Ok((loading, kit))
    }

    /// The agency so far.
    pub fn agency(&self) -> &Agency {
        &self.agency
    }

    /// Somebody who has acted in it.
    pub fn signed_in(&self, id: WorkerId) -> Option<&SignedIn> {
        self.people.get(&id).map(|person| &person.signed_in)
    }

    /// Does the next thing. What was done, and whether it was refused, as was expected; none at the end of the year.
    ///
    /// # Errors
    /// Where the desk refuses what the fiction says it takes, or the other way round.
    pub fn one(&mut self) -> Result<Option<(Event, bool)>, Problem> {
        let Some(mut event) = self.next() else { return Ok(None) };
        let person = self.person(event.by)?;
        let (who, public) = (person.signed_in.clone(), person.row.public.clone());
        let registers = matches!(event.act, Act::RegisterKey(_));
        if let Act::RegisterKey(act) = &mut event.act {
            act.public_key = public;
        }
        self.upload(&event, &who)?;
        let answer = self.agency.act_when(&who, Asked::new(event.act.clone(), event.reason), When::Told(event.at));
        let refused = as_expected(answer, &event)?;
        if registers {
            self.keep_key(event.by)?;
        }
        Ok(Some((event, refused)))
    }

    fn next(&mut self) -> Option<Event> {
        let event = self.next.take().or_else(|| self.events.next())?;
        self.at = event.at;
        Some(event)
    }

    /// Does the next things, as many as may share a commit, and tells how many those were: none at the end of the year.
    ///
    /// # Errors
    /// As [`Self::one`].
    pub fn some(&mut self) -> Result<u64, Problem> {
        let mut events = Vec::new();
        while events.len() < TOGETHER
            && let Some(event) = self.next()
        {
            if stands_alone(&event) {
                self.next = Some(event);
                break;
            }
            events.push(event);
        }
        if events.is_empty() {
            return Ok(self.one()?.map_or(0, |_| 1));
        }
        let asked = events.iter().map(|event| {
            let who = self.person(event.by)?.signed_in.clone();
            Ok((who, Asked::new(event.act.clone(), event.reason), event.at))
        });
        let asked = asked.collect::<Result<Vec<_>, Problem>>()?;
        let answers = self.agency.acts_told(asked)?;
        events.iter().zip(answers).try_for_each(|(event, answer)| as_expected(answer, event).map(drop))?;
        Ok(events.len() as u64)
    }

    /// Entries that stand for nothing, as of the time of what was done last. How many were appended.
    ///
    /// # Errors
    /// As of any write.
    pub fn chaff(&self, count: u64) -> Result<u64, Problem> {
        self.agency.chaff_when(count, When::Told(self.at))
    }

    /// Does everything that is left, and tells how many acts that were. Then everybody who works there has an account.
    ///
    /// # Errors
    /// As [`Self::one`].
    pub fn finish(&mut self) -> Result<u64, Problem> {
        let mut acts = 0;
        loop {
            match self.some()? {
                0 => break,
                some => acts += some,
            }
        }
        self.make_accounts()?;
        Ok(acts)
    }

    /// Everybody who works here at the end of the year signs in at the pages, all by the same password. No entry tells of it: nobody
    /// did it.
    fn make_accounts(&self) -> Result<(), Problem> {
        let workers: Vec<Worker> = self.agency.workers()?.into_iter().filter(signs_in).collect();
        let (agency, now) = (self.agency.clone(), self.agency.moment()?.time);
        let made = workers.iter().map(|_| Ok((Stretch::CHEAP.keep(PASSPHRASE)?, new_handle()?)));
        let made = made.collect::<Result<Vec<_>, Problem>>()?;
        self.agency.db().write(move |tx| {
            for (worker, (kept, handle)) in workers.iter().zip(&made) {
                agency.put_new_account(tx, worker, kept.clone(), *handle, now)?;
            }
            Ok(())
        })
    }

    fn person(&mut self, id: WorkerId) -> Result<&Person, Problem> {
        if !self.people.contains_key(&id) {
            let (holder, pair) = (id.to_string(), PersonKey::generate(&mut SystemEntropy)?);
            let locked = pair.lock(&self.passphrase, self.cost, &person_place(&holder), &mut SystemEntropy)?;
            let row = people::PersonRow { version: 1, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
            self.people.insert(id, Person { signed_in: self.agency.hold(id, pair)?, row });
        }
        self.people.get(&id).ok_or_else(|| Problem::Plainly("nobody acts".to_owned()))
    }

    fn keep_key(&mut self, id: WorkerId) -> Result<(), Problem> {
        let (holder, row) = (id.to_string(), self.person(id)?.row.clone());
        self.agency.db().write(move |tx| people::put(tx, &holder, &row))?;
        Ok(())
    }

    fn upload(&self, event: &Event, who: &SignedIn) -> Result<(), Problem> {
        let Act::AddRecord(record) = &event.act else { return Ok(()) };
        if event.uploads.is_empty() || event.expect_refusal.is_some() {
            return Ok(());
        }
        let (client, class) = (record.client.to_string(), sealing(record.class));
        let (agency, who, uploads) = (self.agency.clone(), who.clone(), event.uploads.clone());
        self.agency.db().write(move |tx| {
            let mut keys = agency.keys(Some(&who));
            for upload in &uploads {
                for (number, piece) in (0..).zip(upload.bytes.chunks(chunk::LONGEST)) {
                    let piece_of = (upload.attachment.to_string(), number);
                    chunk::add(tx, &mut keys, (&client, class), (&piece_of.0, piece_of.1), piece, &mut SystemEntropy)?;
                }
            }
            Ok::<_, Problem>(())
        })
    }
}

/// What brings something to the database beside its own commit: a key, a file, the end of one.
fn stands_alone(event: &Event) -> bool {
    let brings = match &event.act {
        Act::RegisterKey(_) | Act::DecideDestruction(_) => true,
        Act::AddRecord(record) => !record.attachments.is_empty(),
        _ => false,
    };
    brings || !event.uploads.is_empty()
}

/// Whether it was refused, where that is what the fiction says.
fn as_expected(answer: Result<Done, Problem>, event: &Event) -> Result<bool, Problem> {
    match (answer, event.expect_refusal) {
        (Ok(_), None) => Ok(false),
        (Err(Problem::Refused(refusal)), Some(expected)) if refusal == expected => Ok(true),
        (Err(problem), _) => Err(problem),
        (Ok(_), Some(_)) => Err(Problem::Plainly(format!("{} was to be refused", event.act.word()))),
    }
}
