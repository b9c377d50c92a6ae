//! What somebody has answered so far. Every answer is saved as it is given and none is taken away: a later one counts, the earlier stays.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tacenda_desk::{ClientId, Id, Inquiry, Source, Time, WorkerId};
use tacenda_law::{Absence, FactId, Facts, Packs, next_question};
use tacenda_store::draft::{self, Columns};
use tacenda_vault::{Purpose, SystemEntropy};

use super::steps::{self, Step};
use crate::problem::Problem;
use crate::web::ask::Ask;
use crate::web::{dates, drafts};

/// The kind of draft.
const KIND: &str = "ask";
/// The kind under which it is remembered how somebody likes to be asked.
const HABIT: &str = "ask-together";
/// A draft that nobody touched for so many days goes.
const KEPT: i64 = 30;
/// Most answers that one draft holds.
const MOST: usize = 2_000;

/// One answer. A key is a step's or a fact's name; `null` is "I don't know".
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) key: String,
    pub(super) value: Json,
    pub(super) at: Time,
    pub(super) by: WorkerId,
}

/// Whom it is about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Whom {
    pub(super) client: Option<ClientId>,
    pub(super) name: Option<String>,
    /// The file names people who are unsafe for them.
    #[serde(default)]
    pub(super) unsafe_people: bool,
}

/// A question on its way.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) said: Vec<Said>,
    pub(super) whom: Whom,
    /// What the file, the program and the role say.
    pub(super) file: BTreeMap<String, (Json, Source)>,
    /// Who has shown that they may look at the client's card.
    pub(super) opened_by: Vec<WorkerId>,
    /// Who handed it over, by name.
    #[serde(default)]
    pub(super) handed_by: Option<String>,
    /// All the ordinary questions on one page.
    #[serde(default)]
    pub(super) together: bool,
}

/// A draft that was opened.
pub(super) struct Open {
    pub(super) id: Id<Inquiry>,
    pub(super) run: Run,
    pub(super) saved: Time,
}

impl Open {
    /// The asker's own draft, by the id in the address.
    pub(super) fn of(ask: &Ask<'_>) -> Result<Self, Problem> {
        let id: Id<Inquiry> = ask.id("id")?;
        let (run, saved) = drafts::open(ask, KIND, &id.to_string())?;
        let mut open = Self { id, run, saved };
        open.let_in(ask)?;
        Ok(open)
    }

    /// Whoever was handed a question about a client opens the card first, as themselves and for their own reason. A wall that was raised
    /// since closes the question with the file.
    fn let_in(&mut self, ask: &Ask<'_>) -> Result<(), Problem> {
        let me = ask.worker()?.id;
        let Some(client) = self.run.whom.client else { return Ok(()) };
        if !self.run.opened_by.contains(&me) {
            super::file::take(ask, &mut self.run, client)?;
            return self.save(ask);
        }
        super::file::still(ask, client)
    }

    /// Saves it, as the asker's.
    pub(super) fn save(&mut self, ask: &Ask<'_>) -> Result<(), Problem> {
        self.give(ask, ask.worker()?.id)
    }

    /// Saves it as somebody's.
    pub(super) fn give(&mut self, ask: &Ask<'_>, to: WorkerId) -> Result<(), Problem> {
        self.saved = drafts::save(ask, (KIND, self.id.to_string()), to, self.run.whom.client, &self.run)?;
        Ok(())
    }

    /// Takes the draft away: it is done, or nobody wants it.
    pub(super) fn forget(&self, ask: &Ask<'_>) -> Result<(), Problem> {
        drafts::remove(ask, self.id.to_string())
    }

    /// Where it goes on.
    pub(super) fn next(&self, ask: &Ask<'_>) -> Result<String, Problem> {
        let step = self.run.next(&ask.site.packs, super::today(ask)?);
        Ok(format!("/ask/{}/{}", self.id, step.key()))
    }

    /// The time of the last answer, as it is shown.
    pub(super) fn saved_at(&self) -> String {
        dates::clock(self.saved)
    }
}

/// Whether the asker had all on one page the last time.
pub(super) fn habit(ask: &Ask<'_>) -> Result<bool, Problem> {
    let id = format!("{HABIT}-{}", ask.worker()?.id);
    Ok(ask.site.agency.db().read(|tx| draft::get(tx, &id))?.is_some())
}

