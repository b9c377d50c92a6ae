//! A desk in memory that takes events as the program would: opens what the act needs, asks for leave, applies every effect.

use std::collections::{BTreeMap, BTreeSet};

use tacenda_desk::acts::found;
use tacenda_desk::practice::{Event, Founding};
use tacenda_desk::{Class, ClientId, Effect, Kind, Need, Now, Opened, Purpose, Refusal, Seen, Step, Thing, Worker, WorkerId};

/// All that is kept, by kind and id, with its version.
#[derive(Default)]
pub(crate) struct Desk {
    things: BTreeMap<(Kind, String), (Thing, i64)>,
    of_client: BTreeMap<ClientId, BTreeSet<(Kind, String)>>,
    destroyed: BTreeSet<ClientId>,
    /// To whom keys of person-wrapped levels are sealed.
    wraps: BTreeMap<(ClientId, Class), BTreeSet<WorkerId>>,
    chunks: BTreeSet<String>,
    /// What was saved since the last time somebody asked.
    pub(crate) saved: Vec<Thing>,
}

impl Desk {
    pub(crate) fn founded(founding: &Founding) -> Self {
        let mut desk = Self::default();
        let step = found(founding.workers.clone(), founding.programs.clone()).unwrap();
        desk.apply(&step, founding.workers[0].id);
        desk
    }

    /// Takes an event, and gives what was seen, or the refusal.
    pub(crate) fn take(&mut self, event: &Event) -> Result<Seen, Refusal> {
        let now = Now::trusted(event.at);
        let asker = self.worker(event.by);
        let take = |opened: &Opened| event.act.take(&asker, event.reason, opened, now);
        let step = take(&self.open(event, |kind| event.act.weighs(kind, event.reason)));
        let whole = take(&self.open(event, |_| true));
        assert!(step == whole, "what need not be opened changes {}", event.act.word());
        let step = step?;
        for upload in &event.uploads {
            self.chunks.insert(upload.attachment.to_string());
        }
        self.apply(&step, event.by);
        Ok(step.seen.into_exposed(Purpose::Prove))
    }

    pub(crate) fn worker(&self, id: WorkerId) -> Worker {
        match self.things.get(&(Kind::Worker, id.to_string())) {
            Some((Thing::Worker(worker), _)) => worker.clone(),
            _ => panic!("{id} acts before there is such a worker"),
        }
    }

    /// What the act needs; of a client's ties those kinds that weigh.
    fn open(&self, event: &Event, weighs: impl Fn(Kind) -> bool) -> Opened {
        let (asker, mut opened) = (event.by, Opened::new());
        for need in event.act.needs() {
            match need {
                Need::One { kind, id } => self.put(&mut opened, asker, &(kind, id)),
                Need::Ties(client) => self.put_ties(&mut opened, asker, client, &weighs),
                Need::OfClient(client, kind) => self.put_all(&mut opened, asker, client, &[kind]),
                Need::OfWorker(worker, kind) => {
                    let about = |(t, _): &&(Thing, i64)| t.columns().worker == Some(worker) && t.columns().state == "open";
                    self.of_kind(kind).filter(about).for_each(|(t, version)| opened.put(t.clone(), *version));
                }
                Need::OfNobody(kind) => {
                    let nobodys = |(t, _): &&(Thing, i64)| t.columns().worker.is_none() && t.columns().state == "open";
                    self.of_kind(kind).filter(nobodys).for_each(|(t, version)| opened.put(t.clone(), *version));
                }
                Need::Gates => {
                    let own = |(t, _): &&(Thing, i64)| !matches!(t, Thing::Readiness(one) if one.worker != asker);
                    let kept = self.of_kind(Kind::Gates).chain(self.of_kind(Kind::Readiness));
                    kept.filter(own).for_each(|(t, version)| opened.put(t.clone(), *version));
                }
                Need::All(kind) => self.of_kind(kind).for_each(|(t, version)| opened.put(t.clone(), *version)),
            }
        }
        opened
    }

