//! Billing, as it happens: what a plan is told, and what keeps a claim here.

use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{
    AddRestriction, AmendSafety, CodeVisit, DrawUpConsent, ListBillables, MakeClaim, OpenMatter, ReadBill, ReadMatter,
    ReadRecord, SetCoverage, SignConsent, StopConsent, VoidClaim,
};
use tacenda_desk::flows::{FlowKind, Intake, Law};
use tacenda_desk::{
    Against, Appointment, AppointmentKind, AppointmentState, Bill, Category, Channel, Charge, ChargeState, Claim, ClaimField,
    ClaimState, Class, Client, ClientId, Covers, Hindrance, Id, KnownBy, Line, Policyholder, ProgramId, Refusal, Restriction,
    Role, SafeContact, Seen, Signature, Signed, Signer, Span, StoppedBy, Terms, Time, Toward, WorkerId,
};

use crate::agency::Agency;
use crate::packs;

static LAW: LazyLock<Arc<Law>> = LazyLock::new(|| Arc::new(Law::new(Arc::new(packs::PACKS.clone()))));

const NOT_THERE: Refusal = Refusal::NotFoundOrNotYours;
const PLAN: &str = "Mesa Mutual";

/// A client of one program, who treats them, who bills, and a visit that was held.
struct Town {
    agency: Agency,
    rosa: ClientId,
    ana: WorkerId,
    bill: WorkerId,
    visit: Id<Appointment>,
}

impl Town {
    fn new() -> Self {
        let clinic = Agency::new().clinic;
        Self::in_program(clinic, Role::Clinician)
    }

    fn in_program(program: ProgramId, role: Role) -> Self {
        let mut agency = Agency::new();
        agency.law = Some(LAW.clone());
        let rosa = agency.client_in("Rosa", &[program]);
        agency.mend(rosa, |c: &mut Client| {
            c.born = Some(date(1990, 5, 1));
            c.jurisdictions = vec!["nm".into()];
        });
        let (ana, bill) = (agency.worker_in("Ana", role, &[program]), agency.worker_in("Bill", Role::Biller, &[program]));
        agency.assign(ana, rosa);
        let visit = agency.id();
        agency.keep(Appointment {
            id: visit,
            client: rosa,
            session: None,
            workers: vec![ana],
            program,
            at: agency.now.time.plus_days(-2),
            minutes: 50,
            kind: AppointmentKind::Individual,
            state: AppointmentState::Held,
            made: agency.now.time.plus_days(-9),
            made_by: ana,
            walk_in: false,
        });
        Self { agency, rosa, ana, bill, visit }
    }

    fn codes(&mut self) -> Id<Charge> {
        let id = self.agency.id();
        let (service, diagnosis, label) = ("90834".into(), "f41.1".into(), "Generalized anxiety disorder".into());
        let act = CodeVisit { id, client: self.rosa, appointment: self.visit, service, diagnosis, label, cents: 14_500 };
        self.agency.act(self.ana, act, Reason::CareTeam).unwrap();
        id
    }

    fn covered(&mut self, holder: Policyholder) {
        let act = SetCoverage {
            id: self.agency.id(),
            client: self.rosa,
            over: None,
            payer: PLAN.into(),
            member: "M123".into(),
            holder,
            covers: Covers::Outpatient,
            checked: true,
            so: Vec::new(),
        };
        self.agency.act(self.bill, act, Reason::OwnDuty).unwrap();
    }

    fn permits(&mut self, whom: &str) -> Id<tacenda_desk::Consent> {
        let kinds = [
            "identity",
            "contact",
            "appointment_dates",
            "session_start_stop",
            "modality_frequency",
            "diagnosis",
            "billing_codes",
        ];
        let id = self.agency.id();
        let terms = Terms {
            toward: Toward::Release,
            other: whom.into(),
            recipient: "insurer_payer".into(),
            what: kinds.iter().map(|word| Category::from_word(word).unwrap()).collect(),
            detail: None,
            purpose: "payment".into(),
            until: self.agency.now.time.plus_days(60).day(),
            joint: None,
        };
        self.agency.act(self.ana, DrawUpConsent { id, client: self.rosa, terms }, Reason::CareTeam).unwrap();
        let signature = Signature {
            who: Signer::Client,
            of: None,
            name: "Rosa".into(),
            how: Signed::Ink,
            day: self.agency.now.time.day(),
            shown: "a".repeat(64),
            language: "es".into(),
            aloud: false,
            known_by: Some(KnownBy::Sight),
            meant: true,
            interpreter: None,
            witness: Some("Ben".into()),
            at: Time(0),
            by: Some(self.ana),
        };
        self.agency.act(self.ana, SignConsent { id, client: self.rosa, signature, drawn: None }, Reason::CareTeam).unwrap();
        id
    }

