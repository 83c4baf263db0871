//! The command line: reads the arguments, calls the stages, prints what they say.
//!
//! `main` calls [`run`]. Each command is a module of its own; a command gives an `Outcome` or
//! fails with a `Failure`, and whichever it is, it is printed once, here.

mod args;
mod build;
mod check;
mod confirm;
mod doctor;
mod grants;
mod host_config;
mod init;
mod invite;
mod links;
mod manual;
mod new;
mod open;
mod print;
mod publish;
mod qr;
mod report;
mod schema;
mod serve;
mod shard;
mod target;
mod theme;
mod verify;
mod watch;
mod workspace;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All is well.
    Done,
    /// The content, or what is online, has errors.
    Faulty,
}

/// Why a command could not do its work: what went wrong, and how to mend it.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}

/// The command line as clap knows it: for whoever wants to know whether a command is one.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command that `args` (with the program's name first) ask for.
///
/// Exit codes: 0 all is well, 1 the content or what is online has errors, 2 the command line is wrong, 3 the
/// command could not do its work.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let ended = match Cli::try_parse_from(args) {
        Ok(cli) => dispatch(&cli),
        Err(words) => match (words.print(), words.use_stderr()) {
            (_, true) => return ExitCode::from(2),
            // Help and version are what was asked for.
            (result, false) => print::printed(result).map(|()| Outcome::Done),
        },
    };
    match ended {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Err(failure) => {
            report::failure(&failure);
            ExitCode::from(3)
        }
    }
}

fn dispatch(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(cli, args),
        Command::Build(args) => build::run(cli, args),
        Command::Init(args) => init::run(cli, args),
        Command::New(args) => new::run(cli, args),
        Command::Links(args) => links::run(cli, args),
        Command::Open(args) => open::run(cli, args),
        Command::Publish(args) => publish::run(cli, args),
        Command::Verify(args) => verify::run(cli, args),
        Command::Invite(args) => invite::run(cli, args),
        Command::Revoke(args) => grants::revoke(cli, args),
        Command::Rotate(args) => grants::rotate(cli, args),
        Command::Schema(args) => schema::run(cli, args),
        Command::Theme(args) => theme::run(cli, args),
        Command::Doctor(args) => doctor::run(cli, args),
        Command::HostConfig(args) => host_config::run(cli, args),
        Command::Completions(args) => manual::completions(args),
        Command::Man(args) => manual::man(cli, args),
        Command::Watch(args) => watch::run(cli, args),
        Command::Serve(args) => serve::run(cli, args),
    }
}
