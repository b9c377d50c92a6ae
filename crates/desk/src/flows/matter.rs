//! A matter: one thing that came in, with an owner, clocks, facts and who said each, the law's answer, and everything that happened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::class::Category;
use crate::client::ClientId;
use crate::consent::Consent;
use crate::flows::{Call, Done, FlowKind, Form, Ground, OwedByLaw, Report, Ruled, Taken, Told, Warning, What};
use crate::id::Id;
use crate::inquiry::Source;
use crate::keeping::Hold;
use crate::plain::quiet;
use crate::record::Attachment;
use crate::scan::Scans;
use crate::task::{Lawful, Task};
use crate::time::Time;
use crate::words::words;
use crate::worker::WorkerId;

words! {
    /// Where a matter stands.
    pub enum MatterState {
        /// Something is still to be done.
        Open = "open",
        /// Nothing is.
        Closed = "closed",
    }
}

words! {
    /// How a paper is answered.
    pub enum Response {
        /// Object in writing, or claim the privilege; nothing goes.
        Object = "object",
        /// Ask for less.
        Narrow = "narrow",
        /// Ask the court to set it aside.
        Quash = "quash",
        /// Wait for the client's own written release.
        Consent = "consent",
        /// Send it back with what it lacks.
        SendBack = "send_back",
        /// Say neither yes nor no to whether anybody is known here.
        CannotConfirm = "cannot_confirm",
        /// Say no.
        Refuse = "refuse",
        /// Do what the client asks for, where nothing goes by it.
        Agree = "agree",
        /// Take the more time that the law gives, once, and say so in writing.
        Extend = "extend",
        /// Send what the list names and the law allows.
        Comply = "comply",
    }
}

words! {
    /// How it ended.
    pub enum Outcome {
        /// Answered in writing, and nothing went.
        Answered = "answered",
        /// What may go is settled.
        Complied = "complied",
        /// Officers took what they took.
        Seized = "seized",
        /// They took it back, or made do without.
        Withdrawn = "withdrawn",
        /// A court set it aside.
        Quashed = "quashed",
        /// It is about nobody whom we could name.
        NotOurs = "not_ours",
        /// It goes on in another matter.
        Moved = "moved",
        /// The report was made, and all that the law asks for after it.
        Reported = "reported",
        /// No law asks for a report.
        NotOwed = "not_owed",
        /// Whoever the law names was told of the danger.
        Warned = "warned",
        /// People were kept safe, and nobody was told.
        KeptSafe = "kept_safe",
        /// All that a leak asks for was done.
        Mended = "mended",
    }
}

words! {
    /// How something was served.
    pub enum Served {
        /// By hand.
        Hand = "hand",
        /// By mail.
        Mail = "mail",
        /// By fax.
        Fax = "fax",
        /// By secure mail or a court's own system.
        Electronic = "electronic",
        /// By a sealed link.
        Link = "link",
        /// In a talk.
        Talk = "talk",
    }
}

/// That an authority wants a line held back, because it would get in the way of what they do (45 CFR 164.528(a)(2)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Who said so.
    pub whom: String,
    /// It was spoken, and not written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spoken: bool,
    /// The last day.
    pub until: Date,
    /// When it was entered.
    pub at: Time,
    /// By whom.
    pub who: String,
}

/// A fact, and who said so.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `null` where somebody said that they do not know.
    pub value: Json,
    /// Where it comes from.
    pub source: Source,
    /// Who entered it.
    pub who: String,
    /// When.
    pub at: Time,
}

/// A line of what a paper names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// In the paper's words.
    pub words: String,
    /// Which kind of information that is.
    pub category: Category,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It may go.
    Goes,
    /// Of it only these kinds may go.
    Partly(Vec<String>),
    /// It stays.
    Withheld,
}

