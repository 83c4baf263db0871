//! The front door: where the portal stands that a code opens, for whoever knows only the code.
//!
//! It has the name of the slot that the same root opens: what stands in the portals' `slots/` tells
//! which doors there should be, and nobody has to keep a list.

use super::document::DOOR;
use super::error::{Fault, SealError};
use super::json;
use super::keys::{Root, is_name};
use serde::{Deserialize, Serialize};
use std::io::Read;

/// The folder that they stand in, beside the portals.
pub const DOOR_FOLDER: &str = "door";

const CONTEXT: &[u8] = b"keyfolio/v1/door\0";

/// What stands behind one person's door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The portal's locator: 32 characters out of `a-z2-7`.
    pub locator: String,
}

#[derive(Serialize, Deserialize)]
struct Text {
    version: u64,
    locator: String,
}

impl Door {
    /// Seals it for the person whose root this is.
    ///
    /// # Errors
    /// When it comes to more than 1,024 bytes, which no locator does.
    pub fn seal(&self, root: &Root) -> Result<Vec<u8>, SealError> {
        let body = self.json().map_err(std::io::Error::from)?;
        DOOR.seal(&body, &root.door_key(), &root.salt_key(), CONTEXT).ok_or(SealError::TooLong {
            what: "a door",
            size: body.len() as u64,
            limit: DOOR.limit(),
        })
    }

    pub(super) fn json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&Text { version: json::VERSION, locator: self.locator.clone() })
    }

    /// Opens the door that `root` names.
    ///
    /// # Errors
    /// When it was not sealed for this root, or does not hold what it must.
    pub fn open(sealed: impl Read, root: &Root) -> Result<Self, Fault> {
        Self::parse(&DOOR.open(sealed, &root.door_key(), CONTEXT)?)
    }

    /// Reads the body of a door.
    pub(super) fn parse(body: &[u8]) -> Result<Self, Fault> {
        let Text { locator, .. } = json::read(body)?;
        if !is_name(&locator) {
            return Err(Fault::Rule("its `locator` is not 32 characters out of `a-z2-7`"));
        }
        Ok(Self { locator })
    }

    /// Where it stands in the folder above the portals.
    #[must_use]
    pub fn path(root: &Root) -> String {
        format!("{DOOR_FOLDER}/{}", root.slot_name())
    }

    /// Whether a file in that folder can be one, by its name.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        is_name(name)
    }
}
