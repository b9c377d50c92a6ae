//! Names in free text, looked for by a text model where the agency has one. It runs apart from the server and sees the texts alone; where it
//! stood is kept until the program ends, what it saw is not.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tacenda_names::{Model, Spot};

use crate::apart::{Apart, bound};
use crate::config::Config;
use crate::problem::Problem;

/// The verb by which the program looks.
const VERB: &str = "spot";
/// The files of a model, in its folder.
const CONFIGURATION: &str = "config.json";
const VOCABULARY: &str = "vocab.txt";
const WEIGHTS: &str = "onnx/model_q4.onnx";
/// So much text is looked at in one process, in bytes: about a second of one core, and a few where it is all numbers and long words.
const AT_ONCE: usize = 30_000;
/// The longest that goes into it, weights and all.
const LONGEST: u64 = 128 << 20;
/// So many texts whose spots are remembered.
const KEPT: usize = 20_000;

/// Where something stands, by the digest of the text.
type Seen = BTreeMap<[u8; 32], Arc<Vec<Spot>>>;

/// What looks for names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    apart: Apart,
    folder: Option<PathBuf>,
    seen: Mutex<Seen>,
}

/// A model's files.
#[derive(Debug)]
pub(crate) struct Files {
    configuration: Vec<u8>,
    vocabulary: String,
    weights: Vec<u8>,
}

/// The folder of the model: as the agency says, or beside the program.
pub(crate) fn folder(config: &Config, home: &Path) -> Option<PathBuf> {
    let beside =
        || Some(std::env::current_exe().ok()?.parent()?.join("names")).filter(|folder| folder.join(CONFIGURATION).is_file());
    config.names.as_ref().map(|names| home.join(names)).or_else(beside)
}

/// The files of a model.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let bytes = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| format!("the text model's {} cannot be read", path.display()))
    };
    let vocabulary = String::from_utf8(bytes(VOCABULARY)?).context("the text model's vocabulary is not text")?;
    Ok(Files { configuration: bytes(CONFIGURATION)?, vocabulary, weights: bytes(WEIGHTS)? })
}

/// Whether the model in that folder finds somebody where there is one; else why not.
pub(crate) fn tried(folder: &Path) -> Result<()> {
    read(folder)?;
    let names = Names::new(None, Some(folder.to_owned()));
    let found = names.look(&["Yesterday Tomás Ortiz called from 14 Acequia Street."]).context("it gives no answer")?;
    anyhow::ensure!(!found.concat().is_empty(), "it finds nobody in a sentence with a name");
    Ok(())
}

/// What goes into the process first, on a line; the files follow.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    texts: Vec<String>,
    configuration: usize,
    vocabulary: usize,
}

impl Names {
    pub(crate) fn new(program: Option<&Path>, folder: Option<PathBuf>) -> Self {
        Self { apart: Apart::new(program), folder, seen: Mutex::default() }
    }

    pub(crate) const fn is_there(&self) -> bool {
        self.folder.is_some()
    }

    /// What looks like somebody's in each of those texts; nothing where there is no model.
    ///
    /// # Errors
    /// Where the model cannot be used: nobody then takes its silence for an answer.
    pub(crate) fn look(&self, texts: &[&str]) -> Result<Vec<Vec<Spot>>, Problem> {
        let Some(folder) = &self.folder else { return Ok(texts.iter().map(|_| Vec::new()).collect()) };
        let cut: Vec<Vec<(usize, &str)>> = texts.iter().map(|text| cut(text)).collect();
        let all: Vec<&str> = cut.iter().flatten().map(|(_, piece)| *piece).collect();
        let seen = self.seen_of(folder, &all)?;
        let of = |(at, piece): &(usize, &str)| {
            let spots = seen.get(&digest(piece)).cloned().ok_or(Problem::Blind)?;
            let moved = |spot: &Spot| Spot { from: spot.from + at, to: spot.to + at, ..*spot };
            Ok(spots.iter().map(moved).collect::<Vec<_>>())
        };
        cut.iter().map(|pieces| Ok(pieces.iter().map(of).collect::<Result<Vec<_>, Problem>>()?.concat())).collect()
    }

