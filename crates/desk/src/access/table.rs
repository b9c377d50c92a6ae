//! The access table: who may do what, by level and relation, and the law that is the reason. What it does not say is refused.

use crate::access::right::{ReasonKind, Right, Way};
use crate::class::Class;
use crate::worker::Role;

use ReasonKind::{Appointment, BillingRun, CareTeam, OwnDuty, Reception, SecondCheck, Supervision, Task};
use Role::{
    Administrator, Advocate, Auditor, Biller, Clinician, Counsel, Director, Facilitator, FrontDesk, Intern, Prescriber,
    PrivacyOfficer, RecordsClerk, ShelterWorker, SocialWorker, SudCounselor, Supervisor, Volunteer,
};
use Way::{Destroyed, Glass, Other, Own, Team, Yes};

/// A row: a right, at a level where it differs by level.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The right.
    pub right: Right,
    /// The level; none where the right has none.
    pub class: Option<Class>,
    /// Who, and by which ways. A role that is not named has none.
    pub cells: &'static [Cell],
    /// Why it is so.
    pub because: &'static str,
}

/// Roles, and the ways that open the row to them.
pub type Cell = (&'static [Role], &'static [Way]);

impl Row {
    /// The ways that open it to a role.
    pub fn ways(&self, role: Role) -> impl Iterator<Item = Way> {
        self.cells.iter().filter(move |(roles, _)| roles.contains(&role)).flat_map(|(_, ways)| ways.iter().copied())
    }
}

/// All rows.
pub const fn table() -> &'static [Row] {
    TABLE
}

/// The row of a right at a level.
pub fn row(right: Right, class: Option<Class>) -> Option<&'static Row> {
    TABLE.iter().find(|r| r.right == right && (r.class.is_none() || r.class == class))
}

/// The reasons that a role's work gives to look at a file.
pub const fn reasons_of(role: Role) -> &'static [ReasonKind] {
    match role {
        Clinician | Prescriber | SocialWorker | Advocate | SudCounselor | ShelterWorker => {
            &[CareTeam, Appointment, Task, ReasonKind::Grant]
        }
        Facilitator | Intern => &[CareTeam, Appointment],
        Volunteer => &[CareTeam],
        Supervisor => &[CareTeam, Appointment, Supervision, Task, SecondCheck, ReasonKind::Grant, OwnDuty],
        FrontDesk => &[Reception],
        RecordsClerk => &[Task, SecondCheck, OwnDuty],
        Biller => &[BillingRun, OwnDuty],
        PrivacyOfficer => &[Task, ReasonKind::Grant, OwnDuty],
        Counsel => &[Task],
        Director | Administrator | Auditor => &[OwnDuty],
    }
}

const OWN: &[Way] = &[Own];
const TEAM: &[Way] = &[Own, Team];
const ANY: &[Way] = &[Own, Team, Other];
const OWN_GLASS: &[Way] = &[Own, Glass];
const TEAM_GLASS: &[Way] = &[Own, Team, Glass];
const ANY_GLASS: &[Way] = &[Own, Team, Other, Glass];
const GLASS: &[Way] = &[Glass];
const YES: &[Way] = &[Yes];

/// Those who care for clients.
const CARE: &[Role] = &[Clinician, Prescriber, SocialWorker, Advocate, SudCounselor, ShelterWorker];
/// Those who may write notes that are kept apart from the record.
const NOTE_WRITERS: &[Role] = &[Clinician, Prescriber, SocialWorker, SudCounselor, Intern];
/// Those who treat for money.
const TREATING: &[Role] = &[Clinician, Prescriber, SocialWorker, SudCounselor];
/// Those who answer for a case before the law.
const ANSWERING: &[Role] = &[Clinician, SocialWorker, Advocate, SudCounselor];

const fn row_of(right: Right, class: Option<Class>, cells: &'static [Cell], because: &'static str) -> Row {
    Row { right, class, cells, because }
}

const fn at(right: Right, class: Class, cells: &'static [Cell], because: &'static str) -> Row {
    row_of(right, Some(class), cells, because)
}

const fn any(right: Right, cells: &'static [Cell], because: &'static str) -> Row {
    row_of(right, None, cells, because)
}

