//! R21: a marker in every field of a fictional agency; the command line runs over it, whole, damaged and interrupted. No marker in a file,
//! a message, an argument, a core; only where somebody asked to be shown something, and there on standard output alone.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tacenda::agency::Agency;
use tacenda_desk::practice::{Size, canaries};
use tacenda_desk::{ClientId, WorkerId};
use tacenda_store::sealed;

use crate::chance::Chance;
use crate::house::PASSPHRASE;
use crate::marks::Marks;
use crate::{Form, Found, damage, fiction, wait};

/// Commands after which nobody has been shown anything of a client.
const QUIET: &[&str] = &[
    "status",
    "doctor",
    "key inventory",
    "ledger head",
    "ledger verify",
    "ledger prove 3",
    "ledger export EXPORT",
    "ledger fsck EXPORT",
    "backup create",
    "backup list",
    "backup verify",
    "backup prove",
    "client open 00000000-0000-7000-8000-000000000000",
    "client close CLIENT --reason task:00000000-0000-7000-8000-000000000000",
    "record read 00000000-0000-7000-8000-000000000000 --client CLIENT",
];
/// Commands that show something, on standard output.
const SHOWING: &[&str] =
    &["client open CLIENT", "record list CLIENT", "appointment list CLIENT", "client looks CLIENT", "task list"];
/// What is typed wrongly, with a marker in it: the complaint must not repeat it.
const WRONG: &[(&str, &str)] = &[
    ("client add", "{\"chosen_name\": \"CANARYAAAAAAAAAAAAA\""),
    ("client add", "{\"chosen_name\": \"Ana\", \"born\": \"CANARYAAAAAAAAAAAAA\"}"),
    ("client add", "{\"CANARYAAAAAAAAAAAAA\": 1}"),
    ("client amend CLIENT", "{\"chosen_name\": [\"CANARYAAAAAAAAAAAAA\"]}"),
    ("record add CLIENT --category no_such_category", "CANARYAAAAAAAAAAAAA"),
    ("record add CLIENT --category progress_notes --attach nowhere", "CANARYAAAAAAAAAAAAA"),
    ("record add CLIENT --category progress_notes --program nowhere", "CANARYAAAAAAAAAAAAA"),
];

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let size = if form.long { Size::Practice } else { Size::Tiny };
    let folder = tempfile::tempdir()?;
    let desk = Desk::load(folder.path(), size, form.seed)?;
    let mut told = Told::default();
    desk.work(&desk.home, &mut told)?;
    for (words, input) in WRONG {
        let (client, worker) = desk.pairs.first().context("nobody has a client")?;
        let output = desk.run(&desk.home, words, (*client, *worker), input.as_bytes())?;
        ensure!(!output.status.success(), "`{words}` was taken");
        told.quiet(&desk.marks, words, &output);
    }
    let damaged = if form.long { 30 } else { 4 };
    for number in 0..damaged {
        desk.work(&desk.damaged(form.seed + number)?, &mut told)?;
    }
    let (arguments, cores, control) = desk.interrupted()?;
    let (files, bytes, plain) = desk.files()?;
    let paper = desk.marks.hits(desk.texts.as_bytes());
    Ok(Found {
        figures: format!(
            "{} markers, {} commands, {damaged} of the databases damaged: messages {}, arguments {arguments}, {files} files ({} KB) {plain}, \
             cores {cores} (control without our limit: {control}); controls: shown on purpose {}, in a plain file {paper}{}",
            desk.marks.count,
            told.commands,
            told.leaked,
            bytes / 1_000,
            told.shown,
            told.first.map(|first| format!(" ({first})")).unwrap_or_default(),
        ),
        holds: told.leaked + arguments + plain + cores == 0 && told.shown > 5 && paper > 100,
    })
}

/// What the commands said.
#[derive(Debug, Default)]
struct Told {
    commands: usize,
    shown: usize,
    leaked: usize,
    first: Option<String>,
}

impl Told {
    fn leak(&mut self, words: &str, hits: usize) {
        self.leaked += hits;
        if hits > 0 {
            self.first.get_or_insert_with(|| words.to_owned());
        }
    }

    fn quiet(&mut self, marks: &Marks, words: &str, output: &Output) {
        self.commands += 1;
        self.leak(words, marks.hits(&output.stdout) + marks.hits(&output.stderr));
    }

    fn showing(&mut self, marks: &Marks, words: &str, output: &Output) {
        self.commands += 1;
        self.shown += marks.hits(&output.stdout);
        self.leak(words, marks.hits(&output.stderr));
    }
}

/// The agency and where its commands run.
struct Desk {
    folder: PathBuf,
    home: PathBuf,
    /// Clients, each with somebody of the team.
    pairs: Vec<(ClientId, WorkerId)>,
    records: Vec<(ClientId, WorkerId, String)>,
    marks: Marks,
    /// All markers, as a plain file would hold them.
    texts: String,
}

impl Desk {
    fn load(folder: &Path, size: Size, seed: u64) -> Result<Self> {
        let home = folder.join("home");
        for name in ["home", "tmp", "work"] {
            std::fs::create_dir(folder.join(name))?;
        }
        std::fs::write(folder.join("pass"), PASSPHRASE)?;
        let loading = fiction::load(&home, size, seed, true)?;
        let agency = loading.agency();
        let all: Vec<String> = canaries(seed, size, fiction::START).map(|canary| canary.text).collect();
        let (texts, marks) = (all.join("\n"), Marks::new(&all));
        let mut desk = Self { folder: folder.to_owned(), home, pairs: Vec::new(), records: Vec::new(), texts, marks };
        for worker in agency.workers()? {
            for client in agency.caseload(worker.id)? {
                desk.take(agency, (client, worker.id))?;
            }
        }
        ensure!(!desk.pairs.is_empty() && !desk.records.is_empty(), "nobody opens a client with records");
        Ok(desk)
    }

