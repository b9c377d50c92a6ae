//! `/me/provider`: to sign in by the identity provider from now on, or no more.

use askama::Template;

use super::account;
use crate::account::Bound;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::enter::local;
use crate::web::errand::Why;
use crate::web::pages::sign_in::go;

#[derive(Template)]
#[template(path = "me/provider.html")]
struct Page<'a> {
    c: Chrome<'a>,
    label: &'a str,
    bound: Option<Bound>,
    only: bool,
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let provider = ask.provider()?;
    let label = provider.label();
    let c = ask.chrome(ask.say("provider-do", &[("label", label)])).back("/me");
    let bound = ask.site.bound(&account(ask)?).cloned();
    Answer::page(&Page { c, label, bound, only: provider.is_only() })
}

pub(super) fn begin(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    go(ask, Why::Bind(ask.me()?.worker.id), "/me")
}

pub(super) fn remove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    ask.provider()?;
    let (who, site) = (ask.me()?, ask.site);
    site.agency.unbind(who.worker.id, (site.wall()?, who.session.mark))?;
    ask.renewed(&who.session, None, "/me")
}

/// Once more who one is, shown at the provider.
pub(super) fn prove(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["to"], &[])?;
    go(ask, Why::Prove(ask.me()?.worker.id), local(ask.form.text("to")))
}
