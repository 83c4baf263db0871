//! Standard output and standard error: all that the commands print goes through here.
//! (`clippy.toml` refuses the macros of the same purpose, which panic when a disk is full.)

use super::Failure;
use std::fmt::{Arguments, Display};
use std::io::{self, Write};

/// Prints `text` to standard output: what was asked for. ANSI styles go where they are wanted.
///
/// # Errors
/// As [`printed`].
pub(super) fn out(text: impl Display) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    printed(write!(stdout, "{text}").and_then(|()| stdout.flush()))
}

/// Prints bytes to standard output as they are.
///
/// # Errors
/// As [`printed`].
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    printed(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// What came of printing to standard output. A reader that has seen enough is no failure.
///
/// # Errors
/// When it could not be written: on a full disk, for example.
pub(super) fn printed(result: io::Result<()>) -> Result<(), Failure> {
    let Err(error) = result else { return Ok(()) };
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        io::ErrorKind::StorageFull => {
            Err(Failure::new(format!("cannot write to standard output: {error}"))
                .help("make room, or send the output elsewhere"))
        }
        _ => Err(Failure::new(format!("cannot write to standard output: {error}"))),
    }
}

/// Prints a line to standard error, with the arguments of `format!`.
macro_rules! say {
    ($($argument:tt)*) => { $crate::cli::print::error(format_args!("{}\n", format_args!($($argument)*))) };
}
pub(super) use say;

/// Prints `text` to standard error. When that cannot be done there is nowhere to say so; the exit
/// code tells how the command ended all the same.
pub(super) fn error(text: Arguments<'_>) {
    let _ = anstream::stderr().lock().write_fmt(text);
}