    /// Works with this pair too, if the worker is still here and the file is open to them.
    fn take(&mut self, agency: &Agency, (client, worker): (ClientId, WorkerId)) -> Result<()> {
        let is_known = self.pairs.iter().any(|(known, _)| *known == client);
        if is_known
            || self.pairs.len() >= 12
            || !self.run(&self.home, "client open CLIENT", (client, worker), b"")?.status.success()
        {
            return Ok(());
        }
        self.pairs.push((client, worker));
        let lines = agency.db().read(|tx| sealed::of_client(tx, &client.to_string(), "record"))?;
        self.records.extend(lines.into_iter().take(6).map(|line| (client, worker, line.columns.id)));
        Ok(())
    }

    /// Every command, over the agency in `home`. What a damaged one answers is its own affair, but for what it says.
    fn work(&self, home: &Path, told: &mut Told) -> Result<()> {
        let first = *self.pairs.first().context("nobody has a client")?;
        for words in QUIET {
            told.quiet(&self.marks, words, &self.run(home, words, first, b"")?);
        }
        for pair in &self.pairs {
            for words in SHOWING {
                told.showing(&self.marks, words, &self.run(home, words, *pair, b"")?);
            }
        }
        for (client, worker, record) in &self.records {
            let words = format!("record read {record} --client CLIENT");
            told.showing(&self.marks, "record read", &self.run(home, &words, (*client, *worker), b"")?);
        }
        let _ = std::fs::remove_dir_all(self.folder.join("work/export"));
        Ok(())
    }

    fn command(&self, home: &Path, words: &str, (client, worker): (ClientId, WorkerId)) -> Result<Command> {
        let program = std::env::current_exe()?.with_file_name("tacenda");
        ensure!(program.exists(), "the program itself is not built: cargo build --release --package tacenda");
        let filled = words.replace("CLIENT", &client.to_string()).replace("EXPORT", "export");
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$0\" \"$@\""]).arg(program).args(filled.split(' '));
        command.arg("--home").arg(home).arg("--as").arg(worker.to_string());
        command.arg("--passphrase-file").arg(self.folder.join("pass")).arg("--no-input");
        if !filled.contains("--reason") {
            command.args(["--reason", "care_team"]);
        }
        command.current_dir(self.folder.join("work")).env("TMPDIR", self.folder.join("tmp")).env("HOME", &self.folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(command)
    }

    fn run(&self, home: &Path, words: &str, of: (ClientId, WorkerId), input: &[u8]) -> Result<Output> {
        let mut child = self.command(home, words, of)?.spawn()?;
        // It need not read what it is given.
        let _ = child.stdin.take().context("no input")?.write_all(input);
        Ok(child.wait_with_output()?)
    }

    /// A copy with some sectors of its database torn.
    fn damaged(&self, seed: u64) -> Result<PathBuf> {
        let home = self.folder.join(format!("damaged-{seed}"));
        std::fs::create_dir(&home)?;
        for name in ["root.key", "tacenda.toml"] {
            std::fs::copy(self.home.join(name), home.join(name))?;
        }
        let mut bytes = std::fs::read(self.home.join("tacenda.db"))?;
        let mut chance = Chance::new(seed);
        for _ in 0..3 {
            bytes = damage::torn(&bytes, &mut chance);
        }
        std::fs::write(home.join("tacenda.db"), bytes)?;
        Ok(home)
    }

    /// Somebody is writing a record when the process is made to crash: markers in its arguments and environment, cores it left, and whether
    /// another program leaves one here.
    fn interrupted(&self) -> Result<(usize, usize, &'static str)> {
        let of = *self.pairs.first().context("nobody has a client")?;
        let mut child = self.command(&self.home, "record add CLIENT --category progress_notes", of)?.spawn()?;
        let mut input = child.stdin.take().context("no input")?;
        input.write_all(self.texts.as_bytes().get(..2_000).unwrap_or_default())?;
        // It has opened the agency and waits for the rest of the text.
        wait::pause(Duration::from_secs(2));
        let mut arguments = 0;
        for name in ["cmdline", "environ"] {
            arguments += self.marks.hits(&std::fs::read(format!("/proc/{}/{name}", child.id())).unwrap_or_default());
        }
        let dumped = usize::from(crashed(child)?);
        let left = std::fs::read_dir(self.folder.join("work"))?.flatten();
        let cores = left.filter(|entry| entry.file_name().to_string_lossy().starts_with("core")).count();
        let other = Command::new("sh")
            .args(["-c", "ulimit -c unlimited 2>/dev/null; exec sleep 60"])
            .current_dir(self.folder.join("tmp"))
            .spawn()?;
        wait::pause(Duration::from_millis(300));
        Ok((arguments, dumped + cores, if crashed(other)? { "one" } else { "none on this machine" }))
    }

    /// Everything that the commands left behind: how many files, bytes, markers in them.
    fn files(&self) -> Result<(usize, usize, usize)> {
        let (mut files, mut bytes, mut plain) = (0, 0, 0);
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)?.flatten() {
                // The control's own core is not ours.
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if !entry.file_name().to_string_lossy().starts_with("core") {
                    let content = std::fs::read(entry.path())?;
                    files += 1;
                    bytes += content.len();
                    plain += self.marks.hits(&content);
                }
            }
        }
        Ok((files, bytes, plain))
    }
}

/// Kills it as a crash would. Whether it left a core.
fn crashed(mut child: Child) -> Result<bool> {
    Command::new("kill").args(["-ABRT", &child.id().to_string()]).status()?;
    Ok(child.wait()?.core_dumped())
}
