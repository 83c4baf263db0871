//! Diagnostics for people: the words, the place, the line, the mend, in the manner of `rustc`.

use super::{Diagnostic, Place, Severity};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

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
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name())
        .element(snippet(&diagnostic.place, AnnotationKind::Primary, None));
    if let Some((place, label)) = &diagnostic.related {
        group = group.element(snippet(place, AnnotationKind::Context, Some(label)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn snippet<'a>(place: &'a Place, kind: AnnotationKind, label: Option<&'a str>) -> Element<'a> {
    let Some(excerpt) = &place.excerpt else {
        return Origin::path(place.path.as_str()).into();
    };
    Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.line)
        .path(place.path.as_str())
        .annotation(kind.span(excerpt.start..excerpt.end).label(label))
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
}
