//! `/matters/new`: what came in. Each answer is saved as it is given; nothing is opened until the last.

use std::collections::BTreeMap;

use askama::Template;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tacenda_desk::acts::OpenMatter;
use tacenda_desk::flows::{FlowKind, Intake, Taken};
use tacenda_desk::{ClientId, Consent, Id, Matter, Refusal, Time};
use tacenda_store::draft;

use super::report::Told;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::{dates, drafts};

/// The kind of draft.
const KIND: &str = "matter";

/// What is known of a paper before its matter is opened.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Whether it was asked whose it is.
    pub(super) whose: bool,
    /// What it was taken in for; none: a legal paper.
    #[serde(default)]
    pub(super) flow: Option<FlowKind>,
    pub(super) client: Option<ClientId>,
    /// The permission on file that it rests on.
    #[serde(default)]
    pub(super) consent: Option<Id<Consent>>,
    /// Facts that the paper shows.
    pub(super) facts: BTreeMap<String, Json>,
    /// The matter that it goes on from.
    #[serde(default)]
    pub(super) from: Option<Id<Matter>>,
    /// When that one came.
    #[serde(default)]
    pub(super) received: Option<Time>,
    /// What officers took from it meanwhile.
    #[serde(default)]
    pub(super) taken: Vec<Taken>,
    /// What is known of a report, where it is one.
    #[serde(default)]
    pub(super) report: Option<Told>,
    /// What was typed of a danger so far, where it is one.
    #[serde(default)]
    pub(super) threat: Option<Vec<(String, String)>>,
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
        let (begun, saved) = drafts::open(ask, KIND, &id.to_string())?;
        Ok(Self { id, begun, saved })
    }

    /// A new one.
    pub(super) fn begin(ask: &Ask<'_>, begun: Begun) -> Result<Self, Problem> {
        let mut open = Self { id: ask.site.agency.mint()?, begun, saved: ask.now()?.time };
        open.save(ask)?;
        Ok(open)
    }

    /// That one, if it is begun already: what was typed in it stays. Else a new one by that id.
    pub(super) fn by_id(ask: &Ask<'_>, id: Id<Matter>, begun: Begun) -> Result<Self, Problem> {
        if let Ok((begun, saved)) = drafts::open(ask, KIND, &id.to_string()) {
            return Ok(Self { id, begun, saved });
        }
        let mut open = Self { id, begun, saved: ask.now()?.time };
        open.save(ask)?;
        Ok(open)
    }

    pub(super) fn save(&mut self, ask: &Ask<'_>) -> Result<(), Problem> {
        self.saved = drafts::save(ask, (KIND, self.id.to_string()), ask.worker()?.id, self.begun.client, &self.begun)?;
        Ok(())
    }

    /// The same; none where it was sent twice: then the matter is open, and stands at [`opened_at`].
    pub(super) fn still(ask: &Ask<'_>) -> Result<Option<Self>, Problem> {
        match Self::of(ask) {
            Ok(open) => Ok(Some(open)),
            Err(Problem::Refused(Refusal::NotFoundOrNotYours)) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Its matter is opened, and the draft goes.
    pub(super) fn becomes(&self, ask: &Ask<'_>, intake: Intake) -> Result<Answer, Problem> {
        let answer = open_matter(ask, intake)?;
        self.forget(ask)?;
        Ok(answer)
    }

    /// Takes it away: the matter is open.
    pub(super) fn forget(&self, ask: &Ask<'_>) -> Result<(), Problem> {
        drafts::remove(ask, self.id.to_string())
    }

    /// Where it goes on.
    pub(super) fn next(&self) -> String {
        let harm = self.begun.report.as_ref().map(|told| told.harm);
        let step = match () {
            () if !self.begun.whose => "whose",
            () if self.begun.flow == Some(FlowKind::Release) => "asks",
            () if self.begun.threat.is_some() => "threat",
            () if harm == Some(false) => "harm",
            () if harm == Some(true) => "told",
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

/// Where the matter of a draft stands.
pub(super) fn opened_at(ask: &Ask<'_>) -> Answer {
    Answer::go(&format!("/matters/{}", ask.part("id")))
}

/// Opens a matter and goes there, however often it is sent.
pub(in crate::web) fn open_matter(ask: &Ask<'_>, intake: Intake) -> Result<Answer, Problem> {
    let (to, client) = (format!("/matters/{}", intake.id), intake.client);
    match ask.act(OpenMatter { intake }, super::why(ask, client)?) {
        Ok(_) | Err(Problem::Refused(Refusal::AlreadyThere)) => Ok(Answer::go(&to)),
        Err(problem) => Err(problem),
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
    let what = ask.form.text("what");
    let (report, flow) = (Told::of(what), (what == "release").then_some(FlowKind::Release));
    let threat = (what == "threat").then(Vec::new);
    if what != "paper" && report.is_none() && flow.is_none() && threat.is_none() {
        return Err(Problem::BadForm);
    }
    Ok(Answer::go(&Open::begin(ask, Begun { flow, report, threat, ..Begun::default() })?.next()))
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
