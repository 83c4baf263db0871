//! Plain text out of events: labels, titles, the summary of an update.

use super::Item;
use pulldown_cmark::{Event, Tag, TagEnd};

/// Where a summary is cut, in characters.
const SUMMARY: usize = 200;

/// The text of `events`, one space for each line break; nothing of images and raw HTML.
pub(super) fn text(events: &[Item<'_>]) -> String {
    let mut out = String::new();
    let mut images = 0_usize;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if images == 0 => out.push_str(text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of `events`, those in the description of an image, for its `alt`.
pub(super) fn alt(events: &[Item<'_>]) -> String {
    let mut out = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The first paragraph that has words in it, cut after a word.
pub(super) fn summary(events: &[Item<'_>]) -> String {
    let mut rest = events;
    let is_start = |(event, _): &Item<'_>| matches!(event, Event::Start(Tag::Paragraph));
    let is_end = |(event, _): &Item<'_>| matches!(event, Event::End(TagEnd::Paragraph));
    while let Some(start) = rest.iter().position(is_start) {
        let end = rest[start..].iter().position(is_end).map_or(rest.len(), |at| start + at);
        let paragraph = text(&rest[start..end]);
        if !paragraph.is_empty() {
            return shorten(paragraph);
        }
        rest = &rest[end..];
    }
    String::new()
}

/// Cuts `text` after the last word that fits, or between characters where there are no spaces.
fn shorten(mut text: String) -> String {
    let Some((limit, _)) = text.char_indices().nth(SUMMARY) else { return text };
    let cut = match text[..limit].rfind(' ') {
        Some(space) if space >= limit / 2 => space,
        _ => icu::segmenter::GraphemeClusterSegmenter::new()
            .segment_str(&text)
            .take_while(|at| *at <= limit)
            .last()
            .unwrap_or(limit),
    };
    text.truncate(cut);
    text.truncate(text.trim_end_matches([',', ';', ':', ' ', '–', '—']).len());
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::render_in;

    #[test]
    fn the_summary_is_the_first_paragraph() {
        let text = "# Title\n\n![alone](a.png)\n\nThe **first** `real`\n[one](b.md).\n\nTwo.";
        assert_eq!(render_in("en", text).summary, "The first real one.");
        assert_eq!(render_in("en", "- a\n- b\n").summary, "");
    }

    #[test]
    fn a_long_summary_ends_after_a_word() {
        let summary = render_in("en", &"word, ".repeat(100)).summary;
        assert!(summary.ends_with("word…") && summary.chars().count() <= 201, "{summary}");
        let summary = render_in("ja", &"語".repeat(500)).summary;
        assert_eq!(summary.chars().count(), 201);
    }
}