const MINIMUM: &str = "Role-based minimum necessary: 45 CFR 164.502(b), 164.514(d)(2)";
const PART2: &str =
    "Those of the Part 2 program with a need, 42 CFR 2.12(c)(3); others by consent, 2.31, or in a medical emergency, 2.51";
const COUNSELING: &str = "SUD counselling notes: 42 CFR 2.11, 2.31(b); the author, and whom the author lets";
const PSYCHOTHERAPY: &str = "Use by the originator, and in training under supervision: 45 CFR 164.501, 164.508(a)(2); the author, and whom the author lets";
const PRIVILEGE: &str =
    "The advocate's own line, or the privilege is lost; 34 USC 12291(b)(2) and each state's advocate privilege";
const GROUP: &str = "A group record tells of several people: its facilitator, and who supervises that work";
const CLOSING: &str = "It opens nothing, so many may do it";
const PACKET: &str =
    "Whoever answers a request reads what the law lets go by it, and nothing else: 45 CFR 164.502(b), 164.514(d)(3)";
const KEEPERS: &[Cell] = &[(&[Director, Administrator], YES)];
const KEYS: &str = "Who keeps the machines keeps their keys, which open no file to anybody: 45 CFR 164.312(a)(2)(iv)";
const PEOPLE: &str = "Workforce clearance and termination: 45 CFR 164.308(a)(3)";

