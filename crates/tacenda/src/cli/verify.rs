//! `tacenda verify`: checks what was handed out, without the agency.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use tacenda_law::Packs;
use tacenda_ledger::proof::{Account, Entry, Included, verify_parts};
use tacenda_ledger::{Keys, Report, VERIFIER_PAGE, open, verifier_page_digest};

use super::at::At;
use super::ledger::Fsck;
use super::offline::Trust;
use super::{Ended, Misuse, out, print, talk};
use crate::agency::hex;
use crate::calm::calm;
use crate::packs;
use crate::problem::Problem;
use crate::proofs::digest_of;
use crate::sheetcode::{self, Proof, Replay};

/// Checks proof files, exported ledgers and backups. Nothing of the agency is needed but its public key.
///
/// Examples:
///   tacenda verify leaf.tlog-proof --key 'tacenda/…+…'
///   tacenda verify packet.pdf packet.tlog-proof --key-file ledger.key   a packet: that it left the agency, and when
///   tacenda verify account.1 account.2 --key-file ledger.key
///   tacenda verify /media/stick/ledger --key-file ledger.key
///   tacenda verify 7Q4K-2M9X-C                         a decision sheet, by its code: in the agency that made it
///   tacenda verify sheet-7Q4K-2M9X-C.json              the same by its file, anywhere
///   tacenda verify --page --to verifier.html           a page that checks proofs in any browser
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Verify {
    /// Proof files (the parts of one account together), a folder of an export, a backup, a packet with its proof, the file of a decision sheet, or the code on one
    #[arg(required_unless_present = "page")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    trust: Trust,
    /// Write the offline page instead; its SHA-256 goes to standard error
    #[arg(long, conflicts_with = "files")]
    page: bool,
    /// Where the page goes; without it to standard output
    #[arg(long, value_name = "FILE", requires = "page")]
    to: Option<PathBuf>,
}

impl Verify {
    pub(crate) fn run(self, at: &At, folder: Option<&Path>) -> Result<Ended> {
        if self.page {
            match &self.to {
                Some(path) => std::fs::write(path, VERIFIER_PAGE).with_context(|| format!("cannot write {}", path.display()))?,
                None => print(VERIFIER_PAGE)?,
            }
            talk(&format!("SHA-256 {}", verifier_page_digest()))?;
            return Ok(Ended::Done);
        }
        let (mut parts, mut papers, mut sent) = (Vec::new(), Vec::new(), Vec::new());
        let law = Law { folder, packs: OnceCell::new() };
        for path in &self.files {
            if let Some(code) = path.to_str().and_then(sheetcode::read).filter(|_| !path.exists()) {
                sheet_code(at, &law, &code)?;
                continue;
            }
            if path.is_dir() {
                Fsck { folder: path.clone(), trust: self.trust.clone() }.run(at)?;
                continue;
            }
            match kind(path)? {
                Kind::Backup => drop(self.backup(at, path)?),
                Kind::Sheet => drop(sheet_file(at, &law, path)?),
                Kind::Account => parts.extend(parted(&read(path)?)),
                Kind::Paper => papers.push(path),
                Kind::Other => {
                    let Report::Inclusion(included) =
                        tacenda_ledger::verify(&read(path)?, &self.trust.needed()?).map_err(refused(path))?
                    else {
                        return Err(Misuse(format!("{}: not a proof file", path.display())).into());
                    };
                    show_leaf(at, &included)?;
                    sent.extend(Sent::of(&included));
                }
            }
        }
        papers.into_iter().try_for_each(|path| show_paper(at, path, &sent).map(drop))?;
        if parts.is_empty() {
            return Ok(Ended::Done);
        }
        let files: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let account = verify_parts(&files, &self.trust.needed()?).map_err(|failure| Problem::NotVerified(failure.to_string()))?;
        show_account(at, &account)
    }

