//! What a label of the model stands for.

use serde::{Deserialize, Serialize};

use crate::NamesError;

/// What words look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A first or a family name.
    Person,
    /// A street, a house, a town, a postal code.
    Place,
    /// A telephone number, an address of mail, a page.
    Reach,
    /// A number by which somebody is told from others: a passport, a licence, an account.
    Number,
}

/// By the names that the tried model uses; a state is no hint at anybody.
const KNOWN: [(&str, What); 16] = [
    ("GIVEN_NAME", What::Person),
    ("SURNAME", What::Person),
    ("EMAIL", What::Reach),
    ("PHONE", What::Reach),
    ("URL", What::Reach),
    ("TAX_ID", What::Number),
    ("BANK_ACCOUNT", What::Number),
    ("ROUTING_NUMBER", What::Number),
    ("GOVERNMENT_ID", What::Number),
    ("PASSPORT", What::Number),
    ("DRIVERS_LICENSE", What::Number),
    ("BUILDING_NUMBER", What::Place),
    ("STREET_NAME", What::Place),
    ("SECONDARY_ADDRESS", What::Place),
    ("CITY", What::Place),
    ("ZIP_CODE", What::Place),
];

/// The labels in their order; none for those that say nothing.
pub(crate) fn labels(configuration: &[u8]) -> Result<Vec<Option<What>>, NamesError> {
    #[derive(Deserialize)]
    struct Configuration {
        id2label: std::collections::BTreeMap<String, String>,
    }
    let unsound = |why: String| NamesError::NotSound(why);
    let read: Configuration = serde_json::from_slice(configuration).map_err(|error| unsound(error.to_string()))?;
    let mut labels = vec![None; read.id2label.len()];
    for (number, name) in &read.id2label {
        let place = number.parse::<usize>().ok().and_then(|at| labels.get_mut(at));
        let place = place.ok_or_else(|| unsound(format!("label {number} has no place")))?;
        // `B-SURNAME` begins one, `I-SURNAME` goes on with it.
        let bare = name.split_once('-').map_or(name.as_str(), |(_, bare)| bare);
        *place = KNOWN.iter().find(|(known, _)| *known == bare).map(|(_, what)| *what);
    }
    if labels.iter().all(Option::is_none) {
        return Err(unsound("none of its labels is a name".to_owned()));
    }
    Ok(labels)
}