    fn sees(&mut self, charge: Id<Charge>) -> Bill {
        match self.agency.act(self.bill, ReadBill { client: self.rosa, charge }, Reason::OwnDuty).unwrap() {
            Seen::Bill(bill) => *bill,
            other => panic!("{other:?}"),
        }
    }

    fn claims(&mut self, charge: Id<Charge>) -> Result<Claim, Refusal> {
        let id = self.agency.id();
        self.agency.act(self.bill, MakeClaim { id, client: self.rosa, charge }, Reason::OwnDuty)?;
        Ok(self.agency.get(id))
    }

    fn keeps_from(&mut self, payer: &str, span: Span) {
        let (id, agreed_by) = (self.agency.id_at(201), self.ana);
        let restriction = Restriction {
            id,
            against: Against::Payer(payer.into()),
            classes: Vec::new(),
            words: "I pay".into(),
            agreed_by,
            span,
        };
        self.agency.mend(self.rosa, |c: &mut Client| c.restrictions.push(restriction));
    }
}

fn fields(claim: &Claim) -> Vec<&'static str> {
    claim.lines.iter().map(|line| line.field.word()).collect()
}

#[test]
fn a_visit_is_billed_by_what_the_client_permits_and_by_nothing_else() {
    let mut town = Town::new();
    let charge = town.codes();
    let bare = town.sees(charge);
    assert_eq!((bare.hindrances.as_slice(), bare.ruling.is_none()), ([Hindrance::NoPayer].as_slice(), true));
    town.covered(Policyholder::Client);
    // In New Mexico a plan is told of a visit only if the client wrote that it may be.
    let seen = town.sees(charge);
    let ruling = seen.ruling.as_ref().unwrap();
    assert!(!seen.is_ready() && ruling.owed.iter().any(|owed| owed.duty == "obtain_written_release"), "{ruling:?}");
    assert_eq!(town.claims(charge), Err(Refusal::NotReady));
    let permission = town.permits(PLAN);
    assert!(town.sees(charge).is_ready(), "{:?}", town.sees(charge).ruling);
    let claim = town.claims(charge).unwrap();
    let says = [
        "payer",
        "member",
        "patient",
        "born",
        "policyholder",
        "day",
        "start",
        "minutes",
        "visit",
        "diagnosis",
        "diagnosis_label",
        "service",
        "charge",
        "rendering",
    ];
    assert_eq!(fields(&claim), says);
    let value = |field| claim.lines.iter().find(|line| line.field == field).map(|line| line.value.as_str());
    assert_eq!((value(ClaimField::Day), value(ClaimField::Diagnosis)), (Some("2026-02-28"), Some("F41.1")));
    assert_eq!(town.agency.get(charge).state, ChargeState::Claimed);
    assert_eq!(town.claims(charge), Err(Refusal::WrongState), "it is billed once");
    // Taken back, it can be billed again, as long as the permission stands.
    let why = "the wrong day".to_owned();
    let void = VoidClaim { claim: claim.id, client: town.rosa, charge, why };
    town.agency.act(town.bill, void.clone(), Reason::OwnDuty).unwrap();
    assert_eq!(town.agency.act(town.bill, void, Reason::OwnDuty), Err(Refusal::WrongState));
    assert_eq!(town.agency.get(claim.id).state, ClaimState::Void);
    let stop = StopConsent { id: permission, client: town.rosa, how: StoppedBy::Spoken, words: "no more".into() };
    town.agency.act(town.ana, stop, Reason::CareTeam).unwrap();
    assert_eq!(town.claims(charge), Err(Refusal::NotReady));
}

