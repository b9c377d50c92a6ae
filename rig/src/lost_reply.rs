//! R2b: the commit takes place and the reply is lost. The caller asks again under the same key, and it is done once.

use anyhow::Result;
use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_store::{Break, Faults};

use crate::house::{House, faulty};
use crate::{Form, Found, books, desk_acts};

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let times: u64 = if form.long { 10_000 } else { 500 };
    let home = tempfile::tempdir()?;
    drop(House::create(home.path(), "sqlite")?);
    let faults = Faults::default();
    let house = House::of(faulty(home.path(), faults.clone())?, home.path())?;
    let (mut acked, mut unknown) = (Vec::new(), 0);
    for number in 0..times {
        faults.break_commit(if number % 2 == 0 { Break::ReplyLost } else { Break::Lost });
        unknown += u64::from(house.write(number, &desk_acts::text(number)).is_err());
        acked.push((number, house.write(number, &desk_acts::text(number))?));
    }
    let books = books::hold(&house.agency, &acked, desk_acts::text)?;
    let done = books.acts.get("record.add").copied().unwrap_or(0);
    let doubled = done.saturating_sub(usize::try_from(times)?);
    // The control asks again as a new act, and must be done twice.
    for number in 0..20 {
        faults.break_commit(Break::ReplyLost);
        let anew =
            |n: u64| house.note(n, "Twice.").map(|act| house.agency.act(&house.rosa, Asked::new(act, Reason::CareTeam)).is_ok());
        let _ = anew(2_000_000 + number)?;
        let _ = anew(3_000_000 + number)?;
    }
    let control = books::Books::read(&house.agency)?.acts.get("record.add").copied().unwrap_or(0) - done;
    Ok(Found {
        figures: format!(
            "{times} replies lost ({unknown} told as unknown), asked again: {doubled} done twice; control without keys: {control} for 20"
        ),
        holds: doubled == 0 && unknown == times && control == 40,
    })
}
