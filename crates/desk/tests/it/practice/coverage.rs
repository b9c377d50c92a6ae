//! Everything that the desk knows a word for occurs in a practice.

use std::collections::BTreeSet;

use tacenda_desk::access::{ReasonKind, Right};
use tacenda_desk::acts::{Absence, Act};
use tacenda_desk::practice::{Agency, Event, Size};
use tacenda_desk::*;

use super::{START, played};

/// A word of an enumeration that was seen.
type Word = (&'static str, &'static str);

fn of_client(client: &Client) -> Vec<Word> {
    let mut words = vec![("standing", client.standing.word()), ("client state", client.state.word())];
    words.extend(client.reach.lines.iter().map(|l| ("channel", l.channel.word())));
    words.extend(client.representatives.iter().map(|r| ("authority", r.authority.word())));
    words.extend(client.restrictions.iter().map(|r| ("against", against(&r.against))));
    let yes = [
        ("survivor", client.survivor),
        ("address", client.address_protected),
        ("died", client.died.is_some()),
        ("colleague", client.colleague.is_some()),
        ("two programs", client.enrolments.len() > 1),
        ("consent", !client.inside_consents.is_empty()),
        ("legal name", client.legal_name.is_some()),
        ("unsafe people", !client.unsafe_people.is_empty()),
        ("unsafe line", client.reach.lines.iter().any(|l| !l.safe)),
        ("limits", client.representatives.iter().any(|r| !r.never.is_empty())),
    ];
    words.extend(yes.into_iter().filter(|(_, yes)| *yes).map(|(word, _)| ("card", word)));
    words
}

const fn against(against: &Against) -> &'static str {
    match against {
        Against::OutsideTeam => "team",
        Against::Program(_) => "program",
        Against::Role(_) => "role",
        Against::Payer(_) => "payer",
        Against::Outsider(_) => "outsider",
    }
}

fn of_record(record: &Record) -> Vec<Word> {
    let mut words = vec![("category", record.category.word()), ("class", record.class.word())];
    let yes = [
        ("late", record.late),
        ("addendum", record.amends.is_some()),
        ("attachment", !record.attachments.is_empty()),
        ("third party", record.third_party),
    ];
    words.extend(yes.into_iter().filter(|(_, yes)| *yes).map(|(word, _)| ("record", word)));
    words
}

fn of(thing: &Thing) -> Vec<Word> {
    let mut words = match thing {
        Thing::Client(client) => of_client(client),
        Thing::Record(record) => of_record(record),
        Thing::Appointment(a) => vec![("appointment", a.kind.word()), ("held", a.state.word())],
        Thing::Assignment(a) => vec![("function", a.function.word())],
        Thing::Wall(wall) => vec![("wall", wall.why.word())],
        Thing::Grant(grant) => vec![("grant", grant.reason.word())],
        Thing::Task(task) => vec![("task", task.kind.word()), ("task state", task.state.word())],
        Thing::Destruction(d) => vec![("destruction", d.state.word())],
        Thing::Program(program) => {
            program.natures.iter().map(|n| ("nature", n.word())).chain([("program", program.state.word())]).collect()
        }
        Thing::Contact(contact) => vec![("contact", contact.state.word())],
        Thing::Policy(policy) => vec![("policy", policy.kind.word())],
        Thing::Sanction(sanction) => vec![("measure", sanction.measure.word())],
        Thing::Worker(worker) => {
            let roles = worker.roles.iter().map(|r| ("role", r.word()));
            roles.chain([("worker", worker.kind.word()), ("worker state", worker.state.word())]).collect()
        }
        Thing::Share(_) | Thing::Hold(_) | Thing::Supervision(_) | Thing::Inquiry(_) | Thing::Matter(_) => Vec::new(),
        Thing::Consent(consent) => vec![("consent", consent.state.word())],
        Thing::Coverage(coverage) => vec![("plan", coverage.holder.word())],
        Thing::Charge(_)
        | Thing::Claim(_)
        | Thing::Wording(_)
        | Thing::Gates(_)
        | Thing::Readiness(_)
        | Thing::Packet(_)
        | Thing::Disclosure(_)
        | Thing::Delivery(_)
        | Thing::Portal(_)
        | Thing::Message(_)
        | Thing::Mail(_) => Vec::new(),
    };
    words.push(("kind", thing.kind().word()));
    words
}

fn of_event(event: &Event) -> Vec<Word> {
    let mut words = vec![("act", event.act.word()), ("right", event.act.access().word()), ("reason", event.reason.kind().word())];
    if let Act::SuspendWorker(away) = &event.act {
        words.push(("absence", away.absence.word()));
    }
    words
}

