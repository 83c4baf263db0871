//! The command line as the user writes it.

mod access;
mod online;
mod work;

pub(super) use access::{Confirm, InviteArgs, LinksArgs, OpenArgs, RevokeArgs, RotateArgs};
pub(super) use online::{Full, HostConfigArgs, PublishArgs, VerifyArgs};
pub(super) use work::{
    BuildArgs, BuildOptions, CheckArgs, InitArgs, New, NewArgs, Selection, ServeArgs, Share,
    WatchArgs, WatchOptions,
};

use camino::Utf8PathBuf;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Colours of the help, those of cargo.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Heading of the options that every command has.
const GLOBAL: &str = "Global options";

/// What follows the list of commands in `keyfolio --help`.
const AFTER: &str = "\
Exit codes:
  0  all is well
  1  the content, or what is online, has errors
  2  the command line is wrong
  3  the command could not do its work

A command looks for keyfolio.yaml in the current folder and in those above it.";

/// One folder per client in, one private, branded portal per client out.
#[derive(Debug, Parser)]
#[command(name = "keyfolio", version, styles = STYLES, after_help = AFTER, max_term_width = 100)]
pub(super) struct Cli {
    /// Work on the agency in this folder instead of the current one
    #[arg(short = 'C', long, global = true, value_name = "DIR", help_heading = GLOBAL)]
    pub workspace: Option<Utf8PathBuf>,
    /// Say only what went wrong
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new agency in a folder, with content to start from
    #[command(after_help = example("keyfolio init my-agency", "makes my-agency/ with two clients to look at and change"))]
    Init(InitArgs),
    /// Add a client, a project, an update or a deliverable
    #[command(after_help = example("keyfolio new client acme", "makes content/acme/client.yaml and a first update"))]
    New(NewArgs),
    /// Read everything and say what is wrong with it
    #[command(after_help = example("keyfolio check --format json", "one JSON object a line, for editors and CI"))]
    Check(CheckArgs),
    /// Render the portals into the output folder
    #[command(after_help = example("keyfolio build --client acme", "builds one portal and leaves the others as they are"))]
    Build(BuildArgs),
    /// Build, then build again whenever something changes
    #[command(after_help = example("keyfolio watch", "builds on every save, only what the change touches"))]
    Watch(WatchArgs),
    /// Build, watch and show the portals on this machine, with a dashboard
    #[command(after_help = example("keyfolio serve --open", "opens the dashboard in the browser"))]
    Serve(ServeArgs),
    /// Put what was built onto a target: a bucket, a server or a folder
    #[command(after_help = example("keyfolio publish production --dry-run", "says what would be sent and deleted, and does nothing"))]
    Publish(PublishArgs),
    /// Look from outside whether what is online is what was published, and nothing more
    #[command(after_help = example("keyfolio verify production --quick", "lengths and access only, in a moment; without it every byte is read"))]
    Verify(VerifyArgs),
    /// Show what each person is to be sent: link, access code, last day
    #[command(after_help = example("keyfolio links acme", "the link to send to Acme"))]
    Links(LinksArgs),
    /// Open a sealed portal without a browser: list what is in it, or unseal it to a folder
    #[command(after_help = example("keyfolio open \"https://...#...\" --out unsealed", "every page and file of the portal, as ordinary files"))]
    Open(OpenArgs),
    /// Write the message that invites a person to the portal
    #[command(after_help = example("keyfolio invite acme ada --eml ada.eml", "a draft to Ada with her link, to be opened in a mail program"))]
    Invite(InviteArgs),
    /// Take back the link and access code of one person, and of nobody else
    #[command(after_help = example("keyfolio revoke acme ada", "Ada's link stops working at the next publish, everybody else's stays"))]
    Revoke(RevokeArgs),
    /// Replace links and access codes: of one person, or of everybody and the address too
    #[command(after_help = example("keyfolio rotate acme", "a link leaked and nobody knows whose: the portal of Acme moves"))]
    Rotate(RotateArgs),
    /// Print the JSON Schema of a content file, for editors
    #[command(after_help = example("keyfolio schema client", "the schema of client.yaml"))]
    Schema(SchemaArgs),
    /// Copy the built-in theme, to change it
    #[command(after_help = example("keyfolio theme copy my-theme", "makes themes/my-theme/, to be named in keyfolio.yaml"))]
    Theme(ThemeArgs),
    /// Print ready configuration for the host that portals are put on
    #[command(after_help = example("keyfolio host-config nginx > /etc/nginx/conf.d/keyfolio.conf", "servers of nginx for the portals at base_url; what is left to do goes to standard error"))]
    HostConfig(HostConfigArgs),
    /// Look for what could go wrong on this machine
    #[command(after_help = example("keyfolio doctor", "secret, theme, time zone, output, disk"))]
    Doctor(DoctorArgs),
    /// Print a completion script for a shell
    #[command(after_help = example("keyfolio completions bash > ~/.local/share/bash-completion/completions/keyfolio", "for bash"))]
    Completions(CompletionsArgs),
    /// Print the manual page
    #[command(after_help = example("keyfolio man --write ~/.local/share/man/man1", "then `man keyfolio`, `man keyfolio-build` and so on"))]
    Man(ManArgs),
}

/// The example at the end of a command's help.
fn example(command: &str, what: &str) -> String {
    format!("Example:\n  {command}\n      {what}")
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    // For people.
    #[default]
    Text,
    // For programs: one JSON value a line.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Which file, by its name in the list; without it, the list
    pub file: Option<String>,
    /// Write the schemas of all files into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "file")]
    pub write: Option<Utf8PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ThemeArgs {
    #[command(subcommand)]
    pub what: Theme,
}

/// What to do with a theme.
#[derive(Debug, Subcommand)]
pub(super) enum Theme {
    /// Copy the built-in theme to themes/<NAME>/
    #[command(after_help = example("keyfolio theme copy my-theme", "then `theme: { name: my-theme }` in keyfolio.yaml uses it"))]
    Copy {
        /// Name of the copy
        name: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// The output folder
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write a page for every command into this folder instead
    #[arg(long, value_name = "DIR")]
    pub write: Option<Utf8PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}
