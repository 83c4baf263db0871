//! What the content means: every reference resolved, every default filled in, every file found.
//!
//! `load` makes these values, `render` reads them. They are also what a theme's templates see
//! (serialised under the same names; `docs/theme.md` is the designer's reference). Nothing in
//! here can reach another client, the file system or the clock.

mod access;
mod base_url;
mod file;
mod html;
mod path;
mod project;
mod status;
mod target;

pub use access::{Access, Admitted, ChosenCode, FrontDoor, Head};
pub use base_url::{BaseUrl, BaseUrlFault};
pub use file::{FileRef, Media, TextPreview};
pub use html::Html;
pub(crate) use path::segment_fault;
pub use path::{PathError, PortalPath};
pub use project::*;
pub use status::*;
pub use target::{Storage, Target};

use crate::diagnostics::Place;
use crate::schema::{Colour, Date};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Display;

pub use crate::schema::AccessMode;

/// The agency: what all portals have in common.
#[derive(Debug, Clone, Serialize)]
pub struct Agency {
    /// Name, as clients know it.
    pub name: String,
    /// One line under the name.
    pub tagline: Option<String>,
    /// How to reach it.
    pub contact: Contact,
    /// Its own brand, before a client's overrides.
    #[serde(skip)]
    pub brand: Brand,
    /// Name of the theme, and the settings as given.
    #[serde(skip)]
    pub theme: ThemeSettings,
    /// Language and region of its own texts, and of portals that set none.
    #[serde(rename = "language", serialize_with = "as_text")]
    pub locale: icu::locale::Locale,
    /// IANA time zone in which "today" is reckoned.
    pub time_zone: String,
    /// ISO 4217 code of amounts that name none.
    #[serde(skip)]
    pub currency: String,
    /// Where the output will be reachable.
    #[serde(skip)]
    pub base_url: Option<BaseUrl>,
    /// How the portals are opened of clients that say nothing of it.
    #[serde(skip)]
    pub access: AccessMode,
    /// After how many seconds without use the portals lock themselves of clients that say nothing of it.
    #[serde(skip)]
    pub lock_after: Option<u32>,
    /// Whether the root page is a front door.
    #[serde(skip)]
    pub door: FrontDoor,
    /// Everybody who may answer; a client shows only its own.
    #[serde(skip)]
    pub team: Vec<Member>,
    /// One line at the foot of every page.
    pub footer: Option<String>,
    /// Imprint, privacy and the like.
    pub legal: Vec<Link>,
    /// Hosts whose images and frames Markdown may embed.
    #[serde(skip)]
    pub allow_hosts: Vec<String>,
    /// Where it can be published, by name.
    #[serde(skip)]
    pub targets: BTreeMap<String, Target>,
    /// Largest file a portal may hold, in bytes.
    #[serde(skip)]
    pub max_file_size: u64,
}

fn as_text<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// How to reach the agency.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Contact {
    /// Mail address.
    pub email: Option<String>,
    /// Telephone number, as people write it.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Postal address, line by line.
    pub address: Vec<String>,
    /// A page where a call can be booked.
    pub booking: Option<String>,
}

/// The theme that was chosen and the settings that were given.
#[derive(Debug, Clone)]
pub struct ThemeSettings {
    /// A folder in `themes/`, or `default`.
    pub name: String,
    /// Where it is chosen.
    pub place: Place,
    /// Settings as given; the theme adds its defaults.
    pub settings: BTreeMap<String, ThemeSetting>,
}

/// A setting that was given. Only the theme knows whether there is one of that name, so it keeps
/// its place.
#[derive(Debug, Clone)]
pub struct ThemeSetting {
    /// Its value.
    pub value: String,
    /// Where it is given.
    pub place: Place,
}

