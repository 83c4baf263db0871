//! The pages of a portal, and what each of them alone is given.

use super::nav::project_title;
use super::overview;
use super::page::{Page, Portal};
use crate::diagnostics::Diagnostic;
use crate::model::{Client, Deliverable, PortalPath, Update};
use std::cmp::Reverse;
use tera::Value;
use tera::value::{Key, Map};

/// Every page of `client`'s portal.
pub(super) fn of(client: &Client, portal: &Portal<'_>) -> Result<Vec<Page>, Vec<Diagnostic>> {
    let mut pages = vec![first(client, portal)?];
    for (project, value) in client.projects.iter().zip(&portal.projects) {
        pages.push(Page {
            template: "project.html",
            kind: "project",
            path: project.path.clone(),
            title: project_title(client, project, &portal.titles).to_owned(),
            section: None,
            values: vec![("project", value.clone())],
        });
        let updates = Home { project: value.clone(), collection: Value::none() };
        pages.extend(update_pages(&project.updates, value, &updates, "updates/index.html"));
        let deliverables = items(value, "deliverables");
        pages.extend(project.deliverables.iter().zip(deliverables).map(|(one, deliverable)| {
            Page {
                template: "deliverable.html",
                kind: "deliverable",
                path: one.path.clone(),
                title: one.title.clone(),
                section: Some(PortalPath::known("deliverables/index.html")),
                values: vec![("deliverable", deliverable.clone()), ("project", value.clone())],
            }
        }));
        let deliverables = project.deliverables.iter().zip(deliverables);
        pages.extend(deliverables.flat_map(|(one, value)| prototype_pages(one, value)));
    }
    for (section, title) in portal.titles.sections(client) {
        pages.push(Page {
            template: section.template,
            kind: section.kind,
            path: PortalPath::known(section.path),
            title: title.clone(),
            section: None,
            values: section_values(section.kind, client, portal),
        });
    }
    if !client.team.is_empty() {
        pages.push(plain("team", "team.html", &portal.titles.team));
    }
    for (collection, value) in client.collections.iter().zip(&portal.collections) {
        pages.push(Page {
            template: "collection.html",
            kind: "collection",
            path: collection.path.clone(),
            title: collection.title.clone(),
            section: None,
            values: vec![("collection", value.clone())],
        });
        let home = Home { project: Value::none(), collection: value.clone() };
        let section = collection.path.as_str();
        pages.extend(update_pages(&collection.updates, value, &home, section));
    }
    pages.push(plain("404", "404.html", &portal.titles.not_found));
    Ok(pages)
}

fn plain(kind: &'static str, template: &'static str, title: &str) -> Page {
    Page {
        template,
        kind,
        path: PortalPath::known(template),
        title: title.to_owned(),
        section: None,
        values: Vec::new(),
    }
}

fn first(client: &Client, portal: &Portal<'_>) -> Result<Page, Vec<Diagnostic>> {
    let recent = super::page::value(&overview::recent(client))?;
    let pick = |found: Vec<(usize, usize)>, list: &str, name: &'static str| {
        let entries = found.into_iter().filter_map(|(project, nth)| {
            let project = portal.projects.get(project)?;
            let one = items(project, list).get(nth)?.clone();
            Some(map([(name, one), ("project", project.clone())]))
        });
        Value::from(entries.collect::<Vec<_>>())
    };
    let files = pick(overview::latest(client), "deliverables", "deliverable");
    let documents = pick(overview::latest_documents(client), "documents", "document");
    Ok(Page {
        template: "overview.html",
        kind: "overview",
        path: PortalPath::known("index.html"),
        title: portal.titles.overview.clone(),
        section: None,
        values: vec![("recent", recent), ("files", files), ("documents", documents)],
    })
}

/// What an update belongs to.
struct Home {
    project: Value,
    collection: Value,
}

