//! `status.yaml`.

use super::names::slug;
use super::scope::Scope;
use super::values::{Checks, OTHER_ID};
use crate::diagnostics::{Code, Diagnostic, Source};
use crate::model::{
    Milestone, MilestoneState, Moved, Named, NextStep, PastState, Phase, Progress, Status, Task,
    Tense,
};
use crate::schema::{Date, HistoryEntry, MilestoneEntry, Owner, Spanned, StatusFile, TaskEntry};
use std::cmp::Reverse;
use std::ops::Range;

/// Reads the status at `key`; links in its texts are relative to the folder `base`.
pub(super) fn load(scope: &mut Scope<'_>, key: &str, base: &str) -> Option<Status> {
    let (text, file): (_, StatusFile) = scope.yaml(key)?;
    let source = text.source();
    let ids: Vec<Named> = file.milestones.iter().map(milestone_name).collect();
    check(&mut scope.checks(source), &file, &ids);
    let present = file.phase.as_ref().and_then(|phase| {
        let known = file.phases.iter().map(|phase| (phase.as_str(), phase));
        let found = scope.checks(source).reference("phase", phase, known)?;
        file.phases.iter().position(|phase| phase.value == found.value)
    });
    let milestones: Vec<Milestone> = file
        .milestones
        .iter()
        .zip(&ids)
        .map(|(entry, name)| milestone(scope, source, entry, name, &ids, base))
        .collect();
    let mut history: Vec<PastState> =
        file.history.iter().map(|entry| past(scope, source, entry, &file.phases, &ids)).collect();
    history.sort_by_key(|past| Reverse(past.as_of));
    Some(Status {
        phases: phases(&file.phases, present),
        phase: present.map(|at| file.phases[at].value.clone()),
        health: file.health.unwrap_or_default(),
        reason: file.reason,
        progress: progress(file.progress.as_ref(), &milestones),
        as_of: file.as_of.map(|date| date.value),
        summary: scope.prose(source, file.summary.as_ref(), base),
        next_steps: file
            .next_steps
            .into_iter()
            .map(|step| NextStep {
                person: scope.person(source, step.person.as_ref()),
                title: step.title,
                owner: step.owner,
                due: step.due.map(|date| date.value),
            })
            .collect(),
        tasks: file.tasks.iter().map(|entry| task(scope, source, entry, &ids)).collect(),
        milestones,
        history,
    })
}

fn milestone_name(entry: &MilestoneEntry) -> Named {
    let id = entry.id.as_ref().map_or_else(|| slug(&entry.title), |id| id.value.clone());
    Named { id, name: entry.title.value.clone() }
}

/// What can be said of the file as it is written.
fn check(checks: &mut Checks<'_>, file: &StatusFile, ids: &[Named]) {
    let spans = file.milestones.iter().map(|entry| match &entry.id {
        Some(id) => id.span.clone(),
        None => entry.title.span.clone(),
    });
    checks.distinct("milestone", ids.iter().map(|name| name.id.as_str()).zip(spans), OTHER_ID);
    checks.words("phase", &file.phases);
    for entry in &file.milestones {
        if let Some(id) = &entry.id {
            checks.id(id);
        }
        for (name, end) in [
            ("planned", &entry.planned),
            ("estimated", &entry.estimated),
            ("actual", &entry.actual),
        ] {
            checks.order(("start", entry.start.as_ref()), (name, end.as_ref()));
        }
        if let (Some(actual), Some(state)) = (&entry.actual, entry.state)
            && state != MilestoneState::Done
        {
            let message = format!("`{}` has an actual date but is not done", entry.title.value);
            let help = "take `state` out, or take `actual` out".to_owned();
            checks.error(Code::InvalidValue, &actual.span, message, help);
        }
    }
    for entry in &file.tasks {
        checks.order(("start", entry.start.as_ref()), ("due", entry.due.as_ref()));
    }
    if let Some(progress) = &file.progress
        && progress.value > 100
    {
        let message = format!("`progress` is {}, more than 100 percent", progress.value);
        checks.error(
            Code::InvalidValue,
            &progress.span,
            message,
            "give 0 to 100, or leave it out".to_owned(),
        );
    }
    report_cycle(checks, file, ids);
}

