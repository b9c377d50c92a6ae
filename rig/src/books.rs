//! Reads everything that stands in an agency's database and holds it against the ledger: what every fault must leave true.

use std::collections::BTreeMap;

use crate::house::PLANTED;
use anyhow::{Context, Result, bail};
use tacenda::act::Kept;
use tacenda::agency::Agency;
use tacenda_ledger::{Audit, Chain, Hash, Head, Leaf, Opening, Row, Slot, rows_hash};
use tacenda_store::keys::Keys;
use tacenda_store::{Tx, ledger, sealed};
use tacenda_vault::{Class, Place, Purpose};

/// Hash and leaf of every row, by kind, id and version.
type Rows = BTreeMap<(String, String, i64), ([u8; 32], u64)>;

/// What was found right.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) head: Option<Head>,
    /// The text of every record that the running keys open, by its id.
    pub(crate) records: BTreeMap<String, String>,
    /// How many leaves each act's word has.
    pub(crate) acts: BTreeMap<String, usize>,
    /// The times of the leaves.
    pub(crate) times: Vec<i64>,
    /// How many leaves say that the clock is in doubt.
    pub(crate) doubtful: usize,
}

impl Books {
    /// # Errors
    /// The first thing that does not hold.
    pub(crate) fn read(agency: &Agency) -> Result<Self> {
        agency.db().snapshot(|tx| read(tx, agency)).map_err(|error: Fault| error.0)
    }
}

/// The store wants an error that it can make.
struct Fault(anyhow::Error);

impl From<tacenda_store::Error> for Fault {
    fn from(error: tacenda_store::Error) -> Self {
        Self(error.into())
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}

fn read(tx: &mut Tx<'_>, agency: &Agency) -> Result<Books, Fault> {
    let mut keys = Keys::new(agency.ring());
    let mut books = Books::default();
    let written = leaves(tx, &mut keys, &mut books)?;
    let mut planted = 0;
    let lines = sealed::walk(tx, ("", "", 0), u32::MAX)?;
    for (line, next) in lines.iter().zip(lines.iter().skip(1).map(Some).chain(std::iter::once(None))) {
        let columns = &line.columns;
        let newest = next.is_none_or(|n| (&n.columns.kind, &n.columns.id) != (&columns.kind, &columns.id));
        if line.latest != newest {
            return Err(anyhow::anyhow!("{} {}: an old version stands for the newest", columns.kind, columns.id).into());
        }
        if line.leaf == PLANTED {
            planted += 1;
            continue;
        }
        let name = (columns.kind.clone(), columns.id.clone(), columns.version);
        let (hash, place) = written.get(&name).with_context(|| format!("{name:?} stands in no leaf"))?;
        if *hash != line.hash() || *place != line.leaf {
            return Err(anyhow::anyhow!("{name:?} is not what its leaf says").into());
        }
        let opened = line.open(tx, &mut keys);
        match opened {
            Ok(plain) if columns.kind == "record" => {
                let text = String::from_utf8_lossy(plain.expose(Purpose::Decide)).into_owned();
                books.records.insert(columns.id.clone(), text);
            }
            Ok(_) => {}
            Err(error) if error.is_no_key() && columns.class.is_person_wrapped() => {}
            Err(error) => return Err(error.into()),
        }
    }
    if lines.len() - planted != written.len() {
        return Err(anyhow::anyhow!("{} rows stand, {} were written", lines.len(), written.len()).into());
    }
    Ok(books)
}

/// Every leaf in its place, in its chain, under the stored head; and the rows that they say they wrote.
fn leaves(tx: &mut Tx<'_>, keys: &mut Keys<'_>, books: &mut Books) -> Result<Rows, Fault> {
    let end = ledger::read_end(tx)?;
    let all = ledger::leaves(tx, 0, u32::MAX)?;
    let mut audit = Audit::against([end.frontier.head()]).with_openings();
    let mut written = BTreeMap::new();
    for row in &all {
        let place = Place::new("leaf").with("place", i64::try_from(row.place).map_err(anyhow::Error::from)?);
        let class = Class::from_word(&row.class).context("a class that is none")?;
        let detail = row.detail.as_ref().context("a leaf without its entry")?;
        let opened = keys.open(tx, &row.client, class, &place, detail)?;
        let kept: Kept = serde_json::from_slice(opened.expose(Purpose::Decide)).map_err(anyhow::Error::from)?;
        let leaf = Leaf::parse(&row.bytes).map_err(anyhow::Error::from)?;
        let rows: Vec<Row<'_>> =
            kept.rows.iter().map(|r| Row { kind: &r.kind, id: &r.id, version: r.version, blob: Hash(r.hash) }).collect();
        if row.hash != Hash::leaf(&row.bytes) {
            return Err(anyhow::anyhow!("leaf {}: the stored hash is another's", row.place).into());
        }
        if rows_hash(&rows) != leaf.rows {
            return Err(anyhow::anyhow!("leaf {} names other rows than its entry", row.place).into());
        }
        written.extend(kept.rows.iter().map(|r| ((r.kind.clone(), r.id.clone(), r.version), (r.hash, row.place))));
        *books.acts.entry(leaf.act.clone()).or_default() += 1;
        books.times.push(leaf.time);
        books.doubtful += usize::from(leaf.code("clock") == Some("untrusted"));
        let opening = Opening { slot: row.slot, salt: Some(kept.salts().chain) };
        audit.opened_leaf(&row.bytes, Some(&opening)).map_err(anyhow::Error::from)?;
    }
    let chains: Vec<Chain> = ledger::chains(tx, Slot([0; 32]), u32::MAX)?;
    let audited = audit.finish_with(Some(&end.frontier), Some(&chains)).map_err(anyhow::Error::from)?;
    books.head = Some(audited.head);
    Ok(written)
}

/// Every record that was acknowledged (`ack NUMBER LEAF`) is there with its text, and no record is there that no leaf tells of.
pub(crate) fn hold(agency: &Agency, acked: &[(u64, u64)], text: impl Fn(u64) -> String) -> Result<Books> {
    let books = Books::read(agency)?;
    for (number, leaf) in acked {
        let id = crate::house::id::<tacenda_desk::Record>(1_000 + number).to_string();
        let record =
            books.records.get(&id).with_context(|| format!("note {number} (leaf {leaf}) was acknowledged and is gone"))?;
        if !record.contains(&text(*number)) {
            bail!("note {number} says something else");
        }
        if books.head.is_none_or(|head| head.size <= *leaf) {
            bail!("leaf {leaf} was acknowledged and is gone");
        }
    }
    let (records, leaves) = (books.records.len(), books.acts.get("record.add").copied().unwrap_or(0));
    if records != leaves {
        bail!("{records} records, {leaves} leaves that tell of one");
    }
    Ok(books)
}
