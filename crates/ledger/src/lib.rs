//! A ledger of what was done with client information, whose past can be proved and not changed unseen.
//!
//! Bytes in, bytes out: this crate does no I/O and reads no clock; who calls it brings time, seeds and salts.
//!
//! ```
//! use tacenda_ledger::{Algorithm, Checkpoint, Frontier, Hash, Keys, SignerKey, open};
//! let mut frontier = Frontier::default();
//! frontier.append(Hash::leaf(b"first"));
//! frontier.append(Hash::leaf(b"second"));
//! let key = SignerKey::from_seed("agency.example/ledger", Algorithm::Ed25519, &[1; 32])?;
//! let note = Checkpoint::sign(frontier.head(), &key, 0).to_string();
//! let signed = open(&note, &Keys::all(key.verifier().clone(), vec![]))?;
//! assert_eq!(signed.head, frontier.head());
//! # Ok::<(), tacenda_ledger::Error>(())
//! ```
//!
//! | to | use |
//! |---|---|
//! | write a leaf and its commitments | [`Leaf`], [`Salts`], [`Chain`], [`rows_hash`] |
//! | append it | [`tile::append`], [`Frontier`] |
//! | log the map of all chains | [`map::update`], [`Leaf::map_root_code`] |
//! | sign and witness a head | [`Checkpoint::sign`], [`witness::add_checkpoint`], [`open`] |
//! | prove to an outsider | [`tree::inclusion`], [`proof::inclusion::write`], [`map::prove`], [`proof::accounting::write`] |
//! | check a proof | [`verify`], [`proof::verify_parts`], [`VERIFIER_PAGE`] |
//! | check a whole ledger | [`Audit`] |
//! | find an older or another past | [`standing_in`], [`HeadCode`] |
//!
//! The formats are in this crate's README, so that a stranger can write a verifier.

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
mod page;
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
pub use page::{VERIFIER_PAGE, verifier_page_digest};
pub use proof::{Failure, PROOF_LIMIT, Report, verify};
pub use tile::{ReadTiles, TILE_WIDTH, Tile};
