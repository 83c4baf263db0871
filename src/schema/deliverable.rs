use super::{Date, Spanned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `deliverables/<deliverable>/deliverable.yaml`: what is not told by the files alone.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio deliverable")]
pub struct DeliverableFile {
    /// The title; made from the folder's name unless given.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// What kind of thing it is; told from the files unless given.
    #[serde(default)]
    pub kind: Option<DeliverableKind>,
    /// What it is, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// Id of the milestone it belongs to.
    #[serde(default)]
    pub milestone: Option<Spanned<String>>,
    /// Its state; none is shown unless given.
    #[serde(default)]
    pub state: Option<DeliverableState>,
    /// Id of the version that counts; the last one unless given.
    #[serde(default)]
    pub current: Option<Spanned<String>>,
    /// Dates and notes of versions; versions not listed here are found by folder or file name.
    #[serde(default)]
    pub versions: Vec<VersionEntry>,
    /// Approvals already given.
    #[serde(default)]
    pub approvals: Vec<ApprovalEntry>,
    /// Place among the deliverables, smallest first; then by title.
    #[serde(default)]
    pub order: i64,
}

/// What kind of thing a deliverable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliverableKind {
    /// A picture, a layout, a mark.
    Design,
    /// Something to read.
    Document,
    /// A moving picture.
    Video,
    /// Something to hear.
    Audio,
    /// A web site or an app.
    Website,
    /// Something to be printed.
    Print,
    /// Something to try out.
    Prototype,
    /// Data or source code.
    Data,
    /// Anything else.
    Other,
}

/// The state of a deliverable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliverableState {
    /// Work in progress, shown for information.
    Draft,
    /// Waiting for the client's word.
    InReview,
    /// The client asked for changes.
    ChangesRequested,
    /// The client agreed.
    Approved,
    /// Delivered; nothing follows.
    Final,
}

/// One version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionEntry {
    /// Its short name, as in the folder or file name: `v2`.
    pub id: Spanned<String>,
    /// The day it was handed over.
    #[serde(default)]
    pub date: Option<Spanned<Date>>,
    /// What changed, in Markdown.
    #[serde(default)]
    pub notes: Option<Spanned<String>>,
    /// Its files, relative to the deliverable's folder; those in the folder `<id>/` unless given.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
}

/// An approval already given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalEntry {
    /// Id of the person who approved, of the client's people.
    pub by: Spanned<String>,
    /// When.
    pub date: Spanned<Date>,
    /// Id of the version.
    pub version: Spanned<String>,
    /// In their words.
    #[serde(default)]
    pub note: Option<String>,
}
