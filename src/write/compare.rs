//! Whether what stands in the old portal is what should stand there.

use crate::source_file::SourceFile;
use crate::stamp::Stamp;
use camino::Utf8Path;
use std::fs::Metadata;
use std::io::{self, Read};

/// From this length on a copied file is compared by its times first, in bytes.
///
/// Below it both files are read, every time: nothing is faster to be right about than 8 MiB in
/// the page cache. A film of 2 GB is another matter.
pub(super) const LARGE: u64 = 8 * 1024 * 1024;

/// How much of two files is compared at once, in bytes.
const PIECE: u64 = 128 << 10;

/// How far apart two times must be to be told apart on any file system (FAT: 2 seconds).
const COARSE: i128 = 2_000_000_000;

/// Whether the file at `path`, with `metadata`, holds `bytes`.
pub(super) fn same_bytes(path: &Utf8Path, metadata: &Metadata, bytes: &[u8]) -> io::Result<bool> {
    Ok(metadata.len() == bytes.len() as u64 && fs_err::read(path)? == *bytes)
}

/// Whether the file at `path`, with `metadata`, is a copy of `source`.
pub(super) fn same_file(
    path: &Utf8Path,
    metadata: &Metadata,
    source: &SourceFile,
) -> io::Result<bool> {
    Ok(metadata.len() == source.size()
        && (untouched(source.stamp(), &Stamp::of(metadata))
            || same_content(source.open()?, fs_err::File::open(path)?)?))
}

/// Whether a large `source` has certainly not changed since `copy` was made of it.
///
/// A large copy is given its source's modification time. The copy's own ctime moves when it is
/// linked into a new portal, which is done only after it was found to be the same; so a source
/// whose ctime is older still is what it was. A source that is put back with its old
/// times (from an archive, say) has a new ctime, and is read.
fn untouched(source: &Stamp, copy: &Stamp) -> bool {
    source.len >= LARGE
        && source.modified == copy.modified
        && source.changed + COARSE < copy.changed
}

/// Compares two files in pieces.
fn same_content(mut a: impl Read, mut b: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        left.clear();
        right.clear();
        a.by_ref().take(PIECE).read_to_end(&mut left)?;
        b.by_ref().take(PIECE).read_to_end(&mut right)?;
        if left != right || left.is_empty() {
            return Ok(left == right);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_large_file_whose_source_rested_is_trusted() {
        let source = Stamp { len: LARGE, modified: 5, changed: 10, inode: 1 };
        let copy = Stamp { len: LARGE, modified: 5, changed: 11 + COARSE, inode: 2 };
        assert!(untouched(&source, &copy));
        assert!(!untouched(&Stamp { len: LARGE - 1, ..source }, &copy));
        assert!(!untouched(&Stamp { modified: 6, ..source }, &copy));
        assert!(!untouched(&Stamp { changed: 12, ..source }, &copy));
    }

    #[test]
    fn content_is_compared_to_the_end() {
        let text = vec![7; 300_000];
        assert!(same_content(&text[..], &text[..]).unwrap());
        assert!(!same_content(&text[..], &text[..299_999]).unwrap());
        let mut other = text.clone();
        other[299_999] = 8;
        assert!(!same_content(&text[..], &other[..]).unwrap());
    }
}
