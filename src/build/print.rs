//! Prints: whether a tree of files is what it was, told by its names and stamps.
//!
//! A print is a SHA-256 over the sorted walk of a tree: name, kind, length, modification time
//! and, on Unix, ctime and inode of everything in it. No program can set a ctime, so a file that
//! was edited and given its old modification time back is still noticed.
//!
//! # Files that changed just now
//! Times have a granularity: a file that is changed twice within one tick of the clock shows the
//! same stamp both times. If its print was taken between the two changes, the second would never
//! be noticed. Git has the same problem in its index and calls such entries racily clean. The rule
//! here: a print may be remembered only if everything in it had been at rest when the print was
//! taken ([`Print::is_settled`]). Whatever is changed later has a later ctime then. At rest means
//! for 100 ms where the time itself shows that it is finer than a millisecond (the kernel's tick
//! is 10 ms at most), else for two seconds, the coarsest that is in use (FAT). "Now" is the file
//! system's own clock ([`Clock`]), as it may be another machine's.

use crate::source_file::SourceFile;
use crate::stamp::{Stamp, since_1970};
use camino::Utf8Path;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;
use std::time::SystemTime;

const MILLISECOND: i128 = 1_000_000;
const FINE: i128 = 100 * MILLISECOND;
const COARSE: i128 = 2_000 * MILLISECOND;

/// The print of some files. Two prints are equal when the files are as they were.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    hash: [u8; 32],
    settled: bool,
}

impl Print {
    /// Whether all that it covers was at rest when it was taken, so that it may be remembered.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.settled
    }

    /// Its 64 hexadecimal digits.
    pub(super) fn hex(&self) -> String {
        HEXLOWER.encode(&self.hash)
    }
}

impl PartialEq for Print {
    /// Whether it was settled is about when it was taken, not about what it is of.
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Print {}

/// The moment before the first print of a build, as the file system sees it.
#[derive(Debug, Clone, Copy)]
pub struct Clock(i128);

impl Clock {
    /// Asks the file system that `folder` is on, by making a file there and looking at it. Where
    /// none can be made, and where that is earlier, this machine's own clock counts.
    #[must_use]
    pub fn of(folder: &Utf8Path) -> Self {
        let here = SystemTime::now();
        let there = tempfile::Builder::new()
            .prefix(".clock-")
            .tempfile_in(folder)
            .and_then(|file| file.as_file().metadata()?.modified());
        Self(since_1970(there.map_or(here, |there| there.min(here))))
    }

    /// Whether what is stamped so had been at rest.
    fn has_settled(self, stamp: &Stamp) -> bool {
        let last = stamp.last_change();
        let rest = if last % MILLISECOND == 0 { COARSE } else { FINE };
        last < self.0 - rest
    }
}

/// Takes one [`Print`] over several things, in the order in which they are added.
///
/// Take the [`Clock`], and the print of what will be read, before it is read: what changes in
/// between then shows in the next print.
pub struct Printer {
    hasher: Sha256,
    clock: Clock,
    settled: bool,
}

impl Printer {
    /// Begins a print.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { hasher: Sha256::new(), clock, settled: true }
    }

    /// Adds a value.
    #[must_use]
    pub fn value(mut self, value: &[u8]) -> Self {
        self.part(b'v', value);
        self
    }

    /// Adds another print, of something that several share: it need not be walked for each.
    #[must_use]
    pub fn print(mut self, print: &Print) -> Self {
        self.part(b'p', &print.hash);
        self.settled &= print.settled;
        self
    }

