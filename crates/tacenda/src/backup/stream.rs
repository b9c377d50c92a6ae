//! A sealed stream: boxes of at most a mebibyte, each bound to the file's header, its number and whether it is the last, so that a
//! frame that is cut off, moved or changed is noticed where it stands.
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 4 | length of the box, big-endian; the highest bit marks the last frame |
//! | 4 | n | box of the backup's own key |

use std::io::{self, Read, Write};

use tacenda_vault::{AgencyKey, Entropy, Place};

/// Plain bytes per frame.
const FRAME: usize = 1 << 20;
/// What a box adds at most.
const OVERHEAD: usize = 64;
pub(super) const LAST: u32 = 1 << 31;

fn place(header: &[u8; 32], number: i64, last: bool) -> Place {
    Place::new("backup").with("header", header).with("frame", number).with("last", last)
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "wrong key or damaged data")
}

/// Seals what is written. [`Sealer::finish`] writes the last frame; without it the stream is refused as cut off.
pub struct Sealer<'k, W: Write> {
    key: &'k AgencyKey,
    entropy: &'k mut dyn Entropy,
    header: [u8; 32],
    to: W,
    waiting: Vec<u8>,
    number: i64,
}

impl<'k, W: Write> Sealer<'k, W> {
    /// A stream that belongs to the header of that SHA-256.
    pub fn new(key: &'k AgencyKey, header: [u8; 32], entropy: &'k mut dyn Entropy, to: W) -> Self {
        Self { key, entropy, header, to, waiting: Vec::with_capacity(FRAME), number: 0 }
    }

    fn frame(&mut self, last: bool) -> io::Result<()> {
        let plain = std::mem::take(&mut self.waiting);
        let sealed = self.key.seal(&place(&self.header, self.number, last), &plain, self.entropy).map_err(|_| refused())?;
        let length = u32::try_from(sealed.len()).map_err(|_| refused())?;
        self.to.write_all(&(length | if last { LAST } else { 0 }).to_be_bytes())?;
        self.to.write_all(&sealed)?;
        self.number += 1;
        self.waiting = plain;
        self.waiting.clear();
        Ok(())
    }

    /// Writes the last frame and gives the writer back.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.frame(true)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealer<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.waiting.len() == FRAME {
            self.frame(false)?;
        }
        let taken = bytes.len().min(FRAME - self.waiting.len());
        self.waiting.extend(bytes.iter().take(taken));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Opens a sealed stream as it is read. It ends only at a last frame with nothing behind it.
pub struct Opener<'k, R: Read> {
    key: &'k AgencyKey,
    header: [u8; 32],
    from: R,
    plain: Vec<u8>,
    read: usize,
    number: i64,
    ended: bool,
    /// What was wrong stays wrong, however often one asks.
    fault: Option<(io::ErrorKind, String)>,
}

impl<W: Write> std::fmt::Debug for Sealer<'_, W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({} frames)", self.number)
    }
}

impl<R: Read> std::fmt::Debug for Opener<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opener({} frames)", self.number)
    }
}

impl<'k, R: Read> Opener<'k, R> {
    /// The stream behind the header of that SHA-256.
    pub fn new(key: &'k AgencyKey, header: [u8; 32], from: R) -> Self {
        Self { key, header, from, plain: Vec::new(), read: 0, number: 0, ended: false, fault: None }
    }

    fn frame(&mut self) -> io::Result<()> {
        let mut head = [0; 4];
        self.from.read_exact(&mut head).map_err(|_| io::Error::new(io::ErrorKind::UnexpectedEof, "cut off"))?;
        let head = u32::from_be_bytes(head);
        let (last, length) = (head & LAST != 0, usize::try_from(head & !LAST).map_err(|_| refused())?);
        if length > FRAME + OVERHEAD {
            return Err(refused());
        }
        let mut sealed = vec![0; length];
        self.from.read_exact(&mut sealed).map_err(|_| io::Error::new(io::ErrorKind::UnexpectedEof, "cut off"))?;
        let opened = self.key.open(&place(&self.header, self.number, last), &sealed).map_err(|_| refused())?;
        self.plain = opened.expose(tacenda_vault::Purpose::Renew).to_vec();
        self.read = 0;
        self.number += 1;
        self.ended = last;
        if last && self.from.read(&mut [0])? != 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "something stands behind the end"));
        }
        Ok(())
    }
}

impl<R: Read> Read for Opener<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.read == self.plain.len() {
            if let Some((kind, what)) = &self.fault {
                return Err(io::Error::new(*kind, what.clone()));
            }
            if self.ended {
                return Ok(0);
            }
            if let Err(fault) = self.frame() {
                self.plain.clear();
                self.read = 0;
                self.fault = Some((fault.kind(), fault.to_string()));
            }
        }
        let rest = self.plain.get(self.read..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.read += count;
        Ok(count)
    }
}
