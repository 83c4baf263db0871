//! `keyfolio watch`, and what `keyfolio serve` says of it.

use super::args::{BuildOptions, Cli, PublishArgs, WatchArgs, WatchOptions};
use super::print::say;
use super::report::{self, Progress};
use super::{Failure, Outcome, build, publish, workspace};
use crate::build::{self as stages, Event, Portal, Stop};
use crate::diagnostics::{Diagnostic, Severity};
use crate::preview;
use crate::watch::{self, Notice, Pass, Polling, Session, Signal, Step, Watcher};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// How many portals are named one by one; of more, only the number is told.
const NAMED: usize = 8;

/// Builds, then builds again whenever something changes.
pub(super) fn run(cli: &Cli, args: &WatchArgs) -> Result<Outcome, Failure> {
    let watch = Watch::begin(cli, &args.options, args.watch, false)?;
    let mut publishing = None;
    if let Some(target) = &args.publish {
        let target = Some(target.clone()).filter(|target| !target.is_empty());
        let first = PublishArgs::usual(target, args.options.out.clone());
        publish::run(cli, &first)?;
        publishing = Some(Publishing { cli, args: first });
    }
    if !cli.quiet {
        say!("Watching for changes (Ctrl-C to stop)");
    }
    watch.run(|_, step| {
        if let Some(publishing) = &mut publishing {
            publishing.take(step);
        }
    })
}

/// What is built is also published.
struct Publishing<'a> {
    cli: &'a Cli,
    /// With the clients that were built and are not online yet.
    args: PublishArgs,
}

impl Publishing<'_> {
    /// Publishes what a step built. Where that fails, the next step's goes with it.
    fn take(&mut self, step: &Step) {
        let Step::Built(pass) = step else { return };
        let built = pass.report.portals.iter().filter(
            |portal| matches!(portal.outcome, stages::Outcome::Built(written) if written.is_new()),
        );
        self.args.clients.extend(built.map(|portal| portal.client.clone()));
        self.args.clients.retain(|client| !pass.gone.contains(client));
        if self.args.clients.is_empty() {
            return;
        }
        match publish::run(self.cli, &self.args) {
            Ok(_) => self.args.clients.clear(),
            Err(why) => report::failure(&why),
        }
    }
}

/// A workspace that was built and is watched.
pub(super) struct Watch {
    /// What is known of it.
    pub session: Session,
    /// What the first pass did.
    pub first: Step,
    watcher: Watcher,
    signals: Receiver<Signal>,
    quiet: bool,
}