    /// Adds this very program: its version, and the file that it runs from, which is another
    /// after each compilation.
    ///
    /// # Errors
    /// When the platform does not tell, or the file is gone (replaced while it runs).
    pub fn program(self) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let mut printer = self.value(env!("CARGO_PKG_VERSION").as_bytes());
        let metadata = fs_err::metadata(program)?;
        // Nobody writes into a running program, so it need not have been at rest.
        printer.part(b'x', &bytes_of(&Stamp::of(&metadata)));
        Ok(printer)
    }

    /// Adds one file, or that there is none.
    ///
    /// # Errors
    /// When the operating system refuses to look.
    pub fn file(mut self, path: &Utf8Path) -> io::Result<Self> {
        match fs_err::metadata(path) {
            Ok(metadata) => self.stamp(b'f', &Stamp::of(&metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.part(b'-', b""),
            Err(error) => return Err(error),
        }
        Ok(self)
    }

    /// Adds a file as it was found.
    #[must_use]
    pub fn found(mut self, file: &SourceFile) -> Self {
        self.part(b'n', file.path().as_str().as_bytes());
        self.stamp(b'f', file.stamp());
        self
    }

    /// Adds a folder with everything in it, or that there is none.
    ///
    /// A symbolic link counts with where it leads and with what is there; a folder that it leads
    /// to is not entered.
    ///
    /// # Errors
    /// When the operating system refuses to look.
    pub fn folder(mut self, folder: &Utf8Path) -> io::Result<Self> {
        if !fs_err::exists(folder)? {
            self.part(b'-', b"");
            return Ok(self);
        }
        self.tree(folder.as_std_path())?;
        Ok(self)
    }

    /// Adds folders by their stamps alone, which move when anything in them is added, removed,
    /// renamed or replaced, but not when a file is written over in place.
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn folders(mut self, top: &Utf8Path, inside: &[String]) -> io::Result<Self> {
        self.part(b's', &bytes_of(&Stamp::of(&fs_err::metadata(top)?)));
        for folder in inside {
            self.part(b'n', folder.as_bytes());
            self.part(b's', &bytes_of(&Stamp::of(&fs_err::metadata(top.join(folder))?)));
        }
        Ok(self)
    }

    /// The print.
    #[must_use]
    pub fn finish(self) -> Print {
        Print { hash: self.hasher.finalize().into(), settled: self.settled }
    }

    fn tree(&mut self, folder: &Path) -> io::Result<()> {
        // Not `walkdir`, which stats by the whole path: an entry's own metadata is asked for by
        // its name in the open folder, and that is a third of the time of a build without change.
        let mut entries = Vec::new();
        for entry in fs_err::read_dir(folder)? {
            let entry = entry?;
            let metadata = if entry.file_type()?.is_dir() { None } else { Some(entry.metadata()?) };
            entries.push((entry.file_name(), metadata));
        }
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (name, metadata) in entries {
            self.part(b'n', name.as_encoded_bytes());
            if let Some(metadata) = metadata {
                self.stamp(b'f', &Stamp::of(&metadata));
                if metadata.is_symlink() {
                    self.link(&folder.join(name))?;
                }
            } else {
                // A folder's own times move whenever an editor makes a temporary file; what is in
                // it is what counts.
                self.part(b'd', b"");
                self.tree(&folder.join(name))?;
            }
        }
        self.part(b'.', b"");
        Ok(())
    }

    fn link(&mut self, path: &Path) -> io::Result<()> {
        self.part(b'l', fs_err::read_link(path)?.as_os_str().as_encoded_bytes());
        if let Ok(target) = fs_err::metadata(path) {
            self.stamp(b't', &Stamp::of(&target));
        }
        Ok(())
    }

    fn stamp(&mut self, kind: u8, stamp: &Stamp) {
        self.settled &= self.clock.has_settled(stamp);
        self.part(kind, &bytes_of(stamp));
    }

    /// Every part begins with its kind and its length, so that no two lists of parts are the
    /// same bytes.
    fn part(&mut self, kind: u8, bytes: &[u8]) {
        self.hasher.update([kind]);
        self.hasher.update((bytes.len() as u64).to_le_bytes());
        self.hasher.update(bytes);
    }
}

fn bytes_of(stamp: &Stamp) -> [u8; 48] {
    let mut bytes = [0; 48];
    bytes[..8].copy_from_slice(&stamp.len.to_le_bytes());
    bytes[8..24].copy_from_slice(&stamp.modified.to_le_bytes());
    bytes[24..40].copy_from_slice(&stamp.changed.to_le_bytes());
    bytes[40..].copy_from_slice(&stamp.inode.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use camino::Utf8PathBuf;

    struct Tree {
        root: Utf8PathBuf,
        _guard: tempfile::TempDir,
    }

    impl Tree {
        fn new() -> Self {
            let guard = tempfile::tempdir().unwrap();
            let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
            let tree = Self { root, _guard: guard };
            tree.write("updates/a.md", "one");
            tree.write("client.yaml", "name: Acme");
            tree
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.root.join(path);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, text).unwrap();
        }

        fn print(&self) -> Print {
            Printer::new(Clock(i128::MAX)).folder(&self.root).unwrap().finish()
        }
    }

    #[test]
    fn the_same_tree_has_the_same_print() {
        let tree = Tree::new();
        assert_eq!(tree.print(), tree.print());
    }

    #[test]
    fn every_change_shows() {
        let tree = Tree::new();
        let mut prints = vec![tree.print()];
        let mut changed = |what: &str| {
            let print = tree.print();
            assert!(!prints.contains(&print), "{what}");
            prints.push(print);
        };
        tree.write("new.md", "");
        changed("a new file");
        tree.write(".hidden", "");
        changed("a hidden file");
        tree.write("updates/a.md", "three");
        changed("another length");
        fs_err::create_dir(tree.root.join("empty")).unwrap();
        changed("a folder");
        fs_err::rename(tree.root.join("new.md"), tree.root.join("newer.md")).unwrap();
        changed("a name");
        fs_err::remove_file(tree.root.join("newer.md")).unwrap();
        changed("a removed file");
    }

    #[cfg(unix)]
    #[test]
    fn old_times_and_the_same_length_hide_nothing() {
        let tree = Tree::new();
        let (path, before) = (tree.root.join("updates/a.md"), tree.print());
        let modified = fs_err::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20)); // past the clock's tick
        tree.write("updates/a.md", "two");
        let file = fs_err::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_modified(modified).unwrap();
        assert_ne!(tree.print(), before);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_counts_with_what_is_behind_it() {
        let tree = Tree::new();
        let outside = Tree::new();
        let target = outside.root.join("client.yaml");
        std::os::unix::fs::symlink(&target, tree.root.join("link")).unwrap();
        let before = tree.print();
        fs_err::write(&target, "name: Somebody else").unwrap();
        let changed = tree.print();
        assert_ne!(changed, before);
        fs_err::remove_file(&target).unwrap();
        assert_ne!(tree.print(), changed);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let print = |values: &[&[u8]]| {
            let printer = Printer::new(Clock(0));
            values.iter().fold(printer, |printer, value| printer.value(value)).finish()
        };
        assert_ne!(print(&[b"ab", b"c"]), print(&[b"a", b"bc"]));
        assert_ne!(print(&[b"a"]), print(&[b"a", b""]));
    }

    #[test]
    fn what_is_missing_is_not_what_is_empty() {
        let tree = Tree::new();
        fs_err::create_dir(tree.root.join("empty")).unwrap();
        let print =
            |name: &str| Printer::new(Clock(0)).folder(&tree.root.join(name)).unwrap().finish();
        assert_ne!(print("empty"), print("missing"));
    }

    #[test]
    fn only_what_was_at_rest_is_settled() {
        let stamp = |changed| Stamp { len: 1, modified: changed, changed, inode: 1 };
        let now = 1_000_000 * MILLISECOND;
        let settled = |age: i128| Clock(now).has_settled(&stamp(now - age));
        // A time with microseconds in it: the file system is that fine.
        assert!(settled(FINE + 1) && !settled(FINE - 1) && !settled(-1));
        // A time in whole seconds: it may be that coarse.
        assert!(settled(COARSE + MILLISECOND) && !settled(FINE + MILLISECOND));
    }

    #[test]
    fn a_file_made_now_is_not_settled_and_spoils_the_whole() {
        let tree = Tree::new();
        let clock = Clock::of(&tree.root);
        let print = Printer::new(clock).folder(&tree.root).unwrap().finish();
        assert!(!print.is_settled());
        let whole = Printer::new(clock).value(b"agency").print(&print).finish();
        assert!(!whole.is_settled());
        assert!(Printer::new(clock).value(b"agency").finish().is_settled());
    }

    #[test]
    fn the_program_is_the_same_while_it_runs() {
        let print = || Printer::new(Clock(0)).program().unwrap().finish();
        assert_eq!(print(), print());
    }
}
