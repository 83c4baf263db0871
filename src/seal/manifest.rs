//! The manifest: which object is which file of the site.

use super::deflate::{compress, inflate};
use super::document::MANIFEST;
use super::error::{Fault, SealError};
use super::json;
use super::keys::{self, InputKey, MacKey, PortalId, PortalKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;

/// The longest JSON that a manifest may hold.
const LONGEST: u64 = 64 << 20;
const LONGEST_PATH: usize = 1_024;
const CONTEXT: &[u8] = b"keyfolio/v1/manifest\0";

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u64,
    /// From 1; one more each time the rest changes.
    pub sequence: u64,
    /// The entry to show first.
    pub start: String,
    /// What stands at each path of the site.
    pub entries: BTreeMap<String, Listed>,
}

/// What a manifest says of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The object's name, without its folder.
    pub object: String,
    /// The media type (RFC 9110), without a charset.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Length in bytes, as a reader gives it out.
    pub size: u64,
    /// Length of what the object holds, without padding.
    pub stored: u64,
    /// How the object holds it, where not as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
}

/// How an object holds an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// DEFLATE (RFC 1951), without a header of zlib's or gzip's.
    #[serde(rename = "deflate-raw")]
    DeflateRaw,
}

/// What seals and opens the manifests of one portal in one epoch.
#[derive(Debug)]
pub struct ManifestKey {
    pub(super) key: InputKey,
    pub(super) salt_key: MacKey,
    pub(super) context: Vec<u8>,
}

impl ManifestKey {
    /// Derives it.
    #[must_use]
    pub fn new(key: &PortalKey, portal: PortalId, epoch: u32) -> Self {
        Self {
            key: key.manifest_key(),
            salt_key: key.salt_key(),
            context: [CONTEXT, &portal.0, &epoch.to_be_bytes()].concat(),
        }
    }
}

impl Manifest {
    /// Where a portal has it.
    pub const PATH: &str = "manifest";

    /// Where it is as well, while a portal gets a new key: under the name of its epoch.
    #[must_use]
    pub fn path_of(epoch: u32) -> String {
        format!("{}-{epoch}", Self::PATH)
    }

    /// The manifest with this number.
    #[must_use]
    pub fn new(sequence: u64, start: String, entries: BTreeMap<String, Listed>) -> Self {
        Self { version: json::VERSION, sequence, start, entries }
    }

    /// Seals it.
    ///
    /// # Errors
    /// When it lists so much that it comes to more than 16 MiB, or 64 MiB of JSON.
    pub fn seal(&self, key: &ManifestKey) -> Result<Vec<u8>, SealError> {
        let json = self.json().map_err(std::io::Error::from)?;
        let too_long = |size: usize, limit| SealError::TooLong {
            what: "the list of a portal's files",
            size: size as u64,
            limit,
        };
        if json.len() as u64 > LONGEST {
            return Err(too_long(json.len(), LONGEST));
        }
        let body = compress(&json);
        MANIFEST
            .seal(&body, &key.key, &key.salt_key, &key.context)
            .ok_or_else(|| too_long(body.len(), MANIFEST.limit()))
    }

    pub(super) fn json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// Opens `manifest`.
    ///
    /// # Errors
    /// When it was not sealed with this key, or breaks a rule of the format.
    pub fn open(sealed: impl Read, key: &ManifestKey) -> Result<Self, Fault> {
        let body = MANIFEST.open(sealed, &key.key, &key.context)?;
        let mut json = Vec::new();
        inflate(body.as_slice(), &mut json, LONGEST)?;
        Self::parse(&json)
    }

    /// Reads the JSON of a manifest.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let manifest: Self = json::read(bytes)?;
        if !(1..=json::LARGEST).contains(&manifest.sequence) {
            return Err(Fault::Rule("its `sequence` is not between 1 and 2^53 - 1"));
        }
        if !manifest.entries.contains_key(&manifest.start) {
            return Err(Fault::Rule("its `start` is none of its entries"));
        }
        manifest.entries.iter().try_for_each(|(path, entry)| entry.check(path))?;
        Ok(manifest)
    }
}

impl Listed {
    fn check(&self, path: &str) -> Result<(), Fault> {
        if !is_path(path) {
            return Err(Fault::Rule("a path in it is none that a portal may have"));
        }
        if !keys::is_name(&self.object) {
            return Err(Fault::Rule("an `object` in it is not a name of 32 letters and digits"));
        }
        if self.size.max(self.stored) > json::LARGEST {
            return Err(Fault::Rule("a length in it is more than 2^53 - 1"));
        }
        if self.encoding.is_none() && self.size != self.stored {
            return Err(Fault::Rule("a `stored` in it is not the `size`, without an `encoding`"));
        }
        Ok(())
    }
}

/// Whether a portal may have an entry with this path: nothing that leads out of a folder.
fn is_path(path: &str) -> bool {
    (1..=LONGEST_PATH).contains(&path.len())
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}
