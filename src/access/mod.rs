//! Who gets in: the master secret, and the locators that are derived from it.
//!
//! There is one secret per workspace and no database of keys: a locator is worked out from the
//! secret, the client's folder name and its rotation count whenever it is needed, so any link can
//! be shown again and none can be lost. `cli` loads the secret, `write` asks it
//! which folders of the output are Keyfolio's own.

mod error;
mod locator;
mod secret;
mod store;

pub use error::AccessError;
pub use locator::Locator;
pub use secret::{Fingerprint, Secret, SecretFault};
