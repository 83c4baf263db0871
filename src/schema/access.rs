//! Who can open a portal: what an agency writes about it, and what `revoke` and `rotate` write.

use super::scalar::scalar_schema;
use super::{Date, Spanned};
use crate::seal::IDLE;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
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
    /// After how long without use an open portal locks itself; the agency's unless given.
    #[serde(default)]
    pub lock_after: Option<Spanned<LockAfter>>,
}

/// After how long without use an open portal locks itself: `15m`, `2h`, or `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockAfter {
    /// It stays open for as long as its page does.
    Never,
    /// After so many seconds.
    Seconds(u32),
}

impl LockAfter {
    /// The seconds, where there are any.
    #[must_use]
    pub fn seconds(self) -> Option<u32> {
        match self {
            Self::Never => None,
            Self::Seconds(seconds) => Some(seconds),
        }
    }
}

impl FromStr for LockAfter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self::Never);
        }
        let parsed = [("m", 60), ("h", 3600)].into_iter().find_map(|(unit, seconds)| {
            let count = text.strip_suffix(unit)?;
            let count = Some(count).filter(|count| count.bytes().all(|byte| byte.is_ascii_digit()));
            count?.parse::<u32>().ok()?.checked_mul(seconds)
        });
        parsed.filter(|seconds| IDLE.contains(seconds)).map(Self::Seconds).ok_or_else(|| {
            format!("`{text}` is not a time from one minute to a day: write `15m`, `2h` or `never`")
        })
    }
}

impl<'de> Deserialize<'de> for LockAfter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

scalar_schema!(LockAfter, {"type": "string", "pattern": r"^([1-9]\d*[mh]|never)$"});

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

scalar_schema!(ChosenCode, {"type": "string", "minLength": 8});

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
