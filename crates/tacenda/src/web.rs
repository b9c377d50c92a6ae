//! The web: pages that need no script, over the same acts as the command line.
//!
//! Async stops at the door ([`router`]): each request becomes an [`ask::Ask`], one blocking call runs its page, and the page gives an
//! [`answer::Answer`]. Every page is a line of [`pages::ROUTES`] with its door; there is no other way in.

mod answer;
mod ask;
mod assets;
mod chrome;
pub(crate) mod dates;
mod door;
mod drafts;
mod enter;
mod errand;
mod file;
mod form;
mod headers;
mod jobs;
mod known;
mod markdown;
mod pages;
mod portal;
mod print;
mod problem;
mod reasons;
mod run;
mod serve;
mod sessions;
mod site;
mod tried;
mod uploads;
mod values;
mod views;
mod words;

pub use crate::packs::inside as packs_inside;
pub use pages::routes;
pub use portal::portal_routes;
pub use run::{Listen, serve};
pub use serve::router;
pub use site::{Settings, Site};
pub(crate) use words::say;
