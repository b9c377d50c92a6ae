//! What may be done, how one stands to a client, and why one looks: the words of the access table.

use serde::{Deserialize, Serialize};

use crate::appointment::Appointment;
use crate::grant::Grant;
use crate::id::Id;
use crate::task::Task;
use crate::ties::Supervision;
use crate::words::words;

words! {
    /// A right: a row of the access table, or several where it differs by level.
    pub enum Right {
        /// Open a client's card, cut to the fields of one's roles.
        ReadCard = "read_card",
        /// Read a record, and find it in the file's list.
        ReadRecord = "read_record",
        /// Write a record or an addendum.
        AddRecord = "add_record",
        /// Let a colleague read one's own person-wrapped notes.
        ShareNotes = "share_notes",
        /// See appointments.
        ReadAppointments = "read_appointments",
        /// Make, move and call off appointments.
        MakeAppointment = "make_appointment",
        /// Change names, birth date, address, programs.
        AmendCard = "amend_card",
        /// Change how a client is reached, the protected address, who is unsafe.
        AmendSafety = "amend_safety",
        /// Enter or end a representative's authority.
        Represent = "represent",
        /// Enter or end a restriction (45 CFR 164.522(a)) or a consent between programs.
        Restrict = "restrict",
        /// Close a file, or open it again.
        CloseClient = "close_client",
        /// See who looked, without content.
        ReadLooks = "read_looks",
        /// Put a worker on a team, or take one off.
        Assign = "assign",
        /// Keep a worker out.
        Wall = "wall",
        /// Take a wall down.
        Unwall = "unwall",
        /// Break the glass.
        BreakGlass = "break_glass",
        /// Review a breaking of the glass.
        ReviewGrant = "review_grant",
        /// Give somebody a task about a client.
        AssignTask = "assign_task",
        /// Say that a task is done.
        CloseTask = "close_task",
        /// Stop destruction.
        Hold = "hold",
        /// Let destruction go on.
        ReleaseHold = "release_hold",
        /// Ask for a destruction.
        ProposeDestruction = "propose_destruction",
        /// Approve a destruction that somebody else asked for, or turn it down.
        ApproveDestruction = "approve_destruction",
        /// Find clients by name, among those one may open.
        FindClients = "find_clients",
        /// Take a client in.
        AddClient = "add_client",
        /// See who works here.
        ReadWorkers = "read_workers",
        /// Ask what the law says, about nobody in particular, and see one's own questions again.
        Inquire = "inquire",
        /// Ask it about a client.
        InquireAbout = "inquire_about",
        /// See a question on which the privacy officer was asked, and reply.
        ReviewInquiry = "review_inquiry",
        /// Draw up, sign, read and stop a client's permissions.
        KeepConsents = "keep_consents",
        /// Take in what came for the agency, and see what one took in oneself.
        OpenMatter = "open_matter",
        /// See to a matter about a client.
        HandleMatter = "handle_matter",
        /// Decide that something may leave in a matter.
        DecideMatter = "decide_matter",
        /// Put a record into what leaves, and read it there.
        PreparePacket = "prepare_packet",
        /// See who got what of a file.
        ReadShared = "read_shared",
        /// Enter who pays for a client's care.
        KeepCoverage = "keep_coverage",
        /// Say by its codes what a visit was.
        CodeVisit = "code_visit",
        /// See what of a visit its payer needs, and make the claim or take it back.
        Bill = "bill",
        /// See one's own tasks.
        ReadTasks = "read_tasks",
        /// Enter the public half of one's own key pair.
        RegisterKey = "register_key",
        /// Ask somebody in.
        InviteWorker = "invite_worker",
        /// Confirm somebody whom another asked in.
        ConfirmWorker = "confirm_worker",
        /// Say that somebody has done their training.
        CertifyTraining = "certify_training",
        /// Suspend or lock somebody, or send them on leave.
        SuspendWorker = "suspend_worker",
        /// Let somebody back to work.
        RestoreWorker = "restore_worker",
        /// End somebody's work here.
        EndWorker = "end_worker",
        /// Set roles and programs.
        SetRoles = "set_roles",
        /// Enter or end a supervision line.
        Supervise = "supervise",
        /// Add and change programs.
        KeepPrograms = "keep_programs",
        /// Keep the address book of those outside.
        KeepContacts = "keep_contacts",
        /// Keep the agency's own words on what it sends.
        KeepWording = "keep_wording",
        /// Say what everybody here agrees to and learns before a file opens.
        KeepPolicies = "keep_policies",
        /// Agree to it and learn it, and see what was entered about oneself.
        Learn = "learn",
        /// See who has agreed and learned, and who has not.
        ReviewReadiness = "review_readiness",
        /// Enter that somebody broke a rule, and what followed; read it.
        KeepSanctions = "keep_sanctions",
        /// Read the ledger's codes.
        ReadLog = "read_log",
        /// Make new keys for the agency, and say what opens them.
        KeepKeys = "keep_keys",
        /// Print a new recovery kit, which voids the old one.
        SplitKit = "split_kit",
        /// Give somebody who lost their passphrase back what is sealed to them, with the recovery kit.
        RegainKey = "regain_key",
        /// Prove that a page of the recovery kit is good.
        ProveKit = "prove_kit",
        /// Close everything until people bring the recovery kit.
        SealAgency = "seal_agency",
        /// Say that the machine's clock is right.
        AcceptClock = "accept_clock",
        /// Give somebody who was asked in, and has no key yet, a code to enter one.
        GiveCode = "give_code",
        /// Choose another passphrase for one's own key.
        ChangePassphrase = "change_passphrase",
    }
}

