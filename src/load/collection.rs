//! `shared/<collection>/`, as one client sees it.

use super::agency::links;
use super::files::Files;
use super::folder::Folder;
use super::names::{slug, title};
use super::project::{claim, page};
use super::scope::Scope;
use super::values::{Checks, TAKE_OUT};
use super::{lists, normal, updates};
use crate::diagnostics::{Code, Diagnostic, Source, nearest};
use crate::model::{Agency, Collection, Named};
use crate::schema::{CollectionFile, Spanned};
use camino::Utf8Path;
use std::collections::BTreeMap;

/// Those of the collections that the client names which can stand in one portal.
pub(super) fn distinct<'a>(
    named: &'a [Spanned<String>],
    checks: &mut Checks<'_>,
) -> Vec<&'a Spanned<String>> {
    let names: Vec<String> = named.iter().map(|name| normal(name)).collect();
    let spans = named.iter().map(|name| name.span.clone());
    checks.distinct("collection", names.iter().map(String::as_str).zip(spans), TAKE_OUT);
    let mut taken: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    let mut wanted = Vec::new();
    for name in named {
        let Some(first) = taken.get(&slug(name)) else {
            taken.insert(slug(name), name);
            wanted.push(name);
            continue;
        };
        if normal(first) != normal(name) {
            let message =
                format!("`{}` and `{}` would have the same address", name.value, first.value);
            let place = checks.source.place(name.span.clone());
            checks.diagnostics.push(
                Diagnostic::error(Code::NameCollision, place, message)
                    .related(checks.source.place(first.span.clone()), "the other one")
                    .help("rename one of the two folders in `shared/`"),
            );
        }
    }
    wanted
}

/// Reads the collection `name`, which the client's file `source` names.
pub(super) fn load(
    root: &Utf8Path,
    agency: &Agency,
    name: &Spanned<String>,
    source: Source<'_>,
    files: &mut Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Collection> {
    let mut faults = Vec::new();
    let known = super::subfolders(&root.join("shared"), "shared", &mut faults);
    // What else is wrong there is about collections that this client need not have.
    diagnostics.extend(faults.into_iter().filter(|fault| fault.code == Code::Unreadable));
    let Some(folder_name) = known.iter().find(|known| normal(known) == normal(name)) else {
        let message = format!("there is no collection `{}`", name.value);
        let help = match nearest(&name.value, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("make the folder `shared/{}`, or take the name out", name.value),
        };
        let mut checks = Checks { source, diagnostics };
        checks.error(Code::UnknownReference, &name.span, message, help);
        return None;
    };
    let shown = Utf8Path::new("shared").join(folder_name);
    let folder = Folder::walk(&root.join(&shown), &shown, diagnostics);
    let team: Vec<Named> = agency
        .team
        .iter()
        .map(|member| Named { id: member.id.clone(), name: member.name.clone() })
        .collect();
    let mut scope = Scope {
        folder: &folder,
        // Beside its pages, and so never where a file of the client's own may be.
        root: format!("shared/{}/files", slug(&name.value)),
        pages: BTreeMap::new(),
        files,
        people: Some(&team),
        locale: agency.locale.clone(),
        allow_hosts: &agency.allow_hosts,
        diagnostics,
    };
    let collection = read(&mut scope, &name.value);
    if !folder.has_file("collection.yaml")
        && collection.documents.is_empty()
        && collection.updates.is_empty()
    {
        diagnostics.push(
            Diagnostic::warning(Code::EmptyFile, folder.place(""), "this collection is empty")
                .help("put files into its `documents/` or texts into its `updates/`"),
        );
    }
    folder.report_unused(diagnostics);
    Some(collection)
}

fn read(scope: &mut Scope<'_>, id: &str) -> Collection {
    let top = format!("shared/{}", slug(id));
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    for key in updates::find(scope.folder, "") {
        let path = format!("{top}/{}.html", updates::slug_of(&key));
        let path = claim(scope, &mut taken, &path, &key);
        scope.pages.insert(key.clone(), path.clone());
        found.push((key, path));
    }
    let (description, own_links, own_title) = match scope.yaml::<CollectionFile>("collection.yaml")
    {
        Some((text, file)) => {
            let source = text.source();
            let locale = file.language.as_ref().and_then(|tag| scope.checks(source).locale(tag));
            scope.locale = locale.unwrap_or_else(|| scope.locale.clone());
            let description = scope.prose(source, file.description.as_ref(), "");
            (description, links(&file.links, &mut scope.checks(source)), file.title)
        }
        None => (None, Vec::new(), None),
    };
    let mut loaded: Vec<_> =
        found.into_iter().filter_map(|(key, path)| updates::load(scope, &key, path)).collect();
    updates::sort(&mut loaded);
    let mut documents = lists::documents(scope, "");
    documents.sort_by(|a, b| a.category.cmp(&b.category));
    Collection {
        id: id.to_owned(),
        title: own_title.unwrap_or_else(|| title(id)),
        locale: scope.locale.clone(),
        path: page(format!("{top}/index.html")),
        description,
        links: own_links,
        documents,
        updates: loaded,
    }
}
