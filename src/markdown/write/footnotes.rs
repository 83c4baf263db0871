//! Footnotes: numbered as they are referred to, written at the end of the text.

use super::super::outline::ID_PREFIX;
use super::{Item, Writer};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Footnotes {
    /// The events inside each definition, by its name.
    definitions: BTreeMap<String, Range<usize>>,
    /// The index past each definition, by its start.
    ends: BTreeMap<usize, usize>,
    /// Names in the order of their first reference.
    order: Vec<String>,
    /// Number and number of references, by name.
    referred: BTreeMap<String, (usize, usize)>,
}

impl Footnotes {
    /// Finds the definitions in `events`. The first one of a name counts.
    pub(super) fn of(events: &[Item<'_>]) -> Self {
        let mut footnotes = Self::default();
        let mut open = Vec::new();
        for (index, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => open.push((name.to_string(), index)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    let Some((name, start)) = open.pop() else { continue };
                    footnotes.ends.insert(start, index + 1);
                    footnotes.definitions.entry(name).or_insert(start + 1..index);
                }
                _ => {}
            }
        }
        footnotes
    }

    /// The index past the definition that starts at `start`.
    pub(super) fn end_of(&self, start: usize) -> usize {
        self.ends.get(&start).copied().unwrap_or(start + 1)
    }
}

impl Writer<'_, '_, '_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        if !self.footnotes.definitions.contains_key(name) {
            let _ = write!(self.out, "[^");
            self.text(name);
            self.out.push(']');
            return;
        }
        let next = self.footnotes.order.len() + 1;
        let (number, times) = self.footnotes.referred.entry(name.to_owned()).or_insert((next, 0));
        *times += 1;
        let (number, id) = (*number, reference_id(*number, *times));
        if number == next {
            self.footnotes.order.push(name.to_owned());
        }
        let href = format!("#{ID_PREFIX}fn-{number}");
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a href=\"{href}\" id=\"{id}\" role=\"doc-noteref\">\
             {number}</a></sup>"
        );
        self.links.passed_as_is(href);
    }

    /// Writes the footnotes that were referred to; those referred to in footnotes follow.
    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.order.is_empty() {
            return;
        }
        // A section would want a heading, in the reader's language.
        self.block("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        let mut written = 0;
        while let Some(name) = self.footnotes.order.get(written).cloned() {
            written += 1;
            let _ = write!(self.out, "<li id=\"{ID_PREFIX}fn-{written}\">");
            if let Some(range) = self.footnotes.definitions.get(&name).cloned() {
                self.run(range);
            }
            let times = self.footnotes.referred.get(&name).map_or(0, |(_, times)| *times);
            self.back_links(written, times);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</div>\n");
    }

    /// Links back to the references, at the end of the footnote's last paragraph.
    fn back_links(&mut self, number: usize, times: usize) {
        let end = "</p>\n";
        let in_paragraph = self.out.ends_with(end);
        if in_paragraph {
            self.out.truncate(self.out.len() - end.len());
        }
        for time in 1..=times {
            let href = format!("#{}", reference_id(number, time));
            let _ = write!(
                self.out,
                " <a href=\"{href}\" class=\"footnote-back\" role=\"doc-backlink\">↩</a>"
            );
            self.links.passed_as_is(href);
        }
        if in_paragraph {
            self.out.push_str(end);
        }
    }
}

fn reference_id(number: usize, time: usize) -> String {
    if time == 1 {
        format!("{ID_PREFIX}fnref-{number}")
    } else {
        format!("{ID_PREFIX}fnref-{number}-{time}")
    }
}