/// Notes the first circle of dependencies that is found, with all that are in it.
fn report_cycle(checks: &mut Checks<'_>, file: &StatusFile, ids: &[Named]) {
    let at = |id: &str| ids.iter().position(|name| name.id == id);
    let edges: Vec<Vec<(usize, Range<usize>)>> = file
        .milestones
        .iter()
        .map(|entry| {
            entry.depends_on.iter().filter_map(|id| Some((at(id)?, id.span.clone()))).collect()
        })
        .collect();
    // Depth first with an explicit stack; `done` milestones lead into no circle.
    let mut done = vec![false; ids.len()];
    for start in 0..ids.len() {
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            let Some((to, span)) = edges[node].get(*next).filter(|_| !done[node]) else {
                done[node] = true;
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(from) = way.iter().position(|(on_way, _)| on_way == to) {
                let circle: Vec<&str> =
                    way[from..].iter().map(|(n, _)| ids[*n].id.as_str()).collect();
                let message = format!(
                    "milestones depend on each other in a circle: `{}` → `{}`",
                    circle.join("` → `"),
                    circle[0]
                );
                let place = checks.source.place(span.clone());
                checks.diagnostics.push(
                    Diagnostic::error(Code::DependencyCycle, place, message)
                        .help("take one of these dependencies out"),
                );
                return;
            }
            way.push((*to, 0));
        }
    }
}

fn phases(names: &[Spanned<String>], present: Option<usize>) -> Vec<Phase> {
    let tense = |at: usize| match present {
        Some(present) if at < present => Tense::Past,
        Some(present) if at == present => Tense::Present,
        _ => Tense::Future,
    };
    names
        .iter()
        .enumerate()
        .map(|(at, name)| Phase { name: name.value.clone(), tense: tense(at) })
        .collect()
}

/// Progress as given, or the share of milestones reached; nothing when there is neither.
fn progress(given: Option<&Spanned<u8>>, milestones: &[Milestone]) -> Option<Progress> {
    if let Some(given) = given {
        return Some(Progress { percent: given.value.min(100), derived: false, done: 0, of: 0 });
    }
    let count = milestones.iter().filter(|m| m.state != MilestoneState::Cancelled).count();
    let done = milestones.iter().filter(|m| m.state == MilestoneState::Done).count();
    let percent = u8::try_from((done * 100).checked_div(count)?).unwrap_or(100);
    Some(Progress { percent, derived: true, done, of: count })
}

fn milestone(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entry: &MilestoneEntry,
    name: &Named,
    ids: &[Named],
    base: &str,
) -> Milestone {
    let day = |date: &Option<Spanned<Date>>| date.as_ref().map(|date| date.value);
    let (planned, estimated, actual) =
        (day(&entry.planned), day(&entry.estimated), day(&entry.actual));
    let date = actual.or(estimated).or(planned);
    let slipped_days = match (planned, date) {
        (Some(planned), Some(date)) => planned.0.until(date.0).map_or(0, |span| span.get_days()),
        _ => 0,
    };
    Milestone {
        id: name.id.clone(),
        title: name.name.clone(),
        description: scope.prose(source, entry.description.as_ref(), base),
        start: day(&entry.start),
        planned,
        estimated,
        actual,
        date,
        slipped_days,
        state: entry.state.unwrap_or(match actual {
            Some(_) => MilestoneState::Done,
            None => MilestoneState::Planned,
        }),
        depends_on: entry
            .depends_on
            .iter()
            .filter_map(|id| by_id(scope, source, id, ids))
            .collect(),
    }
}

/// A milestone by short name.
pub(super) fn by_id(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    id: &Spanned<String>,
    ids: &[Named],
) -> Option<Named> {
    let known = ids.iter().map(|name| (name.id.as_str(), name));
    scope.checks(source).reference("milestone", id, known).cloned()
}

fn task(scope: &mut Scope<'_>, source: Source<'_>, entry: &TaskEntry, ids: &[Named]) -> Task {
    Task {
        title: entry.title.clone(),
        owner: entry.owner.unwrap_or(Owner::Us),
        person: scope.person(source, entry.person.as_ref()),
        start: entry.start.as_ref().map(|date| date.value),
        due: entry.due.as_ref().map(|date| date.value),
        state: entry.state.unwrap_or_default(),
        milestone: entry.milestone.as_ref().and_then(|id| by_id(scope, source, id, ids)),
    }
}

fn past(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entry: &HistoryEntry,
    phases: &[Spanned<String>],
    ids: &[Named],
) -> PastState {
    let phase = entry.phase.as_ref().and_then(|phase| {
        let known = phases.iter().map(|phase| (phase.as_str(), phase));
        scope.checks(source).reference("phase", phase, known).map(|phase| phase.value.clone())
    });
    let moved = entry.moved.iter().filter_map(|moved| {
        let milestone = by_id(scope, source, &moved.milestone, ids)?;
        Some(Moved { milestone, from: moved.from.value, to: moved.to.value })
    });
    PastState {
        moved: moved.collect(),
        as_of: entry.as_of.value,
        phase,
        health: entry.health.unwrap_or_default(),
        reason: entry.reason.clone(),
    }
}
