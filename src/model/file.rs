use super::PortalPath;
use crate::source_file::SourceFile;
use serde::Serialize;

/// A file of the client's that its portal shows or offers.
#[derive(Debug, Clone, Serialize)]
pub struct FileRef {
    /// Its real name, for people and downloads, in Unicode NFC.
    pub name: String,
    /// Where it stands in the portal.
    pub path: PortalPath,
    /// Length in bytes.
    pub size: u64,
    /// What can be done with it in a browser.
    pub media: Media,
    /// Media type (RFC 6838), told from the name.
    pub mime: String,
    /// Width in CSS pixels, when it is an image that says so.
    pub width: Option<u32>,
    /// Height in CSS pixels, when it is an image that says so.
    pub height: Option<u32>,
    /// The first part of a text.
    pub preview: Option<TextPreview>,
    /// What it is read from.
    #[serde(skip)]
    pub source: SourceFile,
}

/// What a browser can do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// Show it as a picture.
    Image,
    /// Show it as a PDF, where there is a viewer.
    Pdf,
    /// Play it.
    Video,
    /// Play it.
    Audio,
    /// Show it as text.
    Text,
    /// Only download it.
    Other,
}

/// The first part of a text file.
#[derive(Debug, Clone, Serialize)]
pub struct TextPreview {
    /// The text, whole lines.
    pub text: String,
    /// Whether the file goes on.
    pub truncated: bool,
}
