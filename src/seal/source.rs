//! A file of the client's or the agency's on its way into an object: read once to be hashed, and
//! once to be sealed.
//!
//! The salt of a sealed message comes from the hash of what is sealed. Were a file to change
//! between the two, two plaintexts would be sealed under one salt; so both readings are of the very
//! file that was loaded, unchanged when they end. A hash that an earlier build took saves the
//! first reading; then the second takes it again, and what does not come to it is thrown away.

use super::deflate::compressing;
use super::error::SealError;
use super::manifest::Encoding;
use super::pipe::{LARGE, Pipe, beside};
use crate::source_file::{SourceFile, changed_at};
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, BufReader, Read, Write};

const BUFFER: usize = 256 << 10;

/// What earlier builds found out about large files.
pub trait Digests: fmt::Debug + Sync {
    /// The SHA-256 of a file that is as it was when that was taken.
    fn of(&self, file: &SourceFile) -> Option<[u8; 32]>;

    /// Keeps the SHA-256 of a file for later builds.
    fn keep(&self, file: &SourceFile, digest: [u8; 32]);
}

/// Nothing.
impl Digests for () {
    fn of(&self, _: &SourceFile) -> Option<[u8; 32]> {
        None
    }

    fn keep(&self, _: &SourceFile, _: [u8; 32]) {}
}

/// A file, and what was found out about what its object will hold.
pub(super) struct Source {
    file: SourceFile,
    compressed: bool,
    /// Its hash was not taken by this build.
    remembered: bool,
    /// Length of what the object holds.
    pub(super) stored: u64,
    /// Its SHA-256.
    pub(super) digest: [u8; 32],
}

impl Source {
    /// Hashes `file`; compressed, where that is asked for and makes it shorter.
    pub(super) fn new(
        file: &SourceFile,
        compress: bool,
        digests: &dyn Digests,
    ) -> Result<Self, SealError> {
        let mut source = Self {
            file: file.clone(),
            compressed: compress,
            remembered: false,
            stored: file.size(),
            digest: [0; 32],
        };
        let large = !compress && file.size() >= LARGE;
        if let Some(digest) = digests.of(file).filter(|_| large) {
            (source.digest, source.remembered) = (digest, true);
            return Ok(source);
        }
        source.hash()?;
        if compress && source.stored >= source.file.size() {
            source.compressed = false;
            source.hash()?;
        }
        if large {
            digests.keep(file, source.digest);
        }
        Ok(source)
    }

    fn hash(&mut self) -> Result<(), SealError> {
        let mut hash = Hashing { hash: Sha256::new(), length: 0 };
        self.open(|plain| {
            if self.is_large() {
                beside(|pipe| pipe.pour(plain), |piece| hash.write_all(piece))?;
            } else {
                io::copy(&mut BufReader::with_capacity(BUFFER, plain), &mut hash)?;
            }
            Ok(())
        })?;
        (self.stored, self.digest) = (hash.length, hash.hash.finalize().into());
        Ok(())
    }

    /// Lets `seal` read what the object holds, and gives what it makes of it to `out`.
    pub(super) fn seal(
        &self,
        seal: impl FnOnce(&mut dyn Read, &mut dyn Write) -> Result<(), SealError> + Send,
        out: &mut impl Write,
    ) -> Result<(), SealError> {
        self.open(|plain| {
            if !self.is_large() {
                return seal(plain, out);
            }
            let make = |pipe: &mut Pipe| {
                if !self.remembered {
                    return seal(plain, pipe);
                }
                let mut hashed = Hashed { from: plain, hash: Sha256::new() };
                seal(&mut hashed, pipe)?;
                let same = self.digest == <[u8; 32]>::from(hashed.hash.finalize());
                if same { Ok(()) } else { Err(changed_at(self.file.path()).into()) }
            };
            beside(make, |piece| Ok(out.write_all(piece)?))
        })
    }

    /// Lets `take` read what the object holds, and makes sure that this was the file that was
    /// loaded, from beginning to end.
    fn open(
        &self,
        take: impl FnOnce(&mut (dyn Read + Send)) -> Result<(), SealError>,
    ) -> Result<(), SealError> {
        let file = self.file.open()?;
        if self.compressed {
            take(&mut compressing(BufReader::with_capacity(BUFFER, &file)))?;
        } else {
            take(&mut &file)?;
        }
        Ok(self.file.check(&file.metadata()?)?)
    }

    fn is_large(&self) -> bool {
        self.stored >= LARGE
    }

    /// How the object holds the file.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.compressed.then_some(Encoding::DeflateRaw)
    }
}

/// Takes the hash and the length of what is written.
struct Hashing {
    hash: Sha256,
    length: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the hash of what is read.
struct Hashed<R> {
    from: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.hash.update(&buffer[..length]);
        Ok(length)
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