#[test]
fn a_permission_for_another_plan_is_none_for_this_one() {
    let mut town = Town::new();
    let charge = town.codes();
    town.covered(Policyholder::Client);
    town.permits("Another Plan");
    assert_eq!(town.sees(charge).hindrances, [Hindrance::OtherPayer]);
    assert_eq!(town.claims(charge), Err(Refusal::NotReady));
    town.permits("MESA  mutual");
    assert!(town.claims(charge).is_ok());
}

#[test]
fn what_a_client_paid_for_reaches_no_plan_whatever_it_is_called_and_whenever_it_was_promised() {
    let names = [PLAN, "mesa mutual", "Mesa", "Another Plan", "x", "Mesa Mutual of New Mexico", "…"];
    let mut town = Town::new();
    let charge = town.codes();
    town.covered(Policyholder::Client);
    town.permits(PLAN);
    let visit = town.agency.get(charge).visit;
    let mut state = 7_u64;
    let mut next = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let (mut kept, mut ended) = (0, 0);
    for _ in 0..600 {
        town.agency.mend(town.rosa, |c: &mut Client| c.restrictions.clear());
        let mut speaks = false;
        for _ in 0..=next(2) {
            let from = visit.plus_minutes(i64::try_from(next(40_000)).unwrap() - 30_000);
            let until = (next(2) == 0).then(|| visit.plus_minutes(i64::try_from(next(4_000)).unwrap() - 2_000));
            speaks |= until.is_none_or(|end| end > visit);
            town.keeps_from(names[usize::try_from(next(7)).unwrap()], Span { from, until });
        }
        let answer = town.claims_dry(charge);
        if speaks {
            assert_eq!(answer, Err(Refusal::SelfPaid));
            kept += 1;
        } else {
            assert_eq!(answer, Ok(()), "what was promised ended before the visit");
            ended += 1;
        }
    }
    assert!(kept > 300 && ended > 20, "{kept} {ended}");
}

#[test]
fn where_somebody_else_holds_the_plan_a_safe_address_comes_first_and_goes_along() {
    let mut town = Town::new();
    let charge = town.codes();
    town.covered(Policyholder::Other);
    town.permits(PLAN);
    assert_eq!(town.sees(charge).hindrances, [Hindrance::NoSafeAddress]);
    assert_eq!(town.claims(charge), Err(Refusal::NotReady));
    let line =
        |place: &str, safe| Line { channel: Channel::Post, place: place.into(), safe, hours: Vec::new(), voicemail: false };
    let reach = |lines| Some(SafeContact { lines, ..SafeContact::default() });
    for (over, lines) in [(2, vec![line("12 Elm St", false)]), (3, vec![line("12 Elm St", false), line("PO Box 9", true)])] {
        assert_eq!(town.claims(charge), Err(Refusal::NotReady));
        let act = AmendSafety {
            client: town.rosa,
            over,
            reach: reach(lines),
            address_protected: None,
            survivor: None,
            unsafe_people: None,
        };
        town.agency.act(town.ana, act, Reason::CareTeam).unwrap();
    }
    let claim = town.claims(charge).unwrap();
    let to = claim.lines.iter().find(|line| line.field == ClaimField::SendTo).unwrap();
    assert_eq!(to.value, "PO Box 9");
}

#[test]
fn of_a_program_kept_apart_a_biller_from_elsewhere_sees_nothing_and_its_own_asks_its_law() {
    let (sud, shelter) = (Agency::new().sud, Agency::new().shelter);
    for (program, role) in [(sud, Role::SudCounselor), (shelter, Role::SocialWorker)] {
        let mut town = Town::in_program(program, role);
        let charge = town.codes();
        town.covered(Policyholder::Client);
        let elsewhere = town.agency.worker("Else", Role::Biller);
        let look = ReadBill { client: town.rosa, charge };
        assert_eq!(town.agency.act(elsewhere, look, Reason::OwnDuty), Err(NOT_THERE));
        let list = ListBillables { charges: vec![(charge, town.rosa)] };
        assert_eq!(town.agency.act(elsewhere, list.clone(), Reason::OwnDuty), Ok(Seen::Billables(Vec::new())));
        assert!(matches!(town.agency.act(town.bill, list, Reason::OwnDuty), Ok(Seen::Billables(all)) if all.len() == 1));
        let seen = town.sees(charge);
        assert!(!seen.is_ready() && !seen.ruling.unwrap().is_yes());
        assert_eq!(town.claims(charge), Err(Refusal::NotReady));
    }
}