words! {
    /// What kind of right: what must be checked besides the table.
    pub enum RightKind {
        /// It opens or changes content: a reason that ties the worker to the client is checked, restrictions and the separation of programs count.
        Content = "content",
        /// Office work about a client, without content: a reason, which may be the role's own duty.
        Office = "office",
        /// About a client, and its own reason: closing something off, breaking the glass.
        Free = "free",
        /// About no client.
        Agency = "agency",
    }
}

impl Right {
    /// Its kind.
    pub const fn kind(self) -> RightKind {
        match self {
            Self::ReadCard
            | Self::InquireAbout
            | Self::ReadRecord
            | Self::AddRecord
            | Self::ShareNotes
            | Self::ReadAppointments
            | Self::MakeAppointment
            | Self::AmendCard
            | Self::AmendSafety
            | Self::Represent
            | Self::KeepConsents
            | Self::CodeVisit
            | Self::CloseClient => RightKind::Content,
            Self::Restrict
            | Self::ReviewInquiry
            | Self::HandleMatter
            | Self::DecideMatter
            | Self::PreparePacket
            | Self::ReadShared
            | Self::KeepCoverage
            | Self::Bill
            | Self::ReadLooks
            | Self::Assign
            | Self::Unwall
            | Self::ReviewGrant
            | Self::AssignTask
            | Self::Hold
            | Self::ReleaseHold
            | Self::ProposeDestruction
            | Self::ApproveDestruction => RightKind::Office,
            Self::Wall | Self::BreakGlass | Self::CloseTask => RightKind::Free,
            Self::FindClients
            | Self::AddClient
            | Self::ReadWorkers
            | Self::ReadTasks
            | Self::Inquire
            | Self::OpenMatter
            | Self::RegisterKey
            | Self::InviteWorker
            | Self::ConfirmWorker
            | Self::CertifyTraining
            | Self::SuspendWorker
            | Self::RestoreWorker
            | Self::EndWorker
            | Self::SetRoles
            | Self::Supervise
            | Self::KeepPrograms
            | Self::KeepContacts
            | Self::KeepWording
            | Self::KeepPolicies
            | Self::Learn
            | Self::ReviewReadiness
            | Self::KeepSanctions
            | Self::ReadLog
            | Self::KeepKeys
            | Self::SplitKit
            | Self::RegainKey
            | Self::ProveKit
            | Self::SealAgency
            | Self::AcceptClock
            | Self::GiveCode
            | Self::ChangePassphrase => RightKind::Agency,
        }
    }

