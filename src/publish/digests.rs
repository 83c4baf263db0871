//! The digests of the output's files, kept from publish to publish.
//!
//! One file for each folder of the output, so that each is read beside its folder, and only those are
//! written in whose folder something changed. They can only save work.

use super::PublishError;
use super::tree::Local;
use crate::stamp::Stamp;
use crate::write::keep;
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::HEXLOWER;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Where a workspace keeps them, from its root.
const FOLDER: &str = ".keyfolio/cache/published";
/// What its own `.gitignore` and everything else begins with that belongs to no folder.
const HIDDEN: char = '.';

/// The digests that one workspace keeps.
#[derive(Debug)]
pub struct Digests {
    folder: Utf8PathBuf,
}

/// A file's length, modification, change, inode, and digest in hexadecimal.
type Entry = (u64, i128, i128, u64, String);

/// What is known of one folder's files, by their path.
#[derive(Debug, Default)]
pub(super) struct Kept(BTreeMap<String, Entry>);

impl Digests {
    /// Those of the workspace at `root`.
    #[must_use]
    pub fn of(root: &Utf8Path) -> Self {
        Self { folder: root.join(FOLDER) }
    }

    /// What is known of the files in `folder`. What is missing or broken is as good as none.
    pub(super) fn load(&self, folder: &str) -> Kept {
        let bytes = fs_err::read(self.folder.join(folder)).ok();
        let known = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Kept(known.unwrap_or_default())
    }

    /// Keeps those of the files in `folder`, unless they are what is `known`.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub(super) fn save(
        &self,
        folder: &str,
        files: &BTreeMap<String, Local>,
        known: &Kept,
    ) -> Result<(), PublishError> {
        let is_known = |(place, local): (&String, &Local)| known.digest(place, &local.stamp);
        if files.len() == known.0.len() && files.iter().all(|file| is_known(file).is_some()) {
            return Ok(());
        }
        let kept = files.iter().map(|(place, local)| {
            let Stamp { len, modified, changed, inode } = local.stamp;
            (place, (len, modified, changed, inode, HEXLOWER.encode(&local.stored.digest)))
        });
        let kept: BTreeMap<&String, Entry> = kept.collect();
        let bytes = serde_json::to_vec(&kept).map_err(io::Error::other)?;
        Ok(keep(&self.folder.join(folder), &bytes)?)
    }

    /// Forgets all folders but these.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub(super) fn retain(&self, folders: &BTreeSet<&str>) -> Result<(), PublishError> {
        let Ok(entries) = fs_err::read_dir(&self.folder) else { return Ok(()) };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let kept = name
                .to_str()
                .is_some_and(|name| name.starts_with(HIDDEN) || folders.contains(name));
            if !kept {
                fs_err::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Kept {
    /// The digest of a file that is as it was when it was taken.
    pub(super) fn digest(&self, place: &str, stamp: &Stamp) -> Option<[u8; 32]> {
        let (len, modified, changed, inode, digest) = self.0.get(place)?;
        let is_same = (*len, *modified, *changed, *inode)
            == (stamp.len, stamp.modified, stamp.changed, stamp.inode);
        let digest = HEXLOWER.decode(digest.as_bytes()).ok().filter(|_| is_same)?;
        digest.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Secret;
    use crate::publish::Tree;

    /// An output folder with one portal, and digests beside it.
    struct Disk {
        root: Utf8PathBuf,
        secret: Secret,
        name: String,
        _guard: tempfile::TempDir,
    }

    fn disk() -> Disk {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        let secret = Secret::create(&root).unwrap();
        let name = secret.locator("acme", 0).to_string();
        let disk = Disk { root, secret, name, _guard: guard };
        disk.write("index.html", "one");
        disk.write("updates/first.html", "two");
        disk
    }

    impl Disk {
        fn write(&self, path: &str, content: &str) {
            let path = self.root.join("dist").join(&self.name).join(path);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            // As a build does: a new file in the place of the old one.
            let _ = fs_err::remove_file(&path);
            fs_err::write(path, content).unwrap();
        }

        fn kept(&self) -> Utf8PathBuf {
            self.root.join(FOLDER).join(&self.name)
        }

        fn read(&self) -> String {
            let digests = Digests::of(&self.root);
            let tree = Tree::read(&self.root.join("dist"), &self.secret, &digests, |_| true);
            tree.unwrap().groups[&self.name].digest()
        }
    }

    #[test]
    fn what_is_kept_is_believed_until_the_file_changes() {
        let disk = disk();
        let whole = disk.read();
        assert_eq!(disk.read(), whole);
        let text = fs_err::read_to_string(disk.kept()).unwrap();
        // Whether it is believed shows where it is wrong.
        let one = HEXLOWER.encode(&<sha2::Sha256 as sha2::Digest>::digest("one"));
        fs_err::write(disk.kept(), text.replace(&one, &"0".repeat(64))).unwrap();
        assert_ne!(disk.read(), whole);
        disk.write("index.html", "one");
        assert_eq!(disk.read(), whole);
        disk.write("index.html", "ONE");
        assert_ne!(disk.read(), whole);
    }

    #[test]
    fn what_is_broken_is_as_good_as_none() {
        let disk = disk();
        let whole = disk.read();
        let text = fs_err::read_to_string(disk.kept()).unwrap();
        for broken in ["", "{}", "[[[", &text[..text.len() / 2], &text.replace("[3,", "[-3,")] {
            fs_err::write(disk.kept(), broken).unwrap();
            assert_eq!(disk.read(), whole, "{broken}");
            assert_eq!(fs_err::read_to_string(disk.kept()).unwrap(), text, "{broken}");
        }
    }

    #[test]
    fn what_is_kept_of_a_portal_goes_with_it() {
        let disk = disk();
        disk.read();
        assert!(disk.kept().exists());
        fs_err::remove_dir_all(disk.root.join("dist").join(&disk.name)).unwrap();
        let digests = Digests::of(&disk.root);
        Tree::read(&disk.root.join("dist"), &disk.secret, &digests, |_| true).unwrap();
        assert!(!disk.kept().exists());
    }
}