#[test]
fn codes_are_codes_and_only_who_treats_says_them_of_a_visit_that_was_held() {
    let mut town = Town::new();
    let good = CodeVisit {
        id: town.agency.id(),
        client: town.rosa,
        appointment: town.visit,
        service: "90834".into(),
        diagnosis: "F41.1".into(),
        label: "Anxiety".into(),
        cents: 1,
    };
    assert_eq!(town.agency.act(town.bill, good.clone(), Reason::OwnDuty), Err(NOT_THERE));
    let wrong = [
        CodeVisit { service: "she said that".into(), ..good.clone() },
        CodeVisit { diagnosis: "she was hit by her husband".into(), ..good.clone() },
        CodeVisit { diagnosis: "sad".into(), ..good.clone() },
        CodeVisit { label: "x".repeat(121), ..good.clone() },
        CodeVisit { label: " ".into(), ..good.clone() },
        CodeVisit { cents: 0, ..good.clone() },
    ];
    for act in wrong {
        assert_eq!(town.agency.act(town.ana, act, Reason::CareTeam), Err(Refusal::BadValue));
    }
    town.agency.mend(town.visit, |a: &mut Appointment| a.state = AppointmentState::DidNotCome);
    assert_eq!(town.agency.act(town.ana, good, Reason::CareTeam), Err(Refusal::WrongState));
}

#[test]
fn what_a_plan_wants_beyond_the_claim_waits_for_those_who_answer_it() {
    let mut town = Town::new();
    town.codes();
    town.covered(Policyholder::Client);
    let note = town.agency.record(town.rosa, town.ana, "progress_notes", town.agency.clinic);
    let id = town.agency.id();
    let said = |name: &str, value: serde_json::Value| (name.to_owned(), value, tacenda_desk::Source::Person);
    let intake = |flow| Intake {
        facts: vec![said("purpose", "payment".into()), said("recipient_kind", "insurer_payer".into())],
        ..Intake::of(flow, id, Some(town.rosa), town.agency.now.time)
    };
    let (payment, third) = (intake(FlowKind::Payment), intake(FlowKind::ThirdParty));
    assert_eq!(town.agency.act(town.bill, OpenMatter { intake: third }, Reason::OwnDuty), Err(NOT_THERE));
    town.agency.act(town.bill, OpenMatter { intake: payment }, Reason::OwnDuty).unwrap();
    assert_eq!(town.agency.get(id).owner, None);
    let look = ReadMatter { id, client: Some(town.rosa) };
    assert_eq!(town.agency.act(town.bill, look, Reason::OwnDuty), Err(NOT_THERE));
    let officer = town.agency.worker("Ola", Role::PrivacyOfficer);
    assert!(town.agency.act(officer, look, Reason::OwnDuty).is_ok());
    let read = ReadRecord { client: town.rosa, record: note };
    assert_eq!(town.agency.act(town.bill, read, Reason::OwnDuty), Err(NOT_THERE));
}

#[test]
fn a_limit_that_is_entered_by_hand_keeps_a_visit_here() {
    let mut town = Town::new();
    let charge = town.codes();
    town.covered(Policyholder::Client);
    town.permits(PLAN);
    let restriction = Restriction {
        id: town.agency.id(),
        against: Against::Payer("the plan".into()),
        classes: vec![Class::General],
        words: "I pay myself".into(),
        agreed_by: town.ana,
        span: Span::since(town.agency.now.time),
    };
    let act = AddRestriction { client: town.rosa, restriction };
    town.agency.act(town.ana, act, Reason::CareTeam).unwrap();
    assert_eq!(town.sees(charge).hindrances, [Hindrance::SelfPay]);
    assert_eq!(town.claims(charge), Err(Refusal::SelfPaid));
}

impl Town {
    /// Whether it would be made.
    fn claims_dry(&mut self, charge: Id<Charge>) -> Result<(), Refusal> {
        let id = self.agency.id_at(200);
        self.agency.step(self.bill, MakeClaim { id, client: self.rosa, charge }, Reason::OwnDuty).map(drop)
    }
}
