//! T16: an administrator asks for everything, then writes into the database itself: inserts, copies and exchanges rows. They read nothing.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::Connection;
use tacenda::act::Asked;
use tacenda::agency::{Agency, SignedIn};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Act, AddRecord, ListRecords, OpenClient, RaiseWall, ReadAppointments, ReadRecord};
use tacenda_desk::{
    Assignment, Category, ClientId, Function, Grant, GrantReason, Id, Now, Purpose, RecordId, Role, Seen, Span, Thing, Time,
    WallReason, WorkerState,
};
use tacenda_store::Sync;
use tacenda_store::keys::people;
use tacenda_vault::{Cost, Passphrase, PersonKey, Place, SystemEntropy};

use crate::house::{House, agency, random};
use crate::{Form, Found, books};

const OWN: &str = "the administrator's own passphrase";

/// A trick, and the SQL of it. `:admin` is the administrator, `:rosa` the client's clinician.
const INSERTS: &[(&str, &str)] = &[
    (
        "assignment copied",
        "INSERT INTO sealed SELECT kind, id || 'x', version, latest, client, class, state, due, :admin, leaf, blob FROM sealed WHERE kind = 'assignment' AND worker = :rosa",
    ),
    ("assignment turned over", "UPDATE sealed SET worker = :admin WHERE kind = 'assignment' AND worker = :rosa"),
    (
        "grant copied",
        "INSERT INTO sealed SELECT kind, id || 'x', version, latest, client, class, state, due, :admin, leaf, blob FROM sealed WHERE kind = 'grant'",
    ),
    ("grant turned over", "UPDATE sealed SET worker = :admin WHERE kind = 'grant' AND worker <> :admin"),
    (
        "worker's row exchanged",
        "UPDATE sealed SET blob = (SELECT blob FROM sealed WHERE kind = 'worker' AND id = :rosa ORDER BY version DESC LIMIT 1) WHERE kind = 'worker' AND id = :admin",
    ),
    (
        "class keys copied",
        "INSERT INTO class_wrap SELECT client, class, version, :admin, wrap, digest FROM class_wrap WHERE holder = :rosa",
    ),
    (
        "locked key copied",
        "UPDATE person_key SET locked = (SELECT locked FROM person_key WHERE holder = :rosa), public = (SELECT public FROM person_key WHERE holder = :rosa) WHERE holder = :admin",
    ),
    ("own key under another's name", "FORGE"),
];

/// What removes or revives rows: the seals cannot tell, so the ledger must.
const ROLLBACKS: &[(&str, &str)] = &[
    ("ended assignment revived", "UPDATE sealed SET latest = (version = 1) WHERE kind = 'assignment' AND id = :ended"),
    ("wall moved to nobody's file", "UPDATE sealed SET client = 'nobody' WHERE kind = 'wall'"),
    ("wall put under keys of people", "UPDATE sealed SET class = 'psychotherapy_notes' WHERE kind = 'wall'"),
    ("wall taken away", "DELETE FROM sealed WHERE kind = 'wall'"),
];

pub(crate) fn attack(_: &Form) -> Result<Found> {
    let home = tempfile::tempdir()?;
    let scene = Scene::set(home.path())?;
    let by_acts = scene.reads(&scene.house.agency, &scene.admin, scene.house.client)?;
    let control = scene.reads(&scene.house.agency, &scene.house.rosa, scene.house.client)?;
    let mut opened = Vec::new();
    for (name, sql) in INSERTS {
        let reads = scene.after(home.path(), sql)?;
        if reads > 0 {
            opened.push(format!("{name}: {reads} reads"));
        }
    }
    let mut silent = Vec::new();
    for (name, sql) in ROLLBACKS {
        if !scene.is_noticed(home.path(), sql)? {
            silent.push(*name);
        }
    }
    Ok(Found {
        figures: format!(
            "by every act {by_acts} reads, by {} inserts and exchanges in the database {} ({}); {} removals and revivals, unnoticed by the ledger {} ({}); \
             control, the client's clinician: {control} reads",
            INSERTS.len(),
            opened.len(),
            if opened.is_empty() { "none".to_owned() } else { opened.join(", ") },
            ROLLBACKS.len(),
            silent.len(),
            if silent.is_empty() { "none".to_owned() } else { silent.join(", ") },
        ),
        holds: by_acts == 0 && opened.is_empty() && silent.is_empty() && control > 3,
    })
}

/// A client of Rosa's with records at several levels, a grant of a colleague's, and an administrator who is also a clinician elsewhere.
struct Scene {
    house: House,
    admin: SignedIn,
    ended: Id<Assignment>,
    records: Vec<RecordId>,
}

