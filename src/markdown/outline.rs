//! The headings of a text: their levels on the page, their anchors, the title.

use super::{Item, Options, plain};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Stands before every `id` that comes from a text, so that none can be taken for one of the
/// theme's, or hide a property of `document` from a script (DOM clobbering).
pub(super) const ID_PREFIX: &str = "t-";

/// A heading as it will stand on the page.
#[derive(Debug)]
pub(super) struct Heading {
    /// Level on the page.
    pub level: u8,
    /// Its `id`, with prefix.
    pub id: Option<String>,
}

/// The headings of a text, by the index of their start event.
#[derive(Debug, Default)]
pub(super) struct Outline(BTreeMap<usize, Heading>);

impl Outline {
    pub fn get(&self, index: usize) -> Option<&Heading> {
        self.0.get(&index)
    }

    /// All ids, with prefix.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.values().filter_map(|heading| heading.id.as_deref())
    }
}

/// The first heading of a text, when it is of level 1 and nothing stands before it.
pub(super) struct Title {
    /// As plain text.
    pub text: String,
    /// Number of events it is made of.
    pub end: usize,
}

/// The title of the text.
pub(super) fn title(events: &[Item<'_>]) -> Option<Title> {
    let (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), _) = events.first()? else {
        return None;
    };
    let end = end_of_heading(events, 0);
    let text = plain::text(&events[..end]);
    (!text.is_empty()).then_some(Title { text, end })
}

/// The index past the end of the heading that starts at `start`.
fn end_of_heading(events: &[Item<'_>], start: usize) -> usize {
    events[start..]
        .iter()
        .position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))))
        .map_or(events.len(), |at| start + at + 1)
}

/// Gives every heading its level and its anchor.
///
/// The topmost level in the text becomes `heading_base` and no level is left out on the way down:
/// a screen reader's list of headings then has no holes, whatever the writer began with.
pub(super) fn outline(events: &[Item<'_>], options: &Options<'_>, faithful: bool) -> Outline {
    let mut headings = BTreeMap::new();
    let mut above: Vec<HeadingLevel> = Vec::new();
    let mut anchors = Anchors::default();
    for (index, (event, _)) in events.iter().enumerate() {
        let Event::Start(Tag::Heading { level, id, .. }) = event else { continue };
        while above.last().is_some_and(|last| last >= level) {
            above.pop();
        }
        let depth = u8::try_from(above.len()).unwrap_or(5);
        above.push(*level);
        let level = if faithful { *level as u8 } else { options.heading_base + depth };
        let id = (options.anchors && !faithful).then(|| {
            let name = match id {
                Some(id) => id.to_string(),
                None => plain::text(&events[index..end_of_heading(events, index)]),
            };
            anchors.unique(&slug(&name))
        });
        headings.insert(index, Heading { level: level.clamp(1, 6), id });
    }
    Outline(headings)
}

/// The anchors that a text has given so far.
#[derive(Default)]
struct Anchors {
    given: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Anchors {
    /// `slug` with the prefix, and a number from 2 on when it was given before.
    fn unique(&mut self, slug: &str) -> String {
        let mut id = format!("{ID_PREFIX}{slug}");
        let next = self.next.entry(slug.to_owned()).or_insert(1);
        while !self.given.insert(id.clone()) {
            *next += 1;
            id = format!("{ID_PREFIX}{slug}-{next}");
        }
        id
    }
}

/// `text` as an anchor: letters and digits of any script in lower case and Unicode NFC, one `-`
/// for all that is between.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !"'’".contains(c) {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { "section".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::super::tests::render_in;
    use super::slug;

    #[test]
    fn anchors_keep_every_script() {
        assert_eq!(slug("What’s new? (2026)"), "whats-new-2026");
        assert_eq!(slug("Über  uns"), "über-uns");
        assert_eq!(slug("進捗 / العربية"), "進捗-العربية");
        assert_eq!(slug("!!!"), "section");
        assert_eq!(slug("u\u{308}ber"), "über");
    }

    #[test]
    fn anchors_are_unique() {
        let html = render_in("en", "## A\n## A\n## A 2\n## A {#own}\n").html;
        for id in ["t-a", "t-a-2", "t-a-2-2", "t-own"] {
            assert_eq!(html.as_str().matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {html:?}");
        }
    }

    #[test]
    fn levels_begin_at_the_base_and_leave_none_out() {
        let html = render_in("en", "intro\n\n### a\n##### b\n#### c\n# d\n###### e\n").html;
        let levels: Vec<&str> = html
            .as_str()
            .match_indices("<h")
            .map(|(at, _)| &html.as_str()[at + 2..=at + 2])
            .collect();
        assert_eq!(levels, ["2", "3", "3", "2", "3"]);
    }
}
