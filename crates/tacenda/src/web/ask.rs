//! One request, as a page sees it.

use tacenda_desk::access::Reason;
use tacenda_desk::acts::Act;
use tacenda_desk::{Id, Now, Purpose, Seen, Worker};

use super::chrome::Chrome;
use super::form::Form;
use super::sessions::{Session, token};
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

impl<'a> Ask<'a> {
    /// Who is signed in.
    pub(crate) fn who(&self) -> Result<&Who, Problem> {
        self.who.as_ref().ok_or(Problem::NotSignedIn)
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

    /// A part of the address.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.at.iter().find(|(part, _)| part == name).map_or("", |(_, value)| value)
    }

    /// Does it for that reason, under the form's own key: sent twice, it is done once.
    pub(crate) fn act(&self, act: impl Into<Act>, reason: Reason) -> Result<Done, Problem> {
        let key = self.once()?;
        self.site.agency.act(self.signed_in()?, Asked { act: act.into(), reason, key })
    }

    /// The same, and what it shows.
    pub(crate) fn see(&self, act: impl Into<Act>, reason: Reason) -> Result<Seen, Problem> {
        let done = self.site.agency.act(self.signed_in()?, Asked::new(act, reason))?;
        Ok(done.seen.into_exposed(Purpose::Show))
    }

    /// The moment, and whether to believe it.
    pub(crate) fn now(&self) -> Result<Now, Problem> {
        self.site.agency.moment()
    }

    /// The key that the form was minted with, bound to who sends it and where to.
    fn once(&self) -> Result<Option<[u8; 32]>, Problem> {
        use sha2::Digest as _;
        let Some(once) = self.form.filled("once") else { return Ok(None) };
        let text = format!("{}\n{}\n{once}", self.who()?.worker.id, self.path);
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
            token: self.who.as_ref().map(|who| token(&who.secret)).unwrap_or_default(),
            once: hex(&random),
            path: self.path,
            back: None,
            faults: Vec::new(),
        }
    }

    /// What stands around a page whose title is this message.
    pub(crate) fn titled(&self, key: &str) -> Chrome<'_> {
        self.chrome(self.say(key, &[]))
    }

    /// A message in the asker's language.
    pub(crate) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        super::words::say(self.language, key, args)
    }
}
