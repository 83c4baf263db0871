//! The HTML that stands in a text: what of it will be taken out, where its links lead.
//!
//! The sanitiser alone decides what stays. This module only looks, with the tokenizer that the
//! sanitiser uses too, to be able to say what went, and where it stood.

use super::links::{Links, Use};
use super::outline::ID_PREFIX;
use super::{Item, sanitise};
use crate::diagnostics::Code;
use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use pulldown_cmark::{Event, Tag as Block, TagEnd};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Deepest nesting of blocks and tags in a text with HTML. Reading HTML costs its length times
/// its depth, and a tag that is left open is opened again in every paragraph that follows.
/// (Browsers stop at 512.)
const DEEPEST: usize = 256;

/// The tags in a text.
#[derive(Debug, Default)]
pub(super) struct Raw {
    tags: Vec<(Tag, Range<usize>)>,
    open: BTreeMap<LocalName, usize>,
    /// Nested too deep to be read.
    pub too_deep: bool,
    any: bool,
    /// Every `id` of the HTML, with prefix.
    pub ids: BTreeSet<String>,
}

/// Collects the tags in the HTML of `events`.
pub(super) fn inspect(events: &[Item<'_>], text: &str) -> Raw {
    let mut raw = Raw::default();
    let mut block = Chunk::default();
    let mut in_block = false;
    let (mut depth, mut deepest) = (0_usize, 0);
    for (event, range) in events {
        match event {
            Event::Start(Block::HtmlBlock) => in_block = true,
            Event::Start(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                raw.any = true;
                block.push(html, range);
            }
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !in_block {
            std::mem::take(&mut block).tokenize(text, &mut raw);
        }
    }
    block.tokenize(text, &mut raw);
    raw.too_deep |= raw.any && deepest > DEEPEST;
    let ids = raw.tags.iter().flat_map(|(tag, _)| &tag.attrs);
    raw.ids = ids
        .filter(|attribute| &*attribute.name.local == "id")
        .map(|attribute| format!("{ID_PREFIX}{}", attribute.value))
        .collect();
    raw
}

impl Raw {
    /// Whether no HTML of the text is to be written.
    pub fn is_empty(&self) -> bool {
        !self.any || self.too_deep
    }

    fn open(&mut self, name: &LocalName) {
        if !self.too_deep && !OPEN_ENDED.contains(&&**name) {
            *self.open.entry(name.clone()).or_default() += 1;
            self.too_deep = self.open.values().sum::<usize>() > DEEPEST;
        }
    }

    fn close(&mut self, name: &LocalName) {
        if let Some(open) = self.open.get_mut(name) {
            *open -= 1;
            if *open == 0 {
                self.open.remove(name);
            }
        }
    }

    /// Reports what will be taken out (each name once) and checks every address.
    pub fn check(&self, links: &mut Links<'_>) {
        if self.too_deep {
            let range = self.tags.first().map_or(0..0, |(_, range)| range.clone());
            let message =
                format!("the HTML of this text is taken out: it is nested deeper than {DEEPEST}");
            let help = "close every tag that is opened";
            links.report.warning(Code::RemovedHtml, &range, message, Some(help.to_owned()));
            return;
        }
        let mut named = BTreeSet::new();
        for (tag, range) in &self.tags {
            if !sanitise::keeps_tag(&tag.name) {
                if named.insert(format!("<{}>", tag.name)) {
                    let message = format!("the HTML tag `<{}>` is taken out", tag.name);
                    let help = tag_help(&tag.name);
                    links.report.warning(Code::RemovedHtml, range, message, Some(help.to_owned()));
                }
                continue;
            }
            for attribute in &tag.attrs {
                let name = &*attribute.name.local;
                if let Some(used) = address(&tag.name, name) {
                    links.check(used, &attribute.value, range);
                } else if !sanitise::keeps_attribute(&tag.name, name, &attribute.value)
                    && named.insert(name.to_owned())
                {
                    let message = format!("the HTML attribute `{name}` is taken out");
                    let help = "how things look is the theme's business; `docs/markdown.md` \
                                lists the attributes that stay";
                    links.report.warning(Code::RemovedHtml, range, message, Some(help.to_owned()));
                }
            }
        }
    }
}

/// What to do instead of using a tag.
fn tag_help(name: &str) -> &'static str {
    match name {
        "script" | "form" | "input" | "button" | "select" | "textarea" => {
            "a portal is read, not run: link to the page that does it"
        }
        "style" | "link" | "font" | "center" => "how things look is the theme's business",
        "svg" | "math" | "object" | "embed" | "video" | "audio" => {
            "put the file beside this one and link to it"
        }
        _ => "to show it as text, write it as `code`; `docs/markdown.md` lists the tags that stay",
    }
}

/// What the attribute's value is an address for, if it is one that the sanitiser keeps.
pub(super) fn address(tag: &str, attribute: &str) -> Option<Use> {
    match (tag, attribute) {
        ("a", "href") => Some(Use::Link),
        ("img", "src") => Some(Use::Image),
        ("iframe", "src") => Some(Use::Frame),
        _ => None,
    }
}

/// A run of HTML and where its parts stand in the text: the lines of a block inside a quotation
/// do not follow on each other.
#[derive(Default)]
struct Chunk {
    html: String,
    /// Offset in `html`, offset in the text.
    parts: Vec<(usize, usize)>,
    end: usize,
}

impl Chunk {
    fn push(&mut self, html: &str, range: &Range<usize>) {
        self.parts.push((self.html.len(), range.start));
        self.html.push_str(html);
        self.end = range.end;
    }

    /// The place in the text of the byte `at` of this chunk.
    fn source(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.parts.get(part).map_or(0, |(start, source)| source + at - start)
    }

    fn tokenize(self, text: &str, raw: &mut Raw) {
        if self.html.is_empty() {
            return;
        }
        let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(self.html.as_str()));
        // The sink never asks for a script to be run, so one feed takes all of the input.
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let lower = self.html.to_ascii_lowercase();
        let mut cursor = Some(0);
        for found in tokenizer.sink.found.take() {
            // The tokenizer does not say where a tag began. They come in order: each is found
            // from the last one on. Should one not be found (its name was mended while it was
            // read), no later one is looked for: that would be quadratic.
            let needle = match &found {
                Found::Tag(tag) => format!("<{}", tag.name),
                Found::End(name) => {
                    raw.close(name);
                    continue;
                }
                Found::Comment(comment) => comment.to_ascii_lowercase(),
            };
            let at = cursor.and_then(|from| lower[from..].find(&needle).map(|at| from + at));
            cursor = at.map(|at| at + needle.len());
            if let Found::Tag(tag) = found {
                let start = self.source(at.unwrap_or(0)).min(text.len());
                let end = at.and_then(|at| lower[at..].find(['>', '\n']));
                let end = end.map_or(self.end, |end| start + end + 1);
                raw.open(&tag.name);
                raw.tags.push((tag, start..end.min(text.len())));
            }
        }
    }
}

