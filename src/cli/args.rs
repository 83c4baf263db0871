//! The command line as the user writes it.

use super::shard::ShardArg;
use crate::host_config;
use crate::publish::GRACE;
use crate::schema::Date;
use camino::Utf8PathBuf;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;

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
pub(super) struct PublishArgs {
    /// A target that `keyfolio.yaml` names; may be left out where there is one
    pub target: Option<String>,
    /// Publish only this client (can be given several times)
    #[arg(long = "client", value_name = "CLIENT")]
    pub clients: Vec<String>,
    #[command(flatten)]
    pub share: Share,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Delete whole portals of clients that are gone without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Compare with a listing of the target, and put again what is missing there
    #[arg(long)]
    pub full: bool,
    /// How many files are under way at a time
    #[arg(long, value_name = "N", default_value = "32")]
    pub parallel: NonZeroUsize,
    /// How many seconds what is no longer referred to stays, for whoever is in the middle of a visit
    #[arg(long, value_name = "SECONDS", default_value_t = GRACE, value_parser = clap::value_parser!(i64).range(0..))]
    pub grace: i64,
    /// The most to be sent in a second: `500K`, `2M`
    #[arg(long, value_name = "BYTES")]
    pub limit_rate: Option<Rate>,
    /// The output folder
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

impl PublishArgs {
    /// The command with nothing said but where to and from where.
    pub fn usual(target: Option<String>, out: Utf8PathBuf) -> Self {
        let defaults = ["publish".to_owned(), "--out".to_owned(), out.into_string()];
        let command = Self::augment_args(clap::Command::new("publish"));
        let matches = command.get_matches_from(defaults);
        let args = Self::from_arg_matches(&matches).expect("the defaults are arguments");
        Self { target, ..args }
    }
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A target that `keyfolio.yaml` names, or any address: of a portal, or of the page above them
    #[arg(value_name = "TARGET|URL")]
    pub what: Option<String>,
    /// Open the portal with this private link too; `KEYFOLIO_LINK` unless given
    #[arg(long, value_name = "LINK")]
    pub link: Option<String>,
    /// Open the portal with this access code too; `KEYFOLIO_CODE` unless given
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Compare lengths with a listing instead of reading every byte
    #[arg(long)]
    pub quick: bool,
    /// How many files are looked at at a time
    #[arg(long, value_name = "N", default_value = "16")]
    pub parallel: NonZeroUsize,
    /// The output folder, with which what is online is compared where it is there
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// So many bytes in a second, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate(NonZeroU32);

impl Rate {
    pub fn bytes(self) -> NonZeroU32 {
        self.0
    }
}

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (digits, factor) = match text.trim_end_matches(['B', 'b']) {
            bare if bare.ends_with(['K', 'k']) => (&bare[..bare.len() - 1], 1 << 10),
            bare if bare.ends_with(['M', 'm']) => (&bare[..bare.len() - 1], 1 << 20),
            bare => (bare, 1),
        };
        let bytes = digits.parse::<u32>().ok().and_then(|number| number.checked_mul(factor));
        bytes.and_then(NonZeroU32::new).map(Self).ok_or("write it as `500K` or `2M`, up to `4095M`")
    }
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to make; if it is there, it must be empty
    pub dir: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[command(subcommand)]
    pub what: New,
}

/// What to add.
#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// Add a client, in content/<ID>/
    #[command(after_help = example("keyfolio new client oat-and-ember --name \"Oat & Ember\"", "makes content/oat-and-ember/client.yaml and a first update"))]
    Client {
        /// Name of the folder: letters, digits and hyphens
        id: String,
        /// The client's name, as it should be shown
        #[arg(long)]
        name: Option<String>,
    },
    /// Add a project of a client, in content/<CLIENT>/projects/<ID>/
    #[command(after_help = example("keyfolio new project acme web-site", "makes content/acme/projects/web-site/project.yaml and status.yaml"))]
    Project {
        /// The client's id
        client: String,
        /// Name of the folder
        id: String,
        /// The project's title, as it should be shown
        #[arg(long)]
        title: Option<String>,
    },
    /// Add an update dated today, in content/<CLIENT>/updates/
    #[command(after_help = example("$EDITOR $(keyfolio new update acme \"The site is live\")", "makes the file and opens it; only its path goes to standard output"))]
    Update {
        /// The client's id
        client: String,
        /// Its title
        title: String,
        /// The project it belongs to, when the client has several
        #[arg(long)]
        project: Option<String>,
    },
    /// Add a deliverable or its next version, in content/<CLIENT>/deliverables/<ID>/
    #[command(after_help = example("keyfolio new deliverable acme logo ~/drafts/logo.svg", "copies the file to deliverables/logo/v1/, the next time to v2/"))]
    Deliverable {
        /// The client's id
        client: String,
        /// Name of the folder
        id: String,
        /// Files to copy in as the new version
        #[arg(required = true)]
        files: Vec<Utf8PathBuf>,
        /// The project it belongs to, when the client has several
        #[arg(long)]
        project: Option<String>,
        /// Its title, as it should be shown
        #[arg(long)]
        title: Option<String>,
    },
}

/// Which clients.
#[derive(Debug, Clone, Args)]
pub(super) struct Selection {
    /// Only this client (may be given several times)
    #[arg(long = "client", value_name = "ID")]
    pub clients: Vec<String>,
}