/// The pages of `updates`, which `owner` holds under that name, each with the next newer and the
/// next older one.
fn update_pages(updates: &[Update], owner: &Value, home: &Home, section: &str) -> Vec<Page> {
    let mut by_age: Vec<&Update> = updates.iter().collect();
    by_age.sort_by_key(|update| Reverse(update.date));
    let neighbour = |nth: Option<usize>| {
        let update = nth.and_then(|nth| by_age.get(nth));
        update.map_or_else(Value::none, |update| {
            map([("title", update.title.as_str().into()), ("path", update.path.as_str().into())])
        })
    };
    let page = |(update, value): (&Update, &Value)| {
        let age = by_age.iter().position(|other| other.path == update.path).unwrap_or(0);
        Page {
            template: "update.html",
            kind: "update",
            path: update.path.clone(),
            title: update.title.clone(),
            section: Some(PortalPath::known(section)),
            values: vec![
                ("update", value.clone()),
                ("project", home.project.clone()),
                ("collection", home.collection.clone()),
                ("newer", neighbour(age.checked_sub(1))),
                ("older", neighbour(Some(age + 1))),
            ],
        }
    };
    updates.iter().zip(items(owner, "updates")).map(page).collect()
}

/// A page for each version of `deliverable` that can be tried out; `value` is the deliverable.
fn prototype_pages(deliverable: &Deliverable, value: &Value) -> Vec<Page> {
    let versions = deliverable.versions.iter().zip(items(value, "versions"));
    let pages = versions.filter_map(|(version, of)| {
        let prototype = version.prototype.as_ref()?;
        Some(Page {
            template: "prototype.html",
            kind: "prototype",
            path: prototype.path.clone(),
            title: format!("{} {}", deliverable.title, version.id),
            section: Some(PortalPath::known("deliverables/index.html")),
            values: vec![("deliverable", value.clone()), ("version", of.clone())],
        })
    });
    pages.collect()
}

fn section_values(kind: &str, client: &Client, portal: &Portal<'_>) -> Vec<(&'static str, Value)> {
    match kind {
        "updates" => vec![("updates", Value::from(updates(client, portal)))],
        "deliverables" => vec![("deliverables", each(portal, "deliverables", "deliverable"))],
        "documents" => {
            let documents = with_project(portal, "documents", "document");
            let groups = Value::from(groups(&documents));
            vec![("documents", Value::from(documents)), ("document_groups", groups)]
        }
        "requests" => vec![
            ("requests", each(portal, "requests", "request")),
            ("checklist", each(portal, "checklist", "item")),
        ],
        "money" => {
            let accounts = portal.projects.iter().filter_map(|project| {
                let money = project.get_from_path("money").filter(|money| money.is_map())?;
                Some(map([("money", money.clone()), ("project", project.clone())]))
            });
            vec![("accounts", Value::from(accounts.collect::<Vec<_>>()))]
        }
        _ => Vec::new(),
    }
}

/// The updates of all projects: pinned first, then the newest first.
fn updates(client: &Client, portal: &Portal<'_>) -> Vec<Value> {
    let mut all: Vec<(&Update, Value)> = client
        .projects
        .iter()
        .zip(&portal.projects)
        .flat_map(|(project, value)| {
            project.updates.iter().zip(items(value, "updates")).map(move |(update, of)| {
                (update, map([("update", of.clone()), ("project", value.clone())]))
            })
        })
        .collect();
    all.sort_by_key(|(update, _)| (!update.pinned, Reverse(update.date)));
    all.into_iter().map(|(_, value)| value).collect()
}

/// Documents under their categories, in the order in which each category is first met; those
/// without one come first.
fn groups(documents: &[Value]) -> Vec<Value> {
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for document in documents {
        let category = document.get_from_path("document.category").cloned();
        let category = category.unwrap_or_else(Value::none);
        match groups.iter_mut().find(|(known, _)| *known == category) {
            Some((_, group)) => group.push(document.clone()),
            None => groups.push((category, vec![document.clone()])),
        }
    }
    groups.sort_by_key(|(category, _)| !category.is_none());
    groups
        .into_iter()
        .map(|(category, group)| map([("category", category), ("documents", group.into())]))
        .collect()
}

/// All of `list` of all projects, each with its project.
fn with_project(portal: &Portal<'_>, list: &str, name: &'static str) -> Vec<Value> {
    let entries = portal.projects.iter().flat_map(|project| {
        let pair = move |entry: &Value| map([(name, entry.clone()), ("project", project.clone())]);
        items(project, list).iter().map(pair)
    });
    entries.collect()
}

fn each(portal: &Portal<'_>, list: &str, name: &'static str) -> Value {
    Value::from(with_project(portal, list, name))
}

fn items<'a>(value: &'a Value, name: &'a str) -> &'a [Value] {
    value.get_from_path(name).and_then(Value::as_array).unwrap_or(&[])
}

fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from(entries.into_iter().map(|(name, value)| (Key::Str(name), value)).collect::<Map>())
}
