//! Every page, and the door that each has. A page is a folder: its routes and code in `mod.rs`, what it looks like in its `.html`.

mod accounting;
mod agreements;
mod ask;
mod caller;
mod claims;
mod clients;
mod consults;
mod contacts;
pub(crate) mod file;
mod go;
mod help;
mod join;
mod kit;
mod language;
mod law;
mod learn;
mod letters;
mod link;
mod matters;
mod me;
mod now;
mod office;
mod packets;
mod people;
mod programs;
mod recover;
mod report;
mod sign_in;
mod sign_out;
mod tasks;
mod today;

pub(super) use file::Paper;
pub(super) use link::nothing_here;
pub(super) use matters::purpose;
pub(super) use now::Cards;
pub(super) use report::Lines;

use super::answer::Answer;
use super::ask::Ask;
use super::door::Door;
use crate::problem::Problem;
use tacenda_desk::Role;
use tacenda_desk::access::Right;

/// How a page is asked for. Only POST changes anything, but for leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// To look.
    Get,
    /// To act.
    Post,
}

/// One way in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) verb: Verb,
    pub(crate) path: &'static str,
    pub(crate) door: Door,
    pub(crate) page: fn(&Ask<'_>) -> Result<Answer, Problem>,
}

impl Route {
    pub(crate) const fn get(path: &'static str, door: Door, page: fn(&Ask<'_>) -> Result<Answer, Problem>) -> Self {
        Self { verb: Verb::Get, path, door, page }
    }

    pub(crate) const fn post(path: &'static str, door: Door, page: fn(&Ask<'_>) -> Result<Answer, Problem>) -> Self {
        Self { verb: Verb::Post, path, door, page }
    }
}

/// Every way in, page by page.
pub(crate) static ROUTES: &[&[Route]] = &[
    accounting::ROUTES,
    agreements::ROUTES,
    ask::ROUTES,
    caller::ROUTES,
    claims::ROUTES,
    clients::ROUTES,
    file::ROUTES,
    consults::ROUTES,
    go::ROUTES,
    help::ROUTES,
    join::ROUTES,
    kit::ROUTES,
    language::ROUTES,
    law::ROUTES,
    learn::ROUTES,
    matters::ROUTES,
    packets::ROUTES,
    me::ROUTES,
    now::ROUTES,
    office::ROUTES,
    people::ROUTES,
    programs::ROUTES,
    contacts::ROUTES,
    letters::ROUTES,
    link::ROUTES,
    recover::ROUTES,
    report::ROUTES,
    sign_in::ROUTES,
    sign_out::ROUTES,
    tasks::ROUTES,
    today::ROUTES,
];

/// The page at this address, or the nearest above it: not everything that can be sent somewhere can be looked at there.
pub(super) fn page_of(path: &str) -> &str {
    let is_page = |path: &str| all().any(|route| route.verb == Verb::Get && fits(route.path, path));
    let mut at = path;
    while !is_page(at) {
        at = at.rsplit_once('/').map_or("", |(above, _)| above);
        if at.is_empty() {
            return "/";
        }
    }
    at
}

fn fits(route: &str, path: &str) -> bool {
    let same = |(part, given): (&str, &str)| part == given || (part.starts_with('{') && !given.is_empty());
    route.split('/').count() == path.split('/').count() && route.split('/').zip(path.split('/')).all(same)
}

fn all() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().flat_map(|routes| routes.iter())
}

/// Every way in as a table: how, where, behind which door, and who gets through. `docs/reference/routes.csv` is this, and people review it.
pub fn routes() -> String {
    let mut rows: Vec<String> = all().map(row).collect();
    // By address, a look before what is sent there.
    rows.sort_unstable_by_key(|row| {
        row.split_once(',').map(|(verb, rest)| (rest.split(',').next().map(str::to_owned), verb.to_owned()))
    });
    format!("verb,path,door,who\n{}\n", rows.join("\n"))
}

