//! Diagnostics for editors and CI: one JSON object each, with a stable shape.

use super::{Diagnostic, Place, Severity};
use serde::Serialize;

/// One diagnostic as JSON; lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    severity: Severity,
    code: &'static str,
    message: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_column: Option<usize>,
    source: Option<&'a str>,
    help: Option<&'a str>,
    related: Option<Related<'a>>,
}

/// A second place that explains the first.
#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'a> From<&'a Diagnostic> for Entry<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        let excerpt = diagnostic.place.excerpt.as_ref();
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code.name(),
            message: &diagnostic.message,
            path: diagnostic.place.path.as_str(),
            line: line(&diagnostic.place),
            column: column(&diagnostic.place),
            end_column: excerpt.map(|e| e.column + e.text[e.start..e.end].chars().count()),
            source: excerpt.map(|e| e.text.as_str()),
            help: diagnostic.help.as_deref(),
            related: diagnostic.related.as_ref().map(|(place, message)| Related {
                message,
                path: place.path.as_str(),
                line: line(place),
                column: column(place),
            }),
        }
    }
}

fn line(place: &Place) -> Option<usize> {
    place.excerpt.as_ref().map(|excerpt| excerpt.line)
}

fn column(place: &Place) -> Option<usize> {
    place.excerpt.as_ref().map(|excerpt| excerpt.column)
}
