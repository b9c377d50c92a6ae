//! A client's written permission: to whom, what, why, until when; drawn up by the law's own measure, signed, stopped at any time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::class::Category;
use crate::client::{ClientId, folded};
use crate::flows::Matter;
use crate::flows::file::Known;
use crate::id::Id;
use crate::plain::quiet;
use crate::scan::Scans;
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Which way it goes.
    pub enum Toward {
        /// We may tell them.
        Release = "release",
        /// They may tell us.
        Obtain = "obtain",
        /// Both.
        Both = "both",
    }
}

words! {
    /// Who signs. Whoever hurt the client, or may have, is never offered.
    pub enum Signer {
        /// The client.
        Client = "client",
        /// A parent or guardian.
        ParentGuardian = "parent_guardian",
        /// The minor and a parent.
        MinorAndParent = "minor_and_parent",
        /// Who acts for the client by law.
        PersonalRepresentative = "personal_representative",
        /// Somebody else whose record it is too, for themself.
        Member = "member",
    }
}

words! {
    /// What makes a record one of several people.
    pub enum Unit {
        /// A couple or a family.
        Family = "family",
        /// A group.
        Group = "group",
    }
}

words! {
    /// How it was signed.
    pub enum Signed {
        /// By hand, on the printed page.
        Ink = "ink",
        /// By typing the name, in our sight.
        Typed = "typed",
        /// By drawing it on a screen, in our sight.
        Drawn = "drawn",
        /// By typing the name in the portal.
        Portal = "portal",
    }
}

words! {
    /// How we know who signed.
    pub enum KnownBy {
        /// Whoever saw them sign knows them.
        Sight = "sight",
        /// They showed a paper with their picture.
        Document = "document",
        /// The signature was laid beside one that we have.
        Compared = "compared",
        /// They came in with their number, their password and a code that was given to them by hand.
        Portal = "portal",
    }
}

words! {
    /// How it was stopped.
    pub enum StoppedBy {
        /// By word of mouth.
        Spoken = "spoken",
        /// In writing.
        Written = "written",
        /// In the portal.
        Portal = "portal",
    }
}

words! {
    /// Where it stands, apart from its last day.
    pub enum ConsentState {
        /// It waits for a signature.
        Drawn = "drawn",
        /// It was signed.
        Signed = "signed",
        /// The client stopped it, or it was never signed.
        Stopped = "stopped",
    }
}

/// A signature: what was shown, who signed it, and that they could.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who, by the law's word.
    pub who: Signer,
    /// Which of those whose record it is too, by the name on the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// By the name that was signed.
    pub name: String,
    /// How.
    pub how: Signed,
    /// The day on the paper.
    pub day: Date,
    /// How we know that it is theirs; nobody was asked of the oldest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<KnownBy>,
    /// They understood what it does, and want it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub meant: bool,
    /// SHA-256 of the words that were shown, hexadecimal.
    pub shown: String,
    /// In which language, by its code.
    pub language: String,
    /// It was read aloud.
    #[serde(default)]
    pub aloud: bool,
    /// Who put it into the client's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<String>,
    /// Who saw it being signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// When it was entered.
    pub at: Time,
    /// By whom; nobody where they signed in the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<WorkerId>,
}

/// An end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// How.
    pub how: StoppedBy,
    /// In the worker's words.
    pub words: String,
    /// When.
    pub at: Time,
    /// Who entered it; nobody where it was stopped in the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<WorkerId>,
}

/// Whose record it is beside the client's: each signs for themself, and nothing goes before all did.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joint {
    /// What they are to each other.
    pub unit: Unit,
    /// Who, by name.
    pub names: Vec<String>,
}

/// What a client permits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Which way.
    pub toward: Toward,
    /// The other side, by name: a person or an office.
    pub other: String,
    /// What they are, in the law's word.
    pub recipient: String,
    /// Which kinds of information, and nothing else.
    pub what: Vec<Category>,
    /// Which of it, in words, where the kinds say too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What for, in the law's word.
    pub purpose: String,
    /// The last day.
    pub until: Date,
    /// With whom the record is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint: Option<Joint>,
}

