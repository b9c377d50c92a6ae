//! One request, as a page sees it.

use std::sync::Arc;

use tacenda_desk::access::Reason;
use tacenda_desk::acts::Act;
use tacenda_desk::flows::Law;
use tacenda_desk::{Asked as Open, Id, Now, Purpose, Refusal, Seen, Worker};

use super::chrome::Chrome;
use super::form::Form;
use super::known::From;
use super::sessions::{Must, Session, token};
use super::site::Site;
use crate::act::{Asked, Done};
use crate::agency::{SignedIn, hex};
use crate::language::Language;
use crate::problem::Problem;
use tacenda_vault::{Entropy as _, SystemEntropy};

/// Who is signed in, as they stand at this moment: rights are read anew for every request.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) session: Session,
    pub(crate) worker: Worker,
    /// What the browser holds.
    pub(crate) secret: String,
}

/// One request.
pub(crate) struct Ask<'a> {
    pub(crate) site: &'a Site,
    /// The address without its query.
    pub(crate) path: &'a str,
    pub(crate) language: Language,
    pub(crate) who: Option<Who>,
    /// Who has taken the first step, and has something to do before they are in.
    pub(crate) half: Option<Who>,
    /// What keeps them from every file: agreements, courses, a second person's word.
    pub(crate) short: Vec<Open>,
    /// From where.
    pub(crate) from: From,
    /// The parts of the address that stand for something.
    pub(crate) at: Vec<(String, String)>,
    pub(crate) query: Form,
    pub(crate) form: Form,
}

impl std::fmt::Debug for Ask<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ask [plain]")
    }
}

