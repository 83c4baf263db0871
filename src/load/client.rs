//! One client's folder.

use super::agency::{brand, links};
use super::files::Files;
use super::folder::{Folder, name};
use super::names::slug;
use super::project::{self, Plan};
use super::scope::Scope;
use super::text::Text;
use super::values::{Checks, OTHER_ID, TAKE_OUT};
use super::{Loaded, access, active, collection, normal, yaml};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{Agency, Brand, Client, FileRef, Head, Member, Named, Person, Project};
use crate::schema::{AccessFile, ClientFile, PersonEntry, Spanned};
use crate::source_file::SourceFile;
use camino::Utf8Path;
use std::collections::BTreeMap;

/// Where the client's files stand in its portal.
const ROOT: &str = "files";

/// Reads the client in `content/<id>/` of the workspace at `root`, with the collections that it
/// subscribes to.
pub(super) fn load(root: &Utf8Path, agency: &Agency, id: &str) -> Loaded<Client> {
    let mut diagnostics = Vec::new();
    let shown = Utf8Path::new("content").join(id);
    let folder = Folder::walk(&root.join(&shown), &shown, &mut diagnostics);
    let value = read(root, agency, id, &folder, &mut diagnostics);
    if value.is_some() && !diagnostics.iter().any(Diagnostic::is_error) {
        folder.report_unused(&mut diagnostics);
    }
    Loaded::new(value, diagnostics)
}

/// Reads what `client.yaml` and `access.yaml` say, whatever else is wrong in the folder.
pub(super) fn head(root: &Utf8Path, agency: &Agency, id: &str) -> Loaded<Head> {
    let mut diagnostics = Vec::new();
    let head = head_as_written(root, agency, id, &mut diagnostics);
    Loaded::new(head, diagnostics)
}

