//! `/leave`: out, at once. A GET that ends something, on purpose: it is a link that works without script, and a form could not lead outside
//! under our own policy. A foreign page that leads here does no more than take the browser's cookie away.

use axum::http::header;

use super::{Call, stay};
use crate::problem::Problem;
use crate::web::answer::Answer;

/// Whatever does not work meanwhile, they are out: the browser forgets, and looks at the weather.
#[expect(clippy::unnecessary_wraps, reason = "every page has this shape")]
pub(super) fn leave(call: &Call<'_>) -> Result<Answer, Problem> {
    if let Some(stay) = &call.stay {
        let _ = stay.end(call.site); // where the database does not answer it is over in ten minutes, and the browser forgets now
    }
    let to = call.site.settings.portal.as_ref().map_or("/", |portal| portal.leave.as_str());
    Ok(forget(call, Answer::go(to)))
}

/// With all that a browser keeps of us taken away. Not by `"cookies"`: that would take those of the whole domain, the desk's among them.
pub(super) fn forget(call: &Call<'_>, answer: Answer) -> Answer {
    let answer = answer.with(header::SET_COOKIE, &stay::gone(call.site)).with(header::REFERRER_POLICY, "no-referrer");
    answer.with(header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"")
}
