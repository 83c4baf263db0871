//! What can stand in a portal's folder: an entry of a plain site, or a piece of a sealed one.

use super::compare::{same, same_head};
use super::copy::{copy, create, write_new};
use crate::seal::{Piece, SealError};
use crate::site::Entry;
use crate::source_file::changed;
use camino::Utf8Path;
use std::fs::Metadata;
use std::io::{self, BufWriter, Write};

/// One thing to be put at one path of a portal.
pub trait Item {
    /// Its exact length on disk, in bytes.
    fn size(&self) -> u64;

    /// Whether the file at `path`, with `metadata`, already is it.
    ///
    /// # Errors
    /// When the operating system refuses, or a file that it is made from is no longer what it was.
    fn stands_at(&self, path: &Utf8Path, metadata: &Metadata) -> io::Result<bool>;

    /// Puts it at `target`, where nothing is.
    ///
    /// # Errors
    /// As [`Item::stands_at`]; then `target` may hold a part of it.
    fn put_at(&self, target: &Utf8Path) -> io::Result<()>;
}

impl Item for Entry {
    fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(source) => source.size(),
        }
    }

    fn stands_at(&self, path: &Utf8Path, metadata: &Metadata) -> io::Result<bool> {
        same(path, metadata, self)
    }

    fn put_at(&self, target: &Utf8Path) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => write_new(target, bytes),
            Self::File(source) => copy(source, target),
        }
    }
}
