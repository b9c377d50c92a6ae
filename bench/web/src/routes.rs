//! The reviewed table of every way in, and which of them an address is.

use anyhow::Result;

/// A page that is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) path: String,
    /// Roles that get through; empty for everybody.
    who: Vec<String>,
}

impl Route {
    /// Whether it stands for one page alone.
    pub(crate) fn is_plain(&self) -> bool {
        !self.path.contains('{')
    }

    pub(crate) fn lets(&self, roles: &[String]) -> bool {
        self.who.is_empty() || roles.iter().any(|role| self.who.contains(role))
    }

    fn is(&self, path: &str) -> bool {
        let (mut ours, mut theirs) = (self.path.split('/'), path.split('/'));
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one == other || (one.starts_with('{') && !other.is_empty()) => {}
                _ => return false,
            }
        }
    }
}

/// Every page, those that are named word by word before those with a part that stands for something.
pub(crate) fn pages() -> Result<Vec<Route>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/routes.csv"))?;
    let route = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [verb, path, _, who] = cells.as_slice() else { return None };
        let named = !matches!(*who, "anybody" | "whoever is signed in");
        let who = who.split(' ').filter(|_| named).map(str::to_owned).collect();
        (*verb == "GET").then(|| Route { path: (*path).to_owned(), who })
    };
    let mut routes: Vec<Route> = text.lines().skip(1).filter_map(route).collect();
    routes.sort_by_key(|route| route.path.matches('{').count());
    Ok(routes)
}

/// Which of them an address is.
pub(crate) fn of(routes: &[Route], address: &str) -> Option<usize> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    routes.iter().position(|route| route.is(path))
}
