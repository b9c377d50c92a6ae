//! Files that are whole or not there: written beside their place, made durable, then moved into it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Puts these bytes in the place of what stood there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = Beside::of(path)?;
    beside.file.write_all(bytes)?;
    beside.done()
}

/// Makes what happened in a folder durable: a file that came, went or was renamed.
pub(crate) fn settle(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// A file under way, for its owner's eyes; gone again unless it is [`Beside::done`].
pub(crate) struct Beside {
    pub(crate) file: File,
    path: PathBuf,
    part: PathBuf,
    done: bool,
}

impl Beside {
    /// A file that will stand at that path.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let part = path.with_file_name(format!(".{name}.part"));
        let _ = std::fs::remove_file(&part); // of a program that was killed
        let file = OpenOptions::new().create_new(true).read(true).write(true).mode(0o600).open(&part)?;
        Ok(Self { file, path: path.to_owned(), part, done: false })
    }

    /// Makes it durable and moves it into its place.
    pub(crate) fn done(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.part, &self.path)?;
        self.done = true;
        self.path.parent().map_or(Ok(()), settle)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// Puts a file into its place without waiting for the disk: what follows and is durable vouches for it.
pub(crate) fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, path)
}

/// A new folder for its owner's eyes; the ones above it too.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// A folder that goes, with all that is in it, when we are done with it.
#[derive(Debug)]
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