const TABLE: &[Row] = &[
    any(
        Right::ReadCard,
        &[
            (CARE, TEAM_GLASS),
            (&[Supervisor], TEAM_GLASS),
            (&[Facilitator, FrontDesk], TEAM),
            (&[Intern, Volunteer], OWN),
            (&[RecordsClerk, Biller, Counsel], ANY),
            (&[PrivacyOfficer], GLASS),
        ],
        MINIMUM,
    ),
    at(
        Right::ReadRecord,
        Class::General,
        &[
            (&[Clinician, Prescriber, SocialWorker, Advocate, SudCounselor, Supervisor], TEAM_GLASS),
            (&[ShelterWorker], OWN_GLASS),
            (&[Intern], OWN),
            (&[RecordsClerk, Counsel], ANY),
            (&[PrivacyOfficer], GLASS),
        ],
        MINIMUM,
    ),
    at(
        Right::ReadRecord,
        Class::Billing,
        &[(TREATING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, Biller, Counsel], ANY), (&[PrivacyOfficer], GLASS)],
        "Payment, and no more than it needs: 45 CFR 164.501, 164.502(b)",
    ),
    at(
        Right::ReadRecord,
        Class::Legal,
        &[(ANSWERING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, Counsel], ANY), (&[PrivacyOfficer], ANY_GLASS)],
        "Those who answer the paper: 45 CFR 164.512(e), 164.530(a)",
    ),
    at(Right::ReadRecord, Class::Group, &[(&[Facilitator], OWN), (&[Supervisor], TEAM_GLASS), (&[PrivacyOfficer], GLASS)], GROUP),
    at(
        Right::ReadRecord,
        Class::Sud,
        &[
            (&[Clinician, Prescriber, SudCounselor, Supervisor], TEAM_GLASS),
            (&[SocialWorker, RecordsClerk], TEAM),
            (&[Intern], OWN),
        ],
        PART2,
    ),
    at(Right::ReadRecord, Class::SudCounselingNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], TEAM)], COUNSELING),
    at(Right::ReadRecord, Class::PsychotherapyNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], TEAM)], PSYCHOTHERAPY),
    at(Right::ReadRecord, Class::Privileged, &[(&[Advocate], OWN), (&[Supervisor], TEAM)], PRIVILEGE),
    at(
        Right::AddRecord,
        Class::General,
        &[(CARE, TEAM_GLASS), (&[Supervisor], TEAM_GLASS), (&[Intern, Volunteer], OWN), (&[RecordsClerk], ANY)],
        "Who acts writes it down",
    ),
    at(Right::AddRecord, Class::Billing, &[(TREATING, OWN), (&[Supervisor], OWN), (&[Biller], ANY)], MINIMUM),
    at(
        Right::AddRecord,
        Class::Legal,
        &[(ANSWERING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Counsel], ANY)],
        "Those who answer the paper: 45 CFR 164.512(e), 164.530(a)",
    ),
    at(Right::AddRecord, Class::Group, &[(&[Facilitator], OWN), (&[Supervisor], TEAM)], GROUP),
    at(Right::AddRecord, Class::Sud, &[(TREATING, TEAM), (&[Supervisor, RecordsClerk], TEAM), (&[Intern], OWN)], PART2),
    at(Right::AddRecord, Class::SudCounselingNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], OWN)], COUNSELING),
    at(Right::AddRecord, Class::PsychotherapyNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], OWN)], PSYCHOTHERAPY),
    at(Right::AddRecord, Class::Privileged, &[(&[Advocate, Supervisor], OWN)], PRIVILEGE),
    at(Right::ShareNotes, Class::SudCounselingNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], OWN)], COUNSELING),
    at(Right::ShareNotes, Class::PsychotherapyNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], OWN)], PSYCHOTHERAPY),
    at(Right::ShareNotes, Class::Privileged, &[(&[Advocate, Supervisor], OWN)], PRIVILEGE),
    any(
        Right::ReadAppointments,
        &[
            (CARE, TEAM),
            (&[Facilitator, Supervisor, FrontDesk], TEAM),
            (&[Intern, Volunteer], OWN),
            (&[RecordsClerk, Biller], ANY),
        ],
        MINIMUM,
    ),
    any(
        Right::MakeAppointment,
        &[(CARE, TEAM), (&[Facilitator, Supervisor, FrontDesk], TEAM), (&[Intern], OWN)],
        "Those who meet clients, and the front desk",
    ),
    any(Right::AmendCard, &[(CARE, TEAM), (&[Supervisor, FrontDesk], TEAM), (&[Intern], OWN)], MINIMUM),
    any(
        Right::AmendSafety,
        &[(CARE, TEAM), (&[Supervisor], TEAM), (&[Intern], OWN)],
        "Confidential communications, 45 CFR 164.522(b): who knows the danger enters it, never the front desk",
    ),
    any(
        Right::Represent,
        &[(CARE, TEAM), (&[Supervisor], TEAM), (&[RecordsClerk], ANY)],
        "Personal representatives and their limits: 45 CFR 164.502(g)",
    ),
    any(
        Right::Restrict,
        &[(ANSWERING, OWN), (&[Prescriber], OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer], ANY)],
        "Restrictions agreed to: 45 CFR 164.522(a)",
    ),
    any(Right::CloseClient, &[(CARE, OWN), (&[Supervisor], TEAM)], "Who answers for the care ends it"),
    any(
        Right::ReadLooks,
        &[
            (TREATING, OWN),
            (&[Advocate], OWN),
            (&[Supervisor], TEAM),
            (&[PrivacyOfficer, Auditor], &[Own, Team, Other, Destroyed]),
        ],
        "Information system activity review, 45 CFR 164.308(a)(1)(ii)(D): who looked, not what they saw",
    ),
    any(
        Right::Assign,
        &[(&[Supervisor], TEAM), (&[PrivacyOfficer], ANY)],
        "Access authorisation, 45 CFR 164.308(a)(4)(ii)(B): not by those who keep the machines, nor for oneself",
    ),
    any(
        Right::Wall,
        &[(CARE, OWN), (&[Facilitator, Intern], OWN), (&[Supervisor], TEAM), (&[PrivacyOfficer, Director], ANY)],
        CLOSING,
    ),
    any(Right::Unwall, &[(&[PrivacyOfficer], ANY)], "What opens is decided by the one who answers for privacy"),
    any(
        Right::BreakGlass,
        &[(CARE, ANY), (&[Supervisor, PrivacyOfficer], ANY)],
        "Emergency access procedure, 45 CFR 164.312(a)(2)(ii), for those who can help and the one who looks into it",
    ),
    any(Right::ReviewGrant, &[(&[PrivacyOfficer, Director], ANY)], "Reviewed by somebody else, 45 CFR 164.308(a)(1)(ii)(D)"),
    any(
        Right::AssignTask,
        &[(&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Director], ANY)],
        "A task is a reason to look only for somebody else than the one who gave it",
    ),
    any(Right::CloseTask, &[(Role::ALL, ANY)], "Who has it, or gave it, says that it is done"),
    any(Right::Hold, &[(&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Director, Counsel], ANY)], CLOSING),
    any(Right::ReleaseHold, &[(&[PrivacyOfficer, Counsel], ANY)], "Who knows whether the paper is answered"),
    any(Right::ProposeDestruction, &[(&[RecordsClerk, PrivacyOfficer], ANY)], "Disposal, 45 CFR 164.310(d)(2)(i): two people"),
    any(Right::ApproveDestruction, &[(&[PrivacyOfficer, Director], ANY)], "Disposal, 45 CFR 164.310(d)(2)(i): two people"),
    any(
        Right::FindClients,
        &[(CARE, YES), (&[Facilitator, Intern, Volunteer, Supervisor, FrontDesk, RecordsClerk], YES)],
        "What is found is held against the card's own row, one by one",
    ),
    any(Right::AddClient, &[(CARE, YES), (&[Intern, Supervisor, FrontDesk, RecordsClerk], YES)], "Those who take people in"),
    any(Right::ReadWorkers, &[(Role::ALL, YES)], "Colleagues know each other"),
    any(Right::Inquire, &[(Role::ALL, YES)], "What the law says is nobody's secret; a sheet is its asker's own"),
    any(
        Right::InquireAbout,
        &[
            (CARE, TEAM),
            (&[Supervisor, Facilitator, FrontDesk], TEAM),
            (&[Intern, Volunteer], OWN),
            (&[RecordsClerk, Biller, Counsel], ANY),
        ],
        "The facts come from the card: who may open it may ask about it. 45 CFR 164.514(d)(2)",
    ),
    any(
        Right::ReviewInquiry,
        &[(&[PrivacyOfficer], ANY)],
        "Who answers for privacy is asked, 45 CFR 164.530(a), and sees what was asked and nothing else of the file",
    ),
    any(
        Right::KeepConsents,
        &[(CARE, TEAM), (&[Supervisor, FrontDesk], TEAM), (&[Intern, Volunteer], OWN), (&[RecordsClerk], ANY)],
        "Whoever the client tells can stop it at once, 45 CFR 164.508(b)(5), 42 CFR 2.31(c); they see who gets what, and nothing of it",
    ),
    any(
        Right::OpenMatter,
        &[(Role::ALL, YES)],
        "A paper may be put into anybody's hand; what is about a client has a row of its own",
    ),
    any(
        Right::HandleMatter,
        &[(ANSWERING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Director, Counsel], ANY)],
        "Those who answer the paper, 45 CFR 164.512(e), 164.530(a): they see what the law asks of the file, and nothing else of it",
    ),
    any(
        Right::DecideMatter,
        &[(&[PrivacyOfficer, Director, Counsel], ANY)],
        "That something leaves is decided by those who answer for it, 45 CFR 164.530(a); to refuse is everybody's who sees to it",
    ),
    at(
        Right::PreparePacket,
        Class::General,
        &[(ANSWERING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Counsel], ANY)],
        PACKET,
    ),
    at(
        Right::PreparePacket,
        Class::Billing,
        &[(TREATING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Counsel], ANY)],
        PACKET,
    ),
    at(
        Right::PreparePacket,
        Class::Legal,
        &[(ANSWERING, OWN), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Counsel], ANY)],
        PACKET,
    ),
    at(Right::PreparePacket, Class::Group, &[(&[Facilitator], OWN), (&[Supervisor], TEAM)], GROUP),
    at(
        Right::PreparePacket,
        Class::Sud,
        &[(&[Clinician, SocialWorker, SudCounselor], OWN), (&[Supervisor, RecordsClerk], TEAM)],
        PART2,
    ),
    at(Right::PreparePacket, Class::SudCounselingNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], TEAM)], COUNSELING),
    at(Right::PreparePacket, Class::PsychotherapyNotes, &[(NOTE_WRITERS, OWN), (&[Supervisor], TEAM)], PSYCHOTHERAPY),
    at(Right::PreparePacket, Class::Privileged, &[(&[Advocate], OWN), (&[Supervisor], TEAM)], PRIVILEGE),
    any(
        Right::ReadShared,
        &[(CARE, TEAM), (&[Supervisor], TEAM), (&[RecordsClerk, PrivacyOfficer, Counsel], ANY)],
        "Who got what, and by what law; nothing of it: 45 CFR 164.528, 42 CFR 2.25",
    ),
    any(
        Right::KeepCoverage,
        &[(CARE, TEAM), (&[Supervisor, FrontDesk], TEAM), (&[Biller], ANY)],
        "Whoever sees the member's card enters it; payment, 45 CFR 164.501",
    ),
    any(
        Right::CodeVisit,
        &[(TREATING, OWN), (&[Supervisor], OWN)],
        "Who treats says what it was, by codes; whoever bills changes none of them",
    ),
    any(
        Right::Bill,
        &[(&[Biller], ANY)],
        "Of a visit that who held it closed, what its payer needs and nothing else: 45 CFR 164.502(b), 164.514(d)(2)",
    ),
    any(Right::ReadTasks, &[(Role::ALL, YES)], "One's own"),
    any(Right::RegisterKey, &[(Role::ALL, YES)], "One's own"),
    any(Right::InviteWorker, &[(&[Director, Administrator], YES)], PEOPLE),
    any(Right::ConfirmWorker, &[(&[Director, Administrator], YES)], PEOPLE),
    any(
        Right::CertifyTraining,
        &[(&[Supervisor, PrivacyOfficer, Director, Administrator], YES)],
        "Training: 45 CFR 164.530(b), 164.308(a)(5)",
    ),
    any(Right::SuspendWorker, &[(&[PrivacyOfficer, Director, Administrator], YES)], PEOPLE),
    any(Right::RestoreWorker, &[(&[Director, Administrator], YES)], PEOPLE),
    any(Right::EndWorker, &[(&[Director, Administrator], YES)], PEOPLE),
    any(Right::SetRoles, &[(&[Director, Administrator], YES)], PEOPLE),
    any(Right::Supervise, &[(&[PrivacyOfficer, Director], YES)], "A line opens files, so it is not the administrator's"),
    any(
        Right::KeepContacts,
        &[(CARE, YES), (&[Supervisor, FrontDesk, RecordsClerk, Biller, PrivacyOfficer, Director, Counsel], YES)],
        "Whoever sends something knows to whom it goes, 45 CFR 164.514(h): offices and professions, never a client's people",
    ),
    any(
        Right::KeepWording,
        &[(&[PrivacyOfficer, Director, Administrator, Counsel], YES)],
        "What the agency says in its own name; the law's own words are nobody's to change",
    ),
    any(
        Right::KeepPolicies,
        &[(&[PrivacyOfficer, Director, Administrator], YES)],
        "Policies and procedures, and training on them: 45 CFR 164.530(b), (i)",
    ),
    any(Right::Learn, &[(Role::ALL, YES)], "One's own: 45 CFR 164.530(b), 164.308(a)(5)"),
    any(
        Right::ReviewReadiness,
        &[(&[Supervisor, PrivacyOfficer, Director, Administrator], YES)],
        "Who answers for training sees who lacks it: 45 CFR 164.530(b)(2)(ii)",
    ),
    any(
        Right::KeepSanctions,
        &[(&[PrivacyOfficer], YES)],
        "Sanctions are written down, and are between two people: 45 CFR 164.530(e)",
    ),
    any(Right::KeepPrograms, &[(&[Director, Administrator], YES)], "The agency's shape"),
    any(Right::ReadLog, &[(&[PrivacyOfficer, Auditor], YES)], "Audit controls, 45 CFR 164.312(b): codes and times, never a name"),
    any(Right::KeepKeys, KEEPERS, KEYS),
    any(Right::SplitKit, KEEPERS, KEYS),
    any(Right::RegainKey, KEEPERS, "With the custodians and whoever lost it at hand; alone it opens nothing"),
    any(Right::ProveKit, &[(Role::ALL, YES)], "Whoever keeps a page can say that it is good"),
    any(Right::SealAgency, KEEPERS, "It opens nothing, and it is for an emergency"),
    any(Right::AcceptClock, KEEPERS, "A wrong clock ends releases or keeps ended ones alive"),
    any(Right::GiveCode, KEEPERS, PEOPLE),
    any(Right::ChangePassphrase, &[(Role::ALL, YES)], "One's own"),
];
