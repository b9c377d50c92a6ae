//! `/sign-out`: the session ends, here and on the server.

use axum::http::header;

use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::post("/sign-out", Door::Half, leave)];

fn leave(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&[], &[])?;
    ask.site.sessions.end(&ask.site.agency, ask.me()?.session.mark)?;
    let secure = if ask.site.is_secure() { "; Secure" } else { "" };
    let gone = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}", ask.site.cookie());
    // Not "cookies": the device stays known, so that nobody locks its person out.
    let answer = Answer::go("/sign-in").with(header::SET_COOKIE, &gone);
    Ok(answer.with(header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\""))
}
