//! `/language`: the session speaks another language. It is kept nowhere else.

use crate::language::Language;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::post("/language", Door::In, speak)];

fn speak(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["language", "to"], &[])?;
    let language = Language::from_code(ask.form.text("language")).ok_or(Problem::BadForm)?;
    ask.site.sessions.speak(&ask.who()?.secret, language);
    let to = ask.form.text("to");
    Ok(Answer::go(if to.starts_with('/') && !to.starts_with("//") { to } else { "/" }))
}
