//! A whole portal: `Site + keys -> Sealed`.

use super::error::SealError;
use super::header::Header;
use super::keys::{PortalId, PortalKey, Root};
use super::manifest::{Listed, Manifest, ManifestKey};
use super::object::{Object, ObjectKey};
use super::slot::Slot;
use super::source::Digests;
use crate::model::PortalPath;
use crate::site::Site;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// Everything that a portal is sealed with.
#[derive(Debug)]
pub struct Keys {
    /// The portal's id.
    pub portal: PortalId,
    /// The portal key of this epoch.
    pub key: PortalKey,
    /// How often the portal key was replaced.
    pub epoch: u32,
    /// How the portal is opened.
    pub header: Header,
    /// Who may open it.
    pub people: Vec<Admission>,
}

/// One person who may open a portal.
#[derive(Debug)]
pub struct Admission {
    /// The person's id.
    pub person: String,
    /// What the person's link or code comes to.
    pub root: Root,
    /// The last day on which the slot is kept. Told to the person; whether the slot is still to be
    /// written is for the caller to decide.
    pub expires: Option<Date>,
    /// After how many seconds without use the portal is locked where this person opened it; within
    /// [`IDLE`](super::IDLE).
    pub idle: Option<u32>,
}

/// A sealed portal: what its folder holds, but for the browser's reader.
#[derive(Debug)]
pub struct Sealed {
    /// What stands at which path.
    pub entries: BTreeMap<PortalPath, Piece>,
    /// The number of its manifest.
    pub sequence: u64,
    /// How it stands to the manifest that was there before.
    pub history: History,
}

/// How a manifest stands to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// There was none.
    First,
    /// It is the same, byte for byte.
    Same,
    /// Its content is other, and its number one more.
    Next,
    /// The one before does not open with this portal key: it is of an earlier epoch or damaged.
    /// The numbers begin again.
    Restarted,
}

/// What stands at one path of a [`Sealed`] portal.
#[derive(Debug)]
pub enum Piece {
    /// Small, sealed already, and at a path whose content may change: to be compared.
    Bytes(Vec<u8>),
    /// Sealed while it is written. Its path tells its content.
    Object(Object),
}

impl Piece {
    /// The exact length, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Object(object) => object.sealed_size(),
        }
    }

    /// Whether a file of this length that stands at the piece's path already is this piece, and
    /// need not be looked at or written.
    #[must_use]
    pub fn is_named_after_content(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Writes it. When this fails, what was written must be thrown away.
    ///
    /// # Errors
    /// What `out` says; a file that cannot be read or is no longer what it was.
    pub fn write_to(&self, out: &mut impl Write) -> Result<(), SealError> {
        match self {
            Self::Bytes(bytes) => Ok(out.write_all(bytes)?),
            Self::Object(object) => object.write_to(out),
        }
    }
}

/// Seals `site`, which people see from `start` on. `previous` are the `manifest`s that people may have
/// seen: that of the output, that of a host. The one with the highest number is continued; of several
/// with that number, the last.
///
/// Files are read once here, but for those whose hash `digests` has, and once more when they are
/// written.
///
/// # Errors
/// When a file cannot be read or changed since it was loaded, when there is no `start`, or when
/// the portal is too large for the format.
pub fn portal(
    site: &Site,
    start: &PortalPath,
    keys: &Keys,
    previous: &[Vec<u8>],
    digests: &dyn Digests,
) -> Result<Sealed, SealError> {
    if !site.entries.contains_key(start) {
        return Err(SealError::NoStart(start.to_string()));
    }
    let mut entries = BTreeMap::new();
    let mut listed = BTreeMap::new();
    let key = Arc::new(ObjectKey::new(&keys.key, keys.portal, keys.epoch));
    for (path, entry) in &site.entries {
        let object = Object::new(&key, path.as_str(), entry, digests)?;
        listed.insert(path.to_string(), object.listed(path.as_str()));
        let path = PortalPath::known(format!("objects/{}", object.name()));
        entries.insert(path, Piece::Object(object));
    }
    for (name, slot) in slots(keys)? {
        entries.insert(PortalPath::known(format!("slots/{name}")), Piece::Bytes(slot));
    }
    let (manifest, sequence, history) = manifest(start, listed, keys, previous)?;
    entries.insert(PortalPath::known(Manifest::PATH), Piece::Bytes(manifest));
    let header = keys.header.bytes().to_vec();
    entries.insert(PortalPath::known("header.json"), Piece::Bytes(header));
    Ok(Sealed { entries, sequence, history })
}

/// The number of a portal's `manifest`; nothing when it does not open with this key.
#[must_use]
pub fn sequence(manifest: &[u8], key: &PortalKey, portal: PortalId, epoch: u32) -> Option<u64> {
    Some(Manifest::open(manifest, &ManifestKey::new(key, portal, epoch)).ok()?.sequence)
}

fn slots(keys: &Keys) -> Result<Vec<(String, Vec<u8>)>, SealError> {
    let seal = |admission: &Admission| {
        let slot = Slot {
            portal: keys.portal,
            key: keys.key.clone(),
            epoch: keys.epoch,
            person: admission.person.clone(),
            expires: admission.expires,
            idle: admission.idle,
        };
        Ok((admission.root.slot_name(), slot.seal(&admission.root, &keys.header)?))
    };
    keys.people.iter().map(seal).collect()
}

/// The manifest: the one before where nothing changed, else one with the next number.
fn manifest(
    start: &PortalPath,
    listed: BTreeMap<String, Listed>,
    keys: &Keys,
    previous: &[Vec<u8>],
) -> Result<(Vec<u8>, u64, History), SealError> {
    let key = ManifestKey::new(&keys.key, keys.portal, keys.epoch);
    let opened = previous
        .iter()
        .filter_map(|bytes| Some((bytes, Manifest::open(bytes.as_slice(), &key).ok()?)));
    let (sequence, history) = match opened.max_by_key(|(_, before)| before.sequence) {
        None if previous.is_empty() => (1, History::First),
        None => (1, History::Restarted),
        Some((bytes, before)) if before.start == start.as_str() && before.entries == listed => {
            return Ok((bytes.clone(), before.sequence, History::Same));
        }
        Some((_, before)) => (before.sequence + 1, History::Next),
    };
    let manifest = Manifest::new(sequence, start.to_string(), listed);
    Ok((manifest.seal(&key)?, sequence, history))
}