/// Which share of the clients.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Share {
    /// Only this share of the clients, as `2/4` for the second of four; `auto` asks the scheduler
    #[arg(long, value_name = "I/N|auto", conflicts_with = "clients")]
    pub shard: Option<ShardArg>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub selection: Selection,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// Where to build, and how.
#[derive(Debug, Clone, Args)]
pub(super) struct BuildOptions {
    /// The output folder
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    /// Use an output folder that another secret filled; its old links stop working
    #[arg(long)]
    pub adopt: bool,
    /// Decide whose access is over as of this day (YYYY-MM-DD); today unless given
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub share: Share,
    #[command(flatten)]
    pub options: BuildOptions,
    /// Go on from what this target has: for a machine that did not build what is online, as in CI
    #[arg(long = "continue", value_name = "TARGET")]
    pub continued: Option<String>,
    /// Treat warnings as errors: a client with a warning is not built
    #[arg(long)]
    pub strict: bool,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    #[command(flatten)]
    pub options: BuildOptions,
    #[command(flatten)]
    pub watch: WatchOptions,
    /// Publish what was built, each time; to the only target unless one is named
    #[arg(long, value_name = "TARGET", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub publish: Option<String>,
}

/// How to watch.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct WatchOptions {
    /// Look at every file once a second, as network shares need it
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub options: BuildOptions,
    #[command(flatten)]
    pub watch: WatchOptions,
    /// The port to listen on, on this machine only; the next free one unless given
    #[arg(short, long)]
    pub port: Option<u16>,
    /// Open the dashboard in the browser
    #[arg(long)]
    pub open: bool,
}

#[derive(Debug, Args)]
pub(super) struct LinksArgs {
    /// Only this client
    pub client: Option<String>,
    /// Draw each link as a QR code, to be read with a phone's camera
    #[arg(long)]
    pub qr: bool,
    /// Links to this target; to the only one there is, or to the agency's `base_url`, unless given
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// The output folder
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// The portal's folder, its address, or the whole private link in quotes
    #[arg(value_name = "DIR|URL")]
    pub portal: String,
    /// The private link, or what follows # in it; `KEYFOLIO_LINK` unless given
    #[arg(long, value_name = "LINK")]
    pub link: Option<String>,
    /// The access code; `KEYFOLIO_CODE` unless given
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Unseal to this new folder
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<Utf8PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct InviteArgs {
    /// The client's id
    pub client: String,
    /// The person's id; not where everybody has the same link
    pub person: Option<String>,
    /// The message with the access code, where it goes separate ways from the link
    #[arg(long)]
    pub code: bool,
    /// Write a draft for a mail program into this new file
    #[arg(long, value_name = "FILE", conflicts_with = "mailto")]
    pub eml: Option<Utf8PathBuf>,
    /// Print a mailto: address that opens a mail program with the message in it
    #[arg(long)]
    pub mailto: bool,
    /// A link to this target; to the only one there is, or to the agency's `base_url`, unless given
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
}

/// Whether to ask first, and how to print.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Confirm {
    /// Do it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct RevokeArgs {
    /// The client's id
    pub client: String,
    /// The person's id
    #[arg(required_unless_present = "shared", conflicts_with = "shared")]
    pub person: Option<String>,
    /// Take back what everyone shared before people were listed
    #[arg(long)]
    pub shared: bool,
    /// Nothing here knows of the person any more; the id is right as it is written
    #[arg(long, conflicts_with = "shared")]
    pub gone: bool,
    /// The output folder, which tells for whom the portal was sealed
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub out: Utf8PathBuf,
    #[command(flatten)]
    pub confirm: Confirm,
}

#[derive(Debug, Args)]
pub(super) struct RotateArgs {
    /// The client's id
    #[arg(required_unless_present = "all")]
    pub client: Option<String>,
    /// The person's id; without it, everybody's link and the portal's address change
    #[arg(conflicts_with_all = ["all", "shared"])]
    pub person: Option<String>,
    /// Replace what everyone shares, where no people are listed; the address stays
    #[arg(long, conflicts_with = "all")]
    pub shared: bool,
    /// Move all portals
    #[arg(long, conflicts_with = "client")]
    pub all: bool,
    #[command(flatten)]
    pub confirm: Confirm,
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
pub(super) struct HostConfigArgs {
    /// The host
    #[arg(value_enum)]
    pub host: Host,
    /// The target that it serves; may be left out where only one is of the kind
    pub target: Option<String>,
}

/// A host that there is configuration for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Host {
    /// The policy of a public bucket: S3 and those that take its policies
    S3Policy,
    #[expect(clippy::doc_markdown, reason = "clap shows it as it stands")]
    /// A CloudFormation template: CloudFront in front of a private bucket
    #[value(name = "cloudfront")]
    CloudFront,
    /// `_headers` for Cloudflare Pages and Workers
    Cloudflare,
    /// netlify.toml
    Netlify,
    /// Servers of nginx
    Nginx,
    /// A Caddyfile
    Caddy,
}

impl From<Host> for host_config::Host {
    fn from(host: Host) -> Self {
        match host {
            Host::S3Policy => Self::S3Policy,
            Host::CloudFront => Self::CloudFront,
            Host::Cloudflare => Self::Cloudflare,
            Host::Netlify => Self::Netlify,
            Host::Nginx => Self::Nginx,
            Host::Caddy => Self::Caddy,
        }
    }
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
