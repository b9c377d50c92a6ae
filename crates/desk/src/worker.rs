//! Who works here: staff, interns, volunteers, contractors.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::program::ProgramId;
use crate::time::{Now, Time};
use crate::words::words;

/// A worker's id.
pub type WorkerId = Id<Worker>;

words! {
    /// In what standing somebody works here.
    pub enum WorkerKind {
        /// Employed.
        Staff = "staff",
        /// In training.
        Intern = "intern",
        /// Unpaid.
        Volunteer = "volunteer",
        /// By contract.
        Contractor = "contractor",
    }
}

words! {
    /// What somebody does here; one person may hold several.
    pub enum Role {
        /// Licensed counsellor or therapist.
        Clinician = "clinician",
        /// Psychiatrist, nurse or other prescriber.
        Prescriber = "prescriber",
        /// Social worker or case manager.
        SocialWorker = "social_worker",
        /// Victim advocate with the training that the privilege asks for.
        Advocate = "advocate",
        /// Leads groups.
        Facilitator = "facilitator",
        /// Counsellor for alcohol and drug use.
        SudCounselor = "sud_counselor",
        /// Works where survivors live.
        ShelterWorker = "shelter_worker",
        /// In training, under supervision.
        Intern = "intern",
        /// Helper without a professional's training.
        Volunteer = "volunteer",
        /// Supervises others' work with clients.
        Supervisor = "supervisor",
        /// Greets, answers the phone, keeps the calendar.
        FrontDesk = "front_desk",
        /// Handles requests, subpoenas and packets.
        RecordsClerk = "records_clerk",
        /// Sends claims and statements.
        Biller = "biller",
        /// Answers for privacy.
        PrivacyOfficer = "privacy_officer",
        /// Runs the agency.
        Director = "director",
        /// Keeps people, keys and machines.
        Administrator = "administrator",
        /// The agency's lawyer.
        Counsel = "counsel",
        /// Checks how the agency works, without content.
        Auditor = "auditor",
    }
}

impl Role {
    /// Whether who holds it may put themselves on the team of a client whom they take in.
    pub const fn cares(self) -> bool {
        matches!(
            self,
            Self::Clinician
                | Self::Prescriber
                | Self::SocialWorker
                | Self::Advocate
                | Self::SudCounselor
                | Self::ShelterWorker
                | Self::Supervisor
                | Self::Intern
        )
    }
}

words! {
    /// Where a worker stands.
    pub enum WorkerState {
        /// Asked in; not confirmed.
        Invited = "invited",
        /// Confirmed by a second person; training and agreement not yet done.
        Confirmed = "confirmed",
        /// May work.
        Active = "active",
        /// A refresher is due: by the due date everything, after it own clients' files to read and nothing else.
        TrainingDue = "training_due",
        /// Kept out.
        Suspended = "suspended",
        /// Away.
        OnLeave = "on_leave",
        /// Locked, such as after failed sign-ins or a lost device.
        Locked = "locked",
        /// Gone for good.
        Left = "left",
    }
}

impl WorkerState {
    /// Whether they work here now, be it that a refresher is due.
    pub const fn is_at_work(self) -> bool {
        matches!(self, Self::Active | Self::TrainingDue)
    }
}

/// A worker. Sealed under the agency's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Its id.
    pub id: WorkerId,
    /// Name, as colleagues know it.
    pub name: String,
    /// In what standing.
    pub kind: WorkerKind,
    /// What they do.
    pub roles: Vec<Role>,
    /// Where they do it.
    pub programs: Vec<ProgramId>,
    /// Where they stand.
    pub state: WorkerState,
    /// Who asked them in; nobody for those who founded the agency's desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<WorkerId>,
    /// Who confirmed them: never the one who asked them in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<WorkerId>,
    /// The day by which training must be renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training_due: Option<Date>,
    /// Public half of their own key pair: the most private levels are sealed to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub public_key: Vec<u8>,
    /// Since when they stand so.
    pub since: Time,
}

impl Worker {
    /// Somebody asked in by a colleague.
    pub fn invited(id: WorkerId, name: impl Into<String>, kind: WorkerKind, by: WorkerId, now: Now) -> Self {
        Self {
            id,
            name: name.into(),
            kind,
            roles: Vec::new(),
            programs: Vec::new(),
            state: WorkerState::Invited,
            invited_by: Some(by),
            confirmed_by: None,
            training_due: None,
            public_key: Vec::new(),
            since: now.time,
        }
    }

    /// One of those who set the desk up, before anybody was there to ask them in.
    pub fn founder(id: WorkerId, name: impl Into<String>, roles: &[Role], now: Now) -> Self {
        Self { state: WorkerState::Active, invited_by: None, ..Self::invited(id, name, WorkerKind::Staff, id, now) }
            .with_roles(roles)
    }

    /// With these roles.
    #[must_use]
    pub fn with_roles(self, roles: &[Role]) -> Self {
        Self { roles: roles.to_vec(), ..self }
    }

    /// In these programs.
    #[must_use]
    pub fn in_programs(self, programs: &[ProgramId]) -> Self {
        Self { programs: programs.to_vec(), ..self }
    }

    /// Whether they hold a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether training has run out.
    pub fn training_is_overdue(&self, now: Now) -> bool {
        self.training_due.is_some_and(|due| due < now.time.day())
    }
}
