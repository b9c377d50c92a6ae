//! Whom the oracles are asked about: colleagues in every state of their account, a client of somebody else's, and names that are nobody's.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tacenda::account::Stretch;
use tacenda::act::Asked;
use tacenda::agency::{Agency, SignedIn};
use tacenda::practice::{Fiction, Loading, PASSPHRASE};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Absence, Act, InviteWorker, SuspendWorker};
use tacenda_desk::practice::Size;
use tacenda_desk::{ClientId, Id, Kind, Role, Time, Worker, WorkerKind, WorkerState};
use tacenda_store::{Sql, sealed};
use tacenda_vault::{Cost, Passphrase};

use super::settled;
use crate::pages::{MARK, PORTAL, Server, Shown, Visitor};

/// A password of nobody's, and one that may be chosen.
const WRONG: &str = "wrong horse battery staple";
const CHOSEN: &str = "kite oval mud hen barn";
const NOBODY: &str = "Aurelia Nobodyatall";

/// One question, asked of what is there and of what is not.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) there: String,
    pub(crate) not: String,
    visitor: Visitor,
    send: fn(&mut Visitor, &str, &str) -> Result<Shown>,
    /// What is typed beside it.
    beside: String,
}

impl Case {
    pub(crate) fn ask(&mut self, there: bool) -> Result<Shown> {
        let what = if there { &self.there } else { &self.not };
        (self.send)(&mut self.visitor, what, &self.beside)
    }
}

pub(crate) struct Scene {
    pub(crate) home: PathBuf,
    agency: Agency,
    /// Somebody with an account, one who has to wait, one who is kept out, one who may get back in, one who was asked in.
    known: Worker,
    waits: Worker,
    out: Worker,
    back: Worker,
    asked_in: String,
    /// A clinician, a client of theirs, a client of another's, and another's record.
    clinician: Worker,
    own: ClientId,
    others: ClientId,
    note: String,
    /// A word of a name that only others' clients bear.
    word: String,
}

impl Scene {
    pub(crate) fn prepare(home: &Path) -> Result<Self> {
        std::fs::create_dir_all(home)?;
        let start = Time(tacenda::edge::clock()?.wall).plus_days(-400);
        let fiction = Fiction { seed: 12, size: Size::Practice, start, canaries: false };
        let (mut loading, _) = Loading::in_folder(home, fiction, (Passphrase::new(PASSPHRASE), Cost::CHEAP))?;
        let mut words = Vec::new();
        while let Some((event, _)) = loading.one()? {
            if let Act::AddClient(add) = &event.act {
                words.extend(add.card.chosen_name.split_whitespace().map(str::to_owned));
            }
        }
        loading.finish()?;
        std::fs::write(home.join(MARK), "invented\n")?;
        let agency = loading.agency().clone();
        let workers: Vec<Worker> = agency.workers()?.into_iter().filter(|w| w.state == WorkerState::Active).collect();
        let director = workers.iter().find(|w| w.is(Role::Director)).context("no director")?;
        let keeper = loading.signed_in(director.id).context("a director who never acted")?.clone();
        let clinician = workers.iter().find(|w| w.is(Role::Clinician)).context("no clinician")?.clone();
        let mut rest =
            workers.iter().filter(|w| w.id != director.id && w.id != clinician.id && !w.is(Role::PrivacyOfficer)).cloned();
        let mut next = || rest.next().context("too few work here");
        let (known, waits, out, back) = (next()?, next()?, next()?, next()?);
        does(&agency, &keeper, SuspendWorker { worker: out.id, absence: Absence::Locked })?;
        agency.recovery_code(&keeper, back.id, 0)?;
        let asked_in = "Teodora Askedin".to_owned();
        let id: Id<Worker> = agency.mint()?;
        let programs = clinician.programs.clone();
        does(
            &agency,
            &keeper,
            InviteWorker { id, name: asked_in.clone(), kind: WorkerKind::Staff, roles: vec![Role::Clinician], programs },
        )?;
        agency.invite_code(&keeper, id)?;
        let (own, others, note, word) = clients(&agency, &clinician, &words)?;
        Ok(Self { home: home.to_owned(), agency, known, waits, out, back, asked_in, clinician, own, others, note, word })
    }

    /// From now on passwords cost what they cost in earnest.
    pub(crate) fn in_earnest(&self) -> Result<()> {
        std::fs::remove_file(self.home.join(MARK))?;
        for worker in [&self.known, &self.waits, &self.out] {
            self.agency.set_password(worker.id, PASSPHRASE, Stretch::DEFAULT)?;
        }
        Ok(())
    }

    /// Tries are forgotten, but of whoever has to wait for years.
    pub(crate) fn forget(&self) -> Result<()> {
        const FORGET: Sql = Sql("DELETE FROM attempt WHERE until < $1");
        self.agency.db().write(|tx| tx.run(FORGET, &[&FAR]))?;
        Ok(())
    }

