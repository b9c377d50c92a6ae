//! `/me`: how somebody signs in, where they are signed in, what is open to them, what they opened.

mod factor;
mod opened;
mod passkey;
mod password;
mod prove;
mod provider;
mod sessions;
mod vault;

pub(super) use password::faults;

use askama::Template;
use tacenda_desk::Time;

use crate::account::Account;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::door::Door;
use crate::web::pages::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/me", Door::Gate, show),
    Route::post("/me/news", Door::Gate, told),
    Route::get("/me/sanctions", Door::Gate, crate::web::pages::people::sanctions::own),
    Route::get("/me/prove", Door::Half, prove::show),
    Route::post("/me/prove", Door::Half, prove::prove),
    Route::post("/me/prove/provider", Door::Half, provider::prove),
    Route::get("/me/provider", Door::Proved, provider::show),
    Route::post("/me/provider", Door::Proved, provider::begin),
    Route::post("/me/provider/remove", Door::Proved, provider::remove),
    Route::get("/me/password", Door::Proved, password::show),
    Route::post("/me/password", Door::Proved, password::change),
    Route::get("/me/factor", Door::Half, factor::show),
    Route::post("/me/factor/app", Door::Proved, factor::begin_app),
    Route::get("/me/factor/app", Door::Proved, factor::show_app),
    Route::post("/me/factor/app/code", Door::Proved, factor::keep_app),
    Route::post("/me/factor/passkey", Door::Proved, passkey::begin),
    Route::get("/me/factor/passkey", Door::Proved, passkey::show),
    Route::post("/me/factor/passkey/answer", Door::Proved, passkey::keep),
    Route::post("/me/factor/remove", Door::Proved, factor::remove),
    Route::get("/me/sessions", Door::Gate, sessions::show),
    Route::post("/me/sessions/end", Door::Gate, sessions::end),
    Route::post("/me/sessions/forget", Door::Gate, sessions::forget),
    Route::get("/me/vault", Door::Gate, vault::show),
    Route::post("/me/vault", Door::Gate, vault::open),
    Route::post("/me/vault/make", Door::Proved, vault::make),
    Route::post("/me/vault/shut", Door::Gate, vault::shut),
    Route::get("/me/opened", Door::In, opened::show),
];

#[derive(Template)]
#[template(path = "me/page.html")]
struct Page<'a> {
    c: Chrome<'a>,
    name: &'a str,
    roles: Vec<String>,
    account: Account,
    sessions: usize,
    open: bool,
    has_key: bool,
    /// What the identity provider is called, if there is one; and since when they sign in by it.
    provider: Option<(&'a str, Option<Time>)>,
}

/// The account of whoever asks.
fn account(ask: &Ask<'_>) -> Result<Account, Problem> {
    ask.site.agency.account_of(ask.me()?.worker.id)?.ok_or(Problem::NotSignedIn)
}

fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let (site, who) = (ask.site, ask.mine()?);
    let c = ask.titled("me-title");
    let roles = who.worker.roles.iter().map(|role| c.word("role", role.word())).collect();
    let sessions = site.sessions.of(&site.agency, &site.policy, who.worker.id, site.wall()?)?.len();
    let (open, has_key) = (who.session.signed_in.is_open(), site.agency.has_key(who.worker.id)?);
    let account = account(ask)?;
    let provider = site.provider.as_ref().map(|provider| (provider.label(), site.bound(&account).map(|bound| bound.since)));
    Answer::page(&Page { c, name: &who.worker.name, roles, account, sessions, open, has_key, provider })
}

/// They have read what there was to be told; and may object to a code of recovery that they did not ask for.
fn told(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["stop"], &[])?;
    let stop = ask.form.filled("stop").is_some();
    let entered = stop.then(|| ("account.object", Vec::new()));
    ask.site.agency.change_account(ask.mine()?.worker.id, entered, move |_, account| {
        account.news.clear();
        if stop {
            account.recovery = None;
        }
        Ok(())
    })?;
    Ok(Answer::go("/me"))
}
