//! Somebody asks with the client's release: what it names goes, to whom it names, until its last day; what it lacks is told to whoever
//! sent it, and nothing goes meanwhile.

mod form;
#[cfg(test)]
mod story;

use crate::flows::{Around, Event, Flow, Form, Intake, Matter, Turn, paper};
use crate::refusal::Refusal;

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub struct Release;

impl Flow for Release {
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
