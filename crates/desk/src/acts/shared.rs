//! Reading who got what.

use crate::access::Right;
use crate::acts::{Case, Doing};
use crate::client::ClientId;
use crate::disclosure::{Disclosure, Shared, without_packet};
use crate::flows::Matter;
use crate::opened::Need;
use crate::refusal::Refusal;
use crate::step::{Seen, Step};
use crate::thing::Kind;

/// Reads who got what of a file, the newest first. What came of a matter that is not the asker's to see is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadShared {
    /// Whose.
    pub client: ClientId,
}

impl Doing for ReadShared {
    const ACT: &'static str = "shared.read";
    const RIGHT: Right = Right::ReadShared;

    fn client(&self) -> Option<ClientId> {
        Some(self.client)
    }

    fn needs(&self) -> Vec<Need> {
        [Kind::Disclosure, Kind::Matter].map(|kind| Need::OfClient(self.client, kind)).to_vec()
    }

    fn step(&self, case: &Case<'_>) -> Result<Step, Refusal> {
        let law = case.opened.law().ok_or(Refusal::WrongState)?;
        let sent = case.opened.all::<Disclosure>().filter(|one| one.client == self.client).map(|one| one.line(law));
        let theirs =
            |matter: &&Matter| matter.client == Some(self.client) && (!matter.kind.is_personal() || case.may_handle(matter));
        let other = case.opened.all::<Matter>().filter(theirs).flat_map(|matter| without_packet(matter, law));
        let mut shared: Vec<Shared> = sent.chain(other).collect();
        shared.sort_by(|a, b| (b.at, &b.to).cmp(&(a.at, &a.to)));
        let count = u32::try_from(shared.len()).unwrap_or(u32::MAX);
        Ok(Case::shown(case.entry().number("count", count).about(Kind::Client, &self.client), Seen::Shared(shared)))
    }
}
