//! `POST /add-checkpoint` over plain HTTP/1.1, one connection after the other. What is asked and answered is signed, so nothing rests
//! on the channel; a witness for others than this machine stands behind a server that speaks TLS.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use super::Witness;
use crate::problem::Problem;

/// How long a connection may take with each step.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest head of a request, and the longest body: 63 hashes and a note of 64 signatures fit.
const HEAD: u64 = 16 << 10;
const BODY: usize = 64 << 10;

/// Answers requests until `more` says no; it is asked before each. `clock` tells the seconds since 1970.
///
/// # Errors
/// Where the witness's folder fails: it must not go on without its memory.
pub fn serve(
    witness: &Witness,
    listener: &TcpListener,
    clock: &dyn Fn() -> Result<u64, Problem>,
    more: &mut dyn FnMut() -> bool,
) -> Result<(), Problem> {
    while more() {
        let Ok((stream, _)) = listener.accept() else { continue };
        match read(&stream) {
            Ok(body) => {
                let answer = witness.answer(&body, clock()?)?;
                let _ = write(&stream, answer.status(), answer.content_type(), &answer.body()); // who asked may be gone
            }
            Err(Some(status)) => {
                let _ = write(&stream, status, "text/plain; charset=utf-8", "");
            }
            Err(None) => {} // gone, or too slow
        }
    }
    Ok(())
}

/// The body of a request; else the status that says what is wrong with it.
fn read(stream: &TcpStream) -> Result<String, Option<u16>> {
    let gone = |_: io::Error| None;
    stream.set_read_timeout(Some(PATIENCE)).map_err(gone)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(gone)?;
    let mut head = BufReader::new(stream.take(HEAD));
    let mut first = String::new();
    head.read_line(&mut first).map_err(gone)?;
    let mut words = first.split_ascii_whitespace();
    let (method, path) = (words.next(), words.next().unwrap_or_default());
    let mut length = None;
    loop {
        let mut line = String::new();
        if head.read_line(&mut line).map_err(gone)? == 0 {
            return Err(Some(431));
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(Some(400))?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    if !path.ends_with("/add-checkpoint") {
        return Err(Some(404));
    }
    if method != Some("POST") {
        return Err(Some(405));
    }
    let length = length.ok_or(Some(411))?;
    if length > BODY {
        return Err(Some(413));
    }
    head.get_mut().set_limit(length as u64); // what is buffered already only makes it read less
    let mut body = vec![0; length];
    head.read_exact(&mut body).map_err(gone)?;
    String::from_utf8(body).map_err(|_| Some(400))
}

fn write(mut stream: &TcpStream, status: u16, kind: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let text =
        format!("HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