fn row(route: &Route) -> String {
    let verb = match route.verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    let (door, who) = match route.door {
        Door::Right(right) => {
            let opens = Role::ALL.iter().filter(|role| super::door::opens(&[**role], right)).map(|role| role.word());
            (right.word().to_owned(), opens.collect::<Vec<_>>().join(" "))
        }
        Door::Open => ("open".to_owned(), "anybody".to_owned()),
        Door::Practice => ("practice".to_owned(), "anybody".to_owned()),
        Door::Link => ("link".to_owned(), "whoever holds a link".to_owned()),
        other => (format!("{other:?}").to_lowercase(), "whoever is signed in".to_owned()),
    };
    format!("{verb},{},{door},{who}", route.path)
}

/// The menu: path, message, and the door behind which it is worth showing.
pub(crate) static MENU: &[(&str, &str, Door)] = &[
    ("/", "menu-today", Door::In),
    ("/c", "menu-clients", Door::Right(Right::FindClients)),
    ("/ask", "menu-ask", Door::In),
    ("/matters", "menu-matters", matters::DOOR),
    ("/claims", "menu-claims", claims::DOOR),
    ("/consults", "menu-consults", Door::In),
    ("/law", "menu-law", Door::In),
    ("/learn", "menu-learn", Door::In),
    ("/people", "menu-people", Door::Right(Right::InviteWorker)),
    ("/office", "menu-office", office::DOOR),
];

/// What the command page offers: path, message (and `…-also`, words by which it is found), door.
pub(crate) static PLACES: &[(&str, &str, Door)] = &[
    ("/", "menu-today", Door::In),
    ("/ask", "menu-ask", Door::In),
    ("/matters", "menu-matters", matters::DOOR),
    ("/matters/new", "matters-new", matters::DOOR),
    ("/contacts", "contacts-title", contacts::DOOR),
    ("/letters", "letters-title", letters::DOOR),
    ("/claims", "menu-claims", claims::DOOR),
    ("/accounting", "accounting-title", accounting::DOOR),
    ("/consults", "menu-consults", Door::In),
    ("/now", "menu-now", Door::Open),
    ("/report", "report-title", Door::Open),
    ("/caller", "menu-caller", Door::Open),
    ("/kit", "kit-title", Door::In),
    ("/c", "menu-clients", Door::Right(Right::FindClients)),
    ("/c/new", "new-title", Door::Right(Right::AddClient)),
    ("/law", "menu-law", Door::In),
    ("/law/changes", "law-changes-title", Door::In),
    ("/office", "menu-office", office::DOOR),
    ("/office/keys", "keys-title", office::DOOR),
    ("/office/backups", "backups-title", office::DOOR),
    ("/people", "menu-people", Door::Right(Right::ReadWorkers)),
    ("/people/new", "people-new", Door::Right(Right::InviteWorker)),
    ("/learn", "menu-learn", Door::In),
    ("/learn/office", "learn-office-title", learn::OFFICE),
    ("/agreements", "agreements-title", agreements::DOOR),
    ("/programs", "programs-title", Door::Right(Right::KeepPrograms)),
    ("/me", "menu-me", Door::In),
    ("/me/opened", "opened-title", Door::In),
    ("/me/vault", "vault-title", Door::In),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_wherever_a_form_is_sent_there_is_a_page_to_go_back_to() {
        for (sent, page) in [
            ("/me/factor/remove", "/me/factor"),
            ("/me/factor/passkey/answer", "/me/factor/passkey"),
            ("/me/vault/make", "/me/vault"),
            ("/me/password", "/me/password"),
            ("/people/01/entry/code", "/people/01/entry"),
            ("/c/01/leave", "/c/01"),
            ("/find", "/"),
            ("/nowhere/at/all", "/"),
            ("//", "/"),
        ] {
            assert_eq!(page_of(sent), page, "{sent}");
        }
        for route in all().filter(|route| route.verb == Verb::Post) {
            let page = page_of(route.path);
            assert!(all().any(|other| other.verb == Verb::Get && other.path == page), "{}", route.path);
        }
    }
}
