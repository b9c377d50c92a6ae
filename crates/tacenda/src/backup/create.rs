//! Making a backup: a picture of one moment, while others write.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use jiff::Timestamp;
use tacenda_store::dump;
use tacenda_vault::SystemEntropy;

use super::header::{BACKUP, cannot};
use super::stream::Sealer;
use super::{Header, LAST, Mark, destroyed, put_mark};
use crate::agency::{Agency, hex_id};
use crate::files::{self, Beside};
use crate::problem::Problem;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The file.
    pub path: PathBuf,
    /// Its first line.
    pub header: Header,
    /// How many rows of all tables it holds.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
}

/// The name of a backup's file: sortable by time.
fn name(id: &str, time: i64) -> String {
    let moment = Timestamp::from_microsecond(time).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y%m%dT%H%M%SZ");
    format!("{moment}-{}.backup", id.chars().take(8).collect::<String>())
}

/// Makes a backup in the agency's folder of backups. Until it is whole and on the disk it stands under no name of a backup. `progress`
/// hears how many rows are written.
///
/// # Errors
/// Where there is no room, or the database cannot be read.
pub fn create(agency: &Agency, progress: &mut dyn FnMut(u64)) -> Result<Created, Problem> {
    if agency.missing().is_none() {
        agency.publish()?; // so that the backup holds a signed head over all of it
    }
    let folder = agency.backups();
    files::private_folder(&folder).map_err(cannot(&folder))?;
    let (id, time) = (hex_id()?, agency.reading()?.wall);
    let path = folder.join(name(&id, time));
    let beside = Beside::of(&path).map_err(cannot(&path))?;
    let (header, rows) = agency.db().snapshot(|tx| {
        let (header, key) = Header::new(tx, agency, BACKUP, &id, time)?;
        let (line, hash) = header.line()?;
        let mut out = BufWriter::with_capacity(1 << 18, &beside.file);
        out.write_all(line.as_bytes()).map_err(|fault| written(&fault))?;
        let mut chance = SystemEntropy;
        let mut sealer = Sealer::new(&key, hash, &mut chance, out);
        let rows = dump(tx, &mut sealer, progress)?;
        sealer.finish().and_then(|mut out| out.flush()).map_err(|fault| written(&fault))?;
        Ok::<_, Problem>((header, rows))
    })?;
    let bytes = beside.file.metadata().map_err(cannot(&path))?.len();
    beside.done().map_err(|fault| written(&fault))?;
    put_mark(agency, LAST, &Mark { time, backup: header.id.clone(), leaves: header.leaves })?;
    destroyed::write(agency)?;
    Ok(Created { path, header, rows, bytes })
}

fn written(fault: &std::io::Error) -> Problem {
    if fault.kind() == std::io::ErrorKind::StorageFull {
        Problem::NoRoom
    } else {
        Problem::Plainly(format!("the backup cannot be written: {fault}"))
    }
}
