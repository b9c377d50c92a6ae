//! An agency on a disk, met through the program alone.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::run::Ran;

/// A folder with an agency in `data/tacenda`, its kit in `kit`, and everybody's passphrase in a file of their name.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    /// The code of the second founder.
    pub(crate) code: String,
}

/// Runs the program in a folder, whose `data` is the data folder.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tacenda"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

impl Place {
    /// Rosa Quintana sees clients and runs the agency; Ben Ortiz keeps people with her.
    pub(crate) fn begin(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut place = Self { folder, code: String::new() };
        place.write("rosa", b"correct horse battery staple\n");
        place.write("ben", b"another horse, another staple\n");
        let words = [
            "init --name",
            "Rosa Quintana",
            "--role director,administrator,clinician --second",
            "Ben Ortiz",
            "--program Counselling --jurisdiction nm --custodian Rosa --custodian Ben --custodian Counsel --kit kit --passphrase-file rosa",
        ];
        let mut arguments: Vec<&str> = Vec::new();
        for (at, word) in words.into_iter().enumerate() {
            if at % 2 == 1 { arguments.push(word) } else { arguments.extend(word.split(' ')) }
        }
        arguments.extend(more);
        let begun = run(place.path(), &arguments, b"");
        assert_eq!(begun.code, 0, "{}", begun.err);
        begun
            .out
            .lines()
            .find(|line| line.starts_with("Code for"))
            .unwrap()
            .rsplit(' ')
            .next()
            .unwrap()
            .clone_into(&mut place.code);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path().join("data/tacenda")
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(name), bytes).unwrap();
    }

    /// As somebody, by the first part of their name.
    pub(crate) fn ask(&self, who: &str, words: &str, input: &str) -> Ran {
        let name = if who == "rosa" { "Rosa Quintana" } else { who };
        let name = if who == "ben" { "Ben Ortiz" } else { name };
        let mut arguments: Vec<&str> = words.split(' ').collect();
        arguments.extend(["--as", name, "--passphrase-file", who, "--no-input"]);
        run(self.path(), &arguments, input.as_bytes())
    }

    /// The same, and it succeeds. What it prints.
    pub(crate) fn does(&self, who: &str, words: &str, input: &str) -> String {
        let ran = self.ask(who, words, input);
        assert_eq!(ran.code, 0, "{words}: {}", ran.err);
        ran.out
    }

    /// The same, and gives the id that stands first.
    pub(crate) fn makes(&self, who: &str, words: &str, input: &str) -> String {
        self.does(who, words, input).split_whitespace().next().unwrap().to_owned()
    }

    /// The same, and it fails with this code. What it says.
    pub(crate) fn fails(&self, who: &str, code: i32, words: &str, input: &str) -> String {
        let ran = self.ask(who, words, input);
        assert_eq!(ran.code, code, "{words}: {}{}", ran.out, ran.err);
        ran.err
    }

    /// Ben uses his code.
    pub(crate) fn ben_joins(&self) {
        self.write("code", self.code.as_bytes());
        self.does("ben", "worker join --code-file code", "");
    }

    /// A client of Rosa's.
    pub(crate) fn client(&self) -> String {
        self.makes("rosa", "client add", r#"{"chosen_name":"Ana María Begay","born":"1990-02-03"}"#)
    }

    /// Writes the shares of a printed page into files: that of the root kit and, where it has one, that of the people's.
    pub(crate) fn shares(&self, page: &str) -> Vec<String> {
        let html = std::fs::read_to_string(self.path().join(page)).unwrap();
        let texts = html.split("<pre>").skip(1).map(|rest| rest.split("</pre>").next().unwrap());
        let name = |at: usize| format!("{}.{at}", page.replace('/', "-"));
        texts
            .enumerate()
            .map(|(at, text)| {
                self.write(&name(at), text.as_bytes());
                name(at)
            })
            .collect()
    }
}
