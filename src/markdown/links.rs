//! Where the links, images and frames of a text lead, and whether they may.

use super::outline::{ID_PREFIX, slug};
use super::{Options, Report, Resolve, Target};
use crate::diagnostics::{Code, nearest};
use crate::model::Html;
use ammonia::Url;
use ammonia::url::ParseError;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What an address is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Somebody may go there.
    Link,
    /// The browser fetches it and shows it.
    Image,
    /// The browser fetches it and lets it run.
    Frame,
}

/// An address that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passed {
    /// What to write, not yet escaped for HTML.
    pub url: String,
    /// Size of the image, when known.
    pub size: Option<(u32, u32)>,
}

/// What came of the addresses of a text: as written there, and what to write instead.
pub(super) type PassedUrls = BTreeMap<(Use, String), Option<String>>;

/// Checks the addresses of one text.
pub(super) struct Links<'a> {
    resolver: &'a mut dyn Resolve,
    options: &'a Options<'a>,
    faithful: bool,
    text: &'a str,
    /// What is wrong with the text.
    pub report: Report<'a>,
    /// Every `id` of the text, with prefix.
    pub anchors: BTreeSet<String>,
    passed: PassedUrls,
}

/// Everything that may not stand in an address as it is (`%` may: it is encoded already).
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Schemes a link may have.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Why an address may not be written: what is wrong, and how to mend it.
struct Refused {
    code: Code,
    message: String,
    help: Option<String>,
}

impl Refused {
    fn new(code: Code, message: String, help: impl Into<String>) -> Self {
        Self { code, message, help: Some(help.into()) }
    }
}

impl<'a> Links<'a> {
    pub fn new(
        resolver: &'a mut dyn Resolve,
        options: &'a Options<'a>,
        faithful: bool,
        text: &'a str,
        report: Report<'a>,
    ) -> Self {
        let (anchors, passed) = (BTreeSet::new(), PassedUrls::new());
        Self { resolver, options, faithful, text, report, anchors, passed }
    }

    /// What came of every address, for the sanitiser, and what is wrong with the text.
    pub fn finish(self) -> (PassedUrls, Report<'a>) {
        (self.passed, self.report)
    }

    /// Whether only the scheme of an address counts.
    pub fn faithful(&self) -> bool {
        self.faithful
    }

    /// Notes an address that was made here.
    pub fn passed_as_is(&mut self, url: String) {
        self.passed.insert((Use::Link, url.clone()), Some(url));
    }

    /// Checks the address `written` in `range` of the text and says what to write for it.
    pub fn check(&mut self, used: Use, written: &str, range: &Range<usize>) -> Option<Passed> {
        let passed = match self.decide(used, written, range) {
            Ok(passed) => Some(passed),
            Err(refused) => {
                let at = self.within(range, written);
                self.report.error(refused.code, &at, refused.message, refused.help);
                None
            }
        };
        if let Some(passed) = &passed {
            self.passed.insert((used, passed.url.clone()), Some(passed.url.clone()));
        }
        let url = passed.as_ref().map(|passed| passed.url.clone());
        self.passed.entry((used, written.to_owned())).or_insert(url);
        passed
    }

    fn decide(
        &mut self,
        used: Use,
        written: &str,
        range: &Range<usize>,
    ) -> Result<Passed, Refused> {
        let as_is = || Passed { url: encode(written), size: None };
        match Url::parse(written) {
            Ok(url) => self.outside(used, written, &url).map(|()| as_is()),
            Err(ParseError::RelativeUrlWithoutBase) if self.faithful => Ok(as_is()),
            Err(ParseError::RelativeUrlWithoutBase) => self.inside(used, written, range),
            Err(error) => Err(Refused {
                code: Code::UnsafeLink,
                message: format!("`{written}` is not an address: {error}"),
                help: Some("write it as `https://example.com/page`".to_owned()),
            }),
        }
    }

