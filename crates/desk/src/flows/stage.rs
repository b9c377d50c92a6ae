//! Where the stories of flows are played: the repository's own packs, a file, and somebody who holds a paper.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use tacenda_law::{Absence, Facts, Packs, Source as File};

use crate::class::Category;
use crate::flows::file::Known;
use crate::flows::{Around, Event, FlowKind, Intake, Item, Law, Matter, Outcome, People, Response, Served, Taken, Turn, flow};
use crate::id::Id;
use crate::inquiry::Source;
use crate::record::Attachment;
use crate::refusal::Refusal;
use crate::task::{Task, TaskState};
use crate::time::{Now, Time};
use crate::worker::WorkerId;

/// Every file of the packs folder, by its name there.
pub(crate) fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                found.push(File::new(name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The law.
pub(crate) static LAW: LazyLock<Arc<Packs>> = LazyLock::new(|| Arc::new(Packs::load(&files()).unwrap()));

/// A Monday, ten in the morning.
pub(crate) fn monday() -> Now {
    Now::trusted(Time(1_772_445_600_000_000))
}

pub(crate) fn id<K>(n: u8) -> Id<K> {
    Id::new(monday(), [n; 10])
}

/// What the plain questions of the intake say where the answer is the ordinary one: no danger, no release, records of a person.
const PLAIN: [(&str, &str); 23] = [
    ("threat_communicated", "false"),
    ("threat_imminent", "false"),
    ("client_intent_and_ability", "false"),
    ("disclosure_necessary_to_protect", "false"),
    ("medical_emergency", "false"),
    ("child_abuse_suspected", "false"),
    ("adult_abuse_suspected", "false"),
    ("prior_therapist_exploited_client", "false"),
    ("threat_severity", "\"none\""),
    ("threat_target", "\"none\""),
    ("reportable_injury", "\"none\""),
    ("consent_forms", "[]"),
    ("consent_status", "\"none\""),
    ("consent_signed_by", "\"none\""),
    ("consent_elements", "[]"),
    ("consent_scope", "[]"),
    ("information_identifiable", "true"),
    ("deidentification", "\"none\""),
    ("disclosure_mode", "\"records\""),
    ("secrecy_order", "false"),
    ("part2_order_type", "\"none\""),
    ("recipient_identity_verified", "true"),
    ("record_has_part2_content", "false"),
];

/// Something that officers took.
pub(crate) fn taken(at: Time) -> Taken {
    Taken {
        item: items(&["progress_notes"]).remove(0),
        copied: false,
        at,
        by: "Det. Ruiz, badge 4411".into(),
        who: String::new(),
    }
}

/// A matter on the stage, with its tasks.
pub(crate) struct Stage {
    pub(crate) flow: FlowKind,
    law: Law,
    pub(crate) file: Known,
    pub(crate) now: Now,
    pub(crate) matter: Option<Matter>,
    pub(crate) tasks: Vec<Task>,
}

impl Stage {
    /// A file that says this.
    pub(crate) fn with(file: &[(&str, Json)]) -> Self {
        let file = file.iter().map(|(name, value)| ((*name).to_owned(), (value.clone(), Source::File))).collect();
        Self { flow: FlowKind::Subpoena, law: Law::new(LAW.clone()), file, now: monday(), matter: None, tasks: Vec::new() }
    }

    /// A counsellor's client in an agency under HIPAA in that state, and what the file says beside it.
    pub(crate) fn counselling(state: &str, more: &[(&str, Json)]) -> Self {
        let mut all = vec![
            ("jurisdictions", json!([state])),
            ("holder_profession", json!("licensed_counselor")),
            ("holder_setting", json!("agency")),
            ("holder_hipaa_covered_entity", json!(true)),
            ("holder_part2_program", json!(false)),
            ("client_is_minor", json!(false)),
            ("client_is_dv_sa_victim", json!(false)),
            ("client_deceased", json!(false)),
            ("holder_victim_funds", json!([])),
            ("holder_part2_lawful_holder", json!(false)),
            ("holder_ferpa_institution", json!(false)),
            ("holder_military_provider", json!(false)),
            ("holder_gdpr_controller", json!(false)),
            ("data_subject_in_eu", json!(false)),
            ("holder_law_enforcement_affiliated", json!(false)),
            ("holder_learned_in_professional_role", json!(true)),
        ];
        all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        all.extend(more.iter().cloned());
        Self::with(&all)
    }

    pub(crate) fn around(&self) -> Around<'_> {
        let people = People { officer: Some(id(2)), counsel: Some(id(3)), carer: Some(id(4)) };
        Around {
            law: &self.law,
            now: self.now,
            by: id(1),
            who: "Clerk",
            file: self.file.clone(),
            tasks: self.tasks.clone(),
            people,
        }
    }

    /// A paper comes that shows these facts.
    pub(crate) fn comes(&mut self, facts: &[(&str, Json)]) -> &Matter {
        let plain = PLAIN.iter().map(|(name, value)| (*name, serde_json::from_str(value).unwrap()));
        let mut all: Vec<(&str, Json)> = plain.filter(|(name, _)| !facts.iter().any(|(other, _)| other == name)).collect();
        all.extend(facts.iter().cloned());
        self.comes_bare(&all)
    }

    /// The same, and nothing else is known.
    pub(crate) fn comes_bare(&mut self, facts: &[(&str, Json)]) -> &Matter {
        let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone(), Source::Paper)).collect();
        let intake = Intake {
            answer_by: Some(self.now.time.plus_days(14)),
            facts,
            notes: [("told".to_owned(), "nothing".to_owned())].into(),
            hold: "a paper came".into(),
            ..Intake::of(self.flow, id(9), Some(id(8)), self.now.time)
        };
        let turn = flow(self.flow).open(&intake, &self.around()).unwrap();
        assert_eq!(turn.hold.is_some(), turn.matter.kind.keeps_file(), "the file is kept from being destroyed");
        self.take(turn);
        self.matter()
    }

    /// Somebody asks, and everything else is as it usually is: what the vocabulary takes for granted is said aloud.
    pub(crate) fn asked(&mut self, facts: &[(&str, Json)]) -> &Matter {
        let mut object: serde_json::Map<String, Json> =
            self.file.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect();
        object.extend(facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let read = Facts::from_json(&LAW.vocabulary, &Json::Object(object), self.now.time.day(), Absence::Default).unwrap();
        let all: Vec<(String, Json)> = LAW
            .vocabulary
            .stated()
            .map(|id| (LAW.vocabulary.fact(id).name.clone(), LAW.vocabulary.show(id, read.get(id))))
            .filter(|(name, _)| name != "event_date" && !self.file.contains_key(name))
            .collect();
        let all: Vec<(&str, Json)> = all.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        self.comes_bare(&all)
    }

    /// What was decided, with a word why.
    pub(crate) fn answers(&mut self, response: Response) -> Result<(), Refusal> {
        self.happens(&Event::Respond { response, words: "as the law says".into() })
    }

    /// A letter goes.
    pub(crate) fn serves(&mut self, letter: &str, to: &str) {
        let at = self.now.time;
        self.happens(&Event::Serve { letter: letter.into(), to: to.into(), way: Served::Mail, at }).unwrap();
    }

    /// All that is owed is done, and it ends.
    pub(crate) fn ends(&mut self, outcome: Outcome) {
        self.does_all();
        self.happens(&Event::Close { outcome, words: "settled".into() }).unwrap();
        assert!(self.matter().forms().is_empty(), "nothing is left to do");
    }

    /// The kinds of information that may go.
    pub(crate) fn goes(&self) -> Vec<String> {
        self.matter().goes().into_iter().collect()
    }

    /// The letters of the packs that carry out an answer to what came in.
    pub(crate) fn letters(&self, response: Response) -> Vec<&'static str> {
        let of = |letter: &&tacenda_law::Letter| letter.is_for(self.matter().paper.as_deref());
        let answer = |letter: &&tacenda_law::Letter| letter.answers.iter().any(|word| word == response.word());
        LAW.letters.iter().filter(of).filter(answer).map(|letter| letter.id.as_str()).collect()
    }

    /// The same, where days begin and end like that.
    pub(crate) fn in_zone(self, zone: &TimeZone) -> Self {
        Self { law: self.law.in_zone(zone.clone()), ..self }
    }

    /// Somebody suspects something, or hears of a danger.
    pub(crate) fn takes_in(&mut self, intake: &Intake) -> Result<(), Refusal> {
        let turn = flow(intake.flow).open(intake, &self.around())?;
        assert!(turn.hold.is_none(), "nothing of the file is held for it");
        self.take(turn);
        Ok(())
    }

    /// Something happens.
    pub(crate) fn happens(&mut self, event: &Event) -> Result<(), Refusal> {
        let turn = flow(self.matter().kind).step(self.matter(), event, &self.around())?;
        self.take(turn);
        Ok(())
    }

    /// The same, done by somebody else.
    pub(crate) fn done_by(&mut self, by: WorkerId, event: &Event) -> Result<(), Refusal> {
        let around = Around { by, who: "Somebody Else", ..self.around() };
        let turn = flow(self.matter().kind).step(self.matter(), event, &around)?;
        self.take(turn);
        Ok(())
    }

    /// What the law says.
    pub(crate) fn verdict(&self) -> &str {
        &self.matter().ruling.as_ref().unwrap().verdict
    }

    pub(crate) fn take(&mut self, turn: Turn) {
        for task in turn.tasks {
            self.tasks.retain(|there| there.id != task.id);
            self.tasks.push(task);
        }
        self.matter = Some(turn.matter);
    }

    pub(crate) fn matter(&self) -> &Matter {
        self.matter.as_ref().unwrap()
    }

    /// The duties that are open.
    pub(crate) fn owed(&self) -> Vec<&str> {
        let open = self.tasks.iter().filter(|task| task.state == TaskState::Open);
        let mut owed: Vec<&str> = open.filter_map(|task| task.duty.as_deref()).collect();
        owed.sort_unstable();
        owed
    }

    /// Does everything that is owed.
    pub(crate) fn does_all(&mut self) {
        for _ in 0..60 {
            let Some(task) = self.tasks.iter().find(|task| task.state == TaskState::Open) else { return };
            self.happens(&Event::Did { task: task.id, words: "done, see the file".into() }).unwrap();
        }
        panic!("what is owed does not end");
    }
}

/// A paper is put in, as a file.
pub(crate) fn scan(n: u8) -> Event {
    let (media_type, sha256) = ("application/pdf".to_owned(), "0".repeat(64));
    Event::Scan { file: Attachment { id: id(n), name: "paper.pdf".into(), media_type, size: 1, sha256 } }
}

/// A list of what a paper names.
pub(crate) fn items(categories: &[&str]) -> Vec<Item> {
    let item = |word: &&str| Item { words: format!("all {word}"), category: Category::from_word(word).unwrap() };
    categories.iter().map(item).collect()
}
