//! Where a project stands.

use super::{Html, Named};
use crate::schema::{Date, Owner};
use serde::Serialize;

pub use crate::schema::{Health, MilestoneState, TaskState};

/// Where a project stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The phases, in order.
    pub phases: Vec<Phase>,
    /// The present phase.
    pub phase: Option<String>,
    /// How it goes.
    pub health: Health,
    /// Why.
    pub reason: Option<String>,
    /// How far it is.
    pub progress: Option<Progress>,
    /// The day this was true.
    pub as_of: Option<Date>,
    /// Where it stands, in words.
    pub summary: Option<Html>,
    /// What happens next.
    pub next_steps: Vec<NextStep>,
    /// The milestones, in order.
    pub milestones: Vec<Milestone>,
    /// The tasks worth showing, in order.
    pub tasks: Vec<Task>,
    /// Earlier states, the newest first.
    pub history: Vec<PastState>,
}

/// A phase, seen from the present one.
#[derive(Debug, Clone, Serialize)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// `past`, `present` or `future`; all `future` when no phase is the present one.
    pub tense: Tense,
}

/// Where a phase lies, seen from the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    /// Over.
    Past,
    /// The present phase.
    Present,
    /// Yet to come.
    Future,
}

/// How far a project is.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Progress {
    /// 0 to 100.
    pub percent: u8,
    /// Worked out from the milestones (done of all that are not cancelled), not given.
    pub derived: bool,
    /// Milestones reached; 0 when given.
    pub done: usize,
    /// Milestones that count; 0 when given.
    pub of: usize,
}

/// What happens next.
#[derive(Debug, Clone, Serialize)]
pub struct NextStep {
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Owner,
    /// By name, when somebody is named.
    pub person: Option<Named>,
    /// By when.
    pub due: Option<Date>,
}

/// One milestone.
#[derive(Debug, Clone, Serialize)]
pub struct Milestone {
    /// Short name; also its anchor on the page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it means to have reached it.
    pub description: Option<Html>,
    /// The day work on it starts.
    pub start: Option<Date>,
    /// The day it was first planned for.
    pub planned: Option<Date>,
    /// The day it is expected now.
    pub estimated: Option<Date>,
    /// The day it was reached.
    pub actual: Option<Date>,
    /// The day that counts: reached, else expected, else planned.
    pub date: Option<Date>,
    /// Days from the planned day to the one that counts; 0 when either is not known.
    pub slipped_days: i32,
    /// Its state.
    pub state: MilestoneState,
    /// The milestones that must come before.
    pub depends_on: Vec<Named>,
}

/// One task.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Owner,
    /// By name, when somebody is named.
    pub person: Option<Named>,
    /// The day it starts.
    pub start: Option<Date>,
    /// The day it is due.
    pub due: Option<Date>,
    /// Its state.
    pub state: TaskState,
    /// The milestone it belongs to.
    pub milestone: Option<Named>,
}

/// An earlier state.
#[derive(Debug, Clone, Serialize)]
pub struct PastState {
    /// The day it was true.
    pub as_of: Date,
    /// The phase then.
    pub phase: Option<String>,
    /// How it went then.
    pub health: Health,
    /// What had changed.
    pub reason: Option<String>,
    /// The dates that moved then.
    pub moved: Vec<Moved>,
}

/// A date that moved.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    /// The milestone.
    pub milestone: Named,
    /// The day it was expected before.
    pub from: Date,
    /// The day it was expected after.
    pub to: Date,
}
