//! Objects: one file of the site each, sealed while it is written, and opened while it is read.

use super::cobblestone::{CHUNK, HEAD, Message, Opener, Salt, read_full, sealed_len};
use super::deflate::{compress, inflate};
use super::document::salt;
use super::error::{Fault, SealError};
use super::keys::{InputKey, MacKey, PortalId, PortalKey, name_of};
use super::manifest::{Encoding, Listed};
use super::media;
use super::padding::padme;
use super::source::{self, Digests, Source};
use crate::site::{Entry, Shared};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;

const CONTEXT: &[u8] = b"keyfolio/v1/object\0";
/// Files up to this length are read once and kept until they are written, as pages are.
const SMALL: u64 = CHUNK as u64;
/// Longer texts are kept as they are: they are downloads, and a browser can show the beginning
/// of a download, or go on with one, only where the bytes are where they are.
const COMPRESSED: u64 = 8 << 20;

/// What seals and opens the objects of one portal in one epoch.
#[derive(Debug)]
pub struct ObjectKey {
    pub(super) key: InputKey,
    name_key: MacKey,
    salt_key: MacKey,
    context: Vec<u8>,
}

impl ObjectKey {
    /// Derives it.
    #[must_use]
    pub fn new(key: &PortalKey, portal: PortalId, epoch: u32) -> Self {
        Self {
            key: key.object_key(),
            name_key: key.name_key(),
            salt_key: key.salt_key(),
            context: [CONTEXT, &portal.0, &epoch.to_be_bytes()].concat(),
        }
    }

    pub(super) fn context(&self, path: &str) -> Vec<u8> {
        [&self.context, path.as_bytes()].concat()
    }

    pub(super) fn salt(&self, path: &str, digest: &[u8; 32]) -> Salt {
        salt(&self.salt_key, &self.context(path), digest)
    }

    pub(super) fn name(&self, path: &str, salt: Salt) -> String {
        name_of(&self.name_key.mac().prefixed(path.as_bytes()).plain(&salt.0).finish())
    }
}

/// One entry of a site, to be sealed when it is written: [`Object::write_to`].
///
/// Its name tells its content: an object that stands under its name already is the same, and
/// need not be written again.
pub struct Object {
    key: Arc<ObjectKey>,
    context: Vec<u8>,
    salt: Salt,
    name: String,
    plain: Plain,
    /// Length of what it holds, without padding.
    stored: u64,
    /// Length of the entry.
    size: u64,
}

/// What an object holds, as it is stored.
enum Plain {
    Bytes(Vec<u8>, Option<Encoding>),
    Shared(Arc<Shared>, Option<Encoding>),
    File(Source),
}

impl Plain {
    /// Looks at an entry: compresses it where it is `text` and gets shorter.
    fn of(entry: &Entry, text: bool, digests: &dyn Digests) -> Result<Self, SealError> {
        Ok(match entry {
            Entry::Bytes(bytes) => Self::of_bytes(Cow::Borrowed(bytes), text),
            Entry::Shared(shared) => {
                let shorter = text && shared.compressed(compress).len() < shared.len();
                Self::Shared(Arc::clone(shared), shorter.then_some(Encoding::DeflateRaw))
            }
            Entry::File(file) if file.size() <= SMALL => {
                Self::of_bytes(Cow::Owned(source::whole(file)?), text)
            }
            Entry::File(file) => {
                Self::File(Source::new(file, text && file.size() <= COMPRESSED, digests)?)
            }
        })
    }

    fn of_bytes(bytes: Cow<'_, [u8]>, text: bool) -> Self {
        let shorter = text.then(|| compress(&bytes));
        match shorter.filter(|shorter| shorter.len() < bytes.len()) {
            Some(shorter) => Self::Bytes(shorter, Some(Encoding::DeflateRaw)),
            None => Self::Bytes(bytes.into_owned(), None),
        }
    }

    fn encoding(&self) -> Option<Encoding> {
        match self {
            Self::Bytes(_, encoding) | Self::Shared(_, encoding) => *encoding,
            Self::File(source) => source.encoding(),
        }
    }

