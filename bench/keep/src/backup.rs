//! A backup of an agency full of attachments: made, proved, and brought back.

use std::io::Read as _;

use anyhow::{Context as _, Result};
use tacenda::act::Asked;
use tacenda::agency::Upload;
use tacenda::backup;
use tacenda::config::Config;
use tacenda::restore::{Order, restore};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::AddRecord;
use tacenda_desk::{Category, Class, Time};

use crate::house::{self, House, id};
use crate::seconds;
use crate::table::{Goal, Table};

/// Megabytes of one attachment.
const ONE: u64 = 50;
/// A backup of 5 GB within a quarter of an hour, there and back and proved.
const LEAST: f64 = 5_000.0 / 900.0;

pub(crate) fn measure(megabytes: u64, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir_in("target")?;
    let (house, root) = house::with_root(folder.path(), "sqlite")?;
    let filled = seconds(|| (0..megabytes.div_ceil(ONE)).try_for_each(|_| attach(&house)))?;
    let mut made = None;
    let created = seconds(|| {
        made = Some(backup::create(&house.agency, &mut |_| ())?);
        Ok(())
    })?;
    let made = made.context("no backup")?;
    #[expect(clippy::cast_precision_loss, reason = "bytes far below 2^52")]
    let size = made.bytes as f64 / 1e6;
    let proved = seconds(|| Ok(backup::prove(&house.agency, &root, &made.path, &mut |_, _, _| ()).map(drop)?))?;
    let home = folder.path().join("back");
    let config = Config::read(folder.path())?;
    let restored = seconds(|| {
        let (remembered, destroyed) = (Vec::new(), None);
        let order = Order { file: &made.path, home: &home, config, root: &root, daily: None, destroyed, remembered };
        Ok(restore(&order, &mut |_, _| ()).map(drop)?)
    })?;
    let name = |what: &str| format!("backup of {size:.0} MB: {what}");
    table.add(&name("attachments put in"), (size / filled, "MB/s"), None, Goal::None);
    table.add(&name("made"), (size / created, "MB/s"), None, Goal::None);
    table.add(&name("proved (restored, and everything opened)"), (size / proved, "MB/s"), None, Goal::None);
    table.add(&name("restored"), (size / restored, "MB/s"), None, Goal::None);
    let all = size / (created + proved + restored);
    table.add(&name("made, proved and restored"), (all, "MB/s"), None, Goal::AtLeast(LEAST));
    Ok(())
}

/// A record with one attachment.
fn attach(house: &House) -> Result<()> {
    let upload = Upload {
        id: id()?,
        client: house.client,
        class: Class::General,
        name: "scan.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
    };
    let scan = house.agency.upload(&house.who, &upload, &mut std::io::repeat(7).take(ONE * 1_000_000))?;
    let category = Category::from_word("progress_notes").context("no such category")?;
    let record = AddRecord::of(id()?, house.client, category, &house.program, Time(1));
    let record = AddRecord { text: "See the scan.".to_owned(), attachments: vec![scan], ..record };
    house.agency.act(&house.who, Asked::new(record, Reason::CareTeam))?;
    Ok(())
}
