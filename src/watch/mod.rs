//! Builds again whenever something changes, and only what the change touches.
//!
//! [`Watcher`] reports paths, [`Scope`] tells what they mean, [`Session`] builds it, and [`run`]
//! does so until it is told to stop. `keyfolio watch` prints the [`Step`]s; `keyfolio serve` shows
//! them in the browser as well.

mod rest;
mod scope;
mod session;
mod watcher;

pub use scope::{Changes, Scope};
pub use session::{Pass, Session, Step};
pub use watcher::{DEBOUNCE, POLL, Polling, Watcher};

use rest::Restless;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

/// How often a broken agency and an output folder that is in use are looked at again.
const RETRY: Duration = Duration::from_secs(1);

/// What the loop waits for.
#[derive(Debug)]
pub enum Signal {
    /// Something changed at these paths.
    Changed {
        /// Where; none when the platform lost count, and everything may have changed.
        paths: Vec<camino::Utf8PathBuf>,
        /// When the debouncer delivered it.
        at: Instant,
    },
    /// The platform cannot watch that many folders.
    Limit(Polling),
    /// End.
    Stop,
}

/// What there is to tell.
#[derive(Debug)]
pub enum Notice {
    /// Something was built, or could not be.
    Step(Step),
    /// The platform does not tell what changes; files are looked at every second from now on.
    Polling(Polling),
}

/// Builds what changes until it is told to stop. Call it after the first pass.
///
/// # Errors
/// When files can be watched in no way at all.
pub fn run(
    session: &mut Session,
    watcher: &mut Watcher,
    signals: &Receiver<Signal>,
    mut tell: impl FnMut(&Session, Notice),
) -> Result<(), notify::Error> {
    // Where the first pass found nothing to do, nothing is prepared either. Without a thread it is
    // prepared when it is needed.
    std::thread::Builder::new().name("warm-up".to_owned()).spawn(crate::markdown::warm_up).ok();
    let mut restless = Restless::default();
    loop {
        let next = next(session, watcher, signals, &mut restless, &mut tell)?;
        let Some((changes, at)) = next else { return Ok(()) };
        if changes.is_empty() {
            continue;
        }
        // A folder that came back needs a new watch, and before it is read: what changes from here
        // on is reported.
        watcher.forget(&changes.folders);
        watcher.watch(&session.folders())?;
        watcher.enter(&changes.folders);
        for step in session.apply(changes, at) {
            tell(session, Notice::Step(step));
        }
        watcher.watch(&session.folders())?;
    }
}

/// The next changes, with the moment at which they were reported; nothing when it is to end.
fn next(
    session: &mut Session,
    watcher: &mut Watcher,
    signals: &Receiver<Signal>,
    restless: &mut Restless,
    tell: &mut impl FnMut(&Session, Notice),
) -> Result<Option<(Changes, Instant)>, notify::Error> {
    let retry = session.is_waiting().then_some(RETRY);
    let first = match receive(signals, restless.look_again().or(retry)) {
        Err(RecvTimeoutError::Timeout) if restless.is_empty() => {
            return Ok(Some((session.retry(), Instant::now())));
        }
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => return Ok(None),
        Ok(signal) => Some(signal),
    };
    let mut changes = Changes::default();
    let mut since = Instant::now();
    for signal in first.into_iter().chain(signals.try_iter()) {
        match signal {
            Signal::Stop => return Ok(None),
            Signal::Limit(polling) if watcher.is_polling() => drop(polling),
            Signal::Limit(polling) => {
                watcher.poll(&session.folders())?;
                tell(session, Notice::Polling(polling));
                changes.merge(Changes::everything());
            }
            Signal::Changed { paths, at } => {
                since = since.min(at);
                if paths.is_empty() {
                    // Not at once: if building everything is what made the platform lose count,
                    // it must not happen without a pause.
                    session.postpone(session.all_again());
                }
                restless.extend(paths);
            }
        }
    }
    changes.merge(session.scope().changes(&restless.settled(SystemTime::now())));
    Ok(Some((changes, since)))
}

fn receive(
    signals: &Receiver<Signal>,
    patience: Option<Duration>,
) -> Result<Signal, RecvTimeoutError> {
    match patience {
        Some(patience) => signals.recv_timeout(patience),
        None => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
