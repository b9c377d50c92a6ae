//! Writing: the records of a file.

use sha2::{Digest, Sha256};

use super::super::grammar::{Given, capitals};
use super::super::house::Unit;
use super::super::pen::Place;
use super::super::{Agency, Upload};
use super::{File, TEAM};
use crate::access::Reason;
use crate::acts::{AddRecord, ReadAttachment, ReadRecord};
use crate::class::{Category, Class};
use crate::practice::days::date;
use crate::practice::file::Written;
use crate::record::{Attachment, RecordId};
use crate::thing::Kind;
use crate::time::Time;
use crate::worker::WorkerId;

/// What is written: by which rule, of which category, at which level if not at the one that the category asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::practice) struct Paper {
    pub rule: &'static str,
    pub category: &'static str,
    pub class: Option<Class>,
    /// How many days before it is written it happened.
    pub days_ago: i64,
    pub amends: Option<RecordId>,
    pub attached: bool,
    /// In another program than the client's first.
    pub unit: Option<Unit>,
}

impl Paper {
    /// A record written by the rule of its category.
    pub(in crate::practice) const fn of(category: &'static str) -> Self {
        Self { rule: category, category, class: None, days_ago: 0, amends: None, attached: false, unit: None }
    }

    /// A record of a category, written by another rule.
    pub(in crate::practice) const fn by(rule: &'static str, category: &'static str) -> Self {
        Self { rule, ..Self::of(category) }
    }

    pub(in crate::practice) const fn at(self, class: Class) -> Self {
        Self { class: Some(class), ..self }
    }
}

/// What is written once beside the meetings, in turn; by unit.
const CLINIC: &[&str] = &[
    "diagnosis",
    "treatment_plan",
    "symptoms",
    "test_results",
    "session_start_stop",
    "correspondence",
    "functional_status",
    "safety_plan",
    "hiv",
    "prognosis",
    "appointment_dates",
    "threat_statement",
    "victim_identity",
    "danger_assessment",
    "consent_release",
    "genetic",
    "obtained_outside_records",
    "reproductive",
    "modality_frequency",
    "third_party_info",
    "client_status",
    "consent_stopped",
    "attendance_summary",
    "progress_summary",
    "child_identity",
    "duty_restrictions",
];
const RECOVERY: &[&str] = &["treatment_plan", "consent_release", "test_results", "diagnosis", "safety_plan", "progress_summary"];
const SHELTER: &[&str] = &[
    "location_shelter",
    "safety_plan",
    "abuser_identity",
    "danger_assessment",
    "abuse_details",
    "child_identity",
    "consent_release",
];
const SCHOOL: &[&str] = &["education_record", "ferpa_treatment_record", "education_record", "correspondence"];
const BASE: &[&str] = &["duty_restrictions", "functional_status", "symptoms", "treatment_plan"];

impl Agency {
    /// What the primary worker writes beside the meetings: number `turn` of this file.
    pub(super) fn paper(&mut self, file: &mut File, turn: usize, at: Time) -> Option<()> {
        if !file.open {
            return None;
        }
        let all = match file.path.unit() {
            Unit::Clinic => CLINIC,
            Unit::Recovery => RECOVERY,
            Unit::Shelter => SHELTER,
            Unit::School => SCHOOL,
            Unit::Base => BASE,
        };
        let rule = *all.iter().cycle().nth((file.number * 4 + turn) % all.len())?;
        let category = if rule.starts_with("consent") { "correspondence" } else { rule };
        let attached = matches!(rule, "consent_release" | "obtained_outside_records" | "correspondence" | "test_results");
        let paper = Paper { attached, ..Paper::by(rule, category) };
        self.record(file, at, file.primary, TEAM, paper)
    }

