//! The safe-contact card: how to reach a client without harm.

use serde::{Deserialize, Serialize};

use crate::plain::quiet;
use crate::words::words;

words! {
    /// A way to reach somebody.
    pub enum Channel {
        /// A call.
        Phone = "phone",
        /// A text message.
        Text = "text",
        /// Electronic mail.
        Mail = "mail",
        /// A letter.
        Post = "post",
        /// The client portal.
        Portal = "portal",
        /// Through a person they trust.
        Person = "person",
    }
}

/// From one hour of the day to another, in the client's own zone: `8..12` is from 8:00 to 12:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// First hour, 0 to 23.
    pub from: u8,
    /// The hour that no longer counts, 1 to 24.
    pub to: u8,
}

/// One way to reach a client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its kind.
    pub channel: Channel,
    /// The number, address or person.
    pub place: String,
    /// The client called it safe. An unsafe line is kept so that nobody uses it by mistake.
    pub safe: bool,
    /// When; empty is at any hour.
    #[serde(default)]
    pub hours: Vec<Hours>,
    /// A message may be left.
    #[serde(default)]
    pub voicemail: bool,
}

/// How to reach a client without harm.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeContact {
    /// Safe and unsafe lines.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// The name to ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_for: Option<String>,
    /// What to say if someone else answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_another_answers: Option<String>,
    /// What the client says to show that it is them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<String>,
    /// Languages, the preferred one first.
    #[serde(default)]
    pub languages: Vec<String>,
}
quiet!(Line, SafeContact);

impl SafeContact {
    /// Whether a line may be used at that hour of the client's day.
    pub fn may_use(&self, channel: Channel, place: &str, hour: u8) -> bool {
        let unsafe_anywhere = self.lines.iter().any(|l| !l.safe && l.channel == channel && l.place == place);
        !unsafe_anywhere && self.lines.iter().any(|l| l.channel == channel && l.place == place && l.safe && l.is_open(hour))
    }
}

impl Line {
    fn is_open(&self, hour: u8) -> bool {
        self.hours.is_empty() || self.hours.iter().any(|h| h.from <= hour && hour < h.to)
    }
}
