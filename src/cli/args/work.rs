//! Commands that make content and portals on this machine.

use super::super::shard::ShardArg;
use super::{Format, example};
use crate::schema::Date;
use camino::Utf8PathBuf;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// The folder to make; if it is there, it must be empty
    pub dir: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    #[command(subcommand)]
    pub what: New,
}

/// What to add.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum New {
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
pub(in crate::cli) struct Selection {
    /// Only this client (may be given several times)
    #[arg(long = "client", value_name = "ID")]
    pub clients: Vec<String>,
}

/// Which share of the clients.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct Share {
    /// Only this share of the clients, as `2/4` for the second of four; `auto` asks the scheduler
    #[arg(long, value_name = "I/N|auto", conflicts_with = "clients")]
    pub shard: Option<ShardArg>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
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
pub(in crate::cli) struct BuildOptions {
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
pub(in crate::cli) struct BuildArgs {
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
pub(in crate::cli) struct WatchArgs {
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
pub(in crate::cli) struct WatchOptions {
    /// Look at every file once a second, as network shares need it
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
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