    /// Of each piece where something stands in it: as it was seen before, or by looking now.
    fn seen_of(&self, folder: &Path, pieces: &[&str]) -> Result<Seen, Problem> {
        let kept = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut of: Seen = {
            let kept = kept();
            let there = |piece: &&str| kept.get_key_value(&digest(piece)).map(|(key, spots)| (*key, Arc::clone(spots)));
            pieces.iter().filter_map(there).collect()
        };
        let new: Vec<&str> = pieces.iter().copied().filter(|piece| !of.contains_key(&digest(piece))).collect();
        for part in parts(&new) {
            let found = self.ask(folder, part)?.into_iter().map(Arc::new);
            let found: Seen = part.iter().map(|piece| digest(piece)).zip(found).collect();
            let mut kept = kept();
            if kept.len() + found.len() > KEPT {
                kept.clear();
            }
            // At once: where the next part fails, this one need not be looked at again.
            kept.extend(found.iter().map(|(key, spots)| (*key, Arc::clone(spots))));
            of.extend(found);
        }
        Ok(of)
    }

    fn ask(&self, folder: &Path, texts: &[&str]) -> Result<Vec<Vec<Spot>>, Problem> {
        let files = read(folder).map_err(|_| Problem::Blind)?;
        let asked = Asked {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            configuration: files.configuration.len(),
            vocabulary: files.vocabulary.len(),
        };
        let mut input = serde_json::to_vec(&asked).map_err(|_| Problem::Blind)?;
        input.push(b'\n');
        for part in [files.configuration.as_slice(), files.vocabulary.as_bytes(), &files.weights] {
            input.extend_from_slice(part);
        }
        let (ended, answer) = self.apart.run(&[VERB], &input)?;
        let spots: Vec<Vec<Spot>> = serde_json::from_slice(&answer).ok().filter(|_| ended.success()).ok_or(Problem::Blind)?;
        if spots.len() == texts.len() { Ok(spots) } else { Err(Problem::Blind) }
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// A long text in pieces that one process looks at, each with where it begins: cut where a line ends, else between words.
fn cut(text: &str) -> Vec<(usize, &str)> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let most = rest.floor_char_boundary(AT_ONCE);
        let fits = rest.get(..most).unwrap_or_default();
        let seam = fits.rfind('\n').or_else(|| fits.rfind(' ')).map(|last| last + 1);
        let end = if most == rest.len() { most } else { seam.unwrap_or(most) };
        pieces.extend(rest.get(..end).map(|piece| (at, piece)));
        at += end;
    }
    pieces
}

/// As many texts as one process looks at, part by part.
fn parts<'a, 't>(texts: &'a [&'t str]) -> Vec<&'a [&'t str]> {
    let (mut parts, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, text) in texts.iter().enumerate() {
        if size + text.len() > AT_ONCE && at > start {
            parts.extend(texts.get(start..at));
            (start, size) = (at, 0);
        }
        size += text.len();
    }
    parts.extend(texts.get(start..).filter(|rest| !rest.is_empty()));
    parts
}

/// What that process does.
pub(crate) fn spot() -> Result<()> {
    bound();
    let mut input = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut input)?;
    let end = input.iter().position(|byte| *byte == b'\n').context("nothing is asked")?;
    let asked: Asked = serde_json::from_slice(input.get(..end).unwrap_or_default())?;
    let mut files = input.split_off(end + 1);
    let weights = files.split_off((asked.configuration + asked.vocabulary).min(files.len()));
    let (configuration, vocabulary) = files.split_at_checked(asked.configuration).context("no configuration")?;
    let model = Model::read(weights, std::str::from_utf8(vocabulary)?, configuration)?;
    let found: Vec<Vec<Spot>> = asked.texts.iter().map(|text| model.spots(text)).collect::<Result<_, _>>()?;
    Ok(std::io::stdout().lock().write_all(&serde_json::to_vec(&found)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words_and_nothing_of_it_is_lost() {
        for text in ["", "short", &"a word and ñandú\n".repeat(40_000), &"ñ".repeat(AT_ONCE)] {
            let pieces = cut(text);
            assert!(pieces.iter().all(|(at, piece)| piece.len() <= AT_ONCE && text.get(*at..*at + piece.len()) == Some(piece)));
            let whole: Vec<&str> = pieces.iter().map(|(_, piece)| *piece).collect();
            assert_eq!(whole.concat(), *text);
            assert_eq!(parts(&whole).concat(), whole);
        }
    }
}
