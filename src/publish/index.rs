//! What the target holds, as its own sealed files say: one inventory for each group, and an index of
//! the inventories in a few parts.
//!
//! So a publish without changes costs one request for each part and no listing, and a change of one
//! portal rewrites that portal's inventory and one part. The parts are few, so that their number does
//! not show in the requests, and more than one, so that shards seldom wait for each other. Their
//! names come from the secret: nobody can ask for them who does not know it.

use super::PublishError;
use super::tree::digest_of;
use crate::access::Secret;
use crate::seal::{INVENTORY, Mac, compress, inflate};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How many parts the index has.
pub const PARTS: u8 = 4;
const VERSION: u32 = 1;
/// Of the JSON, in bytes.
const LONGEST: u64 = 256 << 20;
/// The folder on the target for both.
pub const FOLDER: &str = "inventory";

/// Length and SHA-256 of a file, as it was put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// In bytes.
    pub len: u64,
    /// SHA-256.
    pub digest: [u8; 32],
}

impl Stored {
    /// Those of a small file.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { len: bytes.len() as u64, digest: Sha256::digest(bytes).into() }
    }
}

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.len, BASE64URL_NOPAD.encode(&self.digest)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (len, digest) = <(u64, String)>::deserialize(deserializer)?;
        let digest = BASE64URL_NOPAD.decode(digest.as_bytes()).ok();
        let digest = digest.and_then(|digest| digest.try_into().ok());
        Ok(Self { len, digest: digest.ok_or_else(|| de::Error::custom("no SHA-256"))? })
    }
}

/// Which state a sealed portal is in: what a reader compares to notice a host that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number {
    /// Of the portal's key.
    pub epoch: u32,
    /// Of the manifest.
    pub sequence: u64,
}

/// What one group has on the target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    version: u32,
    /// The number of the manifest, in a sealed portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// What the group's state is made of, by path on the target.
    pub files: BTreeMap<String, Stored>,
    /// What is there still and belongs to no state any more, and since when (seconds since 1970).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leaving: BTreeMap<String, i64>,
}

impl Inventory {
    /// An inventory of `files`, with what is on its way out.
    #[must_use]
    pub fn new(
        number: Option<Number>,
        files: BTreeMap<String, Stored>,
        leaving: BTreeMap<String, i64>,
    ) -> Self {
        Self { version: VERSION, number, files, leaving }
    }

    /// The paths of all that it tells of.
    pub(super) fn places(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(self.leaving.keys())
    }

    /// What tells this state of the group from every other: as [`Group::digest`](super::Group::digest).
    #[must_use]
    pub fn digest(&self) -> String {
        digest_of(self.files.iter().map(|(path, stored)| (path.as_str(), *stored)))
    }

    /// Since when the oldest of what belongs to no state any more is to go.
    #[must_use]
    pub fn oldest_leaving(&self) -> Option<i64> {
        self.leaving.values().min().copied()
    }

    /// Seals it; gives its name on the target, which changes with the content, and the bytes.
    ///
    /// # Errors
    /// When the group has more files than an inventory can hold (some hundred thousand).
    pub fn seal(&self, secret: &Secret, group: &str) -> Result<(String, Vec<u8>), PublishError> {
        let body = serde_json::to_vec(self).unwrap_or_default(); // texts and numbers are JSON
        let digest: [u8; 32] = Sha256::digest(&body).into();
        let name = secret.inventory_name(group, &digest);
        let sealed = seal(secret, &name, &body)?;
        Ok((format!("{FOLDER}/{name}"), sealed))
    }

    /// Opens what [`Inventory::seal`] gave under this name.
    ///
    /// # Errors
    /// When it is not what was sealed under this name with this secret.
    pub fn open(secret: &Secret, place: &str, sealed: &[u8]) -> Result<Self, PublishError> {
        open(secret, place, sealed)
    }
}

/// Where a group's inventory is, and which state it tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// [`Inventory::digest`].
    pub digest: String,
    /// The inventory's path on the target.
    pub inventory: String,
    /// Since when the oldest of what belongs to no state any more is to go (seconds since 1970).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<i64>,
}

