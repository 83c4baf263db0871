//! What is wrong with the content, where, and how to mend it.
//!
//! A [`Diagnostic`] carries its own excerpt of the source, so it can be cached, sorted and printed
//! long after the file it speaks of was closed. Every stage that reads something gives a list of
//! them; `cli` prints the list once, as text ([`text`]) or as JSON ([`json`]).

mod code;
pub mod json;
mod source;
pub mod text;

pub use code::Code;
pub use source::Source;

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The client (or the agency) cannot be built; what was built last stays.
    Error,
    /// It is built, but something is probably not what was meant. `--strict` makes it an error.
    Warning,
    /// Good to know, for example that a file stays out of the portal.
    Note,
}

/// A place in a file: what an editor needs to jump there and what a person needs to see it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the workspace, with `/` on every platform.
    pub path: Utf8PathBuf,
    /// Line and what stands there; `None` when the file as a whole is meant.
    pub excerpt: Option<Excerpt>,
}

/// One line of source, and the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Excerpt {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
    /// The line without its line break; a very long one is cut to a window around the place.
    pub text: String,
    /// Byte offset of the marked part inside `text`.
    pub start: usize,
    /// Byte offset past the marked part inside `text`.
    pub end: usize,
}

/// One problem, complete: weight, name, words, place, mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Its stable name, listed in `docs/diagnostics.md`.
    pub code: Code,
    /// What is wrong: lower case, one sentence, values in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A second place that explains the first ("first set here").
    pub related: Option<(Place, String)>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error named `code` at `place`.
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    /// A warning named `code` at `place`.
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    /// A note named `code` at `place`.
    pub fn note(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, message)
    }

    fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), place, related: None, help: None }
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place that explains the first.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }

    /// Whether this keeps its client from being built.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    fn sort_key(&self) -> (&str, usize, usize, Severity, &str, &str) {
        let (line, column) =
            self.place.excerpt.as_ref().map_or((0, 0), |excerpt| (excerpt.line, excerpt.column));
        (self.place.path.as_str(), line, column, self.severity, self.code.name(), &self.message)
    }
}

/// Puts diagnostics into their one stable order: path, line, column, weight, name, words.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics.dedup();
}

impl Place {
    /// The file as a whole.
    pub fn file(path: impl Into<Utf8PathBuf>) -> Self {
        Self { path: path.into(), excerpt: None }
    }
}

/// The candidate nearest to `word`, when one is near enough to be a slip of the fingers.
///
/// Nearness is Jaro-Winkler similarity of at least 0.7 (`strsim`).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(similarity, _)| *similarity >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
