//! Names, streets and numbers in free text: a small text model proposes, a person decides.
//!
//! The model is a token classifier of the BERT family, as ONNX, with its vocabulary and its labels beside it. No weights are in this
//! repository: `docs/reference/names.md` says which ones are tried and where they come from. Whoever has none goes without, and rules and the
//! file's own names do the finding.

mod labels;
mod pieces;
mod windows;

use rten::{Model as Network, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use serde::{Deserialize, Serialize};

pub use labels::What;
use labels::labels;
use pieces::Pieces;
use windows::{MOST_PIECES, windows};

/// Why there is no model, or it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    /// The weights, the vocabulary or the labels are not what they should be.
    #[error("the text model cannot be used: {0}")]
    NotSound(String),
    /// The network broke off.
    #[error("the text model gave no answer")]
    NoAnswer,
}

/// Words of a text that the model takes for somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Where they begin, in bytes.
    pub from: usize,
    /// Where they end.
    pub to: usize,
    /// What they look like.
    pub what: What,
}

/// A model that was read.
pub struct Model {
    network: Network,
    pieces: Pieces,
    /// What each label of the network says; none: it says that it is nobody.
    labels: Vec<Option<What>>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({} labels)", self.labels.len())
    }
}

/// So sure the model has to be that a word is nobody's before it is left out: a name that is missed hurts, one too many costs a look.
const SURE: f32 = 0.6;

impl Model {
    /// Reads a model: its weights (ONNX), its vocabulary (a piece a line, `WordPiece`) and its configuration (JSON with `id2label`).
    ///
    /// # Errors
    /// [`NamesError::NotSound`] says what is wrong with them.
    pub fn read(weights: Vec<u8>, vocabulary: &str, configuration: &[u8]) -> Result<Self, NamesError> {
        let network = Network::load(weights).map_err(|error| NamesError::NotSound(error.to_string()))?;
        Ok(Self { network, pieces: Pieces::of(vocabulary)?, labels: labels(configuration)? })
    }

    /// What looks like somebody's in that text, in order; none lies over another.
    ///
    /// # Errors
    /// [`NamesError::NoAnswer`] where the network breaks off.
    pub fn spots(&self, text: &str) -> Result<Vec<Spot>, NamesError> {
        let words = self.pieces.words(text);
        let mut seen: Vec<Option<What>> = vec![None; words.len()];
        for window in windows(&words) {
            let Some(part) = words.get(window.clone()) else { continue };
            let ids: Vec<i32> = part.iter().flat_map(|word| word.pieces.iter().copied()).collect();
            let answers = self.classify(&ids)?;
            let mut at = 0;
            for (word, seen) in part.iter().zip(seen.iter_mut().skip(window.start)) {
                let own = answers.get(at..at + word.pieces.len()).unwrap_or_default();
                *seen = seen.or_else(|| self.told(own));
                at += word.pieces.len();
            }
        }
        let found = words.iter().zip(seen).filter_map(|(word, what)| Some(Spot { from: word.from, to: word.to, what: what? }));
        Ok(joined(text, found))
    }

    /// For each piece how sure each label is, between 0 and 1.
    fn classify(&self, ids: &[i32]) -> Result<Vec<Vec<f32>>, NamesError> {
        let all: Vec<i32> =
            [self.pieces.begin].into_iter().chain(ids.iter().copied().take(MOST_PIECES)).chain([self.pieces.end]).collect();
        let length = all.len();
        let row = |values: Vec<i32>| NdTensor::from_data([1, length], values);
        let mut inputs: Vec<(_, ValueOrView<'_>)> = Vec::new();
        for id in self.network.input_ids() {
            let node = self.network.node_info(*id);
            let values = match node.as_ref().and_then(rten::NodeInfo::name) {
                Some("input_ids") => all.clone(),
                Some("attention_mask") => vec![1; length],
                _ => vec![0; length],
            };
            inputs.push((*id, row(values).into()));
        }
        let output = self.network.output_ids().first().copied().ok_or(NamesError::NoAnswer)?;
        let answer = self.network.run(inputs, &[output], None).map_err(|_| NamesError::NoAnswer)?;
        let answer: Tensor<f32> =
            answer.into_iter().next().and_then(|value| value.try_into().ok()).ok_or(NamesError::NoAnswer)?;
        let values = answer.to_vec();
        let rows = values.chunks(self.labels.len()).skip(1).take(ids.len()).map(softmax);
        Ok(rows.collect())
    }

    /// What a word is, by its pieces: what the surest of its pieces says, unless each of them is sure that it is nobody's.
    fn told(&self, pieces: &[Vec<f32>]) -> Option<What> {
        let mut sums: Vec<(What, f32)> = Vec::new();
        for scores in pieces {
            let nobody: f32 = scores.iter().zip(&self.labels).filter(|(_, label)| label.is_none()).map(|(score, _)| score).sum();
            if nobody >= SURE {
                continue;
            }
            for (score, label) in scores.iter().zip(&self.labels) {
                let Some(what) = label else { continue };
                match sums.iter_mut().find(|(one, _)| one == what) {
                    Some((_, sum)) => *sum += score,
                    None => sums.push((*what, *score)),
                }
            }
        }
        sums.into_iter().max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(what, _)| what)
    }
}

fn softmax(row: &[f32]) -> Vec<f32> {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<f32> = row.iter().map(|value| (value - most).exp()).collect();
    let sum: f32 = raised.iter().sum();
    raised.into_iter().map(|value| value / sum).collect()
}

/// Neighbours of one sort are one: a first and a family name, a street and its number.
fn joined(text: &str, found: impl Iterator<Item = Spot>) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for spot in found {
        let near =
            |from: usize| text.get(from..spot.from).is_some_and(|gap| matches!(gap, "" | " " | ". " | "." | "-" | "'" | "’"));
        match spots.last_mut().filter(|last| last.what == spot.what && near(last.to)) {
            Some(last) => last.to = spot.to,
            None => spots.push(spot),
        }
    }
    spots
}
