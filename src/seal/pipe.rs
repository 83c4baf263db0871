//! Two halves of the work on a large file, each on a thread of its own: while one piece is hashed
//! or written, the next is read and sealed.

use super::cobblestone::read_full;
use std::io::{self, Read, Write};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

/// From this length on it is worth a thread, in bytes.
pub(super) const LARGE: u64 = 8 << 20;
/// Length of a piece, in bytes.
const PIECE: usize = 256 << 10;
/// How many pieces may wait: with the two that are worked on, a megabyte and a half.
const WAITING: usize = 4;

/// Where the first half puts what it makes.
pub(super) struct Pipe {
    piece: Vec<u8>,
    full: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
}

impl Pipe {
    /// Puts all of `from`.
    pub(super) fn pour(&mut self, mut from: impl Read) -> io::Result<()> {
        loop {
            let start = self.piece.len();
            self.piece.resize(PIECE, 0);
            let length = read_full(&mut from, &mut self.piece[start..])?;
            self.piece.truncate(start + length);
            if self.piece.len() < PIECE {
                return Ok(());
            }
            self.send()?;
        }
    }

    fn send(&mut self) -> io::Result<()> {
        let mut next = self.empty.try_recv().unwrap_or_else(|_| Vec::with_capacity(PIECE));
        next.clear();
        let full = std::mem::replace(&mut self.piece, next);
        // Only when the other half has failed: that is the error that counts.
        self.full.send(full).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..length]);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `make` on a thread of its own, and gives `take` what it puts into the pipe, in order.
///
/// # Errors
/// What `take` says, which ends both; else what `make` says.
pub(super) fn beside<E: From<io::Error> + Send>(
    make: impl FnOnce(&mut Pipe) -> Result<(), E> + Send,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (full, pieces) = sync_channel(WAITING);
    let (used, empty) = channel();
    thread::scope(|scope| {
        let maker = scope.spawn(move || {
            let mut pipe = Pipe { piece: Vec::with_capacity(PIECE), full, empty };
            make(&mut pipe)?;
            Ok(pipe.send()?)
        });
        let mut taken = Ok(());
        for piece in &pieces {
            taken = take(&piece);
            if taken.is_err() {
                break;
            }
            used.send(piece).ok(); // the maker has ended, and needs no more
        }
        drop(pieces);
        let made = maker.join().unwrap_or_else(|panic| resume_unwind(panic));
        taken.and(made)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(length: usize) -> Vec<u8> {
        (0..251).cycle().take(length).collect()
    }

    #[test]
    fn everything_arrives_in_order() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE + 5] {
            let (whole, mut out) = (bytes(length), Vec::new());
            let half = length / 2;
            let make = |pipe: &mut Pipe| {
                pipe.write_all(&whole[..half])?;
                pipe.pour(&whole[half..])
            };
            beside(make, |piece| out.write_all(piece)).unwrap();
            assert!(out == whole, "{length}");
        }
    }

    #[test]
    fn an_error_of_either_half_ends_both() {
        let refused = |_: &[u8]| Err(io::Error::other("full"));
        let error = beside(|pipe| pipe.pour(io::repeat(1)), refused).unwrap_err();
        assert_eq!(error.to_string(), "full");
        let make = |pipe: &mut Pipe| {
            pipe.write_all(&bytes(PIECE))?;
            Err(io::Error::other("gone"))
        };
        assert_eq!(beside(make, |_| Ok(())).unwrap_err().to_string(), "gone");
    }
}
