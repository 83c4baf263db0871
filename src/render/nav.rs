//! The navigation: which sections a portal has, and what they are called.

use super::title;
use crate::diagnostics::Diagnostic;
use crate::i18n::Language;
use crate::model::{Client, PortalPath, Project};
use serde::Serialize;

/// One entry of the navigation.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Item {
    pub kind: &'static str,
    pub title: String,
    pub path: PortalPath,
    /// How the page that shows it relates to it; the value of `aria-current`.
    current: Option<Current>,
}

/// What the page is to an entry of the navigation.
#[derive(Debug, Clone, Copy, Serialize)]
enum Current {
    /// The page itself.
    #[serde(rename = "page")]
    Page,
    /// A page that belongs to it.
    #[serde(rename = "true")]
    Section,
}

/// A section that has a page of its own when there is something to show.
pub(super) struct Section {
    pub kind: &'static str,
    pub template: &'static str,
    pub path: &'static str,
    has: fn(&Project) -> bool,
}

/// The sections in the order of the navigation; the team's page is not told by the projects.
pub(super) const SECTIONS: [Section; 5] = [
    Section {
        kind: "updates",
        template: "updates.html",
        path: "updates/index.html",
        has: |project| !project.updates.is_empty(),
    },
    Section {
        kind: "deliverables",
        template: "deliverables.html",
        path: "deliverables/index.html",
        has: |project| !project.deliverables.is_empty(),
    },
    Section {
        kind: "requests",
        template: "requests.html",
        path: "requests.html",
        has: |project| !project.requests.is_empty() || !project.checklist.is_empty(),
    },
    Section {
        kind: "documents",
        template: "documents.html",
        path: "documents.html",
        has: |project| !project.documents.is_empty(),
    },
    Section {
        kind: "money",
        template: "money.html",
        path: "money.html",
        has: |project| project.money.is_some(),
    },
];

impl Section {
    /// Whether the portal has this section.
    pub(super) fn is_in(&self, client: &Client) -> bool {
        client.projects.iter().any(self.has)
    }
}

/// The titles of the pages that are not named by the content.
pub(super) struct Titles {
    pub overview: String,
    pub project: String,
    pub team: String,
    pub not_found: String,
    sections: Vec<String>,
}

impl Titles {
    /// # Errors
    /// When the theme has no word for one of them.
    pub(super) fn new(language: &Language) -> Result<Self, Vec<Diagnostic>> {
        let sections = SECTIONS.iter().map(|section| title(language, &key(section.kind)));
        Ok(Self {
            overview: title(language, "nav-overview")?,
            project: title(language, "nav-project")?,
            team: title(language, "nav-team")?,
            not_found: title(language, "page-not-found")?,
            sections: sections.collect::<Result<_, _>>()?,
        })
    }

    /// The sections that `client` has, with their titles.
    pub(super) fn sections<'a>(
        &'a self,
        client: &'a Client,
    ) -> impl Iterator<Item = (&'static Section, &'a String)> {
        SECTIONS.iter().zip(&self.sections).filter(|(section, _)| section.is_in(client))
    }
}

fn key(kind: &str) -> String {
    format!("nav-{kind}")
}

/// The navigation of `client`'s portal.
pub(super) fn of(client: &Client, titles: &Titles) -> Vec<Item> {
    let item =
        |kind, title: &str, path| Item { kind, title: title.to_owned(), path, current: None };
    let mut nav = vec![item("overview", &titles.overview, PortalPath::known("index.html"))];
    nav.extend(client.projects.iter().map(|project| {
        let title = project_title(client, project, titles);
        item("project", title, project.path.clone())
    }));
    nav.extend(
        titles
            .sections(client)
            .map(|(section, title)| item(section.kind, title, PortalPath::known(section.path))),
    );
    let mut collections: Vec<_> = client.collections.iter().collect();
    collections.sort_by(|a, b| a.title.cmp(&b.title).then_with(|| a.path.cmp(&b.path)));
    nav.extend(
        collections.iter().map(|shared| item("collection", &shared.title, shared.path.clone())),
    );
    if !client.team.is_empty() {
        nav.push(item("team", &titles.team, PortalPath::known("team.html")));
    }
    nav
}

/// What a project is called in the navigation: by its title when there are several.
pub(super) fn project_title<'a>(
    client: &Client,
    project: &'a Project,
    titles: &'a Titles,
) -> &'a str {
    if client.projects.len() > 1 { &project.title } else { &titles.project }
}

impl Item {
    /// The entry as the page at `page` shows it, which belongs to the entry at `section`.
    pub(super) fn seen_from(&self, page: &PortalPath, section: Option<&PortalPath>) -> Self {
        let current = if self.path == *page {
            Some(Current::Page)
        } else if section == Some(&self.path) {
            Some(Current::Section)
        } else {
            None
        };
        Self { current, ..self.clone() }
    }
}
