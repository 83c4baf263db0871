//! The output folder as it stands: what is to be online.

use super::PublishError;
use super::digests::{Digests, Kept};
use super::index::Stored;
use crate::access::Secret;
use crate::build::MANIFEST_FILE;
use crate::seal::{DOOR_FOLDER, SHELL_FOLDER};
use crate::stamp::Stamp;
use crate::write::ROOT_FILES;
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::HEXLOWER;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read};
use walkdir::WalkDir;

/// The group of what stands at the root: its pages, and nothing of any client.
pub const ROOT: &str = "";

/// What tells a sealed portal, and a root with a front door.
pub(super) const HEADER: &str = "header.json";
/// How often a portal is read anew that is swapped for another meanwhile.
const ATTEMPTS: usize = 8;
/// What people have in a sealed portal.
pub(super) const SLOTS: &str = "slots/";

/// Whether a group is sealed, which decides what the host is told of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sealed portal: only its shell has types.
    Sealed,
    /// A plain portal, or the pages of the root.
    Plain,
}

/// One file of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// Where it is on disk.
    pub disk: Utf8PathBuf,
    /// As it was when the digest was taken.
    pub(super) stamp: Stamp,
    /// Its length and digest.
    pub stored: Stored,
}

/// Files that are published together: one portal, or the pages of the root.
#[derive(Debug, Clone)]
pub struct Group {
    /// A locator, or [`ROOT`].
    pub name: String,
    /// Whether it is sealed.
    pub kind: Kind,
    /// Its files by their path on the target.
    pub files: BTreeMap<String, Local>,
}

#[cfg(test)]
impl Local {
    /// A file that is on no disk.
    pub(super) fn holding(bytes: &[u8]) -> Self {
        let stored = Stored { len: bytes.len() as u64, digest: Sha256::digest(bytes).into() };
        let stamp = Stamp { len: stored.len, modified: 0, changed: 0, inode: 0 };
        Self { disk: Utf8PathBuf::new(), stamp, stored }
    }
}

impl Group {
    /// What tells this state of the group from every other.
    #[must_use]
    pub fn digest(&self) -> String {
        digest_of(self.files.iter().map(|(path, local)| (path.as_str(), local.stored)))
    }

    /// Where its manifest is, if it is sealed.
    pub(super) fn manifest(&self) -> String {
        format!("{}/{MANIFEST_FILE}", self.name)
    }

    /// What is put at `place`: one of its files; or the manifest once more, under the name of its epoch.
    pub(super) fn local(&self, place: &str) -> &Local {
        self.files.get(place).unwrap_or_else(|| &self.files[&self.manifest()])
    }

    /// The names of its slots.
    fn slots(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|place| inside(&self.name, place).strip_prefix(SLOTS))
    }
}

/// The path of a group's file from the group's folder. Doors stand in none.
pub(super) fn inside<'a>(group: &str, place: &'a str) -> &'a str {
    let below = place.strip_prefix(group).and_then(|rest| rest.strip_prefix('/'));
    below.filter(|_| group != ROOT).unwrap_or(place)
}

pub(super) fn digest_of<'a>(files: impl Iterator<Item = (&'a str, Stored)>) -> String {
    let mut digest = Sha256::new();
    for (path, stored) in files {
        digest.update((path.len() as u64).to_be_bytes());
        digest.update(path);
        digest.update(stored.len.to_be_bytes());
        digest.update(stored.digest);
    }
    HEXLOWER.encode(&digest.finalize())
}

/// What the output folder holds.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The groups that are looked at, by name.
    pub groups: BTreeMap<String, Group>,
    /// Whether there is any portal in it, looked at or not.
    pub has_portals: bool,
}

impl Tree {
    /// Reads the `chosen` groups of the output folder `dir`. Files whose digest is kept and that did not
    /// change since are not read again.
    ///
    /// Only portals that the secret recognises are taken up, the doors that lead to them, and the
    /// pages of the root.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn read(
        dir: &Utf8Path,
        secret: &Secret,
        digests: &Digests,
        chosen: impl Fn(&str) -> bool,
    ) -> Result<Self, PublishError> {
        let mut names: Vec<String> = vec![ROOT.to_owned()];
        for entry in fs_err::read_dir(dir)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.retain(|name| name == ROOT || secret.recognises(name).is_some());
        let all = names.len();
        names.retain(|name| chosen(name));
        let reader = Reader { dir, digests };
        let groups = names.par_iter().map(|name| reader.group(name));
        let mut groups: BTreeMap<String, Group> = groups
            .map(|group| group.map(|group| (group.name.clone(), group)))
            .collect::<Result<_, _>>()?;
        reader.doors(&mut groups)?;
        if names.len() == all {
            let portals = names.iter().map(String::as_str);
            digests.retain(&portals.chain([SHELL_FOLDER, DOOR_FOLDER]).collect())?;
        }
        Ok(Self { groups, has_portals: all > 1 })
    }
}

