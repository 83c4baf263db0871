//! A serde deserializer over a [`Node`] tree, with errors that say which node is wrong.

use super::node::{Map, Node, Value};
use crate::schema::{INVALID_DATE, SPANNED};
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer};
use std::fmt;

/// What is wrong, and with which node.
#[derive(Debug)]
pub(super) struct Error {
    pub fault: Fault,
    /// Way from the root to the node, innermost step first.
    pub steps: Vec<usize>,
    /// The key of the last step is meant, not its value.
    pub at_key: bool,
}

/// What is wrong.
#[derive(Debug)]
pub(super) enum Fault {
    UnknownKey { key: String, known: &'static [&'static str] },
    MissingKey(&'static str),
    UnknownValue { value: String, known: &'static [&'static str] },
    WrongType { expected: String, found: String },
    Date(String),
    Invalid(String),
}

impl Error {
    fn new(fault: Fault) -> Self {
        Self { fault, steps: Vec::new(), at_key: false }
    }

    fn within(mut self, step: usize) -> Self {
        self.steps.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.fault)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        Self::new(match message.strip_prefix(INVALID_DATE) {
            Some(why) => Fault::Date(why.to_owned()),
            None => Fault::Invalid(message),
        })
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(Fault::WrongType { expected: expected.to_string(), found: found.to_string() })
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("{found} where {expected} is expected"))
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownKey { key: key.to_owned(), known })
    }

    fn unknown_variant(value: &str, known: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownValue { value: value.to_owned(), known })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Fault::MissingKey(key))
    }
}

/// What a node is, in the words of the messages.
fn describe(node: &Node) -> String {
    match &node.value {
        _ if node.is_null() => "nothing".to_owned(),
        Value::Scalar { text, .. } => {
            let short: String = text.chars().take(40).collect();
            format!("`{short}`")
        }
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping of keys".to_owned(),
    }
}

fn wrong(node: &Node, expected: &str) -> Error {
    Error::new(Fault::WrongType { expected: expected.to_owned(), found: describe(node) })
}

/// Reads a scalar of another type than text.
macro_rules! scalar {
    ($($method:ident, $visit:ident, $expected:literal;)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let Value::Scalar { text, plain: true } = &self.value else {
                return Err(wrong(self, $expected));
            };
            match text.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(wrong(self, $expected)),
            }
        })+
    };
}

impl<'de> de::Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            _ if self.is_null() => visitor.visit_unit(),
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(ListAccess { items, next: 0 }),
            Value::Map(map) => visitor.visit_map(MapAccess { map, next: 0 }),
        }
    }

    scalar! {
        deserialize_bool, visit_bool, "`true` or `false`";
        deserialize_i8, visit_i8, "a whole number";
        deserialize_i16, visit_i16, "a whole number";
        deserialize_i32, visit_i32, "a whole number";
        deserialize_i64, visit_i64, "a whole number";
        deserialize_u8, visit_u8, "a whole number from 0";
        deserialize_u16, visit_u16, "a whole number from 0";
        deserialize_u32, visit_u32, "a whole number from 0";
        deserialize_u64, visit_u64, "a whole number from 0";
        deserialize_f32, visit_f32, "a number";
        deserialize_f64, visit_f64, "a number";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text() {
            Some(text) if !self.is_null() => visitor.visit_str(text),
            _ => Err(wrong(self, "text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::List(items) => visitor.visit_seq(ListAccess { items, next: 0 }),
            _ if self.is_null() => visitor.visit_seq(ListAccess { items: &[], next: 0 }),
            _ => Err(wrong(self, "a list")),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED {
            visitor.visit_seq(SpannedAccess { node: self, part: 0 })
        } else {
            self.deserialize_seq(visitor)
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Map(map) => visitor.visit_map(MapAccess { map, next: 0 }),
            _ if self.is_null() => visitor.visit_map(MapAccess { map: &NO_KEYS, next: 0 }),
            _ => Err(wrong(self, "a mapping of keys")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.text() {
            Some(text) if !self.is_null() => {
                let text: StrDeserializer<'_, Error> = text.into_deserializer();
                visitor.visit_enum(text)
            }
            _ => Err(wrong(self, "text")),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple ignored_any
    }
}

static NO_KEYS: Map = Map { entries: Vec::new(), lost: Vec::new() };

struct ListAccess<'de> {
    items: &'de [Node],
    next: usize,
}

impl<'de> de::SeqAccess<'de> for ListAccess<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(item).map(Some).map_err(|error| error.within(self.next - 1))
    }
}

struct MapAccess<'de> {
    map: &'de Map,
    next: usize,
}

impl<'de> de::MapAccess<'de> for MapAccess<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, _)) = self.map.entries.get(self.next) else { return Ok(None) };
        seed.deserialize(key).map(Some).map_err(|mut error| {
            error.at_key = true;
            error.within(self.next)
        })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (_, value) = &self.map.entries[self.next];
        self.next += 1;
        seed.deserialize(value).map_err(|error| error.within(self.next - 1))
    }
}

/// Gives a `schema::Spanned` its three parts: start, end, value.
struct SpannedAccess<'de> {
    node: &'de Node,
    part: u8,
}

impl<'de> de::SeqAccess<'de> for SpannedAccess<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.part += 1;
        match self.part {
            1 => seed.deserialize(self.node.span.start.into_deserializer()).map(Some),
            2 => seed.deserialize(self.node.span.end.into_deserializer()).map(Some),
            3 => seed.deserialize(self.node).map(Some),
            _ => Ok(None),
        }
    }
}
