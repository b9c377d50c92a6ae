//! One of the address book: how they are reached, what of it was checked and by whom.

use askama::Template;
use axum::http::StatusCode;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{CheckContact, EndContact};
use tacenda_desk::{CheckedBy, Contact, ContactState, ContactWay, Reached, Refusal};

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::pages::matters::name;
use crate::web::values::Values;

/// By what it was checked, on which day, by whom.
type Known = (&'static str, String, String);

#[derive(Template)]
#[template(path = "contacts/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    contact: Contact,
    kind: String,
    /// Each way, and of those that were checked how, when and by whom.
    ways: Vec<(Reached, Option<Known>)>,
    over: i64,
    recipients: Vec<(String, String)>,
    v: Values,
}

impl Page<'_> {
    fn is_kept(&self) -> bool {
        self.contact.state == ContactState::Kept
    }
}

fn find(ask: &Ask<'_>) -> Result<(Contact, i64), Problem> {
    Ok(ask.site.agency.own_of::<Contact>(ask.id("contact")?)?.ok_or(Refusal::NotFoundOrNotYours)?)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (contact, over) = find(ask)?;
    let v = values(&contact);
    page(ask, (contact, over), v, Vec::new())
}

/// What stands in the form by which it is changed.
fn values(contact: &Contact) -> Values {
    let mut v = Values::default();
    v.put("name", contact.name.clone());
    v.put("recipient", contact.recipient.clone());
    contact.reached.iter().for_each(|one| v.put(one.way.word(), one.to.clone()));
    v
}

fn page(ask: &Ask<'_>, (contact, over): (Contact, i64), v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let workers = ask.site.agency.workers()?;
    let c = ask.chrome(&contact.name).back("/contacts").with_faults(faults);
    let checked = |one: &Reached| {
        let checked = one.checked.as_ref()?;
        Some((checked.how.word(), c.day(&checked.at), name(&workers, checked.by)))
    };
    let ways = contact.reached.iter().map(|one| (one.clone(), checked(one))).collect();
    let recipients = super::recipients(ask);
    let kind = super::kind(&recipients, &contact);
    Ok(Answer::page(&Page { c, contact, kind, ways, over, recipients, v })?.status(status))
}

pub(super) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["do", "over", "way", "how", "name", "recipient", "phone", "fax", "mail", "post", "key"], &[])?;
    let there = find(ask)?;
    let id = there.0.id;
    let over = ask.form.text("over").parse().map_err(|_| Problem::BadForm)?;
    let to = format!("/contacts/{id}");
    match ask.form.text("do") {
        "check" => {
            let (way, how) = (ContactWay::from_word(ask.form.text("way")), CheckedBy::from_word(ask.form.text("how")));
            let (Some(way), Some(how)) = (way, how) else {
                let fault = Fault { field: "way", text: ask.say("contacts-fault-check", &[]) };
                let mut v = values(&there.0);
                ["way", "how"].into_iter().for_each(|field| v.put(field, ask.form.text(field)));
                return page(ask, there, v, vec![fault]);
            };
            ask.act(CheckContact { id, way, how, over }, Reason::OwnDuty)?;
        }
        "keep" => {
            match super::typed(ask, (id, Some(over))) {
                Ok(contact) => ask.act(contact, Reason::OwnDuty)?,
                Err(faults) => return page(ask, there, Values::sent(&ask.form), faults),
            };
        }
        "end" => {
            ask.act(EndContact { id, over }, Reason::OwnDuty)?;
        }
        _ => return Err(Problem::BadForm),
    }
    Ok(Answer::go(&to))
}
