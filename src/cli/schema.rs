//! `keyfolio schema`.

use super::args::{Cli, SchemaArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report, workspace};
use crate::diagnostics::nearest;
use crate::{scaffold, schema};
use camino::Utf8Path;

/// Prints one schema, or the list of them, or writes them all.
pub(super) fn run(cli: &Cli, args: &SchemaArgs) -> Result<Outcome, Failure> {
    match (&args.file, &args.write) {
        (Some(name), _) => one(name)?,
        (None, Some(dir)) => write(cli, dir)?,
        (None, None) => list()?,
    }
    Ok(Outcome::Done)
}

fn one(name: &str) -> Result<(), Failure> {
    let bare = name.strip_suffix(".yaml").unwrap_or(name);
    let bare = if bare == "keyfolio" { "agency" } else { bare };
    if let Some(kind) = schema::FILES.iter().find(|kind| kind.name == bare) {
        return print::out(kind.json());
    }
    let failure = Failure::new(format!("there is no content file `{name}`"));
    Err(match nearest(bare, schema::FILES.iter().map(|kind| kind.name)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`keyfolio schema` lists them all"),
    })
}

fn list() -> Result<(), Failure> {
    let width = schema::FILES.iter().map(|kind| kind.name.len()).max().unwrap_or_default();
    schema::FILES
        .iter()
        .try_for_each(|kind| print::out(format_args!("{:width$}  {}\n", kind.name, kind.place)))
}

fn write(cli: &Cli, dir: &Utf8Path) -> Result<(), Failure> {
    let dir = match &cli.workspace {
        Some(base) => base.join(dir),
        None => dir.to_owned(),
    };
    let schemas = report::plural(scaffold::write_schemas(&dir)?, "schema");
    if !cli.quiet {
        let strong = report::STRONG;
        say!("{strong}Wrote{strong:#} {schemas} into {}", workspace::shown(&dir));
    }
    Ok(())
}