impl Watch {
    /// Builds everything and says so. Watching begins before, so that nothing is missed.
    /// With `preview`, what is sealed can also be looked at on this machine.
    pub fn begin(
        cli: &Cli,
        options: &BuildOptions,
        how: WatchOptions,
        preview: bool,
    ) -> Result<Self, Failure> {
        let start = Instant::now();
        let workspace = workspace::find(cli)?;
        let mut options = workspace::options(&workspace, options, false);
        options.preview = preview.then(|| preview::folder(&workspace));
        let mut session = Session::new(&workspace, options);
        let (sender, signals) = mpsc::channel();
        stop_on_ctrl_c(sender.clone())?;
        let (mut watcher, polling) = Watcher::new(&session, sender, how.poll)?;
        polling.iter().for_each(say_polling);
        let clients = workspace.client_ids().value.unwrap_or_default().len();
        let progress = Progress::new(clients, cli.quiet);
        let step = session.begin(&|event: Event<'_>| progress.step(event))?;
        drop(progress);
        say_first(cli, &session, &step, start);
        // Only now is it known where the agency's own files lie.
        watcher.watch_also(&session)?;
        Ok(Self { session, first: step, watcher, signals, quiet: cli.quiet })
    }

    /// Builds what changes until Ctrl-C. `also` hears of every step as well.
    pub fn run(mut self, mut also: impl FnMut(&Session, &Step)) -> Result<Outcome, Failure> {
        let quiet = self.quiet;
        watch::run(&mut self.session, &mut self.watcher, &self.signals, |session, notice| {
            match notice {
                Notice::Polling(why) => say_polling(&why),
                Notice::Step(step) => {
                    // The browser first: printing may have to wait for a slow terminal.
                    also(session, &step);
                    say(&step, quiet);
                }
            }
        })?;
        Ok(Outcome::Done)
    }
}

/// The first Ctrl-C lets the build end that is under way; the second does not wait.
fn stop_on_ctrl_c(signals: mpsc::Sender<Signal>) -> Result<(), ctrlc::Error> {
    let mut asked = false;
    ctrlc::set_handler(move || {
        if asked || signals.send(Signal::Stop).is_err() {
            std::process::exit(130);
        }
        asked = true;
    })
}

fn say_polling(why: &Polling) {
    let style = report::HELP;
    match why {
        Polling::Asked => {}
        Polling::Limit => {
            say!(
                "{style}note:{style:#} this machine cannot watch that many folders: looking at every file once a second"
            );
            if cfg!(target_os = "linux") {
                say!(
                    "{style}help:{style:#} raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`"
                );
            }
        }
        Polling::Refused(why) => {
            say!(
                "{style}note:{style:#} this machine cannot watch files ({why}): looking at every file once a second"
            );
            if cfg!(target_os = "linux") {
                say!(
                    "{style}help:{style:#} if too many programs are watching, raise `fs.inotify.max_user_instances`"
                );
            }
        }
    }
}

fn say_first(cli: &Cli, session: &Session, step: &Step, start: Instant) {
    match step {
        Step::Built(pass) => {
            if let Some(builder) = session.builder() {
                build::text(cli, builder, &pass.report, start);
            }
        }
        Step::Broken(faults) => {
            report::diagnostics(faults);
            say!(
                "{style}not built:{style:#} the agency has errors; waiting for them to be mended",
                style = report::ERROR
            );
        }
        Step::Stopped(stop) => report::failure(&failure(stop)),
    }
}

fn failure(stop: &Stop) -> Failure {
    Failure::new(stop.to_string()).help("it is tried again every second")
}

/// What one step did: a line for each portal that changed.
fn say(step: &Step, quiet: bool) {
    match step {
        Step::Built(pass) => say_pass(pass, quiet),
        Step::Broken(faults) => {
            report::diagnostics(faults);
            let style = report::ERROR;
            line(&format!("{style}the agency has errors:{style:#} every portal stays as it is"));
        }
        Step::Stopped(stop) => report::failure(&failure(stop)),
    }
}

fn say_pass(pass: &Pass, quiet: bool) {
    report::diagnostics(&news(pass));
    let strong = report::STRONG;
    let touched: Vec<&Portal> = pass.report.portals.iter().filter(|p| told(pass, p)).collect();
    for portal in &touched {
        if let stages::Outcome::Failed { kept } = portal.outcome {
            let style = report::ERROR;
            let what = if kept { "its last good portal stays" } else { "it has no portal yet" };
            line(&format!("{style}{}: not built{style:#}; {what}", portal.client));
        }
    }
    if pass.agency_mended {
        line(&format!("{strong}the agency: mended{strong:#}"));
    }
    if quiet {
        return;
    }
    for client in &pass.gone {
        line(&format!("{strong}{client}:{strong:#} removed with its portal"));
    }
    let built = || touched.iter().filter_map(|portal| Some((portal, written(portal)?)));
    if built().count() > NAMED {
        line(&format!("{strong}{} portals{strong:#} in {}", built().count(), short(pass.took)));
        return;
    }
    for (portal, written) in built() {
        let client = &portal.client;
        let files = written.changed + written.removed;
        let what = [
            pass.mended.contains(client).then(|| "mended".to_owned()),
            pass.new.contains(client).then(|| "new".to_owned()),
            (files > 0).then(|| report::plural(files, "file")),
        ];
        let what = what.into_iter().flatten().collect::<Vec<_>>().join(", ");
        line(&format!("{strong}{client}:{strong:#} {what} in {}", short(pass.took)));
    }
}

/// Whether there is something to say of a portal.
fn told(pass: &Pass, portal: &Portal) -> bool {
    match portal.outcome {
        stages::Outcome::Fresh => pass.mended.contains(&portal.client),
        stages::Outcome::Built(written) => written.is_new() || pass.mended.contains(&portal.client),
        // A file that was saved should be answered, a broken client elsewhere not again.
        stages::Outcome::Failed { .. } => !pass.all || pass.news.contains(&portal.client),
    }
}

fn written(portal: &Portal) -> Option<crate::write::Written> {
    match portal.outcome {
        stages::Outcome::Built(written) => Some(written),
        stages::Outcome::Fresh => Some(crate::write::Written::default()),
        stages::Outcome::Failed { .. } => None,
    }
}

/// The diagnostics that were not told before.
fn news(pass: &Pass) -> Vec<Diagnostic> {
    let portals = pass.report.portals.iter().filter(|portal| pass.news.contains(&portal.client));
    let mut news: Vec<Diagnostic> = portals
        .flat_map(|portal| &portal.diagnostics)
        .filter(|diagnostic| diagnostic.severity != Severity::Note)
        .cloned()
        .collect();
    crate::diagnostics::sort(&mut news);
    news
}

/// Says it, with the time before it.
fn line(text: &str) {
    let dim = anstyle::Style::new().dimmed();
    say!("{dim}{}{dim:#} {text}", jiff::Zoned::now().strftime("%H:%M:%S"));
}

/// `8 ms`, `1.24 s`.
fn short(took: Duration) -> String {
    match took.as_millis() {
        millis @ ..1000 => format!("{} ms", millis.max(1)),
        _ => format!("{:.2} s", took.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_time_is_in_milliseconds() {
        assert_eq!(short(Duration::from_micros(80)), "1 ms");
        assert_eq!(short(Duration::from_millis(999)), "999 ms");
        assert_eq!(short(Duration::from_millis(1240)), "1.24 s");
    }
}
