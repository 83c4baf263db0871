//! Who gets in: the master secret, and the locators, keys, links and codes that are derived from
//! it.
//!
//! There is one secret per workspace and no database of keys: each is worked out from the secret,
//! the client's folder name, the person's id and their counts whenever it is needed, so any link
//! can be shown again and none can be lost. `cli` loads the secret, `seal` seals with the keys,
//! `write` asks which folders of the output are Keyfolio's own.

mod change;
mod error;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzzing;
mod handout;
mod keys;
mod ledger;
mod locator;
mod secret;
mod store;
mod stretched;

pub use change::{Change, Exhausted};
pub use error::AccessError;
pub use handout::Handout;
pub use keys::Who;
pub use ledger::{LEDGER_FILE, Ledger};
pub use locator::Locator;
pub use secret::{Fingerprint, Secret, SecretFault};
pub(crate) use store::own_folder;
pub use stretched::StretchedCodes;
