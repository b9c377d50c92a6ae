//! The way to the identity provider and back: one errand each, known by a secret that only this browser holds, good once and for ten
//! minutes. The provider's answer counts for the browser that asked, and for what it asked for.

use serde::{Deserialize, Serialize};
use tacenda_desk::{Refusal, Time, WorkerId};
use tacenda_store::errand::{self, ErrandRow};
use tacenda_vault::{Class, Place, Purpose, SystemEntropy};

use super::ask::Ask;
use super::sessions::secret;
use crate::account::digest;
use crate::problem::Problem;
use crate::provider::{Provider, Trip};

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Why {
    /// To sign in.
    In,
    /// To sign in this way from now on.
    Bind(WorkerId),
    /// To show once more who one is.
    Prove(WorkerId),
}

/// One errand. Sealed under the agency's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) trip: Trip,
    pub(crate) why: Why,
    /// Where to go afterwards.
    pub(crate) to: String,
    pub(crate) made: Time,
}

impl Errand {
    /// They must have shown who they are since then; a sign-in is content with that they did so before.
    pub(crate) fn since(&self) -> Option<Time> {
        (self.why != Why::In).then_some(self.made)
    }
}

fn damaged() -> Problem {
    Problem::NotVerified("an errand is damaged".to_owned())
}

fn place(mark: &[u8; 32], made: i64) -> Place {
    Place::new("errand").with("mark", mark.as_slice()).with("made", made)
}

/// Whether two texts are the same, in a time that tells nothing of either.
fn same(one: &str, other: &str) -> bool {
    digest(one).iter().zip(digest(other)).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

impl Ask<'_> {
    /// The identity provider; without one its pages are not there.
    pub(crate) fn provider(&self) -> Result<&Provider, Problem> {
        self.site.provider.as_ref().ok_or_else(|| Refusal::NotFoundOrNotYours.into())
    }

    /// Begins one. With the cookie that this browser will be known by.
    pub(crate) fn begin_errand(&self, errand: &Errand) -> Result<String, Problem> {
        let (secret, agency) = (secret()?, self.site.agency.clone());
        let (mark, made, longest) = (digest(&secret), errand.made, self.site.policy.errand);
        let plain = serde_json::to_vec(errand).map_err(|_| damaged())?;
        agency.clone().db().write(move |tx| {
            errand::end_before(tx, made.plus_minutes(-longest).0)?;
            let blob = agency.keys(None).seal(tx, "", Class::Agency, &place(&mark, made.0), &plain, &mut SystemEntropy)?;
            Ok::<_, Problem>(errand::add(tx, &ErrandRow { mark, made: made.0, blob })?)
        })?;
        Ok(self.errand_cookie(&secret))
    }

    /// The errand of this browser that the provider's answer belongs to. It is over from now on, whatever becomes of it; an answer to
    /// another one changes nothing.
    pub(crate) fn end_errand(&self, state: &str) -> Result<Option<Errand>, Problem> {
        let Some(mark) = self.from.errand.as_deref().map(digest) else { return Ok(None) };
        let (agency, state) = (self.site.agency.clone(), state.to_owned());
        let (now, longest) = (self.site.wall()?, self.site.policy.errand);
        agency.clone().db().write(move |tx| {
            let Some(row) = errand::get(tx, &mark)? else { return Ok(None) };
            let opened = agency.keys(None).open(tx, "", Class::Agency, &place(&mark, row.made), &row.blob)?;
            let errand: Errand = serde_json::from_slice(opened.expose(Purpose::Decide)).map_err(|_| damaged())?;
            if !same(&errand.trip.state, &state) || !errand::end(tx, &mark)? {
                return Ok(None);
            }
            let good = now >= errand.made.plus_minutes(-1) && now < errand.made.plus_minutes(longest);
            Ok::<_, Problem>(good.then_some(errand))
        })
    }

    fn errand_cookie(&self, value: &str) -> String {
        let secure = if self.site.is_secure() { "; Secure" } else { "" };
        format!("{}={value}; Path=/; Max-Age=600; HttpOnly; SameSite=Strict{secure}", self.site.errand())
    }
}
