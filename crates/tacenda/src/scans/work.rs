//! What is done apart: a page becomes pixels and words, pixels are blacked out, a page of the finished paper becomes pixels again.

use std::io::{Read as _, Write as _};

use anyhow::{Context as _, Result, bail, ensure};
use image::GrayImage;
use serde::{Deserialize, Serialize};
use tacenda_desk::Area;

use super::pixels::{GOES, blacked, decoded, encoded, fitted, is_blank, plain};
use super::tiff;
use super::turned::Turned;
use super::words::Seen;
use crate::apart::bound;
use crate::reader::{LAST, LONGER_SIDE, pages_of, tool};

/// The longest that goes in.
const LONGEST: u64 = 64 << 20;
/// The longer side of a picture that is read: about 230 pixels to the inch of a letter.
const READ: u32 = 2500;
/// A finished page is read at so many pixels to the inch, and down to above its foot, which differs from paper to paper.
const BACK: [&str; 10] = ["-r", "200", "-x", "0", "-y", "0", "-W", "1700", "-H", "2050"];

/// What is found out about a page; its picture follows on the next line.
#[derive(Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) pages: u32,
    pub(super) seen: Seen,
}

/// The process itself.
pub(crate) fn work(words: &[String]) -> Result<()> {
    ensure!(bound(), "this kernel walls nothing in");
    let mut input = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut input)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let made = match words.as_slice() {
        ["page", media_type, number, languages, turned] => page(&input, (media_type, number), languages, Turned::of(turned)?)?,
        ["draw", media_type, number] => encoded(&plain(fitted(drawn(&input, media_type, number.parse()?)?.1, GOES)))?,
        ["cut", turned] => cut(&input, Turned::of(turned)?)?,
        ["back", number] => back(&input, number)?,
        ["words", languages, turned] => {
            serde_json::to_vec(&seen(decoded(&input, "image/png")?, languages, Turned::of(turned)?)?)?
        }
        _ => bail!("nothing is asked"),
    };
    Ok(std::io::stdout().lock().write_all(&made)?)
}

/// A line of JSON, and bytes behind it.
fn behind(line: &impl Serialize, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut all = serde_json::to_vec(line)?;
    all.push(b'\n');
    all.extend_from_slice(bytes);
    Ok(all)
}

/// The line, and the bytes behind it.
pub(super) fn parted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((bytes.get(..end)?, bytes.get(end + 1..)?))
}

/// The page of a file: how many there are, its words as they are read once it is turned, and, as it lies in the file, its picture.
fn page(bytes: &[u8], (media_type, number): (&str, &str), languages: &str, turned: Turned) -> Result<Vec<u8>> {
    let (pages, image) = drawn(bytes, media_type, number.parse()?)?;
    let image = fitted(image, READ);
    if turned != Turned::default() {
        return behind(&Told { pages, seen: seen(image, languages, turned)? }, &[]);
    }
    let png = encoded(&plain(fitted(image.clone(), GOES)))?;
    behind(&Told { pages, seen: seen(image, languages, turned)? }, &png)
}

fn drawn(bytes: &[u8], media_type: &str, number: u32) -> Result<(u32, GrayImage)> {
    let pages = match media_type {
        "application/pdf" => pages_of(bytes)?.min(LAST),
        "image/tiff" => tiff::count(bytes),
        _ => 1,
    };
    ensure!((1..=pages).contains(&number), "no such page");
    let at = number.to_string();
    let image = match media_type {
        "application/pdf" => of_pdf(bytes, &at)?,
        "image/tiff" => of_pdf(&tiff::wrapped(bytes, number).context("packed in a way that is not known")?, "1")?,
        _ => decoded(bytes, media_type)?,
    };
    Ok((pages, image))
}

fn of_pdf(bytes: &[u8], at: &str) -> Result<GrayImage> {
    let png = tool("pdftoppm", &["-f", at, "-l", at, "-scale-to", LONGER_SIDE, "-gray", "-png", "-"], bytes)?;
    decoded(&png, "image/png")
}

/// What a machine reads on a picture that is turned so. Where it stands is said of the picture as it lay.
fn seen(image: GrayImage, languages: &str, turned: Turned) -> Result<Seen> {
    let is_blank = is_blank(&image);
    let image = turned.done(image);
    let said = tool("tesseract", &["stdin", "stdout", "-l", languages, "tsv"], &encoded(&image)?)?;
    Ok(Seen::of_tsv(&String::from_utf8_lossy(&said), image.dimensions(), (turned, is_blank)))
}

/// The picture, black where it is said, and then turned.
fn cut(input: &[u8], turned: Turned) -> Result<Vec<u8>> {
    let (areas, png) = parted(input).context("nothing is asked")?;
    let areas: Vec<Area> = serde_json::from_slice(areas)?;
    encoded(&turned.done(blacked(decoded(png, "image/png")?, &areas)))
}

/// A page of a finished paper, as a picture: by a program that did not set it.
fn back(pdf: &[u8], number: &str) -> Result<Vec<u8>> {
    tool("pdftoppm", &[&["-f", number, "-l", number][..], &BACK, &["-gray", "-png", "-"]].concat(), pdf)
}