    /// An address that leaves the portal.
    fn outside(&self, used: Use, written: &str, url: &Url) -> Result<(), Refused> {
        if used == Use::Link || self.faithful {
            return if SCHEMES.contains(&url.scheme()) {
                Ok(())
            } else {
                Err(Refused::new(
                    Code::UnsafeLink,
                    format!("a link with the scheme `{}:` is not allowed", url.scheme()),
                    "links may begin with `https:`, `http:`, `mailto:` or `tel:`, \
                     or be relative to this file",
                ))
            };
        }
        let (what, mend) = match used {
            Use::Image => ("an image", "or put the image beside this file"),
            _ => ("a frame", "or link to the page instead"),
        };
        let Some(host) = url.host_str() else {
            return Err(Refused::new(
                Code::UnsafeLink,
                format!("{what} with the scheme `{}:` is not allowed", url.scheme()),
                "put the file beside this one and name it",
            ));
        };
        let allowed = self.options.allow_hosts.iter().any(|allow| allow.eq_ignore_ascii_case(host));
        if !allowed {
            return Err(Refused::new(
                Code::UnsafeLink,
                format!("{what} from `{host}` is not allowed"),
                format!("add `{host}` to `allow_hosts` in `keyfolio.yaml`, {mend}"),
            ));
        }
        if url.scheme() != "https" {
            return Err(Refused::new(
                Code::UnsafeLink,
                format!("{what} must come over `https`: `{written}`"),
                "write `https:`",
            ));
        }
        Ok(())
    }

    /// An address inside the portal.
    fn inside(
        &mut self,
        used: Use,
        written: &str,
        range: &Range<usize>,
    ) -> Result<Passed, Refused> {
        let broken = |why: &str| format!("the link `{written}` is broken: {why}");
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (written, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if used == Use::Frame {
            return Err(Refused::new(
                Code::UnsafeLink,
                format!("a frame cannot show `{written}`"),
                "link to the file instead",
            ));
        }
        if path.starts_with("//") {
            return Err(Refused::new(
                Code::UnsafeLink,
                format!("`{written}` leaves the portal without naming a scheme"),
                format!("write `https:{written}`"),
            ));
        }
        if path.starts_with('/') {
            let why = broken("there is no root to begin at");
            return Err(Refused::new(Code::BrokenLink, why, "write it relative to this file"));
        }
        if path.is_empty() {
            return match fragment {
                Some(fragment) if used == Use::Link => {
                    Ok(Passed { url: self.anchor(fragment, written, range), size: None })
                }
                _ => Err(Refused {
                    code: Code::BrokenLink,
                    message: broken("it names no file"),
                    help: Some("name a file, relative to this one".to_owned()),
                }),
            };
        }
        let Ok(path) = percent_decode_str(path).decode_utf8() else {
            let why = broken("its percent-encoding is not UTF-8");
            return Err(Refused::new(
                Code::BrokenLink,
                why,
                "write the name as it is, or in UTF-8",
            ));
        };
        let portal = |path: &crate::model::PortalPath, fragment: String| {
            format!("{}{}{fragment}", Html::SCHEME, path.encoded())
        };
        match self.resolver.resolve(&path) {
            Target::Page(_) if used == Use::Image => Err(Refused::new(
                Code::BrokenLink,
                broken("it leads to a page, not to an image"),
                "take the `!` away to link to it",
            )),
            Target::Page(path) => {
                let fragment = fragment.map(|name| format!("#{}", encoded_anchor(name)));
                Ok(Passed { url: portal(&path, fragment.unwrap_or_default()), size: None })
            }
            Target::File { path, size } => {
                let fragment = fragment.map(|name| format!("#{}", encode(name)));
                Ok(Passed { url: portal(&path, fragment.unwrap_or_default()), size })
            }
            Target::Broken { why, help } => {
                Err(Refused { code: Code::BrokenLink, message: broken(&why), help })
            }
        }
    }

    /// A link to an anchor of the same text; a missing one is worth a warning.
    fn anchor(&mut self, fragment: &str, written: &str, range: &Range<usize>) -> String {
        if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") {
            return format!("#{fragment}");
        }
        let id = anchor_id(fragment);
        // Without anchors of its own, the text may mean one of the page's that it will stand on.
        if !self.anchors.contains(&id) {
            let names = self.anchors.iter().filter_map(|id| id.strip_prefix(ID_PREFIX));
            let help = nearest(fragment, names.take(super::MOST_DIAGNOSTICS)).map_or_else(
                || "name a heading of this text, or take the link out".to_owned(),
                |near| format!("did you mean `#{near}`?"),
            );
            let message = format!("no heading of this text has the anchor `#{fragment}`");
            let at = self.within(range, written);
            self.report.warning(Code::BrokenLink, &at, message, Some(help));
        }
        format!("#{}", encode(&id))
    }

    /// Where `written` stands in `range`; all of `range` when it is written differently there.
    fn within(&self, range: &Range<usize>, written: &str) -> Range<usize> {
        let at = self.text.get(range.clone()).and_then(|source| source.rfind(written));
        match at {
            Some(at) if !written.is_empty() => range.start + at..range.start + at + written.len(),
            _ => range.clone(),
        }
    }
}

/// The `id` that a fragment, as written, means.
fn anchor_id(fragment: &str) -> String {
    let name = percent_decode_str(fragment).decode_utf8_lossy();
    format!("{ID_PREFIX}{}", slug(name.strip_prefix(ID_PREFIX).unwrap_or(&name)))
}

