//! Slots: the portal key, sealed for one person.

use super::document::SLOT;
use super::error::{Fault, SealError};
use super::header::Header;
use super::json;
use super::keys::{PortalId, PortalKey, Root};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::ops::RangeInclusive;
use zeroize::{Zeroize, Zeroizing};

/// How many seconds without use there may be before an open portal locks itself.
pub const IDLE: RangeInclusive<u32> = 60..=86_400;

const CONTEXT: &[u8] = b"keyfolio/v1/slot\0";

/// What a slot holds.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The portal's id.
    pub portal: PortalId,
    /// The portal key.
    pub key: PortalKey,
    /// How often the portal key was replaced.
    pub epoch: u32,
    /// The person's id in the agency's content.
    pub person: String,
    /// The last day on which the agency keeps this slot.
    pub expires: Option<Date>,
    /// After how many seconds without use a reader that shows the portal locks it.
    pub idle: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Text {
    version: u64,
    portal: String,
    key: String,
    epoch: u32,
    person: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    idle: Option<u32>,
}

impl Drop for Text {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Slot {
    /// Seals it for the person whose root this is.
    ///
    /// # Errors
    /// When the person's id is so long that the slot comes to more than 8,192 bytes.
    pub fn seal(&self, root: &Root, header: &Header) -> Result<Vec<u8>, SealError> {
        let body = self.json().map_err(std::io::Error::from)?;
        let (key, salt_key) = (root.slot_key(), root.salt_key());
        SLOT.seal(&body, &key, &salt_key, &context(header)).ok_or(SealError::TooLong {
            what: "a slot",
            size: body.len() as u64,
            limit: SLOT.limit(),
        })
    }

    pub(super) fn json(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        let text = Text {
            version: json::VERSION,
            portal: self.portal.to_string(),
            key: BASE64URL_NOPAD.encode(self.key.expose()),
            epoch: self.epoch,
            person: self.person.clone(),
            expires: self.expires.map(|date| date.to_string()),
            idle: self.idle,
        };
        serde_json::to_vec(&text).map(Zeroizing::new)
    }

    /// Opens the slot that `root` names.
    ///
    /// # Errors
    /// When it was not sealed for this root and header, or does not hold what it must.
    pub fn open(sealed: impl Read, root: &Root, header: &Header) -> Result<Self, Fault> {
        let body = SLOT.open(sealed, &root.slot_key(), &context(header))?;
        Self::parse(&body)
    }

    /// Reads the body of a slot.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Fault> {
        let text: Text = json::read(body)?;
        let portal = PortalId::parse(&text.portal)
            .ok_or(Fault::Rule("its `portal` is not 16 bytes in hexadecimal"))?;
        let key = BASE64URL_NOPAD.decode(text.key.as_bytes()).map(Zeroizing::new).ok();
        let key = key.and_then(|key| key.as_slice().try_into().ok().map(PortalKey::new));
        let key = key.ok_or(Fault::Rule("its `key` is not 32 bytes in base64url"))?;
        let expires = match &text.expires {
            Some(text) => Some(date(text).ok_or(Fault::Rule("its `expires` is not a date"))?),
            None => None,
        };
        let (epoch, person, idle) = (text.epoch, text.person.clone(), text.idle);
        if idle.is_some_and(|seconds| !IDLE.contains(&seconds)) {
            return Err(Fault::Rule("its `idle` is not from 60 to 86,400"));
        }
        Ok(Self { portal, key, epoch, person, expires, idle })
    }
}

/// What a slot is bound to.
pub(super) fn context(header: &Header) -> Vec<u8> {
    [CONTEXT, &header.digest()].concat()
}

/// A date as the format writes it, and only so.
fn date(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|date| date.to_string() == text)
}
