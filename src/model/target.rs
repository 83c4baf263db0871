//! Where portals are published.

use super::BaseUrl;
use camino::Utf8PathBuf;

/// A place to publish to, as the agency describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What kind of storage, and which one.
    pub storage: Storage,
    /// A folder in it, below which everything stands: empty, or ends in `/`.
    pub prefix: String,
    /// Where clients reach it, where that is not the agency's own address.
    pub base_url: Option<BaseUrl>,
    /// Whether the host answers the address of a folder with the `index.html` in it.
    pub index: bool,
    /// Whether files are put with headers of their own, where the storage takes them.
    pub headers: bool,
    /// Whether a CDN keeps copies.
    pub cdn: bool,
}

impl Target {
    /// A folder on this machine, with nothing else said.
    #[must_use]
    pub fn folder(path: impl Into<Utf8PathBuf>) -> Self {
        Self {
            storage: Storage::Folder { path: path.into() },
            prefix: String::new(),
            base_url: None,
            index: false,
            headers: true,
            cdn: false,
        }
    }
}

/// A kind of storage, and which one. Credentials are no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// Amazon S3 and all that speak its protocol.
    S3 {
        /// The bucket.
        bucket: String,
        /// The region; `auto` where the provider has none.
        region: String,
        /// Where it is, unless it is Amazon's.
        endpoint: Option<String>,
    },
    /// Google Cloud Storage.
    Gcs {
        /// The bucket.
        bucket: String,
        /// Where it is, unless it is Google's.
        endpoint: Option<String>,
    },
    /// Azure Blob Storage.
    Azure {
        /// The container.
        container: String,
        /// The storage account's address.
        endpoint: String,
    },
    /// A `WebDAV` server.
    WebDav {
        /// Its address.
        endpoint: String,
    },
    /// A folder on a machine that is reached with SSH.
    Sftp {
        /// `ssh://user@host:port`.
        endpoint: String,
        /// The folder.
        path: String,
    },
    /// A folder on this machine.
    Folder {
        /// Where it is; relative to the workspace unless it is absolute.
        path: Utf8PathBuf,
    },
}
