//! x
/// The act of the entry that a restore leaves.
pub const ACT: &str = "backup.restore";