/// Something served on somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Which letter, by its word.
    pub letter: String,
    /// On whom.
    pub to: String,
    /// How.
    pub way: Served,
    /// When.
    pub at: Time,
    /// Who entered it.
    pub who: String,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Time,
    /// Who.
    pub who: String,
    /// What.
    pub what: What,
    /// About which duty, fact, answer or outcome, by its word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// In the worker's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A matter. Sealed at the client's `legal` level, or, where it is about nobody whom we could name, under the agency's key.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// Its id.
    pub id: Id<Self>,
    /// Which workflow.
    pub kind: FlowKind,
    /// About whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// What the papers are, by their word; none while that cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Another paper has to come with it before anything may go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
    /// It was once something that somebody answers for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered_for: bool,
    /// Where it stands.
    pub state: MatterState,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<WorkerId>,
    /// Who opened it.
    pub opened_by: WorkerId,
    /// When it came.
    pub received: Time,
    /// By when they want an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Time>,
    /// Every fact, in the vocabulary of the law.
    pub facts: BTreeMap<String, Fact>,
    /// What was asked beside the law.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
    /// What the paper names, line by line.
    #[serde(default)]
    pub items: Vec<Item>,
    /// The papers that came, as files.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub scans: Scans,
    /// What the law says, on these facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruled>,
    /// How it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// What was served.
    #[serde(default)]
    pub served: Vec<Service>,
    /// What officers took.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Taken>,
    /// The client's permission on file that it rests on; what became of that is read anew each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Id<Consent>>,
    /// What a report is made of; none where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// What a warning is made of; none where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<Box<Warning>>,
    /// What keeps the file from being destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Id<Hold>>,
    /// What came of it is held back from the list that the client gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBack>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Everything that happened, in order.
    pub timeline: Vec<Happened>,
}
quiet!(Matter, Fact, Item, Service, Happened, HeldBack);

/// The word for the whole of a chart.
pub(crate) const WHOLE: &str = "whole_record";

impl Matter {
    /// What falls due next: the day by which to answer, else the day after it came.
    pub fn due(&self) -> Time {
        self.answer_by.unwrap_or_else(|| self.received.plus_days(1))
    }

    /// The facts as the law reads them.
    pub fn known(&self) -> Map<String, Json> {
        self.facts.iter().map(|(name, fact)| (name.clone(), fact.value.clone())).collect()
    }

    /// What becomes of a line of the list: that and nothing else can go, and only as far as the law allows it.
    pub fn fate(&self, item: &Item) -> Fate {
        let is_known = self.paper.is_some() && !self.incomplete;
        let Some(ruled) = self.ruling.as_ref().filter(|ruled| is_known && ruled.is_yes()) else { return Fate::Withheld };
        let (may, word) = (&ruled.may, item.category.word());
        let has = |word: &str| may.iter().any(|there| there == word);
        if word == WHOLE {
            return match () {
                () if has(WHOLE) && ruled.must_not.is_empty() => Fate::Goes,
                () if may.is_empty() => Fate::Withheld,
                () => Fate::Partly(may.clone()),
            };
        }
        if has(word) { Fate::Goes } else { Fate::Withheld }
    }

    /// The kinds of information that may go: named by the list and allowed by the law, once it was decided to comply. What is not on
    /// the list has no way into it.
    pub fn goes(&self) -> BTreeSet<String> {
        if self.response != Some(Response::Comply) {
            return BTreeSet::new();
        }
        let kinds = self.items.iter().flat_map(|item| match self.fate(item) {
            Fate::Goes => vec![item.category.word().to_owned()],
            Fate::Partly(kinds) => kinds,
            Fate::Withheld => Vec::new(),
        });
        kinds.collect()
    }

    /// The log of what is withheld: each line that does not go as a whole, with the grounds in law.
    pub fn withheld(&self) -> Vec<(&Item, Vec<&Ground>)> {
        let grounds = |item: &Item| {
            let of = |ground: &&Ground| ground.is_about(item.category.word());
            self.ruling.iter().flat_map(|ruled| &ruled.grounds).filter(of).collect()
        };
        let stays = self.items.iter().filter(|item| self.fate(item) != Fate::Goes);
        stays.map(|item| (item, grounds(item))).collect()
    }

    /// Whether somebody answers for it when something goes. Where a legal paper ever was, that does not change by what is said later.
    pub const fn is_answered_for(&self) -> bool {
        self.kind.is_answered_for() || self.answered_for || self.hold.is_some()
    }

    /// When it ended with something going, if it did.
    pub fn went(&self) -> Option<Time> {
        let last = self.timeline.iter().rev().find(|one| one.what == What::Close)?;
        (self.outcome == Some(Outcome::Complied)).then_some(last.at)
    }

    /// What may be done next.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms = super::flow(self.kind).forms(self);
        forms.extend(self.scans.here().next().map(|_| Form::plain(What::Retract)));
        forms
    }
}

