//! R21.
use anyhow::Result;
use crate::{Form, Found};
pub(crate) fn attack(_: &Form) -> Result<Found> { anyhow::bail!("not yet") }
