use super::{Excerpt, Place};
use camino::{Utf8Path, Utf8PathBuf};
use std::ops::Range;

/// Longest excerpt, in characters; a longer line is cut to a window around the place.
const WINDOW: usize = 160;
/// What stands in an excerpt for what nobody is to read.
const MASK: &str = "****";

/// A text file while it is being read: turns byte ranges into [`Place`]s.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    path: &'a Utf8Path,
    text: &'a str,
    hidden: &'a [Range<usize>],
}

impl<'a> Source<'a> {
    /// The text of the file at `path` (relative to the workspace).
    #[must_use]
    pub fn new(path: &'a Utf8Path, text: &'a str) -> Self {
        Self { path, text, hidden: &[] }
    }

    /// The same text, of which these parts (in order, none in another) are shown in no excerpt.
    #[must_use]
    pub fn hiding(self, hidden: &'a [Range<usize>]) -> Self {
        Self { hidden, ..self }
    }

    /// The file's path, relative to the workspace.
    #[must_use]
    pub fn path(&self) -> &'a Utf8Path {
        self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The place of a byte range. A range past the end means the end; one over several lines
    /// marks the rest of its first line.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = floor(self.text, range.start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line_end = if self.text[line_start..line_end].ends_with('\r') {
            (line_end - 1).max(start)
        } else {
            line_end
        };
        let end = floor(self.text, range.end).clamp(start, line_end);
        let line = self.text[..line_start].bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = self.text[line_start..start].chars().count() + 1;
        let (from, to) = window(&self.text[line_start..line_end], start - line_start);
        let (from, to) = (line_start + from, line_start + to);
        let (text, start, end) = self.masked(from..to, start, end.min(to));
        Place {
            path: Utf8PathBuf::from(self.path),
            excerpt: Some(Excerpt { line, column, text, start, end }),
        }
    }

    /// The text of `range` without what is hidden, and where the bytes `start` and `end` of the
    /// file are in it.
    fn masked(&self, range: Range<usize>, start: usize, end: usize) -> (String, usize, usize) {
        let (mut text, mut at) = (String::new(), range.start);
        let (mut from, mut to) = (0, 0);
        let mut show = |part: Range<usize>, hidden: bool| {
            let offset = text.len();
            text.push_str(if hidden { MASK } else { &self.text[part.clone()] });
            // A mark inside what is hidden takes in all of it.
            let place = |at: usize, all: usize| {
                if hidden { all } else { offset + at - part.start }
            };
            if (part.start..=part.end).contains(&start) && (start < part.end || !hidden) {
                from = place(start, offset);
            }
            if (part.start..=part.end).contains(&end) && (end > part.start || !hidden) {
                to = place(end, text.len());
            }
        };
        let hidden =
            self.hidden.iter().map(|part| part.start.max(range.start)..part.end.min(range.end));
        for part in hidden.filter(|part| !part.is_empty()) {
            show(at..part.start, false);
            at = part.end;
            show(part, true);
        }
        show(at..range.end, false);
        (text, from, to.max(from))
    }
}

/// The largest character boundary not past `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The part of `line` to show when `at` is the byte that matters.
fn window(line: &str, at: usize) -> (usize, usize) {
    if line.len() <= WINDOW {
        return (0, line.len());
    }
    let from = floor(line, at.saturating_sub(WINDOW / 2));
    (from, floor(line, from + WINDOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, range: Range<usize>) -> Excerpt {
        Source::new(Utf8Path::new("a.yaml"), text).place(range).excerpt.expect("an excerpt")
    }

    #[test]
    fn counts_lines_and_characters() {
        let excerpt = at("one\r\nzwölf: x\r\n", 13..14);
        assert_eq!((excerpt.line, excerpt.column), (2, 8));
        assert_eq!(excerpt.text, "zwölf: x");
        assert_eq!(&excerpt.text[excerpt.start..excerpt.end], "x");
    }

    #[test]
    fn shows_nothing_of_what_is_hidden() {
        let text = "a: 1, code: hunter2, b: 2";
        let secret = 12..19;
        let source =
            Source::new(Utf8Path::new("a.yaml"), text).hiding(std::slice::from_ref(&secret));
        let marked = |range| {
            let excerpt = source.place(range).excerpt.expect("an excerpt");
            assert_eq!(excerpt.text, "a: 1, code: ****, b: 2");
            excerpt.text[excerpt.start..excerpt.end].to_owned()
        };
        assert_eq!(marked(0..1), "a");
        assert_eq!(marked(6..10), "code");
        assert_eq!(marked(12..19), "****");
        assert_eq!(marked(14..16), "****");
        assert_eq!(marked(6..19), "code: ****");
        assert_eq!(marked(14..22), "****, b");
        assert_eq!(marked(21..22), "b");
        assert_eq!(marked(25..25), "");
    }

    #[test]
    fn survives_the_end_and_very_long_lines() {
        assert_eq!(at("", 5..9).line, 1);
        let long = "ä".repeat(1_000_000);
        let excerpt = at(&long, 1_000_001..1_000_003);
        assert!(excerpt.text.len() <= WINDOW);
        assert_eq!(excerpt.column, 500_001);
    }
}
