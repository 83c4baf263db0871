//! Images.

use super::super::plain;
use super::{Use, Writer};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::fmt::Write as _;

impl Writer<'_, '_, '_> {
    /// Writes the image at `at` and says which event comes after it.
    pub(super) fn image(&mut self, dest: &str, title: &str, at: usize) -> usize {
        let end = self.end_of_image(at);
        self.picture(dest, title, at, end);
        end
    }

    fn picture(&mut self, dest: &str, title: &str, at: usize, end: usize) {
        let range = &self.events[at].1;
        let passed = self.links.check(Use::Image, dest, range);
        let alt = plain::alt(&self.events[at + 1..end]);
        self.out.push_str("<img");
        if let Some(passed) = &passed {
            self.attribute("src", &passed.url);
        }
        self.attribute("alt", &alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if let Some((width, height)) = passed.and_then(|passed| passed.size) {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        if !self.faithful {
            self.out.push_str(" decoding=\"async\" loading=\"lazy\"");
        }
        self.out.push('>');
    }

    /// Writes the paragraph at `at` as a figure when it is nothing but an image with a title,
    /// and says which event comes after it.
    pub(super) fn figure(&mut self, at: usize) -> Option<usize> {
        let (Event::Start(Tag::Image { dest_url, title, .. }), _) = self.events.get(at + 1)? else {
            return None;
        };
        if title.is_empty() || self.faithful {
            return None;
        }
        let end = self.end_of_image(at + 1);
        let (Event::End(TagEnd::Paragraph), _) = self.events.get(end)? else { return None };
        self.out.push_str("<figure>");
        self.picture(dest_url, "", at + 1, end);
        self.out.push_str("<figcaption>");
        self.text(title);
        self.out.push_str("</figcaption></figure>\n");
        Some(end + 1)
    }

    /// The index past the end of the image that starts at `at`; images nest in its description.
    fn end_of_image(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (index, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.events.len()
    }
}
