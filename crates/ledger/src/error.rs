//! What can be wrong with bytes of a ledger.

/// Bytes that are not what they should be. Nothing of their content is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A frontier's bytes: size, then one hash for each bit of the size.
    #[error("not a frontier of the tree")]
    Frontier,
    /// A tile's path or width.
    #[error("not a tile of the tree")]
    Tile,
    /// Asked for a leaf or size that the tree does not have.
    #[error("the tree has no such leaf or size")]
    Range,
    /// A proof leads to another root.
    #[error("the proof does not lead to this root")]
    Proof,
    /// A signed note, or a line of it.
    #[error("not a signed note")]
    Note,
    /// A key's text, name or length.
    #[error("not a key of a known kind")]
    Key,
    /// Checkpoint text.
    #[error("not a checkpoint")]
    Checkpoint,
    /// A checkpoint of another log than the key's.
    #[error("the checkpoint is of another ledger")]
    Origin,
    /// No signature by the log, or one that does not hold.
    #[error("the ledger's signature is missing or does not hold")]
    Signature,
    /// Too few witnesses, or a witness's line that does not hold.
    #[error("a witness's signature is missing or does not hold")]
    Witness,
    /// Leaf text that deviates from the one canonical form.
    #[error("not a leaf in canonical form")]
    Leaf,
    /// Text with control characters, which no proof may carry.
    #[error("text with control characters")]
    Text,
    /// A stored node of the map that does not hash to what stands above it.
    #[error("a node of the map is missing or damaged")]
    MapNode,
    /// A printed head, typed wrongly.
    #[error("not a ledger code, or mistyped")]
    HeadCode,
    /// An account of a chain without entries, or one that cannot be cut into parts of 64 KB.
    #[error("an account that cannot be written")]
    Account,
}

/// Either the reader of stored bytes failed, or what it read is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// The reader's own error.
    #[error("the ledger could not be read")]
    Reader(E),
    /// What was read is damaged, or was never there.
    #[error(transparent)]
    Ledger(#[from] Error),
}
