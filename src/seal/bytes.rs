//! How the format puts bytes together before it hashes them.

use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;

/// HMAC-SHA-256 (RFC 2104) over parts one after the other.
#[derive(Clone)]
pub(crate) struct Mac(Hmac<Sha256>);

impl Mac {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes a key of any length"))
    }

    /// The bytes as they are: for the last part, and for parts of a fixed length.
    pub(crate) fn plain(mut self, part: &[u8]) -> Self {
        self.0.update(part);
        self
    }

    /// The length first (8 bytes, big-endian), so that no two lists of parts read the same.
    pub(crate) fn prefixed(self, part: &[u8]) -> Self {
        self.plain(&(part.len() as u64).to_be_bytes()).plain(part)
    }

    /// The first `N` bytes of it.
    pub(crate) fn finish<const N: usize>(self) -> [u8; N] {
        let whole = self.0.finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }
}
