//! Who can open a portal: what an agency writes about it, and what `revoke` and `rotate` write.

use super::{Date, Spanned};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

/// How a client gets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum AccessMode {
    /// A private link; the portal is sealed.
    #[serde(rename = "link")]
    Link,
    /// The address and an access code; the portal is sealed.
    #[serde(rename = "code")]
    Code,
    /// A link, and a code by another channel; the portal is sealed.
    #[serde(rename = "link+code")]
    LinkAndCode,
    /// An unguessable link; nothing is sealed.
    #[serde(rename = "plain")]
    Plain,
}

impl AccessMode {
    /// The mode as it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Code => "code",
            Self::LinkAndCode => "link+code",
            Self::Plain => "plain",
        }
    }

    /// Whether the portal is sealed.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        self != Self::Plain
    }

    /// Whether it takes an access code to get in.
    #[must_use]
    pub fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::LinkAndCode)
    }
}

/// How a portal is opened, and until when.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessEntry {
    /// How the client gets in; the agency's unless given.
    #[serde(default)]
    pub mode: Option<Spanned<AccessMode>>,
    /// The last day on which anybody can open the portal.
    #[serde(default)]
    pub expires: Option<Spanned<Date>>,
}

/// An access code that a person chose, as it is written. Shows itself to nobody.
#[derive(Clone)]
pub struct ChosenCode(pub Zeroizing<String>);

impl fmt::Debug for ChosenCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChosenCode(****)")
    }
}

impl<'de> Deserialize<'de> for ChosenCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Zeroizing::new(text)))
    }
}

impl JsonSchema for ChosenCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ChosenCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "minLength": 8})
    }
}

/// `content/<client>/access.yaml`: which links and codes were taken back. `keyfolio revoke` and
/// `keyfolio rotate` write it; commit it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio access")]
pub struct AccessFile {
    /// How often the portal has moved to another address.
    #[serde(default)]
    pub rotation: u32,
    /// How often the portal's key was replaced.
    #[serde(default)]
    pub epoch: u32,
    /// The link or code of everyone, where no people are listed.
    #[serde(default)]
    pub shared: Option<Spanned<GrantEntry>>,
    /// The people whose link and code are not the first they had, by id.
    #[serde(default)]
    pub people: BTreeMap<String, Spanned<GrantEntry>>,
}

/// What became of one link or code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantEntry {
    /// How often it was replaced by a new one.
    #[serde(default)]
    pub rotation: u32,
    /// It opens nothing any more.
    #[serde(default)]
    pub revoked: bool,
}
