//! `/contacts`: the address book. Whom we deal with outside, and by which number or address each is surely reached.

mod one;

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::{Reason, Right};
use tacenda_desk::acts::KeepContact;
use tacenda_desk::{Contact, ContactState, ContactWay, Id, is_mail_address};
use tacenda_vault::AgeRecipient;

use super::matters::paper::{members, words_of};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::pages::Route;
use crate::web::values::Values;

pub(crate) const DOOR: Door = Door::Right(Right::KeepContacts);

pub(super) const ROUTES: &[Route] = &[
    Route::get("/contacts", DOOR, list),
    Route::post("/contacts", DOOR, add),
    Route::get("/contacts/{contact}", DOOR, one::show),
    Route::post("/contacts/{contact}", DOOR, one::save),
];

/// Who is asked for most.
const COMMON: [&str; 6] =
    ["treating_provider", "insurer_payer", "opposing_party_attorney", "court", "law_enforcement", "child_protective_services"];
/// Those near a client, and those inside: they stand in no address book.
const NEAR: [&str; 13] = [
    "client",
    "parent_guardian",
    "personal_representative",
    "family_friend",
    "primary_caregiver",
    "internal_supervisor",
    "internal_team",
    "internal_clerical",
    "intern_trainee",
    "potential_victim",
    "group_member",
    "abuser_or_perpetrator",
    "member_of_public",
];
/// The longest name or address.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "contacts/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    contacts: Vec<(Contact, String)>,
    gone: Vec<Contact>,
    recipients: Vec<(String, String)>,
    v: Values,
}

fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    page(ask, Values::default(), Vec::new())
}

fn page(ask: &Ask<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut all = ask.site.agency.contacts()?;
    all.sort_by_key(|contact| contact.name.to_lowercase());
    let (kept, gone): (Vec<_>, Vec<_>) = all.into_iter().partition(|contact| contact.state == ContactState::Kept);
    let recipients = recipients(ask);
    let contacts = kept.into_iter().map(|contact| (kind(&recipients, &contact), contact)).map(|(kind, one)| (one, kind));
    let page = Page {
        c: ask.titled("contacts-title").back("/matters").with_faults(faults),
        contacts: contacts.collect(),
        gone,
        recipients,
        v,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// What they may be: the law's word, and ours.
fn recipients(ask: &Ask<'_>) -> Vec<(String, String)> {
    members(ask, words_of(ask, "recipient_kind"), &COMMON, true)
        .into_iter()
        .filter(|(word, _)| !NEAR.contains(&word.as_str()))
        .collect()
}

fn kind(recipients: &[(String, String)], contact: &Contact) -> String {
    let found = recipients.iter().find(|(word, _)| *word == contact.recipient);
    found.map_or_else(String::new, |(_, label)| label.clone())
}

/// What the form says, to be kept over what was seen; or what it lacks.
fn typed(ask: &Ask<'_>, (id, over): (Id<Contact>, Option<i64>)) -> Result<KeepContact, Vec<Fault>> {
    let form = &ask.form;
    let is_line = |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    let ways = ContactWay::ALL.iter().filter_map(|way| Some((*way, form.filled(way.word())?.to_owned())));
    let (name, recipient, ways) = (form.text("name"), form.text("recipient"), ways.collect::<Vec<_>>());
    let lacks = [
        (name.is_empty() || !is_line(name), "name"),
        (!recipients(ask).iter().any(|(word, _)| word == recipient), "recipient"),
        (form.filled("mail").is_some_and(|to| !is_mail_address(to)), "mail"),
        (form.filled("key").is_some_and(|key| AgeRecipient::read(key).is_err()), "key"),
        (!ways.iter().any(|(way, _)| *way != ContactWay::Key) || !ways.iter().all(|(_, to)| is_line(to)), "phone"),
    ];
    let fault = |field: &'static str| Fault { field, text: ask.say(&format!("contacts-fault-{field}"), &[]) };
    let faults: Vec<Fault> = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, field)| fault(field)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(KeepContact { id, name: name.to_owned(), recipient: recipient.to_owned(), ways, over })
}

fn add(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["name", "recipient", "phone", "fax", "mail", "post", "key"], &[])?;
    let contact = match typed(ask, (ask.site.agency.mint()?, None)) {
        Ok(contact) => contact,
        Err(faults) => return page(ask, Values::sent(&ask.form), faults),
    };
    let id = contact.id;
    ask.act(contact, Reason::OwnDuty)?;
    // Sent twice, it is kept once, by the first id.
    let is_kept = ask.site.agency.own_of(id)?.is_some();
    Ok(Answer::go(&if is_kept { format!("/contacts/{id}") } else { "/contacts".to_owned() }))
}