    /// The sign-in page: against a name that is nobody's.
    pub(crate) fn sign_in(&self, server: &Server) -> Result<Vec<Case>> {
        const WAIT: Sql = Sql("UPDATE attempt SET until = $1, fails = 1000");
        const NONE: Sql = Sql("DELETE FROM attempt");
        self.agency.db().write(|tx| tx.run(NONE, &[]))?;
        try_in(&mut server.visitor(), &self.waits.name, WRONG)?;
        self.agency.db().write(|tx| tx.run(WAIT, &[&FAR]))?;
        let case = |name: &str, who: &Worker, password: &str| Case {
            name: format!("sign-in, {name}"),
            there: who.name.clone(),
            not: NOBODY.to_owned(),
            visitor: server.visitor(),
            send: try_in,
            beside: password.to_owned(),
        };
        let known = case("a wrong password", &self.known, WRONG);
        Ok(vec![
            known,
            case("the right one of one who waits", &self.waits, PASSPHRASE),
            case("the right one of one kept out", &self.out, PASSPHRASE),
        ])
    }

    /// The clients' own way in: against a number that is nobody's.
    pub(crate) fn portal(&self, server: &Server) -> Result<Vec<Case>> {
        let mut worker = server.visitor();
        worker.sign_in(&self.clinician.name, PASSPHRASE)?;
        let slip = slip(&mut worker, self.own)?;
        let mut guest = server.visitor().at(PORTAL);
        let came = come_in(&mut guest, &slip.number, &format!("{}\n{}", slip.word, slip.code))?;
        ensure!(came.status == 303, "the slip opens nothing: {}", came.status);
        let case = |name: &str, password: &str, code: &str| Case {
            name: format!("portal, {name}"),
            there: slip.number.clone(),
            not: "0000 0000 00".to_owned(),
            visitor: server.visitor().at(PORTAL),
            send: come_in,
            beside: format!("{password}\n{code}"),
        };
        Ok(vec![case("a wrong password", WRONG, "0000 0000"), case("a code that was used", &slip.word, &slip.code)])
    }

    /// Everything else that could tell.
    pub(crate) fn pages(&self, server: &Server) -> Result<Vec<Case>> {
        let mut visitor = server.visitor();
        visitor.sign_in(&self.clinician.name, PASSPHRASE)?;
        settled(&mut visitor)?;
        let nothing: ClientId = self.agency.mint()?;
        let case = |name: &str, (there, not): (String, String), send| Case {
            name: name.to_owned(),
            there,
            not,
            visitor: visitor.clone(),
            send,
            beside: String::new(),
        };
        let names = |name: &str| (name.to_owned(), NOBODY.to_owned());
        let draft = self.draft(server)?;
        let file = (self.others.to_string(), nothing.to_string());
        let notes = [(self.others.to_string(), &self.note), (nothing.to_string(), &self.note)]
            .map(|(client, note)| format!("{client}/notes/{note}"));
        let [note, no_note] = notes;
        Ok(vec![
            Case { visitor: server.visitor(), ..case("a code to get back in", names(&self.back.name), get_back) },
            Case { visitor: server.visitor(), ..case("a code to join", names(&self.asked_in), join) },
            case("the caller's page", (self.word.clone(), "Nobodyatall".to_owned()), call),
            case("finding a client", (self.word.clone(), "Nobodyatall".to_owned()), find),
            case("another's file", file, |visitor, id, _| visitor.get(&format!("/c/{id}"))),
            case("another's record", (note, no_note), |visitor, id, _| visitor.get(&format!("/c/{id}"))),
            case("another's draft", draft, |visitor, id, _| visitor.get(&format!("/ask/{id}/who"))),
            case("the list of commands", (self.word.clone(), "Nobodyatall".to_owned()), |visitor, word, _| {
                visitor.get(&format!("/go?q={word}"))
            }),
        ])
    }

    /// The control: a file that they work with.
    pub(crate) fn own(&self, server: &Server) -> Result<Case> {
        let mut visitor = server.visitor();
        visitor.sign_in(&self.clinician.name, PASSPHRASE)?;
        let nothing: ClientId = self.agency.mint()?;
        let (there, not, beside) = (self.own.to_string(), nothing.to_string(), String::new());
        Ok(Case { name: "own".into(), there, not, visitor, send: |visitor, id, _| visitor.get(&format!("/c/{id}")), beside })
    }

    /// A draft that somebody else began, and one that nobody did.
    fn draft(&self, server: &Server) -> Result<(String, String)> {
        let mut other = server.visitor();
        other.sign_in(&self.known.name, PASSPHRASE)?;
        other.get("/ask")?;
        let begun = other.post("/ask", &[("danger", "no")])?;
        let id = begun.to.split('/').nth(2).context("no draft was begun")?.to_owned();
        Ok((id, self.agency.mint::<Worker>()?.to_string()))
    }
}

