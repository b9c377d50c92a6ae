//! `/recover`: somebody who cannot sign in any more gets back in, by a code that an administrator handed to them.

use super::join::{again, enter, page, read, wrong};
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[Route::get("/recover", Door::Open, show), Route::post("/recover", Door::Open, recover)];

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    Answer::page(&page(ask, true, Vec::new()))
}

fn recover(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let kept = match read(ask)? {
        Ok(kept) => kept,
        Err(faults) => return again(ask, true, faults),
    };
    match ask.site.agency.recover(ask.form.text("name"), ask.form.text("code"), &kept) {
        Ok(id) => enter(ask, id),
        Err(Problem::Plainly(_) | Problem::NotSignedIn) => again(ask, true, vec![wrong(ask)]),
        Err(other) => Err(other),
    }
}
