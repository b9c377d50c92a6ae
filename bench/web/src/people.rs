//! Who is there: people of every work, turn about.

use anyhow::{Result, ensure};
use tacenda_desk::{Role, Worker};

/// Somebody who signs in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) roles: Vec<String>,
}

impl Person {
    pub(crate) fn of(worker: &Worker) -> Self {
        Self { name: worker.name.clone(), roles: worker.roles.iter().map(|role| role.word().to_owned()).collect() }
    }
}

/// So many, one of each work before a second of any; whoever has the caseload first.
pub(crate) fn chosen(workers: &[Worker], first: &Worker, count: usize) -> Result<Vec<Person>> {
    let mut chosen = vec![first.id];
    let mut round = 0;
    while chosen.len() < count && round < count {
        for role in Role::ALL {
            let next = workers.iter().find(|worker| worker.is(*role) && !chosen.contains(&worker.id));
            chosen.extend(next.map(|worker| worker.id));
        }
        round += 1;
    }
    chosen.truncate(count);
    ensure!(!chosen.is_empty(), "nobody works here");
    let of = |id| workers.iter().find(|worker| worker.id == id).map(Person::of);
    Ok(chosen.into_iter().filter_map(of).collect())
}
