//! A style sheet in several files: what `style.css` imports from `style/` takes the place of the
//! `@import`, so that a designer has small files and a reader asks for one.

use crate::diagnostics::{Code, Diagnostic, Source};
use camino::Utf8Path;
use cssparser::{Parser, Token};
use std::collections::BTreeMap;
use std::ops::Range;

/// The folder in `assets/` whose style sheets are parts of another and do not go out alone.
pub(super) const PARTS: &str = "style/";

/// The style sheets of a theme by their names in `assets/`: where each stands, and its text.
pub(super) type Sheets<'a> = BTreeMap<&'a str, (&'a Utf8Path, &'a str)>;

/// A piece of the whole, in its order.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The sheet that it comes from; its `url(…)` are relative to that.
    pub name: &'a str,
    /// The media queries that it stands under, the outermost first.
    pub media: Vec<&'a str>,
    /// Its rules.
    pub text: &'a str,
}

/// An `@import` at the head of a sheet.
struct Import<'a> {
    /// Where it stands in the sheet.
    at: Range<usize>,
    target: String,
    /// What follows the address, up to the semicolon.
    condition: &'a str,
}

/// `top` and what it imports from [`PARTS`], in order. Other imports are left to the browser,
/// which takes them at the head of a sheet only: they come first.
pub(super) fn joined<'a>(
    top: &'a str,
    sheets: &Sheets<'a>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Part<'a>> {
    let mut join = Join { sheets, open: Vec::new(), kept: Vec::new(), parts: Vec::new(), faults };
    join.sheet(top, &mut Vec::new());
    join.kept.append(&mut join.parts);
    join.kept
}

struct Join<'a, 'b> {
    sheets: &'b Sheets<'a>,
    /// The sheets that are being read, each imported by the one before.
    open: Vec<&'a str>,
    kept: Vec<Part<'a>>,
    parts: Vec<Part<'a>>,
    faults: &'b mut Vec<Diagnostic>,
}

impl<'a> Join<'a, '_> {
    fn sheet(&mut self, name: &'a str, media: &mut Vec<&'a str>) {
        let Some((_, text)) = self.sheets.get(name) else { return };
        let (imports, rest) = imports(text);
        self.open.push(name);
        for import in imports {
            let target = resolved(name, &import.target);
            match target {
                Some(target) if target.starts_with(PARTS) => {
                    self.import(name, &target, &import, media);
                }
                _ => self.kept.push(Part { name, media: Vec::new(), text: &text[import.at] }),
            }
        }
        self.open.pop();
        self.parts.push(Part { name, media: media.clone(), text: rest });
    }

    fn import(
        &mut self,
        from: &'a str,
        target: &str,
        import: &Import<'a>,
        media: &mut Vec<&'a str>,
    ) {
        let found = self.sheets.get_key_value(target).map(|(name, _)| *name);
        let word = import.condition.split(['(', ' ']).next().unwrap_or_default();
        let (why, help) = match found {
            None => {
                (format!("there is no style sheet `{target}`"), "make it, or take the line out")
            }
            Some(name) if self.open.contains(&name) => {
                (format!("`{target}` imports itself"), "take one of the imports out")
            }
            Some(_) if matches!(word, "layer" | "supports") => {
                let why = format!("`{word}` cannot stand behind an import from `{PARTS}`");
                (why, "write it into the file, around its rules")
            }
            Some(name) => {
                let depth = media.len();
                media.extend(Some(import.condition).filter(|query| !query.is_empty()));
                self.sheet(name, media);
                media.truncate(depth);
                return;
            }
        };
        if let Some((path, text)) = self.sheets.get(from) {
            let place = Source::new(path, text).place(import.at.clone());
            self.faults.push(Diagnostic::error(Code::ThemeInvalid, place, why).help(help));
        }
    }
}

