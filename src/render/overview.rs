//! What is new and which files come first, for the first page.

use crate::model::{Client, Deliverable, PortalPath, Project};
use crate::schema::Date;
use serde::Serialize;
use std::cmp::Reverse;

/// How many of each the first page shows.
const SHOWN: usize = 6;

/// Something new.
#[derive(Debug, Serialize)]
pub(super) struct Recent<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub date: Option<Date>,
    pub path: &'a PortalPath,
    /// One sentence; none for a version.
    pub summary: Option<&'a str>,
    /// Short name of the version.
    pub version: Option<&'a str>,
    /// Title of the project, when there are several; of the collection, when it came from one.
    pub project: Option<&'a str>,
    /// Language of the collection that it came from.
    pub language: Option<String>,
}

/// Updates of all projects and collections, and versions that have a date: the newest first.
pub(super) fn recent(client: &Client) -> Vec<Recent<'_>> {
    let several = client.projects.len() > 1;
    let of_projects = client.projects.iter().flat_map(|project| {
        let name = several.then_some(project.title.as_str());
        updates(&project.updates, name).chain(versions(project, name))
    });
    let shared = client.collections.iter().flat_map(|collection| {
        let language = collection.locale.to_string();
        updates(&collection.updates, Some(&collection.title))
            .map(move |update| Recent { language: Some(language.clone()), ..update })
    });
    let mut recent: Vec<_> = of_projects.chain(shared).collect();
    recent.sort_by_key(|item| Reverse(item.date));
    recent.truncate(SHOWN);
    recent
}

fn updates<'a>(
    updates: &'a [crate::model::Update],
    project: Option<&'a str>,
) -> impl Iterator<Item = Recent<'a>> {
    updates.iter().map(move |update| Recent {
        kind: "update",
        title: &update.title,
        date: update.date,
        path: &update.path,
        summary: Some(&update.summary),
        version: None,
        project,
        language: None,
    })
}

fn versions<'a>(project: &'a Project, name: Option<&'a str>) -> impl Iterator<Item = Recent<'a>> {
    project.deliverables.iter().flat_map(move |deliverable| {
        let dated = deliverable.versions.iter().filter(|version| version.date.is_some());
        dated.map(move |version| Recent {
            kind: "version",
            title: &deliverable.title,
            date: version.date,
            path: &deliverable.path,
            summary: None,
            version: Some(&version.id),
            project: name,
            language: None,
        })
    })
}

/// Where the documents stand that are the newest: (project, document).
pub(super) fn latest_documents(client: &Client) -> Vec<(usize, usize)> {
    let mut all: Vec<_> = client
        .projects
        .iter()
        .enumerate()
        .flat_map(|(at, project)| {
            project.documents.iter().enumerate().map(move |(nth, one)| (at, nth, one.date))
        })
        .collect();
    all.sort_by_key(|(_, _, date)| Reverse(*date));
    all.into_iter().take(SHOWN).map(|(project, document, _)| (project, document)).collect()
}

/// Where the deliverables stand that were handed over last: (project, deliverable).
pub(super) fn latest(client: &Client) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize, &Deliverable)> = client
        .projects
        .iter()
        .enumerate()
        .flat_map(|(at, project)| {
            project.deliverables.iter().enumerate().map(move |(nth, one)| (at, nth, one))
        })
        .collect();
    all.sort_by_key(|(_, _, one)| Reverse(one.current.date));
    all.into_iter().take(SHOWN).map(|(project, deliverable, _)| (project, deliverable)).collect()
}
