//! What the dashboard keeps of a client: where it stands, which days come, who waits for whom.

use crate::model::{Client, Health, MilestoneState, Project, TaskState};
use crate::render::waiting;
use crate::schema::Owner;
use jiff::civil::Date;
use serde::Serialize;

/// One client, without anything that depends on today.
#[derive(Debug, Clone)]
pub(super) struct Summary {
    pub name: String,
    pub archived: bool,
    /// The host has nothing of it that can be read.
    pub sealed: bool,
    /// Those that are not archived, in order.
    pub projects: Vec<Standing>,
    /// What has a day and is not done, the nearest day first.
    pub dates: Vec<Dated>,
    /// What waits for the client, the nearest day first.
    pub waiting: Vec<Item>,
    /// The day of the newest update.
    pub updated: Option<Date>,
}

/// Where one project stands.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Standing {
    pub title: String,
    pub health: Option<Health>,
    pub reason: Option<String>,
    pub phase: Option<String>,
    pub percent: Option<u8>,
}

/// Something that is due.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub title: String,
    pub day: Date,
    /// The client has to act, not the agency.
    pub theirs: bool,
    pub project: Option<String>,
}

/// Something that waits for the client.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub kind: &'static str,
    pub title: String,
    pub day: Option<Date>,
}

impl Summary {
    pub fn of(client: &Client) -> Self {
        let live = || client.projects.iter().filter(|project| !project.archived);
        let waiting = waiting::of(client);
        let mut dates: Vec<Dated> = waiting
            .iter()
            .filter_map(|item| {
                Some(Dated {
                    title: item.title.to_owned(),
                    day: item.due?.0,
                    theirs: true,
                    project: item.project.map(str::to_owned),
                })
            })
            .collect();
        let several = client.projects.len() > 1;
        for project in live().filter(|_| !client.archived) {
            dates.extend(ours(project, several.then_some(&project.title)));
        }
        dates.sort_by(|a, b| (a.day, &a.title).cmp(&(b.day, &b.title)));
        let item = |item: &waiting::Waiting<'_>| Item {
            kind: kind(item.kind),
            title: item.title.to_owned(),
            day: item.due.map(|due| due.0),
        };
        Self {
            name: client.name.clone(),
            archived: client.archived,
            sealed: client.access.mode.is_sealed(),
            projects: live().map(standing).collect(),
            waiting: waiting.iter().map(item).collect(),
            dates,
            updated: updated(client),
        }
    }

    /// The worst health of its projects.
    pub fn health(&self) -> Option<Health> {
        self.projects.iter().filter_map(|project| project.health).min_by_key(|health| rank(*health))
    }
}

/// The worst first.
pub(super) fn rank(health: Health) -> u8 {
    match health {
        Health::OffTrack => 0,
        Health::AtRisk => 1,
        Health::OnTrack => 2,
        Health::Paused => 3,
        Health::Done => 4,
    }
}

fn standing(project: &Project) -> Standing {
    let status = project.status.as_ref();
    Standing {
        title: project.title.clone(),
        health: status.map(|status| status.health),
        reason: status.and_then(|status| status.reason.clone()),
        phase: status.and_then(|status| status.phase.clone()),
        percent: status.and_then(|status| status.progress).map(|progress| progress.percent),
    }
}

/// What the agency has to do by a day. What the client has to do is in `waiting`.
fn ours(project: &Project, name: Option<&String>) -> Vec<Dated> {
    let mut found: Vec<(&str, Option<crate::schema::Date>)> = Vec::new();
    if let Some(status) = &project.status {
        let open = |state| matches!(state, MilestoneState::Planned | MilestoneState::InProgress);
        let milestones = status.milestones.iter().filter(|one| open(one.state));
        found.extend(milestones.map(|one| (one.title.as_str(), one.date)));
        let tasks = status.tasks.iter();
        let tasks = tasks.filter(|one| one.owner == Owner::Us && one.state != TaskState::Done);
        found.extend(tasks.map(|one| (one.title.as_str(), one.due)));
        let steps = status.next_steps.iter().filter(|one| one.owner == Owner::Us);
        found.extend(steps.map(|one| (one.title.as_str(), one.due)));
    }
    let steps = project.checklist.iter().filter(|one| one.owner == Owner::Us && !one.done);
    found.extend(steps.map(|one| (one.title.as_str(), one.due)));
    let dated = |(title, due): (&str, Option<crate::schema::Date>)| {
        Some(Dated { title: title.to_owned(), day: due?.0, theirs: false, project: name.cloned() })
    };
    found.into_iter().filter_map(dated).collect()
}

/// The kinds of what waits, as the agency says them.
fn kind(kind: &'static str) -> &'static str {
    match kind {
        "review" => "to review",
        "invoice" => "to pay",
        "request" => "to send",
        _ => "to do",
    }
}

fn updated(client: &Client) -> Option<Date> {
    let updates = client.projects.iter().flat_map(|project| &project.updates);
    updates.filter_map(|update| update.date).map(|date| date.0).max()
}
