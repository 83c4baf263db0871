//! The small types that several files share.

use super::scalar::scalar_schema;
use icu::properties::CodePointSetData;
use icu::properties::props::DefaultIgnorableCodePoint;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};

/// A value and the byte range of the file it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
}

/// How a [`Spanned`] asks its deserializer for the span (see `load::yaml`).
pub(crate) const SPANNED: &str = "$keyfolio::Spanned";

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let missing = || de::Error::custom("a spanned value has three parts");
                let start = seq.next_element()?.ok_or_else(missing)?;
                let end = seq.next_element()?.ok_or_else(missing)?;
                let value = seq.next_element()?.ok_or_else(missing)?;
                Ok(Spanned { value, span: start..end })
            }
        }

        deserializer.deserialize_tuple_struct(SPANNED, 3, Visitor(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Whether nothing of `text` can be seen: white space alone, and what Unicode leaves to be ignored
/// where it is displayed (a zero-width space, a byte order mark).
pub(crate) fn is_blank(text: &str) -> bool {
    let ignored = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().all(|c| c.is_whitespace() || ignored.contains(c))
}

/// Reads a name or a title, which has to say something: it is what a client sees and clicks.
pub(super) fn words<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Deref<Target: AsRef<str>>,
{
    let words = T::deserialize(deserializer)?;
    if is_blank(words.as_ref()) {
        return Err(de::Error::custom("it says nothing: write a word or more"));
    }
    Ok(words)
}

/// As [`words`], for one that may be left out.
pub(super) fn words_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let words = Option::<String>::deserialize(deserializer)?;
    if words.as_deref().is_some_and(is_blank) {
        return Err(de::Error::custom("it says nothing: write a word or more, or leave it out"));
    }
    Ok(words)
}

/// A day of the proleptic Gregorian calendar, written `2026-03-31` (RFC 3339, full-date).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Date(pub jiff::civil::Date);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a deserializer tells an impossible date from any other wrong value.
pub(crate) const INVALID_DATE: &str = "invalid date: ";

impl std::str::FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err(format!("`{text}` is not a date as YYYY-MM-DD"));
        }
        text.parse().map(Self).map_err(|_| format!("`{text}` is not a day of the calendar"))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|why: String| de::Error::custom(format!("{INVALID_DATE}{why}")))
    }
}

scalar_schema!(Date, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"});

/// An exact amount of money or hours, written as a plain decimal: `1200`, `89.90`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub rust_decimal::Decimal);

impl Amount {
    /// What an amount stays below, either way.
    const LIMIT: i64 = 1_000_000_000_000_000;
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let amount: rust_decimal::Decimal = text.parse().map_err(|_| {
            de::Error::custom(format!(
                "`{text}` is not an amount: write digits with a point, as 1250.00"
            ))
        })?;
        // Far from where sums and percentages of a decimal overflow.
        if amount.abs() >= rust_decimal::Decimal::from(Self::LIMIT) {
            return Err(de::Error::custom(format!(
                "`{text}` is too large for an amount: write at most 15 digits before the point"
            )));
        }
        Ok(Self(amount))
    }
}

scalar_schema!(Amount, {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"});

/// A colour as `#rgb` or `#rrggbb` (CSS Color 4, hex notation without alpha).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub palette::Srgb<u8>);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0.red, self.0.green, self.0.blue)
    }
}

impl std::str::FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.starts_with('#').then(|| text.parse().ok()).flatten();
        parsed.map(Self).ok_or_else(|| format!("`{text}` is not a colour: write it as \"#1a7f5a\""))
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

scalar_schema!(Colour, {"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"});

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The agency.
    Us,
    /// The client.
    You,
}

/// A link to somewhere else: a staging site, a board, a call.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkEntry {
    /// What the link is called.
    #[serde(deserialize_with = "words")]
    #[schemars(length(min = 1))]
    pub title: String,
    /// Where it goes: `https:`, `http:`, `mailto:` or `tel:`.
    pub url: Spanned<String>,
    /// One sentence on what is there.
    #[serde(default)]
    pub description: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_blank() {
        for blank in ["", " \t\n", "\u{a0}", "\u{200b}", " \u{2060}\u{feff}", "\u{200d}\u{fe0f}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for word in ["a", "\u{200f}\u{5d0}", "\u{0627}\u{200c}", "👩\u{200d}🚀"] {
            assert!(!is_blank(word), "{word:?}");
        }
    }
}
