//! What is to be seen at one moment, and how a step turns it into the next.

use super::summary::Summary;
use crate::build::{Content, Outcome, Portal};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::BaseUrl;
use crate::watch::{Pass, Session, Step};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;
use tokio::sync::watch;

/// Everything that the browser can see, at one moment.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Tells this run of the program from others.
    run: u128,
    /// Counts the steps.
    revision: u64,
    pub(super) agency: Agency,
    /// What is to be said about the agency and the theme.
    pub(super) faults: Vec<Diagnostic>,
    /// The agency or the theme has errors.
    faulty: bool,
    /// Why there was no build.
    pub(super) stopped: Option<String>,
    /// By the client's id.
    pub(super) clients: BTreeMap<String, Arc<Entry>>,
}

/// What the dashboard says of the agency.
#[derive(Debug, Clone, Default)]
pub(super) struct Agency {
    pub name: String,
    pub base_url: Option<BaseUrl>,
    pub time_zone: String,
}

/// One client.
#[derive(Debug)]
pub(super) struct Entry {
    pub locator: String,
    /// The step in which the portal last changed.
    revision: u64,
    /// It has errors; the portal, if there is one, is an earlier one.
    pub broken: bool,
    /// There is a portal.
    pub standing: bool,
    /// What it was when it could last be read.
    pub summary: Option<Summary>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a page in the browser has to know: to load itself again when `revision` is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct State {
    pub revision: String,
    pub broken: bool,
}

impl View {
    /// Whether no portal can be built now.
    pub(super) fn is_broken(&self) -> bool {
        self.faulty || self.stopped.is_some()
    }

    /// The state of the dashboard, or of the page of one portal.
    pub(super) fn state(&self, locator: Option<&str>) -> State {
        let entry = locator.map(|locator| self.portal(locator));
        let (revision, broken) = match entry {
            None => (self.revision, false),
            Some(None) => (0, false),
            Some(Some(entry)) => (entry.revision, entry.broken),
        };
        let broken = broken || self.is_broken();
        State { revision: format!("{:x}.{revision}", self.run), broken }
    }

    /// The client whose portal is at `locator`.
    pub(super) fn portal(&self, locator: &str) -> Option<&Entry> {
        self.clients.values().find(|entry| entry.locator == locator).map(AsRef::as_ref)
    }
}

/// Keeps the [`View`], and tells whoever looks at it when there is a new one.
#[derive(Debug)]
pub struct Preview {
    view: watch::Sender<Arc<View>>,
}

impl Default for Preview {
    fn default() -> Self {
        let run = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let run = run.map_or(0, |since| since.as_millis());
        Self { view: watch::Sender::new(Arc::new(View { run, ..View::default() })) }
    }
}

impl Preview {
    /// The present view, and those to come.
    #[must_use]
    pub fn views(&self) -> watch::Receiver<Arc<View>> {
        self.view.subscribe()
    }

    /// Takes in what was just done.
    pub fn take(&self, session: &Session, step: &Step) {
        let mut view = View::clone(&self.view.borrow());
        view.revision += 1;
        view.stopped = None;
        view.faulty = !session.faults().is_empty();
        view.faults = session.faults().to_vec();
        match step {
            Step::Built(pass) => {
                if let Some(builder) = session.builder() {
                    view.built(builder.content(), pass);
                }
            }
            Step::Broken(_) => {}
            Step::Stopped(stop) => view.stopped = Some(stop.to_string()),
        }
        if view.agency.name.is_empty() {
            session
                .workspace()
                .root()
                .file_name()
                .unwrap_or("Portals")
                .clone_into(&mut view.agency.name);
        }
        self.view.send_replace(Arc::new(view));
    }
}

impl View {
    fn built(&mut self, content: &Content, pass: &Pass) {
        let agency = content.agency();
        self.agency = Agency {
            name: agency.name.clone(),
            base_url: agency.base_url.clone(),
            time_zone: agency.time_zone.clone(),
        };
        if self.faults.is_empty() {
            self.faults = content.diagnostics().to_vec();
            self.faults.extend_from_slice(&pass.report.diagnostics);
            crate::diagnostics::sort(&mut self.faults);
        }
        self.faults.retain(worth_saying);
        let entries: Vec<_> = pass
            .report
            .portals
            .par_iter()
            .map(|portal| (portal.client.clone(), self.entry(content, portal)))
            .collect();
        if pass.all {
            self.clients.clear();
        }
        self.clients.extend(entries);
    }

    fn entry(&self, content: &Content, portal: &Portal) -> Arc<Entry> {
        let before = self.clients.get(&portal.client);
        if portal.outcome == Outcome::Fresh
            && let Some(same) = before.filter(|before| !before.broken)
        {
            return Arc::clone(same);
        }
        let changed = matches!(portal.outcome, Outcome::Built(written) if written.is_new());
        let summary = content.client(&portal.client).0.as_ref().map(Summary::of);
        Arc::new(Entry {
            locator: portal.locator.as_str().to_owned(),
            revision: match before {
                Some(before) if !changed => before.revision,
                _ => self.revision,
            },
            broken: matches!(portal.outcome, Outcome::Failed { .. }),
            standing: portal.outcome != Outcome::Failed { kept: false },
            summary: summary.or_else(|| before.and_then(|before| before.summary.clone())),
            diagnostics: portal.diagnostics.iter().filter(|d| worth_saying(d)).cloned().collect(),
        })
    }
}

fn worth_saying(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity != Severity::Note
}