    /// Without the agency's root a backup shows its first line and whether it is whole; with the ledger's key, whether that signed it.
    fn backup(&self, at: &At, path: &Path) -> Result<Ended> {
        let header = crate::backup::frames(path)?;
        let signed = self.trust.keys()?.map(|keys| signed(&header, &keys)).transpose()?;
        let view = serde_json::json!({
            "backup": header.id, "agency": header.agency, "leaves": header.leaves, "signed": signed.is_some(),
        });
        out::show(at.json, &view, || {
            let by = if signed.is_some() { ", and the ledger signed it" } else { "" };
            format!(
                "backup {} is whole: {} leaves{by}. `tacenda backup verify` opens it with the root of its keys.\n",
                header.id, header.leaves
            )
        })
    }
}

/// The law, read when the first sheet asks for it.
struct Law<'f> {
    folder: Option<&'f Path>,
    packs: OnceCell<Packs>,
}

impl Law<'_> {
    fn packs(&self) -> Result<&Packs> {
        if let Some(packs) = self.packs.get() {
            return Ok(packs);
        }
        let packs = packs::load(&packs::files(self.folder)?)?;
        Ok(self.packs.get_or_init(|| packs))
    }
}

/// A sheet's file: the law is asked again.
fn sheet_file(at: &At, law: &Law<'_>, path: &Path) -> Result<Ended> {
    let broken = || Problem::NotVerified(format!("{}: this is no decision sheet", path.display()));
    let proof: Proof = serde_json::from_slice(&read(path)?).map_err(|_| broken())?;
    show_sheet(at, law, &proof)
}

/// A sheet by the code on its paper, among those that the agency keeps.
fn sheet_code(at: &At, law: &Law<'_>, code: &str) -> Result<Ended> {
    let proof = at.open()?.sheet(code)?;
    let none = || Problem::NotVerified(format!("{code}: no sheet of that code is kept here"));
    show_sheet(at, law, &proof.ok_or_else(none)?)
}

fn show_sheet(at: &At, law: &Law<'_>, proof: &Proof) -> Result<Ended> {
    let packs = law.packs()?;
    match proof.replay(packs) {
        Replay::Same => {}
        Replay::OtherLaw(changed) => {
            let changed = changed.join(", ");
            let told = format!("sheet {}: it was made with {changed}; give that folder with --packs", proof.code);
            return Err(Problem::NotVerified(told).into());
        }
        Replay::Different => {
            return Err(Problem::NotVerified(format!("sheet {}: the law does not say this", proof.code)).into());
        }
    }
    let facts = proof.facts(packs).ok_or_else(|| Problem::NotVerified("the facts do not read".to_owned()))?;
    let verdict = packs.decide(&facts).verdict.word();
    let view = serde_json::json!({ "sheet": proof.code, "day": proof.day, "verdict": verdict, "ruling": proof.ruling });
    out::show(at.json, &view, || {
        format!("sheet {} holds: the same law says {verdict} on the same facts of {}\n", proof.code, proof.day)
    })
}

fn signed(header: &crate::backup::Header, keys: &Keys) -> Result<()> {
    let note = header.checkpoint.as_deref().ok_or_else(|| Problem::NotVerified("the backup has no signed head".to_owned()))?;
    let signed = open(note, keys).map_err(|error| Problem::NotVerified(error.to_string()))?;
    if signed.head == header.head()? {
        return Ok(());
    }
    Err(Problem::NotVerified("the backup's head is not the one that was signed".to_owned()).into())
}

/// The parts of a list that came in one file.
fn parted(file: &[u8]) -> Vec<Vec<u8>> {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for line in file.split_inclusive(|byte| *byte == b'\n') {
        match parts.last_mut() {
            Some(part) if line != ACCOUNT => part.extend(line),
            _ => parts.push(line.to_vec()),
        }
    }
    parts
}

/// How each part of a list begins.
const ACCOUNT: &[u8] = b"tacenda/accounting/1\n";

enum Kind {
    Account,
    Paper,
    Backup,
    Sheet,
    Other,
}

