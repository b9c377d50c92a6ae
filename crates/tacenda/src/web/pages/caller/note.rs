//! What somebody at the phone writes down: for a supervisor alone, tied to no client, and nobody is looked up for it.

use serde::{Deserialize, Serialize};
use tacenda_desk::{Id, Role, Time, Worker};
use tacenda_store::draft::{self, Columns};
use tacenda_vault::{Purpose, SystemEntropy};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use tacenda_desk::Refusal;

const KIND: &str = "caller-note";
/// The longest note, in bytes.
const LONGEST: usize = 20_000;

/// A note, as its supervisor reads it.
#[derive(Serialize, Deserialize)]
pub(in crate::web) struct Note {
    #[serde(skip)]
    pub(in crate::web) id: String,
    #[serde(skip)]
    pub(in crate::web) when: Option<Time>,
    pub(in crate::web) who: String,
    pub(in crate::web) words: String,
}

/// Keeps it for a supervisor of the writer's programs, or of any, if there is none.
pub(super) fn leave(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["words"], &[])?;
    let words = ask.form.text("words").to_owned();
    if words.is_empty() || words.len() > LONGEST {
        return Ok(Answer::go("/caller?note=empty"));
    }
    let writer = ask.worker()?;
    let agency = ask.site.agency.clone();
    let all = agency.workers()?;
    let supervises = |w: &&Worker| w.is(Role::Supervisor) && w.state.is_at_work();
    let near = |w: &&Worker| w.programs.iter().any(|p| writer.programs.contains(p));
    let to =
        all.iter().filter(supervises).find(near).or_else(|| all.iter().find(supervises)).ok_or(Refusal::NotFoundOrNotYours)?;
    let id: Id<Note> = agency.mint()?;
    let note = Note { id: String::new(), when: None, who: writer.name.clone(), words };
    let blob = serde_json::to_vec(&note).map_err(|_| Problem::BadForm)?;
    let columns = Columns {
        id: id.to_string(),
        worker: to.id.to_string(),
        kind: KIND.to_owned(),
        client: String::new(),
        state: "open".to_owned(),
        at: ask.now()?.time.0,
    };
    agency.clone().db().write(move |tx| {
        draft::put(tx, &mut agency.keys(None), &columns, &blob, &mut SystemEntropy)?;
        Ok::<_, Problem>(())
    })?;
    Ok(Answer::go("/caller?note=kept"))
}

/// The notes for the asker.
pub(in crate::web) fn notes(ask: &Ask<'_>) -> Result<Vec<Note>, Problem> {
    let me = ask.worker()?.id.to_string();
    let agency = &ask.site.agency;
    agency.db().read(|tx| {
        let mut found = Vec::new();
        for line in draft::of_worker(tx, &me, KIND, 50)? {
            let blob = line.open(tx, &mut agency.keys(None))?;
            let note: Note = serde_json::from_slice(blob.expose(Purpose::Show)).map_err(|_| Problem::BadForm)?;
            found.push(Note { id: line.columns.id.clone(), when: Some(Time(line.columns.at)), ..note });
        }
        Ok(found)
    })
}

/// The asker has read it, and it goes.
pub(in crate::web) fn read(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["note"], &[])?;
    let (me, id) = (ask.worker()?.id.to_string(), ask.form.text("note").to_owned());
    ask.site.agency.db().write(move |tx| {
        let theirs = draft::get(tx, &id)?.is_some_and(|line| line.columns.worker == me && line.columns.kind == KIND);
        if theirs { Ok::<_, Problem>(draft::remove(tx, &id)?) } else { Err(Refusal::NotFoundOrNotYours.into()) }
    })?;
    Ok(Answer::go("/consults"))
}
