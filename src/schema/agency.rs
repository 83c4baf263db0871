use super::{AccessMode, Colour, LinkEntry, LockAfter, Spanned, TargetEntry};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `keyfolio.yaml`: the agency, once for all portals.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio agency")]
pub struct AgencyFile {
    /// The agency's name, as clients know it.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub name: String,
    /// One line under the name.
    #[serde(default)]
    pub tagline: Option<String>,
    /// How to reach the agency.
    #[serde(default)]
    pub contact: ContactEntry,
    /// Logo, colours and type. Paths are relative to `keyfolio.yaml`.
    #[serde(default)]
    pub brand: BrandEntry,
    /// Which theme, and its settings.
    #[serde(default)]
    pub theme: ThemeChoice,
    /// Language and region of portals that set none, as a BCP 47 tag: `en-GB`, `de`, `pt-BR`.
    #[serde(default)]
    pub locale: Option<Spanned<String>>,
    /// IANA time zone in which "today" is reckoned: `Europe/Berlin`.
    #[serde(default)]
    pub time_zone: Option<Spanned<String>>,
    /// Currency of amounts that name none, as an ISO 4217 code: `EUR`.
    #[serde(default)]
    pub currency: Option<Spanned<String>>,
    /// Where the output will be reachable, for `keyfolio links`: `https://clients.example.com/`. With `{locator}` in the
    /// host name (`https://{locator}.portals.example/`) every portal has a web origin of its own.
    #[serde(default)]
    pub base_url: Option<Spanned<String>>,
    /// Access for clients that set none.
    #[serde(default)]
    pub access: AccessDefault,
    /// The people of the agency who answer; clients name them by `id`.
    #[serde(default)]
    pub team: Vec<MemberEntry>,
    /// One line at the foot of every page.
    #[serde(default)]
    pub footer: Option<String>,
    /// Imprint, privacy and the like, at the foot of every page.
    #[serde(default)]
    pub legal: Vec<LinkEntry>,
    /// Hosts whose images and frames Markdown may embed: `www.youtube-nocookie.com`.
    #[serde(default)]
    pub allow_hosts: Vec<Spanned<String>>,
    /// Where `keyfolio publish` can put the portals, by name: `production`, `staging`.
    #[serde(default)]
    pub publish: BTreeMap<String, TargetEntry>,
    /// Largest file a portal may hold, in MiB (default 4096).
    #[serde(default)]
    pub max_file_size: Option<Spanned<u64>>,
}

/// How to reach the agency.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactEntry {
    /// Mail address.
    #[serde(default)]
    pub email: Option<Spanned<String>>,
    /// Telephone number, as people write it.
    #[serde(default)]
    pub phone: Option<String>,
    /// Web site.
    #[serde(default)]
    pub website: Option<Spanned<String>>,
    /// Postal address; lines are kept.
    #[serde(default)]
    pub address: Option<String>,
    /// A page where a call can be booked.
    #[serde(default)]
    pub booking: Option<Spanned<String>>,
}

/// Logo, colours and type.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BrandEntry {
    /// Logo on a light ground (SVG, PNG, JPEG, WebP or GIF).
    #[serde(default)]
    pub logo: Option<Spanned<String>>,
    /// Logo on a dark ground.
    #[serde(default)]
    pub logo_dark: Option<Spanned<String>>,
    /// Icon of the browser tab; a plain one unless given.
    #[serde(default)]
    pub favicon: Option<Spanned<String>>,
    /// The one accent colour: `"#1a7f5a"`. Mended at build where it cannot be read.
    #[serde(default)]
    pub accent: Option<Spanned<Colour>>,
    /// The accent colour in dark mode; worked out from `accent` unless given.
    #[serde(default)]
    pub accent_dark: Option<Spanned<Colour>>,
    /// Font stack of running text, as in CSS: `Avenir Next, Segoe UI, sans-serif`. Only installed fonts are used.
    #[serde(default)]
    pub font: Option<Spanned<String>>,
    /// Font stack of headings; `font` unless given.
    #[serde(default)]
    pub heading_font: Option<Spanned<String>>,
}

/// Which theme, and its settings.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeChoice {
    /// A folder in `themes/`, or `default`, the built-in one.
    #[serde(default)]
    pub name: Option<Spanned<String>>,
    /// Values for the settings that the theme's `theme.yaml` declares.
    #[serde(default)]
    pub settings: BTreeMap<String, Spanned<String>>,
}

/// Access for clients that set none.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessDefault {
    /// How clients get in (default `link`).
    #[serde(default)]
    pub mode: Option<Spanned<AccessMode>>,
    /// After how long without use an open sealed portal locks itself, from `1m` to `24h` (default `never`).
    #[serde(default)]
    pub lock_after: Option<Spanned<LockAfter>>,
    /// Whether the agency's root page takes the codes of mode `code` and opens the right portal. It does as soon as
    /// a client has that mode, unless this is `false`; with `true` it does in any case.
    #[serde(default)]
    pub door: Option<Spanned<bool>>,
}

/// A person of the agency who answers clients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberEntry {
    /// Short name that other files use: `mara`.
    pub id: Spanned<String>,
    /// Full name.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub name: String,
    /// What they do.
    #[serde(default)]
    pub role: Option<String>,
    /// Photo, a path relative to `keyfolio.yaml`.
    #[serde(default)]
    pub photo: Option<Spanned<String>>,
    /// Mail address.
    #[serde(default)]
    pub email: Option<Spanned<String>>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// A page where a call with them can be booked.
    #[serde(default)]
    pub booking: Option<Spanned<String>>,
}

/// `themes/<theme>/theme.yaml`: what a theme is called and what can be set.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio theme")]
pub struct ThemeFile {
    /// The theme's name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub author: Option<String>,
    /// What an agency can set, by name.
    #[serde(default)]
    pub settings: BTreeMap<String, SettingEntry>,
}

/// One setting of a theme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingEntry {
    /// What it does.
    pub description: String,
    /// Its value when the agency sets none.
    pub default: Spanned<String>,
    /// The values it takes; any text when empty.
    #[serde(default)]
    pub values: Vec<String>,
}
