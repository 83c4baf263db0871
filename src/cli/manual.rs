//! `keyfolio man` and `keyfolio completions`: both are made from the command line's definition.

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report, workspace};
use clap::CommandFactory;

/// Prints the manual page, or writes those of all commands.
pub(super) fn man(cli: &Cli, args: &ManArgs) -> Result<Outcome, Failure> {
    let Some(dir) = &args.write else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        print::bytes(&page)?;
        return Ok(Outcome::Done);
    };
    fs_err::create_dir_all(dir)?;
    clap_mangen::generate_to(Cli::command(), dir)?;
    if !cli.quiet {
        let strong = report::STRONG;
        say!("{strong}Wrote{strong:#} the manual pages into {}", workspace::shown(dir));
    }
    Ok(Outcome::Done)
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "keyfolio", &mut script);
    print::bytes(&script)?;
    Ok(Outcome::Done)
}
