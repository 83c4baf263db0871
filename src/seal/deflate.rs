//! DEFLATE (RFC 1951) without a header, by `miniz_oxide`: the same bytes on every machine.

use super::cobblestone::read_full;
use super::error::Fault;
use flate2::read::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use std::io::{self, Read, Write};

const BUFFER: usize = 64 << 10;

/// Compresses what is read.
pub(super) fn compressing<R: Read>(from: R) -> impl Read {
    DeflateEncoder::new(from, Compression::default())
}

/// Compresses all of `bytes`.
pub(super) fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    compressing(bytes).read_to_end(&mut out)?;
    Ok(out)
}

/// Inflates all of `from` into `out`, and says how much that gave.
///
/// # Errors
/// [`Fault::Inflate`] when it comes to more than `limit` bytes, ends before the compressed data
/// do, or goes on after them.
pub(super) fn inflate(mut from: impl Read, mut out: impl Write, limit: u64) -> Result<u64, Fault> {
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
        let advance = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(BUFFER);
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
