use super::{Date, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// The front matter of `updates/<update>.md`. All of it is optional: the title is the first
/// heading or the file's name, the date is taken from a file name like `2026-03-31-kickoff.md`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio update")]
pub struct UpdateFront {
    /// The title.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// The day it was written.
    #[serde(default)]
    pub date: Option<Spanned<Date>>,
    /// Id of the team member who wrote it.
    #[serde(default)]
    pub author: Option<Spanned<String>>,
    /// A few words to sort by.
    #[serde(default)]
    pub tags: Vec<Spanned<String>>,
    /// Stays on top.
    #[serde(default)]
    pub pinned: bool,
    /// One sentence for the list; taken from the text unless given.
    #[serde(default)]
    pub summary: Option<String>,
    /// Files to download, relative to the update's file.
    #[serde(default)]
    pub attachments: Vec<Spanned<String>>,
}