/// Microseconds since 1970: long after everything here.
const FAR: i64 = 9_000_000_000_000_000;

fn does(agency: &Agency, who: &SignedIn, act: impl Into<Act>) -> Result<()> {
    agency.act(who, Asked::new(act, Reason::OwnDuty))?;
    Ok(())
}

fn try_in(visitor: &mut Visitor, name: &str, password: &str) -> Result<Shown> {
    visitor.moves();
    visitor.post("/sign-in", &[("name", name), ("password", password), ("to", "/")])
}

/// What opens a client's own page.
struct Slip {
    number: String,
    word: String,
    code: String,
}

/// A worker turns the page on together with the client.
fn slip(worker: &mut Visitor, client: ClientId) -> Result<Slip> {
    let path = format!("/c/{client}/portal");
    let between = |text: &str, from: &str, to: &str| -> Result<String> {
        let rest = text.split_once(from).context("no slip is shown")?.1;
        Ok(rest.split(to).next().unwrap_or_default().to_owned())
    };
    let guest = between(&worker.get(&path)?.text, "name=\"guest\" value=\"", "\"")?;
    let fields = [("do", "on"), ("guest", guest.as_str()), ("wants", "yes"), ("told", "yes"), ("hand", "yes"), ("once", "rig")];
    let text = worker.post(&path, &fields)?.text;
    let (_, rest) = text.split_once("<dd class=\"code\">").context("no slip is shown")?;
    let number = rest.split('<').next().unwrap_or_default().to_owned();
    Ok(Slip { number, word: between(rest, "<dd class=\"code\">", "<")?, code: between(rest, "<ol class=\"codes\"><li>", "<")? })
}

fn come_in(visitor: &mut Visitor, number: &str, beside: &str) -> Result<Shown> {
    visitor.moves();
    let (password, code) = beside.split_once('\n').unwrap_or((beside, ""));
    visitor.post("/", &[("number", number), ("password", password), ("code", code)])
}

fn get_back(visitor: &mut Visitor, name: &str, _: &str) -> Result<Shown> {
    visitor.moves();
    visitor.post("/recover", &[("name", name), ("code", "0TVR-0000"), ("password", CHOSEN), ("again", CHOSEN)])
}

fn join(visitor: &mut Visitor, name: &str, _: &str) -> Result<Shown> {
    visitor.moves();
    visitor.post("/join", &[("name", name), ("code", "0TVR-0000"), ("password", CHOSEN), ("again", CHOSEN)])
}

fn call(visitor: &mut Visitor, name: &str, _: &str) -> Result<Shown> {
    visitor.post("/caller", &[("words", name)])
}

fn find(visitor: &mut Visitor, name: &str, _: &str) -> Result<Shown> {
    visitor.post("/find", &[("name", name)])
}

/// A client of the clinician's, one who is not and whom nothing ties to them, a record of the latter, and a word of names that only
/// others' clients bear.
fn clients(agency: &Agency, clinician: &Worker, words: &[String]) -> Result<(ClientId, ClientId, String, String)> {
    let own = agency.caseload(clinician.id)?;
    let first = own.last().copied().context("no caseload")?;
    let lines = agency.db().read(|tx| sealed::of_kind(tx, Kind::Client.word(), "", 10_000))?;
    let all = lines.iter().filter_map(|line| line.columns.id.parse::<ClientId>().ok());
    let theirs = clinician.id.to_string();
    let mut found = None;
    for client in all.filter(|client| !own.contains(client)) {
        let id = client.to_string();
        let (records, ties) = agency.db().read(|tx| {
            let ties = [Kind::Appointment, Kind::Task, Kind::Grant].map(|kind| sealed::of_client(tx, &id, kind.word()));
            let mut lines = Vec::new();
            for some in ties {
                lines.extend(some?);
            }
            Ok::<_, tacenda_store::Error>((sealed::of_client(tx, &id, Kind::Record.word())?, lines))
        })?;
        let none = ties.iter().all(|line| line.columns.worker.as_deref() != Some(theirs.as_str()));
        if none && let Some(record) = records.first() {
            found = Some((client, record.columns.id.clone(), ties.len()));
            if ties.len() > 20 {
                break; // the more there is to open the better it would be heard
            }
        }
    }
    let (others, note, _) = found.context("everybody is the clinician's")?;
    let is_others = |word: &&String| {
        let there = agency.find(tacenda_desk::Index::ClientName, word).unwrap_or_default();
        !there.is_empty() && there.iter().all(|client| !own.contains(client))
    };
    let word = words.iter().find(is_others).context("no such word")?;
    ensure!(others != first, "one client");
    Ok((first, others, note, word.clone()))
}
