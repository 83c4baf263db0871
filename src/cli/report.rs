//! What the commands print. Diagnostics and progress go to standard error, what was asked for
//! to standard output.

use super::Failure;
use super::args::Format;
use super::print::{self, say};
use crate::build::{Event, Outcome, Portal, Report};
use crate::diagnostics::{Diagnostic, Severity, json, text};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A heading of what follows.
pub(super) const STRONG: Style = AnsiColor::Green.on_default().bold();
/// An error.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What explains.
pub(super) const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Prints why a command could not do its work.
pub(super) fn failure(failure: &Failure) {
    say!("{ERROR}error:{ERROR:#} {}", text::visible(&failure.message));
    if let Some(help) = &failure.help {
        say!("{HELP}help:{HELP:#} {}", text::visible(help));
    }
}

/// Prints diagnostics for people.
pub(super) fn diagnostics(diagnostics: &[Diagnostic]) {
    print::error(format_args!("{}", text::render(diagnostics)));
}

/// Prints one JSON value a line.
pub(super) fn line(value: &impl Serialize) -> Result<(), Failure> {
    // Values of ours have string keys and no failing serialiser.
    print::out(serde_json::to_string(value).unwrap_or_default() + "\n")
}

/// Prints diagnostics in the format that was asked for.
pub(super) fn in_format(format: Format, list: &[Diagnostic]) -> Result<(), Failure> {
    match format {
        Format::Text => diagnostics(list),
        Format::Json => {
            list.iter().try_for_each(|diagnostic| line(&json::Entry::from(diagnostic)))?;
        }
    }
    Ok(())
}

/// How many errors and warnings, in words: `2 errors, 1 warning`; nothing when there are none.
pub(super) fn count(diagnostics: &[Diagnostic]) -> Option<String> {
    let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let words: Vec<String> = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| plural(n, word))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// `1 portal`, `2 portals`.
pub(super) fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// The first of `names`: `` `a`, `b`, `c` and 4 more``; nothing when there is none.
pub(super) fn some(names: &[&str]) -> Option<String> {
    let (first, rest) = names.split_at(names.len().min(8));
    let shown = format!("`{}`", first.join("`, `"));
    match rest.len() {
        _ if names.is_empty() => None,
        0 => Some(shown),
        more => Some(format!("{shown} and {more} more")),
    }
}

/// What a build did, in one line: `Built 3 portals, 2 unchanged, in 0.04 s`.
pub(super) fn summary(report: &Report, took: Duration) -> String {
    let of = |wanted: fn(&Outcome) -> bool| {
        report.portals.iter().filter(|portal| wanted(&portal.outcome)).count()
    };
    let built = of(|outcome| matches!(outcome, Outcome::Built(written) if written.is_new()));
    let failed = of(|outcome| matches!(outcome, Outcome::Failed { .. }));
    let unchanged = report.portals.len() - built - failed;
    let mut parts = vec![if built == 0 { "nothing".to_owned() } else { plural(built, "portal") }];
    let removed = report.removed.len();
    for (n, what) in [(unchanged, "unchanged"), (failed, "with errors"), (removed, "removed")] {
        // The first number says of what.
        match parts.as_slice() {
            _ if n == 0 => {}
            [first] if first == "nothing" => parts.push(format!("{} {what}", plural(n, "portal"))),
            _ => parts.push(format!("{n} {what}")),
        }
    }
    let comma = if parts.len() > 1 { "," } else { "" };
    let parts = parts.join(", ");
    format!("{STRONG}Built{STRONG:#} {parts}{comma} in {:.2} s", took.as_secs_f64())
}

/// What became of the portals of clients with errors.
pub(super) fn failed(portals: &[Portal]) {
    for portal in portals {
        if let Outcome::Failed { kept } = portal.outcome {
            let what =
                if kept { "its last good portal stays as it is" } else { "it has no portal yet" };
            say!("{ERROR}not built:{ERROR:#} `{}`; {what}", portal.client);
        }
    }
}

/// A bar on a terminal when the work takes longer than a moment; nothing elsewhere.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    stretched: AtomicUsize,
}

impl Progress {
    /// A bar for `total` clients; hidden when `quiet`.
    pub fn new(total: usize, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style =
            ProgressStyle::with_template("{bar:32.green/dim} {pos}/{len} portals  {eta} left{msg}");
        bar.set_style(style.expect("the template is a constant").progress_chars("━━─"));
        let shown = !quiet && std::io::stderr().is_terminal();
        let since =
            if shown { Instant::now() } else { Instant::now() + Duration::from_secs(1 << 30) };
        Self { bar, since, stretched: AtomicUsize::new(0) }
    }

    /// Something more is done.
    pub fn step(&self, event: Event<'_>) {
        if self.bar.is_hidden()
            && Instant::now().saturating_duration_since(self.since) > Duration::from_millis(400)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        match event {
            Event::Stretched => {
                let codes = self.stretched.fetch_add(1, Ordering::Relaxed) + 1;
                self.bar.set_message(format!("  {} stretched", plural(codes, "code")));
            }
            Event::Done(_) => self.bar.inc(1),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
