//! Fifty people at once, each looking at what their pages lead to.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use tacenda::practice::PASSPHRASE;

use crate::base::Base;
use crate::browser::{Browser, Page};
use crate::interview::Interview;
use crate::people::Person;
use crate::routes::{self, Route};
use crate::server::Server;
use crate::tally::Tally;
use crate::{THINKS, now, pause};

/// So many addresses of one page are remembered.
const MOST: usize = 60;
/// One step in so many is one of the interview, and one in so many looks somebody up by name.
const ASKS: u64 = 6;
const FINDS: u64 = 17;

/// Everybody signs in, then walks until the time is over.
pub(crate) fn fifty(base: &Base, server: &Server, lasts: Duration) -> Result<Tally> {
    let routes = routes::pages()?;
    let tally = Mutex::new(Tally::default());
    let mut walkers = Vec::new();
    for (number, person) in base.people.iter().enumerate() {
        walkers.push(Walker::signed_in(number as u64, person, server, &routes, &tally)?);
    }
    let until = now() + lasts;
    std::thread::scope(|scope| {
        let threads: Vec<_> = walkers
            .into_iter()
            .map(|mut walker| {
                scope.spawn(move || {
                    while now() < until {
                        walker.step()?;
                    }
                    Ok::<_, anyhow::Error>(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("somebody fell"))?)
    })?;
    Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Somebody on their way.
struct Walker<'a> {
    browser: Browser,
    routes: &'a [Route],
    tally: &'a Mutex<Tally>,
    /// Addresses that they have seen, by page.
    known: BTreeMap<usize, Vec<String>>,
    finds: bool,
    interview: Interview,
    chance: u64,
}

impl<'a> Walker<'a> {
    fn signed_in(number: u64, person: &Person, server: &Server, routes: &'a [Route], tally: &'a Mutex<Tally>) -> Result<Self> {
        let mut browser = Browser::at(server.port);
        browser.get("/sign-in")?;
        let page = browser.post("/sign-in", &[("name", &person.name), ("password", PASSPHRASE), ("to", "/")])?;
        ensure!(page.status == 303, "somebody of {} is not let in: {}", person.roles.join(" "), page.status);
        let open = routes.iter().enumerate().filter(|(_, route)| route.is_plain() && route.lets(&person.roles));
        let known = open.map(|(at, route)| (at, vec![route.path.clone()])).collect();
        let finds = ["clinician", "front_desk", "records_clerk", "advocate"].iter().any(|r| person.roles.iter().any(|o| o == r));
        let chance = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut walker = Self { browser, routes, tally, known, finds, interview: Interview::default(), chance };
        walker.count("POST /sign-in", &page);
        Ok(walker)
    }

    fn chance(&mut self) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance
    }

    fn count(&mut self, what: &str, page: &Page) {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).take(what, page.status, page.took);
        for address in page.links() {
            let Some(at) = routes::of(self.routes, &address) else { continue };
            let known = self.known.entry(at).or_default();
            if known.len() < MOST && !known.contains(&address) {
                known.push(address);
            }
        }
    }

    /// Thinks, and does the next thing.
    fn step(&mut self) -> Result<()> {
        let spread = u64::try_from(THINKS.as_millis())?;
        let thinks = spread / 2 + self.chance() % spread;
        pause(Duration::from_millis(thinks));
        let turn = self.chance();
        if turn.is_multiple_of(ASKS) {
            return self.ask();
        }
        if self.finds && turn.is_multiple_of(FINDS) {
            return self.find();
        }
        if turn.is_multiple_of(FINDS + 2) {
            return self.load();
        }
        self.look()
    }

    /// One page: of those that they know of, the one that was shown to the fewest so far.
    fn look(&mut self) -> Result<()> {
        let least = {
            let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
            let seen = |at: &usize| self.routes.get(*at).map_or(usize::MAX, |route| tally.seen(&format!("GET {}", route.path)));
            // Not always the same of those that were shown as seldom.
            let turn = usize::try_from(self.chance % 5).unwrap_or_default();
            let mut all: Vec<usize> = self.known.keys().copied().collect();
            all.sort_by_key(seen);
            all.get(turn).or(all.first()).copied().context("no page is known")?
        };
        let turn = usize::try_from(self.chance())?;
        let addresses = self.known.get(&least).cloned().unwrap_or_default();
        let Some(address) = addresses.get(turn % addresses.len().max(1)) else { return Ok(()) };
        let page = self.browser.get(address)?;
        let name = self.routes.get(least).map(|route| format!("GET {}", route.path)).unwrap_or_default();
        self.count(&name, &page);
        Ok(())
    }

    /// One step of the interview: may I share this?
    fn ask(&mut self) -> Result<()> {
        let chance = self.chance();
        let (what, page) = self.interview.step(&mut self.browser, chance)?;
        self.count(&what, &page);
        Ok(())
    }

    /// Looks somebody up by two or three letters, or a whole name.
    fn find(&mut self) -> Result<()> {
        const NAMES: &[&str] = &["Ana", "Maria", "Begay", "Garcia", "Rosa", "Juan", "Smith", "Lee"];
        let name = NAMES.get(usize::try_from(self.chance() % NAMES.len() as u64)?).copied().unwrap_or("Ana");
        let page = self.browser.post("/find", &[("name", name)])?;
        self.count("POST /find", &page);
        Ok(())
    }

    /// What a page brings along: the style sheet, as a file that stands still.
    fn load(&mut self) -> Result<()> {
        let page = self.browser.get("/now")?;
        self.count("GET /now", &page);
        let Some(path) = page.links().find(|path| path.starts_with("/a/")) else { return Ok(()) };
        let file = self.browser.get(&path)?;
        self.count("static file", &file);
        Ok(())
    }
}
