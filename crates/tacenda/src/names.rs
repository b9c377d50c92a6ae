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
/// So much text is looked at in one process, in bytes: about six seconds of one core.
const AT_ONCE: usize = 200_000;
/// The longest that goes into it, weights and all.
const LONGEST: u64 = 128 << 20;
/// So many texts whose spots are remembered.
const KEPT: usize = 20_000;

/// What looks for names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    apart: Apart,
    folder: Option<PathBuf>,
    seen: Mutex<BTreeMap<[u8; 32], Arc<Vec<Spot>>>>,
}

/// A model's files.
#[derive(Debug)]
pub(crate) struct Files {
    configuration: Vec<u8>,
    vocabulary: String,
    weights: Vec<u8>,
}

/// The folder of the model: as the agency says, or beside the program.
pub(crate) fn folder(config: &Config) -> Option<PathBuf> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join("names")).filter(|folder| folder.is_dir());
    config.names.clone().or_else(beside)
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
    pub(crate) fn look(&self, texts: &[&str]) -> Result<Vec<Arc<Vec<Spot>>>, Problem> {
        let Some(folder) = &self.folder else { return Ok(texts.iter().map(|_| Arc::default()).collect()) };
        let digest = |text: &str| -> [u8; 32] { Sha256::digest(text).into() };
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<&str> = texts.iter().copied().filter(|text| !seen().contains_key(&digest(text))).collect();
        let mut found = BTreeMap::new();
        for part in parts(&new) {
            for (text, spots) in part.iter().zip(self.ask(folder, part)?) {
                found.insert(digest(text), Arc::new(spots));
            }
        }
        let mut seen = seen();
        if seen.len() + found.len() > KEPT {
            seen.clear();
        }
        seen.extend(found.iter().map(|(text, spots)| (*text, Arc::clone(spots))));
        let of = |text: &&str| seen.get(&digest(text)).or_else(|| found.get(&digest(text))).cloned();
        texts.iter().map(|text| of(text).ok_or_else(no_answer)).collect()
    }

    fn ask(&self, folder: &Path, texts: &[&str]) -> Result<Vec<Vec<Spot>>, Problem> {
        let files = read(folder).map_err(|fault| Problem::Plainly(format!("{fault:#}")))?;
        let asked = Asked {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            configuration: files.configuration.len(),
            vocabulary: files.vocabulary.len(),
        };
        let mut input = serde_json::to_vec(&asked).map_err(|_| no_answer())?;
        input.push(b'\n');
        for part in [files.configuration.as_slice(), files.vocabulary.as_bytes(), &files.weights] {
            input.extend_from_slice(part);
        }
        let (ended, answer) = self.apart.run(&[VERB], &input)?;
        let spots: Vec<Vec<Spot>> = serde_json::from_slice(&answer).ok().filter(|_| ended.success()).ok_or_else(no_answer)?;
        if spots.len() == texts.len() { Ok(spots) } else { Err(no_answer()) }
    }
}

fn no_answer() -> Problem {
    Problem::Plainly("the text model gave no answer: `tacenda doctor` says what is wrong with it".to_owned())
}

/// As many texts as one process looks at, part by part; a long one is alone.
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