impl Scene {
    fn set(home: &Path) -> Result<Self> {
        let house = House::create(home, "sqlite")?;
        let mut records = Vec::new();
        for word in ["progress_notes", "billing_codes", "internal_qa", "psychotherapy_notes"] {
            let category = Category::from_word(word).context("no such category")?;
            let act = AddRecord::of(Id::new(Now::trusted(Time(7)), random()?), house.client, category, &house.program, Time(1));
            let act = AddRecord { text: "Hers alone.".into(), ..act };
            records.push(act.id);
            house.agency.act(&house.rosa, Asked::new(act, Reason::CareTeam))?;
        }
        let admin = house.worker(&[Role::Administrator, Role::Clinician], WorkerState::Active)?;
        let colleague = house.worker(&[Role::Clinician], WorkerState::Active)?;
        let (client, by) = (house.client, house.rosa.worker());
        let from = Time(house.agency.end()?.last_time);
        let class = tacenda_desk::Class::General;
        let grant = Grant {
            id: new()?,
            worker: colleague.worker(),
            client,
            class,
            from,
            minutes: 60,
            reason: GrantReason::Danger,
            words: "Danger.".into(),
        };
        house.plant(&grant.into())?;
        let ended =
            Assignment { id: new()?, client, worker: admin.worker(), function: Function::Care, span: Span::since(Time(1)), by };
        house.plant(&ended.into())?;
        house.plant_again(&Thing::from(Assignment { span: ended.span.ended(Time(2)), ..ended }))?;
        let wall = RaiseWall { id: new()?, client, worker: admin.worker(), why: WallReason::Conflict };
        house.agency.act(&house.rosa, Asked::new(wall, Reason::OwnDuty))?;
        Ok(Self { house, admin, ended: ended.id, records })
    }

    /// How many acts show content of the client's, by every reason there is.
    fn reads(&self, agency: &Agency, who: &SignedIn, client: ClientId) -> Result<usize> {
        let grants = self.grants(agency)?;
        let mut reasons = vec![Reason::CareTeam, Reason::OwnDuty, Reason::Reception];
        reasons.extend(grants.into_iter().map(Reason::Grant));
        let mut acts: Vec<Act> =
            vec![OpenClient { client }.into(), ListRecords { client }.into(), ReadAppointments { client }.into()];
        acts.extend(self.records.iter().map(|record| Act::from(ReadRecord { client, record: *record })));
        let mut shown = 0;
        for act in &acts {
            for reason in &reasons {
                let answer = agency.act(who, Asked::new(act.clone(), *reason));
                shown += usize::from(answer.is_ok_and(|done| !matches!(done.seen.expose(Purpose::Show), Seen::Done)));
            }
        }
        Ok(shown)
    }

    fn grants(&self, agency: &Agency) -> Result<Vec<Id<Grant>>> {
        let lines = agency.db().read(|tx| tacenda_store::sealed::of_client(tx, &self.house.client.to_string(), "grant"))?;
        Ok(lines.iter().filter_map(|line| line.columns.id.parse().ok()).collect())
    }

    /// On a copy of the agency with the trick done, what the administrator reads, as themselves and as whom they pretend to be.
    fn after(&self, home: &Path, sql: &str) -> Result<usize> {
        let copy = self.copy(home)?;
        let forged = sql == "FORGE";
        if !forged {
            self.execute(copy.path(), sql)?;
        }
        let agency = agency(copy.path(), Sync::Full)?;
        if forged {
            let holder = self.house.rosa.worker().to_string();
            let pair = PersonKey::generate(&mut SystemEntropy)?;
            let place = Place::new("person key").with("holder", &holder);
            let locked = pair.lock(&Passphrase::new(OWN), Cost::CHEAP, &place, &mut SystemEntropy)?;
            let row = people::PersonRow { version: 1, public: pair.public().to_bytes().to_vec(), locked: Some(locked) };
            agency.db().write(move |tx| people::put(tx, &holder, &row))?;
        }
        let mut reads = 0;
        for (worker, passphrase) in [(self.admin.worker(), crate::house::PASSPHRASE), (self.house.rosa.worker(), OWN)] {
            if let Ok(who) = agency.sign_in(worker, &Passphrase::new(passphrase)) {
                reads += self.reads(&agency, &who, self.house.client)?;
            }
        }
        Ok(reads)
    }

    /// Whether the ledger, or the desk itself, tells of it.
    fn is_noticed(&self, home: &Path, sql: &str) -> Result<bool> {
        let copy = self.copy(home)?;
        books::Books::read(&agency(copy.path(), Sync::Full)?).context("before the trick")?;
        self.execute(copy.path(), sql)?;
        Ok(books::Books::read(&agency(copy.path(), Sync::Full)?).is_err())
    }

    fn copy(&self, home: &Path) -> Result<tempfile::TempDir> {
        let copy = tempfile::tempdir()?;
        std::fs::copy(home.join("root.key"), copy.path().join("root.key"))?;
        std::fs::copy(home.join("tacenda.toml"), copy.path().join("tacenda.toml"))?;
        self.house.agency.db().backup_to(&copy.path().join("tacenda.db"), |_, _| {})?;
        Ok(copy)
    }

    fn execute(&self, home: &Path, sql: &str) -> Result<()> {
        let db = Connection::open(home.join("tacenda.db"))?;
        let names = [
            (":admin", self.admin.worker().to_string()),
            (":rosa", self.house.rosa.worker().to_string()),
            (":ended", self.ended.to_string()),
        ];
        let used: Vec<(&str, &dyn rusqlite::ToSql)> = names
            .iter()
            .filter(|(name, _)| sql.contains(name))
            .map(|(name, value)| (*name, value as &dyn rusqlite::ToSql))
            .collect();
        db.execute(sql, used.as_slice())?;
        Ok(())
    }
}

fn new<K>() -> Result<Id<K>> {
    Ok(Id::new(Now::trusted(Time(9)), random()?))
}
