//! Sealed messages: [C2SP chunked-encryption](https://c2sp.org/chunked-encryption) with SHA-512
//! and AES-256-GCM, which that page names Cobblestone-256.
//!
//! A [`Message`] is derived from an input key, a salt and a context; it seals from a `Read` to a
//! `Write`, opens the same way, and opens any one chunk alone. Memory is the same whatever the
//! length: one batch of chunks.

use super::error::Fault;
use super::keys::InputKey;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use hmac::{Hmac, Mac};
use sha2::Sha512;
use std::io::{self, Read, Write};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Plaintext of a chunk that is not the last, in bytes.
pub const CHUNK: usize = 16_384;
/// What a message begins with: the salt and the commitment.
pub const HEAD: usize = SALT + COMMITMENT;
/// Length of a [`Salt`].
pub const SALT: usize = 24;

const COMMITMENT: usize = 32;
const TAG: usize = 16;
const SEALED_CHUNK: usize = CHUNK + TAG;
/// Chunks that are read, sealed and written at once: 256 KiB, which stays in the second cache.
const BATCH: usize = 16;
/// A message has at most 2^38 chunks.
const MAX_CHUNKS: u64 = 1 << 38;
pub(super) const INFO: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

/// 24 bytes that no two plaintexts under one key may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; SALT]);

/// Which chunk of a message it is: from 0, and always below 2^38.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChunkNumber(u64);

impl ChunkNumber {
    /// The chunk that holds byte `at` of the plaintext. `None` beyond what a message can hold.
    pub fn holding(at: u64) -> Option<Self> {
        let number = at / CHUNK as u64;
        (number < MAX_CHUNKS).then_some(Self(number))
    }

    /// Where the chunk begins in the sealed message.
    #[must_use]
    pub fn offset(self) -> u64 {
        HEAD as u64 + self.0 * SEALED_CHUNK as u64
    }

    fn next(self) -> Result<Self, Fault> {
        let next = self.0 + 1;
        if next < MAX_CHUNKS { Ok(Self(next)) } else { Err(Fault::Length) }
    }
}

/// Length of the message that `plain` bytes are sealed to.
#[must_use]
pub fn sealed_len(plain: u64) -> u64 {
    HEAD as u64 + plain + TAG as u64 * (plain / CHUNK as u64 + 1)
}

/// Length of what a message of `sealed` bytes holds; `None` where no plaintext comes to it.
#[must_use]
pub fn plain_len(sealed: u64) -> Option<u64> {
    let chunks = sealed.checked_sub(HEAD as u64)?;
    let (full, last) = (chunks / SEALED_CHUNK as u64, chunks % SEALED_CHUNK as u64);
    let last = last.checked_sub(TAG as u64)?;
    (full < MAX_CHUNKS).then_some(full * CHUNK as u64 + last)
}

/// The key, base nonce and commitment of one message.
pub struct Message {
    cipher: Aes256Gcm,
    base_nonce: Zeroizing<[u8; 12]>,
    head: [u8; HEAD],
}

impl Message {
    /// Derives them from `key`, which must be random, a `salt` that no other plaintext has under
    /// that key, and a `context` that says what the message is.
    ///
    /// # Panics
    /// Never: the lengths are those that the cipher takes.
    #[must_use]
    pub fn new(key: &InputKey, salt: Salt, context: &[u8]) -> Self {
        let derived = expand(key, &[INFO, &salt.0, context]);
        let (key, rest) = derived.split_at(32);
        let (nonce, rest) = rest.split_at(12);
        let commitment = &rest[..COMMITMENT];
        let mut head = [0; HEAD];
        head[..SALT].copy_from_slice(&salt.0);
        head[SALT..].copy_from_slice(commitment);
        let mut base_nonce = Zeroizing::new([0; 12]);
        base_nonce.copy_from_slice(nonce);
        let cipher = Aes256Gcm::new_from_slice(key).expect("the key has 32 bytes");
        Self { cipher, base_nonce, head }
    }

    /// Derives them for a message that is there, from its head, and checks its commitment.
    ///
    /// # Errors
    /// [`Fault::Commitment`] where the message was sealed under another key or context, or its
    /// head was altered.
    pub fn of(head: &[u8; HEAD], key: &InputKey, context: &[u8]) -> Result<Self, Fault> {
        let mut salt = Salt([0; SALT]);
        salt.0.copy_from_slice(&head[..SALT]);
        let message = Self::new(key, salt, context);
        if message.has_head(head) { Ok(message) } else { Err(Fault::Commitment) }
    }

    /// Whether the sealed message begins with `head`: with its salt and its commitment. Takes the
    /// same time wherever they differ.
    #[must_use]
    pub fn has_head(&self, head: &[u8; HEAD]) -> bool {
        self.head.ct_eq(head).into()
    }

    /// Seals all of `plain` into `sealed`, and says how many bytes it read.
    ///
    /// # Errors
    /// What the two say, and [`Fault::Length`] (in an [`io::Error`]) beyond 4 PiB.
    pub fn seal(&self, mut plain: impl Read, mut sealed: impl Write) -> io::Result<u64> {
        // Most messages are a page, which is one chunk: it leaves in one piece with the head. What
        // is left here is sealed, and need not be wiped.
        let mut batch = self.head.to_vec();
        let mut filled = batch.len();
        batch.resize(filled + SEALED_CHUNK, 0);
        let mut number = ChunkNumber(0);
        let mut total = 0;
        loop {
            let mut last = false;
            for chunk in batch[filled..].chunks_exact_mut(SEALED_CHUNK) {
                let length = read_full(&mut plain, &mut chunk[..CHUNK])?;
                self.seal_chunk(number, chunk, length);
                total += length as u64;
                filled += length + TAG;
                last = length < CHUNK;
                if last {
                    break;
                }
                number = number.next()?;
            }
            sealed.write_all(&batch[..filled])?;
            if last {
                return Ok(total);
            }
            filled = 0;
            batch.resize(BATCH * SEALED_CHUNK, 0);
        }
    }