/// Reads the groups of an output folder.
struct Reader<'a> {
    dir: &'a Utf8Path,
    digests: &'a Digests,
}

impl Reader<'_> {
    fn group(&self, name: &str) -> Result<Group, PublishError> {
        if name == ROOT { self.root() } else { self.portal(name) }
    }

    /// A portal. A build that ends meanwhile swaps its folder for another: then it is read anew, as what is in
    /// one does not go with what is in the other.
    fn portal(&self, name: &str) -> Result<Group, PublishError> {
        let folder = self.dir.join(name);
        let stamp = || fs_err::symlink_metadata(&folder).map(|metadata| Stamp::of(&metadata));
        let mut attempts = 1..ATTEMPTS;
        let files = loop {
            let before = stamp()?;
            let files = self.below(name);
            if stamp()? == before {
                break files?;
            }
            if attempts.next().is_none() {
                return Err(PublishError::Moved { path: folder });
            }
        };
        let sealed = files.contains_key(&format!("{name}/{HEADER}"));
        let kind = if sealed { Kind::Sealed } else { Kind::Plain };
        Ok(Group { name: name.to_owned(), kind, files })
    }

    /// The pages of the root and what the front door needs.
    fn root(&self) -> Result<Group, PublishError> {
        let mut files = self.below(SHELL_FOLDER)?;
        for name in ROOT_FILES.into_iter().chain([HEADER]) {
            let disk = self.dir.join(name);
            if fs_err::exists(&disk)? {
                files.insert(name.to_owned(), local(disk, name, &Kept::default())?);
            }
        }
        Ok(Group { name: ROOT.to_owned(), kind: Kind::Plain, files })
    }

    /// Gives each door to the portal that has the slot of the same name.
    fn doors(&self, groups: &mut BTreeMap<String, Group>) -> Result<(), PublishError> {
        let doors = self.below(DOOR_FOLDER)?;
        if doors.is_empty() {
            return Ok(());
        }
        let owners: BTreeMap<String, String> = groups
            .values()
            .flat_map(|group| group.slots().map(|slot| (slot.to_owned(), group.name.clone())))
            .collect();
        for (place, door) in doors {
            let name = place.rsplit('/').next().unwrap_or(&place);
            let owner = owners.get(name).and_then(|owner| groups.get_mut(owner));
            if let Some(group) = owner {
                group.files.insert(place, door);
            }
        }
        Ok(())
    }

    /// The files below a folder, by their path from the output folder.
    fn below(&self, folder: &str) -> Result<BTreeMap<String, Local>, PublishError> {
        let below = self.dir.join(folder);
        if !fs_err::exists(&below)? {
            return Ok(BTreeMap::new());
        }
        let known = self.digests.load(folder);
        let mut files = BTreeMap::new();
        for entry in WalkDir::new(below).min_depth(1) {
            let entry = entry.map_err(io::Error::from)?;
            if entry.file_type().is_dir() {
                continue;
            }
            let disk = Utf8PathBuf::try_from(entry.into_path()).map_err(io::Error::other)?;
            let place = slashes(disk.strip_prefix(self.dir).unwrap_or(&disk));
            let local = local(disk, &place, &known)?;
            files.insert(place, local);
        }
        self.digests.save(folder, &files, &known)?;
        Ok(files)
    }
}

fn local(disk: Utf8PathBuf, place: &str, known: &Kept) -> Result<Local, PublishError> {
    let stamp = Stamp::of(&fs_err::symlink_metadata(&disk)?);
    let digest = match known.digest(place, &stamp) {
        Some(digest) => digest,
        None => digest(&disk)?,
    };
    Ok(Local { disk, stamp, stored: Stored { len: stamp.len, digest } })
}

fn slashes(path: &Utf8Path) -> String {
    path.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/")
}

fn digest(disk: &Utf8Path) -> io::Result<[u8; 32]> {
    let mut digest = Sha256::new();
    let mut file = fs_err::File::open(disk)?;
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest.finalize().into()),
            read => digest.update(&buffer[..read]),
        }
    }
}
