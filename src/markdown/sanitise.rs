//! What raw HTML may consist of. `ammonia` does the work; here is the list it works by.
//!
//! Tags and attributes that are not named are taken out. Addresses are those that `links` has
//! passed; classes and ARIA attributes are those that `write` writes.

use super::code::{CLASS_PREFIX, CLASSES};
use super::links::PassedUrls;
use super::outline::ID_PREFIX;
use super::raw::address;
use super::write;
use ammonia::{Builder, Url, UrlRelative};
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

/// Tags that stay.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Tags that go with all that is in them.
const WITH_CONTENT: &[&str] = &[
    "script", "style", "svg", "math", "template", "noscript", "noembed", "noframes", "object",
    "select", "textarea", "title", "xmp",
];

/// Attributes that stay, by tag; `*` is every tag.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("*", &["dir", "id", "lang", "title", "translate"]),
    ("a", &["href", "hreflang"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("div", &["aria-label"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("td", &["colspan", "headers", "rowspan"]),
    ("th", &["abbr", "colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Attributes that stay with these values only: what `write` writes.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("a", "aria-hidden", &["true"]),
    ("a", "rel", &["noopener noreferrer"]),
    ("a", "role", &["doc-backlink", "doc-noteref"]),
    ("a", "tabindex", &["-1"]),
    ("div", "role", &["doc-endnotes", "group"]),
    ("div", "tabindex", &["0"]),
    ("img", "decoding", &["async"]),
    ("img", "loading", &["lazy"]),
    ("pre", "tabindex", &["0"]),
];

/// Attributes that stay on a frame.
const FRAME_ATTRIBUTES: &[&str] = &["allowfullscreen", "height", "src", "width"];

/// Attributes that every frame gets. No `allow-top-navigation`: a frame cannot take the reader
/// away from the portal.
const FRAME: &[(&str, &str)] = &[
    ("loading", "lazy"),
    ("referrerpolicy", "no-referrer"),
    ("sandbox", "allow-forms allow-popups allow-presentation allow-same-origin allow-scripts"),
];

/// The classes of the highlighter, with prefix.
static CODE_CLASSES: LazyLock<Vec<String>> =
    LazyLock::new(|| CLASSES.iter().map(|class| format!("{CLASS_PREFIX}-{class}")).collect());

/// Whether the tag stays. A frame does when its address does, which is said elsewhere.
pub(super) fn keeps_tag(tag: &str) -> bool {
    TAGS.contains(&tag) || tag == "iframe"
}

/// Whether the attribute, which holds no address, stays on a tag that does.
pub(super) fn keeps_attribute(tag: &str, attribute: &str, value: &str) -> bool {
    ATTRIBUTES.iter().any(|(on, names)| (*on == "*" || *on == tag) && names.contains(&attribute))
        || VALUES
            .iter()
            .any(|(on, name, values)| *on == tag && *name == attribute && values.contains(&value))
        || tag == "iframe" && FRAME_ATTRIBUTES.contains(&attribute)
        || tag == "iframe" && FRAME.iter().any(|(name, _)| *name == attribute)
        || attribute == "class" && value.split_whitespace().all(|class| keeps_class(tag, class))
}

fn keeps_class(tag: &str, class: &str) -> bool {
    write::CLASSES.iter().any(|(on, classes)| *on == tag && classes.contains(&class))
        || tag == "span" && CODE_CLASSES.iter().any(|known| known == class)
        || tag == "code" && class.strip_prefix("language-").is_some_and(write::is_language)
}

/// Takes out of `html` all that is not on the lists. `faithful` lets every address through
/// whose scheme is allowed.
pub(super) fn clean(html: &str, passed: PassedUrls, frames: bool, faithful: bool) -> String {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(WITH_CONTENT.iter().copied().collect())
        .url_schemes(["https", "http", "mailto", "tel", "portal"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .id_prefix(Some(ID_PREFIX))
        .attribute_filter(move |tag, attribute, value| {
            filter(tag, attribute, value, if faithful { None } else { Some(&passed) })
        });
    for (tag, attributes) in ATTRIBUTES {
        if *tag == "*" {
            builder.add_generic_attributes(*attributes);
        } else {
            builder.add_tag_attributes(*tag, *attributes);
        }
    }
    for (tag, attribute, values) in VALUES {
        builder.add_tag_attribute_values(*tag, *attribute, *values);
    }
    // Which classes stay is decided by `filter`.
    builder.add_generic_attributes(["class"]);
    if frames {
        builder.add_tags(["iframe"]).add_tag_attributes("iframe", FRAME_ATTRIBUTES);
        for (attribute, value) in FRAME {
            builder.add_tag_attribute_values("iframe", *attribute, [*value]);
        }
    } else {
        builder.add_clean_content_tags(["iframe"]);
    }
    let clean = builder.clean(html).to_string();
    if faithful { clean } else { complete(&clean) }
}

/// Decides on one attribute that is on the list: `None` takes it out.
fn filter<'v>(
    tag: &str,
    attribute: &str,
    value: &'v str,
    passed: Option<&PassedUrls>,
) -> Option<Cow<'v, str>> {
    if attribute == "class" {
        let keep: Vec<&str> =
            value.split_whitespace().filter(|class| keeps_class(tag, class)).collect();
        return (!keep.is_empty()).then(|| Cow::Owned(keep.join(" ")));
    }
    match (address(tag, attribute), passed) {
        (Some(used), Some(passed)) => {
            passed.get(&(used, value.to_owned())).cloned().flatten().map(Cow::Owned)
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Adds the attributes that links out, images and frames must have.
///
/// Not done by `ammonia`, which would add them in the order of a hash map. The serialiser wrote
/// `clean`, so every `<` begins a tag (but inside a frame, whose content is dropped) and every
/// `"` delimits a value.
fn complete(clean: &str) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        let (tag, after) = tag.split_at(tag_end(tag));
        out.push_str(before);
        out.push_str(tag.strip_suffix('>').unwrap_or(tag));
        rest = after;
        match tag[1..].split([' ', '>']).next() {
            Some("a") if value(tag, "href").is_some_and(leads_out) => {
                add(&mut out, tag, "rel", "noopener noreferrer");
            }
            Some("img") => {
                add(&mut out, tag, "decoding", "async");
                add(&mut out, tag, "loading", "lazy");
            }
            Some("iframe") => {
                for (name, value) in FRAME {
                    add(&mut out, tag, name, value);
                }
                let host = value(tag, "src").and_then(|src| Url::parse(src).ok());
                let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
                add(&mut out, tag, "title", host);
                rest = after.find("</iframe").map_or("", |end| &after[end..]);
            }
            _ => {}
        }
        out.push('>');
    }
    out.push_str(rest);
    out
}

/// Adds the attribute to the tag that `out` ends with, unless `tag` has it.
fn add(out: &mut String, tag: &str, name: &str, value: &str) {
    if !tag.contains(&format!(" {name}=\"")) {
        // Writing to a string cannot fail.
        let _ = write!(out, " {name}=\"{value}\"");
    }
}

/// Whether the address is one of the web, outside of the portal.
pub(super) fn leads_out(url: &str) -> bool {
    url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
}

/// What links out carry.
pub(super) const REL: &str = "rel=\"noopener noreferrer\"";

/// Length of the tag that `tag` begins with; a `>` inside a value does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn value<'t>(tag: &'t str, attribute: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
    rest.split('"').next()
}
