use super::{AccessEntry, BrandEntry, ChosenCode, Date, LinkEntry, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// `content/<client>/client.yaml`: one client. Only `name` must be there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio client")]
pub struct ClientFile {
    /// The client's name.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub name: String,
    /// Overrides of the agency's brand. Paths are relative to the client's folder.
    #[serde(default)]
    pub brand: BrandEntry,
    /// The people who may open the portal.
    #[serde(default)]
    pub people: Vec<PersonEntry>,
    /// Ids of the agency's team members who answer this client, the first one first.
    #[serde(default)]
    pub team: Vec<Spanned<String>>,
    /// Language and region of this portal, as a BCP 47 tag; the agency's unless given.
    #[serde(default)]
    pub language: Option<Spanned<String>>,
    /// Currency of amounts that name none, as an ISO 4217 code; the agency's unless given.
    #[serde(default)]
    pub currency: Option<Spanned<String>>,
    /// A few words of welcome on the overview, in Markdown.
    #[serde(default)]
    pub welcome: Option<Spanned<String>>,
    /// Names of the collections in `shared/` that this portal shows.
    #[serde(default)]
    pub shared: Vec<Spanned<String>>,
    /// Links that are always at hand: staging site, board, call.
    #[serde(default)]
    pub links: Vec<LinkEntry>,
    /// How the portal is opened, and until when; the agency's mode unless given.
    #[serde(default)]
    pub access: AccessEntry,
    /// The work is over: the portal stays, and says so.
    #[serde(default)]
    pub archived: bool,
}

/// A person of the client who may open the portal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// Short name that other files use: `ada`.
    pub id: Spanned<String>,
    /// Full name.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub name: String,
    /// Mail address.
    #[serde(default)]
    pub email: Option<Spanned<String>>,
    /// What they do.
    #[serde(default)]
    pub role: Option<String>,
    /// Whether their word decides on approvals.
    #[serde(default)]
    pub decides: bool,
    /// The last day on which they can open the portal.
    #[serde(default)]
    pub expires: Option<Spanned<Date>>,
    /// An access code of their own choice, in place of the one that Keyfolio makes. Letters (A to Z) and digits count, at least 8.
    #[serde(default)]
    pub code: Option<Spanned<ChosenCode>>,
}

/// `project.yaml`: one project, in the client's folder (a client with one project) or in
/// `projects/<project>/`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio project")]
pub struct ProjectFile {
    /// The project's title; made from the folder's name unless given.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// What the project is about, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// Place among the client's projects, smallest first; then by folder name.
    #[serde(default)]
    pub order: i64,
    /// Links that belong to this project.
    #[serde(default)]
    pub links: Vec<LinkEntry>,
    /// The project is over: it moves below the others.
    #[serde(default)]
    pub archived: bool,
}

/// `shared/<collection>/collection.yaml`: resources for every client that subscribes.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio collection")]
pub struct CollectionFile {
    /// The collection's title; made from the folder's name unless given.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// Language and region of its texts: `de-AT`, `ja`. The agency's `locale` unless given, as one
    /// text serves clients of several languages.
    #[serde(default)]
    pub language: Option<Spanned<String>>,
    /// What is in it, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// Links that belong to it.
    #[serde(default)]
    pub links: Vec<LinkEntry>,
}
