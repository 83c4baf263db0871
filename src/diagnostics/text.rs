//! Diagnostics for people: the words, the place, the line, the mend, in the manner of `rustc`.

use super::{Diagnostic, Place, Severity};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

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
    renderer.render(&[group])
}

fn snippet(place: &Place, kind: AnnotationKind, label: Option<&str>) -> Element<'static> {
    let path = visible(place.path.as_str());
    let Some(excerpt) = &place.excerpt else {
        return Origin::path(path).into();
    };
    let before = visible(&excerpt.text[..excerpt.start]);
    let marked = visible(&excerpt.text[excerpt.start..excerpt.end]);
    let span = before.len()..before.len() + marked.len();
    let line = before + &marked + &visible(&excerpt.text[excerpt.end..]);
    Snippet::source(line)
        .line_start(excerpt.line)
        .path(path)
        .annotation(kind.span(span).label(label.map(visible)))
        .into()
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
}