/// A publisher's word that it is about to change a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What the group is about to become; nothing where it is being removed. Put right after the
    /// claim: where it is not there, nothing else was put either.
    pub to: Option<Pointer>,
    /// What it was about to become by earlier claims that were not carried out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Pointer>,
    /// Who: a random name, made for each workspace on each machine.
    pub by: String,
    /// Until when others keep away (seconds since 1970).
    pub until: i64,
}

/// What the index says of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its state, once one was published whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Pointer>,
    /// Who is changing it, or was and did not come to an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// Folders (they end in `/`) and files of which the target is to keep no old versions, because
    /// something was taken back there: until that is so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<String>,
}

impl Entry {
    /// The inventories that it points to.
    pub fn inventories(&self) -> impl Iterator<Item = &Pointer> {
        self.now.iter().chain(self.unfinished())
    }

    /// The inventories of publishes that did not come to their end, the last one first.
    pub fn unfinished(&self) -> impl Iterator<Item = &Pointer> {
        self.claim.iter().flat_map(|claim| claim.to.iter().chain(&claim.before))
    }
}

/// One part of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    version: u32,
    /// By name of the group.
    pub groups: BTreeMap<String, Entry>,
}

impl Index {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self { version: VERSION, groups: BTreeMap::new() }
    }

    /// The number of the part in which a group stands.
    #[must_use]
    pub fn part_of(group: &str) -> u8 {
        Sha256::digest(group)[0] % PARTS
    }

    /// Where a part is on the target.
    #[must_use]
    pub fn place(secret: &Secret, part: u8) -> String {
        format!("{FOLDER}/{}", secret.index_name(part))
    }

    /// Seals part number `part`.
    ///
    /// # Errors
    /// When it has more groups than one part can hold.
    pub fn seal(&self, secret: &Secret, part: u8) -> Result<Vec<u8>, PublishError> {
        let body = serde_json::to_vec(self).unwrap_or_default(); // texts and numbers are JSON
        seal(secret, &secret.index_name(part), &body)
    }

    /// Opens what [`Index::seal`] gave.
    ///
    /// # Errors
    /// When it is not what was sealed as this part with this secret.
    pub fn open(secret: &Secret, part: u8, sealed: &[u8]) -> Result<Self, PublishError> {
        open(secret, &Self::place(secret, part), sealed)
    }
}

fn context(name: &str) -> Vec<u8> {
    [b"keyfolio/v1/inventory\0", name.as_bytes()].concat()
}

fn seal(secret: &Secret, name: &str, body: &[u8]) -> Result<Vec<u8>, PublishError> {
    let body = compress(body);
    INVENTORY
        .seal(&body, &secret.inventory_key(), &secret.inventory_salt_key(), &context(name))
        .ok_or(PublishError::TooMany)
}

fn open<T: de::DeserializeOwned>(
    secret: &Secret,
    place: &str,
    sealed: &[u8],
) -> Result<T, PublishError> {
    let damaged = || PublishError::Inventory { place: place.to_owned() };
    let name = place.rsplit('/').next().unwrap_or(place);
    let body =
        INVENTORY.open(sealed, &secret.inventory_key(), &context(name)).map_err(|_| damaged())?;
    let mut json = Vec::new();
    inflate(body.as_slice(), &mut json, LONGEST).map_err(|_| damaged())?;
    serde_json::from_slice(&json).map_err(|_| damaged())
}

impl Secret {
    fn inventory_names(&self) -> Mac {
        Mac::new(self.inventory_name_key().expose())
    }

    /// The name of a group's inventory in this state.
    fn inventory_name(&self, group: &str, digest: &[u8; 32]) -> String {
        let mac = self.inventory_names().plain(b"group").prefixed(group.as_bytes());
        name(&mac.plain(digest).finish::<20>())
    }

    /// The name of a part of the index.
    fn index_name(&self, part: u8) -> String {
        name(&self.inventory_names().plain(b"index").plain(&[part]).finish::<20>())
    }
}

fn name(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}