    /// Seals the first `length` bytes of `chunk` in place and puts the tag behind them.
    fn seal_chunk(&self, number: ChunkNumber, chunk: &mut [u8], length: usize) {
        let (plain, rest) = chunk.split_at_mut(length);
        let tag = self
            .cipher
            .encrypt_inout_detached(&self.nonce(number), &[], plain.into())
            .expect("AES-GCM takes up to 64 GiB at once");
        rest[..TAG].copy_from_slice(&tag);
    }

    /// Opens one chunk in place and gives its plaintext. `last` says whether it is the message's
    /// last one: that is shorter than the others, and only then is the message whole.
    ///
    /// # Errors
    /// [`Fault::Length`] where the chunk is not as long as it must be, [`Fault::Tag`] where it is
    /// not what was sealed there.
    pub fn open_chunk<'c>(
        &self,
        number: ChunkNumber,
        chunk: &'c mut [u8],
        last: bool,
    ) -> Result<&'c mut [u8], Fault> {
        let length = chunk.len().checked_sub(TAG).ok_or(Fault::Length)?;
        if length > CHUNK || last == (length == CHUNK) {
            return Err(Fault::Length);
        }
        let (body, tag) = chunk.split_at_mut(length);
        let tag = Tag::try_from(&*tag).map_err(|_| Fault::Length)?;
        self.cipher
            .decrypt_inout_detached(&self.nonce(number), &[], (&mut *body).into(), &tag)
            .map_err(|_| Fault::Tag)?;
        Ok(body)
    }

    fn nonce(&self, number: ChunkNumber) -> Nonce<U12> {
        let mut nonce = *self.base_nonce;
        for (byte, counter) in nonce[4..].iter_mut().zip(number.0.to_be_bytes()) {
            *byte ^= counter;
        }
        nonce.into()
    }
}

/// HKDF-Expand (RFC 5869, section 2.3) with SHA-512, for the two blocks that are needed here. By
/// hand, because the `hkdf` crate takes no pseudorandom key shorter than the hash.
pub(super) fn expand(prk: &InputKey, info: &[&[u8]; 3]) -> Zeroizing<[u8; 2 * 64]> {
    let mut blocks = Zeroizing::new([0; 2 * 64]);
    let (first, second) = blocks.split_at_mut(64);
    let hmac = Hmac::<Sha512>::new_from_slice(prk.expose()).expect("HMAC takes any key");
    let block = |before: &[u8], counter: u8, out: &mut [u8]| {
        let mut hmac = hmac.clone();
        hmac.update(before);
        for part in info {
            hmac.update(part);
        }
        hmac.update(&[counter]);
        out.copy_from_slice(&hmac.finalize().into_bytes());
    };
    block(&[], 1, first);
    block(first, 2, second);
    blocks
}

/// A message being opened from its beginning: a `Read` that gives out nothing that was not
/// checked, and an error instead of an end where the message was cut short.
///
/// What is wrong with a message is a [`Fault`] inside the [`io::Error`]: [`Fault::from`] finds it.
pub struct Opener<R> {
    sealed: R,
    message: Message,
    batch: Zeroizing<Vec<u8>>,
    /// What of the batch was not read yet: places in it.
    ready: std::ops::Range<usize>,
    /// The chunk in the batch of which `ready` is a part ends here; the next one follows.
    number: ChunkNumber,
    done: bool,
}

impl<R: Read> Opener<R> {
    /// Reads the head of the message, and checks the commitment.
    ///
    /// # Errors
    /// [`Fault::Length`], [`Fault::Commitment`], or what `sealed` says.
    pub fn new(mut sealed: R, key: &InputKey, context: &[u8]) -> Result<Self, Fault> {
        let mut head = [0; HEAD];
        if read_full(&mut sealed, &mut head)? < HEAD {
            return Err(Fault::Length);
        }
        let message = Message::of(&head, key, context)?;
        let batch = Zeroizing::new(vec![0; SEALED_CHUNK]);
        Ok(Self { sealed, message, batch, ready: 0..0, number: ChunkNumber(0), done: false })
    }

    fn next_chunk(&mut self) -> Result<(), Fault> {
        let length = read_full(&mut self.sealed, &mut self.batch)?;
        let last = length < SEALED_CHUNK;
        let plain = self.message.open_chunk(self.number, &mut self.batch[..length], last)?;
        self.ready = 0..plain.len();
        self.done = last;
        if !last {
            self.number = self.number.next()?;
        }
        Ok(())
    }
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() && !self.done && !buffer.is_empty() {
            self.next_chunk()?;
        }
        let length = self.ready.len().min(buffer.len());
        let start = self.ready.start;
        buffer[..length].copy_from_slice(&self.batch[start..start + length]);
        self.ready.start += length;
        Ok(length)
    }
}

/// Reads until `buffer` is full or `from` ends, and says how much that was.
pub(super) fn read_full(mut from: impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
