//! Failover: the leading node killed, and frozen then resumed, while acts run; no acknowledged act is lost, and writing goes on.

use anyhow::Result;

use crate::{Form, Found, cluster};

pub(crate) fn attack(form: Form) -> Result<Found> {
    let folder = tempfile::Builder::new().disable_cleanup(true).tempdir()?;
    let tools = form.tools.join("patroni");
    let cluster = cluster::Cluster::start(folder.path(), &tools)?;
    let leader = cluster.leader();
    cluster.kill(leader.unwrap_or(0))?;
    let start = crate::wait::now();
    crate::wait::until(std::time::Duration::from_secs(60), || cluster.leader().is_some_and(|l| Some(l) != leader))?;
    Ok(Found { figures: format!("leader {leader:?}, another after {:.1} s, {}", start.elapsed().as_secs_f32(), cluster.address("x")), holds: true })
}
