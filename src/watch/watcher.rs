//! Which paths change: told by the platform, or found by looking where it cannot tell.

use super::Signal;
use camino::Utf8PathBuf;
use notify::{
    Config, ErrorKind, Event, EventHandler, PollWatcher, RecommendedWatcher, RecursiveMode,
    WatcherKind,
};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, NoCache, new_debouncer_opt,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
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
    /// What is watched already. To watch it again would mean to walk all of it, and on Linux that
    /// is twice as many events as there are folders.
    watched: Folders,
    signals: Sender<Signal>,
}

#[derive(Debug)]
enum How {
    Told(Debouncer<Changing, NoCache>),
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
                Ok(watcher) => {
                    let watched = folders.into_iter().filter(|(path, _)| path.is_dir()).collect();
                    return Ok((Self { how: How::Told(watcher), watched, signals }, None));
                }
                Err(error) => reason(&error),
            }
        };
        let how = How::Polling { _watcher: polling(&signals, &folders)? };
        Ok((
            Self { how, watched: folders, signals },
            Some(why).filter(|why| *why != Polling::Asked),
        ))
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
        self.watched.clone_from(folders);
        Ok(())
    }

    /// Watches those of `folders` that it does not watch yet and that are there.
    pub(super) fn watch(&mut self, folders: &Folders) -> Result<(), notify::Error> {
        let mut new = folders.clone();
        new.retain(|path, _| !self.watched.contains_key(path) && path.is_dir());
        if new.is_empty() {
            return Ok(());
        }
        if self.is_polling() {
            // The one that polls keeps no list that could be added to safely: a new one is cheap.
            return self.poll(folders);
        }
        self.add(new);
        Ok(())
    }

    /// Watches those of `folders` that were made inside of one that is watched folder by folder.
    pub(super) fn enter(&mut self, folders: &BTreeSet<Utf8PathBuf>) {
        if !ONE_BY_ONE || self.is_polling() {
            return;
        }
        let new = folders.iter().filter(|path| !self.watched.contains_key(*path) && path.is_dir());
        let new = new.map(|path| (path.clone(), RecursiveMode::Recursive)).collect();
        self.add(new);
    }

    fn add(&mut self, new: Folders) {
        let How::Told(watcher) = &mut self.how else { return };
        if let Err(error) = each(&new, |path, mode| watcher.watch(path, mode)) {
            // Whoever receives this says so, and calls `poll`.
            self.signals.send(Signal::Limit(reason(&error))).ok();
        }
        self.watched.extend(new);
    }

    /// Takes it that these folders are no longer watched: one that was removed and made again is
    /// another to the platform, and so is all that is in it.
    pub(super) fn forget(&mut self, folders: &BTreeSet<Utf8PathBuf>) {
        self.watched.retain(|path, _| !path.ancestors().any(|one| folders.contains(one)));
    }
}

/// The platform's watcher, which keeps to itself that something was read.
///
/// On Linux each folder and file that is opened is an event. A build opens thousands: reported,
/// they would start the next build; merely queued in the debouncer, they hold it up so long that
/// the kernel's queue overflows, and then everything has to be built again, for ever.
///
/// Watching a folder with all below is such reading, too, and while it lasts nothing is taken out of
/// that queue. So the folders in it are watched one after the other.
#[derive(Debug)]
struct Changing {
    watcher: RecommendedWatcher,
    /// What is watched folder by folder. A folder that is made there has to be
    /// [entered](Watcher::enter).
    divided: BTreeSet<PathBuf>,
}

/// Whether the platform watches each folder for itself. The others watch a tree as a whole.
const ONE_BY_ONE: bool = cfg!(any(target_os = "linux", target_os = "android"));

