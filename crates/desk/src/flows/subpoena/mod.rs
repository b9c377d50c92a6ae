//! A subpoena, or any paper that no judge signed. It commands an answer; alone it opens nothing.

mod form;
#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod story;

use crate::flows::{Around, Event, Flow, Form, Intake, Matter, Turn, paper};
use crate::refusal::Refusal;

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub struct Subpoena;

impl Flow for Subpoena {
    fn open(intake: &Intake, around: &Around<'_>) -> Result<Turn, Refusal> {
        paper::open(intake, around)
    }

    fn step(matter: &Matter, event: &Event, around: &Around<'_>) -> Result<Turn, Refusal> {
        paper::step(matter, event, around, form::WAYS)
    }

    fn forms(matter: &Matter) -> Vec<Form> {
        form::forms(matter)
    }
}
