//! `keyfolio doctor`: what could go wrong on this machine, each with how to mend it.

mod agency;
mod machine;

use super::args::{Cli, DoctorArgs, Format};
use super::{Failure, Outcome, print, report, workspace};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::fmt::Write;

/// What one look at something found.
#[derive(Debug, Serialize)]
struct Check {
    #[serde(rename = "check")]
    name: &'static str,
    level: Level,
    message: String,
    help: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Ok,
    Warning,
    Error,
}

impl Check {
    fn ok(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, level: Level::Ok, message: message.into(), help: None }
    }

    fn warning(name: &'static str, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::ok(name, message) }
    }

    fn error(name: &'static str, message: impl Into<String>) -> Self {
        Self { level: Level::Error, ..Self::ok(name, message) }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Looks at everything, and says what it found.
pub(super) fn run(cli: &Cli, args: &DoctorArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let out = workspace.root().join(&args.out);
    let mut checks = agency::checks(&workspace);
    checks.push(machine::secret(&workspace, &out));
    checks.push(machine::output(&out));
    checks.extend(machine::disk(&out));
    checks.push(machine::git(&workspace, &out));
    for check in &checks {
        match args.format {
            Format::Json => report::line(check)?,
            Format::Text if cli.quiet && check.level == Level::Ok => {}
            Format::Text => print::out(text(check))?,
        }
    }
    let faulty = checks.iter().any(|check| check.level == Level::Error);
    Ok(if faulty { Outcome::Faulty } else { Outcome::Done })
}

/// One look, in one line or two.
fn text(check: &Check) -> String {
    let (style, word) = match check.level {
        Level::Ok => (report::STRONG, "ok"),
        Level::Warning => (WARNING, "warning"),
        Level::Error => (report::ERROR, "error"),
    };
    let mut text = format!("{style}{word:7}{style:#}  {:10}  {}\n", check.name, check.message);
    if let Some(help) = &check.help {
        let _ = writeln!(text, "{:21}{}help:{:#} {help}", "", report::HELP, report::HELP);
    }
    text
}

/// What is probably not meant.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
