//! `keyfolio build`.

use super::args::{BuildArgs, Cli, Format};
use super::print::say;
use super::publish::failed;
use super::report::{self, Progress};
use super::{Failure, Outcome, shard, target, workspace};
use crate::build::{self, Builder, Event, Options, Portal, Report};
use crate::diagnostics::{Diagnostic, Severity, text};
use crate::load::Workspace;
use crate::publish::{self, Store};
use serde::Serialize;
use std::time::Instant;

/// Renders the portals into the output folder.
pub(super) fn run(cli: &Cli, args: &BuildArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let workspace = workspace::find(cli)?;
    let shard = shard::resolve(args.share.shard)?;
    let mut selected = workspace::selected(&workspace, &args.selection)?;
    let clients = selected.len();
    selected.retain(|id| shard.is_none_or(|shard| shard.holds(id)));
    let options = workspace::options(&workspace, &args.options, args.strict);
    let options = Options { shard, ..options };
    if let Some(target) = &args.continued
        && !continued(&workspace, target, &selected)?
    {
        return Ok(Outcome::Faulty);
    }
    let Some(builder) = workspace::builder(&workspace, options, args.format)? else {
        return Ok(Outcome::Faulty);
    };
    let is_first = !builder.out().exists();
    let quiet = cli.quiet || args.format == Format::Json;
    let progress = Progress::new(selected.len(), quiet);
    let tell = |event: Event<'_>| progress.step(event);
    let report = if args.selection.clients.is_empty() {
        builder.build_all(&tell)?
    } else {
        builder.build_some(&selected, &tell)?
    };
    drop(progress);
    match args.format {
        Format::Json => json(&report)?,
        Format::Text => {
            text(cli, &builder, &report, start);
            if let Some(shard) = shard.filter(|_| !quiet) {
                let share = report.portals.len();
                say!("shard {shard}: {share} of {}", report::plural(clients, "client"));
            } else if is_first && !quiet && report.portals.iter().any(is_built) {
                say_next();
            }
        }
    }
    Ok(if is_faulty(&report, args.strict) { Outcome::Faulty } else { Outcome::Done })
}

/// Asks a target what it has of the clients' past. Gives whether the agency can be understood.
fn continued(workspace: &Workspace, target: &str, clients: &[String]) -> Result<bool, Failure> {
    let Some(agency) = workspace::agency(workspace) else { return Ok(false) };
    let named = target::named(&agency, Some(target))?;
    // Not one made now: what is online was sealed with another.
    let secret = workspace::links_secret(workspace)?;
    let places = clients.iter().flat_map(|id| {
        let rotation = workspace.access_file(id).value.map_or(0, |access| access.rotation);
        let further = (0..=build::LOOK_AHEAD).filter_map(move |more| rotation.checked_add(more));
        further.map(|rotation| secret.locator(id, rotation).to_string()).collect::<Vec<_>>()
    });
    let places: Vec<String> = places.collect();
    let store = Store::open(&named.target, workspace.root()).map_err(failed)?;
    let folder = build::online_folder(workspace.root()).join(slug::slugify(&named.name));
    let fetching = publish::fetch_standing(&store, &secret, &places, &folder);
    super::publish::runtime()?.block_on(fetching).map_err(failed)?;
    Ok(true)
}

fn is_built(portal: &Portal) -> bool {
    matches!(portal.outcome, build::Outcome::Built(_))
}

fn is_faulty(report: &Report, strict: bool) -> bool {
    let limit = if strict { Severity::Warning } else { Severity::Error };
    let failed = |portal: &Portal| matches!(portal.outcome, build::Outcome::Failed { .. });
    report.portals.iter().any(failed)
        || report.diagnostics.iter().any(|diagnostic| diagnostic.severity <= limit)
}

/// What is worth saying at a build: notes are for `check`.
fn worth_saying(report: &Report) -> Vec<Diagnostic> {
    let portals = report.portals.iter().flat_map(|portal| &portal.diagnostics);
    let mut all: Vec<Diagnostic> = report
        .diagnostics
        .iter()
        .chain(portals)
        .filter(|diagnostic| diagnostic.severity != Severity::Note)
        .cloned()
        .collect();
    crate::diagnostics::sort(&mut all);
    all
}

/// What a build has to say to people.
pub(super) fn text(cli: &Cli, builder: &Builder, report: &Report, start: Instant) {
    report::diagnostics(&worth_saying(report));
    report::failed(&report.portals);
    if cli.quiet {
        return;
    }
    notices(builder, report);
    say!("{} into {}", report::summary(report, start.elapsed()), workspace::shown(builder.out()));
}

/// What to do next, for somebody who has built for the first time.
fn say_next() {
    let style = report::HELP;
    say!(
        "\n{style}next:{style:#} `keyfolio serve` shows the portals on this machine: from a folder, a sealed one does not open\n      \
         `keyfolio links` shows what to send to whom, `keyfolio invite` writes the message"
    );
}

/// What happened besides the building.
fn notices(builder: &Builder, report: &Report) {
    let style = report::HELP;
    if builder.has_new_secret() {
        say!(
            "{style}note:{style:#} made a master secret in `.keyfolio/secret`: back it up, every link comes from it"
        );
    }
    for locator in &report.removed {
        say!(
            "{style}note:{style:#} removed the portal `{}`: its client is not in `content/` any more",
            locator.as_str()
        );
    }
    if !report.strangers.is_empty() {
        let names = text::visible(&report.strangers.join("`, `"));
        say!(
            "{style}note:{style:#} left alone in the output folder, not made with this secret: `{names}`"
        );
    }
}

/// One line a portal, then one a diagnostic.
fn json(report: &Report) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Line<'a> {
        client: &'a str,
        locator: &'a str,
        outcome: &'static str,
        changed: usize,
        removed: usize,
        bytes: u64,
    }
    for portal in &report.portals {
        let (outcome, written) = match portal.outcome {
            build::Outcome::Fresh => ("unchanged", None),
            build::Outcome::Built(written) if !written.is_new() => ("unchanged", None),
            build::Outcome::Built(written) => ("built", Some(written)),
            build::Outcome::Failed { kept: true } => ("failed, kept", None),
            build::Outcome::Failed { kept: false } => ("failed", None),
        };
        let written = written.unwrap_or_default();
        report::line(&Line {
            client: &portal.client,
            locator: portal.locator.as_str(),
            outcome,
            changed: written.changed,
            removed: written.removed,
            bytes: written.bytes,
        })?;
    }
    report::in_format(Format::Json, &worth_saying(report))
}
