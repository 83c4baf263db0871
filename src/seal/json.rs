//! What all the JSON of the format has in common: a version that is looked at first.

use super::error::Fault;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The version of the format that this program reads and writes.
pub(super) const VERSION: u64 = 1;
/// The largest number that every JSON reader takes for what it is.
pub(super) const LARGEST: u64 = (1 << 53) - 1;

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Reads `bytes`, which must be of version 1: also a later version is told for what it is,
/// whatever else is in it.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let Versioned { version } = serde_json::from_slice(bytes)?;
    if version != VERSION {
        return Err(Fault::Version(version));
    }
    Ok(serde_json::from_slice(bytes)?)
}
