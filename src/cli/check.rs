//! `keyfolio check`.

use super::args::{CheckArgs, Cli, Format};
use super::print::say;
use super::{Failure, Outcome, report, workspace};
use crate::build::Content;
use crate::diagnostics::{self, Diagnostic, Severity};
use rayon::prelude::*;

/// Reads everything and says what is wrong with it. Writes nothing.
pub(super) fn run(cli: &Cli, args: &CheckArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let selected = workspace::selected(&workspace, &args.selection)?;
    let mut found = workspace.client_ids().diagnostics;
    match Content::new(&workspace, args.strict) {
        Ok(content) => {
            found.extend(content.diagnostics().to_vec());
            found.par_extend(selected.par_iter().flat_map_iter(|id| content.site(id).1));
        }
        Err(faults) => found.extend(faults),
    }
    diagnostics::sort(&mut found);
    let limit = if args.strict { Severity::Warning } else { Severity::Error };
    let faulty = found.iter().any(|diagnostic| diagnostic.severity <= limit);
    if args.format == Format::Text && cli.quiet {
        // A note says that all is as it should be.
        found.retain(|diagnostic| diagnostic.severity != Severity::Note);
    }
    report::in_format(args.format, &found)?;
    if args.format == Format::Text && !cli.quiet {
        summary(&found, selected.len());
    }
    Ok(if faulty { Outcome::Faulty } else { Outcome::Done })
}

fn summary(found: &[Diagnostic], clients: usize) {
    let (style, clients) = (report::STRONG, report::plural(clients, "client"));
    match report::count(found) {
        Some(count) => say!("{style}Checked{style:#} {clients}: {count}"),
        None => say!("{style}Checked{style:#} {clients}: all is well"),
    }
}
