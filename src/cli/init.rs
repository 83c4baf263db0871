//! `keyfolio init`.

use super::args::{Cli, InitArgs};
use super::print::say;
use super::{Failure, Outcome, report};
use crate::access::Secret;
use crate::scaffold;
use camino::Utf8Path;

/// Makes a new agency, and says what to do with it.
pub(super) fn run(cli: &Cli, args: &InitArgs) -> Result<Outcome, Failure> {
    let dir = match &cli.workspace {
        Some(base) => base.join(&args.dir),
        None => args.dir.clone(),
    };
    let agency = scaffold::init(&dir)?;
    if cli.quiet {
        return Ok(Outcome::Done);
    }
    let strong = report::STRONG;
    let clients = report::plural(agency.clients.len(), "client");
    say!("{strong}Made{strong:#} an agency in `{dir}`, with {clients} to look at and change");
    say!("\nNext:");
    if dir != "." {
        say!("  cd {}", quoted(&dir));
    }
    say!("  keyfolio serve --open");
    say!("  keyfolio new client acme");
    let secret = Secret::path(if dir == "." { Utf8Path::new("") } else { &dir });
    let note = report::HELP;
    say!("\n{note}note:{note:#} back up `{secret}`: every link comes from it");
    Ok(Outcome::Done)
}

/// The path as a shell takes it.
fn quoted(path: &Utf8Path) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-~:\\".contains(c);
    if path.as_str().chars().all(plain) { path.to_string() } else { format!("\"{path}\"") }
}
