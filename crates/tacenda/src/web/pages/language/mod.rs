//! `/language`: the session speaks another language. The account remembers it; no cookie does.

use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::door::Door;
use crate::web::enter::local;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::post("/language", Door::Half, speak)];

fn speak(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["language", "to"], &[])?;
    let language = Language::from_code(ask.form.text("language")).ok_or(Problem::BadForm)?;
    let (site, who) = (ask.site, ask.me()?);
    let mut session = who.session.clone();
    language.code().clone_into(&mut session.body.language);
    site.sessions.change(&site.agency, &session)?;
    site.agency.change_account(who.worker.id, None, move |_, account| {
        language.code().clone_into(&mut account.language);
        Ok(())
    })?;
    Ok(Answer::go(local(ask.form.text("to"))))
}