/// Logo, colours and type, ready to be used.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Brand {
    /// Logo on a light ground.
    pub logo: Option<FileRef>,
    /// Logo on a dark ground; `logo` where there is none.
    pub logo_dark: Option<FileRef>,
    /// Icon of the browser tab.
    pub favicon: Option<FileRef>,
    /// Accent colour as given; `render` mends it where it cannot be read.
    pub accent: Option<Accent>,
    /// Accent colour in dark mode as given.
    pub accent_dark: Option<Accent>,
    /// Font stack of running text, checked to be a list of family names.
    pub font: Option<String>,
    /// Font stack of headings.
    pub heading_font: Option<String>,
}

/// An accent colour as given. Only `render` knows whether it can be read, so it keeps its place.
#[derive(Debug, Clone)]
pub struct Accent {
    /// The colour.
    pub colour: Colour,
    /// Where it is given.
    pub place: Place,
}

impl Serialize for Accent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.colour.serialize(serializer)
    }
}

/// One client, complete: all that its portal is made of.
#[derive(Debug, Clone, Serialize)]
pub struct Client {
    /// Name of its folder, in Unicode NFC.
    #[serde(skip)]
    pub id: String,
    /// The client's name.
    pub name: String,
    /// The agency's brand with the client's overrides.
    pub brand: Brand,
    /// The people who may open the portal.
    pub people: Vec<Person>,
    /// The people of the agency who answer, the first one first.
    pub team: Vec<Member>,
    /// Language and region.
    #[serde(skip)]
    pub locale: icu::locale::Locale,
    /// A few words of welcome.
    pub welcome: Option<Html>,
    /// Links that are always at hand.
    pub links: Vec<Link>,
    /// Who can open it, and how.
    #[serde(skip)]
    pub access: Access,
    /// The work is over.
    pub archived: bool,
    /// Projects, in their order; those that are archived last. At least one.
    pub projects: Vec<Project>,
    /// The collections that it subscribes to.
    pub collections: Vec<Collection>,
    /// Every file that the portal holds: those named above and those that Markdown links to.
    #[serde(skip)]
    pub files: Vec<FileRef>,
}

/// A person of the client.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// Whether their word decides on approvals.
    pub decides: bool,
}

/// A person of the agency who answers.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Photo.
    pub photo: Option<FileRef>,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// A page where a call with them can be booked.
    pub booking: Option<String>,
}

/// Somebody who is named: of the client or of the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: String,
}

/// A link that leaves the portal; its scheme is `https`, `http`, `mailto` or `tel`.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it goes.
    pub url: String,
    /// One sentence on what is there.
    pub description: Option<String>,
}

/// Resources that several portals share, as one portal shows them.
#[derive(Debug, Clone, Serialize)]
pub struct Collection {
    /// Name of its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Language and region of its texts, which were written for several clients.
    #[serde(rename = "language", serialize_with = "as_text")]
    pub locale: icu::locale::Locale,
    /// Its page.
    pub path: PortalPath,
    /// What is in it.
    pub description: Option<Html>,
    /// Its links.
    pub links: Vec<Link>,
    /// Its documents, by category, then as listed.
    pub documents: Vec<Document>,
    /// Its updates, pinned first, then the newest first.
    pub updates: Vec<Update>,
}

/// Something to read: a contract, a report.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The heading it stands under.
    pub category: Option<String>,
    /// The day it is from.
    pub date: Option<Date>,
    /// One sentence on what it is.
    pub description: Option<String>,
    /// The file.
    pub file: FileRef,
}

/// News from the agency.
#[derive(Debug, Clone, Serialize)]
pub struct Update {
    /// Its title.
    pub title: String,
    /// Its page.
    pub path: PortalPath,
    /// The day it was written.
    pub date: Option<Date>,
    /// Who wrote it.
    pub author: Option<Named>,
    /// A few words to sort by.
    pub tags: Vec<String>,
    /// Stays on top.
    pub pinned: bool,
    /// One sentence for the list, plain text.
    pub summary: String,
    /// The text.
    pub body: Html,
    /// Files to download.
    pub attachments: Vec<FileRef>,
}
