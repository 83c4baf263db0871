//! DEFLATE (RFC 1951) without a header, by `miniz_oxide`: the same bytes on every machine.

use super::cobblestone::read_full;
use super::error::Fault;
use flate2::read::DeflateEncoder;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::cell::RefCell;
use std::io::{Read, Write};

const BUFFER: usize = 64 << 10;

/// How hard it is tried. On pages, 3 takes four fifths of the time of 6, the usual one, and gives 2 %
/// more bytes; 1 takes half, and gives 13 % more.
const LEVEL: Compression = Compression::new(3);

/// Compresses what is read.
pub(super) fn compressing<R: Read>(from: R) -> impl Read {
    DeflateEncoder::new(from, LEVEL)
}

thread_local! {
    /// Making a compressor takes twice as long as compressing a page with it.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(LEVEL, false));
}

/// Compresses all of `bytes`.
///
/// # Panics
/// Never: a compressor takes any bytes.
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        let mut rest = bytes;
        loop {
            let before = compressor.total_in();
            let status = compressor
                .compress_vec(rest, &mut out, FlushCompress::Finish)
                .expect("a compressor takes any bytes");
            if status == Status::StreamEnd {
                return out;
            }
            rest = &rest[advance(compressor.total_in(), before)..];
            out.reserve(out.capacity());
        }
    })
}

/// How far a counter moved while one buffer was worked on.
fn advance(now: u64, before: u64) -> usize {
    usize::try_from(now - before).expect("no more than a buffer")
}

/// Inflates all of `from` into `out`, and says how much that gave.
///
/// # Errors
/// [`Fault::Inflate`] when it comes to more than `limit` bytes, ends before the compressed data
/// do, or goes on after them.
pub(crate) fn inflate(mut from: impl Read, mut out: impl Write, limit: u64) -> Result<u64, Fault> {
    let mut inflater = Decompress::new(false);
    let mut input = vec![0; BUFFER];
    let mut output = vec![0; BUFFER];
    let mut ready = 0..0;
    loop {
        if ready.is_empty() {
            ready = 0..read_full(&mut from, &mut input)?;
        }
        let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress(&input[ready.clone()], &mut output, FlushDecompress::None)
            .map_err(|_| Fault::Inflate)?;
        let length = advance(inflater.total_out(), before_out);
        ready.start += advance(inflater.total_in(), before_in);
        if inflater.total_out() > limit {
            return Err(Fault::Inflate);
        }
        out.write_all(&output[..length])?;
        if status == Status::StreamEnd {
            let ends = ready.is_empty() && read_full(&mut from, &mut input[..1])? == 0;
            return if ends { Ok(inflater.total_out()) } else { Err(Fault::Inflate) };
        }
        let moved = inflater.total_in() > before_in || length > 0;
        if !moved {
            return Err(Fault::Inflate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io;

    fn whole(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        inflate(bytes, &mut out, limit)?;
        Ok(out)
    }

    /// Gives one byte at a time, as a slow disk might.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    proptest! {
        #[test]
        fn what_was_compressed_inflates(bytes in prop::collection::vec(0..4u8, 0..9_000)) {
            let compressed = compress(&bytes);
            prop_assert_eq!(&compress(&bytes), &compressed, "a used compressor");
            let limit = bytes.len() as u64;
            prop_assert_eq!(&whole(&compressed, limit).unwrap(), &bytes);
            prop_assert!(limit == 0 || whole(&compressed, limit - 1).is_err());
            let end = compressed.len() - 1;
            prop_assert!(whole(&compressed[..end], limit).is_err());
            prop_assert!(whole(&[&compressed[..], &[0]].concat(), limit).is_err());
        }

        #[test]
        fn how_a_file_is_read_changes_no_byte(bytes in prop::collection::vec(0..9u8, 0..70_000)) {
            let mut at_once = Vec::new();
            compressing(bytes.as_slice()).read_to_end(&mut at_once).unwrap();
            let mut slowly = Vec::new();
            let slow = io::BufReader::with_capacity(BUFFER, Slow(&bytes));
            compressing(slow).read_to_end(&mut slowly).unwrap();
            prop_assert_eq!(&at_once, &slowly);
            prop_assert_eq!(whole(&at_once, bytes.len() as u64).unwrap(), bytes);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = whole(&bytes, 1_000);
        }
    }
}