impl Ask<'_> {
    /// Who is signed in.
    pub(crate) fn who(&self) -> Result<&Who, Problem> {
        match (&self.who, &self.half) {
            (Some(who), _) => Ok(who),
            (None, Some(half)) if half.session.body.must != Some(Must::Show) => Err(Problem::Unready),
            _ => Err(Problem::NotSignedIn),
        }
    }

    /// Who is signed in, or has only to set up how they sign in.
    pub(crate) fn me(&self) -> Result<&Who, Problem> {
        let half = self.half.as_ref().filter(|half| half.session.body.must != Some(Must::Show));
        self.who.as_ref().or(half).ok_or(Problem::NotSignedIn)
    }

    /// Who is signed in, be it that a gate keeps them from every file.
    pub(crate) fn mine(&self) -> Result<&Who, Problem> {
        let short = self.half.as_ref().filter(|half| half.session.body.must.is_none());
        short.map_or_else(|| self.who(), Ok)
    }

    /// Does what a gate asks for, under the form's own key.
    pub(crate) fn do_mine(&self, act: impl Into<Act>) -> Result<Done, Problem> {
        let key = self.once()?;
        self.site.agency.act(&self.mine()?.session.signed_in, Asked { key, ..self.asked(act, Reason::OwnDuty) })
    }

    /// The same, and what it shows.
    pub(crate) fn see_mine(&self, act: impl Into<Act>) -> Result<Seen, Problem> {
        let done = self.site.agency.act(&self.mine()?.session.signed_in, self.asked(act, Reason::OwnDuty))?;
        Ok(done.seen.into_exposed(Purpose::Show))
    }

    /// Where they do what is still to be done.
    pub(crate) fn unready(&self) -> &'static str {
        match self.half.as_ref().and_then(|half| half.session.body.must) {
            Some(Must::Enrol) => "/me/factor",
            Some(Must::Choose) => "/me/password",
            None if !self.short.is_empty() => "/learn",
            _ => "/sign-in",
        }
    }

    /// Who has shown within the last minutes that it is they: for what is grave. Ask for it before the form is shown, too.
    ///
    /// # Errors
    /// [`Problem::Unproved`], which is answered by the page where they show it.
    pub(crate) fn stepped_up(&self) -> Result<&Who, Problem> {
        let who = self.me()?;
        if who.session.is_fresh(&self.site.policy, self.site.wall()?) { Ok(who) } else { Err(Problem::Unproved) }
    }

    /// The worker.
    pub(crate) fn worker(&self) -> Result<&Worker, Problem> {
        Ok(&self.who()?.worker)
    }

    /// Their hold on their own keys.
    pub(crate) fn signed_in(&self) -> Result<&SignedIn, Problem> {
        Ok(&self.who()?.session.signed_in)
    }

    /// The id in the address. What is no id is there as little as what is not there.
    pub(crate) fn id<K>(&self, name: &str) -> Result<Id<K>, Problem> {
        let text = self.part(name);
        text.parse().map_err(|_| tacenda_desk::Refusal::NotFoundOrNotYours.into())
    }

    /// The language in which something is wanted on paper, whatever the page around it speaks.
    pub(crate) fn paper_language(&self) -> Language {
        Language::from_code(self.query.text("in")).unwrap_or(self.language)
    }

    /// A part of the address.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.at.iter().find(|(part, _)| part == name).map_or("", |(_, value)| value)
    }

    /// Does it for that reason, under the form's own key: sent twice, it is done once.
    pub(crate) fn act(&self, act: impl Into<Act>, reason: Reason) -> Result<Done, Problem> {
        let key = self.once()?;
        self.site.agency.act(self.signed_in()?, Asked { key, ..self.asked(act, reason) })
    }

    /// The same, and what it shows.
    pub(crate) fn see(&self, act: impl Into<Act>, reason: Reason) -> Result<Seen, Problem> {
        let done = self.site.agency.act(self.signed_in()?, self.asked(act, reason))?;
        Ok(done.seen.into_exposed(Purpose::Show))
    }

    /// With the law at hand.
    fn asked(&self, act: impl Into<Act>, reason: Reason) -> Asked {
        Asked { law: Some(Arc::new(self.law())), ..Asked::new(act, reason) }
    }

    /// The law, where days begin and end as they do here.
    pub(crate) fn law(&self) -> Law {
        self.site.law()
    }

    /// The moment, and whether to believe it.
    pub(crate) fn now(&self) -> Result<Now, Problem> {
        self.site.agency.moment()
    }

    /// The key that the form was minted with, bound to who sends it and where to.
    fn once(&self) -> Result<Option<[u8; 32]>, Problem> {
        use sha2::Digest as _;
        let Some(once) = self.form.filled("once") else { return Ok(None) };
        let text = format!("{}\n{}\n{once}", self.mine()?.worker.id, self.path);
        Ok(Some(sha2::Sha256::digest(text).into()))
    }

    /// What stands around every page.
    pub(crate) fn chrome(&self, title: impl Into<String>) -> Chrome<'_> {
        let mut random = [0; 16];
        let _ = SystemEntropy.fill(&mut random); // without chance a form has no key, and is taken as a first sending
        Chrome {
            language: self.language,
            title: title.into(),
            worker: self.who.as_ref().map(|who| &who.worker),
            practice: self.site.settings.practice,
            token: self.who.as_ref().or(self.half.as_ref()).map(|who| token(&who.secret)).unwrap_or_default(),
            is_half: self.half.is_some(),
            is_short: self.half.is_some() && self.mine().is_ok(),
            news: self.news(),
            once: hex(&random),
            path: self.path,
            back: None,
            faults: Vec::new(),
        }
    }

    /// How much there is to be told about the account, where it is told.
    fn news(&self) -> usize {
        let Some(who) = self.who.as_ref().filter(|_| self.path == "/") else { return 0 };
        self.site.agency.account_of(who.worker.id).ok().flatten().map_or(0, |account| account.news.len())
    }

    /// What the agency is called; empty where nobody has said.
    pub(crate) fn agency_name(&self) -> String {
        self.site.agency.kit_state().map(|kit| kit.agency).unwrap_or_default()
    }

    /// What stands around a page whose title is this message.
    pub(crate) fn titled(&self, key: &str) -> Chrome<'_> {
        self.chrome(self.say(key, &[]))
    }

    /// Why not, and what to do next.
    pub(crate) fn refusal(&self, why: Refusal) -> String {
        let saying = why.message();
        let said = match self.language {
            Language::En => saying.en,
            Language::Es => saying.es,
        };
        said.to_owned()
    }

    /// A message in the asker's language.
    pub(crate) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        super::words::say(self.language, key, args)
    }
}
