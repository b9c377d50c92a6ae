//! `/me/sessions`: where somebody is signed in, and the devices that they are known by.

use askama::Template;
use tacenda_desk::Time;

use super::account;
use crate::account::Device;
use crate::agency::hex;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;

/// A session as its person sees it.
struct Line {
    id: String,
    label: String,
    made: Time,
    seen: Time,
    here: bool,
    moved: bool,
}

/// So many are shown.
const SHOWN: usize = 25;

#[derive(Template)]
#[template(path = "me/sessions.html")]
struct Page<'a> {
    c: Chrome<'a>,
    sessions: Vec<Line>,
    /// How many there are that are not shown: those that were used longest ago.
    more: usize,
    devices: Vec<Device>,
    this: Option<String>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (site, who) = (ask.site, ask.mine()?);
    let mut all = site.sessions.of(&site.agency, &site.policy, who.worker.id, site.wall()?)?;
    all.sort_by_key(|session| (session.mark != who.session.mark, std::cmp::Reverse(session.seen)));
    let more = all.len().saturating_sub(SHOWN);
    let line = |s: &crate::web::sessions::Session| Line {
        id: hex(&s.mark),
        label: s.body.label.clone(),
        made: s.made,
        seen: s.seen,
        here: s.mark == who.session.mark,
        moved: s.body.moved,
    };
    let mut devices = account(ask)?.devices;
    devices.reverse();
    let this = ask.from.device(&site.agency, who.worker.id)?;
    let sessions = all.iter().take(SHOWN).map(line).collect();
    Answer::page(&Page { c: ask.titled("sessions-title").back("/me"), sessions, more, devices, this })
}

/// One of their own, or all but this one.
pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["which"], &[])?;
    let (site, who, which) = (ask.site, ask.mine()?, ask.form.text("which"));
    if which == "others" {
        site.sessions.end_others(&site.agency, who.worker.id, who.session.mark)?;
        return Ok(Answer::go("/me/sessions"));
    }
    let own = site.sessions.of(&site.agency, &site.policy, who.worker.id, site.wall()?)?;
    if let Some(session) = own.iter().find(|session| hex(&session.mark) == which) {
        site.sessions.end(&site.agency, session.mark)?;
    }
    Ok(Answer::go("/me/sessions"))
}

/// A device is no longer known.
pub(super) fn forget(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["which"], &[])?;
    let which = ask.form.text("which").to_owned();
    ask.site.agency.change_account(ask.mine()?.worker.id, None, move |_, account| {
        account.devices.retain(|device| device.id != which);
        Ok(())
    })?;
    Ok(Answer::go("/me/sessions"))
}
