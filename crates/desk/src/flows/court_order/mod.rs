//! A judge's order or warrant: it opens what it names, and nothing more.

mod form;
#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod story;

use crate::flows::{Around, Event, Flow, Form, Intake, Matter, Turn, paper};
use crate::refusal::Refusal;

/// The workflow.
#[derive(Debug, Clone, Copy)]
pub struct CourtOrder;

impl Flow for CourtOrder {
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