fn encoded_anchor(fragment: &str) -> String {
    encode(&anchor_id(fragment))
}

fn encode(url: &str) -> String {
    utf8_percent_encode(url.trim(), UNSAFE).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, render_in, render_with_hosts};
    use crate::diagnostics::Severity;

    fn href(text: &str) -> String {
        let rendered = render_in("en", text);
        assert!(rendered.diagnostics.is_empty(), "{text}: {:?}", rendered.diagnostics);
        rendered.html.as_str().to_owned()
    }

    #[test]
    fn relative_links_stay_in_the_portal() {
        assert_eq!(
            href("[a](files/50%25%20off.pdf#page=2)"),
            "<p><a href=\"portal:files/50%25%20off.pdf#page=2\">a</a></p>\n"
        );
        assert_eq!(
            href("[a](other.md?x=1#Über%20uns)"),
            "<p><a href=\"portal:updates/other.html#t-%C3%BCber-uns\">a</a></p>\n"
        );
        assert_eq!(
            href("<a href=\"other.md\">a</a>"),
            "<p><a href=\"portal:updates/other.html\">a</a></p>\n"
        );
    }

    #[test]
    fn links_out_say_nothing_of_where_they_come_from() {
        let rel = "rel=\"noopener noreferrer\"";
        for text in [
            "<https://example.com/a>",
            "<a href=\"https://example.com/a\">https://example.com/a</a>",
        ] {
            assert_eq!(
                href(text),
                format!(
                    "<p><a href=\"https://example.com/a\" {rel}>https://example.com/a</a></p>\n"
                )
            );
        }
        for text in ["<a href=\"HTTPS://example.com\">x</a>", "[x](HTTPS://example.com)"] {
            let expected = format!("<p><a href=\"HTTPS://example.com\" {rel}>x</a></p>\n");
            assert_eq!(href(text), expected);
        }
        assert_eq!(href("<a@b.de>"), "<p><a href=\"mailto:a@b.de\">a@b.de</a></p>\n");
    }

    #[test]
    fn what_is_refused_says_where_why_and_what_to_do() {
        for (text, code, column, says, help) in [
            ("see [a](javascript:alert(1))", "unsafe-link", 9, "`javascript:`", "https"),
            ("see [a](portal:x.html)", "unsafe-link", 9, "`portal:`", "https"),
            ("<a href='java&#9;script:x'>a</a>", "unsafe-link", 1, "`javascript:`", "https"),
            ("![a](data:image/png;base64,AA)", "unsafe-link", 6, "`data:`", "beside"),
            ("![a](https://x.org/a.png)", "unsafe-link", 6, "`x.org`", "allow_hosts"),
            ("[a](/root.pdf)", "broken-link", 5, "root", "relative to this file"),
            ("[a](gone.pdf)", "broken-link", 5, "no such file", "did you mean"),
            ("<img src=\"gone.png\" alt=\"\">", "broken-link", 11, "no such file", "did you mean"),
            ("[a](//x.org)", "unsafe-link", 5, "scheme", "https://x.org"),
            ("[a](#gone)\n\n## Gone2", "broken-link", 5, "`#gone`", "`#gone2`"),
        ] {
            let (diagnostic, at) = first(&render_in("en", text));
            assert_eq!((diagnostic.code.name(), at), (code, column), "{text}");
            assert!(diagnostic.message.contains(says), "{text}: {}", diagnostic.message);
            assert!(diagnostic.help.unwrap_or_default().contains(help), "{text}");
            let expected = if text.contains("[a](#") { Severity::Warning } else { Severity::Error };
            assert_eq!(diagnostic.severity, expected);
        }
    }

    #[test]
    fn an_allowed_host_may_send_images_and_frames_over_https() {
        let text = "![a](https://img.example.com/a.png)\n\n\
                    <iframe src=\"https://img.example.com/v\"></iframe>";
        let rendered = render_with_hosts(&["img.example.com"], text);
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        let html = rendered.html.as_str();
        assert!(html.contains("<img src=\"https://img.example.com/a.png\" alt=\"a\""), "{html}");
        for part in ["sandbox=\"", "loading=\"lazy\"", "title=\"img.example.com\"", "no-referrer"] {
            assert!(html[html.find("<iframe").unwrap()..].contains(part), "{part}: {html}");
        }
        let rendered =
            render_with_hosts(&["img.example.com"], "![a](http://img.example.com/a.png)");
        assert!(first(&rendered).0.message.contains("https"));
    }
}
