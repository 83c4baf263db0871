//! Links between the pages of the documentation.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::path::Path;

const PAGES: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/ci.md",
    "docs/cli.md",
    "docs/content.md",
    "docs/diagnostics.md",
    "docs/markdown.md",
    "docs/scale.md",
    "docs/security.md",
    "docs/theme.md",
];

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in PAGES {
        let text = fs_err::read_to_string(page).expect("a page");
        let events = Parser::new_ext(&text, Options::ENABLE_TABLES);
        for event in events {
            let Event::Start(Tag::Link { dest_url: to, .. } | Tag::Image { dest_url: to, .. }) =
                event
            else {
                continue;
            };
            if to.contains(':') {
                continue;
            }
            let (file, anchor) = to.split_once('#').unwrap_or((&to, ""));
            let target = Path::new(page).parent().unwrap_or(Path::new("")).join(file);
            let target = if file.is_empty() { Path::new(page) } else { &target };
            if !target.exists() || !(anchor.is_empty() || anchors(target).contains(anchor)) {
                broken.push(format!("{page}: {to}"));
            }
        }
    }
    assert!(broken.is_empty(), "these links lead nowhere:\n{}", broken.join("\n"));
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = fs_err::read_to_string(page).expect("a page");
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default().to_lowercase().replace(' ', "-");
                let kept = |c: &char| c.is_alphanumeric() || "-_".contains(*c);
                anchors.insert(words.chars().filter(kept).collect());
            }
            _ => {}
        }
    }
    anchors
}
