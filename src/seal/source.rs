//! A file of the client's or the agency's on its way into an object: read once to be hashed, and
//! once to be sealed.
//!
//! The salt of a sealed message comes from the hash of what is sealed. Were a file to change
//! between the two, two plaintexts would be sealed under one salt; so both readings are of the very
//! file that was loaded, unchanged when they end.

use super::cobblestone::read_full;
use super::deflate::compressing;
use super::error::SealError;
use super::manifest::Encoding;
use crate::source_file::SourceFile;
use sha2::{Digest, Sha256};
use std::io::{BufReader, Read};

const BUFFER: usize = 256 << 10;

/// A file, and what was found out about what its object will hold.
pub(super) struct Source {
    file: SourceFile,
    compressed: bool,
    /// Length of what the object holds.
    pub(super) stored: u64,
    /// Its SHA-256.
    pub(super) digest: [u8; 32],
}

impl Source {
    /// Hashes `file`; compressed, where that is asked for and makes it shorter.
    pub(super) fn new(file: &SourceFile, compress: bool) -> Result<Self, SealError> {
        let file = file.clone();
        let mut source = Self { file, compressed: compress, stored: 0, digest: [0; 32] };
        source.hash()?;
        if compress && source.stored >= source.file.size() {
            source.compressed = false;
            source.hash()?;
        }
        Ok(source)
    }

    fn hash(&mut self) -> Result<(), SealError> {
        let mut hash = Sha256::new();
        let mut stored = 0;
        self.read(|plain| {
            let whole = usize::try_from(self.file.size() + 1).unwrap_or(BUFFER);
            let mut buffer = vec![0; whole.min(BUFFER)];
            loop {
                let length = read_full(&mut *plain, &mut buffer)?;
                hash.update(&buffer[..length]);
                stored += length as u64;
                if length < buffer.len() {
                    return Ok(());
                }
            }
        })?;
        (self.stored, self.digest) = (stored, hash.finalize().into());
        Ok(())
    }

    /// Lets `take` read what the object holds, and makes sure that this was the file that was
    /// loaded, from beginning to end.
    pub(super) fn read(
        &self,
        take: impl FnOnce(&mut dyn Read) -> Result<(), SealError>,
    ) -> Result<(), SealError> {
        let file = self.file.open()?;
        if self.compressed {
            take(&mut compressing(BufReader::with_capacity(BUFFER, &file)))?;
        } else {
            take(&mut &file)?;
        }
        Ok(self.file.check(&file.metadata()?)?)
    }

    /// How the object holds the file.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.compressed.then_some(Encoding::DeflateRaw)
    }
}

/// The whole of a file, which is small.
pub(super) fn whole(file: &SourceFile) -> Result<Vec<u8>, SealError> {
    let mut bytes = Vec::new();
    let open = file.open()?;
    // One that grows meanwhile is found out by the check, however much more comes.
    (&open).take(file.size() + 1).read_to_end(&mut bytes)?;
    file.check(&open.metadata()?)?;
    Ok(bytes)
}
