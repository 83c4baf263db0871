//! A YAML document as a tree in which every node knows where it stands.

use crate::diagnostics::{Code, Diagnostic, Source};
use serde::de::{self, Deserialize, Deserializer};
use serde_yaml::Spanned;
use std::fmt;
use std::ops::Range;

/// Deepest nesting; no file of ours needs more than six.
const MAX_DEPTH: usize = 64;
/// Most nodes in one file; dense YAML of about 20 MB.
const MAX_NODES: usize = 2_000_000;

/// One node and its byte range in the file.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A scalar as it is written; `plain` when it stands without quotes.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file.
    Map(Map),
}

/// A mapping.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    pub entries: Vec<(Node, Node)>,
    /// Keys that were there and were taken out because their value is wrong.
    pub lost: Vec<String>,
}

impl Node {
    /// Whether this is YAML's null: nothing, `~` or `null`, without quotes.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// Reads the YAML in `range` of `source`.
pub(super) fn parse(source: Source<'_>, range: Range<usize>) -> Result<Node, Box<Diagnostic>> {
    let offset = range.start;
    let text = &source.text()[range];
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return Ok(Node { span: offset..offset, value: null() });
    }
    let parsed: Spanned<Raw> = serde_yaml::from_str_with_options(text, options())
        .map_err(|error| Box::new(diagnostic(source, offset, &error)))?;
    Ok(place(parsed, text, offset))
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: MAX_NODES * 2,
        },
        duplicate_keys: serde_yaml::options::DuplicateKeyPolicy::PassThrough,
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: 10_000 },
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

fn diagnostic(source: Source<'_>, offset: usize, error: &serde_yaml::Error) -> Diagnostic {
    let error = error.without_snippet();
    let text = &source.text()[offset..];
    let start = offset + error.location().map_or(0, |at| byte_of(text, at));
    let place = source.place(start..start + 1);
    if matches!(error, serde_yaml::Error::MultipleDocuments { .. }) {
        let message = "there is a second YAML document in this file";
        return Diagnostic::error(Code::YamlSyntax, place, message).help(
            "take out the line `---` or `...` that parts them, or put it into a file of its own",
        );
    }
    let text = error.to_string();
    if text.contains("budget") || text.contains("limit") || text.contains("replay") {
        let message = "this YAML nests too deep, or holds too much";
        return Diagnostic::error(Code::YamlBudget, place, message).help(format!(
            "a file may nest {MAX_DEPTH} levels and hold {MAX_NODES} values; aliases may add 10000"
        ));
    }
    Diagnostic::error(Code::YamlSyntax, place, format!("not valid YAML: {}", first_clause(&text)))
        .help("check the indentation (spaces only), the colons and the quotes around this place")
}

/// The byte of `text` at a place that may only have a line and a column in characters.
fn byte_of(text: &str, at: serde_yaml::Location) -> usize {
    if let Some(byte) = at.span().byte_offset() {
        return usize::try_from(byte).unwrap_or(text.len());
    }
    let count = |from_one: u64| usize::try_from(from_one.saturating_sub(1)).unwrap_or(usize::MAX);
    let lines = text.split_inclusive('\n').take(count(at.line()));
    let line = lines.map(str::len).sum::<usize>();
    let column = text[line..].chars().take(count(at.column())).map(char::len_utf8);
    line + column.sum::<usize>()
}

/// The message without the place that the library puts behind it.
fn first_clause(text: &str) -> &str {
    let line = text.lines().next().unwrap_or(text);
    line.split(" at line ").next().unwrap_or(line).trim_end_matches([':', ','])
}

fn null() -> Value {
    Value::Scalar { text: String::new(), plain: true }
}

/// A node as the parser gives it: scalars already resolved, places beside.
enum Raw {
    Resolved,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

/// Turns the parser's nodes into ours: byte ranges of the whole file, scalars as written.
fn place(raw: Spanned<Raw>, text: &str, offset: usize) -> Node {
    let at = raw.referenced.span();
    let start = at.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    let len = at.byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
    let span = start.min(text.len())..(start + len).min(text.len());
    let defined = raw.defined.span();
    let value = match raw.value {
        Raw::Resolved => {
            let from = defined.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
            let len = defined.byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
            let written = text.get(from..from + len).unwrap_or_default();
            Value::Scalar { text: written.trim().to_owned(), plain: true }
        }
        Raw::Text(value) => {
            let quoted = text
                .get(span.clone())
                .is_some_and(|written| written.starts_with(['"', '\'', '|', '>']));
            Value::Scalar { text: value, plain: !quoted }
        }
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| place(item, text, offset)).collect())
        }
        Raw::Map(entries) => Value::Map(Map {
            entries: entries
                .into_iter()
                .map(|(key, value)| (place(key, text, offset), place(value, text, offset)))
                .collect(),
            lost: Vec::new(),
        }),
    };
    Node { span: span.start + offset..span.end + offset, value }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> de::Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
