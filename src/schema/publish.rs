//! Where `keyfolio publish` puts the portals.

use super::Spanned;
use schemars::JsonSchema;
use serde::Deserialize;

/// A place to publish to. Credentials never stand here: they come from the environment, or from the
/// provider's own files.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetEntry {
    /// What kind of storage it is.
    pub kind: Spanned<StorageKind>,
    /// The bucket (`s3`, `gcs`) or container (`azure`).
    #[serde(default)]
    pub bucket: Option<Spanned<String>>,
    /// The region (`s3`): `eu-central-1`; `auto` where the provider has none.
    #[serde(default)]
    pub region: Option<Spanned<String>>,
    /// Where the storage is: `https://s3.eu-central-003.backblazeb2.com`, `https://account.blob.core.windows.net`,
    /// `https://dav.example.com/`, `ssh://user@host:22`.
    #[serde(default)]
    pub endpoint: Option<Spanned<String>>,
    /// A folder: on this machine, relative to `keyfolio.yaml` (`folder`), or on the server (`sftp`).
    #[serde(default)]
    pub path: Option<Spanned<String>>,
    /// A folder in the storage, below which everything stands: `clients/`.
    #[serde(default)]
    pub prefix: Option<Spanned<String>>,
    /// Where clients reach it, if not at the agency's `base_url`.
    #[serde(default)]
    pub base_url: Option<Spanned<String>>,
    /// Whether the host answers the address of a folder with the `index.html` in it (default: no, and
    /// links name the page). Nothing inside a portal depends on it.
    #[serde(default)]
    pub index: bool,
    /// Whether files can be put with headers of their own, such as `Cache-Control` (default: yes; a
    /// web server in front of a folder says them by itself, see `keyfolio host-config`).
    #[serde(default)]
    pub headers: Option<bool>,
    /// Whether a CDN stands in front of it, which keeps copies: then files that are taken back are
    /// kept there for an hour at most (default: no).
    #[serde(default)]
    pub cdn: bool,
}

/// A kind of storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StorageKind {
    /// Amazon S3, Cloudflare R2, Backblaze B2, `MinIO`, `SeaweedFS`, Wasabi, Spaces and all others that speak its protocol.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
    /// A `WebDAV` server.
    Webdav,
    /// A folder on a machine that is reached with SSH.
    Sftp,
    /// A folder on this machine.
    Folder,
}