/// A permission.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its id.
    pub id: Id<Self>,
    /// Whose.
    pub client: ClientId,
    /// What is permitted.
    pub terms: Terms,
    /// Which kinds of paper the law asks for, by their words.
    pub forms: Vec<String>,
    /// What stands on it, by the law's words, once it is signed.
    pub elements: Vec<String>,
    /// Somebody has to see it being signed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub witnessed: bool,
    /// When it was drawn up.
    pub made: Time,
    /// By whom.
    pub by: WorkerId,
    /// Where it stands.
    pub state: ConsentState,
    /// Who signed it: the client, or who may for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// The others whose record it is, as far as they signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Signature>,
    /// What was signed, as files: the scan of the page, or the signature as it was drawn.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub papers: Scans,
    /// Who stopped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
}
quiet!(Signature, Stop, Joint, Terms, Consent, Permission);

/// A permission as it is read, with what is around it.
#[derive(Clone, PartialEq, Eq)]
pub struct Permission {
    /// What was permitted.
    pub consent: Consent,
    /// What the law asks of the file.
    pub file: Known,
    /// By which matters something went under it, and when.
    pub went: Vec<(Id<Matter>, Time)>,
    /// It names somebody who is not safe for the client: nobody signs it, and nobody is asked to.
    pub endangers: bool,
}

/// What a paper shows once it is signed, beside the words that are printed on it: whatever the terms fill in.
pub const FILLED: [&str; 10] = [
    "client_name",
    "discloser",
    "recipient",
    "specific_description",
    "purpose",
    "use_described",
    "expiry",
    "reasonable_time_limit",
    "signature",
    "date",
];
/// What each of several people whose record it is releases.
pub(crate) const EACH: &str = "each_participant_released";
/// What only a witness adds.
pub const WITNESSED: &str = "witness_signature";

/// Whether a permission for that stands alone on its paper.
pub fn stands_alone(category: Category) -> bool {
    matches!(category.word(), "psychotherapy_notes" | "sud_counseling_notes")
}

impl Terms {
    /// Notes that are kept apart are released by a paper of their own: 45 CFR 164.508(b)(3)(ii), 42 CFR 2.31(b).
    pub fn is_compound(&self) -> bool {
        self.what.len() > 1 && self.what.iter().any(|category| stands_alone(*category))
    }

    /// The request that such a paper answers, in the vocabulary of the law.
    pub fn asked(&self) -> BTreeMap<String, Json> {
        let kinds: Vec<&str> = self.what.iter().map(|category| category.word()).collect();
        let facts = [
            ("recipient_kind", json!(self.recipient)),
            ("purpose", json!(self.purpose)),
            ("requested_categories", json!(kinds)),
            ("consent_scope", json!(kinds)),
            ("information_identifiable", json!(true)),
            ("disclosure_mode", json!("records")),
            ("legal_process", json!(["written_request"])),
            ("consent_conditioned_on_services", json!(false)),
            ("consent_compound", json!(self.is_compound())),
            ("recipient_named_in_instrument", json!(true)),
            ("recipient_identity_verified", json!(true)),
            ("consent_expiry", json!(self.until.to_string())),
        ];
        facts.into_iter().chain(self.shared(true)).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// What a shared record adds: `all` of them released it. Of a record that nobody called shared it says nothing.
    fn shared(&self, all: bool) -> impl Iterator<Item = (&'static str, Json)> {
        let unit = self.joint.as_ref().map(|joint| match joint.unit {
            Unit::Family => "client_couple_or_family",
            Unit::Group => "client_group_member",
        });
        unit.into_iter().flat_map(move |unit| [(unit, json!(true)), (EACH, json!(all))])
    }
}

impl Joint {
    /// Each is named once, and none of them is one of those names.
    pub(crate) fn is_each_once(&self, but: &[String]) -> bool {
        let mut met: BTreeSet<String> = but.iter().map(|name| folded(name)).collect();
        met.insert(String::new()); // a name without a letter is none
        self.names.iter().all(|name| met.insert(folded(name)))
    }
}

impl Consent {
    /// Every signature, the client's first.
    pub fn signatures(&self) -> impl Iterator<Item = &Signature> {
        self.signature.iter().chain(&self.others)
    }

    /// The others whose record it is, by their place on the paper, and whether each has signed.
    pub fn members(&self) -> impl Iterator<Item = (&str, bool)> {
        let names = self.terms.joint.iter().flat_map(|joint| joint.names.iter().map(String::as_str));
        names.map(|name| (name, self.others.iter().any(|signature| signature.of.as_deref() == Some(name))))
    }

