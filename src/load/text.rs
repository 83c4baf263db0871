//! A text file, read whole.

use super::codes;
use super::files::bytes;
use super::folder::{Folder, reason};
use crate::diagnostics::{Code, Diagnostic, Place, Source};
use crate::source_file::SourceFile;
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, Read};
use std::ops::Range;

/// Largest text file that is read, in bytes: 8 MiB, ten times the longest novel.
const MAX_TEXT: u64 = 8 << 20;

fn read(file: &SourceFile) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open()?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text file, read whole.
#[derive(Debug)]
pub(super) struct Text {
    path: Utf8PathBuf,
    content: String,
    /// What diagnostics do not show of it.
    hidden: Vec<Range<usize>>,
}

impl Text {
    /// Reads the file at `key`, when there is one. What keeps it from being read is noted.
    pub fn read(folder: &Folder, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let found = folder.file(key)?;
        Self::read_file(found, folder.path(key), diagnostics)
    }

    /// Reads `file`, called `path` in messages.
    pub fn read_file(
        file: &SourceFile,
        path: Utf8PathBuf,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let size = file.size();
        if size > MAX_TEXT {
            let message =
                format!("this text has {}; the limit is {}", bytes(size), bytes(MAX_TEXT));
            diagnostics.push(
                Diagnostic::error(Code::FileTooLarge, Place::file(path), message)
                    .help("split it, or hand it over as a document"),
            );
            return None;
        }
        match read(file) {
            Ok(bytes) => Self::from_bytes(path, bytes, diagnostics),
            Err(error) => {
                let message = format!("cannot be read: {}", reason(&error));
                diagnostics.push(
                    Diagnostic::error(Code::Unreadable, Place::file(path), message)
                        .help("check its permissions"),
                );
                None
            }
        }
    }

    fn from_bytes(
        path: Utf8PathBuf,
        bytes: Vec<u8>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        match String::from_utf8(bytes) {
            // A byte order mark is not part of the text.
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                let hidden = hidden(&path, &text);
                Some(Self { path, content: text, hidden })
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let hidden = hidden(&path, &lossy);
                let place = Source::new(&path, &lossy).hiding(&hidden).place(at..at + 3);
                diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidUtf8,
                        place,
                        "this text is not UTF-8 from here on",
                    )
                    .help("save the file as UTF-8"),
                );
                None
            }
        }
    }

    /// For diagnostics and parsing.
    pub fn source(&self) -> Source<'_> {
        Source::new(&self.path, &self.content).hiding(&self.hidden)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.content
    }
}

/// The parts of the file at `path` that no diagnostic may show: the access codes in a `client.yaml`,
/// credentials of a host in a `keyfolio.yaml`.
fn hidden(path: &Utf8Path, text: &str) -> Vec<Range<usize>> {
    match path.file_name() {
        Some("client.yaml") => codes::find(text, codes::is_code),
        Some("keyfolio.yaml") => {
            let mut found = codes::find(text, codes::is_credential);
            let within = |part: &Range<usize>| found.iter().any(|all| all.contains(&part.start));
            let addresses = codes::in_addresses(text).into_iter().filter(|part| !within(part));
            let addresses: Vec<_> = addresses.collect();
            found.extend(addresses);
            found.sort_by_key(|part| part.start);
            found
        }
        _ => Vec::new(),
    }
}
