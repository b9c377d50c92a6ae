//! What holds for every page, whoever made it: doors, headers, verbs, languages, the words on it. A page that is new is in all of these.

mod asvs;
mod headers;
mod house;
mod matrix;
mod origin;
mod reading;
mod routes;
mod short;
