//! What is known between two passes: the agency as it was last in order, and which clients are
//! in error.

use super::watcher::Folders;
use super::{Changes, Scope};
use crate::build::{Builder, Event, Options, Outcome, Report, Stop};
use crate::diagnostics::Diagnostic;
use crate::load::Workspace;
use camino::Utf8Path;
use notify::RecursiveMode;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// The folders of a workspace that are watched with everything below.
const WATCHED: [&str; 3] = ["content", "shared", "themes"];

/// What became of one change.
#[derive(Debug)]
pub enum Step {
    /// Portals were built, or could not be because of errors in their clients.
    Built(Pass),
    /// The agency or the theme has errors: all portals stay as they are.
    Broken(Vec<Diagnostic>),
    /// There was no build; it is tried again every second.
    Stopped(Stop),
}

/// One pass over some clients, or over all.
#[derive(Debug)]
pub struct Pass {
    /// What became of them.
    pub report: Report,
    /// Whether it went over all clients.
    pub all: bool,
    /// Clients that were not there before; none in the first pass.
    pub new: BTreeSet<String>,
    /// Clients that are there no more.
    pub gone: BTreeSet<String>,
    /// Clients that had errors and have none now.
    pub mended: BTreeSet<String>,
    /// Clients of which there is something else to say than before.
    pub news: BTreeSet<String>,
    /// The agency had errors and has none now.
    pub agency_mended: bool,
    /// From the report of the change to the last page on disk.
    pub took: Duration,
}

/// What is remembered of a client.
#[derive(Debug)]
struct State {
    failed: bool,
    diagnostics: Vec<Diagnostic>,
}

/// A workspace under watch.
#[derive(Debug)]
pub struct Session {
    workspace: Workspace,
    options: Options,
    /// With the agency as it was last in order.
    builder: Option<Builder>,
    /// All clients of the last pass over all of them.
    clients: BTreeMap<String, State>,
    /// What is wrong with the agency.
    faults: Vec<Diagnostic>,
    /// What could not be built for now.
    pending: Changes,
    /// Whether the reason for that was told.
    told: bool,
}

