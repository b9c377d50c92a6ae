//! `tacenda decide`: cases in, rulings out.

use std::fs::File;
use std::io::{BufReader, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::civil::Date;
use serde_json::json;
use tacenda_law::Absence;

use super::case::{Case, Reading, each};
use super::{Ended, Language, sheet, talk, today};
use crate::packs;

/// Answers cases. Exit code 2 if a case could not be read; the others are answered all the same.
#[derive(Debug, clap::Args)]
pub(crate) struct Decide {
    /// The case: a JSON file, or - for standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Print one JSON object per case instead of a sheet
    #[arg(long)]
    json: bool,
    /// The day whose law decides, where a case has no `event_date`
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Absent facts are unknown instead of ordinary
    #[arg(long)]
    strict: bool,
}

impl Decide {
    pub(crate) fn run(self, folder: Option<&Path>, language: Language) -> Result<Ended> {
        let packs = packs::load(&packs::files(folder)?)?;
        let reading =
            Reading { on: self.on, today: today(), absence: if self.strict { Absence::Unknown } else { Absence::Default } };
        let source: Box<dyn Read> = if self.file.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(File::open(&self.file).with_context(|| format!("cannot open {}", self.file.display()))?)
        };
        let mut ended = Ended::Done;
        let mut any = false;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        each(&packs, reading, &mut BufReader::new(source), |Case { id, facts }| {
            let name = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            match facts {
                Ok(facts) => {
                    let ruling = packs.decide(&facts);
                    if self.json {
                        let mut line = ruling.to_json();
                        if let Some(fields) = line.as_object_mut() {
                            fields.insert("id".to_owned(), id);
                        }
                        writeln!(out, "{line}")?;
                    } else {
                        if any {
                            writeln!(out, "\u{c}")?;
                        }
                        write!(out, "{}", sheet::sheet(&ruling, &name, language))?;
                    }
                }
                Err(error) => {
                    ended = Ended::Usage;
                    if self.json {
                        writeln!(
                            out,
                            "{}",
                            json!({ "id": id, "error": { "pointer": error.pointer, "message": error.message } })
                        )?;
                    }
                    let of = if id.is_null() { String::new() } else { format!("{name}: ") };
                    talk(&format!("tacenda: {of}{error}"))?;
                }
            }
            any = true;
            Ok(())
        })?;
        out.flush()?;
        if !any {
            talk("tacenda: no case was given; a case is {\"id\": …, \"facts\": {…}}, and `tacenda facts` lists the facts")?;
            return Ok(Ended::Usage);
        }
        Ok(ended)
    }
}