#[track_caller]
fn has_all(seen: &BTreeSet<Word>, of: &'static str, words: impl IntoIterator<Item = &'static str>) {
    let missing: Vec<&str> = words.into_iter().filter(|word| !seen.contains(&(of, *word))).collect();
    assert!(missing.is_empty(), "{of}: {missing:?}");
}

#[test]
fn everything_that_has_a_word_occurs_in_a_practice() {
    for seed in [7, 8] {
        let mut seen = BTreeSet::new();
        played(Agency::new(seed, Size::Practice, START), |event, desk| {
            if event.expect_refusal.is_none() {
                seen.extend(of_event(event));
            }
            seen.extend(desk.saved.drain(..).flat_map(|thing| of(&thing)));
        });
        people_and_acts(&seen);
        files(&seen);
    }
}

fn people_and_acts(seen: &BTreeSet<Word>) {
    // An inquiry, a matter and what goes by it, a consent and a claim need the law packs, which a practice does not hold.
    let asks = |right: &Right| {
        let inquiry = matches!(right, Right::Inquire | Right::InquireAbout | Right::ReviewInquiry);
        inquiry
            || matches!(
                right,
                Right::OpenMatter
                    | Right::HandleMatter
                    | Right::DecideMatter
                    | Right::KeepConsents
                    | Right::Bill
                    | Right::PreparePacket
                    | Right::ReadShared
            )
    };
    let by_law = |kind: &Kind| {
        matches!(
            kind,
            Kind::Inquiry
                | Kind::Matter
                | Kind::Packet
                | Kind::Disclosure
                | Kind::Delivery
                | Kind::Mail
                | Kind::Consent
                | Kind::Claim
        )
    };
    // No guest comes in there.
    let by_guest = |kind: &Kind| matches!(kind, Kind::Portal | Kind::Message);
    has_all(seen, "kind", Kind::ALL.iter().filter(|kind| !by_law(kind) && !by_guest(kind)).map(|kind| kind.word()));
    has_all(seen, "role", Role::ALL.iter().map(|r| r.word()));
    has_all(seen, "worker", WorkerKind::ALL.iter().map(|k| k.word()));
    has_all(seen, "worker state", WorkerState::ALL.iter().map(|s| s.word()));
    has_all(seen, "absence", Absence::ALL.iter().map(|a| a.word()));
    has_all(seen, "nature", Nature::ALL.iter().map(|n| n.word()));
    has_all(seen, "contact", ContactState::ALL.iter().map(|s| s.word()));
    has_all(seen, "program", ProgramState::ALL.iter().map(|s| s.word()));
    has_all(seen, "right", Right::ALL.iter().filter(|r| !r.is_of_the_house() && !asks(r)).map(|r| r.word()));
    has_all(seen, "reason", ReasonKind::ALL.iter().map(|r| r.word()));
    has_all(seen, "function", Function::ALL.iter().map(|f| f.word()));
    has_all(seen, "wall", WallReason::ALL.iter().map(|w| w.word()));
    has_all(seen, "grant", GrantReason::ALL.iter().map(|g| g.word()));
    // No act makes a task of that kind: a destruction waits as itself. And no guest comes in there.
    let given = |kind: &&TaskKind| !matches!(kind, TaskKind::Destruction | TaskKind::Message | TaskKind::Locked);
    has_all(seen, "task", TaskKind::ALL.iter().filter(given).map(|k| k.word()));
    has_all(seen, "task state", TaskState::ALL.iter().map(|s| s.word()));
    has_all(seen, "destruction", DestructionState::ALL.iter().map(|s| s.word()));
    assert!(seen.iter().filter(|(of, _)| *of == "act").count() >= 48);
}

fn files(seen: &BTreeSet<Word>) {
    has_all(seen, "category", Category::all().filter(|c| c.is_kind_of_record()).map(Category::word));
    has_all(seen, "class", Class::of_clients().map(Class::word));
    has_all(seen, "record", ["late", "addendum", "attachment", "third party"]);
    has_all(seen, "standing", Standing::ALL.iter().map(|s| s.word()));
    // A destroyed client has no card left that could say so.
    has_all(seen, "client state", ["active", "closed"]);
    has_all(seen, "channel", Channel::ALL.iter().map(|c| c.word()));
    has_all(seen, "authority", Authority::ALL.iter().map(|a| a.word()));
    has_all(seen, "against", ["team", "program", "role", "payer", "outsider"]);
    has_all(seen, "appointment", AppointmentKind::ALL.iter().map(|k| k.word()));
    has_all(seen, "held", AppointmentState::ALL.iter().map(|s| s.word()));
    has_all(seen, "plan", ["client", "other"]);
    let card =
        ["survivor", "address", "died", "colleague", "two programs", "consent", "legal name", "unsafe people", "unsafe line"];
    has_all(seen, "card", card.into_iter().chain(["limits"]));
}