    /// Whether all have signed: from then on it held, until its last day or its end.
    pub fn is_whole(&self) -> bool {
        self.signature.is_some() && self.members().all(|(_, signed)| signed)
    }

    /// Whether it names somebody of whom the file says that they are not safe.
    pub fn names_one_of(&self, is_unsafe: impl Fn(&str) -> bool) -> bool {
        is_unsafe(&self.terms.other) || self.members().any(|(name, _)| is_unsafe(name))
    }

    /// Signed by one more.
    #[must_use]
    pub(crate) fn signed(mut self, signature: Signature) -> Self {
        match signature.who {
            Signer::Member => self.others.push(signature),
            _ => self.signature = Some(signature),
        }
        if self.is_whole() {
            self.state = ConsentState::Signed;
            if self.signatures().all(|signature| signature.witness.is_some()) {
                self.elements.push(WITNESSED.to_owned());
            }
        }
        self
    }

    /// Whether it lets something go from here on that day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.state == ConsentState::Signed && day <= self.terms.until && self.terms.toward != Toward::Obtain
    }

    /// Its status in the law's word.
    pub fn status(&self, day: Date) -> &'static str {
        match self.state {
            ConsentState::Drawn => "unsigned",
            ConsentState::Stopped => "revoked",
            ConsentState::Signed if day > self.terms.until => "expired",
            ConsentState::Signed => "valid",
        }
    }

    /// What the paper says, in the vocabulary of the law; what is asked for stands elsewhere.
    pub fn facts(&self, day: Date) -> BTreeMap<String, Json> {
        let kinds: Vec<&str> = self.terms.what.iter().map(|category| category.word()).collect();
        let signer = self.signature.as_ref().map_or("none", |signature| signature.who.word());
        let facts = [
            ("consent_forms", json!(self.forms)),
            ("consent_status", json!(self.status(day))),
            ("consent_signed_by", json!(signer)),
            ("consent_elements", json!(self.elements)),
            ("consent_scope", json!(kinds)),
            ("consent_expiry", json!(self.terms.until.to_string())),
            ("consent_conditioned_on_services", json!(false)),
            ("consent_compound", json!(self.terms.is_compound())),
        ];
        let shared = self.terms.shared(self.status(day) == "valid");
        facts.into_iter().chain(shared).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(what: &[&str]) -> Terms {
        Terms {
            toward: Toward::Release,
            other: "Dr. Lin".into(),
            recipient: "treating_provider".into(),
            what: what.iter().map(|word| Category::from_word(word).unwrap()).collect(),
            detail: None,
            purpose: "treatment".into(),
            until: jiff::civil::date(2026, 5, 30),
            joint: None,
        }
    }

    #[test]
    fn notes_that_are_kept_apart_stand_alone_on_their_paper_each_kind_by_itself() {
        assert!(!terms(&["psychotherapy_notes"]).is_compound() && !terms(&["diagnosis", "symptoms"]).is_compound());
        assert!(terms(&["psychotherapy_notes", "diagnosis"]).is_compound());
        assert!(terms(&["psychotherapy_notes", "sud_counseling_notes"]).is_compound());
    }

    #[test]
    fn of_a_shared_record_the_law_hears_that_it_is_one_and_of_another_nothing() {
        let mut whole = terms(&["diagnosis"]);
        assert!(!whole.asked().contains_key(EACH) && !whole.asked().contains_key("client_group_member"));
        whole.joint = Some(Joint { unit: Unit::Group, names: vec!["Eva".into()] });
        let asked = whole.asked();
        assert_eq!((&asked["client_group_member"], &asked[EACH]), (&json!(true), &json!(true)));
        assert!(!asked.contains_key("client_couple_or_family"));
    }

    #[test]
    fn each_is_named_once_and_the_client_is_no_other() {
        let named = |names: &[&str]| {
            let joint = Joint { unit: Unit::Family, names: names.iter().map(|name| (*name).to_owned()).collect() };
            joint.is_each_once(&["Rosa Vega".to_owned()])
        };
        assert!(named(&["Luis Vega", "Eva Vega"]));
        assert!(
            !named(&["Luis Vega", "LUIS  VEGA"])
                && !named(&["Rosa Vega"])
                && !named(&["Luis Vega", "rosa vega"])
                && !named(&["--"])
        );
    }
}
