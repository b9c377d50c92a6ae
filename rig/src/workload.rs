//! What the attacks are made on: programs of their own process that write, and say what they have written.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{cluster_rows, desk_acts, myself, plain, release, store_rows};

/// One kind of writing, at a place: a folder, or the address of a cluster.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    /// Makes the place it starts from.
    pub(crate) prepare: fn(&str) -> Result<()>,
    /// Writes so many times, and prints `ack …` behind each once it can no longer be lost.
    pub(crate) run: fn(&str, usize) -> Result<bool>,
    /// Finds fault with a place after it was harmed: what was said must be there, and all must be whole. Starts the program anew where that is needed.
    pub(crate) check: fn(&str, &[String]) -> Result<()>,
}

const WORKLOADS: &[Workload] = &[
    plain::FULL,
    plain::NORMAL,
    plain::OFF,
    plain::HASTY,
    plain::STUBBORN,
    store_rows::STORE,
    store_rows::LARGE,
    store_rows::ALONE,
    store_rows::LESS,
    store_rows::NEVER,
    cluster_rows::ROWS,
    desk_acts::DESK,
    desk_acts::ALONE,
    desk_acts::LESS,
    desk_acts::NEVER,
    desk_acts::CLUSTER,
    release::RELEASE,
];

impl Workload {
    /// What to start, to have it run in a process of its own.
    pub(crate) fn command(&self, place: &str, times: usize) -> Result<Vec<String>> {
        myself(&["workload", self.name, place, &times.to_string()])
    }
}

/// Runs in that process.
pub(crate) fn run(name: &str, place: &str, times: &str) -> Result<bool> {
    let workload = WORKLOADS.iter().find(|w| w.name == name).with_context(|| format!("no workload `{name}`"))?;
    (workload.run)(place, times.parse()?)
}

/// The lines that acknowledge.
pub(crate) fn acks(said: &[String]) -> impl Iterator<Item = &str> {
    said.iter().filter_map(|l| l.strip_prefix("ack "))
}

/// A folder as workloads name it.
pub(crate) fn folder_of(path: &Path) -> Result<String> {
    Ok(path.canonicalize()?.display().to_string())
}