    fn put(&self, opened: &mut Opened, asker: WorkerId, key: &(Kind, String)) {
        if key.0 == Kind::Client {
            let gone = self.destroyed.iter().filter(|c| c.to_string() == key.1);
            gone.for_each(|client| opened.put_destroyed(*client));
        }
        if let Some((thing, version)) = self.things.get(key).filter(|(thing, _)| self.opens(asker, thing)) {
            opened.put(thing.clone(), *version);
        }
    }

    /// Whether the asker's session has the key.
    fn opens(&self, asker: WorkerId, thing: &Thing) -> bool {
        let columns = thing.columns();
        let wrapped = |client| self.wraps.get(&(client, columns.class)).is_some_and(|to| to.contains(&asker));
        !columns.class.is_person_wrapped() || columns.client.is_some_and(wrapped)
    }

    fn put_ties(&self, opened: &mut Opened, asker: WorkerId, client: ClientId, weighs: &impl Fn(Kind) -> bool) {
        let ties = [Kind::Assignment, Kind::Wall, Kind::Share, Kind::Grant, Kind::Task, Kind::Appointment];
        let ties: Vec<Kind> = ties.into_iter().filter(|kind| weighs(*kind)).collect();
        self.put_all(opened, asker, client, &ties);
        for (thing, version) in self.of_kind(Kind::Program).chain(self.of_kind(Kind::Supervision)) {
            if !matches!(thing, Thing::Supervision(line) if line.supervisor != asker) {
                opened.put(thing.clone(), *version);
            }
        }
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &(Thing, i64)> {
        self.things.range((kind, String::new())..).take_while(move |((k, _), _)| *k == kind).map(|(_, kept)| kept)
    }

    fn put_all(&self, opened: &mut Opened, asker: WorkerId, client: ClientId, kinds: &[Kind]) {
        let keys = self.of_client.get(&client).into_iter().flatten();
        keys.filter(|(kind, _)| kinds.contains(kind)).for_each(|key| self.put(opened, asker, key));
    }

    fn apply(&mut self, step: &Step, asker: WorkerId) {
        for effect in &step.effects {
            match effect {
                Effect::Save { thing, over } => self.save(thing, *over),
                Effect::WrapClassTo { client, class, worker, public_key } => {
                    assert!(!public_key.is_empty());
                    let to = self.wraps.entry((*client, *class)).or_default();
                    assert!(to.is_empty() || to.contains(&asker), "{asker} has no key of {} to pass on", class.word());
                    to.insert(*worker);
                }
                Effect::Unwrap { client, class, worker } => {
                    let of = self.wraps.iter_mut().filter(|((c, l), _)| c == client && class.is_none_or(|level| level == *l));
                    of.for_each(|(_, to)| _ = to.remove(worker));
                }
                Effect::UnwrapAll(worker) => self.wraps.values_mut().for_each(|to| _ = to.remove(worker)),
                Effect::KeepChunks(attachment) => {
                    assert!(self.chunks.remove(&attachment.to_string()), "an attachment that was not uploaded");
                }
                Effect::DestroyClass { client, class } => {
                    self.things.retain(|_, (t, _)| t.columns().client != Some(*client) || t.columns().class != *class);
                }
                Effect::DestroyClient(client) => {
                    self.things.retain(|_, (t, _)| t.columns().client != Some(*client) || t.columns().class == Class::Agency);
                    self.destroyed.insert(*client);
                }
                Effect::KeyFor(_) | Effect::EndSessions(_) | Effect::IndexNames { .. } => {}
            }
        }
    }

    fn save(&mut self, thing: &Thing, over: Option<i64>) {
        let key = (thing.kind(), thing.id());
        let there = self.things.get(&key).map(|(_, version)| *version);
        assert_eq!(there, over, "{}", thing.kind().word());
        if let Some(client) = thing.columns().client {
            self.of_client.entry(client).or_default().insert(key.clone());
        }
        self.saved.push(thing.clone());
        self.things.insert(key, (thing.clone(), over.unwrap_or(0) + 1));
    }
}
