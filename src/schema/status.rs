use super::{Date, Owner, Spanned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `status.yaml`: where a project stands. Everything is optional.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio status")]
pub struct StatusFile {
    /// The names of the phases, in order.
    #[serde(default)]
    pub phases: Vec<Spanned<String>>,
    /// The present phase, one of `phases`.
    #[serde(default)]
    pub phase: Option<Spanned<String>>,
    /// How it goes (default `on_track`).
    #[serde(default)]
    pub health: Option<Health>,
    /// One sentence on why `health` is what it is.
    #[serde(default)]
    pub reason: Option<String>,
    /// Progress in percent, 0 to 100; worked out from the milestones unless given.
    #[serde(default)]
    pub progress: Option<Spanned<u8>>,
    /// The day this was true.
    #[serde(default)]
    pub as_of: Option<Spanned<Date>>,
    /// Where it stands, in Markdown.
    #[serde(default)]
    pub summary: Option<Spanned<String>>,
    /// What happens next, and who does it.
    #[serde(default)]
    pub next_steps: Vec<NextStepEntry>,
    /// The milestones, in order.
    #[serde(default)]
    pub milestones: Vec<MilestoneEntry>,
    /// The tasks worth showing.
    #[serde(default)]
    pub tasks: Vec<TaskEntry>,
    /// Earlier states, so that a date that slipped stays visible.
    #[serde(default)]
    pub history: Vec<HistoryEntry>,
}

/// How a project goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As planned.
    #[default]
    OnTrack,
    /// The plan holds only if something changes.
    AtRisk,
    /// The plan does not hold.
    OffTrack,
    /// Stopped for now.
    Paused,
    /// Finished.
    Done,
}

/// One next step.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NextStepEntry {
    /// What is to be done, in a few words.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: String,
    /// Who does it: `us` or `you`.
    pub owner: Owner,
    /// Id of the person who does it, of the team or of the client's people.
    #[serde(default)]
    pub person: Option<Spanned<String>>,
    /// By when.
    #[serde(default)]
    pub due: Option<Spanned<Date>>,
}

/// One milestone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneEntry {
    /// Short name that other entries use: `launch`. Made from the title unless given.
    #[serde(default)]
    pub id: Option<Spanned<String>>,
    /// Its title.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: Spanned<String>,
    /// What it means to have reached it, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// The day work on it starts.
    #[serde(default)]
    pub start: Option<Spanned<Date>>,
    /// The day it was first planned for.
    #[serde(default)]
    pub planned: Option<Spanned<Date>>,
    /// The day it is expected now, when that is another.
    #[serde(default)]
    pub estimated: Option<Spanned<Date>>,
    /// The day it was reached.
    #[serde(default)]
    pub actual: Option<Spanned<Date>>,
    /// Its state (default: `done` with an actual date, else `planned`).
    #[serde(default)]
    pub state: Option<MilestoneState>,
    /// Ids of the milestones that must come before.
    #[serde(default)]
    pub depends_on: Vec<Spanned<String>>,
}

/// The state of a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneState {
    /// Not begun.
    Planned,
    /// Under way.
    InProgress,
    /// Reached.
    Done,
    /// Given up.
    Cancelled,
}

/// One task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskEntry {
    /// What is to be done.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: String,
    /// Who does it: `us` (default) or `you`.
    #[serde(default)]
    pub owner: Option<Owner>,
    /// Id of the person who does it, of the team or of the client's people.
    #[serde(default)]
    pub person: Option<Spanned<String>>,
    /// The day it starts.
    #[serde(default)]
    pub start: Option<Spanned<Date>>,
    /// The day it is due.
    #[serde(default)]
    pub due: Option<Spanned<Date>>,
    /// Its state (default `todo`).
    #[serde(default)]
    pub state: Option<TaskState>,
    /// Id of the milestone it belongs to.
    #[serde(default)]
    pub milestone: Option<Spanned<String>>,
}

/// The state of a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Not begun.
    #[default]
    Todo,
    /// Under way.
    Doing,
    /// Cannot go on.
    Blocked,
    /// Finished.
    Done,
}

/// An earlier state of the project.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryEntry {
    /// The day it was true.
    pub as_of: Spanned<Date>,
    /// The phase then.
    #[serde(default)]
    pub phase: Option<Spanned<String>>,
    /// How it went then (default `on_track`).
    #[serde(default)]
    pub health: Option<Health>,
    /// One sentence on what had changed.
    #[serde(default)]
    pub reason: Option<String>,
    /// The dates that moved then.
    #[serde(default)]
    pub moved: Vec<MovedEntry>,
}

/// A date that moved.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedEntry {
    /// Id of the milestone.
    pub milestone: Spanned<String>,
    /// The day it was expected before.
    pub from: Spanned<Date>,
    /// The day it was expected after.
    pub to: Spanned<Date>,
}