/// The same, also when something in it is wrong.
pub(super) fn head_as_written(
    root: &Utf8Path,
    agency: &Agency,
    id: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Head> {
    let folder = folder(root, id);
    let (text, file) = file(id, &folder, diagnostics)?;
    Some(resolve_head(&text, &file, agency, &folder, diagnostics))
}

/// Reads `access.yaml`; what it says when there is none.
pub(super) fn access_file(root: &Utf8Path, id: &str) -> Loaded<AccessFile> {
    let mut diagnostics = Vec::new();
    if !access::may_be_in(&root.join("content").join(id)) {
        return Loaded::new(Some(AccessFile::default()), diagnostics);
    }
    let file = access::file(&folder(root, id), &mut diagnostics);
    Loaded::new(Some(file.map_or_else(AccessFile::default, |(_, file)| file)), diagnostics)
}

/// The client's folder, without a word on what is in it.
fn folder(root: &Utf8Path, id: &str) -> Folder {
    let shown = Utf8Path::new("content").join(id);
    Folder::walk(&root.join(&shown), &shown, &mut Vec::new())
}

fn read(
    root: &Utf8Path,
    agency: &Agency,
    id: &str,
    folder: &Folder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Client> {
    let Some((text, file)) = file(id, folder, diagnostics) else {
        if folder.has_file("client.yaml") {
            check_rest(agency, folder, diagnostics);
        }
        return None;
    };
    let source = text.source();
    let head = resolve_head(&text, &file, agency, folder, diagnostics);
    let mut files = Files::new(agency.max_file_size);
    let mut checks = Checks { source, diagnostics };
    let brand = client_brand(&file, agency, folder, &mut files, &mut checks);
    let currency = file.currency.as_ref().map(|code| checks.currency(code));
    let currency = currency.unwrap_or_else(|| agency.currency.clone());
    let own_links = links(&file.links, &mut checks);
    head.team.iter().filter_map(|member| member.photo.as_ref()).for_each(|photo| files.add(photo));

    let named: Vec<Named> = named(agency, &head.people);
    let mut scope = Scope {
        folder,
        root: ROOT.to_owned(),
        pages: BTreeMap::new(),
        files: &mut files,
        people: Some(&named),
        locale: head.locale.clone(),
        allow_hosts: &agency.allow_hosts,
        diagnostics,
    };
    let projects = projects(&mut scope, &file.name, &currency);
    let welcome = scope.prose(source, file.welcome.as_ref(), "");
    let collections = collection::distinct(&file.shared, &mut Checks { source, diagnostics })
        .into_iter()
        .filter_map(|name| collection::load(root, agency, name, source, &mut files, diagnostics))
        .collect();
    let files = files.into_vec();
    active::check(&files, &file.access, agency, &mut Checks { source, diagnostics });
    Some(Client {
        id: normal(id),
        name: head.name,
        brand,
        people: head.people,
        team: head.team,
        locale: head.locale,
        welcome,
        links: own_links,
        access: head.access,
        archived: file.archived,
        projects,
        collections,
        files,
    })
}

/// Who the client is, and who is let in.
fn resolve_head(
    text: &Text,
    file: &ClientFile,
    agency: &Agency,
    folder: &Folder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Head {
    let source = text.source();
    let grants = access::file(folder, diagnostics);
    let access = access::resolve(file, source, grants.as_ref(), agency, diagnostics);
    let mut checks = Checks { source, diagnostics };
    let locale = file.language.as_ref().and_then(|tag| checks.locale(tag));
    Head {
        name: file.name.clone(),
        people: people(&file.people, agency, &mut checks),
        team: team(&file.team, agency, &mut checks),
        locale: locale.unwrap_or_else(|| agency.locale.clone()),
        access,
    }
}

/// `client.yaml`; nothing when it is not there or cannot be understood.
fn file(
    id: &str,
    folder: &Folder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Text, ClientFile)> {
    if !folder.has_file("client.yaml") {
        let message = format!("client `{id}` has no `client.yaml`");
        diagnostics.push(
            Diagnostic::error(Code::MissingFile, folder.place(""), message)
                .help("add one with a line `name: …`, or put `_` before the folder's name"),
        );
        return None;
    }
    let text = Text::read(folder, "client.yaml", diagnostics)?;
    let file = yaml::read(text.source(), 0..text.text().len(), diagnostics)?;
    Some((text, file))
}

/// Notes what is wrong with the client's other files where `client.yaml` does not tell who may be
/// named in them, and which currency they are in.
fn check_rest(agency: &Agency, folder: &Folder, diagnostics: &mut Vec<Diagnostic>) {
    let mut scope = Scope {
        folder,
        root: ROOT.to_owned(),
        pages: BTreeMap::new(),
        files: &mut Files::new(agency.max_file_size),
        people: None,
        locale: agency.locale.clone(),
        allow_hosts: &agency.allow_hosts,
        diagnostics,
    };
    projects(&mut scope, "", "");
    access::file(folder, diagnostics);
}

fn people(entries: &[PersonEntry], agency: &Agency, checks: &mut Checks<'_>) -> Vec<Person> {
    let ids = entries.iter().map(|entry| (entry.id.as_str(), entry.id.span.clone()));
    checks.distinct("person", ids, OTHER_ID);
    // Both are named by id in the same places, so one id may not mean two people.
    let team = |entry: &&PersonEntry| agency.team.iter().any(|m| m.id == entry.id.value);
    for entry in entries.iter().filter(team) {
        let message =
            format!("`{}` is also the id of a member of the agency's team", entry.id.value);
        checks.error(Code::DuplicateId, &entry.id.span, message, "choose another id".to_owned());
    }
    let person = |entry: &PersonEntry| {
        checks.id(&entry.id);
        Person {
            id: entry.id.value.clone(),
            name: entry.name.clone(),
            email: entry.email.as_ref().map(|email| checks.email(email)),
            role: entry.role.clone(),
            decides: entry.decides,
        }
    };
    entries.iter().map(person).collect()
}

fn team(ids: &[Spanned<String>], agency: &Agency, checks: &mut Checks<'_>) -> Vec<Member> {
    checks.distinct("team member", ids.iter().map(|id| (id.as_str(), id.span.clone())), TAKE_OUT);
    let known = || agency.team.iter().map(|member| (member.id.as_str(), member));
    ids.iter().filter_map(|id| checks.reference("team member", id, known()).cloned()).collect()
}

/// Everybody who may be named in this client's content: the client's people, then the team.
fn named(agency: &Agency, people: &[Person]) -> Vec<Named> {
    let people = people.iter().map(|person| (&person.id, &person.name));
    let team = agency.team.iter().map(|member| (&member.id, &member.name));
    people.chain(team).map(|(id, name)| Named { id: id.clone(), name: name.clone() }).collect()
}

/// The agency's brand with the client's overrides.
fn client_brand(
    file: &ClientFile,
    agency: &Agency,
    folder: &Folder,
    files: &mut Files,
    checks: &mut Checks<'_>,
) -> Brand {
    let own =
        brand(&file.brand, checks, &mut |path, checks| files.named(folder, "", ROOT, path, checks));
    let base = &agency.brand;
    let own_logo = own.logo.is_some();
    let or = |own: Option<FileRef>, base: &Option<FileRef>| own.or_else(|| base.clone());
    let brand = Brand {
        // A client's logo must not turn into the agency's at night.
        logo_dark: own.logo_dark.or_else(|| if own_logo { None } else { base.logo_dark.clone() }),
        logo: or(own.logo, &base.logo),
        favicon: or(own.favicon, &base.favicon),
        accent_dark: own
            .accent_dark
            .or_else(|| base.accent_dark.clone().filter(|_| own.accent.is_none())),
        accent: own.accent.or_else(|| base.accent.clone()),
        font: own.font.or_else(|| base.font.clone()),
        heading_font: own.heading_font.or_else(|| base.heading_font.clone()),
    };
    for file in [&brand.logo, &brand.logo_dark, &brand.favicon].into_iter().flatten() {
        files.add(file);
    }
    brand
}

/// The client's projects: by `order`, then by folder; archived ones last.
fn projects(scope: &mut Scope<'_>, client: &str, currency: &str) -> Vec<Project> {
    let bases: Vec<String> = scope.folder.folders_in("projects").map(str::to_owned).collect();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut plans = Vec::new();
    for base in bases {
        let plan = Plan::new(scope, &base);
        if plan.is_empty(scope) {
            let message = "this project stays out of the portal: there is nothing in it";
            let place = scope.folder.place(&base);
            scope.diagnostics.push(Diagnostic::note(Code::NotShared, place, message));
            continue;
        }
        if let Some(first) = taken.insert(slug(name(&base)), base.clone()) {
            let page = plan.path();
            let message = format!("`{base}` and `{first}` would have the same address `{page}`");
            scope.diagnostics.push(
                Diagnostic::error(Code::NameCollision, scope.folder.place(&base), message)
                    .related(scope.folder.place(&first), "the other one")
                    .help("rename one of them"),
            );
        }
        plans.push(plan);
    }
    // The client's own folder is a project only if it holds one, or if there is no other.
    let own = Plan::new(scope, "");
    if plans.is_empty() || !own.is_empty(scope) {
        plans.insert(0, own);
    }
    let mut projects: Vec<(i64, Project)> =
        plans.into_iter().map(|plan| project::load(scope, plan, client, currency)).collect();
    projects.sort_by_key(|(order, project)| (project.archived, *order));
    projects.into_iter().map(|(_, project)| project).collect()
}

/// The collections that the client names in its `client.yaml`, if that can be read.
pub(super) fn subscriptions(root: &Utf8Path, id: &str) -> Option<Vec<String>> {
    let path = Utf8Path::new("content").join(id).join("client.yaml");
    let disk = root.join(&path).canonicalize_utf8().ok()?;
    let mut ignored = Vec::new();
    let text = Text::read_file(&SourceFile::find(&disk).ok()??, path, &mut ignored)?;
    let file: ClientFile = yaml::read(text.source(), 0..text.text().len(), &mut ignored)?;
    Some(file.shared.into_iter().map(|name| name.value).collect())
}

/// The ids of the clients: the names of the folders in `content/`, in order. Two names that are
/// one in Unicode would share a locator, so only the one that is in NFC, or the first, is a client.
pub(super) fn ids(root: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in super::subfolders(&root.join("content"), "content", diagnostics) {
        by_name.entry(normal(&id)).or_default().push(id);
    }
    let mut ids = Vec::new();
    for (normal, mut names) in by_name {
        let own = names.iter().position(|name| *name == normal).unwrap_or(0);
        let id = names.swap_remove(own);
        for other in names {
            let place = Place::file(format!("content/{other}"));
            let message =
                format!("two folders are called `{normal}`; they differ only in how it is encoded");
            diagnostics.push(
                Diagnostic::error(Code::NameCollision, place, message).help("rename one of them"),
            );
        }
        ids.push(id);
    }
    report_case(&ids, diagnostics);
    ids
}

/// Folders that differ only by case become one folder, with the files of both clients in it,
/// where somebody checks them out on macOS or Windows.
fn report_case(ids: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for id in ids {
        if let Some(first) = seen.insert(normal(id).to_lowercase(), id) {
            let message = format!("`{id}` and `{first}` differ only by case");
            diagnostics.push(
                Diagnostic::error(
                    Code::NameCollision,
                    Place::file(format!("content/{id}")),
                    message,
                )
                .related(Place::file(format!("content/{first}")), "the other one")
                .help("rename one of them; on macOS and Windows they are one client"),
            );
        }
    }
}
