//! Diagnostics for people: the words, the place, the line, the mend, in the manner of `rustc`.

use super::{Diagnostic, Excerpt, Place, Severity};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::fmt::Write;
use std::iter;

/// `text` with its control characters (but tabs) written as `\u{1b}`, for a terminal: a file's name
/// must not be able to move the cursor, to colour what follows or to turn its direction.
#[must_use]
pub fn visible(text: &str) -> String {
    let harmful = |c: char| {
        c.is_control() && c != '\t'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if harmful(c) { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    out
}

/// Renders `diagnostics` for a terminal, a blank line after each. The text holds ANSI styles;
/// print it through `anstream`, which takes them out where they are not wanted.
#[must_use]
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(&renderer, diagnostic));
        out.push_str("\n\n");
    }
    out
}

fn one(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code.name())
        .element(snippet(&diagnostic.place, AnnotationKind::Primary, None));
    if let Some((place, label)) = &diagnostic.related {
        group = group.element(snippet(place, AnnotationKind::Context, Some(label)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let places = iter::once(&diagnostic.place).chain(diagnostic.related.iter().map(|(at, _)| at));
    located(&renderer.render(&[group]), places)
}

/// Stands for a place until it is written: no text has it (see [`visible`]).
const HERE: &str = "\u{1}";

fn snippet(place: &Place, kind: AnnotationKind, label: Option<&str>) -> Element<'static> {
    let Some(excerpt) = &place.excerpt else { return Origin::path(HERE).into() };
    let (before, rest) = excerpt.text.split_at(excerpt.start);
    let (marked, after) = rest.split_at(excerpt.end - excerpt.start);
    let is_cut = before.chars().count() + 1 < excerpt.column;
    let before = if is_cut { "…" } else { "" }.to_owned() + &visible(before);
    let marked = visible(marked);
    let span = before.len()..before.len() + marked.len();
    Snippet::source(before + &marked + &visible(after))
        .line_start(excerpt.line)
        .path(HERE)
        .annotation(kind.span(span).label(label.map(visible)))
        .into()
}

/// Writes the places into the rendered text. The renderer counts columns in the line that it is
/// given, and that may be cut or have its control characters written out.
fn located<'a>(text: &str, places: impl Iterator<Item = &'a Place>) -> String {
    let mut parts = text.split(HERE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (place, part) in places.zip(parts) {
        out.push_str(&visible(place.path.as_str()));
        if let Some(Excerpt { line, column, .. }) = &place.excerpt {
            let _ = write!(out, ":{line}:{column}");
        }
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Source};
    use super::*;
    use camino::Utf8Path;

    #[test]
    fn shows_the_line_and_the_mend() {
        let source =
            Source::new(Utf8Path::new("content/acme/client.yaml"), "name: Acme\nlogoo: x\n");
        let diagnostic =
            Diagnostic::error(Code::UnknownKey, source.place(11..16), "unknown key `logoo`")
                .help("did you mean `logo`?");
        let text = anstream::adapter::strip_str(&render(&[diagnostic])).to_string();
        let expected = "\
error[unknown-key]: unknown key `logoo`
 --> content/acme/client.yaml:2:1
  |
2 | logoo: x
  | ^^^^^
  |
  = help: did you mean `logo`?\n\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let source =
            Source::new(Utf8Path::new("a\u{1b}[2J\n.yaml"), "k: \u{9b}31m\u{1b}]0;x\u{7}\n");
        let diagnostic = Diagnostic::error(Code::InvalidValue, source.place(3..7), "`\u{1b}[8m`")
            .related(source.place(0..1), "\u{202e}this")
            .help("not `\r`");
        let text =
            anstream::adapter::strip_str(&render(std::slice::from_ref(&diagnostic))).to_string();
        let harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(harmful), "{text:?}");
        let styled = render(&[diagnostic]);
        assert_eq!(styled.matches("\u{1b}[").count(), styled.matches('\u{1b}').count());
        assert!(text.contains("--> a\\u{1b}[2J\\n.yaml:1:4\n"), "{text}");
        assert!(text.contains("k: \\u{9b}31m\\u{1b}]0;x\\u{7}\n"), "{text}");
    }

    #[test]
    fn the_column_is_that_of_the_file() {
        let line = format!("{}\u{7}here", "x".repeat(400));
        let source = Source::new(Utf8Path::new("a.md"), &line);
        let diagnostic = Diagnostic::error(Code::BrokenLink, source.place(401..405), "gone");
        let text = anstream::adapter::strip_str(&render(&[diagnostic])).to_string();
        assert!(text.contains(" --> a.md:1:402\n"), "{text}");
        assert!(text.contains("1 | …xxx") && text.contains("x\\u{7}here\n"), "{text}");
    }
}