/// What happened.
#[derive(Clone, PartialEq)]
pub enum Event {
    /// Somebody takes it on.
    Own {
        /// Who.
        worker: WorkerId,
    },
    /// Somebody knows more, or otherwise.
    Say {
        /// Facts of the vocabulary; `null` is "I don't know".
        facts: Vec<(String, Json)>,
        /// From where.
        source: Source,
    },
    /// The list of what the paper names.
    Items {
        /// Line by line.
        items: Vec<Item>,
    },
    /// A duty is done.
    Did {
        /// Which.
        task: Id<Task>,
        /// The evidence.
        words: String,
    },
    /// A duty waits, as the law lets it.
    Wait {
        /// Which.
        task: Id<Task>,
        /// The law's reason.
        why: Lawful,
        /// Until when; for good without.
        until: Option<Time>,
        /// In words.
        words: String,
    },
    /// It is decided how to answer.
    Respond {
        /// How.
        response: Response,
        /// Why.
        words: String,
    },
    /// A letter was served.
    Serve {
        /// Which, by its word.
        letter: String,
        /// On whom.
        to: String,
        /// How.
        way: Served,
        /// When.
        at: Time,
    },
    /// A paper was put in, as a file.
    Scan {
        /// What was uploaded.
        file: Attachment,
    },
    /// A paper was put in by mistake.
    Retract {
        /// Which.
        file: Id<Attachment>,
        /// Why it does not belong here.
        words: String,
    },
    /// The report was made to somebody.
    Call {
        /// To whom, when, and what they gave for it.
        call: Call,
    },
    /// Somebody was told of the danger.
    Tell {
        /// Who, when, how and what.
        told: Told,
    },
    /// Something short of telling was done.
    Protect {
        /// What, and when.
        done: Done,
    },
    /// Officers took something.
    Take {
        /// What, when, and who.
        taken: Taken,
    },
    /// The day by which to answer is another.
    Clock {
        /// Which.
        at: Time,
        /// Who said so, and how.
        words: String,
    },
    /// It is over.
    Close {
        /// How it ended.
        outcome: Outcome,
        /// In words.
        words: String,
    },
}
quiet!(Event);

impl Event {
    /// What it is.
    pub const fn what(&self) -> What {
        match self {
            Self::Own { .. } => What::Own,
            Self::Say { .. } => What::Say,
            Self::Items { .. } => What::Items,
            Self::Did { .. } => What::Did,
            Self::Wait { .. } => What::Wait,
            Self::Respond { .. } => What::Respond,
            Self::Serve { .. } => What::Serve,
            Self::Scan { .. } => What::Scan,
            Self::Retract { .. } => What::Retract,
            Self::Call { .. } => What::Call,
            Self::Tell { .. } => What::Tell,
            Self::Protect { .. } => What::Protect,
            Self::Take { .. } => What::Take,
            Self::Clock { .. } => What::Clock,
            Self::Close { .. } => What::Close,
        }
    }

    /// Whether it is for those to decide who answer for the matter: that something leaves, and that a paper does not belong there.
    pub const fn is_grave(&self) -> bool {
        self.lets_go() || matches!(self, Self::Retract { .. })
    }

    /// Whether something may leave by it.
    pub const fn lets_go(&self) -> bool {
        matches!(self, Self::Respond { response: Response::Comply, .. })
    }
}

impl Matter {
    /// What a fact says, where it is a word; nothing where nobody knows.
    pub fn word(&self, fact: &str) -> &str {
        self.facts.get(fact).and_then(|fact| fact.value.as_str()).unwrap_or_default()
    }

    /// What the law surely wants.
    pub fn owed(&self) -> impl Iterator<Item = &OwedByLaw> {
        self.ruling.iter().flat_map(|ruled| &ruled.owed).filter(|owed| !owed.perhaps)
    }

    /// Until which day nothing of it may stand in the list that the client gets: an authority wants it so, or an order says that nobody may be
    /// told, which has no day.
    pub fn waits_until(&self, today: Date) -> Option<Date> {
        let secret = self.facts.get("secrecy_order").is_some_and(|fact| fact.value == true);
        let held = self.held_back.as_ref().map(|held| held.until).filter(|until| *until >= today);
        if secret { Some(Date::MAX) } else { held }
    }
}
