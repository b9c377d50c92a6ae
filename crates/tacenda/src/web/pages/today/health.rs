//! How the safeguards stand, in a line each, for those who answer for them.

use tacenda_desk::Time;

use crate::health::{BACKUP, Health, LAW, PROOF, WITNESS, days};
use crate::problem::Problem;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::dates;

/// One safeguard.
pub(super) struct Sign {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) well: bool,
}

pub(super) fn signs(ask: &Ask<'_>, c: &Chrome<'_>, now: Time) -> Result<Vec<Sign>, Problem> {
    let health = Health::look(&ask.site.agency, &ask.site.packs)?;
    let young = |time: Option<Time>, most: i64| time.is_some_and(|time| days(now, time) <= most);
    let since = |time: Option<Time>, never: String| time.map_or(never, |time| c.moment(&time));
    let law = health.law.map(|day| (dates::date(ask.language, day), days(now, Time::start_of(day))));
    let law_says = law.as_ref().map(|(day, _)| match health.unreviewed {
        0 => c.t1("health-law-reviewed", "day", day),
        some => c.t2("health-law-unreviewed", &("day", day), &("count", some)),
    });
    Ok(vec![
        Sign {
            name: c.t("health-ledger"),
            says: if health.whole {
                c.t2("health-ledger-says", &("leaves", health.leaves), &("last", c.moment(&health.last)))
            } else {
                c.t("health-ledger-missing")
            },
            well: health.whole,
        },
        Sign {
            name: c.t("health-backup"),
            says: since(health.backup, c.t("health-backup-none")),
            well: young(health.backup, BACKUP),
        },
        Sign { name: c.t("health-proof"), says: since(health.proof, c.t("health-proof-none")), well: young(health.proof, PROOF) },
        Sign {
            name: c.t("health-witness"),
            says: if health.witnesses == 0 {
                c.t("health-witness-nobody")
            } else {
                since(health.witnessed, c.t("health-witness-silent"))
            },
            well: young(health.witnessed, WITNESS),
        },
        Sign {
            name: c.t("health-law"),
            says: law_says.unwrap_or_else(|| c.t("health-law-none")),
            well: law.is_some_and(|(_, age)| age <= LAW) && health.unreviewed == 0,
        },
    ])
}