/// The imports at the head of a sheet, and what follows them.
fn imports(sheet: &str) -> (Vec<Import<'_>>, &str) {
    let mut parser = Parser::new(sheet);
    let mut found = Vec::new();
    let mut end = parser.position();
    loop {
        parser.skip_whitespace();
        let start = parser.position();
        match parser.next() {
            Ok(Token::AtKeyword(name)) if name.eq_ignore_ascii_case("charset") => {
                up_to_semicolon(&mut parser);
            }
            Ok(Token::AtKeyword(name)) if name.eq_ignore_ascii_case("import") => {
                let Some(target) = target(&mut parser) else { break };
                let condition = up_to_semicolon(&mut parser);
                let at = start.byte_index()..parser.position().byte_index();
                found.push(Import { at, target, condition });
            }
            _ => break,
        }
        end = parser.position();
    }
    (found, sheet[end.byte_index()..].trim_start_matches(['\n', '\r']))
}

/// The address of an import: `"a.css"`, `url(a.css)` or `url("a.css")`.
fn target(parser: &mut Parser<'_>) -> Option<String> {
    let quoted = match parser.next().ok()? {
        Token::UnquotedUrl(target) | Token::QuotedString(target) => {
            return Some(target.as_ref().to_owned());
        }
        Token::Function(name) => name.eq_ignore_ascii_case("url"),
        _ => false,
    };
    let inside = parser.parse_nested_block(|url| url.expect_string_cloned().map_err(Into::into));
    let inside: Result<_, cssparser::ParseError<()>> = inside;
    inside.ok().filter(|_| quoted).map(|target| target.as_ref().to_owned())
}

/// What stands before the next semicolon, which is read too.
fn up_to_semicolon<'a>(parser: &mut Parser<'a>) -> &'a str {
    let start = parser.position();
    while !matches!(parser.next(), Ok(Token::Semicolon) | Err(_)) {}
    let read = parser.slice(start..parser.position());
    read.strip_suffix(';').unwrap_or(read).trim()
}

/// The name in `assets/` of what the sheet `from` refers to as `target`; none when that leads out.
pub(super) fn resolved(from: &str, target: &str) -> Option<String> {
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in target.split('/') {
        match segment {
            "." => {}
            ".." => drop(segments.pop()?),
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined_text(sheets: &[(&str, &str)]) -> (String, Vec<String>) {
        let path = |name: &str| Utf8Path::new("themes/test/assets").join(name);
        let paths: Vec<_> = sheets.iter().map(|(name, _)| path(name)).collect();
        let sheets: Sheets<'_> = sheets
            .iter()
            .zip(&paths)
            .map(|((name, text), path)| (*name, (path.as_path(), *text)))
            .collect();
        let mut faults = Vec::new();
        let parts = joined("style.css", &sheets, &mut faults);
        let text = parts.iter().map(|part| format!("{:?}{}|", part.media, part.text.trim()));
        (text.collect(), faults.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn parts_come_in_the_order_of_their_imports() {
        let (text, faults) = joined_text(&[
            (
                "style.css",
                "@charset \"utf-8\";\n/* order */\n@import \"style/a.css\";\n@import url(fonts.css);\n\
                 @import url('./style/b.css') print and (orientation: portrait);\nmain {}",
            ),
            ("style/a.css", "/* a */ a { content: \"@import 'style/none.css';\" }"),
            ("style/b.css", "@import url(\"deep/c.css\") screen; b {}"),
            ("style/deep/c.css", "c {}"),
        ]);
        assert_eq!(faults, [""; 0]);
        assert_eq!(
            text,
            "[]@import url(fonts.css);|\
             []/* a */ a { content: \"@import 'style/none.css';\" }|\
             [\"print and (orientation: portrait)\", \"screen\"]c {}|\
             [\"print and (orientation: portrait)\"]b {}|[]main {}|"
        );
    }

    #[test]
    fn what_cannot_be_joined_is_told() {
        let (_, faults) = joined_text(&[
            (
                "style.css",
                "@import \"style/none.css\"; @import \"style/a.css\"; \
                 @import \"style/b.css\" layer(base);",
            ),
            ("style/a.css", "@import \"a.css\";"),
            ("style/b.css", ""),
        ]);
        assert_eq!(
            faults,
            [
                "there is no style sheet `style/none.css`",
                "`style/a.css` imports itself",
                "`layer` cannot stand behind an import from `style/`",
            ]
        );
    }
}
