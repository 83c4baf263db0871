//! What the agency waits for from the client, all kinds in one list.

use crate::model::{
    Client, DeliverableState, Invoice, InvoiceState, PortalPath, Project, RequestState, TaskState,
};
use crate::schema::{Date, Owner};
use rust_decimal::Decimal;
use serde::Serialize;

/// One thing that waits for the client.
#[derive(Debug, Serialize)]
pub(crate) struct Waiting<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub due: Option<Date>,
    pub path: PortalPath,
    pub anchor: Option<&'a str>,
    /// Why a request was rejected.
    pub reason: Option<&'a str>,
    /// Title of the project, when there are several.
    pub project: Option<&'a str>,
}

/// All that waits for `client`, the nearest day first, then in the content's order; what has no
/// day comes last. Nothing of archived projects or clients waits.
pub(crate) fn of(client: &Client) -> Vec<Waiting<'_>> {
    if client.archived {
        return Vec::new();
    }
    let several = client.projects.len() > 1;
    let mut waiting: Vec<Waiting<'_>> = client
        .projects
        .iter()
        .filter(|project| !project.archived)
        .flat_map(|project| {
            let name = several.then_some(project.title.as_str());
            in_project(project).into_iter().map(move |mut item| {
                item.project = name;
                item
            })
        })
        .collect();
    waiting.sort_by_key(|item| (item.due.is_none(), item.due));
    waiting
}

fn in_project(project: &Project) -> Vec<Waiting<'_>> {
    let mut found = requests(project);
    found.extend(
        project
            .deliverables
            .iter()
            .filter(|deliverable| deliverable.state == Some(DeliverableState::InReview))
            .map(|deliverable| item("review", &deliverable.title, None, deliverable.path.clone())),
    );
    if let Some(status) = &project.status {
        let page = || project.path.clone();
        let steps = status.next_steps.iter().filter(|step| step.owner == Owner::You);
        found.extend(steps.map(|step| item("next_step", &step.title, step.due, page())));
        let tasks = status
            .tasks
            .iter()
            .filter(|task| task.owner == Owner::You && task.state != TaskState::Done);
        found.extend(tasks.map(|task| item("task", &task.title, task.due, page())));
    }
    let steps = project.checklist.iter().filter(|step| step.owner == Owner::You && !step.done);
    found.extend(
        steps.map(|step| {
            item("checklist", &step.title, step.due, PortalPath::known("requests.html"))
        }),
    );
    let invoices = project.money.iter().flat_map(|money| &money.invoices);
    found.extend(invoices.filter(|invoice| is_owed(invoice)).map(|invoice| {
        let title = invoice.title.as_ref().unwrap_or(&invoice.number);
        item("invoice", title, invoice.due, PortalPath::known("money.html"))
    }));
    found
}

/// Whether an invoice is to be paid; an open credit note is not.
fn is_owed(invoice: &Invoice) -> bool {
    invoice.state == InvoiceState::Open && invoice.amount.0 > Decimal::ZERO
}

fn requests(project: &Project) -> Vec<Waiting<'_>> {
    project
        .requests
        .iter()
        .filter(|request| matches!(request.state, RequestState::Open | RequestState::Rejected))
        .map(|request| Waiting {
            anchor: Some(&request.id),
            reason: request.reason.as_deref(),
            ..item("request", &request.title, request.due, PortalPath::known("requests.html"))
        })
        .collect()
}

fn item<'a>(
    kind: &'static str,
    title: &'a str,
    due: Option<Date>,
    path: PortalPath,
) -> Waiting<'a> {
    Waiting { kind, title, due, path, anchor: None, reason: None, project: None }
}