    /// The bytes, where they are in memory, or the file.
    fn stored(&self) -> Result<&[u8], &Source> {
        match self {
            Self::Bytes(bytes, _) => Ok(bytes),
            Self::Shared(shared, None) => Ok(shared),
            Self::Shared(shared, Some(Encoding::DeflateRaw)) => Ok(shared.compressed(compress)),
            Self::File(source) => Err(source),
        }
    }
}

impl Object {
    /// Looks at an entry: compresses it where that helps, and hashes it. A file of any length is
    /// read once for this, unless `digests` has its hash, and once more when it is written, and not
    /// into memory.
    ///
    /// # Errors
    /// When a file cannot be read, or is not as long as it was when it was loaded.
    pub fn new(
        key: &Arc<ObjectKey>,
        path: &str,
        entry: &Entry,
        digests: &dyn Digests,
    ) -> Result<Self, SealError> {
        let plain = Plain::of(entry, media::is_text(media::of(path)), digests)?;
        let (stored, digest) = match plain.stored() {
            Ok(bytes) => (bytes.len() as u64, Sha256::digest(bytes).into()),
            Err(source) => (source.stored, source.digest),
        };
        let context = key.context(path);
        let salt = key.salt(path, &digest);
        let name = key.name(path, salt);
        Ok(Self { key: Arc::clone(key), context, salt, name, plain, stored, size: entry.size() })
    }

    /// Its name, without the folder: 32 characters out of `a-z2-7`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its exact length when it is sealed, in bytes.
    #[must_use]
    pub fn sealed_size(&self) -> u64 {
        sealed_len(padme(self.stored))
    }

    /// What the manifest says of it, at `path`.
    #[must_use]
    pub fn listed(&self, path: &str) -> Listed {
        Listed {
            object: self.name.clone(),
            media_type: media::of(path).to_owned(),
            size: self.size,
            stored: self.stored,
            encoding: self.plain.encoding(),
        }
    }

    /// Seals it into `out`.
    ///
    /// # Errors
    /// When the file is no longer what it was when it was hashed: what was written is then
    /// worthless and must be thrown away, never published. And what `out` says.
    pub fn write_to(&self, out: &mut impl Write) -> Result<(), SealError> {
        match self.plain.stored() {
            Ok(bytes) => self.seal(bytes, out),
            Err(source) => source.seal(|plain, out| self.seal(plain, out), out),
        }
    }

    /// Whether `sealed` begins as this object does. Its name tells its content, but not that the
    /// file came through a crash whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_head_of(&self, sealed: impl Read) -> io::Result<bool> {
        let mut head = [0; HEAD];
        let whole = read_full(sealed, &mut head)? == HEAD;
        Ok(whole && Message::new(&self.key.key, self.salt, &self.context).has_head(&head))
    }

    fn seal(&self, plain: impl Read, out: &mut (impl Write + ?Sized)) -> Result<(), SealError> {
        let padding = padme(self.stored) - self.stored;
        let padded = plain.take(self.stored).chain(io::repeat(0).take(padding));
        Message::new(&self.key.key, self.salt, &self.context).seal(padded, out)?;
        Ok(())
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Opens the object of the entry at `path` into `out`.
///
/// # Errors
/// When it was not sealed with this key for this path, or does not come to what `listed` says.
/// What `out` has then received was checked chunk by chunk, but is not whole.
pub fn open(
    sealed: impl Read,
    key: &ObjectKey,
    path: &str,
    listed: &Listed,
    out: &mut impl Write,
) -> Result<(), Fault> {
    let mut plain = Counted { from: Opener::new(sealed, &key.key, &key.context(path))?, count: 0 };
    let mut stored = (&mut plain).take(listed.stored);
    let size = match listed.encoding {
        None => io::copy(&mut stored, out)?,
        Some(Encoding::DeflateRaw) => inflate(&mut stored, out, listed.size)?,
    };
    if size != listed.size {
        return Err(Fault::Size);
    }
    let mut padding = [0; 4_096];
    loop {
        match plain.read(&mut padding)? {
            0 => break,
            length if padding[..length].iter().all(|byte| *byte == 0) => {}
            _ => return Err(Fault::Padding),
        }
    }
    if plain.count == padme(listed.stored) { Ok(()) } else { Err(Fault::Padding) }
}

/// A `Read` that counts what it gives.
struct Counted<R> {
    from: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.count += length as u64;
        Ok(length)
    }
}
