//! `/matters/new`: what came in. Each answer is saved as it is given; nothing is opened until the last.

use std::collections::BTreeMap;

use askama::Template;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tacenda_desk::{ClientId, Id, Matter, Refusal, Time};
use tacenda_store::draft::{self, Columns};
use tacenda_vault::{Purpose, SystemEntropy};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;

/// The kind of draft.
const KIND: &str = "matter";

/// What is known of a paper before its matter is opened.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Whether it was asked whose it is.
    pub(super) whose: bool,
    pub(super) client: Option<ClientId>,
    /// Facts that the paper shows.
    pub(super) facts: BTreeMap<String, Json>,
    /// The matter that it goes on from.
    #[serde(default)]
    pub(super) from: Option<Id<Matter>>,
}

/// A draft that was opened. Its id becomes the matter's.
pub(super) struct Open {
    pub(super) id: Id<Matter>,
    pub(super) begun: Begun,
    saved: Time,
}

impl Open {
    /// The asker's own, by the id in the address.
    pub(super) fn of(ask: &Ask<'_>) -> Result<Self, Problem> {
        let id: Id<Matter> = ask.id("id")?;
        let me = ask.worker()?.id.to_string();
        let agency = &ask.site.agency;
        let found = agency.db().read(|tx| {
            let line = draft::get(tx, &id.to_string())?.filter(|l| l.columns.worker == me && l.columns.kind == KIND);
            let Some(line) = line else { return Ok::<_, Problem>(None) };
            match line.open(tx, &mut agency.keys(None)) {
                Ok(blob) => Ok(Some((blob.expose(Purpose::Show).to_vec(), line.columns.at))),
                Err(error) if error.is_no_key() => Ok(None), // the client's keys are gone, and this with them
                Err(error) => Err(error.into()),
            }
        })?;
        let (blob, at) = found.ok_or(Refusal::NotFoundOrNotYours)?;
        let begun = serde_json::from_slice(&blob).map_err(|_| Problem::NotVerified("a draft is damaged".to_owned()))?;
        Ok(Self { id, begun, saved: Time(at) })
    }

    /// A new one.
    pub(super) fn begin(ask: &Ask<'_>, begun: Begun) -> Result<Self, Problem> {
        let mut open = Self { id: ask.site.agency.mint()?, begun, saved: ask.now()?.time };
        open.save(ask)?;
        Ok(open)
    }

    pub(super) fn save(&mut self, ask: &Ask<'_>) -> Result<(), Problem> {
        self.saved = ask.now()?.time;
        let columns = Columns {
            id: self.id.to_string(),
            worker: ask.worker()?.id.to_string(),
            kind: KIND.to_owned(),
            client: self.begun.client.map(|id| id.to_string()).unwrap_or_default(),
            state: "open".to_owned(),
            at: self.saved.0,
        };
        let blob = serde_json::to_vec(&self.begun).map_err(|_| Problem::BadForm)?;
        let agency = ask.site.agency.clone();
        agency.clone().db().write(move |tx| {
            draft::put(tx, &mut agency.keys(None), &columns, &blob, &mut SystemEntropy)?;
            Ok::<_, Problem>(())
        })
    }

    /// Takes it away: the matter is open.
    pub(super) fn forget(&self, ask: &Ask<'_>) -> Result<(), Problem> {
        let id = self.id.to_string();
        Ok(ask.site.agency.db().write(move |tx| draft::remove(tx, &id))?)
    }

    /// Where it goes on.
    pub(super) fn next(&self) -> String {
        let step = match () {
            () if !self.begun.whose => "whose",
            () if !self.begun.facts.contains_key("order_signed_by_judge") => "signed",
            () => "paper",
        };
        format!("/matters/new/{}/{step}", self.id)
    }

    /// The time of the last answer, as it is shown.
    pub(super) fn saved_at(&self) -> String {
        dates::clock(self.saved)
    }
}

#[derive(Template)]
#[template(path = "matters/new.html")]
struct Page<'a> {
    c: Chrome<'a>,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&Page { c: ask.titled("matter-new").back("/matters") })
}

pub(super) fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["what"], &[])?;
    if ask.form.text("what") != "paper" {
        return Err(Problem::BadForm);
    }
    Ok(Answer::go(&Open::begin(ask, Begun::default())?.next()))
}

pub(super) fn go_on(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Ok(Answer::go(&Open::of(ask)?.next()))
}

/// The asker's drafts: id and when.
pub(super) fn open_ones(ask: &Ask<'_>) -> Result<Vec<(String, String)>, Problem> {
    let me = ask.worker()?.id.to_string();
    let lines = ask.site.agency.db().read(|tx| draft::of_worker(tx, &me, KIND, 20))?;
    Ok(lines.into_iter().map(|line| (line.columns.id.clone(), dates::moment(ask.language, Time(line.columns.at)))).collect())
}
