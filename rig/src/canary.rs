//! R21.
use crate::{Form, Found};
use anyhow::Result;
pub(crate) fn attack(_: &Form) -> Result<Found> {
    anyhow::bail!("not yet")
}
