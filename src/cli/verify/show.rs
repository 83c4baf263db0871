//! What `verify` prints: how far it is, what was found, and how much was looked at.

use super::super::Failure;
use super::super::args::Format;
use super::super::print::say;
use super::super::report::{self, ERROR, HELP, STRONG, plural};
use crate::diagnostics::text::visible;
use crate::verify::{Finding, Place, Progress, Severity, Totals};
use anstyle::{AnsiColor, Style};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::IsTerminal;
use std::time::Duration;

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// How many places of one finding are shown to people.
const SHOWN: usize = 5;

#[derive(Serialize)]
struct Summary<'a> {
    verified: &'a str,
    portals: usize,
    files: usize,
    bytes: u64,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// Says what was found, and how much was looked at.
pub(super) fn findings(
    format: Format,
    found: &[Finding],
    name: &str,
    totals: Totals,
    took: Duration,
    quiet: bool,
) -> Result<(), Failure> {
    let of = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let notes = of(Severity::Note);
    let Totals { portals, files, bytes } = totals;
    if format == Format::Json {
        found.iter().try_for_each(report::line)?;
        return report::line(&Summary {
            verified: name,
            portals,
            files,
            bytes,
            errors,
            warnings,
            notes,
        });
    }
    for finding in found.iter().filter(|finding| !quiet || finding.severity != Severity::Note) {
        say_one(finding);
    }
    if quiet {
        return Ok(());
    }
    let counts = match (errors, warnings) {
        (0, 0) => "nothing is wrong".to_owned(),
        (0, warnings) => format!("no errors, {}", plural(warnings, "warning")),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => {
            format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
        }
    };
    let (portals, files) = (plural(portals, "portal"), plural(files, "file"));
    let (bytes, took) = (HumanBytes(bytes), took.as_secs_f64());
    say!(
        "{STRONG}Verified{STRONG:#} `{}`: {portals}, {files} ({bytes}), in {took:.2} s: {counts}",
        visible(name)
    );
    Ok(())
}

fn say_one(finding: &Finding) {
    let style = match finding.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => HELP,
    };
    let (name, code) = (finding.severity.name(), finding.code.name());
    say!("{style}{name}[{code}]{style:#}: {}", visible(&finding.message));
    for Place { client, at } in finding.places.iter().take(SHOWN) {
        let at = visible(at);
        match client {
            Some(client) => say!("  --> {at} ({})", visible(client)),
            None => say!("  --> {at}"),
        }
    }
    if finding.count > SHOWN {
        say!("  ... and {} more", finding.count - SHOWN);
    }
    if !finding.mend.is_empty() {
        say!("  = {HELP}help{HELP:#}: {}", finding.mend);
    }
}

/// Files looked at, on a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let to = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), to);
        let style =
            ProgressStyle::with_template("{bar:32.green/dim} {pos}/{len} files  {eta} left");
        bar.set_style(style.expect("the template is a constant").progress_chars("━━─"));
        Self(bar)
    }
}

impl Progress for Bar {
    fn found(&self, files: usize) {
        self.0.inc_length(files as u64);
    }

    fn done(&self, _bytes: u64) {
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