    /// Writes a record, and says which it is.
    pub(super) fn write(&mut self, file: &mut File, at: Time, by: WorkerId, reason: Reason, paper: Paper) -> Option<Written> {
        let program = self.program(file, paper.unit.unwrap_or(file.path.unit()))?;
        let category = Category::from_word(paper.category)?;
        let class = paper.class.unwrap_or(category.class_in(program.is_part2()));
        let rule = self.in_their_language(file, paper.rule);
        file.own_notes |= class.is_person_wrapped() && by == file.primary;
        let (place, id) = (Place(Kind::Record, class), file.chance.id(at));
        let name = self.house.post(by).map(|p| p.name.clone()).unwrap_or_default();
        let other = self.pen.word("person", &mut file.chance);
        let day = date(at).strftime("%B %-d, %Y").to_string();
        let given = Given { name: &file.name, worker: &name, other: &other, date: &day, month: Some(date(at).month()) };
        let title = self.pen.write(place, "title", &format!("{rule}.title"), &mut file.chance, &given);
        let text = self.pen.write(place, "text", &rule, &mut file.chance, &given);
        let text = capitals(&text);
        let mut uploads = Vec::new();
        if paper.attached {
            uploads.push(self.attachment(file, at, place, &text));
        }
        let (attachments, uploads): (Vec<Attachment>, Vec<Upload>) = uploads.into_iter().unzip();
        let attachment = attachments.first().map(|a| a.id);
        let third_party = paper.category == "third_party_info" || paper.category == "obtained_outside_records";
        let happened = at.plus_days(-paper.days_ago);
        let (client, amends) = (file.client, paper.amends);
        let act = AddRecord {
            id,
            client,
            category,
            class,
            program: program.id,
            title,
            text,
            happened,
            attachments,
            amends,
            third_party,
            others: Vec::new(),
        };
        self.tell_all(at, by, reason, act.into(), uploads, None);
        Some(Written { at, id, class, category: paper.category, attachment })
    }

    /// Writes a record, and remembers it if the primary worker's colleagues may come across it.
    pub(super) fn record(&mut self, file: &mut File, at: Time, by: WorkerId, reason: Reason, paper: Paper) -> Option<()> {
        let written = self.write(file, at, by, reason, paper)?;
        if matches!(written.class, Class::General | Class::Sud) && paper.unit.is_none() {
            file.last = Some(written);
        }
        Some(())
    }

    /// The rule in Spanish, where the client speaks it, the worker wrote in it, and there is one.
    fn in_their_language(&self, file: &mut File, rule: &'static str) -> String {
        let spanish = format!("{rule}.es");
        if file.spanish && file.chance.percent(70) && self.pen.has(&spanish) { spanish } else { rule.to_owned() }
    }

    fn attachment(&mut self, file: &mut File, at: Time, place: Place, text: &str) -> (Attachment, Upload) {
        let chance = &mut file.chance;
        let (id, name) = (chance.id(at), self.pen.word("file.name", chance));
        let lines = usize::try_from(chance.within(1, 12)).unwrap_or(1);
        let body = self.pen.mark(place, "attachments.bytes", [text].repeat(lines).join("\n"));
        let name = if self.pen.plants() { format!("{}.txt", self.pen.mark(place, "attachments.name", name)) } else { name };
        let bytes = body.into_bytes();
        let sha256 = hex(&Sha256::digest(&bytes));
        let size = u64::try_from(bytes.len()).unwrap_or_default();
        let attachment = Attachment { id, name, media_type: "text/plain".into(), size, sha256 };
        (attachment, Upload { attachment: id, bytes })
    }

    /// A letter that came with a scan, opened again a little later.
    pub(super) fn letter(&mut self, file: &mut File, at: Time) -> Option<()> {
        let paper = Paper { attached: true, ..Paper::of("correspondence") };
        let (client, by) = (file.client, file.primary);
        let written = self.write(file, at, by, TEAM, paper)?;
        let attachment = written.attachment?;
        self.tell(at.plus_minutes(6), by, TEAM, ReadAttachment { client, record: written.id, attachment });
        self.tell(at.plus_minutes(9), by, TEAM, ReadRecord { client, record: written.id });
        file.last = Some(written);
        Some(())
    }
}

/// Small hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|b| [b >> 4, b & 15]);
    digits.filter_map(|d| char::from_digit(u32::from(d), 16)).collect()
}

impl Paper {
    /// What a worker of that program keeps for themselves; an advocate's whole file is kept so.
    pub(in crate::practice) const fn own(unit: Unit) -> Self {
        match unit {
            Unit::Shelter => Self::by("advocate_note", "progress_notes").at(Class::Privileged),
            Unit::Recovery => Self::of("sud_counseling_notes"),
            _ => Self::of("psychotherapy_notes"),
        }
    }
}
