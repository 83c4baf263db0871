//! Which paths change: told by the platform, or found by looking where it cannot tell.

use super::Signal;
use camino::Utf8PathBuf;
use notify::{ErrorKind, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, NoCache, new_debouncer_opt,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// How long a file must be at rest before it is read: an editor writes a file in several steps.
pub const DEBOUNCE: Duration = Duration::from_millis(50);
/// How often files are looked at where the platform does not tell.
pub const POLL: Duration = Duration::from_secs(1);

/// Why files are looked at instead of watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Polling {
    /// It was asked for.
    Asked,
    /// The platform's limit of watched folders is reached.
    Limit,
    /// The platform cannot watch at all, and says why.
    Refused(String),
}

/// Watches folders until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    how: How,
    signals: Sender<Signal>,
}

#[derive(Debug)]
enum How {
    Told(Debouncer<RecommendedWatcher, NoCache>),
    Polling {
        /// Looks for as long as it is there.
        _watcher: Debouncer<PollWatcher, NoCache>,
    },
}

/// The folders to watch, and whether with everything below.
pub(super) type Folders = BTreeMap<Utf8PathBuf, RecursiveMode>;

impl Watcher {
    /// Watches `folders`; with `poll`, by looking. Says why when it has to look without being
    /// asked to.
    ///
    /// # Errors
    /// When files cannot be looked at either.
    pub fn new(
        session: &super::Session,
        signals: Sender<Signal>,
        poll: bool,
    ) -> Result<(Self, Option<Polling>), notify::Error> {
        let folders = session.folders();
        let why = if poll {
            Polling::Asked
        } else {
            match told(&signals, &folders) {
                Ok(watcher) => return Ok((Self { how: How::Told(watcher), signals }, None)),
                Err(error) => reason(&error),
            }
        };
        let how = How::Polling { _watcher: polling(&signals, &folders)? };
        Ok((Self { how, signals }, Some(why).filter(|why| *why != Polling::Asked)))
    }

    /// Watches what `session` has learnt of since.
    ///
    /// # Errors
    /// When files cannot be looked at either.
    pub fn watch_also(&mut self, session: &super::Session) -> Result<(), notify::Error> {
        self.watch(&session.folders())
    }

    /// Whether it looks instead of being told.
    #[must_use]
    pub fn is_polling(&self) -> bool {
        matches!(self.how, How::Polling { .. })
    }

    /// Looks from now on.
    pub(super) fn poll(&mut self, folders: &Folders) -> Result<(), notify::Error> {
        self.how = How::Polling { _watcher: polling(&self.signals, folders)? };
        Ok(())
    }

    /// Watches `folders`, those that it watches already once more: one that was removed and made
    /// again is another to the platform.
    pub(super) fn watch(&mut self, folders: &Folders) -> Result<(), notify::Error> {
        if let How::Told(watcher) = &mut self.how {
            match each(folders, |path, mode| watcher.watch(path, mode)) {
                Err(error) => {
                    self.signals.send(Signal::Limit(reason(&error))).ok();
                }
                Ok(()) => return Ok(()),
            }
        }
        // The one that polls keeps no list that could be added to safely: a new one is cheap.
        self.poll(folders)
    }
}

fn told(
    signals: &Sender<Signal>,
    folders: &Folders,
) -> Result<Debouncer<RecommendedWatcher, NoCache>, notify::Error> {
    // A link out of the workspace is not followed by `load` either.
    let config = notify::Config::default().with_follow_symlinks(false);
    let tick = Some(DEBOUNCE / 10);
    let mut watcher = new_debouncer_opt(DEBOUNCE, tick, sender(signals), NoCache, config)?;
    each(folders, |path, mode| watcher.watch(path, mode))?;
    Ok(watcher)
}

fn polling(
    signals: &Sender<Signal>,
    folders: &Folders,
) -> Result<Debouncer<PollWatcher, NoCache>, notify::Error> {
    let config = notify::Config::default().with_poll_interval(POLL).with_follow_symlinks(false);
    let mut watcher = new_debouncer_opt(DEBOUNCE, None, sender(signals), NoCache, config)?;
    each(folders, |path, mode| watcher.watch(path, mode))?;
    Ok(watcher)
}

fn each(
    folders: &Folders,
    mut watch: impl FnMut(&Utf8PathBuf, RecursiveMode) -> Result<(), notify::Error>,
) -> Result<(), notify::Error> {
    for (path, mode) in folders {
        match watch(path, *mode) {
            // It is reported when it is made, as its parent is watched.
            Err(error) if is_missing(&error) => {}
            other => other?,
        }
    }
    Ok(())
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> Polling {
    match error.kind {
        ErrorKind::MaxFilesWatch => Polling::Limit,
        _ => Polling::Refused(error.to_string()),
    }
}

/// Sends what changed. Whoever listens is gone only when the program ends.
fn sender(signals: &Sender<Signal>) -> impl FnMut(DebounceEventResult) + Send + 'static {
    let signals = signals.clone();
    move |result| {
        let at = Instant::now();
        let signal = match result {
            Ok(events) => match paths(&events) {
                Some(paths) if paths.is_empty() => return,
                paths => Signal::Changed { paths: paths.unwrap_or_default(), at },
            },
            Err(errors) => {
                match errors.iter().find(|e| matches!(e.kind, ErrorKind::MaxFilesWatch)) {
                    Some(error) => Signal::Limit(reason(error)),
                    // A file that was gone before it could be looked at, for example.
                    None => Signal::Changed { paths: Vec::new(), at },
                }
            }
        };
        signals.send(signal).ok();
    }
}

/// The paths that changed; nothing when the platform lost count.
fn paths(events: &[DebouncedEvent]) -> Option<Vec<Utf8PathBuf>> {
    if events.iter().any(|event| event.need_rescan()) {
        return None;
    }
    let changed = events
        .iter()
        // Reading a file is an event too; building would report itself for ever.
        .filter(|event| !matches!(event.kind, EventKind::Access(_)))
        .flat_map(|event| &event.paths)
        // A name that is not Unicode still lies in a folder whose name is.
        .filter_map(|path| readable(path));
    Some(changed.collect())
}

fn readable(path: &Path) -> Option<Utf8PathBuf> {
    let path = path.ancestors().find(|path| path.to_str().is_some())?;
    Utf8PathBuf::try_from(path.to_owned()).ok()
}