/// Remembers it, and lets go of what nobody went on with.
pub(super) fn remember(ask: &Ask<'_>, together: bool) -> Result<(), Problem> {
    let (now, worker) = (ask.now()?.time, ask.worker()?.id.to_string());
    let columns = Columns {
        id: format!("{HABIT}-{worker}"),
        worker,
        kind: HABIT.to_owned(),
        client: String::new(),
        state: "on".to_owned(),
        at: now.0,
    };
    let agency = ask.site.agency.clone();
    agency.clone().db().write(move |tx| {
        draft::forget(tx, now.plus_days(-KEPT).0)?;
        if together {
            draft::put(tx, &mut agency.keys(None), &columns, b"{}", &mut SystemEntropy)?;
        } else {
            draft::remove(tx, &columns.id)?;
        }
        Ok::<_, Problem>(())
    })
}

/// A worker's open questions: id, when saved, and who handed it over.
pub(in crate::web) fn open_ones(ask: &Ask<'_>) -> Result<Vec<(String, Time, Option<String>)>, Problem> {
    let me = ask.worker()?.id.to_string();
    let agency = &ask.site.agency;
    agency.db().read(|tx| {
        let mut found = Vec::new();
        for line in draft::of_worker(tx, &me, KIND, 20)? {
            let blob = match line.open(tx, &mut agency.keys(None)) {
                Ok(blob) => blob,
                Err(error) if error.is_no_key() => continue, // the client's keys are gone, and this with them
                Err(error) => return Err(error.into()),
            };
            let run: Run = serde_json::from_slice(blob.expose(Purpose::Show)).unwrap_or_default();
            found.push((line.columns.id.clone(), Time(line.columns.at), run.handed_by));
        }
        Ok::<_, Problem>(found)
    })
}

impl Run {
    /// The answer that counts.
    pub(super) fn answer(&self, key: &str) -> Option<&Json> {
        self.said.iter().rev().find(|said| said.key == key).map(|said| &said.value)
    }

    /// The answer, where it is a word.
    pub(super) fn word(&self, key: &str) -> Option<&str> {
        self.answer(key).and_then(Json::as_str)
    }

    pub(super) fn note(&mut self, key: &str, value: Json, at: Time, by: WorkerId) -> Result<(), Problem> {
        if self.said.len() >= MOST {
            return Err(Problem::BadForm);
        }
        self.said.push(Said { key: key.to_owned(), value, at, by });
        Ok(())
    }

    /// Every fact that anybody said, and who: the file first, then what follows from the plain answers, then each fact by itself.
    pub(super) fn known(&self, packs: &Packs) -> BTreeMap<String, (Json, Source)> {
        let mut known = self.file.clone();
        for (name, value) in steps::implied(self) {
            known.insert(name.to_owned(), (value, Source::Person));
        }
        let facts = self.said.iter().filter(|said| packs.vocabulary.find(&said.key).is_some());
        known.extend(facts.map(|said| (said.key.clone(), (said.value.clone(), Source::Person))));
        known.retain(|name, _| packs.vocabulary.find(name).is_some());
        known
    }

    /// The facts as the law reads them: what nobody said is unknown.
    pub(super) fn facts(&self, packs: &Packs, day: jiff::civil::Date) -> Facts {
        let object: Map<String, Json> = self.known(packs).into_iter().map(|(name, (value, _))| (name, value)).collect();
        // Every value was read by the vocabulary before it was saved; a word that a newer pack no longer has leaves all unknown.
        Facts::from_json(&packs.vocabulary, &Json::Object(object), day, Absence::Unknown)
            .unwrap_or_else(|_| Facts::empty(&packs.vocabulary, day))
    }

    /// Facts to which the answer was "I don't know", or that are known as far as anybody knows.
    pub(super) fn unanswerable(&self, packs: &Packs, facts: &Facts) -> BTreeSet<FactId> {
        let said = self.said.iter().filter_map(|said| packs.vocabulary.find(&said.key));
        let implied = steps::unsure(self).filter_map(|name| packs.vocabulary.find(name));
        said.chain(implied).filter(|id| facts.get(*id).is_open()).collect()
    }

    /// What is asked next.
    pub(super) fn next(&self, packs: &Packs, day: jiff::civil::Date) -> Step {
        if let Some(step) = steps::fixed(self).find(|step| !step.is_answered(self)) {
            return step;
        }
        let facts = self.facts(packs, day);
        let closed = self.unanswerable(packs, &facts);
        let next = next_question(packs, &facts, &closed);
        next.map_or(Step::Check, |id| Step::Fact(packs.vocabulary.fact(id).name.clone()))
    }
}
