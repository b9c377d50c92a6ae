//! R14: who gets through which door. Every route × verb × role × state × relation, each cell held against `docs/reference/routes.csv`.
//!
//! The table says who gets through; that a page opens no more than the access table, `desk/tests/it/matrix.rs` holds act by act. Here the
//! pages are asked as a browser asks them. Nothing may be done on the way: each form carries a field that no page knows.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use tacenda::act::Asked;
use tacenda::agency::SignedIn;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{Absence, Act, CertifyTraining, EndWorker, InviteWorker, RestoreWorker, SetRoles, SuspendWorker};
use tacenda_desk::{ClientId, Id, Role, Worker, WorkerKind};

use super::house::{Browser, House};
use super::routes::{Row, rows};

const VERBS: [Method; 7] = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Somebody as the matrix walks them.
struct Walker<'h> {
    house: &'h House,
    /// Who is walked; and who changes what they are.
    worker: Worker,
    director: &'h SignedIn,
    calls: usize,
    faults: BTreeSet<String>,
}

/// Whose file an address names, as the walker stands to them.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Relation {
    Own,
    Other,
    Nobody,
    NoId,
}

impl Relation {
    /// Whether this verb is worth asking. What no page has is asked about nobody; a look at one's own client is an act, and done once.
    fn meets(self, verb: &Method) -> bool {
        self == Self::Nobody || [Method::GET, Method::POST].contains(verb)
    }
}

impl<'h> Walker<'h> {
    fn new(house: &'h House) -> Self {
        let director = house.who(Role::Director);
        let has_clients = |w: &Worker| w.id != director.id && !house.agency().caseload(w.id).unwrap().is_empty();
        let worker = house.people().into_iter().find(has_clients).unwrap();
        Self { house, director: house.signed_in(&director), worker, calls: 0, faults: BTreeSet::new() }
    }

    fn change(&self, act: impl Into<Act>) {
        self.house.agency().act(self.director, Asked::new(act, Reason::OwnDuty)).unwrap();
    }

    /// An id for what an address names.
    fn id(&self, relation: Relation) -> String {
        let agency = self.house.agency();
        let own = agency.caseload(self.worker.id).unwrap();
        let everybody = self.house.people().into_iter().filter(|w| w.id != self.worker.id);
        let other = everybody.flat_map(|w| agency.caseload(w.id).unwrap()).find(|client| !own.contains(client));
        let nobody: ClientId = Id::new(agency.moment().unwrap(), [7; 10]);
        match relation {
            Relation::Own => own[0].to_string(),
            Relation::Other => other.unwrap().to_string(),
            Relation::Nobody => nobody.to_string(),
            Relation::NoId => "..%2f..%2fetc".to_owned(),
        }
    }

    /// Walks every route in every verb, as one who has these roles; none: as a stranger.
    fn walk(&mut self, browser: &Browser, roles: Option<&[Role]>, how: &str) {
        let ids: Vec<(Relation, String)> =
            [Relation::Own, Relation::Other, Relation::Nobody, Relation::NoId].map(|r| (r, self.id(r))).to_vec();
        let all = rows();
        let paths: BTreeSet<&str> = all.iter().map(|row| row.path.as_str()).collect();
        for path in paths {
            let here: Vec<&Row> = all.iter().filter(|row| row.path == path).collect();
            let ids = if path.contains('{') { &ids[..] } else { &ids[2..3] };
            for (relation, id) in ids {
                for verb in VERBS.into_iter().filter(|verb| relation.meets(verb)) {
                    self.cell(browser, roles, (&here, id), &verb, &format!("{how}, {relation:?}"));
                }
            }
        }
    }

