//! The reader: opens a portal from wherever its files can be had.

use super::code::{AccessCode, Kdf};
use super::door::Door;
use super::error::{Fault, Kind, OpenError, Part, refused};
use super::header::{Header, Mode};
use super::keys::{LinkSecret, Root, Stretched};
use super::manifest::{Listed, Manifest, ManifestKey};
use super::object::{self, ObjectKey};
use super::slot::Slot;
use camino::Utf8PathBuf;
use fs_err::File;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// Where the files of a portal can be had: a folder, or an address.
pub trait Fetch {
    /// What a file is read from.
    type Body: Read;

    /// The file at `path`, relative to the portal's folder; `None` when it is not there.
    ///
    /// # Errors
    /// When it cannot be told, or the file cannot be had.
    fn fetch(&self, path: &str) -> io::Result<Option<Self::Body>>;
}

/// A portal's folder on this machine.
#[derive(Debug, Clone)]
pub struct Folder(pub Utf8PathBuf);

impl Fetch for Folder {
    type Body = File;

    fn fetch(&self, path: &str) -> io::Result<Option<File>> {
        match File::open(self.0.join(path)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What a person has been given.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// What follows `#` in the link.
    pub link: Option<LinkSecret>,
    /// The access code.
    pub code: Option<AccessCode>,
}

impl Credentials {
    /// What they come to under `header`. Stretches the code where there is one to stretch.
    fn root(&self, header: &Header) -> Result<Root, OpenError> {
        let link = || self.link.as_ref().ok_or(OpenError::LinkNeeded);
        let code = |kdf: Kdf| -> Result<Stretched, OpenError> {
            Ok(kdf.stretch(self.code.as_ref().ok_or(OpenError::CodeNeeded)?))
        };
        Ok(match header.mode() {
            Mode::Link => Root::from_link(link()?),
            Mode::Code(kdf) => Root::from_code(&code(kdf)?),
            Mode::LinkAndCode(kdf) => Root::from_link_and_code(link()?, &code(kdf)?),
        })
    }
}

/// A portal that a person has opened.
#[derive(Debug)]
pub struct Portal<F> {
    fetch: F,
    header: Header,
    root: Root,
    slot: Slot,
    manifest: Manifest,
    key: ObjectKey,
}

/// The locator of the portal that a code opens. `fetch` gives files of the folder above the portals.
///
/// # Errors
/// When there is no front door, the code is missing or opens none of its portals, or a file is
/// refused.
pub fn lead<F: Fetch>(fetch: &F, credentials: &Credentials) -> Result<String, OpenError> {
    let header = whole(fetch, "header.json").and_then(Header::parse);
    let root = credentials.root(&header.map_err(refused(Part::Header))?)?;
    let door = get(fetch, &Door::path(&root)).and_then(|sealed| Door::open(sealed, &root));
    Ok(door.map_err(refused(Part::Door))?.locator)
}

impl<F: Fetch> Portal<F> {
    /// Opens a portal: header, slot, manifest.
    ///
    /// # Errors
    /// When there is no portal, the link or code is missing or not the right one, or a file of the
    /// portal is refused.
    pub fn open(fetch: F, credentials: &Credentials) -> Result<Self, OpenError> {
        let header = whole(&fetch, "header.json").and_then(Header::parse);
        let header = header.map_err(refused(Part::Header))?;
        let root = credentials.root(&header)?;
        let (slot, manifest) = match load(&fetch, &header, &root) {
            // They may be of two states, where the agency published in between.
            Err(error) if error.kind() == Some(Kind::Damaged) => load(&fetch, &header, &root)?,
            loaded => loaded?,
        };
        let key = ObjectKey::new(&slot.key, slot.portal, slot.epoch);
        Ok(Self { fetch, header, root, slot, manifest, key })
    }

    /// Asks for slot and manifest once more, as who misses an object is to: the agency may have
    /// published meanwhile. Says whether the portal has changed.
    ///
    /// # Errors
    /// As [`Portal::open`]; and when what is there now is older than what was there before, or of
    /// another portal. Then the portal stays as it was.
    pub fn refresh(&mut self) -> Result<bool, OpenError> {
        let (slot, manifest) = load(&self.fetch, &self.header, &self.root)?;
        let older = (slot.epoch, manifest.sequence) < (self.slot.epoch, self.manifest.sequence);
        if older || slot.portal != self.slot.portal {
            let fault = Fault::Rule("it is older than the one that was there a moment ago");
            return Err(OpenError::Refused { part: Part::Manifest, fault });
        }
        let changed = slot.epoch != self.slot.epoch || manifest != self.manifest;
        self.key = ObjectKey::new(&slot.key, slot.portal, slot.epoch);
        (self.slot, self.manifest) = (slot, manifest);
        Ok(changed)
    }

    /// The person's slot.
    #[must_use]
    pub fn slot(&self) -> &Slot {
        &self.slot
    }

    /// What the portal holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its entries, in the order of their paths.
    #[must_use]
    pub fn entries(&self) -> &BTreeMap<String, Listed> {
        &self.manifest.entries
    }

    /// Opens the entry at `path` into `out`. When this fails, what was written is checked, but
    /// not whole.
    ///
    /// # Errors
    /// When there is no such entry, or its object is not there or is refused.
    pub fn read(&self, path: &str, out: &mut impl Write) -> Result<(), OpenError> {
        let entry = self.entries().get(path);
        let entry = entry.ok_or_else(|| OpenError::NoEntry(path.to_owned()))?;
        get(&self.fetch, &format!("objects/{}", entry.object))
            .and_then(|sealed| object::open(sealed, &self.key, path, entry, out))
            .map_err(refused(Part::Object(path.to_owned())))
    }
}

/// The slot that `root` opens, and the manifest that the slot opens.
fn load<F: Fetch>(fetch: &F, header: &Header, root: &Root) -> Result<(Slot, Manifest), OpenError> {
    let slot = get(fetch, &format!("slots/{}", root.slot_name()))
        .and_then(|sealed| Slot::open(sealed, root, header))
        .map_err(refused(Part::Slot))?;
    let manifest = match manifest(fetch, Manifest::PATH, &slot) {
        // It is of another key, where a publish that brings a new one is half way.
        Err(fault) if fault.kind() == Kind::Damaged => {
            match manifest(fetch, &Manifest::path_of(slot.epoch), &slot) {
                Err(Fault::Missing) => Err(fault),
                of_epoch => of_epoch,
            }
        }
        manifest => manifest,
    };
    Ok((slot, manifest.map_err(refused(Part::Manifest))?))
}

fn manifest<F: Fetch>(fetch: &F, path: &str, slot: &Slot) -> Result<Manifest, Fault> {
    let key = ManifestKey::new(&slot.key, slot.portal, slot.epoch);
    get(fetch, path).and_then(|sealed| Manifest::open(sealed, &key))
}

fn get<F: Fetch>(fetch: &F, path: &str) -> Result<F::Body, Fault> {
    fetch.fetch(path)?.ok_or(Fault::Missing)
}

/// A small file that is not sealed. One byte more than it may have is enough to refuse it.
fn whole<F: Fetch>(fetch: &F, path: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    get(fetch, path)?.take(Header::LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
