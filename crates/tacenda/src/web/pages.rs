//! Every page, and the door that each has. A page is a folder: its routes and code in `mod.rs`, what it looks like in its `.html`.

mod caller;
mod go;
mod help;
mod language;
mod law;
mod now;
mod office;
mod people;
mod programs;
mod sign_in;
mod sign_out;
mod today;

use super::answer::Answer;
use super::ask::Ask;
use super::door::Door;
use crate::problem::Problem;
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
    caller::ROUTES,
    go::ROUTES,
    help::ROUTES,
    language::ROUTES,
    law::ROUTES,
    now::ROUTES,
    office::ROUTES,
    people::ROUTES,
    programs::ROUTES,
    sign_in::ROUTES,
    sign_out::ROUTES,
    today::ROUTES,
];

/// The menu: path, message, and the door behind which it is worth showing.
pub(crate) static MENU: &[(&str, &str, Door)] = &[
    ("/", "menu-today", Door::In),
    ("/law", "menu-law", Door::In),
    ("/people", "menu-people", Door::Right(Right::InviteWorker)),
];

/// What the command page offers: path, message (and `…-also`, words by which it is found), door.
pub(crate) static PLACES: &[(&str, &str, Door)] = &[
    ("/", "menu-today", Door::In),
    ("/now", "menu-now", Door::Open),
    ("/caller", "menu-caller", Door::Open),
    ("/law", "menu-law", Door::In),
    ("/law/changes", "law-changes-title", Door::In),
    ("/office", "menu-office", office::DOOR),
    ("/office/keys", "keys-title", office::DOOR),
    ("/office/backups", "backups-title", office::DOOR),
    ("/people", "menu-people", Door::Right(Right::ReadWorkers)),
    ("/people/new", "people-new", Door::Right(Right::InviteWorker)),
    ("/programs", "programs-title", Door::Right(Right::KeepPrograms)),
];
