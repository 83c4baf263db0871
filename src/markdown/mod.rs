//! Markdown in, sanitised HTML out, with a diagnostic for all that is wrong on the way.
//!
//! `load` calls [`render`] for the text of a file and [`render_scalar`] for a text inside YAML.
//! The text is `CommonMark` with the extensions of GFM (tables, strikethrough, task lists), footnotes
//! and heading anchors; `docs/markdown.md` is the writer's reference. A text goes through these
//! stages, each a module:
//!
//! | stage | does |
//! |---|---|
//! | `punctuation` | gives quotation marks the shape they have in the text's language |
//! | `outline` | levels and anchors of the headings, the title |
//! | `links` | where every link leads, and whether it may |
//! | `raw` | looks through the HTML that stands in the text |
//! | `write` | events to HTML; `code` colours the code blocks |
//! | `sanitise` | takes out of raw HTML all that is not on the list |

mod code;
mod links;
mod outline;
mod plain;
#[cfg(test)]
mod properties;
mod punctuation;
mod raw;
mod sanitise;
#[cfg(test)]
mod specs;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use code::warm_up;

use crate::diagnostics::{Code, Diagnostic, Place, Source};
use crate::model::{Html, PortalPath};
use icu::locale::Locale;
use links::Links;
use pulldown_cmark::{Event, Parser};
use std::ops::Range;

/// Most diagnostics that one text gives; what is past it is counted, not listed.
const MOST_DIAGNOSTICS: usize = 100;

/// Where the relative links of a text lead. `load` knows: it has the files.
pub trait Resolve {
    /// Looks up `reference`: a relative path, percent-decoded, without query and fragment.
    fn resolve(&mut self, reference: &str) -> Target;
}

/// What a relative link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the portal; a fragment names one of its headings.
    Page(PortalPath),
    /// A file that the portal shows or offers; a fragment is the file's own business.
    File {
        /// Where it stands.
        path: PortalPath,
        /// Width and height in CSS pixels, when it is an image that says so.
        size: Option<(u32, u32)>,
    },
    /// Nothing that the portal has.
    Broken {
        /// What is wrong, to stand after "the link `…` is broken: ".
        why: String,
        /// How to mend it.
        help: Option<String>,
    },
}

/// How a text is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Its language, for punctuation.
    pub locale: &'a Locale,
    /// Hosts whose images and frames it may embed, over `https`.
    pub allow_hosts: &'a [String],
    /// Level of its topmost headings on the page it will stand on, from 1.
    pub heading_base: u8,
    /// Give headings an `id` and a link to themselves. Only for a text that has its page to
    /// itself: two texts on one page could give the same `id` twice.
    pub anchors: bool,
    /// Take a first heading of level 1 out of the body, to be shown as the page's title.
    pub take_title: bool,
}

/// A text, rendered.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// The body.
    pub html: Html,
    /// The first heading of level 1, as plain text.
    pub title: Option<String>,
    /// The beginning of the first paragraph, as plain text: at most about 200 characters.
    pub summary: String,
    /// What is wrong with it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders the Markdown in `range` of `source`.
pub fn render(
    source: Source<'_>,
    range: Range<usize>,
    resolver: &mut dyn Resolve,
    options: &Options<'_>,
) -> Rendered {
    let text = source.text().get(range.clone()).unwrap_or_default();
    render_text(text, &Origin::File { source, start: range.start }, resolver, options, false)
}

/// Renders the `text` of the YAML scalar that stands in `span` of `source`.
pub fn render_scalar(
    source: Source<'_>,
    span: Range<usize>,
    text: &str,
    resolver: &mut dyn Resolve,
    options: &Options<'_>,
) -> Rendered {
    render_text(text, &Origin::Scalar { source, span, text }, resolver, options, false)
}

/// Where a text stands.
enum Origin<'a> {
    /// In a file, from byte `start` on.
    File { source: Source<'a>, start: usize },
    /// In a scalar, which is `text` without its escapes, line breaks and indentation.
    Scalar { source: Source<'a>, span: Range<usize>, text: &'a str },
}

impl Origin<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        match self {
            Self::File { source, start } => source.place(start + range.start..start + range.end),
            Self::Scalar { source, span, text } => {
                source.place(as_written(source.text(), span, text, range).unwrap_or(span.clone()))
            }
        }
    }
}

