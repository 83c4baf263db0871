//! One project, in the client's own folder or in `projects/<project>/`.

use super::agency::links;
use super::folder::{join, name};
use super::names::{slug, title};
use super::scope::Scope;
use super::{deliverables, lists, status, updates};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Deliverable, Named, PortalPath, Project};
use crate::schema::ProjectFile;
use std::collections::BTreeMap;

/// A project before it is read: where it stands, and which pages it will have.
#[derive(Debug)]
pub(super) struct Plan {
    /// Its folder inside the client's; empty for the client's own.
    base: String,
    path: PortalPath,
    /// Key of each update and its page.
    updates: Vec<(String, PortalPath)>,
    deliverables: Vec<(deliverables::Found, PortalPath)>,
}

impl Plan {
    /// Looks at the project in the folder `base`; its pages come into `scope`, so that the texts
    /// of every project can link to them.
    pub fn new(scope: &mut Scope<'_>, base: &str) -> Self {
        let root = page_root(base);
        let own = match base {
            "" => "project.html".to_owned(),
            _ => format!("{root}index.html"),
        };
        let mut taken = BTreeMap::new();
        let mut found = Vec::new();
        for key in updates::find(scope.folder, base) {
            let path = format!("{root}updates/{}.html", updates::slug_of(&key));
            let path = claim(scope, &mut taken, &path, &key);
            scope.pages.insert(key.clone(), path.clone());
            found.push((key, path));
        }
        let mut plans = Vec::new();
        for deliverable in deliverables::find(scope.folder, base) {
            let path = format!("{root}deliverables/{}.html", deliverable.slug());
            let path = claim(scope, &mut taken, &path, deliverable.example());
            if let Some(key) = deliverable.key() {
                scope.pages.insert(key.to_owned(), path.clone());
            }
            plans.push((deliverable, path));
        }
        Self { base: base.to_owned(), path: page(own), updates: found, deliverables: plans }
    }

    /// Its page.
    pub fn path(&self) -> &PortalPath {
        &self.path
    }

    /// Whether there is anything in it.
    pub fn is_empty(&self, scope: &Scope<'_>) -> bool {
        let files =
            ["project.yaml", "status.yaml", "requests.yaml", "checklist.yaml", "money.yaml"];
        self.updates.is_empty()
            && self.deliverables.is_empty()
            && !files.iter().any(|file| scope.folder.has_file(&join(&self.base, file)))
            && scope.folder.files_below(&join(&self.base, "documents")).next().is_none()
    }
}

/// What the pages of the project in `base` have before their names.
pub(super) fn page_root(base: &str) -> String {
    if base.is_empty() { String::new() } else { format!("projects/{}/", slug(name(base))) }
}

/// A path that is made of slugs.
pub(super) fn page(path: String) -> PortalPath {
    PortalPath::new(path).expect("slugs make a path")
}

/// The page at `path`. That another file has the same one already is an error; both are read all
/// the same, for what else is wrong.
pub(super) fn claim(
    scope: &mut Scope<'_>,
    taken: &mut BTreeMap<String, String>,
    path: &str,
    key: &str,
) -> PortalPath {
    // The list of all updates stands at `updates/index.html`.
    let path = path.replace("/index.html", "/index-page.html");
    if let Some(first) = taken.get(&path) {
        let message = format!("`{}` and `{}` would have the same address", name(key), name(first));
        scope.diagnostics.push(
            Diagnostic::error(Code::NameCollision, scope.folder.place(key), message)
                .related(scope.folder.place(first), "the other one")
                .help("rename one of them"),
        );
    } else {
        taken.insert(path.clone(), key.to_owned());
    }
    page(path)
}

/// Reads a project and its place among the others; a title is made from `name` where none is given.
pub(super) fn load(
    scope: &mut Scope<'_>,
    plan: Plan,
    default_title: &str,
    currency: &str,
) -> (i64, Project) {
    let base = plan.base.as_str();
    let key = join(base, "project.yaml");
    let read = scope.yaml::<ProjectFile>(&key);
    let (description, own_links, file) = match read {
        Some((text, file)) => {
            let source = text.source();
            let description = scope.prose(source, file.description.as_ref(), base);
            (description, links(&file.links, &mut scope.checks(source)), file)
        }
        None => (None, Vec::new(), ProjectFile::default()),
    };
    let status_key = join(base, "status.yaml");
    let status = status::load(scope, &status_key, base);
    let milestones: Vec<Named> = status
        .iter()
        .flat_map(|status| &status.milestones)
        .map(|milestone| Named { id: milestone.id.clone(), name: milestone.title.clone() })
        .collect();
    // Of a status that cannot be read nobody knows the milestones.
    let known = status.is_some() || !scope.folder.has_file(&status_key);
    let milestones = known.then_some(milestones.as_slice());
    let mut found: Vec<_> = plan
        .updates
        .into_iter()
        .filter_map(|(key, path)| updates::load(scope, &key, path))
        .collect();
    updates::sort(&mut found);
    let project = Project {
        id: name(base).to_owned(),
        title: file.title.unwrap_or_else(|| match base {
            "" => default_title.to_owned(),
            _ => title(name(base)),
        }),
        path: plan.path,
        description,
        archived: file.archived,
        links: own_links,
        status,
        updates: found,
        deliverables: load_deliverables(scope, plan.deliverables, milestones),
        documents: lists::documents(scope, base),
        requests: lists::requests(scope, base),
        checklist: lists::checklist(scope, base),
        money: lists::money(scope, base, currency),
    };
    (file.order, project)
}

/// By `order`, then by title.
fn load_deliverables(
    scope: &mut Scope<'_>,
    plans: Vec<(deliverables::Found, PortalPath)>,
    milestones: Option<&[Named]>,
) -> Vec<Deliverable> {
    let mut loaded: Vec<(i64, Deliverable)> = plans
        .into_iter()
        .filter_map(|(found, path)| deliverables::load(scope, &found, path, milestones))
        .collect();
    loaded.sort_by(|(a_order, a), (b_order, b)| (a_order, &a.title).cmp(&(b_order, &b.title)));
    loaded.into_iter().map(|(_, deliverable)| deliverable).collect()
}
