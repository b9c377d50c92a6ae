//! Reports in eight states, and by when each is owed: worked out by hand from the statutes, not by the program.
//!
//! Clocks of hours run in hours that pass; days are days of the place. Each line: the state, its zone, the first suspicion on the wall,
//! who is hurt, what else is known, and each clock with its end on the wall.

use serde_json::{Value as Json, json};

/// A clock: the duty, and the minute in which it ends.
pub(super) type Clock = (&'static str, &'static str);

/// A report and its clocks.
pub(super) struct Sample {
    pub(super) state: &'static str,
    pub(super) zone: &'static str,
    pub(super) suspected: &'static str,
    pub(super) facts: Vec<(&'static str, Json)>,
    pub(super) clocks: Vec<Clock>,
    pub(super) cite: &'static str,
}

const PACIFIC: &str = "PST8PDT,M3.2.0,M11.1.0";
const MOUNTAIN: &str = "MST7MDT,M3.2.0,M11.1.0";
const CENTRAL: &str = "CST6CDT,M3.2.0,M11.1.0";
const EASTERN: &str = "EST5EDT,M3.2.0,M11.1.0";

const CALL: &str = "oral_report_immediately";
const DAY: &str = "report_within_24h";

/// A child, hurt by whoever cares for them.
pub(super) fn child() -> Vec<(&'static str, Json)> {
    vec![
        ("child_abuse_suspected", json!(true)),
        ("child_abuse_basis", json!("child_disclosed")),
        ("suspected_abuser_role", json!("parent_guardian_custodian")),
        ("abuse_victim_now_adult", json!(false)),
        ("suspected_abuser_has_current_child_access", json!(true)),
        ("abuse_only_emotional", json!(false)),
    ]
}

/// An adult of that class, who cannot report it alone.
pub(super) fn adult(class: &str) -> Vec<(&'static str, Json)> {
    vec![
        ("adult_abuse_suspected", json!(true)),
        ("adult_victim_class", json!(class)),
        ("adult_unable_to_self_report", json!(true)),
        ("client_lacks_capacity", json!(class == "incapacitated")),
        ("independent_corroboration", json!(true)),
        ("elder_statement_implausible", json!(false)),
        ("abuse_only_emotional", json!(false)),
    ]
}

fn sample(
    (state, zone): (&'static str, &'static str),
    suspected: &'static str,
    facts: Vec<(&'static str, Json)>,
    clocks: &[Clock],
    cite: &'static str,
) -> Sample {
    Sample { state, zone, suspected, facts, clocks: clocks.to_vec(), cite }
}

const CA: (&str, &str) = ("ca", PACIFIC);
const NM: (&str, &str) = ("nm", MOUNTAIN);
const CO: (&str, &str) = ("co", MOUNTAIN);
const TX: (&str, &str) = ("tx", CENTRAL);
const IL: (&str, &str) = ("il", CENTRAL);
const NY: (&str, &str) = ("ny", EASTERN);
const FL: (&str, &str) = ("fl", EASTERN);
const WA: (&str, &str) = ("wa", PACIFIC);

pub(super) fn all() -> Vec<Sample> {
    children().into_iter().chain(adults()).collect()
}

fn children() -> Vec<Sample> {
    vec![
        sample(NM, "2026-03-02T14:30", child(), &[(CALL, "2026-03-02T14:30")], "NMSA 32A-4-3(A)"),
        // 24 hours; and in writing "promptly", for which the statute has no hour: we ask for it by the same time on the next day.
        sample(
            CO,
            "2026-03-03T10:15",
            child(),
            &[(DAY, "2026-03-04T10:15"), ("written_followup_promptly", "2026-03-04T10:15")],
            "CRS 19-3-304(1)(a)",
        ),
        // 36 hours from a Tuesday afternoon end in the night before Thursday.
        sample(
            CA,
            "2026-02-10T15:00",
            child(),
            &[(CALL, "2026-02-10T15:00"), ("written_report_36h", "2026-02-12T03:00")],
            "Cal. Penal Code 11166(a)",
        ),
        // The clocks go forward in the night: 36 hours that pass end at seven on the wall, not at six.
        sample(
            CA,
            "2026-03-07T18:00",
            child(),
            &[(CALL, "2026-03-07T18:00"), ("written_report_36h", "2026-03-09T07:00")],
            "Cal. Penal Code 11166(a)",
        ),
        // The clocks go back: they end at five, and whoever waits till six is late.
        sample(
            CA,
            "2026-10-31T18:00",
            child(),
            &[(CALL, "2026-10-31T18:00"), ("written_report_36h", "2026-11-02T05:00")],
            "Cal. Penal Code 11166(a)",
        ),
        // A professional in Texas reports at once, and in person within 24 hours.
        sample(
            TX,
            "2026-03-02T08:05",
            child(),
            &[(CALL, "2026-03-02T08:05"), (DAY, "2026-03-03T08:05")],
            "Tex. Fam. Code 261.101(b)",
        ),
        // 48 hours over the end of the month.
        sample(
            NY,
            "2026-04-29T20:00",
            child(),
            &[(CALL, "2026-04-29T20:00"), ("written_report_48h", "2026-05-01T20:00")],
            "NY SSL 413",
        ),
        sample(WA, "2026-12-30T23:10", child(), &[("report_within_48h", "2027-01-01T23:10")], "RCW 26.44.030(1)(a)"),
        sample(FL, "2026-06-01T00:00", child(), &[(CALL, "2026-06-01T00:00")], "Fla. Stat. 39.201"),
        // 48 hours over the night in which the clocks go back: the same number of hours, one less on the wall.
        sample(
            IL,
            "2026-10-31T12:00",
            child(),
            &[(CALL, "2026-10-31T12:00"), ("written_report_48h", "2026-11-02T11:00")],
            "325 ILCS 5/4",
        ),
    ]
}

fn adults() -> Vec<Sample> {
    vec![
        sample(NM, "2026-03-02T14:30", adult("incapacitated"), &[(CALL, "2026-03-02T14:30")], "NMSA 27-7-30(A)"),
        sample(CO, "2026-03-03T10:15", adult("elder_70_plus"), &[(DAY, "2026-03-04T10:15")], "CRS 18-6.5-108(1)"),
        // Friday; Saturday, Sunday and Presidents' Day do not count; Tuesday is one, Wednesday is two.
        sample(
            CA,
            "2026-02-13T16:00",
            adult("elder"),
            &[(CALL, "2026-02-13T16:00"), ("written_report_2_working_days", "2026-02-18T23:59")],
            "Cal. W&I Code 15630(b)(1)",
        ),
        // The day before Thanksgiving: Friday is one, Monday is two.
        sample(
            CA,
            "2026-11-25T09:00",
            adult("dependent_adult"),
            &[(CALL, "2026-11-25T09:00"), ("written_report_2_working_days", "2026-11-30T23:59")],
            "Cal. W&I Code 15630(b)(1)",
        ),
        // Thursday at five in the afternoon is Friday in Greenwich; the working days are those of California: Friday and Monday.
        sample(
            CA,
            "2026-03-05T17:00",
            adult("elder"),
            &[(CALL, "2026-03-05T17:00"), ("written_report_2_working_days", "2026-03-09T23:59")],
            "Cal. W&I Code 15630(b)(1)",
        ),
        // In a long-term care facility the writing is owed within a day.
        sample(
            CA,
            "2026-04-14T09:30",
            adult("facility_resident"),
            &[(CALL, "2026-04-14T09:30"), ("written_report_24h", "2026-04-15T09:30")],
            "Cal. W&I Code 15630(b)(1)(A)",
        ),
        sample(TX, "2026-03-02T08:05", adult("elder"), &[(CALL, "2026-03-02T08:05")], "Tex. Hum. Res. Code 48.051(a)"),
        sample(WA, "2026-12-30T23:10", adult("dependent_adult"), &[(CALL, "2026-12-30T23:10")], "RCW 74.34.035(1)"),
        sample(FL, "2026-06-01T00:00", adult("dependent_adult"), &[(CALL, "2026-06-01T00:00")], "Fla. Stat. 415.1034"),
        sample(IL, "2026-03-07T22:00", adult("elder"), &[(DAY, "2026-03-08T23:00")], "320 ILCS 20/4"),
    ]
}
