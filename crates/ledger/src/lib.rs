//! x
#![deny(missing_docs)]

pub mod audit;
mod chain;
mod checkpoint;
mod commitment;
mod cosignature;
mod encoding;
mod error;
mod frontier;
mod hash;
mod head;
mod head_code;
mod leaf;
pub mod map;
mod note;
pub mod proof;
pub mod tile;
pub mod tree;
pub mod witness;

pub use audit::{Audit, Audited, Fault, Opening, Stopped};
pub use chain::{Chain, Slot};
pub use checkpoint::{Checkpoint, Keys, Signed, open};
pub use commitment::{Label, Salt, Salts};
pub use error::{Error, ReadError};
pub use frontier::Frontier;
pub use hash::Hash;
pub use head::{Head, Remembered, Standing, standing, standing_in, worst};
pub use head_code::HeadCode;
pub use leaf::{Code, LEAF_LIMIT, Leaf, Row, rows_hash};
pub use map::{MapProof, ReadNodes};
pub use note::{Algorithm, Note, SignatureLine, SignerKey, VerifierKey};
pub use proof::{Failure, PROOF_LIMIT, Report, verify};
pub use tile::{ReadTiles, TILE_WIDTH, Tile};