    fn cell(&mut self, browser: &Browser, roles: Option<&[Role]>, (rows, id): (&[&Row], &str), verb: &Method, how: &str) {
        let asked = if verb == Method::HEAD { &Method::GET } else { verb };
        // At the desk's address a sealed link is nothing, for anybody.
        let row = rows.iter().find(|row| row.verb == asked.as_str() && row.door != "link");
        let form = format!("csrf={}&wholly_unknown=1", browser.token);
        let back = self.house.send(browser, verb.clone(), &rows[0].at(id), if verb == Method::POST { &form } else { "" });
        self.calls += 1;
        let through = row.is_some_and(|row| match roles {
            _ if row.who == "anybody" => true,
            None => false,
            Some(roles) => !row.by_right() || roles.iter().any(|role| row.who.split(' ').any(|who| who == role.word())),
        });
        let fits = match (row.is_some(), through, roles) {
            // No such way: what is not there.
            (false, _, _) => back.status == StatusCode::NOT_FOUND,
            // A door that needs a session: the way to one.
            (true, false, None) => back.asks_to_sign_in(),
            // A door that is closed looks like nothing at all.
            (true, false, Some(_)) => back.status == StatusCode::NOT_FOUND,
            // Through the door a form is refused for its unknown field; what is behind a look is for an act to decide.
            (true, true, _) if verb == Method::POST => {
                matches!(back.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::NOT_FOUND | StatusCode::FORBIDDEN)
            }
            (true, true, _) => !back.status.is_server_error() && back.status != StatusCode::METHOD_NOT_ALLOWED,
        };
        if !fits {
            let (path, door) = (&rows[0].path, row.map_or("none", |row| row.door.as_str()));
            self.faults.insert(format!("{verb} {path} ({door}) as {how}: {}", back.status));
        }
    }
}

/// The states in which somebody who has a key may stand, and how one comes to them.
fn states(worker: &Worker) -> Vec<(&'static str, Vec<Act>)> {
    let worker = worker.id;
    let due = jiff::civil::date(2027, 3, 2);
    let kept = |absence| vec![SuspendWorker { worker, absence }.into()];
    vec![
        ("active", Vec::new()),
        ("training due", vec![CertifyTraining { worker, done: false, due }.into()]),
        ("at work again", vec![CertifyTraining { worker, done: true, due }.into()]),
        ("suspended", kept(Absence::Suspended)),
        ("on leave", kept(Absence::OnLeave)),
        ("locked", kept(Absence::Locked)),
        ("restored", vec![RestoreWorker { worker }.into()]),
    ]
}

#[test]
fn every_door_opens_to_whom_the_table_says_and_to_nobody_else() {
    let house = House::open();
    let mut walker = Walker::new(&house);
    let programs = walker.worker.programs.clone();
    let begun = house.agency().end().unwrap().frontier.size();
    walker.walk(&Browser::default(), None, "a stranger");
    walker.walk(&Browser { cookie: Some("__Host-desk=00".to_owned()), token: String::new() }, None, "a made-up session");
    let mut kept_out = 0;
    for (state, acts) in states(&walker.worker.clone()) {
        acts.into_iter().for_each(|act| walker.change(act));
        for role in Role::ALL {
            walker.change(SetRoles { worker: walker.worker.id, roles: vec![*role], programs: programs.clone() });
            let how = format!("{} ({state})", role.word());
            match house.sign_in(&walker.worker) {
                Some(browser) => walker.walk(&browser, Some(&[*role]), &how),
                None => kept_out += 1,
            }
        }
    }
    walker.change(EndWorker { worker: walker.worker.id });
    assert!(house.sign_in(&walker.worker).is_none(), "who left is let in");
    let asked = InviteWorker {
        id: house.agency().mint().unwrap(),
        name: "Somebody New".to_owned(),
        kind: WorkerKind::Staff,
        roles: vec![Role::Director],
        programs: Vec::new(),
    };
    walker.change(asked);
    let new = house.agency().workers().unwrap().into_iter().find(|w| w.name == "Somebody New").unwrap();
    assert!(house.sign_in(&new).is_none(), "who was only asked in is let in");
    let acts = house.agency().end().unwrap().frontier.size() - begun;
    let faults: Vec<&String> = walker.faults.iter().collect();
    assert!(
        faults.is_empty(),
        "{} of {} calls differ from the table, such as {:#?}",
        faults.len(),
        walker.calls,
        &faults[..faults.len().min(20)]
    );
    println!("{} calls, {} doors, {kept_out} times kept out, {acts} leaves", walker.calls, rows().len());
}
