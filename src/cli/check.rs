//! `keyfolio check`.

use super::args::{CheckArgs, Cli, Format};
use super::print::say;
use super::{Failure, Outcome, report, workspace};
use crate::build::{Content, client_faults, same_codes};
use crate::diagnostics::{self, Diagnostic, Severity};
use rayon::prelude::*;

/// Reads everything and says what is wrong with it. Writes nothing.
pub(super) fn run(cli: &Cli, args: &CheckArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let selected = workspace::selected(&workspace, &args.selection)?;
    let mut found = workspace.client_ids().diagnostics;
    let mut checked = Some(selected.len());
    match Content::new(&workspace, args.strict) {
        Ok(content) => {
            found.extend(content.diagnostics().to_vec());
            found.par_extend(selected.par_iter().flat_map_iter(|id| content.rendered(id).1));
            let all = workspace.client_ids().value.unwrap_or_default();
            let same = same_codes(&workspace, content.agency(), &all);
            found.extend(selected.iter().filter_map(|id| same.get(id)).flatten().cloned());
        }
        Err(faults) => {
            found.extend(faults);
            match workspace.agency_as_written() {
                Some(agency) => found.par_extend(
                    selected.par_iter().flat_map_iter(|id| client_faults(&workspace, &agency, id)),
                ),
                None => checked = None,
            }
        }
    }
    diagnostics::sort(&mut found);
    let limit = if args.strict { Severity::Warning } else { Severity::Error };
    let faulty = found.iter().any(|diagnostic| diagnostic.severity <= limit);
    if cli.quiet {
        // A note says that all is as it should be.
        found.retain(|diagnostic| diagnostic.severity != Severity::Note);
    }
    report::in_format(args.format, &found)?;
    if args.format == Format::Text && !cli.quiet {
        summary(&found, checked);
    }
    Ok(if faulty { Outcome::Faulty } else { Outcome::Done })
}

/// `clients` is how many were checked; `None` when the agency kept all of them from that.
fn summary(found: &[Diagnostic], clients: Option<usize>) {
    let what = clients.map_or_else(
        || "the agency, not yet its clients".to_owned(),
        |clients| report::plural(clients, "client"),
    );
    let count = report::count(found).unwrap_or_else(|| "all is well".to_owned());
    let style = report::STRONG;
    say!("{style}Checked{style:#} {what}: {count}");
}
