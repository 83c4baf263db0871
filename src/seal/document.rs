//! Documents: sealed messages that say their own length, for what is small and read whole.

use super::cobblestone::{HEAD, Message, Opener, SALT, Salt, plain_len, read_full, sealed_len};
use super::error::Fault;
use super::keys::{InputKey, MacKey};
use super::padding::padme;
use sha2::{Digest, Sha256};
use std::io::Read;
use zeroize::Zeroizing;

/// Length of `u32(length of body)`.
const LENGTH: usize = 4;

/// One kind of document: its least plaintext, and its most when sealed, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    minimum: u64,
    limit: u64,
}

/// One person's slot.
pub const SLOT: Document = Document { minimum: 512, limit: 8_192 };
/// Where one person's code leads.
pub const DOOR: Document = Document { minimum: 256, limit: 1_024 };
/// The manifest.
pub const MANIFEST: Document = Document { minimum: 1_024, limit: 16 << 20 };
/// The agency's own list of who is let in.
pub const LEDGER: Document = Document { minimum: 1_024, limit: 16 << 20 };

/// What a publisher keeps on its target.
pub const INVENTORY: Document = Document { minimum: 1_024, limit: 64 << 20 };

impl Document {
    /// The most that a document of this kind may come to when it is sealed.
    #[must_use]
    pub fn limit(self) -> u64 {
        self.limit
    }

    /// Seals `body`. The salt comes from what is sealed, so that the same body gives the same
    /// bytes. `None` when it comes to more than the limit.
    ///
    /// # Panics
    /// Never: it is sealed in memory.
    #[must_use]
    pub fn seal(
        self,
        body: &[u8],
        key: &InputKey,
        salt_key: &MacKey,
        context: &[u8],
    ) -> Option<Vec<u8>> {
        let length = u32::try_from(body.len()).ok()?;
        let whole = self.padded(body.len() as u64);
        if sealed_len(whole) > self.limit {
            return None;
        }
        let mut plain = Zeroizing::new(vec![0; usize::try_from(whole).ok()?]);
        plain[..LENGTH].copy_from_slice(&length.to_be_bytes());
        plain[LENGTH..LENGTH + body.len()].copy_from_slice(body);
        let digest = Sha256::digest(&plain[..LENGTH + body.len()]).into();
        let salt = salt(salt_key, context, &digest);
        let mut sealed = Vec::with_capacity(usize::try_from(sealed_len(whole)).ok()?);
        Message::new(key, salt, context)
            .seal(plain.as_slice(), &mut sealed)
            .expect("memory can be read and written");
        Some(sealed)
    }

    /// Opens a document and gives its body.
    ///
    /// # Errors
    /// When it is too long, was not sealed so, or its padding is not right.
    pub fn open(
        self,
        sealed: impl Read,
        key: &InputKey,
        context: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let sealed = self.read(sealed)?;
        let length = plain_len(sealed.len() as u64).ok_or(Fault::Length)?;
        let mut plain =
            Zeroizing::new(vec![0; usize::try_from(length).map_err(|_| Fault::Length)?]);
        let mut opener = Opener::new(sealed.as_slice(), key, context)?;
        read_full(&mut opener, &mut plain)?;
        let (head, rest) = plain.split_first_chunk::<LENGTH>().ok_or(Fault::Padding)?;
        let length = u32::from_be_bytes(*head) as usize;
        let (body, padding) = rest.split_at_checked(length).ok_or(Fault::Padding)?;
        let whole = self.padded(body.len() as u64) == plain.len() as u64;
        if !whole || padding.iter().any(|byte| *byte != 0) {
            return Err(Fault::Padding);
        }
        Ok(Zeroizing::new(body.to_vec()))
    }

    /// Reads the sealed bytes, but never more than the limit.
    fn read(self, sealed: impl Read) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        sealed.take(self.limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() < HEAD || bytes.len() as u64 > self.limit {
            return Err(Fault::Length);
        }
        Ok(bytes)
    }

    fn padded(self, body: u64) -> u64 {
        padme(LENGTH as u64 + body).max(self.minimum)
    }
}

/// The salt of a message: the same for the same plaintext (`digest` is its SHA-256, without
/// padding) at the same place, and for nothing else.
pub(super) fn salt(key: &MacKey, context: &[u8], digest: &[u8; 32]) -> Salt {
    Salt(key.mac().prefixed(context).plain(digest).finish::<SALT>())
}