fn kind(path: &Path) -> Result<Kind> {
    let mut first = [0; 21];
    let mut file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let count = std::io::Read::read(&mut file, &mut first)?;
    Ok(match first.get(..count).unwrap_or_default() {
        ACCOUNT => Kind::Account,
        start if start.starts_with(b"%PDF-") => Kind::Paper,
        start if start.starts_with(sheetcode::MARK.as_bytes()) => Kind::Sheet,
        [b'{', ..] => Kind::Backup,
        _ => Kind::Other,
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn refused(path: &Path) -> impl Fn(tacenda_ledger::proof::Failure) -> Problem {
    move |failure| Problem::NotVerified(format!("{}: {failure}", path.display()))
}

fn codes(leaf: &tacenda_ledger::Leaf) -> String {
    leaf.codes.iter().fold(String::new(), |text, code| text + " " + code.key() + "=" + code.value())
}

fn show_leaf(at: &At, included: &Included) -> Result<Ended> {
    let (leaf, head) = (&included.leaf, included.signed.head);
    let witnesses: Vec<&String> = included.signed.witnessed.iter().map(|(name, _)| name).collect();
    let view = serde_json::json!({
        "leaf": included.index, "time": leaf.time, "act": leaf.act, "leaves": head.size, "witnesses": witnesses,
        "said": included.said.as_ref().map(|said| &said.text),
    });
    out::show(at.json, &view, || {
        let when = out::when(tacenda_desk::Time(leaf.time));
        format!("leaf {} is in the ledger of {} leaves\n{when}  {}{}\n", included.index, head.size, leaf.act, codes(leaf))
    })
}

/// What a proof says went.
struct Sent {
    sha256: String,
    leaf: u64,
    time: i64,
}

impl Sent {
    fn of(included: &Included) -> Option<Self> {
        let said = included.said.as_ref().filter(|_| included.leaf.act == "packet.send")?;
        let sha256 = digest_of(&said.text)?;
        Some(Self { sha256, leaf: included.index, time: included.leaf.time })
    }
}

/// A paper against the proofs that came with it.
fn show_paper(at: &At, path: &Path, sent: &[Sent]) -> Result<Ended> {
    let (digest, name) = (hex(&Sha256::digest(read(path)?)), path.display());
    if sent.is_empty() {
        let told = format!("{name}: SHA-256 {digest}. Give its proof too, a .tlog-proof that whoever sent it makes");
        return Err(Misuse(told).into());
    }
    let Some(one) = sent.iter().find(|one| one.sha256 == digest) else {
        return Err(Problem::NotVerified(format!("{name}: these are not the bytes that went")).into());
    };
    let view = serde_json::json!({ "paper": digest, "leaf": one.leaf, "time": one.time });
    out::show(at.json, &view, || {
        format!("{name} is what went, byte for byte: {}, leaf {}\n", out::when(tacenda_desk::Time(one.time)), one.leaf)
    })
}

fn show_account(at: &At, account: &Account) -> Result<Ended> {
    let open = account.entries.iter().filter(|entry| matches!(entry, Entry::Open(_))).count();
    let leaves = account.anchor.as_ref().map_or(0, |anchor| anchor.signed.head.size);
    let view = serde_json::json!({
        "entries": account.entries.len(), "open": open, "from": account.from.length, "to": account.to.length, "leaves": leaves,
    });
    out::show(at.json, &view, || {
        let mut lines: Vec<String> = (account.from.length + 1..).zip(&account.entries).filter_map(line).collect();
        let (all, closed) = (account.entries.len(), account.entries.len() - open);
        lines.push(format!("The list is complete: {all} entries, {closed} of them closed; ledger of {leaves} leaves."));
        lines.push("This proves the list matches our records. It can't prove nobody spoke out of turn.\n".to_owned());
        lines.join("\n")
    })
}

/// An entry that is shown, as a line.
fn line((number, entry): (u64, &Entry)) -> Option<String> {
    let Entry::Open(opened) = entry else { return None };
    let (leaf, said) = (&opened.leaf, opened.said.as_ref().map_or("", |said| said.text.as_str()));
    let when = out::when(tacenda_desk::Time(leaf.time));
    Some(calm(&format!("{number}  {when}  {}{}  {said}", leaf.act, codes(leaf))))
}
