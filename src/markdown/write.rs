//! Events to HTML.
//!
//! Written here rather than by the parser's own writer, which sets table alignment with inline
//! styles (the content security policy forbids them) and leaves footnotes where they were
//! defined. The HTML is written the way an HTML serialiser writes it, so that it stays the same,
//! byte for byte, when it goes through the sanitiser.

mod footnotes;
mod media;
mod tables;

use super::links::{Links, Use};
use super::outline::Outline;
use super::sanitise::{REL, leads_out};
use super::{Item, code};
use footnotes::Footnotes;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Classes that are written, by tag. Those of the highlighter and `language-…` come on top.
pub(super) const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["anchor", "footnote-back"]),
    ("div", &["footnotes", "table-wrap"]),
    ("li", &["task", "task-done"]),
    ("span", &["task-mark"]),
    ("sup", &["footnote-ref"]),
    ("td", &["align-left", "align-center", "align-right"]),
    ("th", &["align-left", "align-center", "align-right"]),
    ("ul", &["tasks"]),
];

/// Whether `name` may stand after `language-` in a class.
pub(super) fn is_language(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Writes `events`.
pub(super) fn write(events: &[Item<'_>], outline: &Outline, links: &mut Links<'_>) -> String {
    let mut writer = Writer {
        events,
        outline,
        faithful: links.faithful(),
        links,
        footnotes: Footnotes::of(events),
        out: String::new(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        cell_tag: "td",
        open_headings: Vec::new(),
    };
    writer.run(0..events.len());
    writer.write_footnotes();
    writer.out
}

/// `text` with U+FFFD for every control character that HTML does not allow (`CommonMark` asks for
/// it for U+0000).
fn printable(text: &str) -> Cow<'_, str> {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(control) {
        Cow::Owned(text.replace(control, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

struct Writer<'w, 'e, 'l> {
    events: &'w [Item<'e>],
    outline: &'w Outline,
    links: &'w mut Links<'l>,
    footnotes: Footnotes,
    out: String,
    /// Of the columns of the table that is being written.
    alignments: Vec<Alignment>,
    /// Column that is being written.
    cell: usize,
    in_head: bool,
    /// Element of the cell that is being written.
    cell_tag: &'static str,
    /// Level and `id` of the heading that is being written.
    open_headings: Vec<(u8, Option<String>)>,
    faithful: bool,
}

impl Writer<'_, '_, '_> {
    /// Writes the events of `range`.
    fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    /// Writes the event at `at`, with those it takes along, and says which one is next.
    fn event(&mut self, at: usize) -> usize {
        let events = self.events;
        match &events[at].0 {
            Event::Start(tag) => return self.start(tag, at),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.out.push_str(html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                self.newline();
                self.out.push_str("<hr>\n");
            }
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.task_mark(*done),
            // The extension is off.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) -> usize {
        match tag {
            Tag::Paragraph => {
                self.newline();
                if let Some(next) = self.figure(at) {
                    return next;
                }
                self.out.push_str("<p>");
            }
            Tag::Heading { .. } => self.heading(at),
            Tag::BlockQuote(_) => self.block("<blockquote>\n"),
            Tag::CodeBlock(kind) => return self.code_block(kind, at),
            Tag::HtmlBlock => self.newline(),
            Tag::List(None) if self.is_task_list(at) => self.block("<ul class=\"tasks\">\n"),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => {
                self.newline();
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
            }
            Tag::Item => self.item(at),
            Tag::FootnoteDefinition(_) => return self.footnotes.end_of(at),
            Tag::Table(alignments) => self.table(alignments, at),
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                self.out.push_str("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>\n");
            }
            Tag::TableCell => self.table_cell(at),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(*link_type, dest_url, title, at);
            }
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, at),
            // Their extensions are off.
            Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => {}
        }
        at + 1
    }

    fn end(&mut self, tag: TagEnd) {
        let html = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(_) => return self.end_heading(),
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Table => return self.end_table(),
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => return self.end_table_cell(),
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link => "</a>",
            _ => "",
        };
        self.out.push_str(html);
    }

    /// Begins a new line unless one is begun.
    fn newline(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn block(&mut self, html: &str) {
        self.newline();
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut self.out, &printable(text));
    }

    /// Writes ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        // As a serialiser escapes it: a single quotation mark stays.
        for (index, part) in printable(value).split('"').enumerate() {
            self.out.push_str(if index == 0 { "" } else { "&quot;" });
            let _ = escape_html_body_text(&mut self.out, part);
        }

        self.out.push('"');
    }

    fn heading(&mut self, at: usize) {
        self.newline();
        let heading = self.outline.get(at);
        let level = heading.map_or(2, |heading| heading.level);
        let id = heading.and_then(|heading| heading.id.clone());
        let _ = write!(self.out, "<h{level}");
        if let Some(id) = &id {
            self.attribute("id", id);
        }
        self.out.push('>');
        self.open_headings.push((level, id));
    }

    /// The link of a heading to itself is for the mouse: it is empty (the theme draws it), out of
    /// the tab order and hidden from screen readers, which have their own way to headings.
    fn end_heading(&mut self) {
        let Some((level, id)) = self.open_headings.pop() else { return };
        if let Some(id) = id {
            self.out.push_str("<a class=\"anchor\"");
            self.attribute("href", &format!("#{id}"));
            self.out.push_str(" aria-hidden=\"true\" tabindex=\"-1\"></a>");
            self.links.passed_as_is(format!("#{id}"));
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, at: usize) -> usize {
        let mut source = String::new();
        let mut next = at + 1;
        while let Some((Event::Text(text), _)) = self.events.get(next) {
            source.push_str(text);
            next += 1;
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        // A block wider than the page scrolls, so the keyboard must be able to reach it.
        self.block(if self.faithful { "<pre>" } else { "<pre tabindex=\"0\">" });
        self.out.push_str("<code");
        if is_language(language) {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        let coloured =
            if self.faithful { None } else { code::highlight(language, &printable(&source)) };
        match coloured {
            Some(html) => self.out.push_str(&html),
            None => self.text(&source),
        }
        self.out.push_str("</code></pre>\n");
        next + 1
    }

    /// Whether the item that starts at `at` is a task, and done.
    fn task(&self, at: usize) -> Option<bool> {
        let first = self.events.get(at + 1).map(|(event, _)| event);
        let marker = match first {
            Some(Event::Start(Tag::Paragraph)) => self.events.get(at + 2).map(|(event, _)| event),
            other => other,
        };
        match marker {
            Some(Event::TaskListMarker(done)) => Some(*done),
            _ => None,
        }
    }

    fn is_task_list(&self, at: usize) -> bool {
        self.task(at + 1).is_some()
    }

    fn item(&mut self, at: usize) {
        self.newline();
        self.out.push_str(match self.task(at) {
            Some(true) => "<li class=\"task task-done\">",
            Some(false) => "<li class=\"task\">",
            None => "<li>",
        });
    }

    /// A sign rather than a control: nothing can be ticked in a portal, and a checkbox without a
    /// label tells a screen reader nothing.
    fn task_mark(&mut self, done: bool) {
        let mark = if done { '☑' } else { '☐' };
        let _ = write!(self.out, "<span class=\"task-mark\">{mark}</span> ");
    }

    fn link(&mut self, kind: LinkType, dest: &str, title: &str, at: usize) {
        let range = &self.events[at].1;
        let mail;
        let dest = if kind == LinkType::Email {
            mail = format!("mailto:{dest}");
            &mail
        } else {
            dest
        };
        let passed = self.links.check(Use::Link, dest, range);
        self.out.push_str("<a");
        if let Some(passed) = &passed {
            self.attribute("href", &passed.url);
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if !self.faithful && passed.is_some_and(|passed| leads_out(&passed.url)) {
            self.out.push(' ');
            self.out.push_str(REL);
        }
        self.out.push('>');
    }
}
