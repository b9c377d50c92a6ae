//! What every command on an agency takes: where it is, who asks, why, and where secrets come from.

mod desk;
mod reason;

use std::path::PathBuf;

use anyhow::Result;
use tacenda_desk::{Worker, WorkerState};
use tacenda_vault::Passphrase;

use super::Misuse;
use crate::agency::{Agency, SignedIn};
use crate::config::Config;
use crate::edge;
use crate::root::Root;

pub(crate) use desk::Desk;

/// Options of every command on an agency.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Agency")]
pub(crate) struct At {
    /// The agency's folder; without it `tacenda` in your data folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Who asks, by name or id; without it the only worker
    #[arg(long = "as", global = true, value_name = "NAME|ID")]
    pub(crate) who: Option<String>,
    /// Your passphrase, from this file (`-` is standard input); without it you are asked
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// The passphrase (or PIN) of the agency's keys, from this file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) root_passphrase_file: Option<PathBuf>,
    /// Why you look, such as `care_team`, `appointment` or `task:ID`
    #[arg(long, global = true, value_name = "WORD[:ID]")]
    pub(crate) reason: Option<String>,
    /// Ask nothing: what is not given is an error
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl At {
    /// The agency's folder.
    pub(crate) fn home(&self) -> Result<PathBuf> {
        self.home.clone().map_or_else(edge::home, Ok)
    }

    /// A secret: from the file, or typed.
    pub(crate) fn secret(&self, prompt: &str, file: Option<&PathBuf>) -> Result<zeroize::Zeroizing<String>> {
        if self.no_input && file.is_none() {
            return Err(Misuse(format!("{}: give it in a file", prompt.trim().trim_end_matches(':'))).into());
        }
        edge::secret(prompt, file.map(PathBuf::as_path))
    }

    /// A line typed at the terminal.
    pub(crate) fn line(&self, prompt: &str) -> Result<String> {
        if self.no_input {
            return Err(Misuse(format!("{}: not given, and nobody is to be asked", prompt.trim().trim_end_matches(':'))).into());
        }
        if !edge::is_attended() {
            return Err(Misuse(format!("{}: not given, and nobody is here to ask", prompt.trim().trim_end_matches(':'))).into());
        }
        edge::line(prompt)
    }

    /// Makes sure that somebody means it: `yes` was given as `--confirm=WORD`, or they type the word.
    pub(crate) fn confirm(&self, word: &str, given: Option<&str>, what: &str) -> Result<()> {
        let typed = match given {
            Some(given) => given.to_owned(),
            None => self.line(&format!("{what} Type {word} to go on: "))?,
        };
        if typed == word {
            Ok(())
        } else {
            Err(Misuse(format!("nothing was done: `{word}` was not typed (or give --confirm={word})")).into())
        }
    }

    /// The root of the agency's keys.
    pub(crate) fn root(&self, config: &Config) -> Result<Root> {
        Root::from_config(&self.home()?, config, |prompt| self.root_secret(prompt))
    }

    /// What opens that root, from its file or typed.
    pub(crate) fn root_secret(&self, prompt: &str) -> Result<String> {
        Ok(self.secret(prompt, self.root_passphrase_file.as_ref())?.as_str().to_owned())
    }

    /// Opens the agency.
    pub(crate) fn open(&self) -> Result<Agency> {
        let home = self.home()?;
        let root = self.root(&Config::read(&home)?)?;
        Ok(Agency::open(&home, &root)?)
    }

    /// Opens the agency and signs somebody in.
    pub(crate) fn desk(&self) -> Result<Desk<'_>> {
        self.seat(self.open()?)
    }

    /// Signs somebody in at an agency that is open.
    pub(crate) fn seat(&self, agency: Agency) -> Result<Desk<'_>> {
        let worker = self.worker(&agency)?;
        let who = self.sign_in(&agency, &worker)?;
        let desk = Desk { at: self, agency, who, worker };
        desk.register_key()?;
        Ok(desk)
    }

    fn sign_in(&self, agency: &Agency, worker: &Worker) -> Result<SignedIn> {
        let prompt = format!("Passphrase of {}: ", worker.name);
        let typed = self.secret(&prompt, self.passphrase_file.as_ref())?;
        Ok(agency.sign_in(worker.id, &Passphrase::new(&typed))?)
    }

    /// Who asks: the one named, the only one who has a key, or the one chosen.
    pub(crate) fn worker(&self, agency: &Agency) -> Result<Worker> {
        if let Some(named) = &self.who {
            let all: Vec<Worker> = agency.workers()?.into_iter().filter(|w| w.state != WorkerState::Left).collect();
            return desk::named(&all, named, |w| (w.id.to_string(), &w.name)).cloned();
        }
        let mut all = agency.with_keys()?;
        if all.len() > 1 {
            let names: Vec<&str> = all.iter().map(|w| w.name.as_str()).collect();
            let typed = self.line(&format!("Who are you ({})? ", names.join(", ")))?;
            return desk::named(&all, &typed, |w| (w.id.to_string(), &w.name)).cloned();
        }
        all.pop().ok_or_else(|| Misuse("nobody here has a key".to_owned()).into())
    }

    /// A new passphrase: from the file, or typed twice.
    pub(crate) fn new_passphrase(&self, whose: &str, file: Option<&PathBuf>) -> Result<zeroize::Zeroizing<String>> {
        const LEAST: usize = 15;
        let typed = self.secret(&format!("New passphrase {whose} (at least {LEAST} characters): "), file)?;
        if typed.chars().count() < LEAST {
            return Err(
                Misuse(format!("a passphrase has at least {LEAST} characters; four or five words make a good one")).into()
            );
        }
        if file.is_none() && *self.secret("The same again: ", None)? != *typed {
            return Err(Misuse("the two are not the same".to_owned()).into());
        }
        Ok(typed)
    }
}