/// Tags that need no end tag: void elements, and those that the next of their kind ends.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody",
    "td", "tfoot", "th", "thead", "tr",
];

/// What the tokenizer found, in order.
enum Found {
    Tag(Tag),
    End(LocalName),
    Comment(StrTendril),
}

#[derive(Default)]
struct Collector {
    found: RefCell<Vec<Found>>,
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let state = raw_text(&tag.name);
                self.found.borrow_mut().push(Found::Tag(tag));
                return state.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::TagToken(tag) => self.found.borrow_mut().push(Found::End(tag.name)),
            Token::CommentToken(comment) => {
                self.found.borrow_mut().push(Found::Comment(comment));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The start tags in `html`, for tests.
#[cfg(test)]
pub(super) fn tags(html: &str) -> Vec<Tag> {
    let mut raw = Raw::default();
    Chunk { html: html.to_owned(), parts: vec![(0, 0)], end: html.len() }.tokenize(html, &mut raw);
    raw.tags.into_iter().map(|(tag, _)| tag).collect()
}

/// How the content of an element is read when it holds text and no tags (HTML, 13.2.6).
fn raw_text(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, render_in};

    #[test]
    fn what_is_taken_out_is_named_with_its_place() {
        for (text, column, name) in [
            ("a <blink>b</blink>", 3, "`<blink>`"),
            ("<!-- <script> --><script>alert(1)</script>", 18, "`<script>`"),
            ("> <div>\n> <p onclick=\"x()\">a</p></div>", 3, "`onclick`"),
            ("<SVG onload=x></SVG>", 1, "`<svg>`"),
            ("<p style=\"color: red\">a</p>", 1, "`style`"),
            ("<kbd class=\"key\">a</kbd>", 1, "`class`"),
            ("<your name>", 1, "`<your>`"),
        ] {
            let rendered = render_in("en", text);
            let (diagnostic, at) = first(&rendered);
            assert_eq!(diagnostic.code.name(), "removed-html", "{text}");
            assert!(diagnostic.message.contains(name), "{text}: {}", diagnostic.message);
            assert_eq!(at, column, "{text}");
            assert_eq!(rendered.diagnostics.len(), 1, "{text}: {:?}", rendered.diagnostics);
        }
    }

    #[test]
    fn what_stays_is_not_reported() {
        for text in [
            "a<br>b <kbd>x</kbd> H<sub>2</sub>O <sup>2</sup> <abbr title=\"x\">y</abbr> <mark>m</mark>",
            "<details open><summary>s</summary>\n\ntext\n\n</details>",
            "<figure><img src=\"a.png\" alt=\"b\" width=\"10\"><figcaption>c</figcaption></figure>",
            "<p dir=\"rtl\" lang=\"ar\">x</p>",
            "<!-- a note to ourselves: <script> -->",
            "<a id=\"own\"></a>[to it](#own)",
        ] {
            let rendered = render_in("en", text);
            assert!(rendered.diagnostics.is_empty(), "{text}: {:?}", rendered.diagnostics);
        }
    }

    #[test]
    fn nothing_of_what_is_dangerous_survives() {
        let text = "<script>alert(1)</script><svg><a xlink:href='javascript:x'>s</a></svg>\
                    <form action=x><input autofocus onfocus=x></form><style>p{}</style>\n\n\
                    <img src=x onerror=y alt=z><object data=x></object><iframe src=//x></iframe>\
                    <a href=' javascript:x'>a</a><base href=//x><meta http-equiv=refresh>";
        let html = render_in("en", text).html;
        for gone in [
            "script", "svg", "form", "input", "onfocus", "style", "onerror", "object", "iframe",
            "base", "meta",
        ] {
            assert!(!html.as_str().contains(gone), "{gone}: {html:?}");
        }
    }
}
