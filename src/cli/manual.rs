//! `keyfolio man` and `keyfolio completions`: both are made from the command line's definition.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::{Failure, Outcome, report, workspace};
use anstream::eprintln;
use clap::CommandFactory;
use std::io::{self, Write};

/// Prints the manual page, or writes those of all commands.
pub(super) fn man(cli: &Cli, args: &ManArgs) -> Result<Outcome, Failure> {
    let Some(dir) = &args.write else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        return print(&page);
    };
    fs_err::create_dir_all(dir)?;
    clap_mangen::generate_to(Cli::command(), dir)?;
    if !cli.quiet {
        let strong = report::STRONG;
        eprintln!("{strong}Wrote{strong:#} the manual pages into {}", workspace::shown(dir));
    }
    Ok(Outcome::Done)
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "keyfolio", &mut script);
    print(&script)
}

/// Prints bytes as they are; a reader that has seen enough is no failure.
fn print(bytes: &[u8]) -> Result<Outcome, Failure> {
    match io::stdout().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Outcome::Done),
    }
}
