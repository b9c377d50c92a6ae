//! The ledger as a folder that anybody can hold and check without us, laid out as c2sp.org/tlog-tiles says:
//! `checkpoint`, `tile/…`, `tile/entries/…`; beside them `verifier-key` and `verifier.html`.

use std::path::{Path, PathBuf};

use tacenda_ledger::{
    Audit, Checkpoint, Head, Keys, Note, ReadTiles, Signed, Stopped, TILE_WIDTH, Tile, VERIFIER_PAGE, VerifierKey, open, tile,
};
use tacenda_store::survey;

use crate::agency::Agency;
use crate::check::Bad;
use crate::files;
use crate::problem::Problem;

/// The file with the signed head.
pub const CHECKPOINT: &str = "checkpoint";
/// The file with the ledger's public key.
pub const KEY: &str = "verifier-key";
/// The offline verifier.
pub const PAGE: &str = "verifier.html";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// The head that the folder now holds.
    pub head: Head,
    /// How many files were written anew.
    pub files: u64,
}

fn cannot(path: &Path) -> impl Fn(std::io::Error) -> Problem {
    move |fault| Problem::Plainly(format!("{}: {fault}", path.display()))
}

/// Writes what is new into the folder. The signed head comes last, so that a folder half written is still the older one.
///
/// # Errors
/// Where the ledger cannot be read or the folder not written.
pub fn export(agency: &Agency, folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Exported, Problem> {
    agency.publish()?;
    let (size, note) = agency.last_checkpoint()?.ok_or_else(|| Problem::Plainly("nothing was signed yet".to_owned()))?;
    let head = note.parse::<Note>()?.text.parse::<Checkpoint>()?.head;
    let mut written = 0;
    for tile in Tile::of_tree(size) {
        let path = folder.join(tile.path());
        if !(tile.is_full() && is_whole(&path)) {
            let mut bytes = { agency.db() }.hashes(tile)?;
            bytes.truncate(32 * usize::from(tile.width));
            written += u64::from(put(&path, &bytes, tile)?);
        }
        let bundle = folder.join(tile.bundle_path());
        if tile.level == 0 && !(tile.is_full() && bundle.exists()) {
            let first = tile.index * u64::from(TILE_WIDTH);
            let texts = agency.db().read(|tx| survey::texts(tx, first, u32::from(tile.width)))?;
            let bytes = tile::write_bundle(texts.iter().map(|text| text.bytes.as_slice()))?;
            written += u64::from(put(&bundle, &bytes, tile)?);
        }
        if tile.level == 0 {
            progress(tile.index * u64::from(TILE_WIDTH) + u64::from(tile.width), size);
        }
    }
    let key = format!("{}\n", agency.signer()?.verifier());
    for (name, text) in [(PAGE, VERIFIER_PAGE), (KEY, &key), (CHECKPOINT, &note)] {
        let path = folder.join(name);
        files::replace(&path, text.as_bytes()).map_err(cannot(&path))?;
    }
    Ok(Exported { head, files: written })
}

fn is_whole(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() == 32 * u64::from(TILE_WIDTH))
}

/// Writes a file if it is not there as it should be, and takes away the partial ones that it replaces. Whether it wrote.
fn put(path: &Path, bytes: &[u8], tile: Tile) -> Result<bool, Problem> {
    if std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    let parts = if tile.is_full() { path.with_extension("p") } else { path.parent().map(Path::to_owned).unwrap_or_default() };
    let _ = std::fs::remove_dir_all(&parts); // shorter ones, if there are any
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(cannot(folder))?;
    files::place(path, bytes).map_err(cannot(path))?;
    Ok(true)
}

/// What a folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fscked {
    /// The head, and who signed it.
    pub signed: Signed,
    /// The ledger's name.
    pub origin: String,
}

/// Tiles of an exported folder. One that is not there counts as empty, and so as wrong.
#[derive(Debug, Clone)]
struct Folder(PathBuf);

impl ReadTiles for Folder {
    type Error = std::io::Error;

    fn hashes(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error> {
        match std::fs::read(self.0.join(tile.path())) {
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read,
        }
    }
}

/// The key that stands in an exported folder. It proves nothing by itself: hold it against the one you were given.
///
/// # Errors
/// Where there is none.
pub fn key_of(folder: &Path) -> Result<VerifierKey, Problem> {
    let path = folder.join(KEY);
    Ok(std::fs::read_to_string(&path).map_err(cannot(&path))?.trim().parse()?)
}

/// Derives everything in an exported folder anew, from its entries.
///
/// # Errors
/// [`Problem::NotVerified`] with the first bad place.
pub fn fsck(folder: &Path, keys: &Keys, progress: &mut dyn FnMut(u64, u64)) -> Result<Fscked, Problem> {
    let path = folder.join(CHECKPOINT);
    let note = std::fs::read_to_string(&path).map_err(cannot(&path))?;
    let signed = open(&note, keys).map_err(|error| Problem::NotVerified(format!("{CHECKPOINT}: {error}")))?;
    let size = signed.head.size;
    let mut audit = Audit::against([signed.head]).with_tiles(Folder(folder.to_owned()));
    for tile in Tile::of_tree(size).take_while(|tile| tile.level == 0) {
        let name = tile.bundle_path();
        let bad = |why: &str| Problem::NotVerified(format!("{name}: {why}"));
        let bundle = std::fs::read(folder.join(&name)).map_err(|_| bad("it is missing"))?;
        let leaves = tile::read_bundle(&bundle).map_err(|_| bad("it is cut off or damaged"))?;
        if leaves.len() != usize::from(tile.width) {
            return Err(bad("it does not hold as many entries as it should"));
        }
        leaves.into_iter().try_for_each(|leaf| audit.leaf(leaf)).map_err(stopped)?;
        progress(tile.index * u64::from(TILE_WIDTH) + u64::from(tile.width), size);
    }
    audit.finish().map_err(stopped)?;
    Ok(Fscked { signed, origin: keys.log.name().to_owned() })
}

fn stopped(stopped: Stopped<std::io::Error>) -> Problem {
    match stopped {
        Stopped::Fault(fault) => Problem::NotVerified(Bad::from(&fault).to_string()),
        Stopped::Reader(fault) => Problem::Plainly(format!("the folder cannot be read: {fault}")),
    }
}