    /// Whether what is kept apart by law, and what a client was promised, closes it: content, and the office work that shows some of it.
    pub const fn is_closed_by_promises(self) -> bool {
        matches!(self.kind(), RightKind::Content)
            || matches!(self, Self::KeepCoverage | Self::Bill | Self::PreparePacket | Self::ReadShared)
    }

    /// Whether no act of the desk takes it: what is done to the agency itself, its keys, its kit and its clock.
    pub const fn is_of_the_house(self) -> bool {
        matches!(
            self,
            Self::KeepKeys
                | Self::SplitKit
                | Self::RegainKey
                | Self::ProveKit
                | Self::SealAgency
                | Self::AcceptClock
                | Self::GiveCode
                | Self::ChangePassphrase
        )
    }

    /// Whether it goes on, for own clients, once training has run out: what a client's care needs to be read, one's own things, and what
    /// only closes.
    pub const fn survives_overdue_training(self) -> bool {
        matches!(
            self,
            Self::ReadCard
                | Self::ReadRecord
                | Self::ReadAppointments
                | Self::FindClients
                | Self::ReadWorkers
                | Self::ReadTasks
                | Self::SealAgency
                | Self::ProveKit
                | Self::ChangePassphrase
                | Self::Inquire
                | Self::InquireAbout
                | Self::Learn
        )
    }

    /// Whether it is there before somebody works here: what the gates ask for.
    pub const fn comes_before_work(self) -> bool {
        matches!(self, Self::Learn)
    }

    /// Whether no gate stands before it: what the gates ask for, and in an emergency what only closes.
    pub const fn comes_before_gates(self) -> bool {
        matches!(self, Self::Learn | Self::SealAgency)
    }
}

words! {
    /// By which way a cell of the table opens.
    pub enum Way {
        /// The worker is on the client's team.
        Own = "own",
        /// The worker shares a program with the client, or supervises somebody of the team.
        Team = "team",
        /// Neither.
        Other = "other",
        /// By breaking the glass, whatever the relation.
        Glass = "glass",
        /// The file is destroyed; its ledger stands.
        Destroyed = "destroyed",
        /// It is about no client.
        Yes = "yes",
    }
}

words! {
    /// Kinds of reasons to look.
    pub enum ReasonKind {
        /// On the client's team.
        CareTeam = "care_team",
        /// An appointment a day or less away, made before the look.
        Appointment = "appointment",
        /// Supervision of somebody on the client's team.
        Supervision = "supervision",
        /// A request, a legal paper or a report that somebody else gave the worker to handle.
        Task = "task",
        /// A billing run that somebody else gave the worker.
        BillingRun = "billing_run",
        /// A packet that somebody else asked the worker to check.
        SecondCheck = "second_check",
        /// The front desk of the client's program.
        Reception = "reception",
        /// The glass was broken.
        Grant = "grant",
        /// The role's own duty; never opens content.
        OwnDuty = "own_duty",
    }
}

/// Why a worker looks. It is checked against the ties; a reason that does not hold is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// On the client's team.
    CareTeam,
    /// That appointment.
    Appointment(Id<Appointment>),
    /// That supervision line.
    Supervision(Id<Supervision>),
    /// That request, paper or report.
    Task(Id<Task>),
    /// That billing run.
    BillingRun(Id<Task>),
    /// That second check.
    SecondCheck(Id<Task>),
    /// The front desk of the client's program.
    Reception,
    /// That grant.
    Grant(Id<Grant>),
    /// The role's own duty.
    OwnDuty,
}

impl Reason {
    /// Its kind.
    pub const fn kind(self) -> ReasonKind {
        match self {
            Self::CareTeam => ReasonKind::CareTeam,
            Self::Appointment(_) => ReasonKind::Appointment,
            Self::Supervision(_) => ReasonKind::Supervision,
            Self::Task(_) => ReasonKind::Task,
            Self::BillingRun(_) => ReasonKind::BillingRun,
            Self::SecondCheck(_) => ReasonKind::SecondCheck,
            Self::Reception => ReasonKind::Reception,
            Self::Grant(_) => ReasonKind::Grant,
            Self::OwnDuty => ReasonKind::OwnDuty,
        }
    }
}