/// Where the `range` of a scalar's `text` stands in its `span` of the file, if its first line is
/// written there as it is: the same words, the same time that they are said.
fn as_written(
    file: &str,
    span: &Range<usize>,
    text: &str,
    range: &Range<usize>,
) -> Option<Range<usize>> {
    let words = text.get(range.clone())?.lines().next().filter(|words| !words.is_empty())?;
    let before = text[..range.start].matches(words).count();
    let (at, _) = file.get(span.clone())?.match_indices(words).nth(before)?;
    Some(span.start + at..span.start + at + words.len())
}

/// An event of the parser and the bytes of the text that it was made from.
type Item<'a> = (Event<'a>, Range<usize>);

/// `faithful` leaves out all that Keyfolio adds to the specifications or changes in what they
/// ask for, so that their examples can be compared.
fn render_text(
    text: &str,
    origin: &Origin<'_>,
    resolver: &mut dyn Resolve,
    options: &Options<'_>,
    faithful: bool,
) -> Rendered {
    let mut events: Vec<Item<'_>> =
        Parser::new_ext(text, extensions(options, faithful)).into_offset_iter().collect();
    if !faithful {
        punctuation::localise(&mut events, text, options.locale);
    }
    let title = outline::title(&events);
    let from = title.as_ref().filter(|_| options.take_title).map_or(0, |title| title.end);
    events.drain(..from);
    let raw = raw::inspect(&events, text);
    if raw.is_empty() {
        events.retain(|(event, _)| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    }
    let body = &events[..];
    let outline = outline::outline(body, options, faithful);
    let mut links = Links::new(resolver, options, faithful, text, Report::new(origin));
    links.anchors.extend(outline.ids().map(str::to_owned));
    links.anchors.extend(raw.ids.iter().cloned());
    raw.check(&mut links);
    let written = write::write(body, &outline, &mut links);
    let (passed, report) = links.finish();
    let html = if raw.is_empty() {
        // All of it was written by `write`, which escapes every text and attribute and writes no
        // address that `links` has not passed: there is nothing left to take out, and parsing it
        // again would cost more than all the rest (a property test holds both ways together).
        written
    } else {
        sanitise::clean(&written, passed, !options.allow_hosts.is_empty(), faithful)
    };
    Rendered {
        html: Html::sanitised(html),
        title: title.map(|title| title.text),
        summary: plain::summary(body),
        diagnostics: report.finish(),
    }
}

fn extensions(options: &Options<'_>, faithful: bool) -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    let specified =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    if faithful {
        return specified;
    }
    let mut all =
        specified | Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_HEADING_ATTRIBUTES;
    // Footnotes need anchors, and those need a page of their own.
    all.set(Options::ENABLE_FOOTNOTES, options.anchors);
    all
}

/// The diagnostics of one text.
struct Report<'a> {
    origin: &'a Origin<'a>,
    diagnostics: Vec<Diagnostic>,
    left_out: usize,
}

impl<'a> Report<'a> {
    fn new(origin: &'a Origin<'a>) -> Self {
        Self { origin, diagnostics: Vec::new(), left_out: 0 }
    }

    fn error(&mut self, code: Code, range: &Range<usize>, message: String, help: Option<String>) {
        self.push(range, help, |place| Diagnostic::error(code, place, message));
    }

    fn warning(&mut self, code: Code, range: &Range<usize>, message: String, help: Option<String>) {
        self.push(range, help, |place| Diagnostic::warning(code, place, message));
    }

    fn push(
        &mut self,
        range: &Range<usize>,
        help: Option<String>,
        make: impl FnOnce(Place) -> Diagnostic,
    ) {
        // Finding a place counts the lines before it: a limit keeps a hostile text linear.
        if self.diagnostics.len() == MOST_DIAGNOSTICS {
            self.left_out += 1;
            return;
        }
        let mut diagnostic = make(self.origin.place(range));
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        if let (Some(last), 1..) = (self.diagnostics.last_mut(), self.left_out) {
            let more = format!("{} more problems in this text are not listed", self.left_out);
            last.help =
                Some(last.help.take().map_or(more.clone(), |help| format!("{help}; {more}")));
        }
        crate::diagnostics::sort(&mut self.diagnostics);
        self.diagnostics
    }
}