impl Session {
    /// A session in which nothing is built yet.
    #[must_use]
    pub fn new(workspace: &Workspace, options: Options) -> Self {
        Self {
            workspace: workspace.clone(),
            options,
            builder: None,
            clients: BTreeMap::new(),
            faults: Vec::new(),
            pending: Changes::default(),
            told: false,
        }
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The output folder.
    pub fn out(&self) -> &Utf8Path {
        &self.options.out
    }

    /// The agency as it was last in order, ready to be built; nothing when it never was.
    pub fn builder(&self) -> Option<&Builder> {
        self.builder.as_ref()
    }

    /// What is wrong with the agency now.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Whether something has to be tried again.
    pub(super) fn is_waiting(&self) -> bool {
        !self.faults.is_empty() || !self.pending.is_empty()
    }

    /// What has to be looked at when the platform lost count: everything. Also folders may have
    /// come, and not be watched.
    pub(super) fn all_again(&self) -> Changes {
        let folders = WATCHED.iter().map(|name| self.workspace.root().join(name)).collect();
        Changes { folders, ..Changes::everything() }
    }

    /// What has to be tried again.
    pub(super) fn retry(&self) -> Changes {
        Changes { agency: !self.faults.is_empty(), ..self.pending.clone() }
    }

    /// Leaves `changes` for the next time that something is tried again.
    pub(super) fn postpone(&mut self, changes: Changes) {
        self.pending.merge(changes);
    }

    /// What changed paths mean.
    pub(super) fn scope(&self) -> Scope {
        let content = self.builder.as_ref().map(Builder::content);
        Scope {
            root: self.workspace.root().to_owned(),
            out: self.options.out.clone(),
            theme: content.map(|content| content.agency().theme.name.clone()),
            agency_files: content
                .into_iter()
                .flat_map(|content| {
                    content.agency_files().map(|file| file.source.path().to_owned())
                })
                .collect(),
        }
    }

    /// What is to be watched. The workspace's own folder is not watched with everything below it:
    /// it may be a whole repository.
    pub(super) fn folders(&self) -> Folders {
        let root = self.workspace.root();
        let mut folders = Folders::from([(root.to_owned(), RecursiveMode::NonRecursive)]);
        for name in WATCHED {
            folders.insert(root.join(name), RecursiveMode::Recursive);
        }
        for folder in self.scope().agency_files.iter().filter_map(|file| file.parent()) {
            if !WATCHED.iter().any(|name| folder.starts_with(root.join(name))) {
                folders.entry(folder.to_owned()).or_insert(RecursiveMode::NonRecursive);
            }
        }
        folders
    }

    /// The first pass, over everything. `done` is called after each client.
    ///
    /// # Errors
    /// When there can be no portals: the secret or the output folder cannot be used.
    pub fn begin(&mut self, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<Step, Stop> {
        let start = Instant::now();
        match self.reload() {
            Ok(true) => self.all(start, false, tell).map(Step::Built),
            Ok(false) => {
                self.pending = Changes::everything();
                Ok(Step::Broken(self.faults.clone()))
            }
            Err(stop) => Err(stop),
        }
    }

    /// Builds what `changes` touch; `since` is the moment at which they were reported.
    pub fn apply(&mut self, changes: Changes, since: Instant) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut changes = changes;
        changes.merge(std::mem::take(&mut self.pending));
        let mut mended = false;
        if changes.agency || self.builder.is_none() {
            let before = self.faults.clone();
            match self.reload() {
                Ok(true) => {
                    changes.workspace = true;
                    mended = !before.is_empty();
                }
                Ok(false) if self.faults == before => {}
                Ok(false) => steps.push(Step::Broken(self.faults.clone())),
                Err(stop) => {
                    self.pending = changes;
                    steps.extend(self.stopped(stop));
                    return steps;
                }
            }
            changes.agency = false;
        }
        if self.builder.is_none() {
            self.pending = Changes::everything();
            return steps;
        }
        match self.build(&changes, since, mended) {
            Ok(pass) => {
                self.told = false;
                steps.extend(pass.map(Step::Built));
            }
            Err(stop) => {
                self.pending.merge(changes);
                steps.extend(self.stopped(stop));
            }
        }
        steps
    }

    fn stopped(&mut self, stop: Stop) -> Option<Step> {
        let step = (!self.told).then_some(Step::Stopped(stop));
        self.told = true;
        step
    }

    /// Reads what all portals have in common; whether it is in order.
    fn reload(&mut self) -> Result<bool, Stop> {
        match Builder::new(&self.workspace, self.options.clone()) {
            Ok(builder) => {
                self.builder = Some(builder);
                self.faults.clear();
                Ok(true)
            }
            Err(Stop::Faulty(faults)) => {
                self.faults = faults;
                Ok(false)
            }
            Err(stop) => Err(stop),
        }
    }

    fn build(
        &mut self,
        changes: &Changes,
        since: Instant,
        mended: bool,
    ) -> Result<Option<Pass>, Stop> {
        let Some(builder) = &self.builder else { return Ok(None) };
        let mut ids = changes.clients.clone();
        let is_there = |id: &String| self.workspace.root().join("content").join(id).is_dir();
        // A file beside the clients' folders is none of them.
        ids.retain(|id| self.clients.contains_key(id) || is_there(id));
        let moved = |id: &String| !self.clients.contains_key(id) || !is_there(id);
        if changes.workspace || ids.iter().any(moved) || !builder.has_output() {
            return self.all(since, mended, &|_| ()).map(Some);
        }
        ids.extend(self.subscribers(&changes.collections));
        if ids.is_empty() {
            return Ok(None);
        }
        let ids: Vec<String> = ids.into_iter().collect();
        let portals = builder.rebuild(&ids)?;
        let took = since.elapsed();
        let (removed, strangers, diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        let report = Report { portals, removed, strangers, diagnostics };
        Ok(Some(self.remember(report, false, mended, took)))
    }

    fn all(
        &mut self,
        since: Instant,
        mended: bool,
        tell: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<Pass, Stop> {
        let Some(builder) = &self.builder else { return Err(Stop::Faulty(self.faults.clone())) };
        let report = builder.build_all(tell)?;
        let took = since.elapsed();
        Ok(self.remember(report, true, mended, took))
    }

    fn subscribers(&self, collections: &BTreeSet<String>) -> Vec<String> {
        if collections.is_empty() {
            return Vec::new();
        }
        let subscribes = |id: &&String| self.workspace.subscribes(id, collections);
        let ids: Vec<&String> = self.clients.keys().collect();
        ids.into_par_iter().filter(subscribes).cloned().collect()
    }

    fn remember(&mut self, report: Report, all: bool, agency_mended: bool, took: Duration) -> Pass {
        let first = self.clients.is_empty();
        let mut pass = Pass {
            all,
            new: BTreeSet::new(),
            gone: BTreeSet::new(),
            mended: BTreeSet::new(),
            news: BTreeSet::new(),
            agency_mended,
            took,
            report,
        };
        if let Some(builder) = self.builder.as_ref().filter(|_| all) {
            // Not whoever is missing: where there is no `content/` at all, the portals stay.
            let gone = |id: &&String| pass.report.removed.contains(&builder.locator(id));
            pass.gone = self.clients.keys().filter(gone).cloned().collect();
            self.clients.retain(|id, _| !pass.gone.contains(id));
        }
        for portal in &pass.report.portals {
            let failed = matches!(portal.outcome, Outcome::Failed { .. });
            let state = State { failed, diagnostics: portal.diagnostics.clone() };
            let before = self.clients.insert(portal.client.clone(), state);
            let said = before.as_ref().map_or(&[][..], |before| &before.diagnostics);
            if said != portal.diagnostics {
                pass.news.insert(portal.client.clone());
            }
            match before {
                None if !first => drop(pass.new.insert(portal.client.clone())),
                Some(before) if before.failed && !failed => {
                    pass.mended.insert(portal.client.clone());
                }
                _ => {}
            }
        }
        pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use camino::Utf8PathBuf;

    /// A session with two clients, of which `acme` takes part in the collection `kit`.
    fn session() -> (Session, tempfile::TempDir) {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().canonicalize().unwrap()).unwrap();
        for (path, text) in [
            ("keyfolio.yaml", "name: Studio\n"),
            ("content/acme/client.yaml", "name: Acme\nshared: [kit]\n"),
            ("content/bolt/client.yaml", "name: Bolt\n"),
            ("shared/kit/collection.yaml", "title: Kit\n"),
            ("shared/kit/updates/2026-11-01-kit.md", "# Kit\n\nOne.\n"),
        ] {
            let path = root.join(path);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, text).unwrap();
        }
        let workspace = Workspace::find(&root).unwrap();
        let out = root.join("dist");
        let options = Options::new(out);
        let mut session = Session::new(&workspace, options);
        assert!(matches!(session.begin(&|_| ()).unwrap(), Step::Built(_)));
        (session, guard)
    }

    /// The clients that were looked at.
    fn looked_at(session: &mut Session, changes: Changes) -> Vec<String> {
        let steps = session.apply(changes, Instant::now());
        let [Step::Built(pass)] = &steps[..] else { panic!("{steps:?}") };
        pass.report.portals.iter().map(|portal| portal.client.clone()).collect()
    }

    #[test]
    fn only_what_a_change_touches_is_looked_at() {
        let (mut session, _guard) = session();
        let clients = ["bolt".to_owned()].into();
        let changes = Changes { clients, ..Changes::default() };
        assert_eq!(looked_at(&mut session, changes), ["bolt"]);
        let collections = ["kit".to_owned()].into();
        let changes = Changes { collections, ..Changes::default() };
        assert_eq!(looked_at(&mut session, changes), ["acme"]);
        assert_eq!(looked_at(&mut session, Changes::everything()), ["acme", "bolt"]);
    }

    #[test]
    fn a_file_beside_the_clients_is_none() {
        let (mut session, _guard) = session();
        let clients = ["README.md".to_owned()].into();
        let changes = Changes { clients, ..Changes::default() };
        assert!(session.apply(changes, Instant::now()).is_empty());
    }
}
