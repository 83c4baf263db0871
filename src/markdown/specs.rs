//! The examples of the specifications, each compared with what this stage makes of it.
//!
//! The stage runs without what Keyfolio adds (`faithful`), and what a specification expects goes
//! through the same sanitiser: then both must be equal, up to white space between blocks.

use super::links::PassedUrls;
use super::tests::Folder;
use super::{Options, Origin, render_text, sanitise};
use crate::diagnostics::Source;
use camino::Utf8Path;

/// One example: its number in its file, the Markdown, the HTML.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The examples of a specification (`→` stands for a tab).
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let spec = spec.replace('→', "\t");
    let mut examples = Vec::new();
    for (index, part) in spec.split(&format!("{fence} example\n")).skip(1).enumerate() {
        let example = part.split(&fence).next().unwrap_or_default();
        let (markdown, html) = example
            .strip_prefix(".\n")
            .map_or_else(|| example.split_once("\n.\n"), |html| Some(("", html)))
            .expect("a dot");
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        examples.push(Example { number: index + 1, markdown, html: html.to_owned() });
    }
    examples
}

fn rendered(markdown: &str) -> String {
    let locale = "en".parse().expect("a locale");
    let options = Options {
        locale: &locale,
        allow_hosts: &[],
        heading_base: 1,
        anchors: false,
        take_title: false,
    };
    let source = Source::new(Utf8Path::new("spec.md"), markdown);
    let origin = Origin::File { source, start: 0 };
    render_text(markdown, &origin, &mut Folder, &options, true).html.as_str().to_owned()
}

/// Tags between which white space means nothing.
const BLOCKS: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// `html` without white space beside blocks, and with one space for any other; not inside `pre`.
fn normal(html: &str) -> String {
    let html = html.replace("&nbsp;", "\u{a0}").replace("&#x27;", "'");
    let mut out = String::new();
    let mut preformatted = false;
    let mut beside_block = true;
    for part in html.split_inclusive('>').flat_map(|part| {
        let at = part.find('<').unwrap_or(part.len());
        [&part[..at], &part[at..]]
    }) {
        if let Some(tag) = part.strip_prefix('<') {
            let name: &str = tag
                .trim_start_matches('/')
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            if name == "pre" {
                preformatted = !tag.starts_with('/');
            }
            beside_block = BLOCKS.contains(&name);
            if beside_block && !preformatted {
                out.truncate(out.trim_end_matches([' ', '\n']).len());
            }
            out.push_str(part);
        } else if preformatted {
            out.push_str(part);
        } else {
            for c in part.chars() {
                if matches!(c, ' ' | '\n' | '\t') {
                    if !beside_block && !out.ends_with(' ') {
                        out.push(' ');
                    }
                } else {
                    out.push(c);
                    beside_block = false;
                }
            }
        }
    }
    out.trim_end().to_owned()
}

/// Compares every example; `deviations` are the numbers of those that must differ, and why.
fn compare(spec: &str, count: usize, deviations: &[(usize, &str)]) {
    let examples = examples(spec);
    assert_eq!(examples.len(), count);
    let mut wrong = Vec::new();
    for example in &examples {
        let expected = normal(&sanitise::clean(&example.html, PassedUrls::new(), false, true));
        let ours = normal(&rendered(&example.markdown));
        let deviation = deviations.iter().find(|(number, _)| *number == example.number);
        match deviation {
            None if ours != expected => wrong.push(format!(
                "example {}: {:?}\n  expected {expected:?}\n  but got  {ours:?}",
                example.number, example.markdown
            )),
            Some((_, why)) if ours == expected => {
                wrong.push(format!("example {} is no deviation ({why})", example.number));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_of_commonmark() {
    compare(include_str!("../../tests/specs/commonmark-0.31.2.txt"), 652, &[]);
}

#[test]
fn every_example_of_the_gfm_extensions() {
    let sign = "a task has a sign where the specification has a checkbox: portals have no forms";
    let spec = include_str!("../../tests/specs/gfm-0.29-extensions.txt");
    let body = "the specification says that a table without rows has no body; the copy has one";
    compare(spec, 14, &[(8, body), (13, sign), (14, sign)]);
}
