//! A virus scanner, where the agency has one: a file that it does not pass is not kept. It is spoken to as clamd(8) is, by `INSTREAM` over
//! its socket: piece by piece while the file comes in, so nothing of it is ever written in the clear.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use crate::problem::Problem;

/// How long it may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest that it says.
const LONGEST: u64 = 4096;

/// A file that is being looked at; of no scanner where there is none.
#[derive(Debug)]
pub(crate) struct Scanning(Option<UnixStream>);

impl Scanning {
    /// Begins one, with whoever listens at that socket.
    pub(crate) fn begin(socket: Option<&Path>) -> Result<Self, Problem> {
        let Some(socket) = socket else { return Ok(Self(None)) };
        let begun = connect(socket).and_then(|mut stream| stream.write_all(b"zINSTREAM\0").map(|()| stream));
        begun.map(Some).map(Self).map_err(|_| Problem::Unscanned)
    }

    /// The next piece of the file.
    pub(crate) fn piece(&mut self, piece: &[u8]) -> Result<(), Problem> {
        let Some(stream) = &mut self.0 else { return Ok(()) };
        let length = u32::try_from(piece.len()).map_err(|_| Problem::Unscanned)?.to_be_bytes();
        stream.write_all(&length).and_then(|()| stream.write_all(piece)).map_err(|_| Problem::Unscanned)
    }

    /// What it says of the whole. Only a plain yes is one.
    pub(crate) fn end(self) -> Result<(), Problem> {
        let Some(mut stream) = self.0 else { return Ok(()) };
        let said = stream.write_all(&0_u32.to_be_bytes()).and_then(|()| answer(&mut stream)).map_err(|_| Problem::Unscanned)?;
        match said.as_str() {
            "stream: OK" => Ok(()),
            found if found.ends_with(" FOUND") => Err(Problem::Infected),
            _ => Err(Problem::Unscanned),
        }
    }
}

/// Whether somebody listens there.
pub(crate) fn answers(socket: &Path) -> bool {
    let ask = || -> io::Result<String> {
        let mut stream = connect(socket)?;
        stream.write_all(b"zPING\0")?;
        answer(&mut stream)
    };
    ask().is_ok_and(|said| said == "PONG")
}

fn connect(socket: &Path) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn answer(stream: &mut UnixStream) -> io::Result<String> {
    let mut said = Vec::new();
    stream.take(LONGEST).read_to_end(&mut said)?;
    Ok(String::from_utf8_lossy(&said).trim_end_matches(['\0', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;
    use std::thread;

    use super::*;

    /// A scanner that knows one virus by its name, and cannot bear the word "error"; it hears one question.
    fn scanner(socket: &Path) -> thread::JoinHandle<()> {
        let listener = UnixListener::bind(socket).unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut verb = Vec::new();
            let mut byte = [0];
            while stream.read_exact(&mut byte).is_ok() && byte != [0] {
                verb.push(byte[0]);
            }
            if verb == b"zPING" {
                return stream.write_all(b"PONG\0").unwrap();
            }
            assert_eq!(verb, b"zINSTREAM");
            let mut all = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).unwrap();
                let Ok(length @ 1..) = usize::try_from(u32::from_be_bytes(length)) else { break };
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).unwrap();
                all.extend(piece);
            }
            let has = |word: &[u8]| all.windows(word.len()).any(|part| part == word);
            let says: &[u8] = match () {
                () if has(b"virus") => b"stream: Invented.Test FOUND\0",
                () if has(b"error") => b"INSTREAM size limit exceeded. ERROR\0",
                () => b"stream: OK\0",
            };
            stream.write_all(says).unwrap();
        })
    }

    fn said(pieces: &[&[u8]]) -> Result<(), Problem> {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("clamd.ctl");
        let there = scanner(&socket);
        let mut scan = Scanning::begin(Some(&socket))?;
        pieces.iter().try_for_each(|piece| scan.piece(piece))?;
        let said = scan.end();
        there.join().unwrap();
        said
    }

    #[test]
    fn only_a_plain_yes_lets_a_file_in_whole_and_in_pieces() {
        assert!(said(&[b"%PDF-", b"1.7"]).is_ok() && said(&[]).is_ok());
        assert!(matches!(said(&[b"a vi", b"rus"]), Err(Problem::Infected)));
        assert!(matches!(said(&[b"an error"]), Err(Problem::Unscanned)));
    }

    #[test]
    fn where_none_is_named_nothing_is_asked_and_where_one_is_silent_nothing_comes_in() {
        let mut none = Scanning::begin(None).unwrap();
        assert!(none.piece(b"a virus").is_ok() && none.end().is_ok());
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("clamd.ctl");
        assert!(matches!(Scanning::begin(Some(&socket)), Err(Problem::Unscanned)) && !answers(&socket));
        let there = scanner(&socket);
        assert!(answers(&socket));
        there.join().unwrap();
    }
}
