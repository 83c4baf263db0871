//! What can stand in a portal's folder: an entry of a plain site, or a piece of a sealed one.

use super::compare::{same_bytes, same_file};
use super::copy::{copy, write_new};
use super::swap::serve_file;
use crate::seal::Piece;
use crate::site::Entry;
use camino::Utf8Path;
use std::fs::Metadata;
use std::io;

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
        self.size()
    }

    fn stands_at(&self, path: &Utf8Path, metadata: &Metadata) -> io::Result<bool> {
        match self.content() {
            Ok(bytes) => same_bytes(path, metadata, bytes),
            Err(source) => same_file(path, metadata, source),
        }
    }

    fn put_at(&self, target: &Utf8Path) -> io::Result<()> {
        match self.content() {
            Ok(bytes) => write_new(target, bytes),
            Err(source) => copy(source, target),
        }
    }
}

impl Item for Piece {
    fn size(&self) -> u64 {
        self.size()
    }

    /// An object's name comes from its content: a file of its name and length that also begins as
    /// it does is it.
    fn stands_at(&self, path: &Utf8Path, metadata: &Metadata) -> io::Result<bool> {
        match self {
            Self::Bytes(bytes) => same_bytes(path, metadata, bytes),
            Self::Object(object) => {
                Ok(metadata.len() == self.size() && object.is_head_of(fs_err::File::open(path)?)?)
            }
        }
    }

    fn put_at(&self, target: &Utf8Path) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => write_new(target, bytes),
            Self::Object(_) => {
                let mut file = fs_err::File::create_new(target)?;
                self.write_to(&mut file)?;
                serve_file(target, &file.metadata()?)
            }
        }
    }
}
