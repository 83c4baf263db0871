//! Commands about what is online.

use super::{Format, Share};
use crate::host_config;
use crate::publish::{GRACE, Looks};
use camino::Utf8PathBuf;
use clap::{Args, FromArgMatches, ValueEnum};
use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;

/// What to look at beyond the target's own inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Full {
    // Put again what the target does not list, or lists with another length
    Listing,
    // Read every file besides, and put again what is not what was put there
    Contents,
    // Put everything again, and what the host is told of it
    Anew,
}

impl Full {
    /// What is believed then.
    pub fn looks(self) -> Looks {
        match self {
            Self::Listing => Looks::AtListing,
            Self::Contents => Looks::AtContents,
            Self::Anew => Looks::AtNothing,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PublishArgs {
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
    /// Do not ask before portals of clients that are gone are deleted, or pages of others replaced
    #[arg(short, long)]
    pub yes: bool,
    /// Put again what a listing of the target lacks, what is other than it was put, or everything
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "listing")]
    pub full: Option<Full>,
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
    /// Whether nobody is there to be asked: what needs an answer is not done
    #[arg(skip)]
    pub unattended: bool,
}

impl PublishArgs {
    /// The command with nothing said but where to and from where, for whoever has other things to do than to answer.
    pub fn usual(target: Option<String>, out: Utf8PathBuf) -> Self {
        let defaults = ["publish".to_owned(), "--out".to_owned(), out.into_string()];
        let command = Self::augment_args(clap::Command::new("publish"));
        let matches = command.get_matches_from(defaults);
        let args = Self::from_arg_matches(&matches).expect("the defaults are arguments");
        Self { target, unattended: true, ..args }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArgs {
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
pub(in crate::cli) struct Rate(NonZeroU32);

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
pub(in crate::cli) struct HostConfigArgs {
    /// The host
    #[arg(value_enum)]
    pub host: Host,
    /// The target that it serves; may be left out where only one is of the kind
    pub target: Option<String>,
}

/// A host that there is configuration for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum Host {
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
