//! The doors for the fuzz targets of the sealed format. Only built for them (`--cfg fuzzing`) and for the tests.
//!
//! Nobody guesses a tag, so what is sealed is sealed here: each takes any bytes for what a portal
//! holds in one place, and panics when something is not as it must be for all bytes.

#![expect(clippy::missing_panics_doc, reason = "to panic is what a door is for")]

use super::cobblestone::{Message, Salt};
use super::document::SLOT;
use super::manifest::{Encoding, Listed, Manifest, ManifestKey};
use super::object::{self, ObjectKey};
use super::{Door, Header, InputKey, PortalId, PortalKey, Root, Slot, Stretched, padme};
use std::path::{Component, Path};

const KEY: [u8; 32] = [7; 32];
const SALT: Salt = Salt([1; 24]);
const CONTEXT: &[u8] = b"context";

/// Reads the bytes as a header.
pub fn header(bytes: &[u8]) {
    let Ok(header) = Header::parse(bytes.to_vec()) else { return };
    let again = Header::new(header.mode());
    assert_eq!(Header::parse(again.bytes().to_vec()).unwrap().mode(), header.mode());
}

/// Reads the bytes as the body of a slot.
pub fn slot(bytes: &[u8]) {
    let Ok(slot) = Slot::parse(bytes) else { return };
    let again = Slot::parse(&slot.json().unwrap()).unwrap();
    assert_eq!(again.key.expose(), slot.key.expose());
    assert_eq!(format!("{again:?}"), format!("{slot:?}"));
}

/// Reads the bytes as the body of a door.
pub fn door(bytes: &[u8]) {
    let Ok(door) = Door::parse(bytes) else { return };
    assert_eq!(Door::parse(&door.json().unwrap()).unwrap(), door);
    let root = Root::from_code(&Stretched::new(KEY));
    assert!(Door::open(bytes, &root).is_err());
    let sealed = door.seal(&root).unwrap();
    assert_eq!(sealed.len(), 56 + 256 + 16);
    assert_eq!(Door::open(sealed.as_slice(), &root).unwrap(), door);
}

/// Reads the bytes as the JSON of a manifest, and as a compressed one.
pub fn manifest(bytes: &[u8]) {
    let key = ManifestKey::new(&PortalKey::new(KEY), PortalId([0; 16]), 0);
    let sealed = super::document::MANIFEST.seal(bytes, &key.key, &key.salt_key, &key.context);
    let compressed = sealed.and_then(|sealed| Manifest::open(sealed.as_slice(), &key).ok());
    for manifest in [Manifest::parse(bytes).ok(), compressed].into_iter().flatten() {
        assert_eq!(Manifest::parse(&manifest.json().unwrap()).unwrap(), manifest);
        assert!(manifest.entries.contains_key(&manifest.start));
        for path in manifest.entries.keys() {
            let mut parts = Path::new(path).components();
            assert!(parts.all(|part| matches!(part, Component::Normal(_))), "{path}");
        }
        let sealed = manifest.seal(&key).unwrap();
        assert_eq!(Manifest::open(sealed.as_slice(), &key).unwrap(), manifest);
    }
}

/// Opens a document that holds the bytes, and one that is the bytes.
pub fn document(bytes: &[u8]) {
    let key = InputKey::new(KEY);
    assert!(SLOT.open(bytes, &key, CONTEXT).is_err());
    let sealed = sealed(&key, CONTEXT, bytes);
    let Ok(body) = SLOT.open(sealed.as_slice(), &key, CONTEXT) else { return };
    assert_eq!(&bytes[4..4 + body.len()], body.as_slice());
    let padding = &bytes[4 + body.len()..];
    assert!(bytes.len() >= 512 && padding.iter().all(|byte| *byte == 0));
}

/// Opens an object that holds the bytes, but for the first seven: those are what the manifest
/// says of it.
pub fn object(bytes: &[u8]) {
    let Some((&[s1, s2, s3, h1, h2, h3, compressed], plain)) = bytes.split_first_chunk() else {
        return;
    };
    let listed = Listed {
        object: "a".repeat(32),
        media_type: "text/plain".to_owned(),
        size: u64::from(u32::from_be_bytes([0, s1, s2, s3])),
        stored: u64::from(u32::from_be_bytes([0, h1, h2, h3])),
        encoding: (compressed % 2 == 1).then_some(Encoding::DeflateRaw),
    };
    let key = ObjectKey::new(&PortalKey::new(KEY), PortalId([0; 16]), 0);
    let sealed = sealed(&key.key, &key.context("a"), plain);
    let mut out = Vec::new();
    let opened = object::open(sealed.as_slice(), &key, "a", &listed, &mut out);
    assert!(out.len() as u64 <= listed.size || listed.encoding.is_none());
    if opened.is_ok() {
        assert_eq!(out.len() as u64, listed.size);
        assert_eq!(plain.len() as u64, padme(listed.stored));
    }
    assert!(object::open(bytes, &key, "a", &listed, &mut std::io::sink()).is_err());
}

fn sealed(key: &InputKey, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    Message::new(key, SALT, context).seal(plain, &mut sealed).unwrap();
    sealed
}
