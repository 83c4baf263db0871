//! Commands about who gets in.

use super::Format;
use camino::Utf8PathBuf;
use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct LinksArgs {
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
pub(in crate::cli) struct OpenArgs {
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
pub(in crate::cli) struct InviteArgs {
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
pub(in crate::cli) struct Confirm {
    /// Do it without asking
    #[arg(short, long)]
    pub yes: bool,
    /// Print for people, or one JSON value a line for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RevokeArgs {
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
pub(in crate::cli) struct RotateArgs {
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
