//! Faults of templates as diagnostics: tera's words, the place in the designer's file.

use crate::diagnostics::{Code, Diagnostic, Place, Source};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use tera::{Error, ErrorKind, ReportError};

type Sources = BTreeMap<String, (Utf8PathBuf, String)>;

/// A template that cannot be parsed; `None` when the fault is not one of syntax.
pub(super) fn of_syntax(error: &Error, sources: &Sources) -> Option<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(reported(report, sources)),
        _ => None,
    }
}

/// Templates that parse one by one and do not fit together.
pub(super) fn of_templates(error: &Error, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![reported(report, sources)]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![at(sources, current, 1, 1, format!("there is no template `{parent}` to extend"))]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            vec![at(sources, tpl, 1, 1, "the template extends itself in a circle".to_owned())]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            vec![at(sources, tpl, 1, 1, "the template includes itself in a circle".to_owned())]
        }
        ErrorKind::Msg(text) => from_text(text, sources),
        other => from_text(&other.to_string(), sources),
    }
}

/// A template that failed while a page was written.
pub(super) fn of_render(error: &Error, template: &str, sources: &Sources) -> Diagnostic {
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            reported(report, sources)
        }
        other => at(sources, template, 1, 1, other.to_string()),
    }
}

fn reported(report: &ReportError, sources: &Sources) -> Diagnostic {
    let span = report.span();
    let message = lower_first(report.message());
    let Some((path, text)) = sources.get(report.filename()) else {
        return Diagnostic::error(Code::ThemeInvalid, Place::file(report.filename()), message);
    };
    let start = offset(text, span.start_line, span.start_col + 1);
    let end = offset(text, span.end_line, span.end_col + 1).max(start + 1);
    Diagnostic::error(Code::ThemeInvalid, Source::new(path, text).place(start..end), message)
}

fn at(
    sources: &Sources,
    template: &str,
    line: usize,
    column: usize,
    message: String,
) -> Diagnostic {
    let place = match sources.get(template) {
        Some((path, text)) => {
            let start = offset(text, line, column);
            Source::new(path, text).place(start..start + 1)
        }
        None => Place::file(template),
    };
    Diagnostic::error(Code::ThemeInvalid, place, message)
}

/// What tera found when it put the templates together comes as text, one report after another:
///
/// ```text
/// error: Unknown filter `dat`
///  --> overview.html:4:12
/// ```
fn from_text(text: &str, sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut message = None;
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = Some(lower_first(said));
        } else if let Some((_, place)) = line.split_once("--> ")
            && let Some(said) = message.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let line = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            found.push(at(sources, parts.next().unwrap_or(place), line, column, said));
        }
    }
    if found.is_empty() {
        let place = Place::file("themes");
        found.push(Diagnostic::error(
            Code::ThemeInvalid,
            place,
            lower_first(&text.replace('\n', "; ")),
        ));
    }
    found
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Byte offset of a line and column that count from 1, in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}