impl notify::Watcher for Changing {
    fn new<F: EventHandler>(mut handler: F, config: Config) -> notify::Result<Self> {
        let quiet = move |event: notify::Result<Event>| {
            if !event.as_ref().is_ok_and(|event| event.kind.is_access()) {
                handler.handle_event(event);
            }
        };
        let watcher = RecommendedWatcher::new(quiet, config)?;
        Ok(Self { watcher, divided: BTreeSet::new() })
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        let inside = path.parent().is_some_and(|parent| self.divided.contains(parent));
        if !ONE_BY_ONE || inside || mode == RecursiveMode::NonRecursive {
            return self.watcher.watch(path, mode);
        }
        // Before the list is made: what is missing in it is reported.
        self.watcher.watch(path, RecursiveMode::NonRecursive)?;
        self.divided.insert(path.to_owned());
        for entry in fs_err::read_dir(path)? {
            let entry = entry?;
            if !entry.file_type()?.is_dir() {
                continue;
            }
            match self.watcher.watch(&entry.path(), mode) {
                Err(error) if is_missing(&error) => {}
                other => other?,
            }
        }
        Ok(())
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.watcher.unwatch(path)
    }

    fn configure(&mut self, config: Config) -> notify::Result<bool> {
        self.watcher.configure(config)
    }

    fn kind() -> WatcherKind {
        RecommendedWatcher::kind()
    }
}

fn told(
    signals: &Sender<Signal>,
    folders: &Folders,
) -> Result<Debouncer<Changing, NoCache>, notify::Error> {
    // A link out of the workspace is not followed by `load` either.
    let config = Config::default().with_follow_symlinks(false);
    let tick = Some(DEBOUNCE / 10);
    let mut watcher = new_debouncer_opt(DEBOUNCE, tick, sender(signals), NoCache, config)?;
    each(folders, |path, mode| watcher.watch(path, mode))?;
    Ok(watcher)
}

fn polling(
    signals: &Sender<Signal>,
    folders: &Folders,
) -> Result<Debouncer<PollWatcher, NoCache>, notify::Error> {
    let config = Config::default().with_poll_interval(POLL).with_follow_symlinks(false);
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
                let limit = errors.iter().find(|e| matches!(e.kind, ErrorKind::MaxFilesWatch));
                if let Some(error) = limit {
                    Signal::Limit(reason(error))
                } else {
                    // A folder that was gone before it could be watched, for example.
                    let paths = errors.iter().flat_map(|error| &error.paths);
                    Signal::Changed { paths: paths.filter_map(|p| readable(p)).collect(), at }
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
        .flat_map(|event| &event.paths)
        // A name that is not Unicode still lies in a folder whose name is.
        .filter_map(|path| readable(path));
    Some(changed.collect())
}

fn readable(path: &Path) -> Option<Utf8PathBuf> {
    let path = path.ancestors().find(|path| path.to_str().is_some())?;
    Utf8PathBuf::try_from(path.to_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Options;
    use crate::load::Workspace;
    use crate::watch::Session;
    use std::sync::mpsc::{RecvTimeoutError, channel};

    #[test]
    fn reading_is_no_change_and_writing_is_one() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().canonicalize().unwrap()).unwrap();
        let file = root.join("content/acme/client.yaml");
        fs_err::create_dir_all(file.parent().unwrap()).unwrap();
        fs_err::write(&file, "name: Acme\n").unwrap();
        fs_err::write(root.join("keyfolio.yaml"), "name: Studio\n").unwrap();
        let workspace = Workspace::find(&root).unwrap();
        let out = root.join("dist");
        let options = Options::new(out);
        let (sender, signals) = channel();
        let session = Session::new(&workspace, options);
        let (_watcher, polling) = Watcher::new(&session, sender, false).unwrap();
        if polling.is_some() {
            return; // This machine watches nothing; looking never reports reading.
        }
        for _ in 0..10 {
            fs_err::read(&file).unwrap();
            fs_err::read_dir(root.join("content/acme")).unwrap().for_each(drop);
        }
        let silence = signals.recv_timeout(DEBOUNCE * 6);
        assert!(matches!(silence, Err(RecvTimeoutError::Timeout)), "{silence:?}");
        fs_err::write(&file, "name: Acme & Sons\n").unwrap();
        let signal = signals.recv_timeout(Duration::from_secs(60)).unwrap();
        let Signal::Changed { paths, .. } = signal else { panic!("{signal:?}") };
        assert!(paths.contains(&file), "{paths:?}");
    }
}
