//! The steps of signing in, and of showing once more who one is. Each step gives the session a new secret.

use axum::http::header;
use tacenda_desk::{Time, Worker, WorkerId};
use webauthn_rs::Webauthn;
use webauthn_rs::WebauthnBuilder;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential, Url};

use super::answer::Answer;
use super::ask::Ask;
use super::sessions::{Body, Must, Question, Session};
use crate::account::Account;
use crate::agency::accounts::signs_in;
use crate::agency::hex;
use crate::problem::Problem;

/// So many wrong passwords are free from one place, and so many from everywhere together but from devices that are known.
const FREE: u64 = 10;
const FREE_EVERYWHERE: u64 = 100;
/// So many wrong codes are free.
const FREE_CODES: u64 = 5;

/// Tries are counted under these marks, so many of them free.
type Marks = Vec<([u8; 32], u64)>;

impl Ask<'_> {
    /// Under which marks a try of this name's password is counted. A device that is known is counted for itself, so that nobody locks
    /// its person out from elsewhere.
    fn marks(&self, login: &str, device: Option<&str>) -> Result<Marks, Problem> {
        let keyed = |of: &str| self.site.agency.keyed_mark("try", &format!("{login} {of}"));
        let place = device.map_or_else(|| format!("net {}", self.from.net), |device| format!("device {device}"));
        let mut marks = vec![(keyed(&place)?, FREE)];
        let everywhere = keyed(if device.is_some() { "known" } else { "everywhere" })?;
        marks.push((everywhere, if device.is_some() { u64::MAX } else { FREE_EVERYWHERE }));
        Ok(marks)
    }

    /// Whose name and password these are. A name that is nobody's, a wrong password, one that has to wait and somebody who is kept out
    /// cost the same and are answered the same: with nobody.
    pub(crate) fn password(&self, login: &str, typed: &str) -> Result<Option<(Worker, Account)>, Problem> {
        let (site, now) = (self.site, self.site.wall()?);
        let Some((there, worker, account)) = site.agency.named(login)? else {
            site.gate.is_it(site.decoy()?, typed)?;
            return Ok(None);
        };
        let device = self.from.device(&site.agency, worker.id)?.filter(|id| there & account.knows(id));
        let marks = self.marks(&crate::agency::plain_name(login), device.as_deref())?;
        let counts = site.agency.try_under(marks.clone(), now)?;
        let is_it = site.gate.is_it(if there { &account.password } else { site.decoy()? }, typed)?;
        if !(there & counts & is_it & signs_in(&worker) & !site.is_without_password(&account)) {
            return Ok(None);
        }
        site.agency.tried_well(marks)?;
        Ok(Some((worker, account)))
    }

    /// Whether this is the code that their app shows now, never shown here before.
    pub(crate) fn code(&self, worker: WorkerId, typed: &str) -> Result<bool, Problem> {
        let (agency, now) = (&self.site.agency, self.site.wall()?);
        let marks = vec![(agency.keyed_mark("code", &worker.to_string())?, FREE_CODES)];
        if !agency.try_under(marks.clone(), now)? {
            return Ok(false);
        }
        let typed = typed.to_owned();
        let took = agency.change_account(worker, None, move |_, account| {
            let step = account.app.as_ref().and_then(|app| app.take(&typed, now));
            if let (Some(step), Some(app)) = (step, account.app.as_mut()) {
                app.step = step;
            }
            Ok(step.is_some())
        })?;
        if took {
            agency.tried_well(marks)?;
        }
        Ok(took)
    }

    /// The side of passkeys that we are.
    pub(crate) fn passkeys(&self) -> Result<Webauthn, Problem> {
        let fault = || Problem::Plainly("the address that people type is none that passkeys know".to_owned());
        let origin = Url::parse(&self.site.settings.origin).map_err(|_| fault())?;
        let host = origin.domain().ok_or_else(fault)?.to_owned();
        WebauthnBuilder::new(&host, &origin).and_then(|b| b.rp_name("Tacenda").build()).map_err(|_| fault())
    }

    /// A question that one of these passkeys can answer.
    pub(crate) fn question(&self, account: &Account) -> Result<Option<Question>, Problem> {
        let keys: Vec<Passkey> = account.passkeys.iter().map(|key| key.key.clone()).collect();
        if keys.is_empty() {
            return Ok(None);
        }
        let fault = || Problem::Plainly("passkeys cannot be asked".to_owned());
        let (asks, state) = self.passkeys()?.start_passkey_authentication(&keys).map_err(|_| fault())?;
        let asks = serde_json::to_string(&asks).map_err(|_| fault())?;
        Ok(Some(Question { asks, state: serde_json::to_string(&state).map_err(|_| fault())? }))
    }

    /// Whether a passkey of theirs gave this answer to the session's question. The question is used up either way.
    pub(crate) fn passkey(&self, session: &mut Session, answer: &str) -> Result<bool, Problem> {
        let question = session.body.question.take();
        let (agency, worker) = (&self.site.agency, session.signed_in.worker());
        self.site.sessions.change(agency, session)?;
        let state = question.and_then(|q| serde_json::from_str::<PasskeyAuthentication>(&q.state).ok());
        let given = serde_json::from_str::<PublicKeyCredential>(answer).ok();
        let (Some(state), Some(given)) = (state, given) else { return Ok(false) };
        let Ok(result) = self.passkeys()?.finish_passkey_authentication(&given, &state) else { return Ok(false) };
        agency.change_account(worker, None, move |_, account| {
            // It may have been taken away since it was asked.
            let key = account.passkeys.iter_mut().find(|key| key.key.cred_id() == result.cred_id());
            Ok(key.is_some_and(|key| {
                key.key.update_credential(&result);
                true
            }))
        })
    }

    /// What a session begins with.
    pub(crate) fn body(&self, by: &str, must: Option<Must>) -> Result<Body, Problem> {
        Ok(Body {
            must,
            language: self.language.code().to_owned(),
            label: self.from.label.clone(),
            net: self.net()?,
            moved: false,
            by: by.to_owned(),
            open: false,
            app: None,
            question: None,
            to: local(self.form.text("to")).to_owned(),
            came: Vec::new(),
        })
    }

    /// The mark of the network that somebody asks from; empty where it is not known.
    pub(crate) fn net(&self) -> Result<String, Problem> {
        if self.from.net.is_empty() { Ok(String::new()) } else { Ok(hex(&self.site.agency.keyed_mark("net", &self.from.net)?)) }
    }

    /// A session that is suddenly used from another network is noted, and its person told, once.
    pub(crate) fn moved(&mut self) -> Result<(), Problem> {
        let net = self.net()?;
        let site = self.site;
        let Some(who) = self.who.as_mut().filter(|who| !net.is_empty() && who.session.body.net != net) else { return Ok(()) };
        if who.session.body.net.is_empty() || who.session.body.moved {
            return Ok(());
        }
        who.session.body.moved = true;
        site.sessions.change(&site.agency, &who.session)?;
        let (now, label) = (site.wall()?, who.session.body.label.clone());
        site.agency.change_account(who.worker.id, None, move |_, account| {
            account.tell(now, "news-moved", &label);
            Ok(())
        })
    }

    /// What is still to be done before somebody is in.
    pub(crate) fn must(&self, account: &Account, now: Time) -> Option<Must> {
        let policy = &self.site.policy;
        let lasts = policy.password_days.filter(|_| !self.site.is_without_password(account));
        let old = lasts.is_some_and(|days| now >= account.chosen.plus_days(days));
        match (policy.second_factor && !account.has_factor(), old) {
            (true, _) => Some(Must::Enrol),
            (false, true) => Some(Must::Choose),
            _ => None,
        }
    }

    /// The first step is done: a session begins, whatever the browser held before ends.
    pub(crate) fn begin(&self, worker: WorkerId, body: Body) -> Result<String, Problem> {
        let site = self.site;
        if let Some(before) = self.who.as_ref().or(self.half.as_ref()) {
            site.sessions.end(&site.agency, before.session.mark)?;
        }
        site.sessions.begin(&site.agency, &site.policy, (worker, body), site.wall()?)
    }

    /// Somebody is in: it is entered, the device is known from now on, and they are told if it was not before. With the cookies.
    pub(crate) fn let_in(&self, worker: WorkerId, by: &str, answer: Answer) -> Result<Answer, Problem> {
        let (agency, now, label) = (&self.site.agency, self.site.wall()?, self.from.label.clone());
        let (cookie, device) = self.from.know(agency, worker)?;
        let known = self.from.device(agency, worker)?.is_some();
        let entered = ("session.begin", vec![("by".to_owned(), by.to_owned())]);
        agency.change_account(worker, Some(entered), move |_, account| {
            let first = account.devices.is_empty();
            if account.met(&device, &label, now) && (known || !first) {
                account.tell(now, "news-device", &label);
            }
            Ok(())
        })?;
        Ok(answer.with(header::SET_COOKIE, &self.known_cookie(&cookie)))
    }

    /// The cookie that carries the session's secret.
    pub(crate) fn cookie(&self, secret: &str) -> String {
        let secure = if self.site.is_secure() { "; Secure" } else { "" };
        format!("{}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}", self.site.cookie())
    }

    /// The cookie by which a device is known, for half a year.
    fn known_cookie(&self, value: &str) -> String {
        let secure = if self.site.is_secure() { "; Secure" } else { "" };
        format!("{}={value}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict{secure}", self.site.known())
    }

    /// The session goes on under a new secret, as changed; why its person is in a file goes with it.
    pub(crate) fn renew(&self, session: &Session, proved: Option<Time>) -> Result<String, Problem> {
        let secret = self.site.sessions.renew(&self.site.agency, session, proved)?;
        if let Some(who) = &self.who {
            self.site.reasons.carry(&who.secret, &secret);
        }
        Ok(secret)
    }

    /// The same, with the cookie.
    pub(crate) fn renewed(&self, session: &Session, proved: Option<Time>, to: &str) -> Result<Answer, Problem> {
        let secret = self.renew(session, proved)?;
        Ok(Answer::go(to).with(header::SET_COOKIE, &self.cookie(&secret)))
    }
}

/// Only a place of our own.
pub(crate) fn local(to: &str) -> &str {
    let plain = to.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
    if plain && to.starts_with('/') && !to.starts_with("//") { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_stays_here() {
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\tx", "javascript:1"] {
            assert_eq!(local(bad), "/", "{bad}");
        }
        assert_eq!(local("/c/019a?tab=notes"), "/c/019a?tab=notes");
    }
}
